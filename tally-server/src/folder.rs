//! A sitting's folder: everything that the tally server keeps on disk, and where (DESIGN §8).
//!
//! ```text
//! sitting.toml                  what clients need: name, address, fingerprints, mode. Public, handed out
//! server.toml                   settings of the server; optional
//! keys/server.age               log key, act key, storage key, under a passphrase (`keys`)
//! tls/                          the certificate and its key (`crate::tls`)
//! log/                          the entries and the persisted checkpoint (`crate::store`)
//! box/                          ballot boxes of contests that are not closed (`crate::ballot_box`)
//! stamps/contest-<n>.sealed     a stamp key under the storage key, until its box was opened (`stamps`)
//! published/                    log.jsonl, checkpoint, fingerprint: what anyone may copy (`crate::publish`)
//! ```
//!
//! Invariants
//! - The log is the only truth: everything else here is a secret, can be rebuilt from the log, or is checked against it.
//! - Nothing in the folder is written by two processes: the log's lock is taken before anything is changed.

pub mod keys;
pub mod stamps;

use std::fs::File;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use audit::entry::{Line, fingerprint, first_prev};
use audit::fingerprint::Fingerprint;
use audit::fold::{Refusal, State};
use serde::{Deserialize, Serialize};
use terminal_client::keys::private_file::{self, Existing, PrivateFileError};
use terminal_client::net::pinning::CertificateFingerprint;

use crate::store::{SegmentStore, Store as _, StoreError};

/// Where the server listens when nothing else is said.
pub const ADDRESS_DEFAULT: &str = "0.0.0.0:7443";
/// How long return slips are waited for, in seconds, when nothing else is said.
pub const SLIP_WINDOW_SECONDS_DEFAULT: u64 = 10;
/// Slips are waited for at least so long, so that a device can put back a ballot that the box lost.
pub const SLIP_WINDOW_MIN: Duration = Duration::from_secs(1);
/// Longest settings or sitting file in bytes.
const TOML_BYTES_MAX: u64 = 64 * 1024;

/// Why the folder is not as it should be.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum FolderError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("{} is longer than {TOML_BYTES_MAX} bytes", path.display())]
    TooLong { path: PathBuf },
    #[error("{}: {reason}", path.display())]
    Toml { path: PathBuf, reason: String },
    #[error(transparent)]
    Write(#[from] PrivateFileError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("entry 0 is refused: {0}")]
    EntryZero(Refusal),
    #[error("entry 0 names the origin {actual}, the sitting file {expected}")]
    Origin { expected: String, actual: String },
}

/// Real or rehearsal, as in entry 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SittingMode {
    /// 正式.
    Real,
    /// 演练.
    Rehearsal,
}

/// `sitting.toml`: what a client must know before it can trust anything. Handed out on paper, stick or card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SittingFile {
    /// The congress and session, as people say it.
    pub name: String,
    /// Real or rehearsal.
    pub mode: SittingMode,
    /// The log's name for ever (protocol.md §2.5).
    pub origin: String,
    /// Host and port at which devices find the server.
    pub server: String,
    /// SHA-256 of the server's certificate, 64 hexadecimal digits.
    pub tls: String,
    /// SHA-256 of entry 0, 64 hexadecimal digits.
    pub fingerprint: String,
}

impl SittingFile {
    /// The certificate that clients pin.
    pub fn certificate(&self) -> Result<CertificateFingerprint, String> {
        self.tls.parse().map_err(|error| format!("tls: {error}"))
    }

    /// The sitting's fingerprint.
    pub fn sitting(&self) -> Result<Fingerprint, String> {
        self.fingerprint.parse().map_err(|error| format!("fingerprint: {error}"))
    }
}

/// `server.toml`: settings that decide nothing about the result.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where to listen.
    pub address: SocketAddr,
    /// How long return slips are waited for after `contest_ended`, in seconds, at least 1.
    pub slip_window_seconds: u64,
}

impl Default for Settings {
    fn default() -> Self {
        let any = SocketAddr::from(([0, 0, 0, 0], 7443));
        Self {
            address: ADDRESS_DEFAULT.parse().unwrap_or(any),
            slip_window_seconds: SLIP_WINDOW_SECONDS_DEFAULT,
        }
    }
}

impl Settings {
    /// The slip window, never below [`SLIP_WINDOW_MIN`].
    pub fn slip_window(&self) -> Duration {
        Duration::from_secs(self.slip_window_seconds).max(SLIP_WINDOW_MIN)
    }
}

/// A sitting's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Names the folder; reads nothing.
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// The folder itself: the store, the box and TLS find their own parts of it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// `sitting.toml`.
    pub fn sitting_path(&self) -> PathBuf {
        self.path.join("sitting.toml")
    }

    /// `server.toml`.
    pub fn settings_path(&self) -> PathBuf {
        self.path.join("server.toml")
    }

    /// `keys/server.age`.
    pub fn keys_path(&self) -> PathBuf {
        self.path.join("keys").join("server.age")
    }

    /// `published/`.
    pub fn published(&self) -> PathBuf {
        self.path.join("published")
    }

    /// `box/contest-<n>.box`.
    pub fn box_path(&self, contest: u64) -> PathBuf {
        self.path.join("box").join(format!("contest-{contest}.box"))
    }

    /// `stamps/`.
    pub fn stamps(&self) -> PathBuf {
        self.path.join("stamps")
    }

    /// Reads `sitting.toml`.
    pub fn read_sitting(&self) -> Result<SittingFile, FolderError> {
        let path = self.sitting_path();
        let sitting: SittingFile = read_toml(&path)?;
        let bad = |reason| FolderError::Toml { path: path.clone(), reason };
        sitting.certificate().map_err(bad)?;
        sitting.sitting().map_err(bad)?;
        Ok(sitting)
    }

    /// Writes `sitting.toml`, durably.
    pub fn write_sitting(&self, sitting: &SittingFile) -> Result<(), FolderError> {
        let path = self.sitting_path();
        let toml = toml::to_string(sitting)
            .map_err(|error| FolderError::Toml { path: path.clone(), reason: error.to_string() })?;
        Ok(private_file::write(&path, toml.as_bytes(), Existing::Replace)?)
    }

    /// Reads `server.toml`; the defaults where there is none.
    pub fn read_settings(&self) -> Result<Settings, FolderError> {
        let path = self.settings_path();
        if path.exists() { read_toml(&path) } else { Ok(Settings::default()) }
    }

    /// Makes a new log with entry 0, durable when it returns. Refused where a log exists.
    pub fn found(&self, origin: &str, entry_0: &Line) -> Result<Fingerprint, FolderError> {
        let mut state = State::new();
        state.apply(entry_0).map_err(FolderError::EntryZero)?;
        let actual = state.sitting().map(|sitting| sitting.definition.origin.as_str()).unwrap_or_default();
        if actual != origin {
            return Err(FolderError::Origin { expected: origin.to_owned(), actual: actual.to_owned() });
        }
        let mut store = SegmentStore::create(&self.path, first_prev(origin))?;
        store.append(0, &[entry_0.bytes().to_vec()])?;
        Ok(Fingerprint(fingerprint(entry_0.bytes())))
    }
}

fn read_toml<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T, FolderError> {
    use std::io::Read as _;
    let failed = |source| FolderError::Io { path: path.to_owned(), source };
    let mut text = String::new();
    File::open(path).map_err(failed)?.take(TOML_BYTES_MAX + 1).read_to_string(&mut text).map_err(failed)?;
    if text.len() as u64 > TOML_BYTES_MAX {
        return Err(FolderError::TooLong { path: path.to_owned() });
    }
    toml::from_str(&text)
        .map_err(|error| FolderError::Toml { path: path.to_owned(), reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sitting() -> SittingFile {
        SittingFile {
            name: "某县第十八届人民代表大会第三次会议".into(),
            mode: SittingMode::Rehearsal,
            origin: "vote.example/2026".into(),
            server: "192.0.2.1:7443".into(),
            tls: "ab".repeat(32),
            fingerprint: "cd".repeat(32),
        }
    }

    #[test]
    fn the_sitting_file_is_read_as_it_was_written() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        folder.write_sitting(&sitting()).unwrap();
        assert_eq!(folder.read_sitting().unwrap(), sitting());
    }

    #[test]
    fn a_sitting_file_with_a_wrong_fingerprint_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        folder.write_sitting(&SittingFile { fingerprint: "cd".repeat(31), ..sitting() }).unwrap();
        assert!(
            matches!(folder.read_sitting(), Err(FolderError::Toml { reason, .. }) if reason.starts_with("fingerprint"))
        );
        std::fs::write(folder.sitting_path(), "name = 'x'\nsecret = 1\n").unwrap();
        assert!(matches!(folder.read_sitting(), Err(FolderError::Toml { .. })));
    }

    #[test]
    fn settings_have_defaults_and_refuse_what_they_do_not_know() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        assert_eq!(folder.read_settings().unwrap(), Settings::default());
        std::fs::write(folder.settings_path(), "slip_window_seconds = 0\n").unwrap();
        assert_eq!(folder.read_settings().unwrap().slip_window(), SLIP_WINDOW_MIN);
        std::fs::write(folder.settings_path(), "slip_windows = 3\n").unwrap();
        assert!(matches!(folder.read_settings(), Err(FolderError::Toml { .. })));
    }
}
