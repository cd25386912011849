//! Finding entries by key: the index beside the log, or the log itself where there is no index (DESIGN §8).
//!
//! Invariants
//! - The index is a help and never a need: what goes wrong in it costs time, not an answer and not the server. Given up, it is
//!   rebuilt at the next start; until then the log is walked.
//! - What is found was read from the log, checked, and has the key that was asked for ([`Index::find`]); so only what is durable
//!   is found.
//! - It follows the log in a thread of its own: neither an answer nor the next group waits for it.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use audit::entry::{Body, Line, body_hash};
use audit::wire::encode;

use crate::folder::Folder;
use crate::net::metrics::Metrics;
use crate::store::{Entry, Index, IndexError, LogReader, Namespace, Rebuilt, Row, StoreError};

/// Where entries stand, for the sequencer and for connections.
pub(super) struct Places {
    log: LogReader,
    /// `None` where it could not be opened, was given up, or is closed.
    index: Mutex<Option<Index>>,
}

/// The thread that follows the log. Dropped without [`Follower::close`] it leaves an index that the next start rebuilds.
pub(super) struct Follower {
    wake: SyncSender<()>,
    thread: JoinHandle<()>,
    places: Arc<Places>,
}

/// How the bodies begin that are found by what a device sent.
const ANSWERS: [&[u8]; 2] = [b"{\"kind\":\"ballot_issued\",", b"{\"kind\":\"vote_cast\","];

/// The keys that something asks for: the leaf hash (§11.2), of `ballot_issued` the request that it answers (§11.1), and of
/// `vote_cast` its own body.
fn rows(entry: &Entry) -> Vec<Row> {
    let mut rows = vec![Row { namespace: Namespace::LEAF, key: entry.leaf.to_vec() }];
    // Ballots are long and thousands; only what may be an answer is parsed.
    let begins = |with: &&[u8]| entry.bytes.windows(with.len()).any(|bytes| bytes == *with);
    if !ANSWERS.iter().any(begins) {
        return rows;
    }
    let hash = match Line::parse(entry.bytes.clone()) {
        Ok(line) => match line.body() {
            Body::BallotIssued(body) => body_hash(&encode(&body.request)),
            Body::VoteCast(_) => body_hash(line.body_bytes()),
            _ => return rows,
        },
        Err(_) => return rows,
    };
    rows.push(Row { namespace: Namespace::BODY_HASH, key: hash.to_vec() });
    rows
}

impl Places {
    /// Opens or rebuilds the index; says and counts which.
    pub(super) fn open(folder: &Folder, log: LogReader, metrics: &Metrics) -> Self {
        let (index, how) = match Index::open(folder.path(), log.clone(), Box::new(rows)) {
            Ok((index, None)) => (Some(index), "opened"),
            Ok((index, Some(why))) => (Some(index), reason(why)),
            Err(error) => {
                tracing::error!(%error, "no index: entries are looked for in the log itself");
                (None, "none")
            }
        };
        if let Some(index) = &index {
            tracing::info!(how, entries = index.size(), "the index beside the log");
        }
        metrics.index_opened(how);
        Self { log, index: Mutex::new(index) }
    }

    /// The index of the entry with this leaf hash.
    pub(super) fn leaf(&self, leaf: &[u8; 32]) -> Result<Option<u64>, StoreError> {
        Ok(self.find(Namespace::LEAF, leaf)?.map(|entry| entry.index))
    }

    /// The `ballot_issued` that answers the request with this hash, or the `vote_cast` whose body has it.
    pub(super) fn answer_to(&self, request: &[u8; 32]) -> Result<Option<Entry>, StoreError> {
        self.find(Namespace::BODY_HASH, request)
    }

    fn find(&self, namespace: Namespace, key: &[u8]) -> Result<Option<Entry>, StoreError> {
        {
            let mut slot = self.slot();
            match slot.as_mut().map(|index| index.find(namespace, key)) {
                Some(Ok(found)) => return Ok(found),
                Some(Err(error)) => give_up(&mut slot, &error),
                None => {}
            }
        }
        let mut found = None;
        for entry in self.log.read(0)? {
            let entry = entry?;
            if rows(&entry).iter().any(|row| row.namespace == namespace && row.key == key) {
                found = Some(entry);
            }
        }
        Ok(found)
    }

    fn catch_up(&self) {
        let mut slot = self.slot();
        if let Some(Err(error)) = slot.as_mut().map(Index::catch_up) {
            give_up(&mut slot, &error);
        }
    }

    fn close(&self) {
        let closed = self.slot().take().map(Index::close);
        if let Some(Err(error)) = closed {
            tracing::warn!(%error, "the index is not closed in order; the next start rebuilds it");
        }
    }

    fn slot(&self) -> MutexGuard<'_, Option<Index>> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Follower {
    /// Starts the thread.
    pub(super) fn start(places: Arc<Places>) -> std::io::Result<Self> {
        // One word waits at most: whoever hears it takes in everything there is.
        let (wake, woken) = sync_channel(1);
        let following = Arc::clone(&places);
        let thread =
            std::thread::Builder::new().name("index".into()).spawn(move || follow(&following, &woken))?;
        Ok(Self { wake, thread, places })
    }

    /// The log has grown.
    pub(super) fn wake(&self) {
        // Full: it is about to look anyway.
        let _ = self.wake.try_send(());
    }

    /// Takes in the rest and closes the index, so that the next start may open it.
    pub(super) fn close(self) {
        let Self { wake, thread, places } = self;
        drop(wake);
        // Lost, it left the index as it was, and closing catches up.
        let _ = thread.join();
        places.close();
    }
}

fn follow(places: &Places, woken: &Receiver<()>) {
    while woken.recv().is_ok() {
        places.catch_up();
    }
}

fn give_up(slot: &mut Option<Index>, error: &IndexError) {
    tracing::error!(%error, "the index is given up until the next start; entries are looked for in the log itself");
    *slot = None;
}

fn reason(why: Rebuilt) -> &'static str {
    match why {
        Rebuilt::NotClosed => "rebuilt-not-closed",
        Rebuilt::Changed => "rebuilt-changed",
        Rebuilt::Unreadable => "rebuilt-unreadable",
    }
}
