//! Connections to the tally server.
//!
//! Next: [`pinning`] decides which server a client talks to.

pub mod pinning;
