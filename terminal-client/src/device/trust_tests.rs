//! Every refusal by name, each beside the case that is believed.

use super::super::contest::NotSecret;
use super::super::testing::{BOTH, CHIEF, LOG, Log, ORIGIN, SECRETARIAT, SERVER, key, profile, public_key};
use super::*;
use audit::entry::Sig;
use audit::fingerprint::Fingerprint;
use audit::rules::Profile;
use audit::wire::{Int, encode};

#[test]
fn an_honest_opening_is_believed() {
    let mut log = Log::new();
    let opened = log.open(&BOTH, |_| {});
    let mut trust = log.trust();
    let named = opened.named(&log, &mut trust);
    let entry = log.included(&mut trust, opened.opening);
    let contest = trust.contest(&entry, &named).unwrap();
    assert_eq!(contest.hash, contest_hash(&log.file.fingerprint.0, log.lines[opened.opening].body_bytes()));
    assert_eq!(contest.definition.items.len(), 4);
    assert_eq!(contest.shape.cells(), 4);
    assert_eq!(contest.keys().unwrap().public_key.as_bytes(), public_key(7).as_bytes());
}

#[test]
fn another_entry_0_is_another_sitting() {
    let log = Log::new();
    let mut file = log.file.clone();
    file.fingerprint = Fingerprint([0; 32]);
    let refused = Sitting::verify(log.lines[0].bytes(), &file).unwrap_err();
    assert_eq!(
        refused,
        SittingError::Fingerprint { pinned: Fingerprint([0; 32]), actual: log.file.fingerprint }
    );
    let mut file = log.file.clone();
    file.mode = audit::entry::preparation::Mode::Real;
    assert_eq!(Sitting::verify(log.lines[0].bytes(), &file).unwrap_err(), SittingError::Mode);
    let mut file = log.file;
    file.origin = "county.example/other".parse().unwrap();
    assert_eq!(Sitting::verify(log.lines[0].bytes(), &file).unwrap_err(), SittingError::Origin);
}

#[test]
fn an_opening_that_one_role_did_not_sign_is_refused() {
    let refused = |signers: &[(Signer, u8)]| {
        let mut log = Log::new();
        let opened = log.open(signers, |_| {});
        let mut trust = log.trust();
        let entry = log.included(&mut trust, opened.opening);
        trust.opening(&entry).unwrap_err()
    };
    let signers = TrustError::Signers { kind: "contest_opened", needed: "secretariat and chief scrutineer" };
    assert_eq!(refused(&BOTH[..1]), signers);
    assert_eq!(refused(&BOTH[1..]), signers);
    assert_eq!(refused(&[]), signers);
    assert_eq!(refused(&[BOTH[1], BOTH[0]]), signers);
    assert_eq!(refused(&[(Signer::Server, SERVER), BOTH[1]]), signers);
    // The right names, another key.
    let forged = TrustError::Signature { signer: Signer::Chief, source: SignatureError::Mismatch };
    assert_eq!(refused(&[BOTH[0], (Signer::Chief, SECRETARIAT)]), forged);
    let forged = TrustError::Signature { signer: Signer::Secretariat, source: SignatureError::Mismatch };
    assert_eq!(refused(&[(Signer::Secretariat, CHIEF), BOTH[1]]), forged);
}

#[test]
fn an_opening_must_name_exactly_what_stands_in_the_log() {
    let refused = |change: fn(&mut ContestOpened)| {
        let mut log = Log::new();
        let opened = log.open(&BOTH, change);
        let mut trust = log.trust();
        let named = opened.named(&log, &mut trust);
        let entry = log.included(&mut trust, opened.opening);
        trust.contest(&entry, &named).unwrap_err()
    };
    let wrong = |field| TrustError::Opening { field };
    assert_eq!(refused(|opening| opening.definition = [1; 32].into()), wrong("definition"));
    assert_eq!(refused(|opening| opening.rules = [1; 32].into()), wrong("rules"));
    assert_eq!(refused(|opening| opening.roll = [1; 32].into()), wrong("roll"));
    assert_eq!(refused(|opening| opening.keys[0].key = [1; 32].into()), wrong("key"));
    assert_eq!(refused(|opening| opening.contest = Int::from(2)), wrong("contest"));
    let other_key =
        |opening: &mut ContestOpened| opening.keys[0].public_key = (*public_key(8).as_bytes()).into();
    assert_eq!(refused(other_key), wrong("public_key"));
    assert_eq!(refused(|opening| opening.zero_report.boxed = Int::from(1)), wrong("zero_report"));
    assert!(matches!(refused(|opening| opening.keys[0].stamp_key = [0; 32].into()), TrustError::Key(_)));
    // Two entries of the right hashes in each other's place.
    let swapped = |opening: &mut ContestOpened| std::mem::swap(&mut opening.rules, &mut opening.roll);
    assert_eq!(refused(swapped), wrong("rules"));
}

#[test]
fn a_definition_that_is_swapped_on_the_way_is_refused() {
    let mut log = Log::new();
    let opened = log.open(&BOTH, |_| {});
    let leaf = log.lines[opened.definition].leaf();
    let mut trust = log.trust();
    assert_eq!(trust.entry(&leaf, &log.fetched(opened.rules)).unwrap_err(), TrustError::OtherEntry);
    // The same place with another title: another leaf.
    let mut fetched = log.fetched(opened.definition);
    fetched.entries[0].line = fetched.entries[0].line.replace("民生实事", "民生好事");
    assert_eq!(trust.entry(&leaf, &fetched).unwrap_err(), TrustError::OtherEntry);
    let mut fetched = log.fetched(opened.definition);
    fetched.entries[0].line.push(' ');
    assert!(matches!(trust.entry(&leaf, &fetched), Err(TrustError::Line(_))));
    assert!(trust.entry(&leaf, &log.fetched(opened.definition)).is_ok());
    // An entry of the right hash that is only said to be in the log.
    let mut other = Log::new();
    other.push(log.lines[opened.rules].body(), &[(Signer::Secretariat, SECRETARIAT)]);
    let mut fetched = log.fetched(opened.definition);
    fetched.entries[0].index = Int::from(2);
    let refused = trust.entry(&leaf, &fetched).unwrap_err();
    assert!(matches!(refused, TrustError::Inclusion { index: 2, .. }), "{refused:?}");
    let mut fetched = log.fetched(opened.definition);
    fetched.entries[0].proof[0] = [0; 32].into();
    let refused = trust.entry(&leaf, &fetched).unwrap_err();
    let source = InclusionError::RootMismatch;
    assert_eq!(refused, TrustError::Inclusion { index: u64::try_from(opened.definition).unwrap(), source });
    let mut fetched = log.fetched(opened.definition);
    fetched.entries.clear();
    assert_eq!(trust.entry(&leaf, &fetched).unwrap_err(), TrustError::NotPublishedYet);
}

#[test]
fn the_definition_itself_must_be_the_secretariats() {
    let mut log = Log::new();
    let opened = log.open(&BOTH, |_| {});
    let body = log.lines[opened.definition].body().clone();
    let unsigned = log.push(&body, &[]);
    let mut trust = log.trust();
    let entry = log.included(&mut trust, unsigned);
    let signers = TrustError::Signers { kind: "contest_defined", needed: "secretariat" };
    assert_eq!(trust.definition(&entry).unwrap_err(), signers);
    let not_a_definition = log.included(&mut trust, opened.rules);
    let kind = TrustError::Kind { expected: "contest_defined", actual: "rules_adopted" };
    assert_eq!(trust.definition(&not_a_definition).unwrap_err(), kind);
}

#[test]
fn a_checkpoint_never_goes_back_and_one_size_has_one_root() {
    let mut log = Log::new();
    log.open(&BOTH, |_| {});
    let mut trust = log.trust();
    trust.observe(&log.note(3)).unwrap();
    trust.observe(&log.note(3)).unwrap();
    trust.observe(&log.note(5)).unwrap();
    let kept = |error: TrustError| match error {
        TrustError::Contradiction { earlier, later, evidence } => (earlier, later, *evidence),
        other => panic!("{other:?}"),
    };
    let evidence = Evidence::Contradiction { earlier: log.note(5), later: log.note(4) };
    assert_eq!(kept(trust.observe(&log.note(4)).unwrap_err()), (5, 4, evidence));
    let forked = Checkpoint { origin: ORIGIN.parse().unwrap(), size: 5, root: [1; 32] };
    let forked = String::from_utf8(forked.sign(&key(LOG)).unwrap().to_bytes()).unwrap();
    let evidence = Evidence::Contradiction { earlier: log.note(5), later: forked.clone() };
    assert_eq!(kept(trust.observe(&forked).unwrap_err()), (5, 5, evidence.clone()));
    // Whoever is given the file needs nothing else.
    let folder = tempfile::tempdir().unwrap();
    let path = evidence.keep_for_all(folder.path(), &log.sitting(), None).unwrap().unwrap();
    let (_, judged) = audit::evidence::judge_bytes(&std::fs::read(path).unwrap(), None).unwrap();
    assert_eq!(judged.unwrap().misconduct, audit::evidence::Misconduct::TwoRoots);
    let older = Evidence::Contradiction { earlier: log.note(5), later: log.note(4) };
    assert_eq!(older.keep_for_all(folder.path(), &log.sitting(), Some(&log.tree)).unwrap(), None);
    // Neither replaced what was believed, and it survives a restart.
    let [Some(newest), None] = trust.newest() else { panic!("one, without a quorum") };
    assert_eq!(newest.checkpoint.size, 5);
    let mut again = Trust::new(log.sitting(), &newest.note, "").unwrap();
    assert!(matches!(again.observe(&log.note(4)), Err(TrustError::Contradiction { .. })));
    assert!(again.observe(&log.note(6)).is_ok());
}

#[test]
fn a_checkpoint_of_another_key_or_log_is_refused() {
    let log = Log::new();
    let mut trust = log.trust();
    let head = Checkpoint { origin: ORIGIN.parse().unwrap(), size: 1, root: log.tree.root() };
    let forged = String::from_utf8(head.sign(&key(SERVER)).unwrap().to_bytes()).unwrap();
    assert!(matches!(trust.observe(&forged), Err(TrustError::Checkpoint(_))));
    assert!(matches!(trust.observe("no note"), Err(TrustError::Checkpoint(_))));
    assert_eq!(trust.newest(), [None, None]);
    assert!(trust.observe(&log.note(1)).is_ok());
}

#[test]
fn a_signature_that_covers_other_bytes_is_refused() {
    let mut log = Log::new();
    let opened = log.open(&BOTH, |_| {});
    let line = &log.lines[opened.opening];
    // The envelope's signatures, round another body.
    let Body::ContestOpened(mut body) = line.body().clone() else { panic!() };
    body.present = Int::from(2);
    let sigs: Vec<Sig> = line.entry().sigs.clone();
    let forged = Line::write(line.leaf(), 1_780_000_000, &sigs, &encode(&Body::ContestOpened(body))).unwrap();
    let included = Included { index: 9, line: forged, is_witnessed: true };
    let mismatch = TrustError::Signature { signer: Signer::Secretariat, source: SignatureError::Mismatch };
    assert_eq!(log.trust().opening(&included).unwrap_err(), mismatch);
}

#[test]
fn a_named_contest_has_no_keys_and_a_secret_one_must() {
    let mut named_rules = profile();
    named_rules.secrecy = Secrecy::Named;
    let believed = |profile: &Profile, change: fn(&mut ContestOpened)| {
        let mut log = Log::new();
        let opened = log.open_with(profile, 4, &BOTH, change);
        let mut trust = log.trust();
        let named = opened.named(&log, &mut trust);
        let entry = log.included(&mut trust, opened.opening);
        trust.contest(&entry, &named)
    };
    let contest = believed(&named_rules, |_| {}).unwrap();
    assert_eq!(contest.secrecy(), Secrecy::Named);
    assert_eq!(contest.keys().unwrap_err(), NotSecret { contest: 1 });
    // Two roles that open a secret contest as if it were named would publish what is marked.
    let wrong = TrustError::Opening { field: "keys" };
    assert_eq!(believed(&profile(), |opening| opening.keys.clear()).unwrap_err(), wrong);
    let mut log = Log::new();
    let opened = log.open_with(&profile(), 4, &BOTH, |opening| opening.keys.clear());
    let mut trust = log.trust();
    let named = NamedEntries { key: None, ..opened.named(&log, &mut trust) };
    let entry = log.included(&mut trust, opened.opening);
    assert_eq!(trust.contest(&entry, &named).unwrap_err(), wrong);
}
