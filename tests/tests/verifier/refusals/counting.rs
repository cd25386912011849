//! Decryption, totals, decision, voiding, report and seal.

use super::Shown;
use audit::entry::Body;
use audit::entry::counting::{ContestVoided, Decrypted, ResultDeclared, SittingSealed};
use audit::fold::Code;
use audit::rules::{Chosen, NextKind, Tied};
use audit::wire::{B64, Int};
use end_to_end::smith::{Plan, Smith, int, text};

pub(super) fn show(shown: &mut Shown) {
    let mut smith = Smith::new(Plan::plain());
    smith.prepare();
    smith.key_ceremony();
    smith.check_everyone_in();
    let body = Body::ContestOpened(smith.opening(1));
    smith.push(&body);
    smith.voting(1);
    too_few(shown, &smith);
    shown.body(&smith, &Body::SittingSealed(smith.clone().seal()), Code::NotFinished);
    let early = Decrypted {
        contest: smith.course(1).hash.into(),
        closed: [1; 32].into(),
        scrutineer: int(1),
        shares: vec![],
    };
    shown.body(&smith, &Body::Decrypted(early), Code::ContestNotClosed);
    smith.finish_voting(1);
    decryption(shown, &mut smith);
    declaration(shown, &mut smith);
    voiding(shown, &smith);
    seal(shown, &mut smith);
}

/// Two ballots where three keep the secret: closed, and never decrypted.
fn too_few(shown: &mut Shown, smith: &Smith) {
    let mut smith = smith.clone();
    smith.boxes.get_mut(&1).unwrap().truncate(2);
    smith.finish_voting(1);
    let share = Decrypted {
        contest: smith.course(1).hash.into(),
        closed: smith.course(1).closed.unwrap().0.into(),
        scrutineer: int(1),
        shares: vec![B64::from([1; 128]); 3],
    };
    shown.body(&smith, &Body::Decrypted(share), Code::TooFewBallots);
}

fn decryption(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.decryption(1, 1);
    let of_another = smith.decryption(1, 2);
    let mut edited = |code, edit: &dyn Fn(&mut Decrypted)| {
        shown.edited(smith, &good, Body::Decrypted, code, edit);
    };
    edited(Code::ContestForeign, &|body| body.contest = [1; 32].into());
    edited(Code::FollowsWrong, &|body| body.closed = [1; 32].into());
    edited(Code::SignerUnknown, &|body| body.scrutineer = int(8));
    edited(Code::SharesWrong, &|body| _ = body.shares.pop());
    edited(Code::SharesWrong, &|body| body.shares.push(B64::from([1; 128])));
    edited(Code::ShareProofBad, &|body| body.shares.swap(0, 1));
    edited(Code::ShareProofBad, &|body| body.shares.clone_from(&of_another.shares));
    edited(Code::ShareProofBad, &|body| body.shares[2] = B64::from([0; 128]));
    smith.push(&Body::Decrypted(good));
    let again = Body::Decrypted(smith.decryption(1, 1));
    shown.body(smith, &again, Code::SharesTwice);
    // One share of two that are needed.
    let mut enough = smith.clone();
    enough.push(&Body::Decrypted(of_another.clone()));
    let declaration = Body::ResultDeclared(enough.declaration(1));
    shown.body(smith, &declaration, Code::SharesMissing);
    let report = Body::ReportSigned(smith.report(1));
    shown.body(smith, &report, Code::ContestNotClosed);
    smith.push(&Body::Decrypted(of_another));
}

fn declaration(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.declaration(1);
    let mut edited = |code, edit: fn(&mut ResultDeclared)| {
        shown.edited(smith, &good, Body::ResultDeclared, code, edit);
    };
    edited(Code::ContestForeign, |body| body.contest = [1; 32].into());
    edited(Code::FollowsWrong, |body| body.closed = [1; 32].into());
    edited(Code::TotalsWrong, |body| body.totals[0] = int(body.totals[0].get() + 1));
    edited(Code::TotalsWrong, |body| _ = body.totals.pop());
    // Every field of the decision.
    edited(Code::DecisionWrong, |body| body.decision.needed = int(1));
    edited(Code::DecisionWrong, |body| body.decision.base = int(5));
    edited(Code::DecisionWrong, |body| body.decision.firm = vec![int(1)]);
    edited(Code::DecisionWrong, |body| body.decision.tied = Tied { items: vec![int(0)], seats: int(1) });
    edited(Code::DecisionWrong, |body| body.decision.next.kind = NextKind::Presidium);
    edited(Code::DecisionWrong, |body| body.decision.vacant = int(1));
    edited(Code::DecisionWrong, |body| body.decision.unreturned = int(1));
    edited(Code::DecisionWrong, |body| {
        body.decision.unreturned_could_change = !body.decision.unreturned_could_change;
    });
    edited(Code::DecisionWrong, |body| _ = body.decision.items.pop());
    edited(Code::DecisionWrong, |body| body.decision.items[1].votes = Int::ZERO);
    edited(Code::DecisionWrong, |body| body.decision.items[1].counts.swap(0, 1));
    edited(Code::DecisionWrong, |body| body.decision.items[1].invalid = int(1));
    edited(Code::DecisionWrong, |body| body.decision.items[1].score.den = int(2));
    edited(Code::DecisionWrong, |body| body.decision.items[1].share.percent = int(1));
    edited(Code::DecisionWrong, |body| body.decision.items[1].grade = vec![int(0)]);
    edited(Code::DecisionWrong, |body| body.decision.items[1].rank = int(1));
    edited(Code::DecisionWrong, |body| body.decision.items[1].passed = !body.decision.items[1].passed);
    edited(Code::DecisionWrong, |body| body.decision.items[1].chosen = Chosen::Yes);
    edited(Code::DecisionWrong, |body| body.decision.items[1].reason = body.decision.items[0].reason.clone());
    edited(Code::DecisionWrong, |body| {
        body.decision.outcome = audit::rules::Outcome::Void {
            reason: audit::rules::VoidReason::VoteQuorum,
            bound: int(6),
            actual: int(5),
        };
    });
    smith.push(&Body::ResultDeclared(good.clone()));
    let again = ResultDeclared { totals: vec![], ..good };
    shown.body(smith, &Body::ResultDeclared(again), Code::ContestOver);
}

fn voiding(shown: &mut Shown, smith: &Smith) {
    let mut smith = smith.clone();
    let good = smith.voiding(1);
    let mut edited = |code, edit: fn(&mut ContestVoided)| {
        shown.edited(&smith, &good, Body::ContestVoided, code, edit);
    };
    edited(Code::ContestForeign, |body| body.contest = [1; 32].into());
    edited(Code::FollowsWrong, |body| body.follows = [1; 32].into());
    edited(Code::ReasonMissing, |body| body.reason = text("  "));
    smith.push(&Body::ContestVoided(good));
    let again = smith.voiding(1);
    shown.body(&smith, &Body::ContestVoided(again), Code::VoidedAlready);
    // No share after a voiding (pitfall 20).
    let share = Decrypted {
        contest: smith.course(1).hash.into(),
        closed: smith.course(1).closed.unwrap().0.into(),
        scrutineer: int(3),
        shares: vec![],
    };
    shown.body(&smith, &Body::Decrypted(share), Code::ContestOver);
}

fn seal(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.seal();
    let mut edited = |edit: fn(&mut SittingSealed)| {
        shown.edited(smith, &good, Body::SittingSealed, Code::SealBad, edit);
    };
    edited(|body| body.index = int(1));
    edited(|body| body.origin = text("other.example"));
    // A second contest with the first one's stamp key.
    let mut second = smith.clone();
    second.push(&Body::ContestDefined(second.contest()));
    let stamp_key = second.course(1).secret().unwrap().stamp_key;
    let opening = second.opening(2);
    shown.edited(&second, &opening, Body::ContestOpened, Code::OpeningBad, |body| {
        body.keys[0].stamp_key = stamp_key.into();
    });
    smith.push(&Body::SittingSealed(good));
    let after = Body::ReportSigned(smith.report(1));
    shown.body(smith, &after, Code::Sealed);
}
