//! The tally server: sockets, sequencing, stores.

pub mod ballot_box;
pub mod bench;
pub mod check;
pub mod cli;
pub mod cosigning;
pub mod demo;
pub mod folder;
pub mod logging;
pub mod net;
pub mod prepare;
pub mod publish;
pub mod sequencer;
pub mod serve;
pub mod store;
