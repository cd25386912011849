//! Decryption, decision, voiding, reports and the seal (protocol.md §3.6, §3.7, §8, §9).

use super::contest::Stage;
use super::{Ceremony, Check, Code, Contest, Refusal, State};
use crate::ahead::Evidence;
use crate::entry::Signer;
use crate::entry::counting::{
    ContestVoided, Decrypted, ReportSigned, ResultDeclared, SittingSealed, TieSettled,
};
use crate::rules::{self, Decision, NextKind, Row, Secrecy, decide};
use crate::wire::Bytes32;
use crypto::decryption::{DecryptionStatement, PartialDecryption, combine};
use crypto::scrutineer::ScrutineerIndex;
use std::collections::BTreeSet;
use std::fmt;

impl State {
    pub(super) fn decrypted(&mut self, body: &Decrypted, evidence: &Evidence) -> Result<(), Refusal> {
        let unknown =
            || Refusal::at(Code::SignerUnknown, format_args!("scrutineer {}", body.scrutineer.get()));
        let index = scrutineer_index(body.scrutineer.get()).ok_or_else(unknown)?;
        let at =
            |code, what: &dyn fmt::Display| Refusal::at(code, format_args!("scrutineer {index}: {what}"));
        let statement = self.decryption_statement(&body.contest, &body.closed)?;
        if self.course(&body.contest)?.shares.contains_key(&index) {
            self.object(Refusal::at(Code::SharesTwice, format_args!("scrutineer {index}")))?;
        }
        let agreed = self.ceremony().and_then(Ceremony::agreed);
        let share_key = agreed.and_then(|agreed| agreed.share_key(index)).ok_or_else(unknown)?;
        let cells = statement.cells();
        if body.shares.len() != cells {
            self.object(at(Code::SharesWrong, &format_args!("{} / {cells}", body.shares.len())))?;
        }
        let verified = match evidence.partial() {
            Some(partial) if partial.is_of(&statement, index, share_key) => partial.clone(),
            _ => {
                let bytes: Vec<u8> = body.shares.iter().flat_map(|share| *share.as_bytes()).collect();
                PartialDecryption::from_bytes(&bytes, cells)
                    .and_then(|partial| partial.verify(&statement, index, share_key))
                    .map_err(|error| at(Code::ShareProofBad, &error))?
            }
        };
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
        self.must(course.must_be(Stage::Closed))?;
        let (leaf, index) = course.closed.ok_or(Code::ContestNotClosed)?;
        if leaf != closed.to_bytes() {
            self.object(Code::FollowsWrong)?;
        }
        if !self.is_witnessed(index) {
            self.object(Code::NotWitnessed)?;
        }
        course.secret()?;
        if course.paper.is_awaited() {
            self.object(Code::PaperNotConfirmed)?;
        }
        let summed = course.summed().unwrap_or(0);
        let minimum = found.profile.minimum_ballots.get();
        if summed < minimum {
            self.object(Refusal::at(Code::TooFewBallots, format_args!("{summed} / {minimum}")))?;
        }
        if self.is_void_by_numbers(found)? {
            self.object(Code::VoteVoid)?;
        }
        let ballots = course.ballots.as_ref().ok_or(Code::BoxIncomplete)?;
        DecryptionStatement::totals(&ballots.tally, leaf)
            .map_err(|error| Refusal::at(Code::TotalsWrong, error))
    }

    /// Whether the vote is void whatever its content: then nothing is decrypted (§9.3, step 2).
    pub fn is_void_by_numbers(&self, contest: &Contest) -> Result<bool, Refusal> {
        let course = contest.course().ok_or(Code::ContestForeign)?;
        let (roll, ballots) = (self.contest_roll(course)?, self.contest_ballots(contest)?);
        let void = rules::is_void(&contest.profile, &roll, &ballots);
        void.map_err(|error| Refusal::at(Code::DecisionWrong, error))
    }

    /// Totals of a closed contest, one number for each cell: from the shares in the log (§8.3), the named votes or the
    /// hands. None if the vote is void whatever they are.
    pub fn totals(&self, contest: &Bytes32) -> Result<Vec<u64>, Refusal> {
        let found = self.contest_by_hash(contest.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = self.course(contest)?;
        course.closed.ok_or(Code::ContestNotClosed)?;
        if course.paper.is_awaited() {
            self.object(Code::PaperNotConfirmed)?;
        }
        if self.is_void_by_numbers(found)? {
            return Ok(Vec::new());
        }
        let per_row = found.shape.cells_per_row();
        match found.profile.secrecy {
            Secrecy::Secret if course.summed() == Some(0) => Ok(vec![0; found.shape.cells()]),
            Secrecy::Secret => self.decrypted_totals(contest),
            Secrecy::Named => {
                let marks = |item: usize, column: usize| {
                    let votes = course.votes.values();
                    let marks = votes.filter(|vote| vote.columns.get(item) == Some(&column)).count();
                    u64::try_from(marks).unwrap_or(u64::MAX)
                };
                let items = 0..found.shape.rows();
                Ok(items
                    .flat_map(|item| (0..per_row).map(move |column| (item, column)))
                    .map(|(i, c)| marks(i, c))
                    .collect())
            }
            Secrecy::Hands => {
                let cells =
                    |row: &Row| row.counts.iter().take(per_row).map(|count| count.get()).collect::<Vec<_>>();
                Ok(course.hands.iter().flat_map(cells).collect())
            }
        }
    }

    fn decrypted_totals(&self, contest: &Bytes32) -> Result<Vec<u64>, Refusal> {
        let course = self.course(contest)?;
        let (closed, _) = course.closed.ok_or(Code::ContestNotClosed)?;
        let statement = self.decryption_statement(contest, &closed.into())?;
        let threshold = self.ceremony().map_or(u64::MAX, Ceremony::threshold);
        let have = u64::try_from(course.shares.len()).unwrap_or(u64::MAX);
        if have < threshold {
            self.object(Refusal::at(Code::SharesMissing, format_args!("{have} / {threshold}")))?;
        }
        let partials: Vec<_> = course.shares.values().cloned().collect();
        let threshold = usize::try_from(threshold).unwrap_or(usize::MAX);
        combine(&statement, threshold, &partials).map_err(|error| Refusal::at(Code::TotalsWrong, error))
    }

    /// What follows from totals by the rules (§9).
    pub fn decision(&self, hash: &Bytes32, totals: &[u64]) -> Result<Decision, Refusal> {
        let contest = self.contest_by_hash(hash.as_bytes()).ok_or(Code::ContestForeign)?;
        let course = self.course(hash)?;
        let (roll, ballots) = (self.contest_roll(course)?, self.contest_ballots(contest)?);
        let rows = self.contest_rows(contest, totals)?;
        decide(&contest.profile, &roll, &ballots, &rows)
            .map_err(|error| Refusal::at(Code::DecisionWrong, error))
    }

    pub(super) fn result_declared(&mut self, body: &ResultDeclared, leaf: [u8; 32]) -> Result<(), Refusal> {
        let course = self.course(&body.contest)?;
        self.must(course.must_be(Stage::Closed))?;
        if course.closed.map(|(closed, _)| closed) != Some(body.closed.to_bytes()) {
            self.object(Code::FollowsWrong)?;
        }
        let totals: Vec<_> = body.totals.iter().map(|total| total.get()).collect();
        if self.does(Check::Totals) {
            self.check_totals(&body.contest, &totals)?;
        }
        if self.does(Check::Decision)
            && let Some(field) = self.decision(&body.contest, &totals)?.difference(&body.decision)
        {
            return Err(Refusal::at(Code::DecisionWrong, field));
        }
        self.counters.did(Check::Totals, u64::try_from(totals.len()).unwrap_or(u64::MAX));
        self.counters.did(Check::Decision, 1);
        let course = self.course_mut(&body.contest)?;
        course.declared = Some((totals, body.decision.clone()));
        course.declared_leaf = Some(leaf);
        course.stage = Stage::Declared;
        course.last = leaf;
        Ok(())
    }

    /// Checks declared totals against what the log gives (§8.3).
    fn check_totals(&self, contest: &Bytes32, declared: &[u64]) -> Result<(), Refusal> {
        let totals = self.totals(contest)?;
        if declared.len() != totals.len() {
            return Err(Refusal::at(
                Code::TotalsWrong,
                format_args!("{} / {}", declared.len(), totals.len()),
            ));
        }
        match totals.iter().zip(declared).enumerate().find(|(_, (is, says))| is != says) {
            None => Ok(()),
            Some((cell, (is, says))) => {
                Err(Refusal::at(Code::TotalsWrong, format_args!("cell {cell}: {says} ≠ {is}")))
            }
        }
    }

    pub(super) fn contest_voided(&mut self, body: &ContestVoided, leaf: [u8; 32]) -> Result<(), Refusal> {
        let course = self.course(&body.contest)?;
        if course.stage == Stage::Voided {
            self.object(Code::VoidedAlready)?;
        }
        if course.last != body.follows.to_bytes() {
            self.object(Code::FollowsWrong)?;
        }
        if body.reason.as_str().trim().is_empty() {
            self.object(Code::ReasonMissing)?;
        }
        // What follows from a decision stands on it: first that contest is voided, then this one.
        let follower = self.contests.iter().find(|(_, other)| {
            other.definition.purpose.of().is_some()
                && other.definition.purpose.of() == course.declared_leaf
                && other.stage().is_some_and(|stage| stage != Stage::Voided)
        });
        if let Some((number, _)) = follower {
            self.object(Refusal::at(Code::NotFinished, format_args!("contest {number}")))?;
        }
        self.counters.did(Check::Voiding, 1);
        let course = self.course_mut(&body.contest)?;
        course.voided = Some((body.reason.as_str().to_owned(), !course.shares.is_empty()));
        course.stage = Stage::Voided;
        course.voided_leaf = Some(leaf);
        // The report of what was declared is not the report of what is voided.
        course.report = None;
        course.last = leaf;
        Ok(())
    }

    pub(super) fn tie_settled(&mut self, body: &TieSettled, leaf: [u8; 32]) -> Result<(), Refusal> {
        let course = self.course(&body.contest)?;
        self.must(course.must_be(Stage::Declared))?;
        if course.declared_leaf != Some(body.follows.to_bytes()) {
            self.object(Code::FollowsWrong)?;
        }
        if body.reason.as_str().trim().is_empty() {
            self.object(Code::ReasonMissing)?;
        }
        let bad = |what: &str| Refusal::at(Code::TieBad, what);
        let next = course.declared.as_ref().map(|(_, decision)| &decision.next);
        let next = next.filter(|next| next.kind == NextKind::Presidium).ok_or_else(|| bad("next"))?;
        if course.settled.is_some() {
            self.object(bad("settled already"))?;
        }
        self.must(self.must_be_announced(&body.contest))?;
        let rising = body.items.windows(2).all(|pair| matches!(pair, [one, two] if one < two));
        let tied = body.items.iter().all(|item| next.items.contains(item));
        if !rising || !tied || u64::try_from(body.items.len()).ok() != Some(next.seats.get()) {
            self.object(bad("items"))?;
        }
        self.counters.did(Check::Decision, 1);
        let course = self.course_mut(&body.contest)?;
        course.settled = Some(body.items.iter().map(|item| item.get()).collect());
        // The report that was signed leaves the tie open.
        course.report = None;
        course.last = leaf;
        Ok(())
    }

    pub(super) fn report_signed(&mut self, body: &ReportSigned) -> Result<(), Refusal> {
        let course = self.course(&body.contest)?;
        if !matches!(course.stage, Stage::Declared | Stage::Voided) {
            self.object(Code::ContestNotClosed)?;
        }
        self.must(self.must_be_announced(&body.contest))?;
        let at = |code| Refusal::at(code, body.by);
        if !matches!(body.by, Signer::Chief | Signer::Secretariat | Signer::Scrutineer(_)) {
            self.object(at(Code::SignersWrong))?;
        }
        if let Some((report, signed)) = &course.report {
            if *report != body.report.to_bytes() {
                self.object(at(Code::ReportDiffers))?;
            }
            if signed.contains(&body.by) {
                self.object(at(Code::ReportSignedAlready))?;
            }
        }
        self.counters.did(Check::Voiding, 1);
        let course = self.course_mut(&body.contest)?;
        let (_, signed) = course.report.get_or_insert_with(|| (body.report.to_bytes(), BTreeSet::new()));
        signed.insert(body.by);
        Ok(())
    }

    pub(super) fn sitting_sealed(&mut self, body: &SittingSealed) -> Result<(), Refusal> {
        let sitting = self.sitting().ok_or(Code::NotDefined)?;
        if body.index.get() != self.head.size {
            self.object(Refusal::at(Code::SealBad, "index"))?;
        }
        if body.origin != sitting.definition.origin {
            self.object(Refusal::at(Code::SealBad, "origin"))?;
        }
        if let Some((number, _)) = self.contests.iter().find(|(_, contest)| !Contest::is_finished(contest)) {
            self.object(Refusal::at(Code::NotFinished, format_args!("contest {number}")))?;
        }
        for contest in self.contests.values() {
            self.must(self.is_announced(contest))?;
        }
        self.counters.did(Check::Seal, 1);
        self.seal = Some(body.clone());
        Ok(())
    }
}

/// A position as it stands in an entry.
pub(crate) fn scrutineer_index(index: u64) -> Option<ScrutineerIndex> {
    u16::try_from(index).ok().and_then(|index| ScrutineerIndex::try_from(index).ok())
}
