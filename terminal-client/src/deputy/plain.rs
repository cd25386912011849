//! The deputy's app in lines (`--plain`): for screen readers and poor terminals. It shows what the screen
//! shows, so covered it says only that.

use super::{
    app::{App, Stage},
    ballot::Step,
    view::{counter, home_lead, mark_box, review_lines, status_words, title, trouble_words},
};
use crate::{lang::fill, ui::text};

/// Columns of plain lines: nothing is cut.
const COLUMNS: usize = 400;

/// The state of the app in lines.
pub fn plain_lines(app: &App) -> Vec<String> {
    let look = app.look;
    let t = look.texts();
    let d = &t.deputy;
    let mut lines = Vec::new();
    if app.sitting.rehearsal {
        lines.push(t.common.rehearsal_sentence.to_owned());
    }
    if app.covered {
        lines.push(d.covered.to_owned());
        return lines;
    }
    lines.push(title(app).to_owned());
    if let Some(notice) = &app.notice {
        lines.push(notice.sentence.clone());
    }
    match &app.stage {
        Stage::SignIn(_) => lines.push(d.sign_in_lead.to_owned()),
        Stage::ReadingCard => lines.push(d.reading_card.to_owned()),
        Stage::CheckingIn => lines.push(d.checking_in.to_owned()),
        Stage::Identity(identity) => {
            lines.push(format!("{} {} {}", identity.number, identity.name, identity.delegation));
            lines.push(d.identity_question.to_owned());
        }
        Stage::AtDesk { identity, code } => {
            lines.push(format!("{} {} {}", identity.number, identity.name, identity.delegation));
            lines.extend([d.at_desk_lead.to_owned(), code.clone()]);
        }
        Stage::Home { .. } => {
            lines.push(home_lead(look, &app.contests).to_owned());
            lines.extend(app.contests.iter().enumerate().map(|(index, contest)| {
                format!("{}. {}  {}", index + 1, contest.title, status_words(look, contest.status))
            }));
        }
        Stage::Ballot(ballot) => match &ballot.step {
            Step::Marking => {
                lines.extend(ballot.contest.items.iter().enumerate().map(|(index, item)| {
                    let sign = if index == ballot.cursor { ">" } else { " " };
                    let detail = fill(d.budget_department, &[&item.department, &item.budget]);
                    format!("{sign} {} {}. {}  {detail}", mark_box(ballot, index), item.number, item.title)
                }));
                lines.push(counter(look, ballot));
            }
            Step::Review { .. } => {
                lines.extend(review_lines(look, ballot, COLUMNS).iter().map(ToString::to_string));
                lines.push(d.review_next.to_owned());
            }
            Step::BlankQuestion => lines.extend([d.blank_question.to_owned(), d.blank_keys.to_owned()]),
            Step::Code { .. } => match &ballot.code {
                Some(code) => {
                    lines.push(format!("{} {}", d.code_label, text::groups_of_four(code)));
                    lines.push(d.code_next.to_owned());
                }
                None => lines.push(d.code_preparing.to_owned()),
            },
            Step::CheckWarning => lines.extend([d.check_warning.to_owned(), d.check_go.to_owned()]),
            Step::Check { opening } => match opening {
                Some(opening) => {
                    lines.extend([
                        d.check_lead.to_owned(),
                        opening.text().to_owned(),
                        d.check_next.to_owned(),
                    ]);
                }
                None => lines.push(d.check_waiting.to_owned()),
            },
        },
        Stage::Casting { attempt, trouble } => {
            lines.push(d.casting.to_owned());
            if let Some(trouble) = trouble {
                lines.push(fill(d.casting_again, &[&attempt.to_string()]));
                lines.push(trouble_words(look, *trouble).to_owned());
            }
        }
        Stage::Done { code, .. } => {
            lines.push(d.done.to_owned());
            lines.push(format!("{} {}", d.code_label, text::groups_of_four(code)));
        }
        Stage::NotCast(refusal) => {
            lines.extend([d.not_cast.to_owned(), refusal.line(look), d.not_cast_next.to_owned()]);
        }
    }
    lines
}
