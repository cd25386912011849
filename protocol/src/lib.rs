//! The messages between the tally server and its clients (protocol.md §11).
//!
//! One JSON object a text frame, strict as the log's entries are: unknown types and fields are refused, and a new message
//! is a new protocol version. What a signed act says is never re-serialised: its body travels as the bytes that were signed.
//!
//! Next: [`act`] is what clients submit; [`client`] and [`server`] are the two directions; [`problem`] has the
//! refusals that are not of the fold.

pub mod act;
pub mod client;
pub mod limits;
pub mod problem;
pub mod receipt;
pub mod server;

pub use act::Act;
pub use client::ClientMessage;
pub use problem::Problem;
pub use receipt::BoxReceipt;
pub use server::ServerMessage;
