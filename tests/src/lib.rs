//! End to end: real processes, real sockets, real data.
//!
//! [`smith`] makes whole logs with every key at hand, for tests that need a good log or a forged one; [`play`] plays a sitting
//! over real connections, step by step; [`processes`] runs server and devices as processes of their own, to be killed.

pub mod play;
pub mod processes;
pub mod smith;
