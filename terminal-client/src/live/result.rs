//! A declared result in lines: bars, ranks, columns, what becomes of each item by word, and why.

use super::declared::{ChannelView, Fate, ResultItem, ResultView};
use crate::{
    lang::fill,
    ui::{Look, frame::styled, table, text, theme::Role},
};
use ratatui::text::Line;

/// Columns of the rank: 第 15 名.
const RANK_COLUMNS: usize = 8;
/// Columns of the word that says what becomes of an item; a grade of four characters fits.
const FATE_COLUMNS: usize = 9;
/// Columns of the figure: 3,000 and their measure word, or a rate.
const FIGURE_COLUMNS: usize = 8;
/// In front of what stands under an item.
const INDENT: &str = "    ";

/// Above the items: rule, ballots of each channel, what the decision says of the whole.
pub(super) fn head(look: Look, result: &ResultView, columns: usize) -> Vec<Line<'static>> {
    let t = &look.texts().live;
    let wrapped = |role, sentence: &str| -> Vec<Line<'static>> {
        text::wrap(sentence, columns).into_iter().map(|line| styled(look, role, line)).collect()
    };
    let mut lines = wrapped(Role::Body, &fill(t.result_rule, &[&result.rule]));
    match result.paper {
        None => lines.extend(wrapped(Role::Body, &channel(look, result.machine))),
        Some(paper) => {
            let channels = [
                (t.channel_machine, result.machine),
                (t.channel_paper, paper),
                (t.channel_sum, result.machine.plus(paper)),
            ];
            for (name, view) in channels {
                lines.extend(wrapped(Role::Body, &fill(name, &[&channel(look, view)])));
            }
        }
    }
    let role = if result.unsettled || result.items.is_empty() { Role::Warning } else { Role::Strong };
    lines.extend(wrapped(role, &result.whole.join(look.texts().run.clause_comma)));
    lines
}

fn channel(look: Look, view: ChannelView) -> String {
    let unreturned = view.issued.saturating_sub(view.returned);
    let counts =
        [view.issued, view.returned, view.valid, view.void, unreturned].map(|value| value.to_string());
    fill(look.texts().live.result_counts, &counts.each_ref().map(String::as_str))
}

/// The fate of an item as sign and word; the word of a graded one is its grade.
fn fate_words(look: Look, item: &ResultItem) -> (&'static str, &str) {
    let t = &look.texts().live;
    match item.fate {
        Fate::Chosen => ("*", t.item_chosen),
        Fate::Approved => ("*", t.item_approved),
        Fate::RunOff => ("?", t.item_run_off),
        Fate::Presidium => ("?", t.item_presidium),
        Fate::Graded => ("=", item.grade.as_deref().unwrap_or(t.item_no_grade)),
        Fate::Passed => ("+", t.item_passed),
        Fate::Failed => ("-", t.item_failed),
    }
}

/// Rows that an item takes: all take the same, so that pages are even.
pub(super) fn item_rows(look: Look, result: &ResultView, columns: usize) -> usize {
    result.items.iter().map(|each| lines_of(look, result, each, columns).len()).max().unwrap_or(1)
}

/// An item: sign, rank, fate, number and title, figure, bar; under it the columns and the reason, whole.
pub(super) fn item(look: Look, result: &ResultView, item: &ResultItem, columns: usize) -> Vec<String> {
    let mut lines = lines_of(look, result, item, columns);
    lines.resize(item_rows(look, result, columns), String::new());
    lines
}

fn lines_of(look: Look, result: &ResultView, item: &ResultItem, columns: usize) -> Vec<String> {
    let t = &look.texts().live;
    let (sign, word) = fate_words(look, item);
    let bar_columns = (columns / 4).clamp(8, 40);
    // Nothing competes where each item is decided or graded by itself: a rank beside a grade would only mislead.
    let rank = if result.ranked {
        text::pad(&fill(t.rank, &[&item.rank.to_string()]), RANK_COLUMNS) + " "
    } else {
        String::new()
    };
    let head = format!(
        "{sign} {rank}{} {:>2}. ",
        text::pad(&text::truncate(word, FATE_COLUMNS), FATE_COLUMNS),
        item.number
    );
    let widest = result.items.iter().map(|each| text::width(&each.figure)).max().unwrap_or(0);
    let figure = text::pad_left(&item.figure, widest.max(FIGURE_COLUMNS));
    let room = columns.saturating_sub(text::width(&head) + text::width(&figure) + bar_columns + 2);
    let (part, whole) = item.bar;
    let bar = table::bar(part, whole, bar_columns, look.theme.bar());
    let mut lines =
        vec![format!("{head}{} {figure} {}", text::pad(&item.title, room), text::pad(&bar, bar_columns))];
    let mut below = |sentence: &str| {
        let rows = text::wrap(sentence, columns.saturating_sub(INDENT.len()));
        lines.extend(rows.into_iter().map(|row| format!("{INDENT}{row}")));
    };
    if !result.columns.is_empty() || !item.paper.is_empty() {
        let mut sum = marks(look, result, item);
        if item.invalid > 0 {
            sum.push_str(&fill(t.marks_invalid, &[&item.invalid.to_string()]));
        }
        below(&sum);
    }
    below(&item.reason);
    lines
}

/// `赞成 97  反对 60  弃权 32`, with the channels behind each where they were counted apart. Where the result names no columns, the
/// first alone.
fn marks(look: Look, result: &ResultView, item: &ResultItem) -> String {
    let t = &look.texts().live;
    let apart = |at: usize, count: u64| match item.paper.get(at) {
        Some(paper) => {
            let machine = count.saturating_sub(*paper);
            fill(t.marks_apart, &[&count.to_string(), &machine.to_string(), &paper.to_string()])
        }
        None => count.to_string(),
    };
    if result.columns.is_empty() {
        return item.counts.first().map_or_else(String::new, |count| apart(0, *count));
    }
    let parts = result.columns.iter().zip(&item.counts).enumerate();
    let parts = parts.map(|(at, (name, count))| format!("{name} {}", apart(at, *count)));
    parts.collect::<Vec<_>>().join("  ")
}
