//! The tally server: sockets, sequencing, stores.
