//! The fields of canonical JSON, and the one door through which JSON comes in (protocol.md §2.1).
//!
//! Everything that is hashed or signed as JSON is kept as the bytes that were written. Nobody re-serialises
//! to verify; but bytes that another encoder could have written differently are refused, so that two readers
//! cannot understand the same bytes in two ways (pitfall 30).
//!
//! Invariants
//! - [`decode_strict`] accepts `bytes` only if [`encode`] gives back exactly `bytes`.
//! - Every value here checks itself when made, and deserialising goes through the same check.

use std::{fmt, str::FromStr};

use base64::{DecodeSliceError, Engine, display::Base64Display, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, de::DeserializeOwned};

mod text;

pub use text::{MULTILINE_TEXT_BYTES_MAX, MultilineText, TEXT_BYTES_MAX, Text, TextError};

/// Deepest nesting of objects and arrays in a document.
pub const DEPTH_MAX: usize = 8;

/// The largest [`Int`]: 2^53 − 1, above which JavaScript's numbers are not exact.
pub const INT_MAX: u64 = (1 << 53) - 1;

/// Why bytes are not a canonical document; in the order of the checks. Offsets count bytes from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum EncodingError {
    #[error("not UTF-8 at byte {at}")]
    NotUtf8 { at: usize },
    #[error("begins with a byte order mark")]
    ByteOrderMark,
    #[error("nested deeper than {DEPTH_MAX} at byte {at}")]
    TooDeep { at: usize },
    #[error("null at byte {at}")]
    Null { at: usize },
    /// Not JSON, or not the fields of the type. The message is serde's and names the field.
    #[error("{message}")]
    Json { message: String },
    /// JSON of the right type, but not the bytes that [`encode`] writes for it.
    #[error("not in canonical form from byte {at} on")]
    NotCanonical { at: usize },
}

/// Reads a canonical document: UTF-8 without byte order mark, at most [`DEPTH_MAX`] deep, without `null`,
/// of exactly the bytes that [`encode`] writes for the value.
pub fn decode_strict<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<T, EncodingError> {
    let text = str::from_utf8(bytes).map_err(|error| EncodingError::NotUtf8 { at: error.valid_up_to() })?;
    if text.starts_with('\u{feff}') {
        return Err(EncodingError::ByteOrderMark);
    }
    scan(bytes)?;
    let value: T =
        serde_json::from_str(text).map_err(|error| EncodingError::Json { message: error.to_string() })?;
    let canonical = encode(&value);
    if canonical == bytes {
        return Ok(value);
    }
    let same = bytes.iter().zip(&canonical).take_while(|(a, b)| a == b).count();
    Err(EncodingError::NotCanonical { at: same })
}

/// The canonical bytes of a value: compact JSON, fields in the order of the type.
///
/// Types passed here have no maps, floats or fallible fields; those are what JSON cannot write.
#[expect(clippy::expect_used, reason = "no type of ours has a map, a float or a failing Serialize")]
pub fn encode<T: Serialize + ?Sized>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).expect("a wire type serialises")
}

/// Depth and `null`, outside of strings. What else is wrong is for the JSON parser to say.
fn scan(bytes: &[u8]) -> Result<(), EncodingError> {
    let mut depth: usize = 0;
    let mut in_string = false;
    let mut escaped = false;
    for (at, byte) in bytes.iter().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' if depth == DEPTH_MAX => return Err(EncodingError::TooDeep { at }),
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' => depth = depth.saturating_sub(1),
            // No other JSON word begins with n.
            b'n' => return Err(EncodingError::Null { at }),
            _ => {}
        }
    }
    Ok(())
}

/// Why a string is not the base64url of a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum Base64Error {
    #[error("{actual} base64url characters, {expected} expected")]
    Length { expected: usize, actual: usize },
    /// A character outside the alphabet, padding, or unused bits that are not zero.
    #[error("not canonical base64url without padding")]
    NotCanonical,
}

/// Exactly `N` bytes, written as base64url without padding, unused bits zero.
///
/// For public values: `Debug` and `Display` show the bytes. A secret has its own type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct B64<const N: usize>([u8; N]);

/// A hash, a key, a point or a scalar.
pub type Bytes32 = B64<32>;

/// A signature.
pub type Bytes64 = B64<64>;

impl<const N: usize> B64<N> {
    /// Characters of the encoding: ⌈4N/3⌉.
    pub const CHARACTERS: usize = (N * 4).div_ceil(3);

    /// The bytes themselves.
    pub const fn as_bytes(&self) -> &[u8; N] {
        &self.0
    }

    /// The bytes themselves, copied.
    pub const fn to_bytes(self) -> [u8; N] {
        self.0
    }
}

impl<const N: usize> From<[u8; N]> for B64<N> {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes)
    }
}

impl<const N: usize> From<B64<N>> for [u8; N] {
    fn from(value: B64<N>) -> Self {
        value.0
    }
}

impl<const N: usize> AsRef<[u8]> for B64<N> {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl<const N: usize> FromStr for B64<N> {
    type Err = Base64Error;

    fn from_str(text: &str) -> Result<Self, Base64Error> {
        // The exact length first: N bytes have one number of characters only.
        if text.len() != Self::CHARACTERS {
            return Err(Base64Error::Length { expected: Self::CHARACTERS, actual: text.len() });
        }
        let mut bytes = [0; N];
        match URL_SAFE_NO_PAD.decode_slice(text, &mut bytes) {
            Ok(written) if written == N => Ok(Self(bytes)),
            Ok(_) | Err(DecodeSliceError::DecodeError(_) | DecodeSliceError::OutputSliceTooSmall) => {
                Err(Base64Error::NotCanonical)
            }
        }
    }
}

impl<const N: usize> fmt::Display for B64<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Base64Display::new(&self.0, &URL_SAFE_NO_PAD).fmt(f)
    }
}

impl<const N: usize> fmt::Debug for B64<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<const N: usize> Serialize for B64<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for B64<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_str(deserializer, "base64url without padding")
    }
}

/// Any number of bytes, written as base64url without padding, unused bits zero. The entry bounds the length.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Bytes(Vec<u8>);

impl Bytes {
    /// The bytes themselves.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes themselves.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl FromStr for Bytes {
    type Err = Base64Error;

    fn from_str(text: &str) -> Result<Self, Base64Error> {
        URL_SAFE_NO_PAD.decode(text).map(Self).map_err(|_| Base64Error::NotCanonical)
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Base64Display::new(&self.0, &URL_SAFE_NO_PAD).fmt(f)
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_str(deserializer, "base64url without padding")
    }
}

/// A whole number from 0 to [`INT_MAX`], written as a JSON number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Int(u64);

/// A number above [`INT_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is above 2^53 - 1")]
pub struct IntTooLarge(pub u64);

impl Int {
    /// Zero.
    pub const ZERO: Self = Self(0);

    /// The number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl From<u32> for Int {
    fn from(number: u32) -> Self {
        Self(u64::from(number))
    }
}

impl TryFrom<u64> for Int {
    type Error = IntTooLarge;

    fn try_from(number: u64) -> Result<Self, IntTooLarge> {
        if number > INT_MAX { Err(IntTooLarge(number)) } else { Ok(Self(number)) }
    }
}

impl From<Int> for u64 {
    fn from(number: Int) -> Self {
        number.0
    }
}

impl fmt::Display for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Deserialises a string through the type's own `FromStr`, without a copy where the input allows it.
fn deserialize_str<'de, D, T>(deserializer: D, expecting: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    struct Visitor<T>(&'static str, std::marker::PhantomData<T>);

    impl<T: FromStr<Err: fmt::Display>> de::Visitor<'_> for Visitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }

    deserializer.deserialize_str(Visitor(expecting, std::marker::PhantomData))
}

#[cfg(test)]
mod tests;
