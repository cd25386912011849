//! Opening, issuing, challenges, hold and resume (protocol.md §3.4, §6, §7.8).

use super::contest::{Course, SecretKeys, Stage};
use super::paper::Paper;
use super::{Check, Code, Contest, Refusal, State};
use crate::ahead::{Evidence, Signed};
use crate::entry::voting::{BallotChallenged, BallotIssued, ContestHeld, ContestOpened, ContestResumed};
use crate::entry::{Body, Line, Signer, contest_hash};
use crate::rules::{LeaveEarly, Secrecy, VoidReason, may_open};
use crate::wire::{Bytes32, encode};
use crypto::ballot::{BallotCode, Choices, EncryptionSeed, KeyCommitment, recompute_ciphertexts};
use crypto::elgamal::PublicKey;
use crypto::group::Element;
use crypto::signature::Purpose;
use crypto::stamp::{Evaluation, EvaluationProof, StampPublicKey};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// Challenge records of a contest: at most three for each ballot issued (DESIGN §8).
pub(super) const CHALLENGES_PER_ISSUED: u64 = 3;

impl State {
    pub(super) fn contest_opened(&mut self, body: &ContestOpened, line: &Line) -> Result<(), Refusal> {
        let fingerprint = self.fingerprint()?;
        let bad = |what: &str| Refusal::at(Code::OpeningBad, what);
        let number = body.contest.get();
        let contest = self.contests.get(&number).ok_or_else(|| Refusal::at(Code::ContestUnknown, number))?;
        if contest.course.is_some() {
            self.object(Code::ContestOpenedAlready)?;
        }
        let roll = self.roll.as_ref().ok_or(Code::RollMissing)?;
        let named = [
            ("definition", contest.leaf, body.definition),
            ("rules", contest.definition.rules.to_bytes(), body.rules),
            ("roll", roll.leaf, body.roll),
        ];
        for (field, is, says) in named {
            if is != says.to_bytes() {
                self.object(bad(field))?;
            }
        }
        let keys = self.keys_of_opening(contest, body)?;
        let zero = body.zero_report;
        if [zero.issued, zero.boxed, zero.challenged, zero.returned].iter().any(|counter| counter.get() != 0)
        {
            self.object(Code::CounterNotZero)?;
        }
        let numbers = self.roll_numbers(&contest.profile)?;
        let roll_named = [
            ("membership", numbers.membership, body.membership),
            ("due", numbers.due, body.due),
            ("present", numbers.present, body.present),
        ];
        for (field, is, says) in roll_named {
            if is != says {
                self.object(Refusal::at(Code::OpeningBad, format_args!("{field}: {is}")))?;
            }
        }
        self.must(may_open(&contest.profile, &numbers).map_err(|error| {
            let code = match error.reason {
                VoidReason::MinimumBallots => Code::TooFewForSecrecy,
                _ => Code::QuorumMissing,
            };
            Refusal::at(code, format_args!("{} / {}", error.present, error.needed))
        }))?;
        if keys.is_some() {
            self.must(self.key_must_be_tested())?;
        }
        self.must(self.must_be_approved(contest))?;
        self.must(self.what_it_follows_from_is_announced(contest))?;
        let course = Course {
            hash: contest_hash(&fingerprint, line.body_bytes()),
            stage: Stage::Open,
            tree: (0, [0; 32]),
            opened_index: self.head.size,
            last: line.leaf(),
            keys,
            membership: body.membership.get(),
            due: body.due.get(),
            present: body.present.get(),
            paper: Paper::default(),
            votes: BTreeMap::new(),
            hands: Vec::new(),
            issued: BTreeMap::new(),
            challenged: 0,
            // Whom this 实到 counts although they left comes back without being counted twice.
            may_return: match contest.profile.leave_early {
                LeaveEarly::Stays => self.attendance.left().clone(),
                LeaveEarly::Leaves => BTreeSet::new(),
            },
            spoiled: HashSet::new(),
            slips: BTreeSet::new(),
            ballots: None,
            closed: None,
            shares: BTreeMap::new(),
            declared: None,
            declared_leaf: None,
            settled: None,
            voided_leaf: None,
            moments: super::moments::Moments::default(),
            report: None,
            voided: None,
        };
        self.counters.did(Check::Opening, 1);
        self.people.plenary_opens();
        if let Some(contest) = self.contests.get_mut(&number) {
            contest.course = Some(course);
        }
        Ok(())
    }

    /// The keys that the opening of a secret contest names; of another none.
    fn keys_of_opening(
        &self,
        contest: &Contest,
        body: &ContestOpened,
    ) -> Result<Option<SecretKeys>, Refusal> {
        let bad = |what: &str| Refusal::at(Code::OpeningBad, what);
        let keys = match (contest.profile.secrecy, body.keys.as_slice()) {
            (Secrecy::Secret, [keys]) => keys,
            (Secrecy::Named | Secrecy::Hands, []) => return Ok(None),
            _ => return Err(bad("keys")),
        };
        let ceremony = self.ceremony.as_ref().ok_or_else(|| bad("key"))?;
        let agreed = ceremony.agreed().ok_or_else(|| bad("key"))?;
        if agreed.leaf != keys.key.to_bytes() {
            self.object(bad("key"))?;
        }
        if *agreed.public_key.as_bytes() != keys.public_key.to_bytes() {
            self.object(bad("public_key"))?;
        }
        let stamp_key = keys.stamp_key.to_bytes();
        if Element::from_bytes(&stamp_key).is_err() {
            self.object(bad("stamp_key"))?;
        }
        let mut others =
            self.contests.values().filter_map(Contest::course).filter_map(|course| course.keys.as_ref());
        if others.any(|other| other.stamp_key == stamp_key) {
            self.object(bad("stamp_key: used in another contest"))?;
        }
        Ok(Some(SecretKeys { public_key: Arc::new(PublicKey::new(agreed.public_key)), stamp_key }))
    }

    /// Enough scrutineers have decrypted the test under the agreed key.
    fn key_must_be_tested(&self) -> Result<(), Refusal> {
        let ceremony = self.ceremony.as_ref().ok_or(Code::KeyNotTested)?;
        let (tested, threshold) = (ceremony.tested(), ceremony.threshold());
        if tested < threshold {
            return Err(Refusal::at(Code::KeyNotTested, format_args!("{tested} / {threshold}")));
        }
        Ok(())
    }

    pub(super) fn ballot_issued(&mut self, body: &BallotIssued, evidence: &Evidence) -> Result<(), Refusal> {
        let request = &body.request;
        let contest = self.course(&request.contest)?;
        let deputy = self.deputy(request.deputy.get())?;
        let at = |code| Refusal::at(code, format_args!("deputy {deputy}"));
        self.must(contest.must_be(Stage::Open))?;
        if !self.is_witnessed(contest.opened_index) {
            self.object(Code::NotWitnessed)?;
        }
        if self.attendance.get(deputy).is_none() {
            self.object(at(Code::NotCheckedIn))?;
        }
        if contest.issued.contains_key(&deputy) || contest.paper.issued.contains(&deputy) {
            self.object(at(Code::BallotIssuedAlready))?;
        }
        // The request is signed apart: the server's signature covers it and the deputy's with it.
        let whole = Body::BallotIssued(body.clone());
        let key = self.key_bytes_of(Signer::Deputy(deputy), &whole)?;
        let signed = Signed { place: 0, key, purpose: Purpose::Act, fingerprint: self.fingerprint()? };
        if !evidence.has_request(&signed) {
            let (sig, bytes) = (body.request_sig.as_bytes(), encode(request));
            self.must(self.check_signature(Signer::Deputy(deputy), sig, &whole, &bytes))?;
        }
        let stamp_key = contest.secret()?.stamp_key;
        if self.does(Check::Issuance) && !evidence.is_evaluated_by(&stamp_key) {
            check_evaluation(body, &stamp_key).map_err(at)?;
        }
        self.counters.did(Check::Issuance, 1);
        self.course_mut(&request.contest)?.issued.insert(deputy, request.blinded.to_bytes());
        Ok(())
    }

    pub(super) fn ballot_challenged(&mut self, body: &BallotChallenged) -> Result<(), Refusal> {
        let spoiled = self.challenge_ciphertexts(body)?;
        self.counters.did(Check::Challenges, 1);
        let course = self.course_mut(&body.contest)?;
        course.challenged = course.challenged.saturating_add(1);
        course.spoiled.extend(spoiled);
        Ok(())
    }

    /// Recomputes an opened encryption and compares the whole code; gives every first half A (§7.8).
    pub fn challenge_ciphertexts(&self, body: &BallotChallenged) -> Result<Vec<[u8; 32]>, Refusal> {
        let bad = |what: &str| Refusal::at(Code::ChallengeBad, what);
        let fingerprint = self.fingerprint()?;
        let contest = self.contest_by_hash(body.contest.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = contest.course().ok_or(Code::ContestForeign)?;
        self.must(course.must_be(Stage::Open))?;
        if course.challenged >= course.issued_count().saturating_mul(CHALLENGES_PER_ISSUED) {
            self.object(Code::ChallengeLimit)?;
        }
        let refuse = |error: &dyn std::fmt::Display| Refusal::at(Code::ChallengeBad, error);
        let choices =
            Choices::from_packed(&contest.shape, body.choices.as_bytes()).map_err(|error| refuse(&error))?;
        let seed = EncryptionSeed::from_opened(body.seed.to_bytes());
        let ciphertexts =
            recompute_ciphertexts(&seed, &choices, &contest.shape, &course.secret()?.public_key)
                .map_err(|error| refuse(&error))?;
        let com = KeyCommitment(body.com.to_bytes());
        let BallotCode(code) = BallotCode::new(&fingerprint, &course.hash, &com, &ciphertexts);
        if code != body.code.to_bytes() {
            self.object(bad("code"))?;
        }
        let firsts: Vec<_> = ciphertexts.iter().map(|ciphertext| *ciphertext.a().as_bytes()).collect();
        if firsts.iter().any(|a| course.spoiled.contains(a)) {
            self.object(Code::Spoiled)?;
        }
        Ok(firsts)
    }

    pub(super) fn contest_held(&mut self, body: &ContestHeld, leaf: [u8; 32]) -> Result<(), Refusal> {
        let course = self.course(&body.contest)?;
        self.must(course.must_be(Stage::Open))?;
        if course.last != body.follows.to_bytes() {
            self.object(Code::FollowsWrong)?;
        }
        if body.reason.as_str().trim().is_empty() {
            self.object(Code::ReasonMissing)?;
        }
        self.advance(&body.contest, Stage::Held, leaf)
    }

    pub(super) fn contest_resumed(&mut self, body: &ContestResumed, leaf: [u8; 32]) -> Result<(), Refusal> {
        let course = self.course(&body.contest)?;
        self.must(course.must_be(Stage::Held))?;
        if course.last != body.follows.to_bytes() {
            self.object(Code::FollowsWrong)?;
        }
        self.advance(&body.contest, Stage::Open, leaf)
    }

    pub(super) fn advance(&mut self, hash: &Bytes32, stage: Stage, leaf: [u8; 32]) -> Result<(), Refusal> {
        self.counters.did(Check::Course, 1);
        let course = self.course_mut(hash)?;
        course.stage = stage;
        course.last = leaf;
        Ok(())
    }

    /// The course of the contest with this contest hash.
    pub(super) fn course(&self, hash: &Bytes32) -> Result<&Course, Refusal> {
        self.contest_by_hash(hash.as_bytes())
            .and_then(Contest::course)
            .ok_or_else(|| Code::ContestForeign.into())
    }

    pub(super) fn course_mut(&mut self, hash: &Bytes32) -> Result<&mut Course, Refusal> {
        self.contests
            .values_mut()
            .filter_map(|contest| contest.course.as_mut())
            .find(|course| course.hash == hash.to_bytes())
            .ok_or_else(|| Code::ContestForeign.into())
    }
}

/// Whether the contest's stamp key is proved to have evaluated what the deputy asked (§6.2).
fn check_evaluation(body: &BallotIssued, stamp_key: &[u8; 32]) -> Result<(), Code> {
    let blinded = Element::from_bytes(body.request.blinded.as_bytes()).map_err(|_| Code::BlindedBad)?;
    let bad = |_| Code::StampProofBad;
    let evaluated = Element::from_bytes(body.evaluated.as_bytes()).map_err(bad)?;
    let key = StampPublicKey::from_bytes(stamp_key).map_err(bad)?;
    let proof = EvaluationProof::from_bytes(body.proof.as_bytes()).map_err(bad)?;
    Evaluation { evaluated, proof }.verify(&key, &blinded).map_err(|_| Code::StampProofBad)
}
