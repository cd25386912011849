//! A server's own certificate, and the TLS it speaks (DESIGN §6.6, §8): the tally server's, and that of a scrutineer's machine
//! that serves pages.
//!
//! One certificate serves a sitting: its fingerprint stands in the sitting file and on every card, so it is made
//! once, kept in `tls/` of the sitting's folder, and never replaced behind anybody's back. Beside it lies the certificate of the
//! authority that signed it, for browsers; a folder of an older version has none, and its certificate is its own.
//!
//! Invariants
//! - TLS 1.3 alone; no tickets, no session store, no early data. A device's casting connection therefore has
//!   nothing in common with its following one (DESIGN §6.4).
//! - Only the certificate itself is sent, no chain: terminals refuse more ([`super::pinning`]), browsers have the authority.
//! - The certificate is written last, so one on disk always has its key and its authority beside it, and those
//!   without it were never published and may be replaced.
//!
//! Next: `make` makes them; [`super::pinning`] is the other end.

mod make;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::ServerCertVerifier as _;
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::{NoServerSessionStorage, ParsedCertificate};
use rustls::{RootCertStore, ServerConfig};
use zeroize::Zeroizing;

use super::pinning::CertificateFingerprint;
use crate::keys::private_file::PrivateFileError;

/// Folder in the sitting's folder.
pub const TLS_FOLDER: &str = "tls";
/// The certificate, public.
pub const CERTIFICATE_FILE: &str = "cert.pem";
/// Its private key, mode 0600.
pub const KEY_FILE: &str = "key.pem";
/// The certificate of the authority that signed it, for browsers to be given. PEM; tablets want this ending.
pub const AUTHORITY_FILE: &str = "ca.crt";
/// Names and addresses that always reach a server on this machine.
pub const LOCAL_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// The certificate, its fingerprint, and the configuration that serves it.
#[derive(Clone, Debug)]
pub struct ServerTls {
    certificate: CertificateDer<'static>,
    config: Arc<ServerConfig>,
}

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum TlsError {
    #[error("{name:?} is neither a host name nor an address")]
    Name { name: String },
    #[error("the certificate could not be made: {0}")]
    Make(#[from] rcgen::Error),
    #[error(transparent)]
    Write(#[from] PrivateFileError),
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
    #[error("{path} is not the PEM file that was written: {reason}")]
    Pem { path: PathBuf, reason: String },
    /// The fingerprint may be on printed cards, so no other certificate is made in its place.
    #[error("{certificate} has lost its key {key}; restore it from the backup")]
    KeyMissing { certificate: PathBuf, key: PathBuf },
    #[error("certificate and key in {folder} do not fit: {source}")]
    Unusable { folder: PathBuf, source: rustls::Error },
    /// Browsers that have this authority would not believe the server.
    #[error("{path} is not the authority of the certificate beside it: {source}")]
    Authority { path: PathBuf, source: rustls::Error },
}

impl ServerTls {
    /// Loads the certificate from `sitting_folder/tls/`, or makes it there for `names` and [`LOCAL_NAMES`].
    ///
    /// An existing certificate is kept whatever names it has: clients trust the fingerprint, not the name.
    pub fn load_or_make(sitting_folder: &Path, names: &[String]) -> Result<Self, TlsError> {
        let folder = sitting_folder.join(TLS_FOLDER);
        if !folder.join(CERTIFICATE_FILE).exists() {
            make::make(sitting_folder, &folder, names)?;
        }
        Self::load(&folder)
    }

    /// SHA-256 of the certificate's DER bytes, for entry 0, cards and clients.
    pub fn fingerprint(&self) -> CertificateFingerprint {
        CertificateFingerprint::of(&self.certificate)
    }

    /// The authority in `sitting_folder/tls/`, as browsers are given it: its fingerprint. `None` where the certificate is its own.
    pub fn authority(&self, sitting_folder: &Path) -> Result<Option<CertificateFingerprint>, TlsError> {
        let path = sitting_folder.join(TLS_FOLDER).join(AUTHORITY_FILE);
        if !path.exists() {
            return Ok(None);
        }
        let authority = CertificateDer::from_pem_slice(&read(&path)?)
            .map_err(|e| TlsError::Pem { path: path.clone(), reason: e.to_string() })?;
        let foreign = |source| TlsError::Authority { path: path.clone(), source };
        let mut roots = RootCertStore::empty();
        roots.add(authority.clone()).map_err(foreign)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .map_err(|error| foreign(rustls::Error::General(error.to_string())))?;
        let here = ServerName::try_from(LOCAL_NAMES[0])
            .map_err(|error| foreign(rustls::Error::General(error.to_string())))?;
        // As a browser on this machine would.
        verifier.verify_server_cert(&self.certificate, &[], &here, &[], UnixTime::now()).map_err(foreign)?;
        Ok(Some(CertificateFingerprint::of(&authority)))
    }

    /// Whether a browser that asks for this name or address would find it in the certificate.
    pub fn is_for(&self, name: &str) -> bool {
        let Ok(name) = ServerName::try_from(name) else { return false };
        ParsedCertificate::try_from(&self.certificate)
            .is_ok_and(|certificate| verify_server_name(&certificate, &name).is_ok())
    }

    /// What an acceptor needs.
    pub fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }

    fn load(folder: &Path) -> Result<Self, TlsError> {
        let (certificate_path, key_path) = (folder.join(CERTIFICATE_FILE), folder.join(KEY_FILE));
        let certificate_pem = read(&certificate_path)?;
        let certificate = CertificateDer::from_pem_slice(&certificate_pem)
            .map_err(|e| TlsError::Pem { path: certificate_path.clone(), reason: e.to_string() })?;
        let key_pem = match read(&key_path) {
            Err(TlsError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                return Err(TlsError::KeyMissing { certificate: certificate_path, key: key_path });
            }
            other => other?,
        };
        let key = PrivateKeyDer::from_pem_slice(&key_pem)
            .map_err(|e| TlsError::Pem { path: key_path, reason: e.to_string() })?;
        let config = server_config(certificate.clone(), key)
            .map_err(|source| TlsError::Unusable { folder: folder.to_owned(), source })?;
        Ok(Self { certificate, config: Arc::new(config) })
    }
}

fn server_config(
    certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
) -> Result<ServerConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)?;
    config.send_tls13_tickets = 0;
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.max_early_data_size = 0;
    // WebSocket upgrades need HTTP/1.1; a browser offered HTTP/2 would take it.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, TlsError> {
    fs::read(path).map(Zeroizing::new).map_err(|source| TlsError::Io { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests;
