//! Papers and hands for those who count: never a number of the other count.

use audit::entry::paper::PaperCount;
use audit::fold::{Contest, Stage};
use audit::rules::{Options, Secrecy};

use crate::lang::fill;
use crate::papers::{CountSpec, CountSum, CountView, PaperSpec, PapersView};
use crate::run::words;
use crate::ui::Look;

/// Where the papers of a contest stand, for whoever makes the count `own`.
pub fn papers(look: Look, contest: &Contest, own: PaperCount) -> PapersView {
    let Some(course) = contest.course().filter(|_| contest.profile.secrecy == Secrecy::Secret) else {
        return PapersView::default();
    };
    let waits = course.stage == Stage::Opened && course.paper.issued_count() > 0;
    PapersView {
        issued: course.paper.issued_count(),
        entered: course.paper.entered_count(),
        boxed: course.boxed(),
        floor: contest.profile.apart_floor(),
        paper: waits.then(|| PaperSpec {
            columns: columns(look, contest),
            items: items(contest),
            select: contest.profile.options == Options::Select,
        }),
        count: count(look, contest, own),
    }
}

fn count(look: Look, contest: &Contest, own: PaperCount) -> Option<CountView> {
    let course = contest.course().filter(|course| course.stage == Stage::Closed)?;
    let numbers = course.paper.numbers.filter(|_| course.paper.must_be_counted())?;
    let apart = numbers.valid() > 0 && numbers.entered.get() == 0;
    let other = match own {
        PaperCount::Tellers => PaperCount::Scrutineers,
        PaperCount::Scrutineers => PaperCount::Tellers,
    };
    let t = &look.texts().papers;
    let mut differences = Vec::new();
    if let Some(found) = course.paper.differences() {
        for item in found.items {
            let (number, title) = items(contest).get(item).cloned().unwrap_or_default();
            differences.push(fill(t.differs_item, &[&number.to_string(), &title]));
        }
        // The registers may name reasons in other words; only rows and their sum must agree.
    }
    Some(CountView {
        spec: CountSpec {
            columns: columns(look, contest),
            items: if apart { items(contest) } else { Vec::new() },
            sum: CountSum::Exactly(numbers.valid()),
            void: numbers.void.get(),
        },
        own: course.paper.counts.contains_key(&own),
        other: course.paper.counts.contains_key(&other),
        differences,
        confirmed: course.paper.confirmed,
    })
}

/// A show of hands that waits to be counted.
pub fn hands(look: Look, contest: &Contest) -> Option<CountSpec> {
    let course = contest.course().filter(|_| contest.profile.secrecy == Secrecy::Hands)?;
    matches!(course.stage, Stage::Open | Stage::Held).then(|| CountSpec {
        columns: columns(look, contest),
        items: items(contest),
        sum: CountSum::AtMost(course.present),
        void: 0,
    })
}

fn columns(look: Look, contest: &Contest) -> Vec<String> {
    contest.profile.labels(words::audit_lang(look))
}

fn items(contest: &Contest) -> Vec<(u64, String)> {
    contest.definition.items.iter().map(|item| (item.number.get(), item.title.to_string())).collect()
}
