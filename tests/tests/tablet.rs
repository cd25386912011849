//! The tablet's client, as it runs in a browser, against a real server: checks its device, casts, changes the ballot, votes by name, and
//! finds both in a log that verifies. Its device runs on Node under vitest; skipped, with a word, where that is not installed.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use audit::entry::Body;
use audit::rules::Recast;
use end_to_end::play::{ITEMS, PATIENCE, Play};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

const DEPUTIES: u32 = 5;

/// Lines of the tablet that begin so are told to the test.
const TOLD: &str = "TABLET ";

async fn until(lines: &mut UnboundedReceiver<String>, word: &str) {
    let wait = async {
        loop {
            let line = lines.recv().await;
            assert!(line.is_some(), "the tablet ended before it said {word}");
            if line.as_deref() == Some(word) {
                return;
            }
        }
    };
    assert!(timeout(PATIENCE, wait).await.is_ok(), "the tablet never said {word}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_checks_casts_changes_and_finds_its_ballot_in_a_log_that_verifies() {
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tablet-client");
    if !client.join("node_modules/vitest").exists() {
        println!("skipped: tablet-client/node_modules is not there (npm ci)");
        return;
    }
    let mut play = Play::prepare_with(DEPUTIES, |profile| profile.recast = Recast::Last).await;
    let card = play.hand_out(DEPUTIES);
    let fingerprint = play.made.fingerprint;
    let mut tablet = Command::new("npx")
        .args(["vitest", "run", "test/live/device.test.ts", "--disable-console-intercept=true"])
        .current_dir(&client)
        .env("NODE_OPTIONS", "--experimental-websocket")
        .env("NODE_EXTRA_CA_CERTS", play.folder().join("tls/ca.crt"))
        .env("TABLET_CARD", card.qr(&fingerprint.0).as_str())
        .env("TABLET_FINGERPRINT", fingerprint.to_string())
        .env("TABLET_SERVER", format!("https://{}", play.dialer.file().server))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let out = BufReader::new(tablet.stdout.take().unwrap());
    let (tell, mut lines) = unbounded_channel();
    std::thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            println!("{line}");
            if let Some(word) = line.strip_prefix(TOLD) {
                let _ = tell.send(word.to_owned());
            }
        }
    });

    let mut seated: Vec<_> = (1..DEPUTIES).map(|number| play.seat(number)).collect();
    for deputy in &mut seated {
        deputy.checked_in().await;
    }
    until(&mut lines, "in").await;
    play.open().await;
    for deputy in &mut seated {
        deputy.drawn().await;
        deputy.cast(&[0, 1]).await;
    }
    until(&mut lines, "changed").await;
    play.end().await;
    for deputy in &mut seated {
        deputy.found().await;
    }
    until(&mut lines, "recorded").await;
    play.propose_close().await;
    play.sign_close().await;
    play.declare().await;

    play.open_named().await;
    for deputy in &mut seated {
        deputy.vote(&[0; ITEMS as usize]).await;
    }
    until(&mut lines, "voted").await;
    play.finish_named().await;
    let status = tokio::task::spawn_blocking(move || tablet.wait()).await.unwrap().unwrap();
    assert!(status.success(), "{status}");

    let verdict = play.verdict().await;
    assert_eq!(verdict.failure, None);
    let totals = play.log().iter().find_map(|line| match line.body() {
        Body::ResultDeclared(declared) => {
            Some(declared.totals.iter().map(|total| total.get()).collect::<Vec<_>>())
        }
        _ => None,
    });
    // Four chose items 1 and 2; the tablet chose item 2 first, and items 1 and 3 in the end.
    assert_eq!(totals.unwrap()[..4], [5, 4, 1, 0]);
    let challenged =
        play.log().iter().filter(|line| matches!(line.body(), Body::BallotChallenged(_))).count();
    assert_eq!(challenged, 1);
    for deputy in seated {
        deputy.leave().await;
    }
    play.stop().await;
}
