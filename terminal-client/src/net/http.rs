//! Downloads of what the server publishes (protocol.md §11.6): HTTP/1.1 GET over the same pinned TLS.
//!
//! Every body has a limit that the caller names; whoever looks up a ballot takes whole tiles, so the server cannot tell
//! which ballot is meant (§11.5).

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use hyper::body::{Body as _, Incoming};
use hyper::client::conn::http1::SendRequest;
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::dial::Dialer;
use super::error::NetError;

/// One request, from sending it to the last byte of its body.
pub const GET_TIMEOUT: Duration = Duration::from_mins(1);
/// Longest head of a response, in bytes.
pub const HEAD_BYTES_MAX: usize = 16 * 1024;

/// An HTTP connection for one GET after another.
pub struct Http {
    sender: SendRequest<String>,
    host: String,
    driver: JoinHandle<()>,
}

impl Http {
    /// A fresh connection.
    pub async fn dial(dialer: &Dialer) -> Result<Self, NetError> {
        let io = TokioIo::new(dialer.tls().await?);
        let mut builder = hyper::client::conn::http1::Builder::new();
        builder.max_buf_size(HEAD_BYTES_MAX);
        let (sender, connection) = builder.handshake(io).await?;
        // An error of the connection shows as an error of the request that it breaks.
        let driver = tokio::spawn(async move { drop(connection.await) });
        Ok(Self { sender, host: dialer.file().server.to_string(), driver })
    }

    /// The body of `path`, at most `limit` bytes.
    pub async fn get(&mut self, path: &str, limit: usize) -> Result<Vec<u8>, NetError> {
        timeout(GET_TIMEOUT, self.get_unlimited_time(path, limit))
            .await
            .map_err(|_| NetError::TimedOut { waiting_for: "download" })?
    }

    async fn get_unlimited_time(&mut self, path: &str, limit: usize) -> Result<Vec<u8>, NetError> {
        let request = Request::get(path).header(header::HOST, &self.host).body(String::new());
        let request = request.map_err(|_| NetError::Unexpected { what: "a path that is no path" })?;
        self.sender.ready().await?;
        let response = self.sender.send_request(request).await?;
        if response.status() != StatusCode::OK {
            return Err(NetError::Status { path: path.to_owned(), status: response.status().as_u16() });
        }
        read(response.into_body(), limit).await
    }
}

impl Drop for Http {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

async fn read(mut body: Incoming, limit: usize) -> Result<Vec<u8>, NetError> {
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        if let Ok(data) = frame?.into_data() {
            if bytes.len().saturating_add(data.len()) > limit {
                return Err(NetError::TooLong { limit });
            }
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes)
}
