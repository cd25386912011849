//! Papers: issued, entered, counted twice, confirmed; hands; a tie settled; people. What a second signer refuses of each.

use super::super::test_log::{Hall, key_of};
use super::bodies::PapersBack;
use super::papers::{EntryCode, EntryCodeError, enter_paper, papers_to_enter};
use super::tests::{changed, countersign_by, each_changed_field_is_named};
use super::*;
use audit::entry::paper::{PaperCount, VoidPapers};
use audit::rules::{BlankBallot, Choice, OnTie, Options, Profile, Requirement, Row, Secrecy, Surplus};
use crypto::hash::Entropy;
use protocol::server::Proposal;

fn row(counts: &[u32], invalid: u32) -> Row {
    Row { counts: counts.iter().map(|count| Int::from(*count)).collect(), invalid: invalid.into() }
}

/// Three ballots by machine, two papers; a channel of two is counted apart.
fn with_papers(floor: u32) -> Hall {
    Hall::ruled(|profile| {
        profile.minimum_ballots = Int::from(2_u32);
        profile.channel_floor = Int::from(floor);
    })
    .opened_box_with_papers(3, &[4, 5])
}

fn void(reason: &str, count: u32) -> Vec<VoidPapers> {
    vec![VoidPapers { reason: reason.parse().unwrap(), count: count.into() }]
}

#[test]
fn papers_are_issued_by_two_to_whoever_has_no_ballot() {
    let mut hall = Hall::with_key(3);
    hall.open();
    let body = bodies::issue_papers(hall.state(), 1, &[5, 4]).unwrap();
    assert!(
        matches!(&body, Body::PaperIssued(issued) if issued.deputies.iter().map(|n| n.get()).eq([4, 5])),
        "rising"
    );
    let foreign = countersign_by(&hall, &changed(&hall, &body, "contest"), Signer::Chief);
    assert!(matches!(foreign, Err(CountersignError::NotNow(ActError::NoContest { .. }))), "{foreign:?}");
    // The same deputies in another order, or one of them twice, is not what our own log makes of them.
    let Body::PaperIssued(mut twisted) = body.clone() else { panic!() };
    twisted.deputies.reverse();
    let proposal = hall.proposal(Signer::Secretariat, &Body::PaperIssued(twisted));
    let refused = countersign_by(&hall, &proposal, Signer::Chief);
    assert!(
        matches!(&refused, Err(CountersignError::Mismatch { field, .. }) if field == "deputies.0"),
        "{refused:?}"
    );
    hall.two_roles(&body);
    assert_eq!(hall.state().contests()[&1].course().unwrap().paper.issued_count(), 2);
    hall.two_roles(&bodies::end(hall.state(), 1).unwrap());
    let late = bodies::issue_papers(hall.state(), 1, &[3]);
    assert_eq!(late, Err(ActError::Stage { contest: 1, stage: Some(Stage::Ended) }));
}

#[test]
fn two_counts_are_compared_corrected_and_confirmed() {
    let mut hall = with_papers(2);
    let papers = PapersBack { returned: 2, void: 0 };
    let body = bodies::close(hall.state(), 1, papers).unwrap();
    each_changed_field_is_named(&hall, &body, Signer::Chief, &["paper.issued", "paper.entered"]);
    hall.two_roles(&body);
    let count = |hall: &Hall, count, first: u32| {
        let rows = vec![row(&[first, 2 - first], 0), row(&[1, 1], 0), row(&[0, 2], 0)];
        bodies::count_papers(hall.state(), 1, count, vec![], rows).unwrap()
    };
    let missing = bodies::confirm_papers(hall.state(), 1);
    assert_eq!(missing, Err(ActError::Missing { what: "both counts of the papers" }));
    let tellers = count(&hall, PaperCount::Tellers, 2);
    hall.one_role(Signer::Secretariat, &tellers);
    let scrutineers = count(&hall, PaperCount::Scrutineers, 1);
    hall.one_role(Signer::Chief, &scrutineers);
    let paper = |hall: &Hall| hall.state().contests()[&1].course().unwrap().paper.clone();
    assert_eq!(paper(&hall).differences().unwrap().items, [0]);

    let corrected = count(&hall, PaperCount::Scrutineers, 2);
    assert!(matches!(&corrected, Body::PaperCounted(counted) if counted.replaces.len() == 1));
    hall.one_role(Signer::Chief, &corrected);
    assert_eq!(paper(&hall).differences().unwrap().items, [0_usize; 0]);
    let body = bodies::confirm_papers(hall.state(), 1).unwrap();
    each_changed_field_is_named(&hall, &body, Signer::Chief, &["first", "second"]);
    hall.two_roles(&body);
    hall.declare();
    let (totals, _) = hall.state().contests()[&1].course().unwrap().declared.clone().unwrap();
    assert_eq!(totals, [3, 1, 1], "the machine's alone");
}

#[test]
fn void_papers_are_registered_with_their_reason() {
    let mut hall = with_papers(2);
    hall.two_roles(&bodies::close(hall.state(), 1, PapersBack { returned: 2, void: 2 }).unwrap());
    for (count, by) in [(PaperCount::Tellers, Signer::Secretariat), (PaperCount::Scrutineers, Signer::Chief)]
    {
        let body = bodies::count_papers(hall.state(), 1, count, void("多选", 2), vec![]).unwrap();
        hall.one_role(by, &body);
    }
    hall.two_roles(&bodies::confirm_papers(hall.state(), 1).unwrap());
    hall.declare();
}

fn code(seed: u8) -> EntryCode {
    EntryCode::generate(&Entropy::from_os([seed; 32]))
}

fn paper_proposal(hall: &Hall, columns: &[usize], code: &EntryCode) -> Proposal {
    let (body, parts) = enter_paper(hall.state(), 1, columns, code, [9; 32]).unwrap();
    assert!(parts.is_empty());
    hall.proposal(Signer::Secretariat, &body)
}

#[test]
fn a_paper_below_the_floor_is_entered_by_two_who_read_the_same() {
    let mut hall = with_papers(3);
    assert_eq!(papers_to_enter(&hall.state().contests()[&1], 1), 1);
    assert_eq!(papers_to_enter(&hall.state().contests()[&1], 3), 0, "enough to be counted apart");
    let ours = code(1);
    let proposal = paper_proposal(&hall, &[0, 1, 1], &ours);
    let sign = |columns: &[usize], code: &EntryCode| {
        countersign_paper(&proposal, hall.state(), &key_of(Signer::Chief), Signer::Chief, columns, code)
    };
    assert_eq!(
        countersign_by(&hall, &proposal, Signer::Chief),
        Err(CountersignError::PaperUnread),
        "nobody signs a ciphertext unread"
    );
    assert_eq!(sign(&[1, 0, 1], &ours), Err(CountersignError::PaperDiffers), "other marks");
    assert_eq!(sign(&[0, 1, 1], &code(2)), Err(CountersignError::PaperDiffers), "another code");
    let over = sign(&[0, 0, 0], &ours);
    assert!(matches!(over, Err(CountersignError::NotNow(ActError::Choices(_)))), "{over:?}");
    let heard = EntryCode::from_typed(&ours.typed(&hall.contest_hash()), &hall.contest_hash()).unwrap();
    let second = sign(&[0, 1, 1], &heard).unwrap();
    let act = Act { sigs: [proposal.sigs.clone(), second.sigs].concat(), ..second };
    hall.append(&act);
    assert_eq!(papers_to_enter(&hall.state().contests()[&1], 1), 0);

    hall.two_roles(&bodies::close(hall.state(), 1, PapersBack { returned: 1, void: 0 }).unwrap());
    hall.declare();
    let (totals, _) = hall.state().contests()[&1].course().unwrap().declared.clone().unwrap();
    // Deputies 1 to 3 chose [3, 1, 1]; the paper chose the first item.
    assert_eq!(totals, [4, 1, 1]);
}

#[test]
fn an_entry_code_is_read_as_people_say_it_and_is_of_one_contest() {
    let ours = code(1);
    let typed = ours.typed(&[7; 32]);
    assert_eq!(typed.len(), 24 + 5);
    let heard = EntryCode::from_typed(&typed.to_lowercase().replace('-', " ").replace('0', "o"), &[7; 32]);
    assert_eq!(*heard.unwrap().typed(&[7; 32]), *typed);
    let refused = |text: &str, contest| EntryCode::from_typed(text, contest).unwrap_err();
    assert_eq!(refused(&typed, &[8; 32]), EntryCodeError::Check);
    assert_eq!(refused(&typed[..20], &[7; 32]), EntryCodeError::Length { actual: 16 });
    assert_eq!(refused("U", &[7; 32]), EntryCodeError::Letter { letter: 'U', position: 0 });
    let swapped: String =
        if typed.starts_with('Z') { "Y" } else { "Z" }.chars().chain(typed.chars().skip(1)).collect();
    assert_eq!(refused(&swapped, &[7; 32]), EntryCodeError::Check);
    assert_eq!(format!("{ours:?}"), "EntryCode(redacted)");
}

fn by_hands(profile: &mut Profile) {
    profile.secrecy = Secrecy::Hands;
    profile.options = Options::ThreeWay;
    profile.choice = Choice::Each;
    profile.blank_ballot = BlankBallot::Abstain;
    profile.surplus = Surplus::Any;
}

#[test]
fn a_show_of_hands_is_counted_by_one_and_countersigned() {
    let mut hall = Hall::ruled(by_hands);
    hall.open();
    let rows = vec![row(&[4, 1, 0], 0), row(&[2, 2, 1], 0), row(&[0, 5, 0], 0)];
    let body = bodies::count_hands(hall.state(), 1, rows).unwrap();
    let foreign = countersign_by(&hall, &changed(&hall, &body, "contest"), Signer::Chief);
    assert!(matches!(foreign, Err(CountersignError::NotNow(ActError::NoContest { .. }))), "{foreign:?}");
    hall.two_roles(&body);
    hall.two_roles(&bodies::declare(hall.state(), 1).unwrap());
    let again = bodies::count_hands(hall.state(), 1, vec![]);
    assert_eq!(again, Err(ActError::Stage { contest: 1, stage: Some(Stage::Declared) }));
}

#[test]
fn the_presidium_settles_a_tie_by_two() {
    let mut hall = Hall::ruled(|profile| {
        let choose = profile.choose_mut().unwrap();
        choose.threshold = Requirement::None;
        choose.on_tie = OnTie::Presidium;
    })
    .opened_box_with_papers(5, &[]);
    hall.two_roles(&bodies::close(hall.state(), 1, PapersBack::default()).unwrap());
    let early = bodies::settle_tie(hall.state(), 1, vec![], "x".parse().unwrap());
    assert_eq!(early, Err(ActError::Stage { contest: 1, stage: Some(Stage::Closed) }));
    hall.declare();
    let body =
        bodies::settle_tie(hall.state(), 1, vec![Int::from(2)], "覆盖人口更多".parse().unwrap()).unwrap();
    each_changed_field_is_named(&hall, &body, Signer::Presiding, &["follows"]);
    hall.two_roles(&body);
    assert_eq!(hall.state().contests()[&1].course().unwrap().settled, Some(vec![2]));
}

#[test]
fn suspension_leave_and_leaving_early_have_their_signers() {
    let mut hall = Hall::ruled(|profile| profile.minimum_ballots = Int::from(3_u32));
    let reason = || "常委会决定".parse::<audit::wire::Text>().unwrap();
    let body = bodies::suspend(hall.state(), 2, reason()).unwrap();
    let unknown = countersign_by(&hall, &hall.proposal(Signer::Secretariat, &suspended(99)), Signer::Chief);
    assert!(
        matches!(&unknown, Err(CountersignError::NotNow(ActError::Refused(refusal))) if refusal.code == Code::DeputyUnknown),
        "{unknown:?}"
    );
    let not_yet = bodies::restore(hall.state(), 2, reason());
    assert_eq!(not_yet, Err(ActError::Missing { what: "suspension" }));
    hall.two_roles(&body);
    let body = bodies::restore(hall.state(), 2, reason()).unwrap();
    each_changed_field_is_named(&hall, &body, Signer::Chief, &["follows"]);
    hall.two_roles(&body);
    assert!(!hall.state().people().is_suspended(2));

    hall.one_role(
        Signer::Secretariat,
        &bodies::grant_leave(hall.state(), 3, "因病".parse().unwrap()).unwrap(),
    );
    assert!(hall.state().people().on_leave().contains(&3));
    let absent = bodies::leave_early(hall.state(), 3, "x".parse().unwrap());
    assert_eq!(absent, Err(ActError::Missing { what: "check-in" }));
    hall.hold_ceremony();
    hall.open();
    hall.one_role(
        Signer::Secretariat,
        &bodies::leave_early(hall.state(), 3, "因病".parse().unwrap()).unwrap(),
    );
    assert!(hall.state().attendance().left().contains(&3));
}

fn suspended(deputy: u32) -> Body {
    Body::DeputySuspended(audit::entry::people::DeputySuspended {
        deputy: deputy.into(),
        reason: "x".parse().unwrap(),
    })
}
