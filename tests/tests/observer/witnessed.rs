//! Cosignatures: counted once they hold, kept when they are fresher, and missed when they are old.

use super::*;
use audit::note::{Note, SignatureLine};
use audit::verify::verify_folder;

/// A sealed sitting with five witnesses, of whom four are needed and four cosigned its end.
fn cosigned() -> Log {
    Smith::tell(Plan::witnessed()).log()
}

/// The note with other signature lines.
fn signed(note: &Note, lines: &[SignatureLine]) -> Note {
    Note::assemble(note.text(), lines.to_vec()).unwrap()
}

fn with_lines(log: &Log, lines: &[SignatureLine]) -> Files {
    let note = signed(&Note::parse(&log.checkpoint).unwrap(), lines);
    let mut files = files(log);
    files.insert("checkpoint".to_owned(), note.to_bytes());
    files
}

#[test]
fn fresher_cosignatures_are_kept_and_noise_is_not() {
    let log = cosigned();
    let lines = Note::parse(&log.checkpoint).unwrap().signatures().to_vec();
    assert_eq!(lines.len(), 5);
    let server = Served::start(with_lines(&log, &lines[..1]));
    let folder = tempfile::tempdir().unwrap();
    let mut follower = Follower::open(folder.path(), log.fingerprint).unwrap();
    let mut have = |files: Files| {
        server.put(files);
        look(&mut follower, &server.url()).unwrap();
        let (note, _) = follower.copy().note().unwrap();
        let about = follower.copy().about().unwrap();
        let counted = about.cosigned(note).unwrap();
        assert_eq!(about.names(&counted).len() as u64, counted.have());
        (counted.have(), counted.is_quorum())
    };
    assert_eq!(have(with_lines(&log, &lines[..1])), (0, false));
    let missing = verify_folder(folder.path(), &log.fingerprint, |_, _| {}).unwrap();
    assert!(missing.failure.is_none() && missing.lacks_final_quorum());
    assert_eq!(have(with_lines(&log, &lines[..4])), (3, false));
    assert_eq!(have(files(&log)), (4, true));
    // Strangers, as many as they are, take no witness's place; nor does a note with fewer.
    let stranger = |seed: u8| {
        let key = crypto::signature::SigningKey::from_seed(&[seed; 32]).unwrap();
        let mut note = Note::parse(&log.checkpoint).unwrap();
        note.cosign(&format!("stranger-{seed}.example").parse().unwrap(), &key, 4_000_000_000).unwrap();
        note.signatures().last().unwrap().clone()
    };
    let noise: Vec<SignatureLine> = lines[..1].iter().cloned().chain((1..9).map(stranger)).collect();
    assert_eq!(have(with_lines(&log, &noise)), (4, true));
    assert_eq!(have(with_lines(&log, &lines[..3])), (4, true));
    let whole = verify_folder(folder.path(), &log.fingerprint, |_, _| {}).unwrap();
    assert!(whole.failure.is_none() && !whole.lacks_final_quorum());
}

#[test]
fn a_cosignature_that_fails_is_named() {
    let log = cosigned();
    let text = String::from_utf8(log.checkpoint.clone()).unwrap();
    // The line of the last witness, with a byte of its signature changed.
    let (head, last) = text.trim_end().rsplit_once(' ').unwrap();
    let middle = last.len() / 2;
    let other = if last.as_bytes()[middle] == b'A' { "B" } else { "A" };
    let forged = format!("{head} {}{other}{}\n", &last[..middle], &last[middle + 1..]);
    let mut bad = files(&log);
    bad.insert("checkpoint".to_owned(), forged.into_bytes());
    let server = Served::start(bad);
    let folder = tempfile::tempdir().unwrap();
    let mut follower = Follower::open(folder.path(), log.fingerprint).unwrap();
    let found = finding(&mut follower, &server.url());
    assert_eq!(found.code(), "bad-cosignature");
    assert!(!found.is_proof());
    assert_eq!(follower.copy().entries(), 0);
}

#[test]
fn a_checkpoint_that_no_quorum_vouched_for_lately_is_stale() {
    let log = cosigned();
    let server = serve(&log);
    let folder = tempfile::tempdir().unwrap();
    let mut follower = Follower::open(folder.path(), log.fingerprint).unwrap();
    look(&mut follower, &server.url()).unwrap();
    let about = follower.copy().about().unwrap();
    let (note, _) = follower.copy().note().unwrap();
    let time = about.cosigned(note).unwrap().quorum_time().unwrap();
    let stale = |note: &Note, now| Finding::stale(about, note, now, 60);
    assert!(stale(note, time + 60).is_none());
    let found = stale(note, time + 61).unwrap();
    assert!(matches!(found, Finding::Stale { seconds: Some(61) }), "{found:?}");
    assert!(found.words().zh.contains("61 秒") && !found.is_proof());
    let bare = signed(note, &note.signatures()[..4]);
    assert!(matches!(stale(&bare, time), Some(Finding::Stale { seconds: None })));
    // Without witnesses nobody can say how old a checkpoint is.
    let alone = honest();
    let about = audit::evidence::AboutLog::new(&alone.lines[0], None).unwrap();
    let note = Note::parse(&alone.checkpoint).unwrap();
    assert!(Finding::stale(&about, &note, u64::MAX, 60).is_none());
}
