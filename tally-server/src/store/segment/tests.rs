//! What only a file that fails on command can show: an fsync error, and a short write that cannot be undone.

use std::sync::Mutex;

use super::super::disk::LogFile;
use super::super::hash::prev_field;
use super::*;

/// Which operation fails, from now on.
#[derive(Default)]
struct Faults {
    sync: bool,
    set_len: bool,
    /// Bytes that still fit.
    room: Option<usize>,
}

struct Faulty {
    file: File,
    faults: Arc<Mutex<Faults>>,
}

fn device_error() -> io::Error {
    io::Error::other("device error")
}

impl LogFile for Faulty {
    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        LogFile::read_exact_at(&self.file, buffer, offset)
    }
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        let mut faults = self.faults.lock().unwrap();
        let Some(room) = &mut faults.room else { return LogFile::write_at(&self.file, bytes, offset) };
        if *room == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let part = bytes.len().min(*room);
        *room -= part;
        LogFile::write_at(&self.file, &bytes[..part], offset)
    }
    fn set_len(&self, bytes: u64) -> io::Result<()> {
        if self.faults.lock().unwrap().set_len { Err(device_error()) } else { self.file.set_len(bytes) }
    }
    fn sync_data(&self) -> io::Result<()> {
        if self.faults.lock().unwrap().sync { Err(device_error()) } else { self.file.sync_data() }
    }
}

fn faulty() -> (tempfile::TempDir, SegmentStore, Arc<Mutex<Faults>>) {
    let folder = tempfile::tempdir().unwrap();
    let faults: Arc<Mutex<Faults>> = Arc::default();
    let shared = Arc::clone(&faults);
    let wrap: Wrap = Arc::new(move |file| Arc::new(Faulty { file, faults: Arc::clone(&shared) }));
    let options = Options { wrap, ..Options::default() };
    let store = SegmentStore::create_with(folder.path(), [0; 32], options).unwrap();
    (folder, store, faults)
}

fn next(store: &SegmentStore) -> Vec<Vec<u8>> {
    vec![[prev_field(&store.head()).as_slice(), b"}"].concat()]
}

#[test]
fn after_a_failed_fsync_every_call_is_refused() {
    let (folder, mut store, faults) = faulty();
    store.append(0, &next(&store)).unwrap();
    let reader = store.reader();
    let mut walk = reader.read(0).unwrap();
    faults.lock().unwrap().sync = true;
    assert!(matches!(store.append(1, &next(&store)), Err(StoreError::Sync { .. })));
    // The disk works again; that proves nothing about the pages that were dropped.
    faults.lock().unwrap().sync = false;

    assert!(matches!(store.append(1, &next(&store)), Err(StoreError::Poisoned)));
    assert!(matches!(store.read(0), Err(StoreError::Poisoned)));
    assert!(matches!(store.entry(0), Err(StoreError::Poisoned)));
    assert!(matches!(store.checkpoint(), Err(StoreError::Poisoned)));
    assert!(matches!(store.swap_checkpoint(None, b"x\n1\n"), Err(StoreError::Poisoned)));
    assert!(matches!(store.truncate_to(0), Err(StoreError::Poisoned)));
    assert!(matches!(reader.read(0), Err(StoreError::Poisoned)));
    assert!(matches!(walk.next(), Some(Err(StoreError::Poisoned))));
    assert_eq!(store.size(), 1, "the entry that may not be on disk was never shown");
    drop(store);
    // Started again: what the disk has is what counts, and the acknowledged entry is there.
    assert!(SegmentStore::open(folder.path(), [0; 32]).unwrap().store.size() >= 1);
}

#[test]
fn a_full_disk_refuses_the_append_and_takes_back_what_was_written() {
    let (folder, mut store, faults) = faulty();
    store.append(0, &next(&store)).unwrap();
    let path = folder.path().join("log/00000000.seg");
    let before = std::fs::metadata(&path).unwrap().len();
    faults.lock().unwrap().room = Some(20);
    assert!(matches!(store.append(1, &next(&store)), Err(StoreError::DiskFull { .. })));
    assert_eq!(std::fs::metadata(&path).unwrap().len(), before);
    faults.lock().unwrap().room = None;
    assert_eq!(store.append(1, &next(&store)).unwrap().size, 2);
}

#[test]
fn a_full_disk_that_cannot_take_back_stops_the_store() {
    for broken_sync in [false, true] {
        let (_folder, mut store, faults) = faulty();
        *faults.lock().unwrap() = Faults { sync: broken_sync, set_len: !broken_sync, room: Some(20) };
        assert!(matches!(store.append(0, &next(&store)), Err(StoreError::Sync { .. })));
        assert!(matches!(store.append(0, &next(&store)), Err(StoreError::Poisoned)));
    }
}
