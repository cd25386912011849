//! How a sitting goes on after a false entry: whatever is still to come, step by step, as far as it can.

use super::forge::{Forge, Forged};
use crate::smith::{Smith, is_waited_for, row_of};
use audit::entry::paper::PaperCount;
use audit::entry::voting::Means;
use audit::entry::{Body, body_hash};
use audit::fold::{Contest, Course, Stage};
use audit::rules::Secrecy;

impl Forge {
    /// Everything that follows in an honest sitting, and publishes.
    pub(super) fn go_on(mut self) -> Forged {
        self.prepare();
        self.open();
        let contests: Vec<u64> = self.smith.state.contests().keys().copied().collect();
        for contest in contests {
            self.finish(contest);
        }
        if self.goes_on() && self.smith.state.contests().values().all(Contest::is_finished) {
            self.catch_up();
            self.then(|smith| Body::SittingSealed(smith.seal()));
        }
        self.done()
    }

    /// Checks deputies in by card.
    pub(super) fn check_in(&mut self, deputies: impl IntoIterator<Item = u32>) {
        for deputy in deputies {
            self.then(|smith| Body::CheckedIn(smith.check_in(deputy, Means::Card)));
        }
    }

    /// The witnesses see the log as it stands, unless they have.
    fn catch_up(&mut self) {
        let seen = self.smith.state.last_witnessed().is_some_and(|last| last.size >= self.smith.size());
        let quorum = self.smith.state.witnesses().quorum;
        if self.smith.plan.quorum > 0 && quorum > 0 && !seen && self.goes_on() {
            let body = Body::Witnessed(self.smith.witnessed());
            self.push(&body);
        }
    }

    fn goes_on(&self) -> bool {
        !self.stopped && !self.smith.state.is_sealed()
    }

    fn then(&mut self, make: impl FnOnce(&mut Smith) -> Body) {
        if self.goes_on() {
            let body = make(&mut self.smith);
            // What had no effect is not said twice.
            if !self.smith.state.has_seen(&body_hash(&body.encode().unwrap())) {
                self.push(&body);
                if is_waited_for(&body) {
                    self.catch_up();
                }
            }
        }
    }

    /// Roll, rules and contest, where they are missing; in a sitting that has none of these, the false entry is the definition.
    fn prepare(&mut self) {
        if self.smith.state.sitting().is_none() {
            return;
        }
        if self.smith.state.roll().is_none() {
            let roll = self.smith.roll();
            self.then(|smith| Body::RollFixed(smith.roll_body(&roll).1));
        }
        if self.smith.state.rules().is_empty() {
            self.then(|smith| Body::RulesAdopted(smith.rules()));
        }
        if self.smith.state.contests().is_empty() && !self.smith.state.rules().is_empty() {
            self.then(|smith| Body::ContestDefined(smith.contest()));
        }
    }

    /// The rest of the key ceremony, the door, and the opening of contest 1.
    fn open(&mut self) {
        let waits = |forge: &Self| {
            let contest = forge.smith.state.contests().get(&1);
            contest.is_some_and(|contest| contest.stage().is_none()) && forge.smith.state.roll().is_some()
        };
        if !waits(self) {
            return;
        }
        if self.smith.state.ceremony().is_none() {
            self.then(|smith| Body::ScrutineersNamed(smith.scrutineers()));
        }
        self.rest_of_ceremony();
        let agreed = self.smith.state.ceremony().is_some_and(|ceremony| ceremony.agreed().is_some());
        if !agreed || !self.goes_on() {
            return;
        }
        let is_absent = |smith: &Smith, deputy| {
            smith.state.attendance().get(deputy).is_none() && !smith.state.people().is_suspended(deputy)
        };
        for deputy in 1..=5 {
            if is_absent(&self.smith, deputy) {
                self.check_in([deputy]);
            }
        }
        if waits(self) {
            self.then(|smith| Body::ContestOpened(smith.opening(1)));
        }
    }

    /// What is left of the run, if it can still come to a key.
    fn rest_of_ceremony(&mut self) {
        let n = self.smith.plan.scrutineers;
        for index in 1..=n {
            let Some(ceremony) = self.smith.state.ceremony() else { return };
            let position = index.try_into().unwrap();
            let progress = ceremony.progress(position);
            if !progress.committed && ceremony.agreed().is_none() {
                self.then(|smith| Body::KeyCommitted(smith.commitment(index)));
            }
        }
        for index in 1..=n {
            let Some(ceremony) = self.smith.state.ceremony() else { return };
            if !ceremony.progress(index.try_into().unwrap()).revealed && ceremony.agreed().is_none() {
                self.then(|smith| Body::KeyRevealed(smith.reveal(index)));
            }
        }
        let whole = |forge: &Self, step: fn(audit::fold::Progress) -> bool| {
            let Some(ceremony) = forge.smith.state.ceremony() else { return false };
            (1..=n).all(|index| step(ceremony.progress(index.try_into().unwrap())))
        };
        // Nothing can be dealt to a scrutineer who has not come so far.
        if !whole(self, |progress| progress.revealed) {
            return;
        }
        for index in 1..=n {
            let ceremony = self.smith.ceremony();
            if !ceremony.progress(index.try_into().unwrap()).dealt && ceremony.agreed().is_none() {
                self.then(|smith| Body::KeyDealt(smith.dealing(index)));
            }
        }
        if !whole(self, |progress| progress.dealt) {
            return;
        }
        for index in 1..=n {
            let ceremony = self.smith.ceremony();
            if !ceremony.progress(index.try_into().unwrap()).accepted && ceremony.agreed().is_none() {
                self.then(|smith| smith.opened(index));
            }
        }
        if self.smith.ceremony().agreed().is_none() && whole(self, |progress| progress.accepted) {
            self.then(|smith| Body::KeyAgreed(smith.agreement()));
        }
        for index in 1..=n {
            let ceremony = self.smith.ceremony();
            let has_share = self.smith.shares.contains_key(&index);
            let tested = ceremony.progress(index.try_into().unwrap()).tested;
            if ceremony.agreed().is_some() && has_share && !tested {
                self.then(|smith| Body::KeyTested(smith.key_test(index)));
            }
        }
    }

    /// A contest that is open, up to its declaration.
    fn finish(&mut self, contest: u64) {
        loop {
            let before = self.smith.lines.len();
            let Some(stage) = self.smith.state.contests().get(&contest).and_then(Contest::stage) else {
                return;
            };
            let secrecy = self.smith.the(contest).profile.secrecy;
            match (stage, secrecy) {
                (Stage::Open | Stage::Held, Secrecy::Hands) => {
                    self.then(|smith| Body::HandsCounted(smith.hands(contest, &[[4, 1, 1], [2, 3, 1]])));
                }
                (Stage::Open | Stage::Held, _) => self.vote(contest),
                (Stage::Ended, Secrecy::Secret) => self.open_box(contest),
                (Stage::Ended, _) => self.then(|smith| Body::ContestClosed(smith.closing(contest))),
                (Stage::Opening, _) => self.rest_of_box(contest),
                (Stage::Opened, _) => self.close(contest),
                (Stage::Closed, _) => self.count(contest),
                (Stage::Declared | Stage::Voided, _) => return,
            }
            // A step that has no effect would be made for ever.
            if self.smith.lines.len() == before || !self.goes_on() || self.stage_of(contest) == Some(stage) {
                return;
            }
        }
    }

    fn stage_of(&self, contest: u64) -> Option<Stage> {
        self.smith.state.contests().get(&contest).and_then(Contest::stage)
    }

    /// Ballots for those who have none, so many that the contest can be decrypted; then the end.
    fn vote(&mut self, contest: u64) {
        if self.stage_of(contest) == Some(Stage::Held) {
            self.then(|smith| Body::ContestResumed(smith.resume(contest)));
        }
        let secret = self.smith.the(contest).profile.secrecy == Secrecy::Secret;
        for deputy in 1..=4 {
            let course = self.smith.course(contest);
            let has = course.issued.contains_key(&deputy) || course.paper.issued.contains(&deputy);
            let here = self.smith.state.attendance().get(deputy).is_some();
            if secret && here && !has && self.goes_on() {
                let issued = self.smith.issue(contest, deputy);
                self.push(&Body::BallotIssued(issued.clone()));
                if self.goes_on() {
                    self.smith.cast(contest, &issued, &[1]);
                }
            }
        }
        self.then(|smith| Body::ContestEnded(smith.end(contest)));
    }

    fn open_box(&mut self, contest: u64) {
        for made in self.smith.boxes.get(&contest).cloned().unwrap_or_default() {
            let course = self.smith.course(contest);
            let owes = course.issued.contains_key(&made.deputy) && !course.slips.contains(&made.deputy);
            if made.cast.is_some() && owes {
                self.then(|smith| Body::BallotReturned(smith.slip(contest, made.deputy)));
            }
        }
        self.then(|smith| Body::BoxOpened(smith.box_opening(contest)));
    }

    fn rest_of_box(&mut self, contest: u64) {
        for made in self.smith.sorted(contest) {
            let stands = self.smith.lines.iter().any(|line| match line.body() {
                Body::BallotCast(cast) => cast.ballot_key.to_bytes() == made.key,
                _ => false,
            });
            if !stands && self.stage_of(contest) == Some(Stage::Opening) {
                self.then(|_| Body::BallotCast(made.cast.unwrap()));
            }
        }
    }

    fn close(&mut self, contest: u64) {
        let paper = &self.smith.course(contest).paper;
        let (returned, void) = match (paper.entered_count(), paper.issued_count()) {
            (_, 0) => (0, 0),
            (0, issued) => (issued, 1),
            (entered, _) => (entered, 0),
        };
        self.then(|smith| Body::ContestClosed(smith.closing_with(contest, returned, void)));
    }

    /// Papers, shares, declaration, report.
    fn count(&mut self, contest: u64) {
        for count in [PaperCount::Tellers, PaperCount::Scrutineers] {
            let paper = &self.smith.course(contest).paper;
            if paper.is_awaited() && !paper.counts.contains_key(&count) {
                let rows = vec![row_of(&[1, 1]); 3];
                self.then(|smith| Body::PaperCounted(smith.paper_count(contest, count, 1, rows)));
            }
        }
        if self.smith.course(contest).paper.is_awaited() {
            self.then(|smith| Body::PaperConfirmed(smith.paper_confirmation(contest)));
        }
        for index in 1..=self.smith.plan.scrutineers {
            let course = self.smith.course(contest);
            let enough = u64::from(self.smith.plan.threshold) <= course.shares.len().try_into().unwrap();
            let has = course.shares.contains_key(&index.try_into().unwrap());
            let has = has || !self.smith.shares.contains_key(&index);
            if course.keys.is_some() && !enough && !has && self.can_decrypt(contest) {
                self.then(|smith| Body::Decrypted(smith.decryption(contest, index)));
            }
        }
        let (closed, hash) = (self.smith.course(contest).closed, self.smith.course(contest).hash.into());
        if closed.is_some_and(|(_, index)| !self.smith.state.is_witnessed(index)) {
            self.catch_up();
        }
        let totals = self.smith.state.totals(&hash);
        if totals.is_ok_and(|totals| self.smith.state.decision(&hash, &totals).is_ok()) {
            self.then(|smith| Body::ResultDeclared(smith.declaration(contest)));
        }
        if matches!(self.stage_of(contest), Some(Stage::Declared | Stage::Voided)) {
            self.then(|smith| Body::ReportSigned(smith.report(contest)));
        }
    }

    fn can_decrypt(&self, contest: u64) -> bool {
        let course: &Course = self.smith.course(contest);
        let Some((closed, _)) = course.closed else { return false };
        self.smith.state.decryption_statement(&course.hash.into(), &closed.into()).is_ok()
    }
}
