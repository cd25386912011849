//! Checkpoints: the signed head of a log (protocol.md §2.5; c2sp.org/tlog-checkpoint v1.0.0).
//!
//! It says "the log of this origin has `size` entries and this root", over the log key's signature:
//!
//! ```text
//! origin \n size \n base64(root[32]) \n        the text of a signed note; no extension lines
//! ```
//!
//! Invariants
//! - What parses re-encodes to the same bytes.
//! - The log's key bears the origin as its name, so a key cannot sign for another log.
//! - Within an origin, size never goes back and one size has one root ([`Checkpoint::follows`]).

use std::{fmt, str::FromStr};

use crypto::signature::SigningKey;

use crate::merkle::{
    ConsistencyError, Hash, HashError, empty_root, hash_from_base64, hash_to_base64, verify_consistency,
};
use crate::note::{KeyName, KeyNameError, Note, NoteError, Vkey};

/// The largest size of a log: 2^63 − 1.
pub const SIZE_MAX: u64 = (1 << 63) - 1;

/// Why a text is no checkpoint of ours, or not this log's; in the order of the checks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum CheckpointError {
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error("the last line does not end with a newline")]
    FinalNewline,
    /// Fewer than three, or extension lines, which our logs do not have.
    #[error("the checkpoint has {lines} lines, 3 expected")]
    Lines { lines: usize },
    #[error("origin: {0}")]
    Origin(#[from] KeyNameError),
    #[error("the size is not a decimal number from 0 to 2^63 - 1 without leading zeros")]
    Size,
    #[error("root: {0}")]
    Root(#[from] HashError),
    #[error("size 0 with the root of another tree")]
    EmptyRoot,
    /// Signed by the right key, yet for another log.
    #[error("the origin is {actual}, {expected} expected")]
    OtherOrigin { expected: KeyName, actual: KeyName },
}

/// The head of a log. Only [`Checkpoint::open`] says that the log's key signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's identity for ever, and the name of its key.
    pub origin: KeyName,
    /// Entries in the log; at most [`SIZE_MAX`].
    pub size: u64,
    /// The root over all of them.
    pub root: Hash,
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, hash_to_base64(&self.root))
    }

    /// The note with the log key's signature; the key's name is the origin.
    pub fn sign(&self, key: &SigningKey) -> Result<Note, NoteError> {
        Note::sign(&self.text(), &self.origin, key)
    }

    /// The checkpoint in a note, once the log's key is seen to have signed it for the origin that is its name.
    pub fn open(note: &Note, log: &Vkey) -> Result<Self, CheckpointError> {
        note.verify(std::slice::from_ref(log))?;
        let checkpoint: Self = note.text().parse()?;
        if checkpoint.origin == *log.name() {
            Ok(checkpoint)
        } else {
            Err(CheckpointError::OtherOrigin { expected: log.name().clone(), actual: checkpoint.origin })
        }
    }

    /// Checks that this log begins with all that `earlier` covers. Two checkpoints signed by one key of which neither
    /// follows the other are the proof of a fork.
    pub fn follows(&self, earlier: &Self, proof: &[Hash]) -> Result<(), ConsistencyError> {
        verify_consistency(earlier.size, self.size, &earlier.root, &self.root, proof)
    }
}

/// Three lines, nothing else; not yet whose.
impl FromStr for Checkpoint {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let whole = text.strip_suffix('\n').ok_or(CheckpointError::FinalNewline)?;
        let lines: Vec<&str> = whole.split('\n').collect();
        let [origin, size, root] = lines[..] else {
            return Err(CheckpointError::Lines { lines: lines.len() });
        };
        let origin = origin.parse()?;
        let size = parse_decimal(size).ok_or(CheckpointError::Size)?;
        let root = hash_from_base64(root)?;
        if size == 0 && root != empty_root() {
            return Err(CheckpointError::EmptyRoot);
        }
        Ok(Self { origin, size, root })
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// ASCII digits, no leading zero, `0` itself for zero, at most [`SIZE_MAX`].
pub(crate) fn parse_decimal(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || (text.len() > 1 && text.starts_with('0')) {
        return None;
    }
    text.parse().ok().filter(|&number| number <= SIZE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::{Tree, leaf_hash};
    use crate::note::VkeyType;

    const ORIGIN: &str = "vote.example/2026-3";

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_seed(&[seed; 32]).unwrap()
    }

    fn vkey(name: &str, seed: u8) -> Vkey {
        Vkey::new(name.parse().unwrap(), VkeyType::Ed25519, key(seed).verifying_key())
    }

    fn tree(size: u64) -> Tree {
        let mut tree = Tree::new();
        (0..size).for_each(|i| tree.push(leaf_hash(&i.to_be_bytes())));
        tree
    }

    fn checkpoint(tree: &Tree) -> Checkpoint {
        Checkpoint { origin: ORIGIN.parse().unwrap(), size: tree.size(), root: tree.root() }
    }

    #[test]
    fn a_signed_checkpoint_opens_with_its_key() {
        let head = checkpoint(&tree(5));
        let bytes = head.sign(&key(1)).unwrap().to_bytes();
        let note = Note::parse(&bytes).unwrap();
        assert_eq!(note.to_bytes(), bytes);
        assert_eq!(Checkpoint::open(&note, &vkey(ORIGIN, 1)), Ok(head.clone()));
        assert_eq!(note.text(), head.to_string());
        assert_eq!(head.to_string().parse(), Ok(head));
    }

    #[test]
    fn another_key_or_origin_does_not_open_it() {
        let head = checkpoint(&tree(5));
        let note = head.sign(&key(1)).unwrap();
        let unsigned = Err(CheckpointError::Note(NoteError::Unsigned));
        assert_eq!(Checkpoint::open(&note, &vkey(ORIGIN, 2)), unsigned);
        assert_eq!(Checkpoint::open(&note, &vkey("vote.example/2026-4", 1)), unsigned);
        // The right key over another log's text.
        let other: KeyName = "vote.example/rehearsal".parse().unwrap();
        let text = Checkpoint { origin: other.clone(), ..head }.text();
        let note = Note::sign(&text, &ORIGIN.parse().unwrap(), &key(1)).unwrap();
        let expected = CheckpointError::OtherOrigin { expected: ORIGIN.parse().unwrap(), actual: other };
        assert_eq!(Checkpoint::open(&note, &vkey(ORIGIN, 1)), Err(expected));
    }

    #[test]
    fn a_size_has_one_spelling() {
        let root = hash_to_base64(&[7; 32]);
        let read =
            |size: &str| format!("{ORIGIN}\n{size}\n{root}\n").parse::<Checkpoint>().map(|read| read.size);
        assert_eq!(read("1"), Ok(1));
        assert_eq!(read("9223372036854775807"), Ok(SIZE_MAX));
        let long = "9".repeat(30);
        for size in
            ["", "01", "00", "+1", "-1", " 1", "1 ", "1.0", "0x1", "١", "9223372036854775808", long.as_str()]
        {
            assert_eq!(read(size), Err(CheckpointError::Size), "{size:?}");
        }
        assert_eq!(read("0"), Err(CheckpointError::EmptyRoot));
        let empty = format!("{ORIGIN}\n0\n{}\n", hash_to_base64(&empty_root()));
        assert_eq!(empty.parse::<Checkpoint>().map(|read| read.size), Ok(0));
    }

    #[test]
    fn a_root_is_32_bytes_of_canonical_base64() {
        let read = |root: &str| format!("{ORIGIN}\n1\n{root}\n").parse::<Checkpoint>();
        let root = hash_to_base64(&[7; 32]);
        assert!(read(&root).is_ok());
        assert_eq!(read("cm9vdA=="), Err(CheckpointError::Root(HashError::Length { actual: 4 })));
        assert_eq!(read(root.trim_end_matches('=')), Err(CheckpointError::Root(HashError::Base64)));
        assert_eq!(read(&format!("{root} ")), Err(CheckpointError::Root(HashError::Base64)));
    }

    #[test]
    fn extension_lines_and_missing_ones_are_refused() {
        let text = checkpoint(&tree(5)).text();
        let read = |text: &str| text.parse::<Checkpoint>();
        assert_eq!(read(&format!("{text}extension\n")), Err(CheckpointError::Lines { lines: 4 }));
        assert_eq!(read(&format!("{text}\n")), Err(CheckpointError::Lines { lines: 4 }));
        assert_eq!(read(&format!("{ORIGIN}\n5\n")), Err(CheckpointError::Lines { lines: 2 }));
        assert_eq!(read("\n"), Err(CheckpointError::Lines { lines: 1 }));
        for open in ["", text.trim_end(), &format!("{text}x")] {
            assert_eq!(read(open), Err(CheckpointError::FinalNewline));
        }
        assert_eq!(read(&format!("\n{text}")), Err(CheckpointError::Lines { lines: 4 }));
        let nameless = text.replacen(ORIGIN, "", 1);
        assert_eq!(read(&nameless), Err(CheckpointError::Origin(KeyNameError::Empty)));
        let spaced = text.replacen(ORIGIN, "vote example", 1);
        assert_eq!(read(&spaced), Err(CheckpointError::Origin(KeyNameError::Character)));
    }

    #[test]
    fn a_log_that_grows_follows_itself_and_a_fork_does_not() {
        let later = tree(9);
        let earlier = Checkpoint { size: 6, root: later.root_at(6).unwrap(), ..checkpoint(&later) };
        let proof = later.consistency(6, 9).unwrap();
        let head = checkpoint(&later);
        assert_eq!(head.follows(&earlier, &proof), Ok(()));
        assert_eq!(earlier.follows(&head, &proof), Err(ConsistencyError::Shrinks { old: 9, new: 6 }));
        let fork = Checkpoint { root: [0; 32], ..earlier.clone() };
        assert_eq!(head.follows(&fork, &proof), Err(ConsistencyError::OldRoot));
        assert_eq!(fork.follows(&earlier, &[]), Err(ConsistencyError::RootsDiffer));
    }
}
