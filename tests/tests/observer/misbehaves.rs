//! Everything else that a server can do: each has a name, none is taken for a proof, and the copy is not touched by it.

use super::*;
use end_to_end::served::Fault;

/// The name of what a follower with a copy of 20 finds in a log of 40 with these faults, and that it goes on afterwards.
fn named(faults: &[(&str, Fault)]) -> String {
    let log = honest();
    let server = serve(&prefix(log, 20));
    let folder = tempfile::tempdir().unwrap();
    let mut follower = open(folder.path());
    look(&mut follower, &server.url()).unwrap();
    server.put(files(&prefix(log, 40)));
    server.fault(faults);
    let finding = finding(&mut follower, &server.url());
    assert!(!finding.is_proof(), "{finding:?}");
    let words = finding.words();
    assert!(!words.zh.is_empty() && !words.en.is_empty());
    keep(folder.path(), &finding).unwrap();
    assert_eq!(follower.copy().entries(), 20);
    server.fault(&[]);
    assert_eq!(look(&mut follower, &server.url()).unwrap(), Growth { from: 20, to: 40 });
    assert_eq!(std::fs::read(folder.path().join("log.jsonl")).unwrap(), prefix(log, 40).jsonl());
    finding.code().to_owned()
}

#[test]
fn a_server_that_stalls_is_named() {
    for path in ["checkpoint", "tile/0/", "tile/entries/"] {
        assert_eq!(named(&[(path, Fault::Silent)]), "stalled", "{path}");
        assert_eq!(named(&[(path, Fault::Stalls(10))]), "stalled", "{path}");
    }
    let slow = Fault::Drips(Duration::from_millis(20));
    assert_eq!(named(&[("tile/entries/", slow)]), "too-slow");
}

#[test]
fn a_truncated_download_is_named() {
    for path in ["checkpoint", "tile/0/", "tile/entries/"] {
        for at in [0, 10] {
            assert_eq!(named(&[(path, Fault::CutsOff(at))]), "cut-off", "{path} {at}");
        }
    }
}

#[test]
fn an_oversized_download_is_named() {
    assert_eq!(named(&[("checkpoint", Fault::Longer(70_000))]), "too-long");
    assert_eq!(named(&[("tile/0/", Fault::Longer(9_000))]), "too-long");
    assert_eq!(named(&[("tile/entries/", Fault::Longer(17_000_000))]), "too-long");
    // Within the limit it is merely wrong.
    assert_eq!(named(&[("tile/0/", Fault::Longer(32))]), "wrong-content");
    assert_eq!(named(&[("tile/entries/", Fault::Longer(2))]), "wrong-content");
}

#[test]
fn wrong_content_is_named() {
    for at in [0, 100, 1_000, 4_000] {
        assert_eq!(named(&[("tile/0/", Fault::Changes(at))]), "wrong-content", "{at}");
        assert_eq!(named(&[("tile/entries/", Fault::Changes(at))]), "wrong-content", "{at}");
    }
    assert_eq!(named(&[("tile/0/", Fault::Hides)]), "wrong-content");
    assert_eq!(named(&[("tile/entries/", Fault::Hides)]), "wrong-content");
    assert_eq!(named(&[("checkpoint", Fault::Hides)]), "missing");
    assert_eq!(named(&[("checkpoint", Fault::Status(503))]), "unreachable");
    assert_eq!(named(&[("tile/", Fault::Status(302))]), "unreachable");
}

#[test]
fn a_changed_checkpoint_is_named() {
    let length = prefix(honest(), 40).checkpoint.len();
    for at in [0, 5, length / 2, length - 2] {
        assert_eq!(named(&[("checkpoint", Fault::Changes(at))]), "unsigned-checkpoint", "{at}");
    }
}

#[test]
fn a_size_that_is_a_lie_is_named() {
    let log = prefix(honest(), 20);
    let server = serve(&log);
    let folder = tempfile::tempdir().unwrap();
    let mut follower = open(folder.path());
    look(&mut follower, &server.url()).unwrap();
    // Signed with the real key: more entries than there are, and more than there can be.
    let text = String::from_utf8(log.checkpoint.clone()).unwrap();
    let origin = text.lines().next().unwrap().parse::<audit::note::KeyName>().unwrap();
    let sitting = follower.copy().about().unwrap().sitting().clone();
    let key = log.ring.get(sitting.keys.log.as_bytes()).unwrap();
    for (size, code) in [(21, "wrong-content"), (5_000, "wrong-content"), (1 << 60, "too-large")] {
        let claimed = audit::checkpoint::Checkpoint { origin: origin.clone(), size, root: [9; 32] };
        let mut lying = files(&log);
        lying.insert("checkpoint".to_owned(), claimed.sign(&key).unwrap().to_bytes());
        server.put(lying);
        let finding = finding(&mut follower, &server.url());
        assert_eq!(finding.code(), code, "{size}");
    }
}

#[test]
fn another_sitting_or_none_is_named() {
    let other = Smith::tell(Plan { seed: 77, ..Plan::plain() }).log();
    let server = serve(&other);
    let folder = tempfile::tempdir().unwrap();
    let mut follower = open(folder.path());
    assert_eq!(finding(&mut follower, &server.url()).code(), "other-sitting");
    assert_eq!(follower.copy().entries(), 0);
    let finding = finding(&mut follower, "http://127.0.0.1:1");
    assert_eq!(finding.code(), "unreachable");
    server.put(Files::new());
    assert_eq!(super::finding(&mut follower, &server.url()).code(), "missing");
    server.put(files(&prefix(honest(), 20)));
    assert_eq!(look(&mut follower, &server.url()).unwrap().to, 20);
}

#[test]
fn what_the_log_key_signed_and_does_not_hold_is_a_proof() {
    // A chain that is broken under a root that is right.
    let mut broken = prefix(honest(), 20);
    broken.lines.remove(12);
    broken.sign_checkpoint();
    let server = serve(&broken);
    let folder = tempfile::tempdir().unwrap();
    let mut follower = open(folder.path());
    let found = finding(&mut follower, &server.url());
    assert!(matches!(found, Finding::ChainBroken { index: 12 }), "{found:?}");
    assert!(found.is_proof());
    let verdict = audit::verify::verify_folder(folder.path(), &honest().fingerprint, |_, _| {}).unwrap();
    assert_eq!(verdict.failure.unwrap().index, 12);
    // An entry that would be two lines of the copy.
    let mut split = prefix(honest(), 20);
    split.lines[19].insert(5, b'\n');
    split.sign_checkpoint();
    server.put(files(&split));
    let folder = tempfile::tempdir().unwrap();
    let found = finding(&mut open(folder.path()), &server.url());
    assert!(matches!(found, Finding::NotALine { index: 19 }), "{found:?}");
}
