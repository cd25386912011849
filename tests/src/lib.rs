//! End to end: real processes, real sockets, real data.
//!
//! [`smith`] makes whole logs with every key at hand, for tests that need a good log or a forged one; [`play`] plays a sitting
//! over real connections, step by step.

pub mod play;
pub mod smith;
