//! A writer killed with SIGKILL at random moments loses nothing that it had acknowledged.
//!
//! The test starts itself again as the writer: `child_writes` does nothing unless the variable names a folder.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects by unwrapping"
)]

mod common;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::{ORIGIN, contents, entries, note};
use tally_server::store::{Options, SegmentStore, Store};

const FOLDER: &str = "PIAOJUE_TEST_STORE";
const KILLS: u64 = 15;

/// The writer: appends batches of 1 to 7 for ever and says the size after each; now and then a checkpoint.
#[test]
fn child_writes() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let options = Options::default().segment_bytes(30_000);
    let mut store = SegmentStore::open_with(Path::new(&folder), ORIGIN, options).unwrap().store;
    let mut out = std::io::stdout();
    loop {
        let size = store.size();
        let batch = entries(store.head(), size, size % 7 + 1);
        let size = store.append(size, &batch).unwrap().size;
        writeln!(out, "\nacked {size}").unwrap();
        out.flush().unwrap();
        if size.is_multiple_of(5) {
            let seen = store.checkpoint().unwrap();
            store.swap_checkpoint(seen.as_deref(), &note(size, "")).unwrap();
            writeln!(out, "\nsigned {size}").unwrap();
            out.flush().unwrap();
        }
    }
}

#[test]
fn a_killed_writer_loses_no_acknowledged_entry() {
    let folder = tempfile::tempdir().unwrap();
    drop(SegmentStore::create(folder.path(), ORIGIN).unwrap());
    let (mut acked, mut signed) = (0, 0);
    for kill in 0..KILLS {
        let mut child = writer(folder.path());
        std::thread::sleep(Duration::from_millis(20 + kill * 37 % 61));
        child.kill().unwrap();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            let number = |text: &str| text.parse::<u64>().unwrap();
            acked = line.strip_prefix("acked ").map_or(acked, number);
            signed = line.strip_prefix("signed ").map_or(signed, number);
        }
        child.wait().unwrap();

        let store = SegmentStore::open(folder.path(), ORIGIN).unwrap().store;
        assert!(store.size() >= acked, "kill {kill}: {} entries of {acked}", store.size());
        // The entries are a function of their index, so each one is compared, not only counted.
        assert_eq!(contents(&store), entries(ORIGIN, 0, store.size()));
        if signed > 0 {
            let persisted = store.checkpoint().unwrap().unwrap();
            let size: u64 = String::from_utf8(persisted).unwrap().lines().nth(1).unwrap().parse().unwrap();
            assert!(size >= signed);
        }
    }
    assert!(acked > 0, "the writer never got to write");
}

fn writer(folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_writes", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}
