//! The printed reports of whole logs: when there are which pages, that signing and all that follows leave them as they
//! are, and what the verifier says of who signed.

use audit::entry::counting::ReportSigned;
use audit::entry::{Body, Signer};
use audit::fingerprint::Fingerprint;
use audit::print::{PageKind, PrintError, pages, reconciliation_report, script_lines, tally_report};
use audit::rules::explain::Lang;
use audit::verify::report::{Outcome, Report};
use end_to_end::smith::{Plan, Smith};

/// A contest up to its close.
fn closed(plan: Plan) -> Smith {
    let mut smith = Smith::new(plan);
    smith.prepare();
    smith.key_ceremony();
    smith.check_everyone_in();
    let body = Body::ContestOpened(smith.opening(1));
    smith.push(&body);
    smith.voting(1);
    assert_eq!(tally_report(&smith.state, 1), Err(PrintError::NotClosed { contest: 1 }));
    assert_eq!(pages(&smith.state, 1), Ok(vec![]));
    smith.finish_voting(1);
    smith
}

/// Up to its declaration.
fn declared() -> Smith {
    declared_by(Plan::plain())
}

fn declared_by(plan: Plan) -> Smith {
    let mut smith = closed(plan);
    for index in 1..=smith.plan.threshold {
        let body = Body::Decrypted(smith.decryption(1, index));
        smith.push(&body);
    }
    smith.push(&Body::ResultDeclared(smith.declaration(1)));
    smith
}

fn sign(smith: &mut Smith, by: Signer, report: [u8; 32]) {
    let contest = smith.course(1).hash.into();
    smith.push(&Body::ReportSigned(ReportSigned { contest, by, report: report.into() }));
}

fn verified(smith: &Smith) -> Report {
    let log = smith.log();
    let report = Report::new(&log.fingerprint, &log.verify());
    assert_eq!(report.verdict, Outcome::Verified);
    report
}

#[test]
fn there_are_the_pages_that_the_stage_allows() {
    let closed = closed(Plan::plain());
    let kinds = |smith: &Smith| {
        pages(&smith.state, 1).unwrap().iter().map(audit::print::Page::kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&closed), [PageKind::Reconciliation]);
    assert_eq!(tally_report(&closed.state, 1), Err(PrintError::NotDeclared { contest: 1 }));
    assert_eq!(script_lines(&closed.state, 1), Err(PrintError::NotDeclared { contest: 1 }));
    assert_eq!(tally_report(&closed.state, 2), Err(PrintError::UnknownContest { contest: 2 }));
    let before = reconciliation_report(&closed.state, 1).unwrap();
    let declared = declared();
    assert_eq!(kinds(&declared), [PageKind::Reconciliation, PageKind::Tally, PageKind::Script]);
    // What was said at the close is not said again otherwise.
    assert_eq!(reconciliation_report(&declared.state, 1).unwrap(), before);
}

#[test]
fn a_report_has_the_same_bytes_before_and_after_it_is_signed() {
    let mut smith = declared();
    let page = tally_report(&smith.state, 1).unwrap();
    assert!(verified(&smith).contests[0].report.is_none());
    sign(&mut smith, Signer::Chief, page.sha256());
    sign(&mut smith, Signer::Scrutineer(2), page.sha256());
    assert_eq!(tally_report(&smith.state, 1).unwrap(), page);
    let body = Body::SittingSealed(smith.seal());
    smith.push(&body);
    let state = smith.log().verify().state;
    assert_eq!(tally_report(&state, 1).unwrap().bytes(), page.bytes());
    let report = verified(&smith);
    let signed = report.contests[0].report.as_ref().unwrap();
    assert_eq!(signed.signed, ["chief", "scrutineer-2"]);
    assert_eq!((signed.sha256.as_str(), signed.same), (Fingerprint(page.sha256()).to_hex().as_str(), true));
    assert!(report.text(Lang::Zh).contains("报告单签名    总监票人、监票人 2\n"));
    assert!(report.text(Lang::Zh).contains("与本程序生成的报告单相同"));
}

#[test]
fn a_report_names_the_first_witnesses_who_stood_behind_it() {
    let mut smith = declared_by(Plan::witnessed());
    let page = tally_report(&smith.state, 1).unwrap();
    let text = String::from_utf8(page.bytes().to_vec()).unwrap();
    assert!(text.contains("4/5，须 4 人（见证人：见证人1、见证人2、见证人3、见证人4、见证人5）"), "{text}");
    sign(&mut smith, Signer::Scrutineer(1), page.sha256());
    // More of them come later: the page stays.
    let all = smith.witnessed_by(&[0, 1, 2, 3, 4]);
    smith.push(&Body::Witnessed(all));
    let body = Body::SittingSealed(smith.seal());
    smith.push(&body);
    assert_eq!(tally_report(&smith.state, 1).unwrap().bytes(), page.bytes());
    // Before anybody cosigned it says so, and nobody can sign it.
    let before = smith.log().state_before(smith.log().index_of("result_declared") + 1);
    let text = String::from_utf8(tally_report(&before, 1).unwrap().bytes().to_vec()).unwrap();
    assert!(text.contains("尚未见证，须 4 人（见证人："), "{text}");
}

#[test]
fn a_signature_over_other_bytes_is_told_and_refutes_nothing() {
    let mut smith = declared();
    sign(&mut smith, Signer::Chief, [7; 32]);
    let report = verified(&smith);
    assert!(!report.contests[0].report.as_ref().unwrap().same);
    assert!(report.text(Lang::Zh).contains("【注意】签名的报告单与本程序生成的不同"));
    assert!(
        report.text(Lang::En).contains("WARNING: what was signed is not the report that this program makes")
    );
}

#[test]
fn a_contest_voided_after_its_declaration_is_printed_as_void() {
    let mut smith = declared();
    let page = tally_report(&smith.state, 1).unwrap();
    sign(&mut smith, Signer::Chief, page.sha256());
    smith.push(&Body::ContestVoided(smith.voiding(1)));
    let void = tally_report(&smith.state, 1).unwrap();
    let text = String::from_utf8(void.bytes().to_vec()).unwrap();
    assert!(text.contains("作废原因：程序有误，重新票决") && !text.contains("得票"));
    for item in &smith.state.contests()[&1].definition.items {
        assert!(!text.contains(item.title.as_str()));
    }
    // The signatures were of the other report.
    assert!(verified(&smith).contests[0].report.is_none());
    sign(&mut smith, Signer::Chief, void.sha256());
    assert!(verified(&smith).contests[0].report.as_ref().unwrap().same);
    assert_eq!(script_lines(&smith.state, 1).unwrap().len(), 3);
}
