//! The log smith: makes a sitting's whole log from a fixed seed, with every key at hand, without server or sockets.
//!
//! A test that shows what the verifier refuses needs a log that is right in everything else: signed by those who must sign,
//! chained, and under a signed checkpoint. So each step comes in two halves: a function that makes the body of the next entry
//! ([`Smith::opening`], [`Smith::closing`], …), which a test may change, and [`Smith::push`], which signs, chains and appends
//! what it is given. [`Smith::refused`] does the same and wants the fold to refuse it. [`Log`] is the finished log, and has
//! the means to change any entry afterwards and make signatures, chain, tree and checkpoint anew.
//!
//! Invariants
//! - The same [`Plan`] gives the same bytes: all randomness derives from its seed.
//! - No secret is ever lost: [`Keyring`] finds the secret half of each public key that stands in a log.
//!
//! Next: `story` tells a whole sitting; `prepare`, `vote`, `count` and `witness` have the steps.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a library of tests: what goes wrong here is the test's own fault and must stop it"
)]

mod count;
mod log;
mod open;
mod paper;
mod people;
mod plan;
mod prepare;
mod ring;
mod story;
mod vote;
mod witness;

use audit::entry::payload::BlobPart;
use audit::entry::{Body, Line, Sig, Signer};
use audit::fold::{Refusal, State, purpose_of};
use audit::wire::{Int, Text};
use crypto::hash::{self, Entropy};
use crypto::signature::SigningKey;
pub use log::Log;
pub use open::row_of;
pub use plan::Plan;
pub use ring::Keyring;
use std::collections::BTreeMap;
pub use vote::MadeBallot;
pub use witness::is_waited_for;

/// A log in the making.
#[derive(Clone)]
pub struct Smith {
    /// What is made.
    pub plan: Plan,
    /// The fold of all entries so far.
    pub state: State,
    /// The entries so far.
    pub lines: Vec<Line>,
    /// Every signing key.
    pub ring: Keyring,
    /// `time` of the next entry.
    pub time: u64,
    /// Seeds of the scrutineers' ceremony secrets, by position.
    pub ceremony_seeds: BTreeMap<u16, [u8; 32]>,
    /// The scrutineers' secret shares of the sitting's key, by position.
    pub shares: BTreeMap<u16, [u8; 32]>,
    /// Secret stamp keys by contest.
    pub stamp_keys: BTreeMap<u64, [u8; 32]>,
    /// Ballots of the box by contest.
    pub boxes: BTreeMap<u64, Vec<MadeBallot>>,
    draws: u64,
}

impl Smith {
    /// Before entry 0.
    pub fn new(plan: Plan) -> Self {
        Self {
            plan,
            state: State::new(),
            lines: Vec::new(),
            ring: Keyring::default(),
            time: 1_772_328_600,
            ceremony_seeds: BTreeMap::new(),
            shares: BTreeMap::new(),
            stamp_keys: BTreeMap::new(),
            boxes: BTreeMap::new(),
            draws: 0,
        }
    }

    /// The next 32 bytes that the plan's seed gives.
    pub fn draw(&mut self) -> [u8; 32] {
        self.draws += 1;
        hash::sha256("smith-draw", &[&self.plan.seed.to_be_bytes(), &self.draws.to_be_bytes()])
    }

    /// The same where fresh bytes of the operating system would stand.
    pub fn entropy(&mut self) -> Entropy {
        Entropy::from_os(self.draw())
    }

    /// A new signing key, kept on the ring; gives its public half.
    pub fn new_key(&mut self) -> [u8; 32] {
        let entropy = self.entropy();
        self.ring.keep(&SigningKey::generate(entropy).unwrap())
    }

    /// The next entry: `body`, signed by those who must sign it here, and chained.
    pub fn make(&self, body: &Body) -> Line {
        self.make_by(body, &self.state.signers_needed(body))
    }

    /// The same signed by others.
    pub fn make_by(&self, body: &Body, signers: &[Signer]) -> Line {
        let bytes = body.encode().unwrap();
        let sigs: Vec<Sig> = signers.iter().map(|signer| self.sign(*signer, body, &bytes)).collect();
        self.make_with(&sigs, &bytes)
    }

    /// The same with signatures that somebody else made.
    pub fn make_with(&self, sigs: &[Sig], body: &[u8]) -> Line {
        let prev = match (self.lines.last(), serde_json::from_slice(body)) {
            (Some(last), _) => last.leaf(),
            (None, Ok(Body::SittingDefined(defined))) => audit::entry::first_prev(defined.origin.as_str()),
            (None, _) => [0; 32],
        };
        Line::write(prev, self.time, sigs, body).unwrap()
    }

    /// One signature. A signer of whom the log has no key signs with one that nobody knows.
    pub fn sign(&self, by: Signer, body: &Body, bytes: &[u8]) -> Sig {
        let known = self.state.key_of(by, body).ok().and_then(|key| self.ring.get(key.as_bytes()));
        let key = known.unwrap_or_else(|| SigningKey::from_seed(&[0xee; 32]).unwrap());
        let fingerprint = self.state.sitting().map_or([0; 32], |sitting| sitting.fingerprint);
        Sig { by, sig: key.sign(purpose_of(by), &fingerprint, bytes).to_bytes().into() }
    }

    /// Appends the entry of `body`; gives its leaf hash. Panics if the fold refuses it.
    pub fn push(&mut self, body: &Body) -> [u8; 32] {
        let line = self.make(body);
        let leaf = self.push_line(line);
        if self.plan.quorum > 0 && is_waited_for(body) {
            self.push(&Body::Witnessed(self.witnessed()));
        }
        leaf
    }

    /// The same after the parts of a long value.
    pub fn push_after(&mut self, parts: Vec<BlobPart>, body: &Body) -> [u8; 32] {
        for part in parts {
            self.push(&Body::BlobPart(part));
        }
        self.push(body)
    }

    /// Appends a line as it is; gives its leaf hash. Panics if the fold refuses it.
    pub fn push_line(&mut self, line: Line) -> [u8; 32] {
        let applied = self.state.apply(&line);
        assert!(applied.is_ok(), "{} is refused: {applied:?}", line.body().kind());
        let leaf = line.leaf();
        self.lines.push(line);
        // While a contest is voting times are whole minutes, and always on the safe side here.
        self.time += 60 - self.time % 60;
        leaf
    }

    /// Why the fold refuses `body` as the next entry. Panics if it does not.
    pub fn refused(&self, body: &Body) -> Refusal {
        self.refused_line(&self.make(body))
    }

    /// Why the fold refuses this line as the next entry. Panics if it does not.
    pub fn refused_line(&self, line: &Line) -> Refusal {
        self.state.clone().apply(line).expect_err("the fold takes what it should refuse")
    }

    /// Index of the next entry.
    pub fn size(&self) -> u64 {
        self.state.head().size
    }

    /// The log as it would be published now.
    pub fn log(&self) -> Log {
        Log::new(self.lines.iter().map(|line| line.bytes().to_vec()).collect(), self.ring.clone())
    }
}

/// A number of the wire.
pub fn int(number: u64) -> Int {
    Int::try_from(number).unwrap()
}

/// A text of the wire.
pub fn text(words: &str) -> Text {
    words.parse().unwrap()
}
