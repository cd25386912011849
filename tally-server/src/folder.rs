//! A sitting's folder: everything that the tally server keeps on disk, and where (DESIGN §8).
//!
//! ```text
//! sitting.toml                  what clients need: name, address, fingerprints, mode. Public, handed out
//! server.toml                   settings of the server; optional
//! keys/server.age               log key, act key, storage key, under a passphrase (`keys`)
//! tls/                          the certificate and its key (`terminal_client::net::server_tls`)
//! log/                          the entries and the persisted checkpoint (`crate::store`)
//! box/                          ballot boxes of contests that are not closed (`crate::ballot_box`)
//! stamps/contest-<n>.sealed     a stamp key under the storage key, until its box was opened (`stamps`)
//! policy                        whose signatures count, with URLs; optional. Public
//! published/                    the whole log, for anyone to copy (`crate::publish`)
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
use serde::Deserialize;
use terminal_client::sitting_file::{SITTING_FILE, SittingFile, SittingFileError};

use crate::publish::POLICY_FILE;
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
    #[error("{}: {source}", path.display())]
    Sitting { path: PathBuf, source: SittingFileError },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("entry 0 is refused: {0}")]
    EntryZero(Refusal),
    #[error("entry 0 names the origin {actual}, the sitting file {expected}")]
    Origin { expected: String, actual: String },
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
        self.path.join(SITTING_FILE)
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

    /// `policy`.
    pub fn policy(&self) -> PathBuf {
        self.path.join(POLICY_FILE)
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
        SittingFile::read(&path).map_err(|source| FolderError::Sitting { path, source })
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

    #[test]
    fn a_folder_without_a_sitting_file_says_where_it_looked() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::new(place.path());
        let refused = folder.read_sitting();
        assert!(matches!(&refused, Err(FolderError::Sitting { path, .. }) if *path == folder.sitting_path()));
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
