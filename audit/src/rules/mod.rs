//! The rules of a contest and what follows from them (protocol.md §9).
//!
//! - [`Profile`]: the 票决办法 as data, adopted by the congress and printed on every report.
//! - [`decide`]: from profile and numbers to a [`Decision`], in integers, the same for everyone.
//! - [`explain`]: profile and decision in words, zh and en.
//!
//! Software proposes; the named people confirm. Nothing here settles a tie.

mod decide;
mod decision;
pub mod explain;
mod profile;
mod share;

pub use decide::{Ballots, DecideError, Doubt, QuorumError, RollNumbers, could_change, decide, may_open};
pub use decision::{Chosen, Decision, ItemDecision, Outcome, Reason, RunOff, VoidReason};
pub use profile::{
    Articles, BlankBallot, Choice, ChoiceLimits, LateArrival, MINIMUM_BALLOTS_MIN, OnShortfall, OnTie,
    Options, Order, Parameter, Profile, ProfileError, Recast, SEATS_MAX, Secrecy,
};
pub use share::{Base, Requirement, Share};
