//! What the deputy's screens say, put together from the sentences of `lang`. Screen and line mode say the same.

use super::{
    app::{App, Done, Stage},
    ballot::{Ballot, Step},
    contest::{BlankItem, ContestStatus, ContestView, Round, Secrecy, Style},
    keys::option_key,
    marks::{MarkError, Unfit},
    model::Trouble,
};
use crate::{lang::fill, ui::Look};

/// The name of the screen, with what is special about the contest in front of it: `[记名][再次票决] 请表决`.
pub(super) fn title(app: &App) -> String {
    let look = app.look;
    let t = &look.texts().deputy;
    let name = match &app.stage {
        Stage::SignIn(_) | Stage::ReadingCard | Stage::AtDesk { .. } | Stage::CheckingIn => t.title_sign_in,
        Stage::Identity(_) => t.title_identity,
        Stage::Home { .. } => t.title_home,
        Stage::Ballot(ballot) => {
            let name = match &ballot.step {
                Step::Marking => match ballot.contest.style {
                    Style::Select => t.title_marking,
                    Style::Votes { .. } => t.title_votes,
                    Style::Grades => t.title_grades,
                    Style::Ranks { .. } => t.title_ranks,
                },
                Step::Review { .. } => t.title_review,
                Step::BlankQuestion => t.title_blank,
                Step::NamedQuestion => t.title_named,
                Step::Code { .. } => t.title_code,
                Step::CheckWarning => t.title_check_warning,
                Step::Check { .. } => t.title_check,
            };
            return of_special(look, &ballot.contest, name);
        }
        Stage::Casting { .. } => t.title_casting,
        Stage::Done { .. } => t.title_done,
        Stage::NotCast(_) => t.title_not_cast,
        Stage::Unclear(_) => t.title_unclear,
        Stage::NotChanged { either: false, .. } => t.title_not_changed,
        Stage::NotChanged { either: true, .. } => t.title_change_unclear,
    };
    name.to_owned()
}

/// `words` with what is special about the contest in brackets before them.
pub(super) fn of_special(look: Look, contest: &ContestView, words: &str) -> String {
    let t = &look.texts().deputy;
    let secrecy = match contest.secrecy {
        Secrecy::Secret => None,
        Secrecy::Named => Some(t.tag_named),
        Secrecy::Hands => Some(t.tag_hands),
    };
    let round = match contest.round {
        Round::First => None,
        Round::RunOff => Some(t.tag_run_off),
        Round::SecondRound => Some(t.tag_second_round),
        Round::Again => Some(t.tag_again),
    };
    match (secrecy, round) {
        (None, None) => words.to_owned(),
        (Some(tag), None) | (None, Some(tag)) => format!("[{tag}] {words}"),
        (Some(secrecy), Some(round)) => format!("[{secrecy}][{round}] {words}"),
    }
}

/// `sentence` about a contest that is not on the screen.
pub(super) fn of_contest(look: Look, title: &str, sentence: &str) -> String {
    fill(look.texts().deputy.about, &[title, sentence])
}

/// The status of a contest in words.
pub(super) fn status(look: Look, status: ContestStatus) -> String {
    let t = &look.texts().deputy;
    match status {
        ContestStatus::NotOpen => t.status_not_open.to_owned(),
        ContestStatus::Unwitnessed => t.status_unwitnessed.to_owned(),
        ContestStatus::Drawing => t.status_drawing.to_owned(),
        ContestStatus::Ready => t.status_ready.to_owned(),
        ContestStatus::Held => t.status_held.to_owned(),
        ContestStatus::Hands => t.status_hands.to_owned(),
        ContestStatus::Casting => t.status_casting.to_owned(),
        ContestStatus::Cast => t.status_cast.to_owned(),
        ContestStatus::CastMayChange { left } => fill(t.status_cast_may_change, &[&left.to_string()]),
        ContestStatus::SlipReturned => t.status_slip.to_owned(),
        ContestStatus::Recorded { index } => fill(t.status_recorded, &[&index.to_string()]),
        ContestStatus::Voted { index, may_change: false } => fill(t.status_voted, &[&index.to_string()]),
        ContestStatus::Voted { index, may_change: true } => {
            fill(t.status_voted_may_change, &[&index.to_string()])
        }
        ContestStatus::Unclear => t.status_unclear.to_owned(),
        ContestStatus::Missed => t.status_missed.to_owned(),
        ContestStatus::Paper => t.status_paper.to_owned(),
        ContestStatus::Over => t.status_over.to_owned(),
        ContestStatus::Voided => t.status_voided.to_owned(),
    }
}

/// What the list of contests says above it.
pub(super) fn home_lead(look: Look, contests: &[ContestView]) -> String {
    let t = &look.texts().deputy;
    let any = |is: fn(ContestStatus) -> bool| contests.iter().any(|contest| is(contest.status));
    let open = contests.iter().filter(|contest| contest.status == ContestStatus::Ready).count();
    let lead = match open {
        0 if any(|status| status == ContestStatus::Hands) => t.hands_notice,
        0 if any(|status| status == ContestStatus::Held) => t.home_held,
        0 if any(|status| status == ContestStatus::Unwitnessed) => t.home_unwitnessed,
        0 if contests.is_empty()
            || any(|status| matches!(status, ContestStatus::NotOpen | ContestStatus::Drawing)) =>
        {
            if any(|status| status.is_done() || status.is_past()) { t.home_next } else { t.home_waiting }
        }
        0 if any(|status| status == ContestStatus::Casting) => t.home_casting,
        0 if any(|status| status == ContestStatus::Unclear) => t.status_unclear,
        // A show of hands and a voided contest leave nothing to be done here either.
        0 if any(ContestStatus::is_done)
            && contests.iter().all(|contest| {
                contest.status.is_done()
                    || matches!(
                        contest.status,
                        ContestStatus::Over | ContestStatus::Voided | ContestStatus::Paper
                    )
            }) =>
        {
            t.home_all_done
        }
        0 => t.home_over,
        1 => t.home_choose,
        _ => return fill(t.home_choose_of, &[&open.to_string()]),
    };
    lead.to_owned()
}

/// What stands under the marks: how many are made, how many may be, and what no mark means.
pub(super) fn counter(look: Look, ballot: &Ballot) -> String {
    let t = &look.texts().deputy;
    let (marks, contest) = (&ballot.marks, &ballot.contest);
    let items = contest.items.len().to_string();
    let (chosen, remaining) = (marks.chosen().to_string(), ballot.remaining().to_string());
    let chosen_word = contest.options.first().map_or("", String::as_str);
    match contest.style {
        Style::Ranks { .. } => fill(
            t.counter_ranks,
            &[&marks.marked_count().to_string(), &marks.last_number().to_string(), &remaining],
        ),
        Style::Select => match contest.limits {
            None => fill(t.counter_each, &[&items, &chosen]),
            Some(limits) if marks.chosen() < limits.least => {
                let missing = (limits.least - marks.chosen()).to_string();
                let template =
                    if limits.least == limits.most { t.counter_exactly } else { t.counter_between };
                fill(template, &[&limits.least.to_string(), &limits.most.to_string(), &chosen, &missing])
            }
            Some(limits) => fill(t.counter, &[&limits.most.to_string(), &chosen, &remaining]),
        },
        Style::Votes { .. } | Style::Grades => {
            let marked = fill(t.counter_marked, &[&items, &marks.marked_count().to_string()]);
            let limited = contest.limits.map(|limits| {
                let (least, most) = (limits.least.to_string(), limits.most.to_string());
                let template = match (limits.least, limits.least == limits.most) {
                    (0, _) => t.counter_votes_most,
                    (_, true) => t.counter_votes_exactly,
                    (_, false) => t.counter_votes_between,
                };
                fill(template, &[chosen_word, &least, &most, &chosen])
            });
            limited.map_or(marked.clone(), |limited| fill(t.comma, &[&marked, &limited]))
        }
    }
}

/// What an item without a mark means.
pub(super) fn blank_item(look: Look, contest: &ContestView) -> &'static str {
    let t = &look.texts().deputy;
    match contest.blank_item {
        BlankItem::Abstain => t.blank_item_abstain,
        BlankItem::Approve => t.blank_item_approve,
        BlankItem::Invalid => t.blank_item_invalid,
    }
}

/// The keys of the options with their words, each whole; none for 选, whose key is in the footer.
pub(super) fn legend(look: Look, contest: &ContestView) -> Vec<String> {
    match contest.style {
        Style::Select => Vec::new(),
        Style::Votes { .. } | Style::Grades => contest
            .keyed_options()
            .iter()
            .enumerate()
            .map(|(index, word)| format!("{} {word}", option_key(index)))
            .collect(),
        Style::Ranks { .. } => {
            let last = contest.options.len().saturating_sub(1).to_string();
            vec![fill(look.texts().deputy.legend_ranks, &[&last])]
        }
    }
}

/// Why a mark was not set; nothing is said of a key that is no option's.
pub(super) fn mark_error(look: Look, contest: &ContestView, error: MarkError) -> Option<String> {
    let t = &look.texts().deputy;
    match error {
        MarkError::Limit { most } => {
            let most = most.to_string();
            Some(match contest.style {
                Style::Select => fill(t.over_limit, &[&most]),
                _ => fill(t.over_limit_votes, &[contest.options.first().map_or("", String::as_str), &most]),
            })
        }
        MarkError::NumberTaken { number, item } => {
            let other = contest.items.get(item).map_or(0, |item| item.number);
            Some(fill(t.number_taken, &[&number.to_string(), &other.to_string()]))
        }
        MarkError::NoSuchNumber { last } => Some(fill(t.no_such_number, &[&last.to_string()])),
        MarkError::NoSuchOption => None,
    }
}

/// Why the ballot does not go on to the review, and how to mend it.
pub(super) fn unfit(look: Look, contest: &ContestView, unfit: &Unfit) -> String {
    let t = &look.texts().deputy;
    let first = contest.options.first().map_or("", String::as_str);
    match unfit {
        Unfit::TooMany { most, chosen } => fill(t.too_many, &[first, &chosen.to_string(), &most.to_string()]),
        Unfit::TooFew { least, missing } => {
            let (least, missing) = (least.to_string(), missing.to_string());
            let exactly = contest.limits.is_some_and(|limits| limits.least == limits.most);
            match (contest.style, exactly) {
                (Style::Select, true) => fill(t.exact_needed, &[&least, &missing]),
                (Style::Select, false) => fill(t.least_needed, &[&least, &missing]),
                _ => fill(t.votes_needed, &[first, &least, &missing]),
            }
        }
        Unfit::NumbersMissing { numbers } => fill(t.numbers_missing, &[&joined(numbers)]),
        Unfit::Blank => t.blank_refused.to_owned(),
    }
}

/// What is asked about a ballot without any mark.
pub(super) fn blank_question(look: Look, contest: &ContestView) -> &'static str {
    let t = &look.texts().deputy;
    match contest.blank_item {
        BlankItem::Abstain => t.blank_question,
        BlankItem::Approve => t.blank_question_approve,
        BlankItem::Invalid => t.blank_question_invalid,
    }
}

/// Whether a named vote may be changed.
pub(super) fn named_change(look: Look, contest: &ContestView) -> &'static str {
    let t = &look.texts().deputy;
    if contest.may_change { t.named_change } else { t.named_final }
}

/// What stands above a ballot that is named or a change.
pub(super) fn banner(look: Look, contest: &ContestView) -> &'static str {
    let t = &look.texts().deputy;
    if contest.cast_before { t.change_banner } else { t.named_banner }
}

/// That what is on the screen is not in the box.
pub(super) fn not_cast_yet(look: Look, contest: &ContestView) -> &'static str {
    let t = &look.texts().deputy;
    if contest.cast_before { t.change_not_cast_yet } else { t.not_cast_yet }
}

/// On the last screen: that the ballot may be changed, and what becomes of this one. `None`: it may not.
pub(super) fn change_offer(app: &App) -> Option<String> {
    let left = app.done_may_change()?;
    Some(fill(app.look.texts().deputy.change_offer, &[&left.to_string()]))
}

/// Whether the change is out of the question, or only its receipt is missing.
pub(super) fn not_changed(look: Look, either: bool) -> &'static str {
    let t = &look.texts().deputy;
    if either { t.change_no_receipt } else { t.not_changed }
}

/// What counts after a change that was refused.
pub(super) fn stands(look: Look, either: bool) -> &'static str {
    let t = &look.texts().deputy;
    if either { t.not_changed_either } else { t.not_changed_former }
}

/// Why a cast takes longer.
pub(super) fn trouble(look: Look, trouble: Trouble) -> &'static str {
    let t = &look.texts().deputy;
    match trouble {
        Trouble::Network => t.trouble_network,
        Trouble::Busy => t.trouble_busy,
        Trouble::Held => t.trouble_held,
        Trouble::Witnesses => t.trouble_witnesses,
    }
}

/// That it takes longer: what is tried again, and how often. What waits for witnesses was not sent, so nothing is counted.
pub(super) fn casting_again(look: Look, attempt: u32, trouble: Trouble) -> String {
    let t = &look.texts().deputy;
    match trouble {
        Trouble::Witnesses => t.casting_kept.to_owned(),
        Trouble::Network | Trouble::Busy | Trouble::Held => fill(t.casting_again, &[&attempt.to_string()]),
    }
}

/// What is said of what was cast.
pub(super) fn done(look: Look, what: &Done) -> String {
    let t = &look.texts().deputy;
    match what {
        Done::Ballot { changed: false, .. } => t.done.to_owned(),
        Done::Ballot { changed: true, .. } => t.done_changed.to_owned(),
        Done::Found { index, .. } => fill(t.status_recorded, &[&index.to_string()]),
        Done::Vote { index } => fill(t.done_vote, &[&index.to_string()]),
    }
}

/// `1 2 3`.
pub(super) fn joined(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(" ")
}
