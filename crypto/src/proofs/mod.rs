//! Proofs about discrete logarithms that the ceremony, the box and decryption share (protocol.md §5.2).
//!
//! Invariants
//! - A challenge covers a label, the caller's fields, the whole statement and all commitments (pitfall 1).
//! - A nonce is a hash of fresh randomness, the secret and everything that the challenge covers before it (pitfall 21).
//! - Proving is constant time in the secret; verifying need not be.

mod equality;
mod knowledge;

use zeroize::Zeroizing;

pub use equality::{EqualityClaim, EqualityProof};
pub use knowledge::KnowledgeProof;

use crate::group::{self, DecodeError, Scalar};
use crate::hash::{self, Entropy};

/// Where a proof belongs: nothing else than a proof with the same label and fields can take its place.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The label of the challenge (§1.4).
    pub label: &'static str,
    /// What pins the proof: sitting, run, contest, people, in the order that the label's row of §1.4 states.
    pub fields: &'a [&'a [u8]],
}

/// Why a proof is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The claim is false, the proof was altered, or it belongs to another context.
    #[error("the proof does not prove this claim in this place")]
    Mismatch,
}

/// HS(label, fields …, statement …, commitments …).
fn challenge(context: &Context<'_>, statement: &[&[u8]], commitments: &[&[u8]]) -> Scalar {
    let fields: Vec<&[u8]> = [context.fields, statement, commitments].concat();
    hash::scalar(context.label, &fields)
}

/// HS("proof-nonce", entropy, secret, label, fields …, statement …).
fn nonce(
    entropy: &Entropy,
    secret: &Scalar,
    context: &Context<'_>,
    statement: &[&[u8]],
) -> Zeroizing<Scalar> {
    let secret = Zeroizing::new(secret.to_bytes());
    let hedge: [&[u8]; 3] = [entropy.as_bytes(), secret.as_slice(), context.label.as_bytes()];
    let fields: Vec<&[u8]> = [&hedge, context.fields, statement].concat();
    Zeroizing::new(hash::scalar("proof-nonce", &fields))
}

/// c ‖ s, two canonical scalars.
pub(crate) fn scalars_from_bytes(bytes: &[u8; 64]) -> Result<(Scalar, Scalar), DecodeError> {
    let (mut c, mut s) = ([0; 32], [0; 32]);
    let (first, second) = bytes.split_at(32);
    c.copy_from_slice(first);
    s.copy_from_slice(second);
    Ok((group::scalar_from_bytes(&c)?, group::scalar_from_bytes(&s)?))
}

pub(crate) fn scalars_to_bytes(c: &Scalar, s: &Scalar) -> [u8; 64] {
    let mut bytes = [0; 64];
    let (first, second) = bytes.split_at_mut(32);
    first.copy_from_slice(c.as_bytes());
    second.copy_from_slice(s.as_bytes());
    bytes
}
