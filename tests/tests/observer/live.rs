//! A real tally server on loopback, followed while deputies vote; then its other history, signed with its own log key.

use super::*;
use audit::evidence::{AboutLog, Comparison, compare};
use audit::observe::History;
use audit::receipt::Receipt;
use audit::verify::verify_folder;
use crypto::signature::SigningKey;
use end_to_end::play::deputy::Deputy;
use end_to_end::play::{PATIENCE, Play};
use end_to_end::smith::Keyring;
use std::path::PathBuf;

const DEPUTIES: u32 = 8;

/// One look, on a thread where waiting holds up nobody.
async fn looked(follower: Follower, url: &str) -> (Follower, Result<Growth, Finding>) {
    let url = url.to_owned();
    let look = move || {
        let mut follower = follower;
        let patience = Patience { silence: Duration::from_secs(20), ..Patience::default() };
        let mut source = HttpSource::new(&url, patience).unwrap();
        let found = follower.step(&mut source, |_, _| {}).map_err(|error| match error {
            StepError::Finding(finding) => finding,
            StepError::Copy(error) => panic!("{error}"),
        });
        (follower, found)
    };
    tokio::task::spawn_blocking(look).await.unwrap()
}

/// Looks until the copy has so many entries: a checkpoint is at most a second behind.
async fn caught_up(mut follower: Follower, url: &str, entries: u64) -> Follower {
    let until = std::time::Instant::now() + PATIENCE;
    loop {
        let (back, found) = looked(follower, url).await;
        follower = back;
        let growth = found.unwrap_or_else(|finding| panic!("{finding:?}"));
        if growth.to >= entries {
            return follower;
        }
        assert!(std::time::Instant::now() < until, "{growth:?} of {entries}");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

fn receipt_of(deputy: &Deputy) -> (Receipt, PathBuf) {
    let path = deputy.folder.join("receipt-1.tlog-proof");
    (Receipt::parse(&std::fs::read(&path).unwrap()).unwrap(), path)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_server_is_followed_as_deputies_vote_and_its_fork_is_caught() {
    let mut play = Play::prepare(DEPUTIES).await;
    let url = format!("https://{}", play.made.sitting.server);
    let fingerprint = play.made.fingerprint;
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let follower = Follower::open(here.path(), fingerprint).unwrap();
    let follower = caught_up(follower, &url, play.log().len() as u64).await;
    let mut deputies = play.draw_all(DEPUTIES).await;
    // Somebody stops following while the ballots are drawn.
    let early = Follower::open(there.path(), fingerprint).unwrap();
    let early = caught_up(early, &url, play.log().len() as u64).await;
    for deputy in &mut deputies {
        deputy.cast(&[0, 1]).await;
    }
    play.end().await;
    for deputy in &mut deputies {
        deputy.found().await;
    }
    let follower = caught_up(follower, &url, play.log().len() as u64).await;
    let verdict = verify_folder(here.path(), &fingerprint, |_, _| {}).unwrap();
    assert_eq!(verdict.failure, None);

    // A receipt from the device's own folder: checked by what lies beside it, and against the server.
    let (receipt, path) = receipt_of(&deputies[0]);
    let entry_0 = std::fs::read(path.with_file_name(terminal_client::device::ENTRY_0_FILE)).unwrap();
    let own = std::fs::read(terminal_client::device::entry_file_of(&path)).unwrap();
    let about = AboutLog::new(&entry_0, Some(&fingerprint)).unwrap();
    assert!(receipt.verify(&own, about.vkey()).is_ok());
    let (place, note) = (url.clone(), receipt.note().clone());
    let compared = tokio::task::spawn_blocking(move || {
        History::open(&place, &fingerprint).unwrap().compare(&note).unwrap()
    });
    assert!(matches!(compared.await.unwrap(), Comparison::Same | Comparison::Grew));

    // The server's own key signs another history, from the opening on.
    let lines: Vec<Vec<u8>> = play.log().iter().map(|line| line.bytes().to_vec()).collect();
    let mut ring = Keyring::default();
    ring.keep(&SigningKey::from_seed(&play.made.keys.server.log.to_secret_bytes()).unwrap());
    let real = Log::new(lines, ring);
    let fork = forked(&real, real.index_of("contest_opened") + 2);
    let malicious = serve(&fork);
    for (follower, folder) in [(follower, here.path()), (early, there.path())] {
        let (_, found) = looked(follower, &malicious.url()).await;
        let found = found.expect_err("a fork");
        assert!(found.is_proof(), "{found:?}");
        let kept = keep(folder, &found).unwrap().file.unwrap();
        judged(&std::fs::read(kept).unwrap(), Some(&fingerprint));
    }
    // A deputy who was shown that one compares receipts with a neighbour.
    let size = usize::try_from(about.open(receipt.note()).unwrap().size).unwrap();
    let other = held::receipt(&prefix(&fork, size), receipt.index());
    let compared = compare(&about, receipt.note(), other.note(), None).unwrap();
    let Comparison::Contradiction(evidence) = compared else { panic!("{compared:?}") };
    assert_eq!(judged(&evidence.to_bytes(), None), Misconduct::TwoRoots);
    for deputy in deputies {
        deputy.leave().await;
    }
    play.stop().await;
}
