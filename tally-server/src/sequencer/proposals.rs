//! Acts that wait for signatures (protocol.md §11.3). In memory only: a proposal is no entry, and after a restart it is made again.
//!
//! Invariants
//! - Every signature kept here was verified when it came.
//! - At most [`limits::PROPOSALS_MAX`]; what can no longer be appended is dropped after each commit.

use audit::entry::{Body, Sig, Signer};
use audit::fold::{Code, Contest, Course, Stage, State};
use audit::wire::Bytes32;
use protocol::problem::Problem;
use protocol::server::Proposal;
use protocol::{Act, limits};

struct Waiting {
    hash: Bytes32,
    text: String,
    body: Body,
    sigs: Vec<Sig>,
}

/// The proposals of a sitting, in the order in which they came.
#[derive(Default)]
pub(super) struct Proposals(Vec<Waiting>);

impl Proposals {
    /// The signatures that are there for a body.
    pub(super) fn sigs(&self, hash: &Bytes32) -> &[Sig] {
        self.0.iter().find(|waiting| waiting.hash == *hash).map_or(&[], |waiting| &waiting.sigs)
    }

    /// Keeps a proposal, or what was added to one.
    pub(super) fn put(&mut self, act: &Act, body: Body, sigs: Vec<Sig>) -> Result<(), Problem> {
        let hash = act.hash();
        if let Some(waiting) = self.0.iter_mut().find(|waiting| waiting.hash == hash) {
            waiting.sigs = sigs;
            return Ok(());
        }
        // A deputy at the door has one late check-in waiting, not as many as there are devices.
        if let Body::CheckedIn(new) = &body {
            self.0
                .retain(|waiting| !matches!(&waiting.body, Body::CheckedIn(old) if old.deputy == new.deputy));
        }
        if self.0.len() >= limits::PROPOSALS_MAX {
            return Err(Problem::TooManyProposals);
        }
        self.0.push(Waiting { hash, text: act.body.clone(), body, sigs });
        Ok(())
    }

    /// Drops what stands in the log by now, what the fold would refuse, and what is signed with keys that changed.
    pub(super) fn prune(&mut self, state: &State) {
        self.0.retain(|waiting| {
            let signed = |sig: &Sig| {
                state
                    .check_signature(sig.by, sig.sig.as_bytes(), &waiting.body, waiting.text.as_bytes())
                    .is_ok()
            };
            let needed = state.signers_needed(&waiting.body);
            !state.has_seen(waiting.hash.as_bytes())
                && stale(state, &waiting.body).is_none()
                && waiting.sigs.iter().all(|sig| needed.contains(&sig.by) && signed(sig))
        });
    }

    /// For the status.
    pub(super) fn list(&self, state: &State) -> Vec<Proposal> {
        let missing = |waiting: &Waiting| -> Vec<Signer> {
            let signed = |signer: &Signer| waiting.sigs.iter().any(|sig| sig.by == *signer);
            state.signers_needed(&waiting.body).into_iter().filter(|signer| !signed(signer)).collect()
        };
        let show = |waiting: &Waiting| Proposal {
            hash: waiting.hash,
            body: waiting.text.clone(),
            sigs: waiting.sigs.clone(),
            missing: missing(waiting),
        };
        self.0.iter().map(show).collect()
    }
}

/// Why a body cannot be appended any more, as far as that shows without signatures. `None` promises nothing: the fold
/// decides when the last signature is there.
pub(super) fn stale(state: &State, body: &Body) -> Option<Code> {
    let course = |hash: &Bytes32| state.contest_by_hash(hash.as_bytes()).and_then(Contest::course);
    let at = |hash: &Bytes32, stages: &[Stage], code| match course(hash) {
        None => Some(Code::ContestForeign),
        Some(course) if stages.contains(&course.stage) => None,
        Some(_) => Some(code),
    };
    let follows = |hash: &Bytes32, follows: &Bytes32| {
        let is = |course: &Course| course.last == follows.to_bytes();
        if course(hash).is_some_and(is) { None } else { Some(Code::FollowsWrong) }
    };
    if state.is_sealed() {
        return Some(Code::Sealed);
    }
    match body {
        Body::ContestOpened(body) => match state.contests().get(&body.contest.get()) {
            None => Some(Code::ContestUnknown),
            Some(contest) if contest.course().is_some() => Some(Code::ContestOpenedAlready),
            Some(_) if body.present.get() != state.attendance().count() => Some(Code::OpeningBad),
            Some(_) => None,
        },
        Body::ContestResumed(body) => at(&body.contest, &[Stage::Held], Code::ContestNotHeld)
            .or_else(|| follows(&body.contest, &body.follows)),
        Body::ContestEnded(body) => at(&body.contest, &[Stage::Open, Stage::Held], Code::ContestNotOpen),
        Body::ContestClosed(body) => at(&body.contest, &[Stage::Opened], Code::ContestNotEnded)
            .or_else(|| (body.size.get() != state.head().size).then_some(Code::ClosingBad)),
        Body::ContestVoided(body) => follows(&body.contest, &body.follows),
        Body::ResultDeclared(body) => at(&body.contest, &[Stage::Closed], Code::ContestNotClosed),
        Body::CheckInUndone(body) => {
            let deputy =
                u32::try_from(body.deputy.get()).ok().and_then(|deputy| state.attendance().get(deputy));
            match deputy {
                None => Some(Code::NotCheckedIn),
                Some(present) if present.leaf != body.follows.to_bytes() => Some(Code::FollowsWrong),
                Some(_) => None,
            }
        }
        Body::CheckedIn(body) => {
            let deputy = u32::try_from(body.deputy.get()).ok();
            let present = deputy.is_some_and(|deputy| state.attendance().get(deputy).is_some());
            present.then_some(Code::CheckedInAlready)
        }
        Body::ScrutineersNamed(body) => {
            let next = state.ceremony().map_or(1, |ceremony| ceremony.run().saturating_add(1));
            (body.run.get() != next).then_some(Code::ScrutineersBad)
        }
        Body::SittingSealed(body) => (body.index.get() != state.head().size).then_some(Code::SealBad),
        _ => None,
    }
}
