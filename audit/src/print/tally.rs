//! 计票结果报告单, of grades 测评结果报告单: what was counted, what follows by the rules, and why. The page whose bytes are
//! signed (protocol.md §3.6).

mod items;
mod votes;

use super::PrintError;
use super::check::Checked;
use super::frame::{Layout, document, moment, provenance, signatures};
use super::head::Head;
use super::reconciliation::{ballots, roll, slips, void_register};
use super::record::{Declared, Record};
use crate::rules::explain::{self, Lang};
use crate::rules::{Decision, NextKind, Outcome, Seats, Secrecy};
use maud::{Markup, html};

/// Columns of the items' table, channel and score among them, that fit beside a title on an upright page.
const PORTRAIT_COLUMNS_MAX: usize = 3;

/// The page of a declared result.
pub(super) fn page(record: Checked<'_>) -> Result<Markup, PrintError> {
    let head = &record.head;
    let declared = record.declared()?;
    let decision = &declared.decision;
    let stand = head.finished.as_ref().ok_or(PrintError::NotDeclared { contest: head.contest })?;
    let main = html! {
        (roll(record))
        (ballots(record))
        (slips(record))
        (void_register(record))
        (outcome(record, declared))
        @if decision.outcome == Outcome::Valid {
            h2 { "各项结果" }
            (items::table(record, declared))
            @if head.secrecy == Secrecy::Named { (votes::table(record)) }
        }
        (rules(record))
        (moment("结果宣布时间", stand))
        (signatures(stand, true))
        (provenance(head, stand))
    };
    Ok(document(head, head.tally_title(), layout(&record), &main))
}

/// The page of a voided contest: that it is void, and nothing else of it.
pub(super) fn voided(head: &Head) -> Markup {
    let main = html! {
        p.verdict { "本项" (head.vote()) "已作废，不计票，不公布任何内容。" }
        @if let Some(voided) = &head.voided {
            p { "作废原因：" (voided.reason) }
            @if voided.after_first_share {
                p.warning { "作废时已有监票人提交解密份额，可能有人已经得知结果。" }
            }
        }
        @if let Some(stand) = &head.finished {
            (moment("作废时间", stand))
            (signatures(stand, true))
            (provenance(head, stand))
        }
    };
    document(head, head.tally_title(), Layout::Portrait, &main)
}

fn layout(record: &Record) -> Layout {
    if items::column_count(record) <= PORTRAIT_COLUMNS_MAX { Layout::Portrait } else { Layout::Landscape }
}

/// Validity, seats, threshold, tie, vacancies, what must follow, and what ballots not returned could have done.
fn outcome(record: Checked<'_>, declared: &Declared) -> Markup {
    let decision = &declared.decision;
    let numbers = record.numbers();
    let mut lines = explain::whole(&record.profile, decision, &numbers, Lang::Zh).into_iter();
    let verdict = lines.next().unwrap_or_default();
    let items = u64::try_from(record.items.len()).unwrap_or(u64::MAX);
    html! {
        h2 { "认定" }
        p.verdict { (verdict) }
        ul {
            @if decision.outcome == Outcome::Valid {
                @if let Some(choose) = record.profile.choose() {
                    @match choose.seats {
                        Seats::Fixed { count } => li { "项目 " (items) " 项，名额 " (count) " 个" },
                        Seats::EveryItem => li { "项目 " (items) " 项，逐项表决" },
                    }
                    @if decision.base.get() > 0 {
                        li { "通过须达 " strong { (decision.needed) } " 票（基数 " (decision.base) "）" }
                    }
                }
            }
            @for line in lines { li { (line) } }
            @if let Some(line) = settled(&record, declared) { li { (line) } }
        }
    }
}

/// What the presidium chose, or that it still must.
pub(super) fn settled(record: &Record, declared: &Declared) -> Option<String> {
    let decision = &declared.decision;
    if decision.next.kind != NextKind::Presidium {
        return None;
    }
    Some(match &declared.settled {
        None => "主席团尚未决定".to_owned(),
        Some(places) => {
            let numbers = places.iter().filter_map(|place| printed(record, *place));
            format!("主席团决定：第 {} 项入选", numbers.collect::<Vec<_>>().join("、"))
        }
    })
}

fn printed(record: &Record, place: u64) -> Option<String> {
    record.items.get(usize::try_from(place).ok()?).map(|item| item.number.to_string())
}

/// Numbers of the items that are chosen in the end, best first: those of the decision, and then the presidium's.
pub(super) fn chosen(declared: &Declared) -> Vec<u64> {
    let Decision { firm, .. } = &declared.decision;
    firm.iter().map(|item| item.get()).chain(declared.settled.iter().flatten().copied()).collect()
}

/// 适用规则, with the articles.
fn rules(record: Checked<'_>) -> Markup {
    let mut lines = explain::rules(&record.profile, Lang::Zh).into_iter();
    let title = lines.next().unwrap_or_default();
    html! {
        h2 { "适用规则：" (title) }
        ul.rules { @for line in lines { li { (line) } } }
    }
}
