//! The deputy's app in lines (`--plain`): for screen readers and poor terminals. It shows what the screen
//! shows, so covered it says only that.

use super::{
    app::{App, Done, Stage},
    ballot::{Ballot, Step},
    contest::Style,
    marking::{detail, mark_box, review_lines},
    words,
};
use crate::ui::{Look, text};

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
    lines.push(words::title(app));
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
            lines.push(words::home_lead(look, &app.contests));
            lines.extend(app.contests.iter().enumerate().map(|(index, contest)| {
                let title = words::of_special(look, contest, &contest.title);
                format!("{}. {title}  {}", index + 1, words::status(look, contest.status))
            }));
        }
        Stage::Ballot(ballot) => match &ballot.step {
            Step::Marking => lines.extend(marking(look, ballot)),
            Step::Review { .. } => {
                lines.extend(banner(look, ballot));
                lines.extend(review_lines(look, ballot, COLUMNS).iter().map(ToString::to_string));
                lines.push(d.review_next.to_owned());
            }
            Step::BlankQuestion => {
                lines.extend(banner(look, ballot));
                lines.push(words::blank_question(look, &ballot.contest).to_owned());
                lines.push(d.blank_keys.to_owned());
            }
            Step::NamedQuestion => {
                lines.extend(banner(look, ballot));
                let change = words::named_change(look, &ballot.contest);
                lines.extend([change, d.named_question, d.named_keys].map(str::to_owned));
            }
            Step::Code { .. } => match &ballot.code {
                Some(code) => {
                    lines.push(words::not_cast_yet(look, &ballot.contest).to_owned());
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
        Stage::Casting { attempt, trouble, .. } => {
            lines.push(d.casting.to_owned());
            if let Some(trouble) = trouble {
                lines.push(words::casting_again(look, *attempt, *trouble));
                lines.push(words::trouble(look, *trouble).to_owned());
            }
        }
        Stage::Done { what, .. } => {
            lines.push(words::done(look, what));
            lines.push(match what {
                Done::Ballot { code, .. } | Done::Found { code, .. } => {
                    format!("{} {}", d.code_label, text::groups_of_four(code))
                }
                Done::Vote { .. } => d.done_vote_public.to_owned(),
            });
            lines.extend(words::change_offer(app).map(|offer| format!(":c {offer}")));
        }
        Stage::NotChanged { refusal, either } => {
            let stands = words::stands(look, *either).to_owned();
            lines.extend([words::not_changed(look, *either).to_owned(), refusal.line(look), stands]);
        }
        Stage::Unclear(refusal) => {
            lines.extend([d.unclear.to_owned(), refusal.line(look), d.unclear_next.to_owned()]);
        }
        Stage::NotCast(refusal) => {
            lines.extend([d.not_cast.to_owned(), refusal.line(look), d.not_cast_next.to_owned()]);
        }
    }
    lines
}

/// A named contest says so first, and so does a change.
fn banner(look: Look, ballot: &Ballot) -> Option<String> {
    ballot.contest.has_banner().then(|| words::banner(look, &ballot.contest).to_owned())
}

/// The ballot while it is marked. One key alone is typed with a colon before it, a number as it is.
fn marking(look: Look, ballot: &Ballot) -> Vec<String> {
    let contest = &ballot.contest;
    let mut lines: Vec<String> = banner(look, ballot).into_iter().collect();
    lines.push(words::of_special(look, contest, &contest.title));
    lines.extend(contest.items.iter().enumerate().map(|(index, item)| {
        let sign = if index == ballot.cursor { ">" } else { " " };
        let detail = detail(look, item).unwrap_or_default();
        let line = format!("{sign} {} {}. {}  {detail}", mark_box(ballot, index), item.number, item.title);
        line.trim_end().to_owned()
    }));
    let legend = words::legend(look, contest);
    match contest.style {
        Style::Select => {}
        Style::Votes { .. } | Style::Grades => {
            let keys: Vec<String> = legend.iter().map(|option| format!(":{option}")).collect();
            lines.extend([keys.join("  "), words::blank_item(look, contest).to_owned()]);
        }
        Style::Ranks { .. } => lines.extend(legend),
    }
    lines.push(words::counter(look, ballot));
    lines
}
