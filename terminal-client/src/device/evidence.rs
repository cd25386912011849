//! What a device keeps when it caught the server: files that convince whoever has the sitting's fingerprint.

use std::path::{Path, PathBuf};

use audit::wire::Bytes32;
use protocol::BoxReceipt;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::keys::private_file::{self, Existing, PrivateFileError};

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
        let bytes = audit::wire::encode(self);
        let name = match self {
            Self::Contradiction { .. } => "contradiction",
            Self::MissingBallot { .. } => "missing-ballot",
        };
        let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(&bytes));
        let path = folder.join(format!("evidence-{name}-{a:02x}{b:02x}{c:02x}{d:02x}.json"));
        match private_file::write(&path, &bytes, Existing::Keep) {
            // The same bytes are there already: the name is their hash.
            Ok(()) | Err(PrivateFileError::Exists { .. }) => Ok(path),
            Err(error) => Err(error),
        }
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
