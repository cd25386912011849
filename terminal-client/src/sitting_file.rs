//! `sitting.toml`: which sitting this is and which server keeps it, as a client is told beforehand.
//!
//! ```text
//! name = "安丘市第十九届人民代表大会第三次会议"
//! mode = "real"                      # or "rehearsal"
//! server = "192.168.1.10:8443"
//! tls = "<64 hex digits>"            SHA-256 of the server's certificate
//! fingerprint = "<64 hex digits>"    SHA-256 of entry 0
//! origin = "anqiu.example/2026-3"
//! ```
//!
//! Invariants
//! - All trust of a client starts with `fingerprint`: compare it with the printed programme, not with the server's word.
//! - Nothing in it is secret; unknown fields are refused, so a misspelt pin is never silently absent.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use audit::entry::preparation::Mode;
use audit::fingerprint::{Fingerprint, NotAFingerprint};
use audit::note::{KeyName, KeyNameError};
use audit::wire::{Text, TextError};
use serde::{Deserialize, Serialize};

use crate::keys::private_file::{self, Existing, PrivateFileError};
use crate::net::pinning::{CertificateFingerprint, FingerprintError};

/// The name that the file has in a sitting's folder.
pub const SITTING_FILE: &str = "sitting.toml";
/// Longest file that is read, in bytes.
pub const SITTING_FILE_BYTES_MAX: u64 = 16 * 1024;

/// What a client knows before it connects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SittingFile {
    /// The name that people know the sitting by.
    pub name: Text,
    /// Real, or a rehearsal.
    pub mode: Mode,
    /// Where the server listens.
    pub server: ServerAddress,
    /// SHA-256 of the server's certificate.
    pub tls: CertificateFingerprint,
    /// SHA-256 of entry 0.
    pub fingerprint: Fingerprint,
    /// The log's name: the first line of every checkpoint.
    pub origin: KeyName,
}

/// `host:port`: a name or an address (IPv6 in brackets), and a port above 0.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ServerAddress(String);

/// Not `host:port`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the server is given as host:port, with a port from 1 to 65535")]
pub struct NotAnAddress;

impl ServerAddress {
    /// `host:port`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ServerAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let (host, port) = text.rsplit_once(':').ok_or(NotAnAddress)?;
        let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let host_is_good = match inner {
            Some(inner) => inner.parse::<std::net::Ipv6Addr>().is_ok(),
            None => {
                !host.is_empty()
                    && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
            }
        };
        let port_is_good =
            port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0);
        if host_is_good && port_is_good { Ok(Self(text.to_owned())) } else { Err(NotAnAddress) }
    }
}

/// Why there is no sitting file.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum SittingFileError {
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("more than {SITTING_FILE_BYTES_MAX} bytes")]
    TooLong,
    /// Not TOML of the six fields; the message names place and field.
    #[error("{message}")]
    Toml { message: String },
    #[error("name: {0}")]
    Name(#[source] TextError),
    #[error("server: {0}")]
    Server(#[from] NotAnAddress),
    #[error("tls: {0}")]
    Tls(#[from] FingerprintError),
    #[error("fingerprint: {0}")]
    Fingerprint(#[from] NotAFingerprint),
    #[error("origin: {0}")]
    Origin(#[from] KeyNameError),
    #[error(transparent)]
    Write(#[from] PrivateFileError),
}

/// The file's fields as they are written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    name: String,
    mode: Mode,
    server: String,
    tls: String,
    fingerprint: String,
    origin: String,
}

impl SittingFile {
    /// Reads and checks the text of a file.
    pub fn parse(text: &str) -> Result<Self, SittingFileError> {
        let document: Document =
            toml::from_str(text).map_err(|error| SittingFileError::Toml { message: error.to_string() })?;
        Ok(Self {
            name: document.name.parse().map_err(SittingFileError::Name)?,
            mode: document.mode,
            server: document.server.parse()?,
            tls: document.tls.parse()?,
            fingerprint: document.fingerprint.parse()?,
            origin: document.origin.parse()?,
        })
    }

    /// The text of the file.
    pub fn to_toml(&self) -> Result<String, SittingFileError> {
        let document = Document {
            name: self.name.as_str().to_owned(),
            mode: self.mode,
            server: self.server.as_str().to_owned(),
            tls: self.tls.to_string(),
            fingerprint: self.fingerprint.to_hex(),
            origin: self.origin.as_str().to_owned(),
        };
        toml::to_string(&document).map_err(|error| SittingFileError::Toml { message: error.to_string() })
    }

    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, SittingFileError> {
        let read = |source| SittingFileError::Read { path: path.to_owned(), source };
        let mut text = String::new();
        let mut limited = File::open(path).map_err(read)?.take(SITTING_FILE_BYTES_MAX.saturating_add(1));
        limited.read_to_string(&mut text).map_err(read)?;
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > SITTING_FILE_BYTES_MAX {
            return Err(SittingFileError::TooLong);
        }
        Self::parse(&text)
    }

    /// Writes a file, whole and durable; everyone may read it. One that is there is kept and refused.
    pub fn write(&self, path: &Path) -> Result<(), SittingFileError> {
        private_file::write(path, self.to_toml()?.as_bytes(), Existing::Keep)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let public = std::fs::Permissions::from_mode(0o644);
            let step = "let others read it";
            std::fs::set_permissions(path, public).map_err(|source| PrivateFileError::Io {
                path: path.to_owned(),
                step,
                source,
            })?;
        }
        Ok(())
    }

    /// Whether this is a rehearsal 演练.
    pub fn is_rehearsal(&self) -> bool {
        self.mode == Mode::Rehearsal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> SittingFile {
        SittingFile {
            name: "某县第十九届人民代表大会第三次会议".parse().unwrap(),
            mode: Mode::Rehearsal,
            server: "192.168.1.10:8443".parse().unwrap(),
            tls: CertificateFingerprint::from_bytes([0xab; 32]),
            fingerprint: Fingerprint([0xcd; 32]),
            origin: "county.example/2026-3".parse().unwrap(),
        }
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(SITTING_FILE);
        file().write(&path).unwrap();
        assert_eq!(SittingFile::read(&path).unwrap(), file());
        let again = file().write(&path);
        assert!(matches!(again, Err(SittingFileError::Write(PrivateFileError::Exists { .. }))), "{again:?}");
    }

    #[test]
    fn every_wrong_field_is_named() {
        let text = file().to_toml().unwrap();
        let with = |from: &str, to: &str| {
            assert!(text.contains(from), "{from}");
            SittingFile::parse(&text.replacen(from, to, 1)).unwrap_err()
        };
        assert!(matches!(with("8443", "0"), SittingFileError::Server(_)));
        assert!(matches!(with("abab", "ab"), SittingFileError::Tls(_)));
        assert!(matches!(with("cdcd", "cdcg"), SittingFileError::Fingerprint(_)));
        assert!(matches!(with("county.example", "county example"), SittingFileError::Origin(_)));
        assert!(matches!(with("某县", "\\u202e"), SittingFileError::Name(_)));
        assert!(matches!(with("rehearsal", "trial"), SittingFileError::Toml { .. }));
        assert!(matches!(with("fingerprint", "fingerprints"), SittingFileError::Toml { .. }));
        let long = format!("{text}{}", "#".repeat(20_000));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("long.toml");
        std::fs::write(&path, long).unwrap();
        assert!(matches!(SittingFile::read(&path), Err(SittingFileError::TooLong)));
        let missing = SittingFile::read(&folder.path().join("no.toml"));
        assert!(matches!(missing, Err(SittingFileError::Read { .. })));
    }

    #[test]
    fn an_address_is_a_host_and_a_port() {
        for good in ["localhost:1", "10.0.0.1:65535", "[::1]:8443", "tally-1.hall.example:443"] {
            assert_eq!(good.parse::<ServerAddress>().map(|address| address.to_string()), Ok(good.to_owned()));
        }
        for bad in [
            "",
            "host",
            ":1",
            "host:",
            "host:0",
            "host:65536",
            "host:+1",
            "ho st:1",
            "::1:80",
            "[::1:80",
            "a/b:1",
            "a@b:1",
        ] {
            assert_eq!(bad.parse::<ServerAddress>(), Err(NotAnAddress), "{bad}");
        }
    }
}
