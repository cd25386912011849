//! 末次有效: a whole secret contest in which deputies change their ballots over real connections, with devices that are killed at
//! every step of a change. One ballot of each deputy counts, the one that the device says, and the log verifies.

use std::collections::BTreeMap;

use audit::entry::Body;
use audit::fold::Stage;
use audit::rules::Recast;
use end_to_end::play::{CONTEST, Play};
use terminal_client::device::{CHANGES_MAX, CastOutcome, DeviceError, Standing};

const DEPUTIES: u32 = 8;
const FIRST: &[usize] = &[0];
const CHANGED: &[usize] = &[1];

/// `replaces` of each ballot in the log, by index.
fn replaces(play: &Play) -> BTreeMap<u64, bool> {
    let entries = (0..).zip(play.log());
    let casts = entries.filter_map(|(index, line)| match line.body() {
        Body::BallotCast(cast) => Some((index, cast.replaces.to_bytes() != [0; 32])),
        _ => None,
    });
    casts.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_ballot_of_each_deputy_counts_whatever_is_killed() {
    let mut play = Play::prepare_with(DEPUTIES, |profile| profile.recast = Recast::Last).await;
    let mut deputies = play.draw_all(DEPUTIES).await;
    for deputy in &mut deputies {
        deputy.cast(FIRST).await;
    }
    let [one, two, three, four, five, six, seven, eight] = deputies.as_mut_slice() else { unreachable!() };

    // One keeps the first. Two changes once; so does eight, and back.
    two.cast(CHANGED).await;
    eight.cast(CHANGED).await;
    eight.cast(FIRST).await;

    // Three changes as often as it may.
    for change in 0..CHANGES_MAX {
        three.cast(if change % 2 == 0 { CHANGED } else { FIRST }).await;
    }
    let refused = three.refused_mark(FIRST).await;
    assert!(matches!(refused, DeviceError::NoChangesLeft { contest: CONTEST }), "{refused}");

    // Four: killed after the change was stored and before it was sent.
    let mut device = four.switch_off_informed().await;
    let old = device.receipt(CONTEST).unwrap();
    device.commit_cast(four.prepared(CHANGED)).unwrap();
    assert_eq!(device.receipt(CONTEST), Some(old), "until the change has its receipt, the old one stands");
    let twice = device.commit_cast(four.prepared(FIRST)).unwrap_err();
    assert!(matches!(twice, DeviceError::VotePending { .. }), "{twice}");
    drop(device);
    let device = four.reopened();
    assert_eq!(device.receipt(CONTEST), Some(old));
    four.switch_on(device);
    assert_eq!(four.receipt().await, 1);

    // Five: killed after the box had the change and before its receipt was stored; six: the same, and off until the end.
    let mut receipts = Vec::new();
    for deputy in [&mut *five, &mut *six] {
        let mut device = deputy.switch_off_informed().await;
        device.commit_cast(deputy.prepared(CHANGED)).unwrap();
        let job = device.pending_cast(CONTEST).unwrap().unwrap();
        let CastOutcome::Boxed(receipt) = job.run(|_, _, _| {}).await.unwrap() else { unreachable!() };
        receipts.push(receipt);
        assert_ne!(device.receipt(CONTEST), Some(receipt));
    }
    let device = five.reopened();
    five.switch_on(device);
    assert_eq!(five.receipt().await, 1);
    // Seven: stored and never sent, off until the end.
    let mut device = seven.switch_off_informed().await;
    device.commit_cast(seven.prepared(CHANGED)).unwrap();
    drop(device);

    play.end_admission().await;
    for deputy in [&mut *six, &mut *seven] {
        let device = deputy.reopened();
        deputy.switch_on(device);
    }
    play.box_is_out().await;
    let mut places = BTreeMap::new();
    for deputy in [one, two, three, four, five, six, seven, eight] {
        places.insert(deputy.number, deputy.found_one_of_two().await);
    }
    play.propose_close().await;
    play.sign_close().await;
    play.declare().await;
    for deputy in deputies {
        deputy.leave().await;
    }
    let verdict = play.verdict().await;
    assert_eq!(verdict.failure, None);
    let (done, expected) = verdict.counters.sum();
    assert_eq!(done, expected);
    let contest = &verdict.state.contests()[&CONTEST];
    assert_eq!(contest.stage(), Some(Stage::Declared));
    let course = contest.course().unwrap();
    assert_eq!(course.returned(), Some(u64::from(DEPUTIES)));
    let (_, decision) = course.declared.as_ref().unwrap();
    // First: one, seven, eight. Changed: two to six; three ends on the change.
    let votes: Vec<u64> = decision.items.iter().take(2).map(|item| item.votes.get()).collect();
    assert_eq!(votes, [3, 5]);
    let replaces = replaces(&play);
    assert_eq!(replaces.len(), 8);
    for (deputy, changed) in
        [(1, false), (2, true), (3, true), (4, true), (5, true), (6, true), (7, false), (8, true)]
    {
        assert_eq!(replaces[&places[&deputy]], changed, "deputy {deputy}");
    }
    play.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_ballot_whose_answer_was_lost_is_not_said_to_be_uncast() {
    let mut play = Play::prepare(5).await;
    let mut deputies = play.draw_all(5).await;
    let [two, three, others @ ..] = deputies.as_mut_slice() else { unreachable!() };
    for other in others {
        other.cast(FIRST).await;
    }
    // Two: killed after the box had the ballot and before its receipt was stored. Three: stored and never sent. Both off until the end.
    for (deputy, is_sent) in [(&mut *two, true), (&mut *three, false)] {
        let mut device = deputy.switch_off_informed().await;
        device.commit_cast(deputy.prepared(CHANGED)).unwrap();
        let job = device.pending_cast(CONTEST).unwrap().unwrap();
        if is_sent {
            let outcome = job.run(|_, _, _| {}).await.unwrap();
            assert!(matches!(outcome, CastOutcome::Boxed(_)), "{outcome:?}");
        }
    }
    play.end_admission().await;
    for deputy in [&mut *two, &mut *three] {
        let device = deputy.reopened();
        deputy.switch_on(device);
        let standing = deputy.refused_cast().await;
        assert_eq!(standing, Standing::Unknown, "deputy {}", deputy.number);
    }
    play.box_is_out().await;
    two.found().await;
    three.not_in_box().await;
    play.propose_close().await;
    play.sign_close().await;
    play.declare().await;
    assert_eq!(play.verdict().await.failure, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ballot_that_was_never_sent_before_the_end_is_not_cast_for_certain() {
    let mut play = Play::prepare(5).await;
    let mut deputies = play.draw_all(5).await;
    let two = &mut deputies[1];
    let mut device = two.switch_off_informed().await;
    play.end_admission().await;
    device.commit_cast(two.prepared(FIRST)).unwrap();
    let job = device.pending_cast(CONTEST).unwrap().unwrap();
    let outcome = job.run(|_, _, _| {}).await.unwrap();
    let CastOutcome::Refused { refusal, unanswered: false } = outcome else { panic!("{outcome:?}") };
    assert_eq!(device.standing_after(CONTEST, &refusal, false), Standing::Nothing);
    // Asked for once more, nobody knows any more that it was never sent.
    let job = device.pending_cast(CONTEST).unwrap().unwrap();
    let outcome = job.run(|_, _, _| {}).await.unwrap();
    assert!(matches!(outcome, CastOutcome::Refused { unanswered: true, .. }), "{outcome:?}");
}
