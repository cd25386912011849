//! Suspension, leave, leaving early.

use super::Shown;
use audit::entry::Body;
use audit::entry::people::{DeputyRestored, DeputySuspended, LeaveGranted, LeftEarly};
use audit::entry::voting::Means;
use audit::fold::Code;
use end_to_end::smith::{Plan, Smith, int, text};

pub(super) fn show(shown: &mut Shown) {
    let mut smith = Smith::new(Plan::plain());
    smith.prepare();
    smith.key_ceremony();
    suspension(shown, &mut smith);
    leave(shown, &mut smith);
    leaving(shown, &mut smith);
}

fn suspension(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.suspension(1);
    let mut edited = |code, edit: fn(&mut DeputySuspended)| {
        shown.edited(smith, &good, Body::DeputySuspended, code, edit);
    };
    edited(Code::DeputyUnknown, |body| body.deputy = int(99));
    edited(Code::ReasonMissing, |body| body.reason = text(" "));
    let early = Body::DeputyRestored(smith.restoration(1));
    shown.body(smith, &early, Code::StandingBad);
    smith.push(&Body::DeputySuspended(good));
    let again = DeputySuspended { reason: text("又一次"), ..smith.suspension(1) };
    shown.body(smith, &Body::DeputySuspended(again), Code::StandingBad);
    let door = Body::CheckedIn(smith.check_in(1, Means::Card));
    shown.body(smith, &door, Code::Suspended);
    let good = smith.restoration(1);
    let mut edited = |code, edit: fn(&mut DeputyRestored)| {
        shown.edited(smith, &good, Body::DeputyRestored, code, edit);
    };
    edited(Code::FollowsWrong, |body| body.follows = [1; 32].into());
    edited(Code::ReasonMissing, |body| body.reason = text(""));
    smith.push(&Body::DeputyRestored(good));
}

fn leave(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.leave(2);
    let mut edited = |code, edit: fn(&mut LeaveGranted)| {
        shown.edited(smith, &good, Body::LeaveGranted, code, edit);
    };
    edited(Code::DeputyUnknown, |body| body.deputy = int(99));
    edited(Code::ReasonMissing, |body| body.reason = text(""));
    smith.push(&Body::LeaveGranted(good.clone()));
    let again = LeaveGranted { reason: text("又请假"), ..good };
    shown.body(smith, &Body::LeaveGranted(again), Code::StandingBad);
    // Whoever comes is not on leave any more.
    smith.check_everyone_in();
    assert!(smith.state.people().on_leave().is_empty());
    let here = Body::LeaveGranted(LeaveGranted { reason: text("走开一下"), ..smith.leave(3) });
    shown.body(smith, &here, Code::CheckedInAlready);
    let here = Body::DeputySuspended(smith.suspension(3));
    shown.body(smith, &here, Code::CheckedInAlready);
}

fn leaving(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.leaving(6);
    let mut edited = |code, edit: fn(&mut LeftEarly)| {
        shown.edited(smith, &good, Body::LeftEarly, code, edit);
    };
    edited(Code::FollowsWrong, |body| body.follows = [1; 32].into());
    edited(Code::ReasonMissing, |body| body.reason = text(""));
    smith.push(&Body::LeftEarly(good));
    let gone = Body::LeftEarly(LeftEarly { reason: text("再走一次"), ..smith.leaving(6) });
    shown.body(smith, &gone, Code::NotCheckedIn);
    // 实到 goes on counting them where the rules say so, and they come back without being late.
    let body = Body::ContestOpened(smith.opening(1));
    smith.push(&body);
    assert_eq!(smith.course(1).present, 6, "the rules count who left");
    smith.issue_and_cast(1, 1);
    let voting = Body::LeftEarly(smith.leaving(1));
    shown.body(smith, &voting, Code::BallotIssuedAlready);
    let voting = Body::DeputySuspended(smith.suspension(6));
    shown.body(smith, &voting, Code::NotFinished);
}
