//! Checks made ahead of the fold change no verdict: in runs and one entry at a time, the same entry is refused for the same reason.

use audit::ahead;
use audit::entry::payload::BytesPayload;
use audit::entry::{Body, Line};
use audit::fold::{Refusal, State};
use audit::wire::Bytes;
use end_to_end::smith::{Log, Plan, Smith};
use std::sync::LazyLock;

static LOG: LazyLock<Log> = LazyLock::new(|| Smith::tell(Plan::default()).log());

/// The first refusal of a fold that has nothing checked ahead.
fn one_by_one(log: &Log) -> Option<(u64, Refusal)> {
    let mut state = State::new();
    for line in &log.lines {
        let applied = Line::parse(line.clone()).map(|line| state.apply(&line)).unwrap();
        if let Err(refusal) = applied {
            return Some((state.head().size, refusal));
        }
    }
    None
}

/// The same of the verifier, which takes the whole log as one run.
fn in_runs(log: &Log) -> Option<(u64, Refusal)> {
    log.verify().failure.map(|failure| (failure.index, failure.refusal))
}

fn last_byte_changed(bytes: &[u8], back: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let at = bytes.len() - back;
    bytes[at] ^= 1;
    bytes
}

fn ballot_changed(ballot: &mut BytesPayload) {
    if let BytesPayload::Inline(bytes) = ballot {
        // The lowest byte of the last response: still a scalar.
        *bytes = Bytes::from(last_byte_changed(bytes.as_bytes(), 32));
    }
}

/// What whoever signs this entry could have written wrong in it; signatures are made anew.
fn made_wrong(body: &mut Body) -> bool {
    match body {
        Body::BallotCast(cast) => ballot_changed(&mut cast.ballot),
        Body::PaperCast(cast) => ballot_changed(&mut cast.ballot),
        Body::Decrypted(body) => {
            let share = body.shares.last_mut().unwrap();
            let wrong: [u8; 128] = last_byte_changed(share.as_bytes(), 32).try_into().unwrap();
            *share = wrong.into();
        }
        Body::KeyTested(body) => {
            let wrong: [u8; 128] = last_byte_changed(body.share.as_bytes(), 32).try_into().unwrap();
            body.share = wrong.into();
        }
        Body::BallotIssued(body) => {
            let wrong: [u8; 64] = last_byte_changed(body.proof.as_bytes(), 32).try_into().unwrap();
            body.proof = wrong.into();
        }
        Body::BallotReturned(body) => body.deputy = (u32::try_from(body.deputy.get()).unwrap() + 1).into(),
        Body::CheckedIn(body) => body.device_key = [0xff; 32].into(),
        _ => return false,
    }
    true
}

#[test]
fn a_good_log_is_good_either_way() {
    assert_eq!(one_by_one(&LOG), None);
    assert_eq!(in_runs(&LOG), None);
}

#[test]
fn what_is_made_wrong_is_refused_alike() {
    let mut kinds = std::collections::BTreeSet::new();
    for index in 1..LOG.lines.len() {
        let mut log = LOG.clone();
        let mut wrong = false;
        log.edit(index, |body| wrong = made_wrong(body));
        if !wrong {
            continue;
        }
        let alone = one_by_one(&log);
        assert!(alone.as_ref().is_some_and(|(at, _)| *at >= u64::try_from(index).unwrap()), "{index}");
        assert_eq!(in_runs(&log), alone, "{index}");
        kinds.insert(LOG.entry(index).body().kind());
    }
    assert_eq!(kinds.len(), 7, "{kinds:?}");
}

/// Several culprits in one run: the first is named, as alone.
#[test]
fn of_several_false_ballots_the_first_is_named() {
    let mut log = LOG.clone();
    let ballots: Vec<_> =
        (0..LOG.lines.len()).filter(|index| LOG.entry(*index).body().kind() == "ballot_cast").collect();
    for index in ballots.iter().skip(1).take(3) {
        log.edit(*index, |body| assert!(made_wrong(body)));
    }
    let alone = one_by_one(&log);
    assert_eq!(alone.as_ref().map(|(at, _)| usize::try_from(*at).unwrap()), ballots.get(1).copied());
    assert_eq!(in_runs(&log), alone);
}

/// A signature by another key over the same bytes: nothing found ahead lets it through.
#[test]
fn a_foreign_signature_is_refused_alike() {
    for index in (1..LOG.lines.len()).step_by(7) {
        let line = LOG.entry(index);
        let mut sigs = line.entry().sigs.clone();
        let Some(sig) = sigs.last_mut() else { continue };
        let stranger = crypto::signature::SigningKey::from_seed(&[0xdd; 32]).unwrap();
        let purpose = audit::fold::purpose_of(sig.by);
        let signed = stranger.sign(purpose, &LOG.fingerprint.0, line.body_bytes());
        sig.sig = signed.to_bytes().into();
        let (prev, time) = (line.entry().prev.to_bytes(), line.entry().time.get());
        let mut log = LOG.clone();
        log.lines[index] = Line::write(prev, time, &sigs, line.body_bytes()).unwrap().bytes().to_vec();
        log.chain_from(index + 1);
        let alone = one_by_one(&log);
        assert_eq!(alone.as_ref().map(|(at, _)| usize::try_from(*at).unwrap()), Some(index));
        assert_eq!(in_runs(&log), alone, "{index}");
    }
}

/// Evidence is of the state it was checked against: lines checked ahead of one log do not pass as those of another sitting.
#[test]
fn evidence_of_another_sitting_is_worth_nothing() {
    let other = Smith::tell(Plan { seed: 2, ..Plan::default() });
    let here = LOG.index_of("ballot_cast");
    let there = other.log().index_of("ballot_cast");
    let mut line = vec![LOG.entry(here)];
    let (state, other) = (LOG.state_before(here), other.log().state_before(there));
    ahead::check(&state, &mut line);
    let plain = LOG.entry(here);
    assert_eq!(state.clone().apply(&line[0]), Ok(()));
    let refused = other.clone().apply(&plain).unwrap_err();
    assert_eq!(other.clone().apply(&line[0]), Err(refused));
}
