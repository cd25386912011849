//! Check-in, opening, issuing, challenges, hold and resume.

use super::Shown;
use audit::entry::voting::{
    BallotChallenged, BallotIssued, BallotRequested, CheckedIn, ContestHeld, ContestOpened, HeldBy, Means,
};
use audit::entry::{Body, Signer};
use audit::fold::Code;
use audit::wire::Bytes;
use crypto::ballot::KeyCommitment;
use end_to_end::smith::{Plan, Smith, int, text};

pub(super) fn show(shown: &mut Shown) {
    let mut smith = Smith::new(Plan::default());
    smith.prepare();
    smith.key_ceremony();
    check_in(shown, &mut smith);
    opening(shown, &mut smith);
    let body = Body::ContestOpened(smith.opening(1));
    smith.push(&body);
    issuing(shown, &mut smith);
    late(shown, &mut smith);
    challenges(shown, &mut smith);
    course(shown, &mut smith);
}

fn check_in(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.check_in(1, Means::Card);
    let desk = smith.check_in(1, Means::Desk);
    let mut edited = |good: &CheckedIn, code, edit: fn(&mut CheckedIn)| {
        shown.edited(smith, good, Body::CheckedIn, code, edit);
    };
    edited(&good, Code::DeputyUnknown, |body| body.deputy = int(99));
    edited(&desk, Code::DeputyUnknown, |body| body.deputy = int(99));
    edited(&desk, Code::DeputyUnknown, |body| body.deputy = int(1 << 40));
    edited(&good, Code::DeviceKeyUsed, |body| body.device_key = [0; 32].into());
    // At the desk the card does not sign, and with the card the desk does not.
    let body = Body::CheckedIn(desk);
    shown.line(smith, &smith.make_by(&body, &[Signer::Card(1)]), Code::SignersWrong);
    let absent = audit::entry::voting::CheckInUndone {
        deputy: int(1),
        follows: [0; 32].into(),
        reason: text("证件有误"),
    };
    shown.body(smith, &Body::CheckInUndone(absent), Code::NotCheckedIn);
    smith.push(&Body::CheckedIn(good.clone()));
    let again = Body::CheckedIn(smith.check_in(1, Means::Card));
    shown.body(smith, &again, Code::CheckedInAlready);
    let same_device = CheckedIn { deputy: int(2), ..good };
    shown.body(smith, &Body::CheckedIn(same_device), Code::DeviceKeyUsed);
    let undo = smith.undoing(1);
    let mut edited = |code, edit: fn(&mut audit::entry::voting::CheckInUndone)| {
        shown.edited(smith, &undo, Body::CheckInUndone, code, edit);
    };
    edited(Code::FollowsWrong, |body| body.follows = [1; 32].into());
    edited(Code::ReasonMissing, |body| body.reason = text(" "));
    edited(Code::DeputyUnknown, |body| body.deputy = int(77));
    let body = Body::CheckInUndone(undo);
    shown.line(smith, &smith.make_by(&body, &[Signer::Secretariat]), Code::SignersWrong);
    // Undone, the same device cannot be bound again, to whomever.
    smith.push(&body);
    let device = smith.lines[smith.lines.len() - 2].body().clone();
    let Body::CheckedIn(device) = device else { panic!("not the check-in") };
    let body = CheckedIn { means: Means::Desk, ..device };
    shown.body(smith, &Body::CheckedIn(body), Code::DeviceKeyUsed);
}

fn opening(shown: &mut Shown, smith: &mut Smith) {
    for deputy in 1..=5 {
        if deputy == 4 {
            let body = Body::ContestOpened(smith.opening(1));
            shown.body(smith, &body, Code::QuorumMissing);
        }
        let body = Body::CheckedIn(smith.check_in(deputy, Means::Card));
        smith.push(&body);
    }
    let good = smith.opening(1);
    let mut edited = |code, edit: fn(&mut ContestOpened)| {
        shown.edited(smith, &good, Body::ContestOpened, code, edit);
    };
    edited(Code::ContestUnknown, |body| body.contest = int(9));
    edited(Code::OpeningBad, |body| body.definition = [1; 32].into());
    edited(Code::OpeningBad, |body| body.rules = [1; 32].into());
    edited(Code::OpeningBad, |body| body.roll = [1; 32].into());
    edited(Code::OpeningBad, |body| body.keys[0].key = [1; 32].into());
    edited(Code::OpeningBad, |body| body.keys[0].public_key = body.keys[0].stamp_key);
    edited(Code::OpeningBad, |body| body.keys[0].stamp_key = [0; 32].into());
    edited(Code::OpeningBad, |body| body.present = int(6));
    edited(Code::CounterNotZero, |body| body.zero_report.issued = int(1));
    edited(Code::CounterNotZero, |body| body.zero_report.boxed = int(1));
    edited(Code::CounterNotZero, |body| body.zero_report.challenged = int(1));
    edited(Code::CounterNotZero, |body| body.zero_report.returned = int(1));
    // Two faults: the first in the order of §13.1 is told.
    edited(Code::OpeningBad, |body| {
        body.keys[0].stamp_key = [0; 32].into();
        body.zero_report.issued = int(1);
    });
    edited(Code::CounterNotZero, |body| {
        body.zero_report.issued = int(1);
        body.present = int(6);
    });
    let mut between = smith.clone();
    between.time += 1;
    shown.body(&between, &Body::ContestOpened(good.clone()), Code::TimeNotWhole);
    shown.line(
        smith,
        &smith.make_by(&Body::ContestOpened(good), &[Signer::Chief, Signer::Secretariat]),
        Code::SignersWrong,
    );

    // A key that fewer than t have tested, and a hall with fewer than the ballots that keep a secret.
    let mut untested = Smith::new(Plan::plain());
    untested.prepare();
    untested.commit_and_reveal();
    for index in 1..=3 {
        let body = Body::KeyDealt(untested.dealing(index));
        untested.push(&body);
    }
    for index in 1..=3 {
        let body = untested.opened(index);
        untested.push(&body);
    }
    untested.push(&Body::KeyAgreed(untested.agreement()));
    untested.check_everyone_in();
    let body = Body::KeyTested(untested.key_test(1));
    untested.push(&body);
    let body = Body::ContestOpened(untested.opening(1));
    shown.body(&untested, &body, Code::KeyNotTested);
    let mut few = Smith::new(Plan { minimum: 6, late: true, ..Plan::plain() });
    few.prepare();
    few.key_ceremony();
    few.check_everyone_in();
    let body = Body::ContestOpened(few.opening(1));
    shown.body(&few, &body, Code::TooFewForSecrecy);
}

fn issuing(shown: &mut Shown, smith: &mut Smith) {
    let again = Body::ContestOpened(smith.clone().opening(1));
    shown.body(smith, &again, Code::ContestOpenedAlready);

    let good = smith.issue(1, 1);
    let mut edited = |code, edit: fn(&mut BallotIssued)| {
        shown.edited(smith, &good, Body::BallotIssued, code, edit);
    };
    edited(Code::SignatureBad, |body| body.request.blinded = body.evaluated);
    edited(Code::SignatureBad, |body| body.request_sig = [0xff; 64].into());
    edited(Code::StampProofBad, |body| body.evaluated = body.request.blinded);
    edited(Code::StampProofBad, |body| body.evaluated = [0; 32].into());
    edited(Code::StampProofBad, |body| body.proof = [1; 64].into());
    edited(Code::StampProofBad, |body| body.proof = [0xff; 64].into());
    edited(Code::ContestForeign, |body| body.request.contest = [1; 32].into());
    // Two faults: the first in the order of §13.1 is told.
    edited(Code::ContestForeign, |body| {
        body.request.contest = [1; 32].into();
        body.request.deputy = int(6);
    });
    let mut answered = |smith: &mut Smith, request, code| {
        let body = Body::BallotIssued(smith.answer(1, request));
        shown.body(smith, &body, code);
    };
    let identity = BallotRequested { blinded: [0; 32].into(), ..good.request.clone() };
    answered(smith, identity, Code::BlindedBad);
    answered(smith, BallotRequested { deputy: int(6), ..good.request.clone() }, Code::NotCheckedIn);
    answered(smith, BallotRequested { deputy: int(60), ..good.request.clone() }, Code::DeputyUnknown);
    smith.push(&Body::BallotIssued(good.clone()));
    let second = Body::BallotIssued(smith.answer(1, good.request.clone()));
    shown.body(smith, &second, Code::BallotIssuedAlready);
    smith.cast(1, &good, &[1]);
    shown.body(smith, &Body::CheckInUndone(smith.undoing(1)), Code::BallotIssuedAlready);
}

fn late(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.check_in(6, Means::Card);
    let body = Body::CheckedIn(good);
    shown.line(smith, &smith.make_by(&body, &[Signer::Card(6)]), Code::SignersWrong);
    let mut between = smith.clone();
    between.time += 1;
    shown.body(&between, &body, Code::TimeNotWhole);
    // A deputy whom 实到 counts may come back after an undo, and is not counted twice.
    let present = smith.course(1).present;
    let mut back = smith.clone();
    back.push(&Body::CheckInUndone(back.undoing(5)));
    let body = Body::CheckedIn(back.check_in(5, Means::Card));
    back.push(&body);
    assert_eq!(back.course(1).present, present);
    let body = Body::CheckedIn(back.check_in(6, Means::Card));
    back.push(&body);
    assert_eq!(back.course(1).present, present + 1);
}

/// Two contests at once: who was counted for the first and whose check-in was undone before the second is late for the second.
#[test]
fn a_deputy_is_late_for_each_contest_whose_opening_did_not_count_them() {
    let mut smith = Smith::new(Plan::plain());
    smith.prepare();
    smith.key_ceremony();
    smith.check_everyone_in();
    smith.push(&Body::ContestDefined(smith.contest()));
    let body = Body::ContestOpened(smith.opening(1));
    smith.push(&body);
    smith.push(&Body::CheckInUndone(smith.undoing(1)));
    let body = Body::ContestOpened(smith.opening(2));
    smith.push(&body);
    let body = Body::CheckedIn(smith.check_in(1, Means::Card));
    let mut ended = smith.clone();
    smith.push(&body);
    assert_eq!((smith.course(1).present, smith.course(2).present), (6, 6));
    assert!(smith.state.attendance().get(1).unwrap().late);
    // Once the second has ended nobody is let in for it, though the first still would.
    ended.push(&Body::ContestEnded(ended.end(2)));
    let body = Body::CheckedIn(ended.check_in(1, Means::Card));
    Shown::default().body(&ended, &body, Code::LateNotAdmitted);
}

fn challenges(shown: &mut Shown, smith: &mut Smith) {
    let (good, seed) = smith.challenge(1, &[1, 2]);
    let mut edited = |code, edit: fn(&mut BallotChallenged)| {
        shown.edited(smith, &good, Body::BallotChallenged, code, edit);
    };
    edited(Code::ContestForeign, |body| body.contest = [1; 32].into());
    edited(Code::ChallengeBad, |body| body.com = [1; 32].into());
    edited(Code::ChallengeBad, |body| body.seed = [1; 32].into());
    edited(Code::ChallengeBad, |body| body.code = [1; 32].into());
    edited(Code::ChallengeBad, |body| body.choices = Bytes::from(vec![0b001]));
    edited(Code::ChallengeBad, |body| body.choices = Bytes::from(vec![0b111]));
    edited(Code::ChallengeBad, |body| body.choices = Bytes::from(vec![0b1_0000]));
    edited(Code::ChallengeBad, |body| body.choices = Bytes::from(vec![0b011, 0]));
    smith.push(&Body::BallotChallenged(good));
    let same = smith.challenge_of(1, &[1, 2], seed, KeyCommitment([9; 32]));
    shown.body(smith, &Body::BallotChallenged(same), Code::Spoiled);
    for _ in 0..2 {
        let body = Body::BallotChallenged(smith.challenge(1, &[2]).0);
        smith.push(&body);
    }
    // One ballot is issued: three records, and no fourth.
    let body = Body::BallotChallenged(smith.challenge(1, &[3]).0);
    shown.body(smith, &body, Code::ChallengeLimit);
}

fn course(shown: &mut Shown, smith: &mut Smith) {
    shown.body(smith, &Body::ContestResumed(smith.resume(1)), Code::ContestNotHeld);
    let good = smith.hold(1);
    let mut edited = |code, edit: fn(&mut ContestHeld)| {
        shown.edited(smith, &good, Body::ContestHeld, code, edit);
    };
    edited(Code::ContestForeign, |body| body.contest = [1; 32].into());
    edited(Code::FollowsWrong, |body| body.follows = [1; 32].into());
    edited(Code::ReasonMissing, |body| body.reason = text(""));
    let by_server = ContestHeld { by: HeldBy::Server, ..good.clone() };
    let body = Body::ContestHeld(by_server);
    shown.line(smith, &smith.make_by(&body, &[Signer::Secretariat]), Code::SignersWrong);
    smith.push(&Body::ContestHeld(good));
    let again = smith.hold(1);
    shown.body(smith, &Body::ContestHeld(again), Code::ContestIsHeld);
    let body = Body::BallotIssued(smith.issue(1, 2));
    shown.body(smith, &body, Code::ContestIsHeld);
    let good = smith.resume(1);
    shown.edited(smith, &good, Body::ContestResumed, Code::FollowsWrong, |body| {
        body.follows = [1; 32].into();
    });
    // A key ceremony in the middle of a contest would leave its ballots unreadable.
    let body = Body::ScrutineersNamed(smith.clone().scrutineers());
    shown.body(smith, &body, Code::NotFinished);
}
