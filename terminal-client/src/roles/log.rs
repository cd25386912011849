//! A log that one party has verified itself, entry by entry, from the pinned entry 0 on.
//!
//! Invariants
//! - Nothing is believed that this process has not checked: chain, signatures, every proof (`audit::fold`). What decides on a log
//!   takes a [`FollowedLog`], and there is no other way to make one.
//! - After the first refused entry nothing more is taken, and its line is kept: it is the evidence against the server.
//!
//! Entries come many at once; the dear checks of runs of them are made together on all cores (`audit::ahead`).

use audit::ahead;
use audit::entry::{Body, Line, fingerprint};
use audit::fingerprint::Fingerprint;
use audit::fold::{Check, Code, Refusal, State};
use audit::merkle::Tree;

/// Lines that are decoded and verified together: the lock on a state that others read is held no longer than for these.
pub const BATCH_LINES: usize = 64;

/// What refutes the log: the server is accused by it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {index} fails check {}: {refusal}", check.number())]
pub struct Refuted {
    /// Index of the refused line.
    pub index: u64,
    /// The numbered check that failed (§12.2).
    pub check: Check,
    /// The rule that was broken, and where.
    pub refusal: Refusal,
    /// The refused line, byte for byte.
    pub line: Vec<u8>,
}

/// An entry as screens list it.
#[derive(Clone, Debug)]
pub struct RecentEntry {
    /// Index.
    pub index: u64,
    /// Time as claimed, POSIX seconds.
    pub time: u64,
    /// What it says.
    pub body: Body,
}

/// Entries that [`FollowedLog::recent`] gives, at most.
pub const RECENT_MAX: usize = 100;

/// A log, folded.
#[derive(Clone, Debug)]
pub struct FollowedLog {
    pinned: Fingerprint,
    state: State,
    /// Leaves and what is above them: the state's head has the last root alone, a witness is asked about earlier ones.
    tree: Tree,
    refuted: Option<Refuted>,
    /// The last entry of a sealed log: its index and the line.
    seal: Option<(u64, Vec<u8>)>,
    recent: Vec<RecentEntry>,
}

/// Folds the lines of a log (without newlines), as [`FollowedLog::extend`] does.
pub fn fold_log(
    pinned: Fingerprint,
    lines: impl IntoIterator<Item = Vec<u8>>,
) -> Result<FollowedLog, Refuted> {
    let mut log = FollowedLog::new(pinned);
    log.extend(lines)?;
    Ok(log)
}

impl FollowedLog {
    /// Before entry 0, which must have this fingerprint.
    pub fn new(pinned: Fingerprint) -> Self {
        Self { pinned, state: State::new(), tree: Tree::new(), refuted: None, seal: None, recent: Vec::new() }
    }

    /// The fingerprint that entry 0 had to have.
    pub fn pinned(&self) -> Fingerprint {
        self.pinned
    }

    /// What the entries say, up to the last one that holds.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The tree over the entries that hold.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Index and line of the seal, after which nothing is taken any more.
    pub fn seal(&self) -> Option<(u64, &[u8])> {
        self.seal.as_ref().map(|(index, line)| (*index, line.as_slice()))
    }

    /// Entries that hold.
    pub fn size(&self) -> u64 {
        self.state.head().size
    }

    /// The newest entries, oldest first, at most [`RECENT_MAX`].
    pub fn recent(&self) -> &[RecentEntry] {
        self.recent.get(self.recent.len().saturating_sub(RECENT_MAX)..).unwrap_or_default()
    }

    fn remember(&mut self, line: &Line) {
        // Forgotten by the hundred, so that a thousand ballots do not move the list a thousand times.
        if self.recent.len() >= 2 * RECENT_MAX {
            self.recent.drain(..RECENT_MAX);
        }
        let index = self.size().saturating_sub(1);
        self.recent.push(RecentEntry { index, time: line.entry().time.get(), body: line.body().clone() });
    }

    /// What refuted it.
    pub fn refuted(&self) -> Option<&Refuted> {
        self.refuted.as_ref()
    }

    /// Takes the next lines. The first that is refused ends the log for ever: every later call gives the same error.
    pub fn extend(&mut self, lines: impl IntoIterator<Item = Vec<u8>>) -> Result<(), Refuted> {
        let mut lines = lines.into_iter();
        loop {
            let batch: Vec<_> = lines.by_ref().take(BATCH_LINES).collect();
            if let Some(refuted) = &self.refuted {
                return Err(refuted.clone());
            }
            if batch.is_empty() {
                return Ok(());
            }
            self.take(batch)?;
        }
    }

    fn take(&mut self, batch: Vec<Vec<u8>>) -> Result<(), Refuted> {
        let mut parsed = Vec::with_capacity(batch.len());
        let mut broken = None;
        for bytes in batch {
            // Before anything is believed of entry 0, it must be the one that is pinned.
            if self.size() == 0 && parsed.is_empty() && fingerprint(&bytes) != self.pinned.0 {
                let actual = Fingerprint(fingerprint(&bytes));
                return Err(self.refute(
                    Check::Definition,
                    Refusal::at(Code::FingerprintDiffers, actual),
                    bytes,
                ));
            }
            match Line::parse(bytes.clone()) {
                Ok(line) => parsed.push(line),
                Err(error) => {
                    broken = Some((Refusal::at(Code::NotAnEntry, error), bytes));
                    break;
                }
            }
        }
        while !parsed.is_empty() {
            let milestone = parsed.iter().position(|line| ahead::is_milestone(line.body()));
            let run = milestone.map_or(parsed.len(), |at| at.saturating_add(1));
            let after = parsed.split_off(run);
            ahead::check(&self.state, &mut parsed);
            for line in &parsed {
                self.apply(line)?;
            }
            parsed = after;
        }
        match broken {
            Some((refusal, bytes)) => Err(self.refute(Check::Encoding, refusal, bytes)),
            None => Ok(()),
        }
    }

    fn apply(&mut self, line: &Line) -> Result<(), Refuted> {
        self.state.apply(line).map_err(|refusal| {
            self.refute(refusal.code.check_in(line.body()), refusal, line.bytes().to_vec())
        })?;
        if matches!(line.body(), Body::SittingSealed(_)) {
            self.seal = Some((self.tree.size(), line.bytes().to_vec()));
        }
        self.tree.push(line.leaf());
        self.remember(line);
        Ok(())
    }

    fn refute(&mut self, check: Check, refusal: Refusal, line: Vec<u8>) -> Refuted {
        let refuted = Refuted { index: self.size(), check, refusal, line };
        self.refuted = Some(refuted.clone());
        refuted
    }
}

#[cfg(test)]
mod box_tests;
#[cfg(test)]
mod tests;
