//! A published log on a web server (feature `online`).
//!
//! No certificate is asked for: whoever answers, nothing is believed but what the log's key signed, and all of it is public. A
//! lying network can withhold and delay, as it can with any certificate. Redirections are not followed.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper::body::{Body as _, Incoming};
use hyper::client::conn::http1::{Builder, SendRequest};
use hyper::{Request, Response, StatusCode, Uri, header};
use hyper_util::rt::TokioIo;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::{Source, SourceError};
use crate::tiles::Tile;
use crate::verify::CHECKPOINT_FILE;

/// Longest head of a response, in bytes.
const HEAD_BYTES_MAX: usize = 16 * 1024;

/// How long is waited.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a connection, for the head of an answer, and between two pieces of its body.
    pub silence: Duration,
    /// For one whole file.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { silence: Duration::from_secs(15), whole: Duration::from_mins(3) }
    }
}

/// Why a text is no address of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not http://host[:port][/path] or https://host[:port][/path]")]
pub struct NotAnAddress;

/// `http://host:port/prefix`, without query and user.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Address {
    tls: bool,
    /// As in a URL: an IPv6 address in brackets.
    host: String,
    port: u16,
    /// Without a slash at its end.
    prefix: String,
}

impl std::str::FromStr for Address {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let uri: Uri = text.parse().map_err(|_| NotAnAddress)?;
        let tls = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(NotAnAddress),
        };
        let authority = uri.authority().ok_or(NotAnAddress)?;
        if authority.as_str().contains('@') || authority.host().is_empty() || uri.query().is_some() {
            return Err(NotAnAddress);
        }
        let port = match authority.port() {
            Some(port) => Some(port.as_u16()).filter(|port| *port > 0).ok_or(NotAnAddress)?,
            None if tls => 443,
            None => 80,
        };
        let prefix = uri.path().trim_end_matches('/').to_owned();
        Ok(Self { tls, host: authority.host().to_owned(), port, prefix })
    }
}

/// A log at an address; one connection, made again when it breaks.
pub struct HttpSource {
    address: Address,
    patience: Patience,
    tls: TlsConnector,
    runtime: Runtime,
    connection: Option<SendRequest<String>>,
}

impl HttpSource {
    /// A source that connects when it is first asked.
    pub fn new(url: &str, patience: Patience) -> Result<Self, NotAnAddress> {
        let address = url.parse()?;
        // A runtime of this one thread: whoever asks waits for the answer.
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|_| NotAnAddress)?;
        let tls = TlsConnector::from(Arc::new(client_config().map_err(|_| NotAnAddress)?));
        Ok(Self { address, patience, tls, runtime, connection: None })
    }

    /// The file at `path` below the address; `None` where there is none.
    pub fn get(&mut self, path: &str, bytes_max: usize) -> Result<Option<Vec<u8>>, SourceError> {
        let Self { address, patience, tls, runtime, connection } = self;
        let got = runtime.block_on(async {
            // A server may close a connection that rested: then once more, on a fresh one.
            if let Some(mut sender) = connection.take()
                && sender.ready().await.is_ok()
                && let Ok(head) = ask(&mut sender, address, path, *patience).await
            {
                *connection = Some(sender);
                return body(head, bytes_max, *patience).await;
            }
            let mut sender = dial(address, tls, *patience).await?;
            let head = ask(&mut sender, address, path, *patience).await?;
            *connection = Some(sender);
            body(head, bytes_max, *patience).await
        });
        if got.is_err() {
            // What is left of an answer must not be taken for the next.
            self.connection = None;
        }
        got
    }
}

/// What was answered to a POST, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Of HTTP.
    pub status: u16,
    /// As the answer names it; empty where it names none.
    pub content_type: String,
    /// At most as long as was allowed.
    pub body: Vec<u8>,
}

impl HttpSource {
    /// Posts a text to `path` below the address, on a connection of its own: what is asked of a witness may be asked again.
    pub fn post(&mut self, path: &str, text: String, bytes_max: usize) -> Result<Posted, SourceError> {
        let Self { address, patience, tls, runtime, .. } = self;
        runtime.block_on(async {
            let mut sender = dial(address, tls, *patience).await?;
            let request = Request::post(format!("{}/{path}", address.prefix))
                .header(header::HOST, format!("{}:{}", address.host, address.port))
                .header(header::CONTENT_TYPE, "text/plain; charset=utf-8")
                .body(text)
                .map_err(|error| SourceError::Other { message: error.to_string() })?;
            let response = send(&mut sender, request, *patience).await?;
            let status = response.status().as_u16();
            let content_type = response.headers().get(header::CONTENT_TYPE);
            let content_type =
                content_type.and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
            let body = read(response.into_body(), bytes_max, *patience).await?;
            Ok(Posted { status, content_type, body })
        })
    }
}

impl std::fmt::Debug for HttpSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "HttpSource({}:{})", self.address.host, self.address.port)
    }
}

impl Source for HttpSource {
    fn checkpoint(&mut self, bytes_max: usize) -> Result<Vec<u8>, SourceError> {
        self.get(CHECKPOINT_FILE, bytes_max)?.ok_or(SourceError::Missing)
    }

    fn tile(&mut self, tile: Tile, bytes_max: usize) -> Result<Option<Vec<u8>>, SourceError> {
        self.get(&tile.to_string(), bytes_max)
    }
}

async fn dial(
    address: &Address,
    tls: &TlsConnector,
    patience: Patience,
) -> Result<SendRequest<String>, SourceError> {
    let cannot = |error: io::Error| SourceError::Connect { message: error.to_string() };
    let stalled = SourceError::Stalled { waited: patience.silence };
    let host = address.host.trim_start_matches('[').trim_end_matches(']');
    let connected = timeout(patience.silence, TcpStream::connect((host, address.port))).await;
    let tcp = connected
        .map_err(|_| SourceError::Connect { message: format!("{host}:{}", address.port) })?
        .map_err(cannot)?;
    tcp.set_nodelay(true).map_err(cannot)?;
    if !address.tls {
        return handshake(tcp, patience).await;
    }
    let name = ServerName::try_from(host.to_owned())
        .map_err(|error| SourceError::Connect { message: error.to_string() })?;
    let stream = timeout(patience.silence, tls.connect(name, tcp)).await.map_err(|_| stalled)?;
    handshake(stream.map_err(cannot)?, patience).await
}

async fn handshake(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    patience: Patience,
) -> Result<SendRequest<String>, SourceError> {
    let mut builder = Builder::new();
    builder.max_buf_size(HEAD_BYTES_MAX);
    let made = timeout(patience.silence, builder.handshake(TokioIo::new(stream))).await;
    let (sender, connection) = made
        .map_err(|_| SourceError::Stalled { waited: patience.silence })?
        .map_err(|error| broken(&error))?;
    // An error of the connection shows as an error of the request that it breaks.
    tokio::spawn(async move { drop(connection.await) });
    Ok(sender)
}

async fn ask(
    sender: &mut SendRequest<String>,
    address: &Address,
    path: &str,
    patience: Patience,
) -> Result<Response<Incoming>, SourceError> {
    let request = Request::get(format!("{}/{path}", address.prefix))
        .header(header::HOST, format!("{}:{}", address.host, address.port))
        .body(String::new())
        .map_err(|error| SourceError::Other { message: error.to_string() })?;
    send(sender, request, patience).await
}

async fn send(
    sender: &mut SendRequest<String>,
    request: Request<String>,
    patience: Patience,
) -> Result<Response<Incoming>, SourceError> {
    timeout(patience.silence, sender.send_request(request))
        .await
        .map_err(|_| SourceError::Stalled { waited: patience.silence })?
        .map_err(|error| broken(&error))
}

async fn body(
    response: Response<Incoming>,
    limit: usize,
    patience: Patience,
) -> Result<Option<Vec<u8>>, SourceError> {
    match response.status() {
        StatusCode::OK => {}
        // What is said of it in words must be read, or the connection cannot be used again.
        StatusCode::NOT_FOUND => {
            return read(response.into_body(), HEAD_BYTES_MAX, patience).await.map(|_| None);
        }
        status => return Err(SourceError::Status { status: status.as_u16() }),
    }
    read(response.into_body(), limit, patience).await.map(Some)
}

async fn read(mut body: Incoming, limit: usize, patience: Patience) -> Result<Vec<u8>, SourceError> {
    let started = Instant::now();
    let mut bytes = Vec::new();
    loop {
        let left = patience.whole.saturating_sub(started.elapsed());
        if left.is_zero() {
            return Err(SourceError::TooSlow { waited: patience.whole });
        }
        let frame = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
        let Ok(frame) = timeout(patience.silence.min(left), frame).await else {
            return Err(if left <= patience.silence {
                SourceError::TooSlow { waited: patience.whole }
            } else {
                SourceError::Stalled { waited: patience.silence }
            });
        };
        let Some(frame) = frame else { return Ok(bytes) };
        if let Ok(data) = frame.map_err(|error| broken(&error))?.into_data() {
            if bytes.len().saturating_add(data.len()) > limit {
                return Err(SourceError::TooLong { limit });
            }
            bytes.extend_from_slice(&data);
        }
    }
}

fn broken(error: &hyper::Error) -> SourceError {
    // The cause says more than "error reading a body from connection".
    let cause = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    SourceError::CutOff { message: cause }
}

fn client_config() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(ring::default_provider());
    let algorithms = provider.signature_verification_algorithms;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyCertificate { algorithms }))
        .with_no_client_auth();
    Ok(config)
}

/// Takes every certificate. The handshake's signature is verified as ever.
#[derive(Debug)]
struct AnyCertificate {
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read() {
        let address = |text: &str| text.parse::<Address>().map(|a| (a.tls, a.host, a.port, a.prefix));
        let is = |tls, host: &str, port, prefix: &str| Ok((tls, host.to_owned(), port, prefix.to_owned()));
        assert_eq!(address("http://vote.example"), is(false, "vote.example", 80, ""));
        assert_eq!(address("https://192.168.1.10:8443/"), is(true, "192.168.1.10", 8443, ""));
        assert_eq!(address("https://[::1]:8443/log/1/"), is(true, "[::1]", 8443, "/log/1"));
        for text in ["", "vote.example", "ftp://vote.example", "https://", "https://a@b", "http://a/?q", "/x"]
        {
            assert_eq!(address(text), Err(NotAnAddress), "{text}");
        }
    }
}
