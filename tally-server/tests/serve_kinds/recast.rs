//! 末次有效 in a secret contest: the box keeps the last ballot of a key, through restarts and crashes, and no other ever again.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::FileExt as _;

use audit::entry::Body;
use audit::entry::voting::BallotCast;
use audit::fold::{Stage, State};
use audit::rules::{Profile, Recast};
use audit::wire::Bytes32;
use protocol::{Act, BoxReceipt, ServerMessage};
use terminal_client::roles::acts::bodies::PapersBack;

use crate::hall::preparing::selection;
use crate::hall::{Client, Hall};
use crate::killed::Killed;
use crate::{close, unbox, verified};

fn last() -> Profile {
    Profile { recast: Recast::Last, ..selection() }
}

fn cast_of(act: &Act) -> BallotCast {
    match act.decode().unwrap() {
        Body::BallotCast(cast) => cast,
        other => panic!("{other:?}"),
    }
}

async fn recover(client: &mut Client, act: &Act, receipt: &BoxReceipt) -> Result<BoxReceipt, String> {
    match client.recover(act, receipt).await {
        ServerMessage::Boxed { receipt, .. } => Ok(receipt),
        ServerMessage::Refused { refused, .. } => Err(refused.code.as_str().to_owned()),
        other => panic!("{other:?}"),
    }
}

/// What each ballot of the box in the log says that it replaces, by ballot key.
fn replaced(hall: &Hall) -> BTreeMap<Bytes32, Bytes32> {
    let log = fs::read_to_string(hall.path().join("published/log.jsonl")).unwrap();
    let bodies = log.lines().map(|line| audit::entry::Line::parse(line.as_bytes().to_vec()).unwrap());
    let casts = bodies.filter_map(|line| match line.body() {
        Body::BallotCast(cast) => Some((cast.ballot_key, cast.replaces)),
        _ => None,
    });
    casts.collect()
}

/// Opens contest 1; gives its hash and the state.
async fn open(hall: &Hall, desk: &mut Client) -> ([u8; 32], State) {
    hall.prepare_with(desk, &[last()]).await;
    let contest = hall.open(desk, 1).await;
    (contest, desk.state().await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_ballot_of_a_key_counts_through_restarts() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    let (contest, state) = open(&hall, &mut desk).await;
    let first = hall.ballot(&mut desk, contest, 1, 1).await;
    let other = hall.ballot(&mut desk, contest, 2, 2).await;
    let orphan = hall.recast(&state, &first, 1, 40, [7; 32].into());
    assert_eq!(desk.refused(&orphan, &hall).await, "recast-refused");
    let mut receipts = vec![desk.boxed(&first).await];
    let mut acts = vec![first.clone()];
    desk.boxed(&other).await;
    let opened = |seed| hall.challenge(&state, contest, seed);

    // Seven changes, each naming the one before, with a restart in their midst.
    let (mut server, mut desk) = (server, desk);
    for seed in 11..=17 {
        let before = receipts.last().unwrap().boxed.ballot;
        // One that names nothing, and one that names a ballot of another key.
        let unnamed = hall.recast(&state, &first, 1, 41, [0; 32].into());
        assert_eq!(desk.refused(&unnamed, &hall).await, "recast-refused");
        if seed == 14 {
            server.stop().await.unwrap();
            server = hall.start().await;
            desk = hall.connect(server.address()).await;
        }
        let next = hall.recast(&state, &first, 1, seed, before);
        let receipt = desk.boxed(&next).await;
        hall.check_receipt(&receipt);
        assert_eq!(desk.boxed(&next).await, receipt, "same bytes, same receipt");
        // What was replaced does not come back, by whatever door.
        let stale = acts.last().unwrap();
        assert_eq!(desk.refused(stale, &hall).await, "recast-refused");
        let back = recover(&mut desk, stale, receipts.last().unwrap()).await;
        assert_eq!(back, Err("recast-refused".to_owned()));
        receipts.push(receipt);
        acts.push(next);
    }
    let ninth = hall.recast(&state, &first, 1, 18, receipts[7].boxed.ballot);
    assert_eq!(desk.refused(&ninth, &hall).await, "recast-refused");

    // Its randomness is spoiled, of whatever ballot under this key, before and after a restart.
    let third = hall.ballot(&mut desk, contest, 3, 3).await;
    desk.boxed(&third).await;
    let receipt = desk.boxed(&third).await;
    for round in 0..2 {
        for seed in [12, 15, 17] {
            let again = hall.recast(&state, &third, 3, seed, receipt.boxed.ballot);
            assert_eq!(cast_of(&again).replaces, receipt.boxed.ballot);
            assert_eq!(desk.refused(&again, &hall).await, "spoiled", "seed {seed}, round {round}");
        }
        let mut device = hall.connect(server.address()).await;
        assert_eq!(device.refused(&opened(1), &hall).await, "spoiled", "round {round}");
        server.stop().await.unwrap();
        server = hall.start().await;
        desk = hall.connect(server.address()).await;
    }
    assert_eq!(desk.refused(&ninth, &hall).await, "recast-refused", "the count survives");

    // After the end: a replaced ballot with its receipt does not come back over its successor, the last one is there.
    desk.accepted(&hall.ended(contest)).await;
    for (act, receipt) in acts.iter().zip(&receipts).take(7) {
        assert_eq!(recover(&mut desk, act, receipt).await, Err("recast-refused".to_owned()));
    }
    assert_eq!(recover(&mut desk, &acts[7], &receipts[7]).await, Ok(receipts[7]));
    for deputy in 1..=3 {
        desk.accepted(&hall.slip(contest, deputy)).await;
    }
    desk.until(|state| state.contests()[&1].stage() == Some(Stage::Opened)).await;
    close(&hall, &mut desk, 1, PapersBack::default()).await;
    server.stop().await.unwrap();
    let course = verified(&hall).contests()[&1].course().unwrap().clone();
    assert_eq!((course.returned(), course.slip_count()), (Some(3), 3));
    let replaced = replaced(&hall);
    assert_eq!(replaced[&cast_of(&first).ballot_key], receipts[6].boxed.ballot);
    assert_eq!(replaced[&cast_of(&other).ballot_key], [0; 32].into());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_that_lost_ballots_takes_the_last_one_back() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    let (contest, state) = open(&hall, &mut desk).await;
    let first = hall.ballot(&mut desk, contest, 1, 1).await;
    let path = hall.path().join("box/contest-1.box");
    let empty = fs::read(&path).unwrap();
    let mut acts = vec![first.clone()];
    let mut receipts = vec![desk.boxed(&first).await];
    let with_first = fs::read(&path).unwrap();
    for seed in [11, 12] {
        let next = hall.recast(&state, &first, 1, seed, receipts.last().unwrap().boxed.ballot);
        receipts.push(desk.boxed(&next).await);
        acts.push(next);
    }
    let replaced = || Err("recast-refused".to_owned());
    // A disk that gave an old state back: nothing, or the first alone.
    for (found, order) in [(&empty, [2, 1, 0]), (&empty, [0, 2, 1]), (&with_first, [2, 0, 1])] {
        server_with(&hall, found, &acts, &receipts, order, &replaced).await;
    }
    server.stop().await.unwrap();
}

/// A second server on a copy of the folder whose box has this content; the ballots are brought back in this order.
async fn server_with(
    hall: &Hall,
    content: &[u8],
    acts: &[Act],
    receipts: &[BoxReceipt],
    order: [usize; 3],
    replaced: &dyn Fn() -> Result<BoxReceipt, String>,
) {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(hall.path(), copy.path());
    fs::write(copy.path().join("box/contest-1.box"), content).unwrap();
    let server = crate::hall::serve(copy.path(), "127.0.0.1:0".parse().unwrap()).await;
    let mut device = hall.connect(server.address()).await;
    let mut has = 0;
    for at in order {
        let back = recover(&mut device, &acts[at], &receipts[at]).await;
        if at >= has {
            assert_eq!(back, Ok(receipts[at]), "{order:?}: {at}");
            has = at;
        } else {
            assert_eq!(back, replaced(), "{order:?}: {at}");
        }
    }
    assert_eq!(device.boxed(&acts[2]).await, receipts[2]);
    server.stop().await.unwrap();
}

fn copy_folder(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_writing_and_erasing_keeps_the_later_ballot() {
    let hall = Hall::new();
    let mut server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    let (contest, state) = open(&hall, &mut desk).await;
    let first = hall.ballot(&mut desk, contest, 1, 1).await;
    let path = hall.path().join("box/contest-1.box");
    let mut receipt = desk.boxed(&first).await;
    for seed in 11..=14 {
        let before = fs::read(&path).unwrap();
        let next = hall.recast(&state, &first, 1, seed, receipt.boxed.ballot);
        receipt = desk.boxed(&next).await;
        server.stop().await.unwrap();
        // The erasure is undone: what is on the disk where the process dies before it.
        let after = fs::read(&path).unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        let mut undone = 0;
        for (at, (old, new)) in (0..).zip(before.chunks(4096).zip(after.chunks(4096))) {
            if old != new && new.iter().all(|byte| *byte == 0) {
                file.write_all_at(old, at * 4096).unwrap();
                undone += 1;
            }
        }
        assert!(undone > 0);
        server = hall.start().await;
        desk = hall.connect(server.address()).await;
        assert_eq!(fs::read(&path).unwrap(), after, "the earlier one is erased");
        assert_eq!(desk.boxed(&next).await, receipt);
    }
    unbox(&hall, &mut desk, 1, &[1]).await;
    close(&hall, &mut desk, 1, PapersBack::default()).await;
    server.stop().await.unwrap();
    assert_eq!(verified(&hall).contests()[&1].course().unwrap().returned(), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn kills_lose_neither_the_old_nor_the_new_ballot() {
    let hall = Hall::new();
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut server = Killed::start(&hall, address);
    let mut desk = hall.connect(address).await;
    let (contest, state) = open(&hall, &mut desk).await;
    let mut receipts = BTreeMap::new();
    for deputy in 1..=3_u8 {
        let first = hall.ballot(&mut desk, contest, deputy.into(), deputy).await;
        let mut receipt = desk.boxed(&first).await;
        for change in 1..=4 {
            let seed = 10 * deputy + change;
            let next = hall.recast(&state, &first, deputy.into(), seed, receipt.boxed.ballot);
            (server, desk) = server.kill_with(&mut desk, &next).await;
            // In the box before the kill, or now: the device sends the same bytes and gets the one receipt.
            receipt = desk.boxed(&next).await;
            hall.check_receipt(&receipt);
        }
        receipts.insert(cast_of(&first).ballot_key, receipt);
    }
    unbox(&hall, &mut desk, 1, &[1, 2, 3]).await;
    close(&hall, &mut desk, 1, PapersBack::default()).await;
    drop(server);
    hall.start().await.stop().await.unwrap();
    assert_eq!(verified(&hall).contests()[&1].course().unwrap().returned(), Some(3));
    assert!(replaced(&hall).values().all(|replaces| replaces.to_bytes() != [0; 32]));
    assert_eq!(replaced(&hall).len(), receipts.len());
}
