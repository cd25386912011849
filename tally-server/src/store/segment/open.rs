//! Making and opening a log: nothing is appended before every record and the whole chain were verified.
//!
//! A bad record is cut off only if it can be a write that nobody was told of: in the last segment, at or above
//! the checkpoint's size, with no record of a later batch behind it (see `record`). Anything else is damage to
//! something that was durable; opening refuses and says where.

use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::checkpoint;
use super::super::disk::{FailedStep, replace, sync_folder};
use super::super::error::{Damage, StoreError};
use super::super::hash::Hash;
use super::super::record::{HEADER_BYTES, Header, Record, later_batch_follows};
use super::read::{LogReader, Place, Segment, Shared};
use super::{Options, SegmentStore, refused, segment_name};

const FOLDER: &str = "log";
const LOCK: &str = "lock";

/// What opening cut off: the unfinished end of a write that nobody had been told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TornTail {
    /// The segment file.
    pub path: PathBuf,
    /// Where it was cut: the end of the last whole entry.
    pub offset: u64,
    /// How many bytes went.
    pub bytes: u64,
    /// Entries that the log has now.
    pub size: u64,
}

/// A store that was verified, and what had to be cut off.
pub struct Opened {
    /// The store, ready to append.
    pub store: SegmentStore,
    /// For the server's report; `None` after every orderly stop.
    pub cut: Option<TornTail>,
}

impl SegmentStore {
    /// Makes an empty log in the sitting's folder. `origin` is what entry 0 must name as `prev`.
    pub fn create(sitting: &Path, origin: Hash) -> Result<Self, StoreError> {
        Self::create_with(sitting, origin, Options::default())
    }

    /// As [`SegmentStore::create`].
    pub fn create_with(sitting: &Path, origin: Hash, options: Options) -> Result<Self, StoreError> {
        let folder = sitting.join(FOLDER);
        std::fs::create_dir_all(&folder).map_err(io(&folder))?;
        // Locked before looking, so that of two creators one sees the other's log.
        let lock = lock(&folder)?;
        let path = folder.join(segment_name(0));
        if path.try_exists().map_err(io(&path))? || folder.join(checkpoint::FILE).exists() {
            return Err(StoreError::Exists { path: folder });
        }
        let header = Header { first: 0, prev: origin };
        match replace(&path, |file| file.write_all(&header.to_bytes())) {
            Ok(_) => {}
            Err(FailedStep::Write(source)) => return Err(refused(path, source)),
            Err(FailedStep::Sync(source)) => return Err(StoreError::Sync { path, source }),
        }
        sync_folder(sitting).map_err(|source| StoreError::Sync { path: sitting.to_owned(), source })?;
        drop(lock);
        Self::open_with(sitting, origin, options).map(|opened| opened.store)
    }

    /// Opens the log of a sitting after verifying every record and the chain from `origin` on.
    pub fn open(sitting: &Path, origin: Hash) -> Result<Opened, StoreError> {
        Self::open_with(sitting, origin, Options::default())
    }

    /// As [`SegmentStore::open`].
    pub fn open_with(sitting: &Path, origin: Hash, options: Options) -> Result<Opened, StoreError> {
        let folder = sitting.join(FOLDER);
        if !folder.join(segment_name(0)).exists() && !folder.join(checkpoint::FILE).exists() {
            return Err(StoreError::Absent { path: folder });
        }
        let lock = lock(&folder)?;
        let paths = segments(&folder)?;
        let checkpoint = checkpoint::load(&folder)?;
        let signed = checkpoint.as_ref().map_or(0, |(_, size)| *size);

        let mut scan = Scan { head: origin, places: Vec::new(), batch: 0, end: 0, cut: None };
        let mut segments = Vec::with_capacity(paths.len());
        let last = paths.len().saturating_sub(1);
        for (number, path) in paths.into_iter().enumerate() {
            let file = File::options().read(true).write(true).open(&path).map_err(io(&path))?;
            let bytes = std::fs::read(&path).map_err(io(&path))?;
            scan.segment(number, &path, &bytes, number == last, signed)?;
            segments.push(Arc::new(Segment { path, file: (options.wrap)(file) }));
        }
        let size = scan.places.len() as u64;
        if size < signed {
            return Err(StoreError::EntriesMissing { size, checkpoint: signed });
        }
        if let (Some(cut), Some(segment)) = (&scan.cut, segments.last()) {
            let done = segment.file.set_len(cut.offset).and_then(|()| segment.file.sync_data());
            done.map_err(|source| StoreError::Sync { path: segment.path.clone(), source })?;
        }
        let Scan { head, places, end, cut, .. } = scan;
        let reader = LogReader::new(Shared { segments, places, head }, origin);
        Ok(Opened { store: Self { folder, options, reader, end, checkpoint, _lock: lock }, cut })
    }
}

/// What is known of the log up to the record at hand.
struct Scan {
    head: Hash,
    places: Vec<Place>,
    /// The batch of the last entry.
    batch: u64,
    /// Where the last whole record of the last segment ends.
    end: u64,
    cut: Option<TornTail>,
}

impl Scan {
    fn segment(
        &mut self,
        number: usize,
        path: &Path,
        bytes: &[u8],
        last: bool,
        signed: u64,
    ) -> Result<(), StoreError> {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let index = self.places.len() as u64;
        let damaged =
            |offset, index, damage| StoreError::Damaged { path: path.to_owned(), offset, index, damage };

        let header = Header::parse(bytes).map_err(|damage| damaged(0, index, damage))?;
        if header.first != index {
            return Err(damaged(0, index, Damage::FirstIndex { stated: header.first }));
        }
        if header.prev != self.head {
            return Err(damaged(0, index, Damage::Predecessor));
        }
        let mut offset = HEADER_BYTES;
        while let Some(rest) = bytes.get(offset..).filter(|rest| !rest.is_empty()) {
            let (at, index) = (offset as u64, self.places.len() as u64);
            let record = match Record::parse(rest) {
                Ok(record) => record,
                Err(_) if last && index >= signed && !later_batch_follows(rest, index) => {
                    let bytes = rest.len() as u64;
                    self.cut = Some(TornTail { path: path.to_owned(), offset: at, bytes, size: index });
                    break;
                }
                Err(damage) => return Err(damaged(at, index, damage)),
            };
            let checked = record.check_place(index, &self.head, self.batch);
            self.head = checked.map_err(|damage| damaged(at, index, damage))?;
            self.batch = record.batch;
            self.places.push(Place::new(number, at, 0, record.entry.len()));
            offset = offset.saturating_add(record.bytes());
        }
        self.end = offset as u64;
        Ok(())
    }
}

/// The segment files in order, without a gap. Leftovers of a crash while a file was being made are removed.
fn segments(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut paths = Vec::new();
    for item in std::fs::read_dir(folder).map_err(io(folder))? {
        let path = item.map_err(io(folder))?.path();
        match path.extension().and_then(OsStr::to_str) {
            Some("new") => std::fs::remove_file(&path).map_err(io(&path))?,
            Some("seg") => paths.push(path),
            _ => {}
        }
    }
    paths.sort();
    for number in 0..paths.len().max(1) {
        let path = folder.join(segment_name(u32::try_from(number).unwrap_or(u32::MAX)));
        if paths.get(number) != Some(&path) {
            return Err(StoreError::Damaged { path, offset: 0, index: 0, damage: Damage::SegmentMissing });
        }
    }
    Ok(paths)
}

fn lock(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join(LOCK);
    let file = File::options().create(true).write(true).truncate(false).open(&path).map_err(io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: folder.to_owned() }),
        Err(TryLockError::Error(error)) if error.kind() == ErrorKind::WouldBlock => {
            Err(StoreError::Locked { path: folder.to_owned() })
        }
        Err(TryLockError::Error(source)) => Err(StoreError::Io { path, source }),
    }
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> StoreError + '_ {
    move |source| StoreError::Io { path: path.to_owned(), source }
}
