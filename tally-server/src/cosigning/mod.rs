//! The witnesses' cosignatures: asked for in rounds, verified, gathered, and shown (protocol.md §3.8, §11.7).
//!
//! A *round* asks every witness about one checkpoint, the newest signed one. The next begins when this one has its quorum or has
//! waited long enough, so that witnesses of different speed cosign the same checkpoint. Without news a round is repeated from
//! time to time, for fresh times: a *heartbeat*.
//!
//! Two ways in: [`client`] asks the witnesses that have an address; terminals that are witnesses follow the rounds on their
//! connection and answer by `cosign`.
//!
//! Invariants
//! - What is shown as cosigned was verified against the witnesses of entry 0.
//! - The head with a quorum never goes back in size, nor in time at one size.
//!
//! Next: [`gathered`] is the sum of a round, [`rounds`] when they begin; the sequencer enters `witnessed`, publishes and holds.

pub mod client;
pub mod gathered;
pub mod rounds;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use audit::checkpoint::CheckpointError;
use audit::note::{Note, Vkey};
use audit::quorum::Witnesses;
use protocol::server::WitnessStatus;
use tokio::sync::watch;

use crate::sequencer::int;
use gathered::{Asked, Gathered, OfferError};

/// Longest reason of a witness that is shown, in characters.
const REASON_CHARS_MAX: usize = 200;

/// What the witnesses are asked about.
#[derive(Clone, Debug)]
pub struct Round {
    /// Rises with each round; 0 before the first.
    pub number: u64,
    /// Entries that the checkpoint names.
    pub size: u64,
    /// The checkpoint, signed by the log's key alone.
    pub note: Arc<str>,
    /// When it began.
    pub began: Instant,
    /// Whether a quorum answered.
    pub is_done: bool,
}

/// A checkpoint with a quorum.
#[derive(Clone, Debug)]
pub struct QuorumHead {
    /// Entries that it names.
    pub size: u64,
    /// With the cosignatures.
    pub note: Arc<str>,
    /// The newest time at which a quorum stood behind it, POSIX seconds, by the witnesses' clocks.
    pub time: u64,
    /// When that was known here, by our own clock.
    pub at: Instant,
}

/// The last of one witness.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// The checkpoint's size and when it came.
    cosigned: Option<(u64, Instant)>,
    /// Why the last try failed; empty after one that did not.
    problem: String,
}

/// The cosignatures of a sitting. In a sitting without witnesses nothing ever happens here.
pub struct Cosigning {
    witnesses: Witnesses,
    /// Where each is reached, in the order of entry 0; `None`: at a terminal.
    urls: Vec<Option<String>>,
    gathered: Mutex<Gathered>,
    seen: Mutex<Vec<Seen>>,
    round: watch::Sender<Round>,
    quorum: watch::Sender<Option<QuorumHead>>,
}

impl Cosigning {
    /// For a log with this key. `urls` in the order of entry 0.
    pub fn new(witnesses: Witnesses, urls: Vec<Option<String>>, log: Vkey) -> Self {
        let none = Round { number: 0, size: 0, note: "".into(), began: Instant::now(), is_done: true };
        Self {
            gathered: Mutex::new(Gathered::new(witnesses.clone(), log)),
            seen: Mutex::new(vec![Seen::default(); witnesses.named().len()]),
            witnesses,
            urls,
            round: watch::Sender::new(none),
            quorum: watch::Sender::new(None),
        }
    }

    /// The witnesses of entry 0.
    pub fn witnesses(&self) -> &Witnesses {
        &self.witnesses
    }

    /// Where each is reached, in the order of entry 0.
    pub fn urls(&self) -> &[Option<String>] {
        &self.urls
    }

    /// Whether acts wait for witnesses at all.
    pub fn is_asked_for(&self) -> bool {
        self.witnesses.quorum() > 0
    }

    /// Tells of each round.
    pub fn watch_round(&self) -> watch::Receiver<Round> {
        self.round.subscribe()
    }

    /// Tells of each newer head with a quorum.
    pub fn watch_quorum(&self) -> watch::Receiver<Option<QuorumHead>> {
        self.quorum.subscribe()
    }

    /// The newest checkpoint with a quorum.
    pub fn quorum_head(&self) -> Option<QuorumHead> {
        self.quorum.borrow().clone()
    }

    /// Begins a round about a checkpoint that the log's key signed; cosignatures that the note has count.
    pub fn begin(&self, size: u64, note: &Note) -> Result<(), CheckpointError> {
        let asked = {
            let mut gathered = lock(&self.gathered);
            gathered.ask(note)?;
            gathered.of_size(size).cloned()
        };
        if let Some(asked) = asked {
            self.reach(&asked, Instant::now());
        }
        self.round.send_modify(|round| {
            *round = Round {
                number: round.number.saturating_add(1),
                size,
                note: note.to_string().into(),
                began: Instant::now(),
                is_done: false,
            };
        });
        Ok(())
    }

    /// Takes a note with cosignatures; gives how many stand on its checkpoint now.
    pub fn offer(&self, note: &Note) -> Result<u64, OfferError> {
        let now = Instant::now();
        let (asked, by) = lock(&self.gathered).offer(note)?;
        for witness in by {
            if let Some(seen) = lock(&self.seen).get_mut(witness) {
                let size = seen.cosigned.map_or(0, |(size, _)| size).max(asked.size);
                *seen = Seen { cosigned: Some((size, now)), problem: String::new() };
            }
        }
        if self.reach(&asked, now) {
            self.round.send_if_modified(|round| {
                // An answer to the last heartbeat is none to this one: the times tell.
                let ends = round.size == asked.size && !round.is_done && self.has_quorum_since(round.began);
                round.is_done |= ends;
                ends
            });
        }
        Ok(asked.cosigned.have())
    }

    /// Shows a checkpoint as the head with a quorum, if it has one and is newer; says whether it has one.
    fn reach(&self, asked: &Asked, now: Instant) -> bool {
        let Some(time) = asked.cosigned.quorum_time() else { return false };
        self.quorum.send_if_modified(|head| {
            // By size first: where a witness whose clock is behind takes another's place, times may go back.
            let is_newer = head.as_ref().is_none_or(|head| (asked.size, time) > (head.size, head.time));
            if is_newer {
                let note = asked.note.to_string().into();
                *head = Some(QuorumHead { size: asked.size, note, time, at: now });
            }
            is_newer
        });
        true
    }

    /// Whether so many witnesses as a quorum needs answered since then.
    fn has_quorum_since(&self, began: Instant) -> bool {
        let seen = lock(&self.seen);
        let fresh = seen.iter().filter(|seen| seen.cosigned.is_some_and(|(_, at)| at >= began)).count();
        u64::try_from(fresh).unwrap_or(u64::MAX) >= self.witnesses.quorum()
    }

    /// Notes why a witness could not be had.
    pub fn failed(&self, witness: usize, problem: &str) {
        if let Some(seen) = lock(&self.seen).get_mut(witness) {
            seen.problem = problem.chars().take(REASON_CHARS_MAX).collect();
        }
    }

    /// The checkpoint of this size with all cosignatures that came; `None` if the witnesses were not asked about it.
    pub fn asked_of(&self, size: u64) -> Option<Asked> {
        lock(&self.gathered).of_size(size).cloned()
    }

    /// Where each witness stands, in the order of entry 0.
    pub fn status(&self, now: Instant) -> Vec<WitnessStatus> {
        let seen = lock(&self.seen);
        let of = |seen: &Seen| WitnessStatus {
            size: seen.cosigned.map(|(size, _)| int(size)).into_iter().collect(),
            age: seen.cosigned.map(|(_, at)| coarse(now.saturating_duration_since(at))).into_iter().collect(),
            problem: seen.problem.parse().into_iter().filter(|_| !seen.problem.is_empty()).collect(),
        };
        seen.iter().map(of).collect()
    }
}

/// Seconds in steps of five, so that the status changes only when there is news.
fn coarse(age: Duration) -> audit::wire::Int {
    int(age.as_secs() / 5 * 5)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
