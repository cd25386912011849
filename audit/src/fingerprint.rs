//! The sitting's fingerprint as people read it: 64 hexadecimal digits in groups of four (protocol.md §2.1).

use std::fmt;
use std::str::FromStr;

/// SHA-256 of entry 0. All trust starts there, so it must come from somewhere other than the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(pub [u8; 32]);

/// Why a text is no fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint has 64 hexadecimal digits (spaces do not count)")]
pub struct NotAFingerprint;

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, pair) in self.0.chunks(2).enumerate() {
            if at > 0 {
                f.write_str(" ")?;
            }
            for byte in pair {
                write!(f, "{byte:02x}")?;
            }
        }
        Ok(())
    }
}

impl Fingerprint {
    /// The 64 digits without spaces, as in the file `fingerprint`.
    pub fn to_hex(self) -> String {
        self.to_string().replace(' ', "")
    }
}

impl FromStr for Fingerprint {
    type Err = NotAFingerprint;

    fn from_str(text: &str) -> Result<Self, NotAFingerprint> {
        let digits: Vec<u8> = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()).ok_or(NotAFingerprint))
            .collect::<Result<_, _>>()?;
        let bytes: Vec<u8> =
            digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
        if digits.len() == 64 {
            bytes.try_into().map(Self).map_err(|_| NotAFingerprint)
        } else {
            Err(NotAFingerprint)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_what_it_prints() {
        let fingerprint = Fingerprint(std::array::from_fn(|at| u8::try_from(at * 7).unwrap_or(0)));
        assert_eq!(fingerprint.to_string().parse(), Ok(fingerprint));
        assert_eq!(fingerprint.to_hex().to_uppercase().parse(), Ok(fingerprint));
        assert_eq!(fingerprint.to_hex().len(), 64);
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "00", &"0".repeat(63), &"0".repeat(65), &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(text.parse::<Fingerprint>(), Err(NotAFingerprint), "{text}");
        }
    }
}
