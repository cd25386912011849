//! What a device keeps when it caught the server: files that convince whoever has the sitting's fingerprint.
//!
//! Two signed checkpoints become an evidence file of protocol.md §16.1 wherever the device has what that needs; the rest is kept
//! as it is.

use std::path::{Path, PathBuf};

use audit::checkpoint::Checkpoint;
use audit::evidence::{AboutLog, Beginning, Comparison, compare};
use audit::merkle::Tree;
use audit::note::Note;
use audit::wire::Bytes32;
use protocol::BoxReceipt;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::keys::private_file::{self, Existing, PrivateFileError};
use crate::net::Sitting;

/// What was caught.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "evidence", rename_all = "snake_case", deny_unknown_fields)]
pub enum Evidence {
    /// Two checkpoints, signed by the log's key, that no one log can have: one size with two roots, or a size that went back.
    Contradiction {
        /// Believed first, a signed note.
        earlier: String,
        /// Seen later, a signed note.
        later: String,
    },
    /// The box gave a receipt, and the opened box has no such ballot.
    MissingBallot {
        /// The contest hash.
        contest: Bytes32,
        /// Signed by the server.
        receipt: BoxReceipt,
        /// The ballot, as it was submitted; its hash stands in the receipt.
        act: String,
        /// The checkpoint under which it is missing, a signed note.
        checkpoint: String,
        /// Index of `box_opened`.
        box_opened: u64,
    },
}

impl Evidence {
    /// Writes it into the device's folder; gives the file. One that is there is never replaced by another.
    pub(super) fn keep(&self, folder: &Path) -> Result<PathBuf, PrivateFileError> {
        let name = match self {
            Self::Contradiction { .. } => "contradiction",
            Self::MissingBallot { .. } => "missing-ballot",
        };
        keep_bytes(folder, name, "json", &audit::wire::encode(self))
    }

    /// The root that the later note signs, if these are two notes: whoever has the leaves under it can show more.
    pub(super) fn later_root(&self) -> Option<[u8; 32]> {
        let Self::Contradiction { later, .. } = self else { return None };
        let note = Note::parse(later.as_bytes()).ok()?;
        note.text().parse::<Checkpoint>().ok().map(|checkpoint| checkpoint.root)
    }

    /// The same as an evidence file that `audit judge` explains: always for one size with two roots; for two sizes where `history`
    /// has the leaves under the larger.
    pub(super) fn keep_for_all(
        &self,
        folder: &Path,
        sitting: &Sitting,
        history: Option<&Tree>,
    ) -> Result<Option<PathBuf>, PrivateFileError> {
        let Some(bytes) = self.for_all(sitting, history) else { return Ok(None) };
        keep_bytes(folder, "contradiction", "evidence", &bytes).map(Some)
    }

    fn for_all(&self, sitting: &Sitting, history: Option<&Tree>) -> Option<Vec<u8>> {
        let Self::Contradiction { earlier, later } = self else { return None };
        let about = AboutLog::new(sitting.entry_0(), None).ok()?;
        let (earlier, later) = (Note::parse(earlier.as_bytes()).ok()?, Note::parse(later.as_bytes()).ok()?);
        let (a, b) = (about.open(&earlier).ok()?.size, about.open(&later).ok()?.size);
        let beginning = history.and_then(|history| Beginning::in_tree(history, a.min(b), a.max(b)).ok());
        match compare(&about, &earlier, &later, beginning).ok()? {
            Comparison::Contradiction(evidence) => Some(evidence.to_bytes()),
            Comparison::Same | Comparison::Grew | Comparison::Unknown => None,
        }
    }
}

fn keep_bytes(folder: &Path, name: &str, ending: &str, bytes: &[u8]) -> Result<PathBuf, PrivateFileError> {
    let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(bytes));
    let path = folder.join(format!("evidence-{name}-{a:02x}{b:02x}{c:02x}{d:02x}.{ending}"));
    match private_file::write(&path, bytes, Existing::Keep) {
        // The same bytes are there already: the name is their hash.
        Ok(()) | Err(PrivateFileError::Exists { .. }) => Ok(path),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_kept_once_and_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let evidence = Evidence::Contradiction { earlier: "a\n".to_owned(), later: "b\n".to_owned() };
        let path = evidence.keep(folder.path()).unwrap();
        assert_eq!(evidence.keep(folder.path()).unwrap(), path);
        let read: Evidence = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!(read, evidence);
        let other = Evidence::Contradiction { earlier: "a\n".to_owned(), later: "c\n".to_owned() };
        assert_ne!(other.keep(folder.path()).unwrap(), path);
    }
}
