//! The key ceremony and the test decryption.

use super::Shown;
use audit::entry::Body;
use audit::entry::key::{KeyAccepted, KeyAgreed, KeyDisputed};
use audit::fold::Code;
use end_to_end::smith::{Plan, Smith, int};

pub(super) fn show(shown: &mut Shown) {
    let mut smith = Smith::new(Plan::default());
    smith.prepare();
    // No scrutineers yet: nobody's key is known, and nobody can agree.
    let early = KeyAccepted { run: int(1), scrutineer: int(1), follows: [0; 32].into() };
    shown.body(&smith, &Body::KeyAccepted(early), Code::SignerUnknown);
    let nothing = KeyAgreed { run: int(1), public_key: [1; 32].into(), share_keys: vec![] };
    shown.body(&smith, &Body::KeyAgreed(nothing), Code::CeremonyOrder);
    let named = Body::ScrutineersNamed(smith.scrutineers());
    smith.push(&named);
    rounds(shown, &mut smith);
    disputes(shown, &smith);
    agreement(shown, &mut smith);
    tests(shown, &mut smith);
}

fn rounds(shown: &mut Shown, smith: &mut Smith) {
    let reveal = Body::KeyRevealed(smith.reveal(1));
    shown.body(smith, &reveal, Code::CeremonyOrder);
    let good = smith.commitment(1);
    let other = smith.commitment(2);
    let mut edited = |code, edit: &dyn Fn(&mut audit::entry::key::KeyCommitted)| {
        shown.edited(smith, &good, Body::KeyCommitted, code, edit);
    };
    edited(Code::CeremonyEnded, &|body| body.run = int(2));
    edited(Code::SignerUnknown, &|body| body.scrutineer = int(4));
    edited(Code::CeremonyBad, &|body| body.encryption_key = [0; 32].into());
    edited(Code::CeremonyBad, &|body| body.encryption_key = [0xff; 32].into());
    edited(Code::CeremonyBad, &|body| body.encryption_key = other.encryption_key);
    edited(Code::CeremonyBad, &|body| body.encryption_proof = [0xff; 64].into());
    edited(Code::CeremonyBad, &|body| body.encryption_proof = [1; 64].into());
    smith.push(&Body::KeyCommitted(good.clone()));
    let second = audit::entry::key::KeyCommitted { commitment: [5; 32].into(), ..good };
    shown.body(smith, &Body::KeyCommitted(second), Code::CeremonyOrder);
    for index in [2, 3] {
        let body = Body::KeyCommitted(smith.commitment(index));
        smith.push(&body);
    }

    let good = smith.reveal(1);
    let mut edited = |edit: fn(&mut audit::entry::key::KeyRevealed)| {
        shown.edited(smith, &good, Body::KeyRevealed, Code::CeremonyBad, edit);
    };
    edited(|body| body.commitments.swap(0, 1));
    edited(|body| body.commitments.truncate(1));
    edited(|body| body.commitments[0] = [0; 32].into());
    edited(|body| body.proof = [2; 64].into());
    for index in [1, 2, 3] {
        let body = Body::KeyRevealed(smith.reveal(index));
        smith.push(&body);
    }

    let good = smith.dealing(1);
    let mut edited = |edit: fn(&mut audit::entry::key::KeyDealt)| {
        shown.edited(smith, &good, Body::KeyDealt, Code::CeremonyBad, edit);
    };
    edited(|body| body.shares.swap(0, 1));
    edited(|body| body.shares.truncate(1));
    edited(|body| body.shares[0].to = int(1));
    edited(|body| body.shares[0].ephemeral = [0; 32].into());
    edited(|body| body.shares[0].proof = body.shares[1].proof);
    edited(|body| body.shares[0].sealed = [0; 48].into());
    edited(|body| {
        // Another's ephemeral key with its proof: the proof is of another way.
        body.shares[0].ephemeral = body.shares[1].ephemeral;
        body.shares[0].proof = body.shares[1].proof;
    });
}

/// A run that goes wrong, told beside the one that goes on.
fn disputes(shown: &mut Shown, smith: &Smith) {
    let mut smith = smith.clone();
    let bad = Body::KeyDealt(smith.bad_dealing());
    smith.push(&bad);
    let accept = |smith: &Smith, scrutineer| {
        let follows = smith.ceremony().last_dealt().into();
        Body::KeyAccepted(KeyAccepted { run: int(1), scrutineer: int(scrutineer), follows })
    };
    shown.body(&smith, &accept(&smith, 3), Code::CeremonyOrder);
    for index in [2, 3] {
        let body = Body::KeyDealt(smith.dealing(index));
        smith.push(&body);
    }
    let Body::KeyDisputed(complaint) = smith.opened(2) else { panic!("the share opens") };
    let mut edited = |edit: fn(&mut KeyDisputed)| {
        shown.edited(&smith, &complaint, Body::KeyDisputed, Code::CeremonyBad, edit);
    };
    edited(|body| body.dealer = int(2));
    edited(|body| body.dealer = int(7));
    edited(|body| body.shared = [0; 32].into());
    edited(|body| body.proof = [0xff; 64].into());
    // Who accepted a share cannot complain of it any more.
    let mut accepted = smith.clone();
    accepted.push(&accept(&smith, 2));
    shown.body(&accepted, &Body::KeyDisputed(complaint.clone()), Code::CeremonyOrder);
    smith.push(&Body::KeyDisputed(complaint));
    assert!(smith.ceremony().fault().is_some());
    shown.body(&smith, &accept(&smith, 3), Code::CeremonyEnded);
    // The next run has other scrutineers than the one at fault, another number and a reason.
    let at_fault = smith.ceremony().named()[0].key;
    let good = smith.scrutineers();
    let mut edited = |edit: &dyn Fn(&mut audit::entry::preparation::ScrutineersNamed)| {
        shown.edited(&smith, &good, Body::ScrutineersNamed, Code::ScrutineersBad, edit);
    };
    edited(&|body| body.scrutineers[0].key = at_fault);
    edited(&|body| body.run = int(1));
    edited(&|body| body.reason = "".parse().unwrap());
}

fn agreement(shown: &mut Shown, smith: &mut Smith) {
    for index in [1, 2, 3] {
        let body = Body::KeyDealt(smith.dealing(index));
        smith.push(&body);
    }
    let Body::KeyAccepted(good) = smith.opened(1) else { panic!("a good share is disputed") };
    let early = Body::KeyAgreed(smith.agreement());
    shown.body(smith, &early, Code::CeremonyOrder);
    shown.edited(smith, &good, Body::KeyAccepted, Code::FollowsWrong, |body| body.follows = [1; 32].into());
    for index in [1, 2, 3] {
        let body = smith.opened(index);
        smith.push(&body);
    }
    let good = smith.agreement();
    let mut edited = |edit: fn(&mut KeyAgreed)| {
        shown.edited(smith, &good, Body::KeyAgreed, Code::CeremonyBad, edit);
    };
    edited(|body| body.public_key = body.share_keys[0]);
    edited(|body| body.share_keys.swap(0, 1));
    edited(|body| body.share_keys.truncate(2));
    smith.push(&Body::KeyAgreed(good.clone()));
    let again = KeyAgreed { share_keys: vec![], ..good };
    shown.body(smith, &Body::KeyAgreed(again), Code::CeremonyEnded);
}

fn tests(shown: &mut Shown, smith: &mut Smith) {
    let good = smith.key_test(1);
    let of_another = smith.key_test(2);
    let mut edited = |code, edit: &dyn Fn(&mut audit::entry::key::KeyTested)| {
        shown.edited(smith, &good, Body::KeyTested, code, edit);
    };
    edited(Code::FollowsWrong, &|body| body.key = [1; 32].into());
    edited(Code::TestBad, &|body| body.share = of_another.share);
    edited(Code::TestBad, &|body| body.share = [0; 128].into());
    smith.push(&Body::KeyTested(good));
    let again = Body::KeyTested(smith.key_test(1));
    shown.body(smith, &again, Code::CeremonyOrder);
}
