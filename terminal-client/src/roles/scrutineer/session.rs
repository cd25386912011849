//! A scrutineer's program at work: follows, decides, submits (protocol.md §11.1).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crypto::scrutineer::ScrutineerIndex;
use tokio::time::Instant;

use super::super::follower::{Follower, View, WaitError};
use super::super::session::{SessionError, Submitted, Submitter};
use super::program::{ScrutineerProgram, Step};
use super::refusal::ScrutineerError;

/// A signature of the key that the log does not show after this is submitted again: proposals are only in the server's memory.
pub const RESIGN_AFTER: Duration = Duration::from_secs(3);

/// A program with its connection.
#[derive(Clone, Debug)]
pub struct ScrutineerSession {
    program: Arc<Mutex<ScrutineerProgram>>,
    submitter: Submitter,
}

impl ScrutineerSession {
    /// The follower must be this scrutineer's own: it is what the log is verified with.
    pub fn new(program: ScrutineerProgram, submitter: Submitter) -> Self {
        Self { program: Arc::new(Mutex::new(program)), submitter }
    }

    /// The follower.
    pub fn follower(&self) -> &Follower {
        self.submitter.follower()
    }

    /// This scrutineer's position in the current run.
    pub fn position(&self) -> Option<ScrutineerIndex> {
        self.follower()
            .read(|view| self.program.lock().unwrap_or_else(PoisonError::into_inner).position(view.state()))
    }

    /// What the log calls for now.
    pub fn next_step(&self) -> Result<Step, ScrutineerError> {
        self.follower()
            .read(|view| self.program.lock().unwrap_or_else(PoisonError::into_inner).next_step(view.state()))
    }

    /// Makes the act of one step and submits it. The vault's work (scrypt, the disk) is done on a blocking thread.
    pub async fn perform(&self, step: Step) -> Result<Submitted, SessionError> {
        let (program, follower) = (Arc::clone(&self.program), self.follower().clone());
        let act = tokio::task::spawn_blocking(move || {
            // A copy: scrypt takes a second, and the follower must not wait for it.
            let log = follower.read(|view| view.log().clone());
            program.lock().unwrap_or_else(PoisonError::into_inner).act(step, &log)
        })
        .await
        .map_err(|_| SessionError::Interrupted)??;
        self.submitter.submit(&act).await
    }

    /// Signs the report of a contest, once it is declared or voided in our log, for at most `limit`.
    pub async fn sign_report(
        &self,
        contest: u64,
        report: [u8; 32],
        limit: Duration,
    ) -> Result<Submitted, SessionError> {
        let over = super::super::secretariat::has_reached(contest, audit::fold::Stage::Declared);
        self.follower().wait_until(limit, over).await?;
        let act = self.follower().read(|view| {
            let program = self.program.lock().unwrap_or_else(PoisonError::into_inner);
            program.sign_report(contest, report, view.log())
        })?;
        self.submitter.submit(&act).await
    }

    /// Does every step that the log calls for until `done` says so of the log, for at most `limit`. `asks` is asked before a step
    /// is done (a person, or `|_| true`); a step that it declines is asked for again when the log has gone on.
    pub async fn attend(
        &self,
        limit: Duration,
        mut asks: impl FnMut(Step) -> bool,
        mut done: impl FnMut(&View) -> bool,
    ) -> Result<(), SessionError> {
        let deadline = Instant::now() + limit;
        loop {
            let remaining = deadline.saturating_duration_since(Instant::now());
            let (finished, size) = self.follower().read(|view| (done(view), view.log().size()));
            if finished {
                return Ok(());
            }
            if remaining.is_zero() {
                return Err(WaitError::TimedOut { limit }.into());
            }
            let step = self.next_step()?;
            if step == Step::Done {
                return Ok(());
            }
            if matches!(step, Step::WaitFor(_)) || !asks(step) {
                self.wait_beyond(size, remaining).await?;
                continue;
            }
            match self.perform(step).await {
                Ok(Submitted::Accepted(placed)) => {
                    self.wait_beyond(placed.index.get(), remaining.min(RESIGN_AFTER)).await?;
                }
                Ok(Submitted::Proposed { .. } | Submitted::AlreadyThere) => {
                    self.wait_beyond(size, remaining.min(RESIGN_AFTER)).await?;
                }
                // Somebody was faster, and our log is not there yet: wait for it and look again.
                Err(SessionError::Scrutineer(ScrutineerError::NotNow)) => {}
                Err(error @ SessionError::Refused(_)) => {
                    self.wait_beyond(size, remaining.min(RESIGN_AFTER)).await?;
                    if self.follower().read(|view| view.log().size()) == size {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Waits until the log is longer than `size`, or until `limit` is over.
    async fn wait_beyond(&self, size: u64, limit: Duration) -> Result<(), SessionError> {
        match self.follower().wait_until(limit, |view| (view.log().size() > size).then_some(())).await {
            Ok(()) | Err(WaitError::TimedOut { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
