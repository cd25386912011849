//! Reading entries back: every one is checked again, because what was verified at opening may rot afterwards.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::super::Entry;
use super::super::disk::LogFile;
use super::super::error::{Damage, StoreError};
use super::super::hash::Hash;
use super::super::record::{RECORD_EXTRA_BYTES, Record};
use super::Entries;

/// One segment file.
pub(super) struct Segment {
    pub(super) path: PathBuf,
    pub(super) file: Arc<dyn LogFile>,
}

/// Where an entry's record stands. A segment has at most 64 MiB + one batch, so 4 bytes hold an offset.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) segment: u32,
    pub(super) offset: u32,
    /// Bytes of the entry, without the rest of its record.
    pub(super) entry_bytes: u32,
}

impl Place {
    pub(super) fn new(segment: u32, start: u64, at: usize, entry_bytes: usize) -> Self {
        let offset = u32::try_from(start.saturating_add(at as u64)).unwrap_or(u32::MAX);
        Self { segment, offset, entry_bytes: u32::try_from(entry_bytes).unwrap_or(u32::MAX) }
    }
}

/// What the writer publishes, batch by batch, after it is durable.
pub(super) struct Shared {
    pub(super) segments: Vec<Arc<Segment>>,
    pub(super) places: Vec<Place>,
    pub(super) head: Hash,
}

/// Reads the log beside the writer, from any thread. Cheap to clone.
#[derive(Clone)]
pub struct LogReader {
    pub(super) shared: Arc<RwLock<Shared>>,
    pub(super) origin: Hash,
    poisoned: Arc<AtomicBool>,
}

impl LogReader {
    pub(super) fn new(shared: Shared, origin: Hash) -> Self {
        Self { shared: Arc::new(RwLock::new(shared)), origin, poisoned: Arc::default() }
    }

    /// Durable entries.
    pub fn size(&self) -> u64 {
        self.look(|shared| shared.places.len() as u64)
    }

    /// Leaf hash of the last durable entry, or the origin's hash.
    pub fn head(&self) -> Hash {
        self.look(|shared| shared.head)
    }

    /// What entry 0 names as `prev`.
    pub fn origin(&self) -> Hash {
        self.origin
    }

    /// As [`Store::read`](crate::store::Store::read): from index `from` to the end as it is now.
    pub fn read(&self, from: u64) -> Result<Entries, StoreError> {
        self.usable()?;
        let end = self.size();
        if from > end {
            return Err(StoreError::NoSuchEntry { index: from, size: end });
        }
        let prev = self.leaf_before(from)?;
        Ok(Box::new(Walk { reader: self.clone(), next: from, end, prev }))
    }

    /// Entry `index`, with its place in the chain checked against the entry before it.
    pub fn entry(&self, index: u64) -> Result<Entry, StoreError> {
        self.usable()?;
        self.place(index)?;
        let prev = self.leaf_before(index)?;
        self.checked(index, Some(&prev))
    }

    pub(super) fn usable(&self) -> Result<(), StoreError> {
        if self.poisoned.load(Ordering::Acquire) { Err(StoreError::Poisoned) } else { Ok(()) }
    }

    pub(super) fn poison(&self) {
        self.poisoned.store(true, Ordering::Release);
    }

    /// What entry `index` must name as `prev`.
    pub(super) fn leaf_before(&self, index: u64) -> Result<Hash, StoreError> {
        match index.checked_sub(1) {
            None => Ok(self.origin),
            Some(before) => self.checked(before, None).map(|entry| entry.leaf),
        }
    }

    pub(super) fn place(&self, index: u64) -> Result<Place, StoreError> {
        let found = self.look(|shared| {
            usize::try_from(index)
                .ok()
                .and_then(|at| shared.places.get(at).copied())
                .ok_or(shared.places.len())
        });
        found.map_err(|size| StoreError::NoSuchEntry { index, size: size as u64 })
    }

    pub(super) fn last_segment(&self) -> Result<(u32, Arc<Segment>), StoreError> {
        let last = self.look(|shared| {
            let segment = shared.segments.last()?;
            Some((u32::try_from(shared.segments.len() - 1).unwrap_or(u32::MAX), Arc::clone(segment)))
        });
        // `open` refuses a log without segments and `truncate_to` keeps the one with the cut.
        last.ok_or(StoreError::Poisoned)
    }

    fn look<T>(&self, see: impl FnOnce(&Shared) -> T) -> T {
        see(&self.shared.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads a record and checks length and checksum; chain too if `prev` is given.
    fn checked(&self, index: u64, prev: Option<&Hash>) -> Result<Entry, StoreError> {
        let place = self.place(index)?;
        let segment = self.look(|shared| shared.segments.get(place.segment as usize).map(Arc::clone));
        let segment = segment.ok_or(StoreError::NoSuchEntry { index, size: self.size() })?;
        let offset = u64::from(place.offset);
        let damaged = |damage| StoreError::Damaged { path: segment.path.clone(), offset, index, damage };

        let mut bytes = vec![0; place.entry_bytes as usize + RECORD_EXTRA_BYTES];
        segment.file.read_exact_at(&mut bytes, offset).map_err(|source| match source.kind() {
            std::io::ErrorKind::UnexpectedEof => damaged(Damage::RecordShort),
            _ => StoreError::Io { path: segment.path.clone(), source },
        })?;
        let record = Record::parse(&bytes).map_err(damaged)?;
        if record.bytes() != bytes.len() {
            return Err(damaged(Damage::RecordLength(u32::try_from(record.entry.len()).unwrap_or(u32::MAX))));
        }
        let leaf = match prev {
            // Batches were checked against each other at opening; here the record's own word stands.
            Some(prev) => record.check_place(index, prev, record.batch).map_err(damaged)?,
            None => super::leaf_hash(record.entry),
        };
        Ok(Entry { index, bytes: record.entry.to_vec(), leaf })
    }
}

struct Walk {
    reader: LogReader,
    next: u64,
    end: u64,
    prev: Hash,
}

impl Iterator for Walk {
    type Item = Result<Entry, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let read = self.reader.usable().and_then(|()| self.reader.checked(self.next, Some(&self.prev)));
        match &read {
            Ok(entry) => {
                self.next = self.next.saturating_add(1);
                self.prev = entry.leaf;
            }
            Err(_) => self.next = self.end,
        }
        Some(read)
    }
}
