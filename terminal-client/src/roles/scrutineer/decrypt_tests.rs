//! When a scrutineer's program refuses to decrypt, each refusal by name.

use super::super::acts::bodies::{self, PapersBack};
use super::super::log::{FollowedLog, fold_log};
use super::super::test_log::{Hall, key};
use super::*;
use audit::entry::Signer;
use audit::entry::paper::{PaperCount, VoidPapers};
use audit::fingerprint::Fingerprint;
use audit::fold::{Check, Stage};
use audit::rules::{Base, Choice, Options, Requirement, Row, Secrecy, Share};
use audit::wire::Int;
use protocol::Act;

/// Ballots of the sittings here; their minimum is 3.
const BALLOTS: u32 = 4;

fn decrypt(hall: &mut Hall, at: usize, log: &FollowedLog) -> Result<Act, ScrutineerError> {
    hall.programs[at].act(Step::Decrypt(1), log)
}

fn refusal(result: Result<Act, ScrutineerError>) -> DecryptRefusal {
    match result {
        Err(ScrutineerError::Decrypt(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn from_the_first_commitment_to_the_result() {
    let mut hall = Hall::closed(3, BALLOTS);
    for at in [2, 0] {
        assert_eq!(hall.step(at), Step::Decrypt(1));
        let act = hall.act(at, Step::Decrypt(1));
        hall.append(&act);
        assert_eq!(hall.step(at), Step::WaitFor(Awaited::Close));
    }
    // Deputies 1 to 4 choose item 0 and the item of their number mod 3.
    assert_eq!(hall.state().totals(&hall.contest_hash().into()).unwrap(), [4, 2, 1]);
    hall.two_roles(&bodies::declare(hall.state(), 1).unwrap());
    let late = decrypt_on_own(&mut hall, 1);
    assert_eq!(refusal(late), DecryptRefusal::Declared { contest: 1 });
    hall.two_roles(&bodies::seal(hall.state()).unwrap());
    assert_eq!(hall.step(1), Step::Done);
}

fn decrypt_on_own(hall: &mut Hall, at: usize) -> Result<Act, ScrutineerError> {
    let log = hall.log.clone();
    decrypt(hall, at, &log)
}

#[test]
fn nothing_is_decrypted_before_the_close() {
    let mut hall = Hall::with_key(3);
    let before = |stage| DecryptRefusal::BeforeClose { contest: 1, stage };
    assert_eq!(refusal(decrypt_on_own(&mut hall, 0)), before(None));
    hall.open();
    assert_eq!(refusal(decrypt_on_own(&mut hall, 0)), before(Some(Stage::Open)));
    let mut hall = Hall::opened_box(3, BALLOTS);
    assert_eq!(refusal(decrypt_on_own(&mut hall, 0)), before(Some(Stage::Opened)));
    assert_eq!(hall.step(0), Step::WaitFor(Awaited::Close));
    hall.two_roles(&bodies::close(hall.state(), 1, PapersBack::default()).unwrap());
    assert!(decrypt_on_own(&mut hall, 0).is_ok());
    let other = hall.programs[0].act(Step::Decrypt(2), &hall.log);
    assert_eq!(refusal(other), DecryptRefusal::UnknownContest { contest: 2 });
}

#[test]
fn nothing_is_decrypted_on_a_log_that_fails_a_check() {
    let mut hall = Hall::closed(3, BALLOTS);
    // An entry after the close that is false: everything before it is as it should be.
    let body = bodies::void(hall.state(), 1, "reason".parse().unwrap()).unwrap();
    let forged = hall.by(Signer::Secretariat, &body);
    let line = hall.line_of(&forged);
    let mut log = hall.log.clone();
    log.extend([line.clone()]).unwrap_err();
    match decrypt(&mut hall, 0, &log) {
        Err(ScrutineerError::LogFails(refuted)) => {
            assert_eq!(refuted.check, Check::Signatures);
            assert_eq!(refuted.index, hall.lines.len() as u64);
            assert_eq!(refuted.line, line, "the evidence is kept");
        }
        other => panic!("{other:?}"),
    }
    assert!(decrypt_on_own(&mut hall, 0).is_ok());
}

/// Pitfall 13: a board that drops ballots. The lines of the box are there, one ballot of it is not.
#[test]
fn nothing_is_decrypted_when_a_ballot_was_dropped() {
    let mut hall = Hall::closed(3, BALLOTS);
    let mut lines = hall.lines.clone();
    lines.remove(lines.len() - 3);
    let mut log = FollowedLog::new(hall.log.pinned());
    let refuted = log.extend(lines).unwrap_err();
    assert_eq!(refuted.check, Check::Chain);
    let refused = decrypt(&mut hall, 0, &log);
    assert!(matches!(refused, Err(ScrutineerError::LogFails(_))), "{refused:?}");
}

#[test]
fn nothing_is_decrypted_of_fewer_ballots_than_the_minimum() {
    let mut hall = Hall::closed(3, 2);
    assert_eq!(hall.step(0), Step::WaitFor(Awaited::Close));
    let refused = refusal(decrypt_on_own(&mut hall, 0));
    assert_eq!(refused, DecryptRefusal::TooFewBallots { returned: 2, minimum: 3 });
    let mut enough = Hall::closed(3, 3);
    assert!(decrypt_on_own(&mut enough, 0).is_ok());
}

/// Neither channel may be known before the other is fixed.
#[test]
fn nothing_is_decrypted_before_the_papers_are_confirmed() {
    let mut hall = Hall::ruled(|profile| {
        profile.minimum_ballots = Int::from(2_u32);
        profile.channel_floor = Int::from(2_u32);
    })
    .opened_box_with_papers(3, &[4, 5]);
    hall.two_roles(&bodies::close(hall.state(), 1, PapersBack { returned: 2, void: 2 }).unwrap());
    let awaited = DecryptRefusal::PaperAwaited { contest: 1 };
    assert_eq!(refusal(decrypt_on_own(&mut hall, 0)), awaited);
    let void = vec![VoidPapers { reason: "多选".parse().unwrap(), count: Int::from(2_u32) }];
    for (count, by) in [(PaperCount::Tellers, Signer::Secretariat), (PaperCount::Scrutineers, Signer::Chief)]
    {
        assert_eq!(hall.step(0), Step::WaitFor(Awaited::Close));
        let counted = bodies::count_papers(hall.state(), 1, count, void.clone(), vec![]).unwrap();
        hall.one_role(by, &counted);
    }
    assert_eq!(refusal(decrypt_on_own(&mut hall, 0)), awaited, "counted, not confirmed");
    hall.two_roles(&bodies::confirm_papers(hall.state(), 1).unwrap());
    assert_eq!(hall.step(0), Step::Decrypt(1));
    assert!(decrypt_on_own(&mut hall, 0).is_ok());
}

#[test]
fn nothing_is_decrypted_of_a_vote_void_by_its_numbers() {
    let mut hall = Hall::ruled(|profile| {
        profile.minimum_ballots = Int::from(2_u32);
        profile.vote_quorum = Requirement::Share(Share::more_than_half(Base::Membership));
    })
    .opened_box_with_papers(2, &[]);
    hall.two_roles(&bodies::close(hall.state(), 1, PapersBack::default()).unwrap());
    assert_eq!(hall.step(0), Step::WaitFor(Awaited::Close));
    assert_eq!(refusal(decrypt_on_own(&mut hall, 0)), DecryptRefusal::VoidByNumbers { contest: 1 });
    hall.two_roles(&bodies::declare(hall.state(), 1).unwrap());
}

#[test]
fn nothing_is_decrypted_of_a_show_of_hands() {
    let mut hall = Hall::ruled(|profile| {
        profile.secrecy = Secrecy::Hands;
        profile.options = Options::ThreeWay;
        profile.choice = Choice::Each;
    });
    hall.hold_ceremony();
    hall.open();
    let row = || Row { counts: [3_u32, 1, 0].map(Int::from).to_vec(), invalid: Int::ZERO };
    hall.two_roles(&bodies::count_hands(hall.state(), 1, vec![row(), row(), row()]).unwrap());
    assert_eq!(hall.step(0), Step::WaitFor(Awaited::Close));
    assert_eq!(refusal(decrypt_on_own(&mut hall, 0)), DecryptRefusal::NotSecret { contest: 1 });
}

#[test]
fn a_report_is_signed_by_whoever_is_named_and_on_a_log_that_holds() {
    let mut hall = Hall::closed(3, BALLOTS);
    let early = hall.programs[0].sign_report(1, [5; 32], &hall.log);
    assert!(matches!(early, Err(ScrutineerError::Act(_))), "{early:?}");
    hall.declare();
    for at in 0..3 {
        let act = hall.programs[at].sign_report(1, [5; 32], &hall.log).unwrap();
        hall.append(&act);
    }
    let foreign = hall.programs[0].sign_report(1, [5; 32], &FollowedLog::new(Fingerprint([9; 32])));
    assert!(matches!(foreign, Err(ScrutineerError::OtherSitting(_))), "{foreign:?}");
    let empty = hall.open_vault("other.age", "demo-0123456789abcdef0123456789abcdef");
    let nobody = ScrutineerProgram::new(key("somebody"), empty).sign_report(1, [5; 32], &hall.log);
    assert!(matches!(nobody, Err(ScrutineerError::NotNamed)), "{nobody:?}");
}

#[test]
fn nothing_is_decrypted_after_voiding() {
    let mut hall = Hall::closed(3, BALLOTS);
    hall.two_roles(&bodies::void(hall.state(), 1, "计票有误".parse().unwrap()).unwrap());
    assert_eq!(refusal(decrypt_on_own(&mut hall, 0)), DecryptRefusal::Voided { contest: 1 });
    assert_eq!(hall.step(0), Step::WaitFor(Awaited::Close));
}

/// Pitfall 20: the same contest closed twice, in two logs that differ from the close on.
#[test]
fn nothing_is_decrypted_for_a_second_closing_state() {
    let mut hall = Hall::opened_box(3, BALLOTS);
    let body = bodies::close(hall.state(), 1, PapersBack::default()).unwrap();
    let sigs = [Signer::Secretariat, Signer::Chief].iter().flat_map(|by| hall.by(*by, &body).sigs).collect();
    let act = Act { sigs, ..hall.by(Signer::Secretariat, &body) };
    let close = |hall: &mut Hall| {
        let line = hall.line_of(&act);
        fold_log(hall.log.pinned(), hall.lines.iter().cloned().chain([line])).unwrap()
    };
    // A minute apart: the same numbers, another leaf.
    let (first, second) = (close(&mut hall), close(&mut hall));
    let closed = |log: &FollowedLog| log.state().contests()[&1].course().unwrap().closed.unwrap().0;
    let expected = DecryptRefusal::SecondClosing { served: closed(&first), asked: closed(&second) };

    assert!(decrypt(&mut hall, 0, &first).is_ok());
    assert_eq!(refusal(decrypt(&mut hall, 0, &second)), expected);
    hall.restart(0);
    assert_eq!(refusal(decrypt(&mut hall, 0, &second)), expected, "it is remembered on disk");
    assert!(decrypt(&mut hall, 0, &first).is_ok(), "the served close is served again");
    assert!(decrypt(&mut hall, 1, &second).is_ok(), "another terminal has served none");
}

#[test]
fn a_log_of_another_sitting_gets_nothing() {
    let mut hall = Hall::closed(3, BALLOTS);
    let log = FollowedLog::new(Fingerprint([9; 32]));
    let refused = decrypt(&mut hall, 0, &log);
    assert!(
        matches!(refused, Err(ScrutineerError::OtherSitting(Fingerprint(found))) if found == [9; 32]),
        "{refused:?}"
    );
}

#[test]
fn a_terminal_without_its_share_decrypts_nothing() {
    let mut hall = Hall::closed(3, BALLOTS);
    let empty = hall.open_vault("empty.age", "demo-0123456789abcdef0123456789abcdef");
    let mut program = ScrutineerProgram::new(key("scrutineer-1"), empty);
    assert_eq!(refusal(program.act(Step::Decrypt(1), &hall.log)), DecryptRefusal::NoShare);
    assert!(decrypt_on_own(&mut hall, 0).is_ok());
}
