//! Checking proofs that someone else made (RFC 6962 §2.1.1, §2.1.2).
//!
//! The path from a leaf to the root has an inner part, below the node where it meets the path of the tree's
//! last leaf, with one sibling at each level, and a border above it, where siblings are on the left only.
//! So index and size give the exact number of hashes, which is compared first.

use super::{Hash, empty_root, node_hash};

/// Why an inclusion proof is refused; in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum InclusionError {
    #[error("entry {index} cannot be in a tree of {size}")]
    IndexBeyondSize { index: u64, size: u64 },
    #[error("the proof has {actual} hashes, {expected} expected")]
    ProofLength { expected: usize, actual: usize },
    /// The leaf, its place or a hash is another than that under the root.
    #[error("the proof does not lead to the root")]
    RootMismatch,
}

/// Why a consistency proof is refused; in the order of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum ConsistencyError {
    #[error("the tree shrinks from {old} to {new}")]
    Shrinks { old: u64, new: u64 },
    #[error("the proof has {actual} hashes, {expected} expected")]
    ProofLength { expected: usize, actual: usize },
    /// A size of 0 with a root that is not the empty tree's.
    #[error("size 0 with the root of another tree")]
    EmptyRoot,
    /// Two histories: one size, two roots.
    #[error("equal sizes with different roots")]
    RootsDiffer,
    #[error("the proof does not lead to the old root")]
    OldRoot,
    #[error("the proof does not lead to the new root")]
    NewRoot,
}

/// Hashes in the inclusion proof of entry `index` in a tree of `size`.
pub fn inclusion_proof_length(index: u64, size: u64) -> Result<usize, InclusionError> {
    if index >= size {
        return Err(InclusionError::IndexBeyondSize { index, size });
    }
    let (inner, border) = path(index, size);
    Ok(inner.saturating_add(border))
}

/// Hashes in the consistency proof from `old` to `new`.
pub fn consistency_proof_length(old: u64, new: u64) -> Result<usize, ConsistencyError> {
    if old > new {
        return Err(ConsistencyError::Shrinks { old, new });
    }
    if old == 0 || old == new {
        return Ok(0);
    }
    let (inner, border) = path(old - 1, new);
    let seed = usize::from(!old.is_power_of_two());
    Ok(inner.saturating_sub(complete_levels(old)).saturating_add(border).saturating_add(seed))
}

/// Checks that the entry with this leaf hash is number `index`, from 0, of the tree of `size` with `root`.
pub fn verify_inclusion(
    index: u64,
    size: u64,
    leaf: &Hash,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), InclusionError> {
    let expected = inclusion_proof_length(index, size)?;
    let length_error = InclusionError::ProofLength { expected, actual: proof.len() };
    if proof.len() != expected {
        return Err(length_error);
    }
    let (inner, _) = path(index, size);
    let (inner, border) = proof.split_at_checked(inner).ok_or(length_error)?;
    if climb_border(climb_inner(*leaf, inner, index), border) == *root {
        Ok(())
    } else {
        Err(InclusionError::RootMismatch)
    }
}

/// Checks that the tree of `new` leaves begins with the tree of `old` leaves.
///
/// From 0, every tree is consistent, with an empty proof and the empty tree's root; equal sizes need an
/// empty proof and equal roots.
pub fn verify_consistency(
    old: u64,
    new: u64,
    old_root: &Hash,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ConsistencyError> {
    let expected = consistency_proof_length(old, new)?;
    let length_error = ConsistencyError::ProofLength { expected, actual: proof.len() };
    if proof.len() != expected {
        return Err(length_error);
    }
    if (old == 0 && *old_root != empty_root()) || (new == 0 && *new_root != empty_root()) {
        return Err(ConsistencyError::EmptyRoot);
    }
    if old == new {
        return if old_root == new_root { Ok(()) } else { Err(ConsistencyError::RootsDiffer) };
    }
    if old == 0 {
        return Ok(());
    }
    let (old_path, new_path) =
        climb_both(old, new, old.is_power_of_two().then_some(*old_root), proof).ok_or(length_error)?;
    if old_path != *old_root {
        return Err(ConsistencyError::OldRoot);
    }
    if new_path != *new_root {
        return Err(ConsistencyError::NewRoot);
    }
    Ok(())
}

/// The root at size `old` of the history that a consistency proof to `new_root` tells of, where the proof says it: `old` is
/// neither 0 nor `new` nor a power of two, whose root no proof holds.
pub fn consistency_old_root(old: u64, new: u64, new_root: &Hash, proof: &[Hash]) -> Option<Hash> {
    let expected = consistency_proof_length(old, new).ok()?;
    if proof.len() != expected || old == 0 || old == new || old.is_power_of_two() {
        return None;
    }
    let (old_path, new_path) = climb_both(old, new, None, proof)?;
    (new_path == *new_root).then_some(old_path)
}

/// The old and the new root that a proof of exact length, with 0 < `old` < `new`, leads to from its seed: the largest complete
/// subtree that ends with the old tree's last leaf. It is the proof's first hash, unless `seed` is given.
fn climb_both(old: u64, new: u64, seed: Option<Hash>, proof: &[Hash]) -> Option<(Hash, Hash)> {
    let (seed, path_hashes) = match seed {
        Some(seed) => (seed, proof),
        None => proof.split_first().map(|(seed, rest)| (*seed, rest))?,
    };
    let (inner, _) = path(old - 1, new);
    let (inner, border) = path_hashes.split_at_checked(inner.saturating_sub(complete_levels(old)))?;
    let index = (old - 1) >> old.trailing_zeros();
    // Only left siblings were in the old tree already.
    let old_path = climb_border(climb_inner_left(seed, inner, index), border);
    Some((old_path, climb_border(climb_inner(seed, inner, index), border)))
}

/// Siblings in the inner part and in the border of the path of `index` in a tree of `size`; `index < size`.
fn path(index: u64, size: u64) -> (usize, usize) {
    let inner = u64::BITS - (index ^ (size - 1)).leading_zeros();
    let border = index.checked_shr(inner).unwrap_or(0).count_ones();
    (inner as usize, border as usize)
}

/// Levels of the smallest complete subtree at the right edge of a tree of `size`, which is not 0.
fn complete_levels(size: u64) -> usize {
    size.trailing_zeros() as usize
}

/// At most 64 siblings, level by level: bit `l` of `index` says on which side of the path they stand.
fn climb_inner(seed: Hash, siblings: &[Hash], index: u64) -> Hash {
    (0_u32..).zip(siblings).fold(seed, |node, (level, sibling)| {
        if is_right(index, level) { node_hash(sibling, &node) } else { node_hash(&node, sibling) }
    })
}

/// As [`climb_inner`], passing over siblings on the right.
fn climb_inner_left(seed: Hash, siblings: &[Hash], index: u64) -> Hash {
    (0_u32..).zip(siblings).fold(
        seed,
        |node, (level, sibling)| {
            if is_right(index, level) { node_hash(sibling, &node) } else { node }
        },
    )
}

fn climb_border(seed: Hash, siblings: &[Hash]) -> Hash {
    siblings.iter().fold(seed, |node, sibling| node_hash(sibling, &node))
}

fn is_right(index: u64, level: u32) -> bool {
    index.checked_shr(level).unwrap_or(0) & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::leaf_hash;

    #[test]
    fn an_index_at_or_beyond_the_size_is_refused() {
        for (index, size) in [(0, 0), (1, 1), (u64::MAX, 1), (u64::MAX, u64::MAX)] {
            let error = InclusionError::IndexBeyondSize { index, size };
            assert_eq!(verify_inclusion(index, size, &[0; 32], &[], &[0; 32]), Err(error));
        }
    }

    #[test]
    fn a_proof_of_another_length_is_refused_before_any_hash() {
        let leaf = leaf_hash(b"entry");
        let error = |expected, actual| Err(InclusionError::ProofLength { expected, actual });
        assert_eq!(verify_inclusion(0, 1, &leaf, &[], &leaf), Ok(()));
        assert_eq!(verify_inclusion(0, 1, &leaf, &[leaf], &leaf), error(0, 1));
        assert_eq!(verify_inclusion(5, 7, &leaf, &[leaf; 2], &leaf), error(3, 2));
        assert_eq!(verify_inclusion(5, 7, &leaf, &[leaf; 4], &leaf), error(3, 4));
        // The longest paths that there are: 63 hashes, all inner and all border but one.
        assert_eq!(inclusion_proof_length(0, 1 << 63), Ok(63));
        assert_eq!(inclusion_proof_length((1 << 63) - 1, 1 << 63), Ok(63));
        assert_eq!(inclusion_proof_length((1 << 63) - 2, (1 << 63) - 1), Ok(62));
        assert_eq!(inclusion_proof_length(u64::MAX - 1, u64::MAX), Ok(63));
        assert_eq!(consistency_proof_length(3, 7), Ok(4));
        assert_eq!(consistency_proof_length(4, 7), Ok(1));
    }

    #[test]
    fn growth_from_nothing_and_to_the_same_needs_an_empty_proof() {
        let (empty, root) = (empty_root(), leaf_hash(b"entry"));
        assert_eq!(verify_consistency(0, 5, &empty, &root, &[]), Ok(()));
        assert_eq!(verify_consistency(5, 5, &root, &root, &[]), Ok(()));
        assert_eq!(verify_consistency(0, 0, &empty, &empty, &[]), Ok(()));
        let length = Err(ConsistencyError::ProofLength { expected: 0, actual: 1 });
        assert_eq!(verify_consistency(0, 5, &empty, &root, &[root]), length);
        assert_eq!(verify_consistency(5, 5, &root, &root, &[root]), length);
        assert_eq!(verify_consistency(0, 5, &root, &root, &[]), Err(ConsistencyError::EmptyRoot));
        assert_eq!(verify_consistency(0, 0, &empty, &root, &[]), Err(ConsistencyError::EmptyRoot));
        assert_eq!(verify_consistency(5, 5, &root, &empty, &[]), Err(ConsistencyError::RootsDiffer));
        assert_eq!(
            verify_consistency(5, 4, &root, &root, &[]),
            Err(ConsistencyError::Shrinks { old: 5, new: 4 })
        );
    }

    #[test]
    fn a_proof_tells_the_old_root_unless_that_is_its_seed() {
        let leaves: Vec<Hash> = (0..3_u8).map(|i| leaf_hash(&[i])).collect();
        let [a, b, c] = leaves[..] else { panic!() };
        let (two, three) = (node_hash(&a, &b), node_hash(&node_hash(&a, &b), &c));
        let four = node_hash(&two, &node_hash(&c, &a));
        assert_eq!(consistency_old_root(3, 4, &four, &[c, a, two]), Some(three));
        // Another root, another length, and sizes without one.
        assert_eq!(consistency_old_root(3, 4, &three, &[c, a, two]), None);
        assert_eq!(consistency_old_root(3, 4, &four, &[c, a]), None);
        assert_eq!(consistency_old_root(2, 3, &three, &[c]), None);
        assert_eq!(consistency_old_root(0, 3, &three, &[]), None);
        assert_eq!(consistency_old_root(3, 3, &three, &[]), None);
        assert_eq!(consistency_old_root(4, 3, &three, &[]), None);
    }

    #[test]
    fn each_root_is_checked_on_its_own() {
        let leaves: Vec<Hash> = (0..3_u8).map(|i| leaf_hash(&[i])).collect();
        let [a, b, c] = leaves[..] else { panic!() };
        let two = node_hash(&a, &b);
        let three = node_hash(&two, &c);
        assert_eq!(verify_consistency(2, 3, &two, &three, &[c]), Ok(()));
        assert_eq!(verify_consistency(2, 3, &two, &two, &[c]), Err(ConsistencyError::NewRoot));
        let four = node_hash(&two, &node_hash(&c, &a));
        assert_eq!(verify_consistency(3, 4, &three, &four, &[c, a, two]), Ok(()));
        assert_eq!(verify_consistency(3, 4, &two, &four, &[c, a, two]), Err(ConsistencyError::OldRoot));
    }
}
