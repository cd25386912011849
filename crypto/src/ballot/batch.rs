//! Verifying many ballots of one contest as few multiscalar multiplications (protocol.md §7.7).
//!
//! Invariants
//! - An independent weight for every equation of every ballot, from a hash over every byte of every statement
//!   and proof in the batch, mixed with the caller's fresh entropy (pitfall 9).
//! - Batch and single verification refuse the same ballots, with the same error.

use super::encrypted::EncryptedBallot;
use super::error::BallotError;
use super::verify::{VerifiedBallot, WeightedSum, Weights, digest};
use super::{BallotContext, shape::Shape};
use crate::elgamal::PublicKey;
use crate::group::Scalar;
use crate::hash::{self, Entropy};

/// Points in one multiplication. Beyond a few thousand the bucket method gains nothing and leaves the cache.
const POINTS_PER_SUM: usize = 8_192;

/// One ballot of a batch.
struct Claim<'a> {
    position: usize,
    ballot: &'a EncryptedBallot,
    context: &'a BallotContext,
    c: Scalar,
    weights: [u8; 64],
}

/// Verifies ballots of one contest; gives them in the same order, or every refused position with its error.
pub fn verify_batch<'a>(
    ballots: &'a [(BallotContext, EncryptedBallot)],
    shape: &Shape,
    key: &PublicKey,
    entropy: Entropy,
) -> Result<Vec<VerifiedBallot<'a>>, Vec<(usize, BallotError)>> {
    let mut refused = Vec::new();
    let digests: Vec<u8> =
        ballots.iter().flat_map(|(context, ballot)| digest(ballot, context, shape, key)).collect();
    let root = hash::sha512("ballot-batch-weights", &[entropy.as_bytes(), &digests]);
    drop(entropy);
    let mut claims = Vec::with_capacity(ballots.len());
    for (position, (context, ballot)) in ballots.iter().enumerate() {
        if let Err(error) = ballot.check_counts(shape) {
            refused.push((position, error));
            continue;
        }
        let weights = hash::sha512("ballot-batch-weights-of-one", &[&root, &(position as u64).to_be_bytes()]);
        let c = ballot.challenge(context, shape, key);
        claims.push(Claim { position, ballot, context, c, weights });
    }
    for chunk in claims.chunks((POINTS_PER_SUM / shape.points()).max(1)) {
        bisect(chunk, shape, key, &mut refused);
    }
    if refused.is_empty() {
        let verified = |(context, ballot)| VerifiedBallot::new(ballot, context, shape, key);
        return Ok(ballots.iter().map(|(context, ballot)| verified((context, ballot))).collect());
    }
    refused.sort_unstable_by_key(|(position, _)| *position);
    Err(refused)
}

/// The weights stay the same in the halves: they were fixed after every byte of the batch.
fn bisect(claims: &[Claim<'_>], shape: &Shape, key: &PublicKey, refused: &mut Vec<(usize, BallotError)>) {
    let mut sum = WeightedSum::default();
    for claim in claims {
        sum.add(claim.ballot, &claim.c, shape, &mut Weights::new(claim.weights));
    }
    if sum.vanishes(key) {
        return;
    }
    if let [claim] = claims {
        let culprit = claim.ballot.name_culprit(claim.context, shape, key);
        refused.extend(culprit.err().map(|error| (claim.position, error)));
        return;
    }
    let (left, right) = claims.split_at(claims.len() / 2);
    bisect(left, shape, key, refused);
    bisect(right, shape, key, refused);
}
