//! A whole sitting with every key in one hand, for tests: logs are made entry by entry, right or wrong.

mod voting;

use std::collections::BTreeMap;

use audit::entry::preparation::{ContestPurpose, Item, Mode, Roll, RollDeputy, SittingDefined, SittingKeys};
use audit::entry::voting::{CheckedIn, Means};
use audit::entry::{Body, Line, Sig, Signer, fingerprint, first_prev};
use audit::fingerprint::Fingerprint;
use audit::fold::State;
use audit::rules::Profile;
use audit::wire::{Bytes32, Int, encode};
use crypto::hash::{self, Entropy};
use crypto::signature::SigningKey;
use crypto::stamp::StampKey;
use protocol::Act;
use protocol::server::{ContestStatus, Proposal, Status};

use super::acts::{bodies, countersign, preparing, sign, sign_with_parts};
use super::log::FollowedLog;
use super::scrutineer::{ScrutineerProgram, Step, Vault};
use crate::keys::{Passphrase, SecretFile, SecretKind};

pub(crate) const ORIGIN: &str = "piaojue.example/test/2027-1";
/// n and t.
pub(crate) const SCRUTINEERS: (usize, u64) = (3, 2);
pub(crate) const DEPUTIES: u32 = 5;

/// A key that depends on its name alone.
pub(crate) fn key(name: &str) -> SigningKey {
    SigningKey::from_seed(&hash::sha256("test-key", &[name.as_bytes()])).unwrap()
}

pub(crate) fn public(name: &str) -> Bytes32 {
    Bytes32::from(*key(name).verifying_key().as_bytes())
}

/// The key name of a signer that is a role or a scrutineer.
pub(crate) fn key_of(signer: Signer) -> SigningKey {
    key(&signer.to_string())
}

fn entropy(number: u32) -> Entropy {
    Entropy::from_os(hash::sha256("test-entropy", &[&number.to_be_bytes()]))
}

/// A sitting under way.
pub(crate) struct Hall {
    pub(crate) log: FollowedLog,
    pub(crate) lines: Vec<Vec<u8>>,
    pub(crate) programs: Vec<ScrutineerProgram>,
    pub(crate) stamp_key: StampKey,
    pub(crate) folder: tempfile::TempDir,
    passphrases: Vec<String>,
    time: u64,
    cast: BTreeMap<Bytes32, (Bytes32, Act)>,
}

impl Hall {
    /// Defined, with roll, rules, scrutineers and one contest of three items.
    pub(crate) fn new(minimum_ballots: u32) -> Self {
        Self::ruled(|profile| profile.minimum_ballots = Int::from(minimum_ballots))
    }

    /// The same under the rules of two seats and two marks, changed.
    pub(crate) fn ruled(change: impl FnOnce(&mut Profile)) -> Self {
        let body = Body::SittingDefined(SittingDefined {
            version: Int::from(1),
            name: "某县第一届人民代表大会第一次会议".parse().unwrap(),
            mode: Mode::Rehearsal,
            origin: ORIGIN.parse().unwrap(),
            keys: SittingKeys {
                log: public("log"),
                server: public("server"),
                secretariat: public("secretariat"),
                chief: public("chief"),
                presiding: public("presiding"),
            },
            witnesses: vec![],
            quorum: Int::ZERO,
            pages: vec![],
        });
        let time = 1_800_000_000;
        let sigs: Vec<Sig> = [Signer::Secretariat, Signer::Server]
            .iter()
            .flat_map(|signer| sign(&body, &key_of(*signer), *signer, &[0; 32]).sigs)
            .collect();
        let line = Line::write(first_prev(ORIGIN), time, &sigs, &encode(&body)).unwrap();
        let pinned = Fingerprint(fingerprint(line.bytes()));
        let mut hall = Self {
            log: FollowedLog::new(pinned),
            lines: vec![],
            programs: vec![],
            stamp_key: StampKey::generate(entropy(0)).unwrap(),
            folder: tempfile::tempdir().unwrap(),
            passphrases: vec![],
            time,
            cast: BTreeMap::new(),
        };
        hall.push(line.bytes().to_vec());
        hall.prepare(change);
        hall
    }

    /// The same up to an agreed and tested key.
    pub(crate) fn with_key(minimum_ballots: u32) -> Self {
        let mut hall = Self::new(minimum_ballots);
        hall.hold_ceremony();
        hall
    }

    pub(crate) fn state(&self) -> &State {
        self.log.state()
    }

    pub(crate) fn sitting(&self) -> [u8; 32] {
        self.log.pinned().0
    }

    pub(crate) fn push(&mut self, line: Vec<u8>) {
        self.log.extend([line.clone()]).unwrap();
        self.lines.push(line);
    }

    /// The act as the next entry's line, a minute later.
    pub(crate) fn line_of(&mut self, act: &Act) -> Vec<u8> {
        self.time += 60;
        let prev = self.state().head().leaf;
        Line::write(prev, self.time, &act.sigs, act.body.as_bytes()).unwrap().bytes().to_vec()
    }

    pub(crate) fn append(&mut self, act: &Act) {
        for part in act.part_bodies() {
            let body = encode(&Body::BlobPart(part));
            let line = Line::write(self.state().head().leaf, self.time, &[], &body).unwrap();
            self.push(line.bytes().to_vec());
        }
        let line = self.line_of(act);
        self.push(line);
    }

    pub(crate) fn by(&self, signer: Signer, body: &Body) -> Act {
        sign(body, &key_of(signer), signer, &self.sitting())
    }

    pub(crate) fn one_role(&mut self, signer: Signer, body: &Body) {
        let act = self.by(signer, body);
        self.append(&act);
    }

    /// What the server shows: a body with the signature of its proposer.
    pub(crate) fn proposal(&self, signer: Signer, body: &Body) -> Proposal {
        let Act { sigs, body: text, .. } = self.by(signer, body);
        let missing =
            self.state().signers_needed(body).into_iter().filter(|needed| *needed != signer).collect();
        Proposal { hash: self.by(signer, body).hash(), body: text, sigs, missing }
    }

    /// Proposed by its first signer, countersigned by its second.
    pub(crate) fn two_roles(&mut self, body: &Body) {
        let needed = self.state().signers_needed(body);
        let [first, second] = needed[..] else { panic!("{needed:?}") };
        let proposal = self.proposal(first, body);
        let second = countersign(&proposal, self.state(), &self.status(), &key_of(second), second).unwrap();
        let act = Act { sigs: [proposal.sigs, second.sigs].concat(), ..second };
        self.append(&act);
    }

    pub(crate) fn status(&self) -> Status {
        // The next contest to be opened; each has a stamp key of its own.
        let unopened = self.state().contests().iter().find(|(_, contest)| contest.course().is_none());
        let number = unopened.map_or(1, |(number, _)| u32::try_from(*number).unwrap());
        let other = StampKey::generate(entropy(1_000 + number)).unwrap();
        let stamp_key = if number == 1 { &self.stamp_key } else { &other };
        let stamp_key = Bytes32::from(*stamp_key.public_key().as_bytes());
        let contest =
            ContestStatus { contest: Int::from(number), boxed: Int::ZERO, next_stamp_key: vec![stamp_key] };
        Status { contests: vec![contest], ..Status::default() }
    }

    fn prepare(&mut self, change: impl FnOnce(&mut Profile)) {
        let deputies = (1..=DEPUTIES)
            .map(|number| RollDeputy {
                number: Int::from(number),
                name: format!("代表{number}").parse().unwrap(),
                delegation: "第一代表团".parse().unwrap(),
                card: public(&format!("card-{number}")),
            })
            .collect();
        let (body, parts) = preparing::fix_roll(u64::from(DEPUTIES), &Roll { deputies }).unwrap();
        self.secretariat(&body, &parts);
        let mut profile =
            Profile::livelihood_projects("票决办法".parse().unwrap(), Int::from(2), Int::from(2));
        change(&mut profile);
        let (body, parts) = preparing::adopt_rules("票决办法".parse().unwrap(), "第一条", profile).unwrap();
        self.secretariat(&body, &parts);
        let rules = *self.state().rules().keys().next().unwrap();
        let items = (1..=3_u32)
            .map(|number| Item {
                number: Int::from(number),
                title: format!("项目{number}").parse().unwrap(),
                department: "".parse().unwrap(),
                budget: "".parse().unwrap(),
                detail: "".parse().unwrap(),
            })
            .collect();
        let (title, purpose) = ("民生实事项目".parse().unwrap(), ContestPurpose::Items);
        let body = preparing::define_contest(self.state(), title, rules, purpose, items).unwrap();
        self.secretariat(&body, &[]);
        self.name_scrutineers("");
        for position in 1..=SCRUTINEERS.0 {
            let (vault, passphrase) = self.new_vault(&format!("scrutineer-{position}.age"));
            self.programs.push(ScrutineerProgram::new(key(&format!("scrutineer-{position}")), vault));
            self.passphrases.push(passphrase);
        }
    }

    fn secretariat(&mut self, body: &Body, parts: &[audit::entry::payload::BlobPart]) {
        let act =
            sign_with_parts(body, parts, &key_of(Signer::Secretariat), Signer::Secretariat, &self.sitting());
        self.append(&act);
    }

    pub(crate) fn name_scrutineers(&mut self, reason: &str) {
        let named = (1..=SCRUTINEERS.0).map(|position| {
            let name = format!("scrutineer-{position}");
            (name.parse().unwrap(), public(&name).to_bytes())
        });
        let body =
            preparing::name_scrutineers(self.state(), SCRUTINEERS.1, named, reason.parse().unwrap()).unwrap();
        self.two_roles(&body);
    }

    pub(crate) fn secret_file(&self, name: &str) -> SecretFile {
        SecretFile::new(&self.folder.path().join(name), SecretKind::Scrutineer, ORIGIN).unwrap()
    }

    fn new_vault(&self, name: &str) -> (Vault, String) {
        let passphrase = format!("demo-{}", "0123456789abcdef".repeat(2));
        (self.open_vault(name, &passphrase), passphrase)
    }

    pub(crate) fn open_vault(&self, name: &str, passphrase: &str) -> Vault {
        let passphrase = Passphrase::new(passphrase).unwrap();
        Vault::open(self.secret_file(name), passphrase, self.log.pinned()).unwrap()
    }

    /// The terminal of a scrutineer (from 0) is switched off and on.
    pub(crate) fn restart(&mut self, at: usize) {
        drop(self.programs.remove(at));
        let vault = self.open_vault(&format!("scrutineer-{}.age", at + 1), &self.passphrases[at]);
        self.programs.insert(at, ScrutineerProgram::new(key(&format!("scrutineer-{}", at + 1)), vault));
    }

    pub(crate) fn step(&self, at: usize) -> Step {
        self.programs[at].next_step(self.log.state()).unwrap()
    }

    pub(crate) fn act(&mut self, at: usize, step: Step) -> Act {
        self.programs[at].act(step, &self.log).unwrap()
    }

    /// Every scrutineer does what the log calls for, until all wait.
    pub(crate) fn hold_ceremony(&mut self) {
        loop {
            let steps: Vec<_> = (0..SCRUTINEERS.0).map(|at| self.step(at)).collect();
            if steps.iter().all(|step| *step == Step::SignKey) {
                let acts: Vec<_> = (0..SCRUTINEERS.0).map(|at| self.act(at, Step::SignKey)).collect();
                assert!(acts.iter().all(|act| act.body == acts[0].body), "all sign the same bytes");
                let sigs = acts.iter().flat_map(|act| act.sigs.clone()).collect();
                self.append(&Act { sigs, ..acts[0].clone() });
                continue;
            }
            let next = steps.iter().position(|step| !matches!(step, Step::WaitFor(_) | Step::SignKey));
            let Some(at) = next else { return };
            let act = self.act(at, steps[at]);
            self.append(&act);
        }
    }

    /// All deputies check in, and the contest is opened.
    pub(crate) fn open(&mut self) {
        self.open_without(0);
    }

    /// The same, with one deputy still on the way.
    pub(crate) fn open_without(&mut self, absent: u32) {
        for deputy in (1..=DEPUTIES).filter(|deputy| *deputy != absent) {
            let body = Body::CheckedIn(CheckedIn {
                deputy: Int::from(deputy),
                device_key: public(&format!("deputy-{deputy}")),
                means: Means::Card,
            });
            self.one_role(Signer::Card(deputy), &body);
        }
        self.two_roles(&bodies::open_contest(self.state(), &self.status(), 1).unwrap());
    }
}
