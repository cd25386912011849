//! Acts that wait for signatures (protocol.md §11.3). In memory only: a proposal is no entry, and after a restart it is made again.
//!
//! Invariants
//! - Every signature kept here was verified when it came.
//! - At most [`limits::PROPOSALS_MAX`]; what can no longer be appended is dropped after each commit.

use audit::entry::{Body, Sig, Signer};
use audit::fold::State;
use audit::wire::{Bytes, Bytes32};
use crypto::ballot::OwnedVerifiedBallot;
use protocol::problem::Problem;
use protocol::server::Proposal;
use protocol::{Act, limits};

use super::stale::stale;

struct Waiting {
    hash: Bytes32,
    text: String,
    body: Body,
    sigs: Vec<Sig>,
    long: Long,
}

/// What an act brings besides its body: whoever countersigns need not send it again.
#[derive(Clone, Default)]
pub(super) struct Long {
    /// Data of the `blob_part`s.
    pub(super) parts: Vec<Bytes>,
    /// A paper's ballot, verified.
    pub(super) paper: Option<Box<OwnedVerifiedBallot>>,
}

impl Long {
    /// What is there, else what `other` has.
    fn or(self, other: &Self) -> Self {
        Self {
            parts: if self.parts.is_empty() { other.parts.clone() } else { self.parts },
            paper: self.paper.or_else(|| other.paper.clone()),
        }
    }
}

/// The proposals of a sitting, in the order in which they came.
#[derive(Default)]
pub(super) struct Proposals(Vec<Waiting>);

impl Proposals {
    /// The signatures that are there for a body.
    pub(super) fn sigs(&self, hash: &Bytes32) -> &[Sig] {
        self.0.iter().find(|waiting| waiting.hash == *hash).map_or(&[], |waiting| &waiting.sigs)
    }

    /// `long`, filled up with what came with the proposal of this body.
    pub(super) fn complete(&self, hash: &Bytes32, long: Long) -> Long {
        match self.0.iter().find(|waiting| waiting.hash == *hash) {
            Some(waiting) => long.or(&waiting.long),
            None => long,
        }
    }

    /// Keeps a proposal, or what was added to one.
    pub(super) fn put(&mut self, act: &Act, body: Body, sigs: Vec<Sig>, long: Long) -> Result<(), Problem> {
        let hash = act.hash();
        if let Some(waiting) = self.0.iter_mut().find(|waiting| waiting.hash == hash) {
            waiting.sigs = sigs;
            waiting.long = long;
            return Ok(());
        }
        // A deputy at the door has one late check-in waiting, not as many as there are devices.
        if let Body::CheckedIn(new) = &body {
            self.0
                .retain(|waiting| !matches!(&waiting.body, Body::CheckedIn(old) if old.deputy == new.deputy));
        }
        if self.0.len() >= limits::PROPOSALS_MAX {
            return Err(Problem::TooManyProposals);
        }
        self.0.push(Waiting { hash, text: act.body.clone(), body, sigs, long });
        Ok(())
    }

    /// Drops what stands in the log by now, what the fold would refuse, and what is signed with keys that changed.
    pub(super) fn prune(&mut self, state: &State) {
        self.0.retain(|waiting| {
            let signed = |sig: &Sig| {
                state
                    .check_signature(sig.by, sig.sig.as_bytes(), &waiting.body, waiting.text.as_bytes())
                    .is_ok()
            };
            let needed = state.signers_needed(&waiting.body);
            !state.has_seen(waiting.hash.as_bytes())
                && stale(state, &waiting.body).is_none()
                && waiting.sigs.iter().all(|sig| needed.contains(&sig.by) && signed(sig))
        });
    }

    /// For the status.
    pub(super) fn list(&self, state: &State) -> Vec<Proposal> {
        let missing = |waiting: &Waiting| -> Vec<Signer> {
            let signed = |signer: &Signer| waiting.sigs.iter().any(|sig| sig.by == *signer);
            state.signers_needed(&waiting.body).into_iter().filter(|signer| !signed(signer)).collect()
        };
        let show = |waiting: &Waiting| Proposal {
            hash: waiting.hash,
            body: waiting.text.clone(),
            sigs: waiting.sigs.clone(),
            missing: missing(waiting),
        };
        self.0.iter().map(show).collect()
    }
}
