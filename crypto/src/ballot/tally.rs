//! Totals under encryption: the sum of the cells' ciphertexts, ballot by ballot (protocol.md §7.9).
//!
//! Invariants
//! - Only verified ballots of one contest are summed, so a sum never exceeds the number of ballots.
//! - It streams: one sum for each cell, whatever the number of ballots.
//!
//! Next: `crate::decryption`.

use super::{VerifiedBallot, contest_tag, shape::Shape};
use crate::elgamal::{Ciphertext, PublicKey};
use crate::group::{DecodeError, Element, Point, RistrettoPoint};

/// Why a ballot or a tally cannot be added, or a sum has no ciphertext.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum TallyError {
    /// Another sitting, contest, key or shape.
    #[error("the ballot was verified for another contest")]
    OtherContest,
    /// No ballot at all, or randomness that cancels.
    #[error("the sum of cell {cell} has the identity as its first half: there is nothing to decrypt")]
    IdentitySum { cell: usize },
}

/// The running sums of one contest.
#[derive(Clone, Debug)]
pub struct Tally {
    tag: [u8; 32],
    sitting: [u8; 32],
    contest: [u8; 32],
    key: PublicKey,
    ballots: u64,
    sums: Vec<(RistrettoPoint, RistrettoPoint)>,
}

impl Tally {
    /// No ballot yet.
    pub fn new(sitting: [u8; 32], contest: [u8; 32], shape: &Shape, key: &PublicKey) -> Self {
        let tag = contest_tag(&sitting, &contest, shape, key);
        let sums = vec![Default::default(); shape.cells()];
        Self { tag, sitting, contest, key: key.clone(), ballots: 0, sums }
    }

    /// Adds a ballot. Whether its ballot key was counted before is the log's to know.
    pub fn add(&mut self, ballot: &VerifiedBallot<'_>) -> Result<(), TallyError> {
        if *ballot.tag() != self.tag {
            return Err(TallyError::OtherContest);
        }
        for ((a, b), ciphertext) in self.sums.iter_mut().zip(ballot.ballot().ciphertexts()) {
            *a += ciphertext.a().point();
            *b += ciphertext.b().point();
        }
        self.ballots += 1;
        Ok(())
    }

    /// Adds what another thread summed.
    pub fn merge(&mut self, other: &Self) -> Result<(), TallyError> {
        if other.tag != self.tag {
            return Err(TallyError::OtherContest);
        }
        for ((a, b), (other_a, other_b)) in self.sums.iter_mut().zip(&other.sums) {
            *a += other_a;
            *b += other_b;
        }
        self.ballots += other.ballots;
        Ok(())
    }

    /// Ballots added: no cell's total is larger.
    pub fn ballots(&self) -> u64 {
        self.ballots
    }

    /// The sitting's fingerprint.
    pub fn sitting(&self) -> &[u8; 32] {
        &self.sitting
    }

    /// The contest hash.
    pub fn contest(&self) -> &[u8; 32] {
        &self.contest
    }

    /// The key under which everything is encrypted.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The sums as ciphertexts, one for each cell in the shape's order (without slacks).
    pub fn sums(&self) -> Result<Vec<Ciphertext>, TallyError> {
        let sum = |(cell, (a, b)): (usize, &(RistrettoPoint, RistrettoPoint))| {
            let a = Element::try_from(*a).map_err(|_: DecodeError| TallyError::IdentitySum { cell })?;
            Ok(Ciphertext::new(a, Point::from(*b)))
        };
        self.sums.iter().enumerate().map(sum).collect()
    }
}
