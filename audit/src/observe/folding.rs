//! The verifier on a thread of its own, behind the copy as it grows.
//!
//! It reads the copy from the disk, never beyond what a checkpoint covers: so it may fall behind without holding anything up, and
//! what it says is what `audit verify` on the copy says.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crate::fingerprint::Fingerprint;
use crate::fold::Stage;
use crate::verify::{Failure, LOG_FILE, Verdict, Verifier, next_line};

/// What the verifier has found so far.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// Entries that hold.
    pub entries: u64,
    /// Bytes of `log.jsonl` that were read.
    pub bytes: u64,
    /// Deputies checked in.
    pub checked_in: u64,
    /// Contests that are open now: number and ballots issued.
    pub open: Vec<(u64, u64)>,
    /// Whether the last entry ends the log.
    pub is_sealed: bool,
    /// What refutes the log.
    pub failure: Option<Failure>,
    /// The copy could not be read.
    pub problem: Option<String>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<Progress>,
    changed: Condvar,
}

#[derive(Default)]
struct Progress {
    folded: Folded,
    /// Bytes that a checkpoint covers.
    target: u64,
    stop: bool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Progress> {
        // Whoever panicked with the lock left whole numbers behind.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A verifier at work.
pub struct Folding {
    shared: Arc<Shared>,
    thread: JoinHandle<io::Result<Verifier>>,
}

impl Folding {
    /// Begins with entry 0 of the copy in a folder.
    pub fn start(folder: &Path, trusted: Fingerprint) -> io::Result<Self> {
        let file = File::open(folder.join(LOG_FILE))?;
        let shared = Arc::new(Shared::default());
        let its = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name("folding".to_owned()).spawn(move || {
            let worked = work(&its, BufReader::with_capacity(1 << 20, file), trusted);
            let mut progress = its.lock();
            if let Err(error) = &worked {
                progress.folded.problem = Some(error.to_string());
            }
            progress.stop = true;
            its.changed.notify_all();
            worked
        })?;
        Ok(Self { shared, thread })
    }

    /// The copy grew to so many bytes.
    pub fn grew(&self, bytes: u64) {
        self.shared.lock().target = bytes;
        self.shared.changed.notify_all();
    }

    /// What is known now.
    pub fn now(&self) -> Folded {
        self.shared.lock().folded.clone()
    }

    /// Waits until everything that the copy covers was verified, something failed, or `until` passed.
    pub fn wait(&self, until: std::time::Duration) -> Folded {
        let waits = |progress: &mut Progress| {
            let folded = &progress.folded;
            folded.bytes < progress.target && folded.failure.is_none() && !progress.stop
        };
        let waited = self.shared.changed.wait_timeout_while(self.shared.lock(), until, waits);
        waited.unwrap_or_else(PoisonError::into_inner).0.folded.clone()
    }

    /// Verifies to the end, and the checkpoint over it.
    pub fn finish(self, note: &[u8]) -> io::Result<Verdict> {
        self.shared.lock().stop = true;
        self.shared.changed.notify_all();
        let verifier = self.thread.join().map_err(|_| io::Error::other("the verifier's thread ended"))??;
        let failure = self.shared.lock().folded.failure.clone();
        Ok(match failure {
            Some(failure) => verifier.refuted(failure),
            None => verifier.finish(note),
        })
    }
}

/// Reads to the target, waits for it to move, and ends at the target once it is told to stop.
fn work(shared: &Shared, mut log: BufReader<File>, trusted: Fingerprint) -> io::Result<Verifier> {
    let mut verifier = Verifier::new(trusted);
    let mut bytes = 0_u64;
    loop {
        let target = {
            let waits = |progress: &mut Progress| progress.target <= bytes && !progress.stop;
            let progress = shared.changed.wait_while(shared.lock(), waits);
            progress.unwrap_or_else(PoisonError::into_inner).target
        };
        if target <= bytes {
            return Ok(verifier);
        }
        let mut lines = 0_u32;
        while bytes < target {
            let line = next_line(&mut log)?.ok_or(io::ErrorKind::UnexpectedEof)?;
            bytes = bytes.saturating_add(line.len() as u64);
            lines = lines.wrapping_add(1);
            if let Err(failure) = verifier.take(line) {
                tell(shared, &verifier, bytes, Some(failure));
                return Ok(verifier);
            }
            if lines.is_multiple_of(256) && bytes < target {
                tell(shared, &verifier, bytes, None);
            }
        }
        // What is held back for a whole run is checked now: people are waiting for the count.
        let failure = verifier.settle().err();
        let failed = failure.is_some();
        tell(shared, &verifier, bytes, failure);
        if failed {
            return Ok(verifier);
        }
    }
}

fn tell(shared: &Shared, verifier: &Verifier, bytes: u64, failure: Option<Failure>) {
    let state = verifier.state();
    let courses = state.contests().iter().filter_map(|(number, contest)| {
        let is_open = matches!(contest.stage(), Some(Stage::Open | Stage::Held));
        let course = contest.course().filter(|_| is_open)?;
        Some((*number, course.issued_count()))
    });
    let folded = Folded {
        entries: state.head().size,
        bytes,
        checked_in: state.attendance().count(),
        open: courses.collect(),
        is_sealed: state.is_sealed(),
        failure,
        problem: None,
    };
    shared.lock().folded = folded;
    shared.changed.notify_all();
}
