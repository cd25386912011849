//! The server's own certificate, and the TLS it speaks (DESIGN §6.6, §8).
//!
//! One certificate serves a sitting: its fingerprint stands in entry 0 and on every card, so it is made
//! once, kept in `tls/` of the sitting's folder, and never replaced behind anybody's back.
//!
//! Invariants
//! - TLS 1.3 alone; no tickets, no session store, no early data. A device's casting connection therefore has
//!   nothing in common with its following one (DESIGN §6.4).
//! - The key is written before the certificate, so a certificate on disk always has its key beside it, and a
//!   key alone was never published and may be replaced.
//!
//! Next: `terminal_client::net::pinning` is the other end.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::NoServerSessionStorage;
use terminal_client::keys::private_file::{self, Existing, PrivateFileError};
use terminal_client::net::pinning::CertificateFingerprint;
use zeroize::Zeroizing;

/// Folder in the sitting's folder.
pub const TLS_FOLDER: &str = "tls";
/// The certificate, public.
pub const CERTIFICATE_FILE: &str = "cert.pem";
/// Its private key, mode 0600.
pub const KEY_FILE: &str = "key.pem";
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
}

impl ServerTls {
    /// Loads the certificate from `sitting_folder/tls/`, or makes it there for `names` and [`LOCAL_NAMES`].
    ///
    /// An existing certificate is kept whatever names it has: clients trust the fingerprint, not the name.
    pub fn load_or_make(sitting_folder: &Path, names: &[String]) -> Result<Self, TlsError> {
        let folder = sitting_folder.join(TLS_FOLDER);
        if !folder.join(CERTIFICATE_FILE).exists() {
            make(sitting_folder, &folder, names)?;
        }
        Self::load(&folder)
    }

    /// SHA-256 of the certificate's DER bytes, for entry 0, cards and clients.
    pub fn fingerprint(&self) -> CertificateFingerprint {
        CertificateFingerprint::of(&self.certificate)
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

fn make(sitting_folder: &Path, folder: &Path, names: &[String]) -> Result<(), TlsError> {
    // P-256, because browsers take no Ed25519 certificates.
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    let certificate = params(names)?.self_signed(&key)?;
    fs::create_dir_all(folder)
        .and_then(|()| File::open(sitting_folder)?.sync_all())
        .map_err(|source| TlsError::Io { path: folder.to_owned(), source })?;
    // Key before certificate: see the invariants. Replacing, not reserving, so that a crash leaves no empty
    // certificate; the sitting's folder has one writer, by lock.
    let key_pem = Zeroizing::new(key.serialize_pem());
    private_file::write(&folder.join(KEY_FILE), key_pem.as_bytes(), Existing::Replace)?;
    private_file::write(&folder.join(CERTIFICATE_FILE), certificate.pem().as_bytes(), Existing::Replace)?;
    Ok(())
}

fn params(names: &[String]) -> Result<CertificateParams, TlsError> {
    let mut all: Vec<String> = LOCAL_NAMES.iter().map(ToString::to_string).collect();
    for name in names.iter().filter(|name| !LOCAL_NAMES.contains(&name.as_str())) {
        let host = rustls::pki_types::ServerName::try_from(name.as_str());
        host.map_err(|_| TlsError::Name { name: name.clone() })?;
        all.push(name.clone());
    }
    let mut params = CertificateParams::new(all)?;
    let mut subject = DistinguishedName::new();
    subject.push(DnType::CommonName, "piaojue tally server");
    params.distinguished_name = subject;
    // The pin decides and no date does: a tablet whose clock stands in the past must still connect. To 2049,
    // the last year that X.509 writes with two digits, since old devices stumble over the other form.
    params.not_before = date_time_ymd(2000, 1, 1);
    params.not_after = date_time_ymd(2049, 12, 31);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params)
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, TlsError> {
    fs::read(path).map(Zeroizing::new).map_err(|source| TlsError::Io { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{TcpListener, TcpStream};
    use std::thread;

    use rustls::client::danger::ServerCertVerifier as _;
    use rustls::pki_types::ServerName;
    use rustls::{
        ClientConfig, ClientConnection, HandshakeKind, ProtocolVersion, ServerConnection, StreamOwned,
    };
    use terminal_client::net::pinning::{PinError, client_config, pin_error};

    use super::*;

    fn made() -> (tempfile::TempDir, ServerTls) {
        let folder = tempfile::tempdir().unwrap();
        let tls =
            ServerTls::load_or_make(folder.path(), &["hall.example".into(), "192.0.2.7".into()]).unwrap();
        (folder, tls)
    }

    /// Serves `connections` connections on a loopback socket: reads four bytes, answers four.
    fn serve(config: Arc<ServerConfig>, connections: usize) -> (u16, thread::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let handle = thread::spawn(move || {
            for _ in 0..connections {
                let (socket, _) = listener.accept().unwrap();
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut stream = StreamOwned::new(connection, socket);
                let mut word = [0; 4];
                // A client that refuses the certificate hangs up here.
                if stream.read_exact(&mut word).is_ok() {
                    stream.write_all(&word).unwrap();
                    stream.conn.send_close_notify();
                    stream.flush().unwrap();
                }
            }
        });
        (port, handle)
    }

    fn talk(config: &Arc<ClientConfig>, port: u16) -> io::Result<ClientConnection> {
        let name = ServerName::try_from("another-name.example").unwrap();
        let connection = ClientConnection::new(Arc::clone(config), name).unwrap();
        let mut stream = StreamOwned::new(connection, TcpStream::connect(("127.0.0.1", port))?);
        stream.write_all(b"ping")?;
        let mut word = Vec::new();
        stream.read_to_end(&mut word)?;
        assert_eq!(word, b"ping");
        Ok(stream.conn)
    }

    #[test]
    fn the_right_pin_is_accepted_and_no_connection_resumes_another() {
        let (_folder, tls) = made();
        let (port, server) = serve(tls.config(), 2);
        let client = Arc::new(client_config(tls.fingerprint()).unwrap());
        for _ in 0..2 {
            let connection = talk(&client, port).unwrap();
            assert_eq!(connection.protocol_version(), Some(ProtocolVersion::TLSv1_3));
            assert_eq!(connection.handshake_kind(), Some(HandshakeKind::Full));
            assert_eq!(connection.tls13_tickets_received(), 0);
        }
        server.join().unwrap();
    }

    #[test]
    fn a_client_that_would_resume_is_given_nothing_to_resume_with() {
        let (_folder, tls) = made();
        let (port, server) = serve(tls.config(), 2);
        let mut eager = client_config(tls.fingerprint()).unwrap();
        eager.resumption = rustls::client::Resumption::in_memory_sessions(8);
        let eager = Arc::new(eager);
        for _ in 0..2 {
            assert_eq!(talk(&eager, port).unwrap().handshake_kind(), Some(HandshakeKind::Full));
        }
        server.join().unwrap();
    }

    #[test]
    fn the_wrong_pin_is_refused_with_both_fingerprints() {
        let (_folder, tls) = made();
        let (_other_folder, other) = made();
        let (port, server) = serve(tls.config(), 1);
        let client = Arc::new(client_config(other.fingerprint()).unwrap());
        let refused = talk(&client, port).unwrap_err();
        let error = refused.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>()).unwrap();
        let expected =
            PinError::OtherCertificate { pinned: other.fingerprint(), presented: tls.fingerprint() };
        assert_eq!(pin_error(error), Some(&expected));
        server.join().unwrap();
    }

    /// Someone who copied the public certificate but has another key must not pass for the server.
    #[test]
    fn the_right_certificate_with_another_key_is_refused() {
        let (_folder, tls) = made();
        let thief = rcgen::KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let key = PrivateKeyDer::try_from(thief.serialize_der()).unwrap();
        let provider = rustls::crypto::ring::default_provider();
        let signing = provider.key_provider.load_private_key(key).unwrap();
        let certified = rustls::sign::CertifiedKey::new(vec![tls.certificate.clone()], signing);
        let config = ServerConfig::builder_with_provider(Arc::new(provider))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(rustls::sign::SingleCertAndKey::from(certified)));
        let (port, server) = serve(Arc::new(config), 1);
        let client = Arc::new(client_config(tls.fingerprint()).unwrap());
        let refused = talk(&client, port).unwrap_err();
        let error = refused.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>()).unwrap();
        assert_eq!(
            *error,
            rustls::Error::InvalidCertificate(rustls::CertificateError::BadSignature),
            "{error:?}"
        );
        server.join().unwrap();
    }

    #[test]
    fn a_server_that_offers_only_older_tls_is_refused() {
        let (folder, tls) = made();
        let key = PrivateKeyDer::from_pem_file(folder.path().join("tls/key.pem")).unwrap();
        let old = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_protocol_versions(&[&rustls::version::TLS12])
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![tls.certificate.clone()], key)
            .unwrap();
        let (port, server) = serve(Arc::new(old), 1);
        let client = Arc::new(client_config(tls.fingerprint()).unwrap());
        let refused = talk(&client, port).unwrap_err().to_string();
        assert!(refused.contains("ProtocolVersion"), "{refused}");
        server.join().unwrap();
    }

    #[test]
    fn the_certificate_names_what_was_asked_for() {
        let (_folder, tls) = made();
        let mut roots = rustls::RootCertStore::empty();
        roots.add(tls.certificate.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = rustls::client::WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .unwrap();
        let accepts = |name: &'static str| {
            let name = ServerName::try_from(name).unwrap();
            let now = rustls::pki_types::UnixTime::now();
            verifier.verify_server_cert(&tls.certificate, &[], &name, &[], now)
        };
        for name in ["localhost", "127.0.0.1", "::1", "hall.example", "192.0.2.7"] {
            assert!(accepts(name).is_ok(), "{name}: {:?}", accepts(name));
        }
        assert!(matches!(
            accepts("other.example"),
            Err(rustls::Error::InvalidCertificate(rustls::CertificateError::NotValidForNameContext { .. }))
        ));
    }

    #[test]
    fn a_second_start_keeps_the_certificate() {
        let (folder, tls) = made();
        let again = ServerTls::load_or_make(folder.path(), &["renamed.example".into()]).unwrap();
        assert_eq!(again.fingerprint(), tls.fingerprint());
    }

    #[cfg(unix)]
    #[test]
    fn the_key_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let (folder, _tls) = made();
        let mode = fs::metadata(folder.path().join("tls/key.pem")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_crash_between_key_and_certificate_is_repaired_and_a_lost_key_is_not() {
        let (folder, tls) = made();
        fs::remove_file(folder.path().join("tls/cert.pem")).unwrap();
        let repaired = ServerTls::load_or_make(folder.path(), &[]).unwrap();
        assert_ne!(repaired.fingerprint(), tls.fingerprint());
        fs::remove_file(folder.path().join("tls/key.pem")).unwrap();
        let lost = ServerTls::load_or_make(folder.path(), &[]);
        assert!(matches!(lost, Err(TlsError::KeyMissing { .. })), "{lost:?}");
    }

    #[test]
    fn another_key_damaged_files_and_bad_names_are_refused() {
        let (folder, _tls) = made();
        let (other, _) = made();
        let key = folder.path().join("tls/key.pem");
        fs::copy(other.path().join("tls/key.pem"), &key).unwrap();
        let refused = ServerTls::load_or_make(folder.path(), &[]);
        assert!(matches!(refused, Err(TlsError::Unusable { .. })), "{refused:?}");
        fs::write(&key, "nothing").unwrap();
        let refused = ServerTls::load_or_make(folder.path(), &[]);
        assert!(matches!(refused, Err(TlsError::Pem { .. })), "{refused:?}");
        let empty = tempfile::tempdir().unwrap();
        let refused = ServerTls::load_or_make(empty.path(), &["two words".into()]);
        assert!(matches!(refused, Err(TlsError::Name { .. })), "{refused:?}");
        assert!(!empty.path().join("tls").exists(), "a refusal leaves nothing behind");
    }
}
