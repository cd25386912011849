//! Trust policies: which logs, which witnesses, and how many of them (protocol.md §2.8; c2sp.org/tlog-policy).
//!
//! ```text
//! log <vkey> [<url>]
//! witness <name> <vkey> [<url>]
//! group <name> all|any|<k> <member>…
//! quorum <name>|none                      exactly one
//! ```
//!
//! Invariants
//! - A name is used only after the line that defines it, and as a member once at most: groups are trees, and a witness
//!   counts in one way.
//! - No public key is two logs or two witnesses.
//! - A cosignature counts only if it was verified ([`Policy::evaluate`]).

mod evaluate;
mod parse;
mod sitting;

use std::fmt;

use crate::note::Vkey;

pub use evaluate::{EvaluateError, Evaluation, Reached};
pub use parse::{LineProblem, PolicyError};
pub use sitting::SittingPolicyError;

/// The published file that holds a sitting's policy.
pub const POLICY_FILE: &str = "policy";
/// Longest policy file in bytes.
pub const POLICY_BYTES_MAX: usize = 262_144;

/// Most logs, most witnesses and most groups. The specification asks for 32 of each.
pub const POLICY_EACH_MAX: usize = 256;

/// The name that a quorum has where no cosignature is asked for.
const NONE: &str = "none";

/// A key and where to reach its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// What it signs with. Of a log: type 0x01, its name is the origin. Of a witness: type 0x04.
    pub vkey: Vkey,
    /// Of a log the prefix of its files, of a witness the submission prefix.
    pub url: Option<PolicyUrl>,
}

/// A URL as a policy writes it: not empty, without white space and control characters. Nothing else is asked of it here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PolicyUrl(String);

impl PolicyUrl {
    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that cannot stand as a URL in a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a URL is not empty and has no white space and no control character")]
pub struct PolicyUrlError;

impl std::str::FromStr for PolicyUrl {
    type Err = PolicyUrlError;

    fn from_str(url: &str) -> Result<Self, PolicyUrlError> {
        let bad = url.is_empty() || url.chars().any(|c| c.is_whitespace() || c.is_control());
        if bad { Err(PolicyUrlError) } else { Ok(Self(url.to_owned())) }
    }
}

/// One of a group's members, or what the quorum is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Member {
    /// By its place among the witnesses.
    Witness(usize),
    /// By its place among the groups.
    Group(usize),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Group {
    name: String,
    /// How many of the members are needed: 1 to all.
    threshold: usize,
    members: Vec<Member>,
}

/// A policy, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<Party>,
    witnesses: Vec<(String, Party)>,
    groups: Vec<Group>,
    /// `None` is `quorum none`.
    quorum: Option<Member>,
}

impl Policy {
    /// The logs, in the order of their lines; a checkpoint of any of them will do.
    pub fn logs(&self) -> &[Party] {
        &self.logs
    }

    /// The witnesses with their names in this file, in the order of their lines.
    pub fn witnesses(&self) -> impl ExactSizeIterator<Item = (&str, &Party)> {
        self.witnesses.iter().map(|(name, party)| (name.as_str(), party))
    }

    /// Whether any cosignature is asked for.
    pub fn asks_for_cosignatures(&self) -> bool {
        self.quorum.is_some()
    }

    fn name(&self, member: Member) -> &str {
        match member {
            Member::Witness(at) => self.witnesses.get(at).map_or(NONE, |(name, _)| name),
            Member::Group(at) => self.groups.get(at).map_or(NONE, |group| &group.name),
        }
    }
}

/// All logs, all witnesses, all groups, the quorum; without comments. What is printed parses to the same policy.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url =
            |party: &Party| party.url.as_ref().map_or_else(String::new, |url| format!(" {}", url.as_str()));
        for party in &self.logs {
            writeln!(f, "log {}{}", party.vkey, url(party))?;
        }
        for (name, party) in &self.witnesses {
            writeln!(f, "witness {name} {}{}", party.vkey, url(party))?;
        }
        for group in &self.groups {
            write!(f, "group {} ", group.name)?;
            match group.threshold {
                1 => f.write_str("any")?,
                all if all == group.members.len() => f.write_str("all")?,
                threshold => write!(f, "{threshold}")?,
            }
            group.members.iter().try_for_each(|member| write!(f, " {}", self.name(*member)))?;
            f.write_str("\n")?;
        }
        writeln!(f, "quorum {}", self.quorum.map_or(NONE, |member| self.name(member)))
    }
}

#[cfg(test)]
mod tests;
