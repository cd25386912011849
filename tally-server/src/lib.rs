//! The tally server: sockets, sequencing, stores.

pub mod store;
pub mod tls;
