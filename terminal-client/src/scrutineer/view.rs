//! The scrutineer's screens, drawn.

use super::{
    app::{App, Dialogue, Reading, Tab, blocked},
    counts,
    model::{
        CeremonyState, DecryptionStage, DecryptionView, LogCheck, Model, Proposal, ProposalKind, Role,
        TestDecryption,
    },
};
use crate::{
    lang::{ScrutineerTexts, fill},
    ui::{
        Look,
        frame::{self, Frame, centred, styled},
        keymap, table, text, theme,
    },
};
use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::Line,
    widgets::{Paragraph, Widget},
};

/// Rows of a proposal's screen that are not its text: the lead below, and the row of a notice.
const PROPOSAL_ROWS: usize = 3;

/// Draws the app.
pub fn view(app: &App, area: Rect, buf: &mut Buffer) {
    let look = app.look;
    let t = look.texts();
    let tables = app.keys().tables();
    let footer = keymap::footer(tables, look);
    let frame = Frame {
        look,
        sitting: &app.model.sitting,
        title: title(look, &app.model),
        essence: title(look, &app.model),
        footer: &footer,
        notice: app.notice.as_ref(),
    };
    let Some(body) = frame.draw(area, buf) else { return };
    if app.quitting {
        centred(look, &[(theme::Role::Warning, t.common.quit_question)], body, buf);
    } else if app.help {
        frame::help(look, tables, body, buf);
        return;
    } else {
        Paragraph::new(body_lines(app, body)).render(body, buf);
    }
    frame.draw_notice(area, buf);
}

/// The name of the screen.
pub(super) fn title(look: Look, model: &Model) -> &'static str {
    let t = &look.texts().scrutineer;
    match model.role {
        Role::Scrutineer => t.title_scrutineer,
        Role::Chief => t.title_chief,
        Role::Presiding => t.title_presiding,
    }
}

fn body_lines(app: &App, body: Rect) -> Vec<Line<'static>> {
    let columns = usize::from(body.width);
    if !app.model.unlocked {
        return unlock(app, columns);
    }
    match &app.dialogue {
        Some(Dialogue::Read(reading)) => reading_lines(app.look, reading, body),
        Some(dialogue) => dialogue_lines(app, dialogue, columns, usize::from(body.height)),
        None => tab_lines(app, app.tab, columns),
    }
}

fn wrapped(look: Look, role: theme::Role, sentence: &str, columns: usize) -> Vec<Line<'static>> {
    text::wrap(sentence, columns).into_iter().map(|line| styled(look, role, line)).collect()
}

fn input(look: Look, label: &str, typed: &str, columns: usize) -> Line<'static> {
    styled(look, theme::Role::Cursor, text::pad(&format!("{label} {typed}_"), columns))
}

fn unlock(app: &App, columns: usize) -> Vec<Line<'static>> {
    let look = app.look;
    let t = &look.texts().scrutineer;
    let mut lines = vec![Line::default(), styled(look, theme::Role::Strong, t.title_unlock)];
    lines.extend(wrapped(look, theme::Role::Body, t.unlock_lead, columns));
    lines.push(Line::default());
    if app.unlocking {
        lines.push(Line::from(t.unlocking));
    } else {
        let stars = "*".repeat(app.passphrase.text().chars().count());
        lines.push(input(look, t.passphrase, &stars, columns));
    }
    lines
}

/// A tab with the row of tabs above it.
pub(super) fn tab_lines(app: &App, tab: Tab, columns: usize) -> Vec<Line<'static>> {
    let look = app.look;
    let t = &look.texts().scrutineer;
    let names = app.tabs().iter().map(|each| {
        let name = match each {
            Tab::Ceremony => t.tab_ceremony.to_owned(),
            Tab::Proposals => format!("{} {}", t.tab_proposals, app.model.proposals.len()),
            Tab::Decryption => {
                let ready =
                    app.model.decryption.as_ref().is_some_and(|view| {
                        view.stage == DecryptionStage::Ready && blocked(t, view).is_none()
                    });
                with_due(t.tab_decryption, u64::from(ready))
            }
            Tab::Counting => with_due(t.tab_counting, app.model.counting.due()),
        };
        if *each == tab { format!("[{name}]") } else { format!(" {name} ") }
    });
    let names = names.collect::<Vec<_>>().join(" ");
    let model = &app.model;
    let people = model.ceremony.rows.len().to_string();
    // Who holds no share has no position.
    let me = if model.role == Role::Presiding || model.index == 0 {
        fill(t.me_presiding, &[&model.name])
    } else {
        fill(t.me, &[&model.name, &model.index.to_string(), &people])
    };
    let mut lines = vec![
        styled(look, theme::Role::Strong, text::truncate(&me, columns)),
        styled(look, theme::Role::Strong, text::truncate(&names, columns)),
        styled(look, theme::Role::Border, look.theme.rule().repeat(columns)),
    ];
    if let Some((sentence, is_alarm)) = &model.seat {
        let role = if *is_alarm { theme::Role::Danger } else { theme::Role::Muted };
        lines.extend(wrapped(look, role, sentence, columns));
    }
    if model.finished {
        lines.extend(wrapped(look, theme::Role::Good, t.all_done, columns));
    }
    lines.extend(match tab {
        Tab::Ceremony => ceremony(look, model, columns),
        Tab::Proposals => proposals(app, columns),
        Tab::Counting => counts::tab(app, columns),
        Tab::Decryption => model.decryption.as_ref().map_or_else(
            || wrapped(look, theme::Role::Body, t.checks_not_run, columns),
            |view| decryption(look, view, columns),
        ),
    });
    lines
}

/// A tab's name, with how much waits there.
fn with_due(name: &str, due: u64) -> String {
    if due == 0 { name.to_owned() } else { format!("{name} {due}") }
}

fn state_words(t: &ScrutineerTexts, state: CeremonyState) -> &'static str {
    match state {
        CeremonyState::Waiting => t.step_waiting,
        CeremonyState::Generated => t.step_generated,
        CeremonyState::Revealed => t.step_revealed,
        CeremonyState::Dealt => t.step_dealt,
        CeremonyState::Verified => t.step_verified,
        CeremonyState::Agreed => t.step_agreed,
        CeremonyState::Absent => t.step_absent,
        CeremonyState::Disputed => t.step_disputed,
    }
}

/// The steps of the checklist in order.
const STEPS: [CeremonyState; 5] = [
    CeremonyState::Generated,
    CeremonyState::Revealed,
    CeremonyState::Dealt,
    CeremonyState::Verified,
    CeremonyState::Agreed,
];

fn ceremony(look: Look, model: &Model, columns: usize) -> Vec<Line<'static>> {
    let t = &look.texts().scrutineer;
    let view = &model.ceremony;
    let people = view.rows.len();
    let values = [people.to_string(), view.threshold.to_string(), view.run.to_string()];
    let [n, threshold, run] = &values;
    let mut lines = wrapped(look, theme::Role::Body, &fill(t.ceremony_rule, &[n, threshold, run]), columns);
    if usize::try_from(view.threshold).unwrap_or(usize::MAX) * 2 <= people {
        let warning = fill(t.threshold_warning, &[threshold, n]);
        lines.extend(wrapped(look, theme::Role::Warning, &warning, columns));
    }
    if let Some(why) = &view.ended {
        lines.extend(wrapped(look, theme::Role::Danger, &fill(t.ceremony_ended, &[why]), columns));
    }
    lines.push(Line::default());
    for (index, row) in view.rows.iter().enumerate() {
        let chief = if row.chief { format!("({})", t.chief_mark) } else { String::new() };
        let who = text::pad(&format!("{}. {}{chief}", index + 1, row.name), 20);
        let role = match row.state {
            CeremonyState::Absent | CeremonyState::Disputed => theme::Role::Danger,
            CeremonyState::Agreed => theme::Role::Good,
            _ => theme::Role::Body,
        };
        lines.push(styled(
            look,
            role,
            text::truncate(&format!("{who} {}", checklist(t, row.state)), columns),
        ));
    }
    lines.push(Line::default());
    match (&view.key, view.my_turn) {
        (Some(key), _) => {
            let sentence = fill(t.ceremony_done, &[&text::groups_of_four(key)]);
            lines.extend(wrapped(look, theme::Role::Strong, &sentence, columns));
        }
        (None, true) => lines.extend(wrapped(look, theme::Role::Warning, t.ceremony_continue, columns)),
        (None, false) => lines.extend(wrapped(look, theme::Role::Body, t.ceremony_wait, columns)),
    }
    lines.push(Line::default());
    lines.push(styled(look, theme::Role::Strong, t.test_title));
    let (role, sentence) = match &model.test {
        TestDecryption::NotRun => (theme::Role::Body, t.test_not_run.to_owned()),
        TestDecryption::Running => (theme::Role::Body, t.test_running.to_owned()),
        TestDecryption::Passed { value } => (theme::Role::Good, fill(t.test_passed, &[value])),
        TestDecryption::Failed { why } => (theme::Role::Danger, fill(t.test_failed, &[why])),
    };
    lines.extend(wrapped(look, role, &sentence, columns));
    lines
}

/// The steps done as words, the others as dashes: `[已生成] [已公布] [------]`; absence and dispute alone.
fn checklist(t: &ScrutineerTexts, state: CeremonyState) -> String {
    if matches!(state, CeremonyState::Absent | CeremonyState::Disputed) {
        return format!("[{}]", state_words(t, state));
    }
    let steps = STEPS.map(|step| {
        let word = state_words(t, step);
        if step <= state { format!("[{word}]") } else { format!("[{}]", "-".repeat(text::width(word))) }
    });
    steps.join(" ")
}

/// What a proposal does, in words.
pub(super) fn kind_words(t: &ScrutineerTexts, kind: ProposalKind) -> &'static str {
    match kind {
        ProposalKind::Open => t.act_open,
        ProposalKind::End => t.act_end,
        ProposalKind::Close => t.act_close,
        ProposalKind::Declare => t.act_declare,
        ProposalKind::Void => t.act_void,
        ProposalKind::Resume => t.act_resume,
        ProposalKind::Name => t.act_name,
        ProposalKind::Seal => t.act_seal,
        ProposalKind::UndoCheckIn => t.act_undo_check_in,
        ProposalKind::LateCheckIn => t.act_late_check_in,
        ProposalKind::Report => t.act_report,
        ProposalKind::Suspend => t.act_suspend,
        ProposalKind::Restore => t.act_restore,
        ProposalKind::IssuePapers => t.act_issue,
        ProposalKind::ConfirmPapers => t.act_confirm_papers,
        ProposalKind::CountHands => t.act_count_hands,
        ProposalKind::SettleTie => t.act_settle_tie,
    }
}

fn proposals(app: &App, columns: usize) -> Vec<Line<'static>> {
    let look = app.look;
    let t = &look.texts().scrutineer;
    if app.model.proposals.is_empty() {
        return wrapped(look, theme::Role::Body, t.proposals_none, columns);
    }
    let rows = app.model.proposals.iter().enumerate().map(|(index, proposal)| {
        let role = if index == app.cursor { theme::Role::Cursor } else { theme::Role::Body };
        let from = fill(t.proposal_from, &[&proposal.proposer]);
        // Of several contests each is named, by the fact that stands first in the proposal.
        let title_label = look.texts().run.fact_title;
        let title = proposal.facts.iter().find(|(label, _)| label == title_label);
        let title = title.map_or_else(String::new, |(_, title)| format!("  {title}"));
        let row = format!("{}. {}{title}  {from}", index + 1, kind_words(t, proposal.kind));
        let row = text::truncate(&row, columns);
        styled(look, role, text::pad(&row, columns))
    });
    rows.collect()
}

/// What is signed, whole: values are broken into lines, never cut.
pub(super) fn proposal_lines(look: Look, proposal: &Proposal, columns: usize) -> Vec<Line<'static>> {
    let texts = look.texts();
    let t = &texts.scrutineer;
    let head = format!("{}  {}", kind_words(t, proposal.kind), fill(t.proposal_from, &[&proposal.proposer]));
    let mut lines = wrapped(look, theme::Role::Strong, &head, columns);
    if let Some(reconcile) = &proposal.reconcile {
        lines.push(styled(look, theme::Role::Strong, texts.common.reconcile_title));
        for (sentence, alarming) in reconcile.sentences(look) {
            let role = if alarming { theme::Role::Danger } else { theme::Role::Body };
            lines.extend(wrapped(look, role, &sentence, columns));
        }
    }
    lines.push(styled(look, theme::Role::Strong, t.signing_exactly));
    let hash = (t.body_hash.to_owned(), text::groups_of_four(&proposal.body_hash));
    for (label, value) in proposal.facts.iter().chain([&hash]) {
        let label_columns = 28.min(columns / 3);
        let mut labels = text::wrap(label, label_columns).into_iter();
        let mut parts = text::wrap(value, columns.saturating_sub(label_columns + 1)).into_iter();
        loop {
            let (label, part) = (labels.next(), parts.next());
            if label.is_none() && part.is_none() {
                break;
            }
            let label = text::pad(&label.unwrap_or_default(), label_columns);
            lines.push(Line::from(format!("{label} {}", part.unwrap_or_default())));
        }
    }
    lines
}

/// Rows of a proposal and of the window for it.
pub(super) fn proposal_size(look: Look, proposal: &Proposal, (columns, rows): (u16, u16)) -> (usize, usize) {
    let body = frame::body(Rect::new(0, 0, columns, rows));
    let lines = proposal_lines(look, proposal, usize::from(body.width)).len();
    (lines, usize::from(body.height).saturating_sub(PROPOSAL_ROWS).max(1))
}

fn reading_lines(look: Look, reading: &Reading, body: Rect) -> Vec<Line<'static>> {
    let t = look.texts();
    let columns = usize::from(body.width);
    let height = usize::from(body.height).saturating_sub(PROPOSAL_ROWS).max(1);
    let all = proposal_lines(look, &reading.proposal, columns);
    let rows = all.len();
    let mut lines: Vec<Line<'static>> = all.into_iter().skip(reading.top).take(height).collect();
    lines.resize(height, Line::default());
    let last = (reading.top + height).min(rows);
    let place = format!("{}-{last} / {rows}", reading.top + 1);
    let lead = if reading.seen { t.scrutineer.sign_lead } else { t.scrutineer.seen_first };
    lines.push(styled(look, theme::Role::Muted, place));
    lines.push(styled(look, theme::Role::Warning, text::truncate(lead, columns)));
    lines
}

fn dialogue_lines(app: &App, dialogue: &Dialogue, columns: usize, height: usize) -> Vec<Line<'static>> {
    let look = app.look;
    let t = look.texts();
    let mut lines = vec![Line::default()];
    match dialogue {
        Dialogue::Read(_) => {}
        Dialogue::Counting(counting) => {
            lines.extend(counts::dialogue(app, counting, columns, height.saturating_sub(1)));
        }
        Dialogue::SignWord { reading, word } => {
            let proposal = &reading.proposal;
            let head = kind_words(&t.scrutineer, proposal.kind);
            lines.extend(wrapped(look, theme::Role::Strong, head, columns));
            lines.push(Line::from(t.scrutineer.body_hash));
            lines.extend(wrapped(
                look,
                theme::Role::Body,
                &text::groups_of_four(&proposal.body_hash),
                columns,
            ));
            if let Some(reconcile) = proposal.reconcile.as_ref().filter(|reconcile| !reconcile.agrees()) {
                for (sentence, alarming) in reconcile.sentences(look) {
                    let role = if alarming { theme::Role::Danger } else { theme::Role::Body };
                    lines.extend(wrapped(look, role, &sentence, columns));
                }
            }
            lines.extend(wrapped(look, theme::Role::Warning, t.scrutineer.sign_lead, columns));
            lines.push(Line::default());
            lines.push(Line::from(fill(t.common.type_word, &[word.required()])));
            lines.push(input(look, ">", word.field.text(), columns));
        }
        Dialogue::DeclineReason { input: field, .. } => {
            lines.extend(wrapped(look, theme::Role::Body, t.scrutineer.decline_lead, columns));
            lines.push(input(look, t.common.reason, field.text(), columns));
        }
        Dialogue::DecryptWord { word, close, .. } => {
            lines.extend(wrapped(look, theme::Role::Warning, t.scrutineer.decrypt_lead, columns));
            lines.push(Line::from(t.scrutineer.decrypt_close));
            lines.extend(wrapped(look, theme::Role::Body, &text::groups_of_four(close), columns));
            lines.push(Line::default());
            lines.push(Line::from(fill(t.common.type_word, &[word.required()])));
            lines.push(input(look, ">", word.field.text(), columns));
        }
    }
    lines
}

/// The check of the log in words.
fn check_words(t: &ScrutineerTexts, check: &LogCheck) -> (theme::Role, String) {
    match check {
        LogCheck::NotRun => (theme::Role::Body, t.checks_not_run.to_owned()),
        LogCheck::Running { done, total } => {
            (theme::Role::Body, fill(t.checks_running, &[&done.to_string(), &total.to_string()]))
        }
        LogCheck::Passed { total } => {
            (theme::Role::Good, fill(t.checks_passed, &[&total.to_string(), &total.to_string()]))
        }
        LogCheck::Failed { check, entry, why } => {
            (theme::Role::Danger, fill(t.checks_failed, &[&check.to_string(), &entry.to_string(), why]))
        }
    }
}

fn decryption(look: Look, view: &DecryptionView, columns: usize) -> Vec<Line<'static>> {
    let t = &look.texts().scrutineer;
    let mut lines = wrapped(look, theme::Role::Strong, &fill(t.decrypt_contest, &[&view.title]), columns);
    let ballots = [view.ballots.to_string(), view.minimum.to_string()];
    let [have, minimum] = &ballots;
    lines.extend(wrapped(look, theme::Role::Body, &fill(t.decrypt_ballots, &[have, minimum]), columns));
    lines.push(Line::from(t.decrypt_close));
    lines.extend(wrapped(look, theme::Role::Body, &text::groups_of_four(&view.close), columns));
    lines.push(Line::default());
    let (role, sentence) = check_words(t, &view.check);
    lines.extend(wrapped(look, role, &sentence, columns));
    if let LogCheck::Running { done, total } = view.check {
        let bar = table::bar(done, total, columns.min(60), look.theme.bar());
        lines.push(styled(look, theme::Role::Bar, bar));
    }
    lines.push(Line::default());
    let given = view.shares.iter().filter(|(_, given)| *given).count();
    lines.push(Line::from(fill(t.decrypt_shares, &[&given.to_string(), &view.need.to_string()])));
    for (name, given) in &view.shares {
        let word = if *given { t.share_given } else { t.share_missing };
        lines.push(Line::from(format!("  {} {word}", text::pad(name, 20))));
    }
    lines.push(Line::default());
    let (role, sentence) = match (&view.stage, blocked(t, view)) {
        (DecryptionStage::Blocked { .. } | DecryptionStage::Ready, Some(why)) => {
            (theme::Role::Danger, fill(t.decrypt_blocked, &[&why]))
        }
        (DecryptionStage::Sending, _) => (theme::Role::Body, t.decrypt_sending.to_owned()),
        (DecryptionStage::Sent, _) => (theme::Role::Good, t.decrypt_sent.to_owned()),
        (DecryptionStage::Done, _) => (theme::Role::Good, t.decrypt_done.to_owned()),
        (_, None) => (theme::Role::Warning, t.decrypt_ready.to_owned()),
    };
    lines.extend(wrapped(look, role, &sentence, columns));
    lines
}
