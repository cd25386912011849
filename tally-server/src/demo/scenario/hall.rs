//! The hall of a scenario: its roll, its items, and ballots that give each item its share.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use audit::entry::preparation::Item;
use audit::rules::explain::{self, Lang};
use audit::rules::{Profile, READY_MADE};
use audit::wire::{Int, Text};

use super::super::DemoError;
use super::super::plot::{Part, PartRole};
use super::super::sitting::{Expected, Round, Story, common};
use super::super::witnesses::Seats;
use super::Size;
use crate::prepare::roll::RollRow;
use crate::prepare::sitting::{ContestDraft, Definition, DraftPurpose, RulesDraft, items};
use crate::prepare::{demo, projects, roll, rules};

const SURNAMES: [&str; 15] =
    ["陈", "李", "王", "张", "刘", "黄", "吴", "周", "徐", "林", "何", "郭", "罗", "郑", "梁"];
const GIVEN: [&str; 16] = [
    "建国", "秀英", "志强", "丽华", "文斌", "桂芳", "海涛", "玉珍", "国平", "春梅", "永康", "晓燕", "立新",
    "雅琴", "德明", "红霞",
];
/// Deputies of one delegation.
const DELEGATION: u32 = 15;

/// A hall being filled.
pub(super) struct Hall {
    definition: Definition,
    size: Size,
    roles: Vec<PartRole>,
    ballots: BTreeMap<u64, Vec<Vec<usize>>>,
    seats: Option<Seats>,
}

impl Hall {
    /// `deputies` of the fictional county, all present.
    pub(super) fn new(
        listen: SocketAddr,
        size: Size,
        origin: &str,
        deputies: usize,
    ) -> Result<Self, DemoError> {
        let mut definition = common(listen, origin)?;
        definition.roll = county_roll(deputies)?;
        definition.name = "云岭县第十七届人民代表大会第二次会议（演练）".parse()?;
        let roles = vec![PartRole::Ordinary; deputies];
        Ok(Self { definition, size, roles, ballots: BTreeMap::new(), seats: None })
    }

    /// The scrutineers' terminals and these others are witnesses; so many are a quorum.
    pub(super) fn witnessed(&mut self, others: &[&str], quorum: u32) -> Result<(), DemoError> {
        self.seats = Some(Seats::name(&mut self.definition, others, quorum)?);
        Ok(())
    }

    /// The last `count` deputies have this role instead of what they had.
    pub(super) fn last(&mut self, count: usize, role: PartRole) {
        self.roles
            .iter_mut()
            .rev()
            .filter(|of| **of == PartRole::Ordinary)
            .take(count)
            .for_each(|of| *of = role);
    }

    /// Rules for the contests that follow; their text is what they say in words.
    pub(super) fn adopt(&mut self, profile: Profile) -> usize {
        let text = explain::rules(&profile, Lang::Zh).join("\n") + "\n";
        self.adopt_text(profile, text)
    }

    /// The county's own 票决办法, with its text.
    pub(super) fn adopt_county(&mut self) -> Result<usize, DemoError> {
        Ok(self.adopt_text(county_rules()?, demo::RULES_TEXT.to_owned()))
    }

    fn adopt_text(&mut self, profile: Profile, text: String) -> usize {
        self.definition.rules.push(RulesDraft { text, profile });
        self.definition.rules.len().saturating_sub(1)
    }

    /// A contest, numbered in this order.
    pub(super) fn contest(
        &mut self,
        title: &str,
        (rules, purpose): (usize, DraftPurpose),
        items: Vec<Item>,
    ) -> Result<u64, DemoError> {
        self.definition.contests.push(ContestDraft { title: title.parse()?, rules, purpose, items });
        Ok(u64::try_from(self.definition.contests.len()).unwrap_or(u64::MAX))
    }

    /// Deputies who vote, on a device or on paper.
    pub(super) fn present(&self) -> usize {
        self.roles.iter().filter(|role| **role != PartRole::Absent).count()
    }

    /// What those present mark in a contest, in the order of the roll.
    pub(super) fn marks(&mut self, contest: u64, ballots: Vec<Vec<usize>>) {
        self.ballots.insert(contest, ballots);
    }

    /// The story.
    pub(super) fn story(
        self,
        rounds: Vec<Round>,
        expected: impl IntoIterator<Item = (u64, Expected)>,
    ) -> Story {
        let mut seat = 0;
        let parts = self.roles.iter().enumerate().map(|(deputy, role)| {
            let mut ballots = BTreeMap::new();
            if *role != PartRole::Absent {
                let own = self.ballots.iter();
                ballots = own.filter_map(|(contest, all)| Some((*contest, all.get(seat)?.clone()))).collect();
                seat += 1;
            }
            Part { deputy, ballots, role: *role }
        });
        Story {
            parts: parts.collect(),
            rounds,
            expected: expected.into_iter().collect(),
            labels: Vec::new(),
            published: None,
            human: None,
            slip_window: match self.size {
                Size::Full => Duration::from_secs(3),
                Size::Small => Duration::from_millis(700),
            },
            seats: self.seats,
            definition: self.definition,
        }
    }
}

fn county_roll(deputies: usize) -> Result<Vec<RollRow>, DemoError> {
    let mut rows =
        roll::read("roll.csv", demo::ROLL).map_err(|error| DemoError::Data(error.to_string()))?.rows;
    if deputies <= rows.len() {
        rows.truncate(deputies);
        return Ok(rows);
    }
    let most = SURNAMES.len().saturating_mul(GIVEN.len());
    if deputies > most {
        return Err(DemoError::Data(format!("{deputies} deputies, and names for {most}")));
    }
    let names =
        GIVEN.iter().flat_map(|given| SURNAMES.iter().map(move |surname| format!("{surname}{given}")));
    (1_u32..)
        .zip(names.take(deputies))
        .map(|(number, name)| {
            let delegation = format!("第 {} 代表团", number.saturating_sub(1) / DELEGATION + 1);
            Ok(RollRow { number, name: name.parse()?, delegation: delegation.parse()? })
        })
        .collect()
}

/// The county's rules: fifteen projects, at most ten, ten to be chosen.
pub(super) fn county_rules() -> Result<Profile, DemoError> {
    let read = rules::read("rules.toml", demo::RULES).map_err(|error| DemoError::Data(error.to_string()))?;
    Ok(read.profile)
}

/// The county's fifteen projects.
pub(super) fn county_items() -> Result<Vec<Item>, DemoError> {
    let read = projects::read("projects.csv", demo::PROJECTS);
    Ok(items(&read.map_err(|error| DemoError::Data(error.to_string()))?.rows)?)
}

/// A profile that comes with the program.
pub(super) fn ready_made(name: &str) -> Result<Profile, DemoError> {
    let found = READY_MADE.iter().find(|one| one.name == name);
    let found = found.ok_or_else(|| DemoError::Data(format!("no profile {name}")))?;
    found.profile().map_err(|error| DemoError::Data(format!("{name}: {error}")))
}

/// Items by title alone.
pub(super) fn titled<'a>(titles: impl IntoIterator<Item = &'a str>) -> Result<Vec<Item>, DemoError> {
    (1_u32..)
        .zip(titles)
        .map(|(number, title)| {
            Ok(Item {
                number: Int::from(number),
                title: title.parse()?,
                department: Text::default(),
                budget: Text::default(),
                detail: Text::default(),
            })
        })
        .collect()
}

/// Ballots that select: item i on `percents[i]` percent of them, rounded down. The marks are dealt round, so that all ballots have
/// about equally many: the average rounded up at most.
pub(super) fn selecting(percents: &[usize], ballots: usize) -> Vec<Vec<usize>> {
    let mut dealt = vec![vec![1; percents.len()]; ballots];
    let mut seat = 0_usize;
    for (item, percent) in percents.iter().enumerate() {
        for _ in 0..ballots.saturating_mul(*percent) / 100 {
            let at = seat.checked_rem(ballots).unwrap_or(0);
            if let Some(mark) = dealt.get_mut(at).and_then(|ballot| ballot.get_mut(item)) {
                *mark = 0;
            }
            seat = seat.saturating_add(1);
        }
    }
    dealt
}

/// Ballots with a column for every item: of item i, column c on `percents[i][c]` percent of them, rounded down, and the last column
/// that is named on those left over. Each item begins with another ballot.
pub(super) fn columns(percents: &[&[usize]], ballots: usize) -> Vec<Vec<usize>> {
    let column = |at: usize, percents: &[usize]| {
        let mut end = 0_usize;
        let found = percents.iter().position(|percent| {
            end = end.saturating_add(ballots.saturating_mul(*percent) / 100);
            at < end
        });
        found.unwrap_or(percents.len().saturating_sub(1))
    };
    (0..ballots)
        .map(|ballot| {
            let turned = |item: usize| ballot.saturating_add(item.saturating_mul(7)) % ballots.max(1);
            percents.iter().enumerate().map(|(item, percents)| column(turned(item), percents)).collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::plot;
    use super::*;

    #[test]
    fn a_roll_has_as_many_names_as_deputies_or_is_refused() {
        for deputies in [1, 60, 61, 240] {
            let rows = county_roll(deputies).unwrap();
            let names: std::collections::BTreeSet<_> = rows.iter().map(|row| row.name.as_str()).collect();
            assert_eq!((rows.len(), names.len()), (deputies, deputies));
        }
        assert!(matches!(county_roll(241), Err(DemoError::Data(_))));
    }

    #[test]
    fn each_item_gets_its_share_and_no_ballot_more_marks_than_the_average() {
        let ballots = selecting(&[90, 50, 20], 12);
        assert_eq!(plot::count(ballots.iter(), 3, 1), [10, 6, 2]);
        assert!(ballots.iter().all(|ballot| ballot.iter().filter(|column| **column == 0).count() <= 2));
    }

    #[test]
    fn each_column_gets_its_share_and_the_last_one_the_rest() {
        let ballots = columns(&[&[50, 30, 20], &[10, 10, 80]], 12);
        assert_eq!(plot::count(ballots.iter(), 2, 3), [6, 3, 3, 1, 1, 10]);
    }
}
