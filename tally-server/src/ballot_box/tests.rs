//! What only a file that fails on command can show.

use std::sync::Mutex;

use super::*;

#[derive(Default)]
struct Faults {
    sync: bool,
    /// Writes that still succeed.
    writes: Option<usize>,
}

struct Faulty {
    file: File,
    faults: Arc<Mutex<Faults>>,
}

impl LogFile for Faulty {
    fn read_exact_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        LogFile::read_exact_at(&self.file, buffer, offset)
    }
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        let mut faults = self.faults.lock().unwrap();
        match &mut faults.writes {
            Some(0) => {
                faults.writes = None;
                Err(io::Error::other("device error"))
            }
            Some(left) => {
                *left -= 1;
                LogFile::write_at(&self.file, bytes, offset)
            }
            None => LogFile::write_at(&self.file, bytes, offset),
        }
    }
    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.file.set_len(bytes)
    }
    fn sync_data(&self) -> io::Result<()> {
        if self.faults.lock().unwrap().sync {
            Err(io::Error::other("device error"))
        } else {
            self.file.sync_data()
        }
    }
}

fn faulty() -> (tempfile::TempDir, BallotBox, Arc<Mutex<Faults>>) {
    let folder = tempfile::tempdir().unwrap();
    drop(BallotBox::create(folder.path(), Shape::new(1, [0; 32], 8, 100).unwrap()).unwrap());
    let faults: Arc<Mutex<Faults>> = Arc::default();
    let shared = Arc::clone(&faults);
    let wrap: Wrap = Arc::new(move |file| Arc::new(Faulty { file, faults: Arc::clone(&shared) }));
    let opened = BallotBox::open_with(folder.path(), 1, &[0; 32], &wrap).unwrap();
    (folder, opened, faults)
}

#[test]
fn after_a_failed_fsync_every_call_is_refused() {
    let (folder, mut ballots, faults) = faulty();
    let slot = ballots.put(b"one").unwrap();
    faults.lock().unwrap().sync = true;
    assert!(matches!(ballots.put(b"two"), Err(BoxError::Sync { .. })));
    faults.lock().unwrap().sync = false;
    assert!(matches!(ballots.put(b"two"), Err(BoxError::Poisoned)));
    assert!(matches!(ballots.read(slot), Err(BoxError::Poisoned)));
    assert!(matches!(ballots.read_all(), Err(BoxError::Poisoned)));
    assert!(matches!(ballots.seal(), Err(BoxError::Poisoned)));
    drop(ballots);
    let ballots = BallotBox::open(folder.path(), 1, &[0; 32]).unwrap();
    assert!(ballots.read_all().unwrap().contains(&b"one".to_vec()));
}

#[test]
fn a_group_whose_writing_fails_leaves_nothing_of_itself() {
    let (folder, mut ballots, faults) = faulty();
    ballots.put(b"one").unwrap();
    faults.lock().unwrap().writes = Some(2);
    assert!(matches!(ballots.put_many(&[b"a", b"b", b"c"]), Err(BoxError::Io { .. })));
    assert_eq!((ballots.len(), ballots.free()), (1, 7));
    drop(ballots);
    let ballots = BallotBox::open(folder.path(), 1, &[0; 32]).unwrap();
    assert_eq!(ballots.read_all().unwrap(), [b"one".to_vec()]);
    assert_eq!(ballots.torn(), 0);
}

#[test]
fn the_old_record_is_erased_only_after_the_new_one_is_written() {
    let (folder, mut ballots, faults) = faulty();
    let old = ballots.put(b"old").unwrap();
    // The write of the new record succeeds, the erasure fails.
    faults.lock().unwrap().writes = Some(1);
    assert!(matches!(ballots.replace(old, b"new"), Err(BoxError::Sync { .. })));
    drop(ballots);
    let ballots = BallotBox::open(folder.path(), 1, &[0; 32]).unwrap();
    assert_eq!(ballots.read_all().unwrap(), [b"new".to_vec(), b"old".to_vec()]);
}
