//! A small sitting for tests: its keys, and a log that a server would publish.

use audit::checkpoint::Checkpoint;
use audit::entry::key::KeyAgreed;
use audit::entry::payload::split_text;
use audit::entry::preparation::{
    ContestDefined, ContestPurpose, Item, Mode, Roll, RollDeputy, RollFixed, RulesAdopted, SittingDefined,
    SittingKeys, WitnessKey,
};
use audit::entry::voting::{ContestKeys, ContestOpened, ZeroReport};
use audit::entry::{Body, Line, Sig, Signer, fingerprint, first_prev};
use audit::fingerprint::Fingerprint;
use audit::merkle::Tree;
use audit::note::{KeyName, Note, Vkey, VkeyType};
use audit::rules::{Choice, Choose, Options, Profile, Score, Secrecy};
use audit::wire::{Bytes32, Int, encode};
use crypto::elgamal::PublicKey;
use crypto::group::{Element, G_TABLE, Scalar};
use crypto::hash::Entropy;
use crypto::signature::{Purpose, SigningKey};
use crypto::stamp::StampKey;
use protocol::server::FetchedEntry;

use super::trust::{Included, NamedEntries, Trust};
use crate::net::pinning::CertificateFingerprint;
use crate::net::{Fetched, Sitting};
use crate::sitting_file::SittingFile;
use std::sync::Arc;

pub(crate) const ORIGIN: &str = "county.example/2026-3";

pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

/// Seeds of the sitting's keys.
pub(crate) const LOG: u8 = 1;
pub(super) const SERVER: u8 = 2;
pub(super) const SECRETARIAT: u8 = 3;
pub(super) const CHIEF: u8 = 4;

fn public(seed: u8) -> Bytes32 {
    (*key(seed).verifying_key().as_bytes()).into()
}

pub(super) fn stamp_key() -> StampKey {
    StampKey::generate(Entropy::from_os([9; 32])).unwrap()
}

pub(super) fn public_key(k: u8) -> PublicKey {
    PublicKey::new(Element::try_from(&Scalar::from(k) * G_TABLE).unwrap())
}

fn witness_name(witness: u8) -> KeyName {
    format!("w{witness}.example").parse().unwrap()
}

fn witness_key(witness: u8) -> WitnessKey {
    let vkey = Vkey::new(witness_name(witness), VkeyType::Cosignature, key(20 + witness).verifying_key());
    WitnessKey { name: format!("见证{witness}").parse().unwrap(), vkey: vkey.to_string().parse().unwrap() }
}

/// A note with further cosignatures, of any witness from 1, and when.
pub(super) fn cosign(note: &str, by: &[(u8, u64)]) -> String {
    let mut note = Note::parse(note.as_bytes()).unwrap();
    for (witness, time) in by {
        note.cosign(&witness_name(*witness), &key(20 + witness), *time).unwrap();
    }
    String::from_utf8(note.to_bytes()).unwrap()
}

/// A log, as it grows.
pub(crate) struct Log {
    pub(crate) lines: Vec<Line>,
    pub(crate) tree: Tree,
    pub(crate) file: SittingFile,
}

impl Log {
    pub(crate) fn new() -> Self {
        Self::with_witnesses(0, 0)
    }

    /// With so many witnesses, of whom so many are a quorum.
    pub(crate) fn with_witnesses(witnesses: u8, quorum: u32) -> Self {
        let keys = SittingKeys {
            log: public(LOG),
            server: public(SERVER),
            secretariat: public(SECRETARIAT),
            chief: public(CHIEF),
            presiding: public(5),
        };
        let body = Body::SittingDefined(SittingDefined {
            version: Int::from(1),
            name: "某县人民代表大会".parse().unwrap(),
            mode: Mode::Rehearsal,
            origin: ORIGIN.parse().unwrap(),
            keys,
            witnesses: (1..=witnesses).map(witness_key).collect(),
            quorum: Int::from(quorum),
            pages: Vec::new(),
        });
        let file = SittingFile {
            name: "某县人民代表大会".parse().unwrap(),
            mode: Mode::Rehearsal,
            server: "127.0.0.1:1".parse().unwrap(),
            tls: CertificateFingerprint::from_bytes([0; 32]),
            fingerprint: Fingerprint([0; 32]),
            origin: ORIGIN.parse().unwrap(),
        };
        let mut log = Self { lines: Vec::new(), tree: Tree::new(), file };
        log.push(&body, &[(Signer::Secretariat, SECRETARIAT), (Signer::Server, SERVER)]);
        log.file.fingerprint = Fingerprint(fingerprint(log.lines[0].bytes()));
        log
    }

    /// Appends a body with these signatures; gives its index.
    pub(crate) fn push(&mut self, body: &Body, signers: &[(Signer, u8)]) -> usize {
        let bytes = encode(body);
        let (prev, fingerprint) = match self.lines.last() {
            Some(line) => (line.leaf(), self.file.fingerprint.0),
            None => (first_prev(ORIGIN), [0; 32]),
        };
        let sign = |&(by, seed): &(Signer, u8)| Sig {
            by,
            sig: key(seed).sign(Purpose::Act, &fingerprint, &bytes).to_bytes().into(),
        };
        let sigs: Vec<Sig> = signers.iter().map(sign).collect();
        let line = Line::write(prev, 1_780_000_000, &sigs, &bytes).unwrap();
        self.tree.push(line.leaf());
        self.lines.push(line);
        self.lines.len() - 1
    }

    /// Four items, at most two of them chosen: definition, rules, roll, key and the opening that names them; `change` may alter the
    /// opening before it is signed.
    pub(crate) fn open(
        &mut self,
        signers: &[(Signer, u8)],
        change: impl FnOnce(&mut ContestOpened),
    ) -> Opened {
        self.open_with(&profile(), 4, signers, change)
    }

    /// The same with other rules and so many items. Only a secret contest has a key.
    pub(super) fn open_with(
        &mut self,
        profile: &Profile,
        items: u32,
        signers: &[(Signer, u8)],
        change: impl FnOnce(&mut ContestOpened),
    ) -> Opened {
        let secretariat = [(Signer::Secretariat, SECRETARIAT)];
        let leaf = |log: &Self, at: usize| Bytes32::from(log.lines[at].leaf());
        let deputy = RollDeputy {
            number: Int::from(17),
            name: "张三".parse().unwrap(),
            delegation: "一团".parse().unwrap(),
            card: public(17),
        };
        let roll = String::from_utf8(encode(&Roll { deputies: vec![deputy] })).unwrap();
        let roll = split_text(&roll).unwrap().0;
        let roll = RollFixed { membership: Int::from(1), due: Int::from(1), roll };
        let roll = self.push(&Body::RollFixed(roll), &secretariat);
        let (title, text) = ("票决办法".parse().unwrap(), split_text("第一条\n").unwrap().0);
        let rules = self
            .push(&Body::RulesAdopted(RulesAdopted { title, text, profile: profile.clone() }), &secretariat);
        let item = |number: u32| Item {
            number: Int::from(number),
            title: format!("项目 {number}").parse().unwrap(),
            department: "".parse().unwrap(),
            budget: "".parse().unwrap(),
            detail: "".parse().unwrap(),
        };
        let definition = ContestDefined {
            contest: Int::from(1),
            title: "民生实事项目".parse().unwrap(),
            rules: leaf(self, rules),
            profile: profile.clone(),
            purpose: ContestPurpose::Items,
            items: (1..=items).map(item).collect(),
        };
        let definition = self.push(&Body::ContestDefined(definition), &secretariat);
        let key = (profile.secrecy == Secrecy::Secret).then(|| {
            let public_key = Bytes32::from(*public_key(7).as_bytes());
            let agreed = KeyAgreed { run: Int::from(1), public_key, share_keys: vec![public_key; 2] };
            self.push(&Body::KeyAgreed(agreed), &[])
        });
        let keys = key.map(|key| ContestKeys {
            key: leaf(self, key),
            public_key: Bytes32::from(*public_key(7).as_bytes()),
            stamp_key: (*stamp_key().public_key().as_bytes()).into(),
        });
        let mut body = ContestOpened {
            contest: Int::from(1),
            definition: leaf(self, definition),
            rules: leaf(self, rules),
            roll: leaf(self, roll),
            keys: keys.into_iter().collect(),
            membership: Int::from(1),
            due: Int::from(1),
            present: Int::from(1),
            zero_report: ZeroReport {
                issued: Int::ZERO,
                boxed: Int::ZERO,
                challenged: Int::ZERO,
                returned: Int::ZERO,
            },
        };
        change(&mut body);
        let opening = self.push(&Body::ContestOpened(body), signers);
        Opened { opening, definition, rules, roll, key }
    }

    pub(crate) fn note(&self, size: usize) -> String {
        let size = u64::try_from(size).unwrap();
        let head =
            Checkpoint { origin: ORIGIN.parse().unwrap(), size, root: self.tree.root_at(size).unwrap() };
        String::from_utf8(head.sign(&key(LOG)).unwrap().to_bytes()).unwrap()
    }

    /// The same with cosignatures: which witnesses, from 1, and when.
    pub(super) fn cosigned(&self, size: usize, by: &[(u8, u64)]) -> String {
        cosign(&self.note(size), by)
    }

    /// The server's answer to a fetch of one entry, under the checkpoint of all entries.
    pub(super) fn fetched(&self, index: usize) -> Fetched {
        self.fetched_under(index, self.lines.len(), self.note(self.lines.len()))
    }

    /// The same under a checkpoint of so many entries.
    pub(super) fn fetched_under(&self, index: usize, size: usize, checkpoint: String) -> Fetched {
        let (at, size) = (u64::try_from(index).unwrap(), u64::try_from(size).unwrap());
        let proof = self.tree.inclusion(at, size).unwrap().into_iter().map(Bytes32::from).collect();
        let line = String::from_utf8(self.lines[index].bytes().to_vec()).unwrap();
        let entry = FetchedEntry { index: Int::try_from(at).unwrap(), line, proof };
        Fetched { entries: vec![entry], checkpoint }
    }

    pub(crate) fn sitting(&self) -> Arc<Sitting> {
        Arc::new(Sitting::verify(self.lines[0].bytes(), &self.file).unwrap())
    }

    pub(super) fn trust(&self) -> Trust {
        Trust::new(self.sitting(), "", "").unwrap()
    }

    pub(super) fn included(&self, trust: &mut Trust, index: usize) -> Included {
        trust.entry(&self.lines[index].leaf(), &self.fetched(index)).unwrap()
    }
}

/// Indices of an opening and what it names.
#[derive(Clone, Copy)]
pub(crate) struct Opened {
    pub(super) opening: usize,
    pub(super) definition: usize,
    pub(super) rules: usize,
    pub(super) roll: usize,
    pub(super) key: Option<usize>,
}

impl Opened {
    pub(super) fn named(&self, log: &Log, trust: &mut Trust) -> NamedEntries {
        NamedEntries {
            definition: log.included(trust, self.definition),
            rules: log.included(trust, self.rules),
            roll: log.included(trust, self.roll),
            key: self.key.map(|key| log.included(trust, key)),
        }
    }
}

pub(crate) const BOTH: [(Signer, u8); 2] = [(Signer::Secretariat, SECRETARIAT), (Signer::Chief, CHIEF)];

/// 选, at most two.
pub(super) fn profile() -> Profile {
    Profile::livelihood_projects("办法".parse().unwrap(), Int::from(2), Int::from(2))
}

/// Rules with these options; each item by itself, but with 选.
pub(crate) fn profile_of(options: Options) -> Profile {
    let mut profile = profile();
    if options != Options::Select {
        profile.choice = Choice::Each;
    }
    if let (Options::Ranks { ranks, .. }, Some(choose)) = (&options, profile.choose_mut()) {
        *choose = Choose { score: Score::Appearances { top: *ranks }, ..*choose };
    }
    profile.options = options;
    profile
}

/// A contest with four items, at most two of them chosen.
pub(super) fn contest() -> Arc<super::OpenContest> {
    contest_of(&profile(), 4)
}

/// A contest with these rules and so many items.
pub(crate) fn contest_of(profile: &Profile, items: u32) -> Arc<super::OpenContest> {
    let mut log = Log::new();
    let opened = log.open_with(profile, items, &BOTH, |_| {});
    let mut trust = log.trust();
    let named = opened.named(&log, &mut trust);
    let entry = log.included(&mut trust, opened.opening);
    Arc::new(trust.contest(&entry, &named).unwrap())
}
