//! A contest that a device believes: everything it votes on and encrypts to, from the opening that two roles signed.

use std::sync::Arc;

use audit::entry::preparation::ContestDefined;
use audit::fold::{Contest, State};
use audit::rules::{Profile, Secrecy};
use crypto::ballot::{BallotContext, Shape};
use crypto::elgamal::PublicKey;
use crypto::stamp::{StampContext, StampPublicKey};

/// An opened contest. Made by [`super::Trust`] from what the server shows, once all of it was checked, or from a verified log.
#[derive(Clone, Debug)]
pub struct OpenContest {
    /// Its number.
    pub number: u64,
    /// The sitting's fingerprint.
    pub sitting: [u8; 32],
    /// The contest hash.
    pub hash: [u8; 32],
    /// Title, items, the rules' parameters and what the contest is about.
    pub definition: ContestDefined,
    /// The matrix of its ballots.
    pub shape: Arc<Shape>,
    /// Of a secret contest; a named one and a show of hands have none.
    pub keys: Option<BallotKeys>,
    /// 实到 at the opening.
    pub present: u64,
}

/// What a secret ballot is encrypted to and stamped with.
#[derive(Clone, Debug)]
pub struct BallotKeys {
    /// K, with its tables.
    pub public_key: Arc<PublicKey>,
    /// The stamp's public key, of this contest alone.
    pub stamp_key: StampPublicKey,
}

/// The contest is named or by show of hands: nothing of it is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("contest {contest} has no secret ballots")]
pub struct NotSecret {
    /// Its number.
    pub contest: u64,
}

impl OpenContest {
    /// An opened contest of a log that was verified: for a second device that checks another one offline. `None`: there is no
    /// such contest, or it was not opened.
    pub fn from_log(state: &State, number: u64) -> Option<Self> {
        let contest = state.contests().get(&number)?;
        Self::from_contest(contest, state.sitting()?.fingerprint)
    }

    fn from_contest(contest: &Contest, sitting: [u8; 32]) -> Option<Self> {
        let course = contest.course()?;
        let keys = match &course.keys {
            Some(keys) => Some(BallotKeys {
                public_key: Arc::clone(&keys.public_key),
                stamp_key: StampPublicKey::from_bytes(&keys.stamp_key).ok()?,
            }),
            None => None,
        };
        Some(Self {
            number: contest.definition.contest.get(),
            sitting,
            hash: course.hash,
            definition: contest.definition.clone(),
            shape: Arc::clone(&contest.shape),
            keys,
            present: course.present,
        })
    }

    /// The rules' parameters, as the definition carries them.
    pub fn profile(&self) -> &Profile {
        &self.definition.profile
    }

    /// Whether choices are linked to deputies.
    pub fn secrecy(&self) -> Secrecy {
        self.profile().secrecy
    }

    /// The keys of a secret contest.
    pub fn keys(&self) -> Result<&BallotKeys, NotSecret> {
        self.keys.as_ref().ok_or(NotSecret { contest: self.number })
    }

    /// What a stamp of this contest is bound to.
    pub fn stamp_context(&self) -> StampContext {
        StampContext { sitting: self.sitting, contest: self.hash }
    }

    /// What a ballot of this contest is bound to.
    pub fn ballot_context(&self, ballot_key: [u8; 32]) -> BallotContext {
        BallotContext { sitting: self.sitting, contest: self.hash, ballot_key }
    }

    /// The first 4 bytes of the contest hash as 8 digits, for comparing screens (pitfall 25).
    pub fn short(&self) -> String {
        let [a, b, c, d, ..] = self.hash;
        format!("{a:02X}{b:02X}{c:02X}{d:02X}")
    }

    /// The column of each row, of marks cell by cell as [`super::check_opening`] gives them.
    pub fn columns_of(&self, cells: &[bool]) -> Vec<usize> {
        let rest = self.shape.cells_per_row();
        let rows = cells.chunks(rest.max(1)).take(self.shape.rows());
        rows.map(|row| row.iter().position(|marked| *marked).unwrap_or(rest)).collect()
    }
}
