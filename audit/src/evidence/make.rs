//! Finding what can be proved: two notes, alone or with the beginning that the larger log had.

use super::judge::sitting_of;
use super::{Claim, Evidence, Unproven};
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::entry::preparation::SittingDefined;
use crate::fingerprint::Fingerprint;
use crate::fold::Sitting;
use crate::merkle::{Hash, Tree, TreeError, verify_consistency};
use crate::note::{Note, NoteError, Vkey};
use crate::quorum::{Cosigned, Witnesses};

/// The log that notes are compared of: its entry 0, whose fingerprint was compared with what came from elsewhere.
#[derive(Clone, Debug)]
pub struct AboutLog {
    entry_0: String,
    sitting: Sitting,
    log: Vkey,
}

/// How two checkpoints of one log stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// One size, one root.
    Same,
    /// The larger log begins with the smaller: hashes show it.
    Grew,
    /// Of different sizes, and the hashes that would show more are not at hand.
    Unknown,
    /// No one log can have both, and this file shows it.
    Contradiction(Box<Evidence>),
}

impl AboutLog {
    /// The sitting that `entry_0` (without newline) defines; its fingerprint must be `trusted`, where one is given.
    pub fn new(entry_0: &[u8], trusted: Option<&Fingerprint>) -> Result<Self, Unproven> {
        let entry_0 = String::from_utf8_lossy(entry_0).into_owned();
        let (sitting, log) = sitting_of(&entry_0, trusted)?;
        Ok(Self { entry_0, sitting, log })
    }

    /// Entry 0.
    pub fn sitting(&self) -> &SittingDefined {
        &self.sitting.definition
    }

    /// Its witnesses.
    pub fn witnesses(&self) -> &Witnesses {
        &self.sitting.witnesses
    }

    /// Who of them cosigned a note; a signature in a witness's name that fails refuses it.
    pub fn cosigned(&self, note: &Note) -> Result<Cosigned, NoteError> {
        self.sitting.witnesses.cosigned(note)
    }

    /// The names of those who cosigned, as people know them.
    pub fn names(&self, cosigned: &Cosigned) -> Vec<&str> {
        let named = self.sitting.witnesses.named();
        cosigned.by().iter().filter_map(|by| Some(named.get(by.witness)?.name.as_str())).collect()
    }

    /// The log's key, whose name is the origin.
    pub fn vkey(&self) -> &Vkey {
        &self.log
    }

    /// The checkpoint of a note that the log's key signed.
    pub fn open(&self, note: &Note) -> Result<Checkpoint, CheckpointError> {
        Checkpoint::open(note, &self.log)
    }

    /// Evidence that `later` goes on after the entry that ends the log: `sealed`, the line at index `index`, which `proof` shows to
    /// stand under `earlier`.
    pub fn beyond_seal(
        &self,
        earlier: &Note,
        later: &Note,
        (index, sealed): (u64, &[u8]),
        proof: Vec<Hash>,
    ) -> Evidence {
        let entry = String::from_utf8_lossy(sealed).into_owned();
        self.evidence(earlier, later, Claim::BeyondSeal { index, entry, proof })
    }

    fn evidence(&self, earlier: &Note, later: &Note, claim: Claim) -> Evidence {
        Evidence { entry_0: self.entry_0.clone(), earlier: earlier.clone(), later: later.clone(), claim }
    }
}

/// How the log of a larger checkpoint began, as its history shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beginning {
    /// The root over its entries up to the smaller checkpoint's size.
    pub root: Hash,
    /// RFC 6962 consistency proof from there to the larger checkpoint's root.
    pub proof: Vec<Hash>,
}

impl Beginning {
    /// From the larger log's leaves.
    pub fn in_tree(history: &Tree, old: u64, new: u64) -> Result<Self, TreeError> {
        Ok(Self { root: history.root_at(old)?, proof: history.consistency(old, new)? })
    }
}

/// Compares two notes of a log, in any order. `beginning` is of the larger one's history at the smaller one's size, if that is at
/// hand; one that does not lead to the larger root shows nothing.
///
/// # Errors
/// One of the notes is not of this log.
pub fn compare(
    about: &AboutLog,
    one: &Note,
    other: &Note,
    beginning: Option<Beginning>,
) -> Result<Comparison, CheckpointError> {
    let (a, b) = (about.open(one)?, about.open(other)?);
    let (earlier, later, a, b) = if a.size <= b.size { (one, other, a, b) } else { (other, one, b, a) };
    let contradiction = |claim| Comparison::Contradiction(Box::new(about.evidence(earlier, later, claim)));
    Ok(match beginning {
        _ if a.size == b.size && a.root == b.root => Comparison::Same,
        _ if a.size == b.size => contradiction(Claim::TwoRoots),
        _ if a.size == 0 => Comparison::Grew,
        Some(Beginning { root, proof })
            if verify_consistency(a.size, b.size, &root, &b.root, &proof).is_ok() =>
        {
            if root == a.root {
                Comparison::Grew
            } else {
                contradiction(Claim::TwoHistories { root, proof })
            }
        }
        _ => Comparison::Unknown,
    })
}
