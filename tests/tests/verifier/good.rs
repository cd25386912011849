//! A good log verifies, with N of N, and every check that it calls for ran.

use audit::fold::{Check, Code};
use audit::verify::Verdict;
use end_to_end::smith::{Log, Plan, Smith};
use std::path::Path;

/// Verified, with as many checks done as expected; gives the verdict.
fn verified(log: &Log) -> Verdict {
    let verdict = log.verify();
    assert_eq!(verdict.failure, None);
    let (done, expected) = verdict.counters.sum();
    assert_eq!(done, expected);
    verdict
}

#[test]
fn a_log_in_which_everything_happens_runs_every_check() {
    let plan =
        Plan { name_bytes: 4_000, dispute: true, deputies: 8, witnesses: 5, quorum: 4, ..Plan::default() };
    let verdict = verified(&Smith::tell(plan).log());
    for check in Check::ALL {
        let (done, expected) = verdict.counters.of(check);
        assert_eq!(done, expected, "check {}", check.number());
        assert!(done > 0, "check {} never ran", check.number());
    }
    // Six openings, five closes (hands have none), five declarations and a voiding.
    assert_eq!(verdict.counters.of(Check::Witnesses), (17, 17));
    // Boxes of 7, 3, 3 and 3 ballots, 3 papers entered; one cell for each of 3 items, shares of 2, 1, 2 and 2 scrutineers;
    // totals of three such contests, and of two items with two cells by name and by hands.
    assert_eq!(verdict.counters.of(Check::BallotProofs), (19, 19));
    assert_eq!(verdict.counters.of(Check::Decryption), (21, 21));
    assert_eq!(verdict.counters.of(Check::Totals), (17, 17));
}

#[test]
fn the_smallest_sitting_verifies_without_the_checks_that_it_does_not_call_for() {
    let verdict = verified(&Smith::tell(Plan::plain()).log());
    for check in [Check::Parts, Check::Challenges, Check::Witnesses] {
        assert_eq!(verdict.counters.of(check), (0, 0), "check {}", check.number());
    }
}

#[test]
fn a_log_is_verified_as_far_as_it_goes() {
    let smith = Smith::tell(Plan { sealed: false, ..Plan::default() });
    let mut at_ends = 0;
    for size in 1..=smith.lines.len() {
        let lines = smith.lines[..size].iter().map(|line| line.bytes().to_vec()).collect();
        let verdict = Log::new(lines, smith.ring.clone()).verify();
        // A log that stops inside an open box owes the rest of its ballots.
        let owes = verdict.state.contests().values().any(|contest| {
            contest
                .course()
                .and_then(|course| course.ballots.as_ref())
                .is_some_and(|ballots| ballots.appended() != ballots.announced)
        });
        let code = verdict.failure.map(|failure| failure.refusal.code);
        assert_eq!(code, owes.then_some(Code::CheckSkipped), "size {size}");
        at_ends += usize::from(owes);
    }
    assert_eq!(at_ends, 14, "5 ballots and three times 3, the last of each completes its box");
}

#[test]
fn plans_of_many_kinds_verify() {
    let plans = [
        Plan { rehearsal: true, seed: 2, ..Plan::default() },
        Plan { scrutineers: 4, threshold: 2, seed: 3, ..Plan::plain() },
        Plan { scrutineers: 9, threshold: 5, seed: 4, ..Plan::plain() },
        Plan {
            scrutineers: 2,
            threshold: 2,
            items: 1,
            most: 1,
            choices: vec![vec![1], vec![]],
            ..Plan::plain()
        },
        Plan::witnessed(),
        Plan { witnesses: 1, quorum: 1, ..Plan::plain() },
        Plan { witnesses: 32, quorum: 31, ..Plan::plain() },
        // A tie across the last seat, and items that nobody chose.
        Plan { items: 4, most: 4, seats: 1, choices: vec![vec![1, 2]], seed: 5, ..Plan::plain() },
        // A ballot of more than 30,000 bytes travels in parts.
        Plan { items: 120, most: 10, seats: 10, deputies: 4, seed: 6, ..Plan::plain() },
    ];
    for plan in plans {
        verified(&Smith::tell(plan).log());
    }
}

#[test]
fn the_same_plan_gives_the_same_bytes_and_another_seed_others() {
    let log = |seed| Smith::tell(Plan { seed, ..Plan::plain() }).log();
    assert_eq!(log(1).jsonl(), log(1).jsonl());
    assert_ne!(log(1).jsonl(), log(2).jsonl());
}

/// `tests/vectors/log` is a whole sitting for verifiers in other languages and for the command's tests. It is the smith's, byte for byte;
/// `PIAOJUE_WRITE_VECTORS=1` writes it anew after a change of the protocol.
#[test]
fn the_log_among_the_vectors_is_what_the_smith_makes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/log");
    let log = Smith::tell(Plan::default()).log();
    if std::env::var_os("PIAOJUE_WRITE_VECTORS").is_some() {
        log.write(&folder);
        std::fs::write(folder.join("fingerprint"), log.fingerprint.to_hex() + "\n").unwrap();
    }
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    assert!(read("log.jsonl") == log.jsonl(), "log.jsonl differs");
    assert_eq!(read("checkpoint"), log.checkpoint);
    assert_eq!(read("fingerprint"), (log.fingerprint.to_hex() + "\n").into_bytes());
}
