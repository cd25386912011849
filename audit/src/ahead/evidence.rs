//! What is known of a line beside its bytes.

use crypto::ballot::{OwnedVerifiedBallot, VerifiedBallot};
use crypto::decryption::VerifiedPartial;
use crypto::signature::Purpose;

/// Checks that a line has passed, each with everything that it depended on beside the line's own bytes. Empty at first.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    pub(super) signatures: Vec<Signed>,
    pub(super) request: Option<Signed>,
    pub(super) evaluated_by: Option<[u8; 32]>,
    pub(super) ballot: Option<OwnedVerifiedBallot>,
    pub(super) partial: Option<VerifiedPartial>,
}

/// That a signature of the line holds (§4.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signed {
    /// Its place among the entry's signatures; 0 for that of a request.
    pub(crate) place: usize,
    /// A.
    pub(crate) key: [u8; 32],
    /// What it is for.
    pub(crate) purpose: Purpose,
    /// The sitting.
    pub(crate) fingerprint: [u8; 32],
}

impl Evidence {
    /// Whether a signature over the body holds.
    pub(crate) fn has_signature(&self, signed: &Signed) -> bool {
        self.signatures.contains(signed)
    }

    /// Whether the signature over the request of a `ballot_issued` holds.
    pub(crate) fn has_request(&self, signed: &Signed) -> bool {
        self.request.as_ref() == Some(signed)
    }

    /// Whether the evaluation of a `ballot_issued` is proved to be by this stamp key.
    pub(crate) fn is_evaluated_by(&self, stamp_key: &[u8; 32]) -> bool {
        self.evaluated_by.as_ref() == Some(stamp_key)
    }

    /// The ballot of a `ballot_cast` or `paper_cast`, with the context in which its proofs hold.
    pub(crate) fn ballot(&self) -> Option<VerifiedBallot<'_>> {
        self.ballot.as_ref().map(OwnedVerifiedBallot::verified)
    }

    /// The shares of a `decrypted` or `key_tested`, with the statement for which their proofs hold.
    pub(crate) fn partial(&self) -> Option<&VerifiedPartial> {
        self.partial.as_ref()
    }
}
