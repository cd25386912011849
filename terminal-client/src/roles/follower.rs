//! Follows the log over a connection, for ever, and verifies every entry before anyone sees it.
//!
//! Invariants
//! - What [`View`] shows was folded in this process ([`FollowedLog`]); only the status is the server's word.
//! - A lost connection is made again and the log continues from its own size, so a server that comes back with another history
//!   breaks the chain and is refuted.
//! - A refused entry stops the follower; the line is kept in [`Refuted`].

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use audit::fold::State;
use futures_util::FutureExt as _;
use protocol::server::Status;
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout_at};

use super::log::{BATCH_LINES, FollowedLog, Refuted};
use super::witness::Seat;
use crate::net::{Backoff, Connection, Dialer, NetError, Push, Sitting, SittingError, reconnect};
use crate::sitting_file::SittingFile;

/// Events that a slow reader may leave unread; beyond these it is told that it missed some and reads the state.
pub const EVENTS_MAX: usize = 4_096;
/// Cosignatures that wait for the connection.
const ANSWERS_MAX: usize = 4;

/// What a follower tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FollowerEvent {
    /// The entry with this index was verified and stands in the state.
    Entry(u64),
    /// There is a newer [`Status`].
    Status,
    /// The witness at this terminal did something, or could not.
    Witness,
    /// No connection; it is tried again.
    Disconnected(String),
    /// There is one again.
    Reconnected,
    /// An entry was refused; the follower has stopped.
    Refuted(Refuted),
    /// It has stopped for another reason.
    Stopped(Stopped),
}

/// Why a follower stopped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// An entry was refused.
    #[error(transparent)]
    Refuted(Refuted),
    /// Entry 0 has the pinned fingerprint but does not fit the sitting file.
    #[error(transparent)]
    Sitting(SittingError),
    /// The server cannot be talked to, and trying again would not help.
    #[error("{0}")]
    Connection(String),
}

/// What one party sees.
#[derive(Debug)]
pub struct View {
    log: FollowedLog,
    sitting: Option<Sitting>,
    status: Status,
    connected: bool,
    stopped: Option<Stopped>,
    seat: Option<Seat>,
}

impl View {
    /// The log, verified.
    pub fn log(&self) -> &FollowedLog {
        &self.log
    }

    /// What the log says.
    pub fn state(&self) -> &State {
        self.log.state()
    }

    /// Entry 0 with its keys, once it came.
    pub fn sitting(&self) -> Option<&Sitting> {
        self.sitting.as_ref()
    }

    /// The newest status. The server's word, no evidence.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// What the witness at this terminal is doing, if there is one.
    pub fn seat(&self) -> Option<&Seat> {
        self.seat.as_ref()
    }

    pub(super) fn seat_mut(&mut self) -> &mut Seat {
        self.seat.get_or_insert_default()
    }

    /// Whether there is a connection now.
    pub fn is_connected(&self) -> bool {
        self.connected
    }

    /// Why it stopped, if it did.
    pub fn stopped(&self) -> Option<&Stopped> {
        self.stopped.as_ref()
    }
}

/// Why waiting ended without what was waited for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WaitError {
    /// It did not come about in time.
    #[error("it did not happen within {} seconds", limit.as_secs())]
    TimedOut {
        /// How long was waited.
        limit: Duration,
    },
    /// The follower stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
}

pub(super) struct Shared {
    view: RwLock<View>,
    changed: watch::Sender<u64>,
    events: broadcast::Sender<FollowerEvent>,
    /// The checkpoint that witnesses are asked about.
    asked: watch::Sender<Option<Arc<str>>>,
    /// Cosignatures for the server.
    answers: mpsc::Sender<String>,
}

struct Task {
    shared: Arc<Shared>,
    abort: AbortHandle,
}

impl Drop for Task {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

/// A handle on one followed log. Clones share it; when the last is dropped, following ends.
#[derive(Clone)]
pub struct Follower(Arc<Task>);

impl Follower {
    /// Starts following, in the running tokio runtime.
    pub fn start(dialer: Dialer) -> Self {
        let view = View {
            log: FollowedLog::new(dialer.file().fingerprint),
            sitting: None,
            status: Status::default(),
            connected: false,
            stopped: None,
            seat: None,
        };
        let (answers, to_send) = mpsc::channel(ANSWERS_MAX);
        let shared = Arc::new(Shared {
            view: RwLock::new(view),
            changed: watch::Sender::new(0),
            events: broadcast::Sender::new(EVENTS_MAX),
            asked: watch::Sender::new(None),
            answers,
        });
        let abort = tokio::spawn(run(Arc::clone(&shared), dialer, to_send)).abort_handle();
        Self(Arc::new(Task { shared, abort }))
    }

    /// The same from a sitting file.
    pub fn of(file: &SittingFile) -> Result<Self, NetError> {
        Ok(Self::start(Dialer::new(file)?))
    }

    pub(super) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.0.shared)
    }

    /// Events from now on. A reader that falls more than [`EVENTS_MAX`] behind gets `Lagged` once.
    pub fn events(&self) -> broadcast::Receiver<FollowerEvent> {
        self.0.shared.events.subscribe()
    }

    /// Looks at what this party sees. New entries wait meanwhile, so `look` is short.
    pub fn read<T>(&self, look: impl FnOnce(&View) -> T) -> T {
        look(&self.0.shared.read())
    }

    /// Waits until `find` finds something, for at most `limit`. It looks now, and after every change of the view.
    pub async fn wait_until<T>(
        &self,
        limit: Duration,
        mut find: impl FnMut(&View) -> Option<T>,
    ) -> Result<T, WaitError> {
        let deadline = Instant::now() + limit;
        let mut changed = self.0.shared.changed.subscribe();
        loop {
            changed.mark_unchanged();
            let (found, stopped) = self.read(|view| (find(view), view.stopped.clone()));
            if let Some(found) = found {
                return Ok(found);
            }
            if let Some(stopped) = stopped {
                return Err(stopped.into());
            }
            // The sender lives as long as `self`, so only the deadline ends this.
            if timeout_at(deadline, changed.changed()).await.is_err() {
                return Err(WaitError::TimedOut { limit });
            }
        }
    }

    /// Waits for the next change of the view, for at most `limit`; whether there was one.
    pub async fn wait_for_change(&self, limit: Duration) -> bool {
        let mut changed = self.0.shared.changed.subscribe();
        timeout_at(Instant::now() + limit, changed.changed()).await.is_ok()
    }

    /// Entry 0 with its keys, for whoever submits.
    pub async fn sitting(&self, limit: Duration) -> Result<Sitting, WaitError> {
        self.wait_until(limit, |view| view.sitting.clone()).await
    }
}

impl std::fmt::Debug for Follower {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Follower({} entries)", self.read(|view| view.log.size()))
    }
}

/// How following over one connection ended.
enum Ended {
    Lost(NetError),
    Stopped(Stopped),
}

impl From<NetError> for Ended {
    fn from(error: NetError) -> Self {
        Self::Lost(error)
    }
}

async fn run(shared: Arc<Shared>, dialer: Dialer, mut answers: mpsc::Receiver<String>) {
    let mut backoff = Backoff::default();
    let mut connected_before = false;
    loop {
        let dialled = reconnect(&dialer, &mut backoff, |error, _| shared.lost(error)).await;
        let ended = match dialled {
            Err(error) => Ended::Stopped(Stopped::Connection(error.to_string())),
            Ok(connection) => {
                shared.connected(connected_before);
                connected_before = true;
                match follow(&shared, connection, dialer.file(), &mut answers, &mut backoff).await {
                    Ok(never) => match never {},
                    Err(ended) => ended,
                }
            }
        };
        match ended {
            Ended::Lost(error) => {
                shared.lost(&error);
                backoff.wait().await;
            }
            Ended::Stopped(stopped) => {
                shared.stop(stopped);
                return;
            }
        }
    }
}

async fn follow(
    shared: &Arc<Shared>,
    mut connection: Connection,
    file: &SittingFile,
    answers: &mut mpsc::Receiver<String>,
    backoff: &mut Backoff,
) -> Result<std::convert::Infallible, Ended> {
    let size = shared.read().log.size();
    connection.follow(size).await?;
    // What was asked on a connection that was lost is asked again on this one.
    while answers.try_recv().is_ok() {}
    let mut kept = None;
    loop {
        let push = if let Some(push) = kept.take() {
            push
        } else {
            tokio::select! {
                push = connection.next() => push?,
                Some(note) = answers.recv() => {
                    connection.cosign(note).await?;
                    continue;
                }
            }
        };
        backoff.reset();
        match push {
            Push::Entries { from, lines } => {
                let mut lines = lines;
                check_from(from, shared.read().log.size())?;
                // What has arrived meanwhile is verified together: ballots of the box come a thousand at once.
                let mut lost = None;
                while lines.len() < BATCH_LINES {
                    match connection.next().now_or_never() {
                        Some(Ok(Push::Entries { from: next, lines: more }))
                            if Some(next) == from.checked_add(lines.len() as u64) =>
                        {
                            lines.extend(more);
                        }
                        Some(Ok(other)) => {
                            kept = Some(other);
                            break;
                        }
                        Some(Err(error)) => {
                            lost = Some(error);
                            break;
                        }
                        None => break,
                    }
                }
                let (taker, file) = (Arc::clone(shared), file.clone());
                let taken = tokio::task::spawn_blocking(move || taker.take(lines, &file)).await;
                taken
                    .map_err(|_| Ended::Stopped(Stopped::Connection("verifying was interrupted".to_owned())))?
                    .map_err(Ended::Stopped)?;
                if let Some(error) = lost {
                    return Err(error.into());
                }
            }
            Push::Status(status) => shared.change(FollowerEvent::Status, |view| view.status = status),
            // Before it is cosigned its root is compared with that of what was verified here.
            Push::Checkpoint { note } => shared.ask(note),
            Push::Cosigned { problem, .. } => {
                if let Some(problem) = problem {
                    shared.change(FollowerEvent::Witness, |view| view.seat_mut().trouble = Some(problem));
                }
            }
            Push::Digest(_) => {}
        }
    }
}

/// A server that skips or repeats entries is asked again, over a new connection.
fn check_from(from: u64, size: u64) -> Result<(), NetError> {
    if from == size { Ok(()) } else { Err(NetError::Unexpected { what: "entries from another index" }) }
}

impl Shared {
    // The fold changes the state last, so even after a panic in a reader what stands there is whole.
    fn read(&self) -> RwLockReadGuard<'_, View> {
        self.view.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, View> {
        self.view.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self, note: String) {
        self.asked.send_replace(Some(note.into()));
    }

    pub(super) fn asked(&self) -> watch::Receiver<Option<Arc<str>>> {
        let mut asked = self.asked.subscribe();
        asked.mark_changed();
        asked
    }

    pub(super) fn answers(&self) -> mpsc::Sender<String> {
        self.answers.clone()
    }

    /// Looks at the view; new entries wait meanwhile.
    pub(super) fn look<T>(&self, look: impl FnOnce(&View) -> T) -> T {
        look(&self.read())
    }

    pub(super) fn change(&self, event: FollowerEvent, change: impl FnOnce(&mut View)) {
        change(&mut self.write());
        self.tell(event);
    }

    fn tell(&self, event: FollowerEvent) {
        // Nobody need listen.
        let _ = self.events.send(event);
        self.changed.send_modify(|version| *version = version.wrapping_add(1));
    }

    fn connected(&self, again: bool) {
        self.write().connected = true;
        if again {
            self.tell(FollowerEvent::Reconnected);
        }
    }

    fn lost(&self, error: &NetError) {
        self.change(FollowerEvent::Disconnected(error.to_string()), |view| view.connected = false);
    }

    fn stop(&self, stopped: Stopped) {
        let event = match &stopped {
            Stopped::Refuted(refuted) => FollowerEvent::Refuted(refuted.clone()),
            other => FollowerEvent::Stopped(other.clone()),
        };
        self.change(event, |view| {
            view.connected = false;
            view.stopped = Some(stopped);
        });
    }

    /// Verifies lines and takes them into the view, a batch at a time.
    fn take(&self, lines: Vec<String>, file: &SittingFile) -> Result<(), Stopped> {
        let mut lines = lines.into_iter().map(String::into_bytes).peekable();
        while lines.peek().is_some() {
            let batch: Vec<_> = lines.by_ref().take(BATCH_LINES).collect();
            let mut view = self.write();
            let before = view.log.size();
            let sitting = match (before, batch.first()) {
                // A wrong fingerprint is the log's to refuse, with the line as evidence.
                (0, Some(first)) if audit::entry::fingerprint(first) == file.fingerprint.0 => {
                    Some(Sitting::verify(first, file).map_err(Stopped::Sitting)?)
                }
                _ => None,
            };
            let taken = view.log.extend(batch).map_err(Stopped::Refuted);
            if sitting.is_some() {
                view.sitting = sitting;
            }
            let after = view.log.size();
            drop(view);
            (before..after).for_each(|index| self.tell(FollowerEvent::Entry(index)));
            taken?;
        }
        Ok(())
    }
}
