//! The result in plain lines: totals of every item, who is chosen and why, and what the verifier says.

use audit::fold::{Check, Contest, Stage};
use audit::rules::explain;
use audit::rules::{Chosen, Decision};
use audit::verify::Verdict;
use audit::wire::Int;
use terminal_client::lang::Lang;
use terminal_client::roles::RoleSession;

use super::DemoError;
use super::narrator::Narrator;
use super::plot::{self, PaperFate, PartRole};
use super::sitting::{Expected, Story};

/// The language of the sentences of a decision.
pub(super) fn explained(narrator: &Narrator) -> explain::Lang {
    match narrator.lang() {
        Lang::Zh => explain::Lang::Zh,
        Lang::En => explain::Lang::En,
    }
}

/// Prints totals and decision with their reasons.
pub(super) fn tell(
    narrator: &Narrator,
    story: &Story,
    contest: &Contest,
    totals: &[u64],
    decision: &Decision,
) {
    let lang = explained(narrator);
    let cells = contest.shape.cells_per_row().max(1);
    let rows = totals.chunks(cells);
    let has_papers = contest.course().is_some_and(|course| !course.paper.issued.is_empty());
    for (at, ((item, marks), decided)) in
        contest.definition.items.iter().zip(rows).zip(&decision.items).enumerate()
    {
        let label = story.label(contest, at);
        let (zh, en) = match decided.chosen {
            Chosen::Yes => ("【入选】", "[chosen]"),
            Chosen::No => ("        ", "        "),
            Chosen::RunOff => ("【待定】", "[run-off]"),
            Chosen::Presidium => ("【待定】", "[presidium]"),
            Chosen::Graded => ("【评定】", "[graded]"),
        };
        let why = explain::item(&contest.profile, decided, lang);
        // Of several columns the reason says what was counted.
        if let ([machine], true) = (marks, has_papers) {
            let sum = decided.counts.first().map_or(0, |count| count.get());
            let paper = sum.saturating_sub(*machine);
            narrator.line(
                &format!("  {zh} {label} {}：电子票 {machine}，纸质票 {paper}。{why}", item.title),
                &format!("  {en} {label} {}: machine {machine}, paper {paper}. {why}", item.title),
            );
        } else if let [total] = marks {
            narrator.line(
                &format!("  {zh} {label} {}：{total} 票。{why}", item.title),
                &format!("  {en} {label} {}: {total}. {why}", item.title),
            );
        } else {
            narrator.line(
                &format!("  {zh} {label} {}：{why}", item.title),
                &format!("  {en} {label} {}: {why}", item.title),
            );
        }
    }
    for line in explain::whole(&contest.profile, decision, &contest.numbers(), lang) {
        narrator.raw(&format!("  {line}"));
    }
}

/// Every contest ended as expected, and its totals are those of the marks that were made, or that a file publishes.
pub(super) fn compare(narrator: &Narrator, story: &Story, session: &RoleSession) -> Result<(), DemoError> {
    session.follower().read(|view| {
        let contests = view.state().contests();
        if contests.len() != story.rounds.iter().map(|round| round.contests.len()).sum::<usize>() {
            return Err(DemoError::Outcome(format!("{} contests", contests.len())));
        }
        for (number, contest) in contests {
            let expected = story.expected.get(number);
            let course = contest.course().ok_or(DemoError::Lost)?;
            if expected == Some(&Expected::Voided) {
                if course.stage != Stage::Voided || course.declared.is_some() || !course.shares.is_empty() {
                    return Err(DemoError::Outcome(format!("contest {number} is not void and closed")));
                }
                continue;
            }
            let (totals, decision) = course.declared.as_ref().ok_or(DemoError::Lost)?;
            compare_totals(narrator, story, contest, totals)?;
            compare_papers(story, contest, decision)?;
            if let Some(expected) = expected
                && *expected != seen(expected, contest, decision)
            {
                let seen = seen(expected, contest, decision);
                return Err(DemoError::Outcome(format!("contest {number}: {seen:?}, not {expected:?}")));
            }
        }
        if !story.expected.is_empty() {
            narrator.line("  核对：每次表决的结局与预期相同", "  compared: every vote ended as expected");
        }
        Ok(())
    })
}

/// The decision in the words of what was expected.
fn seen(expected: &Expected, contest: &Contest, decision: &Decision) -> Expected {
    let printed = |items: &[Int]| {
        let mut numbers = contest.printed(items);
        numbers.sort_unstable();
        numbers
    };
    match expected {
        Expected::Graded(_) => Expected::Graded(
            decision.items.iter().filter_map(|item| item.grade.first()).map(|grade| grade.get()).collect(),
        ),
        Expected::Decided { .. } | Expected::Voided => Expected::Decided {
            chosen: printed(&decision.firm),
            next: decision.next.kind,
            for_items: printed(&decision.next.items),
        },
    }
}

/// The totals of the box, or of the named votes.
fn compare_totals(
    narrator: &Narrator,
    story: &Story,
    contest: &Contest,
    totals: &[u64],
) -> Result<(), DemoError> {
    let number = contest.definition.contest.get();
    let ballots = story.parts.iter().filter(|part| part.casts(number));
    let counted = plot::count(
        ballots.filter_map(|part| part.ballots.get(&number)),
        contest.shape.rows(),
        contest.shape.cells_per_row(),
    );
    let expected = story.published.as_ref().filter(|_| number == 1).unwrap_or(&counted);
    // What a person at the keyboard marked is nobody's business: it may add one vote to any item.
    let free = u64::from(story.human.is_some());
    let cells = contest.shape.cells_per_row().max(1);
    let different: Vec<String> = expected
        .iter()
        .zip(totals)
        .enumerate()
        .filter(|(_, (expected, total))| !(**expected..=expected.saturating_add(free)).contains(total))
        .map(|(at, (expected, total))| {
            format!("{}: {total} ≠ {expected}", story.label(contest, at.checked_div(cells).unwrap_or(0)))
        })
        .collect();
    if !different.is_empty() || expected.len() != totals.len() {
        return Err(DemoError::Totals(different.join(", ")));
    }
    let items = contest.definition.items.len();
    narrator.line(
        &format!("  核对：{items} 个项目的得票与所投的票逐项相同"),
        &format!("  compared: the totals of all {items} items are those of the ballots that were marked"),
    );
    Ok(())
}

/// Where there are papers, the decision counts them beside the box.
fn compare_papers(story: &Story, contest: &Contest, decision: &Decision) -> Result<(), DemoError> {
    let number = contest.definition.contest.get();
    if !story.parts.iter().any(|part| matches!(part.role, PartRole::Paper(_))) {
        return Ok(());
    }
    let valid = story
        .parts
        .iter()
        .filter(|part| part.casts(number) || part.role == PartRole::Paper(PaperFate::Valid));
    let cells = contest.shape.cells_per_row();
    let ballots = valid.filter_map(|part| part.ballots.get(&number));
    let sums = plot::count(ballots, contest.shape.rows(), cells);
    let decided =
        decision.items.iter().flat_map(|item| item.counts.iter().take(cells).map(|count| count.get()));
    if decided.eq(sums) { Ok(()) } else { Err(DemoError::Totals("box and papers together".to_owned())) }
}

/// Prints what the verifier says; whether it accepts.
pub(super) fn verified(narrator: &Narrator, verdict: &Verdict) -> bool {
    for check in Check::ALL {
        let (done, expected) = verdict.counters.of(check);
        let (zh, en) = check.title();
        narrator.line(
            &format!("  {:>2}. {zh}：{done} / {expected}", check.number()),
            &format!("  {:>2}. {en}: {done} / {expected}", check.number()),
        );
    }
    let (done, expected) = verdict.counters.sum();
    match &verdict.failure {
        None => {
            narrator.raw(&format!("  核验通过：verified {done} of {expected}"));
            true
        }
        Some(failure) => {
            let (number, index) = (failure.check.number(), failure.index);
            narrator.line(
                &format!("  核验不通过：第 {index} 条记录，检查 {number}：{}", failure.refusal.zh()),
                &format!("  REFUTED at entry {index}, check {number}: {}", failure.refusal.en()),
            );
            false
        }
    }
}
