//! A contest that a device believes: everything it encrypts to, from the opening that two roles signed.

use std::sync::Arc;

use audit::entry::preparation::ContestDefined;
use audit::fold::{Contest, State};
use audit::rules::Profile;
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
    /// Title and items.
    pub definition: ContestDefined,
    /// The rules' parameters.
    pub profile: Profile,
    /// The matrix of its ballots.
    pub shape: Arc<Shape>,
    /// K, with its tables.
    pub public_key: Arc<PublicKey>,
    /// The stamp's public key.
    pub stamp_key: StampPublicKey,
    /// 实到 at the opening.
    pub present: u64,
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
        let keys = course.keys.as_ref()?;
        Some(Self {
            number: contest.definition.contest.get(),
            sitting,
            hash: course.hash,
            definition: contest.definition.clone(),
            profile: contest.profile.clone(),
            shape: Arc::clone(&contest.shape),
            public_key: Arc::clone(&keys.public_key),
            stamp_key: StampPublicKey::from_bytes(&keys.stamp_key).ok()?,
            present: course.present,
        })
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
}
