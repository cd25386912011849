//! What the secretariat, the chief scrutineer, the presiding officer and the scrutineers do.
//!
//! Each role follows the log and verifies every entry itself; it signs only what its own fold of the log says.
//!
//! Next: [`log`] is a log that one party has verified; [`acts`] builds, signs and countersigns; [`scrutineer`] holds a share of the
//! key and refuses to decrypt out of place.

pub mod acts;
pub mod log;
pub mod scrutineer;
#[cfg(test)]
mod test_log;

pub use log::{FollowedLog, Refuted, fold_log};
pub use scrutineer::{ScrutineerError, ScrutineerProgram, Step};
