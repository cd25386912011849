//! Verifying one ballot: all its equations in one multiscalar multiplication (protocol.md §7.6, §7.7).
//!
//! Invariants
//! - Every equation has its own 128-bit weight, from a hash over every byte of statement and proof (pitfall 9).
//! - The single checks decide which part is named; they and the sum agree on what is refused.
//!
//! Next: `batch` puts many ballots into one sum.

use curve25519_dalek::traits::{IsIdentity, VartimeMultiscalarMul};

use super::encrypt::signed;
use super::encrypted::{BitProof, EncryptedBallot, LimitProof};
use super::error::{BallotError, Part};
use super::{BallotContext, contest_tag, shape::Shape};
use crate::elgamal::{Ciphertext, PublicKey};
use crate::group::{G, Point, RistrettoPoint, Scalar};
use crate::hash;
use crate::weights::Weights;

/// A ballot that passed every check, and the contest that it passed them for. Only these are summed.
#[derive(Clone, Copy, Debug)]
pub struct VerifiedBallot<'a> {
    ballot: &'a EncryptedBallot,
    context: BallotContext,
    tag: [u8; 32],
}

impl<'a> VerifiedBallot<'a> {
    pub(super) fn new(
        ballot: &'a EncryptedBallot,
        context: &BallotContext,
        shape: &Shape,
        key: &PublicKey,
    ) -> Self {
        let tag = contest_tag(&context.sitting, &context.contest, shape, key);
        Self { ballot, context: *context, tag }
    }

    /// The ballot.
    pub fn ballot(&self) -> &'a EncryptedBallot {
        self.ballot
    }

    /// What it is bound to.
    pub fn context(&self) -> &BallotContext {
        &self.context
    }

    pub(super) fn tag(&self) -> &[u8; 32] {
        &self.tag
    }
}

/// The same with the ballot itself: what one thread verified and another takes in.
#[derive(Clone, Debug)]
pub struct OwnedVerifiedBallot {
    ballot: EncryptedBallot,
    context: BallotContext,
    tag: [u8; 32],
}

impl OwnedVerifiedBallot {
    pub(super) fn new(
        ballot: EncryptedBallot,
        context: BallotContext,
        shape: &Shape,
        key: &PublicKey,
    ) -> Self {
        let tag = contest_tag(&context.sitting, &context.contest, shape, key);
        Self { ballot, context, tag }
    }

    /// As those who sum take it.
    pub fn verified(&self) -> VerifiedBallot<'_> {
        VerifiedBallot { ballot: &self.ballot, context: self.context, tag: self.tag }
    }
}

impl EncryptedBallot {
    /// [`EncryptedBallot::verify`], keeping the ballot.
    pub fn into_verified(
        self,
        context: &BallotContext,
        shape: &Shape,
        key: &PublicKey,
    ) -> Result<OwnedVerifiedBallot, BallotError> {
        let VerifiedBallot { context, tag, .. } = self.verify(context, shape, key)?;
        Ok(OwnedVerifiedBallot { ballot: self, context, tag })
    }

    /// Checks 6 to 10 of §7.6; [`EncryptedBallot::from_bytes`] did the ones before.
    pub fn verify<'a>(
        &'a self,
        context: &BallotContext,
        shape: &Shape,
        key: &PublicKey,
    ) -> Result<VerifiedBallot<'a>, BallotError> {
        self.check_counts(shape)?;
        let mut weights = Weights::new(digest(self, context, shape, key));
        let mut sum = WeightedSum::with_capacity(shape.points());
        sum.add(self, &self.challenge(context, shape, key), shape, &mut weights);
        if !sum.vanishes(key) {
            self.name_culprit(context, shape, key)?;
        }
        Ok(VerifiedBallot::new(self, context, shape, key))
    }

    /// A ballot decoded for a shape of other counts has none of the proofs asked for.
    pub(super) fn check_counts(&self, shape: &Shape) -> Result<(), BallotError> {
        let same = self.ciphertexts.len() == shape.ciphertexts()
            && self.bits.len() == shape.bit_proofs()
            && self.limits.len() == shape.limits().len();
        if same {
            return Ok(());
        }
        let (expected, actual) = (shape.ballot_bytes(), self.as_bytes().len());
        Err(if expected == actual { BallotError::Altered } else { BallotError::Length { expected, actual } })
    }

    /// Checks each equation alone and names the first part that fails; the whole when no part holds.
    pub(super) fn name_culprit(
        &self,
        context: &BallotContext,
        shape: &Shape,
        key: &PublicKey,
    ) -> Result<(), BallotError> {
        let c = self.challenge(context, shape, key);
        let bits = self.bits.iter().enumerate().map(|(index, proof)| {
            let (a, b) = combination(&self.ciphertexts, shape.proved(index).map(|cell| (cell, 1)));
            (shape.proof_part(index), proof.holds(&a, &b, &c, key))
        });
        let limits = self.limits.iter().zip(shape.equations()).enumerate();
        let limits = limits.map(|(limit, (proof, (terms, target)))| {
            let (a, b) = combination(&self.ciphertexts, terms.into_iter());
            (Part::Limit(limit), proof.holds(&a, &(b - signed(target) * G), &c, key))
        });
        let parts: Vec<(Part, bool)> = bits.chain(limits).collect();
        let Some((culprit, _)) = parts.iter().find(|(_, holds)| !holds) else { return Ok(()) };
        let none_holds = parts.len() > 1 && parts.iter().all(|(_, holds)| !holds);
        Err(if none_holds { BallotError::Altered } else { BallotError::unproved(*culprit) })
    }
}

impl BitProof {
    fn holds(&self, a: &RistrettoPoint, b: &RistrettoPoint, c: &Scalar, key: &PublicKey) -> bool {
        let c1 = c - self.c0;
        let [a0, b0, a1, b1] = self.commitments.map(|point| *point.point());
        a0 == response(&self.s0, &G, &self.c0, a)
            && b0 == response(&self.s0, key.point(), &self.c0, b)
            && a1 == response(&self.s1, &G, &c1, a)
            && b1 == response(&self.s1, key.point(), &c1, &(b - G))
    }
}

impl LimitProof {
    /// `b` is B − [target]G.
    fn holds(&self, a: &RistrettoPoint, b: &RistrettoPoint, c: &Scalar, key: &PublicKey) -> bool {
        let [commitment_a, commitment_b] = self.commitments.map(|point| *point.point());
        commitment_a == response(&self.s, &G, c, a) && commitment_b == response(&self.s, key.point(), c, b)
    }
}

/// [s]P − [c]Q.
fn response(s: &Scalar, p: &RistrettoPoint, c: &Scalar, q: &RistrettoPoint) -> RistrettoPoint {
    RistrettoPoint::vartime_multiscalar_mul([*s, -c], [p, q])
}

/// (Σ factor·A, Σ factor·B).
fn combination(
    ciphertexts: &[Ciphertext],
    terms: impl Iterator<Item = (usize, i64)>,
) -> (RistrettoPoint, RistrettoPoint) {
    let mut sum = (RistrettoPoint::default(), RistrettoPoint::default());
    for (index, factor) in terms {
        let Some(ciphertext) = ciphertexts.get(index) else { continue };
        sum.0 += signed(factor) * ciphertext.a().point();
        sum.1 += signed(factor) * ciphertext.b().point();
    }
    sum
}

/// Every byte of statement and proof, as 64 bytes: the root of one ballot's weights.
pub(super) fn digest(
    ballot: &EncryptedBallot,
    context: &BallotContext,
    shape: &Shape,
    key: &PublicKey,
) -> [u8; 64] {
    let fields: [&[u8]; 6] = [
        &context.sitting,
        &context.contest,
        &context.ballot_key,
        key.as_bytes(),
        shape.encoding(),
        ballot.as_bytes(),
    ];
    hash::sha512("ballot-weights", &fields)
}

/// Σ weight·(left side − right side) over equations; zero when all hold, else only with probability 2⁻¹²⁸.
///
/// Points are borrowed: a ballot's are 160 bytes each, and the multiplication reads them once.
pub(super) struct WeightedSum<'a> {
    g: Scalar,
    k: Scalar,
    scalars: Vec<Scalar>,
    points: Vec<&'a RistrettoPoint>,
}

impl<'a> WeightedSum<'a> {
    /// Nothing yet; room for `points` points.
    pub(super) fn with_capacity(points: usize) -> Self {
        // Two more: G and K.
        let capacity = points.saturating_add(2);
        Self {
            g: Scalar::ZERO,
            k: Scalar::ZERO,
            scalars: Vec::with_capacity(capacity),
            points: Vec::with_capacity(capacity),
        }
    }

    /// Adds all equations of a ballot whose challenge is `c`. Commitments keep their 128-bit weights.
    pub(super) fn add(
        &mut self,
        ballot: &'a EncryptedBallot,
        c: &Scalar,
        shape: &Shape,
        weights: &mut Weights,
    ) {
        let mut factors = vec![(Scalar::ZERO, Scalar::ZERO); ballot.ciphertexts.len()];
        for (index, BitProof { commitments, c0, s0, s1 }) in ballot.bits.iter().enumerate() {
            let [wa0, wb0, wa1, wb1] = weights.next();
            let c1 = c - c0;
            self.g -= wa0 * s0 + wa1 * s1 + wb1 * c1;
            self.k -= wb0 * s0 + wb1 * s1;
            let (on_a, on_b) = (wa0 * c0 + wa1 * c1, wb0 * c0 + wb1 * c1);
            for (a, b) in factors.get_mut(shape.proved(index)).into_iter().flatten() {
                *a += on_a;
                *b += on_b;
            }
            self.extend([wa0, wb0, wa1, wb1], commitments.iter().map(Point::point));
        }
        for (LimitProof { commitments, s }, (terms, target)) in ballot.limits.iter().zip(shape.equations()) {
            let [wa, wb, _, _] = weights.next();
            self.g -= wa * s + wb * c * signed(target);
            self.k -= wb * s;
            let (on_a, on_b) = (wa * c, wb * c);
            for (index, factor) in terms {
                if let Some((a, b)) = factors.get_mut(index) {
                    *a += on_a * signed(factor);
                    *b += on_b * signed(factor);
                }
            }
            self.extend([wa, wb], commitments.iter().map(Point::point));
        }
        for (ciphertext, (on_a, on_b)) in ballot.ciphertexts.iter().zip(factors) {
            self.extend([on_a, on_b], [ciphertext.a().point(), ciphertext.b().point()]);
        }
    }

    fn extend(
        &mut self,
        scalars: impl IntoIterator<Item = Scalar>,
        points: impl IntoIterator<Item = &'a RistrettoPoint>,
    ) {
        self.scalars.extend(scalars);
        self.points.extend(points);
    }

    /// One multiscalar multiplication over everything added.
    pub(super) fn vanishes(mut self, key: &PublicKey) -> bool {
        self.scalars.extend([self.g, self.k]);
        let bases = [&G, key.point()];
        let points = self.points.into_iter().chain(bases);
        RistrettoPoint::vartime_multiscalar_mul(&self.scalars, points).is_identity()
    }
}
