//! The sequencer: one thread that owns the sitting's state and decides the order of everything (DESIGN §8).
//!
//! Connections send it commands through one bounded queue; it takes what has come, checks each against the fold, and makes
//! the whole group durable at once (group commit).
//!
//! Invariants
//! - Order of acts: validate → append → **durable** → tree and views → answers. At most once a second besides: published
//!   lines, fsynced → sign → **the checkpoint persisted** → published by rename. Nothing signed leaves before it is persisted.
//! - An answer says what is on disk. After a failed append for want of room the state is folded again from the log.
//! - A failed fsync ends the thread with a [`Fatal`], and the process with it: restart and verify from disk, never retry.
//!
//! Next: `startup` is what happens before the first command; `core` the state and its commit; `acts`, `papers`, `casting`, `recast`,
//! `boxes` and `unboxing` what is done with each kind of command; `shared` what connections may look at.

mod acts;
mod boxes;
mod casting;
mod clock;
mod core;
mod papers;
mod places;
mod proposals;
mod recast;
mod register;
mod replay;
mod shared;
mod signing;
mod stale;
mod startup;
mod status;
mod unboxing;
mod witnessing;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use audit::entry::Signer;
use audit::fold::Refusal;
use audit::wire::Bytes32;
use crypto::ballot::OwnedVerifiedBallot;
use protocol::problem::{Problem, Reason};
use protocol::receipt::Boxed;
use protocol::server::Placed;
use protocol::{Act, limits};
use tokio::sync::oneshot;

pub use self::core::Fatal;
pub use acts::Submitted;
pub use casting::{Admitted, Casting, Examined, Unproved, ballot_of};
pub use clock::now;
pub use papers::Entering;
pub use shared::{Personal, Shared, SignedHead, int};
pub use startup::{Parts, StartError, examine};

use self::core::Core;
use self::places::Follower;

/// Commands of one group: so many share one fsync.
const GROUP_MAX: usize = 1_024;
/// Bytes of acts in one group; well below what one batch of the store may hold.
const GROUP_BYTES_MAX: usize = 4 * 1024 * 1024;

/// What the sequencer is asked.
pub enum Work {
    /// To append, issue or propose.
    Act {
        /// As submitted.
        act: Act,
        /// Its body, decoded.
        submitted: Box<Submitted>,
        /// What was worked out in front of the sequencer.
        checked: Checked,
    },
    /// To put a ballot into the box.
    Cast {
        /// The ballot, checked.
        admitted: Box<Admitted>,
        /// It came with a receipt, so the end of the voting does not matter.
        recovered: bool,
    },
}

/// What is dear to work out, and is worked out for many acts at once before the sequencer takes them one by one.
#[derive(Debug, Default)]
pub enum Checked {
    /// Nothing: most kinds are cheap.
    #[default]
    Nothing,
    /// For a challenge: the first halves A that it opens, recomputed.
    Opened(Vec<[u8; 32]>),
    /// For a paper that is entered: its ballot, verified.
    Paper(Box<OwnedVerifiedBallot>),
}

impl Work {
    fn bytes(&self) -> usize {
        match self {
            Self::Act { act, .. } => act
                .parts
                .iter()
                .map(|part| part.as_bytes().len())
                .sum::<usize>()
                .saturating_add(act.body.len()),
            Self::Cast { admitted, .. } => admitted.record.len(),
        }
    }
}

/// Why something was not done, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denial {
    /// The stable code.
    pub reason: Reason,
    /// What and where; may be empty.
    pub what: String,
}

impl From<Refusal> for Denial {
    fn from(refusal: Refusal) -> Self {
        Self { reason: Reason::Rule(refusal.code), what: refusal.what }
    }
}

impl From<Problem> for Denial {
    fn from(problem: Problem) -> Self {
        Self { reason: Reason::Problem(problem), what: String::new() }
    }
}

/// The sequencer's answer; durable where it says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It stands in the log.
    Accepted(Placed),
    /// It lies in the box.
    Boxed(Boxed),
    /// It waits for signatures.
    Proposed {
        /// H("body", body).
        proposal: Bytes32,
        /// Whose.
        missing: Vec<Signer>,
    },
    /// It was not done.
    Refused(Denial),
}

struct Command {
    work: Work,
    reply: oneshot::Sender<Answer>,
}

enum Message {
    Command(Command),
    /// Something that the sequencer looks at by itself has changed.
    Wake,
    Stop,
}

/// How connections reach the sequencer. Cheap to clone.
#[derive(Clone)]
pub struct Handle {
    queue: SyncSender<Message>,
    /// What connections may look at.
    pub shared: Arc<Shared>,
}

impl Handle {
    /// Sends work and waits for the answer. [`Problem::Busy`] where the queue is full, [`Problem::Stopping`] at the end.
    pub async fn ask(&self, work: Work) -> Answer {
        let (reply, answer) = oneshot::channel();
        match self.queue.try_send(Message::Command(Command { work, reply })) {
            Ok(()) => answer.await.unwrap_or(Answer::Refused(Problem::Stopping.into())),
            Err(TrySendError::Full(_)) => Answer::Refused(Problem::Busy.into()),
            Err(TrySendError::Disconnected(_)) => Answer::Refused(Problem::Stopping.into()),
        }
    }

    /// Has the sequencer look at what it does by itself, such as new cosignatures.
    pub fn wake(&self) {
        // A full queue means that it is about to look anyway.
        let _ = self.queue.try_send(Message::Wake);
    }

    /// Asks the sequencer to finish what it was sent, sign a last checkpoint and end.
    pub fn stop(&self) {
        // A full queue takes it as soon as there is room; a thread that has ended needs no word.
        let _ = self.queue.send(Message::Stop);
    }
}

/// The thread, until it ends.
pub struct Running {
    /// How to reach it.
    pub handle: Handle,
    /// Its end: `Err` where it could not go on.
    pub thread: JoinHandle<Result<(), Fatal>>,
}

/// Opens the folder, verifies everything, and starts the thread.
pub fn start(parts: Parts) -> Result<Running, StartError> {
    let core = startup::open(parts)?;
    let follower = Follower::start(core.shared().places()).map_err(StartError::Thread)?;
    let shared = core.shared();
    let (queue, commands) = sync_channel(limits::SEQUENCER_QUEUE);
    let thread = std::thread::Builder::new()
        .name("sequencer".into())
        .spawn(move || run(core, &commands, follower))
        .map_err(StartError::Thread)?;
    Ok(Running { handle: Handle { queue, shared }, thread })
}

fn run(mut core: Core, commands: &Receiver<Message>, follower: Follower) -> Result<(), Fatal> {
    let result = serve(&mut core, commands, &follower);
    match &result {
        Ok(()) => follower.close(),
        // The index stays unmarked, and is rebuilt from what the next start verifies.
        Err(error) => {
            tracing::error!(%error, "the sequencer stops; start the server again to verify from disk");
        }
    }
    result
}

fn serve(core: &mut Core, commands: &Receiver<Message>, follower: &Follower) -> Result<(), Fatal> {
    loop {
        core.tick(Instant::now())?;
        let mut stop = false;
        let mut group = Vec::new();
        match commands.recv_timeout(wait(core)) {
            Ok(Message::Command(command)) => stop = gather(commands, command, &mut group),
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => stop = true,
            Ok(Message::Wake) | Err(RecvTimeoutError::Timeout) => {}
        }
        if !group.is_empty() {
            core.run_group(group)?;
        }
        follower.wake();
        if stop {
            return core.finish();
        }
    }
}

fn wait(core: &Core) -> Duration {
    core.next_due().saturating_duration_since(Instant::now()).min(limits::STATUS_INTERVAL)
}

/// Takes what else has come, up to the limits of a group; says whether a stop was among it.
fn gather(commands: &Receiver<Message>, first: Command, group: &mut Vec<Command>) -> bool {
    let mut bytes = first.work.bytes();
    group.push(first);
    while group.len() < GROUP_MAX && bytes < GROUP_BYTES_MAX {
        match commands.try_recv() {
            Ok(Message::Command(command)) => {
                bytes = bytes.saturating_add(command.work.bytes());
                group.push(command);
            }
            Ok(Message::Wake) => {}
            Ok(Message::Stop) => return true,
            Err(_) => break,
        }
    }
    false
}
