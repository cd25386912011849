//! A witness: it cosigns a log's checkpoints as long as each continues the one before, and never goes back
//! (protocol.md §2.9; c2sp.org/tlog-witness v1.0.0).
//!
//! ```text
//! request   what a log sends           check   the checks, in order, pure
//! answer    what it gets               held    what a witness remembers of one log, as a file
//! store     that file, durable         key     the witness's key file
//! cosigner  [`Witness`], all together   http    on the network
//! ```
//!
//! Invariants
//! - A cosignature is made only after what it says is durable ([`Witness`]).
//! - Comparing with what was cosigned last and replacing it is one step: two requests cannot roll it back.
//! - What cannot be read, has gone back or was changed by somebody else stops the witness; nothing is reset.

pub mod answer;
pub mod check;
mod cosigner;
pub mod held;
#[cfg(feature = "online")]
pub mod http;
pub mod key;
pub mod request;
pub mod store;

pub use cosigner::{
    CLOCK_BACK_SECONDS_MAX, Cosigned, Finding, FindingKind, Witness, WitnessError, published_parts,
};

#[cfg(test)]
mod tests;
