//! A declared result in lines: bars, ranks, what becomes of each item by word, and why.

use super::model::{Fate, ResultItem, ResultView};
use crate::{
    lang::fill,
    ui::{Look, frame::styled, table, text, theme::Role},
};
use ratatui::text::Line;

/// Columns of the rank: 第 15 名.
const RANK_COLUMNS: usize = 8;
/// Columns of the word that says what becomes of an item.
const FATE_COLUMNS: usize = 7;
/// Columns of the votes: 3,000 and their measure word.
const VOTES_COLUMNS: usize = 7;

/// Above the items: rule, counts, seats, run-off.
pub(super) fn head(look: Look, result: &ResultView, columns: usize) -> Vec<Line<'static>> {
    let t = &look.texts().live;
    let n = |value: u64| value.to_string();
    let unreturned = result.issued.saturating_sub(result.returned);
    let counts = [result.issued, result.returned, result.valid, result.void, unreturned].map(n);
    let counts: Vec<&str> = counts.iter().map(String::as_str).collect();
    let chosen = result.items.iter().filter(|item| item.fate == Fate::Chosen).count();
    let seats = [result.seats.to_string(), chosen.to_string(), result.vacant.to_string()];
    let run_off = if result.run_off.is_empty() {
        styled(look, Role::Body, t.result_no_run_off)
    } else {
        let among: Vec<String> = result.run_off.iter().map(u32::to_string).collect();
        styled(look, Role::Warning, fill(t.result_run_off, &[&among.join(" ")]))
    };
    let mut lines: Vec<Line<'static>> =
        text::wrap(&fill(t.result_rule, &[&result.rule]), columns).into_iter().map(Line::from).collect();
    lines.extend(text::wrap(&fill(t.result_counts, &counts), columns).into_iter().map(Line::from));
    let [seats, chosen, vacant] = &seats;
    lines.push(styled(look, Role::Strong, fill(t.result_seats, &[seats, chosen, vacant])));
    lines.push(run_off);
    lines
}

/// The fate of an item as word and sign.
fn fate_words(look: Look, fate: Fate) -> (&'static str, &'static str) {
    let t = &look.texts().live;
    match fate {
        Fate::Chosen => ("*", t.item_chosen),
        Fate::RunOff => ("?", t.item_run_off),
        Fate::Passed => ("+", t.item_passed),
        Fate::Failed => ("-", t.item_failed),
    }
}

/// An item: sign, rank, fate, number and title, votes, bar; under it the reason. `whole` votes fill the bar.
pub(super) fn item(look: Look, item: &ResultItem, whole: u64, columns: usize) -> Vec<String> {
    let t = &look.texts().live;
    let (sign, word) = fate_words(look, item.fate);
    let bar_columns = (columns / 4).clamp(8, 40);
    let head = format!(
        "{sign} {} {} {:>2}. ",
        text::pad(&fill(t.rank, &[&item.rank.to_string()]), RANK_COLUMNS),
        text::pad(word, FATE_COLUMNS),
        item.number
    );
    let votes = text::pad_left(&fill(t.item_votes, &[&item.votes.to_string()]), VOTES_COLUMNS);
    let room = columns.saturating_sub(text::width(&head) + text::width(&votes) + bar_columns + 2);
    let bar = table::bar(item.votes, whole, bar_columns, look.theme.bar());
    let row = format!("{head}{} {votes} {}", text::pad(&item.title, room), text::pad(&bar, bar_columns));
    let indent = "    ";
    let reason = text::truncate(&item.reason, columns.saturating_sub(indent.len()));
    vec![row, format!("{indent}{reason}")]
}

/// Votes that fill a bar: all valid ballots.
pub(super) fn whole(result: &ResultView) -> u64 {
    result.valid.max(result.items.iter().map(|item| item.votes).max().unwrap_or(0))
}
