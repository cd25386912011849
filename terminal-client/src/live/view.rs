//! The live terminal, drawn.

use super::{
    app::{App, Pane, result_of},
    dialogues,
    model::{AwaitedByWitnesses, ContestState, Model, WitnessesView},
    next, result,
};
use crate::{
    lang::fill,
    papers::CountView,
    ui::{
        Look,
        frame::{self, Breadth, Frame, breadth, centred, styled},
        keymap, list,
        table::{self, Align},
        text,
        theme::Role,
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Constraint, Layout, Rect},
    text::Line,
    widgets::{Paragraph, Widget},
};

/// Rows around a list: tabs and column names or filter above, the page line below, a free row for a notice.
const LIST_ROWS: usize = 4;

/// Draws the app.
pub fn view(app: &App, area: Rect, buf: &mut Buffer) {
    let look = app.look;
    let t = look.texts();
    let tables = app.keys().tables();
    let footer = keymap::footer(tables, look);
    let essence = phase_line(look, &app.model);
    let frame = Frame {
        look,
        sitting: &app.model.sitting,
        title: t.live.title,
        essence: &essence,
        footer: &footer,
        notice: app.notice.as_ref(),
    };
    let Some(body) = frame.draw(area, buf) else { return };
    if app.quitting {
        centred(look, &[(Role::Warning, t.common.quit_question)], body, buf);
    } else if app.help {
        frame::help(look, tables, body, buf);
        return;
    } else if let Some(dialogue) = &app.dialogue {
        Paragraph::new(dialogues::lines(app, dialogue, body)).render(body, buf);
    } else {
        board(app, body, buf);
    }
    frame.draw_notice(area, buf);
}

/// Rows of the pane in front on one page, in a window of the size last told.
pub(super) fn rows_per_page(app: &App) -> usize {
    let (columns, rows) = app.size();
    per_page(app, frame::body(Rect::new(0, 0, columns, rows)))
}

fn per_page(app: &App, body: Rect) -> usize {
    let columns = usize::from(body.width);
    let mut taken = summary(app, columns).len() + LIST_ROWS;
    let mut item_rows = 1;
    if app.pane == Pane::Result
        && let Some(result) = result_of(&app.model)
    {
        taken += result::head(app.look, result, columns).len();
        item_rows = result::item_rows(app.look, result, columns);
    }
    (usize::from(body.height).saturating_sub(taken) / item_rows).max(1)
}

/// The contest and its phase.
pub(super) fn phase_line(look: Look, model: &Model) -> String {
    let t = &look.texts().live;
    let Some(contest) = &model.contest else { return t.no_contest.to_owned() };
    let phase = contest.state.phase().words(look);
    let mut line = fill(t.contest_line, &[&contest.title, phase]);
    if let ContestState::Decrypting { have, need } = &contest.state {
        line.push(' ');
        line.push_str(&fill(t.decrypting_line, &[&have.to_string(), &need.to_string()]));
    }
    line
}

/// 全体 60  应到 60  实到 58  发出 58  收回 40  未收回 18.
pub(super) fn counts_line(look: Look, model: &Model) -> String {
    let t = &look.texts().live;
    let counts = &model.counts;
    let known = |value: Option<u64>| {
        value.map_or_else(|| format!("({})", t.returned_unknown), |value| value.to_string())
    };
    let mut parts = vec![
        format!("{} {}", t.membership, counts.membership),
        format!("{} {}", t.due, counts.due),
        format!("{} {}", t.present, counts.present),
        format!("{} {}", t.issued, counts.issued),
        format!("{} {}", t.returned, known(counts.returned)),
        format!("{} {}", t.unreturned, known(counts.unreturned())),
    ];
    if counts.paper_issued > 0 {
        parts.push(format!("{} {}", t.paper_issued, counts.paper_issued));
    }
    parts.join("  ")
}

/// Everything above the lists.
pub(super) fn summary(app: &App, columns: usize) -> Vec<Line<'static>> {
    let (look, model) = (app.look, &app.model);
    let t = &look.texts().live;
    let mut lines = vec![styled(look, Role::Strong, text::truncate(&phase_line(look, model), columns))];
    for line in text::wrap(&counts_line(look, model), columns) {
        lines.push(styled(look, Role::Strong, line));
    }
    if let Some(quorum) = &model.quorum {
        let (template, role) =
            if quorum.met() { (t.quorum_met, Role::Body) } else { (t.quorum_not_met, Role::Warning) };
        let short = quorum.need.saturating_sub(quorum.present).to_string();
        let values = [&quorum.need.to_string(), &quorum.present.to_string(), &quorum.article, &short];
        let sentence = fill(template, &values.map(String::as_str));
        lines.push(styled(look, role, text::truncate(&sentence, columns)));
    }
    let log = fill(t.log_line, &[&model.log.size.to_string(), &text::first_groups(&model.log.head, 4)]);
    let connections = fill(t.connections, &[&model.connections.to_string()]);
    lines.push(Line::from(text::truncate(&format!("{log}  {connections}"), columns)));
    if let Some(reconcile) = &model.reconcile {
        let numbers = [reconcile.returned.to_string(), reconcile.slips.to_string()];
        let [returned, slips] = &numbers;
        let role = if reconcile.agrees() { Role::Body } else { Role::Danger };
        lines.push(styled(look, role, fill(t.reconcile_line, &[returned, slips])));
    }
    if let Some(ContestState::Voided { reason }) = model.contest.as_ref().map(|contest| &contest.state) {
        lines.push(styled(look, Role::Danger, text::truncate(&fill(t.voided_because, &[reason]), columns)));
    }
    for (role, sentence) in witness_lines(look, model) {
        lines.extend(text::wrap(&sentence, columns).into_iter().map(|line| styled(look, role, line)));
    }
    for (role, sentence) in papers_lines(look, model) {
        lines.push(styled(look, role, text::truncate(&sentence, columns)));
    }
    if model.further.is_some() {
        lines.push(styled(look, Role::Warning, text::truncate(t.follow_up_due, columns)));
    }
    for pending in model.pending.iter().take(2) {
        let line = fill(t.awaiting, &[&pending.awaiting, &pending.act]);
        lines.push(styled(look, Role::Warning, text::truncate(&line, columns)));
    }
    let voided = |contest: &super::model::ContestLine| matches!(contest.state, ContestState::Voided { .. });
    if result_of(model).is_none() && model.contest.as_ref().is_some_and(|contest| !voided(contest)) {
        lines.push(styled(look, Role::Muted, t.sealed_totals));
    }
    if let Some(step) = next::step(app) {
        lines.extend(text::wrap(step, columns).into_iter().map(|line| styled(look, Role::Strong, line)));
    }
    lines
}

/// Which witnesses are missing, what waits for them, and what to do. Nothing while all answer.
fn witness_lines(look: Look, model: &Model) -> Vec<(Role, String)> {
    model.witnesses.as_ref().map_or_else(Vec::new, |witnesses| witness_sentences(look, witnesses))
}

/// The same for whoever has no screen.
pub fn witness_sentences(look: Look, witnesses: &WitnessesView) -> Vec<(Role, String)> {
    let texts = look.texts();
    let t = &texts.live;
    let names = witnesses.missing.join(texts.run.list_comma);
    let count = fill(texts.common.witnesses, &[&witnesses.have.to_string(), &witnesses.need.to_string()]);
    let (what, to_do) = match witnesses.awaited {
        None if names.is_empty() => return Vec::new(),
        None if witnesses.have >= witnesses.need => {
            return vec![(Role::Muted, fill(t.witness_absent, &[&count, &names]))];
        }
        None => return vec![(Role::Warning, fill(t.witnesses_short, &[&count, &names]))],
        Some(AwaitedByWitnesses::Opening) => (t.awaits_opening, t.awaits_to_do),
        Some(AwaitedByWitnesses::Resuming) => (t.awaits_resuming, t.awaits_to_do_resume),
        Some(AwaitedByWitnesses::Close) => (t.awaits_close, t.awaits_to_do),
        Some(AwaitedByWitnesses::Declaration) => (t.awaits_declaration, t.awaits_to_do),
        Some(AwaitedByWitnesses::Voiding) => (t.awaits_voiding, t.awaits_to_do),
        Some(AwaitedByWitnesses::Seal) => (t.awaits_seal, t.awaits_to_do_seal),
    };
    if names.is_empty() {
        // A quorum that is on its way: a moment, and nobody need do anything.
        return vec![(Role::Body, fill(what, &[&count, t.awaits_moment]))];
    }
    vec![(Role::Warning, fill(what, &[&count, &names])), (Role::Strong, to_do.to_owned())]
}

/// Where the papers stand; no number of either count.
fn papers_lines(look: Look, model: &Model) -> Vec<(Role, String)> {
    let t = look.texts();
    let papers = &model.papers;
    let mut lines = Vec::new();
    if papers.issued > 0 && result_of(model).is_none() {
        let numbers = [papers.issued.to_string(), papers.entered.to_string()];
        let sentence = fill(t.papers.papers_line, &numbers.each_ref().map(String::as_str));
        lines.push((Role::Body, sentence));
    }
    if let Some(count) = papers.count.as_ref() {
        lines.push(count_words(look, count));
    }
    if model.hands.is_some() {
        lines.push((Role::Warning, t.live.hands_due.to_owned()));
    }
    lines
}

/// A count that is due, in one sentence.
fn count_words(look: Look, count: &CountView) -> (Role, String) {
    let t = look.texts();
    if count.confirmed {
        return (Role::Good, t.papers.count_confirmed.to_owned());
    }
    match (count.own, count.other) {
        (false, _) => (Role::Warning, t.live.count_due.to_owned()),
        (true, false) => (Role::Body, format!("{}{}", t.papers.count_own, t.papers.count_other_waits)),
        (true, true) if count.agrees() => (Role::Warning, t.live.count_agrees.to_owned()),
        (true, true) => {
            let list = count.differences.join(look.texts().run.list_comma);
            (Role::Danger, format!("{}{list}", t.papers.count_differs))
        }
    }
}

fn board(app: &App, body: Rect, buf: &mut Buffer) {
    let look = app.look;
    let columns = usize::from(body.width);
    let lines = summary(app, columns);
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(body.height);
    Paragraph::new(lines).render(Rect { height, ..body }, buf);
    let rest = Rect { y: body.y + height, height: body.height - height, ..body };
    let wide = breadth(body.width + 2) == Breadth::Wide && app.pane != Pane::Result;
    let panes: Vec<Pane> = if wide {
        app.panes().into_iter().filter(|pane| *pane != Pane::Result).collect()
    } else {
        vec![app.pane]
    };
    let tabs = if wide { None } else { Some(tabs(app)) };
    let areas = Layout::horizontal(panes.iter().map(|_| Constraint::Fill(1))).spacing(2).split(rest);
    for (pane, area) in panes.iter().zip(areas.iter()) {
        let rows = per_page(app, body);
        let mut lines = match &tabs {
            Some(tabs) => vec![styled(look, Role::Border, text::pad(tabs, usize::from(area.width)))],
            None => vec![pane_title(app, *pane, usize::from(area.width))],
        };
        lines.extend(pane_lines(app, *pane, rows, usize::from(area.width)));
        Paragraph::new(lines).render(*area, buf);
    }
}

fn pane_name(app: &App, pane: Pane) -> String {
    let t = &app.look.texts().live;
    match pane {
        Pane::Delegations => t.pane_delegations.to_owned(),
        Pane::NotDrawn => format!("{} {}", t.pane_not_drawn, app.model.not_drawn.len()),
        Pane::Recent => t.pane_recent.to_owned(),
        Pane::Result => t.pane_result.to_owned(),
    }
}

fn tabs(app: &App) -> String {
    let names = app.panes().into_iter().map(|pane| {
        let name = pane_name(app, pane);
        if pane == app.pane { format!("[{name}]") } else { format!(" {name} ") }
    });
    names.collect::<Vec<_>>().join(" ")
}

fn pane_title(app: &App, pane: Pane, columns: usize) -> Line<'static> {
    let name = pane_name(app, pane);
    let name = if pane == app.pane { format!("[{name}]") } else { format!(" {name} ") };
    styled(app.look, Role::Strong, text::truncate(&name, columns))
}

/// The rows of a pane and its page line.
fn pane_lines(app: &App, pane: Pane, rows: usize, columns: usize) -> Vec<Line<'static>> {
    let look = app.look;
    let t = look.texts();
    let front = pane == app.pane;
    let cursor = if front { app.cursor } else { 0 };
    let mut lines = Vec::new();
    if pane == Pane::Result
        && let Some(result) = result_of(&app.model)
    {
        lines.extend(result::head(look, result, columns));
    }
    if pane == Pane::Delegations {
        lines.push(styled(look, Role::Muted, delegation_head(look, columns)));
    }
    if pane == Pane::NotDrawn && (app.filtering || !app.filter.is_blank()) {
        let sign = if app.filtering { "_" } else { "" };
        let filter = fill(t.live.filter, &[&format!("{}{sign}", app.filter.text())]);
        lines.push(styled(look, Role::Warning, text::truncate(&filter, columns)));
    }
    let all = rows_of(app, pane, columns);
    if all.is_empty() {
        lines.push(styled(look, Role::Muted, t.common.empty_list));
        return lines;
    }
    let page = list::page(cursor, all.len(), rows);
    for (index, row) in all.iter().enumerate().skip(page.rows.start).take(page.rows.len()) {
        let selected = front && index == app.cursor;
        for (line, text_row) in row.iter().enumerate() {
            let role = match (selected, line) {
                (true, 0) => Role::Cursor,
                (_, 0) => Role::Body,
                _ => Role::Muted,
            };
            lines.push(styled(look, role, text_row.clone()));
        }
    }
    if page.count > 1 {
        lines.push(styled(look, Role::Muted, page.words(look)));
    }
    lines
}

/// A row of the delegations: name, due, present, issued.
pub(super) fn delegation_row(cells: [&str; 4], columns: usize) -> String {
    let number = if columns < 60 { 7 } else { 9 };
    let name = columns.saturating_sub(3 * (number + 1)).clamp(8, 40);
    let shape = [(name, Align::Left), (number, Align::Right), (number, Align::Right), (number, Align::Right)];
    table::row(&cells, &shape)
}

/// The names of the delegations' columns.
pub(super) fn delegation_head(look: Look, columns: usize) -> String {
    let t = &look.texts().live;
    delegation_row([t.column_delegation, t.column_due, t.column_present, t.column_issued], columns)
}

/// All rows of a pane as text.
pub(super) fn rows_of(app: &App, pane: Pane, columns: usize) -> Vec<Vec<String>> {
    let look = app.look;
    let model = &app.model;
    match pane {
        Pane::Delegations => {
            let row = |line: &super::model::DelegationRow| {
                let numbers = [line.due, line.present, line.issued].map(|number| number.to_string());
                let [due, present, issued] = &numbers;
                vec![delegation_row([&line.name, due, present, issued], columns)]
            };
            model.delegations.iter().map(row).collect()
        }
        Pane::NotDrawn => app
            .not_drawn()
            .into_iter()
            .map(|deputy| {
                let shape = [(8, Align::Left), (12, Align::Left), (columns.saturating_sub(22), Align::Left)];
                vec![table::row(&[&deputy.number, &deputy.name, &deputy.delegation], &shape)]
            })
            .collect(),
        Pane::Recent => model
            .recent
            .iter()
            .map(|entry| {
                let shape = [(6, Align::Right), (5, Align::Left), (columns.saturating_sub(13), Align::Left)];
                vec![table::row(&[&entry.index.to_string(), &entry.time, &entry.words], &shape)]
            })
            .collect(),
        Pane::Result => result_of(model).map_or_else(Vec::new, |result| {
            result.items.iter().map(|item| result::item(look, result, item, columns)).collect()
        }),
    }
}
