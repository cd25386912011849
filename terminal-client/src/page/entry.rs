//! Whether these pages are those of the sitting: their hash against `pages` of entry 0, which the fingerprint vouches for.

use std::time::Duration;

use tokio::time::timeout;

use super::PageHash;
use crate::net::connection::Push;
use crate::net::{Connection, NetError, Sitting, SittingError};
use crate::sitting_file::SittingFile;

/// From connecting to having seen entry 0.
const PATIENCE: Duration = Duration::from_secs(15);

/// What entry 0 says of pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InEntryZero {
    /// It names these.
    Same,
    /// It names none.
    None,
    /// It names others.
    Others(Vec<PageHash>),
}

/// Why it is not known what entry 0 says.
#[derive(Debug, thiserror::Error)]
pub enum EntryZeroError {
    /// The server was not reached, or broke off.
    #[error(transparent)]
    Net(#[from] NetError),
    /// It took longer than `PATIENCE`.
    #[error("no answer in time")]
    TimedOut,
    /// What it showed is not entry 0 of the sitting file.
    #[error(transparent)]
    Sitting(#[from] SittingError),
}

/// Asks the tally server for entry 0, verifies it against the sitting file, and looks for the hash in it.
pub async fn compare(hash: PageHash, file: &SittingFile) -> Result<InEntryZero, EntryZeroError> {
    let line = timeout(PATIENCE, entry_0(file)).await.map_err(|_| EntryZeroError::TimedOut)??;
    let sitting = Sitting::verify(line.as_bytes(), file)?;
    let named: Vec<_> = sitting.definition().pages.iter().map(|named| PageHash(*named.as_bytes())).collect();
    Ok(match named {
        named if named.contains(&hash) => InEntryZero::Same,
        named if named.is_empty() => InEntryZero::None,
        named => InEntryZero::Others(named),
    })
}

async fn entry_0(file: &SittingFile) -> Result<String, NetError> {
    let mut connection = Connection::open(file).await?;
    connection.follow(0).await?;
    loop {
        if let Push::Entries { from: 0, lines } = connection.next().await?
            && let Some(line) = lines.into_iter().next()
        {
            connection.close().await;
            return Ok(line);
        }
    }
}
