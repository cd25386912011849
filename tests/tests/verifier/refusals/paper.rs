//! Paper ballots: exclusive with machine ballots, counted twice, or entered where a channel is small.

use super::Shown;
use audit::entry::Body;
use audit::entry::counting::Decrypted;
use audit::entry::paper::{PaperCast, PaperConfirmed, PaperCount, PaperCounted, PaperIssued};
use audit::fold::Code;
use end_to_end::smith::{Plan, Smith, int, row_of, text};

pub(super) fn show(shown: &mut Shown) {
    apart(shown);
    entered(shown);
    too_many(shown);
    below_the_minimum(shown);
}

/// Those named were given papers, the others vote by machine.
fn issued(shown: &mut Shown, floor: u32, deputies: u32, papers: &[u32]) -> Smith {
    let mut smith = Smith::new(Plan { deputies, ..Plan::plain() });
    let body = Body::SittingDefined(smith.definition());
    smith.push(&body);
    let roll = smith.roll();
    let (parts, body) = smith.roll_body(&roll);
    smith.push_after(parts, &Body::RollFixed(body));
    let mut rules = smith.rules();
    rules.profile.channel_floor = floor.into();
    smith.push(&Body::RulesAdopted(rules));
    smith.push(&Body::ContestDefined(smith.contest()));
    smith.key_ceremony();
    smith.check_everyone_in();
    let body = Body::ContestOpened(smith.opening(1));
    smith.push(&body);
    for deputy in (1..=deputies).filter(|deputy| !papers.contains(deputy)) {
        smith.issue_and_cast(1, deputy);
    }
    let good = smith.papers(1, papers);
    let mut edited = |code, edit: fn(&mut PaperIssued)| {
        shown.edited(&smith, &good, Body::PaperIssued, code, edit);
    };
    edited(Code::ContestForeign, |body| body.contest = [1; 32].into());
    edited(Code::PaperBad, |body| body.deputies.clear());
    edited(Code::PaperBad, |body| body.deputies.reverse());
    edited(Code::DeputyUnknown, |body| body.deputies.push(int(99)));
    edited(Code::BallotIssuedAlready, |body| body.deputies.insert(0, int(1)));
    smith.push(&Body::PaperIssued(good));
    let mut other = smith.clone();
    let machine = Body::BallotIssued(other.issue(1, papers[0]));
    shown.body(&other, &machine, Code::BallotIssuedAlready);
    smith
}

fn close(smith: &mut Smith, returned: u64, void: u64) {
    smith.push(&Body::ContestEnded(smith.end(1)));
    for made in smith.boxes.get(&1).cloned().unwrap_or_default() {
        smith.push(&Body::BallotReturned(smith.slip(1, made.deputy)));
    }
    smith.open_box(1);
    smith.push(&Body::ContestClosed(smith.closing_with(1, returned, void)));
}

fn apart(shown: &mut Shown) {
    let mut smith = issued(shown, 3, 11, &[7, 8, 9, 10, 11]);
    let mut closing = smith.clone();
    closing.push(&Body::ContestEnded(closing.end(1)));
    closing.open_box(1);
    let good = closing.closing_with(1, 5, 1);
    let mut edited = |edit: fn(&mut audit::entry::voting::ContestClosed)| {
        shown.edited(&closing, &good, Body::ContestClosed, Code::PaperBad, edit);
    };
    edited(|body| body.paper.issued = int(4));
    edited(|body| body.paper.void = int(6));
    edited(|body| body.paper.entered = int(4));
    close(&mut smith, 5, 1);

    let early = Decrypted {
        contest: smith.course(1).hash.into(),
        closed: smith.course(1).closed.unwrap().0.into(),
        scrutineer: int(1),
        shares: vec![],
    };
    shown.body(&smith, &Body::Decrypted(early), Code::PaperNotConfirmed);
    let early = Body::PaperConfirmed(smith.paper_confirmation(1));
    shown.body(&smith, &early, Code::PaperNotConfirmed);

    let rows = vec![row_of(&[3, 1]), row_of(&[0, 4]), row_of(&[2, 2])];
    let good = smith.paper_count(1, PaperCount::Tellers, 1, rows.clone());
    let mut edited = |code, edit: fn(&mut PaperCounted)| {
        shown.edited(&smith, &good, Body::PaperCounted, code, edit);
    };
    edited(Code::FollowsWrong, |body| body.closed = [1; 32].into());
    edited(Code::FollowsWrong, |body| body.replaces.push([1; 32].into()));
    edited(Code::ReasonMissing, |body| body.void[0].reason = text(""));
    edited(Code::PaperBad, |body| body.void.clear());
    edited(Code::PaperBad, |body| body.void[0].count = int(2));
    edited(Code::PaperBad, |body| _ = body.rows.pop());
    edited(Code::PaperBad, |body| _ = body.rows[0].counts.pop());
    edited(Code::PaperBad, |body| body.rows[2].counts[0] = int(3));
    smith.push(&Body::PaperCounted(good));
    let mut wrong = rows.clone();
    wrong[1] = row_of(&[1, 3]);
    smith.push(&Body::PaperCounted(smith.paper_count(1, PaperCount::Scrutineers, 1, wrong)));
    let differences = smith.course(1).paper.differences().unwrap();
    assert_eq!((differences.items, differences.void), (vec![1], false));
    let disputed = Body::PaperConfirmed(smith.paper_confirmation(1));
    shown.body(&smith, &disputed, Code::PaperCountsDiffer);
    smith.push(&Body::PaperCounted(smith.paper_count(1, PaperCount::Scrutineers, 1, rows)));
    let good = smith.paper_confirmation(1);
    let edit = |body: &mut PaperConfirmed| body.second = body.first;
    shown.edited(&smith, &good, Body::PaperConfirmed, Code::FollowsWrong, edit);
    smith.push(&Body::PaperConfirmed(good));
    let again = smith.paper_count(1, PaperCount::Tellers, 1, vec![]);
    shown.body(&smith, &Body::PaperCounted(again), Code::PaperBad);
    smith.count(1);
    let (_, decision) = smith.course(1).declared.clone().unwrap();
    // Of six ballots of the box the plan's choices give item 1 five votes; the papers three more.
    let machine: u64 = smith.course(1).declared.as_ref().unwrap().0[0];
    assert_eq!(decision.items[0].votes, int(machine + 3));
    assert_eq!(decision.items[0].counts.iter().map(|count| count.get()).sum::<u64>(), 6 + 4);
}

fn entered(shown: &mut Shown) {
    let mut smith = issued(shown, 3, 8, &[7, 8]);
    smith.push(&Body::ContestEnded(smith.end(1)));
    let (_, early) = smith.paper(1, &[1]);
    shown.body(&smith, &Body::PaperCast(early), Code::ContestNotEnded);
    smith.open_box(1);
    let skipped = Body::ContestClosed(smith.closing_with(1, 2, 0));
    shown.body(&smith, &skipped, Code::PaperBad);
    let (parts, good) = smith.paper(1, &[1]);
    assert!(parts.is_empty(), "a short ballot");
    let boxed = smith.sorted(1)[0].key;
    let foreign = smith.sorted(1)[0].cast.clone().unwrap().ballot;
    let mut edited = |code, edit: &dyn Fn(&mut PaperCast)| {
        shown.edited(&smith, &good, Body::PaperCast, code, edit);
    };
    edited(Code::PaperBad, &|body| body.ballot_key = boxed.into());
    // The proofs of a ballot of the box are bound to its key, and its ciphertexts were seen.
    edited(Code::BallotProofBad, &|body| body.ballot = foreign.clone());
    smith.push(&Body::PaperCast(good.clone()));
    let mut again = smith.clone();
    let (_, other) = again.paper(1, &[2]);
    let twice = PaperCast { ballot_key: good.ballot_key, ..other.clone() };
    shown.body(&again, &Body::PaperCast(twice), Code::PaperBad);
    again.push(&Body::PaperCast(other));
    let (_, third) = again.paper(1, &[2]);
    shown.body(&again, &Body::PaperCast(third), Code::PaperBad);
    let mut smith = again;
    smith.push(&Body::ContestClosed(smith.closing_with(1, 2, 0)));
    let counted = smith.paper_count(1, PaperCount::Tellers, 0, vec![]);
    shown.body(&smith, &Body::PaperCounted(counted), Code::PaperBad);
    smith.count(1);
    let (_, decision) = smith.course(1).declared.clone().unwrap();
    assert_eq!(decision.items[0].counts.iter().map(|count| count.get()).sum::<u64>(), 8, "one sum of both");
}

/// Two ballots by machine where three may be decrypted, and a floor of two: apart they could never be counted, so the papers are entered.
fn below_the_minimum(shown: &mut Shown) {
    let mut smith = issued(shown, 2, 7, &[3, 4, 5, 6, 7]);
    smith.push(&Body::ContestEnded(smith.end(1)));
    smith.open_box(1);
    let apart = Body::ContestClosed(smith.closing_with(1, 5, 0));
    shown.body(&smith, &apart, Code::PaperBad);
    for _ in 0..5 {
        let (parts, paper) = smith.paper(1, &[2]);
        smith.push_after(parts, &Body::PaperCast(paper));
    }
    smith.push(&Body::ContestClosed(smith.closing_with(1, 5, 0)));
    smith.count(1);
    let (_, decision) = smith.course(1).declared.clone().unwrap();
    assert_eq!(decision.items[0].counts.iter().map(|count| count.get()).sum::<u64>(), 7);
}

/// More papers come back than were handed out: void, and nothing is decrypted.
fn too_many(shown: &mut Shown) {
    let mut smith = issued(shown, 3, 11, &[7, 8, 9, 10, 11]);
    close(&mut smith, 6, 0);
    let share = Decrypted {
        contest: smith.course(1).hash.into(),
        closed: smith.course(1).closed.unwrap().0.into(),
        scrutineer: int(1),
        shares: vec![],
    };
    shown.body(&smith, &Body::Decrypted(share), Code::VoteVoid);
    let declaration = smith.declaration(1);
    assert!(declaration.totals.is_empty());
    assert_ne!(declaration.decision.outcome, audit::rules::Outcome::Valid);
    smith.push(&Body::ResultDeclared(declaration));
}
