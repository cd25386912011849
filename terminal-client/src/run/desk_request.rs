//! The request code 签到码: what a deputy's terminal shows at the desk, so that the desk can sign for its device key.
//!
//! ```text
//! PJD1.<number>.<device key, 64 digits>.<check, 8 digits>
//! check = first 4 bytes of H("desk-request", number, device key)
//! ```
//!
//! All of QR's alphanumeric mode. The check finds a slip of the hand; that it is the right deputy's terminal the desk sees.

use std::fmt;

use crypto::hash;

/// What the code starts with; another layout has another start.
const START: &str = "PJD1";

/// A deputy's number and the key of the device that they sit at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskRequest {
    /// Number on the roll.
    pub number: u32,
    /// The public device key.
    pub device_key: [u8; 32],
}

/// Not a request code, or one digit is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the request code of a deputy's terminal")]
pub struct NotARequest;

impl DeskRequest {
    fn check(&self) -> [u8; 4] {
        let number = u64::from(self.number).to_be_bytes();
        let [a, b, c, d, ..] = hash::sha256("desk-request", &[&number, &self.device_key]);
        [a, b, c, d]
    }
}

impl fmt::Display for DeskRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{START}.{}.", self.number)?;
        self.device_key.iter().try_for_each(|byte| write!(f, "{byte:02X}"))?;
        f.write_str(".")?;
        self.check().iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl std::str::FromStr for DeskRequest {
    type Err = NotARequest;

    fn from_str(text: &str) -> Result<Self, NotARequest> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        let mut parts = text.split('.');
        let (Some(START), Some(number), Some(key), Some(_), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NotARequest);
        };
        let number = number.parse().map_err(|_| NotARequest)?;
        let (pairs, []) = key.as_bytes().as_chunks::<2>() else { return Err(NotARequest) };
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let bytes: Option<Vec<u8>> =
            pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect();
        let device_key = bytes.and_then(|bytes| bytes.try_into().ok()).ok_or(NotARequest)?;
        let request = Self { number, device_key };
        // One request has one text: number without zeros before it, and the check.
        if request.to_string() == text { Ok(request) } else { Err(NotARequest) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: DeskRequest = DeskRequest { number: 17, device_key: [0x5a; 32] };

    #[test]
    fn a_request_is_read_as_it_is_shown_or_typed() {
        let text = REQUEST.to_string();
        assert_eq!(text.len(), 4 + 1 + 2 + 1 + 64 + 1 + 8);
        assert_eq!(text.parse(), Ok(REQUEST));
        assert_eq!(format!(" {} ", text.to_lowercase()).parse(), Ok(REQUEST));
    }

    #[test]
    fn every_wrong_character_is_refused() {
        let text = REQUEST.to_string();
        for at in 0..text.len() {
            let mut wrong = text.clone().into_bytes();
            wrong[at] = if wrong[at] == b'7' { b'8' } else { b'7' };
            let wrong = String::from_utf8(wrong).unwrap();
            assert_eq!(wrong.parse::<DeskRequest>(), Err(NotARequest), "{wrong}");
        }
        for other in ["", "PJD1", "PJC1.1.2.3", &text[..text.len() - 1], &text.replace(".17.", ".017.")] {
            assert_eq!(other.parse::<DeskRequest>(), Err(NotARequest), "{other}");
        }
    }
}
