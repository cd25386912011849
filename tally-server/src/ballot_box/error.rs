//! Why the ballot box refuses, one variant for each check.

use std::io;
use std::path::PathBuf;

use super::{BOX_BYTES_MAX, RECORD_BYTES_MAX, SLOTS_MAX};

/// Why a call of the ballot box was refused. Unless a variant says otherwise the box is as it was before.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum BoxError {
    /// An earlier write could not be made durable or taken back.
    #[error(
        "the ballot box stopped after a failed write to disk; start the server again to verify from disk"
    )]
    Poisoned,
    /// The call at hand failed that way; from now on the box is poisoned.
    #[error("{} could not be made durable; the ballot box stops", path.display())]
    Sync { path: PathBuf, source: io::Error },
    #[error("a box of {slots} slots; allowed are 1 to {SLOTS_MAX}")]
    SlotCount { slots: u32 },
    #[error("records of {bytes} bytes; allowed are 1 to {RECORD_BYTES_MAX}")]
    RecordBytes { bytes: u32 },
    #[error("a box of {bytes} bytes; allowed are {BOX_BYTES_MAX}")]
    BoxBytes { bytes: u64 },
    #[error("a record of {bytes} bytes; a slot holds {capacity}")]
    TooLong { bytes: usize, capacity: usize },
    #[error("an empty record")]
    Empty,
    #[error("the ballot box has {free} free slots, {wanted} are needed")]
    Full { free: usize, wanted: usize },
    #[error("the ballot box is sealed")]
    Sealed,
    #[error("the slot to replace holds no record, or is replaced twice at once")]
    NothingToReplace,
    #[error("another process holds {}", path.display())]
    Locked { path: PathBuf },
    #[error("{} exists", path.display())]
    Exists { path: PathBuf },
    #[error("{} does not exist", path.display())]
    Absent { path: PathBuf },
    #[error("{} is damaged: {damage}", path.display())]
    Damaged { path: PathBuf, damage: BoxDamage },
    #[error("the disk is full: {} needs {bytes} bytes", path.display())]
    DiskFull { path: PathBuf, bytes: u64, source: io::Error },
    #[error("the operating system gave no randomness")]
    Randomness(#[from] getrandom::Error),
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

/// What is wrong with the file of a ballot box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum BoxDamage {
    #[error("the header is incomplete or its checksum is wrong")]
    Header,
    #[error("it is of format {0}, which this version does not know")]
    Version(u32),
    #[error("it is the box of contest {0}")]
    Contest(u32),
    #[error("it is the box of a contest with another definition")]
    ContestHash,
    #[error("{actual} bytes long instead of {expected}")]
    Length { actual: u64, expected: u64 },
    /// A record that was read before is no longer there.
    #[error("the record in slot {0} cannot be read any more")]
    Record(u32),
}
