//! The deputy's screens, drawn.

use super::{
    app::{App, SignIn, Stage},
    ballot::{Ballot, CastOrCheck, Step},
    model::{ContestStatus, ContestView, ItemView, Trouble},
};
use crate::{
    lang::fill,
    ui::{
        Look,
        frame::{self, Breadth, Frame, breadth, centred, styled},
        keymap, list, qr, text,
        theme::Role,
    },
};
use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::Line,
    widgets::{Paragraph, Widget},
};

/// Columns of the longest option in its brackets, with the space behind it.
const MARK_COLUMNS: usize = 8;

/// Rows of the body that are not items: the counter, a rule under it, and the page line.
const MARKING_ROWS: u16 = 3;

/// Rows of an item at this width: title, then department and budget under it where they do not fit beside.
fn item_rows(columns: u16) -> u16 {
    if breadth(columns) == Breadth::Wide { 1 } else { 2 }
}

/// Items of a ballot on one page of a window of this size.
pub(super) fn items_per_page((columns, rows): (u16, u16)) -> usize {
    let body = frame::body(Rect::new(0, 0, columns, rows));
    // One row stays free for a notice, so that it never covers the counter.
    usize::from((body.height.saturating_sub(MARKING_ROWS + 1) / item_rows(columns)).max(1))
}

/// Draws the app.
pub fn view(app: &App, area: Rect, buf: &mut Buffer) {
    let look = app.look;
    let t = look.texts();
    let tables = app.keys().tables();
    let footer = keymap::footer(tables, look);
    let frame = Frame {
        look,
        sitting: &app.sitting,
        title: title(app),
        essence: essence(app),
        footer: &footer,
        notice: app.notice.as_ref(),
    };
    let Some(body) = frame.draw(area, buf) else { return };
    if app.covered {
        centred(look, &[(Role::Strong, t.deputy.covered)], body, buf);
        return;
    }
    if app.quitting {
        centred(look, &[(Role::Warning, t.common.quit_question)], body, buf);
        return;
    }
    if app.help {
        frame::help(look, tables, body, buf);
        return;
    }
    stage(app, body, buf);
    frame.draw_notice(area, buf);
}

/// The name of the screen.
pub(super) fn title(app: &App) -> &'static str {
    let t = &app.look.texts().deputy;
    match &app.stage {
        Stage::SignIn(_) | Stage::ReadingCard | Stage::AtDesk { .. } | Stage::CheckingIn => t.title_sign_in,
        Stage::Identity(_) => t.title_identity,
        Stage::Home { .. } => t.title_home,
        Stage::Ballot(ballot) => match &ballot.step {
            Step::Marking => t.title_marking,
            Step::Review { .. } => t.title_review,
            Step::BlankQuestion => t.title_blank,
            Step::Code { .. } => t.title_code,
            Step::CheckWarning => t.title_check_warning,
            Step::Check { .. } => t.title_check,
        },
        Stage::Casting { .. } => t.title_casting,
        Stage::Done { .. } => t.title_done,
        Stage::NotCast(_) => t.title_not_cast,
    }
}

/// What even the smallest window must say.
fn essence(app: &App) -> &'static str {
    let t = &app.look.texts().deputy;
    match &app.stage {
        Stage::Ballot(_) | Stage::NotCast(_) => t.not_cast_yet,
        _ => title(app),
    }
}

fn stage(app: &App, area: Rect, buf: &mut Buffer) {
    let look = app.look;
    let t = &look.texts().deputy;
    match &app.stage {
        Stage::SignIn(form) => paragraph(sign_in(look, form, area.width), area, buf),
        Stage::ReadingCard => centred(look, &[(Role::Body, t.reading_card)], area, buf),
        Stage::CheckingIn => centred(look, &[(Role::Body, t.checking_in)], area, buf),
        Stage::Identity(identity) => {
            let number = fill(t.identity_number, &[&identity.number]);
            let rows = [
                (Role::Body, t.identity_lead),
                (Role::Strong, identity.name.as_str()),
                (Role::Strong, identity.delegation.as_str()),
                (Role::Body, number.as_str()),
                (Role::Body, t.identity_question),
            ];
            centred(look, &rows, area, buf);
        }
        Stage::AtDesk { identity, code } => {
            let number = fill(t.identity_number, &[&identity.number]);
            let lead = [
                (Role::Strong, identity.name.as_str()),
                (Role::Body, number.as_str()),
                (Role::Body, t.at_desk_lead),
            ];
            qr::panel(look, code, code, &lead, area, buf);
        }
        Stage::Home { cursor } => paragraph(home(app, *cursor, area.width), area, buf),
        Stage::Ballot(ballot) => draw_ballot(look, ballot, area, buf),
        Stage::Casting { attempt, trouble } => casting(look, *attempt, *trouble, area, buf),
        Stage::Done { code, since_ms } => {
            let shown_ms = app.now_ms.saturating_sub(*since_ms);
            let left_s = super::DONE_SHOWN_MS.saturating_sub(shown_ms).div_ceil(1000);
            let clear = fill(t.done_clear, &[&left_s.to_string()]);
            let lead = [
                (Role::Header, t.done),
                (Role::Body, ""),
                (Role::Body, t.done_keep),
                (Role::Body, clear.as_str()),
                (Role::Body, ""),
                (Role::Strong, t.code_label),
            ];
            qr::panel(look, code, code, &lead, area, buf);
        }
        Stage::NotCast(refusal) => {
            let line = refusal.line(look);
            let rows =
                [(Role::Danger, t.not_cast), (Role::Strong, line.as_str()), (Role::Body, t.not_cast_next)];
            centred(look, &rows, area, buf);
        }
    }
}

fn paragraph(lines: Vec<Line<'static>>, area: Rect, buf: &mut Buffer) {
    Paragraph::new(lines).render(area, buf);
}

fn sign_in(look: Look, form: &SignIn, columns: u16) -> Vec<Line<'static>> {
    let t = &look.texts().deputy;
    let columns = usize::from(columns);
    let mut lines = vec![Line::default()];
    lines.extend(text::wrap(t.sign_in_lead, columns).into_iter().map(Line::from));
    let fields = [(t.field_number, &form.number), (t.field_code, &form.code), (t.field_file, &form.file)];
    for (index, (label, field)) in fields.into_iter().enumerate() {
        let focused = index == form.focus;
        let cursor = if focused { "_" } else { "" };
        let content = format!("{} {}{cursor}", text::pad(label, 14), field.text());
        let role = if focused { Role::Cursor } else { Role::Body };
        lines.push(Line::default());
        lines.push(styled(look, role, text::pad(&content, columns)));
    }
    lines
}

/// The status of a contest in words.
pub(super) fn status_words(look: Look, status: ContestStatus) -> String {
    let t = &look.texts().deputy;
    match status {
        ContestStatus::NotOpen => t.status_not_open.to_owned(),
        ContestStatus::Drawing => t.status_drawing.to_owned(),
        ContestStatus::Ready => t.status_ready.to_owned(),
        ContestStatus::Held => t.status_held.to_owned(),
        ContestStatus::Cast => t.status_cast.to_owned(),
        ContestStatus::SlipReturned => t.status_slip.to_owned(),
        ContestStatus::Recorded { index } => fill(t.status_recorded, &[&index.to_string()]),
        ContestStatus::Missed => t.status_missed.to_owned(),
        ContestStatus::Paper => t.status_paper.to_owned(),
    }
}

/// What the list of contests says above it.
pub(super) fn home_lead(look: Look, contests: &[ContestView]) -> &'static str {
    let t = &look.texts().deputy;
    let finished = |status| {
        matches!(status, ContestStatus::Cast | ContestStatus::SlipReturned | ContestStatus::Recorded { .. })
    };
    let awaited = |status| matches!(status, ContestStatus::NotOpen | ContestStatus::Drawing);
    if contests.iter().any(|contest| contest.status == ContestStatus::Ready) {
        t.home_choose
    } else if contests.iter().any(|contest| contest.status == ContestStatus::Held) {
        t.home_held
    } else if contests.is_empty() || contests.iter().any(|contest| awaited(contest.status)) {
        t.home_waiting
    } else if contests.iter().all(|contest| finished(contest.status)) {
        t.home_all_done
    } else {
        t.home_over
    }
}

fn home(app: &App, cursor: usize, columns: u16) -> Vec<Line<'static>> {
    let look = app.look;
    let t = &look.texts().deputy;
    let columns = usize::from(columns);
    let mut lines = vec![Line::default()];
    if let Some(identity) = &app.identity {
        let who = format!("{} {}", identity.delegation, identity.name);
        lines.push(styled(look, Role::Strong, fill(t.home_greeting, &[&who])));
    }
    lines.extend(text::wrap(home_lead(look, &app.contests), columns).into_iter().map(Line::from));
    for (index, contest) in app.contests.iter().enumerate() {
        let role = if index == cursor { Role::Cursor } else { Role::Body };
        lines.push(Line::default());
        lines.push(styled(look, role, text::pad(&format!("{}. {}", index + 1, contest.title), columns)));
        let status = format!("   {}  {}", status_words(look, contest.status), contest.code);
        lines.push(styled(look, Role::Muted, text::truncate(&status, columns)));
    }
    lines
}

fn draw_ballot(look: Look, ballot: &Ballot, area: Rect, buf: &mut Buffer) {
    let t = &look.texts().deputy;
    match &ballot.step {
        Step::Marking => marking(look, ballot, area, buf),
        Step::Review { top } => review(look, ballot, *top, area, buf),
        Step::BlankQuestion => {
            let rows = [(Role::Warning, t.blank_question), (Role::Body, t.blank_keys)];
            centred(look, &rows, area, buf);
        }
        Step::Code { choice } => code(look, ballot, *choice, area, buf),
        Step::CheckWarning => {
            let rows = [(Role::Warning, t.check_warning), (Role::Strong, t.check_go)];
            centred(look, &rows, area, buf);
        }
        Step::Check { opening: None } => centred(look, &[(Role::Body, t.check_waiting)], area, buf),
        Step::Check { opening: Some(opening) } => {
            let code = ballot.code.as_deref().unwrap_or_default();
            let groups = text::groups_of_four(code);
            let lead = [
                (Role::Warning, t.check_lead),
                (Role::Body, ""),
                (Role::Strong, t.code_label),
                (Role::Body, groups.as_str()),
                (Role::Body, ""),
                (Role::Strong, t.check_next),
            ];
            qr::panel(look, opening.text(), opening.text(), &lead, area, buf);
        }
    }
}

/// 最多 10 项，已选 8 项，还可选 2 项.
pub(super) fn counter(look: Look, ballot: &Ballot) -> String {
    let values =
        [ballot.contest.max, ballot.marks.chosen(), ballot.remaining()].map(|value| value.to_string());
    let [max, chosen, remaining] = &values;
    fill(look.texts().deputy.counter, &[max, chosen, remaining])
}

/// The box of an item: the option chosen, in its own word, or empty.
pub(super) fn mark_box(ballot: &Ballot, item: usize) -> String {
    let word = ballot.marks.marked(item).and_then(|option| ballot.contest.options.get(option));
    let inner = text::pad(word.map_or("", String::as_str), MARK_COLUMNS - 4);
    format!("[{inner}]")
}

fn marking(look: Look, ballot: &Ballot, area: Rect, buf: &mut Buffer) {
    let outer = (area.width + 2, area.height + 3);
    let page = list::page(ballot.cursor, ballot.contest.items.len(), items_per_page(outer));
    let columns = usize::from(area.width);
    let mut lines = Vec::new();
    for index in page.rows.clone() {
        let Some(item) = ballot.contest.items.get(index) else { continue };
        let role = if index == ballot.cursor { Role::Cursor } else { Role::Body };
        let (first, second) = item_lines(look, ballot, index, item, columns);
        lines.push(styled(look, role, first));
        if let Some(second) = second {
            lines.push(styled(look, Role::Muted, second));
        }
    }
    let body = Rect { height: area.height.saturating_sub(MARKING_ROWS), ..area };
    paragraph(lines, body, buf);
    let title =
        text::truncate(&ballot.contest.title, columns.saturating_sub(text::width(&page.words(look)) + 2));
    let page_line = format!("{}  {title}", page.words(look));
    let foot = vec![
        styled(look, Role::Border, look.theme.rule().repeat(columns)),
        styled(look, Role::Strong, counter(look, ballot)),
        styled(look, Role::Muted, page_line),
    ];
    // The counter stays in its place: the last row but one of the body is above any notice.
    let foot_area =
        Rect { y: area.y + area.height.saturating_sub(MARKING_ROWS + 1), height: MARKING_ROWS, ..area };
    paragraph(foot, foot_area, buf);
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
    let detail = fill(look.texts().deputy.budget_department, &[&item.department, &item.budget]);
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

/// The chosen items, one strong line each with room around it, then the rest in one line.
fn review(look: Look, ballot: &Ballot, top: usize, area: Rect, buf: &mut Buffer) {
    let t = &look.texts().deputy;
    let columns = usize::from(area.width);
    let lines = review_lines(look, ballot, columns);
    let foot_rows = 3;
    let body = Rect { height: area.height.saturating_sub(foot_rows), ..area };
    let height = usize::from(body.height);
    let rows = lines.len();
    let top = top.min(rows.saturating_sub(height));
    let mut count = counter(look, ballot);
    if rows > height {
        count = format!("{count}  ({}-{} / {rows})", top + 1, (top + height).min(rows));
    }
    let shown: Vec<Line<'static>> = lines.into_iter().skip(top).collect();
    paragraph(shown, body, buf);
    let foot = vec![styled(look, Role::Strong, count), Line::from(t.review_next)];
    let foot_area = Rect { y: area.y + area.height.saturating_sub(foot_rows), height: 2, ..area };
    paragraph(foot, foot_area, buf);
}

/// The lines of the review.
pub(super) fn review_lines(look: Look, ballot: &Ballot, columns: usize) -> Vec<Line<'static>> {
    let t = &look.texts().deputy;
    let mut lines =
        vec![styled(look, Role::Body, fill(t.review_chosen, &[&ballot.marks.chosen().to_string()]))];
    let mut not_chosen = Vec::new();
    for (index, item) in ballot.contest.items.iter().enumerate() {
        if ballot.marks.marked(index).is_none() {
            not_chosen.push(item.number.to_string());
            continue;
        }
        let head = format!("{} {:>2}. ", mark_box(ballot, index), item.number);
        let room = columns.saturating_sub(text::width(&head));
        let indent = " ".repeat(text::width(&head));
        for (part, title) in text::wrap(&item.title, room).into_iter().enumerate() {
            let before = if part == 0 { &head } else { &indent };
            lines.push(styled(look, Role::Strong, format!("{before}{title}")));
        }
    }
    if !not_chosen.is_empty() {
        lines.push(Line::default());
        let sentence = fill(t.review_not_chosen, &[&not_chosen.len().to_string(), &not_chosen.join(" ")]);
        lines.extend(text::wrap(&sentence, columns).into_iter().map(|line| styled(look, Role::Muted, line)));
    }
    if ballot.remaining() > 0 && !ballot.marks.is_blank() {
        let sentence = fill(t.review_under, &[&ballot.remaining().to_string()]);
        lines.extend(text::wrap(&sentence, columns).into_iter().map(Line::from));
    }
    lines
}

fn code(look: Look, ballot: &Ballot, choice: CastOrCheck, area: Rect, buf: &mut Buffer) {
    let t = &look.texts().deputy;
    let Some(code) = &ballot.code else {
        centred(look, &[(Role::Body, t.code_preparing)], area, buf);
        return;
    };
    let chosen =
        |this, word: &str| if this == choice { format!("> {word} <") } else { format!("  {word}  ") };
    let choices = format!(
        "{}    {}",
        chosen(CastOrCheck::Cast, t.choice_cast),
        chosen(CastOrCheck::Check, t.choice_check)
    );
    let lead = [
        (Role::Warning, t.not_cast_yet),
        (Role::Body, ""),
        (Role::Strong, choices.as_str()),
        (Role::Body, t.code_next),
        (Role::Body, ""),
        (Role::Body, t.code_lead),
        (Role::Body, ""),
        (Role::Strong, t.code_label),
    ];
    qr::panel(look, code, code, &lead, area, buf);
}

/// Why a cast takes longer, in words.
pub(super) fn trouble_words(look: Look, trouble: Trouble) -> &'static str {
    let t = &look.texts().deputy;
    match trouble {
        Trouble::Network => t.trouble_network,
        Trouble::Busy => t.trouble_busy,
        Trouble::Held => t.trouble_held,
    }
}

fn casting(look: Look, attempt: u32, trouble: Option<Trouble>, area: Rect, buf: &mut Buffer) {
    let t = &look.texts().deputy;
    let again = fill(t.casting_again, &[&attempt.to_string()]);
    let mut rows = vec![(Role::Strong, t.casting)];
    if let Some(trouble) = trouble {
        rows.push((Role::Warning, again.as_str()));
        rows.push((Role::Body, trouble_words(look, trouble)));
    }
    centred(look, &rows, area, buf);
}
