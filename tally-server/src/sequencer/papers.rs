//! Papers entered as encrypted ballots (protocol.md §3.9): their proofs are checked in front of the sequencer, as those of
//! ballots are, so that forty papers do not hold up a hall.
//!
//! Invariants
//! - Nothing is verified for whoever is neither secretariat nor chief scrutineer of this sitting: proofs are dear.
//! - [`OwnedVerifiedBallot`] goes with the act to the sequencer; the fold compares it with the entry's bytes, byte by byte.

use std::sync::Arc;

use audit::entry::paper::PaperCast;
use audit::entry::payload::BytesPayload;
use audit::entry::{Body, Sig, Signer};
use audit::fold::{Code, Contest, Refusal, Stage, State};
use audit::wire::encode;
use crypto::ballot::{BallotContext, EncryptedBallot, OwnedVerifiedBallot, Shape};
use crypto::elgamal::PublicKey;
use crypto::signature::{Purpose, Signature, VerifyingKey};
use protocol::Act;
use protocol::server::Placed;

use super::Denial;
use super::casting::parts_of;
use super::core::Core;
use super::proposals::Long;

/// A contest whose papers may be entered, as checking them needs it.
pub struct Entering {
    hash: [u8; 32],
    sitting: [u8; 32],
    shape: Arc<Shape>,
    public_key: Arc<PublicKey>,
    /// Who may enter papers.
    signers: [(Signer, VerifyingKey); 2],
}

impl Entering {
    /// For a secret contest whose box stands in the log and that gave out papers.
    fn new(state: &State, contest: &Contest) -> Option<Self> {
        let course = contest.course()?;
        let sitting = state.sitting()?;
        let key = |bytes| VerifyingKey::from_bytes(bytes).ok();
        Some(Self {
            hash: course.hash,
            sitting: sitting.fingerprint,
            shape: Arc::clone(&contest.shape),
            public_key: Arc::clone(&course.keys.as_ref()?.public_key),
            signers: [
                (Signer::Secretariat, key(sitting.definition.keys.secretariat.as_bytes())?),
                (Signer::Chief, key(sitting.definition.keys.chief.as_bytes())?),
            ],
        })
    }

    /// Checks signatures, decoding and proofs of a paper. `None` where only the parts are missing: they came with the
    /// proposal that this act countersigns.
    pub fn check(&self, act: &Act, paper: &PaperCast) -> Result<Option<OwnedVerifiedBallot>, Refusal> {
        self.check_signatures(act)?;
        if act.parts.is_empty() && matches!(paper.ballot, BytesPayload::Blob(_)) {
            return Ok(None);
        }
        let parts = parts_of(act)?;
        let bytes = parts.bytes(&paper.ballot).map_err(|error| Refusal::at(Code::PartsWrong, error))?;
        let ballot = EncryptedBallot::from_bytes(&self.shape, bytes)
            .map_err(|error| Refusal::at(Code::BallotMalformed, error))?;
        let context = BallotContext {
            sitting: self.sitting,
            contest: self.hash,
            ballot_key: paper.ballot_key.to_bytes(),
        };
        let verified = ballot.into_verified(&context, &self.shape, &self.public_key);
        verified.map(Some).map_err(|error| Refusal::at(Code::BallotProofBad, error))
    }

    fn check_signatures(&self, act: &Act) -> Result<(), Refusal> {
        if act.sigs.is_empty() {
            return Err(Refusal::at(Code::SignersWrong, "secretariat, chief"));
        }
        for sig in &act.sigs {
            let Some((signer, key)) = self.signers.iter().find(|(signer, _)| *signer == sig.by) else {
                return Err(Refusal::at(Code::SignersWrong, "secretariat, chief"));
            };
            let bad = |error| Refusal::at(Code::SignatureBad, format_args!("{signer}: {error}"));
            let signature = Signature::from_bytes(sig.sig.as_bytes()).map_err(bad)?;
            key.verify(Purpose::Act, &self.sitting, act.body.as_bytes(), &signature).map_err(bad)?;
        }
        Ok(())
    }
}

impl Core {
    /// A long value goes in before its entry: all of it or nothing.
    pub(super) fn apply_long(
        &mut self,
        act: &Act,
        body: &Body,
        sigs: &[Sig],
        long: Long,
    ) -> Result<Placed, Denial> {
        if !names_a_value(body) {
            return Err(Refusal::from(Code::PartsWrong).into());
        }
        // Before the parts are hashed: they may be three megabytes of a stranger's.
        for sig in sigs {
            self.state.check_signature(sig.by, sig.sig.as_bytes(), body, act.body.as_bytes())?;
        }
        let Long { parts, paper } = long;
        let carrier = Act { sigs: vec![], body: String::new(), parts };
        if !carrier.parts_fit() {
            return Err(Refusal::from(Code::PartsWrong).into());
        }
        let mut parts = Vec::with_capacity(carrier.parts.len());
        let mut prev = self.state.head().leaf;
        for part in carrier.part_bodies() {
            let line = Self::line_after(&self.state, prev, &[], &encode(&Body::BlobPart(part)), false)?;
            prev = line.leaf();
            parts.push(line);
        }
        let line = Self::line_after(&self.state, prev, sigs, act.body.as_bytes(), false)?;
        let verified = paper.as_ref().map(|paper| paper.verified());
        self.state.apply_with_parts(&parts, &line, verified.as_ref())?;
        self.pending.extend(parts);
        Ok(self.applied(line))
    }

    /// Whose papers may be entered: told to those who check them, each time a contest comes so far and when it is past.
    pub(super) fn follow_papers(&self, contest: &Contest) {
        let Some(course) = contest.course() else { return };
        let open = course.stage == Stage::Opened && !course.paper.issued.is_empty();
        if open == self.shared.entering(&course.hash).is_some() {
            return;
        }
        let entering = if open { Entering::new(&self.state, contest).map(Arc::new) } else { None };
        self.shared.set_entering(course.hash, entering);
    }
}

/// The kinds that can name a value of parts and are submitted by clients; ballots of the box are not appended here.
pub(super) fn names_a_value(body: &Body) -> bool {
    matches!(body, Body::RollFixed(_) | Body::RulesAdopted(_) | Body::PaperCast(_))
}
