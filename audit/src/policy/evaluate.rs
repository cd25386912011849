//! What a signed note is worth under a policy.

use super::{Member, Policy};
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::note::{Note, NoteError, Vkey};
use crate::quorum::Cosignature;

/// Why a note is worth nothing under a policy, or refutes itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvaluateError {
    /// A known key's signature fails, or no known key signed.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text is no checkpoint, or another log's.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// Witnesses signed and no log of the policy did.
    #[error("no log of the policy signed the checkpoint")]
    NotALog,
}

/// How far the cosignatures of a note go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// The policy asks for none.
    NotAsked,
    /// The quorum, and at which time: the newest moment such that the cosignatures of that moment and after reach it, in
    /// POSIX seconds. How fresh a checkpoint is.
    Quorum {
        /// The moment.
        time: u64,
    },
    /// Not the quorum.
    TooFew,
}

/// A note that a log of the policy signed, and who cosigned it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// Which of [`Policy::logs`] signed it, from 0.
    pub log: usize,
    /// The witnesses who did, in the policy's order, each once.
    pub cosigned: Vec<Cosignature>,
    /// Whether that is the quorum.
    pub reached: Reached,
}

impl Evaluation {
    /// Whether the policy accepts the checkpoint.
    pub fn is_accepted(&self) -> bool {
        self.reached != Reached::TooFew
    }
}

impl Policy {
    /// Verifies every signature of a known key on the note, and says which quorum they reach.
    ///
    /// As for any signed note a known key's signature that fails refuses the whole; unknown keys say nothing.
    pub fn evaluate(&self, note: &Note) -> Result<Evaluation, EvaluateError> {
        let logs = self.logs.iter().map(|log| log.vkey.clone());
        let known: Vec<Vkey> =
            logs.chain(self.witnesses.iter().map(|(_, witness)| witness.vkey.clone())).collect();
        let verified = note.verify(&known)?;
        let signed = verified.iter().map(|verified| verified.key).filter(|key| *key < self.logs.len()).min();
        let log = signed.ok_or(EvaluateError::NotALog)?;
        let checkpoint = Checkpoint::open(note, known.get(log).ok_or(EvaluateError::NotALog)?)?;
        let mut times: Vec<Option<u64>> = vec![None; self.witnesses.len()];
        for signature in verified {
            let witness = signature.key.checked_sub(self.logs.len()).and_then(|at| times.get_mut(at));
            if let Some(time) = witness {
                *time = signature.time;
            }
        }
        let cosigned = times.iter().enumerate();
        let cosigned =
            cosigned.filter_map(|(witness, time)| Some(Cosignature { witness, time: (*time)? })).collect();
        let reached = match self.quorum {
            None => Reached::NotAsked,
            Some(member) => {
                self.time_of(member, &times).map_or(Reached::TooFew, |time| Reached::Quorum { time })
            }
        };
        Ok(Evaluation { checkpoint, log, cosigned, reached })
    }

    /// When a member witnessed: of a group of threshold k, the k-th newest of its members' times.
    fn time_of(&self, member: Member, times: &[Option<u64>]) -> Option<u64> {
        match member {
            Member::Witness(at) => times.get(at).copied().flatten(),
            Member::Group(at) => {
                let group = self.groups.get(at)?;
                // A group's members stand in earlier lines, so this ends.
                let mut own: Vec<u64> =
                    group.members.iter().filter_map(|member| self.time_of(*member, times)).collect();
                own.sort_unstable_by(|a, b| b.cmp(a));
                own.get(group.threshold.checked_sub(1)?).copied()
            }
        }
    }
}
