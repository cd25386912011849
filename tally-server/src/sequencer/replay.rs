//! From the log on disk to the state: the fold, with the proofs of ballots verified many at a time on every core.

use std::num::NonZeroUsize;
use std::sync::Arc;

use audit::entry::payload::{BytesPayload, PendingParts};
use audit::entry::{Body, Line};
use audit::fold::{Refusal, State};
use audit::merkle::Tree;
use audit::wire::Bytes32;
use crypto::ballot::{BallotContext, EncryptedBallot, VerifiedBallot, verify_batch};

use super::core::Fatal;
use super::register::Register;
use crate::folder::keys::entropy;
use crate::store::LogReader;

/// Ballots that are verified together: enough for one good multiplication on each core, few enough to hold.
pub(super) const BALLOTS_AT_ONCE: usize = 128;

/// What the log says.
pub(super) struct Replayed {
    pub(super) state: State,
    pub(super) register: Register,
    pub(super) tree: Tree,
}

/// Folds the whole log.
pub(super) fn replay(log: &LogReader) -> Result<Replayed, Fatal> {
    let mut replayed = Replayed { state: State::new(), register: Register::default(), tree: Tree::new() };
    let mut ballots: Vec<Line> = Vec::new();
    for entry in log.read(0)? {
        let entry = entry?;
        let line = Line::parse(entry.bytes).map_err(|source| Fatal::Line { index: entry.index, source })?;
        let of_a_box = matches!(line.body(), Body::BallotCast(_) | Body::PaperCast(_) | Body::BlobPart(_));
        if !of_a_box || ballots.len() == BALLOTS_AT_ONCE {
            replayed.take(std::mem::take(&mut ballots))?;
        }
        if of_a_box {
            ballots.push(line);
        } else {
            replayed.take(vec![line])?;
        }
    }
    replayed.take(ballots)?;
    Ok(replayed)
}

impl Replayed {
    fn take(&mut self, lines: Vec<Line>) -> Result<(), Fatal> {
        let Self { state, register, tree } = self;
        apply_all(state, lines, |state, line| {
            register.observe(state, &line);
            tree.push(line.leaf());
        })
        .map_err(|refusal| Fatal::Refused { index: self.state.head().size, refusal })
    }
}

/// Applies entries in order, after verifying the ballots among them together; `done` is told of each that was applied.
/// The first refusal ends it.
pub(super) fn apply_all(
    state: &mut State,
    lines: Vec<Line>,
    mut done: impl FnMut(&State, Line),
) -> Result<(), Refusal> {
    let decoded = decode(state, &lines);
    let ballots: Vec<_> = decoded.iter().flatten().cloned().collect();
    let verified = verify(state, &ballots);
    let mut next = verified.into_iter();
    for (line, decoded) in lines.into_iter().zip(&decoded) {
        let verified = if decoded.is_some() { next.next().flatten() } else { None };
        // Where a batch failed, the fold verifies each alone and names what is wrong.
        state.apply_with(&line, verified.as_ref())?;
        done(state, line);
    }
    Ok(())
}

type Decoded = (BallotContext, EncryptedBallot);

/// The ballots among the lines that decode, at their places.
fn decode(state: &State, lines: &[Line]) -> Vec<Option<Decoded>> {
    let sitting = state.sitting().map(|sitting| sitting.fingerprint).unwrap_or_default();
    let mut parts = PendingParts::default();
    let mut decoded = Vec::with_capacity(lines.len());
    for line in lines {
        decoded.push(match line.body() {
            Body::BlobPart(part) => {
                // What is wrong with it is for the fold to say.
                let _ = parts.add(part);
                None
            }
            Body::BallotCast(cast) => {
                let parts = std::mem::take(&mut parts);
                decode_one(state, sitting, &parts, (&cast.contest, &cast.ballot_key, &cast.ballot))
            }
            Body::PaperCast(cast) => {
                let parts = std::mem::take(&mut parts);
                decode_one(state, sitting, &parts, (&cast.contest, &cast.ballot_key, &cast.ballot))
            }
            _ => None,
        });
    }
    decoded
}

/// A ballot of the box, or a paper that was entered.
fn decode_one(
    state: &State,
    sitting: [u8; 32],
    parts: &PendingParts,
    (contest, ballot_key, ballot): (&Bytes32, &Bytes32, &BytesPayload),
) -> Option<Decoded> {
    let found = state.contest_by_hash(contest.as_bytes())?;
    let ballot = EncryptedBallot::from_bytes(&found.shape, parts.bytes(ballot).ok()?).ok()?;
    let context = BallotContext { sitting, contest: contest.to_bytes(), ballot_key: ballot_key.to_bytes() };
    Some((context, ballot))
}

/// Verifies ballots, those of one contest that stand together at once; papers of two contests may be entered in turns.
fn verify<'a>(state: &State, ballots: &'a [Decoded]) -> Vec<Option<VerifiedBallot<'a>>> {
    let contests = ballots.chunk_by(|(one, _), (other, _)| one.contest == other.contest);
    contests.flat_map(|ballots| verify_contest(state, ballots)).collect()
}

/// Verifies ballots of one contest on every core; `None` where that was not possible.
fn verify_contest<'a>(state: &State, ballots: &'a [Decoded]) -> Vec<Option<VerifiedBallot<'a>>> {
    let none = || vec![None; ballots.len()];
    let Some((context, _)) = ballots.first() else { return none() };
    let Some(contest) = state.contest_by_hash(&context.contest) else { return none() };
    let Some(keys) = contest.course().and_then(|course| course.keys.as_ref()) else { return none() };
    let (shape, key) = (Arc::clone(&contest.shape), Arc::clone(&keys.public_key));
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let share = ballots.len().div_ceil(cores).max(1);
    let verify_share = |ballots: &'a [Decoded]| -> Vec<Option<VerifiedBallot<'a>>> {
        let verified = entropy().ok().and_then(|entropy| verify_batch(ballots, &shape, &key, entropy).ok());
        verified
            .map_or_else(|| vec![None; ballots.len()], |verified| verified.into_iter().map(Some).collect())
    };
    std::thread::scope(|scope| {
        let shares: Vec<_> = ballots
            .chunks(share)
            .map(|ballots| (ballots.len(), scope.spawn(|| verify_share(ballots))))
            .collect();
        shares.into_iter().flat_map(|(len, share)| share.join().unwrap_or_else(|_| vec![None; len])).collect()
    })
}
