//! The ballot while it is marked, and its review.
//!
//! ```text
//! 记名表决：…                          a named contest says so on every one of these screens
//! [赞成]  1. 项目                       items, page by page; one alone is shown large, with its options under it
//! ──────
//! 1 赞成   2 反对   3 弃权              the keys; what no mark means
//! 共 10 项，已标 8 项                    never moves, and no notice covers it
//! 第 1 页，共 2 页  title
//! ```

use super::{
    ballot::Ballot,
    contest::{ContestView, ItemView, Style},
    keys::option_key,
    words,
};
use crate::{
    lang::fill,
    ui::{
        Look,
        frame::{self, Breadth, breadth, styled},
        list, text,
        theme::Role,
    },
};
use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::Line,
    widgets::{Paragraph, Widget},
};

/// Narrowest and widest word in a mark's brackets.
const MARK_COLUMNS: std::ops::RangeInclusive<usize> = 2..=12;

/// Rows of the foot that every kind has: a rule, the counter, the page line.
const FOOT_ROWS: u16 = 3;

/// Rows of an item at this width: title, then department and budget under it where they do not fit beside.
fn item_rows(columns: u16) -> u16 {
    if breadth(columns) == Breadth::Wide { 1 } else { 2 }
}

/// Items of a ballot on one page of a window of this size.
pub(super) fn items_per_page(look: Look, contest: &ContestView, (columns, rows): (u16, u16)) -> usize {
    let body = frame::body(Rect::new(0, 0, columns, rows));
    let rows = item_area_rows(look, contest, body);
    usize::from((rows / item_rows(columns)).max(1))
}

/// Rows that the items have, in a body of this size.
fn item_area_rows(look: Look, contest: &ContestView, body: Rect) -> u16 {
    // One row stays free for a notice, so that it never covers the counter.
    let foot = foot_rows(look, contest, body.width).saturating_add(1);
    body.height.saturating_sub(foot).saturating_sub(banner_rows(contest))
}

fn banner_rows(contest: &ContestView) -> u16 {
    u16::from(contest.has_banner())
}

fn foot_rows(look: Look, contest: &ContestView, columns: u16) -> u16 {
    let keys = u16::try_from(key_lines(look, contest, usize::from(columns)).len()).unwrap_or(0);
    FOOT_ROWS.saturating_add(keys)
}

/// The keys of the options in as many rows as they need, and what no mark means.
fn key_lines(look: Look, contest: &ContestView, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for unit in words::legend(look, contest) {
        match lines.last_mut() {
            Some(line) if text::width(line) + 3 + text::width(&unit) <= columns => {
                line.push_str("   ");
                line.push_str(&unit);
            }
            _ => lines.push(unit),
        }
    }
    if matches!(contest.style, Style::Votes { .. } | Style::Grades) {
        lines.push(words::blank_item(look, contest).to_owned());
    }
    lines
}

/// The banner of a named contest, or of a change; gives the area under it.
pub(super) fn banner(look: Look, contest: &ContestView, area: Rect, buf: &mut Buffer) -> Rect {
    let rows = banner_rows(contest);
    if rows > 0 {
        let line = styled(look, Role::Warning, words::banner(look, contest));
        paragraph(vec![line], Rect { height: rows.min(area.height), ..area }, buf);
    }
    Rect { y: area.y.saturating_add(rows), height: area.height.saturating_sub(rows), ..area }
}

fn paragraph(lines: Vec<Line<'static>>, area: Rect, buf: &mut Buffer) {
    Paragraph::new(lines).render(area, buf);
}

/// The widest word of a mark in this contest.
fn mark_columns(contest: &ContestView) -> usize {
    let widest = contest.keyed_options().iter().map(|word| text::width(word)).max().unwrap_or(0);
    widest.clamp(*MARK_COLUMNS.start(), *MARK_COLUMNS.end())
}

/// The box of an item: the option chosen, in its own word, or empty; a number that is being typed ends in `_`.
pub(super) fn mark_box(ballot: &Ballot, item: usize) -> String {
    let typed = ballot.entry.number().filter(|_| item == ballot.cursor).map(|number| format!("{number}_"));
    let word = ballot.marks.marked(item).and_then(|option| ballot.contest.options.get(option)).cloned();
    let columns = mark_columns(&ballot.contest);
    // A typed number of two digits needs a column more than the number that was given.
    let columns = if matches!(ballot.contest.style, Style::Ranks { .. }) { columns + 1 } else { columns };
    format!("[{}]", text::pad(&typed.or(word).unwrap_or_default(), columns))
}

/// Draws the ballot while it is marked.
pub(super) fn marking(look: Look, ballot: &Ballot, area: Rect, buf: &mut Buffer) {
    let contest = &ballot.contest;
    let item_rows_left = item_area_rows(look, contest, area);
    let body = banner(look, contest, area, buf);
    let columns = usize::from(area.width);
    let outer = (area.width + 2, area.height + 3);
    let page = list::page(ballot.cursor, contest.items.len(), items_per_page(look, contest, outer));
    let has_options = matches!(contest.style, Style::Votes { .. } | Style::Grades);
    let lines = if let ([item], true) = (contest.items.as_slice(), has_options) {
        alone(look, ballot, item, columns)
    } else {
        let mut lines = Vec::new();
        for index in page.rows.clone() {
            let Some(item) = contest.items.get(index) else { continue };
            let role = if index == ballot.cursor { Role::Cursor } else { Role::Body };
            let (first, second) = item_lines(look, ballot, index, item, columns);
            lines.push(styled(look, role, first));
            lines.extend(second.map(|second| styled(look, Role::Muted, second)));
        }
        lines
    };
    paragraph(lines, Rect { height: item_rows_left, ..body }, buf);
    let words_of_page = page.words(look);
    let title_columns = columns.saturating_sub(text::width(&words_of_page) + 2);
    let title = text::truncate(&words::of_special(look, contest, &contest.title), title_columns);
    let mut foot = vec![styled(look, Role::Border, look.theme.rule().repeat(columns))];
    foot.extend(key_lines(look, contest, columns).into_iter().map(Line::from));
    foot.push(styled(look, Role::Strong, text::truncate(&words::counter(look, ballot), columns)));
    foot.push(styled(look, Role::Muted, format!("{words_of_page}  {title}")));
    // The foot stays in its place: under it is the row of any notice.
    let rows = foot_rows(look, contest, area.width);
    let y = area.y.saturating_add(area.height.saturating_sub(rows.saturating_add(1)));
    paragraph(foot, Rect { y, height: rows.min(area.height), ..area }, buf);
}

/// The one item of a ballot (一揽子): all of its title, and under it every option with its key.
fn alone(look: Look, ballot: &Ballot, item: &ItemView, columns: usize) -> Vec<Line<'static>> {
    let head = format!("{}. ", item.number);
    let indent = " ".repeat(text::width(&head));
    let room = columns.saturating_sub(indent.len());
    let mut lines = vec![Line::default()];
    for (part, title) in text::wrap(&item.title, room).into_iter().enumerate() {
        let before = if part == 0 { &head } else { &indent };
        lines.push(styled(look, Role::Strong, format!("{before}{title}")));
    }
    if let Some(detail) = detail(look, item) {
        lines.push(styled(look, Role::Muted, format!("{indent}{}", text::truncate(&detail, room))));
    }
    lines.push(Line::default());
    for (option, word) in ballot.contest.keyed_options().iter().enumerate() {
        let is_marked = ballot.marks.marked(0) == Some(option);
        let sign = if is_marked { "[*]" } else { "[ ]" };
        let role = if is_marked { Role::Strong } else { Role::Body };
        lines.push(styled(look, role, format!("{indent}{sign} {} {word}", option_key(option))));
    }
    lines
}

/// Department and budget, as far as the item has them.
pub(super) fn detail(look: Look, item: &ItemView) -> Option<String> {
    match (item.department.as_str(), item.budget.as_str()) {
        ("", "") => None,
        ("", one) | (one, "") => Some(one.to_owned()),
        (department, budget) => Some(fill(look.texts().deputy.budget_department, &[department, budget])),
    }
}

/// One or two rows of an item. A title that is cut is whole on the row under the cursor, in the place of
/// its details.
fn item_lines(
    look: Look,
    ballot: &Ballot,
    index: usize,
    item: &ItemView,
    columns: usize,
) -> (String, Option<String>) {
    let head = format!("{} {:>2}. ", mark_box(ballot, index), item.number);
    let detail = detail(look, item).unwrap_or_default();
    let room = columns.saturating_sub(text::width(&head));
    let selected = index == ballot.cursor;
    if item_rows(u16::try_from(columns + 2).unwrap_or(u16::MAX)) == 1 {
        let title_columns = room * 3 / 5;
        if selected && text::width(&item.title) > title_columns {
            return (text::pad(&format!("{head}{}", item.title), columns), None);
        }
        let detail = text::truncate(&detail, room.saturating_sub(title_columns + 1));
        let row = format!("{head}{} {detail}", text::pad(&item.title, title_columns));
        return (text::pad(&row, columns), None);
    }
    let indent = " ".repeat(text::width(&head));
    if selected && text::width(&item.title) > room {
        let mut parts = text::wrap(&item.title, room).into_iter();
        let first = parts.next().unwrap_or_default();
        let rest = text::truncate(&parts.collect::<String>(), room);
        return (text::pad(&format!("{head}{first}"), columns), Some(format!("{indent}{rest}")));
    }
    let title = text::pad(&format!("{head}{}", item.title), columns);
    (title, Some(format!("{indent}{}", text::truncate(&detail, room))))
}

/// Draws the review: the marked items, one strong line each, then the rest in one line.
pub(super) fn review(look: Look, ballot: &Ballot, top: usize, area: Rect, buf: &mut Buffer) {
    let t = &look.texts().deputy;
    let columns = usize::from(area.width);
    let area = banner(look, &ballot.contest, area, buf);
    let lines = review_lines(look, ballot, columns);
    let foot_rows = 3;
    let body = Rect { height: area.height.saturating_sub(foot_rows), ..area };
    let height = usize::from(body.height);
    let rows = lines.len();
    let top = top.min(rows.saturating_sub(height));
    let mut count = words::counter(look, ballot);
    if rows > height {
        count = format!("{count}  ({}-{} / {rows})", top + 1, (top + height).min(rows));
    }
    let shown: Vec<Line<'static>> = lines.into_iter().skip(top).collect();
    paragraph(shown, body, buf);
    let foot = vec![styled(look, Role::Strong, text::truncate(&count, columns)), Line::from(t.review_next)];
    let foot_area = Rect { y: area.y + area.height.saturating_sub(foot_rows), height: 2, ..area };
    paragraph(foot, foot_area, buf);
}

/// The lines of the review: numbers in their order, everything else in that of the ballot.
pub(super) fn review_lines(look: Look, ballot: &Ballot, columns: usize) -> Vec<Line<'static>> {
    let t = &look.texts().deputy;
    let contest = &ballot.contest;
    let (lead, left_out) = match contest.style {
        Style::Select => (t.review_chosen, t.review_not_chosen),
        Style::Votes { .. } | Style::Grades => (t.review_marked, t.review_not_marked),
        Style::Ranks { .. } => (t.review_ranked, t.review_not_ranked),
    };
    let mut lines = vec![styled(look, Role::Body, fill(lead, &[&ballot.marks.marked_count().to_string()]))];
    let mut marked: Vec<(usize, &ItemView)> = Vec::new();
    let mut not_marked = Vec::new();
    for (index, item) in contest.items.iter().enumerate() {
        match ballot.marks.marked(index) {
            Some(_) => marked.push((index, item)),
            None => not_marked.push(item.number),
        }
    }
    if matches!(contest.style, Style::Ranks { .. }) {
        marked.sort_by_key(|(index, _)| ballot.marks.marked(*index));
    }
    for (index, item) in marked {
        let head = format!("{} {:>2}. ", mark_box(ballot, index), item.number);
        let room = columns.saturating_sub(text::width(&head));
        let indent = " ".repeat(text::width(&head));
        for (part, title) in text::wrap(&item.title, room).into_iter().enumerate() {
            let before = if part == 0 { &head } else { &indent };
            lines.push(styled(look, Role::Strong, format!("{before}{title}")));
        }
    }
    let mut say = |role, sentence: String| {
        lines.extend(text::wrap(&sentence, columns).into_iter().map(|line| styled(look, role, line)));
    };
    if !not_marked.is_empty() {
        say(Role::Muted, String::new());
        say(Role::Muted, fill(left_out, &[&not_marked.len().to_string(), &words::joined(&not_marked)]));
        if matches!(contest.style, Style::Votes { .. } | Style::Grades) {
            say(Role::Body, words::blank_item(look, contest).to_owned());
        }
    }
    if ballot.remaining() > 0 && !ballot.marks.is_blank() {
        match contest.style {
            Style::Select => say(Role::Body, fill(t.review_under, &[&ballot.remaining().to_string()])),
            Style::Ranks { .. } => {
                say(Role::Body, fill(t.review_free_numbers, &[&words::joined(&ballot.marks.free_numbers())]));
            }
            Style::Votes { .. } | Style::Grades => {}
        }
    }
    lines
}
