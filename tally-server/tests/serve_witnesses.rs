//! A real server with witnesses: what follows an opening or a close waits for their quorum, and nothing waits for one who is absent.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

mod hall;

use audit::checkpoint::Checkpoint;
use audit::entry::counting::Decrypted;
use audit::entry::voting::ContestResumed;
use audit::entry::{Body, Line, Signer};
use audit::fingerprint::Fingerprint;
use audit::fold::{Stage, State};
use audit::note::Note;
use audit::policy::{Policy, PolicyUrl};
use audit::quorum::Witnesses;
use audit::verify::verify_folder;
use audit::witness::answer::Answer;
use audit::witness::http::{self as witness_http, Desk};
use audit::witness::store::Store;
use audit::witness::{Witness, published_parts};
use hall::witnesses::cosigned;
use hall::{DEPUTIES, Hall, get, serve_with};
use protocol::ServerMessage;
use protocol::server::Status;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tally_server::folder::Folder;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// The published checkpoint: its size and how many cosigned it.
async fn published(hall: &Hall, address: std::net::SocketAddr, witnesses: &Witnesses) -> (u64, u64) {
    let (head, body) = get(hall, address, "/checkpoint").await;
    assert!(head.starts_with("http/1.1 200"), "{head}");
    let note = Note::parse(&body).unwrap();
    let checkpoint: Checkpoint = note.text().parse().unwrap();
    (checkpoint.size, witnesses.cosigned(&note).unwrap().have())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contest_goes_on_with_a_quorum_and_fails_closed_without() {
    let hall = Hall::witnessed(DEPUTIES, 3, 2);
    let server = hall.start().await;
    let address = server.address();
    let first = hall.attend(address, 1).await;
    let second = hall.attend(address, 2).await;
    let mut desk = hall.connect(address).await;
    hall.prepare(&mut desk).await;
    let contest = hall.open(&mut desk, 1).await;

    // The opening is witnessed without anybody's doing, and then ballots are issued.
    let opened = desk.until(|state| state.last_witnessed().is_some()).await;
    assert!(opened.is_witnessed(opened.contests()[&1].course().unwrap().opened_index));
    let mut ballots = Vec::new();
    for deputy in 1..=DEPUTIES {
        ballots.push(hall.ballot(&mut desk, contest, deputy, u8::try_from(deputy).unwrap()).await);
    }
    for ballot in &ballots {
        desk.boxed(ballot).await;
    }
    // Devices are told of the quorum, and believe what comes under it.
    let digest = hall.connect(address).await.digest(1, |digest| !digest.quorum.is_empty()).await;
    let witnesses = opened.sitting().unwrap().witnesses.clone();
    let told = Note::parse(digest.quorum[0].as_bytes()).unwrap();
    assert!(witnesses.cosigned(&told).unwrap().is_quorum());
    let ServerMessage::Fetched { entries, checkpoint, .. } = desk.fetch(&digest.contests[0].opened).await
    else {
        panic!("fetched")
    };
    assert_eq!(entries.len(), 2);
    let under = Note::parse(checkpoint.as_bytes()).unwrap();
    assert!(witnesses.cosigned(&under).unwrap().is_quorum());

    // One of two that are needed goes away: the close stands in the log, and nothing can be decrypted.
    desk.accepted(&hall.ended(contest)).await;
    for deputy in 1..=DEPUTIES {
        desk.accepted(&hall.slip(contest, deputy)).await;
    }
    let opened = desk.until(|state| state.contests()[&1].stage() == Some(Stage::Opened)).await;
    second.abort();
    // The last round with both is over.
    tokio::time::sleep(Duration::from_secs(3)).await;
    desk.accepted(&hall.closing(&opened)).await;
    let closed = desk.state().await;
    let course = closed.contests()[&1].course().unwrap();
    let none = Body::Decrypted(Decrypted {
        contest: course.hash.into(),
        closed: course.last.into(),
        scrutineer: hall::int(1),
        shares: vec![],
    });
    let shares = hall.act(&none, &[Signer::Scrutineer(1)]);
    assert_eq!(desk.refused(&shares, &hall).await, "not-witnessed");
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(desk.refused(&shares, &hall).await, "not-witnessed");
    let (size, have) = published(&hall, address, &witnesses).await;
    assert_eq!((size, have), (closed.head().size, 1), "published after a while with what it has");

    // The third comes: it goes on by itself.
    let third = hall.attend(address, 3).await;
    let at = closed.contests()[&1].course().unwrap().moments.counted.as_ref().unwrap().size - 1;
    desk.until(|state| state.is_witnessed(at)).await;
    // Now the shares themselves are looked at.
    assert_eq!(desk.refused(&shares, &hall).await, "shares-wrong");

    server.stop().await.unwrap();
    first.abort();
    third.abort();
    let verdict =
        verify_folder(&hall.path().join("published"), &Fingerprint(hall.fingerprint), |_, _| {}).unwrap();
    assert_eq!(verdict.failure, None);
    assert_eq!(verdict.state.head().size, desk.state().await.head().size);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cosignature_that_is_nobodys_is_said_to_be_so_and_changes_nothing() {
    let hall = Hall::witnessed(DEPUTIES, 3, 2);
    let server = hall.start().await;
    let mut client = hall.connect(server.address()).await;
    client.say(&protocol::ClientMessage::Follow { from: hall::int(0) }).await;
    let note = loop {
        if let Some(ServerMessage::Checkpoint { note }) = client.hear().await {
            break note;
        }
    };
    let problem = |answer: ServerMessage| match answer {
        ServerMessage::Cosigned { have, quorum, problem, .. } => {
            (have.get(), quorum.get(), problem.first().map(ToString::to_string).unwrap_or_default())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(problem(client.cosign(cosigned(&note, 1, 100)).await), (1, 2, String::new()));
    let answer = problem(client.cosign(cosigned(&note, 4, 100)).await);
    assert!(answer.2.contains("no witness of this sitting"), "{answer:?}");
    let other = cosigned(&note, 2, 100).replacen("\n1\n", "\n2\n", 1);
    let answer = problem(client.cosign(other).await);
    assert!(answer.2.contains("not a checkpoint that the witnesses were asked about"), "{answer:?}");
    let mut forged = cosigned(&note, 2, 100);
    let at = forged.len() - 8;
    let changed = if forged.as_bytes()[at] == b'A' { "B" } else { "A" };
    forged.replace_range(at..=at, changed);
    let answer = problem(client.cosign(forged).await);
    assert!(answer.2.contains("signature of witness.example/2"), "{answer:?}");
    let answer = problem(client.cosign("no note".to_owned()).await);
    assert!(answer.2.starts_with("not a note"), "{answer:?}");
    assert_eq!(problem(client.cosign(cosigned(&note, 2, 100)).await), (2, 2, String::new()));
    server.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn open_contests_are_held_without_a_quorum_and_resumed_with_one() {
    let hall = Hall::witnessed(DEPUTIES, 3, 2);
    let age = Some(Duration::from_secs(3));
    let server = serve_with(hall.path(), "127.0.0.1:0".parse().unwrap(), age).await;
    let address = server.address();
    let attending = [hall.attend(address, 1).await, hall.attend(address, 2).await];
    let mut desk = hall.connect(address).await;
    hall.prepare(&mut desk).await;
    let contest = hall.open(&mut desk, 1).await;
    let stage = |state: &State| state.contests()[&1].stage();
    desk.until(|state| state.last_witnessed().is_some()).await;
    let ballot = hall.ballot(&mut desk, contest, 1, 1).await;

    attending.iter().for_each(tokio::task::JoinHandle::abort);
    let held = desk.until(|state| stage(state) == Some(Stage::Held)).await;
    assert_eq!(desk.refused(&ballot, &hall).await, "contest-held");
    let resumed = |state: &State| {
        let course = state.contests()[&1].course().unwrap();
        hall.two(&Body::ContestResumed(ContestResumed {
            contest: contest.into(),
            follows: course.last.into(),
        }))
    };
    assert_eq!(desk.refused(&resumed(&held), &hall).await, "witnesses-missing");

    // Who was at fault last stays away; another comes.
    let attending = [hall.attend(address, 1).await, hall.attend(address, 3).await];
    let placed = loop {
        match desk.submit(&resumed(&held)).await {
            ServerMessage::Refused { refused, .. } => assert_eq!(refused.code.as_str(), "witnesses-missing"),
            ServerMessage::Accepted { placed, .. } => break placed.index.get(),
            other => panic!("{other:?}"),
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    };
    let open = desk.until(|state| stage(state) == Some(Stage::Open)).await;
    let resumed = Line::parse(desk.lines[usize::try_from(placed).unwrap()].clone().into_bytes()).unwrap();
    assert!(matches!(resumed.body(), Body::ContestResumed(_)), "{:?}", resumed.body());
    assert_eq!(open.contests()[&1].course().unwrap().last, resumed.leaf());
    desk.boxed(&ballot).await;
    attending.iter().for_each(tokio::task::JoinHandle::abort);
    server.stop().await.unwrap();
}

/// A witness on the network, as `audit witness serve` is one.
struct Office(Mutex<Witness>);

impl Desk for Office {
    fn add_checkpoint(&self, body: &[u8]) -> Answer {
        match self.0.lock().unwrap().add_checkpoint(body, tally_server::sequencer::now()) {
            Ok(cosigned) => Answer::Cosigned(vec![cosigned.line]),
            Err(error) => error.answer(),
        }
    }

    fn published(&self, hex: &str) -> (u16, &'static str, Vec<u8>) {
        published_parts(self.0.lock().unwrap().published(hex).as_ref())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_with_an_address_is_asked_over_the_network_and_remembers() {
    let hall = Hall::witnessed(DEPUTIES, 2, 2);
    let folder = Folder::new(hall.path());
    let server = hall.start().await;
    let definition = {
        let mut client = hall.connect(server.address()).await;
        client.state().await.sitting().unwrap().definition.clone()
    };
    server.stop().await.unwrap();

    let place = tempfile::tempdir().unwrap();
    let log = audit::quorum::log_vkey(&definition).unwrap();
    let open = || {
        let key = hall::witnesses::witness_key(2);
        let store = Store::open(place.path(), None, &key.vkey(), std::slice::from_ref(&log)).unwrap();
        Arc::new(Office(Mutex::new(Witness::new(key, vec![log.clone()], store))))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let witness_address = listener.local_addr().unwrap();
    let url: PolicyUrl = format!("http://{witness_address}/w").parse().unwrap();
    let policy = Policy::of_sitting(&definition).unwrap().with_urls(None, &[None, Some(url)]);
    std::fs::write(folder.policy(), policy.to_string()).unwrap();
    let (stop, stopping) = watch::channel(false);
    let office = open();
    let running = tokio::spawn(witness_http::serve(listener, "/w", office.clone(), stopping));

    // One at a terminal, one on the network.
    let server = hall.start().await;
    let terminal = hall.attend(server.address(), 1).await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    hall.open(&mut desk, 1).await;
    let opened = desk.until(|state| state.last_witnessed().is_some()).await;
    assert_eq!(opened.last_witnessed().unwrap().cosigned.have(), 2);
    let status = desk.status.clone().unwrap();
    assert_eq!(status.witnesses.len(), 2);

    // Gone, it is missed by name of its trouble; back, it goes on from what it remembers on disk.
    stop.send_replace(true);
    running.await.unwrap();
    drop(office);
    // A new checkpoint begins a round.
    hall.adopt(&mut desk, &hall::preparing::open_vote(audit::rules::Secrecy::Named)).await;
    let missed = |status: &Status| !status.witnesses[1].problem.is_empty();
    while !desk.status.as_ref().is_some_and(missed) {
        desk.hear().await;
    }
    let listener = TcpListener::bind(witness_address).await.unwrap();
    let (_stop, stopping) = watch::channel(false);
    let running = tokio::spawn(witness_http::serve(listener, "/w", open(), stopping));
    while desk.status.as_ref().is_some_and(missed) {
        desk.hear().await;
    }
    terminal.abort();
    running.abort();
    server.stop().await.unwrap();
}
