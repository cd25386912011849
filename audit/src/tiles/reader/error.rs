//! Why a published log cannot be read.

use super::super::codec::{BundleError, TileLength};
use super::super::path::Tile;

/// Why the files are not those of the trusted checkpoint, or could not be had. `E` is the source's own error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum ReadError<E> {
    #[error("{tile}: {source}")]
    Fetch { tile: Tile, source: E },
    /// Neither it nor, for a partial one, the full one.
    #[error("{tile} is not there")]
    Missing { tile: Tile },
    #[error("{tile}: {source}")]
    HashTile { tile: Tile, source: TileLength },
    #[error("{tile}: {source}")]
    Bundle { tile: Tile, source: BundleError },
    /// The tiles at the right edge are others than those that the signed root is made of.
    #[error("the partial tiles of size {size} do not give the signed root")]
    Root { size: u64 },
    /// It is not the tile that the tile above it, and so the root, stands for.
    #[error("{tile} does not hash to what the tile above it says")]
    Parent { tile: Tile },
    /// The entry's bytes are not what the tree has.
    #[error("entry {index} does not have the leaf hash of tile/0")]
    Leaf { index: u64 },
    #[error("entry {index} cannot be in a log of {size}")]
    IndexBeyondSize { index: u64, size: u64 },
    #[error("the log shrinks from {old} to {new}")]
    Shrinks { old: u64, new: u64 },
    /// Two signed checkpoints of one origin, of which neither follows the other.
    #[error("the log of {new} does not begin with the log of {old} that was seen before")]
    Fork { old: u64, new: u64 },
}
