//! The deputy's screens, drawn.

use super::{
    app::{App, Done, SignIn, Stage},
    ballot::{Ballot, CastOrCheck, Step},
    marking::{banner, marking, review},
    model::Trouble,
    words,
};
use crate::{
    lang::fill,
    ui::{
        Look,
        frame::{self, Frame, centred, styled},
        keymap, qr, text,
        theme::Role,
    },
};
use ratatui::{
    buffer::Buffer,
    layout::Rect,
    text::Line,
    widgets::{Paragraph, Widget},
};

/// Draws the app.
pub fn view(app: &App, area: Rect, buf: &mut Buffer) {
    let look = app.look;
    let t = look.texts();
    let tables = app.keys().tables();
    let footer = keymap::footer(tables, look);
    let title = words::title(app);
    let essence = essence(app);
    let mut sitting = app.sitting.clone();
    if let Some(code) = code_in_hand(app) {
        sitting.contest_code = Some(code);
    }
    let frame = Frame {
        look,
        sitting: &sitting,
        title: &title,
        essence: &essence,
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

/// The code of the contest that is being voted on: of several that are open, never another one's (§3, the code binds the ballot).
fn code_in_hand(app: &App) -> Option<String> {
    match &app.stage {
        Stage::Ballot(ballot) => Some(ballot.contest.code.clone()),
        Stage::Casting { contest, .. } => {
            app.contests.iter().find(|view| &view.id == contest).map(|view| view.code.clone())
        }
        _ => None,
    }
}

/// What even the smallest window must say.
fn essence(app: &App) -> String {
    let t = &app.look.texts().deputy;
    match &app.stage {
        Stage::Ballot(ballot) => {
            words::of_special(app.look, &ballot.contest, words::not_cast_yet(app.look, &ballot.contest))
        }
        Stage::NotCast(_) => t.not_cast_yet.to_owned(),
        _ => words::title(app),
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
        Stage::Casting { attempt, trouble, .. } => casting(look, *attempt, *trouble, area, buf),
        Stage::Done { what, since_ms } => {
            let shown_ms = app.now_ms.saturating_sub(*since_ms);
            let left_s = super::DONE_SHOWN_MS.saturating_sub(shown_ms).div_ceil(1000);
            let clear = fill(t.done_clear, &[&left_s.to_string()]);
            let done = words::done(look, what);
            let offer = words::change_offer(app);
            match what {
                Done::Ballot { code, .. } => {
                    let mut lead = vec![
                        (Role::Header, done.as_str()),
                        (Role::Body, ""),
                        (Role::Body, t.done_keep),
                        (Role::Body, clear.as_str()),
                        (Role::Body, ""),
                    ];
                    if let Some(offer) = &offer {
                        lead.extend([(Role::Strong, offer.as_str()), (Role::Body, "")]);
                    }
                    lead.push((Role::Strong, t.code_label));
                    qr::panel(look, code, code, &lead, area, buf);
                }
                Done::Found { code, index } => {
                    let lead = [
                        (Role::Header, done.as_str()),
                        (Role::Body, ""),
                        (Role::Body, clear.as_str()),
                        (Role::Body, ""),
                        (Role::Strong, t.code_label),
                    ];
                    // Whoever scans it has what finds the entry, and no choice.
                    qr::panel(look, &format!("{code} {index}"), code, &lead, area, buf);
                }
                Done::Vote { .. } => {
                    let rows = [
                        (Role::Header, done.as_str()),
                        (Role::Body, t.done_vote_public),
                        (Role::Body, clear.as_str()),
                    ];
                    centred(look, &rows, area, buf);
                }
            }
        }
        Stage::NotChanged { refusal, either } => {
            let line = refusal.line(look);
            let stands = words::stands(look, *either);
            let rows = [
                (Role::Danger, words::not_changed(look, *either)),
                (Role::Body, line.as_str()),
                (Role::Strong, stands),
            ];
            centred(look, &rows, area, buf);
        }
        Stage::Unclear(refusal) => {
            let line = refusal.line(look);
            let rows =
                [(Role::Danger, t.unclear), (Role::Body, line.as_str()), (Role::Strong, t.unclear_next)];
            centred(look, &rows, area, buf);
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

fn home(app: &App, cursor: usize, columns: u16) -> Vec<Line<'static>> {
    let look = app.look;
    let t = &look.texts().deputy;
    let columns = usize::from(columns);
    let mut lines = vec![Line::default()];
    if let Some(identity) = &app.identity {
        let who = format!("{} {}", identity.delegation, identity.name);
        lines.push(styled(look, Role::Strong, fill(t.home_greeting, &[&who])));
    }
    lines.extend(text::wrap(&words::home_lead(look, &app.contests), columns).into_iter().map(Line::from));
    for (index, contest) in app.contests.iter().enumerate() {
        let role = if index == cursor { Role::Cursor } else { Role::Body };
        lines.push(Line::default());
        let title = words::of_special(look, contest, &contest.title);
        lines.push(styled(look, role, text::pad(&format!("{}. {title}", index + 1), columns)));
        let status = format!("   {}  {}", words::status(look, contest.status), contest.code);
        // What can be done now stands out by more than its words.
        let role = if contest.status.is_votable() { Role::Strong } else { Role::Muted };
        lines.push(styled(look, role, text::truncate(&status, columns)));
    }
    lines
}

fn draw_ballot(look: Look, ballot: &Ballot, area: Rect, buf: &mut Buffer) {
    let t = &look.texts().deputy;
    match &ballot.step {
        Step::Marking => marking(look, ballot, area, buf),
        Step::Review { top } => review(look, ballot, *top, area, buf),
        Step::BlankQuestion => {
            let area = banner(look, &ballot.contest, area, buf);
            let question = words::blank_question(look, &ballot.contest);
            centred(look, &[(Role::Warning, question), (Role::Body, t.blank_keys)], area, buf);
        }
        Step::NamedQuestion => {
            let change = words::named_change(look, &ballot.contest);
            let rows = [
                (Role::Warning, t.named_banner),
                (Role::Body, change),
                (Role::Strong, t.named_question),
                (Role::Body, t.named_keys),
            ];
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
        (Role::Warning, words::not_cast_yet(look, &ballot.contest)),
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

fn casting(look: Look, attempt: u32, trouble: Option<Trouble>, area: Rect, buf: &mut Buffer) {
    let t = &look.texts().deputy;
    let again = trouble.map(|trouble| words::casting_again(look, attempt, trouble)).unwrap_or_default();
    let mut rows = vec![(Role::Strong, t.casting)];
    if let Some(trouble) = trouble {
        rows.push((Role::Warning, again.as_str()));
        rows.push((Role::Body, words::trouble(look, trouble)));
        if matches!(trouble, Trouble::Held | Trouble::Witnesses) {
            rows.push((Role::Body, t.casting_leave));
        }
    }
    centred(look, &rows, area, buf);
}
