//! The main loops: they join the pure screens with the protocol, and do every effect.
//!
//! Invariants
//! - The terminal is restored on every way out: return, error, signal, panic ([`terminal`]).
//! - A screen shows what this process has verified itself; only connections, turnout before the box is opened and proposals are
//!   the server's word.
//! - No total reaches a model before the declaration ([`models`]).
//!
//! Next: [`models`] turns a sitting's state into what screens show; [`live`], [`deputy`] and [`roles`] are the loops; `desk`
//! does the secretariat's acts; `answers`
//! says in words what became of an act.

mod answers;
mod chief;
pub mod deputy;
mod desk;
pub mod desk_request;
pub mod live;
pub mod models;
pub mod names;
pub mod roles;
pub mod terminal;
pub mod words;

use std::io;
use std::path::Path;

use crate::device::DeviceError;
use crate::keys::{PassphraseError, PromptError, SecretFileError};
use crate::lang::{Lang, fill};
use crate::net::NetError;
use crate::roles::WaitError;
use crate::roles::scrutineer::VaultError;
use crate::roles::witness::SeatError;
use crate::sitting_file::SittingFile;
use crate::ui::Look;
use crypto::card::Card;
use crypto::signature::SignatureError;

/// How a program shows itself.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Language and colours.
    pub look: Look,
    /// Lines instead of screens.
    pub plain: bool,
    /// Takes keys (or typed lines). Without, only a stop signal ends it.
    pub input: bool,
    /// Hours that the hall's clock is ahead of UTC.
    pub utc_hours: i8,
}

/// How long a person's act waits for the log to allow it: what is not possible now is said at once.
const NOW: std::time::Duration = std::time::Duration::from_millis(200);

/// Beijing time: the hours that the whole country's clocks are ahead of UTC.
pub const UTC_HOURS: i8 = 8;

impl Default for Options {
    fn default() -> Self {
        Self { look: Look::default(), plain: false, input: true, utc_hours: UTC_HOURS }
    }
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The person at the terminal left.
    Left,
    /// A stop signal, or SIGTERM.
    Stopped,
}

/// Why a program could not go on.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each is documented at its own type")]
pub enum RunError {
    #[error("the terminal: {0}")]
    Terminal(#[from] io::Error),
    #[error(transparent)]
    Net(#[from] NetError),
    #[error(transparent)]
    Wait(#[from] WaitError),
    #[error(transparent)]
    Device(Box<DeviceError>),
    #[error(transparent)]
    KeyFile(#[from] SecretFileError),
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    #[error(transparent)]
    Prompt(#[from] PromptError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error("the key: {0}")]
    Key(#[from] SignatureError),
    #[error("this terminal is no witness: {0}")]
    Seat(#[from] SeatError),
    /// The file holds another number of bytes than a key has.
    #[error("the key file holds {actual} bytes, a key has 32")]
    KeyLength { actual: usize },
    /// The key at hand is not the one that entry 0 names.
    #[error("the key in the file is not that of {role} in this sitting")]
    OtherKey { role: String },
}

impl From<DeviceError> for RunError {
    fn from(error: DeviceError) -> Self {
        Self::Device(Box::new(error))
    }
}

/// A card from a file whose first line is the text of its QR; what is wrong, in words.
pub fn read_card_file(look: Look, path: &Path, file: &SittingFile) -> Result<Card, String> {
    desk::read_card(look, &path.display().to_string(), &file.fingerprint.0)
}

/// Why a program could not go on, in the reader's language where there is a sentence for it.
pub fn error_words(look: Look, error: &RunError) -> String {
    let t = &look.texts().run;
    if look.lang == Lang::En {
        return error.to_string();
    }
    match error {
        RunError::Net(error) => error.sentence().0.to_owned(),
        RunError::Device(error) => error.sentence().0,
        RunError::KeyFile(error) | RunError::Vault(VaultError::File(error)) => error.zh(),
        RunError::Passphrase(error) => error.zh(),
        RunError::Prompt(error) => error.zh(),
        RunError::OtherKey { role } => fill(t.key_not_of_role, &[role]),
        RunError::Vault(error) => format!("{}（{error}）", t.vault_failed),
        RunError::Wait(error) => format!("{}（{error}）", t.waited_in_vain),
        RunError::Seat(SeatError::NotNamed) => t.seat_not_named.to_owned(),
        RunError::Seat(error) => fill(t.seat_stopped, &[&error.to_string()]),
        RunError::Key(_) | RunError::KeyLength { .. } => format!("{}（{error}）", t.key_unusable),
        RunError::Terminal(error) => format!("{}（{error}）", t.terminal_failed),
    }
}
