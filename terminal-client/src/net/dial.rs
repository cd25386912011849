//! One TLS connection to the server that the sitting file names.
//!
//! Every call makes a new connection: new TCP, new TLS 1.3 handshake, no resumption (DESIGN §6.3, §6.4). Nothing of one
//! connection shows on the next.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{IpAddr, Ipv4Addr, ServerName};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::error::{NetError, from_tls};
use super::pinning::client_config;
use crate::sitting_file::SittingFile;

/// TCP connection.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// TLS handshake.
pub const TLS_TIMEOUT: Duration = Duration::from_secs(10);

/// Makes connections to one server. Cheap to clone; a thousand devices of one process share it.
#[derive(Clone)]
pub struct Dialer {
    file: Arc<SittingFile>,
    tls: TlsConnector,
}

impl Dialer {
    /// A dialer for the server of this sitting.
    pub fn new(file: &SittingFile) -> Result<Self, NetError> {
        let config = client_config(file.tls).map_err(NetError::TlsSetUp)?;
        Ok(Self { file: Arc::new(file.clone()), tls: TlsConnector::from(Arc::new(config)) })
    }

    /// The sitting file.
    pub fn file(&self) -> &SittingFile {
        &self.file
    }

    /// A fresh connection to the pinned server.
    pub async fn tls(&self) -> Result<TlsStream<TcpStream>, NetError> {
        let server = self.file.server.as_str();
        let tcp = timeout(CONNECT_TIMEOUT, TcpStream::connect(server))
            .await
            .map_err(|_| NetError::TimedOut { waiting_for: "connection" })?
            .map_err(|source| NetError::Connect { server: server.to_owned(), source })?;
        // A deputy waits for one small answer to one small message.
        tcp.set_nodelay(true).map_err(|source| NetError::Connect { server: server.to_owned(), source })?;
        // The pin decides, and no name is sent; rustls only wants one.
        let name = ServerName::IpAddress(IpAddr::V4(Ipv4Addr::from([127, 0, 0, 1])));
        timeout(TLS_TIMEOUT, self.tls.connect(name, tcp))
            .await
            .map_err(|_| NetError::TimedOut { waiting_for: "TLS handshake" })?
            .map_err(from_tls)
    }
}

impl std::fmt::Debug for Dialer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Dialer({})", self.file.server)
    }
}
