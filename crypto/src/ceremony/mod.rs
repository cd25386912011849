//! The key ceremony: n scrutineers make a key that only t of them together can use (Joint-Feldman; protocol.md §5).
//!
//! ```text
//! 1 commit   encryption key X_i = [x_i]G with proof;  hash of (C_i0 … C_i,t−1, proof for C_i0)
//! 2 reveal   C_ik = [a_ik]G and the proof, when all hashes are in
//! 3 deal     to each other one i:  f_j(i) = Σ [i^k]a_jk, sealed under a Diffie–Hellman key
//! 4 accept   i checks [f_j(i)]G = Σ [i^k]C_jk for every j, or complains
//! key        K = Σ C_j0;  share x_i = Σ f_j(i);  public share Y_i = Σ Σ [i^k]C_jk
//! ```
//!
//! Invariants
//! - Every hash, proof and sealed share is bound to the run: sitting, run number, n, t and all act keys (pitfalls 16, 39).
//! - Nobody chooses after having seen the others' commitments: hashes first, revealed when all are in (pitfall 17).
//! - A complaint is decided from public values, by anyone, against one of the two (pitfall 18).
//! - Any dispute ends the run. The next has another number, so nothing of this one fits into it.
//!
//! Next: `transcript` holds and checks what is public, `secret` what one scrutineer must keep, `dealing` one sealed share.

mod dealing;
mod secret;
mod transcript;

pub use dealing::{Complaint, DealtShare, SEALED_SHARE_BYTES, ShareFault};
pub use secret::{CeremonySecret, Opened};
pub use transcript::{AgreedKey, Committed, Dealt, Fault, Revealed, Transcript};

use crate::hash;
use crate::proofs::Context;
use crate::scrutineer::{SCRUTINEERS_MAX, ScrutineerIndex};
use crate::sealing::SealingError;
use crate::signature::VerifyingKey;

/// The fewest scrutineers that may decrypt: one alone must never be able to.
pub const THRESHOLD_MIN: u16 = 2;

/// Why a value of the ceremony is refused: one variant for each check of §5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum CeremonyError {
    /// Not 2 ≤ t ≤ n ≤ 9.
    #[error("a threshold of {t} among {n} scrutineers is not 2 ≤ t ≤ n ≤ {SCRUTINEERS_MAX}")]
    Parameters { n: u16, t: u16 },
    /// Another number of act keys than scrutineers.
    #[error("{actual} act keys for {n} scrutineers")]
    ActKeyCount { n: u16, actual: usize },
    /// One person as two scrutineers.
    #[error("scrutineer {index} has the act key of another")]
    ActKeyTwice { index: u16 },
    /// No scrutineer of this run.
    #[error("scrutineer {index} is none of this run")]
    OutsideRun { index: ScrutineerIndex },
    /// A step twice by the same scrutineer.
    #[error("scrutineer {index} has done this already")]
    Twice { index: ScrutineerIndex },
    /// A step before all have done the one before it.
    #[error("not all scrutineers have done the step before")]
    TooEarly,
    /// The encryption key's secret is not shown to be known.
    #[error("scrutineer {index} does not prove its encryption key")]
    EncryptionKeyProof { index: ScrutineerIndex },
    /// The encryption key of another scrutineer.
    #[error("scrutineer {index} has the encryption key of another")]
    EncryptionKeyTwice { index: ScrutineerIndex },
    /// Another number of commitments than t: a polynomial of another degree.
    #[error("scrutineer {index} reveals {actual} commitments for a threshold of {t}")]
    CommitmentCount { index: ScrutineerIndex, t: u16, actual: usize },
    /// The hash of round 1 was over something else.
    #[error("scrutineer {index} reveals something else than it committed to")]
    RevealedOther { index: ScrutineerIndex },
    /// The constant term's secret is not shown to be known: a rogue key, or another's proof.
    #[error("scrutineer {index} does not prove its constant term")]
    ConstantProof { index: ScrutineerIndex },
    /// Not one share for each other scrutineer.
    #[error("dealer {dealer} deals {actual} shares, not {expected}")]
    ShareCount { dealer: ScrutineerIndex, expected: usize, actual: usize },
    /// The ephemeral key's secret is not shown to be known in this place.
    #[error("dealer {dealer} does not prove its ephemeral key for {recipient}")]
    EphemeralProof { dealer: ScrutineerIndex, recipient: ScrutineerIndex },
    /// An ephemeral key that this run has seen already.
    #[error("dealer {dealer} repeats an ephemeral key for {recipient}")]
    EphemeralTwice { dealer: ScrutineerIndex, recipient: ScrutineerIndex },
    /// K or a public share is the identity.
    #[error("the sum of the commitments is the identity")]
    IdentityKey,
    /// The act key at hand is not the one of this position.
    #[error("this is not the act key of scrutineer {index}")]
    NotThisScrutineer { index: ScrutineerIndex },
    /// The secret at hand did not make what stands in the transcript under its position.
    #[error("the secret of scrutineer {index} is not of this run")]
    NotOurSecret { index: ScrutineerIndex },
    /// A scrutineer has no share by itself to complain about.
    #[error("scrutineer {index} complains about itself")]
    ComplaintAboutSelf { index: ScrutineerIndex },
    /// A derived scalar is 0, which chance does not bring about.
    #[error("a derived secret is zero")]
    ZeroSecret,
    /// The cipher does not seal 32 bytes, which it always does.
    #[error(transparent)]
    Sealing(SealingError),
}

/// How many scrutineers hold a share, and how many must act together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    n: u16,
    t: u16,
}

impl Parameters {
    /// 2 ≤ t ≤ n ≤ 9.
    pub fn new(n: u16, t: u16) -> Result<Self, CeremonyError> {
        if THRESHOLD_MIN <= t && t <= n && n <= SCRUTINEERS_MAX {
            Ok(Self { n, t })
        } else {
            Err(CeremonyError::Parameters { n, t })
        }
    }

    /// The default threshold: a majority, ⌊n/2⌋ + 1.
    pub fn with_majority(n: u16) -> Result<Self, CeremonyError> {
        Self::new(n, n / 2 + 1)
    }

    /// The number of scrutineers.
    pub fn n(self) -> u16 {
        self.n
    }

    /// The threshold.
    pub fn t(self) -> u16 {
        self.t
    }

    /// Whether half of the scrutineers or fewer can decrypt: a warning on every report.
    pub fn is_below_majority(self) -> bool {
        self.t <= self.n / 2
    }

    /// Positions 1 to n.
    pub fn indices(self) -> impl Iterator<Item = ScrutineerIndex> {
        (1..=self.n).filter_map(|index| ScrutineerIndex::try_from(index).ok())
    }
}

/// One attempt at a key: who takes part, under which numbers. Everything in it is bound to [`Run::hash`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    parameters: Parameters,
    act_keys: Vec<VerifyingKey>,
    hash: [u8; 32],
}

impl Run {
    /// The run with this number, counted from 1 in a sitting; `act_keys` in the order of positions.
    pub fn new(
        sitting: &[u8; 32],
        number: u64,
        parameters: Parameters,
        act_keys: Vec<VerifyingKey>,
    ) -> Result<Self, CeremonyError> {
        let Parameters { n, t } = parameters;
        if act_keys.len() != usize::from(n) {
            return Err(CeremonyError::ActKeyCount { n, actual: act_keys.len() });
        }
        let mut seen = std::collections::BTreeSet::new();
        if let Some((index, _)) = (1..).zip(&act_keys).find(|(_, key)| !seen.insert(**key)) {
            return Err(CeremonyError::ActKeyTwice { index });
        }
        let (number, n, t) = (number.to_be_bytes(), u64::from(n).to_be_bytes(), u64::from(t).to_be_bytes());
        let mut fields: Vec<&[u8]> = vec![sitting, &number, &n, &t];
        fields.extend(act_keys.iter().map(|key| key.as_bytes().as_slice()));
        let hash = hash::sha256("ceremony-run", &fields);
        Ok(Self { parameters, act_keys, hash })
    }

    /// n and t.
    pub fn parameters(&self) -> Parameters {
        self.parameters
    }

    /// H("ceremony-run", sitting, number, n, t, act key_1 … act key_n).
    pub fn hash(&self) -> &[u8; 32] {
        &self.hash
    }

    /// The act key of a position.
    pub fn act_key(&self, index: ScrutineerIndex) -> Result<&VerifyingKey, CeremonyError> {
        self.act_keys.get(place(index)).ok_or(CeremonyError::OutsideRun { index })
    }

    /// Runs `act` in a context of this run: run hash, then `fields`.
    fn in_context<T>(&self, label: &'static str, fields: &[&[u8]], act: impl FnOnce(&Context<'_>) -> T) -> T {
        let fields: Vec<&[u8]> = [self.hash.as_slice()].iter().chain(fields).copied().collect();
        act(&Context { label, fields: &fields })
    }
}

/// Where the values of a position stand in a list that starts with position 1.
fn place(index: ScrutineerIndex) -> usize {
    usize::from(index.get()).saturating_sub(1)
}

#[cfg(test)]
mod tests;
