//! Reading a published log with nothing but its checkpoint to trust.
//!
//! Invariants
//! - No hash leaves here that does not hang from the root: the partial tiles of the right edge together give the root, and
//!   every full tile hashes to the hash that stands for it in the tile above (CVE-2026-56865 is a reader that left this out
//!   for up to two tiles). No entry leaves here whose leaf hash is not the one of level 0.
//! - Memory does not grow with the log: the edge, [`KNOWN_MAX`] tiles and one bundle.

mod entries;
mod error;

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use super::codec::hashes_from_bytes;
use super::edge::{Edge, complete_root};
use super::path::{Tile, TileKind, edge_of};
use super::{TILE_BYTES_MAX, TILE_HEIGHT, TILE_WIDTH};
use crate::merkle::{Hash, complete_subtrees, consistency_ranges, empty_root, inclusion_ranges, node_hash};

pub use entries::Entries;
pub use error::ReadError;

/// Full tiles that are kept: several paths to the root, 256 KiB.
const KNOWN_MAX: usize = 32;

/// Where the files of a log come from: a folder, a web server, a test.
pub trait Fetch {
    /// Why a file cannot be had.
    type Error;

    /// A file's bytes; `None` where there is no such file. It need not read more than `bytes_max` + 1 bytes: longer ones
    /// are refused.
    fn fetch(&mut self, tile: Tile, bytes_max: usize) -> Result<Option<Vec<u8>>, Self::Error>;
}

impl<F, E> Fetch for F
where
    F: FnMut(Tile, usize) -> Result<Option<Vec<u8>>, E>,
{
    type Error = E;

    fn fetch(&mut self, tile: Tile, bytes_max: usize) -> Result<Option<Vec<u8>>, E> {
        self(tile, bytes_max)
    }
}

/// A log of known size and root, whose files come from someone who is not trusted.
#[derive(Debug)]
pub struct Reader<F> {
    fetch: F,
    size: u64,
    root: Hash,
    edge: Edge,
    /// Authenticated full tiles, the last used first.
    known: VecDeque<(Tile, Arc<[Hash]>)>,
}

impl<F: Fetch> Reader<F> {
    /// Fetches the right edge and checks that it gives the root. `size` and `root` are those of a checkpoint that the caller
    /// trusts, having checked its signatures.
    pub fn open(mut fetch: F, size: u64, root: Hash) -> Result<Self, ReadError<F::Error>> {
        let edge = fetch_edge(&mut fetch, size, &root)?;
        Ok(Self { fetch, size, root, edge, known: VecDeque::new() })
    }

    /// Goes on to a later checkpoint of the same log, whose signatures the caller has checked too. [`ReadError::Fork`] where the
    /// tree under it does not begin with the tree so far; then nothing is changed.
    pub fn advance(&mut self, size: u64, root: Hash) -> Result<(), ReadError<F::Error>> {
        if size < self.size {
            return Err(ReadError::Shrinks { old: self.size, new: size });
        }
        let edge = fetch_edge(&mut self.fetch, size, &root)?;
        let (old_size, old_root) = (self.size, self.root);
        let old_edge = std::mem::replace(&mut self.edge, edge);
        (self.size, self.root) = (size, root);
        // What was known hangs from the old root, and so is no witness here.
        let known = std::mem::take(&mut self.known);
        match self.root_at(old_size) {
            Ok(actual) if actual == old_root => {
                self.known.extend(known);
                self.known.truncate(KNOWN_MAX);
                Ok(())
            }
            other => {
                (self.size, self.root, self.edge, self.known) = (old_size, old_root, old_edge, known);
                other.and(Err(ReadError::Fork { old: old_size, new: size }))
            }
        }
    }

    /// Entries in the log.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over all of them.
    pub fn root(&self) -> Hash {
        self.root
    }

    /// The leaf hash of one entry.
    pub fn leaf(&mut self, index: u64) -> Result<Hash, ReadError<F::Error>> {
        self.within(index)?;
        self.node(0, index)
    }

    /// The root when the log had `size` entries.
    pub fn root_at(&mut self, size: u64) -> Result<Hash, ReadError<F::Error>> {
        match size {
            0 => Ok(empty_root()),
            _ if size == self.size => Ok(self.root),
            _ if size > self.size => Err(ReadError::Shrinks { old: size, new: self.size }),
            _ => self.subtree(0..size),
        }
    }

    /// RFC 6962 §2.1.1: shows that entry `index` stands in this log; the leaf's sibling first.
    pub fn inclusion(&mut self, index: u64) -> Result<Vec<Hash>, ReadError<F::Error>> {
        self.within(index)?;
        inclusion_ranges(index, self.size).into_iter().map(|range| self.subtree(range)).collect()
    }

    /// RFC 6962 §2.1.2: shows that this log begins with the one of `old` entries.
    pub fn consistency(&mut self, old: u64) -> Result<Vec<Hash>, ReadError<F::Error>> {
        if old > self.size {
            return Err(ReadError::Shrinks { old, new: self.size });
        }
        consistency_ranges(old, self.size).into_iter().map(|range| self.subtree(range)).collect()
    }

    fn within(&self, index: u64) -> Result<(), ReadError<F::Error>> {
        let size = self.size;
        if index < size { Ok(()) } else { Err(ReadError::IndexBeyondSize { index, size }) }
    }

    fn subtree(&mut self, range: Range<u64>) -> Result<Hash, ReadError<F::Error>> {
        let mut complete = Vec::new();
        for (level, index) in complete_subtrees(range) {
            complete.push(self.node(level, index)?);
        }
        Ok(complete
            .into_iter()
            .rev()
            .reduce(|right, left| node_hash(&left, &right))
            .unwrap_or_else(empty_root))
    }

    /// The root over leaves `index·2^level .. (index+1)·2^level`, all of which are in the log: so many hashes of one tile.
    fn node(&mut self, level: u32, index: u64) -> Result<Hash, ReadError<F::Error>> {
        let (tile_level, within) = (level / TILE_HEIGHT, level % TILE_HEIGHT);
        let first = index << within;
        let number = first / TILE_WIDTH;
        let hashes = self.tile(u8::try_from(tile_level).unwrap_or(u8::MAX), number)?;
        let start = usize::try_from(first % TILE_WIDTH).unwrap_or(usize::MAX);
        let under = start.checked_add(1 << within).and_then(|end| hashes.get(start..end));
        under.map(complete_root).ok_or(ReadError::IndexBeyondSize { index, size: self.size })
    }

    /// The hashes of a tile of this log, authenticated up to the root.
    fn tile(&mut self, level: u8, number: u64) -> Result<Arc<[Hash]>, ReadError<F::Error>> {
        let kind = TileKind::Hashes { level };
        let size = self.size;
        let beyond = ReadError::IndexBeyondSize { index: number, size };
        let tile = Tile::new(kind, number, TILE_WIDTH).ok().filter(|tile| tile.is_of(size));
        let Some(tile) = tile else {
            // Not full: then it is of the edge, which gave the root.
            return Ok(self.edge.level(level).into());
        };
        let found = self.known.iter().position(|(known, _)| *known == tile);
        if let Some((_, hashes)) = found.and_then(|at| self.known.remove(at)) {
            self.known.push_front((tile, Arc::clone(&hashes)));
            return Ok(hashes);
        }
        // From above, so that nothing is fetched for a parent that does not hold.
        let above = self.tile(level.saturating_add(1), number / TILE_WIDTH)?;
        let expected =
            usize::try_from(number % TILE_WIDTH).ok().and_then(|at| above.get(at)).ok_or(beyond)?;
        let hashes = fetch_hashes(&mut self.fetch, tile)?;
        if complete_root(&hashes) != *expected {
            return Err(ReadError::Parent { tile });
        }
        let hashes: Arc<[Hash]> = hashes.into();
        self.known.truncate(KNOWN_MAX - 1);
        self.known.push_front((tile, Arc::clone(&hashes)));
        Ok(hashes)
    }
}

fn fetch_edge<F: Fetch>(fetch: &mut F, size: u64, root: &Hash) -> Result<Edge, ReadError<F::Error>> {
    let mut levels: Vec<Vec<Hash>> = Vec::new();
    for tile in edge_of(size) {
        let TileKind::Hashes { level } = tile.kind() else { continue };
        levels.resize(usize::from(level), Vec::new());
        levels.push(fetch_hashes(fetch, tile)?);
    }
    let edge = Edge::of(size, levels);
    if edge.root() == *root { Ok(edge) } else { Err(ReadError::Root { size }) }
}

/// A partial tile may have gone once the full one is there, which begins with the same hashes.
fn fetch_hashes<F: Fetch>(fetch: &mut F, tile: Tile) -> Result<Vec<Hash>, ReadError<F::Error>> {
    let (tile_found, bytes) = fetch_or_full(fetch, tile, TILE_BYTES_MAX)?;
    let mut hashes = hashes_from_bytes(&bytes, tile_found.width())
        .map_err(|source| ReadError::HashTile { tile: tile_found, source })?;
    hashes.truncate(usize::try_from(tile.width()).unwrap_or(usize::MAX));
    Ok(hashes)
}

fn fetch_or_full<F: Fetch>(
    fetch: &mut F,
    tile: Tile,
    bytes_max: usize,
) -> Result<(Tile, Vec<u8>), ReadError<F::Error>> {
    let full = tile.full().filter(|full| *full != tile);
    for tile in [Some(tile), full].into_iter().flatten() {
        let found = fetch.fetch(tile, bytes_max).map_err(|source| ReadError::Fetch { tile, source })?;
        if let Some(bytes) = found {
            return Ok((tile, bytes));
        }
    }
    Err(ReadError::Missing { tile })
}

#[cfg(test)]
mod tests;
