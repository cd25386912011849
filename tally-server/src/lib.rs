//! The tally server: sockets, sequencing, stores.

pub mod prepare;
pub mod store;
pub mod tls;
