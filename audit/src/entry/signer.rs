//! Who signs, as it stands in an entry: `server`, `chief`, `deputy-17` (protocol.md §3.1).

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A role or a person of the sitting. Its text form has the alphabet `a–z 0–9 -`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Signer {
    /// The tally server's act key.
    Server,
    /// The secretariat 大会秘书处.
    Secretariat,
    /// The chief scrutineer 总监票人.
    Chief,
    /// The presiding officer 执行主席.
    Presiding,
    /// A scrutineer 监票人 by position, from 1.
    Scrutineer(u8),
    /// A deputy's device key, bound at check-in; the number is the roll's.
    Deputy(u32),
    /// A deputy's card key; signs `checked_in` only.
    Card(u32),
    /// The one-time ballot key that the body itself names.
    Ballot,
}

/// Not the name of a signer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no signer is called {0:?}")]
pub struct SignerError(String);

impl fmt::Display for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server => f.write_str("server"),
            Self::Secretariat => f.write_str("secretariat"),
            Self::Chief => f.write_str("chief"),
            Self::Presiding => f.write_str("presiding"),
            Self::Scrutineer(index) => write!(f, "scrutineer-{index}"),
            Self::Deputy(number) => write!(f, "deputy-{number}"),
            Self::Card(number) => write!(f, "card-{number}"),
            Self::Ballot => f.write_str("ballot"),
        }
    }
}

impl FromStr for Signer {
    type Err = SignerError;

    fn from_str(text: &str) -> Result<Self, SignerError> {
        let unknown = || SignerError(text.chars().take(32).collect());
        let signer = match text {
            "server" => Self::Server,
            "secretariat" => Self::Secretariat,
            "chief" => Self::Chief,
            "presiding" => Self::Presiding,
            "ballot" => Self::Ballot,
            _ => match text.split_once('-').ok_or_else(unknown)? {
                ("scrutineer", index) => Self::Scrutineer(index.parse().map_err(|_| unknown())?),
                ("deputy", number) => Self::Deputy(number.parse().map_err(|_| unknown())?),
                ("card", number) => Self::Card(number.parse().map_err(|_| unknown())?),
                _ => return Err(unknown()),
            },
        };
        // `parse` takes `+1` and `01`: one signer has one name.
        if signer.to_string() == text { Ok(signer) } else { Err(unknown()) }
    }
}

impl TryFrom<String> for Signer {
    type Error = SignerError;
    fn try_from(text: String) -> Result<Self, SignerError> {
        text.parse()
    }
}

impl From<Signer> for String {
    fn from(signer: Signer) -> Self {
        signer.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_signer_has_one_name() {
        for name in
            ["server", "secretariat", "chief", "presiding", "scrutineer-3", "deputy-17", "card-17", "ballot"]
        {
            assert_eq!(name.parse::<Signer>().unwrap().to_string(), name);
        }
        for name in [
            "",
            "Server",
            "deputy",
            "deputy-",
            "deputy-+1",
            "deputy-01",
            "scrutineer-256",
            "deputy--1",
            "card-1 ",
        ] {
            assert!(name.parse::<Signer>().is_err(), "{name}");
        }
    }
}
