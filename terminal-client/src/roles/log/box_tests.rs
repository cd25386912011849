//! Ballots of the box, many at once.

use super::super::acts::sign;
use super::super::test_log::{Hall, key};
use super::*;
use audit::entry::Signer;
use audit::entry::payload::BytesPayload;
use audit::fold::Check;

const BALLOTS: u32 = 5;

/// The log before the box comes out, and the lines of the box with one act changed (0 is `box_opened`).
fn with_box(change: impl Fn(usize, &mut protocol::Act)) -> (FollowedLog, Vec<Vec<u8>>) {
    let mut hall = Hall::with_key(3);
    hall.open();
    (1..=BALLOTS).for_each(|deputy| hall.vote(deputy));
    hall.two_roles(&super::super::acts::bodies::end(hall.state(), 1).unwrap());
    let lines = hall.box_lines(change);
    (hall.log.clone(), lines)
}

fn size(log: &FollowedLog) -> u64 {
    log.size()
}

#[test]
fn ballots_of_the_box_are_taken_together_and_one_by_one_alike() {
    let (log, lines) = with_box(|_, _| {});
    let mut together = log.clone();
    together.extend(lines.clone()).unwrap();
    let mut one_by_one = log.clone();
    for line in lines {
        one_by_one.extend([line]).unwrap();
    }
    let says = |log: &FollowedLog| (log.state().head().frontier.root(), log.state().counters().clone());
    assert_eq!(says(&together), says(&one_by_one));
    assert_eq!(size(&together), size(&log) + 1 + u64::from(BALLOTS));
    let (done, expected) = together.state().counters().of(Check::BallotProofs);
    assert_eq!((done, expected), (u64::from(BALLOTS), u64::from(BALLOTS)));
}

/// A false proof inside the run: index, check and line are named, and what stood before it is kept.
#[test]
fn a_false_ballot_in_a_run_is_named() {
    let (mut log, lines) = with_box(|at, act| {
        if at != 3 {
            return;
        }
        let Body::BallotCast(mut cast) = act.decode().unwrap() else { panic!() };
        let BytesPayload::Inline(bytes) = &cast.ballot else { panic!() };
        let mut bytes = bytes.as_bytes().to_vec();
        let last = bytes.len() - 32;
        bytes[last] ^= 1;
        cast.ballot = BytesPayload::Inline(bytes.into());
        // Whoever made it signs it: only the proofs are wrong.
        let name = (1..=BALLOTS)
            .map(|deputy| format!("ballot-of-{deputy}"))
            .find(|name| *key(name).verifying_key().as_bytes() == cast.ballot_key.to_bytes())
            .unwrap();
        let sitting = sitting_of(act, &key(&name));
        *act = sign(&Body::BallotCast(cast), &key(&name), Signer::Ballot, &sitting);
    });
    let before = size(&log);
    let refuted = log.extend(lines.clone()).unwrap_err();
    assert_eq!(refuted.index, before + 3);
    assert_eq!(refuted.check, Check::BallotProofs);
    assert_eq!(refuted.line, lines[3]);
    assert_eq!(size(&log), before + 3, "what stood before it is kept");
    assert_eq!(log.extend([]).unwrap_err(), refuted, "and nothing more is taken");
    assert_eq!(log.refuted(), Some(&refuted));
}

/// The fingerprint that a ballot was signed for: tests have one sitting.
fn sitting_of(act: &protocol::Act, key: &crypto::signature::SigningKey) -> [u8; 32] {
    let sitting = Hall::new(3).sitting();
    let again = sign(&act.decode().unwrap(), key, Signer::Ballot, &sitting);
    assert_eq!(again.sigs, act.sigs);
    sitting
}
