//! Why the index cannot answer, and why it was rebuilt.

use std::io;
use std::path::PathBuf;

use super::super::StoreError;

/// Why the index cannot answer. The log is not touched by any of them.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum IndexError {
    /// The log itself refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the index: {0}")]
    Sled(#[from] sled::Error),
    #[error("the index stopped inside sled")]
    Panicked,
    #[error("the index does not agree with the log")]
    Contradicted,
    #[error("the index was closed")]
    Closed,
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

/// Why an index was rebuilt from the log at opening: for the server's report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rebuilt {
    /// There is no mark of an orderly stop: a first start, or a crash.
    NotClosed,
    /// The mark is of another log, another size, or other files.
    Changed,
    /// Its files are as they were left, and sled does not read them.
    Unreadable,
}
