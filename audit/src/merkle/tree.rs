//! A tree that makes proofs: all complete nodes in memory, about 64 bytes for each leaf.

use std::ops::Range;

use super::ranges::{complete_subtrees, consistency_ranges, inclusion_ranges};
use super::{Hash, empty_root, node_hash};

/// Why a proof cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum TreeError {
    #[error("size {size} asked of a tree of {actual}")]
    SizeBeyondTree { size: u64, actual: u64 },
    #[error("entry {index} asked in a tree of {size}")]
    IndexBeyondSize { index: u64, size: u64 },
    #[error("growth asked from {old} to the smaller {new}")]
    Shrinks { old: u64, new: u64 },
}

/// The leaves of a log and every node above them that can no longer change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// `levels[l][i]` is the root over leaves `i·2^l .. (i+1)·2^l`; complete subtrees only. Level 0: leaves.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next leaf, by its leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let Some(nodes) = self.levels.get_mut(level) else { return };
            nodes.push(node);
            // Only a complete pair has a node above it.
            match nodes.as_slice() {
                [.., left, right] if nodes.len() % 2 == 0 => node = node_hash(left, right),
                _ => return,
            }
        }
    }

    /// Leaves so far.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// The leaf hash of one entry.
    pub fn leaf(&self, index: u64) -> Option<Hash> {
        self.node(0, index)
    }

    /// The root over all leaves so far.
    pub fn root(&self) -> Hash {
        // All nodes of a tree's own size are there.
        self.range(0..self.size()).unwrap_or_else(empty_root)
    }

    /// The root when the tree had `size` leaves.
    pub fn root_at(&self, size: u64) -> Result<Hash, TreeError> {
        self.within(size)?;
        if size == 0 { Ok(empty_root()) } else { self.subtree(0..size) }
    }

    /// RFC 6962 §2.1.1: shows that entry `index` is in the tree of `size`; the leaf's sibling first.
    pub fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, TreeError> {
        self.within(size)?;
        if index >= size {
            return Err(TreeError::IndexBeyondSize { index, size });
        }
        inclusion_ranges(index, size).into_iter().map(|range| self.subtree(range)).collect()
    }

    /// RFC 6962 §2.1.2: shows that the tree of `new` begins with the tree of `old`. Empty for `old` 0 and
    /// for equal sizes.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<Hash>, TreeError> {
        self.within(new)?;
        if old > new {
            return Err(TreeError::Shrinks { old, new });
        }
        consistency_ranges(old, new).into_iter().map(|range| self.subtree(range)).collect()
    }

    fn within(&self, size: u64) -> Result<(), TreeError> {
        let actual = self.size();
        if size > actual { Err(TreeError::SizeBeyondTree { size, actual }) } else { Ok(()) }
    }

    /// The root over leaves `index·2^level .. (index+1)·2^level`, if all of them are there.
    pub fn node(&self, level: u32, index: u64) -> Option<Hash> {
        let nodes = self.levels.get(usize::try_from(level).ok()?)?;
        nodes.get(usize::try_from(index).ok()?).copied()
    }

    fn subtree(&self, range: Range<u64>) -> Result<Hash, TreeError> {
        let beyond = TreeError::SizeBeyondTree { size: range.end, actual: self.size() };
        self.range(range).ok_or(beyond)
    }

    /// `None` for an empty range or one beyond the tree.
    fn range(&self, range: Range<u64>) -> Option<Hash> {
        let complete: Option<Vec<Hash>> =
            complete_subtrees(range).map(|(level, index)| self.node(level, index)).collect();
        complete?.into_iter().rev().reduce(|right, left| node_hash(&left, &right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::{
        ConsistencyError, Frontier, InclusionError, leaf_hash, verify_consistency, verify_inclusion,
    };

    /// MTH of RFC 6962 §2.1, word by word.
    fn defined(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => empty_root(),
            [leaf] => *leaf,
            _ => {
                let mut k = 1;
                while k * 2 < leaves.len() {
                    k *= 2;
                }
                node_hash(&defined(&leaves[..k]), &defined(&leaves[k..]))
            }
        }
    }

    fn tree(size: u64) -> Tree {
        let mut tree = Tree::new();
        (0..size).for_each(|i| tree.push(leaf_hash(&i.to_be_bytes())));
        tree
    }

    #[test]
    fn frontier_and_tree_agree_with_the_definition_at_every_size() {
        let whole = tree(70);
        let leaves: Vec<Hash> = (0..70).map(|i| whole.leaf(i).unwrap()).collect();
        let mut frontier = Frontier::new();
        for size in 0..=70 {
            let expected = defined(&leaves[..size]);
            let size = size as u64;
            assert_eq!(frontier.size(), size);
            assert_eq!(frontier.root(), expected, "frontier of {size}");
            assert_eq!(tree(size).root(), expected, "tree of {size}");
            assert_eq!(whole.root_at(size), Ok(expected), "root at {size}");
            if size < 70 {
                frontier.push(leaves[usize::try_from(size).unwrap()]);
            }
        }
        assert_eq!(whole.root_at(71), Err(TreeError::SizeBeyondTree { size: 71, actual: 70 }));
    }

    #[test]
    fn every_inclusion_proof_verifies_and_no_other_place_does() {
        let tree = tree(40);
        for size in 1..=40 {
            let root = tree.root_at(size).unwrap();
            for index in 0..size {
                let leaf = tree.leaf(index).unwrap();
                let proof = tree.inclusion(index, size).unwrap();
                assert_eq!(verify_inclusion(index, size, &leaf, &proof, &root), Ok(()));
                for other in (0..size).filter(|&other| other != index) {
                    let refused = verify_inclusion(other, size, &leaf, &proof, &root);
                    assert!(matches!(
                        refused,
                        Err(InclusionError::RootMismatch | InclusionError::ProofLength { .. })
                    ));
                }
            }
        }
        assert_eq!(tree.inclusion(3, 3), Err(TreeError::IndexBeyondSize { index: 3, size: 3 }));
        assert_eq!(tree.inclusion(0, 0), Err(TreeError::IndexBeyondSize { index: 0, size: 0 }));
        assert_eq!(tree.inclusion(0, 41), Err(TreeError::SizeBeyondTree { size: 41, actual: 40 }));
    }

    #[test]
    fn every_consistency_proof_verifies_and_one_changed_bit_does_not() {
        let tree = tree(40);
        for new in 0..=40 {
            let new_root = tree.root_at(new).unwrap();
            for old in 0..=new {
                let old_root = tree.root_at(old).unwrap();
                let proof = tree.consistency(old, new).unwrap();
                assert_eq!(verify_consistency(old, new, &old_root, &new_root, &proof), Ok(()), "{old} {new}");
                for at in 0..proof.len() {
                    let mut changed = proof.clone();
                    changed[at][at % 32] ^= 1;
                    assert!(matches!(
                        verify_consistency(old, new, &old_root, &new_root, &changed),
                        Err(ConsistencyError::OldRoot | ConsistencyError::NewRoot)
                    ));
                }
            }
        }
        assert_eq!(tree.consistency(5, 4), Err(TreeError::Shrinks { old: 5, new: 4 }));
        // Also where the proof would be empty.
        for old in [0, 5, 41] {
            let beyond = TreeError::SizeBeyondTree { size: 41, actual: 40 };
            assert_eq!(tree.consistency(old, 41), Err(beyond));
        }
    }
}
