//! Values that may be longer than an entry (protocol.md §2.2).
//!
//! A short value stands in its entry. A long one travels as `blob_part` entries in the same batch, before the entry
//! that names it by SHA-256 and length, so the log alone is always enough to verify.

use crate::wire::{Bytes, Bytes32, Int, MultilineText};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

#[cfg(test)]
mod tests;

/// The longest value, in bytes, that stands in its entry; one byte more and it travels as parts (§14). Escaped text is at
/// most twice as long, base64url a third longer: either fits an entry.
pub const INLINE_BYTES_MAX: usize = 30_000;
/// Bytes of a part; all but the last have exactly so many (§14).
pub const PART_BYTES: usize = 45_000;
/// The longest value in bytes: 64 parts (§14).
pub const BLOB_BYTES_MAX: usize = 64 * PART_BYTES;

/// The name of a value that travels as parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blob {
    /// SHA-256 of the whole value.
    pub sha256: Bytes32,
    /// Its length in bytes, more than [`INLINE_BYTES_MAX`].
    pub length: Int,
}

/// A text: here, or in parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextPayload {
    /// At most [`INLINE_BYTES_MAX`] bytes of UTF-8.
    Text(MultilineText),
    /// Longer.
    Blob(Blob),
}

/// Bytes: here, or in parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BytesPayload {
    /// At most [`INLINE_BYTES_MAX`] bytes.
    Inline(Bytes),
    /// Longer.
    Blob(Blob),
}

/// One part of a longer value. Carries no signature: the entry that names the whole does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlobPart {
    /// SHA-256 of the whole value.
    pub sha256: Bytes32,
    /// From 0, rising by one.
    pub part: Int,
    /// [`PART_BYTES`] bytes; the last part 1 to [`PART_BYTES`].
    pub data: Bytes,
}

/// Why a value is not what its name says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PayloadError {
    /// Over [`BLOB_BYTES_MAX`].
    #[error("a value has {length} bytes, the most is {BLOB_BYTES_MAX}")]
    TooLong {
        /// Its bytes.
        length: usize,
    },
    /// In its entry although it is longer than [`INLINE_BYTES_MAX`], or in parts although it is not.
    #[error("a value of {length} bytes does not stand where its length says")]
    Place {
        /// Its bytes.
        length: usize,
    },
    /// The parts are missing, or are not those that the name says.
    #[error("the parts before this entry are not the value that it names")]
    Parts,
    /// Not UTF-8, or characters that no text of ours has.
    #[error("the value is no text")]
    Text,
}

/// The payload of a text and the parts that must travel before the entry naming it.
pub fn split_text(text: &str) -> Result<(TextPayload, Vec<BlobPart>), PayloadError> {
    if text.len() <= INLINE_BYTES_MAX {
        let text = MultilineText::try_from(text.to_owned()).map_err(|_| PayloadError::Text)?;
        return Ok((TextPayload::Text(text), Vec::new()));
    }
    let (blob, parts) = split(text.as_bytes())?;
    Ok((TextPayload::Blob(blob), parts))
}

/// The same for bytes.
pub fn split_bytes(bytes: &[u8]) -> Result<(BytesPayload, Vec<BlobPart>), PayloadError> {
    if bytes.len() <= INLINE_BYTES_MAX {
        return Ok((BytesPayload::Inline(Bytes::from(bytes.to_vec())), Vec::new()));
    }
    let (blob, parts) = split(bytes)?;
    Ok((BytesPayload::Blob(blob), parts))
}

fn split(bytes: &[u8]) -> Result<(Blob, Vec<BlobPart>), PayloadError> {
    let length = bytes.len();
    let too_long = || PayloadError::TooLong { length };
    if length > BLOB_BYTES_MAX {
        return Err(too_long());
    }
    let sha256 = Bytes32::from(<[u8; 32]>::from(Sha256::digest(bytes)));
    let int = |value: usize| u32::try_from(value).map(Int::from).map_err(|_| too_long());
    let parts = bytes
        .chunks(PART_BYTES)
        .enumerate()
        .map(|(part, data)| Ok(BlobPart { sha256, part: int(part)?, data: Bytes::from(data.to_vec()) }))
        .collect::<Result<_, _>>()?;
    Ok((Blob { sha256, length: int(length)? }, parts))
}

/// Parts that have been read and not yet named.
#[derive(Clone, Debug, Default)]
pub struct PendingParts {
    sha256: Option<Bytes32>,
    next: u64,
    bytes: Vec<u8>,
}

impl PendingParts {
    /// Whether no part waits for its name.
    pub fn is_empty(&self) -> bool {
        self.sha256.is_none()
    }

    /// Takes the next part. [`PayloadError::Parts`]: out of order, of another value, after a short one, or of another size.
    pub fn add(&mut self, part: &BlobPart) -> Result<(), PayloadError> {
        let data = part.data.as_bytes();
        let continues = self.sha256.is_none_or(|sha256| sha256 == part.sha256)
            && part.part.get() == self.next
            && self.bytes.len().is_multiple_of(PART_BYTES)
            && !data.is_empty()
            && data.len() <= PART_BYTES;
        if !continues {
            return Err(PayloadError::Parts);
        }
        if self.bytes.len().saturating_add(data.len()) > BLOB_BYTES_MAX {
            return Err(PayloadError::TooLong { length: self.bytes.len().saturating_add(data.len()) });
        }
        self.sha256 = Some(part.sha256);
        self.next = self.next.saturating_add(1);
        self.bytes.extend_from_slice(data);
        Ok(())
    }

    /// The value that `blob` names; the parts must be exactly it.
    fn named(&self, blob: &Blob) -> Result<&[u8], PayloadError> {
        let length = self.bytes.len();
        if self.sha256 != Some(blob.sha256)
            || u64::try_from(length).ok() != Some(blob.length.get())
            || Bytes32::from(<[u8; 32]>::from(Sha256::digest(&self.bytes))) != blob.sha256
        {
            return Err(PayloadError::Parts);
        }
        if length <= INLINE_BYTES_MAX { Err(PayloadError::Place { length }) } else { Ok(&self.bytes) }
    }

    /// The text of `payload`, from its entry or from the parts before it. A text in parts is checked for characters by
    /// whoever reads it (the roll as strict JSON, the rules as [`MultilineText`]).
    pub fn text(&self, payload: &TextPayload) -> Result<String, PayloadError> {
        match payload {
            TextPayload::Text(text) if text.as_str().len() > INLINE_BYTES_MAX => {
                Err(PayloadError::Place { length: text.as_str().len() })
            }
            TextPayload::Text(_) if !self.is_empty() => Err(PayloadError::Parts),
            TextPayload::Text(text) => Ok(text.as_str().to_owned()),
            TextPayload::Blob(blob) => {
                String::from_utf8(self.named(blob)?.to_vec()).map_err(|_| PayloadError::Text)
            }
        }
    }

    /// The bytes of `payload`, from its entry or from the parts before it.
    pub fn bytes<'a>(&'a self, payload: &'a BytesPayload) -> Result<&'a [u8], PayloadError> {
        match payload {
            BytesPayload::Inline(bytes) if bytes.as_bytes().len() > INLINE_BYTES_MAX => {
                Err(PayloadError::Place { length: bytes.as_bytes().len() })
            }
            BytesPayload::Inline(_) if !self.is_empty() => Err(PayloadError::Parts),
            BytesPayload::Inline(bytes) => Ok(bytes.as_bytes()),
            BytesPayload::Blob(blob) => self.named(blob),
        }
    }
}
