//! The ballot's code, shown before "cast or check" (protocol.md §7.8).
//!
//! Invariants
//! - The code covers the ciphertexts and, through a commitment, the ballot key, and tells neither choice nor key
//!   (pitfalls 6, 36).
//! - The short form only helps to find an entry; it is 80 bits, no check compares it (pitfall 23).

use std::fmt;
use std::str::FromStr;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::encrypted::ciphertext_bytes;
use crate::elgamal::Ciphertext;
use crate::hash::{self, Entropy};

/// Base32 without I, L, O and U, as Crockford's.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The 32 bytes that hide the ballot key in a [`KeyCommitment`]; published with the cast ballot, never before.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct CodeNonce([u8; 32]);

impl CodeNonce {
    /// A fresh nonce, for one encryption.
    pub fn fresh(entropy: Entropy) -> Self {
        let nonce = Self(*entropy.as_bytes());
        drop(entropy);
        nonce
    }

    /// The nonce of a cast ballot.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// For the cast ballot.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for CodeNonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeNonce(redacted)")
    }
}

/// `com` = H("ballot-commitment", ballot key, nonce).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyCommitment(pub [u8; 32]);

impl KeyCommitment {
    /// Commits to the ballot key.
    pub fn new(ballot_key: &[u8; 32], nonce: &CodeNonce) -> Self {
        Self(hash::sha256("ballot-commitment", &[ballot_key, &nonce.0]))
    }
}

/// The ballot code = H("ballot-code", sitting, contest, com, ciphertexts).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BallotCode(pub [u8; 32]);

impl BallotCode {
    /// The code of these ciphertexts, slacks included, in this contest.
    pub fn new(
        sitting: &[u8; 32],
        contest: &[u8; 32],
        commitment: &KeyCommitment,
        ciphertexts: &[Ciphertext],
    ) -> Self {
        let bytes = ciphertext_bytes(ciphertexts);
        Self(hash::sha256("ballot-code", &[sitting, contest, &commitment.0, &bytes]))
    }

    /// The first 10 bytes, to find an entry by (查票码).
    pub fn short(&self) -> ShortCode {
        let mut short = [0; 10];
        short.iter_mut().zip(&self.0).for_each(|(to, from)| *to = *from);
        ShortCode(short)
    }
}

/// 查票码: 80 bits of a ballot code as four groups of four letters and digits. To find, not to check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ShortCode([u8; 10]);

/// Why a text is no 查票码.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum ShortCodeError {
    /// Other than 16 letters and digits.
    #[error("a ballot code has 16 letters and digits, not {actual}")]
    Length { actual: usize },
    /// A character outside the alphabet.
    #[error("{character:?} does not occur in a ballot code")]
    Character { character: char },
}

impl ShortCode {
    /// The bytes: the first 10 of the ballot code.
    pub fn as_bytes(&self) -> &[u8; 10] {
        &self.0
    }
}

impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = self.0.iter().fold(0u128, |bits, &byte| bits << 8 | u128::from(byte));
        for place in (0..16u32).rev() {
            let digit = (bits >> (5 * place)) as usize & 31;
            let letter = ALPHABET.get(digit).copied().map_or('?', char::from);
            let gap = if place % 4 == 0 && place > 0 { "-" } else { "" };
            write!(f, "{letter}{gap}")?;
        }
        Ok(())
    }
}

impl FromStr for ShortCode {
    type Err = ShortCodeError;

    /// As people type it: any case, with or without hyphens and spaces, O for 0, I and L for 1.
    fn from_str(text: &str) -> Result<Self, ShortCodeError> {
        let (mut bits, mut digits) = (0u128, 0usize);
        for character in text.chars().filter(|c| !matches!(c, '-' | ' ')) {
            let letter = match character.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = ALPHABET.iter().position(|&known| char::from(known) == letter);
            let value = value.ok_or(ShortCodeError::Character { character })?;
            bits = (bits & (u128::MAX >> 5)) << 5 | value as u128;
            digits += 1;
        }
        if digits != 16 {
            return Err(ShortCodeError::Length { actual: digits });
        }
        let mut bytes = [0; 10];
        bytes.iter_mut().zip(bits.to_be_bytes().iter().skip(6)).for_each(|(to, from)| *to = *from);
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_code_reads_back_as_people_type_it() {
        let code = BallotCode(hash::sha256("test", &[])).short();
        let text = code.to_string();
        assert_eq!((text.len(), text.matches('-').count()), (19, 3));
        assert_eq!(text.parse(), Ok(code));
        assert_eq!(text.to_lowercase().replace('-', " ").parse(), Ok(code));
        let zeros: ShortCode = "oO00-0000-0000-000i".parse().unwrap();
        assert_eq!(zeros.as_bytes(), &[0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(zeros.to_string(), "0000-0000-0000-0001");
    }

    #[test]
    fn a_text_that_is_no_code_is_refused() {
        let parse = |text: &str| text.parse::<ShortCode>();
        assert_eq!(parse("0000"), Err(ShortCodeError::Length { actual: 4 }));
        assert_eq!(parse("0000-0000-0000-00000"), Err(ShortCodeError::Length { actual: 17 }));
        assert_eq!(parse("U000-0000-0000-0000"), Err(ShortCodeError::Character { character: 'U' }));
        assert_eq!(parse("票000-0000-0000-0000"), Err(ShortCodeError::Character { character: '票' }));
    }

    #[test]
    fn a_code_depends_on_every_field() {
        let nonce = CodeNonce::from_bytes([3; 32]);
        let com = KeyCommitment::new(&[4; 32], &nonce);
        let code = BallotCode::new(&[1; 32], &[2; 32], &com, &[]);
        let other_key = KeyCommitment::new(&[5; 32], &nonce);
        let other_nonce = KeyCommitment::new(&[4; 32], &CodeNonce::from_bytes([5; 32]));
        assert_ne!(code, BallotCode::new(&[9; 32], &[2; 32], &com, &[]));
        assert_ne!(code, BallotCode::new(&[1; 32], &[9; 32], &com, &[]));
        assert_ne!(code, BallotCode::new(&[1; 32], &[2; 32], &other_key, &[]));
        assert_ne!(code, BallotCode::new(&[1; 32], &[2; 32], &other_nonce, &[]));
        assert_eq!(format!("{nonce:?}"), "CodeNonce(redacted)");
    }
}
