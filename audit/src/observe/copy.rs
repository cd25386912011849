//! The verified copy: `log.jsonl`, `checkpoint` and `fingerprint` in a folder that `audit verify` reads.
//!
//! ```text
//! entries appended, fsynced  →  checkpoint by rename, fsynced        a kill between: whole or torn lines too many
//! ```
//!
//! Invariants
//! - What the checkpoint covers hashes to its root; on opening all of it is hashed again. Whole lines behind it are a *tail*: they
//!   count for nothing until a later signed root covers them, and are cut off where it does not.
//! - `seen` holds the largest note ever seen that the log's key signed, whether or not its entries could be had: a server may not
//!   take it back.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::disk::{self, Readers};
use crate::entry::first_prev;
use crate::evidence::{AboutLog, Unproven};
use crate::fingerprint::Fingerprint;
use crate::merkle::{Frontier, Hash, Tree, leaf_hash};
use crate::note::{Note, NoteError};
use crate::verify::{CHECKPOINT_BYTES_MAX, CHECKPOINT_FILE, LOG_FILE, next_line};

/// The sitting's fingerprint in hexadecimal.
pub const FINGERPRINT_FILE: &str = "fingerprint";
/// The largest note that was ever seen.
const SEEN_FILE: &str = "seen";
/// Held by the one process that writes.
const LOCK_FILE: &str = ".lock";

/// Why a copy cannot be gone on with.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum CopyError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    /// Another process writes it.
    #[error("{} is being written by another process", path.display())]
    Locked { path: PathBuf },
    #[error("the copy is of the sitting with the fingerprint {actual}, {expected} was given")]
    OtherSitting { expected: Fingerprint, actual: Fingerprint },
    #[error("the copy's entry 0: {0}")]
    EntryZero(#[from] Unproven),
    #[error("the copy's note {file}: {source}")]
    Note { file: &'static str, source: CheckpointError },
    /// Somebody changed it, or the disk did. That is no evidence against anyone.
    #[error("the copy is damaged: its {entries} entries are not those of its checkpoint of {size}")]
    Damaged { entries: u64, size: u64 },
}

/// A folder with entries under a signed checkpoint, open for growing.
#[derive(Debug)]
pub struct Copy {
    folder: PathBuf,
    log: BufWriter<File>,
    _lock: File,
    /// With the tail.
    end: End,
    /// What the note covers.
    committed: End,
    about: Option<AboutLog>,
    note: Option<(Note, Checkpoint)>,
    seen: Option<(Note, Checkpoint)>,
}

/// Where some number of entries ends.
#[derive(Clone, Debug, Default)]
pub(super) struct End {
    /// In `log.jsonl`.
    pub(super) bytes: u64,
    pub(super) frontier: Frontier,
    /// Leaf hash of the last entry; before entry 0 what it names as `prev`.
    pub(super) head: Hash,
    /// The last entry, which may be the seal.
    pub(super) last: Vec<u8>,
}

impl End {
    fn take(&mut self, line: Vec<u8>) {
        self.head = leaf_hash(&line);
        self.frontier.push(self.head);
        self.bytes = self.bytes.saturating_add(line.len() as u64).saturating_add(1);
        self.last = line;
    }
}

impl Copy {
    /// Opens a folder, or begins one. What is there must be of the sitting with this fingerprint.
    pub fn open(folder: &Path, trusted: &Fingerprint) -> Result<Self, CopyError> {
        std::fs::create_dir_all(folder).map_err(io(folder))?;
        let lock_path = folder.join(LOCK_FILE);
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&lock_path);
        let lock = lock.map_err(io(&lock_path))?;
        lock.try_lock().map_err(|_| CopyError::Locked { path: folder.to_owned() })?;
        let path = folder.join(LOG_FILE);
        let log = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut copy = Self {
            folder: folder.to_owned(),
            log: BufWriter::with_capacity(1 << 20, log.map_err(io(&path))?),
            _lock: lock,
            end: End::default(),
            committed: End::default(),
            about: None,
            note: None,
            seen: None,
        };
        copy.resume(trusted)?;
        replace(folder, FINGERPRINT_FILE, format!("{}\n", trusted.to_hex()).as_bytes())?;
        Ok(copy)
    }

    fn resume(&mut self, trusted: &Fingerprint) -> Result<(), CopyError> {
        let path = self.folder.join(LOG_FILE);
        let note = self.read_note(CHECKPOINT_FILE)?;
        let size = match &note {
            Some(note) => {
                let checkpoint: Result<Checkpoint, _> = note.text().parse();
                checkpoint.map_err(|source| CopyError::Note { file: CHECKPOINT_FILE, source })?.size
            }
            None => 0,
        };
        let mut reader = BufReader::new(File::open(&path).map_err(io(&path))?);
        while let Some(mut line) = next_line(&mut reader).map_err(io(&path))? {
            // A torn or overlong line, or another sitting's: behind the checkpoint it is cut off.
            let is_whole = line.pop() == Some(b'\n');
            let is_tail = self.size() >= size;
            if !is_whole && is_tail {
                break;
            }
            if self.size() == 0
                && let Err(error) = self.begin(&line, trusted)
            {
                if is_tail {
                    break;
                }
                return Err(error);
            }
            self.end.take(line);
            if self.size() == size {
                self.committed = self.end.clone();
            }
        }
        if let Some(note) = note {
            let damaged = CopyError::Damaged { entries: self.size().min(size), size };
            if self.entries() != size {
                return Err(damaged);
            }
            let checkpoint = self.open_note(&note, CHECKPOINT_FILE)?;
            if self.committed.frontier.root() != checkpoint.root {
                return Err(damaged);
            }
            self.note = Some((note, checkpoint));
        }
        if self.about.is_some()
            && let Some(seen) = self.read_note(SEEN_FILE)?
        {
            let checkpoint = self.open_note(&seen, SEEN_FILE)?;
            self.seen = Some((seen, checkpoint));
        }
        self.cut()
    }

    /// Cuts the file where the entries end.
    fn cut(&mut self) -> Result<(), CopyError> {
        let path = self.folder.join(LOG_FILE);
        let bytes = self.end.bytes;
        self.log.flush().map_err(io(&path))?;
        let file = self.log.get_mut();
        file.set_len(bytes).map_err(io(&path))?;
        file.seek(SeekFrom::Start(bytes)).map_err(io(&path))?;
        Ok(())
    }

    /// Gives up the tail: no signed root covers it.
    pub(super) fn drop_tail(&mut self) -> Result<(), CopyError> {
        self.end = self.committed.clone();
        if self.size() == 0 {
            self.about = None;
        }
        self.cut()
    }

    fn open_note(&self, note: &Note, file: &'static str) -> Result<Checkpoint, CopyError> {
        let unsigned = || CopyError::Note { file, source: NoteError::Unsigned.into() };
        let about = self.about.as_ref().ok_or_else(unsigned)?;
        about.open(note).map_err(|source| CopyError::Note { file, source })
    }

    fn read_note(&self, name: &'static str) -> Result<Option<Note>, CopyError> {
        let path = self.folder.join(name);
        let mut bytes = Vec::new();
        match File::open(&path) {
            Ok(file) => {
                file.take(CHECKPOINT_BYTES_MAX).read_to_end(&mut bytes).map_err(io(&path))?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io(&path)(error)),
        }
        let note = Note::parse(&bytes);
        note.map(Some).map_err(|source| CopyError::Note { file: name, source: source.into() })
    }

    /// Believes entry 0, if it is the trusted one.
    pub(super) fn begin(&mut self, entry_0: &[u8], trusted: &Fingerprint) -> Result<(), CopyError> {
        let actual = Fingerprint(crate::entry::fingerprint(entry_0));
        if actual != *trusted {
            return Err(CopyError::OtherSitting { expected: *trusted, actual });
        }
        let about = AboutLog::new(entry_0, Some(trusted))?;
        self.end.head = first_prev(about.sitting().origin.as_str());
        self.about = Some(about);
        Ok(())
    }

    /// Adds an entry whose leaf hash was led to a signed root; not durable before [`Copy::commit`].
    pub(super) fn append(&mut self, entry: Vec<u8>) -> Result<(), CopyError> {
        let path = self.folder.join(LOG_FILE);
        self.log.write_all(&entry).and_then(|()| self.log.write_all(b"\n")).map_err(io(&path))?;
        self.end.take(entry);
        Ok(())
    }

    /// Makes the entries durable, then the note that covers exactly them, or the same size with more cosignatures.
    pub(super) fn commit(&mut self, note: &Note, checkpoint: &Checkpoint) -> Result<(), CopyError> {
        if checkpoint.size != self.size() || checkpoint.root != self.end.frontier.root() {
            return Err(CopyError::Damaged { entries: self.size(), size: checkpoint.size });
        }
        let path = self.folder.join(LOG_FILE);
        self.log.flush().and_then(|()| self.log.get_ref().sync_data()).map_err(io(&path))?;
        replace(&self.folder, CHECKPOINT_FILE, &note.to_bytes())?;
        self.note = Some((note.clone(), checkpoint.clone()));
        self.committed = self.end.clone();
        Ok(())
    }

    /// Remembers the largest note that the log's key signed.
    pub(super) fn saw(&mut self, note: &Note, checkpoint: &Checkpoint) -> Result<(), CopyError> {
        if self.seen.as_ref().is_none_or(|(_, seen)| seen.size < checkpoint.size) {
            replace(&self.folder, SEEN_FILE, &note.to_bytes())?;
            self.seen = Some((note.clone(), checkpoint.clone()));
        }
        Ok(())
    }

    /// Entries in the copy, with those that no signed root covers yet.
    pub(super) fn size(&self) -> u64 {
        self.end.frontier.size()
    }

    /// Where the entries end, with those that no signed root covers yet.
    pub(super) fn end(&self) -> &End {
        &self.end
    }

    /// Entries that the checkpoint covers.
    pub fn entries(&self) -> u64 {
        self.committed.frontier.size()
    }

    /// Bytes of `log.jsonl` that the checkpoint covers.
    pub fn bytes(&self) -> u64 {
        self.committed.bytes
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The log that this is a copy of; `None` before the first entry.
    pub fn about(&self) -> Option<&AboutLog> {
        self.about.as_ref()
    }

    /// The note over the copy.
    pub fn note(&self) -> Option<&(Note, Checkpoint)> {
        self.note.as_ref()
    }

    /// The largest note that was ever seen.
    pub(super) fn seen(&self) -> Option<&(Note, Checkpoint)> {
        self.seen.as_ref()
    }

    /// The last entry that the checkpoint covers, with its index.
    pub(super) fn last(&self) -> Option<(u64, &[u8])> {
        Some((self.entries().checked_sub(1)?, &self.committed.last))
    }

    /// The tree over what the checkpoint covers, read again from the disk: for proofs, when something is wrong.
    pub fn tree(&mut self) -> Result<Tree, CopyError> {
        let path = self.folder.join(LOG_FILE);
        self.log.flush().map_err(io(&path))?;
        tree_of(&path, self.entries()).map_err(io(&path))
    }
}

/// The tree over the first `size` lines of a `log.jsonl`.
fn tree_of(path: &Path, size: u64) -> io::Result<Tree> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut tree = Tree::new();
    let mut line = Vec::new();
    while tree.size() < size {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        tree.push(leaf_hash(line.strip_suffix(b"\n").unwrap_or(&line)));
    }
    Ok(tree)
}

/// A file is replaced whole: readers, and the next start, see the former or the new one.
pub(super) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), CopyError> {
    let path = folder.join(name);
    disk::replace(&path, bytes, Readers::Anyone).map_err(|error| io(&path)(error.into()))
}

pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> CopyError + '_ {
    move |source| CopyError::Io { path: path.to_owned(), source }
}
