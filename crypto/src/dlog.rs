//! Small discrete logarithms: from `[t]G` back to the total t (protocol.md §8.3).
//!
//! Invariants
//! - Only 0 ≤ t ≤ bound is ever found; anything else is an error, not a long search (pitfall 26).
//! - One table serves all cells of a contest.
//!
//! Source: Shanks' baby steps and giant steps.

use std::collections::HashMap;

use curve25519_dalek::traits::Identity;

use crate::group::{G, RistrettoPoint, Scalar};

/// The largest bound: the table stays below 64 MB. 3,000 ballots of weight 100 need 300,000.
pub const BOUND_MAX: u64 = 1 << 32;

/// Why there is no total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum DlogError {
    /// More than [`BOUND_MAX`].
    #[error("{bound} is above the largest bound, {BOUND_MAX}")]
    BoundTooLarge { bound: u64 },
    /// No t within the bound gives this point.
    #[error("the point is no multiple of G from 0 to {bound}")]
    NotFound { bound: u64 },
}

/// The baby steps `[0]G … [steps − 1]G`, and the giant step `−[steps]G`.
pub struct DiscreteLog {
    bound: u64,
    steps: u64,
    baby: HashMap<[u8; 32], u64>,
    giant: RistrettoPoint,
}

impl DiscreteLog {
    /// A table for totals from 0 to `bound`: ⌈√(bound + 1)⌉ points.
    pub fn new(bound: u64) -> Result<Self, DlogError> {
        if bound > BOUND_MAX {
            return Err(DlogError::BoundTooLarge { bound });
        }
        let steps = match (bound + 1).isqrt() {
            root if root * root < bound + 1 => root + 1,
            root => root,
        };
        let mut point = RistrettoPoint::identity();
        let mut baby = HashMap::new();
        for step in 0..steps {
            baby.insert(point.compress().0, step);
            point += G;
        }
        Ok(Self { bound, steps, baby, giant: -(Scalar::from(steps) * G) })
    }

    /// The t with `[t]G = point`.
    pub fn find(&self, point: &RistrettoPoint) -> Result<u64, DlogError> {
        let mut rest = *point;
        for giant in 0..self.steps {
            if let Some(baby) = self.baby.get(&rest.compress().0) {
                let t = giant * self.steps + baby;
                return if t <= self.bound { Ok(t) } else { Err(DlogError::NotFound { bound: self.bound }) };
            }
            rest += self.giant;
        }
        Err(DlogError::NotFound { bound: self.bound })
    }
}

impl std::fmt::Debug for DiscreteLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DiscreteLog").field("bound", &self.bound).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_total_within_the_bound_is_found_and_none_beyond() {
        for bound in [0, 1, 2, 3, 8, 9, 10, 60] {
            let table = DiscreteLog::new(bound).unwrap();
            for t in 0..=bound {
                assert_eq!(table.find(&(Scalar::from(t) * G)), Ok(t));
            }
            for outside in [Scalar::from(bound + 1), Scalar::from(bound + 2), -Scalar::ONE] {
                assert_eq!(table.find(&(outside * G)), Err(DlogError::NotFound { bound }));
            }
        }
    }

    #[test]
    fn a_large_hall_is_no_trouble_and_a_huge_bound_is_refused() {
        let table = DiscreteLog::new(300_000).unwrap();
        assert_eq!(table.find(&(Scalar::from(299_999u64) * G)), Ok(299_999));
        let bound = BOUND_MAX + 1;
        assert_eq!(DiscreteLog::new(bound).unwrap_err(), DlogError::BoundTooLarge { bound });
    }
}
