//! Authenticated encryption of small secrets: HKDF-SHA256, then ChaCha20-Poly1305 (protocol.md §5.5).
//!
//! Invariants
//! - Every message has a key of its own, derived from a salt that no other message has; so the nonce may be 0.
//! - The key is bound to a label and fields: what is sealed for one place opens in no other.
//!
//! Used by the ceremony for dealt shares and by the server for stamp keys at rest.

use std::fmt;

use ring::{aead, hkdf};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::hash::{self, Entropy};

/// Bytes of a sealed message more than of the message, when the key is single-use: the tag.
pub const TAG_BYTES: usize = 16;
const SALT_BYTES: usize = 32;

/// Why something sealed does not open, or cannot be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealingError {
    /// Shorter than salt and tag.
    #[error("a sealed message has at least {} bytes, this one has {actual}", SALT_BYTES + TAG_BYTES)]
    Short {
        /// As found.
        actual: usize,
    },
    /// Another key, another place, or altered bytes.
    #[error("the sealed message does not open with this key in this place")]
    Open,
    /// More than the cipher takes (256 GiB).
    #[error("the message is too long to be sealed")]
    Long,
}

/// A 32-byte key that seals any number of messages. Wiped when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SealingKey([u8; 32]);

impl SealingKey {
    /// A fresh key.
    pub fn generate(entropy: Entropy) -> Self {
        let key = hash::sha256("sealing-key", &[entropy.as_bytes()]);
        drop(entropy);
        Self(key)
    }

    /// The key from where it is kept.
    pub fn from_secret_bytes(bytes: &[u8; 32]) -> Self {
        Self(*bytes)
    }

    /// The key for an encrypted file, wiped when dropped.
    pub fn to_secret_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0)
    }

    /// salt ‖ ciphertext ‖ tag: 48 bytes longer than the message. The salt is a hash of entropy, key and message, so
    /// it does not repeat for another message even where the entropy does.
    pub fn seal(&self, place: &Place<'_>, message: &[u8], entropy: Entropy) -> Result<Vec<u8>, SealingError> {
        let salt = hash::sha256("sealing-salt", &[entropy.as_bytes(), &self.0, &place.info(), message]);
        drop(entropy);
        let sealed = seal_once(&salt, &self.0, place, message)?;
        Ok([salt.as_slice(), &sealed].concat())
    }

    /// The message, wiped when dropped.
    pub fn open(&self, place: &Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealingError> {
        let short = SealingError::Short { actual: sealed.len() };
        let (salt, sealed) = sealed.split_at_checked(SALT_BYTES).ok_or(short)?;
        if sealed.len() < TAG_BYTES {
            return Err(short);
        }
        open_once(salt, &self.0, place, sealed)
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey(redacted)")
    }
}

/// Where a sealed message belongs.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// A label of §1.4.
    pub label: &'static str,
    /// What pins the place: sitting, contest, people.
    pub fields: &'a [&'a [u8]],
}

impl Place<'_> {
    /// HKDF's info: lp("piaojue/v1/" ‖ label) ‖ lp(field) ….
    fn info(&self) -> Vec<u8> {
        let label = [hash::LABEL_PREFIX, self.label].concat();
        [label.as_bytes()].iter().chain(self.fields).flat_map(|field| hash::lp(field)).collect()
    }
}

/// Seals under a key that salt and secret give for this one message: never two messages for the same salt, secret and place.
pub(crate) fn seal_once(
    salt: &[u8],
    secret: &[u8; 32],
    place: &Place<'_>,
    message: &[u8],
) -> Result<Vec<u8>, SealingError> {
    // Room for the tag: growing would leave the message in freed memory.
    let mut bytes = Vec::with_capacity(message.len().saturating_add(TAG_BYTES));
    bytes.extend_from_slice(message);
    let sealed = single_use_key(salt, secret, place)
        .and_then(|key| key.seal_in_place_append_tag(zero_nonce(), aead::Aad::empty(), &mut bytes));
    if sealed.is_err() {
        bytes.zeroize();
        return Err(SealingError::Long);
    }
    Ok(bytes)
}

/// Opens what [`seal_once`] sealed.
pub(crate) fn open_once(
    salt: &[u8],
    secret: &[u8; 32],
    place: &Place<'_>,
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealingError> {
    let mut bytes = Zeroizing::new(sealed.to_vec());
    let length = single_use_key(salt, secret, place)
        .and_then(|key| {
            key.open_in_place(zero_nonce(), aead::Aad::empty(), &mut bytes).map(|message| message.len())
        })
        .map_err(|_| SealingError::Open)?;
    bytes.truncate(length);
    Ok(bytes)
}

fn single_use_key(
    salt: &[u8],
    secret: &[u8; 32],
    place: &Place<'_>,
) -> Result<aead::LessSafeKey, ring::error::Unspecified> {
    let info = place.info();
    let info = [info.as_slice()];
    let pseudo_random = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret);
    let key = pseudo_random.expand(&info, &aead::CHACHA20_POLY1305)?;
    Ok(aead::LessSafeKey::new(aead::UnboundKey::from(key)))
}

fn zero_nonce() -> aead::Nonce {
    aead::Nonce::assume_unique_for_key([0; aead::NONCE_LEN])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place<'_> = Place { label: "test-sealing", fields: &[b"a", b"b"] };

    fn key() -> SealingKey {
        SealingKey::generate(Entropy::from_os([1; 32]))
    }

    fn seal(message: &[u8]) -> Vec<u8> {
        key().seal(&PLACE, message, Entropy::from_os([2; 32])).unwrap()
    }

    fn open(key: &SealingKey, place: &Place<'_>, sealed: &[u8]) -> Result<Vec<u8>, SealingError> {
        key.open(place, sealed).map(|message| message.to_vec())
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_with_its_key_alone() {
        let sealed = seal(b"stamp key");
        assert_eq!(sealed.len(), 9 + 48);
        assert_eq!(open(&key(), &PLACE, &sealed), Ok(b"stamp key".to_vec()));
        let other = SealingKey::generate(Entropy::from_os([3; 32]));
        assert_eq!(open(&other, &PLACE, &sealed), Err(SealingError::Open));
        for place in [
            Place { fields: &[b"a", b"c"], ..PLACE },
            Place { fields: &[b"ab"], ..PLACE },
            Place { label: "test-other", ..PLACE },
        ] {
            assert_eq!(open(&key(), &place, &sealed), Err(SealingError::Open));
        }
    }

    #[test]
    fn every_changed_bit_is_refused() {
        let sealed = seal(b"x");
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(open(&key(), &PLACE, &changed), Err(SealingError::Open), "bit {bit}");
        }
    }

    #[test]
    fn a_short_message_is_named() {
        for actual in [0, 31, 47] {
            assert_eq!(open(&key(), &PLACE, &vec![0; actual]), Err(SealingError::Short { actual }));
        }
    }

    #[test]
    fn repeated_entropy_repeats_no_key_for_another_message() {
        assert_ne!(seal(b"one")[..32], seal(b"two")[..32]);
    }

    #[test]
    fn a_sealing_key_is_redacted() {
        assert_eq!(format!("{:?}", key()), "SealingKey(redacted)");
    }
}
