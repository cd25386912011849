//! The numbers of one contest, taken out of the state: what the reports tell, before it is added up.

use super::PrintError;
use super::head::Head;
use crate::entry::paper::PaperCount;
use crate::fold::{Code, Contest, Course, Refusal, State, Vote};
use crate::rules::{
    Ballots, Channel, Decision, Doubt, Profile, RollNumbers, Row, Secrecy, could_change, decide,
};
use crate::wire::Int;

/// Everything that a report of a closed contest says.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) head: Head,
    pub(super) profile: Profile,
    /// In ballot order.
    pub(super) items: Vec<ItemName>,
    pub(super) roll: RollNumbers,
    pub(super) ballots: Ballots,
    /// Deputies who said that they hold a receipt; of a secret contest.
    pub(super) slips: Option<u64>,
    /// 验票机 records.
    pub(super) challenged: u64,
    /// Papers entered as encrypted ballots: they are in the machine's rows.
    pub(super) entered: u64,
    /// 废票登记 of the papers, once both counts are confirmed; `None` while there is something to be registered.
    pub(super) void_register: Option<Vec<(String, u64)>>,
    pub(super) known: Known,
    /// 记名: by number on the roll.
    pub(super) votes: Vec<NamedVote>,
}

/// What is known of the result.
#[derive(Clone, Debug)]
pub(super) enum Known {
    /// Nothing that may be shown: not declared, or voided.
    Nothing,
    /// The vote is void whatever its content; not declared yet.
    Void(Decision),
    /// Totals and decision.
    Declared(Declared),
}

/// A declared result.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub(super) decision: Decision,
    /// Marks by machine, papers entered among them; none if the vote is void.
    pub(super) machine: Vec<Row>,
    /// Marks of the papers counted apart; none if there are none.
    pub(super) paper: Vec<Row>,
    /// Places of the items that the presidium chose among the tied, once it did.
    pub(super) settled: Option<Vec<u64>>,
}

/// An item as it stands on the ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ItemName {
    pub(super) number: u64,
    pub(super) title: String,
    pub(super) department: String,
}

/// A named vote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedVote {
    pub(super) deputy: u64,
    pub(super) name: String,
    pub(super) delegation: String,
    /// For each item the column.
    pub(super) columns: Vec<usize>,
}

impl Record {
    pub(super) fn of(state: &State, contest: &Contest, head: Head) -> Result<Self, PrintError> {
        let number = head.contest;
        let closed = contest.course().filter(|course| course.moments.counted.is_some());
        let course = closed.ok_or(PrintError::NotClosed { contest: number })?;
        let roll = state.contest_roll(course)?;
        let ballots = state.contest_ballots(contest)?;
        let known = match &course.declared {
            _ if head.voided.is_some() => Known::Nothing,
            Some((totals, decision)) => Known::Declared(declared(contest, course, totals, decision)?),
            None if state.is_void_by_numbers(contest)? => {
                let decision = decide(&contest.profile, &roll, &ballots, &[]);
                Known::Void(decision.map_err(|error| Refusal::at(Code::DecisionWrong, error))?)
            }
            None => Known::Nothing,
        };
        let items = contest.definition.items.iter().map(|item| ItemName {
            number: item.number.get(),
            title: item.title.to_string(),
            department: item.department.to_string(),
        });
        let votes = if head.voided.is_some() { Vec::new() } else { votes(state, course) };
        Ok(Self {
            profile: contest.profile.clone(),
            items: items.collect(),
            roll,
            ballots,
            slips: (head.secrecy == Secrecy::Secret).then(|| course.slip_count()),
            challenged: course.challenged,
            entered: course.paper.entered_count(),
            void_register: void_register(course),
            known,
            votes,
            head,
        })
    }

    /// The printed numbers, in ballot order.
    pub(super) fn numbers(&self) -> Vec<u64> {
        self.items.iter().map(|item| item.number).collect()
    }

    /// Whether ballots on paper were handed out.
    pub(super) fn has_paper(&self) -> bool {
        self.ballots.paper != Channel::default()
    }

    /// The declared result, or that there is none.
    pub(super) fn declared(&self) -> Result<&Declared, PrintError> {
        match &self.known {
            Known::Declared(declared) => Ok(declared),
            Known::Nothing | Known::Void(_) => Err(PrintError::NotDeclared { contest: self.head.contest }),
        }
    }

    /// Ballots of the box against return slips: `None` if they agree, or there are no slips.
    pub(super) fn mismatch(&self) -> Option<Mismatch> {
        let (returned, slips) = (self.ballots.machine.returned.get(), self.slips?);
        let (more, by) = if returned >= slips { (true, returned - slips) } else { (false, slips - returned) };
        if by == 0 {
            return None;
        }
        let doubt = if more { Doubt { added: 0, removed: by } } else { Doubt { added: by, removed: 0 } };
        let could_change = self.declared().ok().and_then(|declared| {
            let items = declared.decision.items.iter();
            let rows: Vec<Row> =
                items.map(|item| Row { counts: item.counts.clone(), invalid: item.invalid }).collect();
            could_change(&self.profile, &self.roll, &self.ballots, &rows, doubt).ok()
        });
        Some(Mismatch { more, by, could_change })
    }

    /// The decision, as far as there is one that may be shown.
    pub(super) fn decision(&self) -> Option<&Decision> {
        match &self.known {
            Known::Declared(declared) => Some(&declared.decision),
            Known::Void(decision) => Some(decision),
            Known::Nothing => None,
        }
    }
}

/// The box and the return slips disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mismatch {
    /// More ballots than slips: possible stuffing; else possible loss.
    pub(super) more: bool,
    /// By how many.
    pub(super) by: u64,
    /// Whether so many could change the result; unknown until it is declared.
    pub(super) could_change: Option<bool>,
}

/// Rows of both channels. That they make up the rows of the decision is for `check` to see.
fn declared(
    contest: &Contest,
    course: &Course,
    totals: &[u64],
    decision: &Decision,
) -> Result<Declared, PrintError> {
    let summed = course.summed().unwrap_or(0);
    let invalid = |row: usize| {
        // Of hands every mark counts, of a machine's ballots too (§9.2).
        course.hands.get(row).map_or(Int::ZERO, |row| row.invalid)
    };
    let row = |(item, cells): (usize, &[u64])| {
        let row = Row::of_cells(cells, summed)?;
        Some(Row { invalid: invalid(item), ..row })
    };
    let machine: Option<Vec<Row>> =
        totals.chunks(contest.shape.cells_per_row()).enumerate().map(row).collect();
    let machine = machine.ok_or_else(|| Refusal::from(Code::TotalsWrong))?;
    let confirmed = course.paper.counts.get(&PaperCount::Tellers).filter(|_| course.paper.confirmed);
    Ok(Declared {
        decision: decision.clone(),
        machine,
        paper: confirmed.map_or_else(Vec::new, |(_, counted)| counted.rows.clone()),
        settled: course.settled.clone(),
    })
}

fn void_register(course: &Course) -> Option<Vec<(String, u64)>> {
    if course.paper.is_awaited() {
        return None;
    }
    let counted = course.paper.counts.get(&PaperCount::Tellers).filter(|_| course.paper.confirmed);
    Some(counted.map_or_else(Vec::new, |(_, counted)| {
        counted.void.iter().map(|void| (void.reason.to_string(), void.count.get())).collect()
    }))
}

fn votes(state: &State, course: &Course) -> Vec<NamedVote> {
    let vote = |(deputy, vote): (&u32, &Vote)| {
        let person = state.roll().and_then(|roll| roll.get(*deputy));
        NamedVote {
            deputy: u64::from(*deputy),
            name: person.map_or_else(String::new, |person| person.name.to_string()),
            delegation: person.map_or_else(String::new, |person| person.delegation.to_string()),
            columns: vote.columns.clone(),
        }
    };
    course.votes.iter().map(vote).collect()
}
