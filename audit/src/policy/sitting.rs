//! The policy of a sitting, as its entry 0 says it.

use super::{Group, Member, Party, Policy, PolicyUrl};
use crate::entry::preparation::SittingDefined;
use crate::quorum::{LogKeyError, Witness, Witnesses, WitnessesError, log_vkey};

/// The group of all witnesses of a sitting.
const GROUP: &str = "quorum-of-sitting";

/// Why an entry 0 has no policy. The fold takes no such entry (protocol.md §3.2).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SittingPolicyError {
    /// It names no key for its log.
    #[error(transparent)]
    Log(#[from] LogKeyError),
    /// It names no witnesses that a sitting can have.
    #[error(transparent)]
    Witnesses(#[from] WitnessesError),
}

impl Policy {
    /// The policy that entry 0 defines: its log, its witnesses by their place (`w1`, `w2`, …) and a group of all of them of
    /// which `quorum` are needed; `quorum none` where there are no witnesses.
    pub fn of_sitting(definition: &SittingDefined) -> Result<Self, SittingPolicyError> {
        let log = Party { vkey: log_vkey(definition)?, url: None };
        let sitting = Witnesses::of(definition)?;
        let party = |(at, witness): (u32, &Witness)| {
            (format!("w{at}"), Party { vkey: witness.vkey.clone(), url: None })
        };
        let witnesses: Vec<_> = (1..).zip(sitting.named()).map(party).collect();
        let groups: Vec<Group> = match usize::try_from(sitting.quorum()) {
            Ok(threshold @ 1..) => {
                let members = (0..witnesses.len()).map(Member::Witness).collect();
                vec![Group { name: GROUP.to_owned(), threshold, members }]
            }
            _ => vec![],
        };
        let quorum = (!groups.is_empty()).then_some(Member::Group(0));
        Ok(Self { logs: vec![log], witnesses, groups, quorum })
    }

    /// The same policy with the URL of its log, and those of its witnesses in their order; missing ones are left out.
    #[must_use]
    pub fn with_urls(mut self, log: Option<PolicyUrl>, witnesses: &[Option<PolicyUrl>]) -> Self {
        if let Some(party) = self.logs.first_mut() {
            party.url = log;
        }
        for ((_, party), url) in self.witnesses.iter_mut().zip(witnesses) {
            party.url.clone_from(url);
        }
        self
    }

    /// Whether both trust the same: they differ in URLs at most.
    pub fn trusts_as(&self, other: &Self) -> bool {
        self.without_urls() == other.without_urls()
    }

    fn without_urls(&self) -> Self {
        let nowhere = vec![None; self.witnesses.len()];
        let mut policy = self.clone().with_urls(None, &nowhere);
        policy.logs.iter_mut().for_each(|log| log.url = None);
        policy
    }
}
