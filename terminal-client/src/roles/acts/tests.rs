//! Openings, the course, check-ins, and what a second signer refuses. What needs ballots is in `box_tests`.

use super::super::test_log::{Hall, key, key_of};
use super::bodies::PapersBack;
use super::*;
use audit::entry::preparation::ContestPurpose;
use audit::entry::voting::HeldBy;
use audit::fold::Check;
use protocol::server::Proposal;
use serde_json::{Value, json};

pub(super) fn countersign_by(
    hall: &Hall,
    proposal: &Proposal,
    signer: Signer,
) -> Result<Act, CountersignError> {
    countersign(proposal, hall.state(), &hall.status(), &key_of(signer), signer)
}

/// The body with the field at `path` changed, proposed by its proper proposer.
pub(super) fn changed(hall: &Hall, body: &Body, path: &str) -> Proposal {
    let mut value = serde_json::to_value(body).unwrap();
    let pointer = format!("/{}", path.replace('.', "/"));
    let field = value.pointer_mut(&pointer).unwrap();
    *field = match field.clone() {
        Value::Number(number) => json!(number.as_u64().unwrap() + 1),
        Value::String(text) if text.len() == 43 => {
            // Another 32 bytes that are canonical base64url.
            let first = if text.starts_with('A') { "B" } else { "A" };
            json!(format!("{first}{}", &text[1..]))
        }
        Value::String(text) => json!(format!("{text}x")),
        Value::Bool(value) => json!(!value),
        other => panic!("{other}"),
    };
    let body: Body = serde_json::from_value(value).unwrap();
    let proposer = hall.state().signers_needed(&body)[0];
    hall.proposal(proposer, &body)
}

pub(super) fn each_changed_field_is_named(hall: &Hall, body: &Body, second: Signer, paths: &[&str]) {
    let proposer = hall.state().signers_needed(body)[0];
    assert!(countersign_by(hall, &hall.proposal(proposer, body), second).is_ok());
    for path in paths {
        match countersign_by(hall, &changed(hall, body, path), second) {
            Err(CountersignError::Mismatch { field, ours, theirs }) => {
                assert_eq!(field, *path);
                assert_ne!(ours, theirs);
            }
            other => panic!("{path}: {other:?}"),
        }
    }
}

#[test]
fn an_opening_is_compared_field_by_field() {
    let mut hall = Hall::with_key(3);
    hall.open();
    let mut before = Hall::with_key(3);
    let body = bodies::open_contest(before.state(), &before.status(), 1).unwrap();
    each_changed_field_is_named(
        &before,
        &body,
        Signer::Chief,
        &[
            "definition",
            "rules",
            "roll",
            "keys.0.key",
            "keys.0.public_key",
            "keys.0.stamp_key",
            "membership",
            "due",
            "present",
            "zero_report.issued",
            "zero_report.boxed",
            "zero_report.challenged",
            "zero_report.returned",
        ],
    );
    let other = countersign_by(&before, &changed(&before, &body, "contest"), Signer::Chief);
    assert_eq!(other, Err(ActError::NoContest { what: "2".to_owned() }.into()));
    // Somebody checked in since it was proposed: 实到 is another.
    let stale = before.proposal(Signer::Secretariat, &body);
    let desk = bodies::check_in_at_desk(before.state(), 3, public_of("deputy-3")).unwrap();
    before.one_role(Signer::Secretariat, &desk);
    match countersign_by(&before, &stale, Signer::Chief) {
        Err(CountersignError::Mismatch { field, ours, theirs }) => {
            assert_eq!((field.as_str(), ours.as_str(), theirs.as_str()), ("present", "1", "0"));
        }
        other => panic!("{other:?}"),
    }
    let again = bodies::open_contest(hall.state(), &hall.status(), 1);
    assert_eq!(again, Err(ActError::Stage { contest: 1, stage: Some(Stage::Open) }));
}

fn public_of(name: &str) -> [u8; 32] {
    *key(name).verifying_key().as_bytes()
}

#[test]
fn the_course_holds_resumes_ends_and_is_voided() {
    let mut hall = Hall::with_key(3);
    hall.open();
    let stage = |hall: &Hall| hall.state().contests()[&1].stage().unwrap();
    let not_held = bodies::resume(hall.state(), 1);
    assert_eq!(not_held, Err(ActError::Stage { contest: 1, stage: Some(Stage::Open) }));
    let body = bodies::hold(hall.state(), 1, "停电".parse().unwrap()).unwrap();
    assert!(matches!(&body, Body::ContestHeld(held) if held.by == HeldBy::Secretariat));
    hall.one_role(Signer::Secretariat, &body);
    assert_eq!(stage(&hall), Stage::Held);
    let body = bodies::resume(hall.state(), 1).unwrap();
    each_changed_field_is_named(&hall, &body, Signer::Chief, &["follows"]);
    hall.two_roles(&body);
    assert_eq!(stage(&hall), Stage::Open);
    hall.two_roles(&bodies::end(hall.state(), 1).unwrap());
    let unopened = bodies::close(hall.state(), 1, PapersBack::default());
    assert_eq!(unopened, Err(ActError::Stage { contest: 1, stage: Some(Stage::Ended) }));
    let blank = bodies::void(hall.state(), 1, " ".parse().unwrap());
    assert_eq!(blank, Err(ActError::Missing { what: "reason" }));
    let body = bodies::void(hall.state(), 1, "票数不符".parse().unwrap()).unwrap();
    each_changed_field_is_named(&hall, &body, Signer::Chief, &["follows"]);
    hall.two_roles(&body);
    assert_eq!(stage(&hall), Stage::Voided);
}

#[test]
fn a_check_in_is_undone_by_two_and_a_late_one_let_in_by_two() {
    let mut hall = Hall::with_key(3);
    hall.open();
    let nobody = bodies::undo_check_in(hall.state(), 99, "x".parse().unwrap());
    assert!(
        matches!(&nobody, Err(ActError::Refused(refusal)) if refusal.code == Code::DeputyUnknown),
        "{nobody:?}"
    );
    let twice = bodies::check_in_at_desk(hall.state(), 5, public_of("new-device"));
    assert!(
        matches!(&twice, Err(ActError::Refused(refusal)) if refusal.code == Code::CheckedInAlready),
        "{twice:?}"
    );
    let body = bodies::undo_check_in(hall.state(), 5, "卡被复制".parse().unwrap()).unwrap();
    each_changed_field_is_named(&hall, &body, Signer::Chief, &["follows"]);
    hall.two_roles(&body);
    let again = bodies::undo_check_in(hall.state(), 5, "x".parse().unwrap());
    assert!(
        matches!(&again, Err(ActError::Refused(refusal)) if refusal.code == Code::NotCheckedIn),
        "{again:?}"
    );
    let body = bodies::check_in_at_desk(hall.state(), 5, public_of("new-device")).unwrap();
    hall.two_roles(&body);
    assert_eq!(hall.state().attendance().count(), 5);
    let late = countersign_by(&hall, &hall.proposal(Signer::Secretariat, &body), Signer::Chief);
    assert!(
        matches!(&late, Err(CountersignError::NotNow(ActError::Refused(refusal))) if refusal.code == Code::CheckedInAlready),
        "{late:?}"
    );
}

#[test]
fn a_proposal_is_not_signed_by_whoever_must_not() {
    let hall = Hall::with_key(3);
    let body = bodies::open_contest(hall.state(), &hall.status(), 1).unwrap();
    let good = hall.proposal(Signer::Secretariat, &body);
    let sign = |proposal: &Proposal, key: &crypto::signature::SigningKey, signer| {
        countersign(proposal, hall.state(), &hall.status(), key, signer)
    };
    let chief = key_of(Signer::Chief);

    let unnamed = Proposal { hash: [1; 32].into(), ..good.clone() };
    assert_eq!(sign(&unnamed, &chief, Signer::Chief), Err(CountersignError::HashDiffers));

    let spaced = format!("{} ", good.body);
    let hash = body_hash_of(&spaced);
    let malformed = Proposal { hash, body: spaced, ..good.clone() };
    let refused = sign(&malformed, &chief, Signer::Chief);
    assert!(matches!(refused, Err(CountersignError::Malformed(_))), "{refused:?}");

    let presiding = sign(&good, &key_of(Signer::Presiding), Signer::Presiding);
    let not_ours = CountersignError::NotOurs { signer: Signer::Presiding, kind: "contest_opened" };
    assert_eq!(presiding, Err(not_ours));

    let other_key = sign(&good, &key("somebody"), Signer::Chief);
    assert_eq!(other_key, Err(CountersignError::OtherKey { signer: Signer::Chief }));

    let unsigned = Proposal { sigs: vec![], ..good.clone() };
    assert_eq!(sign(&unsigned, &chief, Signer::Chief), Err(CountersignError::Unsigned));

    let mut forged = good.clone();
    forged.sigs[0].sig = [1; 64].into();
    match sign(&forged, &chief, Signer::Chief) {
        Err(CountersignError::Signature(refusal)) => assert_eq!(refusal.code.check(), Check::Signatures),
        other => panic!("{other:?}"),
    }
    let signed = sign(&good, &chief, Signer::Chief).unwrap();
    assert_eq!(signed.body, good.body, "the same bytes");
    assert_eq!(signed.sigs.len(), 1, "with our own signature alone");
}

fn body_hash_of(body: &str) -> Bytes32 {
    audit::entry::body_hash(body.as_bytes()).into()
}

#[test]
fn the_next_run_of_the_ceremony_has_the_next_number() {
    let hall = Hall::with_key(3);
    let named = [("scrutineer-1".parse().unwrap(), [1; 32])];
    let body =
        preparing::name_scrutineers(hall.state(), 2, named, "一位监票人缺席".parse().unwrap()).unwrap();
    each_changed_field_is_named(&hall, &body, Signer::Chief, &["run"]);
    let unknown =
        preparing::define_contest(hall.state(), "x".parse().unwrap(), [0; 32], ContestPurpose::Items, vec![]);
    assert_eq!(unknown, Err(ActError::Missing { what: "rules" }));
}
