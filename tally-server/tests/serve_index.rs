//! A real server whose index was deleted, cut, overwritten: it answers from the log as before.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests unwrap as tests do")]

mod hall;

use std::path::{Path, PathBuf};

use audit::wire::Bytes32;
use hall::{Hall, get, int};
use protocol::{Act, ClientMessage, ServerMessage};
use tally_server::serve::Running;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if item.path().is_dir() { found.extend(files(&item.path())) } else { found.push(item.path()) }
    }
    found
}

/// What a device may ask by key: repeated requests, a second request, leaves old, new and unknown.
async fn answers(hall: &Hall, server: &Running, requests: &[Act], another: &Act) -> Vec<String> {
    let mut client = hall.connect(server.address()).await;
    client.state().await;
    let mut answers = Vec::new();
    for request in requests {
        let placed = client.accepted(request).await;
        answers.push(format!("{placed:?}"));
    }
    answers.push(client.refused(another, hall).await.to_owned());
    let leaves: Vec<Bytes32> =
        client.lines.iter().map(|line| tally_server::store::leaf_hash(line.as_bytes()).into()).collect();
    for leaves in leaves.chunks(8) {
        let ServerMessage::Fetched { entries, .. } = client.fetch(leaves).await else {
            panic!("not fetched")
        };
        assert_eq!(entries.len(), leaves.len());
        answers.extend(entries.iter().map(|entry| entry.line.clone()));
    }
    match client.fetch(&[[5; 32].into()]).await {
        ServerMessage::Fetched { entries, .. } => assert_eq!(entries, []),
        other => panic!("{other:?}"),
    }
    answers
}

type Damage = fn(&Path);

#[tokio::test(flavor = "multi_thread")]
async fn a_server_without_its_index_or_with_a_spoilt_one_answers_the_same() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    let opening = hall.opening(&mut desk).await;
    desk.accepted(&opening).await;
    let contest = desk.state().await.contests()[&1].course().unwrap().hash;
    let requests = [hall.request(contest, 1).0, hall.request(contest, 2).0];
    for request in &requests {
        desk.accepted(request).await;
    }
    let another = hall.request(contest, 1).0;
    let expected = answers(&hall, &server, &requests, &another).await;
    assert_eq!(expected[2], "ballot-issued-already");
    server.stop().await.unwrap();

    let damages: [(Damage, &str); 6] = [
        (|_| {}, "opened"),
        (|folder| std::fs::remove_dir_all(folder.join("index")).unwrap(), "rebuilt-changed"),
        (
            |folder| {
                for file in files(&folder.join("index")) {
                    let half = std::fs::metadata(&file).unwrap().len() / 2;
                    std::fs::OpenOptions::new().write(true).open(file).unwrap().set_len(half).unwrap();
                }
            },
            "rebuilt-changed",
        ),
        (
            |folder| {
                for file in files(&folder.join("index")) {
                    let mut bytes = std::fs::read(&file).unwrap();
                    getrandom::fill(&mut bytes).unwrap();
                    std::fs::write(&file, bytes).unwrap();
                }
            },
            "rebuilt-changed",
        ),
        (|folder| std::fs::remove_file(folder.join("index.clean")).unwrap(), "rebuilt-not-closed"),
        // No folder can be made there: the server runs without.
        (
            |folder| {
                std::fs::remove_dir_all(folder.join("index")).unwrap();
                std::fs::write(folder.join("index"), "in the way").unwrap();
            },
            "none",
        ),
    ];
    for (damage, how) in damages {
        damage(hall.path());
        let server = hall.start().await;
        let (_, metrics) = get(&hall, server.address(), "/metrics").await;
        let metrics = String::from_utf8(metrics).unwrap();
        assert!(metrics.contains(&format!("piaojue_index{{how=\"{how}\"}} 1")), "{how}: {metrics}");
        assert_eq!(answers(&hall, &server, &requests, &another).await, expected, "{how}");
        server.stop().await.unwrap();
    }
}

/// Whoever watches a number before there is a roll hears of that deputy once there is one; a number that is on no roll is
/// told what all are told, and no more.
#[tokio::test(flavor = "multi_thread")]
async fn only_deputies_on_the_roll_are_told_what_concerns_them() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut known = hall.connect(server.address()).await;
    let mut stranger = hall.connect(server.address()).await;
    known.say(&ClientMessage::Watch { deputy: int(1) }).await;
    stranger.say(&ClientMessage::Watch { deputy: int(4_000_000) }).await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    let state = desk.state().await;
    assert!(state.attendance().get(1).is_some());
    loop {
        let Some(ServerMessage::Digest { digest }) = known.hear().await else { panic!("no digest") };
        if !digest.checked_in.is_empty() {
            break;
        }
    }
    loop {
        let Some(ServerMessage::Digest { digest }) = stranger.hear().await else { panic!("no digest") };
        assert_eq!(digest.checked_in, []);
        if !digest.contests.is_empty() {
            break;
        }
    }
    server.stop().await.unwrap();
}
