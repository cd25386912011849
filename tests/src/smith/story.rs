//! A whole sitting, step by step; each part can be told on its own.

use super::{Plan, Smith, row_of};
use audit::entry::Body;
use audit::entry::paper::PaperCount;
use audit::entry::preparation::{ContestDefined, ContestPurpose};
use audit::entry::voting::{BallotIssued, Means};
use audit::rules::Secrecy;

impl Smith {
    /// The sitting of a plan, from entry 0 to its end.
    pub fn tell(plan: Plan) -> Self {
        let mut smith = Self::new(plan);
        smith.prepare();
        if smith.plan.dispute {
            smith.disputed_run();
        }
        smith.key_ceremony();
        if smith.plan.every_kind {
            smith.before_the_door();
        }
        smith.check_everyone_in();
        let body = Body::ContestOpened(smith.opening(1));
        smith.push(&body);
        smith.voting(1);
        smith.finish_voting(1);
        smith.count(1);
        if smith.plan.voided {
            smith.void_second();
        }
        if smith.plan.every_kind {
            smith.contests_of_every_kind();
        }
        if smith.plan.sealed {
            let body = Body::SittingSealed(smith.seal());
            smith.push(&body);
        }
        smith
    }

    /// Deputy 1 is suspended and restored, deputy 2 on leave until they come.
    fn before_the_door(&mut self) {
        self.push(&Body::DeputySuspended(self.suspension(1)));
        self.push(&Body::DeputyRestored(self.restoration(1)));
        self.push(&Body::LeaveGranted(self.leave(2)));
    }

    /// Papers counted apart, papers entered, a named vote, a show of hands; then deputy 3 leaves.
    fn contests_of_every_kind(&mut self) {
        let mut rules = self.rules();
        rules.profile.channel_floor = 2_u32.into();
        rules.profile.minimum_ballots = 2_u32.into();
        let rules = self.push(&Body::RulesAdopted(rules));
        let apart = self.contest_by(rules, ContestPurpose::Items, self.plan.items);
        let apart = self.with_papers(&apart);
        self.push(&Body::ContestClosed(self.closing_with(apart, 3, 1)));
        let rows = vec![row_of(&[1, 1]); usize::try_from(self.plan.items).unwrap()];
        for count in [PaperCount::Tellers, PaperCount::Scrutineers] {
            self.push(&Body::PaperCounted(self.paper_count(apart, count, 1, rows.clone())));
        }
        self.push(&Body::PaperConfirmed(self.paper_confirmation(apart)));
        self.count(apart);

        let entered = self.with_papers(&self.contest());
        for chosen in [&[1][..], &[2], &[]] {
            let (parts, paper) = self.paper(entered, chosen);
            self.push_after(parts, &Body::PaperCast(paper));
        }
        self.push(&Body::ContestClosed(self.closing_with(entered, 3, 0)));
        self.count(entered);

        let named = self.by_other_rules("记名表决办法", Secrecy::Named);
        for deputy in 1..=5 {
            self.push(&Body::VoteCast(self.vote(named, deputy, &[u64::from(deputy) % 3, 0], [0; 32])));
        }
        self.push(&Body::ContestEnded(self.end(named)));
        self.push(&Body::ContestClosed(self.closing(named)));
        self.push(&Body::ResultDeclared(self.declaration(named)));

        let hands = self.by_other_rules("举手表决办法", Secrecy::Hands);
        self.push(&Body::HandsCounted(self.hands(hands, &[[4, 1, 1], [2, 3, 1]])));
        self.push(&Body::ResultDeclared(self.declaration(hands)));
        self.push(&Body::LeftEarly(self.leaving(3)));
    }

    /// Deputies 1 to 3 vote by machine, 4 to 6 were given papers; up to the open box.
    fn with_papers(&mut self, contest: &ContestDefined) -> u64 {
        let number = contest.contest.get();
        self.push(&Body::ContestDefined(contest.clone()));
        let body = Body::ContestOpened(self.opening(number));
        self.push(&body);
        for deputy in 1..=3 {
            self.issue_and_cast(number, deputy);
        }
        self.push(&Body::PaperIssued(self.papers(number, &[4, 5, 6])));
        self.push(&Body::ContestEnded(self.end(number)));
        for deputy in 1..=3 {
            self.push(&Body::BallotReturned(self.slip(number, deputy)));
        }
        self.open_box(number);
        number
    }

    /// A contest of two items, opened.
    fn by_other_rules(&mut self, title: &str, secrecy: Secrecy) -> u64 {
        let rules = self.push(&Body::RulesAdopted(self.item_by_item(title, secrecy)));
        let contest = self.contest_by(rules, ContestPurpose::Items, 2);
        self.push(&Body::ContestDefined(contest.clone()));
        let body = Body::ContestOpened(self.opening(contest.contest.get()));
        self.push(&body);
        contest.contest.get()
    }

    /// Definition, roll, rules and contest 1.
    pub fn prepare(&mut self) {
        let body = Body::SittingDefined(self.definition());
        self.push(&body);
        let roll = self.roll();
        let (parts, body) = self.roll_body(&roll);
        self.push_after(parts, &Body::RollFixed(body));
        self.push(&Body::RulesAdopted(self.rules()));
        self.push(&Body::ContestDefined(self.contest()));
    }

    fn positions(&self) -> std::ops::RangeInclusive<u16> {
        1..=self.plan.scrutineers
    }

    /// The next run's scrutineers and their first two rounds.
    pub fn commit_and_reveal(&mut self) {
        let body = Body::ScrutineersNamed(self.scrutineers());
        self.push(&body);
        for index in self.positions() {
            let body = Body::KeyCommitted(self.commitment(index));
            self.push(&body);
        }
        for index in self.positions() {
            let body = Body::KeyRevealed(self.reveal(index));
            self.push(&body);
        }
    }

    /// A run in which scrutineer 1 deals scrutineer 2 a share that does not open.
    pub fn disputed_run(&mut self) {
        self.commit_and_reveal();
        for index in self.positions() {
            let dealing = if index == 1 { self.bad_dealing() } else { self.dealing(index) };
            self.push(&Body::KeyDealt(dealing));
        }
        let body = self.opened(2);
        assert_eq!(body.kind(), "key_disputed");
        self.push(&body);
    }

    /// A whole run up to the last test decryption.
    pub fn key_ceremony(&mut self) {
        self.commit_and_reveal();
        for index in self.positions() {
            let body = Body::KeyDealt(self.dealing(index));
            self.push(&body);
        }
        for index in self.positions() {
            let body = self.opened(index);
            self.push(&body);
        }
        self.push(&Body::KeyAgreed(self.agreement()));
        for index in self.positions() {
            let body = Body::KeyTested(self.key_test(index));
            self.push(&body);
        }
    }

    /// Everyone but who comes late.
    pub fn check_everyone_in(&mut self) {
        let last = self.plan.deputies;
        for deputy in 1..=last {
            if self.plan.late && deputy == last {
                continue;
            }
            let means = if self.plan.desk && deputy + 1 == last { Means::Desk } else { Means::Card };
            let body = Body::CheckedIn(self.check_in(deputy, means));
            self.push(&body);
            if self.plan.undo && deputy == 1 {
                self.push(&Body::CheckInUndone(self.undoing(1)));
                let body = Body::CheckedIn(self.check_in(1, Means::Card));
                self.push(&body);
            }
        }
    }

    /// Issues a ballot and puts it, filled in by the plan, into the box.
    pub fn issue_and_cast(&mut self, contest: u64, deputy: u32) -> BallotIssued {
        let issued = self.issue(contest, deputy);
        self.push(&Body::BallotIssued(issued.clone()));
        let at = usize::try_from(deputy - 1).unwrap() % self.plan.choices.len();
        let chosen = self.plan.choices[at].clone();
        self.cast(contest, &issued, &chosen);
        issued
    }

    /// From the opening to before the end: ballots, a challenge, a hold, the late deputy.
    pub fn voting(&mut self, contest: u64) {
        let last = self.plan.deputies;
        let here = if self.plan.late { last - 1 } else { last };
        for deputy in 1..=here {
            self.issue_and_cast(contest, deputy);
        }
        if self.plan.challenge {
            let body = Body::BallotChallenged(self.challenge(contest, &[1]).0);
            self.push(&body);
        }
        if self.plan.held {
            self.push(&Body::ContestHeld(self.hold(contest)));
            self.push(&Body::ContestResumed(self.resume(contest)));
        }
        if self.plan.late {
            let body = Body::CheckedIn(self.check_in(last, Means::Card));
            self.push(&body);
            self.issue_and_cast(contest, last);
        }
        if self.plan.unreturned {
            self.boxes.get_mut(&contest).unwrap().pop();
        }
    }

    /// End, slips and box, up to the close.
    pub fn finish_voting(&mut self, contest: u64) {
        self.push(&Body::ContestEnded(self.end(contest)));
        for made in self.boxes.get(&contest).cloned().unwrap_or_default() {
            self.push(&Body::BallotReturned(self.slip(contest, made.deputy)));
        }
        self.open_box(contest);
        self.push(&Body::ContestClosed(self.closing(contest)));
    }

    /// The box with all that is in it.
    pub fn open_box(&mut self, contest: u64) {
        let body = Body::BoxOpened(self.box_opening(contest));
        self.push(&body);
        for made in self.sorted(contest) {
            self.push_after(made.parts, &Body::BallotCast(made.cast.unwrap()));
        }
    }

    /// Decryption by t scrutineers, declaration and report.
    pub fn count(&mut self, contest: u64) {
        for index in 1..=self.plan.threshold {
            let body = Body::Decrypted(self.decryption(contest, index));
            self.push(&body);
        }
        self.push(&Body::ResultDeclared(self.declaration(contest)));
        let body = Body::ReportSigned(self.report(contest));
        self.push(&body);
    }

    /// A second contest, voided after the first share.
    fn void_second(&mut self) {
        self.push(&Body::ContestDefined(self.contest()));
        let body = Body::ContestOpened(self.opening(2));
        self.push(&body);
        for deputy in 1..=self.plan.minimum {
            self.issue_and_cast(2, deputy);
        }
        self.finish_voting(2);
        let body = Body::Decrypted(self.decryption(2, 1));
        self.push(&body);
        self.push(&Body::ContestVoided(self.voiding(2)));
    }
}
