//! Growing: leaves in, tiles out.

use super::path::{Tile, TileKind};
use super::{TILE_HEIGHT, TILE_WIDTH};
use crate::merkle::{Hash, empty_root, node_hash};

/// The unfinished tiles at the right edge of a growing tree, one for each level: at most 8 × 255 hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    /// By level; each fewer than 256 hashes.
    levels: Vec<Vec<Hash>>,
}

impl Edge {
    /// The edge of an empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// The edge that partial tiles make up; `levels` from 0 on, each of fewer than 256 hashes.
    pub(super) fn of(size: u64, levels: Vec<Vec<Hash>>) -> Self {
        Self { size, levels }
    }

    /// Adds the next leaf, by its leaf hash. Gives the tiles that it fills, lowest level first.
    pub fn push(&mut self, leaf: Hash) -> Vec<(Tile, Vec<Hash>)> {
        self.size = self.size.saturating_add(1);
        let mut full = Vec::new();
        let mut hash = leaf;
        for level in 0_u8.. {
            let at = usize::from(level);
            if self.levels.len() == at {
                self.levels.push(Vec::new());
            }
            let Some(hashes) = self.levels.get_mut(at) else { break };
            hashes.push(hash);
            if (hashes.len() as u64) < TILE_WIDTH {
                break;
            }
            let hashes = std::mem::take(hashes);
            hash = complete_root(&hashes);
            let number = (self.size >> (TILE_HEIGHT * u32::from(level))) / TILE_WIDTH;
            if let Ok(tile) = Tile::new(TileKind::Hashes { level }, number.saturating_sub(1), TILE_WIDTH) {
                full.push((tile, hashes));
            }
        }
        full
    }

    /// Leaves so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The partial tiles of the present size, lowest level first ([`super::edge_of`]).
    pub fn partial(&self) -> impl Iterator<Item = (Tile, &[Hash])> {
        (0_u8..).zip(&self.levels).filter_map(|(level, hashes)| {
            let number = (self.size >> (TILE_HEIGHT * u32::from(level))) / TILE_WIDTH;
            let tile = Tile::new(TileKind::Hashes { level }, number, hashes.len() as u64).ok()?;
            Some((tile, hashes.as_slice()))
        })
    }

    /// The partial tile of one level; empty where there is none.
    pub(super) fn level(&self, level: u8) -> &[Hash] {
        self.levels.get(usize::from(level)).map_or(&[], Vec::as_slice)
    }

    /// The root over all leaves: the complete subtrees, of which each partial tile has some, joined from the smallest.
    pub fn root(&self) -> Hash {
        let mut subtrees = Vec::new();
        for hashes in self.levels.iter().rev() {
            let mut rest = hashes.as_slice();
            while !rest.is_empty() {
                let (complete, after) = rest.split_at(1 << rest.len().ilog2());
                subtrees.push(complete_root(complete));
                rest = after;
            }
        }
        subtrees.into_iter().rev().reduce(|right, left| node_hash(&left, &right)).unwrap_or_else(empty_root)
    }
}

/// The root over a power of two of hashes.
pub(super) fn complete_root(hashes: &[Hash]) -> Hash {
    let mut level = hashes.to_vec();
    while level.len() > 1 {
        let (pairs, _) = level.as_chunks();
        level = pairs.iter().map(|[left, right]| node_hash(left, right)).collect();
    }
    level.into_iter().next().unwrap_or_else(empty_root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::{Tree, leaf_hash};
    use crate::tiles::tiles_of;
    use std::collections::BTreeSet;

    #[test]
    fn the_edge_gives_every_tile_once_and_the_root_of_the_tree() {
        let (mut edge, mut tree) = (Edge::new(), Tree::new());
        assert_eq!(edge.root(), empty_root());
        let mut full = BTreeSet::new();
        for index in 0..66_000_u64 {
            let leaf = leaf_hash(&index.to_be_bytes());
            tree.push(leaf);
            for (tile, hashes) in edge.push(leaf) {
                let TileKind::Hashes { level } = tile.kind() else { panic!("{tile}") };
                let first = tile.number() * 256;
                let expected: Vec<Hash> =
                    (first..first + 256).map(|at| tree.node(8 * u32::from(level), at).unwrap()).collect();
                assert_eq!(hashes, expected, "{tile}");
                assert!(full.insert(tile), "{tile}");
            }
            let size = index + 1;
            assert_eq!(edge.size(), size);
            if size < 600 || size % 1_021 == 0 || (65_530..65_800).contains(&size) {
                assert_eq!(edge.root(), tree.root(), "{size}");
                let partial: BTreeSet<Tile> = edge.partial().map(|(tile, _)| tile).collect();
                let expected: BTreeSet<Tile> =
                    tiles_of(size).filter(|tile| tile.kind() != TileKind::Entries).collect();
                assert_eq!(full.union(&partial).copied().collect::<BTreeSet<_>>(), expected, "{size}");
            }
        }
    }
}
