//! Bodies of a contest's course and of the seal, made from this party's own state (protocol.md §3.4 to §3.7).

use audit::entry::counting::{ContestVoided, ReportSigned, ResultDeclared, SittingSealed, TieSettled};
use audit::entry::key::KeyAgreed;
use audit::entry::paper::{HandsCounted, PaperConfirmed, PaperCount, PaperCounted, PaperIssued, VoidPapers};
use audit::entry::people::{DeputyRestored, DeputySuspended, LeaveGranted, LeftEarly};
use audit::entry::voting::{
    CheckInUndone, CheckedIn, ContestClosed, ContestEnded, ContestHeld, ContestKeys, ContestOpened,
    ContestResumed, HeldBy, Means, PaperNumbers, ZeroReport,
};
use audit::entry::{Body, Signer};
use audit::fold::{Ceremony, Code, Course, Refusal, Stage, State};
use audit::rules::{Row, Secrecy};
use audit::wire::{Bytes32, Int, Text};
use protocol::server::Status;
use std::collections::BTreeSet;

use super::{ActError, contest, course, int, on_roll};

/// `key_agreed`: K and the public shares, recomputed from what the scrutineers revealed.
pub fn agree_on_key(state: &State) -> Result<Body, ActError> {
    let ceremony = state.ceremony().ok_or(ActError::Missing { what: "ceremony" })?;
    if !ceremony.is_accepted_by_all() {
        return Err(ActError::Missing { what: "acceptance by all scrutineers" });
    }
    let agreed = ceremony.transcript().agreed().map_err(|error| Refusal::at(Code::CeremonyBad, error))?;
    Ok(Body::KeyAgreed(KeyAgreed {
        run: int(ceremony.run())?,
        public_key: Bytes32::from(*agreed.key.as_bytes()),
        share_keys: agreed.public_shares.iter().map(|share| Bytes32::from(*share.as_bytes())).collect(),
    }))
}

/// `contest_opened`, with the stamp key that the server has made for it (`status`).
pub fn open_contest(state: &State, status: &Status, number: u64) -> Result<Body, ActError> {
    let contest = contest(state, number)?;
    if contest.course().is_some() {
        return Err(ActError::Stage { contest: number, stage: contest.stage() });
    }
    let roll = state.roll().ok_or(ActError::Missing { what: "roll" })?;
    let keys = match contest.profile.secrecy {
        Secrecy::Secret => vec![contest_keys(state, status, number)?],
        Secrecy::Named | Secrecy::Hands => Vec::new(),
    };
    let numbers = state.roll_numbers(&contest.profile)?;
    Ok(Body::ContestOpened(ContestOpened {
        contest: int(number)?,
        definition: contest.leaf.into(),
        rules: contest.definition.rules,
        roll: roll.leaf.into(),
        keys,
        membership: numbers.membership,
        due: numbers.due,
        present: numbers.present,
        zero_report: ZeroReport {
            issued: Int::ZERO,
            boxed: Int::ZERO,
            challenged: Int::ZERO,
            returned: Int::ZERO,
        },
    }))
}

fn contest_keys(state: &State, status: &Status, number: u64) -> Result<ContestKeys, ActError> {
    let agreed =
        state.ceremony().and_then(Ceremony::agreed).ok_or(ActError::Missing { what: "agreed key" })?;
    let stamp_key = status
        .contests
        .iter()
        .find(|listed| listed.contest.get() == number)
        .and_then(|listed| listed.next_stamp_key.first())
        .ok_or(ActError::Missing { what: "stamp key" })?;
    Ok(ContestKeys {
        key: agreed.leaf.into(),
        public_key: Bytes32::from(*agreed.public_key.as_bytes()),
        stamp_key: *stamp_key,
    })
}

/// `contest_held`, by the secretariat.
pub fn hold(state: &State, number: u64, reason: Text) -> Result<Body, ActError> {
    let course = course(state, number, &[Stage::Open])?;
    Ok(Body::ContestHeld(ContestHeld {
        contest: course.hash.into(),
        follows: course.last.into(),
        by: HeldBy::Secretariat,
        reason,
    }))
}

/// `contest_resumed`.
pub fn resume(state: &State, number: u64) -> Result<Body, ActError> {
    let course = course(state, number, &[Stage::Held])?;
    Ok(Body::ContestResumed(ContestResumed { contest: course.hash.into(), follows: course.last.into() }))
}

/// `contest_ended`.
pub fn end(state: &State, number: u64) -> Result<Body, ActError> {
    let course = course(state, number, &[Stage::Open, Stage::Held])?;
    Ok(Body::ContestEnded(ContestEnded { contest: course.hash.into() }))
}

/// `contest_closed`: tree and numbers as this party's fold has them. `papers`: those that came back and those of them
/// that are void; of a contest without papers the default.
pub fn close(state: &State, number: u64, papers: PapersBack) -> Result<Body, ActError> {
    let secret = contest(state, number)?.profile.secrecy == Secrecy::Secret;
    let course = course(state, number, &[if secret { Stage::Opened } else { Stage::Ended }])?;
    let returned = course.returned().ok_or(ActError::Missing { what: "opened box" })?;
    Ok(Body::ContestClosed(ContestClosed {
        contest: course.hash.into(),
        size: int(course.tree.0)?,
        root: course.tree.1.into(),
        issued: int(if secret { course.issued_count() } else { course.present })?,
        returned: int(returned)?,
        slips: int(if secret { course.slip_count() } else { returned })?,
        paper: PaperNumbers {
            issued: int(course.paper.issued_count())?,
            returned: int(papers.returned)?,
            void: int(papers.void)?,
            entered: int(course.paper.entered_count())?,
        },
    }))
}

/// Paper ballots that came back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PapersBack {
    /// 收回.
    pub returned: u64,
    /// 废票 among them.
    pub void: u64,
}

/// `result_declared`: totals from the shares in the log, the decision by the rules.
pub fn declare(state: &State, number: u64) -> Result<Body, ActError> {
    let course = course(state, number, &[Stage::Closed])?;
    let hash = Bytes32::from(course.hash);
    let (closed, _) = course.closed.ok_or(ActError::Missing { what: "close" })?;
    let totals = state.totals(&hash)?;
    let decision = state.decision(&hash, &totals)?;
    Ok(Body::ResultDeclared(ResultDeclared {
        contest: hash,
        closed: closed.into(),
        totals: totals.into_iter().map(int).collect::<Result<_, _>>()?,
        decision,
    }))
}

/// `contest_voided`, at any stage since the opening.
pub fn void(state: &State, number: u64, reason: Text) -> Result<Body, ActError> {
    let course = course(
        state,
        number,
        &[
            Stage::Open,
            Stage::Held,
            Stage::Ended,
            Stage::Opening,
            Stage::Opened,
            Stage::Closed,
            Stage::Declared,
        ],
    )?;
    if reason.as_str().trim().is_empty() {
        return Err(ActError::Missing { what: "reason" });
    }
    Ok(Body::ContestVoided(ContestVoided {
        contest: course.hash.into(),
        follows: course.last.into(),
        reason,
    }))
}

/// `paper_issued` to these deputies, by number.
pub fn issue_papers(state: &State, number: u64, deputies: &[u32]) -> Result<Body, ActError> {
    let course = course(state, number, &[Stage::Open, Stage::Held])?;
    let deputies: BTreeSet<u32> = deputies.iter().copied().collect();
    Ok(Body::PaperIssued(PaperIssued {
        contest: course.hash.into(),
        deputies: deputies.into_iter().map(Int::from).collect(),
    }))
}

/// `paper_counted`, one of the two counts; it corrects the last of the same number, if there is one.
pub fn count_papers(
    state: &State,
    number: u64,
    count: PaperCount,
    void: Vec<VoidPapers>,
    rows: Vec<Row>,
) -> Result<Body, ActError> {
    let course = course(state, number, &[Stage::Closed])?;
    let (closed, _) = course.closed.ok_or(ActError::Missing { what: "close" })?;
    let replaces = course.paper.counts.get(&count).map(|(leaf, _)| (*leaf).into()).into_iter().collect();
    Ok(Body::PaperCounted(PaperCounted {
        contest: course.hash.into(),
        closed: closed.into(),
        count,
        replaces,
        void,
        rows,
    }))
}

/// `paper_confirmed`: the last two counts of this party's own log, which must agree.
pub fn confirm_papers(state: &State, number: u64) -> Result<Body, ActError> {
    let course = course(state, number, &[Stage::Closed])?;
    let leaf = |count| {
        let counted = course.paper.counts.get(&count).map(|(leaf, _)| Bytes32::from(*leaf));
        counted.ok_or(ActError::Missing { what: "both counts of the papers" })
    };
    Ok(Body::PaperConfirmed(PaperConfirmed {
        contest: course.hash.into(),
        first: leaf(PaperCount::Tellers)?,
        second: leaf(PaperCount::Scrutineers)?,
    }))
}

/// `hands_counted`.
pub fn count_hands(state: &State, number: u64, rows: Vec<Row>) -> Result<Body, ActError> {
    let course = course(state, number, &[Stage::Open, Stage::Held])?;
    Ok(Body::HandsCounted(HandsCounted { contest: course.hash.into(), rows }))
}

/// `tie_settled`: what the presidium chose among the tied items, from 0.
pub fn settle_tie(state: &State, number: u64, items: Vec<Int>, reason: Text) -> Result<Body, ActError> {
    let course = course(state, number, &[Stage::Declared])?;
    let follows = course.declared_leaf.ok_or(ActError::Missing { what: "declaration" })?;
    Ok(Body::TieSettled(TieSettled { contest: course.hash.into(), follows: follows.into(), items, reason }))
}

/// `deputy_suspended`.
pub fn suspend(state: &State, deputy: u32, reason: Text) -> Result<Body, ActError> {
    on_roll(state, deputy)?;
    Ok(Body::DeputySuspended(DeputySuspended { deputy: deputy.into(), reason }))
}

/// `deputy_restored`.
pub fn restore(state: &State, deputy: u32, reason: Text) -> Result<Body, ActError> {
    on_roll(state, deputy)?;
    let leaf = state.people().suspension(deputy).ok_or(ActError::Missing { what: "suspension" })?;
    Ok(Body::DeputyRestored(DeputyRestored { deputy: deputy.into(), follows: leaf.into(), reason }))
}

/// `leave_granted`.
pub fn grant_leave(state: &State, deputy: u32, reason: Text) -> Result<Body, ActError> {
    on_roll(state, deputy)?;
    Ok(Body::LeaveGranted(LeaveGranted { deputy: deputy.into(), reason }))
}

/// `left_early`.
pub fn leave_early(state: &State, deputy: u32, reason: Text) -> Result<Body, ActError> {
    on_roll(state, deputy)?;
    let present = state.attendance().get(deputy).ok_or(ActError::Missing { what: "check-in" })?;
    Ok(Body::LeftEarly(LeftEarly { deputy: deputy.into(), follows: present.leaf.into(), reason }))
}

fn end_is_witnessed(state: &State, number: u64, course: &Course) -> Result<(), ActError> {
    if state.is_end_witnessed(course) {
        return Ok(());
    }
    Err(Refusal::at(Code::NotWitnessed, format_args!("contest {number}")).into())
}

/// `report_signed`, over the SHA-256 of the report's bytes.
pub fn sign_report(state: &State, number: u64, by: Signer, report: [u8; 32]) -> Result<Body, ActError> {
    let course = course(state, number, &[Stage::Declared, Stage::Voided])?;
    end_is_witnessed(state, number, course)?;
    Ok(Body::ReportSigned(ReportSigned { contest: course.hash.into(), by, report: report.into() }))
}

/// `checked_in` at the desk: the key is the one that the deputy's device shows as a code.
pub fn check_in_at_desk(state: &State, deputy: u32, device_key: [u8; 32]) -> Result<Body, ActError> {
    on_roll(state, deputy)?;
    if state.attendance().get(deputy).is_some() {
        return Err(Refusal::at(Code::CheckedInAlready, format_args!("deputy {deputy}")).into());
    }
    Ok(Body::CheckedIn(CheckedIn {
        deputy: Int::from(deputy),
        device_key: device_key.into(),
        means: Means::Desk,
    }))
}

/// `check_in_undone`.
pub fn undo_check_in(state: &State, deputy: u32, reason: Text) -> Result<Body, ActError> {
    on_roll(state, deputy)?;
    let present = state
        .attendance()
        .get(deputy)
        .ok_or_else(|| Refusal::at(Code::NotCheckedIn, format_args!("deputy {deputy}")))?;
    Ok(Body::CheckInUndone(CheckInUndone { deputy: Int::from(deputy), follows: present.leaf.into(), reason }))
}

/// `sitting_sealed` as the next entry. Its manifest follows from the log alone ([`audit::archive::list`]): the rules, and the
/// pages of every contest.
///
/// It names its own index, so it is not made while the server still has to enter that witnesses saw how a contest ended: that
/// entry would take the index.
pub fn seal(state: &State) -> Result<Body, ActError> {
    let sitting = state.sitting().ok_or(ActError::Missing { what: "sitting" })?;
    if let Some((number, contest)) = state.contests().iter().find(|(_, contest)| !contest.is_finished()) {
        return Err(ActError::Stage { contest: *number, stage: contest.stage() });
    }
    for (number, contest) in state.contests() {
        if let Some(course) = contest.course() {
            end_is_witnessed(state, *number, course)?;
        }
    }
    Ok(Body::SittingSealed(SittingSealed {
        index: int(state.head().size)?,
        origin: sitting.definition.origin.clone(),
        manifest: audit::archive::list(state)?,
    }))
}
