//! What connections may see of the sequencer's state, without asking it.
//!
//! Invariants
//! - Only the sequencer writes here, and only what is durable: a leaf hash that a connection can find is on disk.
//! - A deputy's watchers hear of what concerns that deputy, and of the common part when a stage changes; never of every
//!   entry, since 3,000 tablets must not each be woken by 3,000 ballots (DESIGN §4).

use std::collections::{HashMap, HashSet};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Instant;

use audit::fingerprint::Fingerprint;
use audit::fold::{Code, RollState};
use audit::merkle::{Hash, Tree};
use audit::note::KeyName;
use audit::wire::{Bytes32, Int};
use crypto::signature::SigningKey;
use protocol::server::{ContestDigest, Digest, FetchedEntry, Status};
use tokio::sync::watch;

use super::casting::Casting;
use super::papers::Entering;
use super::places::Places;
use crate::cosigning::Cosigning;
use crate::net::metrics::Metrics;
use crate::store::{Entry, LogReader, StoreError};

/// The newest signed checkpoint, published.
#[derive(Clone, Debug, Default)]
pub struct SignedHead {
    /// Entries that it names.
    pub size: u64,
    /// The note.
    pub note: Arc<str>,
    /// Bytes of `log.jsonl` that it covers.
    pub log_bytes: u64,
}

/// Who may have a channel of their own.
#[derive(Default)]
struct Roll {
    /// Leaf hash of `roll_fixed`.
    leaf: Option<[u8; 32]>,
    numbers: HashSet<u32>,
}

/// What concerns one deputy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Personal {
    /// Leaf hash of `checked_in`.
    pub checked_in: Option<[u8; 32]>,
    /// By contest number.
    pub ballots: HashMap<u64, OwnBallot>,
}

/// What the log has of one deputy in one contest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnBallot {
    /// Leaf hash of `ballot_issued`.
    pub issued: Option<[u8; 32]>,
    /// Leaf hash of the `paper_issued` that names the deputy.
    pub paper: Option<[u8; 32]>,
    /// Leaf hash of the last `vote_cast`.
    pub vote: Option<[u8; 32]>,
    /// Whether the slip stands in the log.
    pub slip: bool,
}

/// Shared between the sequencer and every connection.
pub struct Shared {
    /// The sitting's fingerprint.
    pub fingerprint: Fingerprint,
    /// The log's name for ever.
    pub origin: KeyName,
    /// Signs answers and receipts.
    pub act_key: Arc<SigningKey>,
    /// Durable entries.
    pub log: LogReader,
    /// Connections now.
    pub connections: AtomicU64,
    /// Counters for operators.
    pub metrics: Metrics,
    /// The witnesses' cosignatures.
    pub cosigning: Arc<Cosigning>,
    tree: RwLock<Tree>,
    places: Arc<Places>,
    roll: RwLock<Roll>,
    size: watch::Sender<u64>,
    signed: watch::Sender<SignedHead>,
    common: watch::Sender<Arc<Digest>>,
    status: watch::Sender<Arc<Status>>,
    personal: Mutex<HashMap<u32, watch::Sender<Arc<Personal>>>>,
    known: RwLock<HashMap<u32, Arc<Personal>>>,
    castings: RwLock<HashMap<[u8; 32], Arc<Casting>>>,
    /// Contests that take no ballots, and why.
    closed: RwLock<HashMap<[u8; 32], Code>>,
    entering: RwLock<HashMap<[u8; 32], Arc<Entering>>>,
    started: Instant,
}

impl Shared {
    pub(super) fn new(
        fingerprint: Fingerprint,
        origin: KeyName,
        act_key: Arc<SigningKey>,
        log: LogReader,
        places: Places,
        metrics: Metrics,
        cosigning: Arc<Cosigning>,
    ) -> Self {
        let empty = Digest {
            size: Int::ZERO,
            sitting: Bytes32::from([0; 32]),
            roll: vec![],
            checked_in: vec![],
            contests: vec![],
            sealed: false,
            quorum: vec![],
        };
        Self {
            fingerprint,
            origin,
            act_key,
            log,
            connections: AtomicU64::new(0),
            metrics,
            cosigning,
            tree: RwLock::new(Tree::new()),
            places: Arc::new(places),
            roll: RwLock::default(),
            size: watch::Sender::new(0),
            signed: watch::Sender::new(SignedHead::default()),
            common: watch::Sender::new(Arc::new(empty)),
            status: watch::Sender::default(),
            personal: Mutex::default(),
            known: RwLock::default(),
            castings: RwLock::default(),
            closed: RwLock::default(),
            entering: RwLock::default(),
            started: Instant::now(),
        }
    }

    /// How long the server has been running, in seconds.
    pub fn uptime_seconds(&self) -> u64 {
        self.started.elapsed().as_secs()
    }

    /// Tells how many entries are durable, now and as it grows.
    pub fn watch_size(&self) -> watch::Receiver<u64> {
        self.size.subscribe()
    }

    /// Tells of each new checkpoint.
    pub fn watch_signed(&self) -> watch::Receiver<SignedHead> {
        self.signed.subscribe()
    }

    /// Tells of the status, at most once a second.
    pub fn watch_status(&self) -> watch::Receiver<Arc<Status>> {
        self.status.subscribe()
    }

    /// Tells of what all digests have in common, except for the size.
    pub fn watch_common(&self) -> watch::Receiver<Arc<Digest>> {
        self.common.subscribe()
    }

    /// Tells of what concerns one deputy; `None` for a number that is not on the roll, which would make a channel for
    /// whatever number a client likes.
    pub fn watch_personal(&self, deputy: u32) -> Option<watch::Receiver<Arc<Personal>>> {
        if !read(&self.roll).numbers.contains(&deputy) {
            return None;
        }
        let mut watched = lock(&self.personal);
        let known = || read(&self.known).get(&deputy).cloned().unwrap_or_default();
        Some(watched.entry(deputy).or_insert_with(|| watch::Sender::new(known())).subscribe())
    }

    /// A contest that takes ballots, by its contest hash.
    pub fn casting(&self, contest: &[u8; 32]) -> Option<Arc<Casting>> {
        read(&self.castings).get(contest).cloned()
    }

    /// Why the contest with this hash takes no ballots: not any more, or it never has a box. `None` for any other hash.
    pub fn no_ballots(&self, contest: &[u8; 32]) -> Option<Code> {
        read(&self.closed).get(contest).copied()
    }

    /// A contest whose papers may be entered, by its contest hash.
    pub fn entering(&self, contest: &[u8; 32]) -> Option<Arc<Entering>> {
        read(&self.entering).get(contest).cloned()
    }

    /// The digest for a deputy.
    pub fn digest(&self, common: &Digest, personal: &Personal) -> Digest {
        let contests = common.contests.iter().map(|contest| {
            let own = personal.ballots.get(&contest.contest.get()).copied().unwrap_or_default();
            let leaf = |leaf: Option<[u8; 32]>| leaf.into_iter().map(Bytes32::from).collect();
            let (issued, paper, vote) = (leaf(own.issued), leaf(own.paper), leaf(own.vote));
            ContestDigest { issued, paper, vote, slip: own.slip, ..contest.clone() }
        });
        Digest {
            size: int(*self.size.borrow()),
            checked_in: personal.checked_in.into_iter().map(Bytes32::from).collect(),
            contests: contests.collect(),
            ..common.clone()
        }
    }

    /// Where a leaf stands, if it is durable. Reads the log: not for a thread that must not wait.
    pub fn index_of(&self, leaf: &[u8; 32]) -> Result<Option<u64>, StoreError> {
        self.places.leaf(leaf)
    }

    /// The `ballot_issued` that answers the request with this hash, or the `vote_cast` whose body has it, if it is durable.
    pub(super) fn answer_to(&self, request: &[u8; 32]) -> Result<Option<Entry>, StoreError> {
        self.places.answer_to(request)
    }

    pub(super) fn places(&self) -> Arc<Places> {
        Arc::clone(&self.places)
    }

    /// The entry at `index`, as `log` has it, with its inclusion proof in the tree of `size`.
    pub fn prove(&self, index: u64, size: u64) -> Option<FetchedEntry> {
        let entry = self.log.entry(index).ok()?;
        let proof = read(&self.tree).inclusion(index, size).ok()?;
        Some(FetchedEntry {
            index: int(index),
            line: String::from_utf8(entry.bytes).ok()?,
            proof: proof.into_iter().map(Bytes32::from).collect(),
        })
    }

    /// The consistency proof from one size to another; `None` where there is none, as from a size beyond the log.
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        read(&self.tree).consistency(old, new).ok()
    }

    pub(super) fn tree(&self) -> RwLockReadGuard<'_, Tree> {
        read(&self.tree)
    }

    pub(super) fn tree_mut(&self) -> RwLockWriteGuard<'_, Tree> {
        self.tree.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The roll is fixed once; a refused append may take it back.
    pub(super) fn set_roll(&self, roll: Option<&RollState>) {
        let leaf = roll.map(|roll| roll.leaf);
        if read(&self.roll).leaf != leaf {
            let numbers = roll.into_iter().flat_map(RollState::deputies).map(|(number, _)| number).collect();
            *self.roll.write().unwrap_or_else(PoisonError::into_inner) = Roll { leaf, numbers };
        }
    }

    pub(super) fn set_size(&self, size: u64) {
        self.metrics.entries.set(i64::try_from(size).unwrap_or(i64::MAX));
        self.size.send_replace(size);
    }

    pub(super) fn set_signed(&self, head: SignedHead) {
        self.signed.send_replace(head);
    }

    pub(super) fn set_status(&self, status: Status) {
        self.status.send_if_modified(|known| {
            let changed = **known != status;
            if changed {
                *known = Arc::new(status);
            }
            changed
        });
    }

    /// The size alone is no news: see the invariants.
    pub(super) fn set_common(&self, digest: Digest) {
        self.common.send_if_modified(|known| {
            let changed = Digest { size: known.size, ..digest.clone() } != **known;
            if changed {
                *known = Arc::new(digest);
            }
            changed
        });
    }

    pub(super) fn set_personal(&self, deputy: u32, personal: Personal) {
        let personal = Arc::new(personal);
        let watched = lock(&self.personal);
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(deputy, Arc::clone(&personal));
        if let Some(sender) = watched.get(&deputy) {
            sender.send_if_modified(|known| {
                let changed = *known != personal;
                if changed {
                    *known = personal;
                }
                changed
            });
        }
    }

    pub(super) fn set_casting(&self, casting: Arc<Casting>) {
        self.castings.write().unwrap_or_else(PoisonError::into_inner).insert(casting.hash, casting);
    }

    /// From now on ballots of this contest are refused with `why`.
    pub(super) fn set_no_ballots(&self, contest: [u8; 32], why: Code) {
        self.closed.write().unwrap_or_else(PoisonError::into_inner).insert(contest, why);
    }

    pub(super) fn set_entering(&self, contest: [u8; 32], entering: Option<Arc<Entering>>) {
        let mut known = self.entering.write().unwrap_or_else(PoisonError::into_inner);
        match entering {
            Some(entering) => known.insert(contest, entering),
            None => known.remove(&contest),
        };
    }

    pub(super) fn remove_casting(&self, contest: &[u8; 32]) {
        self.set_no_ballots(*contest, Code::ContestNotOpen);
        self.castings.write().unwrap_or_else(PoisonError::into_inner).remove(contest);
    }
}

/// A number on the wire; none of ours comes near the limit.
pub fn int(number: u64) -> Int {
    Int::try_from(number).unwrap_or(Int::ZERO)
}

fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
