//! The close, the result and the seal: what a second signer compares.

use super::super::scrutineer::Step;
use super::super::test_log::Hall;
use super::bodies::PapersBack;
use super::tests::{changed, countersign_by, each_changed_field_is_named};
use super::*;

#[test]
fn a_close_and_a_result_are_compared_field_by_field() {
    let mut hall = Hall::opened_box(3, 4);
    let body = bodies::close(hall.state(), 1, PapersBack::default()).unwrap();
    each_changed_field_is_named(
        &hall,
        &body,
        Signer::Chief,
        &["size", "root", "issued", "returned", "slips"],
    );
    let foreign = countersign_by(&hall, &changed(&hall, &body, "contest"), Signer::Chief);
    assert!(matches!(foreign, Err(CountersignError::NotNow(ActError::NoContest { .. }))), "{foreign:?}");
    hall.two_roles(&body);

    let early = bodies::declare(hall.state(), 1);
    assert!(
        matches!(&early, Err(ActError::Refused(refusal)) if refusal.code == Code::SharesMissing),
        "{early:?}"
    );
    for at in [0, 1] {
        let act = hall.act(at, Step::Decrypt(1));
        hall.append(&act);
    }
    let body = bodies::declare(hall.state(), 1).unwrap();
    each_changed_field_is_named(
        &hall,
        &body,
        Signer::Presiding,
        &["closed", "totals.0", "decision.needed", "decision.items.1.votes", "decision.items.2.passed"],
    );
    let early = bodies::seal(hall.state());
    assert_eq!(early, Err(ActError::Stage { contest: 1, stage: Some(Stage::Closed) }));
    hall.two_roles(&body);
    let report = bodies::sign_report(hall.state(), 1, Signer::Chief, [5; 32]).unwrap();
    hall.one_role(Signer::Chief, &report);
    let seal = bodies::seal(hall.state()).unwrap();
    each_changed_field_is_named(
        &hall,
        &seal,
        Signer::Chief,
        &["index", "origin", "manifest.0.name", "manifest.1.sha256", "manifest.2.length"],
    );
    // A list that leaves something out is another list.
    let Body::SittingSealed(mut short) = seal.clone() else { panic!("seal") };
    short.manifest.pop();
    let proposed = hall.proposal(Signer::Secretariat, &Body::SittingSealed(short));
    let refused = countersign_by(&hall, &proposed, Signer::Chief);
    assert!(
        matches!(&refused, Err(CountersignError::Mismatch { field, .. }) if field == "manifest"),
        "{refused:?}"
    );
    hall.two_roles(&seal);
    assert!(hall.state().is_sealed());
}
