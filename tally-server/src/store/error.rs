//! Why the store refuses, one variant for each check.

use std::io;
use std::path::PathBuf;

/// Why a call of the store was refused. The log is as it was before the call.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum StoreError {
    /// An earlier fsync or truncation failed, so what is on disk is unknown until it is read again.
    #[error("the store stopped after a failed write to disk; start the server again to verify from disk")]
    Poisoned,
    /// The call at hand failed that way; from now on the store is poisoned.
    #[error("{} could not be made durable; the store stops", path.display())]
    Sync { path: PathBuf, source: io::Error },
    #[error("the log has {actual} entries, not {expected}")]
    WrongSize { expected: u64, actual: u64 },
    #[error(
        "entry {place} of the batch has {bytes} bytes, allowed are {} to {}",
        super::ENTRY_BYTES_MIN,
        super::ENTRY_BYTES_MAX
    )]
    EntryLength { place: usize, bytes: usize },
    #[error("entry {place} of the batch does not name the entry before it")]
    ChainMismatch { place: usize },
    #[error("the batch has {bytes} bytes, allowed are {}", super::BATCH_BYTES_MAX)]
    BatchTooLong { bytes: u64 },
    /// The batch was taken back; nothing recorded is lost.
    #[error("the disk is full: {} cannot grow", path.display())]
    DiskFull { path: PathBuf, source: io::Error },
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("another process is writing {}", path.display())]
    Locked { path: PathBuf },
    #[error("{} already holds a log", path.display())]
    Exists { path: PathBuf },
    #[error("{} holds no log", path.display())]
    Absent { path: PathBuf },
    /// Found at opening, or on a later read.
    #[error("{} is damaged at byte {offset}, entry {index}: {damage}", path.display())]
    Damaged { path: PathBuf, offset: u64, index: u64, damage: Damage },
    #[error("the checkpoint names {checkpoint} entries, the log has {size}: entries are missing")]
    EntriesMissing { size: u64, checkpoint: u64 },
    #[error("there is no entry {index}: the log has {size}")]
    NoSuchEntry { index: u64, size: u64 },
    #[error("the checkpoint is not the one that the caller saw")]
    CheckpointChanged,
    #[error("the second line of the checkpoint is not a size")]
    CheckpointUnreadable,
    #[error("a checkpoint for {new} entries cannot follow one for {old}")]
    CheckpointGoesBack { old: u64, new: u64 },
    #[error("a checkpoint for {checkpoint} entries cannot stand over a log of {size}")]
    CheckpointAhead { checkpoint: u64, size: u64 },
    #[error("the log cannot be cut to {size} entries: the checkpoint names {checkpoint}")]
    CutBelowCheckpoint { size: u64, checkpoint: u64 },
}

/// What is wrong at a place of a segment file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum Damage {
    #[error("the header of the segment is incomplete or its checksum is wrong")]
    Header,
    #[error("the segment is of format {0}, which this version does not know")]
    Version(u32),
    #[error("the segment starts at entry {stated}")]
    FirstIndex { stated: u64 },
    #[error("the segment continues another log, or its predecessor changed")]
    Predecessor,
    #[error("the file is missing between others")]
    SegmentMissing,
    #[error("the record is cut short, and more follows")]
    RecordShort,
    #[error("a record cannot be {0} bytes long")]
    RecordLength(u32),
    #[error("the checksum is wrong")]
    Checksum,
    #[error("the record names batch {0}, which is not one that it can belong to")]
    Batch(u64),
    #[error("the entry does not name the entry before it")]
    Chain,
}
