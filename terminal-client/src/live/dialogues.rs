//! The desk's dialogues, drawn.

use super::{
    app::App,
    desk::{Dialogue, act_words, matching, person_lead, person_words, status_words},
    model::{Act, CountOf, FurtherVote},
    view::{counts_line, phase_line},
};
use crate::{
    lang::{LiveTexts, fill},
    papers::Counted,
    ui::{
        frame::styled,
        list,
        table::{self, Align},
        text,
        theme::Role,
    },
};
use ratatui::{layout::Rect, text::Line};

/// A dialogue in lines.
pub(super) fn lines(app: &App, dialogue: &Dialogue, body: Rect) -> Vec<Line<'static>> {
    let look = app.look;
    let t = look.texts();
    let columns = usize::from(body.width);
    let strong = |line: &str| styled(look, Role::Strong, line);
    let body_text = |sentence: &str| -> Vec<Line<'static>> {
        text::wrap(sentence, columns).into_iter().map(Line::from).collect()
    };
    let input = |label: &str, typed: &str| {
        styled(look, Role::Cursor, text::pad(&format!("{label} {typed}_"), columns))
    };
    let mut lines = vec![Line::default()];
    match dialogue {
        Dialogue::Search { purpose, input: field, cursor } => {
            let found = matching(&app.model, *purpose, field.text());
            lines.extend(body_text(t.live.desk_search));
            lines.push(input(t.common.search, field.text()));
            lines.push(Line::default());
            if found.is_empty() {
                lines.push(styled(look, Role::Muted, t.live.desk_no_match));
                return lines;
            }
            let page = list::page(*cursor, found.len(), usize::from(body.height).saturating_sub(8));
            let shape = [(8, Align::Left), (12, Align::Left), (24, Align::Left), (12, Align::Left)];
            for (index, line) in found.iter().enumerate().skip(page.rows.start).take(page.rows.len()) {
                let role = if index == *cursor { Role::Cursor } else { Role::Body };
                let status = status_words(&t.live, line.status);
                let cells = [&line.deputy.number, &line.deputy.name, &line.deputy.delegation, status];
                lines.push(styled(look, role, table::row(&cells, &shape)));
            }
            lines.push(styled(look, Role::Muted, page.words(look)));
        }
        Dialogue::Card { input: field } => {
            lines.push(strong(t.live.desk_by_card));
            lines.push(input(t.live.desk_card, field.text()));
        }
        Dialogue::CardRequest { input: field, .. } => {
            lines.extend(body_text(t.live.desk_card_request));
            lines.push(input(t.live.desk_request, field.text()));
        }
        Dialogue::WithoutCard { line, input: field } => {
            let who = [line.deputy.name.as_str(), line.deputy.delegation.as_str()];
            lines.extend(body_text(&fill(t.live.desk_without_card, &who)));
            lines.push(input(t.live.desk_request, field.text()));
        }
        Dialogue::Admit { line } => {
            let who = [line.name.as_str(), line.delegation.as_str()];
            lines.extend(body_text(&fill(t.live.desk_admit, &who)));
        }
        Dialogue::Reason { act, line, input: field } => {
            let who = [line.deputy.name.as_str(), line.deputy.delegation.as_str()];
            lines.push(strong(person_words(&t.live, *act)));
            lines.extend(body_text(&fill(person_lead(&t.live, *act), &who)));
            lines.push(input(t.common.reason, field.text()));
        }
        Dialogue::HoldReason { input: field, .. } => {
            lines.extend(body_text(t.live.hold_question));
            lines.push(input(t.common.reason, field.text()));
        }
        Dialogue::Resume { .. } => lines.extend(body_text(t.live.resume_question)),
        Dialogue::VoidReason { input: field, .. } => {
            lines.extend(body_text(t.live.void_lead));
            lines.push(input(t.common.reason, field.text()));
        }
        Dialogue::Word { act, reason, word, papers, .. } => {
            lines.push(strong(act_words(&t.live, *act)));
            lines.push(Line::from(text::truncate(&phase_line(look, &app.model), columns)));
            lines.push(Line::from(text::truncate(&counts_line(look, &app.model), columns)));
            lines.push(Line::default());
            lines.extend(word_lead(app, *act, columns));
            if *papers != (0, 0) {
                let numbers = [papers.0.to_string(), papers.1.to_string()];
                lines.extend(body_text(&fill(t.live.back_said, &numbers.each_ref().map(String::as_str))));
            }
            if !reason.is_empty() {
                lines.extend(body_text(&format!("{} {reason}", t.common.reason)));
            }
            lines.push(Line::default());
            lines.push(Line::from(fill(t.common.type_word, &[word.required()])));
            lines.push(input(">", word.field.text()));
        }
        more => lines.extend(more_lines(app, more, body)),
    }
    lines
}

/// The dialogues of papers, hands and another run of the ceremony.
fn more_lines(app: &App, dialogue: &Dialogue, body: Rect) -> Vec<Line<'static>> {
    let look = app.look;
    let t = look.texts();
    let columns = usize::from(body.width);
    let strong = |line: &str| styled(look, Role::Strong, line);
    let body_text = |sentence: &str| -> Vec<Line<'static>> {
        text::wrap(sentence, columns).into_iter().map(Line::from).collect()
    };
    let input = |label: &str, typed: &str| {
        styled(look, Role::Cursor, text::pad(&format!("{label} {typed}_"), columns))
    };
    let mut lines = Vec::new();
    match dialogue {
        Dialogue::Issue { input: field, .. } => {
            lines.push(strong(t.live.act_issue));
            lines.extend(body_text(t.live.issue_lead));
            lines.push(input(t.live.issue_numbers, field.text()));
        }
        Dialogue::Back { input: field, .. } => {
            let papers = &app.model.papers;
            let numbers = [papers.issued, papers.boxed.unwrap_or(0), papers.entered].map(|n| n.to_string());
            lines.push(strong(t.live.act_close));
            lines.extend(body_text(&fill(t.live.back_lead, &numbers.each_ref().map(String::as_str))));
            lines.push(input(t.live.back_numbers, field.text()));
        }
        Dialogue::Paper { form, .. } => {
            lines.push(strong(t.live.act_enter));
            if let Some(code) = &app.code {
                lines.push(styled(look, Role::Warning, fill(t.live.entry_code, &[code.text()])));
                lines.extend(body_text(t.live.entry_code_lead));
            }
            let height = usize::from(body.height).saturating_sub(lines.len() + 1);
            lines.extend(form.lines(look, columns, height));
        }
        Dialogue::Count { form, what, .. } => {
            lines.push(strong(count_words(&t.live, *what)));
            lines.extend(form.lines(look, columns, usize::from(body.height).saturating_sub(lines.len() + 1)));
        }
        Dialogue::CountWord { counted, what, word, .. } => {
            lines.push(strong(count_words(&t.live, *what)));
            lines.extend(counted_lines(app, *what, counted, columns));
            lines.push(Line::default());
            lines.push(Line::from(fill(t.common.type_word, &[word.required()])));
            lines.push(input(">", word.field.text()));
        }
        Dialogue::Stay { input: field } => {
            lines.push(strong(t.live.act_next_run));
            lines.extend(body_text(t.live.stay_lead));
            for (at, name) in app.model.scrutineers.iter().enumerate() {
                lines.push(Line::from(text::truncate(&format!("  {}. {name}", at + 1), columns)));
            }
            lines.push(input(">", field.text()));
        }
        Dialogue::RunReason { input: field, .. } => {
            lines.push(strong(t.live.act_next_run));
            lines.extend(body_text(t.live.run_reason_lead));
            lines.push(input(t.common.reason, field.text()));
        }
        _ => {}
    }
    lines
}

/// What stands above the word of an act.
fn word_lead(app: &App, act: Act, columns: usize) -> Vec<Line<'static>> {
    let look = app.look;
    let t = look.texts();
    let wrapped = |role, sentence: &str| -> Vec<Line<'static>> {
        text::wrap(sentence, columns).into_iter().map(|line| styled(look, role, line)).collect()
    };
    match act {
        Act::Open => {
            let mut lines = vec![styled(look, Role::Strong, t.live.zero_title)];
            for line in &app.model.zero_report {
                let role = if line.value == 0 { Role::Body } else { Role::Danger };
                lines.push(styled(look, role, format!("  {} {}", text::pad(&line.what, 30), line.value)));
            }
            let good = app.model.zero_report.iter().all(|line| line.value == 0);
            let (role, verdict) =
                if good { (Role::Good, t.live.zero_good) } else { (Role::Danger, t.live.zero_bad) };
            lines.push(styled(look, role, verdict));
            lines.extend(wrapped(Role::Body, t.live.open_lead));
            lines
        }
        Act::End => wrapped(Role::Warning, t.live.end_lead),
        Act::Close => {
            let mut lines = wrapped(Role::Body, t.live.close_lead);
            if let Some(reconcile) = &app.model.reconcile {
                lines.push(styled(look, Role::Strong, t.common.reconcile_title));
                for (sentence, alarming) in reconcile.sentences(look) {
                    lines.extend(wrapped(if alarming { Role::Danger } else { Role::Body }, &sentence));
                }
            }
            lines
        }
        Act::Declare => wrapped(Role::Body, t.live.declare_lead),
        Act::Void => wrapped(Role::Warning, t.live.void_lead),
        Act::Seal => wrapped(Role::Warning, t.live.seal_lead),
        Act::FollowUp => {
            let lead = match app.model.further {
                Some(FurtherVote::RunOff) => t.live.follow_run_off,
                Some(FurtherVote::SecondRound) => t.live.follow_second_round,
                Some(FurtherVote::Again) | None => t.live.follow_again,
            };
            wrapped(Role::Body, lead)
        }
        Act::ConfirmPapers => wrapped(Role::Body, t.live.confirm_papers_lead),
        Act::SignReport => {
            let mut lines = wrapped(Role::Body, t.live.sign_report_lead);
            if let Some(hash) = &app.model.report {
                lines.extend(wrapped(Role::Strong, &text::groups_of_four(hash)));
            }
            lines
        }
    }
}

/// What a count is called.
fn count_words(t: &LiveTexts, what: CountOf) -> &'static str {
    match what {
        CountOf::Papers => t.act_count,
        CountOf::Hands => t.act_count_hands,
    }
}

/// A whole count, on as few rows as it takes, before its word.
fn counted_lines(app: &App, what: CountOf, counted: &Counted, columns: usize) -> Vec<Line<'static>> {
    let look = app.look;
    let spec = match what {
        CountOf::Papers => app.model.papers.count.as_ref().map(|count| &count.spec),
        CountOf::Hands => app.model.hands.as_ref(),
    };
    let name = |at: usize| spec.and_then(|spec| spec.columns.get(at)).map_or("", String::as_str);
    let number = |at: usize| {
        let item = spec.and_then(|spec| spec.items.get(at));
        item.map_or_else(|| (at + 1).to_string(), |(number, _)| number.to_string())
    };
    let void = counted.void.iter().map(|(reason, count)| format!("{reason} {count}"));
    let rows = counted.rows.iter().enumerate().map(|(at, (counts, invalid))| {
        let counts = counts.iter().enumerate().map(|(column, count)| format!("{} {count}", name(column)));
        let numbers = counts.collect::<Vec<_>>().join(" ");
        let more = if *invalid == 0 {
            String::new()
        } else {
            format!(" {}", fill(look.texts().papers.row_invalid, &[&invalid.to_string()]))
        };
        format!("{}. {numbers}{more}", number(at))
    });
    let all: Vec<String> = void.chain(rows).collect();
    text::wrap(&all.join("   "), columns).into_iter().map(Line::from).collect()
}
