//! The time that an entry claims (protocol.md §2.1).
//!
//! POSIX seconds that never decrease. While a contest is voting, whole minutes: a second would help to match the log
//! with what somebody saw in the hall (pitfall 32).

use std::time::{SystemTime, UNIX_EPOCH};

const MINUTE: u64 = 60;

/// The time of the next entry: `now` is the clock, `last` the time of the entry before.
///
/// `opens`: the entry is a `contest_opened`; `voting`: a contest is voting before it. An opening is rounded up, so that the
/// whole minute is not before an entry that has seconds; later entries down, but never below the one before.
pub(super) fn entry_time(now: u64, last: u64, opens: bool, voting: bool) -> u64 {
    let time = if voting { now.saturating_sub(now % MINUTE).max(last) } else { now.max(last) };
    if opens || voting { time.div_ceil(MINUTE).saturating_mul(MINUTE) } else { time }
}

/// The system's clock in POSIX seconds; 0 before 1970.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_of_a_vote_it_is_the_clock_and_never_goes_back() {
        assert_eq!(entry_time(1_000, 900, false, false), 1_000);
        assert_eq!(entry_time(1_000, 1_100, false, false), 1_100);
    }

    #[test]
    fn an_opening_is_rounded_up_and_what_follows_down_but_not_back() {
        let opened = entry_time(1_001, 1_000, true, false);
        assert_eq!(opened, 1_020);
        assert_eq!(entry_time(1_002, opened, false, true), opened);
        assert_eq!(entry_time(1_019, opened, false, true), opened);
        assert_eq!(entry_time(1_085, opened, false, true), 1_080);
        assert_eq!(entry_time(1_085, 1_140, false, true), 1_140);
        assert_eq!(entry_time(1_020, 1_020, true, false), 1_020);
        // A second contest opens while the first is voting.
        assert_eq!(entry_time(1_085, 1_080, true, true), 1_080);
    }
}
