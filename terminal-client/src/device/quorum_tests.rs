//! A device and the witnesses: each refusal and each wait beside the case that goes on.

use std::sync::mpsc;

use super::super::cast::Delay;
use super::super::testing::{BOTH, LOG, Log, ORIGIN, Opened, cosign, key, profile};
use super::super::{Device, DeviceError, Holder, cache::DefinitionCache};
use super::*;
use crate::net::Dialer;
use audit::merkle::Tree;
use audit::note::NoteError;
use audit::rules::Recast;
use audit::wire::Int;
use protocol::limits::QUORUM_DEVICE_AGE;
use protocol::server::Digest;
use tokio::time::Instant;

/// Three witnesses, of whom two are a quorum; an opened contest.
fn opened() -> (Log, Opened) {
    let mut log = Log::with_witnesses(3, 2);
    let opened = log.open(&BOTH, |_| {});
    (log, opened)
}

fn forked(size: u64, by: &[(u8, u64)]) -> String {
    let head = Checkpoint { origin: ORIGIN.parse().unwrap(), size, root: [1; 32] };
    cosign(&String::from_utf8(head.sign(&key(LOG)).unwrap().to_bytes()).unwrap(), by)
}

fn sizes(refused: Result<Believed, TrustError>) -> (u64, u64) {
    match refused {
        Err(TrustError::Contradiction { earlier, later, .. }) => (earlier, later),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_opening_is_believed_under_a_quorum_alone() {
    let (log, opened) = opened();
    let at = opened.opening;
    let all = log.lines.len();
    let believed = |note: String| {
        let mut trust = log.trust();
        let included = trust.entry(&log.lines[at].leaf(), &log.fetched_under(at, all, note))?;
        trust.opening(&included).map(drop)
    };
    assert_eq!(believed(log.note(all)), Err(TrustError::NotWitnessed));
    assert_eq!(believed(log.cosigned(all, &[(2, 100)])), Err(TrustError::NotWitnessed));
    // The same witness twice, and one whom entry 0 does not name.
    assert_eq!(believed(log.cosigned(all, &[(2, 100), (2, 101)])), Err(TrustError::NotWitnessed));
    assert_eq!(believed(log.cosigned(all, &[(2, 100), (4, 100)])), Err(TrustError::NotWitnessed));
    assert_eq!(believed(log.cosigned(all, &[(3, 100), (1, 101)])), Ok(()));
    // A cosignature of another checkpoint is not passed over: the note is refused.
    let line = log.cosigned(all - 1, &[(1, 100)]).lines().last().unwrap().to_owned();
    let moved = format!("{}{line}\n", log.cosigned(all, &[(2, 100), (3, 100)]));
    let refused = believed(moved).unwrap_err();
    let is_signature =
        matches!(&refused, TrustError::Checkpoint(CheckpointError::Note(NoteError::Signature { .. })));
    assert!(is_signature, "{refused:?}");
    // What waits for witnesses is waited for, and said in calm words.
    let waits = DeviceError::Trust(TrustError::NotWitnessed);
    assert!(waits.may_retry() && waits.sentence().0.contains("等待见证"));
    assert!(!DeviceError::Trust(refused).may_retry());
}

#[test]
fn what_the_opening_names_may_come_under_any_checkpoint() {
    let (log, opened) = opened();
    let all = log.lines.len();
    let mut trust = log.trust();
    let quorum = log.cosigned(all, &[(1, 100), (2, 100)]);
    let leaf = log.lines[opened.opening].leaf();
    let entry = trust.entry(&leaf, &log.fetched_under(opened.opening, all, quorum)).unwrap();
    // Their hashes stand in the opening.
    let named = opened.named(&log, &mut trust);
    assert_eq!(trust.contest(&entry, &named).unwrap().number, 1);
    let unwitnessed = Included { is_witnessed: false, ..entry };
    assert_eq!(trust.contest(&unwitnessed, &named).unwrap_err(), TrustError::NotWitnessed);
}

#[test]
fn each_kind_of_checkpoint_goes_on_by_itself_and_one_size_has_one_root() {
    let (log, _) = opened();
    let quorum = |size| log.cosigned(size, &[(1, 100), (2, 100)]);
    let mut trust = log.trust();
    trust.observe(&log.note(6)).unwrap();
    // A quorum is a little behind: that is no contradiction, and back and forth neither.
    trust.observe(&quorum(4)).unwrap();
    trust.observe(&log.cosigned(6, &[(3, 100)])).unwrap();
    trust.observe(&quorum(5)).unwrap();
    assert_eq!(sizes(trust.observe(&quorum(4))), (5, 4));
    assert_eq!(sizes(trust.observe(&log.note(5))), (6, 5));
    // Across the kinds one size has one root.
    assert_eq!(sizes(trust.observe(&forked(6, &[(1, 100), (2, 100)]))), (6, 6));
    assert_eq!(sizes(trust.observe(&forked(5, &[(1, 100), (2, 100)]))), (5, 5));
    let newest = trust.newest().map(|newest| newest.unwrap().checkpoint.size);
    assert_eq!(newest, [6, 5]);
    // A restart forgets neither.
    let [signed, quorum_note] = trust.newest().map(|newest| newest.unwrap().note.clone());
    let mut again = Trust::new(log.sitting(), &signed, &quorum_note).unwrap();
    assert_eq!(sizes(again.observe(&quorum(4))), (5, 4));
    assert_eq!(sizes(again.observe(&log.note(5))), (6, 5));
    again.observe(&quorum(6)).unwrap();
}

#[test]
fn the_published_file_may_be_a_moment_behind_and_never_another() {
    let (log, _) = opened();
    let quorum = |size| log.cosigned(size, &[(1, 100), (2, 100)]);
    let mut trust = log.trust();
    trust.observe(&quorum(5)).unwrap();
    assert_eq!(trust.observe_late(&quorum(4)), Ok(None));
    assert_eq!(trust.observe_late(&quorum(6)).unwrap().unwrap().checkpoint.size, 6);
    let fork = trust.observe_late(&forked(6, &[(1, 100), (2, 100)]));
    assert!(matches!(fork, Err(TrustError::Contradiction { earlier: 6, later: 6, .. })), "{fork:?}");
    // Without witnesses nothing is behind.
    let mut log = Log::new();
    log.open(&BOTH, |_| {});
    let mut trust = log.trust();
    trust.observe(&log.note(5)).unwrap();
    let back = trust.observe_late(&log.note(4));
    assert!(matches!(back, Err(TrustError::Contradiction { earlier: 5, later: 4, .. })), "{back:?}");
}

/// A device that believes the sitting, started anew.
fn device(log: &Log, folder: &std::path::Path) -> Device {
    let dialer = Dialer::new(&log.file).unwrap();
    let cache = DefinitionCache::new();
    cache.keep_sitting(&log.sitting());
    let mut device = Device::open(folder, Holder::Desk { number: 17 }, dialer, cache).unwrap();
    assert!(device.believe_known().unwrap());
    device
}

fn digest(quorum: &str) -> Digest {
    Digest {
        size: Int::ZERO,
        sitting: [0; 32].into(),
        roll: vec![],
        checked_in: vec![],
        contests: vec![],
        sealed: false,
        quorum: vec![quorum.to_owned()],
    }
}

#[test]
fn only_a_newer_quorum_is_news() {
    let (log, _) = opened();
    let folder = tempfile::tempdir().unwrap();
    let mut seen = device(&log, folder.path());
    let start = Instant::now();
    let at = |seconds| start + std::time::Duration::from_secs(seconds);
    let age = QUORUM_DEVICE_AGE.as_secs();
    assert!(!seen.fresh.may_cast(1, start));
    // One that is none changes nothing.
    seen.see_quorum(&digest(&log.cosigned(5, &[(1, 100)])), start).unwrap();
    assert!(!seen.fresh.may_cast(1, start));
    let first = log.cosigned(5, &[(1, 100), (2, 110)]);
    seen.see_quorum(&digest(&first), start).unwrap();
    assert_eq!(seen.witnesses(), Some((2, 2)));
    assert!(seen.fresh.may_cast(1, at(age)) && !seen.fresh.may_cast(1, at(age + 1)));
    // The same again, an older one, one more cosignature of the same quorum time: no news.
    for same in
        [&first, &log.cosigned(4, &[(1, 200), (2, 200)]), &log.cosigned(5, &[(1, 100), (2, 110), (3, 90)])]
    {
        seen.see_quorum(&digest(same), at(50)).unwrap();
        assert!(!seen.fresh.may_cast(1, at(age + 1)), "{same}");
    }
    assert_eq!(seen.witnesses(), Some((3, 2)));
    // The same size at a later time of the quorum; then a larger one, whatever its time.
    seen.see_quorum(&digest(&log.cosigned(5, &[(1, 120), (2, 130)])), at(50)).unwrap();
    assert!(seen.fresh.may_cast(1, at(50 + age)) && !seen.fresh.may_cast(1, at(51 + age)));
    seen.see_quorum(&digest(&log.cosigned(6, &[(1, 90), (3, 90)])), at(100)).unwrap();
    assert!(seen.fresh.may_cast(1, at(100 + age)));
    // What was seen before a restart is no news after it.
    let last = log.cosigned(6, &[(1, 90), (3, 90)]);
    seen.change(|_| {}).unwrap();
    drop(seen);
    let mut again = device(&log, folder.path());
    again.see_quorum(&digest(&last), at(110)).unwrap();
    assert!(!again.fresh.may_cast(1, at(110)));
    again.see_quorum(&digest(&log.cosigned(6, &[(1, 140), (2, 140)])), at(110)).unwrap();
    assert!(again.fresh.may_cast(1, at(110)));
}

#[test]
fn a_history_that_another_quorum_stands_behind_is_kept_as_evidence() {
    let (log, _) = opened();
    let folder = tempfile::tempdir().unwrap();
    let mut device = device(&log, folder.path());
    let both = [(1, 100), (2, 100)];
    device.see_quorum(&digest(&log.cosigned(5, &both)), Instant::now()).unwrap();
    let error = device.see_quorum(&digest(&forked(5, &both)), Instant::now()).unwrap_err();
    assert!(matches!(error, DeviceError::Trust(TrustError::Contradiction { .. })), "{error:?}");
    assert!(device.keep_evidence(&error).unwrap().unwrap().exists());
}

#[tokio::test]
async fn what_is_cast_waits_for_witnesses_and_then_goes_out_by_itself() {
    let mut rules = profile();
    (rules.secrecy, rules.recast) = (Secrecy::Named, Recast::First);
    let mut log = Log::with_witnesses(3, 2);
    let opened = log.open_with(&rules, 4, &BOTH, |_| {});
    let folder = tempfile::tempdir().unwrap();
    let mut device = device(&log, folder.path());
    let quorum = log.cosigned(log.lines.len(), &[(1, 100), (2, 100)]);
    let trust = device.trust.as_mut().unwrap();
    let leaf = log.lines[opened.opening].leaf();
    let under = log.fetched_under(opened.opening, log.lines.len(), quorum.clone());
    let entry = trust.entry(&leaf, &under).unwrap();
    let named = opened.named(&log, trust);
    let contest = Arc::new(trust.contest(&entry, &named).unwrap());
    device.contests.insert(1, contest);
    device.commit_vote(1, &[0, 1, 1, 1]).unwrap();

    let (told, tell) = mpsc::channel();
    let fresh = Arc::clone(&device.fresh);
    let job = device.pending_vote(1).unwrap().unwrap();
    let run = tokio::spawn(job.run(move |attempt, delay, _| {
        // Nobody is reached before: the server of this log does not exist.
        if told.send((attempt, delay)).is_ok() && delay == Delay::Witnesses {
            fresh.renew(Instant::now());
        }
    }));
    let heard = tokio::task::spawn_blocking(move || [tell.recv().unwrap(), tell.recv().unwrap()]);
    assert_eq!(heard.await.unwrap(), [(1, Delay::Witnesses), (2, Delay::Network)]);
    run.abort();
}

#[test]
fn a_tree_that_does_not_hold_what_a_quorum_signed_contradicts_it() {
    let (log, _) = opened();
    let mut trust = log.trust();
    trust.observe(&log.cosigned(4, &[(1, 100), (2, 100)])).unwrap();
    trust.observe(&log.note(3)).unwrap();
    let before = trust.newest().map(|newest| newest.unwrap().clone());
    let checked = |tree: &Tree, size| {
        before.iter().try_for_each(|earlier| super::super::find::check_growth(earlier, tree, size, "later"))
    };
    assert!(checked(&log.tree, 6).is_ok());
    // A larger one of the other kind says nothing about fewer leaves.
    assert!(checked(&log.tree, 3).is_ok());
    let mut other = Tree::new();
    (0..6_u8).for_each(|at| other.push([at; 32]));
    let refused = checked(&other, 6).unwrap_err();
    assert!(matches!(refused, TrustError::Contradiction { later: 6, .. }), "{refused:?}");
}
