//! Encrypting and proving (protocol.md §7.2 to §7.5).
//!
//! Invariants
//! - The prover knows the exponents of every commitment, of the simulated branch too, so it multiplies only the
//!   fixed bases G and K, by tables.
//! - The same operations run whatever is chosen; both branches are computed and selected without branching
//!   (pitfall 28).
//! - Equal inputs give equal bytes, so that a challenge recomputes them.

use curve25519_dalek::traits::Identity;
use subtle::{Choice, ConditionallyNegatable, ConditionallySelectable};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::choices::Choices;
use super::encrypted::{BitProof, EncryptedBallot, LimitProof, challenge, ciphertext_bytes};
use super::seed::{EncryptionSeed, Stream};
use super::{BallotContext, shape::Shape};
use crate::elgamal::{Ciphertext, PublicKey};
use crate::group::{Element, G, G_TABLE, Point, RistrettoPoint, Scalar};

/// Why nothing was encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncryptError {
    /// The choices were checked against another shape.
    #[error("the choices were made for a ballot of another shape")]
    OtherShape,
    /// A derived r is 0: the seed is not random.
    #[error("the seed gives a randomness of zero")]
    Randomness,
}

/// What a ciphertext, or a sum of ciphertexts, opens to.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct Opening {
    pub(super) r: Scalar,
    /// 0 or 1.
    pub(super) m: u8,
}

/// The nonces of one 0/1 proof: w of the true branch, c′ and s′ of the simulated one.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Nonces {
    w: Scalar,
    c_simulated: Scalar,
    s_simulated: Scalar,
}

/// Encrypts the choices and proves that they keep the shape's limits, bound to the context.
pub fn encrypt(
    seed: &EncryptionSeed,
    choices: &Choices,
    context: &BallotContext,
    shape: &Shape,
    key: &PublicKey,
) -> Result<EncryptedBallot, EncryptError> {
    let openings = openings(seed, choices, shape, key)?;
    let ciphertexts = ciphertexts(&openings, key)?;
    let bytes = ciphertext_bytes(&ciphertexts);
    let stream = Stream::of_proofs(seed, choices, shape, key, context, &bytes);
    Ok(prove(&openings, ciphertexts, &stream, context, shape, key))
}

/// The ciphertexts that seed and choices give under any ballot key: what a challenge checks (§7.8).
pub fn recompute_ciphertexts(
    seed: &EncryptionSeed,
    choices: &Choices,
    shape: &Shape,
    key: &PublicKey,
) -> Result<Vec<Ciphertext>, EncryptError> {
    ciphertexts(&openings(seed, choices, shape, key)?, key)
}

fn openings(
    seed: &EncryptionSeed,
    choices: &Choices,
    shape: &Shape,
    key: &PublicKey,
) -> Result<Vec<Opening>, EncryptError> {
    if !choices.fits(shape) {
        return Err(EncryptError::OtherShape);
    }
    let stream = Stream::of_ciphertexts(seed, choices, shape, key);
    Ok(choices.bits().enumerate().map(|(index, m)| Opening { r: stream.scalar(index, 0), m }).collect())
}

/// (A, B) = ([r]G, [m]G + [r]K) for each.
fn ciphertexts(openings: &[Opening], key: &PublicKey) -> Result<Vec<Ciphertext>, EncryptError> {
    let encrypt = |Opening { r, m }: &Opening| {
        let a = Element::try_from(r * G_TABLE).map_err(|_| EncryptError::Randomness)?;
        let marked = RistrettoPoint::conditional_select(&RistrettoPoint::identity(), &G, Choice::from(*m));
        Ok(Ciphertext::new(a, Point::from(key.times(r) + marked)))
    };
    openings.iter().map(encrypt).collect()
}

/// Proves each cell, row sum, slack and limit under one challenge.
///
/// ```text
/// true branch v = m     a_v = [w]G            b_v = [w]K
/// other branch          a_v = [s′ − c′·r]G    b_v = [s′ − c′·r]K + [±c′]G     + for m = 0, − for m = 1
/// then                  c_m = c − c′, s_m = w + c_m·r;  the other branch has c′, s′
/// ```
pub(super) fn prove(
    openings: &[Opening],
    ciphertexts: Vec<Ciphertext>,
    stream: &Stream,
    context: &BallotContext,
    shape: &Shape,
    key: &PublicKey,
) -> EncryptedBallot {
    let claims: Vec<Opening> = (0..shape.bit_proofs()).map(|i| sum(openings, shape.proved(i))).collect();
    let nonces: Vec<Nonces> = (0..claims.len())
        .map(|i| Nonces {
            w: stream.scalar(i, 0),
            c_simulated: stream.scalar(i, 1),
            s_simulated: stream.scalar(i, 2),
        })
        .collect();
    let commitments: Vec<[Point; 4]> =
        claims.iter().zip(&nonces).map(|(claim, nonces)| commit(claim, nonces, key)).collect();

    let limits: Vec<Opening> = shape.equations().map(|(terms, _)| combine(openings, &terms)).collect();
    let limit_nonces: Vec<Opening> =
        (claims.len()..).take(limits.len()).map(|i| Opening { r: stream.scalar(i, 0), m: 0 }).collect();
    let limit_commitments: Vec<[Point; 2]> =
        limit_nonces.iter().map(|w| [Point::from(&w.r * G_TABLE), Point::from(key.times(&w.r))]).collect();

    let all = commitments.iter().flatten().chain(limit_commitments.iter().flatten());
    let c = challenge(context, shape, key, &ciphertext_bytes(&ciphertexts), all);

    let bits = claims.iter().zip(&nonces).zip(&commitments);
    let bits = bits.map(|((claim, nonces), commitments)| respond(claim, nonces, commitments, &c)).collect();
    let limits = limits.iter().zip(&limit_nonces).zip(limit_commitments);
    let limits = limits
        .map(|((claim, nonce), commitments)| LimitProof { commitments, s: nonce.r + c * claim.r })
        .collect();
    EncryptedBallot::of_parts(ciphertexts, bits, limits)
}

fn commit(Opening { r, m }: &Opening, nonces: &Nonces, key: &PublicKey) -> [Point; 4] {
    let marked = Choice::from(*m);
    let x_simulated = nonces.s_simulated - nonces.c_simulated * r;
    let mut y = nonces.c_simulated;
    y.conditional_negate(marked);
    let x0 = Scalar::conditional_select(&nonces.w, &x_simulated, marked);
    let x1 = Scalar::conditional_select(&x_simulated, &nonces.w, marked);
    let y = &y * G_TABLE;
    let none = RistrettoPoint::identity();
    [
        Point::from(&x0 * G_TABLE),
        Point::from(key.times(&x0) + RistrettoPoint::conditional_select(&none, &y, marked)),
        Point::from(&x1 * G_TABLE),
        Point::from(key.times(&x1) + RistrettoPoint::conditional_select(&y, &none, marked)),
    ]
}

fn respond(Opening { r, m }: &Opening, nonces: &Nonces, commitments: &[Point; 4], c: &Scalar) -> BitProof {
    let marked = Choice::from(*m);
    let c_true = c - nonces.c_simulated;
    let s_true = nonces.w + c_true * r;
    BitProof {
        commitments: *commitments,
        c0: Scalar::conditional_select(&c_true, &nonces.c_simulated, marked),
        s0: Scalar::conditional_select(&s_true, &nonces.s_simulated, marked),
        s1: Scalar::conditional_select(&nonces.s_simulated, &s_true, marked),
    }
}

/// The opening of a sum of ciphertexts that hold at most one 1.
fn sum(openings: &[Opening], range: std::ops::Range<usize>) -> Opening {
    let parts = openings.get(range).unwrap_or_default();
    Opening { r: parts.iter().map(|part| part.r).sum(), m: parts.iter().fold(0, |sum, part| sum | part.m) }
}

/// The randomness of a limit's combination; its m is public, the target.
fn combine(openings: &[Opening], terms: &[(usize, i64)]) -> Opening {
    let r = |index: usize| openings.get(index).map_or(Scalar::ZERO, |opening| opening.r);
    Opening { r: terms.iter().map(|&(index, factor)| r(index) * signed(factor)).sum(), m: 0 }
}

/// A small signed number mod ℓ.
pub(super) fn signed(number: i64) -> Scalar {
    let size = Scalar::from(number.unsigned_abs());
    if number < 0 { -size } else { size }
}
