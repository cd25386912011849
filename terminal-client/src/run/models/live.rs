//! The live terminal's model.

use std::collections::BTreeMap;

use audit::entry::paper::PaperCount;
use audit::entry::preparation::ContestPurpose;
use audit::entry::voting::Means;
use audit::entry::{Body, Signer};
use audit::fold::{Contest, Stage, State};
use audit::rules::{Base, Secrecy, explain};
use audit::wire::decode_strict;

use crate::live::{
    ContestLine, ContestState, Counts, DelegationRow, DeputyLine, EntryLine, FurtherVote, LogView, Model,
    PendingLine, QuorumView, RollLine, RollStatus, ZeroLine,
};
use crate::papers::PapersView;
use crate::roles::acts::follow_up::follow_up_kind;
use crate::run::words;
use crate::ui::Look;

use super::papers::{hands, papers};
use super::{Seen, in_hand, is_decided, reconcile, report, returned, shares};

/// Everything the live terminal shows. `desk`: with the roll, for searching it.
pub fn model(seen: &Seen<'_>, chosen: Option<u64>, desk: bool) -> Model {
    let state = seen.state;
    let contest = in_hand(state, chosen);
    let declared = contest.and_then(|contest| contest.course()?.declared.as_ref());
    Model {
        sitting: seen.sitting(contest, words::clock_now(seen.utc_hours)),
        contest: contest.map(|contest| contest_line(seen.look, state, contest)),
        counts: counts(seen, contest),
        quorum: contest.and_then(|contest| quorum(seen.look, state, contest)),
        delegations: delegations(state, contest),
        not_drawn: not_drawn(state, contest),
        roll: if desk { roll(state, contest) } else { Vec::new() },
        late: if desk { late(seen) } else { Vec::new() },
        log: LogView { size: state.head().size, head: words::hex(&state.head().leaf) },
        connections: seen.status.connections.get(),
        recent: recent(seen),
        pending: pending(seen),
        zero_report: contest.map_or_else(Vec::new, |contest| zero_report(seen, contest)),
        reconcile: contest.and_then(|contest| {
            // A voided result is no result.
            let result = declared.filter(|_| contest.stage() == Some(Stage::Declared));
            reconcile(state, contest, result.map(|(totals, decision)| (totals.as_slice(), decision)))
        }),
        further: contest.and_then(|contest| further(state, contest)),
        papers: contest
            .map_or_else(PapersView::default, |contest| papers(seen.look, contest, PaperCount::Tellers)),
        hands: contest.and_then(|contest| hands(seen.look, contest)),
        report: contest.filter(|_| desk).and_then(|contest| report_digest(state, contest)),
        scrutineers: if desk { scrutineers(state) } else { Vec::new() },
        witnesses: super::witnesses::witnesses(seen, contest),
        sealed: state.is_sealed(),
    }
}

fn contest_line(look: Look, state: &State, contest: &Contest) -> ContestLine {
    ContestLine {
        id: contest.definition.contest.to_string(),
        title: contest.definition.title.to_string(),
        named: contest.profile.secrecy == Secrecy::Named,
        state: contest_state(look, state, contest),
    }
}

/// The vote that the end of this one calls for.
fn further(state: &State, contest: &Contest) -> Option<FurtherVote> {
    match follow_up_kind(state, contest.definition.contest.get())? {
        ContestPurpose::RunOff { .. } => Some(FurtherVote::RunOff),
        ContestPurpose::SecondRound { .. } => Some(FurtherVote::SecondRound),
        _ => Some(FurtherVote::Again),
    }
}

/// The digest of the report that waits for the secretariat's signature.
fn report_digest(state: &State, contest: &Contest) -> Option<String> {
    let number = contest.definition.contest.get();
    report::waiting(state, Signer::Secretariat).find(|waiting| *waiting == number)?;
    match report::sign_report(state, number, Signer::Secretariat).ok()? {
        Body::ReportSigned(body) => Some(words::hex(body.report.as_bytes())),
        _ => None,
    }
}

/// Whom another run of the ceremony could keep: between contests only, since a new key cannot open ballots under the old one.
fn scrutineers(state: &State) -> Vec<String> {
    if !state.contests().values().all(Contest::is_finished) {
        return Vec::new();
    }
    let named = state.ceremony().map_or(&[][..], |ceremony| ceremony.named());
    named.iter().map(|named| named.name.to_string()).collect()
}

/// Where a contest stands. Numbers of votes come with the declaration, from nowhere else.
fn contest_state(look: Look, state: &State, contest: &Contest) -> ContestState {
    let Some(course) = contest.course() else { return ContestState::Preparing };
    match course.stage {
        Stage::Open => ContestState::Open,
        Stage::Held => ContestState::Held,
        Stage::Ended => ContestState::Ended,
        Stage::Opening | Stage::Opened => ContestState::BoxOpened,
        Stage::Closed if is_decided(state, contest) => ContestState::Decided,
        Stage::Closed => match shares(state, contest) {
            (0, _) => ContestState::Closed,
            (have, need) => {
                let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
                ContestState::Decrypting { have: small(have), need: small(need) }
            }
        },
        Stage::Declared => match &course.declared {
            Some((_, decision)) => {
                ContestState::Declared(Box::new(super::result::result(look, state, contest, decision)))
            }
            // The fold sets both at once.
            None => ContestState::Decided,
        },
        Stage::Voided => ContestState::Voided {
            reason: course.voided.as_ref().map_or_else(String::new, |(reason, _)| reason.clone()),
        },
    }
}

fn counts(seen: &Seen<'_>, contest: Option<&Contest>) -> Counts {
    let roll = seen.state.roll();
    let course = contest.and_then(Contest::course);
    Counts {
        membership: roll.map_or(0, |roll| roll.membership),
        due: roll.map_or(0, |roll| roll.due),
        present: course.map_or_else(|| seen.state.attendance().count(), |course| course.present),
        // In a named contest everyone present may vote (§9.2).
        issued: course.map_or(0, |course| match contest.map(|contest| contest.profile.secrecy) {
            Some(Secrecy::Named) => course.present,
            _ => course.issued_count(),
        }),
        paper_issued: course.map_or(0, |course| course.paper.issued_count()),
        returned: contest.and_then(|contest| returned(contest, seen.status)),
    }
}

fn quorum(look: Look, state: &State, contest: &Contest) -> Option<QuorumView> {
    let roll = state.roll()?;
    let present = contest.course().map_or_else(|| state.attendance().count(), |course| course.present);
    let share = &contest.profile.meeting_quorum;
    let base = match share.base {
        Base::Membership => roll.membership,
        Base::Due => roll.due,
        // A profile's quorum is of the two above.
        Base::Present | Base::Returned | Base::Valid => present,
    };
    let article = contest.profile.articles.meeting_quorum.as_str();
    let in_words = || explain::quorum(&contest.profile, words::audit_lang(look));
    let article = if article.is_empty() { in_words() } else { article.to_owned() };
    Some(QuorumView { need: share.needed(base), present, article })
}

fn has_ballot(contest: Option<&Contest>, deputy: u32) -> bool {
    let course = contest.and_then(Contest::course);
    course.is_some_and(|course| {
        course.issued.contains_key(&deputy)
            || course.paper.issued.contains(&deputy)
            || course.votes.contains_key(&deputy)
    })
}

fn delegations(state: &State, contest: Option<&Contest>) -> Vec<DelegationRow> {
    let Some(roll) = state.roll() else { return Vec::new() };
    let mut rows: Vec<DelegationRow> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, deputy) in roll.deputies() {
        let place = *places.entry(deputy.delegation.as_str()).or_insert_with(|| {
            rows.push(DelegationRow { name: deputy.delegation.to_string(), due: 0, present: 0, issued: 0 });
            rows.len() - 1
        });
        if let Some(row) = rows.get_mut(place) {
            row.due += 1;
            row.present += u64::from(state.attendance().get(number).is_some());
            row.issued += u64::from(has_ballot(contest, number));
        }
    }
    rows
}

fn deputy_line(number: u32, deputy: &audit::entry::preparation::RollDeputy) -> DeputyLine {
    DeputyLine {
        number: number.to_string(),
        name: deputy.name.to_string(),
        delegation: deputy.delegation.to_string(),
    }
}

/// Present without a ballot, once ballots are issued.
fn not_drawn(state: &State, contest: Option<&Contest>) -> Vec<DeputyLine> {
    let (Some(roll), Some(_)) = (state.roll(), contest.and_then(Contest::course)) else { return Vec::new() };
    roll.deputies()
        .filter(|(number, _)| state.attendance().get(*number).is_some() && !has_ballot(contest, *number))
        .map(|(number, deputy)| deputy_line(number, deputy))
        .collect()
}

fn roll(state: &State, contest: Option<&Contest>) -> Vec<RollLine> {
    let Some(roll) = state.roll() else { return Vec::new() };
    let status = |number| match state.attendance().get(number) {
        _ if has_ballot(contest, number) => RollStatus::Issued,
        Some(present) if present.means == Means::Desk => RollStatus::PresentByDesk,
        Some(_) => RollStatus::Present,
        None if state.people().is_suspended(number) => RollStatus::Suspended,
        None if state.people().on_leave().contains(&number) => RollStatus::Leave,
        None if state.attendance().left().contains(&number) => RollStatus::Left,
        None => RollStatus::Absent,
    };
    roll.deputies()
        .map(|(number, deputy)| RollLine { deputy: deputy_line(number, deputy), status: status(number) })
        .collect()
}

fn recent(seen: &Seen<'_>) -> Vec<EntryLine> {
    seen.recent
        .iter()
        .rev()
        .map(|recent| EntryLine {
            index: recent.index,
            time: words::clock(recent.time, seen.utc_hours),
            words: words::entry(seen.look, seen.state, &recent.body),
        })
        .collect()
}

/// Late check-ins that wait for the secretariat.
fn late(seen: &Seen<'_>) -> Vec<DeputyLine> {
    let waiting =
        seen.status.proposals.iter().filter(|proposal| proposal.missing.contains(&Signer::Secretariat));
    waiting
        .filter_map(|proposal| match decode_strict(proposal.body.as_bytes()).ok()? {
            Body::CheckedIn(body) => {
                let number = u32::try_from(body.deputy.get()).ok()?;
                Some(deputy_line(number, seen.state.roll()?.get(number)?))
            }
            _ => None,
        })
        .collect()
}

fn pending(seen: &Seen<'_>) -> Vec<PendingLine> {
    let proposals = seen.status.proposals.iter();
    proposals
        .filter_map(|proposal| {
            let body: Body = decode_strict(proposal.body.as_bytes()).ok()?;
            Some(PendingLine {
                act: words::act(seen.look, seen.state, &body),
                awaiting: words::signers(seen.look, &proposal.missing),
            })
        })
        .collect()
}

/// The counters of a contest that waits to be opened.
fn zero_report(seen: &Seen<'_>, contest: &Contest) -> Vec<ZeroLine> {
    let t = &seen.look.texts().run;
    let course = contest.course();
    let number = contest.definition.contest;
    let boxed = seen.status.contests.iter().find(|told| told.contest == number);
    let lines = [
        (t.zero_issued, course.map_or(0, audit::fold::Course::issued_count)),
        (t.zero_boxed, boxed.map_or(0, |told| told.boxed.get())),
        (t.zero_challenged, course.map_or(0, |course| course.challenged)),
        (t.zero_returned, course.map_or(0, audit::fold::Course::slip_count)),
    ];
    lines.into_iter().map(|(what, value)| ZeroLine { what: what.to_owned(), value }).collect()
}
