//! The embedded store: append-only segment files in the folder `log/` of a sitting (protocol.md §10.4).
//!
//! Invariants
//! - One writer: the folder's `lock` is held while a [`SegmentStore`] lives.
//! - What readers see was durable before they could see it.
//! - Order of an append: check all → write once → fdatasync → publish to readers. A crash before the end of
//!   fdatasync leaves whole entries nobody was told of, or a torn tail that the next opening cuts off.
//!
//! Next: `open` verifies everything before the first append; `read` checks every entry it returns.

mod open;
mod read;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

pub use open::{Opened, TornTail};
pub use read::LogReader;
use read::{Place, Segment};

use super::disk::{FailedStep, Wrap, is_full, plain, replace, sync_folder, write_all_at};
use super::error::StoreError;
use super::hash::{Hash, follows, leaf_hash};
use super::record::{
    BATCH_BYTES_MAX, ENTRY_BYTES_MAX, ENTRY_BYTES_MIN, HEADER_BYTES, Header, RECORD_EXTRA_BYTES, Record,
    SEGMENT_BYTES_MAX,
};
use super::{Appended, Entry, Store, checkpoint};

/// Entries one after another, each checked; ends after the first error.
pub type Entries = Box<dyn Iterator<Item = Result<Entry, StoreError>> + Send>;

/// How a store is opened. The default is what a sitting uses.
#[derive(Clone)]
pub struct Options {
    segment_bytes: u64,
    wrap: Wrap,
}

impl Default for Options {
    fn default() -> Self {
        Self { segment_bytes: SEGMENT_BYTES_MAX, wrap: plain() }
    }
}

impl Options {
    /// Starts a new segment where one would pass this many bytes; at most [`SEGMENT_BYTES_MAX`].
    #[must_use]
    pub fn segment_bytes(self, bytes: u64) -> Self {
        Self { segment_bytes: bytes.min(SEGMENT_BYTES_MAX), ..self }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("segment_bytes", &self.segment_bytes).finish_non_exhaustive()
    }
}

/// The log of one sitting in segment files, open for writing.
pub struct SegmentStore {
    folder: PathBuf,
    options: Options,
    reader: LogReader,
    /// Where the next record goes in the last segment.
    end: u64,
    checkpoint: Option<(Vec<u8>, u64)>,
    /// Held, not read: the operating system frees it when the process ends, however it ends.
    _lock: File,
}

impl SegmentStore {
    /// A handle for other threads, which sees each batch once it is durable.
    pub fn reader(&self) -> LogReader {
        self.reader.clone()
    }

    /// Entry `index`, checked like every read, and its place against the entry before it.
    pub fn entry(&self, index: u64) -> Result<Entry, StoreError> {
        self.reader.entry(index)
    }

    fn usable(&self) -> Result<(), StoreError> {
        self.reader.usable()
    }

    fn poison(&self, path: &Path, source: io::Error) -> StoreError {
        self.reader.poison();
        StoreError::Sync { path: path.to_owned(), source }
    }

    /// Checks the batch and lays it out as it will stand in the file.
    fn encode(&self, batch: &[Vec<u8>]) -> Result<Encoded, StoreError> {
        let bytes: usize = batch.iter().map(|entry| entry.len().saturating_add(RECORD_EXTRA_BYTES)).sum();
        if bytes as u64 > BATCH_BYTES_MAX {
            return Err(StoreError::BatchTooLong { bytes: bytes as u64 });
        }
        let mut buffer = Vec::with_capacity(bytes);
        let mut places = Vec::with_capacity(batch.len());
        let mut head = self.head();
        for (place, entry) in batch.iter().enumerate() {
            if !(ENTRY_BYTES_MIN..=ENTRY_BYTES_MAX).contains(&entry.len()) {
                return Err(StoreError::EntryLength { place, bytes: entry.len() });
            }
            if !follows(entry, &head) {
                return Err(StoreError::ChainMismatch { place });
            }
            places.push((buffer.len(), entry.len()));
            Record::write(&mut buffer, self.size(), entry);
            head = leaf_hash(entry);
        }
        Ok(Encoded { buffer, places, head })
    }

    /// The segment that takes `bytes` more: the last one, or a new one. A crash after a new one was made leaves
    /// it empty, which is a valid end of a log.
    fn segment_for(&mut self, bytes: u64) -> Result<(u32, Arc<Segment>), StoreError> {
        let (number, last) = self.reader.last_segment()?;
        let fits = self.end.saturating_add(bytes) <= self.options.segment_bytes;
        if fits || self.end == HEADER_BYTES as u64 {
            return Ok((number, last));
        }
        let number = number.saturating_add(1);
        let header = Header { first: self.size(), prev: self.head() };
        let segment = Arc::new(self.new_segment(number, header)?);
        self.shared().segments.push(Arc::clone(&segment));
        self.end = HEADER_BYTES as u64;
        Ok((number, segment))
    }

    fn new_segment(&self, number: u32, header: Header) -> Result<Segment, StoreError> {
        let path = self.folder.join(segment_name(number));
        match replace(&path, |file| file.write_all(&header.to_bytes())) {
            Ok(file) => Ok(Segment { file: (self.options.wrap)(file), path }),
            Err(FailedStep::Write(source)) => Err(refused(path, source)),
            Err(FailedStep::Sync(source)) => Err(self.poison(&path, source)),
        }
    }

    fn shared(&self) -> std::sync::RwLockWriteGuard<'_, read::Shared> {
        self.reader.shared.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, segment: &Segment, buffer: &[u8]) -> Result<(), StoreError> {
        if let Err(source) = write_all_at(segment.file.as_ref(), buffer, self.end) {
            // Taken back durably: an entry whose append was refused must not come back after a power cut.
            let undone = segment.file.set_len(self.end).and_then(|()| segment.file.sync_data());
            return Err(match undone {
                Ok(()) => refused(segment.path.clone(), source),
                Err(undo) => self.poison(&segment.path, undo),
            });
        }
        segment.file.sync_data().map_err(|source| self.poison(&segment.path, source))
    }
}

impl Store for SegmentStore {
    fn size(&self) -> u64 {
        self.reader.size()
    }

    fn head(&self) -> Hash {
        self.reader.head()
    }

    fn append(&mut self, expected_size: u64, batch: &[Vec<u8>]) -> Result<Appended, StoreError> {
        self.usable()?;
        let first = self.size();
        if expected_size != first {
            return Err(StoreError::WrongSize { expected: expected_size, actual: first });
        }
        let Encoded { buffer, places, head } = self.encode(batch)?;
        if batch.is_empty() {
            return Ok(Appended { first, size: first, head });
        }
        let (number, segment) = self.segment_for(buffer.len() as u64)?;
        self.write(&segment, &buffer)?;

        let start = self.end;
        self.end = start.saturating_add(buffer.len() as u64);
        let mut shared = self.shared();
        shared.places.extend(places.into_iter().map(|(at, bytes)| Place::new(number, start, at, bytes)));
        shared.head = head;
        Ok(Appended { first, size: shared.places.len() as u64, head })
    }

    fn read(&self, from: u64) -> Result<Entries, StoreError> {
        self.reader.read(from)
    }

    fn checkpoint(&self) -> Result<Option<Vec<u8>>, StoreError> {
        self.usable()?;
        Ok(self.checkpoint.as_ref().map(|(note, _)| note.clone()))
    }

    fn swap_checkpoint(&mut self, seen: Option<&[u8]>, new: &[u8]) -> Result<(), StoreError> {
        self.usable()?;
        if self.checkpoint.as_ref().map(|(note, _)| note.as_slice()) != seen {
            return Err(StoreError::CheckpointChanged);
        }
        let (old_size, new_size) =
            (self.checkpoint.as_ref().map_or(0, |(_, size)| *size), checkpoint::size_of(new)?);
        if new_size < old_size {
            return Err(StoreError::CheckpointGoesBack { old: old_size, new: new_size });
        }
        if new_size > self.size() {
            return Err(StoreError::CheckpointAhead { checkpoint: new_size, size: self.size() });
        }
        let path = self.folder.join(checkpoint::FILE);
        match checkpoint::persist(&self.folder, new) {
            Ok(()) => {
                self.checkpoint = Some((new.to_vec(), new_size));
                Ok(())
            }
            Err(FailedStep::Write(source)) => Err(refused(path, source)),
            Err(FailedStep::Sync(source)) => Err(self.poison(&path, source)),
        }
    }

    fn truncate_to(&mut self, size: u64) -> Result<(), StoreError> {
        self.usable()?;
        let checkpoint = self.checkpoint.as_ref().map_or(0, |(_, size)| *size);
        if size < checkpoint {
            return Err(StoreError::CutBelowCheckpoint { size, checkpoint });
        }
        let now = self.size();
        if size > now {
            return Err(StoreError::NoSuchEntry { index: size, size: now });
        }
        if size == now {
            return Ok(());
        }
        let head = self.reader.leaf_before(size)?;
        let place = self.reader.place(size)?;
        // Segments from the last one back, each durably: a crash in between leaves a shorter, whole log.
        loop {
            let (number, last) = self.reader.last_segment()?;
            if number == place.segment {
                let cut = last.file.set_len(u64::from(place.offset)).and_then(|()| last.file.sync_data());
                cut.map_err(|source| self.poison(&last.path, source))?;
                break;
            }
            std::fs::remove_file(&last.path)
                .and_then(|()| sync_folder(&self.folder))
                .map_err(|source| self.poison(&last.path, source))?;
            self.shared().segments.pop();
        }
        self.end = u64::from(place.offset);
        let mut shared = self.shared();
        shared.places.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        shared.head = head;
        Ok(())
    }
}

/// A batch that passed every check.
struct Encoded {
    buffer: Vec<u8>,
    /// For each entry the start of its record in `buffer` and the entry's length.
    places: Vec<(usize, usize)>,
    /// The head once the batch is appended.
    head: Hash,
}

/// The name of segment `number`, eight digits.
pub(crate) fn segment_name(number: u32) -> String {
    format!("{number:08}.seg")
}

/// A write that changed nothing: no room, or another error of the operating system.
fn refused(path: PathBuf, source: io::Error) -> StoreError {
    if is_full(&source) { StoreError::DiskFull { path, source } } else { StoreError::Io { path, source } }
}
