//! Run-off, second round and the same vote again, each in one act, and what is refused.

use super::super::test_log::Hall;
use super::follow_up::{follow_up, follow_up_kind};
use super::*;
use audit::entry::preparation::{ContestDefined, ContestPurpose};
use audit::rules::{OnShortfall, OnTie, Profile, Requirement};

/// Five ballots, [5, 2, 2] votes for the three items.
fn declared(change: impl FnOnce(&mut Profile)) -> Hall {
    let mut hall = Hall::ruled(change).opened_box_with_papers(5, &[]);
    hall.two_roles(&bodies::close(hall.state(), 1, bodies::PapersBack::default()).unwrap());
    hall.declare();
    hall
}

fn defined(hall: &Hall, number: u64) -> ContestDefined {
    match follow_up(hall.state(), number).unwrap() {
        Body::ContestDefined(defined) => defined,
        other => panic!("{other:?}"),
    }
}

fn no_threshold(profile: &mut Profile) {
    profile.choose_mut().unwrap().threshold = Requirement::None;
}

#[test]
fn a_tie_leads_to_a_run_off_among_the_tied_alone() {
    let mut hall = declared(no_threshold);
    let body = defined(&hall, 1);
    assert_eq!(body.title.as_str(), "民生实事项目（再次票决）");
    assert!(matches!(body.purpose, ContestPurpose::RunOff { .. }));
    let numbers: Vec<u64> = body.items.iter().map(|item| item.number.get()).collect();
    assert_eq!(numbers, [2, 3], "with the numbers that deputies know them by");
    assert_eq!(body.profile.choose().unwrap().on_tie, OnTie::Presidium, "the last round");
    hall.one_role(Signer::Secretariat, &Body::ContestDefined(body));
    assert_eq!(follow_up_kind(hall.state(), 1), None);
    let again = follow_up(hall.state(), 1);
    assert!(
        matches!(&again, Err(ActError::Refused(refusal)) if refusal.code == Code::PurposeBad && refusal.what.contains("contest 2")),
        "{again:?}"
    );
    let unopened = follow_up(hall.state(), 2);
    assert_eq!(unopened, Err(ActError::NoFurtherVote { contest: 2 }));
}

#[test]
fn a_shortfall_leads_to_a_second_round_among_those_that_failed() {
    let mut hall = declared(|profile| {
        profile.choose_mut().unwrap().on_shortfall = OnShortfall::SecondRound;
    });
    let body = defined(&hall, 1);
    assert_eq!(body.title.as_str(), "民生实事项目（另行票决）");
    assert!(matches!(body.purpose, ContestPurpose::SecondRound { .. }));
    assert_eq!(body.items.len(), 2);
    hall.one_role(Signer::Secretariat, &Body::ContestDefined(body));

    let none = declared(|_| {});
    assert_eq!(follow_up(none.state(), 1), Err(ActError::NoFurtherVote { contest: 1 }), "vacant it stays");
}

#[test]
fn a_voided_contest_is_voted_again_with_all_its_items() {
    let mut hall = declared(no_threshold);
    hall.two_roles(&bodies::void(hall.state(), 1, "发出票数有误".parse().unwrap()).unwrap());
    let body = defined(&hall, 1);
    assert_eq!(body.title.as_str(), "民生实事项目（重新票决）");
    assert_eq!(body.items.len(), 3);
    assert_eq!(body.profile, hall.state().contests()[&1].profile);
    hall.one_role(Signer::Secretariat, &Body::ContestDefined(body));
    assert!(follow_up(hall.state(), 1).is_err(), "one contest follows");

    // The second one is voided too: both may be voted again, the title does not grow.
    hall.two_roles(&bodies::open_contest(hall.state(), &hall.status(), 2).unwrap());
    hall.two_roles(&bodies::void(hall.state(), 2, "停电".parse().unwrap()).unwrap());
    assert_eq!(defined(&hall, 2).title.as_str(), "民生实事项目（重新票决）");
    assert!(follow_up(hall.state(), 1).is_ok());
}

#[test]
fn a_vote_void_by_its_numbers_is_declared_so_and_voted_again() {
    let half_of_all = Requirement::Share(audit::rules::Share::more_than_half(audit::rules::Base::Membership));
    let mut hall = Hall::ruled(|profile| {
        profile.vote_quorum = half_of_all;
        profile.minimum_ballots = Int::from(2_u32);
    })
    .opened_box_with_papers(2, &[]);
    hall.two_roles(&bodies::close(hall.state(), 1, bodies::PapersBack::default()).unwrap());
    let body = bodies::declare(hall.state(), 1).unwrap();
    assert!(matches!(&body, Body::ResultDeclared(declared) if declared.totals.is_empty()), "undecrypted");
    hall.two_roles(&body);
    assert!(matches!(defined(&hall, 1).purpose, ContestPurpose::Again { .. }));
    assert_eq!(follow_up(hall.state(), 9), Err(ActError::NoContest { what: "9".to_owned() }));
}
