//! Handshakes over real sockets: the pinned client, a browser's rules, and what each refuses.
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use crate::net::pinning::{PinError, client_config, pin_error};
use rcgen::{CertifiedIssuer, KeyPair, PKCS_ECDSA_P256_SHA256};
use rustls::{ClientConfig, ClientConnection, HandshakeKind, ProtocolVersion, ServerConnection, StreamOwned};

use super::make::{authority, certificate_of};
use super::*;

fn made() -> (tempfile::TempDir, ServerTls) {
    let folder = tempfile::tempdir().unwrap();
    let tls = ServerTls::load_or_make(folder.path(), &["hall.example".into(), "192.0.2.7".into()]).unwrap();
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
    talk_to("another-name.example", config, port)
}

fn talk_to(name: &'static str, config: &Arc<ClientConfig>, port: u16) -> io::Result<ClientConnection> {
    let name = ServerName::try_from(name).unwrap();
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
    let expected = PinError::OtherCertificate { pinned: other.fingerprint(), presented: tls.fingerprint() };
    assert_eq!(pin_error(error), Some(&expected));
    server.join().unwrap();
}

/// Someone who copied the public certificate but has another key must not pass for the server.
#[test]
fn the_right_certificate_with_another_key_is_refused() {
    let (_folder, tls) = made();
    let thief = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
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

/// As a browser: chains to these roots and no other, names count.
fn browser(roots: &[CertificateDer<'static>]) -> Arc<ClientConfig> {
    let mut store = RootCertStore::empty();
    for root in roots {
        store.add(root.clone()).unwrap();
    }
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(store)
        .with_no_client_auth();
    Arc::new(config)
}

fn installed(folder: &tempfile::TempDir) -> CertificateDer<'static> {
    CertificateDer::from_pem_file(folder.path().join("tls/ca.crt")).unwrap()
}

fn why(refused: &io::Error) -> &rustls::Error {
    refused.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>()).unwrap()
}

#[test]
fn a_browser_with_the_authority_as_its_only_root_connects_by_every_name() {
    let (folder, tls) = made();
    let browser = browser(&[installed(&folder)]);
    let names = ["localhost", "127.0.0.1", "::1", "hall.example", "192.0.2.7"];
    let (port, server) = serve(tls.config(), names.len());
    for name in names {
        let connection = talk_to(name, &browser, port).unwrap();
        // The authority is installed, not sent: terminals refuse a chain.
        assert_eq!(connection.peer_certificates().unwrap().len(), 1);
        assert!(tls.is_for(name), "{name}");
    }
    server.join().unwrap();
}

#[test]
fn a_browser_refuses_another_authority_another_name_and_the_certificate_as_its_own_root() {
    let (folder, tls) = made();
    let (other, _) = made();
    let (port, server) = serve(tls.config(), 3);
    let issuer = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
    let refused = talk_to("hall.example", &browser(&[installed(&other)]), port).unwrap_err();
    assert_eq!(*why(&refused), issuer);
    let refused = talk_to("other.example", &browser(&[installed(&folder)]), port).unwrap_err();
    let name = rustls::CertificateError::NotValidForNameContext {
        expected: ServerName::try_from("other.example").unwrap(),
        presented: vec![],
    };
    let rustls::Error::InvalidCertificate(found) = why(&refused) else { panic!("{refused:?}") };
    assert_eq!(std::mem::discriminant(found), std::mem::discriminant(&name), "{found:?}");
    assert!(!tls.is_for("other.example") && !tls.is_for("192.0.2.8") && !tls.is_for("two words"));
    let refused =
        talk_to("hall.example", &browser(std::slice::from_ref(&tls.certificate)), port).unwrap_err();
    assert_eq!(*why(&refused), issuer);
    server.join().unwrap();
}

/// Whoever had the authority's key could still not speak for another name, or make an authority below.
#[test]
fn the_authority_is_good_for_the_servers_names_alone() {
    let names = ["hall.example".to_owned(), "192.0.2.7".to_owned()];
    let issuer = authority(&names, KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap()).unwrap();
    let talk_through = |issuer: &CertifiedIssuer<'_, KeyPair>, name: &'static str| {
        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let certificate = certificate_of(vec![name.to_owned()]).unwrap().signed_by(&key, issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = server_config(certificate.der().clone(), key).unwrap();
        let (port, server) = serve(Arc::new(config), 1);
        let talked = talk_to(name, &browser(&[issuer.der().clone()]), port);
        server.join().unwrap();
        talked
    };
    talk_through(&issuer, "hall.example").unwrap();
    talk_through(&issuer, "192.0.2.7").unwrap();
    for foreign in ["other.example", "192.0.2.8", "2001:db8::1"] {
        let refused = talk_through(&issuer, foreign).unwrap_err();
        let words = why(&refused).to_string();
        assert!(words.contains("NameConstraintViolation"), "{foreign}: {words}");
    }
}

#[test]
fn a_folder_with_a_certificate_that_signed_itself_still_serves_its_terminals() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("tls")).unwrap();
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let certificate = rcgen::CertificateParams::new(vec!["localhost".into()]).unwrap();
    let certificate = certificate.self_signed(&key).unwrap();
    fs::write(folder.path().join("tls/key.pem"), key.serialize_pem()).unwrap();
    fs::write(folder.path().join("tls/cert.pem"), certificate.pem()).unwrap();
    let tls = ServerTls::load_or_make(folder.path(), &[]).unwrap();
    assert_eq!(tls.fingerprint(), CertificateFingerprint::of(certificate.der()));
    assert_eq!(tls.authority(folder.path()).unwrap(), None);
    let (port, server) = serve(tls.config(), 1);
    talk(&Arc::new(client_config(tls.fingerprint()).unwrap()), port).unwrap();
    server.join().unwrap();
}

#[test]
fn another_authority_beside_the_certificate_is_found() {
    let (folder, tls) = made();
    let own = installed(&folder);
    assert_eq!(tls.authority(folder.path()).unwrap(), Some(CertificateFingerprint::of(&own)));
    let (other, _) = made();
    fs::copy(other.path().join("tls/ca.crt"), folder.path().join("tls/ca.crt")).unwrap();
    let refused = tls.authority(folder.path());
    assert!(matches!(refused, Err(TlsError::Authority { .. })), "{refused:?}");
    fs::write(folder.path().join("tls/ca.crt"), "nothing").unwrap();
    let refused = tls.authority(folder.path());
    assert!(matches!(refused, Err(TlsError::Pem { .. })), "{refused:?}");
}

#[test]
fn a_second_start_keeps_the_certificate() {
    let (folder, tls) = made();
    let again = ServerTls::load_or_make(folder.path(), &["renamed.example".into()]).unwrap();
    assert_eq!(again.fingerprint(), tls.fingerprint());
}

#[cfg(unix)]
#[test]
fn the_key_is_its_owners_alone_and_the_authoritys_key_is_nowhere() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, _tls) = made();
    let mut names = Vec::new();
    for entry in fs::read_dir(folder.path().join("tls")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.contains("PRIVATE KEY"), name == "key.pem", "{name}");
        assert_eq!(mode, if name == "ca.crt" { 0o644 } else { 0o600 }, "{name}");
        names.push(name);
    }
    names.sort();
    assert_eq!(names, ["ca.crt", "cert.pem", "key.pem"]);
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
