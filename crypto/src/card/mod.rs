//! Cards: what a deputy signs in with (protocol.md §4.3).
//!
//! ```text
//! code    20 symbols of 5 bits, uniform: 100 bits, what the card holds and a person can type
//! seed    H("card-seed", sitting, number, code)       32 bytes
//! key     Ed25519 of the RFC 8032 private key H("card-key", sitting, number, seed)
//! QR      PJ1.number.sitting.code and check symbol    at most 89 characters, all of QR's alphanumeric mode
//! typed   XXXX-XXXX-XXXX-XXXX-XXXX-C                  with the number; C is the check symbol
//! ```
//!
//! Invariants
//! - QR and typed code are the same card: the seed derives from number and code, and the QR adds only the sitting.
//! - A card of one sitting or number gives no key of another: both are in both hashes.
//! - Nothing else derives from a card: ballot key, blind and seeds never do.
//!
//! Why 100 bits: the roll shows the card's public key to everyone for ever, so guessing is offline. A guess costs two hashes
//! and a curve multiplication and tests one number of one sitting (both salt the hashes), so no table or crowd of
//! cards helps: 2^99 guesses on average. Whoever finds one may at most sign a second `checked_in`, which the door sees.

mod symbols;

use std::fmt;

use zeroize::Zeroizing;

use crate::hash::{self, Entropy};
use crate::signature::{SignatureError, SigningKey};

/// What a card's QR starts with; another layout has another start.
const VERSION: &str = "PJ1";
/// Symbols of the code.
const CODE_SYMBOLS: usize = 20;
/// Digits of the number that the check symbol covers: with code and check symbol 31, all places that it can tell apart.
const NUMBER_DIGITS: usize = 10;

/// The highest number of a deputy that the check symbol has digits for.
pub const CARD_NUMBER_MAX: u64 = 9_999_999_999;

/// Why a card cannot be made, scanned or typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// The number has more than ten digits.
    #[error("the deputy's number is above {CARD_NUMBER_MAX}")]
    NumberRange,
    /// The scanned text is not of a card: not four parts, or another start.
    #[error("this is not the QR code of a card")]
    NotACard,
    /// The number of the scanned text is not decimal without leading zeros.
    #[error("the card's number is not a number")]
    Number,
    /// The fingerprint of the scanned text is not 52 canonical symbols.
    #[error("the card's sitting is not a fingerprint")]
    Fingerprint,
    /// A card of another sitting.
    #[error("this card is for another sitting")]
    WrongSitting,
    /// A letter or sign that no code has. `position` counts from 0, without spaces and hyphens.
    #[error("'{letter}' is not a letter of a code")]
    Letter {
        /// As typed.
        letter: char,
        /// Where.
        position: usize,
    },
    /// Not 20 symbols and a check symbol.
    #[error("a code has 21 letters and digits, this one has {actual}")]
    Length {
        /// As found, without spaces and hyphens.
        actual: usize,
    },
    /// The check symbol does not fit: something in the code or the number was mistyped.
    #[error("the code or the number was mistyped")]
    Check,
    /// The derived key is refused. No code is known for which it is.
    #[error(transparent)]
    Key(SignatureError),
}

/// A deputy's card: number and secret code. Wiped when dropped.
pub struct Card {
    number: u64,
    code: Zeroizing<[u8; CODE_SYMBOLS]>,
}

impl Card {
    /// A fresh card for the deputy with this number.
    pub fn issue(number: u64, entropy: Entropy) -> Result<Self, CardError> {
        if number > CARD_NUMBER_MAX {
            return Err(CardError::NumberRange);
        }
        let hash = Zeroizing::new(hash::sha256("card-code", &[entropy.as_bytes()]));
        drop(entropy);
        let mut code = Zeroizing::new([0; CODE_SYMBOLS]);
        code.iter_mut().zip(hash.iter()).for_each(|(symbol, byte)| *symbol = byte & 31);
        Ok(Self { number, code })
    }

    /// A card from its QR's text, which must be exactly what a card prints, for the sitting with this fingerprint.
    pub fn from_qr(text: &str, fingerprint: &[u8; 32]) -> Result<Self, CardError> {
        let mut parts = text.split('.');
        let (Some(VERSION), Some(number), Some(sitting), Some(code), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(CardError::NotACard);
        };
        let value: u64 = number.parse().map_err(|_| CardError::Number)?;
        if value.to_string() != number {
            return Err(CardError::Number);
        }
        if symbols::decode32(sitting).ok_or(CardError::Fingerprint)? != *fingerprint {
            return Err(CardError::WrongSitting);
        }
        let card = Self::from_typed(value, code)?;
        // The typed form forgives; a QR is printed by us, so it has one form.
        if *card.qr(fingerprint) == text { Ok(card) } else { Err(CardError::NotACard) }
    }

    /// A card from what a person typed: small letters, O for 0, I and L for 1, full-width forms, spaces and hyphens anywhere.
    pub fn from_typed(number: u64, code: &str) -> Result<Self, CardError> {
        if number > CARD_NUMBER_MAX {
            return Err(CardError::NumberRange);
        }
        let typed = Zeroizing::new(
            code.chars()
                .map(symbols::narrow)
                .filter(|c| !matches!(c, ' ' | '-'))
                .enumerate()
                .map(|(position, letter)| {
                    symbols::value(letter).ok_or(CardError::Letter { letter, position })
                })
                .collect::<Result<Vec<u8>, _>>()?,
        );
        let length = CardError::Length { actual: typed.len() };
        let (check, symbols) = typed.split_last().ok_or(length)?;
        let code = Zeroizing::new(<[u8; CODE_SYMBOLS]>::try_from(symbols).map_err(|_| length)?);
        let card = Self { number, code };
        if card.check() == *check { Ok(card) } else { Err(CardError::Check) }
    }

    /// The deputy's number.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The text of the QR, for the sitting with this fingerprint.
    pub fn qr(&self, fingerprint: &[u8; 32]) -> Zeroizing<String> {
        let sitting = symbols::encode32(fingerprint);
        let letters = self.letters();
        Zeroizing::new(format!("{VERSION}.{}.{sitting}.{}", self.number, letters.as_str()))
    }

    /// The code as printed under the QR: five groups of four and the check symbol.
    pub fn typed(&self) -> Zeroizing<String> {
        let mut typed = Zeroizing::new(String::with_capacity(CODE_SYMBOLS + 6));
        for (i, letter) in self.letters().chars().enumerate() {
            if i > 0 && i.is_multiple_of(4) {
                typed.push('-');
            }
            typed.push(letter);
        }
        typed
    }

    /// The card's 32-byte seed in this sitting.
    fn seed(&self, fingerprint: &[u8; 32]) -> Zeroizing<[u8; 32]> {
        let letters = self.letters();
        let code = letters.as_bytes().get(..CODE_SYMBOLS).unwrap_or_default();
        Zeroizing::new(hash::sha256("card-seed", &[fingerprint, &self.number.to_be_bytes(), code]))
    }

    /// The card's key in this sitting: its public half stands on the roll, it signs `checked_in` and nothing else.
    pub fn signing_key(&self, fingerprint: &[u8; 32]) -> Result<SigningKey, CardError> {
        let seed = self.seed(fingerprint);
        let fields: [&[u8]; 3] = [fingerprint, &self.number.to_be_bytes(), seed.as_slice()];
        let secret = Zeroizing::new(hash::sha256("card-key", &fields));
        SigningKey::from_seed(&secret).map_err(CardError::Key)
    }

    /// Code and check symbol, 21 letters.
    fn letters(&self) -> Zeroizing<String> {
        let all = self.code.iter().copied().chain([self.check()]);
        let mut letters = Zeroizing::new(String::with_capacity(CODE_SYMBOLS + 1));
        all.for_each(|symbol| letters.push(symbols::letter(symbol)));
        letters
    }

    /// The symbol that brings ten digits of the number, the code and itself to 0 (§4.3).
    fn check(&self) -> u8 {
        let number = format!("{:0NUMBER_DIGITS$}", self.number);
        let digits = number.bytes().map(|digit| digit.wrapping_sub(b'0'));
        symbols::check(digits.chain(self.code.iter().copied()))
    }
}

impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Card(number {}, redacted)", self.number)
    }
}

#[cfg(test)]
mod tests;
