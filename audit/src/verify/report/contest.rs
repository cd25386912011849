//! One contest of the report.

use super::both;
use crate::fingerprint::Fingerprint;
use crate::fold::{Contest, Course, Stage, State};
use crate::print::tally_report;
use crate::rules::{
    Chosen, Decision, Doubt, ItemDecision, NextKind, Options, Secrecy, could_change, explain,
};
use crate::wire::Bytes32;
use crate::words::Words;
use serde::Serialize;

/// One contest. Numbers since the opening are `null` before it; items are empty until the result is declared, and for ever
/// if it is voided.
#[derive(Clone, Debug, Serialize)]
pub struct ContestReport {
    /// From 1.
    pub number: u64,
    /// Its title.
    pub title: String,
    /// `defined`, `open`, `held`, `ended`, `opening`, `opened`, `closed`, `declared` or `voided`.
    pub stage: &'static str,
    /// The contest hash, once it was opened.
    pub hash: Option<Bytes32>,
    /// 无记名, 记名, 举手.
    pub secrecy: Secrecy,
    /// The rules, a line each.
    pub rules: Vec<Words>,
    /// 实到.
    pub present: Option<u64>,
    /// 发出 by machine; in a named contest and a show of hands everyone present.
    pub issued: Option<u64>,
    /// 收回 by machine: ballots of the box, votes, or hands.
    pub returned: Option<u64>,
    /// 未收回, 未按, 未举手, once they are all there.
    pub unreturned: Option<u64>,
    /// Return slips of a secret contest.
    pub slips: Option<u64>,
    /// Paper ballots, once closed, if any were issued.
    pub paper: Option<PaperReport>,
    /// Ballots and slips differ.
    pub mismatch: Option<Mismatch>,
    /// Challenges recorded.
    pub challenged: Option<u64>,
    /// Validity, seats filled, run-off, vacancies, what unreturned ballots could have changed; once declared.
    pub decision: Vec<Words>,
    /// Each item in ballot order; once declared.
    pub items: Vec<ItemReport>,
    /// Numbers of the items to vote on again, and the seats left for them.
    pub run_off: Vec<u64>,
    /// Seats left for the run-off.
    pub run_off_seats: u64,
    /// Seats left vacant.
    pub vacant: u64,
    /// What the decision calls for: `none`, `run_off`, `presidium`, `second_round`, `next_sitting`; once declared.
    pub next: Option<NextKind>,
    /// Numbers of the tied items that the presidium chose.
    pub settled: Vec<u64>,
    /// It does not count.
    pub voided: Option<Voided>,
    /// The printed report, once somebody signed it.
    pub report: Option<SignedReport>,
}

/// The printed report 计票结果报告单 that `report_signed` names.
#[derive(Clone, Debug, Serialize)]
pub struct SignedReport {
    /// SHA-256 of its bytes, 64 hexadecimal digits, as `sha256sum` and `audit print` say it.
    pub sha256: String,
    /// Who signed, as in the log (§3.1).
    pub signed: Vec<String>,
    /// Whether this version of this program makes the same bytes from the log. Else another version made what was signed,
    /// or it is not the report of this log.
    pub same: bool,
}

/// One item of a declared contest.
#[derive(Clone, Debug, Serialize)]
pub struct ItemReport {
    /// On the ballot, from 1.
    pub number: u64,
    /// What it is.
    pub title: String,
    /// Marks of each column, machine and paper together, in the profile's order, the rest last.
    pub counts: Vec<ColumnReport>,
    /// Valid ballots whose mark of this item does not count.
    pub invalid: u64,
    /// Valid ballots that count for it (§9.3).
    pub votes: u64,
    /// The share in hundredths of a percent.
    pub percent: u64,
    /// 等次, where grades are given and one was reached.
    pub grade: Option<String>,
    /// 1 + the number of items with more votes.
    pub rank: u64,
    /// Whether it has the votes that it needs.
    pub passed: bool,
    /// Whether it is chosen.
    pub chosen: Chosen,
    /// Why, with numbers and article.
    pub reason: Words,
}

/// Marks of one column.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnReport {
    /// 赞成, 选, 满意, 1 ….
    pub column: Words,
    /// How many.
    pub count: u64,
}

/// Paper ballots of a contest.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PaperReport {
    /// 发出.
    pub issued: u64,
    /// 收回.
    pub returned: u64,
    /// 有效.
    pub valid: u64,
    /// 废票.
    pub void: u64,
    /// Entered as encrypted ballots, and in the machine's sum.
    pub entered: u64,
}

/// Ballots of the box are not as many as the deputies who say that they returned one (pitfall 33).
#[derive(Clone, Debug, Serialize)]
pub struct Mismatch {
    /// Which way.
    pub kind: MismatchKind,
    /// By how many.
    pub by: u64,
    /// Whether so many ballots could change the result; `null` until it is declared.
    pub could_change: Option<bool>,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MismatchKind {
    /// Possible stuffing.
    MoreBallotsThanSlips,
    /// Possible loss.
    FewerBallotsThanSlips,
}

/// A voided contest.
#[derive(Clone, Debug, Serialize)]
pub struct Voided {
    /// Why, as both roles signed it.
    pub reason: String,
    /// A decryption share was out by then (pitfall 20): totals may have been known to someone.
    pub after_first_share: bool,
}

pub(super) fn report(state: &State, number: u64, contest: &Contest) -> ContestReport {
    let course = contest.course();
    let rules = each(|lang| explain::rules(&contest.profile, lang));
    let voided = course.and_then(|course| course.voided.as_ref());
    let declared = course
        .and_then(|course| course.declared.as_ref())
        // What was declared and then voided does not count, and is not repeated here.
        .filter(|_| voided.is_none());
    let decision = declared.map(|(_, decision)| decision);
    let returned = course.and_then(Course::returned);
    ContestReport {
        number,
        title: contest.definition.title.as_str().to_owned(),
        stage: contest.stage().map_or("defined", stage),
        hash: course.map(|course| course.hash.into()),
        secrecy: contest.profile.secrecy,
        rules,
        present: course.map(|course| course.present),
        issued: course.map(issued),
        returned,
        unreturned: course.and_then(|course| Some(issued(course).saturating_sub(course.returned()?))),
        slips: course.filter(|course| course.keys.is_some()).map(Course::slip_count),
        paper: course.and_then(paper),
        mismatch: course
            .and_then(|course| mismatch(state, contest, course, declared.map(|(totals, _)| totals))),
        challenged: course.map(|course| course.challenged),
        decision: decision.map_or_else(Vec::new, |decision| {
            each(|lang| explain::whole(&contest.profile, decision, &contest.numbers(), lang))
        }),
        items: decision.map_or_else(Vec::new, |decision| items(contest, decision)),
        run_off: decision.map_or_else(Vec::new, |decision| contest.printed(&decision.tied.items)),
        run_off_seats: decision.map_or(0, |decision| decision.tied.seats.get()),
        vacant: decision.map_or(0, |decision| decision.vacant.get()),
        next: decision.map(|decision| decision.next.kind),
        settled: course
            .filter(|_| decision.is_some())
            .and_then(|course| course.settled.as_ref())
            .map_or_else(Vec::new, |items| {
                items.iter().filter_map(|item| number_of(contest, *item)).collect()
            }),
        voided: voided.map(|(reason, after_first_share)| Voided {
            reason: reason.clone(),
            after_first_share: *after_first_share,
        }),
        report: course.and_then(|course| course.report.as_ref()).map(|(sha256, signed)| SignedReport {
            sha256: Fingerprint(*sha256).to_hex(),
            signed: signed.iter().map(ToString::to_string).collect(),
            same: tally_report(state, number).is_ok_and(|page| page.sha256() == *sha256),
        }),
    }
}

/// By name and by hand everyone who is present may vote.
fn issued(course: &Course) -> u64 {
    if course.keys.is_some() { course.issued_count() } else { course.present }
}

fn paper(course: &Course) -> Option<PaperReport> {
    let numbers = course.paper.numbers.filter(|_| !course.paper.issued.is_empty())?;
    Some(PaperReport {
        issued: numbers.issued.get(),
        returned: numbers.returned.get(),
        valid: numbers.valid(),
        void: numbers.void.get(),
        entered: numbers.entered.get(),
    })
}

/// The printed number of an item, which counts from 0.
fn number_of(contest: &Contest, item: u64) -> Option<u64> {
    contest.definition.items.get(usize::try_from(item).ok()?).map(|item| item.number.get())
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Open => "open",
        Stage::Held => "held",
        Stage::Ended => "ended",
        Stage::Opening => "opening",
        Stage::Opened => "opened",
        Stage::Closed => "closed",
        Stage::Declared => "declared",
        Stage::Voided => "voided",
    }
}

/// Lines in both languages.
fn each(lines: impl Fn(explain::Lang) -> Vec<String>) -> Vec<Words> {
    let pairs = lines(explain::Lang::Zh).into_iter().zip(lines(explain::Lang::En));
    pairs.map(|(zh, en)| Words { zh, en }).collect()
}

fn items(contest: &Contest, decision: &Decision) -> Vec<ItemReport> {
    let decided = contest.definition.items.iter().zip(&decision.items);
    let columns = each(|lang| contest.profile.labels(lang));
    let grade = |decided: &ItemDecision| {
        let Options::Grades { grades, .. } = &contest.profile.options else { return None };
        let grade = usize::try_from(decided.grade.first()?.get()).ok()?;
        grades.get(grade).map(|grade| grade.as_str().to_owned())
    };
    decided
        .map(|(item, decided)| ItemReport {
            number: item.number.get(),
            title: item.title.as_str().to_owned(),
            counts: columns
                .iter()
                .zip(&decided.counts)
                .map(|(column, count)| ColumnReport { column: column.clone(), count: count.get() })
                .collect(),
            invalid: decided.invalid.get(),
            votes: decided.votes.get(),
            percent: decided.share.percent.get(),
            grade: grade(decided),
            rank: decided.rank.get(),
            passed: decided.passed,
            chosen: decided.chosen,
            reason: both(|lang| explain::item(&contest.profile, decided, lang)),
        })
        .collect()
}

fn mismatch(
    state: &State,
    contest: &Contest,
    course: &Course,
    totals: Option<&Vec<u64>>,
) -> Option<Mismatch> {
    // Only a box can hold what nobody says that they put in.
    course.keys.as_ref()?;
    let (returned, slips) = (course.returned()?, course.slip_count());
    let (kind, by) = match returned.checked_sub(slips) {
        Some(0) => return None,
        Some(more) => (MismatchKind::MoreBallotsThanSlips, more),
        None => (MismatchKind::FewerBallotsThanSlips, slips.saturating_sub(returned)),
    };
    let doubt = match kind {
        MismatchKind::MoreBallotsThanSlips => Doubt { added: 0, removed: by },
        MismatchKind::FewerBallotsThanSlips => Doubt { added: by, removed: 0 },
    };
    let could_change = totals.and_then(|totals| {
        let numbers = state.contest_roll(course).ok()?;
        let ballots = state.contest_ballots(contest).ok()?;
        let rows = state.contest_rows(contest, totals).ok()?;
        could_change(&contest.profile, &numbers, &ballots, &rows, doubt).ok()
    });
    Some(Mismatch { kind, by, could_change })
}
