//! Named votes 记名 and shows of hands 举手: no stamp, no box, no key (protocol.md §3.4).

use super::contest::Stage;
use super::paper::check_rows;
use super::{Check, Code, Refusal, State};
use crate::entry::paper::{HandsCounted, VoteCast};
use crate::rules::{Recast, Secrecy};
use crypto::ballot::Choices;

/// Casts of one deputy in one contest: the first and at most seven more (DESIGN §6.4).
const CASTS_MAX: u8 = 8;

/// The vote of a deputy that counts so far.
#[derive(Clone, Debug)]
pub struct Vote {
    /// For each item the column, the last one being the rest.
    pub columns: Vec<usize>,
    /// Leaf hash of its `vote_cast`.
    pub leaf: [u8; 32],
    casts: u8,
}

impl State {
    pub(super) fn vote_cast(&mut self, body: &VoteCast, leaf: [u8; 32]) -> Result<(), Refusal> {
        let deputy = self.deputy(body.deputy.get())?;
        let at = |code| Refusal::at(code, format_args!("deputy {deputy}"));
        let contest = self.contest_by_hash(body.contest.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = self.course(&body.contest)?;
        if contest.profile.secrecy != Secrecy::Named {
            self.object(Code::SecrecyWrong)?;
        }
        self.must(course.must_be(Stage::Open))?;
        if !self.is_witnessed(course.opened_index) {
            self.object(Code::NotWitnessed)?;
        }
        if self.attendance.get(deputy).is_none() {
            self.object(at(Code::NotCheckedIn))?;
        }
        let vote = course.votes.get(&deputy);
        match vote {
            None if body.replaces.to_bytes() == [0; 32] => {}
            None => self.object(at(Code::FollowsWrong))?,
            Some(_) if contest.profile.recast == Recast::First => self.object(at(Code::RecastRefused))?,
            Some(vote) if vote.leaf != body.replaces.to_bytes() => self.object(at(Code::FollowsWrong))?,
            Some(vote) if vote.casts >= CASTS_MAX => self.object(at(Code::RecastRefused))?,
            Some(_) => {}
        }
        let casts = vote.map_or(1, |vote| vote.casts.saturating_add(1));
        let columns: Vec<usize> =
            body.choices.iter().map(|column| usize::try_from(column.get()).unwrap_or(usize::MAX)).collect();
        Choices::from_options(&contest.shape, &columns)
            .map_err(|error| Refusal::at(Code::VoteBad, format_args!("deputy {deputy}: {error}")))?;
        self.counters.did(Check::OpenVotes, 1);
        self.course_mut(&body.contest)?.votes.insert(deputy, Vote { columns, leaf, casts });
        Ok(())
    }

    pub(super) fn hands_counted(&mut self, body: &HandsCounted, leaf: [u8; 32]) -> Result<(), Refusal> {
        let contest = self.contest_by_hash(body.contest.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = self.course(&body.contest)?;
        if contest.profile.secrecy != Secrecy::Hands {
            self.object(Code::SecrecyWrong)?;
        }
        if course.stage != Stage::Held {
            self.must(course.must_be(Stage::Open))?;
        }
        if !self.is_witnessed(course.opened_index) {
            self.object(Code::NotWitnessed)?;
        }
        let bad = |what: &str| Refusal::at(Code::HandsBad, what);
        let first = body.rows.first().ok_or_else(|| bad("rows"))?;
        let hands = first.counts.iter().try_fold(0_u64, |sum, count| sum.checked_add(count.get()));
        let too_many =
            || Refusal::at(Code::HandsBad, format_args!("more hands than {} present", course.present));
        let hands = hands.ok_or_else(too_many)?;
        if hands > course.present {
            self.object(too_many())?;
        }
        if body.rows.iter().any(|row| row.invalid.get() != 0) {
            self.object(bad("invalid"))?;
        }
        let rows = check_rows(contest, &body.rows, Some(hands));
        self.must(rows.map_err(|what| Refusal::at(Code::HandsBad, what)))?;
        let index = self.head.size;
        self.counters.did(Check::OpenVotes, 1);
        let course = self.course_mut(&body.contest)?;
        course.hands.clone_from(&body.rows);
        course.closed = Some((leaf, index));
        course.stage = Stage::Closed;
        course.last = leaf;
        Ok(())
    }
}
