//! The good logs that forgers start from: small sittings, told with marks at which a story can be left.

use crate::smith::{Log, Plan, Smith, row_of};
use audit::entry::Body;
use audit::entry::paper::PaperCount;
use audit::entry::payload::split_text;
use audit::entry::preparation::{ContestPurpose, RulesAdopted};
use audit::entry::voting::Means;
use audit::rules::{OnTie, Recast, Secrecy};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A good log, and the smith as it was at each mark.
pub struct Base {
    /// Names its files among the vectors.
    pub name: &'static str,
    /// The whole log.
    pub log: Log,
    marks: BTreeMap<&'static str, Smith>,
}

impl Base {
    /// The smith at a mark.
    pub fn smith(&self, mark: &str) -> Smith {
        self.marks[mark].clone()
    }

    /// Entries before a mark.
    pub fn size_at(&self, mark: &str) -> usize {
        self.marks[mark].lines.len()
    }
}

/// One secret contest, with all that happens in one.
pub static SECRET: LazyLock<Base> = LazyLock::new(secret);
/// A secret contest whose papers are counted apart, and one whose papers are entered.
pub static PAPER: LazyLock<Base> = LazyLock::new(paper);
/// A secret contest in which the last ballot counts, and two deputies changed theirs.
pub static LAST: LazyLock<Base> = LazyLock::new(last);
/// A named vote and a show of hands.
pub static OPEN: LazyLock<Base> = LazyLock::new(|| open(3));
/// A tie for the one seat, and the run-off.
pub static TIED: LazyLock<Base> = LazyLock::new(|| tied("tied", OnTie::RunOff));
/// A tie for the one seat, which the presidium settles.
pub static SETTLED: LazyLock<Base> = LazyLock::new(|| tied("settled", OnTie::Presidium));
/// A key ceremony whose first run ends in a dispute.
pub static DISPUTE: LazyLock<Base> = LazyLock::new(dispute);
/// Rules whose text travels in parts.
pub static PARTS: LazyLock<Base> = LazyLock::new(parts);

/// The smallest secret contest in a sitting of five witnesses, four of whom are a quorum.
pub static WITNESSED: LazyLock<Base> = LazyLock::new(witnessed);

/// Every base.
pub fn all() -> [&'static Base; 9] {
    [&SECRET, &PAPER, &LAST, &OPEN, &TIED, &SETTLED, &DISPUTE, &PARTS, &WITNESSED]
}

/// A story in the telling.
struct Telling {
    smith: Smith,
    marks: BTreeMap<&'static str, Smith>,
}

impl Telling {
    fn new(plan: Plan) -> Self {
        Self { smith: Smith::new(plan), marks: BTreeMap::new() }
    }

    fn mark(&mut self, name: &'static str) {
        self.marks.insert(name, self.smith.clone());
    }

    fn push(&mut self, body: &Body) {
        self.smith.push(body);
    }

    /// The body is made by the smith as it stands.
    fn then(&mut self, make: impl FnOnce(&mut Smith) -> Body) {
        let body = make(&mut self.smith);
        self.smith.push(&body);
    }

    /// An entry that something waits for, with a mark before the witnesses have seen it.
    fn and_witnessed(&mut self, mark: &'static str, make: impl FnOnce(&mut Smith) -> Body) {
        let body = make(&mut self.smith);
        let line = self.smith.make(&body);
        self.smith.push_line(line);
        self.mark(mark);
        self.push(&Body::Witnessed(self.smith.witnessed()));
    }

    fn end(mut self, name: &'static str) -> Base {
        self.mark("end");
        Base { name, log: self.smith.log(), marks: self.marks }
    }

    fn define(&mut self) {
        self.mark("empty");
        self.then(|smith| Body::SittingDefined(smith.definition()));
        self.mark("defined");
        let roll = self.smith.roll();
        let (_, body) = self.smith.roll_body(&roll);
        self.push(&Body::RollFixed(body));
        self.mark("rolled");
    }

    /// Definition, roll, rules and contest 1.
    fn prepare(&mut self, rules: impl FnOnce(&mut RulesAdopted)) {
        self.define();
        self.then(|smith| {
            let mut body = smith.rules();
            rules(&mut body);
            Body::RulesAdopted(body)
        });
        self.mark("ruled");
        self.then(|smith| Body::ContestDefined(smith.contest()));
        self.mark("contest");
    }

    /// A whole run of the ceremony, with a mark after each round.
    fn ceremony(&mut self) {
        let all = 1..=self.smith.plan.scrutineers;
        self.then(|smith| Body::ScrutineersNamed(smith.scrutineers()));
        self.mark("named");
        all.clone().for_each(|index| self.then(|smith| Body::KeyCommitted(smith.commitment(index))));
        self.mark("committed");
        all.clone().for_each(|index| self.then(|smith| Body::KeyRevealed(smith.reveal(index))));
        self.mark("revealed");
        all.clone().for_each(|index| self.then(|smith| Body::KeyDealt(smith.dealing(index))));
        self.mark("dealt");
        all.clone().for_each(|index| self.then(|smith| smith.opened(index)));
        self.mark("accepted");
        self.then(|smith| Body::KeyAgreed(smith.agreement()));
        self.mark("agreed");
        all.for_each(|index| self.then(|smith| Body::KeyTested(smith.key_test(index))));
        self.mark("tested");
    }

    /// Two of three test, which is what an opening needs.
    fn short_ceremony(&mut self) {
        self.smith.key_ceremony();
        self.mark("tested");
    }

    fn check_in(&mut self, deputies: impl IntoIterator<Item = u32>) {
        for deputy in deputies {
            self.then(|smith| Body::CheckedIn(smith.check_in(deputy, Means::Card)));
        }
    }

    fn open(&mut self, contest: u64) {
        self.then(|smith| Body::ContestOpened(smith.opening(contest)));
    }
}

fn secret() -> Base {
    let mut story = Telling::new(Plan { challenge: true, late: true, ..Plan::plain() });
    story.prepare(|_| {});
    story.ceremony();
    story.then(|smith| Body::DeputySuspended(smith.suspension(1)));
    story.mark("suspended");
    story.then(|smith| Body::DeputyRestored(smith.restoration(1)));
    story.then(|smith| Body::LeaveGranted(smith.leave(2)));
    story.mark("people");
    story.check_in([1]);
    story.then(|smith| Body::CheckInUndone(smith.undoing(1)));
    story.mark("undone");
    story.check_in(1..=4);
    story.then(|smith| Body::CheckedIn(smith.check_in(5, Means::Desk)));
    story.mark("present");
    story.open(1);
    story.mark("open");
    (1..=4).for_each(|deputy| _ = story.smith.issue_and_cast(1, deputy));
    story.mark("issued");
    story.then(|smith| Body::BallotChallenged(smith.challenge(1, &[1]).0));
    story.then(|smith| Body::ContestHeld(smith.hold(1)));
    story.mark("held");
    story.then(|smith| Body::ContestResumed(smith.resume(1)));
    story.mark("resumed");
    story.check_in([6]);
    // Deputy 5 takes a ballot and does not return it.
    story.smith.issue_and_cast(1, 5);
    story.smith.boxes.get_mut(&1).unwrap().pop();
    story.mark("voted");
    finish(&mut story);
    story.end("secret")
}

/// From the end of the voting in contest 1 to the seal.
fn finish(story: &mut Telling) {
    story.then(|smith| Body::ContestEnded(smith.end(1)));
    story.mark("ended");
    for made in story.smith.boxes[&1].clone() {
        story.then(|smith| Body::BallotReturned(smith.slip(1, made.deputy)));
    }
    story.mark("slips");
    story.then(|smith| Body::BoxOpened(smith.box_opening(1)));
    story.mark("opening");
    for made in story.smith.sorted(1) {
        story.smith.push_after(made.parts, &Body::BallotCast(made.cast.unwrap()));
    }
    story.mark("opened");
    story.then(|smith| Body::ContestClosed(smith.closing(1)));
    story.mark("closed");
    story.then(|smith| Body::Decrypted(smith.decryption(1, 1)));
    story.mark("share");
    story.then(|smith| Body::Decrypted(smith.decryption(1, 2)));
    story.mark("shares");
    story.then(|smith| Body::ResultDeclared(smith.declaration(1)));
    story.mark("declared");
    story.then(|smith| Body::ReportSigned(smith.report(1)));
    story.mark("reported");
    story.then(|smith| Body::SittingSealed(smith.seal()));
}

fn last() -> Base {
    let mut story = Telling::new(Plan { seed: 8, ..Plan::plain() });
    story.prepare(|rules| rules.profile.recast = Recast::Last);
    story.short_ceremony();
    story.check_in(1..=6);
    story.open(1);
    (1..=6).for_each(|deputy| _ = story.smith.issue_and_cast(1, deputy));
    // Deputy 6 takes a ballot and does not return it; 2 changes twice, 4 once.
    story.smith.boxes.get_mut(&1).unwrap().pop();
    for (deputy, chosen) in [(2, 1), (4, 2), (2, 3)] {
        story.smith.change(1, deputy, &[chosen]);
    }
    story.mark("voted");
    finish(&mut story);
    story.end("last")
}

fn paper() -> Base {
    let mut story = Telling::new(Plan { seed: 2, deputies: 7, ..Plan::plain() });
    story.prepare(|rules| {
        rules.profile.channel_floor = 2_u32.into();
        rules.profile.minimum_ballots = 2_u32.into();
    });
    story.short_ceremony();
    story.check_in(1..=7);
    story.open(1);
    (1..=3).for_each(|deputy| _ = story.smith.issue_and_cast(1, deputy));
    story.mark("open");
    story.then(|smith| Body::PaperIssued(smith.papers(1, &[4, 5, 6])));
    story.mark("handed-out");
    end_with_slips(&mut story, 1);
    story.mark("apart");
    story.then(|smith| Body::ContestClosed(smith.closing_with(1, 3, 1)));
    story.mark("closed");
    let rows = vec![row_of(&[1, 1]); 3];
    story.then(|smith| {
        Body::PaperCounted(smith.paper_count(1, PaperCount::Tellers, 1, vec![row_of(&[1, 1]); 3]))
    });
    story.mark("counted");
    story.then(|smith| Body::PaperCounted(smith.paper_count(1, PaperCount::Scrutineers, 1, rows)));
    story.mark("counted-twice");
    story.then(|smith| Body::PaperConfirmed(smith.paper_confirmation(1)));
    story.smith.count(1);
    story.mark("declared");
    // With a floor above what is in the box the papers are entered.
    story.then(|smith| {
        let mut rules = smith.rules();
        rules.title = crate::smith::text("分渠道计票办法");
        rules.profile.channel_floor = 5_u32.into();
        Body::RulesAdopted(rules)
    });
    let leaf = story.smith.lines.last().unwrap().leaf();
    story.then(|smith| Body::ContestDefined(smith.contest_by(leaf, ContestPurpose::Items, 3)));
    story.open(2);
    (1..=3).for_each(|deputy| _ = story.smith.issue_and_cast(2, deputy));
    story.then(|smith| Body::PaperIssued(smith.papers(2, &[4, 5])));
    end_with_slips(&mut story, 2);
    story.mark("entering");
    for chosen in [&[1][..], &[2]] {
        story.then(|smith| Body::PaperCast(smith.paper(2, chosen).1));
    }
    story.mark("entered");
    story.then(|smith| Body::ContestClosed(smith.closing_with(2, 2, 0)));
    story.smith.count(2);
    story.then(|smith| Body::SittingSealed(smith.seal()));
    story.end("paper")
}

fn end_with_slips(story: &mut Telling, contest: u64) {
    story.then(|smith| Body::ContestEnded(smith.end(contest)));
    for made in story.smith.boxes[&contest].clone() {
        story.then(|smith| Body::BallotReturned(smith.slip(contest, made.deputy)));
    }
    story.smith.open_box(contest);
}

/// A whole sitting that never was.
pub(super) fn invented() -> Base {
    open(99)
}

fn open(seed: u64) -> Base {
    let mut story = Telling::new(Plan { seed, ..Plan::plain() });
    story.define();
    story.then(|smith| Body::RulesAdopted(smith.item_by_item("记名表决办法", Secrecy::Named)));
    let named = story.smith.lines.last().unwrap().leaf();
    story.then(|smith| Body::RulesAdopted(smith.item_by_item("举手表决办法", Secrecy::Hands)));
    let hands = story.smith.lines.last().unwrap().leaf();
    story.check_in(1..=6);
    story.then(|smith| Body::ContestDefined(smith.contest_by(named, ContestPurpose::Items, 2)));
    story.open(1);
    story.mark("named");
    for deputy in 1..=5 {
        let columns = [u64::from(deputy) % 3, 0];
        story.then(|smith| Body::VoteCast(smith.vote(1, deputy, &columns, [0; 32])));
    }
    story.mark("voted");
    story.then(|smith| Body::ContestEnded(smith.end(1)));
    story.then(|smith| Body::ContestClosed(smith.closing(1)));
    story.mark("closed");
    story.then(|smith| Body::ResultDeclared(smith.declaration(1)));
    story.then(|smith| Body::ContestDefined(smith.contest_by(hands, ContestPurpose::Items, 2)));
    story.open(2);
    story.mark("hands");
    story.then(|smith| Body::HandsCounted(smith.hands(2, &[[4, 1, 1], [2, 3, 1]])));
    story.then(|smith| Body::ResultDeclared(smith.declaration(2)));
    story.mark("declared");
    story.then(|smith| Body::LeftEarly(smith.leaving(3)));
    story.then(|smith| Body::SittingSealed(smith.seal()));
    story.end("open")
}

/// Items 1 and 2 get the votes of everyone.
fn tied(name: &'static str, on_tie: OnTie) -> Base {
    let mut story = Telling::new(Plan { seed: 4, deputies: 4, choices: vec![vec![1, 2]], ..Plan::plain() });
    story.prepare(|rules| rules.profile.choose_mut().unwrap().on_tie = on_tie);
    story.short_ceremony();
    story.check_in(1..=4);
    story.open(1);
    story.smith.voting(1);
    story.smith.finish_voting(1);
    story.smith.count(1);
    story.mark("declared");
    let of = story.smith.course(1).declared_leaf.unwrap().into();
    if on_tie == OnTie::RunOff {
        story.then(|smith| Body::ContestDefined(smith.follow_up(1, ContestPurpose::RunOff { of })));
        story.mark("run-off");
        story.open(2);
        story.smith.plan.choices = vec![vec![1], vec![2], vec![1]];
        story.smith.voting(2);
        story.smith.finish_voting(2);
        story.smith.count(2);
    } else {
        story.then(|smith| {
            Body::TieSettled(audit::entry::counting::TieSettled {
                contest: smith.course(1).hash.into(),
                follows: of,
                items: vec![crate::smith::int(1)],
                reason: crate::smith::text("主席团第三次会议决定"),
            })
        });
        story.mark("settled");
    }
    story.then(|smith| Body::SittingSealed(smith.seal()));
    story.end(name)
}

fn dispute() -> Base {
    let mut story = Telling::new(Plan { seed: 5, ..Plan::plain() });
    story.prepare(|_| {});
    story.smith.commit_and_reveal();
    story.mark("revealed");
    story.then(|smith| Body::KeyDealt(smith.bad_dealing()));
    (2..=3).for_each(|index| story.then(|smith| Body::KeyDealt(smith.dealing(index))));
    story.mark("dealt");
    story.then(|smith| smith.opened(2));
    story.mark("disputed");
    story.ceremony();
    story.end("dispute")
}

fn witnessed() -> Base {
    let mut story = Telling::new(Plan { seed: 7, deputies: 5, ..Plan::witnessed() });
    story.prepare(|_| {});
    story.short_ceremony();
    story.check_in(1..=5);
    story.and_witnessed("open", |smith| Body::ContestOpened(smith.opening(1)));
    story.mark("issuing");
    (1..=4).for_each(|deputy| _ = story.smith.issue_and_cast(1, deputy));
    story.then(|smith| Body::ContestEnded(smith.end(1)));
    for made in story.smith.boxes[&1].clone() {
        story.then(|smith| Body::BallotReturned(smith.slip(1, made.deputy)));
    }
    story.then(|smith| Body::BoxOpened(smith.box_opening(1)));
    let mut ballots = story.smith.sorted(1).into_iter();
    story.then(|_| Body::BallotCast(ballots.next().unwrap().cast.unwrap()));
    story.mark("opening");
    ballots.for_each(|made| story.then(|_| Body::BallotCast(made.cast.unwrap())));
    story.and_witnessed("closed", |smith| Body::ContestClosed(smith.closing(1)));
    (1..=2).for_each(|index| story.then(|smith| Body::Decrypted(smith.decryption(1, index))));
    story.and_witnessed("declared", |smith| Body::ResultDeclared(smith.declaration(1)));
    story.then(|smith| Body::ReportSigned(smith.report(1)));
    story.then(|smith| Body::SittingSealed(smith.seal()));
    story.end("witnessed")
}

fn parts() -> Base {
    let mut story = Telling::new(Plan { seed: 6, ..Plan::plain() });
    story.define();
    let long = "第三条 通过的项目按得票多少排列。\n".repeat(1_000);
    let (text, parts) = split_text(&long).unwrap();
    let [first, second] = <[_; 2]>::try_from(parts).unwrap();
    let rules = RulesAdopted { text, ..story.smith.rules() };
    story.push(&Body::BlobPart(first));
    story.mark("first-part");
    story.push(&Body::BlobPart(second));
    story.mark("parts");
    story.push(&Body::RulesAdopted(rules));
    story.end("parts")
}
