//! What can go wrong between a client and the server.

use std::io;

use audit::wire::EncodingError;
use protocol::problem::Problem;
use tokio_tungstenite::tungstenite;

use super::answer::AnswerError;
use super::pinning::{PinError, pin_error};

/// Why a connection was not made, was lost, or is not worth keeping.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
    /// The client could not be set up for TLS.
    #[error("TLS cannot be set up: {0}")]
    TlsSetUp(#[source] rustls::Error),
    /// No connection to host and port.
    #[error("cannot connect to {server}: {source}")]
    Connect {
        /// `host:port`.
        server: String,
        /// The operating system's answer.
        source: io::Error,
    },
    /// It answers, but it is not the server whose certificate was pinned.
    #[error("this is not the sitting's server: {0}")]
    Pin(#[source] PinError),
    /// The TLS handshake failed otherwise.
    #[error("TLS handshake: {0}")]
    Tls(#[source] io::Error),
    /// The server did not take the WebSocket, or broke its protocol.
    #[error("WebSocket: {0}")]
    WebSocket(#[source] Box<tungstenite::Error>),
    /// HTTP failed below its status.
    #[error("HTTP: {0}")]
    Http(#[source] hyper::Error),
    /// The server has no such file, or cannot give it.
    #[error("{path}: HTTP status {status}")]
    Status {
        /// What was asked for.
        path: String,
        /// The answer.
        status: u16,
    },
    /// Something took longer than its named limit.
    #[error("timed out: {waiting_for}")]
    TimedOut {
        /// What was waited for.
        waiting_for: &'static str,
    },
    /// The other side closed.
    #[error("the server closed the connection")]
    Closed,
    /// A frame that is not text.
    #[error("the server sent a frame that is not text")]
    NotText,
    /// A frame or body over its limit.
    #[error("the server sent more than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// A frame that is no message of the protocol.
    #[error("the server's message is not canonical: {0}")]
    Malformed(#[from] EncodingError),
    /// A message that does not belong here.
    #[error("the server sent {what} where it does not belong")]
    Unexpected {
        /// Its type.
        what: &'static str,
    },
    /// The server would not read us, and said why.
    #[error("the server refuses the connection: {}", .0.as_str())]
    Problem(Problem),
    /// More was pushed than was taken.
    #[error("more than {limit} messages wait to be read")]
    Backlog {
        /// The limit.
        limit: usize,
    },
    /// An answer that proves nothing.
    #[error(transparent)]
    Answer(#[from] AnswerError),
}

impl NetError {
    /// Whether trying again may help. A server with another certificate does not become ours by waiting; all else may pass.
    pub fn may_retry(&self) -> bool {
        !matches!(self, Self::TlsSetUp(_) | Self::Pin(_))
    }

    /// A sentence for people: Chinese, English.
    pub fn sentence(&self) -> (&'static str, &'static str) {
        match self {
            Self::Connect { .. }
            | Self::Closed
            | Self::TimedOut { .. }
            | Self::Tls(_)
            | Self::WebSocket(_)
            | Self::Http(_) => ("与服务器的连接中断，正在重试", "no connection to the server; trying again"),
            Self::Pin(_) => {
                ("这不是本次会议的服务器，请告诉工作人员", "this is not the sitting's server; tell the staff")
            }
            Self::Problem(problem) => problem.sentence(),
            Self::TlsSetUp(_) => ("本机无法建立加密连接", "this device cannot make encrypted connections"),
            Self::Status { .. }
            | Self::NotText
            | Self::TooLong { .. }
            | Self::Malformed(_)
            | Self::Unexpected { .. }
            | Self::Backlog { .. }
            | Self::Answer(_) => (
                "服务器的回复不符合规范，请告诉工作人员",
                "the server's answer breaks the protocol; tell the staff",
            ),
        }
    }
}

impl From<tungstenite::Error> for NetError {
    fn from(error: tungstenite::Error) -> Self {
        match error {
            tungstenite::Error::ConnectionClosed | tungstenite::Error::AlreadyClosed => Self::Closed,
            tungstenite::Error::Capacity(_) => Self::TooLong { limit: protocol::limits::FRAME_BYTES_MAX },
            tungstenite::Error::Protocol(tungstenite::error::ProtocolError::ResetWithoutClosingHandshake) => {
                Self::Closed
            }
            tungstenite::Error::Io(source) => from_tls(source),
            other => Self::WebSocket(Box::new(other)),
        }
    }
}

impl From<hyper::Error> for NetError {
    fn from(error: hyper::Error) -> Self {
        Self::Http(error)
    }
}

/// rustls wraps its errors in those of the operating system.
pub(super) fn from_tls(error: io::Error) -> NetError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match inner.and_then(pin_error) {
        Some(pin) => NetError::Pin(pin.clone()),
        None => NetError::Tls(error),
    }
}
