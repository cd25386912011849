//! What a witness answers, for both sides (protocol.md §2.9).
//!
//! ```text
//! 200   its cosignature lines, one or more
//! 409   text/x.tlog.size: the size that it cosigned last ‖ \n
//! else  why not, in words for people
//! ```

use crate::checkpoint::parse_decimal;
use crate::note::{LineError, NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX, SignatureLine};

use super::check::Refusal;

/// The media type of a size, with status 409.
pub const SIZE_TYPE: &str = "text/x.tlog.size";
/// The media type of everything else.
pub const TEXT_TYPE: &str = "text/plain; charset=utf-8";
/// Longest answer in bytes.
pub const ANSWER_BYTES_MAX: usize = NOTE_BYTES_MAX;
/// Longest reason that is kept, in characters.
const REASON_CHARS_MAX: usize = 400;

/// Why an answer cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum AnswerError {
    #[error("answer of {bytes} bytes, at most {ANSWER_BYTES_MAX} allowed")]
    TooLong { bytes: usize },
    #[error("not UTF-8 at byte {at}")]
    NotUtf8 { at: usize },
    #[error("the last line does not end with a newline")]
    FinalNewline,
    #[error("{count} signature lines, at most {NOTE_SIGNATURES_MAX} allowed")]
    TooManySignatures { count: usize },
    #[error("signature line {line}: {source}")]
    Line { line: usize, source: LineError },
    #[error("the size is not a decimal number from 0 to 2^63 - 1 without leading zeros")]
    Size,
}

/// An answer. Cosignatures are well-formed and no more: count one only after [`crate::note::Note::verify`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 200.
    Cosigned(Vec<SignatureLine>),
    /// 409 with a size: what was cosigned last. Ask again with that as the old size.
    OtherOld {
        /// As the witness says.
        last: u64,
    },
    /// Any other status.
    Refused {
        /// Of HTTP.
        status: u16,
        /// For people; no line breaks or other control characters.
        reason: String,
    },
}

impl Answer {
    /// The status, the content type and the body.
    pub fn to_parts(&self) -> (u16, &'static str, String) {
        match self {
            Self::Cosigned(lines) => (
                200,
                TEXT_TYPE,
                lines.iter().fold(String::new(), |text, line| text + &line.to_string() + "\n"),
            ),
            Self::OtherOld { last } => (409, SIZE_TYPE, format!("{last}\n")),
            Self::Refused { status, reason } => (*status, TEXT_TYPE, format!("{reason}\n")),
        }
    }

    /// Reads an answer.
    pub fn parse(status: u16, content_type: &str, body: &[u8]) -> Result<Self, AnswerError> {
        if body.len() > ANSWER_BYTES_MAX {
            return Err(AnswerError::TooLong { bytes: body.len() });
        }
        let is_size = content_type.split(';').next().is_some_and(|kind| kind.trim() == SIZE_TYPE);
        match status {
            200 => lines(utf8(body)?).map(Self::Cosigned),
            409 if is_size => {
                let line = utf8(body)?.strip_suffix('\n').ok_or(AnswerError::FinalNewline)?;
                parse_decimal(line).map(|last| Self::OtherOld { last }).ok_or(AnswerError::Size)
            }
            status => {
                let text = String::from_utf8_lossy(body);
                let reason = text.trim_end().chars().map(|c| if c.is_control() { ' ' } else { c });
                Ok(Self::Refused { status, reason: reason.take(REASON_CHARS_MAX).collect() })
            }
        }
    }
}

impl From<&Refusal> for Answer {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::OtherOld { last, .. } => Self::OtherOld { last: *last },
            other => Self::Refused { status: other.status(), reason: other.to_string() },
        }
    }
}

fn utf8(body: &[u8]) -> Result<&str, AnswerError> {
    str::from_utf8(body).map_err(|error| AnswerError::NotUtf8 { at: error.valid_up_to() })
}

fn lines(body: &str) -> Result<Vec<SignatureLine>, AnswerError> {
    let lines = body.strip_suffix('\n').ok_or(AnswerError::FinalNewline)?;
    let count = lines.split('\n').count();
    if count > NOTE_SIGNATURES_MAX {
        return Err(AnswerError::TooManySignatures { count });
    }
    (1..)
        .zip(lines.split('\n'))
        .map(|(line, text)| SignatureLine::parse(text).map_err(|source| AnswerError::Line { line, source }))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "\u{2014} witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==";

    #[test]
    fn every_answer_is_read_back() {
        let line = SignatureLine::parse(LINE).unwrap();
        for answer in [
            Answer::Cosigned(vec![line.clone()]),
            Answer::Cosigned(vec![line.clone(), line]),
            Answer::OtherOld { last: 0 },
            Answer::OtherOld { last: 20_852_014 },
            Answer::Refused { status: 422, reason: "the proof does not lead to the new root".to_owned() },
            // Older witnesses say so of two roots at one size.
            Answer::Refused { status: 409, reason: "roots differ".to_owned() },
        ] {
            let (status, kind, body) = answer.to_parts();
            assert_eq!(Answer::parse(status, kind, body.as_bytes()), Ok(answer));
        }
        let with_charset = Answer::parse(409, "text/x.tlog.size; charset=utf-8", b"7\n");
        assert_eq!(with_charset, Ok(Answer::OtherOld { last: 7 }));
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        let ok = |body: &str| Answer::parse(200, TEXT_TYPE, body.as_bytes());
        assert_eq!(ok(""), Err(AnswerError::FinalNewline));
        assert_eq!(ok(LINE), Err(AnswerError::FinalNewline));
        assert_eq!(ok("\n"), Err(AnswerError::Line { line: 1, source: LineError::Form }));
        assert_eq!(ok(&format!("{LINE}\nx\n")), Err(AnswerError::Line { line: 2, source: LineError::Form }));
        let many = format!("{LINE}\n").repeat(65);
        assert_eq!(ok(&many), Err(AnswerError::TooManySignatures { count: 65 }));
        assert_eq!(Answer::parse(200, TEXT_TYPE, b"\xff\n"), Err(AnswerError::NotUtf8 { at: 0 }));
        for size in ["", " 7", "07", "+7", "-1", "9223372036854775808", "7\r"] {
            let refused = Answer::parse(409, SIZE_TYPE, format!("{size}\n").as_bytes());
            assert_eq!(refused, Err(AnswerError::Size), "{size:?}");
        }
        assert_eq!(Answer::parse(409, SIZE_TYPE, b"7"), Err(AnswerError::FinalNewline));
        let long = vec![b'x'; ANSWER_BYTES_MAX + 1];
        assert_eq!(Answer::parse(500, TEXT_TYPE, &long), Err(AnswerError::TooLong { bytes: long.len() }));
    }

    #[test]
    fn a_reason_cannot_move_the_cursor_and_ends() {
        let body = format!("a\u{1b}[2Jb\nc{}", "x".repeat(1_000));
        let Ok(Answer::Refused { reason, .. }) = Answer::parse(500, TEXT_TYPE, body.as_bytes()) else {
            panic!()
        };
        assert!(reason.starts_with("a [2Jb cx"));
        assert_eq!(reason.chars().count(), REASON_CHARS_MAX);
    }
}
