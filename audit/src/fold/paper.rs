//! Paper ballots beside machine ballots (protocol.md §3.9).
//!
//! Invariants
//! - A deputy has a machine ballot or a paper of a contest, never both.
//! - Nothing of a machine ballot is decrypted before the papers are counted twice and confirmed: neither count can lean on
//!   the other channel's result.
//! - A channel below the floor is not counted apart: its papers go as encrypted ballots into the one sum.

use super::contest::Stage;
use super::{Check, Code, Contest, Course, Refusal, State};
use crate::entry::paper::{PaperCast, PaperConfirmed, PaperCount, PaperCounted, PaperIssued};
use crate::entry::voting::PaperNumbers;
use crate::rules::{Row, Secrecy};
use crypto::ballot::{BallotContext, VerifiedBallot};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The papers of a contest.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// Deputies who were given one.
    pub issued: BTreeSet<u32>,
    /// Keys of those entered as encrypted ballots.
    pub(super) entered: HashSet<[u8; 32]>,
    /// What the close says of them.
    pub numbers: Option<PaperNumbers>,
    /// The last count of the tellers and of the scrutineers, with the leaf hash of its entry.
    pub counts: BTreeMap<PaperCount, ([u8; 32], PaperCounted)>,
    /// Whether two roles have confirmed that the counts agree.
    pub confirmed: bool,
}

impl Paper {
    /// 发出.
    pub fn issued_count(&self) -> u64 {
        u64::try_from(self.issued.len()).unwrap_or(u64::MAX)
    }

    /// Papers entered as encrypted ballots so far.
    pub fn entered_count(&self) -> u64 {
        u64::try_from(self.entered.len()).unwrap_or(u64::MAX)
    }

    /// Whether the close says that there are papers to be counted or registered as void.
    pub fn must_be_counted(&self) -> bool {
        self.numbers.is_some_and(|numbers| {
            numbers.returned <= numbers.issued
                && (numbers.void.get() > 0 || (numbers.valid() > 0 && numbers.entered.get() == 0))
        })
    }

    /// Whether [`Paper::must_be_counted`] and the counts are not confirmed.
    pub fn is_awaited(&self) -> bool {
        self.must_be_counted() && !self.confirmed
    }

    /// Items for which the two counts differ, from 0, and whether the registers of void papers do: the difference list
    /// 差异清单. `None` until both counts stand.
    pub fn differences(&self) -> Option<Differences> {
        let [(_, (_, first)), (_, (_, second))] =
            <[_; 2]>::try_from(self.counts.iter().collect::<Vec<_>>()).ok()?;
        let longer = first.rows.len().max(second.rows.len());
        let items = (0..longer).filter(|&item| first.rows.get(item) != second.rows.get(item)).collect();
        Some(Differences { items, void: first.void != second.void })
    }

    /// Marks of the papers counted apart, once confirmed; none where they were entered, all void, or there are none.
    pub(super) fn rows(&self) -> &[Row] {
        match self.counts.get(&PaperCount::Tellers) {
            Some((_, counted)) if self.confirmed => &counted.rows,
            _ => &[],
        }
    }
}

/// Where the two counts of the papers differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differences {
    /// Items, from 0.
    pub items: Vec<usize>,
    /// Whether the registers of void papers differ.
    pub void: bool,
}

/// Whether the papers of a contest must be entered as encrypted ballots, with so many valid papers and ballots in the box.
pub fn papers_are_entered(valid: u64, boxed: u64, floor: u64) -> bool {
    valid > 0 && (valid < floor || (boxed > 0 && boxed < floor))
}

impl State {
    pub(super) fn paper_issued(&mut self, body: &PaperIssued) -> Result<(), Refusal> {
        let contest = self.contest_by_hash(body.contest.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = self.course(&body.contest)?;
        self.must(must_be_secret(contest))?;
        if course.stage != Stage::Held {
            self.must(course.must_be(Stage::Open))?;
        }
        if !self.is_witnessed(course.opened_index) {
            self.object(Code::NotWitnessed)?;
        }
        let mut deputies = BTreeSet::new();
        for number in &body.deputies {
            let deputy = self.deputy(number.get())?;
            let at = |code| Refusal::at(code, format_args!("deputy {deputy}"));
            if deputies.last().is_some_and(|last| *last >= deputy) {
                self.object(at(Code::PaperBad))?;
            }
            if self.attendance.get(deputy).is_none() {
                self.object(at(Code::NotCheckedIn))?;
            }
            if contest.has_issued_to(deputy) {
                self.object(at(Code::BallotIssuedAlready))?;
            }
            deputies.insert(deputy);
        }
        if deputies.is_empty() {
            self.object(Refusal::at(Code::PaperBad, "deputies"))?;
        }
        self.counters.did(Check::Paper, 1);
        self.course_mut(&body.contest)?.paper.issued.extend(deputies);
        Ok(())
    }

    pub(super) fn paper_cast(
        &mut self,
        body: &PaperCast,
        verified: Option<&VerifiedBallot<'_>>,
    ) -> Result<(), Refusal> {
        let fingerprint = self.fingerprint()?;
        let contest = self.contest_by_hash(body.contest.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = self.course(&body.contest)?;
        self.must(course.must_be(Stage::Opened))?;
        let ballots = course.ballots.as_ref().ok_or(Code::BoxIncomplete)?;
        let (entered, issued) = (course.paper.entered_count(), course.paper.issued_count());
        if entered >= issued {
            self.object(Refusal::at(
                Code::PaperBad,
                format_args!("{} / {issued}", entered.saturating_add(1)),
            ))?;
        }
        let key = body.ballot_key.to_bytes();
        if course.paper.entered.contains(&key) || ballots.has_key(&key) {
            self.object(Refusal::at(Code::PaperBad, "ballot_key"))?;
        }
        let bytes = self.parts.bytes(&body.ballot).map_err(|error| Refusal::at(Code::PartsWrong, error))?;
        let context = BallotContext { sitting: fingerprint, contest: course.hash, ballot_key: key };
        let mut decoded = None;
        let (verified, firsts) = self.verified(contest, &context, bytes, verified, &mut decoded)?;
        if firsts.iter().any(|a| course.spoiled.contains(a)) {
            self.object(Code::Spoiled)?;
        }
        let course = self.course_mut(&body.contest)?;
        if let (Some(ballots), Some(verified)) = (&mut course.ballots, verified) {
            ballots.tally.add(&verified).map_err(|error| Refusal::at(Code::BallotMalformed, error))?;
        }
        course.spoiled.extend(firsts);
        course.paper.entered.insert(key);
        self.counters.did(Check::Paper, 1);
        self.counters.did(Check::BallotProofs, 1);
        Ok(())
    }

    pub(super) fn paper_counted(&mut self, body: &PaperCounted, leaf: [u8; 32]) -> Result<(), Refusal> {
        let contest = self.contest_by_hash(body.contest.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = self.course(&body.contest)?;
        let numbers = countable(course, body.closed.as_bytes())?;
        let before = course.paper.counts.get(&body.count).map(|(leaf, _)| *leaf);
        if before.as_slice() != body.replaces.iter().map(|leaf| leaf.to_bytes()).collect::<Vec<_>>() {
            self.object(Code::FollowsWrong)?;
        }
        if body.void.iter().any(|papers| papers.reason.as_str().trim().is_empty()) {
            self.object(Code::ReasonMissing)?;
        }
        let void = body.void.iter().try_fold(0_u64, |sum, papers| match papers.count.get() {
            0 => None,
            count => sum.checked_add(count),
        });
        if void != Some(numbers.void.get()) {
            self.object(Refusal::at(Code::PaperBad, format_args!("void: {}", numbers.void)))?;
        }
        let apart = numbers.valid() > 0 && numbers.entered.get() == 0;
        let rows = check_rows(contest, &body.rows, if apart { Some(numbers.valid()) } else { None });
        self.must(rows.map_err(|what| Refusal::at(Code::PaperBad, what)))?;
        self.counters.did(Check::Paper, 1);
        self.course_mut(&body.contest)?.paper.counts.insert(body.count, (leaf, body.clone()));
        Ok(())
    }

    pub(super) fn paper_confirmed(&mut self, body: &PaperConfirmed) -> Result<(), Refusal> {
        let course = self.course(&body.contest)?;
        let closed = course.closed.map_or([0; 32], |(leaf, _)| leaf);
        countable(course, &closed)?;
        let count = |count, named: [u8; 32]| match course.paper.counts.get(&count) {
            Some((leaf, counted)) if *leaf == named => Ok(counted),
            Some(_) => Err(Refusal::from(Code::FollowsWrong)),
            None => Err(Refusal::from(Code::PaperNotConfirmed)),
        };
        let first = count(PaperCount::Tellers, body.first.to_bytes())?;
        let second = count(PaperCount::Scrutineers, body.second.to_bytes())?;
        if let Some(item) = first.rows.iter().zip(&second.rows).position(|(first, second)| first != second) {
            self.object(Refusal::at(Code::PaperCountsDiffer, format_args!("item {item}")))?;
        }
        self.counters.did(Check::Paper, 1);
        self.course_mut(&body.contest)?.paper.confirmed = true;
        Ok(())
    }

    /// Checks the numbers of the papers in a close.
    pub(super) fn check_paper_numbers(contest: &Contest, numbers: &PaperNumbers) -> Result<(), Refusal> {
        let course = contest.course().ok_or(Code::ContestForeign)?;
        let bad = |field: &str, is: u64| Refusal::at(Code::PaperBad, format_args!("{field}: {is}"));
        // No papers in a named contest or a show of hands, so none comes back.
        if contest.profile.secrecy != Secrecy::Secret && *numbers != PaperNumbers::default() {
            return Err(bad("papers", 0));
        }
        let issued = course.paper.issued_count();
        if numbers.issued.get() != issued {
            return Err(bad("issued", issued));
        }
        if numbers.void > numbers.returned {
            return Err(bad("void", numbers.returned.get()));
        }
        let boxed = course.boxed().unwrap_or(0);
        let collected = numbers.returned <= numbers.issued;
        let enter = collected && papers_are_entered(numbers.valid(), boxed, contest.profile.apart_floor());
        let entered = if enter { numbers.valid() } else { 0 };
        if numbers.entered.get() != entered || course.paper.entered_count() != entered {
            return Err(bad("entered", entered));
        }
        Ok(())
    }
}

/// Refused unless votes are secret: only then are there ballots, stamps, a box and papers.
pub(super) fn must_be_secret(contest: &Contest) -> Result<(), Refusal> {
    if contest.profile.secrecy == Secrecy::Secret { Ok(()) } else { Err(Code::SecrecyWrong.into()) }
}

/// The numbers of the papers, if they are still to be counted.
fn countable(course: &Course, closed: &[u8; 32]) -> Result<PaperNumbers, Refusal> {
    course.must_be(Stage::Closed)?;
    if course.closed.map(|(leaf, _)| leaf) != Some(*closed) {
        return Err(Code::FollowsWrong.into());
    }
    match course.paper.numbers {
        Some(numbers) if course.paper.is_awaited() => Ok(numbers),
        _ => Err(Refusal::at(Code::PaperBad, "nothing to count")),
    }
}

/// One row for each item and one count for each column, each row making up `ballots`; no row for `None`. The error names
/// the row.
pub(super) fn check_rows(contest: &Contest, rows: &[Row], ballots: Option<u64>) -> Result<(), String> {
    let Some(ballots) = ballots else {
        return if rows.is_empty() { Ok(()) } else { Err(format!("{} / 0 rows", rows.len())) };
    };
    if rows.len() != contest.definition.items.len() {
        return Err(format!("{} / {} rows", rows.len(), contest.definition.items.len()));
    }
    for (item, row) in rows.iter().enumerate() {
        if row.counts.len() != contest.shape.options() {
            return Err(format!("item {item}: {} / {} columns", row.counts.len(), contest.shape.options()));
        }
        let sum = row
            .counts
            .iter()
            .chain([&row.invalid])
            .try_fold(0_u64, |sum, count| sum.checked_add(count.get()));
        if sum != Some(ballots) {
            return Err(format!("item {item}: {} ≠ {ballots}", sum.unwrap_or(u64::MAX)));
        }
    }
    Ok(())
}
