//! Secrets of a device: 32 bytes that never leave it but into its own state file.

use std::fmt;

use audit::wire::Bytes32;
use crypto::hash::Entropy;
use crypto::signature::{SignatureError, SigningKey};
use serde::{Deserialize, Deserializer, Serializer, de};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A seed or a blind. Wiped when dropped; not `Clone`, not `Serialize`, not shown.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct Secret32([u8; 32]);

impl Secret32 {
    pub(super) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The Ed25519 key of this seed.
    pub(super) fn signing_key(&self) -> Result<SigningKey, SignatureError> {
        SigningKey::from_seed(&self.0)
    }
}

impl fmt::Debug for Secret32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret32(redacted)")
    }
}

/// Fresh bytes of the operating system.
pub(super) fn entropy() -> Result<Entropy, getrandom::Error> {
    let mut bytes = Zeroizing::new([0; 32]);
    getrandom::fill(&mut *bytes)?;
    Ok(Entropy::from_os(*bytes))
}

/// A fresh secret.
pub(super) fn fresh() -> Result<Secret32, getrandom::Error> {
    Ok(Secret32(*entropy()?.as_bytes()))
}

/// For `#[serde(with)]` in the state file and nowhere else.
pub(super) mod stored {
    use super::{Bytes32, Deserialize, Deserializer, Secret32, Serializer, Zeroizing, de};

    pub(in crate::device) fn serialize<S: Serializer>(
        secret: &Secret32,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let text = Zeroizing::new(Bytes32::from(secret.0).to_string());
        serializer.serialize_str(&text)
    }

    pub(in crate::device) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Secret32, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let bytes: Bytes32 = text.parse().map_err(de::Error::custom)?;
        Ok(Secret32(bytes.to_bytes()))
    }
}

/// The same for a secret that may be gone.
pub(super) mod stored_option {
    use super::{Bytes32, Deserialize, Deserializer, Secret32, Serializer, Zeroizing, de};

    #[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
    pub(in crate::device) fn serialize<S: Serializer>(
        secret: &Option<Secret32>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match secret {
            Some(secret) => super::stored::serialize(secret, serializer),
            None => serializer.serialize_str(""),
        }
    }

    pub(in crate::device) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Secret32>, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        if text.is_empty() {
            return Ok(None);
        }
        let bytes: Bytes32 = text.parse().map_err(de::Error::custom)?;
        Ok(Some(Secret32(bytes.to_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown() {
        assert_eq!(format!("{:?}", Secret32::new([7; 32])), "Secret32(redacted)");
    }

    #[test]
    fn secrets_are_fresh() {
        assert_ne!(fresh().unwrap().as_bytes(), fresh().unwrap().as_bytes());
    }
}
