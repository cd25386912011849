//! What an evidence file proves, and against whom.

use std::fmt;

use super::{Claim, Evidence, EvidenceError};
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::entry::preparation::SittingDefined;
use crate::entry::{Body, Line, LineError};
use crate::fingerprint::Fingerprint;
use crate::fold::{Code, Refusal, Sitting, State};
use crate::merkle::{ConsistencyError, InclusionError, leaf_hash, verify_consistency, verify_inclusion};
use crate::note::Vkey;
use crate::quorum::{LogKeyError, log_vkey};

/// Which of the two notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The first, of the smaller or equal size.
    A,
    /// The second.
    B,
}

impl fmt::Display for Which {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "A",
            Self::B => "B",
        })
    }
}

/// What the holder of the log's key did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misconduct {
    /// Signed two different logs of one size.
    TwoRoots,
    /// Signed a log, and later one that does not begin with it.
    TwoHistories,
    /// Signed a log that goes on after the entry that ends it.
    BeyondSeal {
        /// Index of that entry.
        index: u64,
    },
}

/// Why a file proves nothing; in the order of the checks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum Unproven {
    #[error("entry 0: {0}")]
    Line(#[from] LineError),
    /// Not the first entry of any sitting, or one that the fold refuses.
    #[error("entry 0 defines no sitting: {0}")]
    Definition(Refusal),
    /// Evidence about another sitting than the one that was asked about.
    #[error("the fingerprint of entry 0 is {actual}, {expected} was given")]
    OtherSitting { expected: Fingerprint, actual: Fingerprint },
    #[error("the log key of entry 0: {0}")]
    Key(#[from] LogKeyError),
    /// Not signed by the log's key for this origin, or no checkpoint.
    #[error("note {which}: {source}")]
    Note { which: Which, source: CheckpointError },
    #[error("the two notes have the sizes {a} and {b}, which {kind} does not allow")]
    Sizes { kind: &'static str, a: u64, b: u64 },
    #[error("the two notes agree: one size, one root")]
    SameRoot,
    #[error("note A is over an empty log, with which every log begins")]
    EmptyLog,
    #[error("the histories agree: the log of B had A's root at A's size")]
    HistoriesAgree,
    #[error("consistency proof: {0}")]
    Consistency(#[from] ConsistencyError),
    #[error("the entry that is said to end the log: {0}")]
    SealLine(LineError),
    #[error("the entry that is said to end the log is a {actual}")]
    NotASeal { actual: &'static str },
    #[error("the entry that ends the log names another index or origin than its own")]
    SealElsewhere,
    #[error("inclusion proof: {0}")]
    Inclusion(#[from] InclusionError),
    #[error("note B ends with the entry that ends the log: nothing follows it")]
    NothingBeyond,
}

/// What a file proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Of the entry 0 in the file. Trust in it comes from elsewhere.
    pub fingerprint: Fingerprint,
    /// Whether the fingerprint is the one that was given.
    pub is_trusted: bool,
    /// The sitting.
    pub sitting: SittingDefined,
    /// Checkpoint A.
    pub earlier: Checkpoint,
    /// Checkpoint B.
    pub later: Checkpoint,
    /// What was done.
    pub misconduct: Misconduct,
}

/// Reads and judges a file.
pub fn judge_bytes(
    bytes: &[u8],
    trusted: Option<&Fingerprint>,
) -> Result<(Evidence, Result<Proven, Unproven>), EvidenceError> {
    let evidence = Evidence::parse(bytes)?;
    let judged = evidence.judge(trusted);
    Ok((evidence, judged))
}

/// The sitting that a line defines as entry 0, and the log's key for its origin.
pub(super) fn sitting_of(entry_0: &str, trusted: Option<&Fingerprint>) -> Result<(Sitting, Vkey), Unproven> {
    let line = Line::parse(entry_0.as_bytes().to_vec())?;
    // The fold's own checks: form, keys, origin, witnesses, and both signatures of the definition.
    let mut state = State::new();
    state.apply(&line).map_err(Unproven::Definition)?;
    let sitting = state.sitting().ok_or_else(|| Unproven::Definition(Code::NotDefined.into()))?;
    let actual = Fingerprint(sitting.fingerprint);
    match trusted {
        Some(expected) if *expected != actual => {
            return Err(Unproven::OtherSitting { expected: *expected, actual });
        }
        _ => {}
    }
    let log = log_vkey(&sitting.definition)?;
    Ok((sitting.clone(), log))
}

impl Evidence {
    /// What the file proves against the holder of the log's key; with a fingerprint from elsewhere, of that sitting alone.
    ///
    /// Nothing is believed but: entry 0, for it has the fingerprint; the two checkpoints, for its log key signed them; and what
    /// hashes lead to them. A log that only ever grew has one root for each size, and nothing after its seal, so no file
    /// gets past these checks against it.
    pub fn judge(&self, trusted: Option<&Fingerprint>) -> Result<Proven, Unproven> {
        let (sitting, log) = sitting_of(&self.entry_0, trusted)?;
        let open =
            |which, note| Checkpoint::open(note, &log).map_err(|source| Unproven::Note { which, source });
        let earlier = open(Which::A, &self.earlier)?;
        let later = open(Which::B, &self.later)?;
        let misconduct = self.claim.check(&earlier, &later)?;
        Ok(Proven {
            fingerprint: Fingerprint(sitting.fingerprint),
            is_trusted: trusted.is_some(),
            sitting: sitting.definition,
            earlier,
            later,
            misconduct,
        })
    }
}

impl Claim {
    fn check(&self, a: &Checkpoint, b: &Checkpoint) -> Result<Misconduct, Unproven> {
        let sizes = || Unproven::Sizes { kind: self.kind(), a: a.size, b: b.size };
        match self {
            Self::TwoRoots if a.size != b.size => Err(sizes()),
            Self::TwoRoots if a.root == b.root => Err(Unproven::SameRoot),
            Self::TwoRoots => Ok(Misconduct::TwoRoots),
            Self::TwoHistories { .. } if a.size >= b.size => Err(sizes()),
            Self::TwoHistories { .. } if a.size == 0 => Err(Unproven::EmptyLog),
            Self::TwoHistories { root, .. } if *root == a.root => Err(Unproven::HistoriesAgree),
            Self::TwoHistories { root, proof } => {
                verify_consistency(a.size, b.size, root, &b.root, proof)?;
                Ok(Misconduct::TwoHistories)
            }
            Self::BeyondSeal { index, entry, proof } => {
                let line = Line::parse(entry.as_bytes().to_vec()).map_err(Unproven::SealLine)?;
                let Body::SittingSealed(seal) = line.body() else {
                    return Err(Unproven::NotASeal { actual: line.body().kind() });
                };
                if seal.index.get() != *index || seal.origin.as_str() != a.origin.as_str() {
                    return Err(Unproven::SealElsewhere);
                }
                verify_inclusion(*index, a.size, &leaf_hash(entry.as_bytes()), proof, &a.root)?;
                if b.size <= index.saturating_add(1) {
                    return Err(Unproven::NothingBeyond);
                }
                Ok(Misconduct::BeyondSeal { index: *index })
            }
        }
    }
}
