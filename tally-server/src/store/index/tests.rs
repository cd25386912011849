//! What an index inside out of step with its log does; from outside see `tests/index.rs`.

use super::super::{SegmentStore, Store, leaf_hash, prev_field};
use super::*;

fn log(folder: &Path, count: u64) -> SegmentStore {
    let mut store = SegmentStore::create(folder, [0; 32]).unwrap();
    for number in 0..count {
        let entry = [prev_field(&store.head()), format!(",\"n\":{number}}}").into_bytes()].concat();
        store.append(number, &[entry]).unwrap();
    }
    store
}

fn rows() -> Rows {
    Box::new(|entry| {
        let key = entry.bytes.split(|byte| *byte == b':').next_back().unwrap_or_default().to_vec();
        vec![Row { namespace: Namespace::DEPUTY, key }]
    })
}

#[test]
fn a_row_that_the_log_does_not_confirm_is_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let store = log(folder.path(), 4);
    let (mut index, _) = Index::open(folder.path(), store.reader(), rows()).unwrap();
    for wrong in [&1_u64.to_be_bytes()[..], &9_u64.to_be_bytes(), b"short"] {
        index.store.put(Namespace::DEPUTY.0, b"2}", wrong).unwrap();
        assert!(matches!(index.look(Namespace::DEPUTY, b"2}"), Err(IndexError::Contradicted)));
        // The public question rebuilds and then answers as the log does.
        index.store.put(Namespace::DEPUTY.0, b"2}", wrong).unwrap();
        assert_eq!(index.find(Namespace::DEPUTY, b"2}").unwrap().map(|entry| entry.index), Some(2));
    }
    index.store.put(Namespace::DEPUTY.0, b"nobody", &1_u64.to_be_bytes()).unwrap();
    assert_eq!(index.find(Namespace::DEPUTY, b"nobody").unwrap(), None);

    index.store.put(NODES, &node_key(0, 3), &[1; 32]).unwrap();
    let leaf = leaf_hash(&store.entry(3).unwrap().bytes);
    assert_eq!(index.node(0, 3).unwrap(), Some(leaf));
}

#[test]
fn a_closed_sled_is_opened_anew_for_the_next_question() {
    let folder = tempfile::tempdir().unwrap();
    let store = log(folder.path(), 2);
    let (mut index, _) = Index::open(folder.path(), store.reader(), rows()).unwrap();
    index.store.abandon();
    assert!(matches!(index.look(Namespace::DEPUTY, b"1}"), Err(IndexError::Closed)));
    assert_eq!(index.find(Namespace::DEPUTY, b"1}").unwrap().map(|entry| entry.index), Some(1));
}
