//! The folder of a witness: what it cosigned last of each log, durable before anything is signed (protocol.md §2.9).
//!
//! ```text
//! lock                 held by the one process that may use the folder
//! origins              every origin ever cosigned, one a line: a state that is missing shows
//! <hex>.state          one for each origin, hex of its SHA-256 (`held`)
//! <hex>.ahead          a checkpoint with our own cosignature that the state does not know: proof that it is an old one
//! evidence/            pairs of checkpoints that contradict each other
//! ```
//!
//! A *guard* is a folder elsewhere, best on another medium, with one file for each origin: generation and digest of the
//! state. A folder put back from a backup is then behind its guard, and is refused.
//!
//! Where a crash may come, in the order of the steps of [`Store::swap`]:
//!
//! ```text
//! before the rename of the state      the old state stands; nothing was signed
//! after it, before `origins`, guard   the new state stands; nothing was signed; both are caught up at the next opening
//! after both                          the same; the log asks again and gets its cosignature
//! ```

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::checkpoint::{Checkpoint, parse_decimal};
use crate::note::{Note, Vkey};

use super::held::{HELD_BYTES_MAX, Held, HeldError, hex};
use crate::disk::{self, Readers, WriteError};

/// Files of each kind that are kept at most: a log that contradicts itself often proves no more than once, and what proves
/// nothing, which anybody may send, must not crowd out what does.
pub const EVIDENCE_FILES_MAX: usize = 64;
/// Longest list of origins and longest note beside a state, in bytes.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// Why the folder cannot be used, or can no longer.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum StoreError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    /// What is on disk is unknown: stop, start again, read it anew.
    #[error("{}: not made durable: {source}", path.display())]
    Sync { path: PathBuf, source: io::Error },
    #[error("{} is in use by another witness", path.display())]
    InUse { path: PathBuf },
    /// Torn, changed, or of another log key.
    #[error("{}: {source}", path.display())]
    Unreadable { path: PathBuf, source: HeldError },
    #[error("{}: not a list of origins", path.display())]
    Origins { path: PathBuf },
    /// The origin was cosigned, and what was cosigned is gone.
    #[error("{} is missing, though {origin} was cosigned before", path.display())]
    Missing { origin: String, path: PathBuf },
    /// Somebody else wrote it while this process held the lock.
    #[error("{} was changed by somebody else", path.display())]
    Changed { path: PathBuf },
    #[error("{}: not a guard of a witness", path.display())]
    GuardUnreadable { path: PathBuf },
    /// The state is older than the guard beside it: it was put back from a copy.
    #[error(
        "the state of {origin} has generation {actual}, its guard knows {expected} or another of that number"
    )]
    BehindGuard { origin: String, expected: u64, actual: u64 },
    /// Our own key signed what our state does not know.
    #[error("a cosignature of ours over size {size} of {origin} exists that the state does not know")]
    RolledBack { origin: String, size: u64 },
    /// After an error that leaves unknown what is on disk.
    #[error("stopped after an earlier error of the disk")]
    Stopped,
}

impl StoreError {
    /// Whether the state is known to be an old one, so that no restart helps.
    pub fn is_rolled_back(&self) -> bool {
        matches!(self, Self::BehindGuard { .. } | Self::RolledBack { .. } | Self::Missing { .. })
    }
}

/// The folder, locked.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    guard: Option<PathBuf>,
    /// Distinguishes witnesses that share a guard.
    own: Vkey,
    held: HashMap<String, Held>,
    ahead: HashMap<String, u64>,
    origins: Vec<String>,
    stopped: bool,
    /// Lets go when dropped.
    _lock: File,
}

impl Store {
    /// Takes the folder for this process and reads what is known of the logs; `own` is the witness's key.
    pub fn open(folder: &Path, guard: Option<&Path>, own: &Vkey, logs: &[Vkey]) -> Result<Self, StoreError> {
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| StoreError::Io { path, source }
        };
        disk::create_folder(folder).map_err(io(folder))?;
        let lock = lock(&folder.join("lock"))?;
        if let Some(guard) = guard {
            disk::create_folder(guard).map_err(io(guard))?;
        }
        let mut store = Self {
            folder: folder.to_owned(),
            guard: guard.map(Path::to_owned),
            own: own.clone(),
            held: HashMap::new(),
            ahead: HashMap::new(),
            origins: Vec::new(),
            stopped: false,
            _lock: lock,
        };
        store.origins = store.read_origins()?;
        for log in logs {
            store.load(log)?;
        }
        Ok(store)
    }

    /// What was cosigned last of the log with this origin.
    pub fn held(&self, origin: &str) -> Option<&Held> {
        self.held.get(origin)
    }

    /// Every origin that this folder ever cosigned.
    pub fn origins(&self) -> &[String] {
        &self.origins
    }

    /// The folder for what contradicts itself.
    pub fn evidence_folder(&self) -> PathBuf {
        self.folder.join("evidence")
    }

    /// An error unless the state of the origin may be signed from.
    pub fn usable(&self, origin: &str) -> Result<(), StoreError> {
        if self.stopped {
            return Err(StoreError::Stopped);
        }
        match self.ahead.get(origin) {
            Some(size) => Err(StoreError::RolledBack { origin: origin.to_owned(), size: *size }),
            None => Ok(()),
        }
    }

    /// Puts `new` in the place of the state that it was made from; durable when it returns. Whatever was held when `new`
    /// was made must still be held, in memory (its generation) and on disk (its bytes).
    pub fn swap(&mut self, new: Held) -> Result<&Held, StoreError> {
        let origin = new.checkpoint().origin.as_str().to_owned();
        self.usable(&origin)?;
        let path = self.path(&origin, "state");
        let expected = self.held.get(&origin);
        let follows = expected.map_or(0, Held::generation).checked_add(1) == Some(new.generation());
        let on_disk = disk::read(&path, HELD_BYTES_MAX)
            .map_err(|source| StoreError::Io { path: path.clone(), source })?;
        if !follows || on_disk != expected.map(Held::to_bytes) {
            self.stopped = true;
            return Err(StoreError::Changed { path });
        }
        let bytes = new.to_bytes();
        self.write(&path, &bytes)?;
        // From here on the disk may be ahead of memory: after an error nothing more may be signed.
        self.stopped = true;
        self.remember_origin(&origin)?;
        self.write_guard(&new, &bytes)?;
        self.stopped = false;
        Ok(self.held.entry(origin).insert_entry(new).into_mut())
    }

    /// Takes a note with the log's signature and a cosignature that holds under our key. If the state does not know it, the
    /// witness stops for this log, also after a restart, until a state is put in place that does.
    pub fn see_own(&mut self, note: &Note, checkpoint: &Checkpoint, time: u64) -> Result<(), StoreError> {
        let origin = checkpoint.origin.as_str();
        if self.held.get(origin).is_some_and(|held| held.covers(checkpoint, time)) {
            return Ok(());
        }
        // Once is enough: whoever sends it again does not make us write again.
        if self.ahead.insert(origin.to_owned(), checkpoint.size) != Some(checkpoint.size) {
            let path = self.path(origin, "ahead");
            self.write(&path, &note.to_bytes())?;
        }
        Err(StoreError::RolledBack { origin: origin.to_owned(), size: checkpoint.size })
    }

    /// Writes a file for people under `evidence/`; the same bytes once, and at most [`EVIDENCE_FILES_MAX`] files of a kind. Gives its
    /// path, or `None` where there are enough.
    pub fn keep_evidence(&mut self, kind: &str, bytes: &[u8]) -> Result<Option<PathBuf>, StoreError> {
        let folder = self.evidence_folder();
        let io = |source| StoreError::Io { path: folder.clone(), source };
        disk::create_folder(&folder).map_err(io)?;
        let name: String = hex(&Sha256::digest(bytes)).chars().take(16).collect();
        let path = folder.join(format!("{kind}-{name}"));
        if path.exists() {
            return Ok(Some(path));
        }
        let mut files = 0;
        for file in fs::read_dir(&folder).map_err(io)? {
            files += usize::from(file.map_err(io)?.file_name().to_string_lossy().starts_with(kind));
        }
        if files >= EVIDENCE_FILES_MAX {
            return Ok(None);
        }
        self.write(&path, bytes)?;
        Ok(Some(path))
    }

    /// Reads the state of a log, its guard and what is ahead of it.
    fn load(&mut self, log: &Vkey) -> Result<(), StoreError> {
        let origin = log.name().as_str();
        let path = self.path(origin, "state");
        let bytes = disk::read(&path, HELD_BYTES_MAX)
            .map_err(|source| StoreError::Io { path: path.clone(), source })?;
        let held = match &bytes {
            Some(bytes) => {
                let held = Held::parse(bytes, log);
                Some(held.map_err(|source| StoreError::Unreadable { path: path.clone(), source })?)
            }
            None if self.origins.iter().any(|known| known == origin) => {
                return Err(StoreError::Missing { origin: origin.to_owned(), path });
            }
            None => None,
        };
        self.check_guard(origin, held.as_ref(), bytes.as_deref())?;
        self.load_ahead(log, held.as_ref())?;
        if let (Some(held), Some(bytes)) = (held, bytes) {
            // A crash between the state and these is made good here.
            self.remember_origin(origin)?;
            self.write_guard(&held, &bytes)?;
            self.held.insert(origin.to_owned(), held);
        }
        Ok(())
    }

    fn load_ahead(&mut self, log: &Vkey, held: Option<&Held>) -> Result<(), StoreError> {
        let origin = log.name().as_str();
        let path = self.path(origin, "ahead");
        let bytes = disk::read(&path, FILE_BYTES_MAX)
            .map_err(|source| StoreError::Io { path: path.clone(), source })?;
        let Some(bytes) = bytes else { return Ok(()) };
        let unreadable =
            |source| StoreError::Unreadable { path: path.clone(), source: HeldError::Checkpoint(source) };
        let note = Note::parse(&bytes).map_err(|error| unreadable(error.into()))?;
        let (checkpoint, time) = match own_cosignature(&note, log, &self.own) {
            Ok(Some(own)) => own,
            // Then it proves nothing; yet only we write this file.
            Ok(None) => return Err(unreadable(crate::note::NoteError::Unsigned.into())),
            Err(error) => return Err(unreadable(error)),
        };
        if !held.is_some_and(|held| held.covers(&checkpoint, time)) {
            self.ahead.insert(origin.to_owned(), checkpoint.size);
        }
        Ok(())
    }

    fn check_guard(&self, origin: &str, held: Option<&Held>, bytes: Option<&[u8]>) -> Result<(), StoreError> {
        let Some(path) = self.guard_path(origin) else { return Ok(()) };
        let unreadable = || StoreError::GuardUnreadable { path: path.clone() };
        let guard = disk::read(&path, 256).map_err(|source| StoreError::Io { path: path.clone(), source })?;
        let Some(guard) = guard else { return Ok(()) };
        let text = str::from_utf8(&guard).map_err(|_| unreadable())?;
        let (generation, digest) = text
            .strip_prefix("generation ")
            .and_then(|rest| rest.strip_suffix('\n'))
            .and_then(|rest| rest.split_once("\nsha256 "))
            .ok_or_else(unreadable)?;
        let expected = parse_decimal(generation).ok_or_else(unreadable)?;
        let actual = held.map_or(0, Held::generation);
        let other = actual == expected && bytes.is_some_and(|bytes| hex(&Sha256::digest(bytes)) != digest);
        if actual < expected || other {
            return Err(StoreError::BehindGuard { origin: origin.to_owned(), expected, actual });
        }
        Ok(())
    }

    fn write_guard(&mut self, held: &Held, bytes: &[u8]) -> Result<(), StoreError> {
        let Some(path) = self.guard_path(held.checkpoint().origin.as_str()) else { return Ok(()) };
        let digest = hex(&Sha256::digest(bytes));
        let text = format!("generation {}\nsha256 {digest}\n", held.generation());
        self.write(&path, text.as_bytes())
    }

    fn read_origins(&self) -> Result<Vec<String>, StoreError> {
        let path = self.folder.join("origins");
        let bytes = disk::read(&path, FILE_BYTES_MAX)
            .map_err(|source| StoreError::Io { path: path.clone(), source })?;
        let Some(bytes) = bytes else { return Ok(Vec::new()) };
        let text = str::from_utf8(&bytes).ok().and_then(|text| text.strip_suffix('\n'));
        let origins: Vec<String> =
            text.ok_or(StoreError::Origins { path })?.split('\n').map(ToOwned::to_owned).collect();
        Ok(origins)
    }

    fn remember_origin(&mut self, origin: &str) -> Result<(), StoreError> {
        if self.origins.iter().any(|known| known == origin) {
            return Ok(());
        }
        self.origins.push(origin.to_owned());
        let text = self.origins.join("\n") + "\n";
        self.write(&self.folder.join("origins"), text.as_bytes())
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        disk::replace(path, bytes, Readers::Owner).map_err(|error| match error {
            WriteError::Write(source) => StoreError::Io { path: path.to_owned(), source },
            WriteError::Sync(source) => {
                self.stopped = true;
                StoreError::Sync { path: path.to_owned(), source }
            }
        })
    }

    fn path(&self, origin: &str, kind: &str) -> PathBuf {
        self.folder.join(format!("{}.{kind}", origin_hex(origin)))
    }

    fn guard_path(&self, origin: &str) -> Option<PathBuf> {
        let name = hex(&Sha256::digest(format!("{}\n{origin}", self.own)));
        self.guard.as_ref().map(|folder| folder.join(format!("{name}.generation")))
    }
}

/// The SHA-256 of an origin in lower-case hexadecimal digits: its place under a witness's monitoring prefix.
pub fn origin_hex(origin: &str) -> String {
    hex(&Sha256::digest(origin))
}

/// The log's checkpoint in a note and the time of the cosignature by `own` under it; `None` where there is none that holds.
pub(super) fn own_cosignature(
    note: &Note,
    log: &Vkey,
    own: &Vkey,
) -> Result<Option<(Checkpoint, u64)>, crate::checkpoint::CheckpointError> {
    let checkpoint = Checkpoint::open(note, log)?;
    // One of ours that fails is not ours: anybody may write such a line.
    let verified = note.verify(std::slice::from_ref(own)).unwrap_or_default();
    let time = verified.first().and_then(|verified| verified.time);
    Ok(time.map(|time| (checkpoint, time)))
}

fn lock(path: &Path) -> Result<File, StoreError> {
    let failed = |source| StoreError::Io { path: path.to_owned(), source };
    let lock = File::options().create(true).append(true).open(path).map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}
