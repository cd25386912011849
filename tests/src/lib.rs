//! End to end: real processes, real sockets, real data.
//!
//! [`smith`] makes whole logs with every key at hand, for tests that need a good log or a forged one.

pub mod smith;
