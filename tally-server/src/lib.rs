//! The tally server: sockets, sequencing, stores.

pub mod ballot_box;
pub mod prepare;
pub mod store;
pub mod tls;
