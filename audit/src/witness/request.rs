//! What a log asks of a witness: the body of `add-checkpoint` (protocol.md §2.9; c2sp.org/tlog-witness v1.0.0).
//!
//! ```text
//! old <size> \n
//! base64(hash[32]) \n      the consistency proof from that size; 0 to 63 lines
//! \n
//! the checkpoint's signed note
//! ```
//!
//! Invariant: what parses re-encodes to the same bytes.

use std::fmt;

use crate::checkpoint::parse_decimal;
use crate::merkle::{Hash, HashError, hash_from_base64, hash_to_base64};
use crate::note::{NOTE_BYTES_MAX, Note, NoteError};

/// Most hashes of a consistency proof.
pub const PROOF_LINES_MAX: usize = 63;

/// Longest request in bytes: a note of the longest, the longest proof, and the line before.
pub const REQUEST_BYTES_MAX: usize = NOTE_BYTES_MAX + PROOF_LINES_MAX * 45 + 64;

/// Why bytes are no request; in the order of the checks. Proof lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum RequestError {
    #[error("request of {bytes} bytes, at most {REQUEST_BYTES_MAX} allowed")]
    TooLong { bytes: usize },
    #[error("not UTF-8 at byte {at}")]
    NotUtf8 { at: usize },
    #[error("no empty line before the checkpoint")]
    EmptyLine,
    #[error("the first line is not \"old\", a space and a size")]
    Old,
    #[error("{lines} proof lines, at most {PROOF_LINES_MAX} allowed")]
    ProofLines { lines: usize },
    #[error("proof line {line}: {source}")]
    Proof { line: usize, source: HashError },
    #[error(transparent)]
    Note(#[from] NoteError),
}

/// A checkpoint to be cosigned, with the proof that it continues what the witness cosigned last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size that the witness cosigned last; 0 if it never did.
    pub old: u64,
    /// RFC 6962 §2.1.2, from that size to the checkpoint's.
    pub proof: Vec<Hash>,
    /// The checkpoint with the log's signature, perhaps with others.
    pub note: Note,
}

impl AddCheckpoint {
    /// Reads a request; what it says is for the witness to check.
    pub fn parse(bytes: &[u8]) -> Result<Self, RequestError> {
        if bytes.len() > REQUEST_BYTES_MAX {
            return Err(RequestError::TooLong { bytes: bytes.len() });
        }
        let text =
            str::from_utf8(bytes).map_err(|error| RequestError::NotUtf8 { at: error.valid_up_to() })?;
        // The first empty line: those of the note come after it.
        let (head, note) = text.split_once("\n\n").ok_or(RequestError::EmptyLine)?;
        let mut lines = head.split('\n');
        let old = lines
            .next()
            .and_then(|line| line.strip_prefix("old "))
            .and_then(parse_decimal)
            .ok_or(RequestError::Old)?;
        let lines: Vec<&str> = lines.collect();
        if lines.len() > PROOF_LINES_MAX {
            return Err(RequestError::ProofLines { lines: lines.len() });
        }
        let proof = (1..)
            .zip(lines)
            .map(|(line, text)| hash_from_base64(text).map_err(|source| RequestError::Proof { line, source }))
            .collect::<Result<_, _>>()?;
        Ok(Self { old, proof, note: Note::parse(note.as_bytes())? })
    }

    /// The body as it is sent.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }
}

/// The body as it is sent.
impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{}", hash_to_base64(hash)))?;
        write!(f, "\n{}", self.note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto::signature::SigningKey;

    fn note() -> Note {
        let key = SigningKey::from_seed(&[1; 32]).unwrap();
        Note::sign("vote.example/1\n1\nx\n", &"vote.example/1".parse().unwrap(), &key).unwrap()
    }

    #[test]
    fn a_request_is_read_back_as_written() {
        for proof in [vec![], vec![[7; 32]], vec![[0xfb; 32]; PROOF_LINES_MAX]] {
            let request = AddCheckpoint { old: proof.len() as u64, proof, note: note() };
            assert_eq!(AddCheckpoint::parse(&request.to_bytes()), Ok(request));
        }
    }

    #[test]
    fn the_example_of_the_specification_parses() {
        let example = "old 20852014\n\
            PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\
            jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n\
            5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n\
            /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\
            \n\
            example.com/behind-the-sofa\n\
            20852163\n\
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\
            \n\
            \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
            \u{2014} example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";
        let request = AddCheckpoint::parse(example.as_bytes()).unwrap();
        assert_eq!((request.old, request.proof.len()), (20_852_014, 4));
        assert_eq!(request.note.signatures().len(), 2);
        assert_eq!(request.to_bytes(), example.as_bytes());
    }

    #[test]
    fn each_thing_that_is_wrong_has_its_error() {
        let note = String::from_utf8(note().to_bytes()).unwrap();
        let read = |head: &str| AddCheckpoint::parse(format!("{head}{note}").as_bytes()).map(|read| read.old);
        let hash = hash_to_base64(&[7; 32]);
        assert_eq!(read("old 5\n\n"), Ok(5));
        for head in [
            "",
            "old\n\n",
            "old \n\n",
            "Old 5\n\n",
            "old 05\n\n",
            "old +5\n\n",
            "old  5\n\n",
            "old 5 \n\n",
            "old 9223372036854775808\n\n",
            "old 5\r\n\n",
            "\n\n",
            "\n\nold 5\n\n",
        ] {
            assert_eq!(read(head), Err(RequestError::Old), "{head:?}");
        }
        assert_eq!(AddCheckpoint::parse(b"old 5\n"), Err(RequestError::EmptyLine));
        assert_eq!(AddCheckpoint::parse(b""), Err(RequestError::EmptyLine));
        let many = format!("old 5\n{}\n", format!("{hash}\n").repeat(PROOF_LINES_MAX + 1));
        assert_eq!(read(&many), Err(RequestError::ProofLines { lines: 64 }));
        let unpadded = format!("old 5\n{hash}\n{}\n\n", hash.trim_end_matches('='));
        assert_eq!(read(&unpadded), Err(RequestError::Proof { line: 2, source: HashError::Base64 }));
        let short = HashError::Length { actual: 4 };
        assert_eq!(read("old 5\ncm9vdA==\n\n"), Err(RequestError::Proof { line: 1, source: short }));
        assert_eq!(
            AddCheckpoint::parse(b"old 5\n\ntext\n\n"),
            Err(RequestError::Note(NoteError::NoSignatures))
        );
        assert_eq!(AddCheckpoint::parse(b"old \xff"), Err(RequestError::NotUtf8 { at: 4 }));
        let long = vec![b'x'; REQUEST_BYTES_MAX + 1];
        assert_eq!(AddCheckpoint::parse(&long), Err(RequestError::TooLong { bytes: long.len() }));
    }
}
