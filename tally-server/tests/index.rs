//! The index beside the log: whatever happens to its files, it answers as the log does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects by unwrapping"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use audit::merkle::{Frontier, node_hash};
use common::{ORIGIN, append, contents, entry, note};
use tally_server::store::{
    Entry, Hash, Index, IndexError, Namespace, Rebuilt, Row, Rows, SegmentStore, Store, StoreError, leaf_hash,
};

/// The number in an entry is its key, and so is its leaf hash.
fn rows() -> Rows {
    Box::new(|entry: &Entry| {
        let text = String::from_utf8_lossy(&entry.bytes);
        let number =
            text.split("\"body\":\"").nth(1).and_then(|body| body.split(' ').next()).unwrap_or_default();
        vec![
            Row { namespace: Namespace::BALLOT_KEY, key: number.as_bytes().to_vec() },
            Row { namespace: Namespace::BODY_HASH, key: entry.leaf.to_vec() },
        ]
    })
}

fn open(folder: &Path, store: &SegmentStore) -> (Index, Option<Rebuilt>) {
    Index::open(folder, store.reader(), rows()).unwrap()
}

/// Asks for everything and compares with the log.
fn check(index: &mut Index, store: &SegmentStore) {
    let all = contents(store);
    let mut row: Vec<Hash> = Vec::new();
    for (number, bytes) in all.iter().enumerate() {
        let found = index.find(Namespace::BALLOT_KEY, number.to_string().as_bytes()).unwrap().unwrap();
        assert_eq!((found.index, &found.bytes), (number as u64, bytes));
        let leaf = leaf_hash(bytes);
        assert_eq!(index.find(Namespace::BODY_HASH, &leaf).unwrap().unwrap(), found);
        assert_eq!(index.find(Namespace::BALLOT_KEY, &leaf).unwrap(), None);
        row.push(leaf);
    }
    let next = all.len().to_string();
    assert_eq!(index.find(Namespace::BALLOT_KEY, next.as_bytes()).unwrap(), None);
    let mut level = 0;
    while !row.is_empty() {
        for (position, hash) in row.iter().enumerate() {
            assert_eq!(index.node(level, position as u64).unwrap(), Some(*hash), "node {level}/{position}");
        }
        assert_eq!(index.node(level, row.len() as u64).unwrap(), None);
        row = row.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
        level += 1;
    }
    assert_eq!(index.size(), store.size());
}

/// A sitting with 11 entries and an index closed in order.
fn closed() -> (tempfile::TempDir, SegmentStore) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SegmentStore::create(folder.path(), ORIGIN).unwrap();
    append(&mut store, 11);
    open(folder.path(), &store).0.close().unwrap();
    (folder, store)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if item.path().is_dir() { found.extend(files(&item.path())) } else { found.push(item.path()) }
    }
    found.sort();
    found
}

#[test]
fn it_follows_the_log_and_is_opened_again_after_an_orderly_stop() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SegmentStore::create(folder.path(), ORIGIN).unwrap();
    append(&mut store, 3);
    let (mut index, rebuilt) = open(folder.path(), &store);
    assert_eq!(rebuilt, Some(Rebuilt::NotClosed));
    check(&mut index, &store);
    append(&mut store, 14);
    check(&mut index, &store);
    index.close().unwrap();
    for _ in 0..5 {
        let (mut index, rebuilt) = open(folder.path(), &store);
        assert_eq!(rebuilt, None);
        check(&mut index, &store);
        append(&mut store, 1);
        index.close().unwrap();
    }
    // The nodes that cover the whole of a power of two are its root.
    store.truncate_to(16).unwrap();
    let mut frontier = Frontier::default();
    for entry in contents(&store) {
        frontier.push(leaf_hash(&entry));
    }
    assert_eq!(open(folder.path(), &store).0.node(4, 0).unwrap(), Some(frontier.root()));
}

/// Enough rows that sled writes snapshots and moves segments in its own threads.
#[test]
fn the_files_of_a_long_log_change_no_more_after_closing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = SegmentStore::create(folder.path(), ORIGIN).unwrap();
    append(&mut store, 6_000);
    open(folder.path(), &store).0.close().unwrap();
    for _ in 0..3 {
        append(&mut store, 100);
        let (index, rebuilt) = open(folder.path(), &store);
        assert_eq!(rebuilt, Some(Rebuilt::Changed));
        index.close().unwrap();
        let (mut index, rebuilt) = open(folder.path(), &store);
        assert_eq!(rebuilt, None);
        for number in (0..6_100).step_by(611) {
            let found = index.find(Namespace::BALLOT_KEY, number.to_string().as_bytes()).unwrap();
            assert_eq!(found.map(|entry| entry.index), Some(number));
        }
        index.close().unwrap();
    }
}

#[test]
fn without_an_orderly_stop_it_is_rebuilt() {
    let (folder, store) = closed();
    drop(open(folder.path(), &store).0);
    let (mut index, rebuilt) = open(folder.path(), &store);
    assert_eq!(rebuilt, Some(Rebuilt::NotClosed));
    check(&mut index, &store);
}

#[test]
fn a_mark_for_another_log_is_stale() {
    let (folder, mut store) = closed();
    append(&mut store, 1);
    let (mut index, rebuilt) = open(folder.path(), &store);
    assert_eq!(rebuilt, Some(Rebuilt::Changed));
    check(&mut index, &store);
    index.close().unwrap();
    // As long as before, with another last entry.
    store.truncate_to(11).unwrap();
    let other = entry(&store.head(), "11 other");
    store.append(11, &[other]).unwrap();
    let (mut index, rebuilt) = open(folder.path(), &store);
    assert_eq!(rebuilt, Some(Rebuilt::Changed));
    check(&mut index, &store);
}

#[test]
fn a_log_cut_back_while_it_is_open_is_noticed() {
    let (folder, mut store) = closed();
    let (mut index, _) = open(folder.path(), &store);
    store.swap_checkpoint(None, &note(4, "")).unwrap();
    store.truncate_to(6).unwrap();
    check(&mut index, &store);
    let other = entry(&store.head(), "6 other");
    store.append(6, &[other]).unwrap();
    check(&mut index, &store);
}

#[test]
fn a_removed_or_damaged_folder_is_rebuilt() {
    let (folder, store) = closed();
    let at = folder.path().join("index");
    fs::remove_dir_all(&at).unwrap();
    let (mut index, rebuilt) = open(folder.path(), &store);
    assert_eq!(rebuilt, Some(Rebuilt::Changed));
    check(&mut index, &store);
    index.close().unwrap();

    let count = files(&at).len();
    assert!(count > 0);
    for number in 0..count {
        for damage in [
            |bytes: &mut Vec<u8>| bytes.iter_mut().step_by(97).for_each(|byte| *byte = !*byte),
            |bytes: &mut Vec<u8>| bytes.truncate(bytes.len() / 2),
            |bytes: &mut Vec<u8>| bytes.extend_from_slice(b"more"),
        ] {
            let file = files(&at)[number].clone();
            let before = fs::read(&file).unwrap();
            let mut bytes = before.clone();
            damage(&mut bytes);
            if bytes == before {
                continue;
            }
            fs::write(&file, bytes).unwrap();
            let (mut index, rebuilt) = open(folder.path(), &store);
            assert_eq!(rebuilt, Some(Rebuilt::Changed), "{}", file.display());
            check(&mut index, &store);
            index.close().unwrap();
            assert_eq!(files(&at).len(), count);
        }
    }
    assert_eq!(open(folder.path(), &store).1, None);
}

#[test]
fn a_damaged_log_is_an_error_and_not_an_answer() {
    let (folder, store) = closed();
    let (mut index, _) = open(folder.path(), &store);
    let path = folder.path().join("log/00000000.seg");
    let mut bytes = fs::read(&path).unwrap();
    bytes[56 + 12 + 60] ^= 1;
    fs::write(&path, bytes).unwrap();
    let refused = index.find(Namespace::BALLOT_KEY, b"0");
    assert!(matches!(refused, Err(IndexError::Store(StoreError::Damaged { index: 0, .. }))));
    assert!(index.find(Namespace::BALLOT_KEY, b"5").unwrap().is_some());
}
