//! A server killed with SIGKILL at random moments loses no ballot that it could have given a receipt for.
//!
//! The test starts itself again as the server: `child_admits` does nothing unless the variable names a folder.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects by unwrapping"
)]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use tally_server::ballot_box::{BallotBox, Deposit, Shape, Slot};

const FOLDER: &str = "PIAOJUE_TEST_BOX";
const HASH: [u8; 32] = [1; 32];
const KILLS: u64 = 15;
/// Deputies who cast for ever, each replacing its own ballot.
const DEPUTIES: u32 = 12;

/// `number` of the deputy, then how often it has cast.
fn ballot(deputy: u32, cast: u64) -> Vec<u8> {
    format!("{deputy} {cast} {}", "y".repeat(6_000)).into_bytes()
}

fn parse(record: &[u8]) -> (u32, u64) {
    let text = std::str::from_utf8(record).unwrap();
    let mut words = text.split(' ');
    let parsed = (words.next().unwrap().parse().unwrap(), words.next().unwrap().parse().unwrap());
    assert_eq!(record, ballot(parsed.0, parsed.1), "a record came back changed");
    parsed
}

/// The newest cast of each deputy; a crash may have kept older ones from being erased.
fn newest(ballots: &BallotBox) -> BTreeMap<u32, (u64, Slot)> {
    let mut newest: BTreeMap<u32, (u64, Slot)> = BTreeMap::new();
    for slot in ballots.slots() {
        let (deputy, cast) = parse(&ballots.read(slot).unwrap());
        let kept = newest.entry(deputy).or_insert((cast, slot));
        if kept.0 < cast {
            *kept = (cast, slot);
        }
    }
    newest
}

#[test]
fn child_admits() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let mut ballots = BallotBox::open(Path::new(&folder), 1, &HASH).unwrap();
    let mut out = std::io::stdout();
    let mut held = newest(&ballots);
    loop {
        for group in [0..4, 4..5, 5..DEPUTIES] {
            let records: Vec<_> = group
                .map(|deputy| {
                    let old = held.get(&deputy);
                    let cast = old.map_or(0, |(cast, _)| cast + 1);
                    (deputy, cast, ballot(deputy, cast), old.map(|(_, slot)| *slot))
                })
                .collect();
            let deposits: Vec<_> = records
                .iter()
                .map(|(_, _, record, replaces)| Deposit { record, replaces: *replaces })
                .collect();
            let slots = ballots.commit(&deposits).unwrap();
            for ((deputy, cast, _, _), slot) in records.iter().zip(slots) {
                held.insert(*deputy, (*cast, slot));
                writeln!(out, "\nreceipt {deputy} {cast}").unwrap();
            }
            out.flush().unwrap();
        }
    }
}

#[test]
fn a_killed_server_loses_no_ballot_with_a_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let mut receipts: BTreeMap<u32, u64> = BTreeMap::new();
    for kill in 0..KILLS {
        // Older casts that a crash left beside newer ones take slots; a fresh box for some of the kills.
        if kill % 5 == 0 {
            BallotBox::destroy_leftover(folder.path(), 1).unwrap();
            drop(BallotBox::create(folder.path(), Shape::new(1, HASH, 150, 7_000).unwrap()).unwrap());
            receipts.clear();
        }
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_admits", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(30 + kill * 37 % 61));
        child.kill().unwrap();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some((deputy, cast)) = line.strip_prefix("receipt ").and_then(|said| said.split_once(' '))
            {
                receipts.insert(deputy.parse().unwrap(), cast.parse().unwrap());
            }
        }
        child.wait().unwrap();

        let ballots = BallotBox::open(folder.path(), 1, &HASH).unwrap();
        let held = newest(&ballots);
        for (deputy, cast) in &receipts {
            let kept = held.get(deputy).map(|(cast, _)| *cast);
            assert!(kept >= Some(*cast), "kill {kill}: deputy {deputy} cast {cast}, the box has {kept:?}");
        }
    }
    assert!(!receipts.is_empty(), "no ballot was ever admitted");
}
