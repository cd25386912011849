//! A grade for each item by itself (protocol.md §9.3, step 9).

use super::super::decision::{Chosen, Decision, ItemDecision, Reason};
use super::super::method::{GradeRule, GradeTie};
use super::super::numbers::{Row, base, int};
use super::super::options::Options;
use super::super::profile::BlankItem;
use super::super::share::{Base, Share};
use super::{Case, NO_SCORE, empty, fraction, share_of};
use crate::wire::Int;

/// What one item's counts lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Graded {
    /// From 0, best first.
    pub(super) grade: Option<usize>,
    reason: Reason,
}

/// How the columns of an appraisal are read.
#[derive(Clone, Copy)]
pub(super) struct Scale<'a> {
    case: Case<'a>,
    rule: &'a GradeRule,
    grades: usize,
    satisfied: usize,
    /// Columns that have a say on an item: all, or all but the rest.
    columns: usize,
}

impl<'a> Scale<'a> {
    /// Of a profile that passed its checks, so it has grades.
    pub(super) fn new(case: Case<'a>, rule: &'a GradeRule) -> Self {
        let (grades, satisfied) = match &case.profile.options {
            Options::Grades { grades, satisfied, .. } => (grades.len(), satisfied.get()),
            _ => (0, 0),
        };
        let rest = usize::from(case.profile.blank_item != BlankItem::Abstain);
        Self {
            case,
            rule,
            grades,
            satisfied: usize::try_from(satisfied).unwrap_or(usize::MAX),
            columns: case.profile.columns().saturating_sub(rest),
        }
    }

    /// Marks that have a say on the item.
    fn votes(&self, counts: &[u64]) -> u64 {
        sum(counts.iter().take(self.columns))
    }

    fn satisfied(&self, counts: &[u64]) -> u64 {
        sum(counts.iter().take(self.satisfied))
    }

    fn marks<'c>(&self, counts: &'c [u64]) -> impl Iterator<Item = u64> + use<'c> {
        counts.iter().copied().take(self.grades)
    }

    /// By how much the most frequent grade leads the next.
    pub(super) fn lead(&self, counts: &[u64]) -> u64 {
        let mut marks: Vec<u64> = self.marks(counts).collect();
        marks.sort_unstable_by(|one, other| other.cmp(one));
        marks.first().zip(marks.get(1)).map_or(0, |(most, next)| most.saturating_sub(*next))
    }

    /// The columns, from the first, whose marks make a difference when they go.
    pub(super) fn removable(&self) -> usize {
        match self.rule {
            GradeRule::Weighted { .. } => self.grades,
            GradeRule::Plurality { .. } | GradeRule::Cumulative { .. } | GradeRule::Rate { .. } => {
                self.columns
            }
        }
    }

    /// The grade of one item; `returned` is the number of ballots of both channels.
    pub(super) fn grade(&self, counts: &[u64], returned: u64) -> Graded {
        if self.marks(counts).fold(0, u64::saturating_add) == 0 {
            return Graded { grade: None, reason: Reason::NoVotes };
        }
        match self.rule {
            GradeRule::Plurality { on_tie } => self.plurality(counts, *on_tie),
            GradeRule::Cumulative { share } => self.cumulative(counts, share, returned),
            GradeRule::Weighted { weights, bands } => self.weighted(counts, weights, bands),
            GradeRule::Rate { bands } => {
                let (num, den) = (u128::from(self.satisfied(counts)), u128::from(self.votes(counts)));
                let reached =
                    |band: Int| num.saturating_mul(100) >= den.saturating_mul(u128::from(band.get()));
                let (grade, band) = self.by_band(bands, reached);
                Graded { grade, reason: Reason::Rate { band } }
            }
        }
    }

    fn plurality(&self, counts: &[u64], on_tie: GradeTie) -> Graded {
        let most = self.marks(counts).max().unwrap_or(0);
        let grades: Vec<usize> = self
            .marks(counts)
            .enumerate()
            .filter(|(_, marks)| *marks == most)
            .map(|(grade, _)| grade)
            .collect();
        let grade = match (grades.as_slice(), on_tie) {
            ([only], _) => Some(*only),
            (several, GradeTie::Higher) => several.first().copied(),
            (several, GradeTie::Lower) => several.last().copied(),
            (_, GradeTie::Presidium) => None,
        };
        let grades = grades.into_iter().map(index).collect();
        Graded { grade, reason: Reason::Plurality { marks: int(most), grades } }
    }

    fn cumulative(&self, counts: &[u64], share: &Share, returned: u64) -> Graded {
        let votes = self.votes(counts);
        let base = match share.base {
            Base::Valid => votes,
            of => base(of, self.case.roll, returned, votes),
        };
        let needed = share.needed(base).max(1);
        let last = self.grades.saturating_sub(1);
        let mut cumulated: u64 = 0;
        let mut reached = |marks: u64| {
            cumulated = cumulated.saturating_add(marks);
            cumulated
        };
        let mut upper = self.marks(counts).take(last).map(&mut reached).enumerate();
        let found = upper.find(|(_, marks)| *marks >= needed);
        let (grade, marks) = found.unwrap_or_else(|| (last, sum(counts.iter().take(last))));
        let reason = Reason::Cumulative { reached: int(marks), needed: int(needed), base: int(base) };
        Graded { grade: Some(grade), reason }
    }

    fn weighted(&self, counts: &[u64], weights: &[Int], bands: &[Int]) -> Graded {
        let (points, marks) = self.points(counts, weights);
        let reached = |band: Int| points >= marks.saturating_mul(u128::from(band.get()));
        let (grade, band) = self.by_band(bands, reached);
        Graded { grade, reason: Reason::Weighted { band } }
    }

    /// Σ weight·count and Σ count over the grades.
    fn points(&self, counts: &[u64], weights: &[Int]) -> (u128, u128) {
        self.marks(counts).zip(weights).fold((0, 0), |(points, marks), (count, weight)| {
            let (count, weight) = (u128::from(count), u128::from(weight.get()));
            (points.saturating_add(weight.saturating_mul(count)), marks.saturating_add(count))
        })
    }

    /// The first grade whose band is reached, and that band; the last grade and none, if none is.
    fn by_band(&self, bands: &[Int], reached: impl Fn(Int) -> bool) -> (Option<usize>, Vec<Int>) {
        match bands.iter().copied().enumerate().find(|(_, band)| reached(*band)) {
            Some((grade, band)) => (Some(grade), vec![band]),
            None => (self.grades.checked_sub(1), Vec::new()),
        }
    }

    fn item(&self, row: &Row, rates: &[(u64, u64)]) -> ItemDecision {
        let counts = counts(row);
        let graded = self.grade(&counts, self.case.ballots.returned());
        let (num, den) = self.rate(&counts);
        let better = rates.iter().filter(|other| is_greater(**other, (num, den))).count();
        let score = match self.rule {
            GradeRule::Weighted { weights, .. } => {
                let (points, marks) = self.points(&counts, weights);
                let number = |value: u128| u64::try_from(value).unwrap_or(0);
                if marks > 0 { (number(points), number(marks)) } else { NO_SCORE }
            }
            _ => NO_SCORE,
        };
        ItemDecision {
            counts: row.counts.clone(),
            invalid: row.invalid,
            votes: int(den),
            score: fraction(score),
            share: share_of(num, den),
            rank: int(u64::try_from(better).unwrap_or(u64::MAX).saturating_add(1)),
            passed: graded.grade.is_some_and(|grade| grade.saturating_add(1) < self.grades),
            chosen: Chosen::Graded,
            grade: graded.grade.map(index).into_iter().collect(),
            reason: graded.reason,
        }
    }

    /// The rate of satisfaction: satisfied marks, and marks that have a say.
    fn rate(&self, counts: &[u64]) -> (u64, u64) {
        (self.satisfied(counts), self.votes(counts))
    }
}

/// Step 9.
pub(super) fn decision(case: Case<'_>, rule: &GradeRule) -> Decision {
    let scale = Scale::new(case, rule);
    let rates: Vec<(u64, u64)> = case.rows.iter().map(|row| scale.rate(&counts(row))).collect();
    Decision {
        items: case.rows.iter().map(|row| scale.item(row, &rates)).collect(),
        ..empty(case.ballots.unreturned())
    }
}

/// The counts of a row as numbers to reckon with.
pub(super) fn counts(row: &Row) -> Vec<u64> {
    row.counts.iter().map(|count| count.get()).collect()
}

/// Whether one share is greater; an item without votes has share 0.
fn is_greater(one: (u64, u64), other: (u64, u64)) -> bool {
    let product =
        |(num, _): (u64, u64), (_, den): (u64, u64)| u128::from(num).saturating_mul(u128::from(den.max(1)));
    product(one, other) > product(other, one)
}

fn sum<'c>(counts: impl Iterator<Item = &'c u64>) -> u64 {
    counts.fold(0, |sum, count| sum.saturating_add(*count))
}

fn index(grade: usize) -> Int {
    int(u64::try_from(grade).unwrap_or(u64::MAX))
}
