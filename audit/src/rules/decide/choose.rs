//! Items chosen for seats (protocol.md §9.3, steps 4 to 8).

use std::cmp::Ordering;

use super::super::decision::{Chosen, Decision, ItemDecision, Next, NextKind, Reason, Tied};
use super::super::method::{Choose, OnShortfall, OnTie, Score, Seats, Unranked};
use super::super::numbers::{Row, base, chosen, int};
use super::super::share::Requirement;
use super::{Case, empty, fraction, share_of};
use crate::wire::Int;

/// What an item is compared by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Ballots that choose or rank it.
    pub(super) votes: u64,
    /// Numerator of the score.
    pub(super) num: u64,
    /// Denominator; at least 1.
    pub(super) den: u64,
}

/// Step 4 for one item.
fn standing(case: Case<'_>, score: Score, row: &Row) -> Standing {
    let last_number = case.profile.ranks().map_or(0, |(ranks, _)| ranks);
    let valid = case.ballots.valid();
    // Numbers are at most 30 and counts below MEMBERSHIP_MAX: nothing here saturates.
    let ranked = || (1..=last_number).zip(&row.counts).map(|(number, count)| (number, count.get()));
    let sum = |of: &dyn Fn(u64) -> u64| -> u64 {
        ranked().fold(0, |sum, (number, count)| sum.saturating_add(of(number).saturating_mul(count)))
    };
    let ballots = || sum(&|_| 1);
    match score {
        Score::Votes => {
            let votes = chosen(case.profile, row);
            Standing { votes, num: votes, den: 1 }
        }
        Score::Appearances { top } => {
            let votes = sum(&|number| u64::from(number <= top.get()));
            Standing { votes, num: votes, den: 1 }
        }
        Score::Borda => {
            let points = sum(&|number| last_number.saturating_add(1).saturating_sub(number));
            Standing { votes: ballots(), num: points, den: 1 }
        }
        Score::MeanRank { unranked: Unranked::Ignored } => {
            let votes = ballots();
            Standing { votes, num: sum(&|number| number), den: votes.max(1) }
        }
        Score::MeanRank { unranked: Unranked::Last } => {
            let votes = ballots();
            let behind = last_number.saturating_add(1).saturating_mul(valid.saturating_sub(votes));
            Standing { votes, num: sum(&|number| number).saturating_add(behind), den: valid.max(1) }
        }
    }
}

/// `Less`: `one` is better than `other`. Exact.
pub(super) fn compare(score: Score, one: &Standing, other: &Standing) -> Ordering {
    let product = |num: u64, den: u64| u128::from(num).saturating_mul(u128::from(den));
    let by_fraction = product(one.num, other.den).cmp(&product(other.num, one.den));
    match score {
        Score::Votes | Score::Appearances { .. } | Score::Borda => by_fraction.reverse(),
        Score::MeanRank { unranked: Unranked::Last } => by_fraction,
        // An item that nobody ranked has no mean, and is behind all that have one.
        Score::MeanRank { unranked: Unranked::Ignored } => {
            (one.votes == 0).cmp(&(other.votes == 0)).then(by_fraction)
        }
    }
}

/// Steps 4 to 7.
pub(super) struct Count<'a> {
    pub(super) case: Case<'a>,
    pub(super) rules: &'a Choose,
    pub(super) standings: Vec<Standing>,
    seats: u64,
    needed: u64,
    base: u64,
    /// Best first, then by number.
    pub(super) firm: Vec<u64>,
    /// By number.
    pub(super) tied: Vec<u64>,
    /// Seats for the tied.
    seats_left: u64,
    pub(super) vacant: u64,
}

/// Votes that an item needs, and the number that they are a share of, with so many ballots.
pub(super) fn threshold(case: Case<'_>, rules: &Choose, returned: u64, valid: u64) -> (u64, u64) {
    match &rules.threshold {
        Requirement::None => (1, 0),
        Requirement::Share(share) => {
            let base = base(share.base, case.roll, returned, valid);
            // An item that nobody chose does not pass, whatever the share.
            (share.needed(base).max(1), base)
        }
    }
}

impl<'a> Count<'a> {
    pub(super) fn new(case: Case<'a>, rules: &'a Choose) -> Self {
        let standings: Vec<Standing> = case.rows.iter().map(|row| standing(case, rules.score, row)).collect();
        let items = u64::try_from(standings.len()).unwrap_or(u64::MAX);
        let seats = match rules.seats {
            Seats::Fixed { count } => count.get(),
            Seats::EveryItem => items,
        };
        let (needed, base) = threshold(case, rules, case.ballots.returned(), case.ballots.valid());
        // Step 4. Stable, so equal scores stay in the order of the items; that order settles nothing.
        let mut passed: Vec<(u64, &Standing)> =
            (0..).zip(&standings).filter(|(_, standing)| standing.votes >= needed).collect();
        passed.sort_by(|(_, one), (_, other)| compare(rules.score, one, other));
        // Step 5: the score of the last item within the seats, if another item with the same stands behind it.
        let places = usize::try_from(seats).unwrap_or(usize::MAX);
        let equal = |one: &Standing, other: &Standing| compare(rules.score, one, other).is_eq();
        let last = places.checked_sub(1).and_then(|last| passed.get(last)).map(|(_, standing)| *standing);
        let next = passed.get(places).map(|(_, standing)| *standing);
        let cut = last.zip(next).filter(|(last, next)| equal(last, next)).map(|(last, _)| last);
        let at_cut = |standing: &Standing| cut.is_some_and(|cut| equal(cut, standing));
        let mut firm: Vec<u64> = passed
            .iter()
            .take(places)
            .filter(|(_, standing)| !at_cut(standing))
            .map(|(item, _)| *item)
            .collect();
        let mut tied: Vec<u64> =
            passed.iter().filter(|(_, standing)| at_cut(standing)).map(|(item, _)| *item).collect();
        tied.sort_unstable();
        let count = |items: &[u64]| u64::try_from(items.len()).unwrap_or(u64::MAX);
        let seats_left = if tied.is_empty() { 0 } else { seats.saturating_sub(count(&firm)) };
        if rules.on_tie == OnTie::AllIn {
            firm.extend(&tied);
        }
        // Step 6.
        let without = seats.saturating_sub(u64::try_from(passed.len()).unwrap_or(u64::MAX));
        let vacant = if rules.on_tie == OnTie::AllOut && !tied.is_empty() { seats_left } else { without };
        Self { case, rules, standings, seats, needed, base, firm, tied, seats_left, vacant }
    }

    pub(super) fn decision(&self) -> Decision {
        let items = (0..).zip(self.case.rows.iter().zip(&self.standings));
        Decision {
            needed: int(self.needed),
            base: int(self.base),
            firm: ints(&self.firm),
            tied: Tied { items: ints(&self.tied), seats: int(self.seats_left) },
            next: self.next(),
            vacant: int(self.vacant),
            items: items.map(|(item, (row, standing))| self.item(item, row, standing)).collect(),
            ..empty(self.case.ballots.unreturned())
        }
    }

    /// Step 7.
    fn next(&self) -> Next {
        let tie = match self.rules.on_tie {
            OnTie::RunOff => Some(NextKind::RunOff),
            OnTie::Presidium => Some(NextKind::Presidium),
            OnTie::AllIn | OnTie::AllOut => None,
        };
        if let Some(kind) = tie.filter(|_| !self.tied.is_empty()) {
            return Next { kind, items: ints(&self.tied), seats: int(self.seats_left) };
        }
        if self.vacant == 0 {
            return Next::default();
        }
        match self.rules.on_shortfall {
            OnShortfall::SecondRound if self.tied.is_empty() => self.second_round(),
            OnShortfall::Vacant | OnShortfall::SecondRound => Next::default(),
            OnShortfall::NextSitting => {
                Next { kind: NextKind::NextSitting, items: Vec::new(), seats: int(self.vacant) }
            }
        }
    }

    /// The best of those that failed: as many as the vacant seats and the surplus ask for, and all that equal the last.
    fn second_round(&self) -> Next {
        let mut failed: Vec<(u64, &Standing)> =
            (0..).zip(&self.standings).filter(|(_, standing)| standing.votes < self.needed).collect();
        failed.sort_by(|(_, one), (_, other)| compare(self.rules.score, one, other));
        let wanted = self.vacant.saturating_add(self.case.profile.surplus.extra(self.vacant));
        let wanted = usize::try_from(wanted).unwrap_or(usize::MAX).min(failed.len());
        let Some(last) = wanted.checked_sub(1).and_then(|last| failed.get(last)) else {
            return Next::default();
        };
        let last = last.1;
        let within = |standing: &Standing| compare(self.rules.score, standing, last).is_le();
        let mut items: Vec<u64> =
            failed.iter().filter(|(_, standing)| within(standing)).map(|(item, _)| *item).collect();
        items.sort_unstable();
        Next { kind: NextKind::SecondRound, items: ints(&items), seats: int(self.vacant) }
    }

    /// Step 8.
    fn item(&self, item: u64, row: &Row, standing: &Standing) -> ItemDecision {
        let better =
            self.standings.iter().filter(|other| compare(self.rules.score, other, standing).is_lt()).count();
        let passed = standing.votes >= self.needed;
        let (firm, tied) = (self.firm.contains(&item), self.tied.contains(&item));
        let chosen = match self.rules.on_tie {
            _ if firm => Chosen::Yes,
            OnTie::RunOff if tied => Chosen::RunOff,
            OnTie::Presidium if tied => Chosen::Presidium,
            _ => Chosen::No,
        };
        let (needed, base) = (int(self.needed), int(self.base));
        let reason = if tied {
            let tied = u64::try_from(self.tied.len()).unwrap_or(u64::MAX);
            Reason::TiedAtCut { tied: int(tied), seats: int(self.seats_left) }
        } else if firm {
            Reason::WithinSeats { needed, base }
        } else if passed {
            Reason::SeatsFilled { seats: int(self.seats) }
        } else {
            Reason::BelowThreshold { needed, base }
        };
        let of = match self.rules.threshold {
            Requirement::None => self.case.ballots.valid(),
            Requirement::Share(_) => self.base,
        };
        ItemDecision {
            counts: row.counts.clone(),
            invalid: row.invalid,
            votes: int(standing.votes),
            score: fraction((standing.num, standing.den)),
            share: share_of(standing.votes, of),
            rank: int(u64::try_from(better).unwrap_or(u64::MAX).saturating_add(1)),
            passed,
            chosen,
            grade: Vec::new(),
            reason,
        }
    }
}

fn ints(numbers: &[u64]) -> Vec<Int> {
    numbers.iter().copied().map(int).collect()
}
