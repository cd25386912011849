//! Connections to the tally server.
//!
//! Next: [`pinning`] decides which server a client talks to; [`connection`] speaks the protocol over a WebSocket;
//! [`http`] downloads what is published; [`server_tls`] is the other end of pinning; [`backoff`] says when to try again.

pub mod answer;
pub mod backoff;
pub mod connection;
pub mod dial;
pub mod error;
pub mod http;
pub mod pinning;
pub mod server_tls;
pub mod sitting;

pub use answer::{Answer, AnswerError, ServerRefusal};
pub use backoff::{Backoff, reconnect};
pub use connection::{Connection, Fetched, Push};
pub use dial::Dialer;
pub use error::NetError;
pub use sitting::{Sitting, SittingError};
