//! After everything: the published log against what deputies were promised.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use audit::entry::{Body, Line};
use audit::wire::encode;
use protocol::Act;
use protocol::receipt::ballot_hash;

use super::clients::Clients;
use super::sitting::Hall;
use super::{CONTEST, totals};

/// Every receipt is signed by the server and honoured by the same ballot, byte for byte, in the log; every deputy has one ballot, under the
/// ballot key of the first request; totals are those of the marks; and the verifier accepts the log.
pub fn check(hall: &Hall, clients: &Clients, deputies: u32) {
    let published = hall.server.join("published");
    wait_for_checkpoint(&published);
    let verdict = audit::verify::verify_folder(&published, &hall.made.fingerprint, |_, _| {}).unwrap();
    assert_eq!(verdict.failure, None);
    let contest = &verdict.state.contests()[&CONTEST];
    let course = contest.course().unwrap();
    assert_eq!(course.issued_count(), u64::from(deputies));
    assert_eq!(course.returned(), Some(u64::from(deputies)));
    let (counted, _) = course.declared.as_ref().expect("a declared result");
    assert_eq!(*counted, totals(deputies));
    assert!(verdict.state.is_sealed());

    let log = std::fs::read_to_string(published.join("log.jsonl")).unwrap();
    let mut requests = BTreeMap::new();
    let (mut ballot_keys, mut ballots) = (BTreeSet::new(), BTreeSet::new());
    for line in log.lines().map(|line| Line::parse(line.as_bytes().to_vec()).unwrap()) {
        match line.body() {
            Body::BallotIssued(issued) => {
                let request = String::from_utf8(encode(&issued.request)).unwrap();
                assert!(requests.insert(issued.request.deputy.get(), request).is_none());
            }
            Body::BallotCast(cast) => {
                let body = String::from_utf8(line.body_bytes().to_vec()).unwrap();
                let act = Act { sigs: line.entry().sigs.clone(), body, parts: Vec::new() };
                assert!(ballots.insert(ballot_hash(&encode(&act)).to_string()));
                assert!(ballot_keys.insert(cast.ballot_key.to_string()));
            }
            _ => {}
        }
    }
    assert_eq!(ballots.len(), usize::try_from(deputies).unwrap());

    let receipts = clients.receipts();
    let server = hall.made.keys.server.act.verifying_key();
    for deputy in 1..=deputies {
        let first = &clients.firsts()[&deputy];
        assert_eq!(
            requests[&u64::from(deputy)],
            first.request,
            "deputy {deputy}: another request was issued"
        );
        assert!(ballot_keys.contains(&first.ballot_key), "deputy {deputy}: another ballot key");
        // The box answers one ballot with one receipt, however often it is asked.
        let [receipt] = receipts[&deputy][..] else { panic!("deputy {deputy}: {:?}", receipts[&deputy]) };
        receipt.verify(&server, &hall.made.fingerprint.0).unwrap();
        assert_eq!(receipt.boxed.contest.to_bytes(), course.hash);
        assert!(
            ballots.contains(&receipt.boxed.ballot.to_string()),
            "deputy {deputy}: the receipt is not honoured"
        );
    }
    assert_eq!(clients.failures(), Vec::<String>::new());
}

/// The server listens first and signs for what a crash had left unsigned a moment later.
fn wait_for_checkpoint(published: &Path) {
    let started = Instant::now();
    loop {
        let entries =
            std::fs::read(published.join("log.jsonl")).unwrap().split(|byte| *byte == b'\n').count() - 1;
        let note = std::fs::read_to_string(published.join("checkpoint")).unwrap();
        let size = note.lines().nth(1).unwrap();
        if size == entries.to_string() {
            return;
        }
        assert!(started.elapsed() < Duration::from_secs(15), "{entries} entries, a checkpoint over {size}");
        std::thread::sleep(Duration::from_millis(100));
    }
}
