//! A witness at a terminal: what it cosigns, and what it refuses and keeps.

use super::*;
use crate::device::testing::{BOTH, LOG, Log, ORIGIN, key};
use crate::roles::log::fold_log;
use audit::checkpoint::Checkpoint;
use audit::entry::counting::SittingSealed;
use audit::entry::payload::split_text;
use audit::entry::preparation::RulesAdopted;
use audit::entry::{Body, Signer};
use audit::evidence::{Misconduct, judge_bytes};
use audit::merkle::Tree;
use audit::rules::Profile;
use audit::wire::Int;

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
    assert_eq!(judged(file.as_deref()), Misconduct::TwoRoots);
    // The alarm stays on the screen, whatever comes after it.
    Done::Cosigned { size: 6, note: String::new() }.enter(&mut seat);
    assert!(matches!(seat.alarm, Some(Alarm::TwoHistories { .. })));
    // Also where all entries here are those of the fork: what was cosigned before is not forgotten.
    let mut other = Tree::new();
    (0..6_u8).for_each(|at| other.push([at; 32]));
    let head = Checkpoint { origin: ORIGIN.parse().unwrap(), size: 6, root: other.root() };
    let note = String::from_utf8(head.sign(&key(LOG)).unwrap().to_bytes()).unwrap();
    let fork = alarm(attest(&mut witness, &other, &note, 103));
    assert!(matches!(fork, Alarm::TwoHistories { sizes: [5, 6], .. }), "{fork:?}");
    assert_eq!(judged(fork.file()), Misconduct::TwoHistories);
    // A smaller one than was cosigned last, of another history than the entries here.
    let fork = alarm(attest(&mut witness, &log.tree, &forked(3), 104));
    assert!(matches!(fork, Alarm::TwoHistories { sizes: [5, 3], .. }), "{fork:?}");
    assert_eq!(judged(fork.file()), Misconduct::TwoHistories);
}

/// What a file proves to someone who has nothing else.
fn judged(file: Option<&Path>) -> Misconduct {
    let bytes = std::fs::read(file.expect("a file")).unwrap();
    judge_bytes(&bytes, None).unwrap().1.unwrap().misconduct
}

/// Entry 0, five rules, and the seal.
fn sealed() -> Log {
    let mut log = Log::with_witnesses(3, 2);
    for article in 1..=5 {
        let profile = Profile::livelihood_projects("差额票决".parse().unwrap(), Int::from(2), Int::from(2));
        let text = split_text(&format!("第{article}条\n")).unwrap().0;
        let rules = RulesAdopted { title: profile.title.clone(), text, profile };
        log.push(&Body::RulesAdopted(rules), &BOTH[..1]);
    }
    let (index, origin) = (Int::from(6), ORIGIN.parse().unwrap());
    log.push(&Body::SittingSealed(SittingSealed { index, origin, manifest: vec![] }), &BOTH);
    log
}

fn desk(log: &Log, folder: &Path) -> (Desk, FollowedLog) {
    let (witness, _) = sit_down(&log.sitting(), key(FIRST), folder).unwrap();
    let lines = log.lines.iter().map(|line| line.bytes().to_vec());
    let followed = fold_log(Fingerprint(*log.sitting().fingerprint()), lines).unwrap();
    (Desk { witness, unproved: None }, followed)
}

fn signed(size: u64, seed: u8) -> String {
    let head = Checkpoint { origin: ORIGIN.parse().unwrap(), size, root: [1; 32] };
    String::from_utf8(head.sign(&key(seed)).unwrap().to_bytes()).unwrap()
}

#[test]
fn what_was_not_yet_proof_is_proof_once_more_is_cosigned() {
    let (log, folder) = (sealed(), tempfile::tempdir().unwrap());
    let (mut desk, followed) = desk(&log, folder.path());
    let mut seat = Seat::default();
    cosigned(&desk.answer(&followed, &log.note(4), 100).0);
    let (done, proved) = desk.answer(&followed, &signed(5, LOG), 101);
    assert_eq!(proved, None);
    done.enter(&mut seat);
    assert_eq!(seat.alarm, Some(Alarm::OtherRoot { size: 5 }));
    let (done, proved) = desk.answer(&followed, &log.note(6), 102);
    assert_eq!(cosigned(&done).0, 6);
    Done::Alarm(proved.unwrap()).enter(&mut seat);
    // The alarm with the proof is the one that is shown.
    let shown = seat.alarm.unwrap();
    assert!(matches!(shown, Alarm::TwoHistories { sizes: [6, 5], .. }), "{shown:?}");
    assert_eq!(judged(shown.file()), Misconduct::TwoHistories);
    assert_eq!(desk.answer(&followed, &log.note(6), 103).1, None, "once");
}

#[test]
fn nothing_is_cosigned_beyond_the_seal_and_it_is_evidence() {
    let (log, folder) = (sealed(), tempfile::tempdir().unwrap());
    let (mut desk, followed) = desk(&log, folder.path());
    assert_eq!(followed.seal().unwrap().0, 6);
    assert!(followed.state().signers_needed(log.lines[6].body()).contains(&Signer::Chief));
    // Before the seal is cosigned here it is an alarm, and no proof yet.
    cosigned(&desk.answer(&followed, &log.note(6), 100).0);
    let early = alarm(desk.answer(&followed, &signed(8, LOG), 101).0);
    assert_eq!(early, Alarm::BeyondSeal { size: 8, file: None });
    assert_eq!(cosigned(&desk.answer(&followed, &log.note(7), 102).0).0, 7);
    let beyond = alarm(desk.answer(&followed, &signed(9, LOG), 103).0);
    assert!(matches!(beyond, Alarm::BeyondSeal { size: 9, .. }), "{beyond:?}");
    assert_eq!(judged(beyond.file()), Misconduct::BeyondSeal { index: 6 });
    // What the log did not sign is nobody's, and the seal itself is cosigned again.
    let forged = desk.answer(&followed, &signed(9, 2), 104).0;
    assert!(matches!(forged, Done::Refused(_)), "{forged:?}");
    assert_eq!(cosigned(&desk.answer(&followed, &log.note(7), 105).0).0, 7);
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
