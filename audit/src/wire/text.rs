//! Text that people read: what could hide, reorder or break a line is refused.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};

use super::deserialize_str;

/// Longest [`Text`] in bytes of UTF-8.
pub const TEXT_BYTES_MAX: usize = 4_096;

/// Longest [`MultilineText`] in bytes of UTF-8: a 票决办法 has a few thousand characters.
pub const MULTILINE_TEXT_BYTES_MAX: usize = 262_144;

/// Why a string is not a displayed text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum TextError {
    #[error("text of {bytes} bytes, at most {max} allowed")]
    TooLong { bytes: usize, max: usize },
    /// A control, bidirectional, separator or non-character; `at` counts bytes from 0.
    #[error("character U+{character:04X} is not allowed in displayed text (byte {at})")]
    Refused { at: usize, character: u32 },
}

/// One line of displayed text: a name, a title, a reason. May be empty; at most [`TEXT_BYTES_MAX`] bytes.
///
/// Refused (protocol.md §2.1): U+0000–001F, U+007F–009F, U+061C, U+200E, U+200F, U+2028–202E, U+2066–2069,
/// U+FEFF, and the noncharacters U+FDD0–FDEF and U+nFFFE, U+nFFFF. Not normalised: the bytes count as written.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct Text(String);

/// Displayed text in which `\n` may stand: a rules text. At most [`MULTILINE_TEXT_BYTES_MAX`] bytes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct MultilineText(String);

fn check(text: &str, max: usize, newline: bool) -> Result<(), TextError> {
    if text.len() > max {
        return Err(TextError::TooLong { bytes: text.len(), max });
    }
    match text.char_indices().find(|&(_, c)| refused(c) && !(newline && c == '\n')) {
        Some((at, c)) => Err(TextError::Refused { at, character: u32::from(c) }),
        None => Ok(()),
    }
}

/// A character that a screen or a printer may not show as it stands in the bytes.
fn refused(c: char) -> bool {
    matches!(c,
        '\u{00}'..='\u{1f}' | '\u{7f}'..='\u{9f}'                  // C0, DEL, C1
        | '\u{61c}' | '\u{200e}' | '\u{200f}'                      // direction marks
        | '\u{2028}' | '\u{2029}'                                  // line and paragraph separators
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'        // bidirectional controls
        | '\u{feff}' | '\u{fdd0}'..='\u{fdef}'                     // byte order mark, noncharacters
    ) || u32::from(c) & 0xfffe == 0xfffe // the last two of each plane
}

macro_rules! text_type {
    ($type:ident, $max:expr, $newline:expr, $expecting:literal) => {
        impl $type {
            /// The text as written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $type {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                check(&text, $max, $newline).map(|()| Self(text))
            }
        }

        impl TryFrom<&str> for $type {
            type Error = TextError;

            fn try_from(text: &str) -> Result<Self, TextError> {
                text.parse()
            }
        }

        impl FromStr for $type {
            type Err = TextError;

            fn from_str(text: &str) -> Result<Self, TextError> {
                check(text, $max, $newline).map(|()| Self(text.to_owned()))
            }
        }

        impl From<$type> for String {
            fn from(text: $type) -> Self {
                text.0
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize_str(deserializer, $expecting)
            }
        }
    };
}

text_type!(Text, TEXT_BYTES_MAX, false, "one line of displayed text");
text_type!(MultilineText, MULTILINE_TEXT_BYTES_MAX, true, "displayed text");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_rare_characters_are_text() {
        for text in [
            "",
            "县人民医院(二期)",
            "𠮷田 𪚥",
            "e\u{301} not normalised",
            "ئۇيغۇر",
            "\u{e000}",
            "👩\u{200d}🌾",
        ] {
            assert_eq!(text.parse::<Text>().unwrap().as_str(), text);
        }
        assert_eq!("一、\n二、".parse::<MultilineText>().unwrap().as_str(), "一、\n二、");
    }

    #[test]
    fn what_hides_or_reorders_is_refused() {
        let refused = [
            0x0, 0x9, 0xa, 0xd, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9f, 0x61c, 0x200e, 0x200f, 0x2028, 0x2029,
            0x202a, 0x202e, 0x2066, 0x2069, 0xfeff, 0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1_fffe, 0x10_ffff,
        ];
        for character in refused {
            let text = format!("票{}", char::from_u32(character).unwrap());
            let expected = TextError::Refused { at: 3, character };
            assert_eq!(text.parse::<Text>(), Err(expected.clone()));
            if character != 0xa {
                assert_eq!(text.parse::<MultilineText>(), Err(expected));
            }
        }
    }

    #[test]
    fn neighbours_of_refused_characters_are_text() {
        for character in
            [0x20, 0x7e, 0xa0, 0x61b, 0x200d, 0x2010, 0x2027, 0x202f, 0x2065, 0x206a, 0xfdcf, 0xfdf0]
        {
            let text = char::from_u32(character).unwrap().to_string();
            assert!(text.parse::<Text>().is_ok(), "U+{character:04X}");
        }
    }

    #[test]
    fn length_counts_bytes() {
        assert!("a".repeat(TEXT_BYTES_MAX).parse::<Text>().is_ok());
        let long = "票".repeat(1_366);
        assert_eq!(long.parse::<Text>(), Err(TextError::TooLong { bytes: 4_098, max: TEXT_BYTES_MAX }));
        let max = MULTILINE_TEXT_BYTES_MAX;
        assert!("\n".repeat(max).parse::<MultilineText>().is_ok());
        let long = "\n".repeat(max + 1);
        assert_eq!(long.parse::<MultilineText>(), Err(TextError::TooLong { bytes: max + 1, max }));
    }
}
