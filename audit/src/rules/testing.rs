//! Profiles and ballots that the tests of this module are written with.

use super::*;
use crate::wire::{Int, Text};

pub(crate) fn int(number: u32) -> Int {
    Int::from(number)
}

pub(crate) fn text(text: &str) -> Text {
    text.parse().unwrap()
}

/// 差额票决: 选 or 不选, at most so many.
pub(crate) fn profile(seats: u32, most: u32) -> Profile {
    Profile::livelihood_projects(text("票决办法"), int(seats), int(most))
}

/// The rules of a profile that chooses.
pub(crate) fn rules(profile: &mut Profile) -> &mut Choose {
    profile.choose_mut().unwrap()
}

/// 逐项表决: every item that passes, three ways.
pub(crate) fn by_item() -> Profile {
    let mut profile = Profile { options: Options::ThreeWay, choice: Choice::Each, ..profile(1, 1) };
    rules(&mut profile).seats = Seats::EveryItem;
    profile
}

/// 排序票决: numbers at most once, no threshold.
pub(crate) fn ranked(ranks: u32, seats: u32, score: Score) -> Profile {
    let options = Options::Ranks { ranks: int(ranks), each: Each::AtMostOnce };
    let mut profile = Profile { options, choice: Choice::Each, ..profile(seats, 1) };
    rules(&mut profile).score = score;
    rules(&mut profile).threshold = Requirement::None;
    profile
}

/// 满意, 基本满意, 不满意 and 不了解; an item without a mark is not counted.
pub(crate) fn graded(rule: GradeRule) -> Profile {
    let grades = ["满意", "基本满意", "不满意"].map(text).to_vec();
    Profile {
        options: Options::Grades { grades, others: vec![text("不了解")], satisfied: int(2) },
        choice: Choice::Each,
        blank_item: BlankItem::Invalid,
        method: Method::Grade { rule },
        ..profile(1, 1)
    }
}

pub(crate) fn half_of(base: Base) -> Share {
    Share { inclusive: true, ..Share::more_than_half(base) }
}

pub(crate) fn roll(membership: u32, present: u32) -> RollNumbers {
    RollNumbers { membership: int(membership), due: int(membership), present: int(present) }
}

pub(crate) fn ballots(issued: u32, valid: u32, void: u32) -> Ballots {
    Ballots::by_machine(channel(issued, valid, void))
}

pub(crate) fn channel(issued: u32, valid: u32, void: u32) -> Channel {
    Channel { issued: int(issued), returned: int(valid + void), valid: int(valid), void: int(void) }
}

/// Rows of the counts of all columns but the rest.
pub(crate) fn rows(valid: u64, counts: &[&[u64]]) -> Vec<Row> {
    counts.iter().map(|cells| Row::of_cells(cells, valid).unwrap()).collect()
}

/// Rows of 选 and 不选.
pub(crate) fn selected(valid: u64, votes: &[u64]) -> Vec<Row> {
    votes.iter().map(|votes| Row::of_cells(&[*votes], valid).unwrap()).collect()
}

/// One ballot: the column marked for each item, the rest being the last.
pub(crate) type Marks = Vec<usize>;

/// Every ballot of so many items that the rules allow, found without the limits of the shape: by what they say.
pub(crate) fn allowed(profile: &Profile, items: usize) -> Vec<Marks> {
    let columns = profile.columns();
    let all = (0..columns.pow(u32::try_from(items).unwrap())).map(|code| {
        (0..items).map(|item| code / columns.pow(u32::try_from(item).unwrap()) % columns).collect()
    });
    all.filter(|marks| is_allowed(profile, marks)).collect()
}

fn is_allowed(profile: &Profile, marks: &Marks) -> bool {
    let rest = profile.columns() - 1;
    let blank = marks.iter().all(|column| *column == rest);
    if blank && profile.blank_ballot == BlankBallot::Void {
        return false;
    }
    if let Options::Ranks { each, .. } = &profile.options {
        let given = |rank: usize| marks.iter().filter(|column| **column == rank).count();
        return (0..rest).all(|rank| match each {
            Each::AtMostOnce => given(rank) <= 1,
            Each::ExactlyOnce => given(rank) == 1,
        });
    }
    let approves =
        |column: usize| column == 0 || (column == rest && profile.blank_item == BlankItem::Approve);
    let chosen = marks.iter().filter(|column| approves(**column)).count() as u64;
    match profile.choice {
        Choice::Each => true,
        Choice::AtMost { most } => chosen <= most.get(),
        Choice::Exactly { count } => chosen == count.get(),
        Choice::Between { least, most } => (least.get()..=most.get()).contains(&chosen),
    }
}

/// The counts of some ballots.
pub(crate) fn count(profile: &Profile, items: usize, cast: &[Marks]) -> Vec<Row> {
    let count = |item: usize, column: usize| {
        int(u32::try_from(cast.iter().filter(|marks| marks[item] == column).count()).unwrap())
    };
    (0..items)
        .map(|item| Row {
            counts: (0..profile.columns()).map(|column| count(item, column)).collect(),
            invalid: Int::ZERO,
        })
        .collect()
}

/// Profiles of every kind of options and every method, for contests of 3 items.
pub(crate) fn every_kind() -> Vec<Profile> {
    let bands = |bands: &[u32]| bands.iter().copied().map(int).collect::<Vec<Int>>();
    let mut all = vec![profile(2, 2), profile(1, 3), by_item()];
    all.push(Profile {
        choice: Choice::Exactly { count: int(2) },
        blank_ballot: BlankBallot::Void,
        ..profile(2, 2)
    });
    all.push(Profile { choice: Choice::Each, blank_ballot: BlankBallot::Void, ..profile(2, 2) });
    let between = Choice::Between { least: int(1), most: int(2) };
    all.push(Profile { choice: between, blank_ballot: BlankBallot::Void, ..profile(2, 2) });
    all.push(Profile { options: Options::TwoWay, ..profile(2, 2) });
    all.push(Profile { options: Options::ThreeWay, blank_item: BlankItem::Approve, ..profile(2, 2) });
    all.push(Profile { options: Options::TwoWay, blank_item: BlankItem::Approve, ..profile(1, 1) });
    all.push(Profile { options: Options::ThreeWay, blank_ballot: BlankBallot::Void, ..profile(2, 1) });
    all.push(Profile { options: Options::TwoWay, blank_item: BlankItem::Invalid, ..profile(2, 2) });
    for score in scores() {
        all.push(ranked(2, 2, score));
        all.push(ranked(3, 1, score));
        let options = Options::Ranks { ranks: int(2), each: Each::ExactlyOnce };
        all.push(Profile { options, blank_ballot: BlankBallot::Void, ..ranked(2, 2, score) });
    }
    for on_tie in [GradeTie::Higher, GradeTie::Lower, GradeTie::Presidium] {
        all.push(graded(GradeRule::Plurality { on_tie }));
    }
    for base in [Base::Membership, Base::Returned, Base::Valid] {
        all.push(graded(GradeRule::Cumulative { share: half_of(base) }));
        all.push(graded(GradeRule::Cumulative { share: Share::more_than_half(base) }));
    }
    all.push(graded(GradeRule::Weighted { weights: bands(&[100, 80, 40]), bands: bands(&[90, 60]) }));
    all.push(graded(GradeRule::Rate { bands: bands(&[80, 60]) }));
    let abstains = graded(GradeRule::Rate { bands: bands(&[80, 60]) });
    all.push(Profile { blank_item: BlankItem::Abstain, ..abstains.clone() });
    all.push(Profile { blank_ballot: BlankBallot::Void, ..abstains });
    for profile in &mut all {
        profile.minimum_ballots = int(2);
        profile.meeting_quorum = Share { num: int(1), den: int(100), ..profile.meeting_quorum };
    }
    all
}

pub(crate) fn scores() -> [Score; 4] {
    [
        Score::Appearances { top: int(1) },
        Score::Borda,
        Score::MeanRank { unranked: Unranked::Ignored },
        Score::MeanRank { unranked: Unranked::Last },
    ]
}
