//! Bodies of the counting and of the seal (protocol.md §3.6, §3.7).

use super::Signer;
use crate::rules::Decision;
use crate::wire::{B64, Bytes32, Int, Text};
use crypto::decryption::CELL_BYTES;
use serde::{Deserialize, Serialize};

/// One scrutineer's part of the decryption of every total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decrypted {
    /// The contest hash.
    pub contest: Bytes32,
    /// Leaf hash of `contest_closed`: a share serves one closing state and no other.
    pub closed: Bytes32,
    /// Position of who acts.
    pub scrutineer: Int,
    /// One for each cell, in the matrix's order: D ‖ a ‖ b ‖ s (§8.2).
    pub shares: Vec<B64<CELL_BYTES>>,
}

/// Totals and decision; by chief scrutineer and presiding officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultDeclared {
    /// The contest hash.
    pub contest: Bytes32,
    /// Leaf hash of `contest_closed`.
    pub closed: Bytes32,
    /// The total of each cell, in the matrix's order.
    pub totals: Vec<Int>,
    /// What follows by the rules (§9).
    pub decision: Decision,
}

/// The vote does not count; nothing is removed. By secretariat and chief scrutineer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestVoided {
    /// The contest hash.
    pub contest: Bytes32,
    /// Leaf hash of the last entry of the contest's course (§3.6).
    pub follows: Bytes32,
    /// Why.
    pub reason: Text,
}

/// Which of the tied items the presidium chose 主席团决定; by chief scrutineer and presiding officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieSettled {
    /// The contest hash.
    pub contest: Bytes32,
    /// Leaf hash of the `result_declared` that leaves it to the presidium.
    pub follows: Bytes32,
    /// Items from 0, rising; as many as the seats left.
    pub items: Vec<Int>,
    /// Why these.
    pub reason: Text,
}

/// Somebody who must signed the printed report: the chief scrutineer, a scrutineer, or the secretariat for the tellers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportSigned {
    /// The contest hash.
    pub contest: Bytes32,
    /// Who signs.
    pub by: Signer,
    /// SHA-256 of the report's bytes.
    pub report: Bytes32,
}

/// The end: nothing may follow. By secretariat and chief scrutineer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SittingSealed {
    /// Index of this entry: the log ends with it.
    pub index: Int,
    /// The log's name, again.
    pub origin: Text,
    /// What the archive holds beside the log.
    pub manifest: Vec<ArchiveFile>,
}

/// A file of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchiveFile {
    /// Its name.
    pub name: Text,
    /// SHA-256 of its bytes.
    pub sha256: Bytes32,
    /// Their number.
    pub length: Int,
}
