//! A declared result for the screens: made from the decision in the log, and from nothing else.

use audit::entry::paper::PaperCount;
use audit::fold::{Contest, State};
use audit::rules::{
    Channel, Chosen, Decision, ItemDecision, Method, NextKind, Options, Score, Seats, explain,
};

use crate::lang::fill;
use crate::live::{ChannelView, Fate, ResultItem, ResultView};
use crate::run::words;
use crate::ui::Look;

/// Hundredths of a percent in a percent, and of a mean rank.
const HUNDREDTHS: u64 = 100;

/// The result in words and numbers. Items have their printed numbers.
pub(super) fn result(look: Look, state: &State, contest: &Contest, decision: &Decision) -> ResultView {
    let lang = words::audit_lang(look);
    let ballots = state.contest_ballots(contest).unwrap_or_default();
    let settled = contest.course().and_then(|course| course.settled.as_ref());
    let mut items: Vec<ResultItem> = decision
        .items
        .iter()
        .zip(&contest.definition.items)
        .enumerate()
        .map(|(at, (decided, defined))| {
            let mut item = item(look, contest, at, decided, ballots.valid());
            item.number = small(defined.number.get());
            item.title = defined.title.to_string();
            settle(look, &mut item, at, settled);
            item
        })
        .collect();
    let ranked = is_ranked(contest);
    // Item by item a rank would suggest a contest that there is none.
    if ranked {
        items.sort_by_key(|item| (item.rank, item.number));
    }
    let mut whole = explain::whole(&contest.profile, decision, &contest.numbers(), lang);
    let t = &look.texts().live;
    if let Some(chosen) = settled {
        let numbers = contest.numbers();
        let printed = chosen.iter().filter_map(|at| numbers.get(usize::try_from(*at).ok()?));
        let printed: Vec<String> = printed.map(u64::to_string).collect();
        whole.push(fill(t.settled_items, &[&printed.join(look.texts().run.list_comma)]));
    }
    let paper = channel(ballots.paper);
    ResultView {
        rule: explain::deciding(&contest.profile, lang).join(look.texts().run.clause_comma),
        whole,
        columns: columns(contest, lang),
        machine: channel(ballots.machine),
        paper: (paper != ChannelView::default()).then_some(paper),
        unsettled: decision.next.kind != NextKind::None && settled.is_none(),
        ranked,
        items,
    }
}

/// Whether items compete for seats.
fn is_ranked(contest: &Contest) -> bool {
    contest.profile.choose().is_some_and(|rules| rules.seats != Seats::EveryItem)
}

/// Nothing where one number an item says it: 选 and 不选, and numbers of a priority ballot, which are many and stand in the report.
fn columns(contest: &Contest, lang: explain::Lang) -> Vec<String> {
    match contest.profile.options {
        Options::Select | Options::Ranks { .. } => Vec::new(),
        Options::TwoWay | Options::ThreeWay | Options::Grades { .. } => contest.profile.labels(lang),
    }
}

fn item(look: Look, contest: &Contest, at: usize, decided: &ItemDecision, valid: u64) -> ResultItem {
    let numbers = |counts: &[audit::wire::Int]| counts.iter().map(|count| count.get()).collect();
    let paper = contest.course().filter(|course| course.paper.confirmed).and_then(|course| {
        let (_, counted) = course.paper.counts.get(&PaperCount::Tellers)?;
        counted.rows.get(at)
    });
    let graded = contest.profile.choose().is_none();
    ResultItem {
        number: 0,
        title: String::new(),
        counts: numbers(&decided.counts),
        paper: paper.map_or_else(Vec::new, |row| numbers(&row.counts)),
        invalid: decided.invalid.get(),
        figure: figure(look, contest, decided),
        bar: if graded {
            (decided.share.num.get(), decided.share.den.get())
        } else {
            (decided.votes.get(), valid.max(decided.votes.get()))
        },
        rank: small(decided.rank.get()),
        fate: match (decided.chosen, decided.passed) {
            (Chosen::Yes, _) if !is_ranked(contest) => Fate::Approved,
            (Chosen::Yes, _) => Fate::Chosen,
            (Chosen::RunOff, _) => Fate::RunOff,
            (Chosen::Presidium, _) => Fate::Presidium,
            (Chosen::Graded, _) => Fate::Graded,
            (Chosen::No, true) => Fate::Passed,
            (Chosen::No, false) => Fate::Failed,
        },
        grade: decided.grade.first().and_then(|grade| grade_name(contest, grade.get())),
        reason: explain::item(&contest.profile, decided, words::audit_lang(look)),
    }
}

fn grade_name(contest: &Contest, grade: u64) -> Option<String> {
    match &contest.profile.options {
        Options::Grades { grades, .. } => grades.get(usize::try_from(grade).ok()?).map(ToString::to_string),
        _ => None,
    }
}

/// What an item is compared by.
fn figure(look: Look, contest: &Contest, decided: &ItemDecision) -> String {
    let t = &look.texts().live;
    let hundredths = |value: u64| format!("{}.{:02}", value / HUNDREDTHS, value % HUNDREDTHS);
    match &contest.profile.method {
        Method::Grade { .. } => fill(t.figure_rate, &[&hundredths(decided.share.percent.get())]),
        Method::Choose(choose) => match choose.score {
            Score::Votes | Score::Appearances { .. } => fill(t.item_votes, &[&decided.votes.to_string()]),
            Score::Borda => fill(t.figure_points, &[&decided.score.num.to_string()]),
            Score::MeanRank { .. } => {
                let (num, den) = (decided.score.num.get(), decided.score.den.get().max(1));
                // Rounded for the eye alone; the decision compares the fractions.
                let rounded = num.saturating_mul(2 * HUNDREDTHS).saturating_add(den) / den.saturating_mul(2);
                fill(t.figure_rank, &[&hundredths(rounded)])
            }
        },
    }
}

/// A tied item that the presidium took or left.
fn settle(look: Look, item: &mut ResultItem, at: usize, settled: Option<&Vec<u64>>) {
    let Some(chosen) = settled.filter(|_| item.fate == Fate::Presidium) else { return };
    let t = &look.texts().live;
    let taken = u64::try_from(at).is_ok_and(|at| chosen.contains(&at));
    let words = if taken { t.settled_in } else { t.settled_out };
    item.reason = fill(words, &[&item.reason]);
    item.fate = if taken { Fate::Chosen } else { Fate::Passed };
}

fn channel(channel: Channel) -> ChannelView {
    ChannelView {
        issued: channel.issued.get(),
        returned: channel.returned.get(),
        valid: channel.valid.get(),
        void: channel.void.get(),
    }
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
