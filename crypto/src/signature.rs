//! Ed25519 signatures, each for one purpose in one sitting (protocol.md §4.1, §4.2).
//!
//! Invariants
//! - What is signed starts with a label, a zero byte and the sitting's fingerprint, so a signature for one purpose or
//!   sitting is none for another, and none over a signed note (a note has no control bytes).
//! - A signature is accepted iff A, R and s are canonical, A and R are not of small order, and
//!   `encode([s]B − [h]A) = R`. That equation is what runs here; no library's `verify`, whose rules differ (pitfall 41).
//!
//! Next: `ceremony`, `stamp` and `card` make and check what the signed bytes hold.

use std::fmt;

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use ed25519_dalek::Signer;
use sha2::{Digest, Sha512};
use zeroize::Zeroizing;

use crate::hash::{self, Entropy};

/// What a signature is for. Each purpose has its own label, so one cannot be taken for another (§4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// The body of an entry of the log, by the person or role that acted.
    Act,
    /// An encrypted ballot, by its ballot key.
    Ballot,
    /// The server's receipt for a ballot that is durable in the box.
    BoxReceipt,
    /// The server's answer to a submitted act: its place in the log, or a refusal.
    Answer,
    /// A two-role act on its way from the first role to the second; no entry.
    Proposal,
}

impl Purpose {
    /// Every purpose, in the order of §4.1.
    pub const ALL: [Self; 5] = [Self::Act, Self::Ballot, Self::BoxReceipt, Self::Answer, Self::Proposal];

    /// The label that starts the signed message.
    pub fn label(self) -> &'static str {
        match self {
            Self::Act => "piaojue/v1/act",
            Self::Ballot => "piaojue/v1/ballot",
            Self::BoxReceipt => "piaojue/v1/box-receipt",
            Self::Answer => "piaojue/v1/answer",
            Self::Proposal => "piaojue/v1/proposal",
        }
    }
}

/// Why a key or a signature is refused: one variant for each check of §4.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// A is not the canonical encoding of a point of the curve.
    #[error("the verifying key is not canonical")]
    KeyNotCanonical,
    /// `[8]A` is the identity: such a key "signs" anything.
    #[error("the verifying key is of small order")]
    KeySmallOrder,
    /// R is not the canonical encoding of a point of the curve.
    #[error("R is not canonical")]
    RNotCanonical,
    /// `[8]R` is the identity.
    #[error("R is of small order")]
    RSmallOrder,
    /// s is not below ℓ: the same signature would have a second encoding.
    #[error("s is not canonical")]
    SNotCanonical,
    /// `encode([s]B − [h]A) ≠ R`: other bytes, another key, another purpose or another sitting.
    #[error("the signature is not by this key over these bytes")]
    Mismatch,
}

/// A public Ed25519 key: 32 bytes, canonical, not of small order.
///
/// It may have a component of small order (§4.2): the equation then still gives one verdict everywhere.
#[derive(Clone, Copy)]
pub struct VerifyingKey {
    bytes: [u8; 32],
    point: EdwardsPoint,
}

impl VerifyingKey {
    /// [`SignatureError::KeyNotCanonical`] or [`SignatureError::KeySmallOrder`].
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, SignatureError> {
        let point = decode_canonical(bytes).ok_or(SignatureError::KeyNotCanonical)?;
        if point.is_small_order() {
            return Err(SignatureError::KeySmallOrder);
        }
        Ok(Self { bytes: *bytes, point })
    }

    /// The canonical encoding.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// Checks a signature over `bytes` for one purpose in the sitting with this fingerprint (§4.1).
    pub fn verify(
        &self,
        purpose: Purpose,
        fingerprint: &[u8; 32],
        bytes: &[u8],
        signature: &Signature,
    ) -> Result<(), SignatureError> {
        self.verify_parts(&[purpose.label().as_bytes(), &[0], fingerprint, bytes], signature)
    }

    /// Checks a plain Ed25519 signature over `message`, for signed notes alone, whose bytes an outside standard fixes.
    pub fn verify_raw(&self, message: &[u8], signature: &Signature) -> Result<(), SignatureError> {
        self.verify_parts(&[message], signature)
    }

    /// ```text
    /// h = SHA-512(R ‖ A ‖ message), little-endian, mod ℓ
    /// accept iff encode([s]B − [h]A) = R, as bytes
    /// ```
    fn verify_parts(&self, message: &[&[u8]], signature: &Signature) -> Result<(), SignatureError> {
        let mut hasher = Sha512::new();
        hasher.update(signature.r);
        hasher.update(self.bytes);
        for part in message {
            hasher.update(part);
        }
        let h = Scalar::from_hash(hasher);
        // [h](−A) and not [−h]A: for a key with a small-order component [ℓ]A is not the identity, and −h mod ℓ is ℓ − h.
        let r = EdwardsPoint::vartime_double_scalar_mul_basepoint(&h, &-self.point, &signature.s);
        if r.compress().0 == signature.r { Ok(()) } else { Err(SignatureError::Mismatch) }
    }
}

impl PartialEq for VerifyingKey {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for VerifyingKey {}

impl PartialOrd for VerifyingKey {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// By bytes: the order of ballots in an opened box (§6.3).
impl Ord for VerifyingKey {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bytes.cmp(&other.bytes)
    }
}

impl std::hash::Hash for VerifyingKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VerifyingKey(")?;
        self.bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str(")")
    }
}

/// A signature: R ‖ s, 64 bytes, both canonical, R not of small order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    r: [u8; 32],
    s: Scalar,
}

impl Signature {
    /// Strict decoding: R, then s; the error names the half that is wrong.
    pub fn from_bytes(bytes: &[u8; 64]) -> Result<Self, SignatureError> {
        let (r, s) = halves(bytes);
        let point = decode_canonical(&r).ok_or(SignatureError::RNotCanonical)?;
        if point.is_small_order() {
            return Err(SignatureError::RSmallOrder);
        }
        let s = Option::from(Scalar::from_canonical_bytes(s)).ok_or(SignatureError::SNotCanonical)?;
        Ok(Self { r, s })
    }

    /// R ‖ s.
    pub fn to_bytes(&self) -> [u8; 64] {
        let mut bytes = [0; 64];
        let (r, s) = bytes.split_at_mut(32);
        r.copy_from_slice(&self.r);
        s.copy_from_slice(self.s.as_bytes());
        bytes
    }
}

/// A secret Ed25519 key, wiped when dropped.
pub struct SigningKey {
    secret: ed25519_dalek::SigningKey,
    verifying: VerifyingKey,
}

impl SigningKey {
    /// A fresh key.
    pub fn generate(entropy: Entropy) -> Result<Self, SignatureError> {
        let seed = Zeroizing::new(hash::sha256("signing-key", &[entropy.as_bytes()]));
        drop(entropy);
        Self::from_seed(&seed)
    }

    /// The key of a 32-byte RFC 8032 private key. Its public key is refused, as any other, where it is of small order
    /// (no seed is known for which it is).
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, SignatureError> {
        let secret = ed25519_dalek::SigningKey::from_bytes(seed);
        let verifying = VerifyingKey::from_bytes(secret.verifying_key().as_bytes())?;
        Ok(Self { secret, verifying })
    }

    /// The seed, for an encrypted file; wiped when dropped.
    pub fn to_secret_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.secret.to_bytes())
    }

    /// The public half.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.verifying
    }

    /// Signs `bytes` for one purpose in the sitting with this fingerprint (§4.1). Deterministic (RFC 8032), so no
    /// nonce can repeat with another message (pitfall 21).
    pub fn sign(&self, purpose: Purpose, fingerprint: &[u8; 32], bytes: &[u8]) -> Signature {
        self.sign_raw(&signed_message(purpose, fingerprint, bytes))
    }

    /// Signs `message` as it is, for signed notes alone.
    pub fn sign_raw(&self, message: &[u8]) -> Signature {
        let signature = self.secret.sign(message);
        let s = Scalar::from_bytes_mod_order(*signature.s_bytes());
        Signature { r: *signature.r_bytes(), s }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(redacted, public {:?})", self.verifying)
    }
}

/// label ‖ 0x00 ‖ fingerprint ‖ bytes (§4.1). In entry 0 the fingerprint's place holds 32 zero bytes.
pub fn signed_message(purpose: Purpose, fingerprint: &[u8; 32], bytes: &[u8]) -> Vec<u8> {
    [purpose.label().as_bytes(), &[0], fingerprint, bytes].concat()
}

/// The library takes y mod p and a sign for x = 0; only what encodes to the same bytes is canonical.
fn decode_canonical(bytes: &[u8; 32]) -> Option<EdwardsPoint> {
    CompressedEdwardsY(*bytes).decompress().filter(|point| point.compress().0 == *bytes)
}

fn halves(bytes: &[u8; 64]) -> ([u8; 32], [u8; 32]) {
    let (mut first, mut second) = ([0; 32], [0; 32]);
    let (left, right) = bytes.split_at(32);
    first.copy_from_slice(left);
    second.copy_from_slice(right);
    (first, second)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITTING: [u8; 32] = [7; 32];

    fn key() -> SigningKey {
        SigningKey::from_seed(&[1; 32]).unwrap()
    }

    #[test]
    fn a_signature_is_for_one_purpose_one_sitting_and_one_key() {
        let signature = key().sign(Purpose::Act, &SITTING, b"body");
        let public = key().verifying_key();
        assert_eq!(public.verify(Purpose::Act, &SITTING, b"body", &signature), Ok(()));
        for purpose in Purpose::ALL.into_iter().filter(|p| *p != Purpose::Act) {
            let verdict = public.verify(purpose, &SITTING, b"body", &signature);
            assert_eq!(verdict, Err(SignatureError::Mismatch), "{purpose:?}");
        }
        let mismatch = Err(SignatureError::Mismatch);
        assert_eq!(public.verify(Purpose::Act, &[8; 32], b"body", &signature), mismatch);
        assert_eq!(public.verify(Purpose::Act, &SITTING, b"bodY", &signature), mismatch);
        assert_eq!(public.verify_raw(b"body", &signature), mismatch);
        let other = SigningKey::from_seed(&[2; 32]).unwrap().verifying_key();
        assert_eq!(other.verify(Purpose::Act, &SITTING, b"body", &signature), mismatch);
    }

    #[test]
    fn labels_differ_and_the_message_is_the_one_that_the_protocol_states() {
        let labels: std::collections::HashSet<_> = Purpose::ALL.map(Purpose::label).into_iter().collect();
        assert_eq!(labels.len(), Purpose::ALL.len());
        let stated = [b"piaojue/v1/act\0".as_slice(), &SITTING, b"body"].concat();
        assert_eq!(signed_message(Purpose::Act, &SITTING, b"body"), stated);
        assert_eq!(key().sign(Purpose::Act, &SITTING, b"body"), key().sign_raw(&stated));
    }

    #[test]
    fn a_signature_decodes_and_encodes_to_the_same_bytes() {
        let bytes = key().sign_raw(b"note").to_bytes();
        assert_eq!(Signature::from_bytes(&bytes).map(|s| s.to_bytes()), Ok(bytes));
        for bit in 0..512 {
            let mut changed = bytes;
            changed[bit / 8] ^= 1 << (bit % 8);
            let verdict =
                Signature::from_bytes(&changed).and_then(|s| key().verifying_key().verify_raw(b"note", &s));
            assert!(verdict.is_err(), "bit {bit}");
        }
    }

    #[test]
    fn keys_from_entropy_differ_from_it_and_survive_storage() {
        let made = SigningKey::generate(Entropy::from_os([1; 32])).unwrap();
        assert_ne!(made.verifying_key(), key().verifying_key());
        let stored = SigningKey::from_seed(&made.to_secret_bytes()).unwrap();
        assert_eq!(stored.verifying_key(), made.verifying_key());
    }

    #[test]
    fn a_signing_key_is_redacted() {
        let shown = format!("{:?}", key());
        assert!(shown.starts_with("SigningKey(redacted"), "{shown}");
        assert!(!shown.contains(&"01".repeat(32)), "{shown}");
    }
}
