//! The stamp: one valid ballot for each deputy, without knowing which (protocol.md §6).
//!
//! ```text
//! key         k secret, k ≠ 0;  B = [k]G stands in the contest's definition
//! input       lp("piaojue/v1/stamp") ‖ lp(sitting) ‖ lp(contest) ‖ lp(ballot key);  P = HashToGroup(input)
//! blind       r uniform, r ≠ 0;  blinded = [r]P           the deputy's device → the server
//! evaluate    evaluated = [k]blinded, with an RFC 9497 proof for B, blinded, evaluated
//! unblind     N = [1/r]evaluated = [k]P                    the stamp
//! ```
//!
//! This is RFC 9497 (VOPRF mode, ristretto255-SHA512) before its last hash; `voprf` has the RFC's own bytes.
//!
//! Invariants
//! - The blinding is perfect: for every blinded element of the log and every stamp of the box there is exactly one r
//!   that joins them, and all r are equally likely, so nothing computed later can tell which deputy has which ballot.
//! - A stamp key is used in one contest. The device takes B from the witnessed opening and checks the proof against it,
//!   so a key of its own for one deputy is refused (pitfall 31).
//!
//! Next: `batch` shows all stamps of an opened box to be good at once.

mod batch;
mod voprf;

use std::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

pub use batch::{BatchDigest, BatchProver, BatchVerifier, PreparedStamp, StampBatch, StampBatchError};

use crate::group::{self, DecodeError, Element, G_TABLE, Point, Scalar};
use crate::hash::{self, Entropy};
use crate::proofs;
use crate::signature::VerifyingKey;

/// Why a stamp, its evaluation or its key is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StampError {
    /// A key of 0, or 256 seeds in a row that give one (RFC 9497 §3.2.1).
    #[error("the stamp key is zero")]
    KeyZero,
    /// A key that is not below ℓ.
    #[error("the stamp key is not a canonical scalar")]
    KeyNotCanonical,
    /// A stored blind that is 0 or not below ℓ.
    #[error("the blind is not a canonical scalar above zero")]
    Blind,
    /// HashToGroup(input) is the identity (RFC 9497 §3.3.1). No input is known for which it is.
    #[error("the input hashes to the identity")]
    InputIdentity,
    /// The evaluation is not by the contest's stamp key, or not of this blinded element.
    #[error("the evaluation is not proved to be by the contest's stamp key")]
    EvaluationProof,
    /// `N ≠ [k]HashToGroup(input)`: not a stamp of this contest for this ballot key.
    #[error("the ballot does not bear the contest's stamp")]
    NotStamped,
}

/// The contest in which a stamp is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StampContext {
    /// The sitting's fingerprint.
    pub sitting: [u8; 32],
    /// The contest hash.
    pub contest: [u8; 32],
}

/// What is stamped: a ballot key in one contest, and the element that it hashes to.
#[derive(Clone, Debug)]
pub struct StampInput {
    point: Element,
}

impl StampInput {
    /// Hashes label, sitting, contest and ballot key to the group (§6.1).
    pub fn new(context: &StampContext, ballot_key: &VerifyingKey) -> Result<Self, StampError> {
        let fields: [&[u8]; 4] =
            [b"piaojue/v1/stamp", &context.sitting, &context.contest, ballot_key.as_bytes()];
        let bytes: Vec<u8> = fields.into_iter().flat_map(hash::lp).collect();
        let point = voprf::hash_to_group(&bytes).try_into().map_err(|_| StampError::InputIdentity)?;
        Ok(Self { point })
    }

    /// P = HashToGroup(input).
    pub fn point(&self) -> &Element {
        &self.point
    }
}

/// `B = [k]G`, in the contest's definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StampPublicKey(Element);

impl StampPublicKey {
    /// Strict decoding; the identity is refused.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, DecodeError> {
        Element::from_bytes(bytes).map(Self)
    }

    /// The canonical encoding.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }
}

/// `N = [k]P`: what makes a ballot valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp(Element);

impl Stamp {
    /// Strict decoding; the identity is refused.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, DecodeError> {
        Element::from_bytes(bytes).map(Self)
    }

    /// The canonical encoding.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }
}

/// The proof of RFC 9497 that an evaluation is by the key B: c ‖ s, two canonical scalars, 64 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationProof(voprf::Proof);

impl EvaluationProof {
    /// Strict decoding of c ‖ s.
    pub fn from_bytes(bytes: &[u8; 64]) -> Result<Self, DecodeError> {
        proofs::scalars_from_bytes(bytes).map(|(c, s)| Self(voprf::Proof { c, s }))
    }

    /// c ‖ s.
    pub fn to_bytes(&self) -> [u8; 64] {
        proofs::scalars_to_bytes(&self.0.c, &self.0.s)
    }
}

/// The server's answer to a blinded element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// `[k]blinded`.
    pub evaluated: Element,
    /// That the contest's key did it.
    pub proof: EvaluationProof,
}

impl Evaluation {
    /// Whether the contest's key evaluated `blinded`: the device's check before it unblinds, and everyone's of the log.
    pub fn verify(&self, key: &StampPublicKey, blinded: &Element) -> Result<(), StampError> {
        voprf::verify(&self.proof.0, &key.0, &[(*blinded, self.evaluated)])
    }
}

/// The contest's secret stamp key k. Destroyed when the box has been opened (§10).
pub struct StampKey {
    k: Scalar,
    public: StampPublicKey,
}

impl StampKey {
    /// A fresh key: DeriveKeyPair of RFC 9497 with 32 fresh bytes as seed.
    pub fn generate(entropy: Entropy) -> Result<Self, StampError> {
        let k = voprf::derive_key(entropy.as_bytes(), b"piaojue/v1/stamp-key");
        drop(entropy);
        Self::from_scalar(k?)
    }

    /// The key from its encrypted file.
    pub fn from_secret_bytes(bytes: &[u8; 32]) -> Result<Self, StampError> {
        Self::from_scalar(group::scalar_from_bytes(bytes).map_err(|_| StampError::KeyNotCanonical)?)
    }

    fn from_scalar(mut k: Scalar) -> Result<Self, StampError> {
        let public = Element::try_from(&k * G_TABLE).map_err(|_| StampError::KeyZero);
        let key = public.map(|public| Self { k, public: StampPublicKey(public) });
        k.zeroize();
        key
    }

    /// The key for an encrypted file, wiped when dropped.
    pub fn to_secret_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.k.to_bytes())
    }

    /// `B = [k]G`.
    pub fn public_key(&self) -> &StampPublicKey {
        &self.public
    }

    /// Evaluates one blinded element and proves it (RFC 9497 §3.3.2, BlindEvaluate).
    pub fn evaluate(&self, blinded: &Element, entropy: Entropy) -> Result<Evaluation, StampError> {
        let evaluated = Element::try_from(self.k * blinded.point()).map_err(|_| StampError::KeyZero)?;
        let k = self.to_secret_bytes();
        let fields: [&[u8]; 5] = [
            entropy.as_bytes(),
            k.as_slice(),
            self.public.as_bytes(),
            blinded.as_bytes(),
            evaluated.as_bytes(),
        ];
        let r = Zeroizing::new(hash::scalar("stamp-evaluate-nonce", &fields));
        drop(entropy);
        let proof = voprf::prove(&self.k, &self.public.0, &[(*blinded, evaluated)], &r);
        Ok(Evaluation { evaluated, proof: EvaluationProof(proof) })
    }

    /// Whether a ballot bears this contest's stamp. Constant time in the key and in the right stamp, so that nobody can
    /// feel a way to a stamp by asking.
    pub fn check(&self, input: &StampInput, stamp: &Stamp) -> Result<(), StampError> {
        let right = Point::from(self.k * input.point.point());
        if bool::from(right.as_bytes().ct_eq(stamp.as_bytes())) {
            Ok(())
        } else {
            Err(StampError::NotStamped)
        }
    }
}

impl Drop for StampKey {
    fn drop(&mut self) {
        self.k.zeroize();
    }
}

impl fmt::Debug for StampKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StampKey(redacted, public {:?})", self.public.as_bytes())
    }
}

/// The device's secret r, from blinding to unblinding. Stored durably before the request is sent: there is no second issue.
pub struct Blinding {
    r: Scalar,
    input: StampInput,
    blinded: Element,
}

impl Blinding {
    /// Blinds an input with a uniform r, from 64 fresh bytes: 32 would leave some r impossible, and the blinding less
    /// than perfect.
    pub fn new(input: StampInput, entropy: [Entropy; 2]) -> Result<Self, StampError> {
        let [first, second] = &entropy;
        let fields: [&[u8]; 3] = [first.as_bytes(), second.as_bytes(), input.point.as_bytes()];
        let r = hash::scalar("stamp-blind", &fields);
        drop(entropy);
        Self::from_scalar(input, r)
    }

    /// The blinding from the device's storage.
    pub fn from_secret_bytes(input: StampInput, bytes: &[u8; 32]) -> Result<Self, StampError> {
        Self::from_scalar(input, group::scalar_from_bytes(bytes).map_err(|_| StampError::Blind)?)
    }

    fn from_scalar(input: StampInput, mut r: Scalar) -> Result<Self, StampError> {
        let blinded = Element::try_from(r * input.point.point()).map_err(|_| StampError::Blind);
        let blinding = blinded.map(|blinded| Self { r, input, blinded });
        r.zeroize();
        blinding
    }

    /// r for the device's storage, wiped when dropped.
    pub fn to_secret_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.r.to_bytes())
    }

    /// `[r]P`, for the request.
    pub fn blinded(&self) -> &Element {
        &self.blinded
    }

    /// Checks the evaluation against the contest's key and unblinds it to the stamp.
    pub fn unblind(&self, key: &StampPublicKey, evaluation: &Evaluation) -> Result<Stamp, StampError> {
        evaluation.verify(key, &self.blinded)?;
        let inverse = Zeroizing::new(self.r.invert());
        // The evaluated element and 1/r are not 0, so neither is their product.
        Element::try_from(*inverse * evaluation.evaluated.point()).map(Stamp).map_err(|_| StampError::Blind)
    }

    /// What was blinded.
    pub fn input(&self) -> &StampInput {
        &self.input
    }
}

impl Drop for Blinding {
    fn drop(&mut self) {
        self.r.zeroize();
    }
}

impl fmt::Debug for Blinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blinding(redacted, blinded {:?})", self.blinded.as_bytes())
    }
}

#[cfg(test)]
mod tests;
