//! The encrypted ballot: a matrix of 0/1 ciphertexts that proves it keeps its contest's limits (protocol.md §7).
//!
//! Invariants
//! - One challenge covers context, shape, key, all ciphertexts and all commitments, so no part of a ballot
//!   verifies alone or under another ballot key (pitfalls 1 to 4).
//! - A ballot has one encoding, whose length the shape fixes.
//! - Only [`EncryptedBallot::verify`] (`into_verified`) and [`verify_batch`] make a [`VerifiedBallot`], and only those are summed.
//!
//! Next, in the order of a ballot's life: `shape`, `choices`, `seed`, `encrypt`, `code`, `encrypted`, `verify`,
//! `batch`, `tally`; then `crate::decryption`.

mod batch;
mod choices;
mod code;
mod encrypt;
mod encrypted;
mod error;
#[cfg(test)]
mod forged;
mod seed;
mod shape;
mod tally;
mod verify;

pub use batch::{verify_batch, verify_batch_owned};
pub use choices::{ChoiceError, Choices};
pub use code::{BallotCode, CodeNonce, KeyCommitment, ShortCode, ShortCodeError};
pub use encrypt::{EncryptError, encrypt, recompute_ciphertexts};
pub use encrypted::{EncryptedBallot, ciphertext_bytes};
pub use error::{BallotError, Part};
pub use seed::EncryptionSeed;
pub use shape::{
    BALLOT_BYTES_MAX, COEFFICIENT_MAX, LIMITS_MAX, Limit, OPTIONS_MAX, ROWS_MAX, Shape, ShapeError,
};
pub use tally::{Tally, TallyError};
pub use verify::{OwnedVerifiedBallot, VerifiedBallot};

use crate::elgamal::PublicKey;
use crate::hash;

/// What a ballot is bound to beside its own bytes, the shape and K.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BallotContext {
    /// The sitting's fingerprint: SHA-256 of entry 0.
    pub sitting: [u8; 32],
    /// The contest hash: of the `contest_opened` body.
    pub contest: [u8; 32],
    /// The Ed25519 public key that signs the cast ballot.
    pub ballot_key: [u8; 32],
}

/// What all ballots of one contest have in common, as 32 bytes, so that ballots of different contests are never
/// summed. Local: it is in no challenge, which covers its parts in full.
fn contest_tag(sitting: &[u8; 32], contest: &[u8; 32], shape: &Shape, key: &PublicKey) -> [u8; 32] {
    hash::sha256("ballot-contest-tag", &[sitting, contest, key.as_bytes(), shape.encoding()])
}
