//! The store: where the entries of a sitting's log live (DESIGN: the tally server; protocol.md §10.4).
//!
//! It works on bytes. An entry is one line that starts with `{"prev":"<43 characters>"`, the leaf hash of the
//! entry before it; what else it says is the business of `audit`.
//!
//! Invariants
//! - When [`Store::append`] returns, the batch is on the medium; when it refuses, nothing was added.
//! - No read returns an entry whose checksum or whose place in the chain is wrong.
//! - The checkpoint never names more entries than are stored, and nothing below it is ever cut off.
//! - After a failed fsync every call is refused ([`StoreError::Poisoned`]): stop, start again, verify from disk.
//!
//! Next: `segment` is the embedded store; `record` its format; `index` what is kept beside it and can be rebuilt.

mod checkpoint;
pub(crate) mod disk;
mod error;
mod hash;
mod index;
mod record;
mod segment;

pub use error::{Damage, StoreError};
pub use hash::{Hash, leaf_hash, prev_field};
pub use index::{Index, IndexError, Namespace, Rebuilt, Row, Rows};
pub use record::{BATCH_BYTES_MAX, ENTRY_BYTES_MAX, ENTRY_BYTES_MIN, SEGMENT_BYTES_MAX};
pub use segment::{Entries, LogReader, Opened, Options, SegmentStore, TornTail};

/// An entry as read back, with what was checked on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the log, counted from 0.
    pub index: u64,
    /// The bytes as written, [`ENTRY_BYTES_MIN`] to [`ENTRY_BYTES_MAX`] of them.
    pub bytes: Vec<u8>,
    /// SHA-256(0x00 ‖ bytes): the `prev` of the entry that follows.
    pub leaf: Hash,
}

/// A batch that is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Index of the first entry of the batch.
    pub first: u64,
    /// Entries in the log after the batch.
    pub size: u64,
    /// Leaf hash of the last entry; the origin's hash while the log is empty.
    pub head: Hash,
}

/// What the server needs of a place for entries. One writer; synchronous, for a thread of its own.
pub trait Store: Send {
    /// Entries in the log.
    fn size(&self) -> u64;

    /// Leaf hash of the last entry, which the next one names as `prev`; for an empty log the 32 bytes that the
    /// caller gave for the origin.
    fn head(&self) -> Hash;

    /// Adds the batch if the log has exactly `expected_size` entries and the batch continues its chain.
    /// Durable when it returns. An empty batch changes nothing and is accepted.
    fn append(&mut self, expected_size: u64, batch: &[Vec<u8>]) -> Result<Appended, StoreError>;

    /// The entries from index `from` up to the present end, in order. Every one is checked again: checksum,
    /// position and chain, the first against the entry before it. `from` = size gives none; beyond is refused.
    fn read(&self, from: u64) -> Result<Entries, StoreError>;

    /// The newest persisted checkpoint: a signed note whose second line is the size.
    fn checkpoint(&self) -> Result<Option<Vec<u8>>, StoreError>;

    /// Replaces the checkpoint if the present one is `seen`. Durable when it returns. Its size may neither go
    /// back nor pass the log's.
    fn swap_checkpoint(&mut self, seen: Option<&[u8]>, new: &[u8]) -> Result<(), StoreError>;

    /// Cuts off entries at the end: what is left of a batch whose last entries a crash took. Refused below the
    /// checkpoint's size, so nothing that was ever signed for can go.
    fn truncate_to(&mut self, size: u64) -> Result<(), StoreError>;
}
