//! The ballot box: where accepted ballots lie while voting is open (DESIGN: the box; protocol.md §10.4).
//!
//! A file of equal slots, written whole when the contest opens. A record goes into a random free slot.
//!
//! Invariants
//! - When a call returns `Ok`, its records are on the medium; only then may a receipt be given.
//! - The file holds no time and no order: free slots are drawn uniformly with the operating system's randomness,
//!   nothing is appended, no block is allocated after the making, and the file's times are a constant. What stands in
//!   which slot is the same distribution for every order of arrival.
//! - A replaced record is erased only after the new one is durable. A crash between leaves both: the later
//!   names the earlier, so the caller can tell.
//! - Records are returned sorted by content. A [`Slot`] must not be logged or shown.
//!
//! Limits: [`SLOTS_MAX`], [`RECORD_BYTES_MAX`], [`BOX_BYTES_MAX`]. What the operating system keeps besides (the inode's
//! change time, a journal that holds data) is the business of protocol.md §10.4 and of the server's 自检.
//!
//! Next: `format` has the bytes; `random` draws the slot.

mod error;
mod format;
mod random;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fs::{File, FileTimes, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

pub use error::{BoxDamage, BoxError};
pub use format::Shape;
use format::{Content, SEAL_AT};

use crate::store::disk::{FailedStep, LogFile, Wrap, is_full, plain, replace, sync_folder, write_all_at};

/// Most slots of a box: 3,000 deputies with 8 recasts each fit twice.
pub const SLOTS_MAX: u32 = 65_536;
/// Most bytes of a record: the largest message that the server takes, with what is kept of seven ballots that it replaced.
pub const RECORD_BYTES_MAX: u32 = 320 * 1024;
/// Most bytes of the file.
pub const BOX_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;

/// Disks and page caches write in blocks of this many bytes.
const BLOCK: usize = 4096;
const FOLDER: &str = "box";
/// The times of the file, whenever it was written: 2000-01-01T00:00:00Z.
const NO_TIME: Duration = Duration::from_hours(24 * 10_957);

/// Where a record lies; tells nothing about when it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot(u32);

/// A record to put in.
#[derive(Clone, Copy, Debug)]
pub struct Deposit<'a> {
    /// 1 to [`Shape::capacity`] bytes.
    pub record: &'a [u8],
    /// The record that this one takes the place of, where the rules let the last cast count.
    pub replaces: Option<Slot>,
}

/// The box of one contest, open for writing by this process alone.
pub struct BallotBox {
    path: PathBuf,
    shape: Shape,
    /// Holds the lock and the file's times.
    file: File,
    disk: Arc<dyn LogFile>,
    used: BTreeSet<u32>,
    /// In no order that matters: the draw is uniform.
    free: Vec<u32>,
    torn: usize,
    sealed: bool,
    poisoned: bool,
}

impl BallotBox {
    /// Makes the box of a contest, every block of it written, in the sitting's folder.
    pub fn create(sitting: &Path, shape: Shape) -> Result<Self, BoxError> {
        let folder = sitting.join(FOLDER);
        std::fs::create_dir_all(&folder).map_err(io(&folder))?;
        let path = path_of(sitting, shape.contest());
        if path.try_exists().map_err(io(&path))? {
            return Err(BoxError::Exists { path });
        }
        let write = |file: &mut File| {
            file.write_all(&shape.to_block())?;
            zeros(file, shape.file_bytes() - BLOCK as u64)
        };
        match replace(&path, write) {
            Ok(_) => {}
            Err(FailedStep::Write(source)) if is_full(&source) => {
                return Err(BoxError::DiskFull { path, bytes: shape.file_bytes(), source });
            }
            Err(FailedStep::Write(source)) => return Err(BoxError::Io { path, source }),
            Err(FailedStep::Sync(source)) => return Err(BoxError::Sync { path, source }),
        }
        sync_folder(sitting).map_err(|source| BoxError::Sync { path: folder, source })?;
        Self::open(sitting, shape.contest(), shape.contest_hash())
    }

    /// Opens the box of a contest after a restart and looks into every slot.
    pub fn open(sitting: &Path, contest: u32, contest_hash: &[u8; 32]) -> Result<Self, BoxError> {
        Self::open_with(sitting, contest, contest_hash, &plain())
    }

    fn open_with(
        sitting: &Path,
        contest: u32,
        contest_hash: &[u8; 32],
        wrap: &Wrap,
    ) -> Result<Self, BoxError> {
        let path = path_of(sitting, contest);
        let file =
            File::options().read(true).write(true).open(&path).map_err(|source| match source.kind() {
                ErrorKind::NotFound => BoxError::Absent { path: path.clone() },
                _ => BoxError::Io { path: path.clone(), source },
            })?;
        lock(&file, &path)?;
        let damaged = |damage| BoxError::Damaged { path: path.clone(), damage };

        let mut block = vec![0; BLOCK];
        (&file).read_exact(&mut block).map_err(|_| damaged(BoxDamage::Header))?;
        let shape = Shape::parse(&block).map_err(damaged)?;
        if shape.contest() != contest {
            return Err(damaged(BoxDamage::Contest(shape.contest())));
        }
        if shape.contest_hash() != contest_hash {
            return Err(damaged(BoxDamage::ContestHash));
        }
        let (actual, expected) = (file.metadata().map_err(io(&path))?.len(), shape.file_bytes());
        if actual != expected {
            return Err(damaged(BoxDamage::Length { actual, expected }));
        }
        let disk = wrap(file.try_clone().map_err(io(&path))?);
        disk.read_exact_at(&mut block, SEAL_AT).map_err(io(&path))?;
        let sealed = block.iter().any(|byte| *byte != 0);
        let (used, free) = (BTreeSet::new(), Vec::new());
        let mut opened = Self { path, shape, file, disk, used, free, torn: 0, sealed, poisoned: false };
        opened.look_into_every_slot()?;
        // A crash may have come between a write and the setting of the times.
        opened.forget_time()?;
        Ok(opened)
    }

    fn look_into_every_slot(&mut self) -> Result<(), BoxError> {
        let mut bytes = vec![0; self.shape.slot_len()];
        for slot in 0..self.shape.slots() {
            self.disk.read_exact_at(&mut bytes, self.shape.slot_at(slot)).map_err(io(&self.path))?;
            match Content::of(&bytes) {
                Content::Nothing => self.free.push(slot),
                Content::Torn => {
                    self.torn += 1;
                    self.free.push(slot);
                }
                Content::Record(_) => {
                    self.used.insert(slot);
                }
            }
        }
        Ok(())
    }

    /// Whose box it is and how large.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Records in the box.
    pub fn len(&self) -> usize {
        self.used.len()
    }

    /// Whether there is no record in the box: the zero report before the first cast.
    pub fn is_empty(&self) -> bool {
        self.used.is_empty()
    }

    /// Slots that a record may still go into.
    pub fn free(&self) -> usize {
        self.free.len()
    }

    /// Slots that held an unfinished write when the box was opened: for the server's report. They are free.
    pub fn torn(&self) -> usize {
        self.torn
    }

    /// Whether [`BallotBox::seal`] was called, in this run or before.
    pub fn is_sealed(&self) -> bool {
        self.sealed
    }

    /// Puts one record in.
    pub fn put(&mut self, record: &[u8]) -> Result<Slot, BoxError> {
        let slots = self.commit(&[Deposit { record, replaces: None }])?;
        slots.first().copied().ok_or(BoxError::Empty)
    }

    /// Puts several records in with one fdatasync. All of them or, after an error, none.
    pub fn put_many(&mut self, records: &[&[u8]]) -> Result<Vec<Slot>, BoxError> {
        let deposits: Vec<_> = records.iter().map(|record| Deposit { record, replaces: None }).collect();
        self.commit(&deposits)
    }

    /// Puts a record in and then erases the one that it takes the place of.
    pub fn replace(&mut self, old: Slot, record: &[u8]) -> Result<Slot, BoxError> {
        let slots = self.commit(&[Deposit { record, replaces: Some(old) }])?;
        slots.first().copied().ok_or(BoxError::Empty)
    }

    /// Puts a group in: one fdatasync for all new records and, if any replaces another, one for the erasures.
    /// Returns where each went. Receipts may be given after it returns.
    pub fn commit(&mut self, deposits: &[Deposit<'_>]) -> Result<Vec<Slot>, BoxError> {
        self.check(deposits)?;
        if deposits.is_empty() {
            return Ok(Vec::new());
        }
        let mut drawn = Vec::with_capacity(deposits.len());
        for _ in deposits {
            match random::take(&mut self.free) {
                Ok(slot) => drawn.push(slot),
                Err(error) => {
                    self.free.append(&mut drawn);
                    return Err(error);
                }
            }
        }
        let mut writes: Vec<_> = drawn.iter().zip(deposits).map(|(slot, one)| (*slot, one.record)).collect();
        // By slot, so that the disk does not see the order of arrival within the group either.
        writes.sort_unstable_by_key(|(slot, _)| *slot);
        if let Err(source) = self.write(&writes) {
            return Err(self.take_back(drawn, source));
        }
        self.sync()?;
        self.used.extend(&drawn);

        // A crash here leaves old and new, both whole.
        self.erase_old(deposits.iter().filter_map(|one| one.replaces).map(|slot| slot.0).collect())?;
        Ok(drawn.into_iter().map(Slot).collect())
    }

    /// Erases records whose successors are durable: what a crash left of a [`BallotBox::commit`].
    pub fn finish_replacing(&mut self, old: &[Slot]) -> Result<(), BoxError> {
        self.usable()?;
        if old.iter().any(|slot| !self.used.contains(&slot.0)) {
            return Err(BoxError::NothingToReplace);
        }
        self.erase_old(old.iter().map(|slot| slot.0).collect())
    }

    fn erase_old(&mut self, mut old: Vec<u32>) -> Result<(), BoxError> {
        if old.is_empty() {
            return Ok(());
        }
        old.sort_unstable();
        self.erase(&old)?;
        for slot in old {
            if self.used.remove(&slot) {
                self.free.push(slot);
            }
        }
        Ok(())
    }

    fn check(&self, deposits: &[Deposit<'_>]) -> Result<(), BoxError> {
        self.usable()?;
        if self.sealed {
            return Err(BoxError::Sealed);
        }
        let mut replaced = BTreeSet::new();
        for one in deposits {
            let (bytes, capacity) = (one.record.len(), self.shape.capacity());
            if bytes == 0 {
                return Err(BoxError::Empty);
            }
            if bytes > capacity {
                return Err(BoxError::TooLong { bytes, capacity });
            }
            if one.replaces.is_some_and(|old| !self.used.contains(&old.0) || !replaced.insert(old)) {
                return Err(BoxError::NothingToReplace);
            }
        }
        let (free, wanted) = (self.free.len(), deposits.len());
        if wanted > free { Err(BoxError::Full { free, wanted }) } else { Ok(()) }
    }

    fn write(&self, writes: &[(u32, &[u8])]) -> io::Result<()> {
        for (slot, record) in writes {
            write_all_at(self.disk.as_ref(), &self.shape.slot(record), self.shape.slot_at(*slot))?;
        }
        self.set_times()
    }

    /// After a failed write nobody got a receipt, so nothing of the group may stay.
    fn take_back(&mut self, mut drawn: Vec<u32>, source: io::Error) -> BoxError {
        match self.erase(&drawn) {
            Ok(()) => {
                self.free.append(&mut drawn);
                BoxError::Io { path: self.path.clone(), source }
            }
            Err(error) => error,
        }
    }

    fn erase(&mut self, slots: &[u32]) -> Result<(), BoxError> {
        let zeros = vec![0; self.shape.slot_len()];
        let at = |slot: &u32| self.shape.slot_at(*slot);
        let erased = slots.iter().try_for_each(|slot| write_all_at(self.disk.as_ref(), &zeros, at(slot)));
        match erased.and_then(|()| self.set_times()) {
            Ok(()) => self.sync(),
            Err(source) => Err(self.poison(source)),
        }
    }

    /// The record in a slot, its checksum verified again.
    pub fn read(&self, slot: Slot) -> Result<Vec<u8>, BoxError> {
        self.usable()?;
        let mut bytes = vec![0; self.shape.slot_len()];
        self.disk.read_exact_at(&mut bytes, self.shape.slot_at(slot.0)).map_err(io(&self.path))?;
        match Content::of(&bytes) {
            Content::Record(record) => Ok(record.to_vec()),
            Content::Nothing | Content::Torn => {
                let damage = BoxDamage::Record(slot.0);
                Err(BoxError::Damaged { path: self.path.clone(), damage })
            }
        }
    }

    /// Where records lie, for a restart that reads them one at a time.
    pub fn slots(&self) -> impl Iterator<Item = Slot> + '_ {
        self.used.iter().copied().map(Slot)
    }

    /// All records, sorted by their bytes.
    pub fn read_all(&self) -> Result<Vec<Vec<u8>>, BoxError> {
        let mut records = self.slots().map(|slot| self.read(slot)).collect::<Result<Vec<_>, _>>()?;
        records.sort_unstable();
        Ok(records)
    }

    /// Ends admission for good, durably: from now on every deposit is refused.
    pub fn seal(&mut self) -> Result<(), BoxError> {
        self.usable()?;
        if self.sealed {
            return Ok(());
        }
        let written =
            write_all_at(self.disk.as_ref(), &[0xff; BLOCK], SEAL_AT).and_then(|()| self.set_times());
        written.map_err(|source| self.poison(source))?;
        self.sync()?;
        self.sealed = true;
        Ok(())
    }

    /// Overwrites the whole file, durably, and removes it: after all records are durable in the log.
    pub fn destroy(self) -> Result<(), BoxError> {
        destroy(&self.path, &self.file)
    }

    /// Finishes a [`BallotBox::destroy`] that a crash interrupted. `Ok` also where there is nothing left.
    pub fn destroy_leftover(sitting: &Path, contest: u32) -> Result<(), BoxError> {
        let path = path_of(sitting, contest);
        match File::options().write(true).open(&path) {
            Ok(file) => lock(&file, &path).and_then(|()| destroy(&path, &file)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(source) => Err(BoxError::Io { path, source }),
        }
    }

    fn usable(&self) -> Result<(), BoxError> {
        if self.poisoned { Err(BoxError::Poisoned) } else { Ok(()) }
    }

    fn sync(&mut self) -> Result<(), BoxError> {
        self.disk.sync_data().map_err(|source| self.poison(source))
    }

    fn poison(&mut self, source: io::Error) -> BoxError {
        self.poisoned = true;
        BoxError::Sync { path: self.path.clone(), source }
    }

    fn set_times(&self) -> io::Result<()> {
        let constant = SystemTime::UNIX_EPOCH + NO_TIME;
        self.file.set_times(FileTimes::new().set_modified(constant).set_accessed(constant))
    }

    fn forget_time(&self) -> Result<(), BoxError> {
        self.set_times().map_err(io(&self.path))
    }
}

fn destroy(path: &Path, file: &File) -> Result<(), BoxError> {
    let bytes = file.metadata().map_err(io(path))?.len();
    let mut start = file;
    io::Seek::rewind(&mut start).and_then(|()| zeros(&mut start, bytes)).map_err(io(path))?;
    let gone = file.sync_all().and_then(|()| std::fs::remove_file(path));
    gone.and_then(|()| sync_folder(path.parent().unwrap_or(path)))
        .map_err(|source| BoxError::Sync { path: path.to_owned(), source })
}

fn zeros(file: &mut impl Write, bytes: u64) -> io::Result<()> {
    io::copy(&mut io::repeat(0).take(bytes), &mut io::BufWriter::with_capacity(64 * BLOCK, file)).map(drop)
}

fn lock(file: &File, path: &Path) -> Result<(), BoxError> {
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => BoxError::Locked { path: path.to_owned() },
        TryLockError::Error(source) => BoxError::Io { path: path.to_owned(), source },
    })
}

fn path_of(sitting: &Path, contest: u32) -> PathBuf {
    sitting.join(FOLDER).join(format!("contest-{contest}.box"))
}

fn io(path: &Path) -> impl FnOnce(io::Error) -> BoxError + '_ {
    move |source| BoxError::Io { path: path.to_owned(), source }
}
