//! Receipts: that an entry stands in the log, in one file that convinces anyone (protocol.md §2.6;
//! c2sp.org/tlog-proof, `.tlog-proof`).
//!
//! ```text
//! c2sp.org/tlog-proof@v1 \n
//! index <decimal> \n
//! base64(hash[32]) \n           the inclusion proof, the leaf's sibling first; at most 63
//! \n
//! the checkpoint's signed note
//! ```
//!
//! Invariants
//! - What parses re-encodes to the same bytes; we neither write nor read the unauthenticated `extra` line.
//! - A parsed receipt has the exact number of hashes for its index and size; only [`Receipt::verify`] says more.

use crate::checkpoint::{Checkpoint, CheckpointError, parse_decimal};
use crate::merkle::{
    Hash, HashError, InclusionError, hash_from_base64, hash_to_base64, inclusion_proof_length, leaf_hash,
    verify_inclusion,
};
use crate::note::{NOTE_BYTES_MAX, Note, NoteError, Vkey};

/// The first line.
pub const RECEIPT_HEADER: &str = "c2sp.org/tlog-proof@v1";

/// Most hashes of a proof: the height of the tallest tree.
pub const PROOF_LINES_MAX: usize = 63;

/// Longest receipt in bytes: the note, 63 lines of 45 bytes and the first lines.
pub const RECEIPT_BYTES_MAX: usize = NOTE_BYTES_MAX + 3_072;

/// Why a receipt is refused; in the order of the checks. Proof lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum ReceiptError {
    #[error("receipt of {bytes} bytes, at most {RECEIPT_BYTES_MAX} allowed")]
    TooLong { bytes: usize },
    #[error("not UTF-8 at byte {at}")]
    NotUtf8 { at: usize },
    #[error("the first line is not {RECEIPT_HEADER}")]
    Header,
    #[error("the second line is not index and a decimal number")]
    Index,
    #[error("no empty line after the proof")]
    NoEnd,
    #[error("more than {PROOF_LINES_MAX} lines of proof")]
    TooManyLines,
    #[error("line {line} of the proof: {source}")]
    Hash { line: usize, source: HashError },
    #[error(transparent)]
    Note(#[from] NoteError),
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    #[error(transparent)]
    Inclusion(#[from] InclusionError),
}

/// An entry's place, the proof of it, and the checkpoint it leads to; not verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    index: u64,
    proof: Vec<Hash>,
    note: Note,
}

impl Receipt {
    /// Puts a receipt together; the note's text must be a checkpoint that the proof fits in length.
    pub fn new(index: u64, proof: Vec<Hash>, note: Note) -> Result<Self, ReceiptError> {
        if proof.len() > PROOF_LINES_MAX {
            return Err(ReceiptError::TooManyLines);
        }
        let size = note.text().parse::<Checkpoint>()?.size;
        let expected = inclusion_proof_length(index, size)?;
        if proof.len() != expected {
            return Err(InclusionError::ProofLength { expected, actual: proof.len() }.into());
        }
        Ok(Self { index, proof, note })
    }

    /// Reads a receipt.
    pub fn parse(bytes: &[u8]) -> Result<Self, ReceiptError> {
        if bytes.len() > RECEIPT_BYTES_MAX {
            return Err(ReceiptError::TooLong { bytes: bytes.len() });
        }
        let text =
            str::from_utf8(bytes).map_err(|error| ReceiptError::NotUtf8 { at: error.valid_up_to() })?;
        let rest = text
            .strip_prefix(RECEIPT_HEADER)
            .and_then(|rest| rest.strip_prefix('\n'))
            .ok_or(ReceiptError::Header)?;
        let (index, mut rest) = rest
            .strip_prefix("index ")
            .and_then(|rest| rest.split_once('\n'))
            .and_then(|(index, rest)| Some((parse_decimal(index)?, rest)))
            .ok_or(ReceiptError::Index)?;
        let mut proof = Vec::new();
        loop {
            let (line, after) = rest.split_once('\n').ok_or(ReceiptError::NoEnd)?;
            rest = after;
            if line.is_empty() {
                break;
            }
            if proof.len() == PROOF_LINES_MAX {
                return Err(ReceiptError::TooManyLines);
            }
            let number = proof.len().saturating_add(1);
            proof.push(hash_from_base64(line).map_err(|source| ReceiptError::Hash { line: number, source })?);
        }
        Self::new(index, proof, Note::parse(rest.as_bytes())?)
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = format!("{RECEIPT_HEADER}\nindex {}\n", self.index);
        for hash in &self.proof {
            text.push_str(&hash_to_base64(hash));
            text.push('\n');
        }
        text.push('\n');
        [text.into_bytes(), self.note.to_bytes()].concat()
    }

    /// The entry's number in the log, from 0.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The inclusion proof, the leaf's sibling first; as many hashes as index and size ask for.
    pub fn proof(&self) -> &[Hash] {
        &self.proof
    }

    /// The signed checkpoint, for comparing with others and for its cosignatures.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// Checks that the log of this key (whose name is the origin) signed a tree in which `entry` has this index;
    /// gives the checkpoint.
    pub fn verify(&self, entry: &[u8], log: &Vkey) -> Result<Checkpoint, ReceiptError> {
        let checkpoint = Checkpoint::open(&self.note, log)?;
        verify_inclusion(self.index, checkpoint.size, &leaf_hash(entry), &self.proof, &checkpoint.root)?;
        Ok(checkpoint)
    }
}

#[cfg(test)]
mod tests {
    use crypto::signature::SigningKey;

    use super::*;
    use crate::merkle::Tree;
    use crate::note::VkeyType;

    const ORIGIN: &str = "vote.example/2026-3";

    fn key() -> SigningKey {
        SigningKey::from_seed(&[1; 32]).unwrap()
    }

    fn log(origin: &str) -> Vkey {
        Vkey::new(origin.parse().unwrap(), VkeyType::Ed25519, key().verifying_key())
    }

    fn entry(index: u64) -> Vec<u8> {
        format!("entry {index}").into_bytes()
    }

    fn receipt(index: u64, size: u64) -> Receipt {
        let mut tree = Tree::new();
        (0..size).for_each(|i| tree.push(leaf_hash(&entry(i))));
        let head = Checkpoint { origin: ORIGIN.parse().unwrap(), size, root: tree.root() };
        Receipt::new(index, tree.inclusion(index, size).unwrap(), head.sign(&key()).unwrap()).unwrap()
    }

    fn text() -> String {
        String::from_utf8(receipt(5, 7).to_bytes()).unwrap()
    }

    fn parse(text: &str) -> Result<Receipt, ReceiptError> {
        Receipt::parse(text.as_bytes())
    }

    #[test]
    fn a_receipt_is_read_back_and_verifies_its_entry() {
        for (index, size) in [(0, 1), (0, 2), (5, 7), (6, 7), (63, 64), (64, 100)] {
            let receipt = receipt(index, size);
            let read = Receipt::parse(&receipt.to_bytes()).unwrap();
            assert_eq!(read, receipt);
            assert_eq!(read.verify(&entry(index), &log(ORIGIN)).map(|head| head.size), Ok(size));
            assert_eq!(read.index(), index);
        }
    }

    #[test]
    fn another_entry_place_or_log_is_refused() {
        let receipt = receipt(5, 7);
        let mismatch = Err(ReceiptError::Inclusion(InclusionError::RootMismatch));
        assert_eq!(receipt.verify(&entry(4), &log(ORIGIN)), mismatch);
        let moved = parse(&text().replace("index 5", "index 4")).unwrap();
        assert_eq!(moved.verify(&entry(5), &log(ORIGIN)), mismatch);
        let unsigned = Err(ReceiptError::Checkpoint(CheckpointError::Note(NoteError::Unsigned)));
        assert_eq!(receipt.verify(&entry(5), &log("vote.example/other")), unsigned);
    }

    #[test]
    fn the_number_of_hashes_is_exact() {
        let text = text();
        let lines: Vec<&str> = text.lines().collect();
        let hash = lines[2];
        let length =
            |actual| Err(ReceiptError::Inclusion(InclusionError::ProofLength { expected: 3, actual }));
        assert_eq!(parse(&text.replacen(&format!("{hash}\n"), "", 1)), length(2));
        assert_eq!(parse(&text.replacen(hash, &format!("{hash}\n{hash}"), 1)), length(4));
        let many = vec![hash; 63].join("\n");
        assert_eq!(parse(&text.replacen(hash, &many, 1)), Err(ReceiptError::TooManyLines));
        let beyond = InclusionError::IndexBeyondSize { index: 7, size: 7 };
        assert_eq!(parse(&text.replace("index 5", "index 7")), Err(ReceiptError::Inclusion(beyond)));
        let note = receipt(5, 7).note;
        assert_eq!(Receipt::new(5, vec![[0; 32]; 2], note.clone()), length(2));
        assert_eq!(Receipt::new(5, vec![[0; 32]; 64], note), Err(ReceiptError::TooManyLines));
    }

    #[test]
    fn a_receipt_has_one_spelling() {
        let text = text();
        let hash = text.lines().nth(2).unwrap();
        let with = |from: &str, to: &str| parse(&text.replacen(from, to, 1)).unwrap_err();
        assert_eq!(with("@v1", "@v2"), ReceiptError::Header);
        assert_eq!(with("@v1\n", "@v1\r\n"), ReceiptError::Header);
        assert_eq!(with("index 5\n", "extra AAAA\nindex 5\n"), ReceiptError::Index);
        for index in ["index 05", "index +5", "index  5", "index 9223372036854775808", "Index 5", "index "] {
            assert_eq!(with("index 5", index), ReceiptError::Index, "{index}");
        }
        let short = HashError::Length { actual: 4 };
        assert_eq!(with(hash, "cm9vdA=="), ReceiptError::Hash { line: 1, source: short });
        assert_eq!(
            with(hash, hash.trim_end_matches('=')),
            ReceiptError::Hash { line: 1, source: HashError::Base64 }
        );
        let proof_only = text.lines().take(5).collect::<Vec<_>>().join("\n") + "\n";
        assert_eq!(parse(&proof_only), Err(ReceiptError::NoEnd));
        assert_eq!(parse(text.trim_end()), Err(ReceiptError::Note(NoteError::FinalNewline)));
        assert_eq!(Receipt::parse(b"\xff"), Err(ReceiptError::NotUtf8 { at: 0 }));
        let long = " ".repeat(RECEIPT_BYTES_MAX + 1);
        assert_eq!(parse(&long), Err(ReceiptError::TooLong { bytes: RECEIPT_BYTES_MAX + 1 }));
        assert_eq!(with("\n7\n", "\n07\n"), ReceiptError::Checkpoint(CheckpointError::Size));
    }

    #[test]
    fn no_changed_byte_goes_unseen() {
        let bytes = receipt(5, 7).to_bytes();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let verdict =
                Receipt::parse(&changed).and_then(|receipt| receipt.verify(&entry(5), &log(ORIGIN)));
            assert!(verdict.is_err(), "byte {at}");
        }
    }
}
