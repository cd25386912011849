//! A server that behaves: the copy is the log, and resumes wherever it was stopped.

use super::*;
use audit::observe::{CopyError, Folding};
use audit::verify::verify_folder;

#[test]
fn a_growing_log_is_followed_to_its_seal_and_the_copy_verifies() {
    let log = honest();
    let server = serve(&prefix(log, 3));
    let folder = tempfile::tempdir().unwrap();
    let mut follower = open(folder.path());
    assert_eq!(look(&mut follower, &server.url()).unwrap(), Growth { from: 0, to: 3 });
    assert_eq!(look(&mut follower, &server.url()).unwrap(), Growth { from: 3, to: 3 });
    let folding = Folding::start(folder.path(), log.fingerprint).unwrap();
    for until in [4, 40, unsealed(), log.lines.len()] {
        server.put(files(&prefix(log, until)));
        let growth = look(&mut follower, &server.url()).unwrap();
        assert_eq!(growth.to, until as u64);
        folding.grew(follower.copy().bytes());
        let folded = folding.wait(Duration::from_mins(1));
        assert_eq!((folded.entries, folded.failure), (until as u64, None));
        assert_eq!(folded.is_sealed, until == log.lines.len());
    }
    let verdict = folding.finish(&log.checkpoint).unwrap();
    assert_eq!(verdict.failure, None);
    assert_eq!(std::fs::read(folder.path().join("log.jsonl")).unwrap(), log.jsonl());
    let verdict = verify_folder(folder.path(), &log.fingerprint, |_, _| {}).unwrap();
    assert_eq!(verdict.failure, None);
}

#[test]
fn a_copy_goes_on_from_what_a_kill_left() {
    let log = honest();
    let folder = tempfile::tempdir().unwrap();
    let server = serve(&prefix(log, 20));
    look(&mut open(folder.path()), &server.url()).unwrap();
    let path = folder.path().join("log.jsonl");
    let good = std::fs::read(&path).unwrap();
    server.put(files(&prefix(log, 30)));
    let next = [log.lines[20].as_slice(), b"\n"].concat();
    // Nothing, a torn line, whole lines, whole lines of another history, and lines that are no lines at all.
    let strange = forked(log, 20);
    let strange = [strange.lines[20].as_slice(), b"\n"].concat();
    for left in [&b""[..], &next[..next.len() / 2], &next, &strange, b"\x00\xff\n\n{}\n"] {
        std::fs::write(&path, [&good, left].concat()).unwrap();
        std::fs::write(folder.path().join("checkpoint"), &prefix(log, 20).checkpoint).unwrap();
        let mut follower = open(folder.path());
        assert_eq!(follower.copy().entries(), 20);
        assert_eq!(look(&mut follower, &server.url()).unwrap(), Growth { from: 20, to: 30 });
        assert_eq!(std::fs::read(&path).unwrap(), prefix(log, 30).jsonl());
    }
    // From nothing but whole lines, and no checkpoint yet.
    std::fs::remove_file(folder.path().join("checkpoint")).unwrap();
    server.asked();
    let mut follower = open(folder.path());
    assert_eq!((follower.copy().entries(), follower.copy().bytes()), (0, 0));
    assert_eq!(look(&mut follower, &server.url()).unwrap().to, 30);
    assert!(server.asked().iter().all(|path| !path.starts_with("tile/entries")), "they were here already");
}

#[test]
fn a_damaged_copy_accuses_nobody() {
    let log = honest();
    let folder = tempfile::tempdir().unwrap();
    let server = serve(&prefix(log, 20));
    look(&mut open(folder.path()), &server.url()).unwrap();
    let path = folder.path().join("log.jsonl");
    let good = std::fs::read(&path).unwrap();
    let mut changed = good.clone();
    let at = changed.len() / 2;
    changed[at] ^= 1;
    for damaged in [changed, good[..at].to_vec(), Vec::new()] {
        std::fs::write(&path, damaged).unwrap();
        let error = Follower::open(folder.path(), log.fingerprint).unwrap_err();
        assert!(matches!(error, CopyError::Damaged { .. }), "{error}");
    }
    std::fs::write(&path, &good).unwrap();
    let other = Fingerprint([7; 32]);
    let error = Follower::open(folder.path(), other).unwrap_err();
    assert!(matches!(error, CopyError::OtherSitting { .. }), "{error}");
    let _writing = open(folder.path());
    let error = Follower::open(folder.path(), log.fingerprint).unwrap_err();
    assert!(matches!(error, CopyError::Locked { .. }), "{error}");
}
