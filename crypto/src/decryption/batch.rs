//! Verifying the partial decryptions of several scrutineers, contests and tests as one sum (protocol.md §7.7, §8.2).
//!
//! ```text
//! for each cell     w₁(a − [s]G + [c]Y) + w₂(b − [s]A + [c]D)
//! all hold          iff the sum over all cells of all partials is the identity, but for a chance of 2⁻¹²⁸
//! ```
//!
//! Invariants
//! - An independent weight for each of the two equations of every cell, from a hash over every byte of every statement and
//!   proof in the batch, mixed with the caller's fresh entropy (pitfall 9).
//! - Batch and single verification refuse the same partials with the same error: a batch that fails is halved, and a partial
//!   that fails alone is checked equation by equation, as [`PartialDecryption::verify`] does.

use curve25519_dalek::traits::{IsIdentity, VartimeMultiscalarMul};

use super::{CellClaim, CellShare, DecryptionError, DecryptionStatement, PartialDecryption, VerifiedPartial};
use crate::group::{Element, G, RistrettoPoint, Scalar};
use crate::hash::{Entropy, Sha512Fields};
use crate::scrutineer::ScrutineerIndex;
use crate::weights::Weights;

/// Points of one multiplication: beyond a few thousand it gains nothing.
const POINTS_PER_SUM: usize = 8_192;
/// a, b, D and A of a cell.
const POINTS_PER_CELL: usize = 4;

/// A partial decryption and what it claims to be.
#[derive(Clone, Copy, Debug)]
pub struct PartialClaim<'a> {
    /// What is decrypted.
    pub statement: &'a DecryptionStatement,
    /// Whose shares they are said to be.
    pub index: ScrutineerIndex,
    /// Y of that scrutineer.
    pub public_share: &'a Element,
    /// The shares and their proofs.
    pub partial: &'a PartialDecryption,
}

/// A claim of the right length, with the root of its weights and its challenges.
struct Weighted<'a> {
    position: usize,
    claim: PartialClaim<'a>,
    root: [u8; 64],
    challenges: Vec<Scalar>,
}

/// Verifies partials, of one statement or of several; one verdict for each, in their order.
pub fn verify_partials(
    claims: &[PartialClaim<'_>],
    entropy: Entropy,
) -> Vec<Result<VerifiedPartial, DecryptionError>> {
    let mut hasher = Sha512Fields::new("decryption-batch-weights");
    hasher.field(entropy.as_bytes());
    drop(entropy);
    for claim in claims {
        hasher.field(&claim.statement.tag());
        hasher.field(&claim.index.to_field());
        hasher.field(claim.public_share.as_bytes());
        hasher.field(&claim.partial.to_bytes());
    }
    let root = hasher.finish();
    let mut verdicts: Vec<Option<DecryptionError>> =
        claims.iter().map(|claim| claim.partial.check_length(claim.statement).err()).collect();
    let weighted: Vec<Weighted<'_>> = claims
        .iter()
        .zip(&verdicts)
        .enumerate()
        .filter(|(_, (_, verdict))| verdict.is_none())
        .map(|(position, (claim, _))| Weighted::new(position, *claim, &root))
        .collect();
    let mut rest = weighted.as_slice();
    while !rest.is_empty() {
        let (some, after) = rest.split_at(fitting(rest));
        bisect(some, &mut verdicts);
        rest = after;
    }
    let verified = |(claim, refused): (&PartialClaim<'_>, Option<DecryptionError>)| match refused {
        None => Ok(VerifiedPartial::new(claim.partial, claim.statement, claim.index, claim.public_share)),
        Some(error) => Err(error),
    };
    claims.iter().zip(verdicts).map(verified).collect()
}

/// How many of these go into one multiplication; at least one.
fn fitting(claims: &[Weighted<'_>]) -> usize {
    let mut points = 0_usize;
    let fit = claims.iter().take_while(|weighted| {
        points = points.saturating_add(weighted.challenges.len().saturating_mul(POINTS_PER_CELL));
        points <= POINTS_PER_SUM
    });
    fit.count().clamp(1, claims.len().max(1))
}

/// The weights stay the same in the halves: they were fixed after every byte of the batch.
fn bisect(claims: &[Weighted<'_>], verdicts: &mut [Option<DecryptionError>]) {
    if vanishes(claims) {
        return;
    }
    if let [Weighted { position, claim, .. }] = claims {
        let PartialClaim { statement, index, public_share, partial } = claim;
        if let Some(verdict) = verdicts.get_mut(*position) {
            *verdict = partial.verify(statement, *index, public_share).err();
        }
        return;
    }
    let (left, right) = claims.split_at(claims.len() / 2);
    bisect(left, verdicts);
    bisect(right, verdicts);
}

impl<'a> Weighted<'a> {
    fn new(position: usize, claim: PartialClaim<'a>, root: &[u8; 64]) -> Self {
        let PartialClaim { statement, index, public_share: y, partial } = claim;
        let challenges = partial.cells.iter().zip(&statement.sums).enumerate();
        let challenges = challenges.map(|(cell, (CellShare { d, a, b, .. }, sum))| {
            statement.challenge(&CellClaim { index, cell, sum, y, d }, a, b)
        });
        let mut own = Sha512Fields::new("decryption-batch-weights-of-one");
        own.field(root);
        own.field(&(position as u64).to_be_bytes());
        Self { position, claim, root: own.finish(), challenges: challenges.collect() }
    }
}

fn vanishes(claims: &[Weighted<'_>]) -> bool {
    let cells = claims.iter().map(|weighted| weighted.challenges.len()).sum::<usize>();
    let mut scalars = Vec::with_capacity(cells * POINTS_PER_CELL + claims.len() + 1);
    let mut points: Vec<&RistrettoPoint> = Vec::with_capacity(scalars.capacity());
    let mut on_g = Scalar::ZERO;
    for Weighted { claim, root, challenges, .. } in claims {
        let mut weights = Weights::new(*root);
        let mut on_y = Scalar::ZERO;
        let cells = claim.partial.cells.iter().zip(&claim.statement.sums).zip(challenges);
        for ((CellShare { d, a, b, s }, sum), c) in cells {
            let [w_1, w_2, _, _] = weights.next();
            on_g -= w_1 * s;
            on_y += w_1 * c;
            scalars.extend([w_1, w_2, -(w_2 * s), w_2 * c]);
            points.extend([a.point(), b.point(), sum.a().point(), d.point()]);
        }
        scalars.push(on_y);
        points.push(claim.public_share.point());
    }
    scalars.push(on_g);
    points.push(&G);
    RistrettoPoint::vartime_multiscalar_mul(&scalars, points).is_identity()
}
