//! What a witness remembers of one log: the checkpoint that it cosigned last, as a file (protocol.md §2.9).
//!
//! ```text
//! piaojue-witness/v1 \n
//! generation <decimal> \n      one more with every change
//! time <decimal> \n            of the newest cosignature, POSIX seconds
//! sha256 <hex> \n              over the three lines before, the empty line and all below
//! \n
//! the checkpoint's note with the log's signature
//! ```
//!
//! The cosignature itself is not in it: it is made from this, after this is durable, and Ed25519 makes the same again.
//!
//! Invariants
//! - What parses re-encodes to the same bytes.
//! - The log's signature holds, so a state cannot be made up; the digest catches what was torn or changed besides.

use sha2::{Digest, Sha256};

use crate::checkpoint::{Checkpoint, CheckpointError, parse_decimal};
use crate::note::{NOTE_BYTES_MAX, Note, NoteError, Vkey};

const FIRST_LINE: &str = "piaojue-witness/v1";
/// Longest state in bytes.
pub(super) const HELD_BYTES_MAX: u64 = NOTE_BYTES_MAX as u64 + 256;

/// Why a file is no state of a witness; in the order of the checks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum HeldError {
    #[error("not UTF-8 at byte {at}")]
    NotUtf8 { at: usize },
    #[error("the first line is not {FIRST_LINE}")]
    FirstLine,
    #[error("not the lines generation, time and sha256, then an empty one")]
    Lines,
    #[error("the digest is that of other bytes")]
    Digest,
    #[error("the checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    #[error("other lines stand under the checkpoint than the log's signature")]
    Signatures,
}

/// The checkpoint that was cosigned last, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    generation: u64,
    time: u64,
    checkpoint: Checkpoint,
    note: Note,
}

impl Held {
    /// What follows `before` once `checkpoint`, opened from `note`, is cosigned at `time`.
    pub fn after(
        before: Option<&Self>,
        checkpoint: Checkpoint,
        note: &Note,
        log: &Vkey,
        time: u64,
    ) -> Result<Self, NoteError> {
        let note = with_line_of(note, log)?;
        let generation = before.map_or(0, |before| before.generation).saturating_add(1);
        Ok(Self { generation, time, checkpoint, note })
    }

    /// Changes so far, this one counted.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// When the newest cosignature says that it was made, in POSIX seconds.
    pub fn time(&self) -> u64 {
        self.time
    }

    /// The checkpoint.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The checkpoint's note with the log's signature alone.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// Whether this state can be newer than a cosignature of ours over `checkpoint` at `time`. One that says more than
    /// the state knows proves that the state is an old one, or that another program signs with our key.
    pub fn covers(&self, checkpoint: &Checkpoint, time: u64) -> bool {
        match checkpoint.size.cmp(&self.checkpoint.size) {
            std::cmp::Ordering::Less => true,
            std::cmp::Ordering::Equal => checkpoint.root == self.checkpoint.root && time <= self.time,
            std::cmp::Ordering::Greater => false,
        }
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let before = format!("{FIRST_LINE}\ngeneration {}\ntime {}\n", self.generation, self.time);
        let note = self.note.to_bytes();
        let digest = hex(&digest(&before, &note));
        [format!("{before}sha256 {digest}\n\n").into_bytes(), note].concat()
    }

    /// Reads a file of this log.
    pub fn parse(bytes: &[u8], log: &Vkey) -> Result<Self, HeldError> {
        let text = str::from_utf8(bytes).map_err(|error| HeldError::NotUtf8 { at: error.valid_up_to() })?;
        let rest = text.strip_prefix(FIRST_LINE).and_then(|rest| rest.strip_prefix('\n'));
        let (head, note) = rest.ok_or(HeldError::FirstLine)?.split_once("\n\n").ok_or(HeldError::Lines)?;
        let lines: Vec<&str> = head.split('\n').collect();
        let [generation, time, sha256] = lines[..] else { return Err(HeldError::Lines) };
        let number =
            |line: &str, name| line.strip_prefix(name).and_then(parse_decimal).ok_or(HeldError::Lines);
        let (generation, time) = (number(generation, "generation ")?, number(time, "time ")?);
        let before = format!("{FIRST_LINE}\ngeneration {generation}\ntime {time}\n");
        if sha256 != format!("sha256 {}", hex(&digest(&before, note.as_bytes()))) {
            return Err(HeldError::Digest);
        }
        let note = Note::parse(note.as_bytes()).map_err(CheckpointError::from)?;
        let checkpoint = Checkpoint::open(&note, log)?;
        if note.signatures().len() != 1 {
            return Err(HeldError::Signatures);
        }
        Ok(Self { generation, time, checkpoint, note })
    }
}

/// The note with its first line of the log's key and no other.
pub(super) fn with_line_of(note: &Note, log: &Vkey) -> Result<Note, NoteError> {
    let line = note.signatures().iter().find(|line| log.is_of(line)).cloned();
    Note::assemble(note.text(), line.into_iter().collect())
}

fn digest(before: &str, note: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(before).chain_update("\n").chain_update(note).finalize().into()
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| [byte >> 4, byte & 15]).fold(String::new(), |mut text, digits| {
        text.extend(digits.iter().filter_map(|digit| char::from_digit(u32::from(*digit), 16)));
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::VkeyType;
    use crypto::signature::SigningKey;

    const ORIGIN: &str = "vote.example/2026-3";

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed(&[seed; 32]).unwrap()
    }

    fn log(seed: u8) -> Vkey {
        Vkey::new(ORIGIN.parse().unwrap(), VkeyType::Ed25519, key(seed).verifying_key())
    }

    fn held(size: u64, root: u8, time: u64) -> Held {
        let checkpoint = Checkpoint { origin: ORIGIN.parse().unwrap(), size, root: [root; 32] };
        let note = checkpoint.sign(&key(1)).unwrap();
        Held::after(None, checkpoint, &note, &log(1), time).unwrap()
    }

    #[test]
    fn a_state_is_read_back_with_its_log_alone() {
        let first = held(5, 7, 1_700_000_000);
        assert_eq!(Held::parse(&first.to_bytes(), &log(1)), Ok(first.clone()));
        let other = Held::parse(&first.to_bytes(), &log(2));
        assert_eq!(other, Err(HeldError::Checkpoint(CheckpointError::Note(NoteError::Unsigned))));
        let next = Held::after(Some(&first), first.checkpoint.clone(), &first.note, &log(1), 9).unwrap();
        assert_eq!((first.generation(), next.generation()), (1, 2));
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_refused() {
        let bytes = held(5, 7, 1_700_000_000).to_bytes();
        for end in 0..bytes.len() {
            assert!(Held::parse(&bytes[..end], &log(1)).is_err(), "cut at {end}");
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                assert!(Held::parse(&changed, &log(1)).is_err(), "byte {at}, bit {bit}");
            }
        }
        assert!(Held::parse(&[bytes.as_slice(), b"x"].concat(), &log(1)).is_err());
    }

    #[test]
    fn other_lines_have_their_error() {
        let text = String::from_utf8(held(5, 7, 17).to_bytes()).unwrap();
        let read =
            |from: &str, to: &str| Held::parse(text.replacen(from, to, 1).as_bytes(), &log(1)).unwrap_err();
        assert_eq!(read("v1", "v2"), HeldError::FirstLine);
        assert_eq!(read("time 17", "time 017"), HeldError::Lines);
        assert_eq!(read("time 17", "time 18"), HeldError::Digest);
        assert_eq!(read("generation 1\n", ""), HeldError::Lines);
        // With a digest that fits, still nothing but the log's own line.
        let mut more = held(5, 7, 17);
        more.note.cosign(&"w.example".parse().unwrap(), &key(3), 17).unwrap();
        assert_eq!(Held::parse(&more.to_bytes(), &log(1)), Err(HeldError::Signatures));
        let forged = Held { note: more.checkpoint.sign(&key(2)).unwrap(), ..more };
        assert!(matches!(Held::parse(&forged.to_bytes(), &log(1)), Err(HeldError::Checkpoint(_))));
    }

    #[test]
    fn a_cosignature_that_says_more_is_not_covered() {
        let state = held(5, 7, 17);
        let covers = |size, root, time| state.covers(held(size, root, 0).checkpoint(), time);
        assert!(covers(5, 7, 17) && covers(5, 7, 16) && covers(4, 9, 99));
        assert!(!covers(6, 7, 1) && !covers(5, 8, 1) && !covers(5, 7, 18));
    }
}
