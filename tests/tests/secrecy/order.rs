//! Neither the box nor the log holds the order or the time of casting (DESIGN §6.4).

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use audit::entry::Body;
use audit::wire::{Bytes32, decode_strict};
use end_to_end::play::CONTEST;
use protocol::Act;
use tally_server::ballot_box::{BallotBox, Shape};

use super::{DEPUTIES, IN_TIME, Taken};

const BLOCK: usize = 4096;

/// A box file, read by protocol.md §10.4 and not by the server's own code.
struct BoxFile {
    contest_hash: [u8; 32],
    slots: u32,
    /// Records by slot.
    records: BTreeMap<usize, Vec<u8>>,
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_le_bytes(bytes[..4].try_into().unwrap())
}

/// Every byte of the file is accounted for: fixed words, the shape, records, checksums of them, zeros. So there is no room
/// for a time, a counter or an address.
fn parse(file: &[u8]) -> BoxFile {
    let (header, rest) = file.split_at(BLOCK);
    assert_eq!(&header[..8], b"piaobox\n");
    assert_eq!(number(&header[8..]), 1);
    assert_eq!(u64::from(number(&header[12..])), CONTEST);
    let contest_hash = header[16..48].try_into().unwrap();
    let (slots, slot_bytes) = (number(&header[48..]), number(&header[52..]) as usize);
    assert_eq!(number(&header[56..]), crc32c::crc32c(&header[..56]));
    assert!(header[60..].iter().all(|byte| *byte == 0));
    let (seal, rest) = rest.split_at(BLOCK);
    assert!(seal.iter().all(|byte| *byte == 0), "sealed");
    assert_eq!(rest.len(), slots as usize * slot_bytes);
    let mut records = BTreeMap::new();
    for (at, slot) in rest.chunks(slot_bytes).enumerate() {
        if slot.iter().all(|byte| *byte == 0) {
            continue;
        }
        let (covered, crc) = slot.split_at(slot_bytes - 4);
        assert_eq!(number(crc), crc32c::crc32c(covered));
        let (record, padding) = covered[4..].split_at(number(covered) as usize);
        assert!(padding.iter().all(|byte| *byte == 0));
        records.insert(at, record.to_vec());
    }
    BoxFile { contest_hash, slots, records }
}

/// Ballot key of a record, which holds a ballot as it stands in the log afterwards and not a byte more.
fn ballot_key(record: &[u8], taken: &Taken) -> String {
    let act: Act = decode_strict(record).unwrap();
    let Body::BallotCast(cast) = act.decode().unwrap() else { panic!("no ballot") };
    let in_log = taken.log.iter().find(|line| line.body_bytes() == act.body.as_bytes()).unwrap();
    assert_eq!(in_log.entry().sigs, act.sigs);
    assert!(act.parts.is_empty());
    cast.ballot_key.to_string()
}

pub(super) fn the_box_file_is_its_records_and_nothing_else(taken: &Taken) {
    let file = parse(&taken.box_bytes());
    assert_eq!(file.slots, DEPUTIES);
    assert_eq!(file.records.len(), taken.casters.len());
    assert_eq!(file.contest_hash, taken.cast().next().unwrap().1.contest.to_bytes());
    let keys: BTreeSet<_> = file.records.values().map(|record| ballot_key(record, taken)).collect();
    assert_eq!(keys, taken.casters.iter().map(|caster| caster.ballot_key.clone()).collect());
    // The disk keeps no time of the last cast either: it is the same constant for every box.
    let made = SystemTime::UNIX_EPOCH + Duration::from_secs(taken.log[0].entry().time.get());
    assert!(taken.box_changed < made);
    assert_eq!(changed(&file, file.records.values()), taken.box_changed);
    // All of it is gone since the box was opened.
    assert!(!taken.play.folder().join(format!("box/contest-{CONTEST}.box")).exists());
    assert!(!taken.play.folder().join(format!("stamps/contest-{CONTEST}.sealed")).exists());
}

fn fill<'a>(like: &BoxFile, records: impl Iterator<Item = &'a Vec<u8>>) -> (Vec<u8>, SystemTime) {
    let place = tempfile::tempdir().unwrap();
    let longest = like.records.values().map(Vec::len).max().unwrap();
    let shape = Shape::new(
        u32::try_from(CONTEST).unwrap(),
        like.contest_hash,
        like.slots,
        u32::try_from(longest).unwrap(),
    );
    let mut ballots = BallotBox::create(place.path(), shape.unwrap()).unwrap();
    for record in records {
        ballots.put(record).unwrap();
    }
    let path = place.path().join(format!("box/contest-{CONTEST}.box"));
    (std::fs::read(&path).unwrap(), std::fs::metadata(&path).unwrap().modified().unwrap())
}

fn changed<'a>(like: &BoxFile, records: impl Iterator<Item = &'a Vec<u8>>) -> SystemTime {
    fill(like, records).1
}

/// Spearman's rank correlation of two orders of the same things: 1 the same, −1 the reverse, near 0 neither.
fn correlation(places: &[usize]) -> f64 {
    let mut sorted = places.to_vec();
    sorted.sort_unstable();
    let count = f64::from(u32::try_from(places.len()).unwrap());
    let squares: f64 = (0_u32..)
        .zip(places)
        .map(|(at, place)| {
            let rank = u32::try_from(sorted.binary_search(place).unwrap()).unwrap();
            (f64::from(at) - f64::from(rank)).powi(2)
        })
        .sum();
    1.0 - 6.0 * squares / (count * (count * count - 1.0))
}

#[test]
fn correlation_tells_an_order_from_none() {
    let close = |places: &[usize], expected: f64| (correlation(places) - expected).abs() < 1e-9;
    assert!(close(&[3, 5, 8, 9], 1.0));
    assert!(close(&[9, 8, 5, 3], -1.0));
    assert!(close(&[5, 9, 3, 8], 0.0));
}

/// The same ballots, cast again and again in the order in which they were cast and in the reverse of it.
const ROUNDS: u32 = 40;

pub(super) fn slots_do_not_follow_the_order_of_casting(taken: &Taken) {
    let file = parse(&taken.box_bytes());
    let by_key: BTreeMap<_, _> =
        file.records.iter().map(|(slot, record)| (ballot_key(record, taken), (*slot, record))).collect();
    let cast: Vec<_> = taken.casters.iter().map(|caster| by_key[&caster.ballot_key]).collect();
    let slots: Vec<usize> = cast.iter().map(|(slot, _)| *slot).collect();
    // Slots that follow the order of arrival have 1; of 16! orders fewer than one in a million come so near.
    assert!(correlation(&slots).abs() < 0.95, "{slots:?}");

    let (mut sum, mut late_sum, mut late_slots) = (0.0, 0.0, BTreeSet::new());
    for round in 0..ROUNDS {
        let mut order: Vec<&Vec<u8>> = cast.iter().map(|(_, record)| *record).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        let (bytes, _) = fill(&file, order.iter().copied());
        // Whatever the order: the same header, and the same records.
        assert_eq!(bytes[..2 * BLOCK], taken.box_bytes()[..2 * BLOCK]);
        let again = parse(&bytes);
        let sorted = |file: &BoxFile| file.records.values().cloned().collect::<BTreeSet<_>>();
        assert_eq!(sorted(&again), sorted(&file));
        let slot_of = |record: &Vec<u8>| *again.records.iter().find(|(_, other)| *other == record).unwrap().0;
        let slots: Vec<usize> = order.iter().map(|record| slot_of(record)).collect();
        sum += correlation(&slots);
        let late = *slots.last().unwrap();
        late_slots.insert(late);
        late_sum += f64::from(u32::try_from(late).unwrap()) / f64::from(file.slots - 1);
    }
    // The mean of 40 correlations of 16 has a standard deviation of 1/√(15 · 40) = 0.04; six of them are allowed.
    let mean = sum / f64::from(ROUNDS);
    assert!(mean.abs() < 0.25, "{mean}");
    // Who casts last, alone, lies anywhere: the mean place is the middle (0.5 ± six times 0.3/√40), over many slots.
    let late_mean = late_sum / f64::from(ROUNDS);
    assert!((late_mean - 0.5).abs() < 0.29, "{late_mean}");
    assert!(late_slots.len() >= 6, "{late_slots:?}");
}

pub(super) fn the_log_has_ballots_by_key_in_whole_minutes(taken: &Taken) {
    let entries: Vec<_> = taken.cast().collect();
    assert_eq!(entries.len(), IN_TIME as usize + 1);
    let first = entries[0].0;
    let keys: Vec<Bytes32> = entries.iter().map(|(_, cast)| cast.ballot_key).collect();
    assert!(keys.windows(2).all(|two| two[0].as_bytes() < two[1].as_bytes()));
    // The place in the log follows from the ballot key alone, the late deputy's like all others'.
    for caster in &taken.casters {
        let key: Bytes32 = caster.ballot_key.parse().unwrap();
        let below = keys.iter().filter(|other| other.as_bytes() < key.as_bytes()).count();
        assert_eq!(entries[below].0, first + below);
        assert_eq!(entries[below].1.ballot_key, key);
    }
    // All ballots claim one time, which is a whole minute; so does everything from the opening to the close.
    let times: BTreeSet<u64> =
        entries.iter().map(|(index, _)| taken.log[*index].entry().time.get()).collect();
    assert_eq!(times.len(), 1);
    let place = |wanted: fn(&Body) -> bool| taken.log.iter().position(|line| wanted(line.body())).unwrap();
    let opened = place(|body| matches!(body, Body::ContestOpened(_)));
    let closed = place(|body| matches!(body, Body::ContestClosed(_)));
    for line in &taken.log[opened..closed] {
        assert_eq!(line.entry().time.get() % 60, 0, "{}", line.body().kind());
    }
    // No ballot stands in the log before the box was opened, so nothing tells when it came.
    let box_opened = place(|body| matches!(body, Body::BoxOpened(_)));
    assert_eq!(first, box_opened + 1);
}
