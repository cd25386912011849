//! End to end: real processes, real sockets, real data.
//!
//! [`smith`] makes whole logs with every key at hand, [`forgeries`] makes false ones of them, kind by kind; [`play`] plays a sitting
//! over real connections, step by step; [`processes`] runs server and devices as processes of their own, to be killed; [`served`]
//! serves a published log and misbehaves.

#[path = "../forgeries/mod.rs"]
pub mod forgeries;
pub mod play;
pub mod processes;
pub mod served;
pub mod smith;
