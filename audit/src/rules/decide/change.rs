//! Whether ballots that are missing or too many could change the result (protocol.md §9.4).
//!
//! Never no where it should be yes. Differences below 0 are 0, taken from left to right.

use super::super::decision::VoidReason;
use super::super::method::{Choose, GradeRule, Method, Score, Unranked};
use super::choose::{Count, Standing, compare, threshold};
use super::grade::{Scale, counts};
use super::{Case, minimum_ballots, vote_quorum};

/// Ballots that may have been lost (`added` if they had come) or stuffed (`removed` if they had not).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// Valid ballots that might be missing from the count.
    pub added: u64,
    /// Ballots that might be in the count and should not.
    pub removed: u64,
}

/// A rule that a vote breaks as a whole.
pub(super) struct Broken {
    pub(super) reason: VoidReason,
    pub(super) bound: u64,
    pub(super) actual: u64,
}

impl Broken {
    pub(super) fn could_be_valid(&self, doubt: Doubt) -> bool {
        match self.reason {
            // Who was present does not depend on the ballots.
            VoidReason::MeetingQuorum => false,
            VoidReason::ReturnedExceedsIssued => self.actual.saturating_sub(doubt.removed) <= self.bound,
            VoidReason::VoteQuorum | VoidReason::MinimumBallots => {
                self.actual.saturating_add(doubt.added) >= self.bound
            }
        }
    }
}

impl Case<'_> {
    /// For a valid vote.
    pub(super) fn could_change(self, doubt: Doubt) -> bool {
        if doubt.added == 0 && doubt.removed == 0 {
            return false;
        }
        let fewer = |number: u64| number.saturating_sub(doubt.removed);
        if fewer(self.ballots.returned()) < vote_quorum(self.profile, self.roll)
            || fewer(self.ballots.valid()) < minimum_ballots(self.profile)
        {
            return true;
        }
        match &self.profile.method {
            Method::Choose(rules) => Count::new(self, rules).could_change(doubt),
            Method::Grade { rule } => self.could_grade_otherwise(rule, doubt),
        }
    }

    /// A grade is the first whose inequality holds, and each is linear in the counts: it turns, if at all, where all
    /// ballots that come stand in one column, and those that go are the best marks, the worst ones, or none.
    fn could_grade_otherwise(self, rule: &GradeRule, doubt: Doubt) -> bool {
        let scale = Scale::new(self, rule);
        let returned = self.ballots.returned().saturating_add(doubt.added).saturating_sub(doubt.removed);
        self.rows.iter().any(|row| {
            let counts = counts(row);
            let now = scale.grade(&counts, self.ballots.returned()).grade;
            let lead = scale.lead(&counts);
            if matches!(rule, GradeRule::Plurality { .. })
                && lead <= doubt.added.saturating_add(doubt.removed)
            {
                return true;
            }
            let taken = [
                counts.clone(),
                taken(&counts, 0..scale.removable(), doubt.removed),
                taken(&counts, (0..scale.removable()).rev(), doubt.removed),
            ];
            taken.iter().any(|taken| {
                (0..taken.len()).any(|to| {
                    let mut changed = taken.clone();
                    if let Some(count) = changed.get_mut(to) {
                        *count = count.saturating_add(doubt.added);
                    }
                    scale.grade(&changed, returned).grade != now
                })
            })
        })
    }
}

/// Counts less so many marks, taken from the columns in this order as far as they have any.
fn taken(counts: &[u64], columns: impl Iterator<Item = usize>, marks: u64) -> Vec<u64> {
    let mut counts = counts.to_vec();
    let mut left = marks;
    for column in columns {
        if let Some(count) = counts.get_mut(column) {
            let from_here = left.min(*count);
            *count = count.saturating_sub(from_here);
            left = left.saturating_sub(from_here);
        }
    }
    counts
}

impl Count<'_> {
    fn could_change(&self, doubt: Doubt) -> bool {
        let Doubt { added, removed } = doubt;
        // One ballot more or less unties, or tells nothing apart from a tie any more.
        if !self.tied.is_empty() {
            return true;
        }
        let (returned, valid) = (self.case.ballots.returned(), self.case.ballots.valid());
        let moved = |number: u64| number.saturating_add(added).saturating_sub(removed);
        let (now, _) = threshold(self.case, self.rules, returned, valid);
        let (then, _) = threshold(self.case, self.rules, moved(returned), moved(valid));
        let (least, most) = (now.min(then), now.max(then));
        let (firm, others): (Vec<_>, Vec<_>) =
            (0..).zip(&self.standings).partition(|(item, _)| self.firm.contains(item));
        if firm.iter().any(|(_, standing)| standing.votes.saturating_sub(removed) < most) {
            return true;
        }
        others.iter().any(|(_, standing)| {
            standing.votes.saturating_add(added) >= least
                && (self.vacant > 0 || firm.iter().any(|(_, firm)| self.could_reach(standing, firm, doubt)))
        })
    }

    /// Whether the best that an item could have had reaches the worst that a firm one could.
    fn could_reach(&self, item: &Standing, firm: &Standing, doubt: Doubt) -> bool {
        let Choose { score, .. } = *self.rules;
        let range = Range { last: self.case.profile.ranks().map_or(0, |(ranks, _)| ranks), doubt };
        match range.best(score, item).zip(range.worst(score, firm)) {
            Some((best, worst)) => compare(score, &best, &worst).is_le(),
            // No ballot is left to compare by.
            None => true,
        }
    }
}

/// How far ballots in doubt can move a score.
#[derive(Clone, Copy)]
struct Range {
    /// The last number of the ballot.
    last: u64,
    doubt: Doubt,
}

impl Range {
    fn best(self, score: Score, item: &Standing) -> Option<Standing> {
        let Doubt { added, removed } = self.doubt;
        match score {
            Score::Votes | Score::Appearances { .. } => Some(points(item.num.saturating_add(added))),
            Score::Borda => Some(points(item.num.saturating_add(added.saturating_mul(self.last)))),
            Score::MeanRank { unranked } => {
                let behind = self.behind(unranked);
                let (sum, ballots) = of_mean(item);
                let num = sum.saturating_sub(removed.saturating_mul(behind)).saturating_add(added);
                self.mean(unranked, num, ballots.saturating_sub(removed).saturating_add(added))
            }
        }
    }

    fn worst(self, score: Score, item: &Standing) -> Option<Standing> {
        let Doubt { added, removed } = self.doubt;
        match score {
            Score::Votes | Score::Appearances { .. } => Some(points(item.num.saturating_sub(removed))),
            Score::Borda => Some(points(item.num.saturating_sub(removed.saturating_mul(self.last)))),
            Score::MeanRank { unranked } => {
                let (sum, ballots) = of_mean(item);
                let late = added.saturating_mul(self.behind(unranked));
                let without = self.mean(
                    unranked,
                    sum.saturating_sub(removed).saturating_add(late),
                    ballots.saturating_sub(removed).saturating_add(added),
                )?;
                let with = self.mean(unranked, sum.saturating_add(late), ballots.saturating_add(added))?;
                Some(if compare(score, &without, &with).is_lt() { with } else { without })
            }
        }
    }

    /// The largest number that a ballot can add to a mean.
    fn behind(self, unranked: Unranked) -> u64 {
        match unranked {
            Unranked::Ignored => self.last.max(1),
            Unranked::Last => self.last.saturating_add(1),
        }
    }

    /// A mean, cut to what numbers can make; none of no ballots.
    fn mean(self, unranked: Unranked, num: u64, den: u64) -> Option<Standing> {
        let num = num.clamp(den, den.saturating_mul(self.behind(unranked)));
        // Only whether there are votes matters to a comparison, and here there are.
        (den > 0).then_some(Standing { votes: den, num, den })
    }
}

/// Sum and number of the ballots that a mean is made of.
fn of_mean(item: &Standing) -> (u64, u64) {
    // An item that nobody ranked has 0 / 1.
    if item.num == 0 { (0, 0) } else { (item.num, item.den) }
}

fn points(num: u64) -> Standing {
    Standing { votes: num, num, den: 1 }
}
