//! A deputy's device: from the card to the ballot's place in the log (DESIGN §6.3–6.6; protocol.md §6, §7, §10, §11.5).
//!
//! Screens, the demo and tests drive it the same way: [`Device::open`], then [`run`] with commands in and events out. Every step
//! is also a method of its own.
//!
//! Invariants
//! - What a crash could lose is on disk before it is sent; the same bytes go out again afterwards ([`state`]).
//! - Nothing is encrypted for a contest before its opening was believed ([`trust`]), and nothing is cast while no quorum of
//!   witnesses is fresh ([`fresh`]).
//! - A ballot is cast over a connection of its own, on which nothing else ever goes (DESIGN §6.4).
//! - No secret choice, key or seed is in any log line, event or file; choices are in memory of [`Prepared`] alone. The choices of a
//!   named vote are public and signed as they are ([`vote`]).
//!
//! Next: [`trust`] says what is believed; [`prepare`] encrypts and opens; [`steps`], `ballot` and [`cast`] are the acts;
//! [`vote`] is a named vote; [`find`] looks the ballot up; [`driver`] runs all of it.

mod ballot;
mod cache;
pub mod cast;
pub mod contest;
pub mod driver;
pub mod error;
pub mod event;
pub mod evidence;
pub mod find;
pub mod fresh;
pub mod prepare;
mod secret;
pub mod state;
pub mod steps;
#[cfg(test)]
pub(crate) mod testing;
pub mod trust;
pub mod vote;

pub use cache::DefinitionCache;
pub use cast::{CastJob, CastOutcome, Delay, Standing};
pub use contest::{BallotKeys, NotSecret, OpenContest};
pub use driver::run;
pub use error::DeviceError;
pub use event::{DeviceCommand, DeviceEvent, DeviceOptions, Step};
pub use evidence::Evidence;
pub use find::{ENTRY_0_FILE, entry_file_of};
pub use fresh::Freshness;
pub use prepare::{Opening, OpeningError, Prepared, ShownCode, check_opening};
pub use state::{CHANGES_MAX, StateError};
pub use steps::{CheckIn, Device, Holder, Lookup};
pub use trust::{Trust, TrustError};
pub use vote::{StandingVote, VoteJob, VoteOutcome};
