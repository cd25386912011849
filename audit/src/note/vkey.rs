//! Verifier keys: a name, what the key signs, and the key, as one line of text.

use std::{fmt, fmt::Write, str::FromStr};

use base64::{Engine, engine::general_purpose::STANDARD};
use crypto::signature::{Signature, SignatureError, VerifyingKey};
use sha2::{Digest, Sha256};

use super::{KeyError, KeyName, KeyNameError, SignatureLine};

/// What a key signs. Other types of signed-note exist; we know no key of them, so their lines are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VkeyType {
    /// 0x01: Ed25519 over the note's text. The log's own key.
    Ed25519,
    /// 0x04: cosignature/v1, Ed25519 over a time and a checkpoint's text. A witness's key.
    Cosignature,
}

impl VkeyType {
    /// The byte that stands for the type in key IDs and vkeys.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::Cosignature => 0x04,
        }
    }
}

/// Why a line is no vkey; in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum VkeyError {
    #[error("not name+8 hexadecimal digits+base64")]
    Form,
    #[error(transparent)]
    Name(#[from] KeyNameError),
    #[error("key type {0:#04x} is not known here")]
    Type(u8),
    #[error("a key of {actual} bytes, not 32")]
    Length { actual: usize },
    #[error(transparent)]
    Key(#[from] SignatureError),
    #[error("the key ID is not that of name and key")]
    Id,
}

/// A key that a verifier trusts for a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vkey {
    name: KeyName,
    kind: VkeyType,
    key: VerifyingKey,
}

impl Vkey {
    /// The vkey of a key that stands elsewhere, such as in entry 0.
    pub fn new(name: KeyName, kind: VkeyType, key: VerifyingKey) -> Self {
        Self { name, kind, key }
    }

    /// The key's name; for a log's key the origin.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// What the key signs.
    pub fn kind(&self) -> VkeyType {
        self.kind
    }

    /// The key itself.
    pub fn key(&self) -> &VerifyingKey {
        &self.key
    }

    /// SHA-256(name ‖ \n ‖ type ‖ key), the first four bytes.
    pub fn id(&self) -> [u8; 4] {
        let digest: [u8; 32] = Sha256::new()
            .chain_update(self.name.as_str())
            .chain_update(b"\n")
            .chain_update([self.kind.byte()])
            .chain_update(self.key.as_bytes())
            .finalize()
            .into();
        let [a, b, c, d, ..] = digest;
        [a, b, c, d]
    }

    /// Whether a line claims to be by this key.
    pub fn is_of(&self, line: &SignatureLine) -> bool {
        line.name == self.name && line.id == self.id()
    }

    /// Checks what follows the key ID; gives the cosigner's time.
    pub(super) fn verify(&self, text: &str, signature: &[u8]) -> Result<Option<u64>, KeyError> {
        let length = |expected| KeyError::Length { expected, actual: signature.len() };
        match self.kind {
            VkeyType::Ed25519 => {
                let signature = signature.try_into().map_err(|_| length(64))?;
                self.key.verify_raw(text.as_bytes(), &Signature::from_bytes(signature)?)?;
                Ok(None)
            }
            VkeyType::Cosignature => {
                let (time, rest) = signature.split_first_chunk().ok_or(length(72))?;
                let rest = rest.try_into().map_err(|_| length(72))?;
                let time = u64::from_be_bytes(*time);
                let message = cosigned_message(text, time)?;
                self.key.verify_raw(&message, &Signature::from_bytes(rest)?)?;
                Ok(Some(time))
            }
        }
    }
}

/// `cosignature/v1\n ‖ time <decimal>\n ‖ text` (c2sp.org/tlog-cosignature v1.0.1).
pub(super) fn cosigned_message(text: &str, time: u64) -> Result<Vec<u8>, KeyError> {
    if i64::try_from(time).is_err() {
        return Err(KeyError::Time { time });
    }
    Ok(format!("cosignature/v1\ntime {time}\n{text}").into_bytes())
}

impl FromStr for Vkey {
    type Err = VkeyError;

    fn from_str(line: &str) -> Result<Self, VkeyError> {
        let (name, rest) = line.split_once('+').ok_or(VkeyError::Form)?;
        let (id, base64) = rest.split_once('+').ok_or(VkeyError::Form)?;
        let bytes = STANDARD.decode(base64).map_err(|_| VkeyError::Form)?;
        let name: KeyName = name.parse()?;
        let (kind, key) = bytes.split_first().ok_or(VkeyError::Form)?;
        let kind = match kind {
            0x01 => VkeyType::Ed25519,
            0x04 => VkeyType::Cosignature,
            other => return Err(VkeyError::Type(*other)),
        };
        let key: &[u8; 32] = key.try_into().map_err(|_| VkeyError::Length { actual: key.len() })?;
        let vkey = Self { name, kind, key: VerifyingKey::from_bytes(key)? };
        if hex(vkey.id()) == id { Ok(vkey) } else { Err(VkeyError::Id) }
    }
}

impl fmt::Display for Vkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[self.kind.byte()], self.key.as_bytes().as_slice()].concat();
        write!(f, "{}+{}+{}", self.name, hex(self.id()), STANDARD.encode(key))
    }
}

fn hex(id: [u8; 4]) -> String {
    id.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
