//! What the secretariat, the chief scrutineer, the presiding officer and the scrutineers do.
//!
//! Each role follows the log and verifies every entry itself; it signs only what its own fold of the log says.
//!
//! Next: [`log`] is a log that one party has verified; [`follower`] keeps one up to date over a connection; [`acts`] builds, signs
//! and countersigns; [`scrutineer`] holds a share of the key and refuses to decrypt out of place;
//! [`witness`] cosigns the log that was verified; [`session`] submits.

pub mod acts;
pub mod chief;
pub mod follower;
pub mod log;
pub mod scrutineer;
pub mod secretariat;
pub mod session;
#[cfg(test)]
pub(crate) mod test_log;
pub mod witness;

pub use follower::{Follower, FollowerEvent, Stopped, View, WaitError};
pub use log::{FollowedLog, Refuted, fold_log};
pub use scrutineer::{ScrutineerError, ScrutineerProgram, ScrutineerSession, Step};
pub use session::{RoleSession, SessionError, Submitted, Submitter};
