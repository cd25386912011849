//! The policy of a sitting, as its entry 0 says it.

use super::{Group, Member, Party, Policy, PolicyUrl};
use crate::entry::preparation::SittingDefined;
use crate::note::{KeyName, KeyNameError, Vkey, VkeyError, VkeyType};
use crypto::signature::{SignatureError, VerifyingKey};

/// The group of all witnesses of a sitting.
const GROUP: &str = "quorum-of-sitting";

/// Why an entry 0 has no policy. The fold takes no such entry (protocol.md §3.2).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum SittingPolicyError {
    #[error("origin: {0}")]
    Origin(#[from] KeyNameError),
    #[error("log key: {0}")]
    LogKey(#[from] SignatureError),
    #[error("witness {witness}: {source}")]
    Witness { witness: usize, source: VkeyError },
    #[error("witness {witness}: the key is not one that cosigns")]
    NoCosigner { witness: usize },
    #[error("a quorum of {quorum} among {witnesses} witnesses")]
    Quorum { quorum: u64, witnesses: usize },
}

impl Policy {
    /// The policy that entry 0 defines: its log, its witnesses by their place (`w1`, `w2`, …) and a group of all of them of
    /// which `quorum` are needed; `quorum none` where there are no witnesses.
    pub fn of_sitting(definition: &SittingDefined) -> Result<Self, SittingPolicyError> {
        let origin: KeyName = definition.origin.as_str().parse()?;
        let key = VerifyingKey::from_bytes(definition.keys.log.as_bytes())?;
        let log = Party { vkey: Vkey::new(origin, VkeyType::Ed25519, key), url: None };
        let mut witnesses = Vec::new();
        for (witness, named) in definition.witnesses.iter().enumerate() {
            let vkey: Vkey = named
                .vkey
                .as_str()
                .parse()
                .map_err(|source| SittingPolicyError::Witness { witness, source })?;
            if vkey.kind() != VkeyType::Cosignature {
                return Err(SittingPolicyError::NoCosigner { witness });
            }
            witnesses.push((format!("w{}", witness.saturating_add(1)), Party { vkey, url: None }));
        }
        let (quorum, count) = (definition.quorum.get(), witnesses.len());
        let threshold = usize::try_from(quorum).ok().filter(|quorum| *quorum <= count);
        let threshold = threshold.ok_or(SittingPolicyError::Quorum { quorum, witnesses: count })?;
        if threshold == 0 {
            return match count {
                0 => Ok(Self { logs: vec![log], witnesses, groups: vec![], quorum: None }),
                _ => Err(SittingPolicyError::Quorum { quorum, witnesses: count }),
            };
        }
        let group =
            Group { name: GROUP.to_owned(), threshold, members: (0..count).map(Member::Witness).collect() };
        Ok(Self { logs: vec![log], witnesses, groups: vec![group], quorum: Some(Member::Group(0)) })
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
