//! Following a published log: a verified copy that grows, and evidence of whatever contradicts it (protocol.md §16.3).
//!
//! ```text
//! source ──note, tiles, bundles──▶ Follower ──entries──▶ Copy (log.jsonl, checkpoint)
//!                                     │                     │
//!                                     └──▶ Finding          └──▶ Folding: the verifier, on a thread of its own
//! ```
//!
//! Invariants
//! - Nothing enters the copy but entries that hash to a root which the log's key of entry 0 signed, and entry 0 has the trusted
//!   fingerprint. So the copy is always one that `audit verify` can be asked about.
//! - Entries are durable before the checkpoint that covers them; a kill between leaves lines that the next start cuts off.
//! - Memory does not grow with the log, but for the fold's own state.
//!
//! Next: [`Follower::step`] is one look at the source; [`Finding`] is what can be wrong; `http` (feature `online`) is a source.

mod copy;
mod finding;
mod folder;
mod folding;
mod follow;
mod history;
#[cfg(feature = "online")]
pub mod http;

pub use copy::{Copy, CopyError, FINGERPRINT_FILE};
pub use finding::{Finding, Kept, keep};
pub use folder::FolderSource;
pub use folding::{Folded, Folding};
pub use follow::{FOLLOW_ENTRIES_MAX, Follower, Growth, StepError};
pub use history::{History, HistoryError, check_receipt, fingerprint_of, read_note};

use crate::tiles::Tile;
use std::path::Path;
use std::time::Duration;

/// Where a published log is read from, by someone who trusts nothing of it.
pub trait Source {
    /// The file `checkpoint`, of at most `bytes_max` bytes.
    fn checkpoint(&mut self, bytes_max: usize) -> Result<Vec<u8>, SourceError>;

    /// A tile or a bundle of at most `bytes_max` bytes; `None` where there is none.
    fn tile(&mut self, tile: Tile, bytes_max: usize) -> Result<Option<Vec<u8>>, SourceError>;
}

/// Why a file cannot be had.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum SourceError {
    /// Nobody answers there.
    #[error("cannot connect: {message}")]
    Connect { message: String },
    /// The connection is there, and nothing comes.
    #[error("nothing came for {waited:?}")]
    Stalled { waited: Duration },
    /// It came too slowly to be waited for.
    #[error("not whole after {waited:?}")]
    TooSlow { waited: Duration },
    /// It ended before its announced length.
    #[error("cut off: {message}")]
    CutOff { message: String },
    #[error("longer than the {limit} bytes that it may have")]
    TooLong { limit: usize },
    #[error("status {status}")]
    Status { status: u16 },
    #[error("no published log is there")]
    Missing,
    #[error("{message}")]
    Other { message: String },
}

/// Why a text names no published log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPlace {
    /// It begins like an address.
    #[error("not an address: http://host[:port][/path] or https://host[:port][/path]")]
    Address,
    /// The feature `online` is off.
    #[error("this program was built without the network; give a folder")]
    Offline,
}

/// Whether a text is an address and no folder.
pub fn is_address(place: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| place.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// The source of a published log with tiles: an address, or a folder.
pub fn source(place: &str) -> Result<Box<dyn Source>, NotAPlace> {
    if !is_address(place) {
        return Ok(Box::new(FolderSource::new(Path::new(place))));
    }
    #[cfg(feature = "online")]
    {
        let source = http::HttpSource::new(place, http::Patience::default());
        Ok(Box::new(source.map_err(|_| NotAPlace::Address)?))
    }
    #[cfg(not(feature = "online"))]
    Err(NotAPlace::Offline)
}

impl Source for Box<dyn Source> {
    fn checkpoint(&mut self, bytes_max: usize) -> Result<Vec<u8>, SourceError> {
        (**self).checkpoint(bytes_max)
    }

    fn tile(&mut self, tile: Tile, bytes_max: usize) -> Result<Option<Vec<u8>>, SourceError> {
        (**self).tile(tile, bytes_max)
    }
}
