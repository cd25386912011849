//! Two histories: each is caught by whoever holds a piece of the other, and the file convinces by itself.

use super::*;

#[test]
fn a_fork_after_an_entry_is_caught_by_a_follower_with_an_older_copy() {
    let log = honest();
    let size = unsealed();
    for (copied, fork) in [(size - 1, 5), (size - 1, size - 2), (17, 16), (32, 1)] {
        let server = serve(&prefix(log, copied));
        let folder = tempfile::tempdir().unwrap();
        let mut follower = open(folder.path());
        look(&mut follower, &server.url()).unwrap();
        // The server goes on with another history.
        server.put(files(&forked(&prefix(log, size), fork)));
        let finding = finding(&mut follower, &server.url());
        assert_eq!(finding.code(), "two-histories", "{copied} {fork}");
        assert!(finding.is_proof());
        assert_eq!(convicted(folder.path(), &finding), Misconduct::TwoHistories);
        // The copy stays what it was.
        assert_eq!(follower.copy().entries(), copied as u64);
        assert_eq!(std::fs::read(folder.path().join("log.jsonl")).unwrap(), prefix(log, copied).jsonl());
    }
}

#[test]
fn a_fork_beyond_the_copy_is_no_fork_for_it() {
    let log = honest();
    let server = serve(&prefix(log, 20));
    let folder = tempfile::tempdir().unwrap();
    let mut follower = open(folder.path());
    look(&mut follower, &server.url()).unwrap();
    server.put(files(&forked(&prefix(log, 40), 25)));
    assert_eq!(look(&mut follower, &server.url()).unwrap().to, 40);
}

#[test]
fn one_size_with_two_roots_is_caught() {
    let log = prefix(honest(), 40);
    let server = serve(&log);
    let folder = tempfile::tempdir().unwrap();
    let mut follower = open(folder.path());
    look(&mut follower, &server.url()).unwrap();
    server.put(files(&forked(&log, 30)));
    let finding = finding(&mut follower, &server.url());
    assert_eq!(finding.code(), "two-roots");
    assert_eq!(convicted(folder.path(), &finding), Misconduct::TwoRoots);
}

#[test]
fn a_shorter_log_of_another_history_is_caught_and_an_older_one_is_named() {
    let log = prefix(honest(), 40);
    let server = serve(&log);
    let folder = tempfile::tempdir().unwrap();
    let mut follower = open(folder.path());
    look(&mut follower, &server.url()).unwrap();
    server.put(files(&forked(&prefix(&log, 30), 10)));
    let fork = finding(&mut follower, &server.url());
    assert_eq!(convicted(folder.path(), &fork), Misconduct::TwoHistories);
    server.put(files(&prefix(&log, 30)));
    let older = finding(&mut follower, &server.url());
    assert!(matches!(older, Finding::OlderCheckpoint { size: 30, seen: 40, .. }), "{older:?}");
    assert!(!older.is_proof());
    // The signed note is kept, though it is no proof: who served it must say why.
    let kept = keep(folder.path(), &older).unwrap().file.unwrap();
    assert_eq!(std::fs::read(kept).unwrap(), prefix(&log, 30).checkpoint);
    let incidents = std::fs::read_to_string(folder.path().join("evidence/incidents.txt")).unwrap();
    assert!(incidents.contains(" older-checkpoint ") && incidents.contains("回退"), "{incidents}");
    // And it holds when the follower is started anew.
    drop(follower);
    assert_eq!(finding(&mut open(folder.path()), &server.url()).code(), "older-checkpoint");
}

#[test]
fn what_was_signed_and_never_served_counts_too() {
    let log = prefix(honest(), 60);
    let server = serve(&prefix(&log, 20));
    let folder = tempfile::tempdir().unwrap();
    let mut follower = open(folder.path());
    look(&mut follower, &server.url()).unwrap();
    // It signs 40 entries of one history, of which nothing can be had …
    server.put(files(&prefix(&log, 40)));
    server.fault(&[("tile/", end_to_end::served::Fault::Hides)]);
    assert_eq!(finding(&mut follower, &server.url()).code(), "wrong-content");
    drop(follower);
    // … and goes on with another.
    server.fault(&[]);
    server.put(files(&forked(&log, 30)));
    let mut follower = open(folder.path());
    let fork = finding(&mut follower, &server.url());
    assert_eq!(fork.code(), "two-histories");
    assert_eq!(convicted(folder.path(), &fork), Misconduct::TwoHistories);
}

#[test]
fn whatever_follows_the_seal_is_caught() {
    let log = honest();
    let server = serve(log);
    let folder = tempfile::tempdir().unwrap();
    let mut follower = open(folder.path());
    look(&mut follower, &server.url()).unwrap();
    let mut longer = log.clone();
    longer.lines.push(log.lines[1].clone());
    longer.sign_checkpoint();
    server.put(files(&longer));
    let finding = finding(&mut follower, &server.url());
    assert_eq!(finding.code(), "beyond-seal");
    let index = log.lines.len() as u64 - 1;
    assert_eq!(convicted(folder.path(), &finding), Misconduct::BeyondSeal { index });
    // The checkpoint alone is enough: nothing of what it covers need be served.
    server.fault(&[("tile/", end_to_end::served::Fault::Hides)]);
    assert_eq!(super::finding(&mut follower, &server.url()).code(), "beyond-seal");
}

#[test]
fn two_followers_who_are_shown_two_histories_catch_it_by_their_checkpoints() {
    let log = prefix(honest(), 60);
    let other = forked(&prefix(&log, 50), 33);
    let server = serve(&log);
    server.put_for("b", files(&other));
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut a, mut b) = (open(one.path()), open(two.path()));
    assert_eq!(look(&mut a, &server.url()).unwrap().to, 60);
    assert_eq!(look(&mut b, &server.url_of("b")).unwrap().to, 50);
    // One sends the other a file of three lines and a signature.
    let mut history = audit::observe::History::open(one.path().to_str().unwrap(), &log.fingerprint).unwrap();
    let note = audit::note::Note::parse(&std::fs::read(two.path().join("checkpoint")).unwrap()).unwrap();
    let compared = history.compare(&note).unwrap();
    let audit::evidence::Comparison::Contradiction(evidence) = compared else { panic!("{compared:?}") };
    assert_eq!(judged(&evidence.to_bytes(), Some(&log.fingerprint)), Misconduct::TwoHistories);
    // Or each follows the other's source.
    assert_eq!(finding(&mut a, &server.url_of("b")).code(), "two-histories");
    assert_eq!(finding(&mut b, &server.url()).code(), "two-histories");
    assert_eq!(size(&log), 60);
}
