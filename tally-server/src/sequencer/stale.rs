//! Which proposals cannot be appended any more (protocol.md §11.3), as far as that shows without signatures.
//!
//! Two roles look at a list of what waits for them; what can only be refused must not stand in it. The fold decides when the
//! last signature is there, so a proposal that this function lets stand may be refused all the same.

use audit::entry::Body;
use audit::entry::paper::PaperCount;
use audit::entry::voting::ContestOpened;
use audit::fold::{Code, Contest, Course, Stage, State};
use audit::rules::Secrecy;
use audit::wire::{Bytes32, Int};

/// Why this body can only be refused; `None` promises nothing.
pub(super) fn stale(state: &State, body: &Body) -> Option<Code> {
    if state.is_sealed() {
        return Some(Code::Sealed);
    }
    let open = [Stage::Open, Stage::Held];
    match body {
        Body::ContestOpened(body) => opening(state, body),
        Body::ContestResumed(body) => at(state, &body.contest, &[Stage::Held], Code::ContestNotHeld)
            .or_else(|| follows(state, &body.contest, &body.follows)),
        Body::ContestEnded(body) => at(state, &body.contest, &open, Code::ContestNotOpen),
        Body::HandsCounted(body) => at(state, &body.contest, &open, Code::ContestNotOpen),
        Body::PaperIssued(body) => at(state, &body.contest, &open, Code::ContestNotOpen)
            .or_else(|| body.deputies.iter().find_map(|deputy| no_paper(state, &body.contest, *deputy))),
        Body::PaperCast(body) => at(state, &body.contest, &[Stage::Opened], Code::ContestNotEnded),
        Body::ContestClosed(body) => {
            let stage = match course(state, &body.contest) {
                Some(course) if course.keys.is_some() => Stage::Opened,
                _ => Stage::Ended,
            };
            at(state, &body.contest, &[stage], Code::ContestNotEnded).or_else(|| {
                (course(state, &body.contest)?.tree.0 != body.size.get()).then_some(Code::ClosingBad)
            })
        }
        Body::PaperConfirmed(body) => at(state, &body.contest, &[Stage::Closed], Code::ContestNotClosed)
            .or_else(|| {
                let counts = &course(state, &body.contest)?.paper.counts;
                let last = |count| counts.get(&count).map(|(leaf, _)| *leaf);
                let named = last(PaperCount::Tellers) == Some(body.first.to_bytes())
                    && last(PaperCount::Scrutineers) == Some(body.second.to_bytes());
                (!named).then_some(Code::FollowsWrong)
            }),
        Body::ContestVoided(body) => follows(state, &body.contest, &body.follows),
        Body::ResultDeclared(body) => at(state, &body.contest, &[Stage::Closed], Code::ContestNotClosed),
        Body::TieSettled(body) => at(state, &body.contest, &[Stage::Declared], Code::ContestNotClosed)
            .or_else(|| course(state, &body.contest)?.settled.is_some().then_some(Code::TieBad)),
        Body::CheckInUndone(body) => match present(state, body.deputy) {
            None => Some(Code::NotCheckedIn),
            Some(leaf) if leaf != body.follows.to_bytes() => Some(Code::FollowsWrong),
            Some(_) => None,
        },
        Body::CheckedIn(body) => present(state, body.deputy).map(|_| Code::CheckedInAlready),
        Body::DeputySuspended(body) => {
            let suspended = suspension(state, body.deputy).map(|_| Code::StandingBad);
            present(state, body.deputy).map(|_| Code::CheckedInAlready).or(suspended).or(voting(state))
        }
        Body::DeputyRestored(body) => match suspension(state, body.deputy) {
            None => Some(Code::StandingBad),
            Some(leaf) if leaf != body.follows.to_bytes() => Some(Code::FollowsWrong),
            Some(_) => voting(state),
        },
        Body::ScrutineersNamed(body) => {
            let next = state.ceremony().map_or(1, |ceremony| ceremony.run().saturating_add(1));
            (body.run.get() != next).then_some(Code::ScrutineersBad)
        }
        Body::SittingSealed(body) => (body.index.get() != state.head().size).then_some(Code::SealBad),
        _ => None,
    }
}

fn opening(state: &State, body: &ContestOpened) -> Option<Code> {
    let contest = match state.contests().get(&body.contest.get()) {
        None => return Some(Code::ContestUnknown),
        Some(contest) if contest.course().is_some() => return Some(Code::ContestOpenedAlready),
        Some(contest) => contest,
    };
    let numbers = state.roll_numbers(&contest.profile).ok()?;
    let named = (body.membership, body.due, body.present);
    if named != (numbers.membership, numbers.due, numbers.present) {
        return Some(Code::OpeningBad);
    }
    // A new run of the ceremony has another key.
    let agreed = state.ceremony().and_then(audit::fold::Ceremony::agreed).map(|agreed| agreed.leaf);
    let secret = contest.profile.secrecy == Secrecy::Secret;
    let foreign = body.keys.iter().any(|keys| agreed != Some(keys.key.to_bytes()));
    (secret == body.keys.is_empty() || foreign).then_some(Code::OpeningBad)
}

fn course<'a>(state: &'a State, hash: &Bytes32) -> Option<&'a Course> {
    state.contest_by_hash(hash.as_bytes()).and_then(Contest::course)
}

/// Stale with `code` unless the contest is at one of these stages.
fn at(state: &State, hash: &Bytes32, stages: &[Stage], code: Code) -> Option<Code> {
    match course(state, hash) {
        None => Some(Code::ContestForeign),
        Some(course) if stages.contains(&course.stage) => None,
        Some(_) => Some(code),
    }
}

fn follows(state: &State, hash: &Bytes32, follows: &Bytes32) -> Option<Code> {
    let last = course(state, hash).map(|course| course.last);
    (last != Some(follows.to_bytes())).then_some(Code::FollowsWrong)
}

/// Why this deputy gets no paper any more.
fn no_paper(state: &State, hash: &Bytes32, deputy: Int) -> Option<Code> {
    let number = u32::try_from(deputy.get()).ok()?;
    let course = course(state, hash)?;
    if course.issued.contains_key(&number) || course.paper.issued.contains(&number) {
        return Some(Code::BallotIssuedAlready);
    }
    present(state, deputy).is_none().then_some(Code::NotCheckedIn)
}

/// Leaf hash of the check-in.
fn present(state: &State, deputy: Int) -> Option<[u8; 32]> {
    let number = u32::try_from(deputy.get()).ok()?;
    state.attendance().get(number).map(|present| present.leaf)
}

/// Leaf hash of the suspension.
fn suspension(state: &State, deputy: Int) -> Option<[u8; 32]> {
    u32::try_from(deputy.get()).ok().and_then(|number| state.people().suspension(number))
}

fn voting(state: &State) -> Option<Code> {
    state.is_voting().then_some(Code::NotFinished)
}
