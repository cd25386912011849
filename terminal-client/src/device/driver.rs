//! Runs a device: commands in, events out, everything between by itself.
//!
//! It keeps one connection that watches the digest, does whatever the digest says is due, and starts over wherever it was after
//! a lost connection or a restart. A cast runs beside it, on connections of its own.
//!
//! ```text
//! digest → believe the sitting → check in → for each contest: believe it, draw the ballot   as soon as it opens
//!                                           resume a cast or a named vote that a crash interrupted
//!                                           after the end: bring back what the box may have lost, return slip
//!                                           once the box is in the log: look the ballot up
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use audit::fold::Code;
use crypto::ballot::Choices;
use protocol::problem::Reason;
use protocol::server::{Digest, StageName};
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::{Instant, sleep_until};

use super::cast::{CastOutcome, Standing, record_challenge};
use super::error::DeviceError;
use super::event::{DeviceCommand, DeviceEvent, DeviceOptions, Step};
use super::prepare::Prepared;
use super::steps::{CheckIn, Device};
use super::vote::VoteOutcome;
use crate::net::{Backoff, Connection, NetError, Push, reconnect};

mod contests;

/// After something that may pass, such as an entry that is not published yet.
const RETRY_WAIT: Duration = Duration::from_millis(700);
/// Between two looks at the digest where the log has a check-in that the digest does not show.
const KEY_REFUSED_WAIT: Duration = Duration::from_secs(2);
/// After so many of them the check-in was undone.
const KEY_REFUSED_MAX: u32 = 3;

/// Runs a device until [`DeviceCommand::Stop`], or until commands or events have nobody at the other end. An error: this device
/// must not go on (its own file, another server, evidence against the server).
pub async fn run(
    device: Device,
    options: DeviceOptions,
    commands: Receiver<DeviceCommand>,
    events: Sender<DeviceEvent>,
) -> Result<(), DeviceError> {
    let receipted = device.receipted();
    let mut driver = Driver {
        device,
        options,
        events,
        jobs: JoinSet::new(),
        link: None,
        digest: None,
        retry_at: None,
        prepared: None,
        wants_check_in: options.check_in,
        was_checked_in: false,
        proposed: None,
        key_refused: 0,
        stages: BTreeMap::new(),
        ready: BTreeSet::new(),
        running: BTreeSet::new(),
        // This device was off, so the server may have been too.
        may_be_lost: receipted,
        find_at: BTreeMap::new(),
        given_up: BTreeSet::new(),
        believed: BTreeSet::new(),
        unwitnessed: BTreeSet::new(),
        witnesses_told: None,
        papers: BTreeSet::new(),
        placed: BTreeMap::new(),
        votes_told: BTreeSet::new(),
        sealed: false,
    };
    match driver.run(commands).await {
        Ok(()) | Err(Stop::Ended) => Ok(()),
        Err(Stop::Failed(error)) => {
            driver.device.keep_evidence(&error)?;
            Err(error)
        }
    }
}

/// Why the driver stops.
enum Stop {
    Ended,
    Failed(DeviceError),
}

impl<E: Into<DeviceError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// What ran beside the driver.
enum Job {
    Connected(Result<Box<Connection>, NetError>),
    Cast { contest: u64, result: Result<CastOutcome, DeviceError> },
    Recovered { contest: u64, result: Result<CastOutcome, DeviceError> },
    Voted { contest: u64, result: Result<VoteOutcome, DeviceError> },
    Recorded(Result<(), DeviceError>),
}

struct Driver {
    device: Device,
    options: DeviceOptions,
    events: Sender<DeviceEvent>,
    jobs: JoinSet<Job>,
    link: Option<Box<Connection>>,
    digest: Option<Digest>,
    retry_at: Option<Instant>,
    prepared: Option<Prepared>,
    wants_check_in: bool,
    was_checked_in: bool,
    /// What was said about a check-in that waits for others; a new connection submits again.
    proposed: Option<CheckIn>,
    /// Times that the device key was refused as used while the digest showed no check-in.
    key_refused: u32,
    stages: BTreeMap<u64, Option<StageName>>,
    ready: BTreeSet<u64>,
    /// Casts and recoveries that run.
    running: BTreeSet<Step>,
    /// Contests whose receipted ballot a server that stopped may have lost.
    may_be_lost: BTreeSet<u64>,
    find_at: BTreeMap<u64, Instant>,
    given_up: BTreeSet<Step>,
    /// Openings that were told of as believed.
    believed: BTreeSet<u64>,
    /// Openings that were told of as waiting for witnesses.
    unwitnessed: BTreeSet<u64>,
    /// The count of witnesses that was told last.
    witnesses_told: Option<(u64, u64)>,
    /// Contests whose paper ballot was told of.
    papers: BTreeSet<u64>,
    /// Votes of this device that the server has, by contest: the leaf, where it said so. They are not sent again.
    placed: BTreeMap<u64, Option<[u8; 32]>>,
    /// Contests whose standing vote was told of.
    votes_told: BTreeSet<u64>,
    sealed: bool,
}

impl Driver {
    async fn run(&mut self, mut commands: Receiver<DeviceCommand>) -> Result<(), Stop> {
        self.dial();
        loop {
            let retry_at = self.retry_at;
            tokio::select! {
                push = next_push(&mut self.link) => self.pushed(push).await?,
                command = commands.recv() => self.command(command.ok_or(Stop::Ended)?).await?,
                Some(job) = self.jobs.join_next() => self.done(job.map_err(|_| DeviceError::Task)?).await?,
                () = wait_until(retry_at) => {
                    self.retry_at = None;
                    self.due().await?;
                }
                () = self.events.closed() => return Err(Stop::Ended),
            }
        }
    }

    async fn tell(&self, event: DeviceEvent) -> Result<(), Stop> {
        self.events.send(event).await.map_err(|_| Stop::Ended)
    }

    /// Starts to connect, beside everything else.
    fn dial(&mut self) {
        let (dialer, events) = (self.device.dialer.clone(), self.events.clone());
        self.jobs.spawn(async move {
            let mut backoff = Backoff::default();
            // A full queue of events must not hold up the connection.
            let failed = |error: &NetError, wait| {
                tracing::debug!(%error, "no connection");
                let (zh, en) = error.sentence();
                let _ = events.try_send(DeviceEvent::Disconnected { zh, en, wait });
            };
            Job::Connected(reconnect(&dialer, &mut backoff, failed).await.map(Box::new))
        });
    }

    async fn lost(&mut self, error: NetError) -> Result<(), Stop> {
        self.link = None;
        self.retry_at = None;
        self.proposed = None;
        // A box loses a ballot only when its server stops, and then every connection breaks.
        self.may_be_lost.extend(self.device.receipted());
        tracing::debug!(%error, "connection lost");
        let (zh, en) = error.sentence();
        self.tell(DeviceEvent::Disconnected { zh, en, wait: Duration::ZERO }).await?;
        self.dial();
        Ok(())
    }

    async fn pushed(&mut self, push: Result<Push, NetError>) -> Result<(), Stop> {
        match push {
            Ok(Push::Digest(digest)) => {
                self.digest = Some(digest);
                self.due().await
            }
            Ok(_) => self.lost(NetError::Unexpected { what: "a push that was not asked for" }).await,
            Err(error) => self.lost(error).await,
        }
    }

    async fn done(&mut self, job: Job) -> Result<(), Stop> {
        match job {
            Job::Connected(connection) => {
                let mut connection = connection?;
                match connection.watch(self.device.deputy()).await {
                    Ok(()) => self.link = Some(connection),
                    Err(error) => return self.lost(error).await,
                }
                self.tell(DeviceEvent::Connected).await
            }
            Job::Cast { contest, result } => {
                self.running.remove(&Step::Cast { contest });
                match result {
                    Ok(outcome) => {
                        self.device.keep_outcome(contest, &outcome)?;
                        self.tell(match outcome {
                            CastOutcome::Boxed(receipt) => {
                                DeviceEvent::Boxed { contest, receipt, changes: self.device.changes(contest) }
                            }
                            CastOutcome::Refused { refusal, unanswered } => {
                                let standing = self.device.standing_after(contest, &refusal, unanswered);
                                DeviceEvent::CastRefused { contest, refusal, standing }
                            }
                        })
                        .await?;
                        self.due().await
                    }
                    Err(error) => self.failed(Step::Cast { contest }, error).await,
                }
            }
            Job::Recovered { contest, result } => {
                self.running.remove(&Step::Recover { contest });
                match result {
                    Ok(CastOutcome::Boxed(_)) => {
                        self.may_be_lost.remove(&contest);
                        Ok(())
                    }
                    // The box is being opened, or has the change whose receipt did not arrive: what was in it, the look-up
                    // says, with evidence.
                    Ok(CastOutcome::Refused { refusal, .. })
                        if matches!(
                            refusal.reason,
                            Reason::Rule(Code::ContestNotOpen | Code::ContestOver | Code::RecastRefused)
                        ) =>
                    {
                        self.may_be_lost.remove(&contest);
                        Ok(())
                    }
                    Ok(CastOutcome::Refused { refusal, .. }) => {
                        self.failed(Step::Recover { contest }, refusal.into()).await
                    }
                    Err(error) => self.failed(Step::Recover { contest }, error).await,
                }
            }
            Job::Voted { contest, result } => self.voted(contest, result).await,
            Job::Recorded(Ok(())) => self.tell(DeviceEvent::Recorded).await,
            Job::Recorded(Err(error)) => self.tell(DeviceEvent::Failed { step: Step::Record, error }).await,
        }
    }

    async fn command(&mut self, command: DeviceCommand) -> Result<(), Stop> {
        match command {
            DeviceCommand::CheckIn => {
                self.wants_check_in = true;
                self.proposed = None;
                self.given_up.remove(&Step::CheckIn);
                self.due().await
            }
            DeviceCommand::Prepare { contest, choices } => {
                self.prepared = None;
                match self.prepare(contest, choices).await {
                    Ok(prepared) => {
                        let code = prepared.code();
                        self.prepared = Some(prepared);
                        self.tell(DeviceEvent::Prepared { contest, code }).await
                    }
                    Err(error) => self.tell(DeviceEvent::Failed { step: Step::Prepare, error }).await,
                }
            }
            DeviceCommand::Discard => {
                self.prepared = None;
                Ok(())
            }
            DeviceCommand::Challenge => {
                let event = match self.prepared.take() {
                    Some(prepared) => DeviceEvent::Opened(Box::new(prepared.open())),
                    None => DeviceEvent::Failed { step: Step::Challenge, error: DeviceError::NotPrepared },
                };
                self.tell(event).await
            }
            DeviceCommand::Record(opening) => {
                let dialer = self.device.dialer.clone();
                let sitting = self.device.believed_sitting();
                self.jobs.spawn(async move {
                    Job::Recorded(match sitting {
                        Ok(sitting) => record_challenge(&dialer, &sitting, &opening).await,
                        Err(error) => Err(error),
                    })
                });
                Ok(())
            }
            DeviceCommand::Cast => self.cast().await,
            DeviceCommand::Vote { contest, columns } => self.vote(contest, &columns).await,
            DeviceCommand::Stop => Err(Stop::Ended),
        }
    }

    /// Encrypts on a thread of its own: it is computing, and the connection must go on.
    async fn prepare(&self, contest: u64, choices: Choices) -> Result<Prepared, DeviceError> {
        let encrypt = self.device.encryption(contest, choices)?;
        spawn_blocking(encrypt).await.map_err(|_| DeviceError::Task)?
    }

    async fn cast(&mut self) -> Result<(), Stop> {
        let Some(prepared) = self.prepared.take() else {
            return self
                .tell(DeviceEvent::Failed { step: Step::Prepare, error: DeviceError::NotPrepared })
                .await;
        };
        let contest = prepared.contest().number;
        match self.device.commit_cast(prepared) {
            Ok(()) => {
                self.given_up.remove(&Step::Cast { contest });
                self.start_cast(contest).await
            }
            // The file could not be written: whether the ballot is on disk is not known, so nothing goes on.
            Err(error @ DeviceError::State(_)) => Err(Stop::Failed(error)),
            Err(error) => self.tell(DeviceEvent::Failed { step: Step::Cast { contest }, error }).await,
        }
    }

    async fn start_cast(&mut self, contest: u64) -> Result<(), Stop> {
        let step = Step::Cast { contest };
        if self.running.contains(&step) || self.given_up.contains(&step) {
            return Ok(());
        }
        let Some(job) = self.device.pending_cast(contest)? else { return Ok(()) };
        self.running.insert(step);
        let events = self.events.clone();
        self.jobs.spawn(async move {
            let delayed = |attempt, delay, wait| {
                let _ = events.try_send(DeviceEvent::CastDelayed { contest, attempt, delay, wait });
            };
            Job::Cast { contest, result: job.run(delayed).await }
        });
        self.tell(DeviceEvent::Casting { contest }).await
    }

    async fn vote(&mut self, contest: u64, columns: &[usize]) -> Result<(), Stop> {
        match self.device.commit_vote(contest, columns) {
            Ok(()) => {
                self.placed.remove(&contest);
                self.given_up.remove(&Step::Vote { contest });
                self.start_vote(contest).await
            }
            // Whether the vote is on disk is not known, so nothing goes on.
            Err(error @ DeviceError::State(_)) => Err(Stop::Failed(error)),
            Err(error) => self.tell(DeviceEvent::Failed { step: Step::Vote { contest }, error }).await,
        }
    }

    /// Sends the vote that was signed and has no answer.
    async fn start_vote(&mut self, contest: u64) -> Result<(), Stop> {
        let step = Step::Vote { contest };
        if self.running.contains(&step) || self.given_up.contains(&step) || self.placed.contains_key(&contest)
        {
            return Ok(());
        }
        let Some(job) = self.device.pending_vote(contest)? else { return Ok(()) };
        self.running.insert(step);
        let events = self.events.clone();
        self.jobs.spawn(async move {
            let delayed = |attempt, delay, wait| {
                let _ = events.try_send(DeviceEvent::CastDelayed { contest, attempt, delay, wait });
            };
            Job::Voted { contest, result: job.run(delayed).await }
        });
        self.tell(DeviceEvent::Casting { contest }).await
    }

    async fn voted(&mut self, contest: u64, result: Result<VoteOutcome, DeviceError>) -> Result<(), Stop> {
        self.running.remove(&Step::Vote { contest });
        match result {
            Ok(VoteOutcome::Placed { leaf }) => {
                self.placed.insert(contest, Some(leaf));
                self.due().await
            }
            Ok(VoteOutcome::StandsAlready) => {
                self.placed.insert(contest, None);
                self.due().await
            }
            Ok(VoteOutcome::Refused(refusal)) => {
                self.device.keep_vote_refused(contest, &refusal)?;
                let standing = match self.device.standing_vote(contest)? {
                    Some(_) => Standing::Former,
                    None => Standing::Nothing,
                };
                self.tell(DeviceEvent::CastRefused { contest, refusal, standing }).await
            }
            Err(error) => self.failed(Step::Vote { contest }, error).await,
        }
    }

    fn start_recovery(&mut self, contest: u64) -> Result<(), Stop> {
        let step = Step::Recover { contest };
        if !self.may_be_lost.contains(&contest)
            || self.running.contains(&step)
            || self.given_up.contains(&step)
        {
            return Ok(());
        }
        let Some(job) = self.device.recovery(contest)? else { return Ok(()) };
        self.running.insert(step);
        self.jobs.spawn(async move { Job::Recovered { contest, result: job.run(|_, _, _| {}).await } });
        Ok(())
    }

    /// Does what the digest says is due. May be called at any time, any number of times.
    async fn due(&mut self) -> Result<(), Stop> {
        // The connection is taken along, so that steps can use it and the device at once.
        let (Some(mut link), Some(digest)) = (self.link.take(), self.digest.clone()) else { return Ok(()) };
        match self.steps(&mut link, &digest).await {
            Ok(()) => self.link = Some(link),
            Err(Stop::Failed(DeviceError::Net(error))) if error.may_retry() => return self.lost(error).await,
            Err(Stop::Failed(error)) if error.may_retry() => {
                self.link = Some(link);
                self.again_after(RETRY_WAIT);
            }
            Err(stop) => return Err(stop),
        }
        Ok(())
    }

    fn again_after(&mut self, wait: Duration) {
        let at = Instant::now() + wait;
        self.retry_at = Some(self.retry_at.map_or(at, |earlier| earlier.min(at)));
    }

    async fn steps(&mut self, link: &mut Connection, digest: &Digest) -> Result<(), Stop> {
        self.device.believe(link, digest).await?;
        self.device.see_quorum(digest, Instant::now())?;
        if let Some((have, quorum)) = self.device.witnesses()
            && self.witnesses_told.replace((have, quorum)) != Some((have, quorum))
        {
            self.tell(DeviceEvent::Witnesses { have, quorum }).await?;
        }
        let is_in = self.check_in(link, digest).await?;
        let mut waits = None;
        for contest in &digest.contests {
            match self.contest(link, contest, is_in).await {
                // One contest that waits for something does not hold up the others.
                Err(Stop::Failed(error)) if error.may_retry() && !matches!(error, DeviceError::Net(_)) => {
                    waits = Some(error);
                }
                done => done?,
            }
        }
        if digest.sealed && !self.sealed {
            self.sealed = true;
            self.tell(DeviceEvent::Sealed).await?;
        }
        waits.map_or(Ok(()), |error| Err(Stop::Failed(error)))
    }

    async fn check_in(&mut self, link: &mut Connection, digest: &Digest) -> Result<bool, Stop> {
        match self.device.is_checked_in(link, digest).await {
            Ok(Some(_)) => {
                self.wants_check_in = false;
                self.proposed = None;
                if !self.was_checked_in {
                    self.was_checked_in = true;
                    self.tell(DeviceEvent::CheckedIn).await?;
                }
                return Ok(true);
            }
            Ok(None) => {}
            Err(error) => return self.failed(Step::CheckIn, error).await.map(|()| false),
        }
        if self.was_checked_in {
            // Undone at the desk, or left early: whether to check in again is for people to say.
            self.was_checked_in = false;
            self.wants_check_in = false;
            self.renew_device_key(digest)?;
            self.tell(DeviceEvent::CheckInUndone).await?;
        }
        // A roll must stand before anyone can check in.
        let is_due = self.wants_check_in && self.proposed.is_none() && !digest.roll.is_empty();
        if !is_due || self.given_up.contains(&Step::CheckIn) {
            return Ok(false);
        }
        match self.device.check_in(link, digest).await {
            Ok(CheckIn::Done) => {}
            Ok(state) => {
                self.proposed = Some(state);
                match state {
                    CheckIn::AwaitingRoles => self.tell(DeviceEvent::AwaitingRoles).await?,
                    CheckIn::AwaitingDesk => self.tell(DeviceEvent::AwaitingDesk).await?,
                    CheckIn::Submitted | CheckIn::Done => {}
                }
            }
            // The key of a check-in that was undone while this device was off.
            Err(DeviceError::Refused(refusal))
                if matches!(refusal.reason, Reason::Rule(Code::DeviceKeyUsed | Code::BodyRepeated)) =>
            {
                self.key_used(link, digest).await?;
            }
            Err(error) => self.failed(Step::CheckIn, error).await?,
        }
        Ok(false)
    }

    /// The check-in body stands in the log already. Either the digest is older than the check-in, or the check-in was undone
    /// since. Only if the digest stays empty is it the second, and a fresh key is needed.
    async fn key_used(&mut self, link: &mut Connection, digest: &Digest) -> Result<(), Stop> {
        self.key_refused = self.key_refused.saturating_add(1);
        if self.key_refused == KEY_REFUSED_MAX {
            self.key_refused = 0;
            self.renew_device_key(digest)?;
        }
        link.watch(self.device.deputy()).await?;
        self.again_after(KEY_REFUSED_WAIT);
        Ok(())
    }

    /// A step that failed: again later where that may help; the end where the device must not go on; else told and given up.
    async fn failed(&mut self, step: Step, error: DeviceError) -> Result<(), Stop> {
        if error.may_retry()
            || matches!(error, DeviceError::Net(_) | DeviceError::Trust(_) | DeviceError::State(_))
        {
            return Err(Stop::Failed(error));
        }
        if self.given_up.insert(step) {
            self.tell(DeviceEvent::Failed { step, error }).await?;
        }
        Ok(())
    }
}

/// The next push; never, while there is no connection.
async fn next_push(link: &mut Option<Box<Connection>>) -> Result<Push, NetError> {
    match link {
        Some(connection) => connection.next().await,
        None => std::future::pending().await,
    }
}

async fn wait_until(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}
