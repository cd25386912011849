//! Verifying many ballots of one contest as few multiscalar multiplications (protocol.md §7.7).
//!
//! Invariants
//! - An independent weight for every equation of every ballot, from a hash over every byte of every statement
//!   and proof in the batch, mixed with the caller's fresh entropy (pitfall 9).
//! - Batch and single verification refuse the same ballots, with the same error.

use super::encrypted::EncryptedBallot;
use super::error::BallotError;
use super::verify::{OwnedVerifiedBallot, VerifiedBallot, WeightedSum, digest};
use super::{BallotContext, shape::Shape};
use crate::elgamal::PublicKey;
use crate::group::Scalar;
use crate::hash::{self, Entropy, Sha512Fields};
use crate::weights::Weights;

/// Points in one multiplication. Beyond a few thousand the bucket method gains nothing and leaves the cache.
const POINTS_PER_SUM: usize = 16_384;

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
    let refused = refused(ballots, shape, key, entropy);
    if refused.is_empty() {
        let verified = |(context, ballot)| VerifiedBallot::new(ballot, context, shape, key);
        return Ok(ballots.iter().map(|(context, ballot)| verified((context, ballot))).collect());
    }
    Err(refused)
}

/// The same, keeping the ballots: one verdict for each, in their order.
pub fn verify_batch_owned(
    ballots: Vec<(BallotContext, EncryptedBallot)>,
    shape: &Shape,
    key: &PublicKey,
    entropy: Entropy,
) -> Vec<Result<OwnedVerifiedBallot, BallotError>> {
    let mut refused = refused(&ballots, shape, key, entropy).into_iter().peekable();
    let verdict = |(position, (context, ballot)): (usize, (BallotContext, EncryptedBallot))| match refused
        .next_if(|(culprit, _)| *culprit == position)
    {
        Some((_, error)) => Err(error),
        None => Ok(OwnedVerifiedBallot::new(ballot, context, shape, key)),
    };
    ballots.into_iter().enumerate().map(verdict).collect()
}

/// Every refused position with its error, rising.
fn refused(
    ballots: &[(BallotContext, EncryptedBallot)],
    shape: &Shape,
    key: &PublicKey,
    entropy: Entropy,
) -> Vec<(usize, BallotError)> {
    let mut refused = Vec::new();
    let mut hasher = Sha512Fields::new("ballot-batch-weights");
    hasher.field(entropy.as_bytes());
    drop(entropy);
    for (context, ballot) in ballots {
        hasher.field(&digest(ballot, context, shape, key));
    }
    let root = hasher.finish();
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
    // Sums of equal size: a small one at the end would cost more for each point.
    let most = (POINTS_PER_SUM / shape.points()).max(1);
    let sums = claims.len().div_ceil(most).max(1);
    for chunk in claims.chunks(claims.len().div_ceil(sums).max(1)) {
        bisect(chunk, shape, key, &mut refused);
    }
    refused.sort_unstable_by_key(|(position, _)| *position);
    refused
}

/// The weights stay the same in the halves: they were fixed after every byte of the batch.
fn bisect(claims: &[Claim<'_>], shape: &Shape, key: &PublicKey, refused: &mut Vec<(usize, BallotError)>) {
    let mut sum = WeightedSum::with_capacity(claims.len().saturating_mul(shape.points()));
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
