//! The verifier: trusts the sitting's fingerprint and nothing more, and recomputes everything else from the log
//! (protocol.md §12).
//!
//! Invariants
//! - It streams: one entry in memory, and a state that does not keep ballots.
//! - The first failure ends it and names check, code and index. A check that should have run and did not is a failure.
//!
//! Next: `report` says what was found, for people and for machines; `fold` has the checks.

pub mod report;

use crate::checkpoint::Checkpoint;
use crate::entry::{ENTRY_BYTES_MAX, Line, fingerprint};
use crate::fingerprint::Fingerprint;
use crate::fold::{Check, Code, Counters, Refusal, State};
use crate::note::{KeyName, Note, Vkey, VkeyType};
use crypto::signature::VerifyingKey;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Longest checkpoint note that is read, in bytes: 16 signatures of any known type fit.
pub const CHECKPOINT_BYTES_MAX: u64 = 65_536;

/// What refutes a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// First index at which the log stops agreeing; the log's size where the checkpoint is at fault.
    pub index: u64,
    /// The rule that was broken, and where.
    pub refusal: Refusal,
}

impl Failure {
    /// The numbered check that failed.
    pub fn check(&self) -> Check {
        self.refusal.code.check()
    }
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
    /// Checks done and expected, those of the end included.
    pub counters: Counters,
    /// `None`: verified.
    pub failure: Option<Failure>,
}

/// Verifies a published log: the folder with `log.jsonl` and `checkpoint`. `progress` is told bytes read of bytes in all.
pub fn verify_folder(
    folder: &Path,
    trusted: &Fingerprint,
    mut progress: impl FnMut(u64, u64),
) -> Result<Verdict, CannotCheck> {
    let log = folder.join("log.jsonl");
    let open =
        |path: &Path| File::open(path).map_err(|source| CannotCheck::Read { path: path.to_owned(), source });
    let cannot = |path: &Path| {
        let path = path.to_owned();
        move |source| CannotCheck::Read { path, source }
    };
    let file = open(&log)?;
    let total = file.metadata().map_err(cannot(&log))?.len();
    let checkpoint = folder.join("checkpoint");
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
    let mut state = State::new();
    let mut read = 0;
    let mut line = Vec::new();
    let failure = loop {
        line.clear();
        let limit = u64::try_from(ENTRY_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(2);
        let length = log.by_ref().take(limit).read_until(b'\n', &mut line)?;
        if length == 0 {
            break None;
        }
        read = u64::try_from(length).unwrap_or(0).saturating_add(read);
        if let Err(refusal) = next(&mut state, &mut line, trusted) {
            break Some(Failure { index: state.head().size, refusal });
        }
        progress(read);
    };
    let mut counters = state.counters().clone();
    let failure = failure.or_else(|| {
        end(&state, note, &mut counters).err().map(|refusal| Failure { index: state.head().size, refusal })
    });
    Ok(Verdict { state, counters, failure })
}

/// One line into the state.
fn next(state: &mut State, line: &mut Vec<u8>, trusted: &Fingerprint) -> Result<(), Refusal> {
    if line.pop() != Some(b'\n') {
        return Err(Refusal::at(Code::NotAnEntry, "the line does not end"));
    }
    // Before anything is believed of entry 0, it must be the one that is trusted.
    if state.head().size == 0 && fingerprint(line) != trusted.0 {
        return Err(Refusal::at(Code::FingerprintDiffers, Fingerprint(fingerprint(line))));
    }
    let line = Line::parse(std::mem::take(line)).map_err(|error| Refusal::at(Code::NotAnEntry, error))?;
    state.apply(&line)
}

/// What only the end of a log can show: tree, checkpoint, and that every check ran.
fn end(state: &State, note: &[u8], counters: &mut Counters) -> Result<(), Refusal> {
    let sitting = state.sitting().ok_or(Code::NotDefined)?;
    if state.has_pending_parts() {
        return Err(Code::PartsWrong.into());
    }
    counters.expect(Check::Tree, 2);
    counters.expect(Check::Checkpoint, 1);
    let bad = |what: String| Refusal::at(Code::CheckpointBad, what);
    let name: KeyName =
        sitting.definition.origin.as_str().parse().map_err(|error| bad(format!("{error}")))?;
    let key = VerifyingKey::from_bytes(sitting.definition.keys.log.as_bytes())
        .map_err(|error| bad(error.to_string()))?;
    let note = Note::parse(note).map_err(|error| bad(error.to_string()))?;
    let checkpoint = Checkpoint::open(&note, &Vkey::new(name, VkeyType::Ed25519, key))
        .map_err(|error| bad(error.to_string()))?;
    counters.did(Check::Checkpoint, 1);
    let size = state.head().size;
    if checkpoint.size != size {
        return Err(Refusal::at(Code::SizeDiffers, format_args!("{size} / {}", checkpoint.size)));
    }
    if checkpoint.root != state.head().frontier.root() {
        return Err(Code::RootDiffers.into());
    }
    counters.did(Check::Tree, 2);
    match Check::ALL.into_iter().find(|check| {
        let (done, expected) = counters.of(*check);
        done != expected
    }) {
        Some(check) => {
            let (done, expected) = counters.of(check);
            Err(Refusal::at(
                Code::CheckSkipped,
                format_args!("check {}: {done} / {expected}", check.number()),
            ))
        }
        None => Ok(()),
    }
}
