//! Evidence: one file that shows anyone that a log's key signed two histories (protocol.md §16.1).
//!
//! ```text
//! piaojue-evidence/v1 \n
//! two-roots | two-histories | beyond-seal \n
//! entry 0, the line \n
//! \n
//! note A: a signed checkpoint
//! \n
//! note B: a signed checkpoint
//!                                       two-roots ends here: one size, two roots
//! \n
//! root base64(r') \n                    two-histories: B's history had r' where A has another root
//! base64(hash[32]) \n …                 consistency proof from (size of A, r') to B
//!
//! \n
//! index <decimal> \n                    beyond-seal: the entry that ends the log …
//! the line of that entry \n
//! base64(hash[32]) \n …                 … its inclusion proof under A; B is larger than index + 1
//! ```
//!
//! Invariants
//! - What parses re-encodes to the same bytes.
//! - No log whose key signed one growing history can be accused: [`Evidence::judge`] believes nothing of the file but what two
//!   signatures of the key of entry 0 cover. Whose entry 0 it is, the fingerprint says, and that comes from elsewhere.
//!
//! Next: [`judge`](Evidence::judge) says what a file proves; `make` finds what can be proved; `words` explains it to people.

mod judge;
mod make;
mod words;

use crate::checkpoint::parse_decimal;
use crate::entry::ENTRY_BYTES_MAX;
use crate::merkle::{Hash, HashError, hash_from_base64, hash_to_base64};
use crate::note::{NOTE_BYTES_MAX, Note, NoteError};
use crate::receipt::PROOF_LINES_MAX;
pub use judge::{Misconduct, Proven, Unproven, Which, judge_bytes};
pub use make::{AboutLog, Beginning, Comparison, compare};
pub use words::{explain, unreadable};

/// The first line.
pub const EVIDENCE_HEADER: &str = "piaojue-evidence/v1";

/// Longest evidence file in bytes: two entries, two notes, 64 hashes and the first lines.
pub const EVIDENCE_BYTES_MAX: usize = 2 * (ENTRY_BYTES_MAX + NOTE_BYTES_MAX) + 4_096;

/// Why a file cannot be read as evidence; in the order of the checks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum EvidenceError {
    #[error("evidence of {bytes} bytes, at most {EVIDENCE_BYTES_MAX} allowed")]
    TooLong { bytes: usize },
    #[error("not UTF-8 at byte {at}")]
    NotUtf8 { at: usize },
    #[error("the first line is not {EVIDENCE_HEADER}")]
    Header,
    #[error("the second line is none of two-roots, two-histories, beyond-seal")]
    Kind,
    /// Another number of parts between empty lines than the kind has, or a last line without its end.
    #[error("the parts of the file are not those of its kind")]
    Parts,
    #[error("note {which}: {source}")]
    Note { which: Which, source: NoteError },
    #[error("no line with the root")]
    Root,
    #[error("no line with the index")]
    Index,
    #[error("no line with the entry")]
    Entry,
    #[error("more than {PROOF_LINES_MAX} lines of proof")]
    TooManyLines,
    #[error("line {line} of the proof: {source}")]
    Hash { line: usize, source: HashError },
}

/// What the file says beside its two notes; nothing of it is believed before it is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// One size, two roots.
    TwoRoots,
    /// A is not a beginning of B.
    TwoHistories {
        /// The root that B's history had at A's size.
        root: Hash,
        /// RFC 6962 consistency proof from that root to B's.
        proof: Vec<Hash>,
    },
    /// B goes on after the entry that ends the log.
    BeyondSeal {
        /// Index of `sitting_sealed`.
        index: u64,
        /// Its line.
        entry: String,
        /// RFC 6962 inclusion proof under A.
        proof: Vec<Hash>,
    },
}

impl Claim {
    /// The second line of the file.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::TwoRoots => "two-roots",
            Self::TwoHistories { .. } => "two-histories",
            Self::BeyondSeal { .. } => "beyond-seal",
        }
    }
}

/// An evidence file, read but not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Entry 0, without its newline; no newline within.
    entry_0: String,
    earlier: Note,
    later: Note,
    claim: Claim,
}

impl Evidence {
    /// Reads a file.
    pub fn parse(bytes: &[u8]) -> Result<Self, EvidenceError> {
        if bytes.len() > EVIDENCE_BYTES_MAX {
            return Err(EvidenceError::TooLong { bytes: bytes.len() });
        }
        let text =
            str::from_utf8(bytes).map_err(|error| EvidenceError::NotUtf8 { at: error.valid_up_to() })?;
        let rest = text.strip_prefix(EVIDENCE_HEADER).and_then(|rest| rest.strip_prefix('\n'));
        let (kind, rest) = rest.and_then(|rest| rest.split_once('\n')).ok_or(EvidenceError::Header)?;
        let is_two_roots = match kind {
            "two-roots" => true,
            "two-histories" | "beyond-seal" => false,
            _ => return Err(EvidenceError::Kind),
        };
        // Neither an entry nor a checkpoint's note has an empty line but the one between text and signatures.
        let whole = rest.strip_suffix('\n').ok_or(EvidenceError::Parts)?;
        let parts: Vec<&str> = whole.split("\n\n").collect();
        let (entry_0, notes, claim) = match parts[..] {
            [entry_0, a, a_sigs, b, b_sigs] if is_two_roots => (entry_0, [(a, a_sigs), (b, b_sigs)], ""),
            [entry_0, a, a_sigs, b, b_sigs, claim] if !is_two_roots => {
                (entry_0, [(a, a_sigs), (b, b_sigs)], claim)
            }
            _ => return Err(EvidenceError::Parts),
        };
        if entry_0.contains('\n') {
            return Err(EvidenceError::Parts);
        }
        let [a, b] = notes;
        let earlier = note(Which::A, a)?;
        let later = note(Which::B, b)?;
        let claim = match kind {
            "two-roots" => Claim::TwoRoots,
            "two-histories" => two_histories(claim)?,
            _ => beyond_seal(claim)?,
        };
        Ok(Self { entry_0: entry_0.to_owned(), earlier, later, claim })
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let head = format!("{EVIDENCE_HEADER}\n{}\n{}\n\n", self.claim.kind(), self.entry_0);
        let claim = match &self.claim {
            Claim::TwoRoots => String::new(),
            Claim::TwoHistories { root, proof } => {
                format!("\nroot {}\n{}", hash_to_base64(root), lines(proof))
            }
            Claim::BeyondSeal { index, entry, proof } => {
                format!("\nindex {index}\n{entry}\n{}", lines(proof))
            }
        };
        [
            head.into_bytes(),
            self.earlier.to_bytes(),
            b"\n".to_vec(),
            self.later.to_bytes(),
            claim.into_bytes(),
        ]
        .concat()
    }

    /// What the file says beside its notes.
    pub fn claim(&self) -> &Claim {
        &self.claim
    }

    /// Entry 0 as the file gives it: with the fingerprint from elsewhere it says whose log this is.
    pub fn entry_0(&self) -> &str {
        &self.entry_0
    }

    /// Notes A and B.
    pub fn notes(&self) -> [&Note; 2] {
        [&self.earlier, &self.later]
    }
}

fn note(which: Which, (text, signatures): (&str, &str)) -> Result<Note, EvidenceError> {
    let bytes = format!("{text}\n\n{signatures}\n");
    Note::parse(bytes.as_bytes()).map_err(|source| EvidenceError::Note { which, source })
}

fn two_histories(claim: &str) -> Result<Claim, EvidenceError> {
    let mut lines = claim.split('\n');
    let root = lines.next().and_then(|line| line.strip_prefix("root ")).ok_or(EvidenceError::Root)?;
    let root = hash_from_base64(root).map_err(|_| EvidenceError::Root)?;
    Ok(Claim::TwoHistories { root, proof: hashes(lines)? })
}

fn beyond_seal(claim: &str) -> Result<Claim, EvidenceError> {
    let mut lines = claim.split('\n');
    let index = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(parse_decimal);
    let index = index.ok_or(EvidenceError::Index)?;
    let entry = lines.next().ok_or(EvidenceError::Entry)?.to_owned();
    Ok(Claim::BeyondSeal { index, entry, proof: hashes(lines)? })
}

fn hashes<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Vec<Hash>, EvidenceError> {
    let mut proof = Vec::new();
    for (number, line) in (1..).zip(lines) {
        if proof.len() == PROOF_LINES_MAX {
            return Err(EvidenceError::TooManyLines);
        }
        proof.push(hash_from_base64(line).map_err(|source| EvidenceError::Hash { line: number, source })?);
    }
    Ok(proof)
}

fn lines(proof: &[Hash]) -> String {
    proof.iter().map(|hash| hash_to_base64(hash) + "\n").collect()
}

#[cfg(test)]
mod tests;
