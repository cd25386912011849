//! Ballots against return slips, and whether the difference could change the result.

use audit::entry::counting::ResultDeclared;
use audit::fold::{Contest, State};
use audit::rules::{self, Channel, Decision, Doubt, RollNumbers, could_change, rows_of_totals};
use audit::wire::Int;

use crate::ui::reconcile::{CouldChange, Reconcile};

/// From the opened box on. `result`: totals and decision, once they may be known here; without them nothing can be said.
pub fn reconcile(state: &State, contest: &Contest, result: Option<(&[u64], &Decision)>) -> Option<Reconcile> {
    let course = contest.course()?;
    // Slips are of ballots in a box; named votes and hands have none.
    let returned = course.boxed()?;
    let slips = course.slip_count();
    let could_change = match result {
        Some((totals, decision)) => change(state, contest, returned, slips, totals, decision),
        None => CouldChange::Unknown,
    };
    Some(Reconcile { issued: course.issued_count(), returned, slips, could_change })
}

/// The same for a result that waits for its second signature: whoever signs sees the numbers anyway.
pub(super) fn of_declaration(state: &State, contest: &Contest, body: &ResultDeclared) -> Option<Reconcile> {
    let totals: Vec<u64> = body.totals.iter().map(|total| total.get()).collect();
    reconcile(state, contest, Some((&totals, &body.decision)))
}

fn change(
    state: &State,
    contest: &Contest,
    returned: u64,
    slips: u64,
    totals: &[u64],
    decision: &Decision,
) -> CouldChange {
    let doubt = Doubt { added: slips.saturating_sub(returned), removed: returned.saturating_sub(slips) };
    let numbers = || {
        let (roll, course) = (state.roll()?, contest.course()?);
        let int = |number: u64| Int::try_from(number).ok();
        let roll = RollNumbers {
            membership: int(roll.membership)?,
            due: int(roll.due)?,
            present: int(course.present)?,
        };
        let (issued, valid) = (int(course.issued_count())?, int(returned)?);
        let machine = Channel { issued, returned: valid, valid, void: Int::ZERO };
        let rows = rows_of_totals(&contest.profile, totals, returned)?;
        Some((roll, rules::Ballots::by_machine(machine), rows))
    };
    let Some((roll, ballots, rows)) = numbers() else { return CouldChange::Unknown };
    match could_change(&contest.profile, &roll, &ballots, &rows, doubt) {
        Ok(false) => CouldChange::No,
        Ok(true) => CouldChange::Yes { margin: margin(decision) },
        Err(_) => CouldChange::Unknown,
    }
}

/// Fewest votes between an item and the other side of a line: the threshold, or the last seat.
fn margin(decision: &Decision) -> u64 {
    let needed = decision.needed.get();
    let votes = |passed: bool| {
        decision.items.iter().filter(move |item| item.passed == passed).map(|item| item.votes.get())
    };
    let over = votes(true).map(|votes| votes.saturating_sub(needed).saturating_add(1));
    let under = votes(false).map(|votes| needed.saturating_sub(votes));
    let chosen = |wanted| {
        let items = decision.items.iter().filter(move |item| item.passed && item.chosen == wanted);
        items.map(|item| item.votes.get())
    };
    let last_chosen = chosen(rules::Chosen::Yes).min();
    let first_left = chosen(rules::Chosen::No).chain(chosen(rules::Chosen::RunOff)).max();
    let seat = last_chosen.zip(first_left).map(|(last, first)| last.saturating_sub(first));
    over.chain(under).chain(seat).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use audit::rules::{Profile, decide};

    fn decision(votes: &[u64]) -> Decision {
        let int = |number: u32| Int::from(number);
        let profile = Profile::livelihood_projects("票决办法".parse().unwrap(), int(2), int(3));
        let roll = RollNumbers { membership: int(60), due: int(60), present: int(60) };
        let machine = Channel { issued: int(60), returned: int(60), valid: int(60), void: Int::ZERO };
        let rows = rows_of_totals(&profile, votes, 60).unwrap();
        decide(&profile, &roll, &rules::Ballots::by_machine(machine), &rows).unwrap()
    }

    #[test]
    fn the_margin_is_the_nearest_line() {
        // Half of 60 is 30, so 31 pass. Between the second and the third seat: 50 − 45.
        assert_eq!(margin(&decision(&[55, 50, 45])), 5);
        // 33 votes are three lost ones from failing.
        assert_eq!(margin(&decision(&[55, 33, 10])), 3);
        assert_eq!(margin(&decision(&[55, 50, 29])), 2);
    }
}
