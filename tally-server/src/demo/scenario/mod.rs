//! Scenarios of `demo --scenario NAME`: one kind of contest each, played by the same player.
//!
//! A scenario is data: who is in the hall, which rules, what is voted on, who marks what, and how each vote must end. Marks are
//! spread so that each item gets a chosen share of the ballots, whatever the size of the hall.
//!
//! Next: `hall` makes roll, items and ballots.

mod appraisal;
mod grades;
mod hall;
mod paper;
mod plenary;
mod priority;
mod published;
mod roll_call;
mod shortfall;
mod tie;
mod voided;
mod witnesses;

use std::net::SocketAddr;
use std::str::FromStr;

use super::DemoError;
use super::sitting::Story;

/// How many are in the hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// As in a real congress.
    Full,
    /// A dozen, for tests and slow machines.
    Small,
}

/// A scenario.
#[derive(Debug)]
pub struct Scenario {
    /// What `--scenario` calls it.
    pub name: &'static str,
    /// What happens, in Chinese.
    pub zh: &'static str,
    /// The same in English.
    pub en: &'static str,
    story: fn(SocketAddr, Size) -> Result<Story, DemoError>,
}

/// All of them.
pub static SCENARIOS: [Scenario; 12] = [
    Scenario {
        name: "tie",
        zh: "得票相等，再次票决",
        en: "a tie across the last seat, and its run-off",
        story: tie::story,
    },
    Scenario {
        name: "shortfall",
        zh: "过半数的项目不足，另行票决",
        en: "too few items pass, and a second round",
        story: shortfall::story,
    },
    Scenario {
        name: "appraisal",
        zh: "满意度测评：满意、基本满意、不满意",
        en: "an appraisal in three grades",
        story: appraisal::story,
    },
    Scenario {
        name: "grades", zh: "工作评议：四等次", en: "a review in four grades", story: grades::story
    },
    Scenario {
        name: "priority",
        zh: "排序票决：二十个项目中排出十个",
        en: "priority: number ten of twenty items",
        story: priority::story,
    },
    Scenario {
        name: "roll-call",
        zh: "记名表决",
        en: "named votes, public when cast",
        story: roll_call::story,
    },
    Scenario {
        name: "plenary",
        zh: "一次大会：表决票决办法和监票人名单，再票决项目、测评上年项目",
        en: "one sitting: the rules, the list of scrutineers, then projects and an appraisal",
        story: plenary::story,
    },
    Scenario {
        name: "paper",
        zh: "纸质票与电子票并行，分别清点，合并计算",
        en: "paper beside the machine, counted apart and summed",
        story: paper::story,
    },
    Scenario {
        name: "voided",
        zh: "票决作废，重新票决",
        en: "a vote is voided and held again",
        story: voided::story,
    },
    Scenario {
        name: "witnesses",
        zh: "五位见证人须四位：缺一位照常，缺两位停在关闭，回来一位自动继续",
        en: "five witnesses, four needed: one absent, then two, then one comes back",
        story: witnesses::story,
    },
    Scenario {
        name: "zhenhai",
        zh: "镇海 2021 年公布的测评数字，逐票重演",
        en: "the published appraisal of Zhenhai 2021, ballot by ballot",
        story: published::zhenhai,
    },
    Scenario {
        name: "ninghai",
        zh: "宁海 2020 年公布的满意度测评，222 人逐票",
        en: "the appraisal that Ninghai published in 2020, 222 ballots one by one",
        story: published::ninghai,
    },
];

impl Scenario {
    /// The sitting that is played.
    pub(super) fn story(&self, listen: SocketAddr, size: Size) -> Result<Story, DemoError> {
        (self.story)(listen, size)
    }
}

/// What `--scenario` asks for.
#[derive(Clone, Copy, Debug)]
pub enum Asked {
    /// `list`: their names.
    List,
    /// One of them.
    Play(&'static Scenario),
}

/// No scenario has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no scenario is called {name}; --scenario list names them")]
pub struct UnknownScenario {
    name: String,
}

impl FromStr for Asked {
    type Err = UnknownScenario;
    fn from_str(name: &str) -> Result<Self, UnknownScenario> {
        if name == "list" {
            return Ok(Self::List);
        }
        let found = SCENARIOS.iter().find(|scenario| scenario.name == name);
        found.map(Self::Play).ok_or_else(|| UnknownScenario { name: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn every_scenario_is_found_by_its_name_and_no_other_is() {
        for scenario in &SCENARIOS {
            let found = scenario.name.parse();
            assert!(matches!(found, Ok(Asked::Play(found)) if found.name == scenario.name));
        }
        assert!(matches!("list".parse(), Ok(Asked::List)));
        assert_eq!("ties".parse::<Asked>().unwrap_err(), UnknownScenario { name: "ties".to_owned() });
    }

    /// Every contest has an expected end, every definition is one that the fold takes, and every ballot fits its contest.
    #[test]
    fn every_scenario_is_sound_in_both_sizes() {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 1));
        for scenario in &SCENARIOS {
            for size in [Size::Full, Size::Small] {
                let story = scenario.story(listen, size).unwrap();
                let contests: Vec<u64> =
                    story.rounds.iter().flat_map(|round| round.contests.iter().copied()).collect();
                assert!(contests.iter().copied().eq(1..=contests.len() as u64), "{}", scenario.name);
                assert!(contests.iter().eq(story.expected.keys()), "{}", scenario.name);
                assert_eq!(story.parts.len(), story.definition.roll.len(), "{}", scenario.name);
                crate::prepare::sitting::Draft::new(&story.definition, 1_800_000_000).unwrap();
                for (number, contest) in (1_u64..).zip(&story.definition.contests) {
                    let profile = &story.definition.rules[contest.rules].profile;
                    let shape = audit::rules::shape_of(profile, contest.items.len()).unwrap();
                    for ballot in story.parts.iter().filter_map(|part| part.ballots.get(&number)) {
                        crypto::ballot::Choices::from_options(&shape, ballot).unwrap();
                    }
                }
            }
        }
    }
}
