//! The ballot box: what it keeps, what it refuses, and that its file says nothing about order or time.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects by unwrapping"
)]

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tally_server::ballot_box::{BallotBox, BoxDamage, BoxError, Deposit, Shape, Slot};
use tempfile::TempDir;

const HASH: [u8; 32] = [0x33; 32];

fn made(slots: u32) -> (TempDir, BallotBox) {
    let folder = tempfile::tempdir().unwrap();
    let ballots = BallotBox::create(folder.path(), Shape::new(7, HASH, slots, 200).unwrap()).unwrap();
    (folder, ballots)
}

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("box/contest-7.box")
}

fn reopened(folder: &TempDir) -> BallotBox {
    BallotBox::open(folder.path(), 7, &HASH).unwrap()
}

fn record(number: u32) -> Vec<u8> {
    format!("ballot {number:04} {}", "x".repeat(number as usize % 90)).into_bytes()
}

/// Where a slot lies in the file is not told by the box, so it is looked up by content.
fn position(folder: &TempDir, number: u32) -> usize {
    let bytes = fs::read(file(folder)).unwrap();
    let text = format!("ballot {number:04} ");
    let at = bytes.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
    (at - 8192) / 4096
}

#[test]
fn records_are_kept_and_come_back_sorted_by_content() {
    let (folder, mut ballots) = made(20);
    assert!(ballots.is_empty());
    for number in [5, 1, 4] {
        ballots.put(&record(number)).unwrap();
    }
    let slots = ballots.put_many(&[&record(3), &record(2)]).unwrap();
    assert_eq!(ballots.read(slots[1]).unwrap(), record(2));
    let sorted: Vec<_> = (1..=5).map(record).collect();
    assert_eq!(ballots.read_all().unwrap(), sorted);
    drop(ballots);
    let ballots = reopened(&folder);
    assert_eq!((ballots.len(), ballots.free(), ballots.torn()), (5, 15, 0));
    assert_eq!(ballots.read_all().unwrap(), sorted);
    assert_eq!(ballots.slots().count(), 5);
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let (_folder, mut ballots) = made(3);
    let capacity = ballots.shape().capacity();
    assert!(matches!(ballots.put(&vec![1; capacity + 1]), Err(BoxError::TooLong { .. })));
    assert!(matches!(ballots.put(b""), Err(BoxError::Empty)));
    assert!(matches!(ballots.put_many(&[b"a", b""]), Err(BoxError::Empty)));
    assert!(matches!(ballots.put_many(&[b"a".as_slice(); 4]), Err(BoxError::Full { free: 3, wanted: 4 })));
    assert!(ballots.is_empty());
    ballots.put(&vec![1; capacity]).unwrap();
    ballots.put_many(&[b"a", b"b"]).unwrap();
    assert!(matches!(ballots.put(b"c"), Err(BoxError::Full { free: 0, wanted: 1 })));
    assert_eq!(ballots.len(), 3);
}

#[test]
fn a_sealed_box_stays_sealed() {
    let (folder, mut ballots) = made(3);
    let slot = ballots.put(b"a").unwrap();
    ballots.seal().unwrap();
    ballots.seal().unwrap();
    assert!(matches!(ballots.put(b"b"), Err(BoxError::Sealed)));
    drop(ballots);
    let mut ballots = reopened(&folder);
    assert!(ballots.is_sealed());
    assert!(matches!(ballots.replace(slot, b"b"), Err(BoxError::Sealed)));
    assert_eq!(ballots.read_all().unwrap(), [b"a".to_vec()]);
}

#[test]
fn a_replaced_record_is_gone_from_the_file() {
    let (folder, mut ballots) = made(4);
    let first = ballots.put(b"the first choice").unwrap();
    let second = ballots.replace(first, b"the second choice").unwrap();
    assert_ne!(first, second);
    assert!(matches!(ballots.replace(first, b"x"), Err(BoxError::NothingToReplace)));
    let twice = Deposit { record: b"x", replaces: Some(second) };
    assert!(matches!(ballots.commit(&[twice, twice]), Err(BoxError::NothingToReplace)));
    assert_eq!(ballots.read_all().unwrap(), [b"the second choice".to_vec()]);
    assert_eq!((ballots.len(), ballots.free()), (1, 3));
    assert!(matches!(ballots.read(first), Err(BoxError::Damaged { damage: BoxDamage::Record(_), .. })));
    let bytes = fs::read(file(&folder)).unwrap();
    assert!(!bytes.windows(9).any(|window| window == b"the first"));
}

#[test]
fn a_torn_slot_is_free_and_reported() {
    let (folder, mut ballots) = made(4);
    ballots.put(&record(1)).unwrap();
    drop(ballots);
    let at = 8192 + position(&folder, 1) * 4096;
    let whole = fs::read(file(&folder)).unwrap();
    for kept in [1, 4, 9, 20, 4095] {
        let mut torn = whole.clone();
        torn[at + kept..at + 4096].fill(0);
        fs::write(file(&folder), torn).unwrap();
        let mut ballots = reopened(&folder);
        assert_eq!((ballots.len(), ballots.free(), ballots.torn()), (0, 4, 1), "{kept} bytes kept");
        for number in 0..4 {
            ballots.put(&record(number)).unwrap();
        }
        assert_eq!(ballots.len(), 4);
    }
}

#[test]
fn a_damaged_or_foreign_box_is_refused() {
    let (folder, ballots) = made(4);
    assert!(matches!(BallotBox::open(folder.path(), 7, &HASH), Err(BoxError::Locked { .. })));
    drop(ballots);
    let again = BallotBox::create(folder.path(), Shape::new(7, HASH, 4, 200).unwrap());
    assert!(matches!(again, Err(BoxError::Exists { .. })));
    assert!(matches!(BallotBox::open(folder.path(), 8, &HASH), Err(BoxError::Absent { .. })));
    let damage = |contest, hash: &[u8; 32]| match BallotBox::open(folder.path(), contest, hash) {
        Err(BoxError::Damaged { damage, .. }) => damage,
        other => panic!("{:?}", other.err()),
    };
    assert_eq!(damage(7, &[0; 32]), BoxDamage::ContestHash);
    fs::copy(file(&folder), folder.path().join("box/contest-8.box")).unwrap();
    assert_eq!(damage(8, &HASH), BoxDamage::Contest(7));

    let bytes = fs::read(file(&folder)).unwrap();
    fs::write(file(&folder), &bytes[..bytes.len() - 1]).unwrap();
    let expected = bytes.len() as u64;
    assert_eq!(damage(7, &HASH), BoxDamage::Length { actual: expected - 1, expected });
    let mut changed = bytes.clone();
    changed[20] ^= 1;
    fs::write(file(&folder), changed).unwrap();
    assert_eq!(damage(7, &HASH), BoxDamage::Header);
}

#[test]
fn a_destroyed_box_leaves_no_file_and_a_half_destroyed_one_can_be_finished() {
    let (folder, mut ballots) = made(4);
    ballots.put(b"a").unwrap();
    ballots.destroy().unwrap();
    assert!(!file(&folder).exists());
    BallotBox::destroy_leftover(folder.path(), 7).unwrap();

    // A second name of the same file shows what was left on the disk.
    let (folder, mut ballots) = made(4);
    ballots.put(b"a").unwrap();
    fs::hard_link(file(&folder), folder.path().join("seen")).unwrap();
    assert!(matches!(BallotBox::destroy_leftover(folder.path(), 7), Err(BoxError::Locked { .. })));
    drop(ballots);
    fs::write(file(&folder), [0; 5_000]).unwrap();
    BallotBox::destroy_leftover(folder.path(), 7).unwrap();
    assert!(!file(&folder).exists());
    assert!(fs::read(folder.path().join("seen")).unwrap().iter().all(|byte| *byte == 0));
}

#[test]
fn destroying_overwrites_before_it_removes() {
    let (folder, mut ballots) = made(4);
    ballots.put(b"a record").unwrap();
    fs::hard_link(file(&folder), folder.path().join("seen")).unwrap();
    let length = ballots.shape().file_bytes();
    ballots.destroy().unwrap();
    let left = fs::read(folder.path().join("seen")).unwrap();
    assert_eq!(left.len() as u64, length);
    assert!(left.iter().all(|byte| *byte == 0));
}

#[test]
fn the_file_keeps_its_size_its_blocks_and_its_times() {
    use std::os::unix::fs::MetadataExt;
    let (folder, mut ballots) = made(30);
    let constant = SystemTime::UNIX_EPOCH + Duration::from_hours(24 * 10_957);
    let seen = |folder: &TempDir| {
        let metadata = fs::metadata(file(folder)).unwrap();
        assert_eq!(metadata.modified().unwrap(), constant);
        assert_eq!(metadata.accessed().unwrap(), constant);
        (metadata.len(), metadata.blocks())
    };
    let (length, blocks) = seen(&folder);
    assert_eq!(length, ballots.shape().file_bytes());
    assert!(blocks * 512 >= length, "every block is there before the first ballot");
    let slot = ballots.put(b"a").unwrap();
    assert_eq!(seen(&folder), (length, blocks));
    ballots.put_many(&[b"b", b"c"]).unwrap();
    assert_eq!(seen(&folder), (length, blocks));
    ballots.replace(slot, b"d").unwrap();
    assert_eq!(seen(&folder), (length, blocks));
    ballots.seal().unwrap();
    assert_eq!(seen(&folder), (length, blocks));
    drop(ballots);
    // As after a crash between a write and the setting of the times.
    fs::File::options().write(true).open(file(&folder)).unwrap().set_modified(SystemTime::now()).unwrap();
    drop(reopened(&folder));
    assert_eq!(fs::metadata(file(&folder)).unwrap().modified().unwrap(), constant);
}

/// Pearson's correlation of two equally long series.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let count = f64::from(u32::try_from(a.len()).unwrap());
    let mean = |series: &[f64]| series.iter().sum::<f64>() / count;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let dot = |x: &[f64], mx: f64, y: &[f64], my: f64| -> f64 {
        x.iter().zip(y).map(|(p, q)| (p - mx) * (q - my)).sum()
    };
    dot(a, mean_a, b, mean_b) / (dot(a, mean_a, a, mean_a) * dot(b, mean_b, b, mean_b)).sqrt()
}

#[test]
fn where_a_record_lies_does_not_depend_on_when_it_came() {
    const BOXES: u32 = 20;
    const RECORDS: u32 = 30;
    // Each box gets the records in one order or the opposite; every seventh is cast again, so erased slots are reused.
    let mut sums = [0.0, 0.0];
    let mut first_half = 0;
    for one in 0..BOXES {
        let (folder, mut ballots) = made(64);
        let forwards: Vec<u32> = (0..RECORDS).collect();
        let order = if one % 2 == 0 { forwards } else { forwards.into_iter().rev().collect() };
        for number in &order {
            let slot: Slot = ballots.put(&record(*number)).unwrap();
            if number % 7 == 0 {
                ballots.replace(slot, &record(*number)).unwrap();
            }
        }
        let arrival: Vec<f64> = (0..RECORDS).map(f64::from).collect();
        let places: Vec<usize> = order.iter().map(|number| position(&folder, *number)).collect();
        first_half += u32::from(places[0] < 32);
        let places: Vec<f64> = places.iter().map(|at| f64::from(u32::try_from(*at).unwrap())).collect();
        sums[one as usize % 2] += correlation(&arrival, &places);
    }
    // For independent places the correlation of one box has standard deviation 1/√29, the mean of 10 boxes 0.059.
    for sum in sums {
        let mean = sum / f64::from(BOXES / 2);
        assert!(mean.abs() < 0.35, "arrival and place correlate: {mean}");
    }
    // The very first ballot: 10 ± 2.2 of 20 in the lower half.
    assert!((1..=19).contains(&first_half), "{first_half} of {BOXES} first ballots in the lower half");
}

#[test]
fn two_boxes_with_the_same_records_differ_only_in_places() {
    let contents = |order: &[u32]| {
        let (folder, mut ballots) = made(16);
        for number in order {
            ballots.put(&record(*number)).unwrap();
        }
        drop(ballots);
        let bytes = fs::read(file(&folder)).unwrap();
        let mut slots: Vec<Vec<u8>> = bytes[8192..].chunks(4096).map(<[u8]>::to_vec).collect();
        slots.sort();
        (bytes[..8192].to_vec(), slots)
    };
    assert_eq!(contents(&[1, 2, 3, 4, 5]), contents(&[5, 3, 1, 4, 2]));
}
