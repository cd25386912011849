//! The status for those who follow: numbers and proposals, at most once a second (protocol.md §11.4). No evidence.

use std::sync::atomic::Ordering;
use std::time::Instant;

use protocol::limits;
use protocol::server::{ContestStatus, Status};

use super::core::Core;
use super::shared::int;

impl Core {
    pub(super) fn publish_status(&mut self, now: Instant) {
        let rested =
            self.status_at.is_none_or(|at| now.saturating_duration_since(at) >= limits::STATUS_INTERVAL);
        if rested {
            self.status_at = Some(now);
            self.shared.set_status(self.status());
        }
    }

    fn status(&self) -> Status {
        let contests = self.state.contests().iter().map(|(number, contest)| {
            // Of a named contest how many have voted: turnout, never what they chose.
            let returned = contest.course().map_or(0, |course| {
                course.returned().unwrap_or(u64::try_from(course.votes.len()).unwrap_or(u64::MAX))
            });
            let boxed = self.boxes.get(number).map_or(returned, |open| open.casting().boxed() as u64);
            ContestStatus {
                contest: contest.definition.contest,
                boxed: int(boxed),
                next_stamp_key: self.stamp_keys.get(number).copied().map(Into::into).into_iter().collect(),
            }
        });
        Status {
            contests: contests.collect(),
            connections: int(self.shared.connections.load(Ordering::Relaxed)),
            proposals: self.proposals.list(&self.state),
            witnesses: self.shared.cosigning.status(Instant::now()),
        }
    }
}
