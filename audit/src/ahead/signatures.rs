//! Signatures of entries and requests, and the proofs of issuing: each alone, for all on every core.

use super::evidence::Signed;
use crate::entry::voting::BallotIssued;
use crate::entry::{Body, Line, Signer};
use crate::fold::{State, purpose_of};
use crate::wire::encode;
use crypto::group::Element;
use crypto::signature::{Purpose, Signature, VerifyingKey};
use crypto::stamp::{Evaluation, EvaluationProof, StampPublicKey};
use std::collections::HashMap;

/// Device keys that are bound among the lines themselves.
pub(super) struct Devices(HashMap<u32, [u8; 32]>);

impl Devices {
    pub(super) fn new(lines: &[Line]) -> Self {
        let bound = lines.iter().filter_map(|line| match line.body() {
            Body::CheckedIn(body) => {
                Some((u32::try_from(body.deputy.get()).ok()?, body.device_key.to_bytes()))
            }
            _ => None,
        });
        Self(bound.collect())
    }

    /// The key that a signer's signature will probably be held against.
    fn key_of(&self, state: &State, signer: Signer, body: &Body) -> Option<[u8; 32]> {
        let bound_here = match signer {
            Signer::Deputy(number) => self.0.get(&number).copied(),
            _ => None,
        };
        bound_here.or_else(|| state.key_bytes_of(signer, body).ok())
    }
}

/// Checks the signatures of a line, and what a `ballot_issued` proves.
pub(super) fn check(state: &State, devices: &Devices, fingerprint: &[u8; 32], line: &mut Line) {
    let sigs = line.entry().sigs.iter().enumerate();
    let signatures = sigs.filter_map(|(place, sig)| {
        let key = devices.key_of(state, sig.by, line.body())?;
        let signed = Signed { place, key, purpose: purpose_of(sig.by), fingerprint: *fingerprint };
        holds(&signed, line.body_bytes(), sig.sig.as_bytes()).then_some(signed)
    });
    let signatures = signatures.collect();
    let (mut request, mut evaluated_by) = (None, None);
    if let Body::BallotIssued(body) = line.body() {
        request = check_request(state, devices, fingerprint, body, line.body());
        evaluated_by = check_evaluation(state, body);
    }
    let evidence = line.evidence_mut();
    evidence.signatures = signatures;
    evidence.request = request;
    evidence.evaluated_by = evaluated_by;
}

fn holds(signed: &Signed, bytes: &[u8], signature: &[u8; 64]) -> bool {
    let (Ok(key), Ok(signature)) = (VerifyingKey::from_bytes(&signed.key), Signature::from_bytes(signature))
    else {
        return false;
    };
    key.verify(signed.purpose, &signed.fingerprint, bytes, &signature).is_ok()
}

fn check_request(
    state: &State,
    devices: &Devices,
    fingerprint: &[u8; 32],
    issued: &BallotIssued,
    body: &Body,
) -> Option<Signed> {
    let deputy = u32::try_from(issued.request.deputy.get()).ok()?;
    let key = devices.key_of(state, Signer::Deputy(deputy), body)?;
    let signed = Signed { place: 0, key, purpose: Purpose::Act, fingerprint: *fingerprint };
    holds(&signed, &encode(&issued.request), issued.request_sig.as_bytes()).then_some(signed)
}

/// The stamp key by which the evaluation is proved to be.
fn check_evaluation(state: &State, issued: &BallotIssued) -> Option<[u8; 32]> {
    let course = state.contest_by_hash(issued.request.contest.as_bytes())?.course()?;
    let stamp_key = course.keys.as_ref()?.stamp_key;
    let key = StampPublicKey::from_bytes(&stamp_key).ok()?;
    let blinded = Element::from_bytes(issued.request.blinded.as_bytes()).ok()?;
    let evaluated = Element::from_bytes(issued.evaluated.as_bytes()).ok()?;
    let proof = EvaluationProof::from_bytes(issued.proof.as_bytes()).ok()?;
    Evaluation { evaluated, proof }.verify(&key, &blinded).ok()?;
    Some(stamp_key)
}
