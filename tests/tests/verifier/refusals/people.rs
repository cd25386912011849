//! Suspension, leave, leaving early.

use super::Shown;
use audit::entry::Body;
use audit::entry::people::{DeputyRestored, DeputySuspended, LeaveGranted, LeftEarly};
use audit::entry::voting::Means;
use audit::fold::Code;
use audit::rules::{RollFreeze, Suspended};
use audit::wire::Int;
use end_to_end::smith::{Plan, Smith, int, text};

pub(super) fn show(shown: &mut Shown) {
    let mut smith = Smith::new(Plan::plain());
    smith.prepare();
    smith.key_ceremony();
    suspension(shown, &mut smith);
    leave(shown, &mut smith);
    leaving(shown, &mut smith);
    counted_as_the_rules_say();
}

/// 全体 and 实到 where suspended deputies do not count, frozen at the first opening.
fn counted_as_the_rules_say() {
    let mut smith = Smith::new(Plan::plain());
    smith.prepare();
    smith.key_ceremony();
    smith.push(&Body::DeputySuspended(smith.suspension(1)));
    for deputy in 2..=6 {
        let body = Body::CheckedIn(smith.check_in(deputy, Means::Card));
        smith.push(&body);
    }
    let mut profile = smith.the(1).profile.clone();
    (profile.suspended, profile.roll_freeze) = (Suspended::NotCounted, RollFreeze::Plenary);
    let numbers = |smith: &Smith| {
        let roll = smith.state.roll_numbers(&profile).unwrap();
        [roll.membership, roll.due, roll.present].map(Int::get)
    };
    assert_eq!(numbers(&smith), [5, 5, 5]);
    // Who left is counted, until they are suspended.
    let mut gone = smith.clone();
    gone.push(&Body::LeftEarly(gone.leaving(6)));
    assert_eq!(numbers(&gone), [5, 5, 5]);
    gone.push(&Body::DeputySuspended(gone.suspension(6)));
    assert_eq!(numbers(&gone), [4, 4, 4]);
    // Restored after the first opening: the frozen numbers are never below those who are here.
    let body = Body::ContestOpened(smith.opening(1));
    smith.push(&body);
    smith.push(&Body::ContestVoided(smith.voiding(1)));
    smith.push(&Body::DeputyRestored(smith.restoration(1)));
    assert_eq!(numbers(&smith), [5, 5, 5]);
    let body = Body::CheckedIn(smith.check_in(1, Means::Card));
    smith.push(&body);
    assert_eq!(numbers(&smith), [6, 6, 6]);
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
    let body = Body::CheckedIn(smith.check_in(6, Means::Card));
    smith.push(&body);
    assert_eq!(smith.course(1).present, 6, "who came back is not counted twice");
    smith.issue_and_cast(1, 6);
}
