//! Bodies about deputies who are not simply there: suspended, on leave, gone early (protocol.md §3.2, §3.4).

use crate::wire::{Bytes32, Int, Text};
use serde::{Deserialize, Serialize};

/// A deputy may not exercise office 暂停执行职务; by two roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeputySuspended {
    /// Number on the roll.
    pub deputy: Int,
    /// Why: the decision and its date.
    pub reason: Text,
}

/// A suspension ends 恢复执行职务; by two roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeputyRestored {
    /// Number on the roll.
    pub deputy: Int,
    /// Leaf hash of the `deputy_suspended` entry.
    pub follows: Bytes32,
    /// Why.
    pub reason: Text,
}

/// A deputy asked for leave 请假, and has it; a check-in ends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaveGranted {
    /// Number on the roll.
    pub deputy: Int,
    /// Why.
    pub reason: Text,
}

/// A deputy who had checked in left 早退.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftEarly {
    /// Number on the roll.
    pub deputy: Int,
    /// Leaf hash of the `checked_in` entry.
    pub follows: Bytes32,
    /// Why.
    pub reason: Text,
}
