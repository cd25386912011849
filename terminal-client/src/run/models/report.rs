//! The report that people sign: its hash is what `report_signed` names.

use audit::entry::{Body, Signer};
use audit::fold::{Contest, Stage, State};
use audit::print::tally_report;
use audit::rules::NextKind;

use crate::roles::acts::{ActError, bodies};

/// `report_signed` of the contest by this signer, over the page that everyone prints from the same log.
pub fn sign_report(state: &State, contest: u64, by: Signer) -> Result<Body, ActError> {
    let page = tally_report(state, contest).map_err(|_| ActError::Missing { what: "report" })?;
    bodies::sign_report(state, contest, by, page.sha256())
}

/// The contests whose report waits for this signer: declared or voided, witnessed, and nothing left for the presidium, which
/// would change the page.
pub fn waiting(state: &State, by: Signer) -> impl Iterator<Item = u64> {
    let contests = state.contests().iter().filter(move |(_, contest)| is_waiting(state, contest, by));
    contests.map(|(number, _)| *number)
}

fn is_waiting(state: &State, contest: &Contest, by: Signer) -> bool {
    contest.course().is_some_and(|course| {
        let over = matches!(course.stage, Stage::Declared | Stage::Voided);
        let signed = course.report.as_ref().is_some_and(|(_, signed)| signed.contains(&by));
        let presidium = course.stage == Stage::Declared
            && course.settled.is_none()
            && course.declared.as_ref().is_some_and(|(_, decided)| decided.next.kind == NextKind::Presidium);
        over && !signed && !presidium && state.is_end_witnessed(course)
    })
}
