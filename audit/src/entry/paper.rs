//! Bodies about paper ballots, named votes and shows of hands (protocol.md §3.4, §3.9).

use super::payload::BytesPayload;
use crate::rules::Row;
use crate::wire::{Bytes32, Int, Text};
use serde::{Deserialize, Serialize};

/// Paper ballots handed out; by two roles. A deputy has one of these or a machine ballot, never both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperIssued {
    /// The contest hash.
    pub contest: Bytes32,
    /// Numbers on the roll, rising.
    pub deputies: Vec<Int>,
}

/// A valid paper ballot, entered as an encrypted one by tellers and scrutineers; by two roles. It has no stamp.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperCast {
    /// The contest hash.
    pub contest: Bytes32,
    /// A fresh key that signs nothing: the proofs are bound to it.
    pub ballot_key: Bytes32,
    /// The encrypted ballot with its proofs (§7).
    pub ballot: BytesPayload,
}

/// Which of the two independent counts of the papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum PaperCount {
    /// By the tellers 计票人; the secretariat signs.
    Tellers,
    /// By the scrutineers 监票人; the chief scrutineer signs.
    Scrutineers,
}

/// Neither 1 nor 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("count {0}: papers are counted by 1 the tellers and 2 the scrutineers")]
pub struct PaperCountError(u8);

impl TryFrom<u8> for PaperCount {
    type Error = PaperCountError;
    fn try_from(count: u8) -> Result<Self, PaperCountError> {
        match count {
            1 => Ok(Self::Tellers),
            2 => Ok(Self::Scrutineers),
            _ => Err(PaperCountError(count)),
        }
    }
}

impl From<PaperCount> for u8 {
    fn from(count: PaperCount) -> Self {
        match count {
            PaperCount::Tellers => 1,
            PaperCount::Scrutineers => 2,
        }
    }
}

/// One of the two counts of the papers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperCounted {
    /// The contest hash.
    pub contest: Bytes32,
    /// Leaf hash of `contest_closed`.
    pub closed: Bytes32,
    /// Who counted.
    pub count: PaperCount,
    /// Leaf hash of the count that this one corrects, if any.
    pub replaces: Vec<Bytes32>,
    /// 废票登记: why papers are void, and how many.
    pub void: Vec<VoidPapers>,
    /// For each item; counts and invalid marks make up the valid papers. None where the papers were entered or all are
    /// void.
    pub rows: Vec<Row>,
}

/// Papers void for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoidPapers {
    /// Such as 多选 or 无法辨认.
    pub reason: Text,
    /// At least 1.
    pub count: Int,
}

/// The two counts agree; by two roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperConfirmed {
    /// The contest hash.
    pub contest: Bytes32,
    /// Leaf hash of the last count of the tellers.
    pub first: Bytes32,
    /// Leaf hash of the last count of the scrutineers.
    pub second: Bytes32,
}

/// A vote in a named contest 记名, signed with the device key. It is public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteCast {
    /// The contest hash.
    pub contest: Bytes32,
    /// Number on the roll.
    pub deputy: Int,
    /// For each item the column, from 0; the last one is the rest.
    pub choices: Vec<Int>,
    /// Leaf hash of this deputy's vote that this one replaces; 32 zero bytes for the first.
    pub replaces: Bytes32,
}

/// A show of hands 举手, counted; by two roles. It closes the contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandsCounted {
    /// The contest hash.
    pub contest: Bytes32,
    /// For each item; every row has the same sum.
    pub rows: Vec<Row>,
}
