//! The model of whoever signs: scrutineer, chief scrutineer, presiding officer.

use audit::entry::paper::PaperCount;
use audit::entry::{Body, Signer, body_hash};
use audit::fold::{Ceremony, Contest, Stage, State};
use audit::rules::NextKind;
use audit::wire::{Bytes32, Int, decode_strict, encode};
use crypto::ceremony::Fault;
use crypto::decryption::test_dummy;
use crypto::elgamal::PublicKey;
use crypto::scrutineer::ScrutineerIndex;

use crate::lang::fill;
use crate::roles::Stopped;
use crate::roles::acts::bodies;
use crate::roles::scrutineer::{DecryptRefusal, Step, is_close_witnessed, unfit};
use crate::roles::witness::Seat;
use crate::run::words;
use crate::scrutineer::{
    CeremonyRow, CeremonyState, CeremonyView, CountingView, DecryptionStage, DecryptionView, LogCheck, Model,
    Proposal, Role, TestDecryption, TieView,
};

use super::papers::papers;
use super::{Seen, facts, in_hand, is_decided, report, returned, shares};

/// What the terminal knows of its person beside the log.
#[derive(Clone, Debug, Default)]
pub struct Me {
    /// The role.
    pub role: Role,
    /// The position in the current run, for a scrutineer who is named.
    pub index: Option<ScrutineerIndex>,
    /// The key file is open.
    pub unlocked: bool,
    /// What the scrutineer's program would do next.
    pub step: Option<Step>,
    /// A step is being done now.
    pub busy: Option<Step>,
    /// Proposals declined on this terminal, by their names.
    pub declined: Vec<String>,
    /// Hashes of the bodies that this terminal signed: the status may still list them for a moment.
    pub signed: Vec<String>,
    /// The contest whose entry code is known here, by number.
    pub code_of: Option<u64>,
    /// The contest chosen on this terminal.
    pub chosen: Option<u64>,
    /// The witness at this terminal, if there is one.
    pub seat: Option<Seat>,
}

impl Me {
    /// Who signs here.
    pub fn signer(&self) -> Option<Signer> {
        match self.role {
            Role::Chief => Some(Signer::Chief),
            Role::Presiding => Some(Signer::Presiding),
            Role::Scrutineer => {
                self.index.and_then(|index| u8::try_from(index.get()).ok()).map(Signer::Scrutineer)
            }
        }
    }
}

/// Everything the terminal shows. `number`: what the test decryption must give ([`test_number`]).
pub fn model(seen: &Seen<'_>, me: &Me, stopped: Option<&Stopped>, number: Option<u64>) -> Model {
    let state = seen.state;
    let contest = in_hand(state, me.chosen);
    // Of several contests the one that waits for this terminal.
    let waiting = |number: &u64| state.contests().get(number);
    let to_decrypt = match me.step {
        Some(Step::Decrypt(number)) => waiting(&number).or(contest),
        _ => contest,
    };
    let to_count = state.contests().values().find(|contest| is_to_count(contest)).or(contest);
    let index = me.index.map_or(0, |index| u32::from(index.get()));
    let name = match me.role {
        Role::Scrutineer if index > 0 => words::scrutineer(seen.look, state, Int::from(index)),
        Role::Scrutineer => seen.look.texts().run.not_named.to_owned(),
        Role::Chief => words::signer(seen.look, Signer::Chief),
        Role::Presiding => words::signer(seen.look, Signer::Presiding),
    };
    Model {
        sitting: seen.sitting(contest, words::clock_now(seen.utc_hours)),
        role: me.role,
        name,
        index,
        unlocked: me.unlocked,
        ceremony: ceremony(seen, me),
        test: test(state, me, number),
        proposals: proposals(seen, me),
        counting: to_count.map_or_else(CountingView::default, |contest| counting(seen, me, contest)),
        decryption: to_decrypt.and_then(|contest| decryption(seen, me, contest, stopped)),
        seat: me.seat.as_ref().map(|seat| super::witnesses::seat(seen.look, seat)),
        finished: state.is_sealed(),
    }
}

fn ceremony(seen: &Seen<'_>, me: &Me) -> CeremonyView {
    let Some(run) = seen.state.ceremony() else { return CeremonyView::default() };
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    CeremonyView {
        run: small(run.run()),
        threshold: small(run.threshold()),
        rows: rows(run),
        my_turn: me.busy.is_none() && is_my_turn(seen, me),
        ended: run.fault().map(|fault| fault_words(seen, fault)),
        key: run.agreed().map(|agreed| words::hex(agreed.public_key.as_bytes())),
    }
}

fn rows(run: &Ceremony) -> Vec<CeremonyRow> {
    let at_fault = run.fault().map(|fault| match fault {
        Fault::Dealer(index, _) | Fault::Complainer(index) => index,
    });
    run.parameters()
        .indices()
        .zip(run.named())
        .map(|(index, named)| {
            let progress = run.progress(index);
            let state = if at_fault == Some(index) {
                CeremonyState::Disputed
            } else if run.agreed().is_some() {
                CeremonyState::Agreed
            } else if progress.accepted {
                CeremonyState::Verified
            } else if progress.dealt {
                CeremonyState::Dealt
            } else if progress.revealed {
                CeremonyState::Revealed
            } else if progress.committed {
                CeremonyState::Generated
            } else {
                CeremonyState::Waiting
            };
            CeremonyRow { name: named.name.to_string(), chief: false, state }
        })
        .collect()
}

fn fault_words(seen: &Seen<'_>, fault: Fault) -> String {
    let t = &seen.look.texts().run;
    let name =
        |index: ScrutineerIndex| words::scrutineer(seen.look, seen.state, Int::from(u32::from(index.get())));
    match fault {
        Fault::Dealer(index, _) => fill(t.dispute_fault, &[&name(index)]),
        Fault::Complainer(index) => fill(t.complaint_fault, &[&name(index)]),
    }
}

fn is_my_turn(seen: &Seen<'_>, me: &Me) -> bool {
    match me.step {
        Some(Step::Commit | Step::Reveal | Step::Deal | Step::Accept | Step::Dispute) => true,
        // The log shows the key only when all have signed: what is on its way shows in the status.
        Some(Step::SignKey) => !me.signer().is_some_and(|signer| has_signed_key(seen, signer)),
        _ => false,
    }
}

fn has_signed_key(seen: &Seen<'_>, signer: Signer) -> bool {
    seen.status.proposals.iter().any(|proposal| {
        let is_key = matches!(decode_strict(proposal.body.as_bytes()), Ok(Body::KeyAgreed(_)));
        is_key && proposal.sigs.iter().any(|sig| sig.by == signer)
    })
}

/// The number that the test decryption must give: everyone recomputes it. Takes a multiplication table, so it is kept.
pub fn test_number(state: &State) -> Option<u64> {
    let agreed = state.ceremony()?.agreed()?;
    let (_, number) = test_dummy(&PublicKey::new(agreed.public_key), &agreed.leaf).ok()?;
    Some(number)
}

fn test(state: &State, me: &Me, number: Option<u64>) -> TestDecryption {
    let Some(run) = state.ceremony() else { return TestDecryption::NotRun };
    let given = me.index.is_none_or(|index| run.progress(index).tested);
    // The fold refuses the share that makes the number come out wrong.
    match number {
        Some(number) if given && run.agreed().is_some() && run.tested() >= run.threshold() => {
            TestDecryption::Passed { value: number.to_string() }
        }
        _ if me.busy == Some(Step::Test) => TestDecryption::Running,
        _ if given && me.index.is_some() => TestDecryption::Running,
        _ => TestDecryption::NotRun,
    }
}

fn proposals(seen: &Seen<'_>, me: &Me) -> Vec<Proposal> {
    let Some(signer) = me.signer() else { return Vec::new() };
    let waiting = seen.status.proposals.iter().filter(|proposal| proposal.missing.contains(&signer));
    let mut all: Vec<Proposal> = waiting
        .filter_map(|proposal| {
            let body: Body = decode_strict(proposal.body.as_bytes()).ok()?;
            // The server names it; what is signed is the body.
            let hash = Bytes32::from(body_hash(proposal.body.as_bytes()));
            let proposer = proposal.sigs.first().map(|sig| sig.by);
            facts::proposal(seen.look, seen.state, &hash, &body, proposer)
        })
        .collect();
    if me.role != Role::Presiding {
        all.extend(drafts(seen, signer).into_iter().filter_map(|body| {
            let hash = Bytes32::from(body_hash(&encode(&body)));
            let pending = seen.status.proposals.iter().any(|proposal| proposal.hash == hash);
            if pending { None } else { facts::proposal(seen.look, seen.state, &hash, &body, None) }
        }));
    }
    all.retain(|proposal| !me.declined.contains(&proposal.id) && !me.signed.contains(&proposal.body_hash));
    all
}

/// What a terminal makes itself: the chief scrutineer's the declaration of every contest whose totals are out; that of each who
/// signs reports the signature that is missing.
pub fn drafts(seen: &Seen<'_>, signer: Signer) -> Vec<Body> {
    let state = seen.state;
    let decided = state.contests().iter().filter(|(_, contest)| is_decided(state, contest));
    let declarations = decided.filter_map(|(number, _)| bodies::declare(state, *number).ok());
    let reports =
        report::waiting(state, signer).filter_map(|number| report::sign_report(state, number, signer).ok());
    declarations.filter(|_| signer == Signer::Chief).chain(reports).collect()
}

/// Papers and ties, for the chief scrutineer.
fn counting(seen: &Seen<'_>, me: &Me, contest: &Contest) -> CountingView {
    if me.role != Role::Chief {
        return CountingView::default();
    }
    let number = contest.definition.contest.get();
    let waiting = seen.status.proposals.iter().filter(|proposal| {
        proposal.missing.contains(&Signer::Chief)
            && matches!(decode_strict(proposal.body.as_bytes()), Ok(Body::PaperCast(_)))
    });
    CountingView {
        contest: number.to_string(),
        title: contest.definition.title.to_string(),
        papers: papers(seen.look, contest, PaperCount::Scrutineers),
        has_code: me.code_of == Some(number),
        waiting: u64::try_from(waiting.count()).unwrap_or(u64::MAX),
        tie: tie(contest),
    }
}

/// Whether papers or a tie of this contest wait for the chief scrutineer.
fn is_to_count(contest: &Contest) -> bool {
    let papers = contest.course().is_some_and(|course| match course.stage {
        Stage::Opened => course.paper.issued_count() > 0,
        Stage::Closed => course.paper.is_awaited(),
        _ => false,
    });
    papers || tie(contest).is_some()
}

/// A tie that the decision leaves to the presidium, until it is settled.
fn tie(contest: &Contest) -> Option<TieView> {
    let course =
        contest.course().filter(|course| course.stage == Stage::Declared && course.settled.is_none())?;
    let (_, decision) = course.declared.as_ref()?;
    if decision.next.kind != NextKind::Presidium {
        return None;
    }
    let item = |at: &Int| {
        let item = contest.definition.items.get(usize::try_from(at.get()).ok()?)?;
        Some((item.number.get(), item.title.to_string()))
    };
    let items = decision.next.items.iter().filter_map(item).collect();
    Some(TieView { items, seats: decision.next.seats.get() })
}

fn decryption(
    seen: &Seen<'_>,
    me: &Me,
    contest: &Contest,
    stopped: Option<&Stopped>,
) -> Option<DecryptionView> {
    let course = contest.course()?;
    let state = seen.state;
    let number = contest.definition.contest.get();
    let given = |index: ScrutineerIndex| course.shares.contains_key(&index);
    let run = state.ceremony()?;
    Some(DecryptionView {
        contest: number.to_string(),
        title: contest.definition.title.to_string(),
        close: course.closed.map_or_else(String::new, |(leaf, _)| words::hex(&leaf)),
        ballots: course.summed().or_else(|| returned(contest, seen.status)).unwrap_or(0),
        minimum: contest.profile.minimum_ballots.get(),
        check: check(state, course.closed.is_some(), stopped, seen),
        shares: run
            .parameters()
            .indices()
            .zip(run.named())
            .map(|(index, named)| (named.name.to_string(), given(index)))
            .collect(),
        need: u32::try_from(run.threshold()).unwrap_or(u32::MAX),
        stage: stage(seen, me, contest, number),
    })
}

/// The follower has folded every entry: what it did is the check.
fn check(state: &State, closed: bool, stopped: Option<&Stopped>, seen: &Seen<'_>) -> LogCheck {
    if let Some(Stopped::Refuted(refuted)) = stopped {
        let refusal = &refuted.refusal;
        return LogCheck::Failed {
            check: u32::from(refuted.check.number()),
            entry: refuted.index,
            why: words::of_pair(seen.look, refusal.code.sentence()).to_owned(),
        };
    }
    if !closed {
        return LogCheck::NotRun;
    }
    let (done, expected) = state.counters().sum();
    if done == expected {
        LogCheck::Passed { total: expected }
    } else {
        LogCheck::Running { done, total: expected }
    }
}

fn stage(seen: &Seen<'_>, me: &Me, contest: &Contest, number: u64) -> DecryptionStage {
    let t = &seen.look.texts().run;
    let blocked = |why: String| DecryptionStage::Blocked { why };
    let given = me
        .index
        .is_some_and(|index| contest.course().is_some_and(|course| course.shares.contains_key(&index)));
    match contest.stage() {
        Some(Stage::Closed) => {}
        Some(Stage::Voided) => return blocked(t.contest_voided.to_owned()),
        Some(Stage::Declared) => return DecryptionStage::Done,
        _ => return blocked(t.not_closed_yet.to_owned()),
    }
    let (have, need) = shares(seen.state, contest);
    if have >= need {
        return DecryptionStage::Done;
    }
    if given {
        return DecryptionStage::Sent;
    }
    if me.busy == Some(Step::Decrypt(number)) {
        return DecryptionStage::Sending;
    }
    match unfit(seen.state, contest) {
        Ok(None) => {}
        Ok(Some(DecryptRefusal::TooFewBallots { returned, minimum })) => {
            return blocked(fill(t.too_few, &[&returned.to_string(), &minimum.to_string()]));
        }
        Ok(Some(DecryptRefusal::NotSecret { .. })) => return blocked(t.contest_not_secret.to_owned()),
        Ok(Some(DecryptRefusal::VoidByNumbers { .. })) => {
            return blocked(t.contest_void_by_numbers.to_owned());
        }
        Ok(Some(DecryptRefusal::PaperAwaited { .. })) => return blocked(t.paper_awaited.to_owned()),
        Ok(Some(_)) | Err(_) => return blocked(t.program_refuses.to_owned()),
    }
    if !is_close_witnessed(seen.state, contest) {
        return blocked(t.close_not_witnessed.to_owned());
    }
    match (me.role, me.index) {
        (Role::Scrutineer, Some(_)) => DecryptionStage::Ready,
        (Role::Scrutineer, None) => blocked(t.not_named.to_owned()),
        (Role::Chief, _) => blocked(fill(t.no_share_here, &[&words::signer(seen.look, Signer::Chief)])),
        (Role::Presiding, _) => {
            blocked(fill(t.no_share_here, &[&words::signer(seen.look, Signer::Presiding)]))
        }
    }
}
