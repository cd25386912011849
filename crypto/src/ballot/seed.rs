//! The one seed of an encryption and what derives from it (protocol.md §7.4).
//!
//! Invariants
//! - One fresh seed for one encryption; everything random in it derives from the seed.
//! - The ciphertexts' randomness depends on seed, K, shape and choices, not on the ballot key: whoever is
//!   shown seed and choices recomputes the ciphertexts and learns no ballot key (§7.8).
//! - The proofs' randomness depends on the whole statement too, ballot key and ciphertexts included: two
//!   statements never share a nonce (pitfall 21).

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{BallotContext, choices::Choices, shape::Shape};
use crate::elgamal::PublicKey;
use crate::group::Scalar;
use crate::hash::{self, Entropy};

/// 32 bytes from which all randomness of one encryption derives.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct EncryptionSeed([u8; 32]);

impl EncryptionSeed {
    /// A fresh seed, for one encryption.
    pub fn fresh(entropy: Entropy) -> Self {
        let seed = Self(*entropy.as_bytes());
        drop(entropy);
        seed
    }

    /// The seed of an encryption that was opened by a challenge: to recompute, never to cast.
    pub fn from_opened(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Opens the encryption. The seed is used up: what is opened can never be cast (pitfall 24).
    pub fn open(self) -> [u8; 32] {
        self.0
    }
}

impl fmt::Debug for EncryptionSeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncryptionSeed(redacted)")
    }
}

/// A stream of scalars, one for each (index, role).
pub(super) struct Stream {
    label: &'static str,
    root: Zeroizing<[u8; 64]>,
}

impl Stream {
    /// The randomness r of the ciphertexts.
    pub(super) fn of_ciphertexts(
        seed: &EncryptionSeed,
        choices: &Choices,
        shape: &Shape,
        key: &PublicKey,
    ) -> Self {
        let fields: [&[u8]; 4] = [&seed.0, key.as_bytes(), shape.encoding(), &choices.to_packed()];
        let root = Zeroizing::new(hash::sha512("ballot-ciphertext-root", &fields));
        Self { label: "ballot-ciphertext-randomness", root }
    }

    /// The nonces of the proofs.
    pub(super) fn of_proofs(
        seed: &EncryptionSeed,
        choices: &Choices,
        shape: &Shape,
        key: &PublicKey,
        context: &BallotContext,
        ciphertexts: &[u8],
    ) -> Self {
        let fields: [&[u8]; 8] = [
            &seed.0,
            &context.sitting,
            &context.contest,
            &context.ballot_key,
            key.as_bytes(),
            shape.encoding(),
            &choices.to_packed(),
            ciphertexts,
        ];
        let root = Zeroizing::new(hash::sha512("ballot-proof-root", &fields));
        Self { label: "ballot-proof-randomness", root }
    }

    /// The scalar number `index` in `role`.
    pub(super) fn scalar(&self, index: usize, role: u64) -> Scalar {
        let fields: [&[u8]; 3] = [&*self.root, &(index as u64).to_be_bytes(), &role.to_be_bytes()];
        hash::scalar(self.label, &fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::{Element, G};

    #[test]
    fn a_seed_is_redacted() {
        assert_eq!(format!("{:?}", EncryptionSeed::from_opened([7; 32])), "EncryptionSeed(redacted)");
    }

    #[test]
    fn another_choice_or_ballot_key_is_other_randomness() {
        let shape = Shape::new(2, 2, vec![]).unwrap();
        let key = PublicKey::new(Element::try_from(G).unwrap());
        let seed = EncryptionSeed::from_opened([1; 32]);
        let choose = |marks: &[bool]| Choices::new(&shape, marks).unwrap();
        let (one, two) = (choose(&[true, false]), choose(&[false, false]));
        let r = |choices| Stream::of_ciphertexts(&seed, choices, &shape, &key).scalar(0, 0);
        assert_ne!(r(&one), r(&two));
        let w = |ballot_key| {
            let context = BallotContext { sitting: [1; 32], contest: [2; 32], ballot_key };
            Stream::of_proofs(&seed, &one, &shape, &key, &context, &[]).scalar(0, 0)
        };
        assert_ne!(w([3; 32]), w([4; 32]));
        assert_ne!(w([3; 32]), r(&one));
    }
}
