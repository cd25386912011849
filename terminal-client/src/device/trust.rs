//! What a device believes, and why (protocol.md §11.4; DESIGN §5, §6.3).
//!
//! The digest only says where to look. Everything that a deputy relies on comes from entries, and each entry
//!
//! 1. has the leaf hash that was asked for, and is the strict encoding of an entry;
//! 2. is included under a checkpoint that the log key of entry 0 signed;
//! 3. entry 0 itself has the pinned fingerprint, which is where all trust starts.
//!
//! The opening carries both roles' signatures and names the leaf hashes of definition, rules, roll and key, so nothing
//! outside those signatures is encrypted to (pitfalls 2, 10, 37).
//!
//! Where the sitting has witnesses, the opening must be included under a checkpoint that a quorum of them cosigned: a history that
//! is shown to this device alone has none (pitfalls 12, 37).
//!
//! Invariant: checkpoints never contradict what was seen before ([`Trust::observe`]); one that does is kept with it as evidence.
//! The newest with a quorum is a little older than the newest of all, so each kind is compared with its own; what a quorum
//! stands behind and what the log signed of one size have one root.

use std::sync::Arc;

use audit::checkpoint::{Checkpoint, CheckpointError};
use audit::entry::preparation::ContestDefined;
use audit::entry::voting::{ContestKeys, ContestOpened};
use audit::entry::{Body, Line, LineError, Signer, contest_hash};
use audit::merkle::{InclusionError, verify_inclusion};
use audit::quorum::Cosigned;
use audit::rules::{Secrecy, shape_of};
use audit::wire::Bytes32;
use crypto::ballot::ShapeError;
use crypto::elgamal::PublicKey;
use crypto::group::DecodeError;
use crypto::signature::{Purpose, Signature, SignatureError, VerifyingKey};
use crypto::stamp::StampPublicKey;

use super::contest::{BallotKeys, OpenContest};
use super::evidence::Evidence;
use super::find::LeavesError;
use crate::net::{Fetched, Sitting, SittingError};

/// Why the server is not believed; in the order of the checks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum TrustError {
    /// Not an attack: the checkpoint that covers the entry is at most a second away.
    #[error("the entry is not published yet")]
    NotPublishedYet,
    #[error(transparent)]
    Sitting(#[from] SittingError),
    #[error("checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// One size with two roots, or a size that went back: both notes are kept.
    #[error("two checkpoints of the server contradict each other (sizes {earlier} and {later})")]
    Contradiction { earlier: u64, later: u64, evidence: Box<Evidence> },
    /// Not what was asked for.
    #[error("the server sent another entry than the one asked for")]
    OtherEntry,
    #[error(transparent)]
    Line(#[from] LineError),
    #[error("entry {index}: {source}")]
    Inclusion { index: u64, source: InclusionError },
    #[error("a {expected} was expected, the entry is a {actual}")]
    Kind { expected: &'static str, actual: &'static str },
    #[error("{kind} is not signed by {needed}")]
    Signers { kind: &'static str, needed: &'static str },
    #[error("signature of {signer}: {source}")]
    Signature { signer: Signer, source: SignatureError },
    /// A field of the opening that is not so in the entries that it names.
    #[error("the opening is wrong in {field}")]
    Opening { field: &'static str },
    /// Not an attack: no quorum has cosigned a checkpoint over the opening yet.
    #[error("the opening is not witnessed yet")]
    NotWitnessed,
    #[error("the rules do not fit the contest: {message}")]
    Rules { message: String },
    #[error("the shape of the ballot: {0}")]
    Shape(#[from] ShapeError),
    #[error("the key or the stamp key of the contest: {0}")]
    Key(#[from] DecodeError),
    #[error(transparent)]
    Leaves(#[from] LeavesError),
}

/// An entry that is included under a believed checkpoint.
#[derive(Clone, Debug)]
pub struct Included {
    /// Its index.
    pub index: u64,
    /// The entry.
    pub line: Line,
    /// Whether that checkpoint has a quorum; always, in a sitting without witnesses.
    pub is_witnessed: bool,
}

/// How new a quorum is: the larger checkpoint is the newer, of one size the one with the later time of its quorum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct QuorumAge {
    /// Entries.
    pub size: u64,
    /// POSIX seconds, by the witnesses' clocks.
    pub time: Option<u64>,
}

/// A checkpoint that was believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Believed {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// Who cosigned it.
    pub cosigned: Cosigned,
    /// With all signatures.
    pub note: String,
}

impl Believed {
    fn read(sitting: &Sitting, note: &str) -> Result<Self, TrustError> {
        let (checkpoint, cosigned) = sitting.cosigned(note)?;
        Ok(Self { checkpoint, cosigned, note: note.to_owned() })
    }

    /// By which of two with a quorum one is newer.
    pub fn age(&self) -> QuorumAge {
        QuorumAge { size: self.checkpoint.size, time: self.cosigned.quorum_time() }
    }

    /// Whether it takes the place of another of its kind: newer, or with more cosignatures.
    fn is_better_than(&self, other: &Self) -> bool {
        (self.age(), self.cosigned.have()) > (other.age(), other.cosigned.have())
    }
}

/// What a device has seen of one sitting.
#[derive(Debug)]
pub struct Trust {
    sitting: Arc<Sitting>,
    /// The newest checkpoint without a quorum; of all, in a sitting without witnesses.
    signed: Option<Believed>,
    /// The newest checkpoint with a quorum; none, in a sitting without witnesses.
    quorum: Option<Believed>,
}

impl Trust {
    /// Starts with entry 0 and, after a restart, the newest notes that were believed, without and with a quorum (empty: none).
    pub fn new(sitting: Arc<Sitting>, signed: &str, quorum: &str) -> Result<Self, TrustError> {
        let mut trust = Self { sitting, signed: None, quorum: None };
        for note in [signed, quorum].into_iter().filter(|note| !note.is_empty()) {
            trust.observe(note)?;
        }
        Ok(trust)
    }

    /// The sitting.
    pub fn sitting(&self) -> &Arc<Sitting> {
        &self.sitting
    }

    /// The newest checkpoints that were believed, without and with a quorum. In a sitting without witnesses there is no second.
    pub fn newest(&self) -> [Option<&Believed>; 2] {
        [self.signed.as_ref(), self.quorum.as_ref()]
    }

    /// The newest checkpoint with a quorum of witnesses; `None` in a sitting without.
    pub fn quorum(&self) -> Option<&Believed> {
        self.quorum.as_ref()
    }

    /// Believes a checkpoint: signed by the log key, and no contradiction to the newest ones. That a larger tree grew out of the
    /// smaller is checked where all leaves are downloaded ([`super::find`]).
    pub fn observe(&mut self, note: &str) -> Result<Believed, TrustError> {
        let seen = Believed::read(&self.sitting, note)?;
        let size = seen.checkpoint.size;
        let newest = self.of_its_kind(&seen);
        if let Some(newest) = newest.filter(|newest| size < newest.checkpoint.size) {
            return Err(contradiction(&newest.note, newest.checkpoint.size, note, size));
        }
        self.take(seen)
    }

    /// The same for what may be a moment old: the published file and the digest follow what is answered on a connection. `None`:
    /// older than what was seen of its kind, so nothing new. In a sitting without witnesses nothing is behind, and it is as
    /// [`Trust::observe`].
    pub fn observe_late(&mut self, note: &str) -> Result<Option<Believed>, TrustError> {
        let seen = Believed::read(&self.sitting, note)?;
        let has_witnesses = self.sitting.witnesses().quorum() > 0;
        let newest = self.of_its_kind(&seen);
        if has_witnesses && newest.is_some_and(|newest| seen.checkpoint.size < newest.checkpoint.size) {
            return Ok(None);
        }
        self.observe(note).map(Some)
    }

    /// What a new checkpoint is compared with.
    fn of_its_kind(&self, seen: &Believed) -> Option<&Believed> {
        if self.has_quorum(seen) { self.quorum.as_ref() } else { self.signed.as_ref() }
    }

    fn has_quorum(&self, seen: &Believed) -> bool {
        self.sitting.witnesses().quorum() > 0 && seen.cosigned.is_quorum()
    }

    fn take(&mut self, seen: Believed) -> Result<Believed, TrustError> {
        let Checkpoint { size, root, .. } = seen.checkpoint;
        for other in self.newest().into_iter().flatten() {
            if other.checkpoint.size == size && other.checkpoint.root != root {
                return Err(contradiction(&other.note, size, &seen.note, size));
            }
        }
        let newest = if self.has_quorum(&seen) { &mut self.quorum } else { &mut self.signed };
        if newest.as_ref().is_none_or(|newest| seen.is_better_than(newest)) {
            *newest = Some(seen.clone());
        }
        Ok(seen)
    }

    /// Believes the one entry that was asked for by its leaf hash.
    pub fn entry(&mut self, leaf: &[u8; 32], fetched: &Fetched) -> Result<Included, TrustError> {
        let seen = self.observe(&fetched.checkpoint)?;
        let entry = match fetched.entries.as_slice() {
            [] => return Err(TrustError::NotPublishedYet),
            [entry] => entry,
            _ => return Err(TrustError::OtherEntry),
        };
        let line = Line::parse(entry.line.clone().into_bytes())?;
        if line.leaf() != *leaf {
            return Err(TrustError::OtherEntry);
        }
        let index = entry.index.get();
        let checkpoint = &seen.checkpoint;
        if index >= checkpoint.size {
            return Err(TrustError::NotPublishedYet);
        }
        let proof: Vec<[u8; 32]> = entry.proof.iter().map(|hash| hash.to_bytes()).collect();
        verify_inclusion(index, checkpoint.size, leaf, &proof, &checkpoint.root)
            .map_err(|source| TrustError::Inclusion { index, source })?;
        Ok(Included { index, line, is_witnessed: seen.cosigned.is_quorum() })
    }

    /// The opening of a contest: included under a quorum, and signed by exactly secretariat and chief scrutineer. The contest
    /// itself is believed with the entries that it names ([`Trust::contest`]).
    pub fn opening<'a>(&self, opened: &'a Included) -> Result<&'a ContestOpened, TrustError> {
        let Body::ContestOpened(body) = opened.line.body() else {
            return Err(kind("contest_opened", &opened.line));
        };
        self.signed_by(
            &opened.line,
            &[Signer::Secretariat, Signer::Chief],
            "secretariat and chief scrutineer",
        )?;
        if !opened.is_witnessed {
            return Err(TrustError::NotWitnessed);
        }
        Ok(body)
    }

    /// The contest of an opening, from the entries whose leaf hashes it names.
    pub fn contest(&self, opened: &Included, named: &NamedEntries) -> Result<OpenContest, TrustError> {
        let opening = self.opening(opened)?;
        let wrong = |field| TrustError::Opening { field };
        let keys = match (opening.keys.as_slice(), &named.key) {
            ([keys], Some(entry)) => Some((keys, entry)),
            ([], None) => None,
            _ => return Err(wrong("keys")),
        };
        let named_entries = [
            ("definition", &named.definition, opening.definition),
            ("rules", &named.rules, opening.rules),
            ("roll", &named.roll, opening.roll),
        ];
        let key_entry = keys.map(|(keys, entry)| ("key", entry, keys.key));
        for (field, is, says) in named_entries.into_iter().chain(key_entry) {
            if Bytes32::from(is.line.leaf()) != says {
                return Err(wrong(field));
            }
            // What is opened was there before.
            if is.index >= opened.index {
                return Err(wrong(field));
            }
        }
        let definition = self.definition(&named.definition)?;
        if definition.contest != opening.contest {
            return Err(wrong("contest"));
        }
        if definition.rules != opening.rules {
            return Err(wrong("rules"));
        }
        let zero = opening.zero_report;
        if [zero.issued, zero.boxed, zero.challenged, zero.returned].iter().any(|counter| counter.get() != 0)
        {
            return Err(wrong("zero_report"));
        }
        // A contest without keys would publish what is marked in it: the definition must say so itself.
        if (definition.profile.secrecy == Secrecy::Secret) != keys.is_some() {
            return Err(wrong("keys"));
        }
        let keys = match keys {
            Some((keys, entry)) => Some(ballot_keys(keys, entry)?),
            None => None,
        };
        let Body::RollFixed(_) = named.roll.line.body() else {
            return Err(kind("roll_fixed", &named.roll.line));
        };
        // The definition carries the parameters, those of a run-off too; the rules' text is what `rules` names.
        self.rules(&named.rules)?;
        let profile = &definition.profile;
        let items = definition.items.len();
        profile
            .validate_for(u64::try_from(items).unwrap_or(u64::MAX))
            .map_err(|error| TrustError::Rules { message: error.to_string() })?;
        let shape = shape_of(profile, items)?;
        let sitting = *self.sitting.fingerprint();
        Ok(OpenContest {
            number: opening.contest.get(),
            sitting,
            hash: contest_hash(&sitting, opened.line.body_bytes()),
            definition: definition.clone(),
            shape: Arc::new(shape),
            keys,
            present: opening.present.get(),
        })
    }

    fn definition<'a>(&self, entry: &'a Included) -> Result<&'a ContestDefined, TrustError> {
        let Body::ContestDefined(body) = entry.line.body() else {
            return Err(kind("contest_defined", &entry.line));
        };
        self.signed_by(&entry.line, &[Signer::Secretariat], "secretariat")?;
        Ok(body)
    }

    fn rules(&self, entry: &Included) -> Result<(), TrustError> {
        let Body::RulesAdopted(_) = entry.line.body() else {
            return Err(kind("rules_adopted", &entry.line));
        };
        self.signed_by(&entry.line, &[Signer::Secretariat], "secretariat")
    }

    /// Whether an entry is signed by exactly these roles, in this order. Only roles of entry 0 and the server are known here.
    pub(super) fn signed_by(
        &self,
        line: &Line,
        needed: &[Signer],
        names: &'static str,
    ) -> Result<(), TrustError> {
        let sigs = &line.entry().sigs;
        let kind = line.body().kind();
        if sigs.len() != needed.len() || sigs.iter().zip(needed).any(|(sig, signer)| sig.by != *signer) {
            return Err(TrustError::Signers { kind, needed: names });
        }
        let keys = &self.sitting.definition().keys;
        for sig in sigs {
            let failed = |source| TrustError::Signature { signer: sig.by, source };
            let key = match sig.by {
                Signer::Secretariat => keys.secretariat,
                Signer::Chief => keys.chief,
                Signer::Server => keys.server,
                _ => return Err(TrustError::Signers { kind, needed: names }),
            };
            let key = VerifyingKey::from_bytes(key.as_bytes()).map_err(failed)?;
            let signature = Signature::from_bytes(sig.sig.as_bytes()).map_err(failed)?;
            key.verify(Purpose::Act, self.sitting.fingerprint(), line.body_bytes(), &signature)
                .map_err(failed)?;
        }
        Ok(())
    }
}

/// The keys of a secret contest, as the opening names them and `key_agreed` says them.
fn ballot_keys(keys: &ContestKeys, entry: &Included) -> Result<BallotKeys, TrustError> {
    let Body::KeyAgreed(agreed) = entry.line.body() else {
        return Err(kind("key_agreed", &entry.line));
    };
    if agreed.public_key != keys.public_key {
        return Err(TrustError::Opening { field: "public_key" });
    }
    Ok(BallotKeys {
        public_key: Arc::new(PublicKey::from_bytes(keys.public_key.as_bytes())?),
        stamp_key: StampPublicKey::from_bytes(keys.stamp_key.as_bytes())?,
    })
}

/// The entries that an opening names.
#[derive(Clone, Debug)]
pub struct NamedEntries {
    /// `contest_defined`.
    pub definition: Included,
    /// `rules_adopted`.
    pub rules: Included,
    /// `roll_fixed`.
    pub roll: Included,
    /// `key_agreed`, of a secret contest.
    pub key: Option<Included>,
}

/// The two notes, ready to be kept.
pub(super) fn contradiction(earlier: &str, earlier_size: u64, later: &str, later_size: u64) -> TrustError {
    let evidence = Evidence::Contradiction { earlier: earlier.to_owned(), later: later.to_owned() };
    TrustError::Contradiction { earlier: earlier_size, later: later_size, evidence: Box::new(evidence) }
}

/// The wrong kind of entry.
pub(super) fn kind(expected: &'static str, line: &Line) -> TrustError {
    TrustError::Kind { expected, actual: line.body().kind() }
}

#[cfg(test)]
#[path = "quorum_tests.rs"]
mod quorum_tests;
#[cfg(test)]
#[path = "trust_tests.rs"]
mod tests;
