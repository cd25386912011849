//! Casting: one ballot over a connection of its own, until there is a receipt or a final refusal (protocol.md §10.1, §10.2).
//!
//! Each attempt opens a fresh connection and sends the same bytes; nothing else ever goes over it, so it joins the ballot to
//! no deputy, and the box answers the same bytes with the same receipt.

use std::sync::Arc;
use std::time::Duration;

use audit::fold::Code;
use audit::wire::{Bytes32, decode_strict};
use protocol::problem::Reason;
use protocol::{Act, BoxReceipt};
use tokio::time::Instant;

use super::error::DeviceError;
use super::fresh::Freshness;
use super::prepare::Opening;
use super::state::{CastState, ContestState};
use super::steps::Device;
use crate::net::{Answer, AnswerError, Backoff, Connection, Dialer, NetError, ServerRefusal, Sitting};

/// Why a cast takes longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// No connection, or it was lost.
    Network,
    /// The server asks for patience.
    Busy,
    /// The contest is held.
    Held,
    /// No quorum of witnesses is fresh: nothing was sent.
    Witnesses,
}

/// How often a cast that waits for witnesses looks again.
const WITNESSES_WAIT: Duration = Duration::from_secs(1);

/// How a cast ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CastOutcome {
    /// In the box, on disk.
    Boxed(BoxReceipt),
    /// Refused for good.
    Refused {
        /// Why.
        refusal: ServerRefusal,
        /// The same bytes went out before, or may have, and no answer came: the box may have them all the same.
        unanswered: bool,
    },
}

/// What counts of a deputy's where a cast was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing: it was the first.
    Nothing,
    /// It was the first, an answer to it was lost, and the contest ended: it counts if it was in the box by then. The log will say.
    Unknown,
    /// It was a change: the ballot before it, which has a receipt.
    Former,
    /// It was a change, and the contest ended: the ballot before it, or the change if it was in the box by then.
    Either,
}

/// A ballot on its way. Independent of the device, so it can run as a task of its own.
#[derive(Debug)]
pub struct CastJob {
    dialer: Dialer,
    sitting: Arc<Sitting>,
    number: u64,
    fresh: Arc<Freshness>,
    contest: Bytes32,
    code: Bytes32,
    act: Act,
    receipt: Option<BoxReceipt>,
    /// An attempt may have been made before this job.
    may_be_sent: bool,
}

/// The act as it was stored.
pub(super) fn stored_act(text: &str, contest: u64) -> Result<Act, DeviceError> {
    decode_strict(text.as_bytes()).map_err(|_| DeviceError::NotCast { contest })
}

impl Device {
    /// The ballot that was committed and has neither receipt nor final refusal. Whoever asks may send it: of what is asked for twice,
    /// or stored by an earlier process, nobody knows any more that it was never sent.
    pub fn pending_cast(&mut self, number: u64) -> Result<Option<CastJob>, DeviceError> {
        let may_be_sent = !self.unsent.remove(&number);
        let pending = self.state.get().contest(number).and_then(ContestState::pending);
        let job = pending.map(|cast| self.job(number, cast)).transpose()?;
        Ok(job.map(|job| CastJob { may_be_sent, ..job }))
    }

    /// The receipted ballot, to bring it back to a box that lost it.
    pub fn recovery(&self, number: u64) -> Result<Option<CastJob>, DeviceError> {
        let receipted = self.state.get().contest(number).and_then(ContestState::receipted);
        receipted.filter(|cast| cast.found.is_none()).map(|cast| self.job(number, cast)).transpose()
    }

    fn job(&self, number: u64, cast: &CastState) -> Result<CastJob, DeviceError> {
        let state = self.state.get().contest(number).ok_or(DeviceError::NotCast { contest: number })?;
        Ok(CastJob {
            dialer: self.dialer.clone(),
            sitting: self.believed_sitting()?,
            number,
            fresh: Arc::clone(&self.fresh),
            contest: state.contest,
            code: cast.code,
            act: stored_act(&cast.act, number)?,
            receipt: cast.receipt,
            may_be_sent: true,
        })
    }

    /// Keeps how a cast ended, durably.
    pub fn keep_outcome(&mut self, number: u64, outcome: &CastOutcome) -> Result<(), DeviceError> {
        Ok(self.change(|state| {
            let Some(state) = state.contest_mut(number) else { return };
            let Some(cast) = &mut state.cast else { return };
            match outcome {
                CastOutcome::Boxed(receipt) => {
                    cast.receipt = Some(*receipt);
                    // The box has the one in the other's place.
                    if state.former.take().is_some() {
                        state.changes = state.changes.saturating_add(1);
                    }
                }
                CastOutcome::Refused { refusal, .. } => {
                    cast.refused = Some(refusal.reason.as_str().to_owned());
                }
            }
        })?)
    }

    /// What counts of this deputy's after the newest cast was refused.
    pub fn standing_after(&self, number: u64, refusal: &ServerRefusal, unanswered: bool) -> Standing {
        let has_former = self.state.get().contest(number).is_some_and(|state| state.former.is_some());
        // Before the end the box answers what it has with its receipt; after it, with a refusal (§10.1).
        let ended = matches!(refusal.reason, Reason::Rule(Code::ContestNotOpen | Code::ContestOver));
        match (has_former, ended && unanswered) {
            (false, false) => Standing::Nothing,
            (false, true) => Standing::Unknown,
            (true, true) => Standing::Either,
            (true, false) => Standing::Former,
        }
    }

    /// Casts a prepared ballot: stores it, sends it until there is a receipt or a final refusal, keeps the answer. `delayed`
    /// is told the attempt about to be made, why, and the wait before it.
    pub async fn cast(
        &mut self,
        prepared: super::Prepared,
        delayed: impl FnMut(u32, Delay, Duration),
    ) -> Result<CastOutcome, DeviceError> {
        let number = prepared.contest().number;
        self.commit_cast(prepared)?;
        let job = self.pending_cast(number)?.ok_or(DeviceError::NotCast { contest: number })?;
        let outcome = job.run(delayed).await?;
        self.keep_outcome(number, &outcome)?;
        Ok(outcome)
    }

    /// Puts an opened encryption on the log as a record, over a connection of its own. Checking needs no record.
    pub async fn record_challenge(&self, opening: &Opening) -> Result<(), DeviceError> {
        let sitting = self.believed_sitting()?;
        record_challenge(&self.dialer, &sitting, opening).await
    }
}

/// See [`Device::record_challenge`].
pub(super) async fn record_challenge(
    dialer: &Dialer,
    sitting: &Sitting,
    opening: &Opening,
) -> Result<(), DeviceError> {
    let mut connection = Connection::dial(dialer).await?;
    let answer = connection.submit(&opening.record()?, sitting).await?;
    connection.close().await;
    match answer {
        Answer::Accepted(_) => Ok(()),
        Answer::Refused(refusal) => Err(refusal.into()),
        _ => Err(DeviceError::AnswerUnfit { act: "ballot_challenged" }),
    }
}

impl CastJob {
    /// Sends the ballot until there is an answer for good. An error: waiting cannot help.
    pub async fn run(self, delayed: impl FnMut(u32, Delay, Duration)) -> Result<CastOutcome, DeviceError> {
        Ok(match persist(&self, delayed).await? {
            (CastOutcome::Refused { refusal, .. }, lost) => {
                CastOutcome::Refused { refusal, unanswered: lost || self.may_be_sent }
            }
            (boxed, _) => boxed,
        })
    }

    fn outcome(&self, answer: Answer) -> Result<CastOutcome, NetError> {
        match answer {
            // Signature and act were checked with the answer; contest and code are ours to compare.
            Answer::Boxed(receipt)
                if receipt.boxed.contest == self.contest && receipt.boxed.code == self.code =>
            {
                Ok(CastOutcome::Boxed(receipt))
            }
            Answer::Boxed(_) => Err(AnswerError::OtherAct.into()),
            Answer::Refused(refusal) => Ok(CastOutcome::Refused { refusal, unanswered: false }),
            Answer::Accepted(_) | Answer::Proposed { .. } => Err(NetError::Unexpected { what: "no receipt" }),
        }
    }
}

impl Attempt for CastJob {
    type Outcome = CastOutcome;

    /// The connection is fresh.
    async fn attempt(&self) -> Result<CastOutcome, NetError> {
        let mut connection = Connection::dial(&self.dialer).await?;
        let answer = match &self.receipt {
            None => connection.submit(&self.act, &self.sitting).await,
            Some(receipt) => connection.recover(&self.act, receipt, &self.sitting).await,
        };
        let outcome = self.outcome(answer?);
        connection.close().await;
        outcome
    }

    /// What has a receipt was cast before.
    fn may_send(&self) -> bool {
        self.receipt.is_some() || self.fresh.may_cast(self.number, Instant::now())
    }

    fn refusal(outcome: &CastOutcome) -> Option<Reason> {
        match outcome {
            CastOutcome::Refused { refusal, .. } => Some(refusal.reason),
            CastOutcome::Boxed(_) => None,
        }
    }
}

/// Something that is sent again and again, the same each time.
pub(super) trait Attempt {
    /// What an answer gives.
    type Outcome;
    /// Whether witnesses vouch for what it would be sent to.
    fn may_send(&self) -> bool;
    /// One connection, one message, one answer.
    fn attempt(&self) -> impl Future<Output = Result<Self::Outcome, NetError>> + Send;
    /// Why it was refused, if it was.
    fn refusal(outcome: &Self::Outcome) -> Option<Reason>;
}

/// Attempts until there is an answer for good; none while no quorum of witnesses is fresh. Beside the outcome: whether an attempt before it
/// had no answer.
pub(super) async fn persist<A: Attempt>(
    sent: &A,
    mut delayed: impl FnMut(u32, Delay, Duration),
) -> Result<(A::Outcome, bool), DeviceError> {
    let mut backoff = Backoff::default();
    let mut number = 1_u32;
    let mut lost = false;
    loop {
        if !sent.may_send() {
            delayed(number, Delay::Witnesses, WITNESSES_WAIT);
            tokio::time::sleep(WITNESSES_WAIT).await;
            continue;
        }
        let delay = match sent.attempt().await {
            Ok(outcome) => match A::refusal(&outcome).filter(|reason| reason.may_retry()) {
                Some(reason) => delay_of(reason),
                None => return Ok((outcome, lost)),
            },
            Err(error) if error.may_retry() => {
                lost = true;
                Delay::Network
            }
            Err(error) => return Err(error.into()),
        };
        let wait = backoff.next_wait();
        number = number.saturating_add(1);
        delayed(number, delay, wait);
        tokio::time::sleep(wait).await;
    }
}

fn delay_of(reason: Reason) -> Delay {
    match reason {
        Reason::Rule(Code::ContestIsHeld) => Delay::Held,
        Reason::Rule(Code::NotWitnessed) => Delay::Witnesses,
        Reason::Rule(_) | Reason::Problem(_) => Delay::Busy,
    }
}
