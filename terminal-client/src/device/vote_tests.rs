//! A named vote from the disk to the log and back, with a restart at each step.

use std::path::Path;
use std::sync::Arc;

use audit::entry::Line;
use audit::rules::Profile;

use super::super::testing::{BOTH, CHIEF, Log, SECRETARIAT, key, profile};
use super::super::{DefinitionCache, Holder};
use super::*;
use crypto::signature::SigningKey;

const DEPUTY: u32 = 17;
const CONTEST: u64 = 1;

/// A log with an open contest, four items of 选 or 不选.
struct Hall {
    log: Log,
    rules: Profile,
    opened: super::super::testing::Opened,
}

impl Hall {
    fn new(secrecy: Secrecy, recast: Recast) -> Self {
        let mut rules = profile();
        (rules.secrecy, rules.recast) = (secrecy, recast);
        let mut log = Log::new();
        let opened = log.open_with(&rules, 4, &BOTH, |_| {});
        Self { log, rules, opened }
    }

    /// The deputy's device, started anew, that believes the contest.
    fn device(&self, folder: &Path) -> Device {
        let dialer = Dialer::new(&self.log.file).unwrap();
        let holder = Holder::Desk { number: DEPUTY };
        let mut device = Device::open(folder, holder, dialer, DefinitionCache::new()).unwrap();
        let mut trust = self.log.trust();
        let named = self.opened.named(&self.log, &mut trust);
        let entry = self.log.included(&mut trust, self.opened.opening);
        device.contests.insert(CONTEST, Arc::new(trust.contest(&entry, &named).unwrap()));
        device.trust = Some(trust);
        device
    }

    /// The server appends an act; gives its place.
    fn append(&mut self, act: &Act) -> usize {
        let prev = self.log.lines.last().unwrap().leaf();
        let line = Line::write(prev, 1_780_000_060, &act.sigs, act.body.as_bytes()).unwrap();
        self.log.tree.push(line.leaf());
        self.log.lines.push(line);
        self.log.lines.len() - 1
    }

    fn see(&self, device: &mut Device, at: usize) -> Result<StandingVote, DeviceError> {
        let trust = device.trust.as_mut().unwrap();
        let entry = self.log.included(trust, at);
        device.take_vote(CONTEST, &entry)
    }
}

fn act_of(device: &Device) -> Act {
    device.pending_vote(CONTEST).unwrap().unwrap().act().clone()
}

fn vote_of(act: &Act) -> VoteCast {
    match decode_strict(act.body.as_bytes()).unwrap() {
        Body::VoteCast(vote) => vote,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_vote_survives_a_kill_before_its_answer_and_the_same_bytes_go_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut hall = Hall::new(Secrecy::Named, Recast::First);
    let mut device = hall.device(folder.path());
    device.commit_vote(CONTEST, &[0, 1, 1, 0]).unwrap();
    let sent = act_of(&device);
    drop(device);
    // Killed before the answer: stored, so it goes out again, byte for byte.
    let device = hall.device(folder.path());
    assert_eq!(act_of(&device), sent);
    let signer = device.device_key().unwrap();
    drop(device);
    // Meanwhile the server had put it into the log; `body-repeated` leads the device to it.
    let at = hall.append(&sent);
    let mut device = hall.device(folder.path());
    let standing = hall.see(&mut device, at).unwrap();
    assert_eq!((standing.index, standing.columns), (u64::try_from(at).unwrap(), vec![0, 1, 1, 0]));
    assert!(device.pending_vote(CONTEST).unwrap().is_none());
    drop(device);
    let device = hall.device(folder.path());
    assert_eq!(device.standing_vote(CONTEST).unwrap().unwrap().columns, [0, 1, 1, 0]);
    let vote = vote_of(&sent);
    assert_eq!((vote.deputy, vote.replaces), (Int::from(DEPUTY), [0; 32].into()));
    let signature = crypto::signature::Signature::from_bytes(sent.sigs[0].sig.as_bytes()).unwrap();
    let fingerprint = hall.log.file.fingerprint.0;
    assert_eq!(signer.verify(Purpose::Act, &fingerprint, sent.body.as_bytes(), &signature), Ok(()));
}

#[test]
fn a_change_replaces_the_leaf_of_the_vote_that_stands() {
    let folder = tempfile::tempdir().unwrap();
    let mut hall = Hall::new(Secrecy::Named, Recast::Last);
    let mut device = hall.device(folder.path());
    device.commit_vote(CONTEST, &[0, 1, 1, 1]).unwrap();
    // A second one before the first has an answer would not know what it replaces.
    let pending = device.commit_vote(CONTEST, &[1, 1, 1, 1]);
    assert!(matches!(pending, Err(DeviceError::VotePending { contest: CONTEST })), "{pending:?}");
    let first = hall.append(&act_of(&device));
    hall.see(&mut device, first).unwrap();
    let leaf = hall.log.lines[first].leaf();
    assert!(device.knows_vote(CONTEST, &leaf) && !device.knows_vote(CONTEST, &[0; 32]));
    drop(device);
    let mut device = hall.device(folder.path());
    device.commit_vote(CONTEST, &[1, 0, 0, 1]).unwrap();
    assert_eq!(vote_of(&act_of(&device)).replaces, leaf.into());
    // Until the change is seen, the first one stands.
    assert_eq!(device.standing_vote(CONTEST).unwrap().unwrap().columns, [0, 1, 1, 1]);
    let second = hall.append(&act_of(&device));
    hall.see(&mut device, second).unwrap();
    assert_eq!(device.standing_vote(CONTEST).unwrap().unwrap().columns, [1, 0, 0, 1]);
}

#[test]
fn where_the_first_vote_counts_there_is_no_second() {
    let folder = tempfile::tempdir().unwrap();
    let mut hall = Hall::new(Secrecy::Named, Recast::First);
    let mut device = hall.device(folder.path());
    device.commit_vote(CONTEST, &[0, 1, 1, 1]).unwrap();
    let at = hall.append(&act_of(&device));
    hall.see(&mut device, at).unwrap();
    let refused = device.commit_vote(CONTEST, &[1, 1, 1, 1]);
    assert!(matches!(refused, Err(DeviceError::CastAlready { contest: CONTEST })), "{refused:?}");
}

#[test]
fn a_refused_vote_is_given_up_and_may_be_cast_anew() {
    let folder = tempfile::tempdir().unwrap();
    let hall = Hall::new(Secrecy::Named, Recast::First);
    let mut device = hall.device(folder.path());
    device.commit_vote(CONTEST, &[0, 1, 1, 1]).unwrap();
    let refusal = ServerRefusal {
        reason: Reason::Rule(Code::NotWitnessed),
        what: String::new(),
        zh: "x".to_owned(),
        en: "x".to_owned(),
    };
    device.keep_vote_refused(CONTEST, &refusal).unwrap();
    assert!(device.pending_vote(CONTEST).unwrap().is_none());
    assert_eq!(device.standing_vote(CONTEST).unwrap(), None);
    device.commit_vote(CONTEST, &[1, 1, 1, 1]).unwrap();
    assert_eq!(device.state.get().votes.len(), 1);
}

#[test]
fn what_breaks_the_rules_or_is_no_named_contest_is_not_signed() {
    let folder = tempfile::tempdir().unwrap();
    let hall = Hall::new(Secrecy::Named, Recast::First);
    let mut device = hall.device(folder.path());
    let three_of_two = device.commit_vote(CONTEST, &[0, 0, 0, 1]);
    assert!(matches!(three_of_two, Err(DeviceError::Choices(_))), "{three_of_two:?}");
    assert!(matches!(device.commit_vote(CONTEST, &[0, 1, 1]), Err(DeviceError::Choices(_))));
    assert!(matches!(device.commit_vote(CONTEST, &[0, 1, 1, 2]), Err(DeviceError::Choices(_))));
    assert!(matches!(device.commit_vote(2, &[0]), Err(DeviceError::NoBallot { contest: 2 })));
    assert!(!device.has_voted(CONTEST));
    let folder = tempfile::tempdir().unwrap();
    let secret = Hall::new(Secrecy::Secret, Recast::First);
    let refused = secret.device(folder.path()).commit_vote(CONTEST, &[0, 1, 1, 1]);
    assert!(matches!(refused, Err(DeviceError::NotNamed { contest: CONTEST })), "{refused:?}");
}

#[test]
fn only_the_entry_with_exactly_these_bytes_is_believed() {
    let folder = tempfile::tempdir().unwrap();
    let mut hall = Hall::new(Secrecy::Named, Recast::Last);
    let mut device = hall.device(folder.path());
    device.commit_vote(CONTEST, &[0, 1, 1, 1]).unwrap();
    let sent = act_of(&device);
    // Other choices under the deputy's number, signed with whatever key the server likes.
    let other = Body::VoteCast(VoteCast { choices: vec![Int::from(1); 4], ..vote_of(&sent) });
    let forger = SigningKey::from_seed(&[40; 32]).unwrap();
    let by = Signer::Deputy(DEPUTY);
    let forged = sign(&other, by, Purpose::Act, &forger, &hall.log.file.fingerprint.0, Vec::new()).unwrap();
    let at = hall.append(&forged);
    let refused = hall.see(&mut device, at).unwrap_err();
    assert!(matches!(refused, DeviceError::VotedElsewhere { contest: CONTEST }), "{refused:?}");
    // The right bytes under another signature.
    let mut resigned = sent.clone();
    resigned.sigs[0].sig = key(SECRETARIAT)
        .sign(Purpose::Act, &hall.log.file.fingerprint.0, sent.body.as_bytes())
        .to_bytes()
        .into();
    let at = hall.append(&resigned);
    assert!(matches!(hall.see(&mut device, at), Err(DeviceError::VotedElsewhere { .. })));
    let opening = hall.opened.opening;
    assert!(matches!(hall.see(&mut device, opening), Err(DeviceError::Trust(TrustError::Kind { .. }))));
    assert!(device.pending_vote(CONTEST).unwrap().is_some(), "it goes on being sent");
    assert_eq!(hall.rules.secrecy, Secrecy::Named);
}

#[test]
fn a_paper_is_believed_under_both_roles_and_for_this_deputy_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut hall = Hall::new(Secrecy::Secret, Recast::First);
    let contest = hall.device(folder.path()).contest(CONTEST).unwrap().hash;
    let mut look = |deputies: &[u32], named: [u8; 32], signers: &[(Signer, u8)]| {
        let deputies = deputies.iter().copied().map(Int::from).collect();
        let body = Body::PaperIssued(PaperIssued { contest: named.into(), deputies });
        let at = hall.log.push(&body, signers);
        let mut device = hall.device(folder.path());
        let entry = hall.log.included(device.trust.as_mut().unwrap(), at);
        device.take_paper(contest, &entry)
    };
    assert!(look(&[3, DEPUTY], contest, &BOTH).is_ok());
    let foreign = look(&[3, 18], contest, &BOTH);
    assert!(
        matches!(foreign, Err(DeviceError::Trust(TrustError::Opening { field: "paper" }))),
        "{foreign:?}"
    );
    let other = look(&[DEPUTY], [9; 32], &BOTH);
    assert!(matches!(other, Err(DeviceError::Trust(TrustError::Opening { field: "paper" }))), "{other:?}");
    let alone = look(&[DEPUTY], contest, &BOTH[..1]);
    assert!(matches!(alone, Err(DeviceError::Trust(TrustError::Signers { .. }))), "{alone:?}");
    let forged = look(&[DEPUTY], contest, &[BOTH[0], (Signer::Chief, SECRETARIAT)]);
    assert!(matches!(forged, Err(DeviceError::Trust(TrustError::Signature { .. }))), "{forged:?}");
    assert_ne!(SECRETARIAT, CHIEF);
}

#[test]
fn a_new_device_key_waits_for_what_needs_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let hall = Hall::new(Secrecy::Named, Recast::First);
    let mut device = hall.device(folder.path());
    device.commit_vote(CONTEST, &[0, 1, 1, 1]).unwrap();
    let before = *device.device_key().unwrap().as_bytes();
    let refused = device.renew_device_key(|number| number == CONTEST);
    assert!(matches!(refused, Err(DeviceError::IssuedElsewhere { contest: CONTEST })), "{refused:?}");
    device.renew_device_key(|_| false).unwrap();
    assert_ne!(*device.device_key().unwrap().as_bytes(), before);
}
