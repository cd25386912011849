//! A finished log: to publish, to change, and to make anew after a change.

use super::Keyring;
use audit::checkpoint::Checkpoint;
use audit::entry::preparation::SittingDefined;
use audit::entry::{Body, Line, Sig, fingerprint};
use audit::fingerprint::Fingerprint;
use audit::fold::{State, purpose_of};
use audit::merkle::{Frontier, leaf_hash};
use audit::note::Note;
use audit::quorum::Witnesses;
use audit::verify::{CHECKPOINT_FILE, LOG_FILE, Verdict, verify};
use std::path::Path;

/// The lines of a log without newlines, and the keys to sign for it.
#[derive(Clone)]
pub struct Log {
    /// Entries as they stand in `log.jsonl`.
    pub lines: Vec<Vec<u8>>,
    /// Every signing key.
    pub ring: Keyring,
    /// The signed note.
    pub checkpoint: Vec<u8>,
    /// What an observer trusts.
    pub fingerprint: Fingerprint,
}

impl Log {
    /// A log under a fresh checkpoint.
    pub fn new(lines: Vec<Vec<u8>>, ring: Keyring) -> Self {
        let fingerprint = Fingerprint(lines.first().map_or([0; 32], |line| fingerprint(line)));
        let mut log = Self { lines, ring, checkpoint: Vec::new(), fingerprint };
        log.sign_checkpoint();
        log
    }

    /// The entry at an index.
    pub fn entry(&self, index: usize) -> Line {
        Line::parse(self.lines[index].clone()).unwrap()
    }

    /// The first index of a kind.
    pub fn index_of(&self, kind: &str) -> usize {
        (0..self.lines.len()).find(|index| self.entry(*index).body().kind() == kind).unwrap()
    }

    /// Signs size and root of the lines as they are, with the log key that entry 0 names.
    pub fn sign_checkpoint(&mut self) {
        let Some(Body::SittingDefined(defined)) = self
            .lines
            .first()
            .and_then(|line| Line::parse(line.clone()).ok())
            .map(|line| line.body().clone())
        else {
            return;
        };
        let mut tree = Frontier::new();
        self.lines.iter().for_each(|line| tree.push(leaf_hash(line)));
        let origin = defined.origin.as_str().parse().unwrap();
        let head = Checkpoint { origin, size: tree.size(), root: tree.root() };
        if let Some(key) = self.ring.get(defined.keys.log.as_bytes()) {
            let mut note = head.sign(&key).unwrap();
            self.cosign(&defined, &mut note);
            self.checkpoint = note.to_bytes();
        }
    }

    /// All witnesses but the second, or all where that one is needed, cosign at the time of the last entry.
    fn cosign(&self, defined: &SittingDefined, note: &mut Note) {
        let Ok(witnesses) = Witnesses::of(defined) else { return };
        let last = self.lines.last().and_then(|line| Line::parse(line.clone()).ok());
        let time = last.map_or(0, |line| line.entry().time.get());
        for (at, witness) in witnesses.named().iter().enumerate() {
            if (at != 1 || witnesses.quorum() == witnesses.count())
                && let Some(key) = self.ring.get(witness.vkey.key().as_bytes())
            {
                note.cosign(witness.vkey.name(), &key, time).unwrap();
            }
        }
    }

    /// Changes the body of an entry and has the same people sign it again; then chain, tree and checkpoint are made anew.
    /// Bodies behind it that name leaf hashes stay as they are.
    pub fn edit(&mut self, index: usize, change: impl FnOnce(&mut Body)) {
        let line = self.entry(index);
        let mut body = line.body().clone();
        change(&mut body);
        let bytes = body.encode().unwrap();
        let state = self.state_as_far_as(index);
        let fingerprint = state.sitting().map_or([0; 32], |sitting| sitting.fingerprint);
        let sigs: Vec<Sig> = line
            .entry()
            .sigs
            .iter()
            .map(|sig| {
                let key = state.key_of(sig.by, &body).ok().and_then(|key| self.ring.get(key.as_bytes()));
                let signed = |key: crypto::signature::SigningKey| {
                    key.sign(purpose_of(sig.by), &fingerprint, &bytes).to_bytes().into()
                };
                Sig { by: sig.by, sig: key.map_or(sig.sig, signed) }
            })
            .collect();
        let (prev, time) = (line.entry().prev.to_bytes(), line.entry().time.get());
        self.lines[index] = Line::write(prev, time, &sigs, &bytes).unwrap().bytes().to_vec();
        self.chain_from(index + 1);
    }

    /// Writes `prev` of every entry from `index` on anew; signatures stay, for they do not cover it. Then the checkpoint.
    pub fn chain_from(&mut self, index: usize) {
        for at in index.max(1)..self.lines.len() {
            let line = self.entry(at);
            let prev = leaf_hash(&self.lines[at - 1]);
            let time = line.entry().time.get();
            let line = Line::write(prev, time, &line.entry().sigs, line.body_bytes()).unwrap();
            self.lines[at] = line.bytes().to_vec();
        }
        self.sign_checkpoint();
    }

    /// The state before an entry. Panics if one before it is refused.
    pub fn state_before(&self, index: usize) -> State {
        let mut state = State::new();
        for at in 0..index {
            state.apply(&self.entry(at)).unwrap();
        }
        state
    }

    /// The state before an entry, or before the first one that is refused: keys of what was edited earlier are known.
    fn state_as_far_as(&self, index: usize) -> State {
        let mut state = State::new();
        _ = (0..index).try_for_each(|at| state.apply(&self.entry(at)));
        state
    }

    /// `log.jsonl`.
    pub fn jsonl(&self) -> Vec<u8> {
        self.lines.iter().flat_map(|line| line.iter().chain(b"\n")).copied().collect()
    }

    /// Publishes the log into a folder.
    pub fn write(&self, folder: &Path) {
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join(LOG_FILE), self.jsonl()).unwrap();
        std::fs::write(folder.join(CHECKPOINT_FILE), &self.checkpoint).unwrap();
    }

    /// What the verifier says.
    pub fn verify(&self) -> Verdict {
        verify(self.jsonl().as_slice(), &self.checkpoint, &self.fingerprint, |_| {}).unwrap()
    }
}
