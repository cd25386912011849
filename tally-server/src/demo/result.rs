//! The result in plain lines: totals of every item, who is chosen and why, and what the verifier says.

use audit::fold::{Check, Contest};
use audit::rules::explain;
use audit::rules::{Chosen, Decision};
use audit::verify::Verdict;
use terminal_client::lang::Lang;

use super::DemoError;
use super::narrator::Narrator;
use super::sitting::Story;

/// Prints totals and decision with their reasons.
pub(super) fn tell(
    narrator: &Narrator,
    story: &Story,
    contest: &Contest,
    totals: &[u64],
    decision: &Decision,
) {
    let lang = match narrator.lang() {
        Lang::Zh => explain::Lang::Zh,
        Lang::En => explain::Lang::En,
    };
    for ((item, label), (total, decided)) in
        contest.definition.items.iter().zip(&story.labels).zip(totals.iter().zip(&decision.items))
    {
        let (zh, en) = match decided.chosen {
            Chosen::Yes => ("【入选】", "[chosen]"),
            Chosen::No => ("        ", "        "),
            Chosen::RunOff => ("【待定】", "[run-off]"),
            Chosen::Presidium => ("【待定】", "[presidium]"),
            Chosen::Graded => ("【评定】", "[graded]"),
        };
        let why = explain::item(&contest.profile, decided, lang);
        narrator.line(
            &format!("  {zh} {label} {}：{total} 票。{why}", item.title),
            &format!("  {en} {label} {}: {total}. {why}", item.title),
        );
    }
    for line in explain::whole(&contest.profile, decision, &contest.numbers(), lang) {
        narrator.raw(&format!("  {line}"));
    }
}

/// The totals that were decrypted are those of the marks that were made, or that the file publishes.
pub(super) fn compare(narrator: &Narrator, story: &Story, totals: &[u64]) -> Result<(), DemoError> {
    let pairs = story.labels.iter().zip(story.expected.iter().zip(totals));
    // What a person at the keyboard marked is nobody's business: it may add one vote to any item.
    let free = u64::from(story.human.is_some());
    let different: Vec<String> = pairs
        .filter(|(_, (expected, total))| !(**expected..=expected.saturating_add(free)).contains(total))
        .map(|(label, (expected, total))| format!("{label}: {total} ≠ {expected}"))
        .collect();
    if !different.is_empty() || story.expected.len() != totals.len() {
        return Err(DemoError::Totals(different.join(", ")));
    }
    let items = totals.len();
    narrator.line(
        &format!("  核对：{items} 个项目的得票与所投的票逐项相同"),
        &format!("  compared: the totals of all {items} items are those of the ballots that were marked"),
    );
    Ok(())
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
