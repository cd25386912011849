//! The ballots of a box, verified many at a time on every core.
//!
//! Ballots stand in the log one after another, so their proofs are checked in runs: read some megabytes of entries, decode
//! and verify them in parallel, then take them into the state in their order. A batch that does not verify says nothing about
//! which ballot is at fault; its ballots are then verified one at a time by the fold, so index and code are the same either way.

use super::{Failure, blame};
use crate::entry::payload::PendingParts;
use crate::entry::{Body, Line};
use crate::fold::{Contest, Stage, State};
use crypto::ballot::{BallotContext, EncryptedBallot, VerifiedBallot, verify_batch};
use crypto::hash::Entropy;
use std::num::NonZeroUsize;
use std::thread;

/// Entries of a run in bytes: some 230 ballots of 15 items. A run and what is decoded of it is what the verifier holds.
const RUN_BYTES_MAX: usize = 4 << 20;
/// A run ends between ballots; parts that never end are cut here.
const RUN_BYTES_HARD_MAX: usize = 2 * RUN_BYTES_MAX;

/// Entries of an open box that are not yet in the state.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    lines: Vec<Line>,
    bytes: usize,
}

/// One thread's ballots, in order.
#[derive(Default)]
struct Decoded {
    /// Places among the lines of the run.
    places: Vec<usize>,
    ballots: Vec<(BallotContext, EncryptedBallot)>,
}

impl Run {
    /// Whether `line` belongs to the run that follows `state`.
    pub(super) fn takes(state: &State, line: &Line) -> bool {
        matches!(line.body(), Body::BallotCast(_) | Body::BlobPart(_)) && opening(state).is_some()
    }

    /// Adds a line; true if the run must be applied now.
    pub(super) fn push(&mut self, line: Line) -> bool {
        self.bytes = self.bytes.saturating_add(line.bytes().len());
        let between = matches!(line.body(), Body::BallotCast(_));
        self.lines.push(line);
        self.bytes >= if between { RUN_BYTES_MAX } else { RUN_BYTES_HARD_MAX }
    }

    /// Takes the run into the state; the failure is the first line's that is refused.
    pub(super) fn apply(&mut self, state: &mut State) -> Result<(), Failure> {
        let lines = std::mem::take(&mut self.lines);
        self.bytes = 0;
        let decoded = decode(state, &lines);
        let verified = verify(state, &decoded);
        let mut verified = verified.iter().peekable();
        for (place, line) in lines.iter().enumerate() {
            let ballot = verified.next_if(|(at, _)| *at == place).map(|(_, ballot)| ballot);
            state.apply_with(line, ballot).map_err(|refusal| blame::refused(state, line, refusal))?;
        }
        Ok(())
    }
}

/// The contest whose box is coming out.
fn opening(state: &State) -> Option<&Contest> {
    state.contests().values().find(|contest| contest.stage() == Some(Stage::Opening))
}

/// Splits work evenly; at least one thread.
fn share(work: usize) -> usize {
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    work.div_ceil(threads).max(1)
}

/// What can be decoded. What cannot is left out: the fold will say why.
fn decode(state: &State, lines: &[Line]) -> Vec<Decoded> {
    let Some(contest) = opening(state) else { return Vec::new() };
    let (Some(course), Ok(sitting)) = (contest.course(), state.fingerprint()) else { return Vec::new() };
    let mut parts = PendingParts::default();
    let mut ballots = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        match line.body() {
            // A part out of place is the fold's to refuse.
            Body::BlobPart(part) => _ = parts.add(part),
            Body::BallotCast(cast) => {
                let context =
                    BallotContext { sitting, contest: course.hash, ballot_key: cast.ballot_key.to_bytes() };
                if let Ok(bytes) = parts.bytes(&cast.ballot) {
                    ballots.push((place, context, bytes.to_vec()));
                }
                parts = PendingParts::default();
            }
            _ => {}
        }
    }
    let decode_some = |some: &[(usize, BallotContext, Vec<u8>)]| {
        let mut decoded = Decoded::default();
        for (place, context, bytes) in some {
            if let Ok(ballot) = EncryptedBallot::from_bytes(&contest.shape, bytes) {
                decoded.places.push(*place);
                decoded.ballots.push((*context, ballot));
            }
        }
        decoded
    };
    thread::scope(|scope| {
        let threads: Vec<_> =
            ballots.chunks(share(ballots.len())).map(|some| scope.spawn(move || decode_some(some))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    })
}

/// Those whose whole batch verifies, by place.
fn verify<'a>(state: &State, decoded: &'a [Decoded]) -> Vec<(usize, VerifiedBallot<'a>)> {
    let Some(contest) = opening(state) else { return Vec::new() };
    let Some(keys) = contest.course().and_then(|course| course.keys.as_ref()) else { return Vec::new() };
    let verify_some = |Decoded { places, ballots }: &'a Decoded| {
        let mut fresh = [0; 32];
        // Without fresh bytes the weights could be foreseen; one at a time they need none.
        if getrandom::fill(&mut fresh).is_err() {
            return Vec::new();
        }
        match verify_batch(ballots, &contest.shape, &keys.public_key, Entropy::from_os(fresh)) {
            Ok(verified) => places.iter().copied().zip(verified).collect(),
            Err(_) => Vec::new(),
        }
    };
    let verify_some = &verify_some;
    thread::scope(|scope| {
        let threads: Vec<_> = decoded.iter().map(|some| scope.spawn(move || verify_some(some))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    })
}
