//! The published files: the whole log in `published/`, for anyone to copy (protocol.md §2.7, §11.6).
//!
//! ```text
//! checkpoint                              the newest signed head
//! tile/<L>/<N>[.p/<W>]                    hashes of the tree (C2SP tlog-tiles)
//! tile/entries/<N>[.p/<W>]                the entries
//! policy                                  whose signatures count (C2SP tlog-policy)
//! fingerprint                             of the sitting, in hexadecimal
//! log.jsonl                               the entries for people, one a line
//! ```
//!
//! A web server, a stick, an archive can serve it as it is.
//!
//! Invariants
//! - Order: entries, tiles and bundles, their files and folders fsynced → (the caller signs, and persists the checkpoint) →
//!   checkpoint by rename. A crash between leaves more than the checkpoint names; the next opening goes on from there.
//! - The partial tiles of hashes of every size that a checkpoint was made for stay; a partial bundle goes once the full one
//!   is durable.
//! - Nothing here is read back as truth: on opening everything is compared with the log, and written again from where it differs.
//!
//! Next: `compare` is the opening, `growth` what a new size adds, `files` how a file is written; [`export`] copies it all, [`archive`] adds what a sealed sitting leaves behind.

pub mod archive;
mod compare;
pub mod export;
mod files;
mod growth;

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use audit::fingerprint::Fingerprint;
use audit::merkle::Hash;
use audit::policy::Policy;
use audit::tiles::{BundleError, Edge, TILE_WIDTH};

pub use audit::observe::FINGERPRINT_FILE;
pub use audit::policy::POLICY_FILE;
pub use audit::verify::{CHECKPOINT_FILE, LOG_FILE};

use self::files::{Batch, put_durably};
use self::growth::Growth;
use crate::store::{LogReader, StoreError};

/// Where tiles and bundles lie.
pub const TILE_FOLDER: &str = "tile";

/// Why nothing could be published.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum PublishError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The store has no such entries.
    #[error("a bundle: {0}")]
    Bundle(#[from] BundleError),
}

/// The folder `published/`, open for writing.
pub struct Published {
    folder: PathBuf,
    log: File,
    /// The unfinished tiles of as many entries as are here.
    edge: Edge,
    /// Bytes of `log.jsonl`.
    bytes: u64,
    /// Whether the partial tiles of the present size are known to be here.
    whole: bool,
}

impl Published {
    /// Opens the folder, compares everything with the log, and forgets what differs. [`Published::append`] then writes what
    /// is missing.
    pub fn open(
        folder: &Path,
        fingerprint: &Fingerprint,
        policy: &Policy,
        log: &LogReader,
    ) -> Result<Self, PublishError> {
        std::fs::create_dir_all(folder).map_err(io(folder))?;
        let named = format!("{}\n", fingerprint.to_hex());
        put_durably(&folder.join(FINGERPRINT_FILE), named.as_bytes())?;
        put_durably(&folder.join(POLICY_FILE), policy.to_string().as_bytes())?;
        let path = folder.join(LOG_FILE);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(io(&path))?;
        let same = compare::with_log(folder, &file, log)?;
        file.set_len(same.bytes).map_err(io(&path))?;
        Ok(Self { folder: folder.to_owned(), log: file, edge: same.edge, bytes: same.bytes, whole: false })
    }

    /// Entries that are here.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// The root over them, made from the tiles.
    pub fn root(&self) -> Hash {
        self.edge.root()
    }

    /// Bytes of `log.jsonl`.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Adds the entries that the log has and this folder has not, as lines, tiles and bundles, durably. After an error the
    /// folder is as before, or is brought to it by the next call.
    pub fn append(&mut self, log: &LogReader) -> Result<(), PublishError> {
        let size = self.size();
        if log.size() == size && self.whole {
            return Ok(());
        }
        let partial_of = std::mem::take(&mut self.whole).then_some(size);
        let path = self.folder.join(LOG_FILE);
        // What an earlier call could not finish goes first.
        self.log.set_len(self.bytes).map_err(io(&path))?;
        self.log.seek(SeekFrom::Start(self.bytes)).map_err(io(&path))?;
        let mut writer = BufWriter::new(&self.log);
        let mut bytes = self.bytes;
        let mut growth = Growth::new(Batch::new(&self.folder), self.edge.clone(), partial_of);
        // A partial bundle is written anew from its first entry.
        for entry in log.read(size - size % TILE_WIDTH)? {
            let entry = entry?;
            if entry.index < size {
                growth.earlier(&entry.bytes)?;
                continue;
            }
            growth.push(&entry.bytes, entry.leaf)?;
            writer.write_all(&entry.bytes).and_then(|()| writer.write_all(b"\n")).map_err(io(&path))?;
            bytes = bytes.saturating_add(entry.bytes.len() as u64).saturating_add(1);
        }
        writer.flush().map_err(io(&path))?;
        drop(writer);
        let edge = growth.finish()?;
        self.log.sync_data().map_err(io(&path))?;
        (self.edge, self.bytes, self.whole) = (edge, bytes, true);
        Ok(())
    }

    /// Puts a signed checkpoint, persisted before, in the place of the former one.
    pub fn checkpoint(&self, note: &[u8]) -> Result<(), PublishError> {
        put_durably(&self.folder.join(CHECKPOINT_FILE), note)
    }
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> PublishError + '_ {
    move |source| PublishError::Io { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests;
