//! Several contests at once, and contests that are defined while the sitting runs.

use audit::entry::payload::split_text;
use audit::entry::people::LeaveGranted;
use audit::entry::preparation::{ContestPurpose, RulesAdopted};
use audit::entry::{Body, Signer};
use audit::fold::Stage;
use audit::rules::{NextKind, Profile, Row, Secrecy};
use terminal_client::roles::acts::bodies::{self, PapersBack};

use crate::hall::preparing::{items, open_vote, selection};
use crate::hall::{Hall, int, text};
use crate::{close, unbox, verified};

#[tokio::test(flavor = "multi_thread")]
async fn boxes_ends_and_votes_do_not_disturb_each_other() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    let rules = selection();
    let mut second = selection();
    second.title = text("另一办法");
    hall.prepare_with(&mut desk, &[rules, second, open_vote(Secrecy::Named)]).await;
    let mut hashes = Vec::new();
    for number in 1..=3 {
        hashes.push(hall.open(&mut desk, number).await);
    }
    let mut ballots = [Vec::new(), Vec::new()];
    for deputy in 1..=5 {
        for (contest, ballots) in ballots.iter_mut().enumerate() {
            let seed = u8::try_from(deputy).unwrap() + 10 * u8::try_from(contest).unwrap();
            ballots.push(hall.ballot(&mut desk, hashes[contest], deputy, seed).await);
        }
    }
    for ballot in &ballots[0] {
        desk.boxed(ballot).await;
    }
    desk.boxed(&ballots[1][0]).await;

    // The first ends: its box comes out while the others go on.
    desk.accepted(&hall.ended(hashes[0])).await;
    for deputy in 1..=5 {
        desk.accepted(&hall.slip(hashes[0], deputy)).await;
    }
    let mut device = hall.connect(server.address()).await;
    let mut deputy = 1;
    while desk.state().await.contests()[&1].stage() != Some(Stage::Opened) {
        if deputy <= 6 {
            device.accepted(&hall.vote_for(hashes[2], deputy, vec![0, 1, 1], [0; 32])).await;
            deputy += 1;
        }
        desk.hear().await.unwrap();
    }
    for ballot in &ballots[1][1..] {
        device.boxed(ballot).await;
    }
    assert!(
        !hall.path().join("box/contest-1.box").exists() && hall.path().join("box/contest-2.box").exists()
    );
    let state = desk.until(|state| !state.contests()[&3].course().unwrap().votes.is_empty()).await;
    let closing = hall.two(&bodies::close(&state, 1, PapersBack::default()).unwrap());
    // An entry of another contest comes between proposal and second signature: the close still holds.
    let vote = hall.vote_for(hashes[2], 6, vec![1, 0, 1], [0; 32]);
    device.submit(&vote).await;
    desk.accepted(&closing).await;

    // Killed with one closed, one ended, one open: each goes on where it was.
    desk.accepted(&hall.ended(hashes[1])).await;
    server.stop().await.unwrap();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    for deputy in 1..=5 {
        desk.accepted(&hall.slip(hashes[1], deputy)).await;
    }
    let state = desk.until(|state| state.contests()[&2].stage() == Some(Stage::Opened)).await;
    assert_eq!(state.contests()[&2].course().unwrap().returned(), Some(5));
    close(&hall, &mut desk, 2, PapersBack::default()).await;
    desk.accepted(&hall.ended(hashes[2])).await;
    close(&hall, &mut desk, 3, PapersBack::default()).await;
    server.stop().await.unwrap();
    verified(&hall);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voided_contest_is_voted_again_with_a_new_stamp_key() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    let first = hall.open(&mut desk, 1).await;
    let ballot = hall.ballot(&mut desk, first, 1, 1).await;
    desk.boxed(&ballot).await;
    let state = desk.state().await;
    let voided = hall.two(&bodies::void(&state, 1, text("题目有误")).unwrap());
    let placed = desk.accepted(&voided).await;
    // Its content is gone, unread.
    assert!(!hall.path().join("box/contest-1.box").exists());
    assert!(!hall.path().join("stamps/contest-1.sealed").exists());
    assert_eq!(desk.refused(&ballot, &hall).await, "contest-not-open");

    let definition = state.contests()[&1].definition.clone();
    let again = |of, items| {
        hall.contest(2, definition.rules, &definition.profile, ContestPurpose::Again { of }, items)
    };
    assert_eq!(desk.refused(&again([9; 32].into(), items(3)), &hall).await, "purpose-bad");
    assert_eq!(desk.refused(&again(placed.leaf, items(4)), &hall).await, "purpose-bad");
    desk.accepted(&again(placed.leaf, items(3))).await;
    let second = hall.open(&mut desk, 2).await;
    let ballot = hall.ballot(&mut desk, second, 1, 1).await;
    desk.boxed(&ballot).await;
    server.stop().await.unwrap();
    verified(&hall);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_off_follows_from_a_tie() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    let mut rules = open_vote(Secrecy::Hands);
    if let Some(choose) = rules.choose_mut() {
        choose.seats = audit::rules::Seats::Fixed { count: int(1) };
    }
    hall.prepare_with(&mut desk, &[rules]).await;
    hall.open(&mut desk, 1).await;
    let state = desk.state().await;
    let row = |yes, no| Row { counts: vec![int(yes), int(no), int(0)], invalid: int(0) };
    let rows = vec![row(5, 1), row(5, 1), row(2, 4)];
    let count = bodies::count_hands(&state, 1, rows).unwrap();
    // Proposed by one role while the other counts once more.
    desk.submit(&hall.act(&count, &[Signer::Secretariat])).await;
    desk.accepted(&hall.act(&count, &[Signer::Chief])).await;
    let state = desk.state().await;
    let declared = desk.accepted(&hall.presided(&bodies::declare(&state, 1).unwrap())).await;
    let state = desk.state().await;
    let contest = &state.contests()[&1];
    let (_, decision) = contest.course().unwrap().declared.as_ref().unwrap();
    assert_eq!(decision.next.kind, NextKind::RunOff);
    let profile = audit::rules::profile_of_next(&contest.profile, &decision.next, 0).unwrap();
    let tied = items(3)[..2].to_vec();
    let rules = contest.definition.rules;
    let run_off =
        |items| hall.contest(2, rules, &profile, ContestPurpose::RunOff { of: declared.leaf }, items);
    assert_eq!(desk.refused(&run_off(items(3)), &hall).await, "purpose-bad");
    desk.accepted(&run_off(tied)).await;
    hall.open(&mut desk, 2).await;
    server.stop().await.unwrap();
    verified(&hall);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contest_waits_for_the_approval_of_its_rules() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    let hands = open_vote(Secrecy::Hands);
    let mut one = hands.clone();
    if let Some(choose) = one.choose_mut() {
        choose.seats = audit::rules::Seats::EveryItem;
    }
    let procedure = hall.adopt(&mut desk, &one).await;
    let rules = desk.state().await.contests()[&1].definition.rules;
    let vote = hall.contest(2, procedure, &one, ContestPurpose::Rules { rules }, items(1));
    desk.accepted(&vote).await;
    let opening = hall.opening(&mut desk).await;
    assert_eq!(desk.refused(&opening, &hall).await, "not-approved");
    assert!(!hall.path().join("box/contest-1.box").exists());
    hall.open(&mut desk, 2).await;
    let state = desk.state().await;
    let rows = vec![Row { counts: vec![int(6), int(0), int(0)], invalid: int(0) }];
    desk.accepted(&hall.two(&bodies::count_hands(&state, 2, rows).unwrap())).await;
    let state = desk.state().await;
    desk.accepted(&hall.presided(&bodies::declare(&state, 2).unwrap())).await;
    let first = hall.open(&mut desk, 1).await;
    let ballot = hall.ballot(&mut desk, first, 1, 1).await;
    desk.boxed(&ballot).await;
    unbox(&hall, &mut desk, 1, &[1]).await;
    server.stop().await.unwrap();
    verified(&hall);
}

/// Parts of a refused act leave no trace: the same parts come again with an act that holds.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_value_is_taken_whole_or_not_at_all() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.fix_roll(&mut desk).await;
    let (words, parts) = split_text(&"票决办法全文。".repeat(5_000)).unwrap();
    assert!(parts.len() > 1);
    let adopt = |profile: &Profile| {
        let body =
            RulesAdopted { title: profile.title.clone(), text: words.clone(), profile: profile.clone() };
        let mut act = hall.act(&Body::RulesAdopted(body), &[Signer::Secretariat]);
        act.parts = parts.iter().map(|part| part.data.clone()).collect();
        act
    };
    let before = desk.state().await.head().size;
    let unsound = Profile { minimum_ballots: int(1), ..selection() };
    assert_eq!(desk.refused(&adopt(&unsound), &hall).await, "rules-bad");
    let mut short = adopt(&selection());
    short.parts.pop();
    assert_eq!(desk.refused(&short, &hall).await, "parts-wrong");
    let mut unsigned = adopt(&selection());
    unsigned.sigs[0].sig = hall.sign(Signer::Secretariat, "{}").sig;
    assert_eq!(desk.refused(&unsigned, &hall).await, "signature-bad");
    let leave = LeaveGranted { deputy: int(1), reason: text("出差") };
    let mut leave = hall.act(&Body::LeaveGranted(leave), &[Signer::Secretariat]);
    leave.parts = short.parts;
    assert_eq!(desk.refused(&leave, &hall).await, "parts-wrong");
    let placed = desk.accepted(&adopt(&selection())).await;
    assert_eq!(placed.index.get(), before + parts.len() as u64);
    server.stop().await.unwrap();
    assert_eq!(verified(&hall).rules().len(), 1);
}
