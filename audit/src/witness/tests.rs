//! A witness in a folder of its own: what it signs, refuses, remembers and recognises.

use std::fs;
use std::path::{Path, PathBuf};

use crypto::signature::SigningKey;

use super::answer::Answer;
use super::check::Refusal;
use super::key::CosignerKey;
use super::request::AddCheckpoint;
use super::store::{EVIDENCE_FILES_MAX, Store, StoreError, origin_hex};
use super::*;
use crate::checkpoint::Checkpoint;
use crate::merkle::{ConsistencyError, Tree, TreeError, leaf_hash};
use crate::note::{Note, Vkey, VkeyType};

const ORIGIN: &str = "vote.example/2026-3";
const NOW: u64 = 1_800_000_000;

fn signing() -> SigningKey {
    SigningKey::from_seed(&[1; 32]).unwrap()
}

fn log() -> Vkey {
    Vkey::new(ORIGIN.parse().unwrap(), VkeyType::Ed25519, signing().verifying_key())
}

fn witness_key() -> CosignerKey {
    CosignerKey::new("witness.example/w1".parse().unwrap(), SigningKey::from_seed(&[2; 32]).unwrap())
}

/// Leaves `0..size`; from `fork` on, others.
fn tree(size: u64, fork: u64) -> Tree {
    let mut tree = Tree::new();
    (0..size).for_each(|i| tree.push(leaf_hash(&[i.to_be_bytes(), [u8::from(i >= fork); 8]].concat())));
    tree
}

fn head(tree: &Tree) -> Note {
    let checkpoint = Checkpoint { origin: ORIGIN.parse().unwrap(), size: tree.size(), root: tree.root() };
    checkpoint.sign(&signing()).unwrap()
}

fn request(tree: &Tree, old: u64) -> AddCheckpoint {
    AddCheckpoint { old, proof: tree.consistency(old, tree.size()).unwrap(), note: head(tree) }
}

fn open(folder: &Path, guard: Option<&Path>) -> Result<Witness, StoreError> {
    let key = witness_key();
    let store = Store::open(folder, guard, &key.vkey(), &[log()])?;
    Ok(Witness::new(key, vec![log()], store))
}

fn grow(witness: &mut Witness, old: u64, new: u64) -> Note {
    let cosigned = witness.add(&request(&tree(new, 100), old), NOW).unwrap();
    assert_eq!(cosigned.checkpoint.size, new);
    let mut lines = head(&tree(new, 100)).signatures().to_vec();
    lines.push(cosigned.line);
    Note::assemble(head(&tree(new, 100)).text(), lines).unwrap()
}

fn state(folder: &Path) -> PathBuf {
    folder.join(format!("{}.state", origin_hex(ORIGIN)))
}

#[test]
fn it_cosigns_growth_and_remembers_it_after_a_restart() {
    let place = tempfile::tempdir().unwrap();
    let mut witness = open(place.path(), None).unwrap();
    assert_eq!(witness.published(&origin_hex(ORIGIN)), None);
    let cosigned = witness.add_checkpoint(&request(&tree(5, 100), 0).to_bytes(), NOW).unwrap();
    let note = cosigned.note().unwrap();
    let verified = note.verify(&[witness.vkey()]).unwrap();
    assert_eq!((verified[0].time, note.text()), (Some(NOW), head(&tree(5, 100)).text()));
    drop(witness);

    let mut witness = open(place.path(), None).unwrap();
    assert_eq!(witness.last(&log()).unwrap().checkpoint().size, 5);
    let published = witness.published(&origin_hex(ORIGIN)).unwrap();
    assert_eq!(published.verify(&[log()]).unwrap()[0].time, None);
    assert_eq!(published.verify(&[witness.vkey()]).unwrap()[0].time, Some(NOW));
    // The cosignature is made anew and is the same.
    assert!(published.signatures().contains(&cosigned.line));
    assert_eq!(witness.published(&origin_hex("other.example")), None);
    let stale = witness.add(&request(&tree(9, 100), 0), NOW).unwrap_err();
    assert_eq!(stale.answer(), Answer::OtherOld { last: 5 });
    grow(&mut witness, 5, 9);
    let again = witness.add(&request(&tree(9, 100), 9), NOW + 10).unwrap();
    assert_eq!((again.checkpoint.size, again.time), (9, NOW + 10));
}

#[test]
fn a_second_history_is_refused_and_kept() {
    let place = tempfile::tempdir().unwrap();
    let mut witness = open(place.path(), None).unwrap();
    grow(&mut witness, 0, 5);
    let fork = tree(9, 4);
    let WitnessError::Refused { refusal, finding } = witness.add(&request(&fork, 5), NOW).unwrap_err() else {
        panic!()
    };
    assert_eq!(refusal, Refusal::Growth(ConsistencyError::OldRoot));
    let finding = finding.unwrap();
    // The log's own proof tells of another beginning.
    assert_eq!((finding.kind, finding.sizes), (FindingKind::TwoHistories, [5, 9]));
    let kept = fs::read_to_string(finding.file.unwrap()).unwrap();
    assert!(kept.contains(head(&fork).text()) && kept.contains(head(&tree(5, 100)).text()));

    let other_proof = AddCheckpoint { proof: vec![[0; 32]; 4], ..request(&tree(9, 100), 5) };
    let WitnessError::Refused { finding, .. } = witness.add(&other_proof, NOW).unwrap_err() else { panic!() };
    assert_eq!(finding.unwrap().kind, FindingKind::Unproved);

    // Two roots at one size are proof, with whatever old size it is sent.
    let fork = tree(5, 4);
    for (old, status) in [(5, 422), (0, 409), (3, 409)] {
        let error = witness.add(&request(&fork, old), NOW).unwrap_err();
        assert_eq!(error.answer().to_parts().0, status);
        let WitnessError::Refused { finding: Some(finding), .. } = error else { panic!() };
        assert_eq!(finding.kind, FindingKind::TwoHistories);
    }
    // The same pair is one file; an earlier checkpoint of the same history is no finding.
    assert_eq!(fs::read_dir(place.path().join("evidence")).unwrap().count(), 3);
    let earlier = witness.add(&request(&tree(3, 100), 3), NOW).unwrap_err();
    assert!(matches!(earlier, WitnessError::Refused { finding: None, .. }));
    // What the log did not sign is none.
    let unsigned = AddCheckpoint {
        note: Note::sign(
            head(&fork).text(),
            &ORIGIN.parse().unwrap(),
            &SigningKey::from_seed(&[9; 32]).unwrap(),
        )
        .unwrap(),
        ..request(&fork, 5)
    };
    assert!(matches!(witness.add(&unsigned, NOW), Err(WitnessError::Refused { finding: None, .. })));
    assert_eq!(witness.last(&log()).unwrap().checkpoint().size, 5);
}

#[test]
fn evidence_is_limited_and_refusals_go_on() {
    let place = tempfile::tempdir().unwrap();
    let mut witness = open(place.path(), None).unwrap();
    grow(&mut witness, 0, 3);
    let mut find = |request: &AddCheckpoint| match witness.add(request, NOW).unwrap_err() {
        WitnessError::Refused { finding: Some(finding), .. } => finding,
        other => panic!("{other}"),
    };
    let unproved = |size| AddCheckpoint { proof: vec![], ..request(&tree(size, 1), 3) };
    let mut kept = 0;
    for at in 0..EVIDENCE_FILES_MAX as u64 + 3 {
        kept += usize::from(find(&unproved(10 + at)).file.is_some());
    }
    assert_eq!(kept, EVIDENCE_FILES_MAX);
    // The same with lines and hashes that anybody may add is the same.
    let first = find(&unproved(10));
    let mut more = AddCheckpoint { proof: vec![[1; 32]], ..unproved(10) };
    more.note
        .cosign(&"stranger.example".parse().unwrap(), &SigningKey::from_seed(&[8; 32]).unwrap(), 1)
        .unwrap();
    assert_eq!(find(&more), first);
    // What proves something has room of its own.
    let proof = find(&request(&tree(10, 1), 3));
    assert!(proof.kind == FindingKind::TwoHistories && proof.file.is_some());
    grow(&mut witness, 3, 4);
}

#[test]
fn a_holder_of_the_tree_needs_no_proof_and_cosigns_nothing_else() {
    let place = tempfile::tempdir().unwrap();
    let mut witness = open(place.path(), None).unwrap();
    let own = tree(9, 100);
    // The first as well as later ones: from size 0 the proof alone would say nothing.
    let foreign = witness.cosign(&head(&tree(5, 2)), &own, NOW).unwrap_err();
    let refused = |error| match error {
        WitnessError::Refused { refusal, .. } => refusal,
        other => panic!("{other}"),
    };
    assert_eq!(refused(foreign), Refusal::Growth(ConsistencyError::NewRoot));
    assert_eq!(witness.cosign(&head(&tree(5, 100)), &own, NOW).unwrap().checkpoint.size, 5);
    assert_eq!(witness.cosign(&head(&own), &own, NOW).unwrap().checkpoint.size, 9);
    let behind = witness.cosign(&head(&tree(10, 100)), &own, NOW).unwrap_err();
    assert!(matches!(behind, WitnessError::Tree(TreeError::SizeBeyondTree { size: 10, actual: 9 })));
    let back = refused(witness.cosign(&head(&tree(5, 100)), &own, NOW).unwrap_err());
    assert_eq!(back, Refusal::OldBeyondSize { old: 9, size: 5 });
    let stranger = Note::sign("a.example\n1\nx\n", &"a.example".parse().unwrap(), &signing()).unwrap();
    assert_eq!(refused(witness.cosign(&stranger, &own, NOW).unwrap_err()), Refusal::UnknownOrigin);
}

#[test]
fn time_never_goes_back() {
    let place = tempfile::tempdir().unwrap();
    let mut witness = open(place.path(), None).unwrap();
    grow(&mut witness, 0, 5);
    let set_back = witness.add(&request(&tree(6, 100), 5), NOW - CLOCK_BACK_SECONDS_MAX).unwrap();
    assert_eq!(set_back.time, NOW);
    let far = witness.add(&request(&tree(7, 100), 6), NOW - CLOCK_BACK_SECONDS_MAX - 1).unwrap_err();
    assert!(matches!(far, WitnessError::Clock { now, last: NOW } if now == NOW - 61));
    assert_eq!(far.answer().to_parts().0, 503);
    assert_eq!(witness.last(&log()).unwrap().checkpoint().size, 6);
}

#[test]
fn one_folder_has_one_witness() {
    let place = tempfile::tempdir().unwrap();
    let witness = open(place.path(), None).unwrap();
    assert!(matches!(open(place.path(), None), Err(StoreError::InUse { .. })));
    drop(witness);
    assert!(open(place.path(), None).is_ok());
}

#[test]
fn a_torn_changed_or_missing_state_is_refused_and_never_reset() {
    let place = tempfile::tempdir().unwrap();
    grow(&mut open(place.path(), None).unwrap(), 0, 5);
    let path = state(place.path());
    let whole = fs::read(&path).unwrap();
    let mut changed = whole.clone();
    changed[40] ^= 1;
    for bytes in [&[], &whole[..whole.len() / 2], &changed] {
        fs::write(&path, bytes).unwrap();
        assert!(matches!(open(place.path(), None), Err(StoreError::Unreadable { .. })));
        assert_eq!(fs::read(&path).unwrap(), bytes, "not touched");
    }
    fs::remove_file(&path).unwrap();
    assert!(matches!(open(place.path(), None), Err(StoreError::Missing { .. })));
    fs::write(&path, &whole).unwrap();
    assert_eq!(open(place.path(), None).unwrap().last(&log()).unwrap().checkpoint().size, 5);
    // A rest of a temporary file is no state.
    fs::write(path.with_extension("state.new"), b"torn").unwrap();
    assert!(open(place.path(), None).is_ok());
}

#[test]
fn a_state_that_is_changed_under_a_running_witness_stops_it() {
    let place = tempfile::tempdir().unwrap();
    let mut witness = open(place.path(), None).unwrap();
    grow(&mut witness, 0, 5);
    let old = fs::read(state(place.path())).unwrap();
    grow(&mut witness, 5, 6);
    fs::write(state(place.path()), old).unwrap();
    let changed = witness.add(&request(&tree(7, 100), 6), NOW).unwrap_err();
    assert!(matches!(changed, WitnessError::Store(StoreError::Changed { .. })));
    let stopped = witness.add(&request(&tree(7, 100), 6), NOW).unwrap_err();
    assert!(matches!(stopped, WitnessError::Store(StoreError::Stopped)));
}

#[test]
fn a_cosignature_of_ours_that_the_state_does_not_know_stops_it_for_good() {
    let place = tempfile::tempdir().unwrap();
    let mut witness = open(place.path(), None).unwrap();
    grow(&mut witness, 0, 5);
    let backup = fs::read(state(place.path())).unwrap();
    let published = grow(&mut witness, 5, 9);
    let newest = fs::read(state(place.path())).unwrap();
    assert!(witness.see(&published, &log()).is_ok(), "we know what we signed");
    drop(witness);

    fs::write(state(place.path()), backup).unwrap();
    let mut witness = open(place.path(), None).unwrap();
    // A cosignature that does not hold proves nothing, nor does one over what the log did not sign.
    let ours = published.signatures()[1].clone();
    let moved = Note::assemble(
        head(&tree(9, 4)).text(),
        vec![head(&tree(9, 4)).signatures()[0].clone(), ours.clone()],
    );
    assert!(witness.see(&moved.unwrap(), &log()).is_ok());
    assert!(witness.see(&Note::assemble(published.text(), vec![ours]).unwrap(), &log()).is_ok());
    assert!(witness.usable(&log()).is_ok());
    // Among the signatures of a request it is seen as well as in what the log publishes.
    let asked = AddCheckpoint { note: published, ..request(&tree(9, 100), 5) };
    let error = witness.add(&asked, NOW).unwrap_err();
    assert!(matches!(&error, WitnessError::Store(StoreError::RolledBack { size: 9, .. })));
    assert_eq!(error.answer().to_parts().0, 503);
    drop(witness);
    let mut witness = open(place.path(), None).unwrap();
    let still = witness.add(&request(&tree(6, 100), 5), NOW).unwrap_err();
    assert!(matches!(still, WitnessError::Store(StoreError::RolledBack { size: 9, .. })));
    drop(witness);
    // Nothing but the newer state heals it.
    fs::write(state(place.path()), newest).unwrap();
    grow(&mut open(place.path(), None).unwrap(), 9, 10);
}

#[test]
fn a_folder_that_is_put_back_is_behind_its_guard() {
    let place = tempfile::tempdir().unwrap();
    let (folder, guard) = (place.path().join("witness"), place.path().join("guard"));
    let mut witness = open(&folder, Some(&guard)).unwrap();
    grow(&mut witness, 0, 5);
    let backup = fs::read(state(&folder)).unwrap();
    grow(&mut witness, 5, 6);
    let newest = fs::read(state(&folder)).unwrap();
    drop(witness);
    let behind = |expected, actual| {
        let error = open(&folder, Some(&guard)).unwrap_err();
        assert!(error.is_rolled_back());
        assert!(
            matches!(error, StoreError::BehindGuard { expected: e, actual: a, .. } if (e, a) == (expected, actual))
        );
    };
    fs::write(state(&folder), &backup).unwrap();
    behind(2, 1);
    // Without the guard it is not recognised, and grows to the same generation by another way; the guard still knows.
    grow(&mut open(&folder, None).unwrap(), 5, 7);
    behind(2, 2);
    fs::remove_dir_all(&folder).unwrap();
    behind(2, 0);
    fs::write(state(&folder), &newest).unwrap();
    grow(&mut open(&folder, Some(&guard)).unwrap(), 6, 8);
    // As after a crash between state and guard: the guard is one behind, which is caught up.
    grow(&mut open(&folder, None).unwrap(), 8, 9);
    drop(open(&folder, Some(&guard)).unwrap());
    let name = fs::read_dir(&guard).unwrap().next().unwrap().unwrap().path();
    assert!(fs::read_to_string(&name).unwrap().starts_with("generation 4\n"));
    fs::write(&name, "generation").unwrap();
    assert!(matches!(open(&folder, Some(&guard)), Err(StoreError::GuardUnreadable { .. })));
}
