//! The published files: `log.jsonl`, `checkpoint` and `fingerprint` in `published/` (protocol.md §11.6).
//!
//! A copy of the log for anyone: a web server, a stick, an archive. `log.jsonl` grows only when a checkpoint is
//! signed, so that what lies here verifies as it is.
//!
//! Invariants
//! - Order: entries and fsync → (the caller signs, and persists the checkpoint) → checkpoint by rename. A crash
//!   between leaves more lines than the checkpoint names; the next opening goes on from there.
//! - Nothing here is read back as truth: on opening every line is compared with the log, and rewritten from it where they differ.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, BufWriter, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use audit::fingerprint::Fingerprint;

use crate::store::{LogReader, StoreError};

/// The entries, one a line.
pub const LOG_FILE: &str = "log.jsonl";
/// The newest signed checkpoint.
pub const CHECKPOINT_FILE: &str = "checkpoint";
/// The sitting's fingerprint in hexadecimal.
pub const FINGERPRINT_FILE: &str = "fingerprint";

/// Why nothing could be published.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum PublishError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The folder `published/`, open for writing.
pub struct Published {
    folder: PathBuf,
    log: File,
    /// Entries in `log.jsonl`.
    size: u64,
    /// Bytes of them.
    bytes: u64,
}

impl Published {
    /// Opens the folder, compares every line with the log, and cuts off what differs. [`Published::append`] then adds what is missing.
    pub fn open(folder: &Path, fingerprint: &Fingerprint, log: &LogReader) -> Result<Self, PublishError> {
        std::fs::create_dir_all(folder).map_err(io(folder))?;
        let named = format!("{}\n", fingerprint.to_hex());
        replace(folder, FINGERPRINT_FILE, named.as_bytes())?;
        let path = folder.join(LOG_FILE);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(io(&path))?;
        let (size, bytes) = same_prefix(&file, &path, log)?;
        file.set_len(bytes).map_err(io(&path))?;
        Ok(Self { folder: folder.to_owned(), log: file, size, bytes })
    }

    /// Entries in `log.jsonl`.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Bytes of `log.jsonl`.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Adds the entries that the log has and `log.jsonl` has not, durably. After an error the file is as before, or is cut
    /// to it by the next call.
    pub fn append(&mut self, log: &LogReader) -> Result<(), PublishError> {
        let path = self.folder.join(LOG_FILE);
        if log.size() == self.size {
            return Ok(());
        }
        // What an earlier call could not finish goes first.
        self.log.set_len(self.bytes).map_err(io(&path))?;
        self.log.seek(SeekFrom::Start(self.bytes)).map_err(io(&path))?;
        let (mut size, mut bytes) = (self.size, self.bytes);
        let mut writer = BufWriter::new(&self.log);
        for entry in log.read(self.size)? {
            let entry = entry?;
            writer.write_all(&entry.bytes).and_then(|()| writer.write_all(b"\n")).map_err(io(&path))?;
            size = entry.index.saturating_add(1);
            bytes = bytes.saturating_add(entry.bytes.len() as u64).saturating_add(1);
        }
        writer.flush().map_err(io(&path))?;
        drop(writer);
        self.log.sync_data().map_err(io(&path))?;
        (self.size, self.bytes) = (size, bytes);
        Ok(())
    }

    /// Puts a signed checkpoint, persisted before, in the place of the former one.
    pub fn checkpoint(&self, note: &[u8]) -> Result<(), PublishError> {
        replace(&self.folder, CHECKPOINT_FILE, note)
    }
}

/// How many entries, and bytes, of the file are those of the log, from the first on.
fn same_prefix(file: &File, path: &Path, log: &LogReader) -> Result<(u64, u64), PublishError> {
    let mut reader = BufReader::new(file);
    let (mut size, mut bytes) = (0_u64, 0_u64);
    let mut line = Vec::new();
    for entry in log.read(0)? {
        let entry = entry?;
        line.clear();
        let length = reader.read_until(b'\n', &mut line).map_err(io(path))?;
        if line.split_last() != Some((&b'\n', entry.bytes.as_slice())) {
            break;
        }
        size = size.saturating_add(1);
        bytes = bytes.saturating_add(length as u64);
    }
    Ok((size, bytes))
}

/// A file is replaced whole: readers see the former or the new one.
fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), PublishError> {
    let (path, temporary) = (folder.join(name), folder.join(format!(".{name}.new")));
    let write = || -> io::Result<()> {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&temporary, &path)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(io(&path))
}

fn io(path: &Path) -> impl FnOnce(io::Error) -> PublishError + '_ {
    move |source| PublishError::Io { path: path.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{SegmentStore, Store as _, leaf_hash};
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    fn grow(store: &mut SegmentStore, entries: u64) {
        for _ in 0..entries {
            let prev = URL_SAFE_NO_PAD.encode(store.head());
            let entry = format!("{{\"prev\":\"{prev}\",\"n\":{}}}", store.size()).into_bytes();
            let size = store.size();
            let appended = store.append(size, std::slice::from_ref(&entry)).unwrap();
            assert_eq!(appended.head, leaf_hash(&entry));
        }
    }

    fn lines(folder: &Path) -> usize {
        std::fs::read_to_string(folder.join(LOG_FILE)).unwrap().lines().count()
    }

    #[test]
    fn a_changed_or_torn_copy_is_written_again_from_the_log() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("published");
        let mut store = SegmentStore::create(place.path(), [7; 32]).unwrap();
        grow(&mut store, 5);
        let print = Fingerprint([1; 32]);
        let mut published = Published::open(&folder, &print, &store.reader()).unwrap();
        assert_eq!(published.size(), 0);
        published.append(&store.reader()).unwrap();
        published.checkpoint(b"note").unwrap();
        assert_eq!((published.size(), lines(&folder)), (5, 5));
        let whole = std::fs::read(folder.join(LOG_FILE)).unwrap();
        assert_eq!(published.bytes(), whole.len() as u64);
        drop(published);
        for damage in [whole[..whole.len() - 3].to_vec(), [&whole[..], b"more\n"].concat(), {
            let mut changed = whole.clone();
            changed[60] ^= 1;
            changed
        }] {
            std::fs::write(folder.join(LOG_FILE), damage).unwrap();
            let mut published = Published::open(&folder, &print, &store.reader()).unwrap();
            published.append(&store.reader()).unwrap();
            assert_eq!(std::fs::read(folder.join(LOG_FILE)).unwrap(), whole);
        }
        grow(&mut store, 2);
        let mut published = Published::open(&folder, &print, &store.reader()).unwrap();
        assert_eq!(published.size(), 5);
        published.append(&store.reader()).unwrap();
        assert_eq!(lines(&folder), 7);
        assert_eq!(
            std::fs::read(folder.join(FINGERPRINT_FILE)).unwrap(),
            format!("{}\n", "01".repeat(32)).as_bytes()
        );
    }
}
