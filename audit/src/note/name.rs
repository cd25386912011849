//! The name of a key in a signed note; of the log's key, it is the log's origin.

use std::{fmt, str::FromStr};

/// Longest name in bytes.
const NAME_BYTES_MAX: usize = 1_024;

/// Why a string names no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyNameError {
    /// Nothing there.
    #[error("the key name is empty")]
    Empty,
    /// More than 1,024 bytes.
    #[error("the key name is longer than {NAME_BYTES_MAX} bytes")]
    TooLong,
    /// A Unicode space, a plus or a control character below U+0020.
    #[error("the key name has a space, a plus or a control character")]
    Character,
}

/// A key's name: not empty, no Unicode space, no `+`, no ASCII control character. Like a URL without scheme,
/// `vote.example/2026-3`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

impl KeyName {
    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KeyName {
    type Err = KeyNameError;

    fn from_str(name: &str) -> Result<Self, KeyNameError> {
        if name.is_empty() {
            Err(KeyNameError::Empty)
        } else if name.len() > NAME_BYTES_MAX {
            Err(KeyNameError::TooLong)
        } else if name.chars().any(|c| c.is_whitespace() || c == '+' || c < ' ') {
            Err(KeyNameError::Character)
        } else {
            Ok(Self(name.to_owned()))
        }
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
