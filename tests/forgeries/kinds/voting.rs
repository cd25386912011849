//! Opening, issuing, challenges, hold and resume.

use crate::forgeries::base::{Base, OPEN, SECRET, TIED};
use crate::forgeries::{Forged, Kind};
use crate::smith::{int, text};
use audit::entry::Body;
use audit::entry::voting::{
    BallotChallenged, BallotIssued, BallotRequested, ContestHeld, ContestOpened, ContestResumed,
};
use audit::fold::{Check, Code};
use audit::wire::Bytes;
use crypto::stamp::StampKey;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "present-made-larger",
        forger: "secretariat, chief",
        pitfall: &[35],
        what: "The opening says that one more is present than signed in: the quorum is met by somebody who is not there.",
        refused: (Check::Opening, Code::OpeningBad),
        accused: "secretariat chief server",
        forge: |kind| opening(kind, |body| body.present = int(6)),
    },
    Kind {
        name: "opened-with-another-key",
        forger: "secretariat, chief, server",
        pitfall: &[7, 10, 37],
        what: "The opening names a key that no ceremony made: whoever has it reads every ballot.",
        refused: (Check::Opening, Code::OpeningBad),
        accused: "secretariat chief server",
        forge: |kind| opening(kind, |body| body.keys[0].public_key = body.keys[0].stamp_key),
    },
    Kind {
        name: "identity-as-stamp-key",
        forger: "server",
        pitfall: &[8, 31],
        what: "The stamp key is the identity: every stamp is the identity, and anyone makes one.",
        refused: (Check::Opening, Code::OpeningBad),
        accused: "secretariat chief server",
        forge: |kind| opening(kind, |body| body.keys[0].stamp_key = [0; 32].into()),
    },
    Kind {
        name: "changed-rule-text-after-opening",
        forger: "secretariat, server",
        pitfall: &[2, 25],
        what: "The rules' text is another than the one that the opening was signed over; the secretariat signs again what is its own, the chief's signature stands.",
        refused: (Check::Opening, Code::OpeningBad),
        accused: "secretariat chief server",
        forge: |_| changed_rules(&OPEN, "contest_opened"),
    },
    Kind {
        name: "rewritten-history",
        forger: "secretariat, server",
        pitfall: &[12],
        what: "The same in a log with a key ceremony: every signature before it holds, every hash is made anew, and a scrutineer signed what stood there.",
        refused: (Check::Ceremony, Code::FollowsWrong),
        accused: "scrutineer-1 server",
        forge: |_| changed_rules(&SECRET, "key_accepted"),
    },
    Kind {
        name: "opening-of-other-rules",
        forger: "secretariat, chief",
        pitfall: &[2, 25],
        what: "The opening names other rules than the contest was defined by.",
        refused: (Check::Opening, Code::OpeningBad),
        accused: "secretariat chief server",
        forge: |kind| opening(kind, |body| body.rules = body.roll),
    },
    Kind {
        name: "counter-not-zero",
        forger: "secretariat, chief, server",
        pitfall: &[33],
        what: "The contest opens with a ballot in the box already.",
        refused: (Check::Opening, Code::CounterNotZero),
        accused: "secretariat chief server",
        forge: |kind| opening(kind, |body| body.zero_report.boxed = int(1)),
    },
    Kind {
        name: "opened-before-the-key-is-tested",
        forger: "secretariat, chief",
        pitfall: &[20],
        what: "The contest opens before t scrutineers have shown that they can decrypt.",
        refused: (Check::Opening, Code::KeyNotTested),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "agreed");
            forge.check_in(1..=5);
            let body = Body::ContestOpened(forge.smith.opening(1));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "opened-without-a-quorum",
        forger: "secretariat, chief",
        pitfall: &[],
        what: "The contest opens with three of six present, where the rules ask for two thirds.",
        refused: (Check::Opening, Code::QuorumMissing),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "people");
            forge.check_in(1..=3);
            let body = Body::ContestOpened(forge.smith.opening(1));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "stamp-key-of-another-contest",
        forger: "server",
        pitfall: &[2, 31],
        what: "Two contests share a stamp key: who knows it from the first stamps for the second.",
        refused: (Check::Opening, Code::OpeningBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&TIED, "run-off");
            let mut body = forge.smith.opening(2);
            body.keys[0].stamp_key = forge.smith.course(1).secret().unwrap().stamp_key.into();
            let secret = forge.smith.stamp_keys[&1];
            forge.smith.stamp_keys.insert(2, secret);
            forge.lie(&Body::ContestOpened(body));
            forge.go_on()
        },
    },
    Kind {
        name: "stamp-for-one-not-signed-in",
        forger: "server, with the device of deputy 6",
        pitfall: &[33, 35],
        what: "A ballot is issued to a deputy who is not in the hall.",
        refused: (Check::Issuance, Code::NotCheckedIn),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "issued");
            let body = Body::BallotIssued(forge.smith.issue(1, 6));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "two-stamps-for-a-deputy",
        forger: "a deputy's device, server",
        pitfall: &[33, 44],
        what: "A deputy gets a second ballot, as if the first were lost, and casts both.",
        refused: (Check::Issuance, Code::BallotIssuedAlready),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "issued");
            let body = Body::BallotIssued(forge.smith.issue(1, 4));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "tagged-stamp",
        forger: "server",
        pitfall: &[31],
        what: "One deputy's ballot is stamped with another key, to know it again when it comes out of the box.",
        refused: (Check::Issuance, Code::StampProofBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "issued");
            let secret = forge.smith.stamp_keys[&1];
            let entropy = forge.smith.entropy();
            let tag = StampKey::generate(entropy).unwrap();
            forge.smith.stamp_keys.insert(1, *tag.to_secret_bytes());
            let body = Body::BallotIssued(forge.smith.issue(1, 5));
            forge.smith.stamp_keys.insert(1, secret);
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "stamp-not-proved",
        forger: "server",
        pitfall: &[31],
        what: "The right stamp with the proof of another issue: nobody can tell which key was used.",
        refused: (Check::Issuance, Code::StampProofBad),
        accused: "server",
        forge: |kind| issuing(kind, |body, before| body.proof = before.proof),
    },
    Kind {
        name: "identity-blinded",
        forger: "deputy 5's device, server",
        pitfall: &[8],
        what: "A deputy sends the identity to be stamped: what comes back stamps nothing, or anything.",
        refused: (Check::Issuance, Code::BlindedBad),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "issued");
            let request = BallotRequested {
                contest: forge.smith.course(1).hash.into(),
                deputy: int(5),
                blinded: [0; 32].into(),
            };
            let body = Body::BallotIssued(forge.smith.answer(1, request));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "issued-while-held",
        forger: "server",
        pitfall: &[15],
        what: "A ballot is issued while the voting is stopped.",
        refused: (Check::Issuance, Code::ContestIsHeld),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "held");
            let body = Body::BallotIssued(forge.smith.issue(1, 5));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "issued-after-the-end",
        forger: "server",
        pitfall: &[15, 40],
        what: "A ballot is issued after admission stopped, to whoever is still needed.",
        refused: (Check::Issuance, Code::ContestNotOpen),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "ended");
            let body = Body::BallotIssued(forge.smith.issue(1, 6));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "challenge-that-opens-to-another-code",
        forger: "server",
        pitfall: &[23, 36],
        what: "A record of a check whose encryption does not give its code: a device that cheats seems to have been checked.",
        refused: (Check::Challenges, Code::ChallengeBad),
        accused: "server",
        forge: |kind| challenge(kind, |body| body.choices = Bytes::from(vec![0b010])),
    },
    Kind {
        name: "challenge-of-another-contest",
        forger: "server",
        pitfall: &[2, 36],
        what: "A record of a check that belongs to another contest.",
        refused: (Check::Challenges, Code::ContestForeign),
        accused: "server",
        forge: |kind| challenge(kind, |body| body.contest = [1; 32].into()),
    },
    Kind {
        name: "challenges-without-limit",
        forger: "server",
        pitfall: &[36],
        what: "More checks are recorded than three for each ballot issued: the log is filled with what nobody asked for.",
        refused: (Check::Challenges, Code::ChallengeLimit),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "open");
            let body = Body::BallotChallenged(forge.smith.challenge(1, &[1]).0);
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "held-on-another-entry",
        forger: "secretariat, server",
        pitfall: &[38],
        what: "An order to hold that names another entry than the course's last: one that was given for another moment.",
        refused: (Check::Course, Code::FollowsWrong),
        accused: "secretariat server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "resumed");
            let opened = forge.smith.lines[SECRET.size_at("open") - 1].leaf();
            let body = ContestHeld { follows: opened.into(), reason: text("再次"), ..forge.smith.hold(1) };
            forge.lie(&Body::ContestHeld(body));
            forge.go_on()
        },
    },
    Kind {
        name: "held-without-a-reason",
        forger: "secretariat",
        pitfall: &[],
        what: "The voting is stopped, and nobody says why.",
        refused: (Check::Course, Code::ReasonMissing),
        accused: "secretariat server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "issued");
            let body = ContestHeld { reason: text(""), ..forge.smith.hold(1) };
            forge.lie(&Body::ContestHeld(body));
            forge.go_on()
        },
    },
    Kind {
        name: "resumed-without-a-hold",
        forger: "secretariat, chief",
        pitfall: &[38],
        what: "A contest that nobody held is resumed.",
        refused: (Check::Course, Code::ContestNotHeld),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "issued");
            let body = ContestResumed { ..forge.smith.resume(1) };
            forge.lie(&Body::ContestResumed(body));
            forge.go_on()
        },
    },
    Kind {
        name: "hands-ended-like-a-box",
        forger: "secretariat, chief",
        pitfall: &[],
        what: "A show of hands is ended without a count.",
        refused: (Check::Course, Code::SecrecyWrong),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&OPEN, "hands");
            let body = Body::ContestEnded(forge.smith.end(2));
            forge.lie(&body);
            forge.go_on()
        },
    },
];

fn opening(kind: &Kind, change: impl FnOnce(&mut ContestOpened)) -> Forged {
    let mut forge = kind.at(&SECRET, "present");
    let mut body = forge.smith.opening(1);
    change(&mut body);
    forge.lie(&Body::ContestOpened(body));
    forge.go_on()
}

/// An issue to deputy 5, changed with the help of the one before it.
fn issuing(kind: &Kind, change: impl FnOnce(&mut BallotIssued, &BallotIssued)) -> Forged {
    let mut forge = kind.at(&SECRET, "issued");
    let last = forge.smith.lines.last().unwrap().body().clone();
    let Body::BallotIssued(before) = last else { panic!("an issue") };
    let mut body = forge.smith.issue(1, 5);
    change(&mut body, &before);
    forge.lie(&Body::BallotIssued(body));
    forge.go_on()
}

fn challenge(kind: &Kind, change: impl FnOnce(&mut BallotChallenged)) -> Forged {
    let mut forge = kind.at(&SECRET, "issued");
    let mut body = forge.smith.challenge(1, &[1]).0;
    change(&mut body);
    forge.lie(&Body::BallotChallenged(body));
    forge.go_on()
}

/// The first rules signed again with another text, and the first contest's definition again over them; everything else is as it
/// was, as far as signatures hold. Gives the log and where it no longer holds.
fn changed_rules(base: &Base, breaks_at: &str) -> Forged {
    let mut log = base.log.clone();
    let rules = log.index_of("rules_adopted");
    log.edit(rules, |body| {
        let Body::RulesAdopted(rules) = body else { panic!("the rules") };
        rules.text = audit::entry::payload::split_text("第一条 得票三分之一的为通过。").unwrap().0;
    });
    let leaf = log.entry(rules).leaf();
    log.edit(log.index_of("contest_defined"), |body| {
        let Body::ContestDefined(contest) = body else { panic!("the contest") };
        contest.rules = leaf.into();
    });
    let at = log.index_of(breaks_at);
    Forged::changed(base, &log, at)
}
