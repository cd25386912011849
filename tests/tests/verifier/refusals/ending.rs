//! End, slips, box and close.

use super::Shown;
use audit::entry::payload::BytesPayload;
use audit::entry::voting::{BallotCast, BoxOpened, ContestClosed, Means};
use audit::entry::{Body, Line};
use audit::fold::Code;
use audit::wire::Bytes;
use end_to_end::smith::{Plan, Smith, int};

pub(super) fn show(shown: &mut Shown) {
    let mut smith = Smith::new(Plan { challenge: true, ..Plan::plain() });
    smith.prepare();
    smith.key_ceremony();
    for deputy in 1..=5 {
        let body = Body::CheckedIn(smith.check_in(deputy, Means::Card));
        smith.push(&body);
    }
    let body = Body::ContestOpened(smith.opening(1));
    smith.push(&body);
    smith.issue_and_cast(1, 1);
    smith.issue_and_cast(1, 2);
    // Before the end nothing of the end may stand.
    shown.body(&smith, &Body::BallotReturned(smith.slip(1, 1)), Code::ContestNotEnded);
    let body = Body::BoxOpened(smith.clone().box_opening(1));
    shown.body(&smith, &body, Code::ContestNotEnded);
    shown.body(&smith, &Body::ContestClosed(smith.closing(1)), Code::ContestNotEnded);
    let (challenge, opened_seed) = smith.challenge(1, &[1]);
    smith.push(&Body::BallotChallenged(challenge));
    for deputy in [3, 4] {
        smith.issue_and_cast(1, deputy);
    }
    smith.push(&Body::ContestEnded(smith.end(1)));
    ended(shown, &mut smith);
    boxes(shown, &smith);
    casts(shown, &smith, opened_seed);
    stamps(shown, &smith);
    closing(shown, &mut smith);
}

fn ended(shown: &mut Shown, smith: &mut Smith) {
    let mut late = smith.clone();
    let body = Body::BallotIssued(late.issue(1, 5));
    shown.body(&late, &body, Code::ContestNotOpen);
    let body = Body::CheckedIn(late.check_in(6, Means::Card));
    shown.body(&late, &body, Code::LateNotAdmitted);
    shown.body(smith, &Body::ContestHeld(smith.hold(1)), Code::ContestNotOpen);
    shown.body(smith, &Body::BallotReturned(smith.slip(1, 5)), Code::SlipWithoutBallot);
    let good = smith.slip(1, 1);
    shown.edited(smith, &good, Body::BallotReturned, Code::ContestForeign, |body| {
        body.contest = [1; 32].into();
    });
    smith.push(&Body::BallotReturned(good.clone()));
    // A second slip has the body of the first.
    shown.body(smith, &Body::BallotReturned(good), Code::BodyRepeated);
    let ballot = smith.sorted(1)[0].cast.clone().unwrap();
    shown.body(smith, &Body::BallotCast(ballot), Code::BoxNotOpening);
}

fn boxes(shown: &mut Shown, smith: &Smith) {
    let mut full = smith.clone();
    let stuffed = full.stuffed(1, &[1]);
    full.boxes.get_mut(&1).unwrap().push(stuffed);
    let body = Body::BoxOpened(full.box_opening(1));
    shown.body(&full, &body, Code::BoxTooFull);
    // A box of none has a proof too.
    let mut empty = smith.clone();
    empty.boxes.clear();
    let good = empty.box_opening(1);
    let mut edited = |edit: fn(&mut BoxOpened)| {
        shown.edited(&empty, &good, Body::BoxOpened, Code::StampsBad, edit);
    };
    edited(|body| body.stamps = [1; 32].into());
    edited(|body| body.proof = [1; 64].into());
    edited(|body| body.proof = [0xff; 64].into());
}

fn casts(shown: &mut Shown, smith: &Smith, opened_seed: [u8; 32]) {
    let mut smith = smith.clone();
    let body = Body::BoxOpened(smith.box_opening(1));
    smith.push(&body);
    let sorted: Vec<_> = smith.sorted(1).into_iter().filter_map(|made| made.cast).collect();
    let good = sorted[0].clone();
    let second = sorted[1].clone();
    let mut edited = |code, edit: &dyn Fn(&mut BallotCast)| {
        shown.edited(&smith, &good, Body::BallotCast, code, edit);
    };
    edited(Code::ContestForeign, &|body| body.contest = [1; 32].into());
    edited(Code::RecastRefused, &|body| body.replaces = [1; 32].into());
    edited(Code::BallotProofBad, &|body| body.ballot = second.ballot.clone());
    let bytes = |change: &dyn Fn(&mut Vec<u8>)| {
        let BytesPayload::Inline(inline) = &good.ballot else { panic!("in parts") };
        let mut bytes = inline.as_bytes().to_vec();
        change(&mut bytes);
        BytesPayload::Inline(Bytes::from(bytes))
    };
    edited(Code::BallotMalformed, &|body| body.ballot = bytes(&|bytes| _ = bytes.pop()));
    edited(Code::BallotMalformed, &|body| body.ballot = bytes(&|bytes| bytes.clear()));
    edited(Code::BallotMalformed, &|body| body.ballot = bytes(&|bytes| bytes[..32].fill(0)));
    // The last response, still a scalar: the proof of the limit fails and no other.
    edited(Code::BallotProofBad, &|body| {
        body.ballot = bytes(&|bytes| {
            let at = bytes.len() - 32;
            bytes[at] ^= 1;
        });
    });
    // Two ciphertexts with one A.
    edited(Code::BallotMalformed, &|body| {
        body.ballot = bytes(&|bytes| bytes.copy_within(..64, 64));
    });
    edited(Code::PartsWrong, &|body| {
        body.ballot = BytesPayload::Inline(Bytes::from(vec![0; 30_001]));
    });
    // The encryption that was opened for checking, under a stamped key.
    let key = good.ballot_key.to_bytes();
    let stamp = crypto::stamp::Stamp::from_bytes(good.stamp.as_bytes()).unwrap();
    let (spoiled, _) = smith.clone().ballot(1, key, &stamp, &[1], opened_seed);
    shown.body(&smith, &Body::BallotCast(spoiled), Code::Spoiled);
    // Nothing comes between the ballots.
    shown.body(&smith, &Body::BallotReturned(smith.slip(1, 2)), Code::BoxIncomplete);
    shown.body(&smith, &Body::ContestClosed(smith.closing(1)), Code::BoxIncomplete);
    shown.body(&smith, &Body::ContestVoided(smith.voiding(1)), Code::BoxIncomplete);
    // In the order of their keys, and each once.
    let mut out_of_order = smith.clone();
    out_of_order.push(&Body::BallotCast(second.clone()));
    shown.body(&out_of_order, &Body::BallotCast(good), Code::BoxOrder);
    shown.body(
        &out_of_order,
        &Body::BallotCast(BallotCast { nonce: [1; 32].into(), ..second }),
        Code::BoxOrder,
    );
}

fn stamps(shown: &mut Shown, smith: &Smith) {
    let mut smith = smith.clone();
    let good = smith.box_opening(1);
    let out = |smith: &Smith, opening: BoxOpened| {
        let mut smith = smith.clone();
        smith.push(&Body::BoxOpened(opening));
        let mut casts: Vec<_> = smith.sorted(1).into_iter().filter_map(|made| made.cast).collect();
        let last = casts.pop().unwrap();
        for cast in casts {
            smith.push(&Body::BallotCast(cast));
        }
        (smith, last)
    };
    let (before_last, last) = out(&smith, good.clone());
    let other = smith.stamp_key(1).public_key().as_bytes().to_owned();
    let mut edited = |code, edit: &dyn Fn(&mut BallotCast)| {
        shown.edited(&before_last, &last, Body::BallotCast, code, edit);
    };
    edited(Code::StampBad, &|body| body.stamp = [0; 32].into());
    edited(Code::StampBad, &|body| body.stamp = [0xff; 32].into());
    edited(Code::StampsBad, &|body| body.stamp = other.into());
    for (stamps, proof) in [([1; 32], good.proof.to_bytes()), (good.stamps.to_bytes(), [1; 64])] {
        let opening = BoxOpened { stamps: stamps.into(), proof: proof.into(), ..good.clone() };
        let (before_last, last) = out(&smith, opening);
        shown.body(&before_last, &Body::BallotCast(last), Code::StampsBad);
    }
}

fn closing(shown: &mut Shown, smith: &mut Smith) {
    smith.open_box(1);
    let ballot = smith.stuffed(1, &[1]).cast.unwrap();
    shown.body(smith, &Body::BallotCast(ballot), Code::BoxNotOpening);
    let good = smith.closing(1);
    let mut edited = |code, edit: fn(&mut ContestClosed)| {
        shown.edited(smith, &good, Body::ContestClosed, code, edit);
    };
    edited(Code::ContestForeign, |body| body.contest = [1; 32].into());
    edited(Code::ClosingBad, |body| body.size = int(1));
    edited(Code::ClosingBad, |body| body.root = [1; 32].into());
    edited(Code::ClosingBad, |body| body.issued = int(5));
    edited(Code::ClosingBad, |body| body.returned = int(5));
    edited(Code::ClosingBad, |body| body.slips = int(4));
    let mut between = smith.clone();
    between.time += 1;
    let line: Line = between.make(&Body::ContestClosed(good));
    shown.line(smith, &line, Code::TimeNotWhole);
}
