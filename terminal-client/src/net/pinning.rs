//! Trusting one certificate: the one whose SHA-256 stands on the card and in the sitting file (DESIGN §6.6).
//!
//! No certificate authority, no name and no date decides: a hall has no internet, tablets have wrong clocks,
//! and whoever holds the pinned key is the server. The handshake's signature is verified as ever, or a copy
//! of the public certificate would be enough to pass.
//!
//! Invariants
//! - TLS 1.3 alone, so the certificate is never sent in the clear and every connection has forward secrecy.
//! - No resumption and no early data: two connections of one device have nothing in common (DESIGN §6.4).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, ring, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, OtherError, PeerIncompatible, SignatureScheme,
};
use sha2::{Digest as _, Sha256};

/// SHA-256 of a certificate's DER bytes: what browsers show and `openssl x509 -fingerprint -sha256` prints.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CertificateFingerprint([u8; 32]);

impl CertificateFingerprint {
    /// The fingerprint of a certificate.
    pub fn of(certificate: &CertificateDer<'_>) -> Self {
        Self(Sha256::digest(certificate).into())
    }

    /// Takes the 32 bytes as they stand in entry 0.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// 64 lower-case hex characters.
impl fmt::Display for CertificateFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for CertificateFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CertificateFingerprint({self})")
    }
}

/// Why a text is not a fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum FingerprintError {
    #[error("a fingerprint has 64 hex characters, this has {actual}")]
    Length { actual: usize },
    #[error("{character:?} is no hex character")]
    Character { character: char },
}

/// Hex in either case; spaces and colons between groups, as cards and `openssl` print it, are skipped.
impl FromStr for CertificateFingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        let digits = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != ':')
            .map(|c| {
                let digit = c.to_digit(16).and_then(|d| u8::try_from(d).ok());
                digit.ok_or(FingerprintError::Character { character: c })
            })
            .collect::<Result<Vec<u8>, _>>()?;
        let (pairs, []) = digits.as_chunks::<2>() else {
            return Err(FingerprintError::Length { actual: digits.len() });
        };
        let bytes: Vec<u8> = pairs.iter().map(|[high, low]| (high << 4) | low).collect();
        let bytes = bytes.try_into().map_err(|_| FingerprintError::Length { actual: digits.len() })?;
        Ok(Self(bytes))
    }
}

/// Why the server was not believed; found inside [`rustls::Error::InvalidCertificate`] by [`pin_error`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum PinError {
    #[error("the server's certificate is {presented}, the pinned one {pinned}")]
    OtherCertificate { pinned: CertificateFingerprint, presented: CertificateFingerprint },
    #[error("the server sent {extra} certificates beside its own")]
    Chain { extra: usize },
}

/// The [`PinError`] in a failed handshake's error, if that was the cause.
pub fn pin_error(error: &rustls::Error) -> Option<&PinError> {
    match error {
        rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(source))) => {
            source.downcast_ref()
        }
        _ => None,
    }
}

/// A client configuration that talks to the holder of the pinned certificate's key and nobody else.
pub fn client_config(pinned: CertificateFingerprint) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let verifier = PinnedCertificate::new(pinned, &provider);
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    config.enable_early_data = false;
    // A name would be sent in the clear and tell the hall's network nothing it should know.
    config.enable_sni = false;
    Ok(config)
}

#[derive(Debug)]
struct PinnedCertificate {
    pinned: CertificateFingerprint,
    algorithms: WebPkiSupportedAlgorithms,
}

impl PinnedCertificate {
    fn new(pinned: CertificateFingerprint, provider: &CryptoProvider) -> Self {
        Self { pinned, algorithms: provider.signature_verification_algorithms }
    }
}

impl ServerCertVerifier for PinnedCertificate {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let refused = |error: PinError| {
            rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(error))))
        };
        let presented = CertificateFingerprint::of(end_entity);
        if presented != self.pinned {
            return Err(refused(PinError::OtherCertificate { pinned: self.pinned, presented }));
        }
        if !intermediates.is_empty() {
            return Err(refused(PinError::Chain { extra: intermediates.len() }));
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        // Not offered, so a server that gets here broke the protocol.
        Err(PeerIncompatible::ServerDoesNotSupportTls12Or13.into())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

// Handshakes over a real socket are in the server's tests (`tls`), which can make certificates.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_reads_back_as_printed_and_as_grouped() {
        let fingerprint = CertificateFingerprint::of(&CertificateDer::from(b"abc".to_vec()));
        // FIPS 180-4's example.
        let printed = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(fingerprint.to_string(), printed);
        assert_eq!(printed.parse(), Ok(fingerprint));
        let pairs: Vec<&str> =
            printed.as_bytes().chunks(2).map(|p| std::str::from_utf8(p).unwrap()).collect();
        assert_eq!(pairs.join(":").to_uppercase().parse(), Ok(fingerprint));
        assert_eq!(pairs.join(" ").parse(), Ok(fingerprint));
    }

    #[test]
    fn other_texts_are_no_fingerprints() {
        let parse = |text: &str| text.parse::<CertificateFingerprint>();
        assert_eq!(parse(""), Err(FingerprintError::Length { actual: 0 }));
        assert_eq!(parse(&"a".repeat(63)), Err(FingerprintError::Length { actual: 63 }));
        assert_eq!(parse(&"a".repeat(66)), Err(FingerprintError::Length { actual: 66 }));
        assert_eq!(parse("票"), Err(FingerprintError::Character { character: '票' }));
    }

    #[test]
    fn the_pin_decides_and_not_the_chain() {
        let certificate = CertificateDer::from(b"one".to_vec());
        let other = CertificateDer::from(b"two".to_vec());
        let pinned = CertificateFingerprint::of(&certificate);
        let verifier = PinnedCertificate::new(pinned, &ring::default_provider());
        let name = ServerName::try_from("hall.example").unwrap();
        let verify = |end: &CertificateDer<'_>, chain: &[CertificateDer<'_>]| {
            verifier.verify_server_cert(end, chain, &name, &[], UnixTime::now()).map(|_| ())
        };
        assert!(verify(&certificate, &[]).is_ok());
        let refused = verify(&other, std::slice::from_ref(&certificate)).unwrap_err();
        let presented = CertificateFingerprint::of(&other);
        assert_eq!(pin_error(&refused), Some(&PinError::OtherCertificate { pinned, presented }));
        let refused = verify(&certificate, &[other]).unwrap_err();
        assert_eq!(pin_error(&refused), Some(&PinError::Chain { extra: 1 }));
    }
}
