//! The verifier: trusts the sitting's fingerprint and nothing more, and recomputes everything else from the log
//! (protocol.md §12).
//!
//! Invariants
//! - It streams: some megabytes of entries in memory, and a state that does not keep ballots.
//! - The first failure ends it and names check, code and index. A check that should have run and did not is a failure.
//!
//! Next: `report` says what was found, for people and for machines; `fold` has the checks; `batch` does many ballots at once.

mod batch;
mod blame;
pub mod report;

use crate::checkpoint::Checkpoint;
use crate::entry::{ENTRY_BYTES_MAX, Signer, fingerprint};
use crate::fingerprint::Fingerprint;
use crate::fold::{Check, Code, Counters, Refusal, State};
use crate::note::Note;
use crate::quorum::{Cosigned, log_vkey};
use batch::Run;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The file of a published log that holds its entries, one a line.
pub const LOG_FILE: &str = "log.jsonl";
/// The file of a published log that holds its checkpoint.
pub const CHECKPOINT_FILE: &str = "checkpoint";
/// Longest checkpoint note that is read, in bytes: 16 signatures of any known type fit.
pub const CHECKPOINT_BYTES_MAX: u64 = 65_536;

/// What refutes a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// First index at which the log stops agreeing; the log's size where the checkpoint is at fault.
    pub index: u64,
    /// The numbered check that failed.
    pub check: Check,
    /// The rule that was broken, and where.
    pub refusal: Refusal,
    /// Who is accused: whoever signed what does not hold, and the server, which let it into the log. Nobody where the log is
    /// of another sitting.
    pub accused: Vec<Signer>,
}

/// Why a log could not be checked at all (exit 2).
#[derive(Debug, thiserror::Error)]
pub enum CannotCheck {
    /// A file of the log.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

/// What the verifier found.
#[derive(Debug)]
pub struct Verdict {
    /// The state after the last entry that holds.
    pub state: State,
    /// `time` of entry 0, if it holds.
    pub started: Option<u64>,
    /// Checks done and expected, those of the end included.
    pub counters: Counters,
    /// Which witnesses cosigned the checkpoint; `None` where the log was refuted before it was read.
    pub cosigned: Option<Cosigned>,
    /// `None`: verified.
    pub failure: Option<Failure>,
}

impl Verdict {
    /// Whether the log is sealed and its end lacks the quorum of witnesses: every check holds, and still others may have been
    /// shown another end (§12.3). Nothing can follow a seal, so this quorum stands below the checkpoint or nowhere.
    pub fn lacks_final_quorum(&self) -> bool {
        self.state.is_sealed() && self.cosigned.as_ref().is_some_and(|cosigned| !cosigned.is_quorum())
    }
}

/// Verifies a published log: the folder with `log.jsonl` and `checkpoint`. `progress` is told bytes read of bytes in all.
pub fn verify_folder(
    folder: &Path,
    trusted: &Fingerprint,
    mut progress: impl FnMut(u64, u64),
) -> Result<Verdict, CannotCheck> {
    let log = folder.join(LOG_FILE);
    let open =
        |path: &Path| File::open(path).map_err(|source| CannotCheck::Read { path: path.to_owned(), source });
    let cannot = |path: &Path| {
        let path = path.to_owned();
        move |source| CannotCheck::Read { path, source }
    };
    let file = open(&log)?;
    let total = file.metadata().map_err(cannot(&log))?.len();
    let checkpoint = folder.join(CHECKPOINT_FILE);
    let mut note = Vec::new();
    open(&checkpoint)?.take(CHECKPOINT_BYTES_MAX).read_to_end(&mut note).map_err(cannot(&checkpoint))?;
    verify(BufReader::new(file), &note, trusted, |read| progress(read, total)).map_err(cannot(&log))
}

/// The same from any reader of lines.
pub fn verify(
    mut log: impl BufRead,
    note: &[u8],
    trusted: &Fingerprint,
    mut progress: impl FnMut(u64),
) -> io::Result<Verdict> {
    let mut verifier = Verifier::new(*trusted);
    let mut read = 0;
    while let Some(line) = next_line(&mut log)? {
        read = u64::try_from(line.len()).unwrap_or(0).saturating_add(read);
        if let Err(failure) = verifier.take(line) {
            return Ok(verifier.refuted(failure));
        }
        progress(read);
    }
    Ok(verifier.finish(note))
}

/// The next line of a log with its newline, for [`Verifier::take`]; `None` at the end. A line that is too long for an entry comes
/// without its end, and is refused for that.
pub fn next_line(log: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    // One byte more than an entry with its newline: a longer line is cut, and then it does not end.
    let limit = u64::try_from(ENTRY_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(2);
    let mut line = Vec::new();
    let length = log.by_ref().take(limit).read_until(b'\n', &mut line)?;
    Ok((length > 0).then_some(line))
}

/// The walk over a log, one line at a time.
#[derive(Clone, Debug)]
pub struct Verifier {
    state: State,
    trusted: Fingerprint,
    started: Option<u64>,
    run: Run,
}

impl Verifier {
    /// Before entry 0 of the sitting with this fingerprint.
    pub fn new(trusted: Fingerprint) -> Self {
        Self { state: State::new(), trusted, started: None, run: Run::default() }
    }

    /// For tests: the same verifier without one of its checks from here on ([`State::without`]). Its verdict is never *verified*,
    /// because N of N differs; no command reaches it.
    #[must_use]
    pub fn without(mut self, check: Check) -> Self {
        self.state = self.state.without(check);
        self
    }

    /// The next line with its newline. Lines are held back until a run of them is complete, so a failure may be that of an
    /// earlier line; it names the index.
    pub fn take(&mut self, mut line: Vec<u8>) -> Result<(), Failure> {
        if line.pop() != Some(b'\n') {
            self.settle()?;
            let refusal = Refusal::at(Code::NotAnEntry, "the line does not end, or is too long");
            return Err(blame::unreadable(self.state.head().size, refusal));
        }
        let is_first = self.state.head().size == 0 && self.run.is_empty();
        // Before anything is believed of entry 0, it must be the one that is trusted.
        if is_first && fingerprint(&line) != self.trusted.0 {
            let refusal = Refusal::at(Code::FingerprintDiffers, Fingerprint(fingerprint(&line)));
            self.state.object(refusal).map_err(|refusal| blame::unreadable(0, refusal))?;
        }
        let full = self.run.push(line);
        if full || is_first {
            self.settle()?;
        }
        if is_first {
            self.started = Some(self.state.head().time);
        }
        Ok(())
    }

    /// The state after the last line that was checked; later ones may be held back.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The state after every line taken so far: what was held back is checked now.
    pub fn settle(&mut self) -> Result<&State, Failure> {
        self.run.apply(&mut self.state)?;
        Ok(&self.state)
    }

    /// The end of the log: tree, checkpoint, and that every check ran.
    pub fn finish(mut self, note: &[u8]) -> Verdict {
        if let Err(failure) = self.settle() {
            return self.refuted(failure);
        }
        let mut counters = self.state.counters().clone();
        let (cosigned, refusal) = match end(&self.state, note, &mut counters) {
            Ok(cosigned) => (Some(cosigned), None),
            Err(refusal) => (None, Some(refusal)),
        };
        let failure = refusal.map(|refusal| blame::unreadable(self.state.head().size, refusal));
        Verdict { state: self.state, started: self.started, counters, cosigned, failure }
    }

    /// The verdict over a log that a line refuted.
    pub fn refuted(self, failure: Failure) -> Verdict {
        let counters = self.state.counters().clone();
        Verdict { state: self.state, started: self.started, counters, cosigned: None, failure: Some(failure) }
    }
}

/// What only the end of a log can show; gives who cosigned it.
fn end(state: &State, note: &[u8], counters: &mut Counters) -> Result<Cosigned, Refusal> {
    let sitting = state.sitting().ok_or(Code::NotDefined)?;
    if state.has_pending_parts() {
        state.object(Code::PartsWrong)?;
    }
    counters.expect(Check::Tree, 2);
    counters.expect(Check::Checkpoint, 1);
    let bad = |what: String| Refusal::at(Code::CheckpointBad, what);
    let note = Note::parse(note).map_err(|error| bad(error.to_string()))?;
    let log = log_vkey(&sitting.definition).map_err(|error| bad(error.to_string()))?;
    let checkpoint =
        if state.does(Check::Checkpoint) { Checkpoint::open(&note, &log) } else { note.text().parse() };
    let checkpoint = checkpoint.map_err(|error| bad(error.to_string()))?;
    let cosigned = match sitting.witnesses.cosigned(&note) {
        Ok(cosigned) => cosigned,
        Err(error) => {
            state.object(bad(error.to_string()))?;
            Cosigned::new(Vec::new(), sitting.witnesses.quorum())
        }
    };
    counters.did(Check::Checkpoint, 1);
    let size = state.head().size;
    if checkpoint.size != size {
        state.object(Refusal::at(Code::SizeDiffers, format_args!("{size} / {}", checkpoint.size)))?;
    }
    if checkpoint.root != state.head().frontier.root() {
        state.object(Code::RootDiffers)?;
    }
    counters.did(Check::Tree, 2);
    every_check_ran(counters).map(|()| cosigned)
}

/// What was done is what the entries call for (pitfall 11). A box that is still coming out at the end shows here too.
fn every_check_ran(counters: &Counters) -> Result<(), Refusal> {
    let skipped = Check::ALL.into_iter().find(|check| {
        let (done, expected) = counters.of(*check);
        done != expected
    });
    skipped.map_or(Ok(()), |check| {
        let (done, expected) = counters.of(check);
        Err(Refusal::at(Code::CheckSkipped, format_args!("check {}: {done} / {expected}", check.number())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_that_did_not_run_is_a_failure() {
        let mut counters = Counters::default();
        counters.expect(Check::Stamps, 2);
        counters.did(Check::Stamps, 2);
        assert_eq!(every_check_ran(&counters), Ok(()));
        for (done, expected) in [(0, 1), (1, 0)] {
            let mut counters = counters.clone();
            counters.did(Check::BallotProofs, done);
            counters.expect(Check::BallotProofs, expected);
            let skipped = Refusal::at(Code::CheckSkipped, format_args!("check 22: {done} / {expected}"));
            assert_eq!(every_check_ran(&counters), Err(skipped));
        }
    }
}
