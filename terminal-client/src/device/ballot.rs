//! A stamped ballot from the marks to the signed act, and its change where the last cast counts (protocol.md §10.2).
//!
//! A change is a new encryption with fresh randomness under the same ballot key and stamp; it names the ballot with the newest
//! receipt. That one and its receipt are kept until the change has a receipt of its own. What a crash leaves:
//!
//! ```text
//! before the change was stored      the ballot in the box, with its receipt
//! stored, no receipt                the same bytes go out again: a receipt for the change, or a refusal, after which the former
//!                                   ballot counts; ended in between, the log says which of the two was in the box
//! its receipt stored                the change; the former ballot is forgotten
//! ```

use audit::rules::Recast;
use audit::wire::{Bytes32, encode};
use crypto::ballot::Choices;

use super::error::DeviceError;
use super::prepare::Prepared;
use super::secret;
use super::state::{CastState, ContestState};
use super::steps::Device;

impl Device {
    /// Whether the stamped ballot is here and was not cast.
    pub fn has_ballot(&self, number: u64) -> bool {
        self.state.get().contest(number).is_some_and(|state| state.stamp.is_some() && state.cast.is_none())
    }

    /// How often the ballot of a contest was changed.
    pub fn changes(&self, number: u64) -> u8 {
        self.state.get().contest(number).map_or(0, |state| state.changes)
    }

    /// Encrypts choices and proves them. Takes about 15 ms for 15 items; nothing is stored or sent.
    pub fn prepare(&self, number: u64, choices: Choices) -> Result<Prepared, DeviceError> {
        self.encryption(number, choices)?()
    }

    /// The computing of [`Device::prepare`], for another thread.
    pub(super) fn encryption(
        &self,
        number: u64,
        choices: Choices,
    ) -> Result<impl FnOnce() -> Result<Prepared, DeviceError> + Send + 'static, DeviceError> {
        let state = self.state_of(number)?;
        self.may_cast(state)?;
        if state.stamp.is_none() {
            return Err(DeviceError::NoBallot { contest: number });
        }
        let contest = self.contests.get(&number).cloned().ok_or(DeviceError::NoBallot { contest: number })?;
        let ballot_key = state.ballot_key.to_bytes();
        let entropy = [secret::entropy()?, secret::entropy()?];
        Ok(move || Prepared::new(contest, ballot_key, choices, entropy))
    }

    /// The first cast, or a change that the rules allow of a ballot that has its receipt.
    fn may_cast(&self, state: &ContestState) -> Result<(), DeviceError> {
        let contest = state.number;
        if state.cast.is_none() {
            return Ok(());
        }
        let last_counts =
            self.contests.get(&contest).is_some_and(|open| open.profile().recast == Recast::Last);
        if !last_counts || state.slip || state.receipted().is_none_or(|cast| cast.found.is_some()) {
            return Err(DeviceError::CastAlready { contest });
        }
        if state.pending().is_some() {
            return Err(DeviceError::VotePending { contest });
        }
        if state.changes_left() == 0 {
            return Err(DeviceError::NoChangesLeft { contest });
        }
        Ok(())
    }

    /// The deputy pressed cast: the signed ballot is stored, durably, before anything is sent. Seed and choices are gone.
    pub fn commit_cast(&mut self, prepared: Prepared) -> Result<(), DeviceError> {
        let number = prepared.contest().number;
        let state = self.state_of(number)?;
        self.may_cast(state)?;
        if state.contest.as_bytes() != &prepared.contest().hash {
            return Err(DeviceError::OtherBallot);
        }
        let (Some(stamp), Some(seed)) = (state.stamp, state.ballot_seed.as_ref()) else {
            return Err(DeviceError::NoBallot { contest: number });
        };
        let replaces = state.receipt().map_or(Bytes32::from([0; 32]), |receipt| receipt.boxed.ballot);
        let (act, code) = prepared.into_act(stamp.to_bytes(), replaces, &seed.signing_key()?)?;
        let act = String::from_utf8(encode(&act)).map_err(|_| DeviceError::TooLong)?;
        let cast = CastState { code: code.0.into(), act, receipt: None, refused: None, found: None };
        self.change(|state| {
            if let Some(state) = state.contest_mut(number) {
                let before = state.cast.replace(cast);
                // A change that was refused leaves the ballot before it where it is.
                if let Some(before) = before.filter(|before| before.receipt.is_some()) {
                    state.former = Some(before);
                }
            }
        })?;
        self.unsent.insert(number);
        Ok(())
    }
}
