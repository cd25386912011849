//! A server whose disk is full: it says so, loses nothing, and goes on when there is room.
//!
//! The room ends by the limit on the size of a file, as in `store_full`; the test starts itself again as `child_fills`,
//! which lifts the limit again, as somebody who makes room on the disk would.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests unwrap as tests do")]

mod hall;

use std::process::Command;

use audit::entry::preparation::{ContestDefined, Item};
use audit::entry::{Body, Signer};
use audit::fingerprint::Fingerprint;
use audit::verify::verify_folder;
use hall::{Hall, get, int, text};
use protocol::ServerMessage;

const CHILD: &str = "PIAOJUE_TEST_SERVE_FULL";

#[test]
fn child_fills() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(fill());
    println!("\nfilled");
}

async fn fill() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    let first = desk.state().await.contests()[&1].definition.clone();
    let contest = |number: u32| {
        let item = |number| Item {
            number: int(number),
            title: text("项目"),
            department: text(""),
            budget: text(""),
            detail: text(&"文".repeat(1_300)),
        };
        let items = (1..=3).map(item).collect();
        let body = ContestDefined { contest: int(number), items, ..first.clone() };
        hall.act(&Body::ContestDefined(body), &[Signer::Secretariat])
    };
    let mut number = 2;
    let refused = loop {
        match desk.submit(&contest(number)).await {
            ServerMessage::Accepted { .. } => number += 1,
            ServerMessage::Refused { refused, .. } => break refused.code.as_str(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(refused, "store-full");
    // The state is the log's, not the refused entry's: the same act is refused for the same reason, and not as a repetition.
    assert_eq!(desk.refused(&contest(number), &hall).await, "store-full");
    assert_eq!(desk.refused(&contest(number + 1), &hall).await, "contest-bad");
    let (head, _) = get(&hall, server.address(), "/ready").await;
    assert!(head.starts_with("http/1.1 200"), "{head}");

    let (_, hard) = rlimit::Resource::FSIZE.get().unwrap();
    rlimit::Resource::FSIZE.set(hard, hard).unwrap();
    let placed = desk.accepted(&contest(number)).await;
    let size = desk.state().await.head().size;
    assert_eq!(placed.index.get() + 1, size);
    server.stop().await.unwrap();
    let published = hall.path().join("published");
    let verdict = verify_folder(&published, &Fingerprint(hall.fingerprint), |_, _| {}).unwrap();
    assert_eq!((verdict.failure, verdict.state.head().size), (None, size));
    // And it starts again from that disk.
    hall.start().await.stop().await.unwrap();
}

#[test]
fn a_full_disk_refuses_and_goes_on_when_there_is_room() {
    // 200 blocks, of 512 or of 1024 bytes. The signal is ignored, so that the write returns an error instead.
    let output = Command::new("sh")
        .args(["-c", r#"trap "" XFSZ; ulimit -S -f 200; exec "$@""#, "sh"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "child_fills", "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(output.status.success() && said.contains("\nfilled"), "{said}");
}
