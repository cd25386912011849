//! Signed notes: text and, below it, who signed it (protocol.md §2.5; c2sp.org/signed-note v1.0.0).
//!
//! ```text
//! text, ending in \n
//! \n
//! — <key name> <base64(key ID[4] ‖ signature)>\n        one line for each signature
//! ```
//!
//! Invariants
//! - What parses re-encodes to the same bytes.
//! - A known key's signature that fails refutes the whole note; unknown keys are passed over.
//!
//! Next: [`Vkey`] says what a key signs; `checkpoint` is the note that we publish.

mod name;
mod vkey;

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use crypto::signature::{SignatureError, SigningKey};

pub use name::{KeyName, KeyNameError};
pub use vkey::{Vkey, VkeyError, VkeyType};

/// Longest note in bytes; room for the signatures below and for post-quantum ones (3,300 characters each).
pub const NOTE_BYTES_MAX: usize = 262_144;

/// Most signature lines of a note.
pub const NOTE_SIGNATURES_MAX: usize = 64;

const LINE_START: &str = "\u{2014} ";

/// Why a note is refused; in the order of the checks. Lines count from 1, below the empty line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum NoteError {
    #[error("note of {bytes} bytes, at most {NOTE_BYTES_MAX} allowed")]
    TooLong { bytes: usize },
    #[error("not UTF-8 at byte {at}")]
    NotUtf8 { at: usize },
    #[error("control character at byte {at}")]
    Control { at: usize },
    #[error("the text does not end with a newline")]
    TextEnd,
    #[error("no empty line between text and signatures")]
    NoSignatures,
    #[error("the last signature line does not end with a newline")]
    FinalNewline,
    #[error("{count} signature lines, at most {NOTE_SIGNATURES_MAX} allowed")]
    TooManySignatures { count: usize },
    #[error("signature line {line}: {source}")]
    Line { line: usize, source: LineError },
    #[error("signature of {name}: {source}")]
    Signature { name: KeyName, source: KeyError },
    #[error("no signature by a known key")]
    Unsigned,
    /// Only of [`Note::join`].
    #[error("the signatures are over another text")]
    OtherText,
}

/// Why a line is not a signature line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum LineError {
    #[error("does not begin with an em dash and a space, or has no second space")]
    Form,
    #[error(transparent)]
    Name(#[from] KeyNameError),
    #[error("not canonical padded base64")]
    Base64,
    #[error("no bytes after the key ID")]
    Short,
}

/// Why the signature of a known key fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum KeyError {
    #[error("{actual} bytes after the key ID, {expected} expected")]
    Length { expected: usize, actual: usize },
    #[error("time {time} is above 2^63 - 1")]
    Time { time: u64 },
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

/// One signature below a note, of whatever type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureLine {
    name: KeyName,
    id: [u8; 4],
    /// What follows the key ID; at least one byte. Its meaning is the key type's.
    signature: Vec<u8>,
}

impl SignatureLine {
    /// Reads a line without its newline.
    pub fn parse(line: &str) -> Result<Self, LineError> {
        let (name, base64) =
            line.strip_prefix(LINE_START).and_then(|rest| rest.split_once(' ')).ok_or(LineError::Form)?;
        let name: KeyName = name.parse()?;
        let bytes = STANDARD.decode(base64).map_err(|_| LineError::Base64)?;
        match bytes.split_first_chunk() {
            Some((id, signature)) if !signature.is_empty() => {
                Ok(Self { name, id: *id, signature: signature.to_vec() })
            }
            _ => Err(LineError::Short),
        }
    }

    /// The name of the key that is said to have signed.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// Which key of that name.
    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    /// The time of a cosignature/v1, POSIX seconds; `None` of a line that cannot be one.
    pub(crate) fn time(&self) -> Option<u64> {
        let (time, rest) = self.signature.split_first_chunk()?;
        (rest.len() == 64).then(|| u64::from_be_bytes(*time))
    }
}

/// The line without its newline.
impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id, self.signature.as_slice()].concat();
        write!(f, "{LINE_START}{} {}", self.name, STANDARD.encode(bytes))
    }
}

/// The note as it is published.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// A known key whose signature on a note holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Which of the known keys, counted from 0.
    pub key: usize,
    /// When a cosigner says that it signed, in POSIX seconds; the log's own key says no time.
    pub time: Option<u64>,
}

/// A text with its signatures, well-formed but not verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<SignatureLine>,
}

impl Note {
    /// Reads a note; whether a signature holds is for [`Note::verify`] to say.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        let note = checked(bytes)?;
        // The text may hold empty lines; the signatures cannot.
        let (before, lines) = note.rsplit_once("\n\n").ok_or(NoteError::NoSignatures)?;
        let lines = match lines {
            "" => return Err(NoteError::NoSignatures),
            _ => lines.strip_suffix('\n').ok_or(NoteError::FinalNewline)?,
        };
        let count = lines.split('\n').count();
        if count > NOTE_SIGNATURES_MAX {
            return Err(NoteError::TooManySignatures { count });
        }
        let signatures = (1..)
            .zip(lines.split('\n'))
            .map(|(line, text)| SignatureLine::parse(text).map_err(|source| NoteError::Line { line, source }))
            .collect::<Result<_, _>>()?;
        Ok(Self { text: format!("{before}\n"), signatures })
    }

    /// Signs a text with an Ed25519 key (type 0x01): the first signature of a new note.
    pub fn sign(text: &str, name: &KeyName, key: &SigningKey) -> Result<Self, NoteError> {
        checked(text.as_bytes())?;
        if !text.ends_with('\n') {
            return Err(NoteError::TextEnd);
        }
        let signature = key.sign_raw(text.as_bytes()).to_bytes().to_vec();
        let id = Vkey::new(name.clone(), VkeyType::Ed25519, key.verifying_key()).id();
        let line = SignatureLine { name: name.clone(), id, signature };
        Ok(Self { text: text.to_owned(), signatures: vec![line] })
    }

    /// A text with signature lines that were made or read elsewhere; whether they hold is for [`Note::verify`] to say.
    pub fn assemble(text: &str, signatures: Vec<SignatureLine>) -> Result<Self, NoteError> {
        checked(text.as_bytes())?;
        if !text.ends_with('\n') {
            return Err(NoteError::TextEnd);
        }
        let count = signatures.len();
        match count {
            0 => return Err(NoteError::NoSignatures),
            count if count > NOTE_SIGNATURES_MAX => return Err(NoteError::TooManySignatures { count }),
            _ => {}
        }
        let note = Self { text: text.to_owned(), signatures };
        let bytes = note.to_bytes().len();
        if bytes > NOTE_BYTES_MAX { Err(NoteError::TooLong { bytes }) } else { Ok(note) }
    }

    /// The cosignature/v1 (type 0x04) of this text at `time`, in POSIX seconds; the text must be a checkpoint's.
    pub fn cosignature(
        &self,
        name: &KeyName,
        key: &SigningKey,
        time: u64,
    ) -> Result<SignatureLine, NoteError> {
        let message = vkey::cosigned_message(&self.text, time)
            .map_err(|source| NoteError::Signature { name: name.clone(), source })?;
        let signature = [time.to_be_bytes().as_slice(), &key.sign_raw(&message).to_bytes()].concat();
        let id = Vkey::new(name.clone(), VkeyType::Cosignature, key.verifying_key()).id();
        Ok(SignatureLine { name: name.clone(), id, signature })
    }

    /// Adds a [`Note::cosignature`].
    pub fn cosign(&mut self, name: &KeyName, key: &SigningKey, time: u64) -> Result<(), NoteError> {
        let count = self.signatures.len().saturating_add(1);
        if count > NOTE_SIGNATURES_MAX {
            return Err(NoteError::TooManySignatures { count });
        }
        let line = self.cosignature(name, key, time)?;
        self.signatures.push(line);
        Ok(())
    }

    /// Adds the signatures of another note over the same text, those that stand here already left out.
    /// [`NoteError::OtherText`]: they are over something else.
    pub fn join(&mut self, other: &Self) -> Result<(), NoteError> {
        if other.text != self.text {
            return Err(NoteError::OtherText);
        }
        let new: Vec<_> =
            other.signatures.iter().filter(|line| !self.signatures.contains(line)).cloned().collect();
        *self = Self::assemble(&self.text, [self.signatures.as_slice(), &new].concat())?;
        Ok(())
    }

    /// The signed text, its final newline included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All signature lines, verified or not.
    pub fn signatures(&self) -> &[SignatureLine] {
        &self.signatures
    }

    /// The note as it is published.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }

    /// The known keys that signed; each once, with the newest of its times.
    ///
    /// Signatures of unknown keys (another name or ID) say nothing. One of a known key that fails is
    /// [`NoteError::Signature`], and none at all [`NoteError::Unsigned`].
    pub fn verify(&self, known: &[Vkey]) -> Result<Vec<Verified>, NoteError> {
        let mut verified: Vec<Verified> = Vec::new();
        for line in &self.signatures {
            let Some((key, vkey)) = known.iter().enumerate().find(|(_, vkey)| vkey.is_of(line)) else {
                continue;
            };
            let time = vkey
                .verify(&self.text, &line.signature)
                .map_err(|source| NoteError::Signature { name: line.name.clone(), source })?;
            match verified.iter_mut().find(|other| other.key == key) {
                Some(earlier) => earlier.time = earlier.time.max(time),
                None => verified.push(Verified { key, time }),
            }
        }
        if verified.is_empty() { Err(NoteError::Unsigned) } else { Ok(verified) }
    }
}

/// What holds for the whole note and for its text alike.
fn checked(bytes: &[u8]) -> Result<&str, NoteError> {
    if bytes.len() > NOTE_BYTES_MAX {
        return Err(NoteError::TooLong { bytes: bytes.len() });
    }
    let text = str::from_utf8(bytes).map_err(|error| NoteError::NotUtf8 { at: error.valid_up_to() })?;
    match bytes.iter().position(|&byte| byte < 0x20 && byte != b'\n') {
        Some(at) => Err(NoteError::Control { at }),
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests;
