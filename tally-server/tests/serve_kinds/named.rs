//! Named votes 记名 and shows of hands 举手: no box, no stamp key, no slips.

use audit::entry::Signer;
use audit::rules::{Profile, Recast, Row, Secrecy};
use protocol::ServerMessage;
use protocol::server::Digest;
use terminal_client::roles::acts::bodies::{self, PapersBack};

use crate::hall::preparing::{open_vote, selection};
use crate::hall::{Hall, get, int};
use crate::{close, verified};

fn own_vote(digest: &Digest, contest: usize) -> Option<[u8; 32]> {
    digest.contests[contest].vote.first().map(|leaf| leaf.to_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_named_contest_runs_to_its_result_through_a_restart() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare_with(&mut desk, &[open_vote(Secrecy::Named)]).await;
    let hash = hall.open(&mut desk, 1).await;
    assert!(!hall.path().join("stamps/contest-1.sealed").exists());
    assert!(!hall.path().join("box/contest-1.box").exists());

    let state = desk.state().await;
    let votes: Vec<_> = (1..=4).map(|deputy| hall.vote(&state, hash, deputy, [0; 32])).collect();
    let placed = desk.accepted(&votes[0]).await;
    desk.accepted(&votes[1]).await;
    // Same bytes, same answer; other bytes are a second vote.
    assert_eq!(desk.accepted(&votes[0]).await, placed);
    let second = hall.vote_for(hash, 1, vec![1, 0, 1], placed.leaf.to_bytes());
    assert_eq!(desk.refused(&second, &hall).await, "recast-refused");

    server.stop().await.unwrap();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    assert_eq!(desk.accepted(&votes[0]).await, placed);
    let mut device = hall.connect(server.address()).await;
    let digest = device.digest(1, |digest| !digest.contests.is_empty()).await;
    assert_eq!(own_vote(&digest, 0), Some(placed.leaf.to_bytes()));
    // Of a contest without a key the opening alone.
    assert_eq!(digest.contests[0].opened.len(), 1);
    desk.accepted(&votes[2]).await;

    desk.accepted(&hall.ended(hash)).await;
    assert_eq!(desk.refused(&votes[3], &hall).await, "contest-not-open");
    assert_eq!(desk.refused(&hall.slip(hash, 1), &hall).await, "slip-without-ballot");
    // Nothing to wait for: no slips, no box.
    close(&hall, &mut desk, 1, PapersBack::default()).await;
    let state = desk.state().await;
    let course = state.contests()[&1].course().unwrap();
    assert_eq!((course.returned(), course.present), (Some(3), 6));
    desk.accepted(&hall.presided(&bodies::declare(&state, 1).unwrap())).await;
    server.stop().await.unwrap();
    assert_eq!(verified(&hall).contests()[&1].course().unwrap().votes.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vote_that_is_not_due_is_refused_by_name() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare_with(&mut desk, &[open_vote(Secrecy::Named), selection()]).await;
    let named = hall.open(&mut desk, 1).await;
    let secret = hall.open(&mut desk, 2).await;
    let state = desk.state().await;

    assert_eq!(desk.refused(&hall.vote(&state, secret, 1, [0; 32]), &hall).await, "secrecy-wrong");
    assert_eq!(desk.refused(&hall.request(named, 1).0, &hall).await, "secrecy-wrong");
    let mut ballot = hall.ballot(&mut desk, secret, 1, 1).await;
    ballot.body = ballot.body.replace(
        &audit::wire::Bytes32::from(secret).to_string(),
        &audit::wire::Bytes32::from(named).to_string(),
    );
    assert_eq!(desk.refused(&ballot, &hall).await, "secrecy-wrong");

    // At most two of three.
    let three = hall.vote_for(named, 1, vec![0, 0, 0], [0; 32]);
    assert_eq!(desk.refused(&three, &hall).await, "vote-bad");
    let short = hall.vote_for(named, 1, vec![0, 1], [0; 32]);
    assert_eq!(desk.refused(&short, &hall).await, "vote-bad");
    let good = hall.vote_for(named, 1, vec![0, 1, 0], [0; 32]);
    let mut forged = good.clone();
    forged.sigs = hall.vote_for(named, 2, vec![0, 1, 0], [0; 32]).sigs;
    assert_eq!(desk.refused(&forged, &hall).await, "signers-wrong");
    let orphan = hall.vote_for(named, 1, vec![0, 1, 0], [7; 32]);
    assert_eq!(desk.refused(&orphan, &hall).await, "follows-wrong");
    // Whoever is not here has no key.
    desk.accepted(&hall.two(&bodies::undo_check_in(&state, 6, "签错".parse().unwrap()).unwrap())).await;
    let absent = hall.vote_for(named, 6, vec![0, 1, 0], [0; 32]);
    assert_eq!(desk.refused(&absent, &hall).await, "signer-unknown");

    let held = bodies::hold(&state, 1, "核对".parse().unwrap()).unwrap();
    desk.accepted(&hall.act(&held, &[Signer::Secretariat])).await;
    assert_eq!(desk.refused(&good, &hall).await, "contest-held");
    let state = desk.state().await;
    desk.accepted(&hall.two(&bodies::resume(&state, 1).unwrap())).await;
    desk.accepted(&good).await;
    // One who has voted cannot be undone.
    let state = desk.state().await;
    let undo = hall.two(&bodies::undo_check_in(&state, 1, "签错".parse().unwrap()).unwrap());
    assert_eq!(desk.refused(&undo, &hall).await, "ballot-issued-already");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_vote_counts_where_the_rules_say_so() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    let last = Profile { recast: Recast::Last, ..open_vote(Secrecy::Named) };
    hall.prepare_with(&mut desk, &[last]).await;
    let hash = hall.open(&mut desk, 1).await;
    let mut before = [0; 32];
    for cast in 0..8 {
        let vote = hall.vote_for(hash, 1, vec![cast % 2, 1, 1], before);
        let placed = desk.accepted(&vote).await;
        // One that names the vote before last.
        let stale = hall.vote_for(hash, 1, vec![1, 0, cast % 2], before);
        assert_eq!(desk.refused(&stale, &hall).await, "follows-wrong");
        before = placed.leaf.to_bytes();
    }
    let ninth = hall.vote_for(hash, 1, vec![0, 1, 1], before);
    assert_eq!(desk.refused(&ninth, &hall).await, "recast-refused");
    let state = desk.state().await;
    assert_eq!(state.contests()[&1].course().unwrap().votes[&1].columns, [1, 1, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_show_of_hands_is_closed_by_its_count() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare_with(&mut desk, &[open_vote(Secrecy::Hands)]).await;
    let hash = hall.open(&mut desk, 1).await;
    assert_eq!(desk.refused(&hall.ended(hash), &hall).await, "secrecy-wrong");
    let state = desk.state().await;
    assert_eq!(desk.refused(&hall.vote(&state, hash, 1, [0; 32]), &hall).await, "secrecy-wrong");
    let row = |yes, no| Row { counts: vec![int(yes), int(no), int(0)], invalid: int(0) };
    let count = |rows| hall.two(&bodies::count_hands(&state, 1, rows).unwrap());
    let too_many = count(vec![row(4, 3), row(7, 0), row(7, 0)]);
    assert_eq!(desk.refused(&too_many, &hall).await, "hands-bad");
    assert_eq!(desk.refused(&count(vec![row(4, 2), row(5, 0), row(6, 0)]), &hall).await, "hands-bad");
    assert_eq!(desk.refused(&count(vec![row(4, 2), row(5, 1)]), &hall).await, "hands-bad");
    desk.accepted(&count(vec![row(4, 2), row(5, 1), row(6, 0)])).await;
    let state = desk.state().await;
    desk.accepted(&hall.presided(&bodies::declare(&state, 1).unwrap())).await;
    server.stop().await.unwrap();
    verified(&hall);
}

/// Votes that come together are made durable together: the log is not held by each of them.
#[tokio::test(flavor = "multi_thread")]
async fn many_votes_share_an_fsync() {
    const DEPUTIES: u32 = 120;
    let hall = Hall::with(DEPUTIES);
    let server = hall.start().await;
    let address = server.address();
    let mut desk = hall.connect(address).await;
    hall.prepare_with(&mut desk, &[open_vote(Secrecy::Named)]).await;
    let hash = hall.open(&mut desk, 1).await;
    let count = async || -> u64 {
        let (_, metrics) = get(&hall, address, "/metrics").await;
        let metrics = String::from_utf8(metrics).unwrap();
        let line = metrics.lines().find(|line| line.starts_with("piaojue_fsync_seconds_count ")).unwrap();
        line.rsplit(' ').next().unwrap().parse().unwrap()
    };
    let before = count().await;
    let mut devices = Vec::new();
    for _ in 0..DEPUTIES {
        devices.push(hall.connect(address).await);
    }
    let votes = devices.iter_mut().zip(1..).map(|(device, deputy)| {
        let vote = hall.vote_for(hash, deputy, vec![0, 1, 1], [0; 32]);
        async move { device.submit(&vote).await }
    });
    for answer in futures_util::future::join_all(votes).await {
        assert!(matches!(answer, ServerMessage::Accepted { .. }), "{answer:?}");
    }
    let fsyncs = count().await - before;
    assert!(fsyncs <= u64::from(DEPUTIES / 2), "{fsyncs} for {DEPUTIES} votes");
    assert_eq!(
        desk.until(|state| state.contests()[&1].course().unwrap().votes.len() == 120).await.contests().len(),
        1
    );
}
