//! A witness at a terminal: what it cosigns, and what it refuses and keeps.

use super::*;
use crate::device::testing::{BOTH, LOG, Log, ORIGIN, key};
use audit::checkpoint::Checkpoint;
use audit::merkle::Tree;

/// Seed of the first witness's key.
const FIRST: u8 = 21;

fn log() -> Log {
    let mut log = Log::with_witnesses(3, 2);
    log.open(&BOTH, |_| {});
    log
}

fn cosigned(done: &Done) -> (u64, &str) {
    match done {
        Done::Cosigned { size, note } => (*size, note),
        other => panic!("{other:?}"),
    }
}

fn alarm(done: Done) -> Alarm {
    match done {
        Done::Alarm(alarm) => alarm,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_verified_here_is_cosigned_and_counts() {
    let (log, folder) = (log(), tempfile::tempdir().unwrap());
    let (mut witness, seat) = sit_down(&log.sitting(), key(FIRST), folder.path()).unwrap();
    assert_eq!((seat.name.as_str(), seat.size), ("见证1", None));
    let note = log.note(4);
    let done = attest(&mut witness, &log.tree, &note, 100);
    let (size, mine) = cosigned(&done);
    assert_eq!(size, 4);
    // Over the very checkpoint that was asked about, by this witness alone; the log's line is the server's to add.
    let sitting = log.sitting();
    let parsed = Note::parse(mine.as_bytes()).unwrap();
    assert_eq!(parsed.text(), Note::parse(note.as_bytes()).unwrap().text());
    let by = sitting.witnesses().cosigned(&parsed).unwrap();
    assert_eq!((by.by()[0].witness, by.by()[0].time, parsed.signatures().len()), (0, 100, 1));
    // A heartbeat: the same again at a later time; then a larger one.
    let again = attest(&mut witness, &log.tree, &note, 130);
    let parsed = Note::parse(cosigned(&again).1.as_bytes()).unwrap();
    assert_eq!(sitting.witnesses().cosigned(&parsed).unwrap().by()[0].time, 130);
    assert_eq!(cosigned(&attest(&mut witness, &log.tree, &log.note(6), 131)).0, 6);
    // It is remembered by the next start, and by that alone.
    drop(witness);
    let (_witness, seat) = sit_down(&log.sitting(), key(FIRST), folder.path()).unwrap();
    assert_eq!(seat.size, Some(6));
    let second = sit_down(&log.sitting(), key(FIRST), folder.path());
    assert!(matches!(second, Err(SeatError::Store(_))), "{second:?}");
}

#[test]
fn a_key_that_entry_0_does_not_name_takes_no_seat() {
    let (log, folder) = (log(), tempfile::tempdir().unwrap());
    let refused = sit_down(&log.sitting(), key(24), folder.path());
    assert!(matches!(refused, Err(SeatError::NotNamed)), "{refused:?}");
    let refused = sit_down(&Log::new().sitting(), key(FIRST), folder.path());
    assert!(matches!(refused, Err(SeatError::NotNamed)), "{refused:?}");
}

#[test]
fn another_root_is_an_alarm_and_two_histories_are_kept_as_evidence() {
    let (log, folder) = (log(), tempfile::tempdir().unwrap());
    let (mut witness, mut seat) = sit_down(&log.sitting(), key(FIRST), folder.path()).unwrap();
    let forked = |size| {
        let head = Checkpoint { origin: ORIGIN.parse().unwrap(), size, root: [1; 32] };
        String::from_utf8(head.sign(&key(LOG)).unwrap().to_bytes()).unwrap()
    };
    // Signed by the log, and not of the entries that came here.
    assert_eq!(alarm(attest(&mut witness, &log.tree, &forked(5), 100)), Alarm::OtherRoot { size: 5 });
    cosigned(&attest(&mut witness, &log.tree, &log.note(5), 101));
    let done = attest(&mut witness, &log.tree, &forked(5), 102);
    done.enter(&mut seat);
    let Alarm::TwoHistories { sizes, file } = alarm(done) else { panic!("two histories") };
    assert_eq!(sizes, [5, 5]);
    assert!(file.unwrap().exists());
    // The alarm stays on the screen, whatever comes after it.
    Done::Cosigned { size: 6, note: String::new() }.enter(&mut seat);
    assert!(matches!(seat.alarm, Some(Alarm::TwoHistories { .. })));
    // Also where all entries here are those of the fork: what was cosigned before is not forgotten.
    let mut other = Tree::new();
    (0..6_u8).for_each(|at| other.push([at; 32]));
    let head = Checkpoint { origin: ORIGIN.parse().unwrap(), size: 6, root: other.root() };
    let note = String::from_utf8(head.sign(&key(LOG)).unwrap().to_bytes()).unwrap();
    let fork = alarm(attest(&mut witness, &other, &note, 103));
    assert!(matches!(fork, Alarm::TwoHistories { sizes: [5, 6], file: Some(_) }), "{fork:?}");
}

#[test]
fn what_cannot_be_checked_yet_or_is_nobodys_is_refused_and_said() {
    let (log, folder) = (log(), tempfile::tempdir().unwrap());
    let (mut witness, mut seat) = sit_down(&log.sitting(), key(FIRST), folder.path()).unwrap();
    cosigned(&attest(&mut witness, &log.tree, &log.note(4), 100));
    let forged = Checkpoint { origin: ORIGIN.parse().unwrap(), size: 5, root: log.tree.root_at(5).unwrap() };
    let forged = String::from_utf8(forged.sign(&key(2)).unwrap().to_bytes()).unwrap();
    let beyond = Checkpoint { origin: ORIGIN.parse().unwrap(), size: 99, root: [1; 32] };
    let beyond = String::from_utf8(beyond.sign(&key(LOG)).unwrap().to_bytes()).unwrap();
    // Another key; entries that are not here; a size that goes back; no note.
    for asked in [forged.as_str(), &beyond, &log.note(3), "no note"] {
        let done = attest(&mut witness, &log.tree, asked, 101);
        assert!(matches!(done, Done::Refused(_)), "{asked}: {done:?}");
        done.enter(&mut seat);
        assert!(seat.trouble.take().is_some() && seat.alarm.is_none());
    }
    // A clock that went back by more than a minute would date a cosignature before the last one.
    let back = attest(&mut witness, &log.tree, &log.note(5), 10);
    assert!(matches!(back, Done::Refused(_)), "{back:?}");
    let done = attest(&mut witness, &log.tree, &log.note(5), 102);
    done.enter(&mut seat);
    assert_eq!((seat.size, seat.trouble), (Some(5), None));
}
