//! Witnesses: who may be one, what carries their quorum, and what waits for it.

use crate::forgeries::base::{SECRET, WITNESSED};
use crate::forgeries::{Forge, Forged, Kind};
use crate::smith::{Smith, int, text};
use audit::checkpoint::Checkpoint;
use audit::entry::Body;
use audit::entry::preparation::SittingDefined;
use audit::entry::voting::Witnessed;
use audit::fold::{Check, Code};
use audit::note::{Note, Vkey, VkeyType};
use audit::quorum::log_vkey;
use crypto::signature::{SigningKey, VerifyingKey};

/// All but the second, who never answers.
const FOUR: [usize; 4] = [0, 2, 3, 4];

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "quorum-without-witnesses",
        forger: "server, secretariat",
        pitfall: &[12],
        what: "The definition promises a quorum and names nobody: the promise would be shown and not kept.",
        refused: (Check::Definition, Code::DefinitionBad),
        accused: "secretariat server",
        forge: |kind| definition(kind, |body| body.witnesses.clear()),
    },
    Kind {
        name: "quorum-of-no-majority",
        forger: "server, secretariat",
        pitfall: &[12],
        what: "Two of five witnesses are a quorum: two halls are shown two histories, each with a quorum, and no witness lies.",
        refused: (Check::Definition, Code::DefinitionBad),
        accused: "secretariat server",
        forge: |kind| definition(kind, |body| body.quorum = int(2)),
    },
    Kind {
        name: "one-witness-under-two-names",
        forger: "server, secretariat",
        pitfall: &[12],
        what: "Two of the five witnesses have one key: who holds it counts twice.",
        refused: (Check::Definition, Code::DefinitionBad),
        accused: "secretariat server",
        forge: |kind| {
            definition(kind, |body| {
                let first: Vkey = body.witnesses[0].vkey.as_str().parse().unwrap();
                let name = "witness-2.example".parse().unwrap();
                let vkey = Vkey::new(name, VkeyType::Cosignature, *first.key());
                body.witnesses[1].vkey = text(&vkey.to_string());
            })
        },
    },
    Kind {
        name: "server-is-a-witness",
        forger: "server, secretariat",
        pitfall: &[12],
        what: "The server's own act key is the second witness: it vouches for what it says itself.",
        refused: (Check::Definition, Code::DefinitionBad),
        accused: "secretariat server",
        forge: |kind| {
            definition(kind, |body| {
                let key = VerifyingKey::from_bytes(body.keys.server.as_bytes()).unwrap();
                let vkey = Vkey::new("witness-2.example".parse().unwrap(), VkeyType::Cosignature, key);
                body.witnesses[1].vkey = text(&vkey.to_string());
            })
        },
    },
    Kind {
        name: "witness-key-of-another-type",
        forger: "server, secretariat",
        pitfall: &[12],
        what: "A witness is named with a key that signs texts as a log does: no time is in what it signs, so nobody sees how old it is.",
        refused: (Check::Definition, Code::DefinitionBad),
        accused: "secretariat server",
        forge: |kind| {
            definition(kind, |body| {
                let second: Vkey = body.witnesses[1].vkey.as_str().parse().unwrap();
                let vkey = Vkey::new(second.name().clone(), VkeyType::Ed25519, *second.key());
                body.witnesses[1].vkey = text(&vkey.to_string());
            })
        },
    },
    Kind {
        name: "checkpoint-with-a-false-cosignature",
        forger: "server",
        pitfall: &[12],
        what: "Below the final checkpoint stands a witness's cosignature over an earlier one.",
        refused: (Check::Checkpoint, Code::CheckpointBad),
        accused: "server",
        forge: |_| {
            let mut log = WITNESSED.log.clone();
            let earlier = WITNESSED.smith("contest");
            let old = lines_of(&earlier.cosigned(&earlier.head(), &FOUR));
            let note = Note::parse(&log.checkpoint).unwrap();
            let mut lines = lines_of(&note);
            lines.last_mut().unwrap().clone_from(old.last().unwrap());
            log.checkpoint = with_lines(&note, &lines).into_bytes();
            Forged::changed(&WITNESSED, &log, log.lines.len())
        },
    },
    Kind {
        name: "issued-before-the-opening-is-witnessed",
        forger: "server",
        pitfall: &[37],
        what: "Ballots are issued for an opening that no witness has seen: a deputy alone in a private hall encrypts for it.",
        refused: (Check::Issuance, Code::NotWitnessed),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&WITNESSED, "open");
            let issued = forge.smith.issue(1, 1);
            forge.lie(&Body::BallotIssued(issued.clone()));
            forge.smith.cast(1, &issued, &[1]);
            forge.go_on()
        },
    },
    Kind {
        name: "witnessed-up-to-before-the-opening",
        forger: "server",
        pitfall: &[37],
        what: "The quorum stands behind the log as it was just before the opening, and ballots are issued as if it stood behind the opening.",
        refused: (Check::Issuance, Code::NotWitnessed),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&WITNESSED, "open");
            let early = forge.smith.head_at(forge.smith.lines.len() - 1);
            forge.push(&Body::Witnessed(forge.smith.noted(&forge.smith.cosigned(&early, &FOUR))));
            let issued = forge.smith.issue(1, 1);
            forge.lie(&Body::BallotIssued(issued.clone()));
            forge.smith.cast(1, &issued, &[1]);
            forge.go_on()
        },
    },
    Kind {
        name: "papers-before-the-opening-is-witnessed",
        forger: "server, secretariat, chief",
        pitfall: &[37],
        what: "Papers are handed out for an opening that no witness has seen.",
        refused: (Check::Paper, Code::NotWitnessed),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&WITNESSED, "open");
            let body = Body::PaperIssued(forge.smith.papers(1, &[5]));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "witnessed-among-the-ballots",
        forger: "server",
        pitfall: &[32],
        what: "A checkpoint is cosigned while the box comes out: whoever sees its time knows how far the box was.",
        refused: (Check::Casts, Code::BoxIncomplete),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&WITNESSED, "opening");
            let body = Body::Witnessed(forge.smith.witnessed());
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "decrypted-before-the-close-is-witnessed",
        forger: "server, scrutineer 1",
        pitfall: &[13, 20],
        what: "A scrutineer decrypts under a close that no witness has seen: another close, of other ballots, could stand elsewhere.",
        refused: (Check::Decryption, Code::NotWitnessed),
        accused: "scrutineer-1 server",
        forge: |kind| {
            let mut forge = kind.at(&WITNESSED, "closed");
            let body = Body::Decrypted(forge.any_share(1, 1));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "report-before-the-declaration-is-witnessed",
        forger: "server, chief",
        pitfall: &[12],
        what: "The report of a declaration that no witness has seen is signed and read out.",
        refused: (Check::Voiding, Code::NotWitnessed),
        accused: "chief server",
        forge: |kind| {
            let mut forge = kind.at(&WITNESSED, "declared");
            let body = Body::ReportSigned(forge.smith.report(1));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "sealed-before-the-declaration-is-witnessed",
        forger: "server, secretariat, chief",
        pitfall: &[12],
        what: "The sitting is sealed over a declaration that no witness has seen.",
        refused: (Check::Seal, Code::NotWitnessed),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&WITNESSED, "declared");
            let body = Body::SittingSealed(forge.smith.seal());
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "witnessed-where-nobody-is-named",
        forger: "server",
        pitfall: &[12],
        what: "A log without witnesses has an entry that says it is witnessed.",
        refused: (Check::Witnesses, Code::NoWitnesses),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "contest");
            let note = forge.smith.cosigned(&forge.smith.head(), &[]);
            forge.lie(&Body::Witnessed(forge.smith.noted(&note)));
            forge.go_on()
        },
    },
    Kind {
        name: "witnessed-text-is-no-checkpoint",
        forger: "server, four witnesses",
        pitfall: &[12],
        what: "Four witnesses cosign a text with a line more than a checkpoint has.",
        refused: (Check::Witnesses, Code::WitnessedBad),
        accused: "server",
        forge: |kind| text_forged(kind, |smith| format!("{}and nobody was absent\n", smith.head().text())),
    },
    Kind {
        name: "witnessed-log-of-a-rehearsal",
        forger: "server",
        pitfall: &[12],
        what: "The witnesses cosigned the rehearsal, whose log has this size and root under another origin.",
        refused: (Check::Witnesses, Code::WitnessedBad),
        accused: "server",
        forge: |kind| {
            text_forged(kind, |smith| {
                let origin = "yunling.example/rehearsal".parse().unwrap();
                Checkpoint { origin, ..smith.head() }.text()
            })
        },
    },
    Kind {
        name: "witnessed-without-the-log",
        forger: "server",
        pitfall: &[12],
        what: "The log's own signature is missing below what the witnesses cosigned, so two such notes would convict nobody.",
        refused: (Check::Witnesses, Code::WitnessedBad),
        accused: "server",
        forge: |kind| lines_forged(kind, |lines| _ = lines.remove(0)),
    },
    Kind {
        name: "witnessed-by-a-stranger",
        forger: "server",
        pitfall: &[12],
        what: "The fourth cosignature is by a key that the server made: entry 0 names no such witness.",
        refused: (Check::Witnesses, Code::CosignersWrong),
        accused: "server",
        forge: |kind| {
            note_forged(kind, |smith| {
                let mut note = smith.cosigned(&smith.head(), &FOUR[..3]);
                let stranger = SigningKey::from_seed(&[0xdd; 32]).unwrap();
                note.cosign(&"witness-6.example".parse().unwrap(), &stranger, smith.time).unwrap();
                note
            })
        },
    },
    Kind {
        name: "witness-counted-twice",
        forger: "server, one witness",
        pitfall: &[12],
        what: "One of the witnesses cosigned twice, and stands for two.",
        refused: (Check::Witnesses, Code::CosignersWrong),
        accused: "server",
        forge: |kind| note_forged(kind, |smith| smith.cosigned(&smith.head(), &[0, 2, 3, 3])),
    },
    Kind {
        name: "cosignatures-in-another-order",
        forger: "server",
        pitfall: &[30],
        what: "The cosignatures stand in the order of their arrival: one quorum would have many spellings, and the log's bytes would be the server's to choose.",
        refused: (Check::Witnesses, Code::CosignersWrong),
        accused: "server",
        forge: |kind| note_forged(kind, |smith| smith.cosigned(&smith.head(), &[2, 0, 3, 4])),
    },
    Kind {
        name: "witnessed-with-a-line-more",
        forger: "server",
        pitfall: &[30],
        what: "Below the cosignatures the log's signature stands once more: room for anything that nobody reads.",
        refused: (Check::Witnesses, Code::CosignersWrong),
        accused: "server",
        forge: |kind| lines_forged(kind, |lines| lines.push(lines[0].clone())),
    },
    Kind {
        name: "witness-signed-without-a-time",
        forger: "server, one witness",
        pitfall: &[12],
        what: "A witness signed the checkpoint's text as a log does, without a time: no cosignature.",
        refused: (Check::Witnesses, Code::CosignersWrong),
        accused: "server",
        forge: |kind| {
            lines_forged_by(kind, |smith, lines| {
                let (name, key) = smith.witness(4);
                let note = Note::sign(&smith.head().text(), &name.parse().unwrap(), &key).unwrap();
                *lines.last_mut().unwrap() = lines_of(&note).remove(0);
            })
        },
    },
    Kind {
        name: "too-few-cosignatures",
        forger: "server",
        pitfall: &[12],
        what: "Three cosignatures, where four are a quorum.",
        refused: (Check::Witnesses, Code::CosignaturesMissing),
        accused: "server",
        forge: |kind| note_forged(kind, |smith| smith.cosigned(&smith.head(), &FOUR[..3])),
    },
    Kind {
        name: "cosignature-of-an-earlier-size",
        forger: "server",
        pitfall: &[12],
        what: "The fourth cosignature is that witness's over the log before the opening.",
        refused: (Check::Witnesses, Code::NoteSignatureBad),
        accused: "server",
        forge: |kind| lines_forged_by(kind, |smith, lines| lines[4].clone_from(&earlier(smith)[4])),
    },
    Kind {
        name: "log-signature-of-an-earlier-size",
        forger: "a mirror without the log's key, four witnesses, server",
        pitfall: &[12],
        what: "Four witnesses cosign a size that the log's key never signed: its signature below is of an earlier one.",
        refused: (Check::Witnesses, Code::NoteSignatureBad),
        accused: "server",
        forge: |kind| lines_forged_by(kind, |smith, lines| lines[0].clone_from(&earlier(smith)[0])),
    },
    Kind {
        name: "witnessed-beyond-the-log",
        forger: "server, four witnesses",
        pitfall: &[12],
        what: "Four witnesses cosign a size that the log has not reached: whatever comes next would count as seen.",
        refused: (Check::Witnesses, Code::WitnessedSize),
        accused: "server",
        forge: |kind| {
            note_forged(kind, |smith| {
                let head = smith.head();
                smith.cosigned(&Checkpoint { size: head.size + 1, ..head }, &FOUR)
            })
        },
    },
    Kind {
        name: "witnessed-size-does-not-grow",
        forger: "server",
        pitfall: &[38],
        what: "A size that a quorum covered before is put into the log again, as if somebody had looked again.",
        refused: (Check::Witnesses, Code::WitnessedSize),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&WITNESSED, "issuing");
            let size = forge.smith.state.last_witnessed().unwrap().size;
            let head = forge.smith.head_at(usize::try_from(size).unwrap());
            let note = forge.smith.cosigned(&head, &[0, 1, 2, 3, 4]);
            forge.lie(&Body::Witnessed(forge.smith.noted(&note)));
            forge.go_on()
        },
    },
    Kind {
        name: "witnessed-another-history",
        forger: "server, four witnesses",
        pitfall: &[12],
        what: "Four witnesses cosigned another history of this size, and their quorum is put into this one.",
        refused: (Check::Witnesses, Code::WitnessedRoot),
        accused: "server",
        forge: |kind| {
            note_forged(kind, |smith| smith.cosigned(&Checkpoint { root: [7; 32], ..smith.head() }, &FOUR))
        },
    },
];

fn definition(kind: &Kind, change: fn(&mut SittingDefined)) -> Forged {
    let mut forge = kind.at(&WITNESSED, "empty");
    let mut body = forge.smith.definition();
    change(&mut body);
    forge.lie(&Body::SittingDefined(body));
    forge.go_on().trusted()
}

/// The lines below a note's text, without their newlines.
fn lines_of(note: &Note) -> Vec<String> {
    let whole = String::from_utf8(note.to_bytes()).unwrap();
    whole[note.text().len() + 1..].lines().map(ToOwned::to_owned).collect()
}

fn with_lines(note: &Note, lines: &[String]) -> String {
    format!("{}\n{}\n", note.text(), lines.join("\n"))
}

/// Signed and cosigned before the opening.
fn earlier(smith: &Smith) -> Vec<String> {
    lines_of(&smith.cosigned(&smith.head_at(smith.lines.len() - 1), &FOUR))
}

/// The opening is witnessed by a false note.
fn note_forged(kind: &Kind, note: fn(&Smith) -> Note) -> Forged {
    let forge = kind.at(&WITNESSED, "open");
    let body = forge.smith.noted(&note(&forge.smith));
    lied(forge, body)
}

/// The same by the good note with other lines.
fn lines_forged(kind: &Kind, change: fn(&mut Vec<String>)) -> Forged {
    let forge = kind.at(&WITNESSED, "open");
    let note = forge.smith.cosigned(&forge.smith.head(), &FOUR);
    let mut lines = lines_of(&note);
    change(&mut lines);
    let body = Witnessed { checkpoint: with_lines(&note, &lines).parse().unwrap() };
    lied(forge, body)
}

/// The same where the lines need keys.
fn lines_forged_by(kind: &Kind, change: fn(&Smith, &mut Vec<String>)) -> Forged {
    let forge = kind.at(&WITNESSED, "open");
    let note = forge.smith.cosigned(&forge.smith.head(), &FOUR);
    let mut lines = lines_of(&note);
    change(&forge.smith, &mut lines);
    let body = Witnessed { checkpoint: with_lines(&note, &lines).parse().unwrap() };
    lied(forge, body)
}

/// The same by another text, signed and cosigned by those who should.
fn text_forged(kind: &Kind, text: fn(&Smith) -> String) -> Forged {
    let forge = kind.at(&WITNESSED, "open");
    let smith = &forge.smith;
    let log = log_vkey(&smith.state.sitting().unwrap().definition).unwrap();
    let key = smith.ring.get(log.key().as_bytes()).unwrap();
    let mut note = Note::sign(&text(smith), log.name(), &key).unwrap();
    for witness in FOUR {
        let (name, key) = smith.witness(witness);
        note.cosign(&name.parse().unwrap(), &key, smith.time).unwrap();
    }
    let body = smith.noted(&note);
    lied(forge, body)
}

fn lied(mut forge: Forge, body: Witnessed) -> Forged {
    forge.lie(&Body::Witnessed(body));
    forge.go_on()
}
