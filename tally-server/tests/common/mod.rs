//! Entries for tests: lines that continue a chain.
#![allow(dead_code, reason = "each test file uses its part")]

use tally_server::store::{Hash, SegmentStore, Store, leaf_hash, prev_field};

/// What entry 0 of the tests' logs names as `prev`.
pub(crate) const ORIGIN: Hash = [0x5a; 32];

/// An entry after `prev` that says `body`.
pub(crate) fn entry(prev: &Hash, body: &str) -> Vec<u8> {
    [prev_field(prev).as_slice(), b",\"body\":\"", body.as_bytes(), b"\"}"].concat()
}

/// `count` entries after `prev`, each of another length.
pub(crate) fn entries(mut prev: Hash, from: u64, count: u64) -> Vec<Vec<u8>> {
    let next = |index: u64| {
        let filling = "x".repeat(usize::try_from(index * 37 % 211).unwrap());
        let entry = entry(&prev, &format!("{index} {filling}"));
        prev = leaf_hash(&entry);
        entry
    };
    (from..from + count).map(next).collect()
}

/// Appends `count` entries as one batch and returns them.
pub(crate) fn append(store: &mut SegmentStore, count: u64) -> Vec<Vec<u8>> {
    let batch = entries(store.head(), store.size(), count);
    let size = store.size();
    assert_eq!(store.append(size, &batch).unwrap().size, size + count);
    batch
}

/// The bytes of all entries, through the checked read.
pub(crate) fn contents(store: &SegmentStore) -> Vec<Vec<u8>> {
    store.read(0).unwrap().map(|entry| entry.unwrap().bytes).collect()
}

/// A checkpoint as far as the store reads one.
pub(crate) fn note(size: u64, more: &str) -> Vec<u8> {
    format!("piaojue/test\n{size}\nroot\n\n{more}\n").into_bytes()
}
