//! Whether a witness may cosign: the checks of `add-checkpoint`, in order (protocol.md §2.9).
//!
//! Pure: what is known of the log comes in, what is wrong with the request goes out. Keeping what was cosigned is
//! for `store`; nothing here signs.

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::merkle::{ConsistencyError, empty_root, verify_consistency};
use crate::note::{NoteError, Vkey};

use super::request::{AddCheckpoint, RequestError};

/// Why a witness does not cosign: one variant for each check, in that order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum Refusal {
    #[error(transparent)]
    Request(#[from] RequestError),
    #[error("the origin is not one of the logs that this witness knows")]
    UnknownOrigin,
    /// None, or one of the log's key that fails.
    #[error("the log's signature: {0}")]
    Signature(NoteError),
    /// Signed by the log and yet no checkpoint of ours.
    #[error(transparent)]
    Checkpoint(CheckpointError),
    #[error("the old size {old} is above the checkpoint's size {size}")]
    OldBeyondSize { old: u64, size: u64 },
    #[error("the old size is {old}, {last} was cosigned last")]
    OtherOld { old: u64, last: u64 },
    #[error("size 0 with the root of another tree")]
    EmptyRoot,
    /// The proof has another length or leads elsewhere, or one size has two roots.
    #[error("{0}")]
    Growth(ConsistencyError),
}

impl Refusal {
    /// The status that says it over HTTP.
    pub fn status(&self) -> u16 {
        match self {
            Self::Request(_) | Self::Checkpoint(_) | Self::OldBeyondSize { .. } => 400,
            Self::UnknownOrigin => 404,
            Self::Signature(_) => 403,
            Self::OtherOld { .. } => 409,
            Self::EmptyRoot | Self::Growth(_) => 422,
        }
    }
}

/// The log of a request, among those that a witness knows, by the first line of the checkpoint.
pub fn log_of<'a>(request: &AddCheckpoint, logs: &'a [Vkey]) -> Result<&'a Vkey, Refusal> {
    let origin = request.note.text().split('\n').next().unwrap_or_default();
    logs.iter().find(|log| log.name().as_str() == origin).ok_or(Refusal::UnknownOrigin)
}

/// The log's signature, and the checkpoint under it; with size 0, perhaps one with an impossible root.
pub fn signed(request: &AddCheckpoint, log: &Vkey) -> Result<Result<Checkpoint, Refusal>, Refusal> {
    match Checkpoint::open(&request.note, log) {
        Ok(checkpoint) => Ok(Ok(checkpoint)),
        Err(CheckpointError::Note(error)) => Err(Refusal::Signature(error)),
        // Whether the old size fits is asked before.
        Err(CheckpointError::EmptyRoot) => Ok(Err(Refusal::EmptyRoot)),
        Err(error) => Err(Refusal::Checkpoint(error)),
    }
}

/// The checkpoint that may be cosigned next, after `last` of the same log; `None` where none ever was.
pub fn check(request: &AddCheckpoint, log: &Vkey, last: Option<&Checkpoint>) -> Result<Checkpoint, Refusal> {
    let checkpoint = signed(request, log)?;
    let size = checkpoint.as_ref().map_or(0, |checkpoint| checkpoint.size);
    let AddCheckpoint { old, proof, .. } = request;
    if *old > size {
        return Err(Refusal::OldBeyondSize { old: *old, size });
    }
    let (last_size, last_root) = last.map_or((0, empty_root()), |last| (last.size, last.root));
    if *old != last_size {
        return Err(Refusal::OtherOld { old: *old, last: last_size });
    }
    let checkpoint = checkpoint?;
    verify_consistency(*old, size, &last_root, &checkpoint.root, proof).map_err(Refusal::Growth)?;
    Ok(checkpoint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::{Tree, leaf_hash};
    use crate::note::{Note, VkeyType};
    use crypto::signature::SigningKey;

    const ORIGIN: &str = "vote.example/2026-3";

    fn key() -> SigningKey {
        SigningKey::from_seed(&[1; 32]).unwrap()
    }

    fn log() -> Vkey {
        Vkey::new(ORIGIN.parse().unwrap(), VkeyType::Ed25519, key().verifying_key())
    }

    fn tree(size: u8) -> Tree {
        let mut tree = Tree::new();
        (0..size).for_each(|i| tree.push(leaf_hash(&[i])));
        tree
    }

    fn head(size: u8) -> Checkpoint {
        let tree = tree(size);
        Checkpoint { origin: ORIGIN.parse().unwrap(), size: tree.size(), root: tree.root() }
    }

    fn request(old: u8, new: u8) -> AddCheckpoint {
        let proof = tree(new).consistency(u64::from(old), u64::from(new)).unwrap_or_default();
        AddCheckpoint { old: u64::from(old), proof, note: head(new).sign(&key()).unwrap() }
    }

    fn ask(request: &AddCheckpoint, last: Option<&Checkpoint>) -> Result<u64, (u16, Refusal)> {
        let log = [log()];
        log_of(request, &log)
            .and_then(|log| check(request, log, last))
            .map(|checkpoint| checkpoint.size)
            .map_err(|refusal| (refusal.status(), refusal))
    }

    #[test]
    fn growth_may_be_cosigned_and_so_may_the_same_again() {
        assert_eq!(ask(&request(0, 6), None), Ok(6));
        assert_eq!(ask(&request(0, 0), None), Ok(0));
        for new in 6..=9 {
            assert_eq!(ask(&request(6, new), Some(&head(6))), Ok(u64::from(new)));
        }
        // From a cosigned empty log, as from none.
        assert_eq!(ask(&request(0, 6), Some(&head(0))), Ok(6));
    }

    #[test]
    fn every_refusal_has_its_status() {
        let foreign = Note::sign("other.example\n1\nx\n", &"other.example".parse().unwrap(), &key()).unwrap();
        let unknown = AddCheckpoint { note: foreign, ..request(0, 6) };
        assert_eq!(ask(&unknown, None), Err((404, Refusal::UnknownOrigin)));

        let other = SigningKey::from_seed(&[2; 32]).unwrap();
        let unsigned = AddCheckpoint { note: head(6).sign(&other).unwrap(), ..request(0, 6) };
        assert_eq!(ask(&unsigned, None), Err((403, Refusal::Signature(NoteError::Unsigned))));

        let note = Note::assemble(&head(7).text(), request(0, 6).note.signatures().to_vec()).unwrap();
        let failing = ask(&AddCheckpoint { note, ..request(0, 7) }, None).unwrap_err();
        assert!(matches!(failing, (403, Refusal::Signature(NoteError::Signature { .. }))), "{failing:?}");

        let long = format!("{}extension\n", head(6).text());
        let note = Note::sign(&long, &ORIGIN.parse().unwrap(), &key()).unwrap();
        let extended = ask(&AddCheckpoint { note, ..request(0, 6) }, None).unwrap_err();
        assert_eq!(extended, (400, Refusal::Checkpoint(CheckpointError::Lines { lines: 4 })));

        let beyond = Refusal::OldBeyondSize { old: 7, size: 6 };
        assert_eq!(ask(&AddCheckpoint { old: 7, ..request(6, 6) }, Some(&head(7))), Err((400, beyond)));
        for (old, last) in [(5, Some(6)), (0, Some(6)), (6, Some(5)), (6, None)] {
            let refused = ask(&request(old, 9), last.map(head).as_ref());
            let last = u64::from(last.unwrap_or(0));
            assert_eq!(refused, Err((409, Refusal::OtherOld { old: u64::from(old), last })));
        }
    }

    #[test]
    fn what_does_not_continue_the_last_is_refused() {
        let length = |expected, actual| {
            Err((422, Refusal::Growth(ConsistencyError::ProofLength { expected, actual })))
        };
        // A proof where there must be none.
        assert_eq!(ask(&AddCheckpoint { proof: vec![[0; 32]], ..request(0, 6) }, None), length(0, 1));
        assert_eq!(
            ask(&AddCheckpoint { proof: vec![[0; 32]], ..request(6, 6) }, Some(&head(6))),
            length(0, 1)
        );
        let mut short = request(6, 9);
        short.proof.pop();
        assert_eq!(ask(&short, Some(&head(6))), length(4, 3));
        let mut changed = request(6, 9);
        changed.proof[3][0] ^= 1;
        let elsewhere = Refusal::Growth(ConsistencyError::NewRoot);
        assert_eq!(ask(&changed, Some(&head(6))), Err((422, elsewhere)));
        // Another history, with a sound proof of its own.
        let mut fork = Tree::new();
        (0..9).for_each(|i: u8| fork.push(leaf_hash(&[i, i])));
        let forked = Checkpoint { root: fork.root(), size: 9, ..head(9) };
        let request = |old, size| AddCheckpoint {
            old,
            proof: fork.consistency(old, size).unwrap(),
            note: forked.sign(&key()).unwrap(),
        };
        let old_root = Refusal::Growth(ConsistencyError::OldRoot);
        assert_eq!(ask(&request(6, 9), Some(&head(6))), Err((422, old_root)));
        let two = Refusal::Growth(ConsistencyError::RootsDiffer);
        assert_eq!(ask(&request(9, 9), Some(&head(9))), Err((422, two)));
    }

    #[test]
    fn an_empty_log_has_the_empty_root_and_the_old_size_is_asked_first() {
        let text = format!("{ORIGIN}\n0\n{}\n", crate::merkle::hash_to_base64(&[7; 32]));
        let note = Note::sign(&text, &ORIGIN.parse().unwrap(), &key()).unwrap();
        let request = |old| AddCheckpoint { old, proof: vec![], note: note.clone() };
        assert_eq!(ask(&request(0), None), Err((422, Refusal::EmptyRoot)));
        assert_eq!(ask(&request(1), None), Err((400, Refusal::OldBeyondSize { old: 1, size: 0 })));
        let other = Refusal::OtherOld { old: 0, last: 6 };
        assert_eq!(ask(&request(0), Some(&head(6))), Err((409, other)));
    }
}
