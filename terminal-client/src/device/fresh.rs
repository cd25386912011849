//! Whether a device may cast: not long ago it saw that witnesses still vouch for this one history (protocol.md §11.4).
//!
//! A server that shows one device a history of its own has no witness for it. What the device believed came under a quorum; from
//! then on it wants to see newer ones, and if none comes for [`QUORUM_DEVICE_AGE`] it keeps its ballot and waits. Only its own
//! monotonic clock counts: the times of witnesses are compared with each other, never with a clock of ours.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use protocol::limits::QUORUM_DEVICE_AGE;
use tokio::time::Instant;

/// When a newer quorum was seen last. Shared with the casts that run.
#[derive(Debug, Default)]
pub struct Freshness(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// Entry 0 was believed and names witnesses.
    is_asked_for: bool,
    newest_at: Option<Instant>,
    /// Contests that take no more ballots: what was on its way asks for its answer.
    over: BTreeSet<u64>,
}

impl Freshness {
    /// From now on a quorum is asked for.
    pub(super) fn ask(&self) {
        self.lock().is_asked_for = true;
    }

    /// A newer quorum was seen.
    pub(super) fn renew(&self, now: Instant) {
        self.lock().newest_at = Some(now);
    }

    /// A contest has ended. A ballot that waits goes out all the same: nothing is decided by it any more, and the deputy learns
    /// whether the box has it.
    pub(super) fn over(&self, contest: u64) {
        self.lock().over.insert(contest);
    }

    /// Whether a ballot of this contest may be sent now.
    pub fn may_cast(&self, contest: u64, now: Instant) -> bool {
        let inner = self.lock();
        let is_fresh = |at: Instant| now.saturating_duration_since(at) <= QUORUM_DEVICE_AGE;
        !inner.is_asked_for || inner.over.contains(&contest) || inner.newest_at.is_some_and(is_fresh)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn without_a_newer_quorum_a_device_casts_for_a_minute_and_no_longer() {
        let (fresh, now) = (Freshness::default(), Instant::now());
        fresh.ask();
        assert!(!fresh.may_cast(1, now), "none was ever seen");
        fresh.renew(now);
        assert!(fresh.may_cast(1, now + QUORUM_DEVICE_AGE));
        assert!(!fresh.may_cast(1, now + QUORUM_DEVICE_AGE + Duration::from_millis(1)));
        let later = now + 2 * QUORUM_DEVICE_AGE;
        fresh.renew(later);
        assert!(fresh.may_cast(1, later + QUORUM_DEVICE_AGE));
    }

    #[test]
    fn in_a_sitting_without_witnesses_and_after_the_end_nothing_waits() {
        let (fresh, now) = (Freshness::default(), Instant::now());
        assert!(fresh.may_cast(1, now));
        fresh.ask();
        fresh.over(1);
        assert!(fresh.may_cast(1, now));
        assert!(!fresh.may_cast(2, now));
    }
}
