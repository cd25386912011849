//! A log that one party has verified itself, entry by entry, from the pinned entry 0 on.
//!
//! Invariants
//! - Nothing is believed that this process has not checked: chain, signatures, every proof (`audit::fold`). What decides on a log
//!   takes a [`FollowedLog`], and there is no other way to make one.
//! - After the first refused entry nothing more is taken, and its line is kept: it is the evidence against the server.
//!
//! Ballots of the box come many at once; runs of them are verified together on all cores (protocol.md §7.7).

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread;

use audit::entry::payload::BytesPayload;
use audit::entry::{Body, Line, fingerprint};
use audit::fingerprint::Fingerprint;
use audit::fold::{Check, Code, Refusal, State, decode_ballot};
use crypto::ballot::{BallotContext, EncryptedBallot, Shape, VerifiedBallot, verify_batch};
use crypto::elgamal::PublicKey;
use crypto::hash::Entropy;

/// Lines that are decoded and verified together: the lock on a state that others read is held no longer than for these.
pub const BATCH_LINES: usize = 64;
/// Threads that verify ballots, at most.
pub const VERIFIERS_MAX: usize = 8;

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
    refuted: Option<Refuted>,
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
        Self { pinned, state: State::new(), refuted: None, recent: Vec::new() }
    }

    /// The fingerprint that entry 0 had to have.
    pub fn pinned(&self) -> Fingerprint {
        self.pinned
    }

    /// What the entries say, up to the last one that holds.
    pub fn state(&self) -> &State {
        &self.state
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
        let mut rest = parsed.as_slice();
        while let Some(first) = rest.first() {
            let ballots = BallotRun::decode(&self.state, rest);
            let (run, after) = rest.split_at(ballots.ballots.len().clamp(1, rest.len()));
            if ballots.ballots.len() > 1 {
                let verified = ballots.verify();
                for (line, verified) in run.iter().zip(&verified) {
                    self.apply(line, verified.as_ref())?;
                }
            } else {
                self.apply(first, None)?;
            }
            rest = after;
        }
        match broken {
            Some((refusal, bytes)) => Err(self.refute(Check::Encoding, refusal, bytes)),
            None => Ok(()),
        }
    }

    fn apply(&mut self, line: &Line, verified: Option<&VerifiedBallot<'_>>) -> Result<(), Refuted> {
        self.state.apply_with(line, verified).map_err(|refusal| {
            self.refute(refusal.code.check_in(line.body()), refusal, line.bytes().to_vec())
        })?;
        self.remember(line);
        Ok(())
    }

    fn refute(&mut self, check: Check, refusal: Refusal, line: Vec<u8>) -> Refuted {
        let refuted = Refuted { index: self.size(), check, refusal, line };
        self.refuted = Some(refuted.clone());
        refuted
    }
}

/// Ballots of one contest that stand next to each other, decoded.
struct BallotRun {
    ballots: Vec<(BallotContext, EncryptedBallot)>,
    made_for: Option<(Arc<Shape>, Arc<PublicKey>)>,
}

impl BallotRun {
    /// The longest run at the start of `lines`. It ends where a ballot does not decode: the fold names what is wrong.
    fn decode(state: &State, lines: &[Line]) -> Self {
        let mut ballots = Vec::new();
        let mut made_for = None;
        for line in lines {
            let Body::BallotCast(cast) = line.body() else { break };
            let BytesPayload::Inline(bytes) = &cast.ballot else { break };
            let Some(contest) = state.contest_by_hash(cast.contest.as_bytes()) else { break };
            let (Some(course), Some(sitting)) = (contest.course(), state.sitting()) else { break };
            let context = BallotContext {
                sitting: sitting.fingerprint,
                contest: course.hash,
                ballot_key: cast.ballot_key.to_bytes(),
            };
            let other = ballots
                .first()
                .is_some_and(|(first, _): &(BallotContext, _)| first.contest != context.contest);
            let Ok(ballot) = decode_ballot(contest, bytes.as_bytes()) else { break };
            if other {
                break;
            }
            let Some(keys) = &course.keys else { break };
            made_for = Some((Arc::clone(&contest.shape), Arc::clone(&keys.public_key)));
            ballots.push((context, ballot));
        }
        Self { ballots, made_for }
    }

    /// Verifies on all cores. Where a part of the run is refused, none of it counts as verified, and the fold, which then
    /// verifies them one by one, names the ballot and the proof.
    fn verify(&self) -> Vec<Option<VerifiedBallot<'_>>> {
        let Some((shape, key)) = &self.made_for else { return vec![None; self.ballots.len()] };
        let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(VERIFIERS_MAX);
        let part = self.ballots.len().div_ceil(cores).max(1);
        thread::scope(|scope| {
            let verifiers: Vec<_> = self
                .ballots
                .chunks(part)
                .map(|part| (part.len(), scope.spawn(move || verify_part(part, shape, key))))
                .collect();
            verifiers
                .into_iter()
                .flat_map(|(length, verifier)| match verifier.join() {
                    Ok(Some(verified)) => verified.into_iter().map(Some).collect(),
                    _ => vec![None; length],
                })
                .collect()
        })
    }
}

/// `None`: some ballot is refused, or the operating system gave no randomness for the weights.
fn verify_part<'a>(
    ballots: &'a [(BallotContext, EncryptedBallot)],
    shape: &Shape,
    key: &PublicKey,
) -> Option<Vec<VerifiedBallot<'a>>> {
    let mut entropy = [0; 32];
    getrandom::fill(&mut entropy).ok()?;
    verify_batch(ballots, shape, key, Entropy::from_os(entropy)).ok()
}

#[cfg(test)]
mod box_tests;
#[cfg(test)]
mod tests;
