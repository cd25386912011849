//! Models of contests that are not 选 and 不选 by machine alone: papers, hands, grades, ties, further votes.

use audit::entry::paper::PaperCount;
use audit::entry::preparation::ContestPurpose;
use audit::entry::{Body, Signer};
use audit::rules::{Choice, Method, OnTie, Options, Requirement, Row, Seats, Secrecy};
use audit::wire::Int;

use super::scrutineer::Me;
use super::tests::{live_model, role_model};
use crate::live::{ContestState, Fate, FurtherVote, ResultView};
use crate::roles::acts::bodies::{self, PapersBack};
use crate::roles::acts::preparing;
use crate::roles::test_log::Hall;
use crate::scrutineer::{DecryptionStage, Role};

fn row(counts: &[u32]) -> Row {
    Row { counts: counts.iter().map(|count| Int::from(*count)).collect(), invalid: Int::ZERO }
}

fn declared(hall: &Hall) -> ResultView {
    match live_model(hall, &hall.status()).contest.unwrap().state {
        ContestState::Declared(result) => *result,
        other => panic!("{other:?}"),
    }
}

fn chief() -> Me {
    Me { role: Role::Chief, unlocked: true, ..Me::default() }
}

fn with_papers() -> Hall {
    let mut hall = Hall::ruled(|profile| {
        profile.minimum_ballots = Int::from(2_u32);
        profile.channel_floor = Int::from(2_u32);
    })
    .opened_box_with_papers(3, &[4, 5]);
    let model = live_model(&hall, &hall.status());
    assert_eq!((model.counts.issued, model.counts.paper_issued), (3, 2));
    assert!(model.papers.paper.is_some(), "one can be entered until the close");
    assert!(model.not_drawn.is_empty(), "whoever has a paper has a ballot");
    hall.two_roles(&bodies::close(hall.state(), 1, PapersBack { returned: 2, void: 0 }).unwrap());
    hall
}

#[test]
fn papers_and_machine_are_shown_apart_and_summed_after_both_counts() {
    let mut hall = with_papers();
    let rows = || vec![row(&[2, 0]), row(&[1, 1]), row(&[0, 2])];
    let tellers = bodies::count_papers(hall.state(), 1, PaperCount::Tellers, vec![], rows()).unwrap();
    hall.one_role(Signer::Secretariat, &tellers);
    // The chief scrutineer's terminal knows that the other count is in, and no number of it.
    let view = role_model(&hall, &hall.status(), &chief()).counting;
    let count = view.papers.count.unwrap();
    assert_eq!((count.own, count.other, count.differences.len()), (false, true, 0));
    let words = live_model(&hall, &hall.status()).recent.remove(0).words;
    assert_eq!(words, "计票人已清点纸票");

    let mut wrong = rows();
    wrong[2] = row(&[1, 1]);
    let scrutineers = bodies::count_papers(hall.state(), 1, PaperCount::Scrutineers, vec![], wrong).unwrap();
    hall.one_role(Signer::Chief, &scrutineers);
    let count = live_model(&hall, &hall.status()).papers.count.unwrap();
    assert_eq!(count.differences, ["第 3 项 项目3"]);
    assert!(!count.agrees());
    let corrected = bodies::count_papers(hall.state(), 1, PaperCount::Scrutineers, vec![], rows()).unwrap();
    hall.one_role(Signer::Chief, &corrected);
    assert!(live_model(&hall, &hall.status()).papers.count.unwrap().agrees());
    // Shares wait for the confirmation.
    let me = Me {
        role: Role::Scrutineer,
        unlocked: true,
        index: hall.programs[0].position(hall.state()),
        ..Me::default()
    };
    let stage = role_model(&hall, &hall.status(), &me).decryption.unwrap().stage;
    assert_eq!(stage, DecryptionStage::Blocked { why: "纸票还没有清点确认。".to_owned() });
    hall.two_roles(&bodies::confirm_papers(hall.state(), 1).unwrap());
    hall.declare();

    let result = declared(&hall);
    assert_eq!((result.machine.valid, result.paper.unwrap().valid), (3, 2));
    let first = &result.items[0];
    assert_eq!((first.counts.as_slice(), first.paper.as_slice()), (&[5, 0][..], &[2, 0][..]));
    assert_eq!(first.figure, "5 票");
}

#[test]
fn a_tie_left_to_the_presidium_waits_on_the_chiefs_terminal() {
    let mut hall = Hall::ruled(|profile| {
        let choose = profile.choose_mut().unwrap();
        choose.threshold = Requirement::None;
        choose.on_tie = OnTie::Presidium;
    })
    .opened_box_with_papers(5, &[]);
    hall.two_roles(&bodies::close(hall.state(), 1, PapersBack::default()).unwrap());
    hall.declare();
    let tie = role_model(&hall, &hall.status(), &chief()).counting.tie.unwrap();
    assert_eq!((tie.seats, tie.items.len(), tie.items[0].0), (1, 2, 2));
    let result = declared(&hall);
    assert!(result.unsettled);
    assert_eq!(result.items.iter().filter(|item| item.fate == Fate::Presidium).count(), 2);
    assert_eq!(live_model(&hall, &hall.status()).further, None, "nothing to be voted on");

    let settled =
        bodies::settle_tie(hall.state(), 1, vec![Int::from(2_u32)], "人口更多".parse().unwrap()).unwrap();
    hall.two_roles(&settled);
    assert_eq!(role_model(&hall, &hall.status(), &chief()).counting.tie, None);
    let result = declared(&hall);
    assert!(!result.unsettled && result.whole.iter().any(|line| line.contains("主席团决定第 3 项入选")));
    let fate = |number: u32| result.items.iter().find(|item| item.number == number).unwrap().fate;
    assert_eq!((fate(2), fate(3)), (Fate::Passed, Fate::Chosen));
}

#[test]
fn a_voided_contest_calls_for_the_same_vote_again() {
    let mut hall = Hall::with_key(3);
    hall.open();
    hall.two_roles(&bodies::void(hall.state(), 1, "停电".parse().unwrap()).unwrap());
    assert_eq!(live_model(&hall, &hall.status()).further, Some(FurtherVote::Again));
}

#[test]
fn hands_are_counted_on_the_live_terminal_and_declared_without_shares() {
    let mut hall = Hall::ruled(|profile| {
        profile.secrecy = Secrecy::Hands;
        profile.options = Options::ThreeWay;
        profile.choice = Choice::Each;
    });
    hall.open();
    let model = live_model(&hall, &hall.status());
    assert_eq!(model.hands.unwrap().columns, ["赞成", "反对", "弃权"]);
    let counted =
        bodies::count_hands(hall.state(), 1, vec![row(&[4, 1, 0]), row(&[2, 2, 1]), row(&[5, 0, 0])]);
    hall.two_roles(&counted.unwrap());
    let model = live_model(&hall, &hall.status());
    assert_eq!(model.contest.unwrap().state, ContestState::Decided);
    assert_eq!((model.hands, model.reconcile), (None, None), "hands have no slips");
    let drafts = role_model(&hall, &hall.status(), &chief()).proposals;
    assert_eq!(drafts.len(), 1, "the declaration waits for the chief scrutineer");
    hall.two_roles(&bodies::declare(hall.state(), 1).unwrap());
    let result = declared(&hall);
    assert_eq!(result.items[0].counts, [5, 0, 0]);
    assert_eq!(result.columns, ["赞成", "反对", "弃权"]);
    assert!(result.ranked, "for so many seats");
}

#[test]
fn what_is_decided_item_by_item_is_passed_and_not_ranked() {
    let mut hall = Hall::ruled(|profile| {
        profile.secrecy = Secrecy::Hands;
        profile.options = Options::ThreeWay;
        profile.choice = Choice::Each;
        if let Method::Choose(rules) = &mut profile.method {
            rules.seats = Seats::EveryItem;
            rules.threshold = Requirement::None;
        }
    });
    hall.open();
    let counted =
        bodies::count_hands(hall.state(), 1, vec![row(&[4, 1, 0]), row(&[0, 4, 1]), row(&[5, 0, 0])]);
    hall.two_roles(&counted.unwrap());
    hall.two_roles(&bodies::declare(hall.state(), 1).unwrap());
    let result = declared(&hall);
    assert!(!result.ranked);
    let shown: Vec<_> = result.items.iter().map(|item| (item.number, item.fate)).collect();
    assert_eq!(
        shown.iter().map(|(_, fate)| *fate).collect::<Vec<_>>(),
        [Fate::Approved, Fate::Failed, Fate::Approved]
    );
    assert!(shown.is_sorted_by_key(|(number, _)| *number), "in ballot order");
}

#[test]
fn of_several_open_contests_the_chosen_one_is_in_hand() {
    let mut hall = Hall::with_key(3);
    let first = hall.state().contests()[&1].definition.clone();
    for _ in 2..=3 {
        let (title, rules) = ("另一项".parse().unwrap(), first.rules.to_bytes());
        let items = first.items.clone();
        let body = preparing::define_contest(hall.state(), title, rules, ContestPurpose::Items, items);
        hall.one_role(Signer::Secretariat, &body.unwrap());
    }
    hall.open();
    let number = |hall: &Hall, chosen| super::in_hand(hall.state(), chosen).unwrap().definition.contest.get();
    assert_eq!(number(&hall, None), 1, "the one that is open");
    assert_eq!(number(&hall, Some(2)), 2, "the next can be opened while the first is running");
    hall.two_roles(&bodies::open_contest(hall.state(), &hall.status(), 2).unwrap());
    assert_eq!((number(&hall, None), number(&hall, Some(2)), number(&hall, Some(3))), (1, 2, 3));
}

#[test]
fn everyone_who_must_signs_one_report_over_the_same_page() {
    let mut hall = Hall::closed(3, 4);
    assert_eq!(live_model(&hall, &hall.status()).report, None, "nothing is declared");
    hall.declare();
    let digest = live_model(&hall, &hall.status()).report.unwrap();
    let me = |hall: &Hall, at: usize| Me {
        role: Role::Scrutineer,
        unlocked: true,
        index: hall.programs[at].position(hall.state()),
        ..Me::default()
    };
    let draft = role_model(&hall, &hall.status(), &me(&hall, 1)).proposals.remove(0);
    assert_eq!(draft.kind, crate::scrutineer::ProposalKind::Report);
    let shown: Vec<String> = draft.facts.iter().map(|(_, value)| value.replace(' ', "")).collect();
    assert!(shown.contains(&digest), "the digest as it is printed: {shown:?}");
    for by in [Signer::Secretariat, Signer::Chief] {
        let body = super::report::sign_report(hall.state(), 1, by).unwrap();
        hall.one_role(by, &body);
    }
    for at in 0..3 {
        let signer = me(&hall, at).signer().unwrap();
        let body = super::report::sign_report(hall.state(), 1, signer).unwrap();
        let Body::ReportSigned(signed) = &body else { panic!() };
        assert_eq!(
            super::words::hex(signed.report.as_bytes()),
            digest,
            "a signature does not change the page"
        );
        let act = hall.programs[at].sign_report(1, signed.report.to_bytes(), &hall.log).unwrap();
        hall.append(&act);
        assert!(role_model(&hall, &hall.status(), &me(&hall, at)).proposals.is_empty());
    }
    assert_eq!(live_model(&hall, &hall.status()).report, None);
}
