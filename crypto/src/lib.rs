//! The mathematics of piaojue: values in, values out.
//!
//! No I/O, clock, async or global randomness: whoever calls brings fresh bytes as [`hash::Entropy`].
//! Letters are those of `docs/protocol.md`, whose section numbers (§) the modules cite.

pub mod ballot;
pub mod card;
pub mod ceremony;
pub mod decryption;
pub mod dlog;
pub mod elgamal;
pub mod floor;
pub mod group;
pub mod hash;
pub mod proofs;
pub mod scrutineer;
pub mod sealing;
pub mod signature;
pub mod stamp;
mod weights;
