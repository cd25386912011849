//! The end of the voting: admission stops, slips, the box, the close (protocol.md §3.5, §10).

use super::contest::{Ballots, Stage};
use super::{Check, Code, Contest, Refusal, State};
use crate::ahead;
use crate::entry::voting::{BallotCast, BallotReturned, BoxOpened, ContestClosed, ContestEnded};
use crate::rules::{Recast, Secrecy};
use crypto::ballot::{BallotContext, EncryptedBallot, Tally, VerifiedBallot};
use crypto::proofs::EqualityProof;
use crypto::signature::VerifyingKey;
use crypto::stamp::{
    BatchVerifier, PreparedStamp, Stamp, StampBatch, StampBatchError, StampContext, StampPublicKey,
};
use std::collections::HashSet;

/// Stamps that one core prepares at a time.
const STAMPS_AT_ONCE: usize = 64;

impl State {
    pub(super) fn contest_ended(&mut self, body: &ContestEnded, leaf: [u8; 32]) -> Result<(), Refusal> {
        let course = self.course(&body.contest)?;
        let contest = self.contest_by_hash(body.contest.as_bytes()).ok_or(Code::ContestForeign)?;
        // A show of hands ends when it is counted.
        if contest.profile.secrecy == Secrecy::Hands {
            self.object(Code::SecrecyWrong)?;
        }
        // A held contest may be ended too: nobody is forced to resume before stopping.
        if course.stage != Stage::Held {
            self.must(course.must_be(Stage::Open))?;
        }
        self.advance(&body.contest, Stage::Ended, leaf)
    }

    pub(super) fn ballot_returned(&mut self, body: &BallotReturned) -> Result<(), Refusal> {
        let deputy = self.deputy(body.deputy.get())?;
        let at = |code| Refusal::at(code, format_args!("deputy {deputy}"));
        let course = self.course(&body.contest)?;
        self.must(course.must_be(Stage::Ended))?;
        if !course.issued.contains_key(&deputy) {
            self.object(at(Code::SlipWithoutBallot))?;
        }
        if course.slips.contains(&deputy) {
            self.object(at(Code::SlipTwice))?;
        }
        self.counters.did(Check::Slips, 1);
        self.course_mut(&body.contest)?.slips.insert(deputy);
        Ok(())
    }

    pub(super) fn box_opened(&mut self, body: &BoxOpened, leaf: [u8; 32]) -> Result<(), Refusal> {
        let fingerprint = self.fingerprint()?;
        let index = self.head.size;
        let contest = self.contest_by_hash(body.contest.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = contest.course().ok_or(Code::ContestForeign)?;
        self.must(course.must_be(Stage::Ended))?;
        let announced = body.ballots.get();
        if announced > course.issued_count() {
            self.object(Refusal::at(
                Code::BoxTooFull,
                format_args!("{announced} / {}", course.issued_count()),
            ))?;
        }
        let key = StampPublicKey::from_bytes(&course.secret()?.stamp_key).map_err(|_| Code::StampsBad)?;
        let context = StampContext { sitting: fingerprint, contest: course.hash };
        let ballots = Ballots {
            announced,
            opened: (leaf, index),
            stamps: (
                StampBatch { context, key, count: announced, digest: body.stamps.to_bytes() },
                body.proof.to_bytes(),
            ),
            stamped: Vec::new(),
            tally: Tally::new(fingerprint, course.hash, &contest.shape, &course.secret()?.public_key),
        };
        let stage = if announced == 0 {
            if self.does(Check::Stamps) {
                check_stamps(&ballots.stamps, &[])?;
            }
            self.counters.did(Check::Stamps, 1);
            Stage::Opened
        } else {
            Stage::Opening
        };
        let course = self.course_mut(&body.contest)?;
        course.ballots = Some(ballots);
        course.stage = stage;
        course.last = leaf;
        Ok(())
    }

    pub(super) fn ballot_cast(
        &mut self,
        body: &BallotCast,
        leaf: [u8; 32],
        verified: Option<&VerifiedBallot<'_>>,
    ) -> Result<(), Refusal> {
        let fingerprint = self.fingerprint()?;
        let contest = self.contest_by_hash(body.contest.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = contest.course().ok_or(Code::ContestForeign)?;
        self.must(course.must_be(Stage::Opening))?;
        let ballots = course.ballots.as_ref().ok_or(Code::BoxNotOpening)?;
        let key = body.ballot_key.to_bytes();
        // Sorted, so neither place nor order says when a ballot came; strictly, so none comes twice.
        if ballots.stamped.last().is_some_and(|(last, _)| *last >= key) {
            self.object(Code::BoxOrder)?;
        }
        // The former ballot was in the box for a while and is nowhere now: of one key the last stands, which says so.
        if body.replaces.to_bytes() != [0; 32] && contest.profile.recast == Recast::First {
            self.object(Code::RecastRefused)?;
        }
        let bytes = self.parts.bytes(&body.ballot).map_err(|error| Refusal::at(Code::PartsWrong, error))?;
        let context = BallotContext { sitting: fingerprint, contest: course.hash, ballot_key: key };
        let mut decoded = None;
        let (verified, firsts) = self.verified(contest, &context, bytes, verified, &mut decoded)?;
        if firsts.iter().any(|a| course.spoiled.contains(a)) {
            self.object(Code::Spoiled)?;
        }
        let stamp = body.stamp.to_bytes();
        let complete = ballots.appended().saturating_add(1) == ballots.announced;
        if complete && self.does(Check::Stamps) {
            let all: Vec<_> = ballots.stamped.iter().copied().chain([(key, stamp)]).collect();
            check_stamps(&ballots.stamps, &all)?;
        }
        let course = self.course_mut(&body.contest)?;
        if let Some(ballots) = &mut course.ballots {
            if let Some(verified) = verified {
                ballots.tally.add(&verified).map_err(|error| Refusal::at(Code::BallotMalformed, error))?;
            }
            ballots.stamped.push((key, stamp));
        }
        course.spoiled.extend(firsts);
        if complete {
            course.stage = Stage::Opened;
            course.last = leaf;
        }
        self.counters.did(Check::Casts, 1);
        self.counters.did(Check::BallotProofs, 1);
        if complete {
            self.counters.did(Check::Stamps, 1);
        }
        Ok(())
    }

    pub(super) fn contest_closed(&mut self, body: &ContestClosed, leaf: [u8; 32]) -> Result<(), Refusal> {
        let contest = self.contest_by_hash(body.contest.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = self.course(&body.contest)?;
        let (issued, slips) = match contest.profile.secrecy {
            Secrecy::Secret => {
                self.must(course.must_be(Stage::Opened))?;
                (course.issued_count(), course.slip_count())
            }
            // No box and no slips: each vote is signed by its deputy.
            Secrecy::Named | Secrecy::Hands => {
                self.must(course.must_be(Stage::Ended))?;
                (course.present, course.returned().unwrap_or(0))
            }
        };
        let returned = course.returned().ok_or(Code::BoxIncomplete)?;
        let numbers = [
            ("size", course.tree.0, body.size),
            ("issued", issued, body.issued),
            ("returned", returned, body.returned),
            ("slips", slips, body.slips),
        ];
        for (field, is, says) in numbers {
            if is != says.get() {
                self.object(Refusal::at(Code::ClosingBad, format_args!("{field}: {} ≠ {is}", says.get())))?;
            }
        }
        if course.tree.1 != body.root.to_bytes() {
            self.object(Refusal::at(Code::ClosingBad, "root"))?;
        }
        self.must(Self::check_paper_numbers(contest, &body.paper))?;
        let index = self.head.size;
        self.counters.did(Check::Closing, 1);
        self.counters.did(Check::Paper, 1);
        let course = self.course_mut(&body.contest)?;
        course.closed = Some((leaf, index));
        course.paper.numbers = Some(body.paper);
        course.stage = Stage::Closed;
        // No ciphertext comes any more; a verifier's memory must not grow with every contest's ballots.
        course.spoiled = HashSet::new();
        course.last = leaf;
        Ok(())
    }
}

impl State {
    /// A ballot whose proofs hold, handed over or verified here, and the first half A of each of its ciphertexts. No ballot
    /// only where a test has switched that check off: it then takes its place, and nothing of it is summed.
    pub(super) fn verified<'a>(
        &self,
        contest: &Contest,
        context: &BallotContext,
        bytes: &[u8],
        handed: Option<&VerifiedBallot<'a>>,
        decoded: &'a mut Option<EncryptedBallot>,
    ) -> Result<(Option<VerifiedBallot<'a>>, Vec<[u8; 32]>), Refusal> {
        let firsts = |ballot: &EncryptedBallot| {
            ballot.ciphertexts().iter().map(|ciphertext| *ciphertext.a().as_bytes()).collect()
        };
        if let Some(handed) = handed
            && handed.context() == context
            && handed.ballot().as_bytes() == bytes
        {
            return Ok((Some(*handed), firsts(handed.ballot())));
        }
        let ballot = match decode_ballot(contest, bytes) {
            Ok(ballot) => decoded.insert(ballot),
            Err(refusal) => return self.object(refusal).map(|()| (None, Vec::new())),
        };
        let firsts = firsts(ballot);
        match verify_ballot(contest, context, ballot) {
            Ok(verified) => Ok((Some(verified), firsts)),
            Err(refusal) => self.object(refusal).map(|()| (None, firsts)),
        }
    }
}

/// Decodes a ballot for a contest's matrix (§7.2).
pub fn decode_ballot(contest: &Contest, bytes: &[u8]) -> Result<EncryptedBallot, Refusal> {
    EncryptedBallot::from_bytes(&contest.shape, bytes)
        .map_err(|error| Refusal::at(Code::BallotMalformed, error))
}

/// Checks all proofs of a ballot (§7.6); the same function serves admission and verification.
pub fn verify_ballot<'a>(
    contest: &Contest,
    context: &BallotContext,
    ballot: &'a EncryptedBallot,
) -> Result<VerifiedBallot<'a>, Refusal> {
    let course = contest.course().ok_or(Code::ContestForeign)?;
    ballot
        .verify(context, &contest.shape, &course.secret()?.public_key)
        .map_err(|error| Refusal::at(Code::BallotProofBad, error))
}

/// Checks all stamps of a box with its one proof (§6.3); the ballot keys are hashed to the group on every core.
fn check_stamps(
    (batch, proof): &(StampBatch, [u8; 64]),
    stamped: &[([u8; 32], [u8; 32])],
) -> Result<(), Refusal> {
    let mut prepared: Vec<_> = stamped.iter().map(|stamped| (stamped, None)).collect();
    ahead::in_parallel(&mut prepared, STAMPS_AT_ONCE, |some| {
        for ((key, stamp), prepared) in some {
            *prepared = Some(prepare_stamp(batch, key, stamp));
        }
    });
    let mut verifier = BatchVerifier::new(batch);
    for (ballot, (_, prepared)) in prepared.into_iter().enumerate() {
        let bad = || Refusal::at(Code::StampBad, format_args!("ballot {ballot}"));
        let prepared = prepared.flatten().ok_or_else(bad)?;
        let added = prepared.and_then(|prepared| verifier.add_prepared(&prepared));
        added.map_err(|error| Refusal::at(Code::StampsBad, error))?;
    }
    let proof = EqualityProof::from_bytes(proof).map_err(|_| Code::StampsBad)?;
    verifier.finish(&proof).map_err(|error| Refusal::at(Code::StampsBad, error))
}

/// `None` if key or stamp does not decode.
fn prepare_stamp(
    batch: &StampBatch,
    key: &[u8; 32],
    stamp: &[u8; 32],
) -> Option<Result<PreparedStamp, StampBatchError>> {
    let (key, stamp) = (VerifyingKey::from_bytes(key).ok()?, Stamp::from_bytes(stamp).ok()?);
    Some(PreparedStamp::new(&batch.context, key, stamp))
}
