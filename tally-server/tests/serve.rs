//! A real server on loopback: a whole sitting, a restart in its middle, and what is refused on the way.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

mod hall;

use audit::entry::payload::BytesPayload;
use audit::entry::voting::BallotRequested;
use audit::entry::{Body, Signer};
use audit::fingerprint::Fingerprint;
use audit::fold::Stage;
use audit::verify::verify_folder;
use audit::wire::{decode_strict, encode};
use hall::{DEPUTIES, Hall, get, int};
use protocol::ServerMessage;
use protocol::problem::Problem;
use tokio_tungstenite::tungstenite::Message;

fn verified(hall: &Hall) -> u64 {
    let folder = hall.path().join("published");
    let verdict = verify_folder(&folder, &Fingerprint(hall.fingerprint), |_, _| {}).unwrap();
    assert_eq!(verdict.failure, None);
    verdict.state.head().size
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sitting_runs_to_its_close_through_a_restart() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;

    // A stamp key that this server did not make.
    let opening = hall.opening(&mut desk).await;
    let Body::ContestOpened(mut foreign) = opening.decode().unwrap() else { panic!("opening") };
    foreign.keys[0].stamp_key = foreign.keys[0].public_key;
    let foreign = hall.act(&Body::ContestOpened(foreign), &[Signer::Secretariat, Signer::Chief]);
    assert_eq!(desk.refused(&foreign, &hall).await, "stamp-key-foreign");
    desk.accepted(&opening).await;
    let contest = desk.state().await.contests()[&1].course().unwrap().hash;
    assert_eq!(desk.refused(&opening, &hall).await, "body-repeated");

    // Ballots: one for each deputy, the same request has the same answer.
    let (request, ..) = hall.request(contest, 6);
    let placed = desk.accepted(&request).await;
    assert_eq!(desk.accepted(&request).await, placed);
    let (another, ..) = hall.request(contest, 6);
    assert_eq!(desk.refused(&another, &hall).await, "ballot-issued-already");
    let mut ballots = Vec::new();
    for deputy in 1..DEPUTIES {
        ballots.push(hall.ballot(&mut desk, contest, deputy, u8::try_from(deputy).unwrap()).await);
    }

    // Cast on fresh connections; the same bytes give the same receipt.
    let mut receipts = Vec::new();
    for ballot in &ballots[..3] {
        let mut device = hall.connect(server.address()).await;
        let receipt = device.boxed(ballot).await;
        hall.check_receipt(&receipt);
        assert_eq!(device.boxed(ballot).await, receipt);
        receipts.push(receipt);
    }

    // Stopped in the middle: what was answered is there again.
    server.stop().await.unwrap();
    verified(&hall);
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    assert_eq!(desk.boxed(&ballots[0]).await, receipts[0]);
    assert_eq!(desk.accepted(&request).await, placed);
    receipts.push(desk.boxed(&ballots[3]).await);

    desk.accepted(&hall.ended(contest)).await;
    assert_eq!(desk.refused(&ballots[4], &hall).await, "contest-not-open");
    // A receipt for another ballot does not let one in.
    match desk.recover(&ballots[4], &receipts[0]).await {
        ServerMessage::Refused { refused, .. } => assert_eq!(refused.code.as_str(), "receipt-foreign"),
        other => panic!("{other:?}"),
    }
    for deputy in 1..=4 {
        desk.accepted(&hall.slip(contest, deputy)).await;
    }
    assert_eq!(desk.refused(&hall.slip(contest, 4), &hall).await, "body-repeated");
    let opened = desk.until(|state| state.contests()[&1].stage() == Some(Stage::Opened)).await;
    let course = opened.contests()[&1].course().unwrap();
    assert_eq!((course.issued_count(), course.returned(), course.slip_count()), (6, Some(4), 4));
    assert!(!hall.path().join("stamps/contest-1.sealed").exists());
    assert!(!hall.path().join("box/contest-1.box").exists());
    desk.accepted(&hall.closing(&opened)).await;
    assert_eq!(desk.state().await.contests()[&1].stage(), Some(Stage::Closed));
    server.stop().await.unwrap();
    assert_eq!(verified(&hall), desk.state().await.head().size);
}

#[tokio::test(flavor = "multi_thread")]
async fn acts_that_break_a_rule_are_refused_by_name_and_signed() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    let opening = hall.opening(&mut desk).await;
    desk.accepted(&opening).await;
    let contest = desk.state().await.contests()[&1].course().unwrap().hash;

    let (mut unknown, ..) = hall.request(contest, 1);
    let request: BallotRequested = decode_strict(unknown.body.as_bytes()).unwrap();
    unknown.body = String::from_utf8(encode(&BallotRequested { deputy: int(99), ..request })).unwrap();
    assert_eq!(desk.refused(&unknown, &hall).await, "deputy-unknown");
    let (foreign, ..) = hall.request([9; 32], 1);
    assert_eq!(desk.refused(&foreign, &hall).await, "contest-foreign");
    let (mut forged, ..) = hall.request(contest, 1);
    forged.sigs[0] = hall.request(contest, 2).0.sigs.remove(0);
    assert_eq!(desk.refused(&forged, &hall).await, "signers-wrong");

    let ballot = hall.ballot(&mut desk, contest, 1, 1).await;
    let mut changed = ballot.clone();
    changed.sigs[0].sig = forged.sigs[0].sig;
    assert_eq!(desk.refused(&changed, &hall).await, "signature-bad");
    let Body::BallotCast(cast) = ballot.decode().unwrap() else { panic!("cast") };
    let mut unstamped = ballot.clone();
    let stampless =
        Body::BallotCast(audit::entry::voting::BallotCast { stamp: cast.ballot_key, ..cast.clone() });
    unstamped.body = String::from_utf8(encode(&stampless)).unwrap();
    assert_eq!(desk.refused(&unstamped, &hall).await, "stamp-bad");
    let mut elsewhere = ballot.clone();
    let other = Body::BallotCast(audit::entry::voting::BallotCast { contest: [9; 32].into(), ..cast });
    elsewhere.body = String::from_utf8(encode(&other)).unwrap();
    assert_eq!(desk.refused(&elsewhere, &hall).await, "contest-foreign");
    desk.boxed(&ballot).await;

    // The same ballot key again, with another encryption.
    let (ballot_2, second) = {
        let first = hall.ballot(&mut desk, contest, 2, 2).await;
        let mut second = first.clone();
        let Body::BallotCast(cast) = first.decode().unwrap() else { panic!("cast") };
        let body =
            encode(&Body::BallotCast(audit::entry::voting::BallotCast { nonce: [7; 32].into(), ..cast }));
        let key = Hall::ballot_key(2);
        let sig = key.sign(crypto::signature::Purpose::Ballot, &hall.fingerprint, &body);
        second.sigs[0].sig = sig.to_bytes().into();
        second.body = String::from_utf8(body).unwrap();
        (first, second)
    };
    desk.boxed(&ballot_2).await;
    assert_eq!(desk.refused(&second, &hall).await, "recast-refused");

    // What only the server may write, and what is no body at all.
    let mut own = hall.slip(contest, 1);
    own.body = own.body.replace("ballot_returned", "blob_part");
    assert_eq!(desk.refused(&own, &hall).await, "act-malformed");
    let part = Body::BlobPart(audit::entry::payload::BlobPart {
        sha256: [0; 32].into(),
        part: int(0),
        data: vec![1].into(),
    });
    assert_eq!(desk.refused(&hall.act(&part, &[]), &hall).await, "kind-not-submitted");
    assert_eq!(desk.refused(&hall.slip(contest, 1), &hall).await, "contest-not-ended");
    server.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opened_encryption_is_never_cast_and_a_cast_one_never_opened() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    let opening = hall.opening(&mut desk).await;
    desk.accepted(&opening).await;
    let state = desk.state().await;
    let contest = state.contests()[&1].course().unwrap().hash;
    let ballots = [hall.ballot(&mut desk, contest, 1, 1).await, hall.ballot(&mut desk, contest, 2, 2).await];

    desk.accepted(&hall.challenge(&state, contest, 1)).await;
    assert_eq!(desk.refused(&ballots[0], &hall).await, "spoiled");
    assert_eq!(desk.refused(&hall.challenge(&state, contest, 3), &hall).await, "challenge-too-soon");

    desk.boxed(&ballots[1]).await;
    let mut device = hall.connect(server.address()).await;
    assert_eq!(device.refused(&hall.challenge(&state, contest, 2), &hall).await, "spoiled");
    let mut device = hall.connect(server.address()).await;
    let mut wrong = hall.challenge(&state, contest, 3);
    let Body::BallotChallenged(mut body) = wrong.decode().unwrap() else { panic!("challenge") };
    body.code = [0; 32].into();
    wrong.body = String::from_utf8(encode(&Body::BallotChallenged(body))).unwrap();
    assert_eq!(device.refused(&wrong, &hall).await, "challenge-bad");

    // The server is stopped while voting is open, and the refusals stay.
    server.stop().await.unwrap();
    let server = hall.start().await;
    let mut device = hall.connect(server.address()).await;
    assert_eq!(device.refused(&ballots[0], &hall).await, "spoiled");
    assert_eq!(device.refused(&hall.challenge(&state, contest, 2), &hall).await, "spoiled");
    server.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_that_is_no_message_ends_the_connection_with_its_problem() {
    let hall = Hall::new();
    let server = hall.start().await;
    let frames = [
        (Message::Text("{}".into()), Problem::FrameMalformed),
        (Message::Text("{\"type\":\"follow\",\"from\":0,\"more\":1}".into()), Problem::FrameMalformed),
        (Message::Text("{\"type\": \"follow\",\"from\":0}".into()), Problem::FrameMalformed),
        (Message::Text("x".repeat(300 * 1024).into()), Problem::FrameTooLong),
        (Message::Binary(vec![1, 2, 3].into()), Problem::FrameNotText),
    ];
    for (frame, expected) in frames {
        let mut client = hall.connect(server.address()).await;
        client.raw(frame).await;
        match client.hear().await {
            Some(ServerMessage::Problem { problem, .. }) => assert_eq!(problem, expected),
            other => panic!("{expected:?}: {other:?}"),
        }
        assert_eq!(client.hear().await, None);
    }
    server.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_fetched_with_proofs_and_files_are_served() {
    let hall = Hall::new();
    let server = hall.start().await;
    let address = server.address();
    let mut desk = hall.connect(address).await;
    let state = desk.state().await;
    let leaf = state.head().leaf;
    let ServerMessage::Fetched { entries, checkpoint, .. } = desk.fetch(&[leaf.into(), [5; 32].into()]).await
    else {
        panic!("not fetched")
    };
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].line, desk.lines[0]);
    assert!(checkpoint.starts_with(&format!("{}\n1\n", hall::ORIGIN)), "{checkpoint}");

    let (head, body) = get(&hall, address, "/checkpoint").await;
    assert!(head.starts_with("http/1.1 200") && head.contains("cache-control: no-store"), "{head}");
    assert!(head.contains("x-content-type-options: nosniff"), "{head}");
    assert_eq!(body, checkpoint.as_bytes());
    let (_, body) = get(&hall, address, "/log.jsonl").await;
    assert_eq!(body, format!("{}\n", desk.lines[0]).as_bytes());
    for (path, content) in [
        ("/tile/0/000.p/1", leaf.to_vec()),
        ("/tile/entries/000.p/1", {
            let entry = desk.lines[0].as_bytes();
            [&u16::try_from(entry.len()).unwrap().to_be_bytes(), entry].concat()
        }),
    ] {
        let (head, body) = get(&hall, address, path).await;
        assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
        assert!(head.contains("content-type: application/octet-stream"), "{path}: {head}");
        assert!(head.contains("cache-control: public, max-age=31536000, immutable"), "{path}: {head}");
        assert_eq!(body, content, "{path}");
    }
    let (head, body) = get(&hall, address, "/policy").await;
    assert!(head.contains("content-type: text/plain; charset=utf-8"), "{head}");
    let policy = audit::policy::Policy::parse(&body).unwrap();
    assert_eq!(policy.logs()[0].vkey.name().as_str(), hall::ORIGIN);
    // Nothing but what a log of the signed size has, and nothing outside the folder, however it is asked for.
    std::fs::write(hall.place.path().join("published/tile/0/secret"), "secret").unwrap();
    for path in [
        "/tile/0/001",
        "/tile/0/000.p/2",
        "/tile/1/000.p/1",
        "/tile/entries/000",
        "/tile/entries/000.p/01",
        "/tile/0/secret",
        "/tile/../sitting.toml",
        "/tile/0/../../../sitting.toml",
        "/tile/%2e%2e/%2e%2e/sitting.toml",
        "/tile/0/..%2f..%2f..%2fkeys%2fserver.age",
        "/tile//etc/passwd",
        "/tile/%2fetc%2fpasswd",
        "/tile/",
        "/../sitting.toml",
        "/published/checkpoint",
    ] {
        let (head, body) = get(&hall, address, path).await;
        assert!(head.starts_with("http/1.1 40"), "{path}: {head}");
        assert!(!String::from_utf8_lossy(&body).contains("secret"), "{path}");
    }
    let (_, body) = get(&hall, address, "/fingerprint").await;
    assert_eq!(body, format!("{}\n", Fingerprint(hall.fingerprint).to_hex()).as_bytes());
    for (path, status) in [("/tile/0/000", "404"), ("/ready", "200"), ("/metrics", "200"), ("/log/", "404")] {
        let (head, _) = get(&hall, address, path).await;
        assert!(head.starts_with(&format!("http/1.1 {status}")), "{path}: {head}");
    }
    server.stop().await.unwrap();
}

/// Ballots that come at once are checked together; each has the answer that it would have had alone.
#[tokio::test(flavor = "multi_thread")]
async fn ballots_that_wait_together_have_each_its_own_answer() {
    const DEPUTIES_HERE: u32 = 24;
    let hall = Hall::with(DEPUTIES_HERE);
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    let opening = hall.opening(&mut desk).await;
    desk.accepted(&opening).await;
    let contest = desk.state().await.contests()[&1].course().unwrap().hash;
    let mut ballots = Vec::new();
    for deputy in 1..=DEPUTIES_HERE {
        let mut ballot = hall.ballot(&mut desk, contest, deputy, u8::try_from(deputy).unwrap()).await;
        // Every fifth has a false proof, under a good signature.
        if deputy % 5 == 0 {
            let Body::BallotCast(mut cast) = ballot.decode().unwrap() else { panic!("cast") };
            let BytesPayload::Inline(bytes) = &cast.ballot else { panic!("long") };
            let mut bytes = bytes.as_bytes().to_vec();
            let last_response = bytes.len() - 32;
            bytes[last_response] ^= 1;
            cast.ballot = BytesPayload::Inline(bytes.into());
            let body = encode(&Body::BallotCast(cast));
            let key = Hall::ballot_key(deputy);
            let sig = key.sign(crypto::signature::Purpose::Ballot, &hall.fingerprint, &body);
            ballot.sigs[0].sig = sig.to_bytes().into();
            ballot.body = String::from_utf8(body).unwrap();
        }
        ballots.push((deputy, ballot));
    }
    let mut devices = Vec::new();
    for _ in &ballots {
        devices.push(hall.connect(server.address()).await);
    }
    let hall = &hall;
    let casting = ballots.iter().zip(&mut devices).map(|((deputy, ballot), device)| async move {
        if deputy % 5 == 0 {
            assert_eq!(device.refused(ballot, hall).await, "ballot-proof-bad", "{deputy}");
        } else {
            hall.check_receipt(&device.boxed(ballot).await);
        }
    });
    futures_util::future::join_all(casting).await;
    server.stop().await.unwrap();
}
