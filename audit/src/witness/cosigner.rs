//! The witness itself: checks, then the state, then the cosignature.

use std::path::PathBuf;

use crate::checkpoint::Checkpoint;
use crate::evidence::{AboutLog, Beginning, Comparison, compare};
use crate::merkle::{ConsistencyError, Tree, TreeError, consistency_old_root};
use crate::note::{Note, NoteError, SignatureLine, Vkey};

use super::answer::{Answer, TEXT_TYPE};
use super::check::{Refusal, check, log_of, signed};
use super::held::{Held, with_line_of};
use super::key::CosignerKey;
use super::request::AddCheckpoint;
use super::store::{Store, StoreError, origin_hex, own_cosignature};

/// By how many seconds a clock may go back, as clocks that are set do, before nothing is signed any more.
pub const CLOCK_BACK_SECONDS_MAX: u64 = 60;

/// Why there is no cosignature.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum WitnessError {
    /// The request is not one to be cosigned.
    #[error("{refusal}")]
    Refused { refusal: Refusal, finding: Option<Finding> },
    /// The holder's own tree does not go so far yet.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// A later cosignature must not bear an earlier time.
    #[error("the clock says {now}, yet the last cosignature was made at {last}")]
    Clock { now: u64, last: u64 },
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The time is above 2^63 − 1.
    #[error(transparent)]
    Cosignature(#[from] NoteError),
}

impl WitnessError {
    /// What is sent over HTTP. What is wrong with our own disk is for our own screen.
    pub fn answer(&self) -> Answer {
        let refused = |status, reason: &str| Answer::Refused { status, reason: reason.to_owned() };
        match self {
            Self::Refused { refusal, .. } => refusal.into(),
            Self::Store(error) if error.is_rolled_back() => {
                refused(503, "stopped: the state of this witness is an old one")
            }
            Self::Store(_) => refused(503, "stopped: the disk of this witness failed"),
            Self::Tree(_) => refused(503, "not yet: our own copy of the log is behind"),
            Self::Clock { .. } | Self::Cosignature(_) => refused(503, "stopped: the clock went back"),
        }
    }
}

/// Two checkpoints signed by one log that should not both exist, and where they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it shows.
    pub kind: FindingKind,
    /// What was cosigned, and what came.
    pub sizes: [u64; 2],
    /// The file; `None` where enough are kept already.
    pub file: Option<PathBuf>,
}

/// What two signed checkpoints show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// The log signed two histories: one size with two roots, or a larger one whose own proof tells of another beginning.
    TwoHistories,
    /// A larger one than the log with its seal has, after which nothing may come.
    BeyondSeal,
    /// A larger one for which no sound proof came. Not yet proof: whoever sent it may have made the proof wrong.
    Unproved,
}

impl FindingKind {
    /// What its file is called, with a hash behind.
    fn file_name(self) -> &'static str {
        match self {
            Self::TwoHistories => "two-histories",
            Self::BeyondSeal => "beyond-seal",
            Self::Unproved => "unproved",
        }
    }
}

/// What was cosigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// When, in POSIX seconds.
    pub time: u64,
    /// Our signature line.
    pub line: SignatureLine,
}

impl Cosigned {
    /// The checkpoint's text with our line alone, as a terminal sends it.
    pub fn note(&self) -> Result<Note, NoteError> {
        Note::assemble(&self.checkpoint.text(), vec![self.line.clone()])
    }
}

/// A witness: the logs that it knows, its key and what it cosigned last.
#[derive(Debug)]
pub struct Witness {
    key: CosignerKey,
    logs: Vec<Vkey>,
    store: Store,
    /// Of those logs whose entry 0 is at hand.
    sittings: Vec<AboutLog>,
}

impl Witness {
    /// `store` was opened with this key's vkey and these logs.
    pub fn new(key: CosignerKey, logs: Vec<Vkey>, store: Store) -> Self {
        Self { key, logs, store, sittings: Vec::new() }
    }

    /// With entry 0 of a log at hand, what contradicts itself is kept as an evidence file that convinces anyone (§16.1).
    #[must_use]
    pub fn with_sitting(mut self, about: AboutLog) -> Self {
        self.sittings.push(about);
        self
    }

    /// Our vkey.
    pub fn vkey(&self) -> Vkey {
        self.key.vkey()
    }

    /// The logs that we cosign.
    pub fn logs(&self) -> &[Vkey] {
        &self.logs
    }

    /// What was cosigned last of a log.
    pub fn last(&self, log: &Vkey) -> Option<&Held> {
        self.store.held(log.name().as_str())
    }

    /// An error unless the log's checkpoints may still be cosigned.
    pub fn usable(&self, log: &Vkey) -> Result<(), StoreError> {
        self.store.usable(log.name().as_str())
    }

    /// The body of `add-checkpoint` at `now`, POSIX seconds.
    pub fn add_checkpoint(&mut self, body: &[u8], now: u64) -> Result<Cosigned, WitnessError> {
        let refused = |refusal| WitnessError::Refused { refusal, finding: None };
        let request = AddCheckpoint::parse(body).map_err(|error| refused(error.into()))?;
        self.add(&request, now)
    }

    /// For a holder of the whole tree, such as a scrutineer's terminal: cosigns the checkpoint if it is of this tree.
    pub fn cosign(&mut self, note: &Note, tree: &Tree, now: u64) -> Result<Cosigned, WitnessError> {
        let mut request = AddCheckpoint { old: 0, proof: Vec::new(), note: note.clone() };
        let refused = |refusal| WitnessError::Refused { refusal, finding: None };
        let log = self.log(&request)?;
        let checkpoint = signed(&request, &log).and_then(|signed| signed).map_err(refused)?;
        if tree.root_at(checkpoint.size)? != checkpoint.root {
            let refusal = Refusal::Growth(ConsistencyError::NewRoot);
            let finding = self.find(&request, &log, true, Some(tree))?;
            return Err(WitnessError::Refused { refusal, finding });
        }
        request.old = self.last(&log).map_or(0, |held| held.checkpoint().size);
        // Where it shrinks there is no proof, and the checks say so.
        request.proof = tree.consistency(request.old, checkpoint.size).unwrap_or_default();
        self.add(&request, now)
    }

    /// The log that a request is about, if this is a witness of it.
    fn log(&self, request: &AddCheckpoint) -> Result<Vkey, WitnessError> {
        let log = log_of(request, &self.logs).cloned();
        log.map_err(|refusal| WitnessError::Refused { refusal, finding: None })
    }

    /// Checks, persists, then cosigns.
    pub fn add(&mut self, request: &AddCheckpoint, now: u64) -> Result<Cosigned, WitnessError> {
        let log = self.log(request)?;
        let origin = log.name().as_str();
        self.see(&request.note, &log)?;
        self.store.usable(origin)?;
        let held = self.store.held(origin);
        let checkpoint = match check(request, &log, held.map(Held::checkpoint)) {
            Ok(checkpoint) => checkpoint,
            Err(refusal) => {
                let finding = self.find(request, &log, matches!(refusal, Refusal::Growth(_)), None)?;
                return Err(WitnessError::Refused { refusal, finding });
            }
        };
        let time = time_after(held.map(Held::time), now)?;
        let new = Held::after(held, checkpoint, &request.note, &log, time)?;
        // Durable first: a cosignature that nobody remembers is a second history waiting for a crash.
        let held = self.store.swap(new)?;
        let line = self.key.cosign(held.note(), held.time())?;
        Ok(Cosigned { checkpoint: held.checkpoint().clone(), time: held.time(), line })
    }

    /// Looks for our own cosignature under a note, such as the checkpoint that the log publishes. One that our state does
    /// not know is proof that the state was rolled back: the witness then stops for this log.
    pub fn see(&mut self, note: &Note, log: &Vkey) -> Result<(), StoreError> {
        // What the log did not sign proves nothing.
        let Ok(Some((checkpoint, time))) = own_cosignature(note, log, &self.key.vkey()) else {
            return Ok(());
        };
        self.store.see_own(note, &checkpoint, time)
    }

    /// The last cosigned checkpoint with the log's signature and ours, by the hexadecimal SHA-256 of its origin.
    pub fn published(&self, hex: &str) -> Option<Note> {
        let log = self.logs.iter().find(|log| origin_hex(log.name().as_str()) == hex)?;
        let held = self.last(log)?;
        let own = self.key.cosign(held.note(), held.time()).ok()?;
        Note::assemble(held.note().text(), [held.note().signatures(), &[own]].concat()).ok()
    }

    /// Looks at what a log publishes: for our own cosignature ([`Witness::see`]), and for another root at the size that was
    /// cosigned last.
    pub fn look(&mut self, note: &Note) -> Result<Option<Finding>, WitnessError> {
        let request = AddCheckpoint { old: 0, proof: Vec::new(), note: note.clone() };
        let log = self.log(&request)?;
        self.see(note, &log)?;
        self.find(&request, &log, false, None)
    }

    /// For a holder of the whole tree: whether a checkpoint, signed by the log and no larger than what was cosigned last, is of
    /// another history than the tree. The file needs entry 0 at hand ([`Witness::with_sitting`]).
    pub fn contradicts(&mut self, note: &Note, tree: &Tree) -> Result<Option<Finding>, WitnessError> {
        let request = AddCheckpoint { old: 0, proof: Vec::new(), note: note.clone() };
        let log = self.log(&request)?;
        self.find(&request, &log, false, Some(tree))
    }

    /// For a holder of the whole tree, which ends with the entry at `index`, the line `sealed`: whether a checkpoint that the log
    /// signed goes on after it. There is a file once the seal itself was cosigned here, and with entry 0 at hand.
    pub fn beyond_seal(
        &mut self,
        note: &Note,
        (index, sealed): (u64, &[u8]),
        tree: &Tree,
    ) -> Result<Option<Finding>, WitnessError> {
        let request = AddCheckpoint { old: 0, proof: Vec::new(), note: note.clone() };
        let log = self.log(&request)?;
        let Ok(theirs) = Checkpoint::open(note, &log) else { return Ok(None) };
        if theirs.size <= index.saturating_add(1) {
            return Ok(None);
        }
        let held = self.store.held(log.name().as_str());
        let ours = held.map_or(0, |held| held.checkpoint().size);
        let about = self.sittings.iter().find(|about| about.vkey() == &log);
        let evidence = match (held.filter(|_| ours > index), about) {
            (Some(held), Some(about)) => {
                let proof = tree.inclusion(index, ours)?;
                let later = with_line_of(note, &log)?;
                Some(about.beyond_seal(held.note(), &later, (index, sealed), proof).to_bytes())
            }
            _ => None,
        };
        let file = match evidence {
            Some(bytes) => self.store.keep_evidence("evidence", &bytes)?,
            None => None,
        };
        Ok(Some(Finding { kind: FindingKind::BeyondSeal, sizes: [ours, theirs.size], file }))
    }

    /// What a checkpoint shows beside the last one, kept as a file. `claims_growth`: it came with a proof, which failed. `tree`: that
    /// of what was cosigned last, where it is at hand.
    fn find(
        &mut self,
        request: &AddCheckpoint,
        log: &Vkey,
        claims_growth: bool,
        tree: Option<&Tree>,
    ) -> Result<Option<Finding>, WitnessError> {
        let Ok(theirs) = Checkpoint::open(&request.note, log) else { return Ok(None) };
        let Some(held) = self.store.held(log.name().as_str()) else { return Ok(None) };
        let ours = held.checkpoint();
        let is_growth = claims_growth && theirs.size > ours.size;
        // The old root that the log's own proof tells of.
        let told = is_growth
            .then(|| consistency_old_root(ours.size, theirs.size, &theirs.root, &request.proof))
            .flatten()
            .map(|root| Beginning { root, proof: request.proof.clone() });
        // A smaller one is compared with the beginning of what was cosigned.
        let begun = tree
            .filter(|tree| theirs.size < ours.size && tree.root_at(ours.size) == Ok(ours.root))
            .and_then(|tree| Beginning::in_tree(tree, theirs.size, ours.size).ok());
        let other_beginning = match (&told, &begun) {
            (Some(told), _) => told.root != ours.root,
            (None, Some(begun)) => begun.root != theirs.root,
            (None, None) => false,
        };
        let two_roots = theirs.size == ours.size && theirs.root != ours.root;
        let kind = if two_roots || other_beginning {
            FindingKind::TwoHistories
        } else if is_growth {
            FindingKind::Unproved
        } else {
            return Ok(None);
        };
        let sizes = [ours.size, theirs.size];
        let about = self.sittings.iter().find(|about| about.vkey() == log);
        // Without the lines that anybody may add: the same two are one file.
        let note = with_line_of(&request.note, log)?;
        let proof = told.as_ref().map_or_else(Vec::new, |told| told.proof.clone());
        let compared = about.map(|about| compare(about, held.note(), &note, told.or(begun)));
        let (name, bytes) = if let Some(Ok(Comparison::Contradiction(evidence))) = compared {
            ("evidence", evidence.to_bytes())
        } else {
            // Without entry 0, or without proof: the last one, and what was asked.
            let asked = AddCheckpoint { old: ours.size, proof, note };
            (kind.file_name(), [held.note().to_bytes(), b"\n".to_vec(), asked.to_bytes()].concat())
        };
        let file = self.store.keep_evidence(name, &bytes)?;
        Ok(Some(Finding { kind, sizes, file }))
    }
}

/// The time of the next cosignature: never before the last one's.
fn time_after(last: Option<u64>, now: u64) -> Result<u64, WitnessError> {
    match last {
        Some(last) if last.saturating_sub(now) > CLOCK_BACK_SECONDS_MAX => {
            Err(WitnessError::Clock { now, last })
        }
        Some(last) => Ok(now.max(last)),
        None => Ok(now),
    }
}

/// Status, content type and body for `GET <prefix>/<hex>/checkpoint`.
pub fn published_parts(note: Option<&Note>) -> (u16, &'static str, Vec<u8>) {
    match note {
        Some(note) => (200, TEXT_TYPE, note.to_bytes()),
        None => (404, TEXT_TYPE, b"nothing cosigned for this origin\n".to_vec()),
    }
}
