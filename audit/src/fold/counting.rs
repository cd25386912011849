//! Decryption, decision, voiding, reports and the seal (protocol.md §3.6, §3.7, §8, §9).

use super::contest::Stage;
use super::{Ceremony, Check, Code, Contest, Refusal, State};
use crate::entry::counting::{ContestVoided, Decrypted, ReportSigned, ResultDeclared, SittingSealed};
use crate::rules::{self, Decision, decide, rows_of_totals};
use crate::wire::{Bytes32, Int};
use crypto::decryption::{DecryptionStatement, PartialDecryption, combine};
use crypto::scrutineer::ScrutineerIndex;
use std::fmt;

impl State {
    pub(super) fn decrypted(&mut self, body: &Decrypted) -> Result<(), Refusal> {
        let unknown =
            || Refusal::at(Code::SignerUnknown, format_args!("scrutineer {}", body.scrutineer.get()));
        let index = scrutineer_index(body.scrutineer.get()).ok_or_else(unknown)?;
        let at =
            |code, what: &dyn fmt::Display| Refusal::at(code, format_args!("scrutineer {index}: {what}"));
        let statement = self.decryption_statement(&body.contest, &body.closed)?;
        if self.course(&body.contest)?.shares.contains_key(&index) {
            return Err(Refusal::at(Code::SharesTwice, format_args!("scrutineer {index}")));
        }
        let agreed = self.ceremony().and_then(Ceremony::agreed);
        let share_key = agreed.and_then(|agreed| agreed.share_key(index)).ok_or_else(unknown)?;
        let cells = statement.cells();
        if body.shares.len() != cells {
            return Err(at(Code::SharesWrong, &format_args!("{} / {cells}", body.shares.len())));
        }
        let bytes: Vec<u8> = body.shares.iter().flat_map(|share| *share.as_bytes()).collect();
        let verified = PartialDecryption::from_bytes(&bytes, cells)
            .and_then(|partial| partial.verify(&statement, index, share_key))
            .map_err(|error| at(Code::ShareProofBad, &error))?;
        self.counters.did(Check::Decryption, u64::try_from(cells).unwrap_or(u64::MAX));
        self.course_mut(&body.contest)?.shares.insert(index, verified);
        Ok(())
    }

    /// What scrutineers decrypt, once the contest is closed, witnessed and has enough ballots (§8.1): the sums that this
    /// fold made itself, never a ciphertext that somebody brings (pitfall 13).
    pub fn decryption_statement(
        &self,
        contest: &Bytes32,
        closed: &Bytes32,
    ) -> Result<DecryptionStatement, Refusal> {
        let found = self.contest_by_hash(contest.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = self.course(contest)?;
        course.must_be(Stage::Closed)?;
        let (leaf, index) = course.closed.ok_or(Code::ContestNotClosed)?;
        if leaf != closed.to_bytes() {
            return Err(Code::FollowsWrong.into());
        }
        if !self.is_witnessed(index) {
            return Err(Code::NotWitnessed.into());
        }
        let returned = course.returned().unwrap_or(0);
        let minimum = found.profile.minimum_ballots.get();
        if returned < minimum {
            return Err(Refusal::at(Code::TooFewBallots, format_args!("{returned} / {minimum}")));
        }
        let ballots = course.ballots.as_ref().ok_or(Code::BoxIncomplete)?;
        DecryptionStatement::totals(&ballots.tally, leaf)
            .map_err(|error| Refusal::at(Code::TotalsWrong, error))
    }

    /// Totals of a closed contest from the shares in the log: one number for each cell (§8.3).
    pub fn totals(&self, contest: &Bytes32) -> Result<Vec<u64>, Refusal> {
        let course = self.course(contest)?;
        let (closed, _) = course.closed.ok_or(Code::ContestNotClosed)?;
        let statement = self.decryption_statement(contest, &closed.into())?;
        let threshold = self.ceremony().map_or(u64::MAX, Ceremony::threshold);
        let have = u64::try_from(course.shares.len()).unwrap_or(u64::MAX);
        if have < threshold {
            return Err(Refusal::at(Code::SharesMissing, format_args!("{have} / {threshold}")));
        }
        let partials: Vec<_> = course.shares.values().cloned().collect();
        let threshold = usize::try_from(threshold).unwrap_or(usize::MAX);
        combine(&statement, threshold, &partials).map_err(|error| Refusal::at(Code::TotalsWrong, error))
    }

    /// What follows from totals by the rules (§9).
    pub fn decision(&self, hash: &Bytes32, totals: &[u64]) -> Result<Decision, Refusal> {
        let contest = self.contest_by_hash(hash.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = self.course(hash)?;
        let roll = self.roll().ok_or(Code::RollMissing)?;
        let returned = course.returned().ok_or(Code::BoxIncomplete)?;
        let int = |value: u64| Int::try_from(value).map_err(|_| Refusal::from(Code::DecisionWrong));
        let numbers = rules::RollNumbers {
            membership: int(roll.membership)?,
            // Who was excused and came all the same was due after all (§9.2).
            due: int(roll.due.max(course.present))?,
            present: int(course.present)?,
        };
        // By machine a ballot that does not follow the rules cannot be made: every returned ballot is valid (§7).
        let returned = int(returned)?;
        let ballots = rules::Ballots::by_machine(rules::Channel {
            issued: int(course.issued_count())?,
            returned,
            valid: returned,
            void: Int::ZERO,
        });
        let rows = rows_of_totals(&contest.profile, totals, ballots.valid())
            .ok_or_else(|| Refusal::at(Code::TotalsWrong, "rows"))?;
        decide(&contest.profile, &numbers, &ballots, &rows)
            .map_err(|error| Refusal::at(Code::DecisionWrong, error))
    }

    pub(super) fn result_declared(&mut self, body: &ResultDeclared, leaf: [u8; 32]) -> Result<(), Refusal> {
        let course = self.course(&body.contest)?;
        course.must_be(Stage::Closed)?;
        if course.closed.map(|(closed, _)| closed) != Some(body.closed.to_bytes()) {
            return Err(Code::FollowsWrong.into());
        }
        let totals = self.totals(&body.contest)?;
        let declared: Vec<_> = body.totals.iter().map(|total| total.get()).collect();
        if declared.len() != totals.len() {
            return Err(Refusal::at(
                Code::TotalsWrong,
                format_args!("{} / {}", declared.len(), totals.len()),
            ));
        }
        if let Some((cell, (is, says))) =
            totals.iter().zip(&declared).enumerate().find(|(_, (is, says))| is != says)
        {
            return Err(Refusal::at(Code::TotalsWrong, format_args!("cell {cell}: {says} ≠ {is}")));
        }
        let decision = self.decision(&body.contest, &totals)?;
        if let Some(field) = decision.difference(&body.decision) {
            return Err(Refusal::at(Code::DecisionWrong, field));
        }
        self.counters.did(Check::Totals, u64::try_from(totals.len()).unwrap_or(u64::MAX));
        self.counters.did(Check::Decision, 1);
        let course = self.course_mut(&body.contest)?;
        course.declared = Some((totals, decision));
        course.stage = Stage::Declared;
        course.last = leaf;
        Ok(())
    }

    pub(super) fn contest_voided(&mut self, body: &ContestVoided, leaf: [u8; 32]) -> Result<(), Refusal> {
        let course = self.course(&body.contest)?;
        if course.stage == Stage::Voided {
            return Err(Code::VoidedAlready.into());
        }
        if course.last != body.follows.to_bytes() {
            return Err(Code::FollowsWrong.into());
        }
        if body.reason.as_str().trim().is_empty() {
            return Err(Code::ReasonMissing.into());
        }
        self.counters.did(Check::Voiding, 1);
        let course = self.course_mut(&body.contest)?;
        course.voided = Some((body.reason.as_str().to_owned(), !course.shares.is_empty()));
        course.stage = Stage::Voided;
        course.last = leaf;
        Ok(())
    }

    pub(super) fn report_signed(&mut self, body: &ReportSigned) -> Result<(), Refusal> {
        let course = self.course(&body.contest)?;
        if !matches!(course.stage, Stage::Declared | Stage::Voided) {
            return Err(Code::ContestNotClosed.into());
        }
        self.counters.did(Check::Voiding, 1);
        Ok(())
    }

    pub(super) fn sitting_sealed(&mut self, body: &SittingSealed) -> Result<(), Refusal> {
        let sitting = self.sitting().ok_or(Code::NotDefined)?;
        if body.index.get() != self.head.size {
            return Err(Refusal::at(Code::SealBad, "index"));
        }
        if body.origin != sitting.definition.origin {
            return Err(Refusal::at(Code::SealBad, "origin"));
        }
        if let Some((number, _)) = self.contests.iter().find(|(_, contest)| !Contest::is_finished(contest)) {
            return Err(Refusal::at(Code::NotFinished, format_args!("contest {number}")));
        }
        self.counters.did(Check::Seal, 1);
        self.sealed = true;
        Ok(())
    }
}

/// A position as it stands in an entry.
pub(super) fn scrutineer_index(index: u64) -> Option<ScrutineerIndex> {
    u16::try_from(index).ok().and_then(|index| ScrutineerIndex::try_from(index).ok())
}
