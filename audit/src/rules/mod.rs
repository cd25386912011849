//! The rules of a contest and what follows from them (protocol.md §9).
//!
//! - [`Profile`]: the 票决办法 as data, adopted by the congress and printed on every report.
//! - [`decide`]: from profile and numbers to a [`Decision`], in integers, the same for everyone.
//! - [`profile_of_next`]: the rules of a run-off or a second round.
//! - [`READY_MADE`], [`Profile::from_toml`]: profiles as files that people edit; [`Case`]: numbers to try them on.
//! - [`explain`]: profile and decision in words, zh and en.
//!
//! Software proposes; the named people confirm. Nothing here settles a tie.

mod case;
mod decide;
mod decision;
mod derive;
pub mod explain;
mod file;
pub mod form;
mod listing;
mod method;
mod numbers;
mod options;
mod parameters;
mod press;
mod profile;
mod ready_made;
mod shape;
mod share;
#[cfg(test)]
mod testing;
mod validate;

pub use case::{CASE_BYTES_MAX, Case, CaseError};
pub use decide::{Doubt, QuorumError, could_change, decide, is_void, may_open};
pub use decision::{
    Chosen, Decision, Fraction, ItemDecision, ItemShare, Next, NextKind, Outcome, Reason, Tied, VoidReason,
};
pub use derive::profile_of_next;
pub use file::{FileError, PROFILE_BYTES_MAX};
pub use listing::{Listed, listing};
pub use method::{
    Choose, GradeRule, GradeTie, Method, OnShortfall, OnTie, RunOffRules, RunOffThen, RunOffThreshold,
    SEATS_MAX, Score, Seats, Unranked, WEIGHT_MAX,
};
pub use numbers::{
    Ballots, Channel, DecideError, MEMBERSHIP_MAX, ROWS_MAX, RollNumbers, Row, rows_of_totals,
};
pub use options::{Each, GRADES, OTHERS_MAX, Options, RANKS_MAX};
pub use parameters::{PARAMETERS, SHARE};
pub use press::{Press, counted_press};
pub use profile::{
    Articles, BlankBallot, BlankItem, Choice, ChoiceLimits, LateArrival, LeaveEarly, MarkConflict, Profile,
    Recast, RollFreeze, Secrecy, Surplus, Suspended,
};
pub use ready_made::{READY_MADE, ReadyMade};
pub use shape::shape_of;
pub use share::{Base, Requirement, Share};
pub use validate::{MINIMUM_BALLOTS_MIN, Parameter, ProfileError};
