//! What the server alone writes: encoding, chain, time, tree, checkpoint.

use crate::forgeries::base::{Base, SECRET};
use crate::forgeries::{Forged, Kind};
use crate::smith::{Keyring, Log};
use audit::checkpoint::Checkpoint;
use audit::entry::{Line, Sig};
use audit::fold::{Check, Code, purpose_of};
use audit::merkle::{Frontier, leaf_hash};
use crypto::hash::Entropy;
use crypto::signature::SigningKey;

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "space-in-an-envelope",
        forger: "server",
        pitfall: &[30],
        what: "An entry with a space that JSON allows: two readers hash different bytes for what they read as the same entry.",
        refused: (Check::Encoding, Code::NotAnEntry),
        accused: "server",
        forge: |_| of_line(&SECRET, "report_signed", |line| line.replacen("\"sigs\":[", "\"sigs\": [", 1)),
    },
    Kind {
        name: "fields-in-another-order",
        forger: "chief",
        pitfall: &[30],
        what: "A body whose fields stand in another order, signed as it stands: one act with two encodings passes twice for two acts.",
        refused: (Check::Encoding, Code::NotAnEntry),
        accused: "server",
        forge: |_| {
            of_body(&SECRET, "report_signed", |body| {
                let (kind, fields) = body.split_at(body.find(",\"contest\"").unwrap());
                let (contest, by) = fields.split_at(fields.find(",\"by\"").unwrap());
                let (by, report) = by.split_at(by.find(",\"report\"").unwrap());
                format!("{kind}{by}{contest}{report}")
            })
        },
    },
    Kind {
        name: "unknown-field",
        forger: "chief",
        pitfall: &[30],
        what: "A body with a field that the protocol does not know: words that one program shows and another passes over.",
        refused: (Check::Encoding, Code::NotAnEntry),
        accused: "server",
        forge: |_| of_body(&SECRET, "report_signed", |body| body.replacen('}', ",\"note\":\"无效\"}", 1)),
    },
    Kind {
        name: "repeated-field",
        forger: "secretariat, chief",
        pitfall: &[30],
        what: "A close that gives its slips twice: one reader takes the first number, another the last.",
        refused: (Check::Encoding, Code::NotAnEntry),
        accused: "server",
        forge: |_| {
            of_body(&SECRET, "contest_closed", |body| {
                body.replacen("\"slips\":4", "\"slips\":5,\"slips\":4", 1)
            })
        },
    },
    Kind {
        name: "number-with-an-exponent",
        forger: "secretariat, chief",
        pitfall: &[30],
        what: "A close with 4e0 slips: the same number in other bytes, which a reader of integers may take for another.",
        refused: (Check::Encoding, Code::NotAnEntry),
        accused: "server",
        forge: |_| {
            of_body(&SECRET, "contest_closed", |body| body.replacen("\"slips\":4", "\"slips\":4e0", 1))
        },
    },
    Kind {
        name: "base64-with-unused-bits",
        forger: "chief",
        pitfall: &[8, 30],
        what: "A hash whose last character has bits that decoders throw away: the same hash in other bytes.",
        refused: (Check::Encoding, Code::NotAnEntry),
        accused: "server",
        forge: |_| {
            of_body(&SECRET, "report_signed", |body| {
                // 32 bytes leave two bits of the 43rd character unused.
                let at = body.len() - 3;
                let last = ALPHABET.find(&body[at..=at]).unwrap();
                format!("{}{}{}", &body[..at], &ALPHABET[last + 1..last + 2], &body[at + 1..])
            })
        },
    },
    Kind {
        name: "text-that-reads-backwards",
        forger: "secretariat, chief",
        pitfall: &[25, 30],
        what: "A reason with a character that turns the direction of writing: the screen shows other words than were signed.",
        refused: (Check::Encoding, Code::NotAnEntry),
        accused: "server",
        forge: |_| {
            of_body(&SECRET, "sitting_sealed", |body| body.replacen("report.pdf", "\u{202e}fdp.troper", 1))
        },
    },
    Kind {
        name: "escaped-letter",
        forger: "secretariat, chief",
        pitfall: &[30],
        what: "A file name with a letter written as an escape: the same text in other bytes.",
        refused: (Check::Encoding, Code::NotAnEntry),
        accused: "server",
        forge: |_| {
            of_body(&SECRET, "sitting_sealed", |body| body.replacen("report.pdf", "\\u0072eport.pdf", 1))
        },
    },
    Kind {
        name: "slip-dropped",
        forger: "server",
        pitfall: &[14],
        what: "A return slip is taken out of the log and the tree is made anew: fewer ballots seem to have come back.",
        refused: (Check::Chain, Code::ChainBroken),
        accused: "server",
        forge: |_| {
            let mut log = SECRET.log.clone();
            let at = log.index_of("ballot_returned");
            log.lines.remove(at);
            log.sign_checkpoint();
            Forged::changed(&SECRET, &log, at)
        },
    },
    Kind {
        name: "slips-exchanged",
        forger: "server",
        pitfall: &[14],
        what: "Two entries change places and the tree is made anew: who came first is no longer what was.",
        refused: (Check::Chain, Code::ChainBroken),
        accused: "server",
        forge: |_| {
            let mut log = SECRET.log.clone();
            let at = log.index_of("ballot_returned");
            log.lines.swap(at, at + 1);
            log.sign_checkpoint();
            Forged::changed(&SECRET, &log, at)
        },
    },
    Kind {
        name: "spliced-histories",
        forger: "server",
        pitfall: &[12],
        what: "Two forks joined: from one entry on the log is that of another history, whose deputies saw other entries before.",
        refused: (Check::Chain, Code::ChainBroken),
        accused: "server",
        forge: |_| {
            // In the other history the report was handed in a minute later; then both were sealed.
            let mut log = SECRET.log.clone();
            let at = log.index_of("report_signed");
            let line = log.entry(at);
            let later = line.entry().time.get() + 60;
            let line =
                Line::write(line.entry().prev.to_bytes(), later, &line.entry().sigs, line.body_bytes());
            log.lines[at] = line.unwrap().bytes().to_vec();
            log.sign_checkpoint();
            Forged::changed(&SECRET, &log, at + 1)
        },
    },
    Kind {
        name: "time-goes-back",
        forger: "server",
        pitfall: &[15],
        what: "The end of the voting is dated before the last ballot was issued: a close that seems to have been earlier.",
        refused: (Check::Time, Code::TimeBack),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "reported");
            let body = audit::entry::Body::SittingSealed(forge.smith.seal());
            forge.smith.time -= 3_600;
            forge.lie(&body);
            forge.done()
        },
    },
    Kind {
        name: "time-to-the-second",
        forger: "server",
        pitfall: &[28, 32],
        what: "A slip with its second: whoever watched the hall knows whose tablet was touched just then.",
        refused: (Check::Time, Code::TimeNotWhole),
        accused: "server",
        forge: |kind| {
            let mut forge = kind.at(&SECRET, "ended");
            forge.smith.time += 17;
            let body = audit::entry::Body::BallotReturned(forge.smith.slip(1, 1));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "fork-under-the-first-checkpoint",
        forger: "server",
        pitfall: &[12],
        what: "A second history of the same length, shown under the checkpoint of the first: one signature for two logs.",
        refused: (Check::Tree, Code::RootDiffers),
        accused: "server",
        forge: |_| {
            let mut log = SECRET.log.clone();
            let checkpoint = log.checkpoint.clone();
            let at = log.lines.len() - 1;
            let line = log.entry(at);
            let later = line.entry().time.get() + 60;
            let line =
                Line::write(line.entry().prev.to_bytes(), later, &line.entry().sigs, line.body_bytes());
            log.lines[at] = line.unwrap().bytes().to_vec();
            log.checkpoint = checkpoint;
            Forged::changed(&SECRET, &log, at + 1)
        },
    },
    Kind {
        name: "last-entries-withheld",
        forger: "server",
        pitfall: &[12, 29],
        what: "The log is shown without its last entries, under the checkpoint of the whole: what came later stays unseen.",
        refused: (Check::Tree, Code::SizeDiffers),
        accused: "server",
        forge: |_| {
            let mut log = SECRET.log.clone();
            let at = log.index_of("result_declared");
            log.lines.truncate(at + 1);
            Forged::changed(&SECRET, &log, at + 1)
        },
    },
    Kind {
        name: "checkpoint-by-another-key",
        forger: "a mirror without the log's key",
        pitfall: &[10, 12],
        what: "The log under a checkpoint that some other key signed: a copy that the sitting's server never vouched for.",
        refused: (Check::Checkpoint, Code::CheckpointBad),
        accused: "server",
        forge: |_| {
            let mut log = SECRET.log.clone();
            let key = SigningKey::generate(Entropy::from_os([7; 32])).unwrap();
            log.checkpoint = checkpoint(&log, "yunling.example/2027", &key);
            Forged::changed(&SECRET, &log, log.lines.len())
        },
    },
    Kind {
        name: "checkpoint-of-another-origin",
        forger: "server",
        pitfall: &[12],
        what: "The log's key signs its size and root under another name: a checkpoint that no witness of this log would compare.",
        refused: (Check::Checkpoint, Code::CheckpointBad),
        accused: "server",
        forge: |_| {
            let mut log = SECRET.log.clone();
            let key = log_key(&log, &log.ring);
            log.checkpoint = checkpoint(&log, "yunling.example/rehearsal", &key);
            Forged::changed(&SECRET, &log, log.lines.len())
        },
    },
    Kind {
        name: "box-that-never-ends",
        forger: "server",
        pitfall: &[11, 13],
        what: "The log is published while the box is still coming out: ballots are announced and not shown, and everything shown holds.",
        refused: (Check::Checkpoint, Code::CheckSkipped),
        accused: "server",
        forge: |_| {
            let mut log = SECRET.log.clone();
            let at = SECRET.size_at("opened") - 1;
            log.lines.truncate(at);
            log.sign_checkpoint();
            Forged::changed(&SECRET, &log, at)
        },
    },
];

/// The characters of base64url, by value.
const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn log_key(log: &Log, ring: &Keyring) -> SigningKey {
    let audit::entry::Body::SittingDefined(defined) = log.entry(0).body().clone() else { panic!("entry 0") };
    ring.get(defined.keys.log.as_bytes()).unwrap()
}

fn checkpoint(log: &Log, origin: &str, key: &SigningKey) -> Vec<u8> {
    let mut tree = Frontier::new();
    log.lines.iter().for_each(|line| tree.push(leaf_hash(line)));
    let head = Checkpoint { origin: origin.parse().unwrap(), size: tree.size(), root: tree.root() };
    head.sign(key).unwrap().to_bytes()
}

/// The first entry of a kind with its line changed; the chain behind it is made anew.
fn of_line(base: &Base, kind: &str, change: impl FnOnce(&str) -> String) -> Forged {
    let mut log = base.log.clone();
    let at = log.index_of(kind);
    let line = String::from_utf8(log.lines[at].clone()).unwrap();
    let changed = change(&line);
    assert_ne!(changed, line, "a forgery changes something");
    log.lines[at] = changed.into_bytes();
    log.chain_from(at + 1);
    Forged::changed(base, &log, at)
}

/// The same with its body changed, which the same people sign as it then stands.
fn of_body(base: &Base, kind: &str, change: impl FnOnce(&str) -> String) -> Forged {
    let (log, at) = (&base.log, base.log.index_of(kind));
    let line = log.entry(at);
    let state = log.state_before(at);
    let body = change(str::from_utf8(line.body_bytes()).unwrap());
    let fingerprint = state.sitting().unwrap().fingerprint;
    let sign = |sig: &Sig| {
        let key = state.key_of(sig.by, line.body()).unwrap();
        let key = log.ring.get(key.as_bytes()).unwrap();
        let signed = key.sign(purpose_of(sig.by), &fingerprint, body.as_bytes()).to_bytes().into();
        Sig { by: sig.by, sig: signed }
    };
    let sigs: Vec<Sig> = line.entry().sigs.iter().map(sign).collect();
    let resigned =
        Line::write(line.entry().prev.to_bytes(), line.entry().time.get(), &sigs, line.body_bytes());
    let resigned = String::from_utf8(resigned.unwrap().bytes().to_vec()).unwrap();
    let honest = str::from_utf8(line.body_bytes()).unwrap();
    of_line(base, kind, |_| resigned.replacen(honest, &body, 1))
}
