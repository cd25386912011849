//! Signed acts of the roles: what they say, who signs, and what a second signer checks (protocol.md §3, §4.1, §11.3).
//!
//! Invariants
//! - A body is made from this party's own state. Two parties that see the same log make the same bytes, so the second signer of
//!   a two-role act can always make the body again and compare ([`countersign`]).
//!
//! Next: [`bodies`] for the contest, [`preparing`] for what comes before it, [`follow_up`] for what comes after, [`papers`] for
//! papers entered as ballots, [`countersign`] for the second signature.

pub mod bodies;
#[cfg(test)]
mod box_tests;
mod countersign;
pub mod follow_up;
#[cfg(test)]
mod follow_up_tests;
#[cfg(test)]
mod paper_tests;
pub mod papers;
pub mod preparing;
#[cfg(test)]
mod tests;

use audit::entry::payload::{BlobPart, PayloadError};
use audit::entry::{Body, Sig, Signer};
use audit::fold::{Code, Contest, Course, Refusal, Stage, State, purpose_of};
use audit::print::PrintError;
use audit::wire::{Bytes32, Int, IntTooLarge, encode};
pub use countersign::{CountersignError, countersign, countersign_paper, difference};
use crypto::signature::SigningKey;
use protocol::Act;

/// Why a body cannot be made from this party's state. Nothing was signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// Something that the body names is not there yet.
    #[error("there is no {what} yet")]
    Missing {
        /// What: `roll`, `agreed key`, `stamp key`…
        what: &'static str,
    },
    /// No contest has this number, or none this contest hash.
    #[error("no such contest: {what}")]
    NoContest {
        /// Number or hash.
        what: String,
    },
    /// The contest is at another stage.
    #[error("contest {contest} is {}", stage.map_or("not opened".to_owned(), |stage| format!("{stage:?}").to_lowercase()))]
    Stage {
        /// Its number.
        contest: u64,
        /// Where it stands; `None` before the opening.
        stage: Option<Stage>,
    },
    /// Neither its decision nor a voiding calls for a further vote.
    #[error("no further vote follows from contest {contest}")]
    NoFurtherVote {
        /// Its number.
        contest: u64,
    },
    /// What was read on a paper is no ballot of this contest.
    #[error("the marks are no ballot of this contest: {0}")]
    Choices(#[from] crypto::ballot::ChoiceError),
    /// A paper could not be encrypted.
    #[error(transparent)]
    Encrypt(#[from] crypto::ballot::EncryptError),
    /// A fresh key is refused. No seed is known for which it is.
    #[error(transparent)]
    Key(#[from] crypto::signature::SignatureError),
    /// The fold would refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A number above 2^53 − 1.
    #[error(transparent)]
    Number(#[from] IntTooLarge),
    /// A page that the seal lists cannot be made.
    #[error(transparent)]
    Print(#[from] PrintError),
    /// A long value that is none.
    #[error(transparent)]
    Payload(#[from] PayloadError),
}

/// Signs a body: the act as its first signer submits it.
pub fn sign(body: &Body, key: &SigningKey, signer: Signer, fingerprint: &[u8; 32]) -> Act {
    sign_with_parts(body, &[], key, signer, fingerprint)
}

/// The same for a body that names a value in parts.
pub fn sign_with_parts(
    body: &Body,
    parts: &[BlobPart],
    key: &SigningKey,
    signer: Signer,
    fingerprint: &[u8; 32],
) -> Act {
    let parts = parts.iter().map(|part| part.data.clone()).collect();
    Act { sigs: vec![sig(&encode(body), key, signer, fingerprint)], body: body_text(body), parts }
}

fn sig(body: &[u8], key: &SigningKey, signer: Signer, fingerprint: &[u8; 32]) -> Sig {
    Sig { by: signer, sig: key.sign(purpose_of(signer), fingerprint, body).to_bytes().into() }
}

#[expect(clippy::expect_used, reason = "JSON that serde_json wrote is UTF-8")]
fn body_text(body: &Body) -> String {
    String::from_utf8(encode(body)).expect("JSON is UTF-8")
}

/// The contest with this number.
fn contest(state: &State, number: u64) -> Result<&Contest, ActError> {
    state.contests().get(&number).ok_or_else(|| ActError::NoContest { what: number.to_string() })
}

/// The course of a contest that is at one of these stages.
fn course<'a>(state: &'a State, number: u64, stages: &[Stage]) -> Result<&'a Course, ActError> {
    let contest = contest(state, number)?;
    contest
        .course()
        .filter(|course| stages.contains(&course.stage))
        .ok_or(ActError::Stage { contest: number, stage: contest.stage() })
}

/// The number of the contest with this contest hash.
fn number_of(state: &State, hash: &Bytes32) -> Result<u64, ActError> {
    state
        .contest_by_hash(hash.as_bytes())
        .map(|contest| contest.definition.contest.get())
        .ok_or_else(|| ActError::NoContest { what: hash.to_string() })
}

fn int(number: u64) -> Result<Int, ActError> {
    Ok(Int::try_from(number)?)
}

/// The deputy, if on the roll.
fn on_roll(state: &State, deputy: u32) -> Result<(), ActError> {
    let roll = state.roll().ok_or(ActError::Missing { what: "roll" })?;
    if roll.contains(deputy) {
        Ok(())
    } else {
        Err(Refusal::at(Code::DeputyUnknown, format_args!("deputy {deputy}")).into())
    }
}
