//! The published log as static files: tiles of hashes and bundles of entries (protocol.md §2.7; c2sp.org/tlog-tiles).
//!
//! ```text
//! tile/<L>/<N>[.p/<W>]         W hashes of the tree at level 8·L, one after another; full: W = 256, no suffix
//! tile/entries/<N>[.p/<W>]     the entries under the hashes of tile/0/<N>: uint16 BE length ‖ bytes, for each
//! ```
//!
//! - [`Tile`] names a file: one tile, one path.
//! - [`codec`] has the bytes of both kinds.
//! - [`Edge`] takes leaves and gives the tiles to be written.
//! - [`Reader`], over a [`TileFolder`] or any other source, is for whoever trusts a checkpoint and nothing else: it gives leaves, entries and proofs, and every tile
//!   that it uses was hashed into the tile above it, up to the signed root.
//!
//! `docs/must-refuse.md` names, for each row of what must be refused, the test that shows it.

pub mod codec;
mod edge;
mod folder;
mod path;
mod reader;

pub use codec::{BundleError, TileLength};
pub use edge::Edge;
pub use folder::TileFolder;
pub use path::{PathError, Tile, TileKind, edge_of, tiles_of};
pub use reader::{Entries, Fetch, ReadError, Reader};

/// Hashes in a full tile, entries in a full bundle.
pub const TILE_WIDTH: u64 = 256;

/// Levels of the tree in one tile: 256 = 2^8.
pub(crate) const TILE_HEIGHT: u32 = 8;

/// Longest entry in bytes, since its length has two.
pub const ENTRY_BYTES_MAX: usize = u16::MAX as usize;

/// Longest tile of hashes, in bytes.
pub const TILE_BYTES_MAX: usize = 8_192;

/// Longest bundle of entries, in bytes.
pub const BUNDLE_BYTES_MAX: usize = 256 * (ENTRY_BYTES_MAX + 2);
