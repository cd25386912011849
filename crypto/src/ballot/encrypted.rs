//! The bytes of an encrypted ballot and the challenge over them (protocol.md §7.5).
//!
//! ```text
//! ballot      ciphertexts ‖ 0/1 proofs ‖ limit proofs
//! ciphertext  A ‖ B                                   cells, then slack bits
//! 0/1 proof   a0 ‖ b0 ‖ a1 ‖ b1 ‖ c0 ‖ s0 ‖ s1        cells, then row sums, then slack bits
//! limit       a ‖ b ‖ s                               in the shape's order
//! ```
//!
//! Invariants
//! - What decodes re-encodes to the same bytes; the length is compared before anything is read. The bytes are kept beside
//!   what they decode to: every hash is over them, and nobody encodes a point twice.
//! - A is never the identity, and no two ciphertexts of a ballot share it.
//!
//! Next: `encrypt` makes ballots, `verify` checks them.

use super::error::{BallotError, Part};
use super::{BallotContext, shape::Shape};
use crate::elgamal::{CIPHERTEXT_BYTES, Ciphertext, PublicKey};
use crate::group::{self, Point, Scalar};
use crate::hash::Sha512Fields;

/// That a ciphertext, or the sum of a row's, holds 0 or 1 (§7.5, disjunctive Chaum–Pedersen).
///
/// ```text
/// claim    log_G(A) = log_K(B)  or  log_G(A) = log_K(B − G)
/// secret   r and m with A = [r]G, B = [m]G + [r]K
/// sent     a0, b0, a1, b1; c0, s0, s1                 c1 = c − c0 is computed, c the ballot's challenge
/// verify   a0 = [s0]G − [c0]A     b0 = [s0]K − [c0]B
///          a1 = [s1]G − [c1]A     b1 = [s1]K − [c1](B − G)
/// ```
///
/// Sources: Chaum, Pedersen, CRYPTO '92; Cramer, Damgård, Schoenmakers, CRYPTO '94.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BitProof {
    /// a0, b0, a1, b1.
    pub(super) commitments: [Point; 4],
    pub(super) c0: Scalar,
    pub(super) s0: Scalar,
    pub(super) s1: Scalar,
}

/// That the combination (A, B) of a limit's cells and slacks holds its target (§7.5, Chaum–Pedersen).
///
/// ```text
/// claim    log_G(A) = log_K(B − [target]G)
/// sent     a, b; s
/// verify   a = [s]G − [c]A     b = [s]K − [c](B − [target]G)
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LimitProof {
    /// a, b.
    pub(super) commitments: [Point; 2],
    pub(super) s: Scalar,
}

/// A ballot as decoded; nothing of it is checked but its encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptedBallot {
    pub(super) ciphertexts: Vec<Ciphertext>,
    pub(super) bits: Vec<BitProof>,
    pub(super) limits: Vec<LimitProof>,
    /// The encoding of the three above.
    encoded: Vec<u8>,
}

impl EncryptedBallot {
    /// Strict decoding: checks 1 to 5 of §7.6.
    pub fn from_bytes(shape: &Shape, bytes: &[u8]) -> Result<Self, BallotError> {
        let wrong_length = BallotError::Length { expected: shape.ballot_bytes(), actual: bytes.len() };
        if bytes.len() != shape.ballot_bytes() {
            return Err(wrong_length);
        }
        let mut words = Words { words: bytes.as_chunks().0.iter(), wrong_length };
        let mut ciphertexts = Vec::with_capacity(shape.ciphertexts());
        for index in 0..shape.ciphertexts() {
            let part = shape.ciphertext_part(index);
            let (a, b) = (words.next()?, words.next()?);
            let ciphertext = Ciphertext::from_bytes(a, b)
                .map_err(|(half, source)| BallotError::Ciphertext { part, half, source })?;
            ciphertexts.push(ciphertext);
        }
        let mut bits = Vec::with_capacity(shape.bit_proofs());
        for index in 0..shape.bit_proofs() {
            bits.push(words.bit_proof(shape.proof_part(index))?);
        }
        let mut limits = Vec::with_capacity(shape.limits().len());
        for limit in 0..shape.limits().len() {
            limits.push(words.limit_proof(Part::Limit(limit))?);
        }
        let ballot = Self { ciphertexts, bits, limits, encoded: bytes.to_vec() };
        ballot.check_repeated(shape)?;
        Ok(ballot)
    }

    /// A ballot of the parts that a prover made.
    pub(super) fn of_parts(
        ciphertexts: Vec<Ciphertext>,
        bits: Vec<BitProof>,
        limits: Vec<LimitProof>,
    ) -> Self {
        let mut encoded = ciphertext_bytes(&ciphertexts);
        for BitProof { commitments, c0, s0, s1 } in &bits {
            encoded.extend(commitments.iter().flat_map(Point::as_bytes));
            encoded.extend([c0, s0, s1].into_iter().flat_map(Scalar::as_bytes));
        }
        for LimitProof { commitments, s } in &limits {
            encoded.extend(commitments.iter().flat_map(Point::as_bytes));
            encoded.extend(s.as_bytes());
        }
        Self { ciphertexts, bits, limits, encoded }
    }

    /// The one encoding.
    pub fn as_bytes(&self) -> &[u8] {
        &self.encoded
    }

    /// The one encoding, copied.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.encoded.clone()
    }

    /// The ciphertexts: of the cells, then of the slack bits. Their first halves must be new in the contest (§7.8).
    pub fn ciphertexts(&self) -> &[Ciphertext] {
        &self.ciphertexts
    }

    /// The challenge c (§7.5).
    pub(super) fn challenge(&self, context: &BallotContext, shape: &Shape, key: &PublicKey) -> Scalar {
        let points = self.bits.iter().flat_map(|proof| &proof.commitments);
        let points = points.chain(self.limits.iter().flat_map(|proof| &proof.commitments));
        let ciphertexts = self.encoded.get(..self.ciphertexts.len() * CIPHERTEXT_BYTES).unwrap_or_default();
        challenge(context, shape, key, ciphertexts, points)
    }

    /// A repeated A means a repeated r: the difference of the two B shows the difference of the marks.
    pub(super) fn check_repeated(&self, shape: &Shape) -> Result<(), BallotError> {
        let mut halves: Vec<_> = self.ciphertexts.iter().map(|c| c.a().as_bytes()).zip(0..).collect();
        halves.sort_unstable();
        let repeated = halves.windows(2).find_map(|pair| match pair {
            [(x, first), (y, second)] if x == y => Some((*first, *second)),
            _ => None,
        });
        let Some((first, second)) = repeated else { return Ok(()) };
        let (first, second) = (shape.ciphertext_part(first), shape.ciphertext_part(second));
        Err(BallotError::RepeatedCiphertext { first, second })
    }
}

/// A ‖ B of each: what the ballot code and the challenge hash.
pub fn ciphertext_bytes(ciphertexts: &[Ciphertext]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(ciphertexts.len() * CIPHERTEXT_BYTES);
    for ciphertext in ciphertexts {
        bytes.extend_from_slice(&ciphertext.to_bytes());
    }
    bytes
}

/// c = HS("ballot-challenge", sitting, contest, ballot key, K, shape, ciphertexts, commitments).
pub(super) fn challenge<'a>(
    context: &BallotContext,
    shape: &Shape,
    key: &PublicKey,
    ciphertexts: &[u8],
    commitments: impl Iterator<Item = &'a Point>,
) -> Scalar {
    let mut hasher = Sha512Fields::new("ballot-challenge");
    let fields: [&[u8]; 6] = [
        &context.sitting,
        &context.contest,
        &context.ballot_key,
        key.as_bytes(),
        shape.encoding(),
        ciphertexts,
    ];
    for field in fields {
        hasher.field(field);
    }
    let length = shape.bit_proofs() * 4 * 32 + shape.limits().len() * 2 * 32;
    hasher.parts(length, commitments.map(|point| point.as_bytes().as_slice()));
    hasher.scalar()
}

/// Reads 32-byte words in order.
struct Words<'a> {
    words: std::slice::Iter<'a, [u8; 32]>,
    wrong_length: BallotError,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Result<&'a [u8; 32], BallotError> {
        self.words.next().ok_or(self.wrong_length)
    }

    /// Commitment number `index` of a proof.
    fn point(&mut self, part: Part, index: usize) -> Result<Point, BallotError> {
        Point::from_bytes(self.next()?).map_err(|source| BallotError::Commitment { part, index, source })
    }

    /// Response number `index` of a proof.
    fn scalar(&mut self, part: Part, index: usize) -> Result<Scalar, BallotError> {
        group::scalar_from_bytes(self.next()?).map_err(|source| BallotError::Response { part, index, source })
    }

    fn bit_proof(&mut self, part: Part) -> Result<BitProof, BallotError> {
        let commitments =
            [self.point(part, 0)?, self.point(part, 1)?, self.point(part, 2)?, self.point(part, 3)?];
        let [c0, s0, s1] = [self.scalar(part, 0)?, self.scalar(part, 1)?, self.scalar(part, 2)?];
        Ok(BitProof { commitments, c0, s0, s1 })
    }

    fn limit_proof(&mut self, part: Part) -> Result<LimitProof, BallotError> {
        let commitments = [self.point(part, 0)?, self.point(part, 1)?];
        Ok(LimitProof { commitments, s: self.scalar(part, 0)? })
    }
}
