//! Why a ballot is refused: one variant for each check of protocol.md §7.6, in that order.

use std::fmt;

use crate::elgamal::Half;
use crate::group::DecodeError;

/// A part of a ballot, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A cell, by its number in the shape.
    Cell(usize),
    /// The sum of a row's cells.
    Row(usize),
    /// A slack bit; those of the first limit come first.
    Slack(usize),
    /// A limit of the shape.
    Limit(usize),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cell(cell) => write!(f, "cell {cell}"),
            Self::Row(row) => write!(f, "row sum {row}"),
            Self::Slack(slack) => write!(f, "slack bit {slack}"),
            Self::Limit(limit) => write!(f, "limit {limit}"),
        }
    }
}

/// Why a ballot is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum BallotError {
    /// Check 1: the shape fixes the length.
    #[error("the ballot has {actual} bytes, its contest's ballots have {expected}")]
    Length { expected: usize, actual: usize },
    /// Check 2: A is an element, B a point.
    #[error("{half} of the ciphertext of {part}: {source}")]
    Ciphertext { part: Part, half: Half, source: DecodeError },
    /// Check 3: commitments are points. `index` counts within the proof: a0, b0, a1, b1, or a, b.
    #[error("commitment {index} of {part}: {source}")]
    Commitment { part: Part, index: usize, source: DecodeError },
    /// Check 4: responses are scalars. `index` counts within the proof: c0, s0, s1, or s.
    #[error("response {index} of {part}: {source}")]
    Response { part: Part, index: usize, source: DecodeError },
    /// Check 5: no two ciphertexts share their first half.
    #[error("{first} and {second} share the first half of their ciphertexts")]
    RepeatedCiphertext { first: Part, second: Part },
    /// Check 6: the ballot was made for this context. No proof holds, so the challenge is another one.
    #[error("no proof holds: the ballot was altered, or made for another contest, key or ballot key")]
    Altered,
    /// Check 7.
    #[error("cell {cell} is not proved to hold 0 or 1")]
    CellProof { cell: usize },
    /// Check 8.
    #[error("row {row} is not proved to hold at most one mark")]
    RowProof { row: usize },
    /// Check 9.
    #[error("slack bit {slack} is not proved to hold 0 or 1")]
    SlackProof { slack: usize },
    /// Check 10.
    #[error("limit {limit} is not proved to be kept")]
    LimitProof { limit: usize },
}

impl BallotError {
    /// The refusal of a part whose proof does not hold.
    pub(super) fn unproved(part: Part) -> Self {
        match part {
            Part::Cell(cell) => Self::CellProof { cell },
            Part::Row(row) => Self::RowProof { row },
            Part::Slack(slack) => Self::SlackProof { slack },
            Part::Limit(limit) => Self::LimitProof { limit },
        }
    }
}
