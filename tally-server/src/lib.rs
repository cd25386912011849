//! The tally server: sockets, sequencing, stores.

pub mod tls;
