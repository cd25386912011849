//! Which leaves the hashes of a proof cover, whoever has the hashes.
//!
//! A range here is one that RFC 6962 splits off: its start is a multiple of every power of two up to its length.

use std::ops::Range;

/// RFC 6962 §2.1.1: the leaves under each hash of the inclusion proof of `index` in a tree of `size`; the leaf's sibling
/// first. `index` < `size`.
pub(crate) fn inclusion_ranges(index: u64, size: u64) -> Vec<Range<u64>> {
    let mut proof = Vec::new();
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            proof.push(middle..end);
            end = middle;
        } else {
            proof.push(start..middle);
            start = middle;
        }
    }
    proof.reverse();
    proof
}

/// RFC 6962 §2.1.2: the leaves under each hash of the consistency proof from `old` to `new`; none for `old` 0 and for equal
/// sizes. `old` ≤ `new`.
pub(crate) fn consistency_ranges(old: u64, new: u64) -> Vec<Range<u64>> {
    let mut proof = Vec::new();
    let (mut start, mut end) = (0, new);
    // SUBPROOF: walk down to the subtree that ends where the old tree ended.
    while old > 0 && end != old {
        let middle = start + split(end - start);
        if old <= middle {
            proof.push(middle..end);
            end = middle;
        } else {
            proof.push(start..middle);
            start = middle;
        }
    }
    // A verifier that starts from the whole old tree has its root already.
    if start > 0 {
        proof.push(start..end);
    }
    proof.reverse();
    proof
}

/// The complete subtrees that a range consists of, from the largest, on the left: (level, index), leaves are level 0.
pub(crate) fn complete_subtrees(range: Range<u64>) -> impl Iterator<Item = (u32, u64)> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let level = range.end.checked_sub(at)?.checked_ilog2()?;
        let subtree = (level, at >> level);
        at += 1 << level;
        Some(subtree)
    })
}

/// The largest power of two below `leaves`, which are at least 2.
fn split(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}
