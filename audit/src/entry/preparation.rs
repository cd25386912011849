//! Bodies of the preparation: the sitting, its roll, its rules, its scrutineers and its contests (protocol.md §3.2).

use super::payload::TextPayload;
use crate::rules::Profile;
use crate::wire::{Bytes32, Int, Text};
use serde::{Deserialize, Serialize};

/// The version of the protocol that entry 0 names.
pub const PROTOCOL_VERSION: u32 = 1;

/// Real, or a rehearsal 演练 (own origin and keys, another colour everywhere).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// What is decided counts.
    Real,
    /// For training; nothing of it counts.
    Rehearsal,
}

/// The public keys of server and roles: Ed25519, 32 bytes each, all different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SittingKeys {
    /// Signs checkpoints, and nothing else.
    pub log: Bytes32,
    /// Signs the server's acts, receipts and refusals.
    pub server: Bytes32,
    /// The secretariat.
    pub secretariat: Bytes32,
    /// The chief scrutineer.
    pub chief: Bytes32,
    /// The presiding officer.
    pub presiding: Bytes32,
}

/// A witness that the sitting names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WitnessKey {
    /// The name that people know it by.
    pub name: Text,
    /// Its vkey (`name+id+key`, tlog.md).
    pub vkey: Text,
}

/// Entry 0: its SHA-256 is the sitting's fingerprint. Signed by secretariat and server over 32 zero bytes in the
/// fingerprint's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SittingDefined {
    /// [`PROTOCOL_VERSION`].
    pub version: Int,
    /// The congress and session, as people say it.
    pub name: Text,
    /// Real or rehearsal.
    pub mode: Mode,
    /// The log's name for ever: the first line of every checkpoint.
    pub origin: Text,
    /// Who may sign what.
    pub keys: SittingKeys,
    /// Witnesses; may be empty.
    pub witnesses: Vec<WitnessKey>,
    /// How many cosignatures an act waits for; 0 with no witnesses.
    pub quorum: Int,
    /// SHA-256 of the deputy's page, where tablets are used; else empty.
    pub pages: Vec<Bytes32>,
}

/// The roll of deputies 代表名册, fixed before anyone checks in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollFixed {
    /// 全体代表: the number of deputies in office.
    pub membership: Int,
    /// 应到: how many should attend; at most the membership.
    pub due: Int,
    /// A [`Roll`] as strict JSON.
    pub roll: TextPayload,
}

/// The text inside [`RollFixed::roll`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roll {
    /// By number, rising.
    pub deputies: Vec<RollDeputy>,
}

/// One deputy 代表 of the roll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollDeputy {
    /// The roll's number, from 1.
    pub number: Int,
    /// The name, as printed.
    pub name: Text,
    /// The delegation 代表团.
    pub delegation: Text,
    /// Public key of the card (§4.3).
    pub card: Bytes32,
}

/// The 票决办法: the text that the congress adopted, and the parameters that software follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesAdopted {
    /// The name of the document.
    pub title: Text,
    /// Its text.
    pub text: TextPayload,
    /// The rule profile (§9).
    pub profile: Profile,
}

/// The scrutineers who will hold the key, and one run of the ceremony. A later one starts the next run afresh.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScrutineersNamed {
    /// From 1, rising by one.
    pub run: Int,
    /// How many are needed to decrypt (t).
    pub threshold: Int,
    /// By position, from 1.
    pub scrutineers: Vec<NamedScrutineer>,
    /// Why the run before ended; empty for run 1.
    pub reason: Text,
}

/// A scrutineer 监票人.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedScrutineer {
    /// Position, from 1: the sharing polynomial's argument.
    pub index: Int,
    /// The name.
    pub name: Text,
    /// Ed25519 key for acts.
    pub key: Bytes32,
}

/// A contest 表决事项: what is voted on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestDefined {
    /// From 1, rising by one.
    pub contest: Int,
    /// The title on the ballot.
    pub title: Text,
    /// Leaf hash of the `rules_adopted` entry that decides it.
    pub rules: Bytes32,
    /// The parameters that decide it: those of the rules, or for a further vote what follows from them (§9.5). A device
    /// has the whole of what it needs in this entry.
    pub profile: Profile,
    /// What the vote is about.
    pub purpose: ContestPurpose,
    /// In ballot order, numbers rising; a first vote numbers them 1, 2, 3 …
    pub items: Vec<Item>,
}

/// What a contest is about, and from which earlier one it follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ContestPurpose {
    /// An ordinary contest.
    Items,
    /// The vote on a 票决办法 itself.
    Rules {
        /// Leaf hash of the `rules_adopted` voted on.
        rules: Bytes32,
    },
    /// The vote on the list of scrutineers of a run of the ceremony.
    Scrutineers {
        /// Number of the run.
        run: Int,
    },
    /// A further vote among tied items (§9.5).
    RunOff {
        /// Leaf hash of the `result_declared` that calls for it.
        of: Bytes32,
    },
    /// A further vote among failed items for the seats left (§9.5).
    SecondRound {
        /// Leaf hash of the `result_declared` that calls for it.
        of: Bytes32,
    },
    /// A void or voided contest voted again.
    Again {
        /// Leaf hash of its `contest_voided`, or of the `result_declared` that found it void.
        of: Bytes32,
    },
}

impl ContestPurpose {
    /// The entry of the earlier contest that this one follows from.
    pub fn of(&self) -> Option<[u8; 32]> {
        match self {
            Self::Items | Self::Rules { .. } | Self::Scrutineers { .. } => None,
            Self::RunOff { of } | Self::SecondRound { of } | Self::Again { of } => Some(of.to_bytes()),
        }
    }
}

/// An item 项目 of a contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The number on the ballot.
    pub number: Int,
    /// What it is.
    pub title: Text,
    /// The department that will carry it out; may be empty.
    pub department: Text,
    /// The budget as printed, with its unit; may be empty.
    pub budget: Text,
    /// One or two lines; may be empty.
    pub detail: Text,
}
