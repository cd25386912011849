//! What a sitting stands on: its definition, long values, the roll, the rules, the contests.

use crate::forgeries::base::{self, PARTS, SECRET, TIED};
use crate::forgeries::{Forged, Kind};
use crate::smith::{Smith, int};
use audit::entry::Body;
use audit::entry::payload::{BlobPart, TextPayload, split_text};
use audit::entry::preparation::{ContestDefined, ContestPurpose, Roll, SittingDefined};
use audit::fold::{Check, Code};
use audit::wire::Bytes;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "invented-sitting",
        forger: "anyone, with keys of their own for every role",
        pitfall: &[10],
        what: "A whole sitting that never was, in which everything holds: only the printed fingerprint tells.",
        refused: (Check::Definition, Code::FingerprintDiffers),
        accused: "",
        forge: |_| {
            let invented = base::invented();
            Forged::changed(&SECRET, &invented.log, 0)
        },
    },
    Kind {
        name: "private-fork-with-other-keys",
        forger: "server",
        pitfall: &[37],
        what: "One deputy is shown a sitting of the same name and origin, whose roles' keys are all the server's.",
        refused: (Check::Definition, Code::FingerprintDiffers),
        accused: "",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "empty");
            let mut body = forge.smith.definition();
            let (secretariat, chief, presiding) =
                (forge.smith.new_key(), forge.smith.new_key(), forge.smith.new_key());
            (body.keys.secretariat, body.keys.chief) = (secretariat.into(), chief.into());
            body.keys.presiding = presiding.into();
            forge.lie(&Body::SittingDefined(body));
            forge.go_on()
        },
    },
    Kind {
        name: "one-key-for-two-roles",
        forger: "server, secretariat",
        pitfall: &[],
        what: "The presiding officer's key is the chief's: one person signs where two must agree.",
        refused: (Check::Definition, Code::DefinitionBad),
        accused: "secretariat server",
        forge: |kind| definition(kind, |body| body.keys.presiding = body.keys.chief),
    },
    Kind {
        name: "key-of-small-order",
        forger: "server, secretariat",
        pitfall: &[8, 41],
        what: "The log's key is a point of small order, under which anyone signs checkpoints.",
        refused: (Check::Definition, Code::DefinitionBad),
        accused: "secretariat server",
        forge: |kind| definition(kind, |body| body.keys.log = [0; 32].into()),
    },
    Kind {
        name: "defined-twice",
        forger: "server, secretariat",
        pitfall: &[10],
        what: "A second definition in the middle of the log puts other keys in the roles' places.",
        refused: (Check::Definition, Code::DefinedTwice),
        accused: "secretariat server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "contest");
            let body = Body::SittingDefined(forge.smith.definition());
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "part-of-a-text-changed",
        forger: "server",
        pitfall: &[25],
        what: "The second part of the rules' text is another: deputies read other articles than the secretariat signed.",
        refused: (Check::Parts, Code::PartsWrong),
        accused: "server",
        forge: |kind| {
            let Body::BlobPart(part) = PARTS.log.entry(PARTS.size_at("first-part")).body().clone() else {
                panic!("a part")
            };
            let Body::RulesAdopted(rules) =
                PARTS.log.entry(PARTS.log.index_of("rules_adopted")).body().clone()
            else {
                panic!("the rules")
            };
            let mut forge = kind.at(&PARTS, "first-part");
            let mut data = part.data.as_bytes().to_vec();
            data[0..3].copy_from_slice("五".as_bytes());
            forge.push(&Body::BlobPart(BlobPart { data: Bytes::from(data), ..part }));
            forge.lie(&Body::RulesAdopted(rules));
            forge.go_on()
        },
    },
    Kind {
        name: "part-missing",
        forger: "server",
        pitfall: &[25],
        what: "The rules are adopted with the last part of their text left out.",
        refused: (Check::Parts, Code::PartsWrong),
        accused: "server",
        forge: |kind| {
            let Body::RulesAdopted(rules) =
                PARTS.log.entry(PARTS.log.index_of("rules_adopted")).body().clone()
            else {
                panic!("the rules")
            };
            let mut forge = kind.at(&PARTS, "first-part");
            forge.lie(&Body::RulesAdopted(rules));
            forge.go_on()
        },
    },
    Kind {
        name: "parts-that-nobody-names",
        forger: "server",
        pitfall: &[30],
        what: "Bytes that no entry names are put into the log, for readers who take whatever stands there.",
        refused: (Check::Parts, Code::PartsWrong),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "ruled");
            let part = BlobPart { sha256: [4; 32].into(), part: int(0), data: Bytes::from(vec![b'x'; 40]) };
            forge.push(&Body::BlobPart(part));
            let body = Body::ContestDefined(forge.smith.contest());
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "two-encodings-of-a-text",
        forger: "secretariat",
        pitfall: &[30],
        what: "A short text travels in parts: the same rules have two encodings.",
        refused: (Check::Parts, Code::PartsWrong),
        accused: "server",
        forge: |kind| {
            use audit::entry::payload::Blob;
            let mut forge = kind.at(&SECRET, "rolled");
            let mut rules = forge.smith.rules();
            let short = "第一条 本办法很短。".as_bytes();
            let sha256 = audit::entry::fingerprint(short);
            let part = BlobPart { sha256: sha256.into(), part: int(0), data: Bytes::from(short.to_vec()) };
            forge.push(&Body::BlobPart(part));
            let length = int(u64::try_from(short.len()).unwrap());
            rules.text = TextPayload::Blob(Blob { sha256: sha256.into(), length });
            forge.lie(&Body::RulesAdopted(rules));
            forge.go_on()
        },
    },
    Kind {
        name: "deputy-twice-on-the-roll",
        forger: "secretariat",
        pitfall: &[35],
        what: "One number stands twice on the roll with two cards: one deputy signs in as two.",
        refused: (Check::Roll, Code::RollBad),
        accused: "secretariat server",
        forge: |kind| roll(kind, |roll| roll.deputies[1].number = int(1), |_| {}),
    },
    Kind {
        name: "card-for-two-deputies",
        forger: "secretariat",
        pitfall: &[35],
        what: "Two deputies have the same card: who has it signs in for both.",
        refused: (Check::Roll, Code::RollBad),
        accused: "secretariat server",
        forge: |kind| roll(kind, |roll| roll.deputies[1].card = roll.deputies[0].card, |_| {}),
    },
    Kind {
        name: "membership-made-smaller",
        forger: "secretariat",
        pitfall: &[],
        what: "全体代表 is one less than the roll has: every share of the whole is reached more easily.",
        refused: (Check::Roll, Code::RollBad),
        accused: "secretariat server",
        forge: |kind| roll(kind, |_| {}, |body| (body.membership, body.due) = (int(5), int(5))),
    },
    Kind {
        name: "roll-fixed-twice",
        forger: "secretariat",
        pitfall: &[2, 35],
        what: "A second roll in the place of the first, with another deputy's card exchanged.",
        refused: (Check::Roll, Code::RollTwice),
        accused: "secretariat server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "contest");
            let roll = forge.smith.roll();
            let body = Body::RollFixed(forge.smith.roll_body(&roll).1);
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "rules-without-a-minimum",
        forger: "secretariat",
        pitfall: &[27],
        what: "Rules by which one ballot is decrypted: its content is the total.",
        refused: (Check::Rules, Code::RulesBad),
        accused: "secretariat server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "rolled");
            let mut rules = forge.smith.rules();
            rules.profile.minimum_ballots = int(1);
            forge.lie(&Body::RulesAdopted(rules));
            forge.go_on()
        },
    },
    Kind {
        name: "rules-text-that-reads-backwards",
        forger: "secretariat",
        pitfall: &[25, 30],
        what: "In a text in parts stands a character that turns the direction of writing: 二分之一 is read as something else.",
        refused: (Check::Rules, Code::RulesBad),
        accused: "secretariat server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "rolled");
            let hidden = "甲".repeat(10_000) + "\u{202e}";
            let (text, parts) = split_text(&hidden).unwrap();
            for part in parts {
                forge.push(&Body::BlobPart(part));
            }
            let rules = audit::entry::preparation::RulesAdopted { text, ..forge.smith.rules() };
            forge.lie(&Body::RulesAdopted(rules));
            forge.go_on()
        },
    },
    Kind {
        name: "more-seats-than-items",
        forger: "secretariat",
        pitfall: &[],
        what: "A contest without an item: its result says what nobody voted on.",
        refused: (Check::ContestDefinition, Code::ContestBad),
        accused: "secretariat server",
        forge: |kind| contest(kind, |body| body.items.clear()),
    },
    Kind {
        name: "two-items-with-one-number",
        forger: "secretariat",
        pitfall: &[25],
        what: "Two items with the same number: the votes for one are announced as the other's.",
        refused: (Check::ContestDefinition, Code::ContestBad),
        accused: "secretariat server",
        forge: |kind| contest(kind, |body| body.items[1].number = int(1)),
    },
    Kind {
        name: "contest-by-other-parameters",
        forger: "secretariat",
        pitfall: &[2, 25],
        what: "The contest's profile lets a ballot choose three, the adopted rules say two.",
        refused: (Check::ContestDefinition, Code::PurposeBad),
        accused: "secretariat server",
        forge: |kind| {
            contest(kind, |body| body.profile.choice = audit::rules::Choice::AtMost { most: int(3) })
        },
    },
    Kind {
        name: "run-off-with-other-items",
        forger: "secretariat",
        pitfall: &[],
        what: "The run-off between the tied items has a third one in the place of the second.",
        refused: (Check::ContestDefinition, Code::PurposeBad),
        accused: "secretariat server",
        forge: |kind| run_off(kind, |smith, body| body.items[1] = smith.the(1).definition.items[2].clone()),
    },
    Kind {
        name: "run-off-for-more-seats",
        forger: "secretariat",
        pitfall: &[],
        what: "The run-off is for two seats where one is left: both of the tied get in.",
        refused: (Check::ContestDefinition, Code::PurposeBad),
        accused: "secretariat server",
        forge: |kind| {
            run_off(kind, |_, body| {
                body.profile.choose_mut().unwrap().seats = audit::rules::Seats::Fixed { count: int(2) };
            })
        },
    },
    Kind {
        name: "voted-again-though-it-counts",
        forger: "secretariat",
        pitfall: &[],
        what: "A contest that was decided is put to the vote once more, until it comes out as wished.",
        refused: (Check::ContestDefinition, Code::PurposeBad),
        accused: "secretariat server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "reported");
            let of = forge.smith.course(1).declared_leaf.unwrap().into();
            let body = forge.smith.follow_up(1, ContestPurpose::Again { of });
            forge.lie(&Body::ContestDefined(body));
            forge.go_on()
        },
    },
];

/// A sitting whose entry 0 is false, and is the one that the observer trusts.
fn definition(kind: &Kind, change: impl FnOnce(&mut SittingDefined)) -> Forged {
    let mut forge = kind.at(&SECRET, "empty");
    let mut body = forge.smith.definition();
    change(&mut body);
    forge.lie(&Body::SittingDefined(body));
    forge.go_on().trusted()
}

fn roll(
    kind: &Kind,
    change: impl FnOnce(&mut Roll),
    and: impl FnOnce(&mut audit::entry::preparation::RollFixed),
) -> Forged {
    let mut forge = kind.at(&SECRET, "defined");
    let mut roll = forge.smith.roll();
    change(&mut roll);
    let (_, mut body) = forge.smith.roll_body(&roll);
    and(&mut body);
    forge.lie(&Body::RollFixed(body));
    forge.go_on()
}

fn contest(kind: &Kind, change: impl FnOnce(&mut ContestDefined)) -> Forged {
    let mut forge = kind.at(&SECRET, "ruled");
    let mut body = forge.smith.contest();
    change(&mut body);
    forge.lie(&Body::ContestDefined(body));
    forge.go_on()
}

fn run_off(kind: &Kind, change: impl FnOnce(&Smith, &mut ContestDefined)) -> Forged {
    let mut forge = kind.at(&TIED, "declared");
    let of = forge.smith.course(1).declared_leaf.unwrap().into();
    let mut body = forge.smith.follow_up(1, ContestPurpose::RunOff { of });
    change(&forge.smith, &mut body);
    forge.lie(&Body::ContestDefined(body));
    forge.go_on()
}
