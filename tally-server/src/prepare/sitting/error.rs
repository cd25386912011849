//! Why a sitting was not made; nothing is left on disk then.

use std::io;
use std::path::PathBuf;

use audit::checkpoint::CheckpointError;
use audit::entry::LineError;
use audit::entry::payload::PayloadError;
use audit::fold::Refusal;
use audit::note::NoteError;
use audit::policy::{PolicyUrlError, SittingPolicyError};
use audit::wire::TextError;
use crypto::card::CardError;
use crypto::ceremony::CeremonyError;
use crypto::signature::SignatureError;
use terminal_client::keys::{PrivateFileError, SecretFileError};
use terminal_client::sitting_file::SittingFileError;

use super::Holder;
use crate::folder::keys::KeysError;
use crate::prepare::cards;
use crate::publish::PublishError;
use crate::store::StoreError;
use terminal_client::net::server_tls::TlsError;

/// Why a sitting was not made.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum SittingError {
    /// Also for an empty folder: what lies where a sitting should be is somebody's.
    #[error("{} exists already; nothing was changed", path.display())]
    Exists { path: PathBuf },
    #[error("scrutineers: {0}")]
    Scrutineers(CeremonyError),
    #[error("no passphrase for the key of {}", holder.file_stem())]
    NoPassphrase { holder: Holder },
    /// What the fold would refuse of any server.
    #[error("{kind}: {}", refusal.en())]
    Refused { kind: &'static str, refusal: Refusal },
    #[error("{kind}: {source}")]
    Line { kind: &'static str, source: LineError },
    #[error("{kind}: {source}")]
    Payload { kind: &'static str, source: PayloadError },
    #[error("an entry cannot be encoded: {0}")]
    Encode(#[from] serde_json::Error),
    #[error(transparent)]
    Text(#[from] TextError),
    #[error("the key name of a witness: {0}")]
    WitnessName(#[from] audit::note::KeyNameError),
    #[error("a number is too large for an entry")]
    Number,
    #[error("the operating system gave no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
    #[error("a key: {0}")]
    Key(#[from] SignatureError),
    #[error("a card: {0}")]
    Card(#[from] CardError),
    #[error(transparent)]
    Page(#[from] cards::CardError),
    #[error("the checkpoint: {0}")]
    Note(#[from] NoteError),
    #[error("the checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    #[error("the entries begin without the sitting's definition")]
    NotDefined,
    #[error("the policy: {0}")]
    Policy(#[from] SittingPolicyError),
    #[error("the policy: {0}")]
    PolicyUrl(#[from] PolicyUrlError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error(transparent)]
    Keys(#[from] KeysError),
    #[error(transparent)]
    SecretFile(#[from] SecretFileError),
    #[error(transparent)]
    PrivateFile(#[from] PrivateFileError),
    #[error(transparent)]
    SittingFile(#[from] SittingFileError),
    #[error("a settings file cannot be written: {0}")]
    Toml(#[from] toml::ser::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Publish(#[from] PublishError),
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

impl SittingError {
    /// In Chinese, for the screen; the English detail where it names a file or a library's reason.
    pub fn zh(&self) -> String {
        match self {
            Self::Exists { path } => format!("{} 已经存在，没有改动", path.display()),
            Self::Scrutineers(_) => "监票人须 2 至 9 人，解密所需人数须在 2 与总人数之间".into(),
            Self::NoPassphrase { holder } => format!("没有给出{}密钥的口令", holder.zh()),
            Self::Refused { kind, refusal } => format!("{kind}：{}", refusal.zh()),
            Self::SecretFile(error) => error.zh(),
            Self::Io { path, source } => format!("{}：{source}", path.display()),
            other => format!("没有建成：{other}"),
        }
    }
}
