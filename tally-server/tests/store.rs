//! The segment store: what it keeps, what it cuts, what it refuses to open.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects by unwrapping"
)]

mod common;

use std::fs;
use std::path::PathBuf;

use common::{ORIGIN, append, contents, entries, entry, note};
use tally_server::store::{
    BATCH_BYTES_MAX, Damage, ENTRY_BYTES_MAX, Options, SegmentStore, Store, StoreError, prev_field,
};
use tempfile::TempDir;

struct Sitting {
    folder: TempDir,
}

impl Sitting {
    fn new() -> (Self, SegmentStore) {
        let folder = tempfile::tempdir().unwrap();
        let store = SegmentStore::create(folder.path(), ORIGIN).unwrap();
        (Self { folder }, store)
    }

    fn segment(&self, number: u32) -> PathBuf {
        self.folder.path().join(format!("log/{number:08}.seg"))
    }

    fn open(&self) -> SegmentStore {
        let opened = SegmentStore::open(self.folder.path(), ORIGIN).unwrap();
        assert_eq!(opened.cut, None);
        opened.store
    }

    fn refusal(&self) -> StoreError {
        SegmentStore::open(self.folder.path(), ORIGIN).err().expect("the damage was not seen")
    }
}

#[test]
fn what_was_appended_is_read_back_after_reopening() {
    let (sitting, mut store) = Sitting::new();
    let mut all = append(&mut store, 1);
    all.extend(append(&mut store, 40));
    assert_eq!(contents(&store), all);
    let head = store.head();
    drop(store);

    let store = sitting.open();
    assert_eq!((store.size(), store.head()), (41, head));
    assert_eq!(contents(&store), all);
    let tail: Vec<_> = store.read(39).unwrap().map(|entry| entry.unwrap().index).collect();
    assert_eq!(tail, [39, 40]);
    assert_eq!(store.read(41).unwrap().count(), 0);
    assert!(matches!(store.read(42), Err(StoreError::NoSuchEntry { index: 42, size: 41 })));
    assert!(matches!(store.entry(41), Err(StoreError::NoSuchEntry { index: 41, size: 41 })));
    assert_eq!(store.entry(40).unwrap().bytes, all[40]);
}

#[test]
fn a_refused_batch_changes_nothing() {
    let (_sitting, mut store) = Sitting::new();
    let all = append(&mut store, 3);
    let good = entries(store.head(), 3, 2);
    let long = [prev_field(&store.head()), vec![b' '; ENTRY_BYTES_MAX]].concat();
    let many = vec![vec![b' '; ENTRY_BYTES_MAX]; usize::try_from(BATCH_BYTES_MAX).unwrap() / ENTRY_BYTES_MAX];

    assert!(matches!(store.append(2, &good), Err(StoreError::WrongSize { expected: 2, actual: 3 })));
    assert!(matches!(store.append(4, &good), Err(StoreError::WrongSize { expected: 4, actual: 3 })));
    assert!(matches!(store.append(3, &[long]), Err(StoreError::EntryLength { place: 0, .. })));
    assert!(matches!(store.append(3, &[vec![]]), Err(StoreError::EntryLength { place: 0, bytes: 0 })));
    let swapped = [good[0].clone(), entry(&[1; 32], "other")];
    assert!(matches!(store.append(3, &swapped), Err(StoreError::ChainMismatch { place: 1 })));
    assert!(matches!(store.append(3, &good[1..]), Err(StoreError::ChainMismatch { place: 0 })));
    assert!(matches!(store.append(3, &many), Err(StoreError::BatchTooLong { .. })));

    assert_eq!(contents(&store), all);
    store.append(3, &good).unwrap();
    assert_eq!(store.size(), 5);
}

#[test]
fn the_longest_entry_is_taken() {
    let (sitting, mut store) = Sitting::new();
    let mut longest = prev_field(&ORIGIN);
    longest.resize(ENTRY_BYTES_MAX, b' ');
    store.append(0, std::slice::from_ref(&longest)).unwrap();
    drop(store);
    assert_eq!(contents(&sitting.open()), [longest]);
}

#[test]
fn a_second_writer_is_refused() {
    let (sitting, store) = Sitting::new();
    assert!(matches!(sitting.refusal(), StoreError::Locked { .. }));
    drop(store);
    sitting.open();
}

#[test]
fn a_log_is_made_once_and_never_made_up() {
    let (sitting, store) = Sitting::new();
    drop(store);
    let again = SegmentStore::create(sitting.folder.path(), ORIGIN);
    assert!(matches!(again, Err(StoreError::Exists { .. })));
    let elsewhere = tempfile::tempdir().unwrap();
    assert!(matches!(SegmentStore::open(elsewhere.path(), ORIGIN), Err(StoreError::Absent { .. })));
}

#[test]
fn the_log_of_another_origin_is_refused() {
    let (sitting, store) = Sitting::new();
    drop(store);
    let other = SegmentStore::open(sitting.folder.path(), [0; 32]).err().unwrap();
    assert!(matches!(other, StoreError::Damaged { damage: Damage::Predecessor, index: 0, .. }));
}

#[test]
fn a_torn_tail_is_cut_at_the_last_whole_entry() {
    let (sitting, mut store) = Sitting::new();
    let kept = append(&mut store, 4);
    let whole = fs::metadata(sitting.segment(0)).unwrap().len();
    append(&mut store, 1);
    drop(store);
    let bytes = fs::read(sitting.segment(0)).unwrap();

    for length in whole..bytes.len() as u64 {
        for rest in [vec![], vec![0; 700]] {
            let torn = [&bytes[..usize::try_from(length).unwrap()], &rest].concat();
            if torn.len() as u64 == whole {
                continue;
            }
            fs::write(sitting.segment(0), &torn).unwrap();
            let opened = SegmentStore::open(sitting.folder.path(), ORIGIN).unwrap();
            let cut = opened.cut.expect("nothing was cut");
            assert_eq!((cut.offset, cut.bytes, cut.size), (whole, torn.len() as u64 - whole, 4));
            assert_eq!(cut.path, sitting.segment(0));
            assert_eq!(contents(&opened.store), kept);
            drop(opened.store);
            assert_eq!(fs::metadata(sitting.segment(0)).unwrap().len(), whole);
        }
    }
    let mut store = sitting.open();
    append(&mut store, 1);
    assert_eq!(store.size(), 5);
}

#[test]
fn a_batch_with_a_hole_from_a_power_cut_is_cut_at_the_hole() {
    let (sitting, mut store) = Sitting::new();
    append(&mut store, 2);
    let start = usize::try_from(fs::metadata(sitting.segment(0)).unwrap().len()).unwrap();
    let batch = append(&mut store, 9);
    drop(store);
    // The second entry of the batch never reached the disk, the others did.
    let mut bytes = fs::read(sitting.segment(0)).unwrap();
    let hole = start + batch[0].len() + 16;
    bytes[hole..hole + batch[1].len() + 16].fill(0);
    fs::write(sitting.segment(0), &bytes).unwrap();

    let opened = SegmentStore::open(sitting.folder.path(), ORIGIN).unwrap();
    assert_eq!(opened.cut.map(|cut| (cut.offset, cut.size)), Some((hole as u64, 3)));
}

#[test]
fn a_flipped_byte_anywhere_is_refused_and_its_place_named() {
    let (sitting, mut store) = Sitting::new();
    let mut starts = vec![56];
    for entry in (0..3).flat_map(|_| append(&mut store, 1)) {
        starts.push(starts.last().unwrap() + entry.len() + 16);
    }
    // Signed for, so that even the last record cannot be taken for a torn write.
    store.swap_checkpoint(None, &note(3, "")).unwrap();
    drop(store);
    let bytes = fs::read(sitting.segment(0)).unwrap();
    assert_eq!(bytes.len(), starts[3]);

    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x20;
        fs::write(sitting.segment(0), &damaged).unwrap();
        let index = starts.partition_point(|start| *start <= at).saturating_sub(1);
        let expected = if at < 56 { 0 } else { starts[index] as u64 };
        match sitting.refusal() {
            StoreError::Damaged { path, offset, index: named, damage } => {
                assert_eq!((path, offset, named), (sitting.segment(0), expected, index as u64), "byte {at}");
                if at < 56 {
                    assert_eq!(damage, Damage::Header);
                }
            }
            other => panic!("byte {at}: {other}"),
        }
        assert_eq!(fs::read(sitting.segment(0)).unwrap(), damaged, "damage must be left as found");
    }
    fs::write(sitting.segment(0), &bytes).unwrap();
    assert_eq!(sitting.open().size(), 3);
}

#[test]
fn damage_before_a_later_batch_is_refused_without_any_checkpoint() {
    let (sitting, mut store) = Sitting::new();
    append(&mut store, 1);
    append(&mut store, 1);
    drop(store);
    let mut bytes = fs::read(sitting.segment(0)).unwrap();
    bytes[56 + 12 + 60] ^= 1;
    fs::write(sitting.segment(0), &bytes).unwrap();
    let refusal = sitting.refusal();
    assert!(matches!(refusal, StoreError::Damaged { index: 0, offset: 56, damage: Damage::Checksum, .. }));
}

#[test]
fn an_entry_with_a_valid_checksum_out_of_chain_is_refused() {
    let (sitting, mut store) = Sitting::new();
    let all = append(&mut store, 1);
    drop(store);
    // The same record once more: checksum right, place wrong.
    let mut bytes = fs::read(sitting.segment(0)).unwrap();
    let record = bytes[56..].to_vec();
    bytes.extend_from_slice(&record);
    fs::write(sitting.segment(0), &bytes).unwrap();
    let offset = 56 + all[0].len() as u64 + 16;
    match sitting.refusal() {
        StoreError::Damaged { offset: at, index: 1, damage: Damage::Chain, .. } => assert_eq!(at, offset),
        other => panic!("{other}"),
    }
}

#[test]
fn entries_missing_below_the_checkpoint_are_refused() {
    let (sitting, mut store) = Sitting::new();
    append(&mut store, 1);
    let first = fs::metadata(sitting.segment(0)).unwrap().len();
    append(&mut store, 1);
    store.swap_checkpoint(None, &note(2, "")).unwrap();
    drop(store);
    let file = fs::File::options().write(true).open(sitting.segment(0)).unwrap();
    file.set_len(first).unwrap();
    assert!(matches!(sitting.refusal(), StoreError::EntriesMissing { size: 1, checkpoint: 2 }));
    file.set_len(first + 5).unwrap();
    assert!(matches!(
        sitting.refusal(),
        StoreError::Damaged {
            index: 1,
            damage: Damage::Checksum | Damage::RecordShort | Damage::RecordLength(_),
            ..
        }
    ));
}

#[test]
fn damage_that_appears_while_running_is_seen_by_the_read() {
    let (sitting, mut store) = Sitting::new();
    append(&mut store, 3);
    let mut bytes = fs::read(sitting.segment(0)).unwrap();
    let at = bytes.len() - 6;
    bytes[at] ^= 1;
    fs::write(sitting.segment(0), &bytes).unwrap();
    let read: Vec<_> = store.read(0).unwrap().collect();
    assert_eq!(read.len(), 3);
    assert!(matches!(read[2], Err(StoreError::Damaged { index: 2, damage: Damage::Checksum, .. })));
    assert!(matches!(store.entry(2), Err(StoreError::Damaged { index: 2, .. })));
}

#[test]
fn segments_roll_and_a_missing_or_torn_one_in_the_middle_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::default().segment_bytes(1_000);
    let mut store = SegmentStore::create_with(folder.path(), ORIGIN, options.clone()).unwrap();
    let mut all = Vec::new();
    for _ in 0..30 {
        all.extend(append(&mut store, 1));
    }
    assert_eq!(contents(&store), all);
    drop(store);
    let sitting = Sitting { folder };
    assert!(sitting.segment(3).exists());
    let store = sitting.open();
    assert_eq!(contents(&store), all);
    drop(store);

    let middle = fs::read(sitting.segment(1)).unwrap();
    fs::write(sitting.segment(1), &middle[..middle.len() - 1]).unwrap();
    match sitting.refusal() {
        StoreError::Damaged { path, damage: Damage::RecordShort, .. } => assert_eq!(path, sitting.segment(1)),
        other => panic!("{other}"),
    }
    fs::remove_file(sitting.segment(1)).unwrap();
    match sitting.refusal() {
        StoreError::Damaged { path, damage: Damage::SegmentMissing, .. } => {
            assert_eq!(path, sitting.segment(1));
        }
        other => panic!("{other}"),
    }
    // Another segment under its name is not taken either.
    fs::copy(sitting.segment(2), sitting.segment(1)).unwrap();
    let refusal = sitting.refusal();
    assert!(matches!(refusal, StoreError::Damaged { damage: Damage::FirstIndex { .. }, .. }), "{refusal}");
    fs::write(sitting.segment(1), middle).unwrap();
    assert_eq!(contents(&sitting.open()), all);
}

#[test]
fn the_checkpoint_is_swapped_only_for_the_one_that_was_seen() {
    let (sitting, mut store) = Sitting::new();
    append(&mut store, 3);
    assert_eq!(store.checkpoint().unwrap(), None);
    store.swap_checkpoint(None, &note(2, "a")).unwrap();
    assert!(matches!(store.swap_checkpoint(None, &note(3, "")), Err(StoreError::CheckpointChanged)));
    let other = note(2, "b");
    assert!(matches!(store.swap_checkpoint(Some(&other), &note(3, "")), Err(StoreError::CheckpointChanged)));
    let seen = note(2, "a");
    let back = store.swap_checkpoint(Some(&seen), &note(1, ""));
    assert!(matches!(back, Err(StoreError::CheckpointGoesBack { old: 2, new: 1 })));
    let ahead = store.swap_checkpoint(Some(&seen), &note(4, ""));
    assert!(matches!(ahead, Err(StoreError::CheckpointAhead { checkpoint: 4, size: 3 })));
    assert!(matches!(store.swap_checkpoint(Some(&seen), b"x"), Err(StoreError::CheckpointUnreadable)));
    store.swap_checkpoint(Some(&seen), &other).unwrap();
    drop(store);
    assert_eq!(sitting.open().checkpoint().unwrap(), Some(other));
}

#[test]
fn a_log_is_cut_back_to_its_checkpoint_and_no_further() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::default().segment_bytes(1_000);
    let mut store = SegmentStore::create_with(folder.path(), ORIGIN, options).unwrap();
    let mut all = Vec::new();
    for _ in 0..30 {
        all.extend(append(&mut store, 1));
    }
    store.swap_checkpoint(None, &note(5, "")).unwrap();
    assert!(matches!(store.truncate_to(4), Err(StoreError::CutBelowCheckpoint { size: 4, checkpoint: 5 })));
    assert!(matches!(store.truncate_to(31), Err(StoreError::NoSuchEntry { .. })));
    store.truncate_to(30).unwrap();
    store.truncate_to(6).unwrap();
    all.truncate(6);
    assert_eq!(contents(&store), all);
    all.extend(append(&mut store, 12));
    drop(store);
    let sitting = Sitting { folder };
    assert_eq!(contents(&sitting.open()), all);
}
