//! 主持词: what the presiding officer reads out once the result is declared. Figures come from the log alone; nothing is
//! said that the decision does not say.

use super::PrintError;
use super::check::Checked;
use super::frame::{Layout, document, provenance};
use super::head::Head;
use super::numbers::score;
use super::record::{Declared, ItemName, Record};
use super::tally;
use crate::rules::explain::{self, Lang};
use crate::rules::{ItemDecision, Options, Outcome, Score, Seats, Secrecy, VoidReason};
use maud::{Markup, html};
use std::fmt::Write;

/// The page.
pub(super) fn page(head: &Head, lines: &[String]) -> Markup {
    let main = html! {
        @for line in lines { p { (line) } }
        @if let Some(stand) = &head.finished { (provenance(head, stand)) }
    };
    document(head, "主持词", Layout::Spoken, &main)
}

/// What is said of a voided contest.
pub(super) fn voided(head: &Head) -> Vec<String> {
    let reason = head.voided.as_ref().map_or("", |voided| voided.reason.as_str());
    vec![
        "各位代表：".to_owned(),
        format!("第 {} 项{}“{}”已经作废，原因是：{reason}。", head.contest, head.vote(), head.title),
        "本项不计票，不公布任何内容。".to_owned(),
    ]
}

/// What is said of a declared result, a paragraph each.
pub(super) fn lines(record: Checked<'_>) -> Result<Vec<String>, PrintError> {
    let declared = record.declared()?;
    let head = &record.head;
    let mut lines = vec!["各位代表：".to_owned()];
    lines.push(format!("现在报告第 {} 项{}“{}”的情况。", head.contest, head.vote(), head.title));
    lines.push(attendance(&record));
    lines.push(ballots(&record));
    let numbers = record.numbers();
    let mut whole = explain::whole(&record.profile, &declared.decision, &numbers, Lang::Zh).into_iter();
    let verdict = whole.next().unwrap_or_default();
    if declared.decision.outcome != Outcome::Valid {
        lines.push(format!("{verdict}。"));
        return Ok(lines);
    }
    let rule =
        if head.secrecy == Secrecy::Secret { "收回的票数不多于发出的票数，" } else { "" };
    lines.push(format!("{rule}{verdict}。现在宣布结果。"));
    if head.graded {
        lines.extend(grades(&record, declared));
    } else {
        lines.extend(chosen(&record, declared));
        // After the number of those chosen, and before what ballots not returned could have done.
        let mut after: Vec<String> = whole.skip(1).collect();
        if record.ballots.unreturned() == 0 {
            // The last one says that none is missing, which was said.
            after.pop();
        }
        after.extend(tally::settled(&record, declared));
        lines.extend(after.into_iter().map(|line| format!("{line}。")));
    }
    Ok(lines)
}

/// "大会全体代表327人，应到327人，实到314人，符合法定人数".
fn attendance(record: &Record) -> String {
    let roll = &record.roll;
    let quorum = explain::quorum(&record.profile, Lang::Zh);
    // A contest with fewer present does not open (§3.4); late and early comings only raise 实到.
    let void = matches!(
        record.decision().map(|decision| decision.outcome),
        Some(Outcome::Void { reason: VoidReason::MeetingQuorum, .. })
    );
    let holds = if void { "不符合" } else { "符合" };
    format!(
        "大会全体代表 {} 人，应到代表 {} 人，实到 {} 人，{holds}法定人数。{quorum}。",
        roll.membership, roll.due, roll.present
    )
}

/// "发出表决票314张，收回314张，其中有效票…".
fn ballots(record: &Record) -> String {
    let ballots = &record.ballots;
    let (issued, returned, missing) = (ballots.issued(), ballots.returned(), ballots.unreturned());
    let ballot = record.head.ballot();
    match record.head.secrecy {
        Secrecy::Named => format!("应按 {issued} 人，已按 {returned} 人，未按 {missing} 人。"),
        Secrecy::Hands => format!("应表决 {issued} 人，举手计数 {returned} 人。"),
        Secrecy::Secret => {
            let mut text = format!("本次共发出{ballot} {issued} 张，收回 {returned} 张");
            if missing > 0 {
                _ = write!(text, "，未收回 {missing} 张");
            }
            if record.has_paper() {
                let (machine, paper) = (ballots.machine.returned, ballots.paper.returned);
                _ = write!(text, "，其中电子票 {machine} 张，纸质票 {paper} 张");
            }
            _ = write!(text, "；有效票 {} 张，废票 {} 张。", ballots.valid(), ballots.void());
            text
        }
    }
}

fn chosen(record: &Record, declared: &Declared) -> Vec<String> {
    let chosen = tally::chosen(declared);
    let every = record.profile.choose().is_some_and(|choose| choose.seats == Seats::EveryItem);
    let word = if every { "通过" } else { "入选" };
    if chosen.is_empty() {
        return vec![format!("没有项目{word}。")];
    }
    let mut lines = vec![format!("下列 {} 项{word}：", chosen.len())];
    lines.extend(chosen.iter().filter_map(|place| {
        let place = usize::try_from(*place).ok()?;
        let (item, decided) = (record.items.get(place)?, declared.decision.items.get(place)?);
        let score = match record.profile.choose().map(|choose| choose.score) {
            Some(Score::Borda) => format!("得分 {}", score(decided.score)),
            Some(Score::MeanRank { .. }) => format!("平均名次 {}", score(decided.score)),
            _ => format!("得票 {}", decided.votes),
        };
        Some(format!("第 {} 号，{}，{score}。", item.number, item.title))
    }));
    lines
}

fn grades(record: &Record, declared: &Declared) -> Vec<String> {
    let Options::Grades { grades, .. } = &record.profile.options else { return Vec::new() };
    let items = record.items.iter().zip(&declared.decision.items);
    let line = |(item, decided): (&ItemName, &ItemDecision)| {
        let grade = decided.grade.first().and_then(|grade| grades.get(usize::try_from(grade.get()).ok()?));
        let grade = grade.map_or_else(|| "未评定等次".to_owned(), |grade| format!("等次为{grade}"));
        format!("第 {} 号，{}，{grade}。", item.number, item.title)
    };
    items.map(line).collect()
}
