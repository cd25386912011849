//! The right edge of a growing tree: enough for its root, whatever its size.

use super::{Hash, empty_root, node_hash};

/// The roots of the complete subtrees that the leaves so far make up: at most 64 hashes.
///
/// Two frontiers are equal if and only if they took the same leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// From the largest subtree, on the left, to the smallest; one for each 1 bit of `size`.
    subtrees: Vec<Hash>,
}

impl Frontier {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next leaf, by its leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut subtree = leaf;
        // Each complete subtree of the size just reached joins its left neighbour, as a carry does.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                subtree = node_hash(&left, &subtree);
            }
        }
        self.subtrees.push(subtree);
        self.size = self.size.saturating_add(1);
    }

    /// Leaves so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves so far.
    pub fn root(&self) -> Hash {
        self.subtrees
            .iter()
            .rev()
            .copied()
            .reduce(|right, left| node_hash(&left, &right))
            .unwrap_or_else(empty_root)
    }
}
