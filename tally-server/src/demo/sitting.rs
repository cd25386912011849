//! The sitting that the demo plays: a fictional county's, or one in which every ballot of a real election is a deputy's.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use audit::entry::preparation::{Item, Mode};
use audit::fold::Contest;
use audit::rules::{BlankBallot, Choice, NextKind, Profile, Requirement};
use audit::wire::{Int, Text};

use super::DemoError;
use super::plot::{self, Part, PartRole};
use super::witnesses::Seats;
use crate::prepare::sitting::{ContestDraft, Definition, RoleKey, RulesDraft, Scrutineer, items};
use crate::prepare::witnesses::WitnessesDraft;
use crate::prepare::{demo, pabulib, projects, roll, rules};

/// Scrutineers of the demo; two of them decrypt.
const SCRUTINEERS: [&str; 3] = ["周明远", "吴秀兰", "郑国栋"];

/// Return slips come at once here.
const SLIP_WINDOW: Duration = Duration::from_secs(3);

/// A sitting to play, and what must come out of it.
pub(crate) struct Story {
    /// What `new` would read from files.
    pub definition: Definition,
    /// What each deputy does.
    pub(super) parts: Vec<Part>,
    /// The votes, in the order in which they are held.
    pub(super) rounds: Vec<Round>,
    /// How it must end, by number of the contest.
    pub(super) expected: BTreeMap<u64, Expected>,
    /// How each item of the first contest is called in the result, where not by its number.
    pub labels: Vec<String>,
    /// Totals of the first contest that a file publishes.
    pub published: Option<Vec<u64>>,
    /// The deputy, by position, whose place a person at the keyboard takes.
    pub human: Option<usize>,
    /// How long return slips are waited for.
    pub slip_window: Duration,
    /// The keys of its witnesses, where it has some.
    pub seats: Option<Seats>,
}

/// Contests that are open at the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Round {
    /// Their numbers.
    pub contests: Vec<u64>,
    /// The contest from whose end this round's only one follows; it is defined when the round begins.
    pub follows: Option<u64>,
    /// The reason, if it is voided after the box was opened.
    pub voided: Option<&'static str>,
}

impl Round {
    /// Contests that are defined already.
    pub(super) fn of(contests: impl IntoIterator<Item = u64>) -> Self {
        Self { contests: contests.into_iter().collect(), follows: None, voided: None }
    }

    /// The further vote that the end of `parent` calls for.
    pub(super) fn following(contest: u64, parent: u64) -> Self {
        Self { follows: Some(parent), ..Self::of([contest]) }
    }
}

/// How a contest must end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// Valid; these items, by printed number, are chosen for sure, and this follows for these.
    Decided {
        /// Chosen, rising.
        chosen: Vec<u64>,
        /// What must follow.
        next: NextKind,
        /// For whom, rising.
        for_items: Vec<u64>,
    },
    /// Valid; the grade of each item, from 0.
    Graded(Vec<u64>),
    /// 作废: nothing was decrypted.
    Voided,
}

impl Expected {
    /// These are chosen and nothing follows.
    pub(super) fn chosen(chosen: impl IntoIterator<Item = u64>) -> Self {
        let chosen = chosen.into_iter().collect();
        Self::Decided { chosen, next: NextKind::None, for_items: Vec::new() }
    }
}

impl Story {
    /// Gives a deputy's place to the person at the keyboard.
    pub(super) fn seat_human(&mut self, deputy: usize) {
        self.parts.retain(|part| part.deputy != deputy);
        self.human = Some(deputy);
    }

    /// How an item of a contest is called, by its position from 0.
    pub(super) fn label(&self, contest: &Contest, at: usize) -> String {
        let named = self.labels.get(at).filter(|_| contest.definition.contest.get() == 1).cloned();
        named
            .or_else(|| contest.definition.items.get(at).map(|item| item.number.to_string()))
            .unwrap_or_default()
    }

    /// An ordinary vote on the first contest and nothing else.
    fn single(definition: Definition, parts: Vec<Part>) -> Self {
        Self {
            definition,
            parts,
            rounds: vec![Round::of([1])],
            expected: BTreeMap::new(),
            labels: Vec::new(),
            published: None,
            human: None,
            slip_window: SLIP_WINDOW,
            seats: None,
        }
    }
}

/// The fictional county 云岭县: 60 deputies, 15 projects, at most 10, 10 to be chosen.
pub(crate) fn county(listen: SocketAddr) -> Result<Story, DemoError> {
    let roll = roll::read("roll.csv", demo::ROLL).map_err(|error| DemoError::Data(error.to_string()))?.rows;
    let projects = projects::read("projects.csv", demo::PROJECTS)
        .map_err(|error| DemoError::Data(error.to_string()))?
        .rows;
    let rules = rules::read("rules.toml", demo::RULES).map_err(|error| DemoError::Data(error.to_string()))?;
    let most = usize::try_from(rules.profile.choice_limits(u64::MAX).map_or(u64::MAX, |limits| limits.most))
        .unwrap_or(usize::MAX);
    let parts =
        plot::parts(roll.len(), projects.len(), most).map_err(|error| DemoError::Data(error.to_string()))?;
    let items = items(&projects)?;
    let definition = Definition {
        name: rules.sitting.name,
        rules: vec![RulesDraft { text: demo::RULES_TEXT.to_owned(), profile: rules.profile }],
        contests: vec![ContestDraft::on_items(rules.contest.title, items)],
        roll,
        ..common(listen, "demo.piaojue.example/yunling")?
    };
    let mut story = Story::single(definition, parts);
    // The scrutineers' terminals are witnesses, as they are wherever nobody says otherwise.
    story.seats = Some(Seats::name(&mut story.definition, &[], 2)?);
    Ok(story)
}

/// Every ballot of a Pabulib election as a deputy's, without a threshold.
pub(crate) fn election(listen: SocketAddr, file: &Path, seats: u32) -> Result<Story, DemoError> {
    let bytes = std::fs::read(file).map_err(|source| DemoError::Read { path: file.to_owned(), source })?;
    let election =
        pabulib::read(&bytes).map_err(|error| DemoError::Data(format!("{}: {error}", file.display())))?;
    let text = |text: String| Text::try_from(text).map_err(DemoError::from);
    let int = |value: usize| u32::try_from(value).map_err(|_| DemoError::Data("too many".to_owned()));
    let title = text(format!("Pabulib：{}", election.description))?;
    let mut profile =
        Profile::livelihood_projects(title.clone(), Int::from(seats), Int::from(int(election.choices_max)?));
    if let Some(rules) = profile.choose_mut() {
        rules.threshold = Requirement::None;
    }
    if election.choices_min > 1 {
        let least = Int::from(int(election.choices_min)?);
        profile.blank_ballot = BlankBallot::Void;
        profile.choice = Choice::Between { least, most: Int::from(int(election.choices_max)?) };
    }
    let items = (1_u32..)
        .zip(&election.projects)
        .map(|(number, project)| {
            Ok(Item {
                number: Int::from(number),
                title: text(project.name.clone())?,
                department: text(project.id.clone())?,
                budget: text(project.cost.clone())?,
                detail: Text::default(),
            })
        })
        .collect::<Result<Vec<_>, DemoError>>()?;
    let roll = (1_u32..)
        .zip(&election.ballots)
        .map(|(number, _)| {
            Ok(roll::RollRow {
                number,
                name: text(format!("代表 {number:04}"))?,
                delegation: text(format!("第 {} 组", number.saturating_sub(1) / 100 + 1))?,
            })
        })
        .collect::<Result<Vec<_>, DemoError>>()?;
    let parts = election
        .ballots
        .iter()
        .enumerate()
        .map(|(deputy, marks)| Part {
            deputy,
            ballots: plot::selecting(marks, election.projects.len()),
            role: PartRole::Ordinary,
        })
        .collect();
    let definition = Definition {
        name: title.clone(),
        rules: vec![RulesDraft {
            text: "按得票多少确定，不设通过票数；票数相等的，再次投票。\n".to_owned(),
            profile,
        }],
        contests: vec![ContestDraft::on_items(title, items)],
        roll,
        ..common(listen, "demo.piaojue.example/pabulib")?
    };
    Ok(Story {
        labels: election.projects.iter().map(|project| project.id.clone()).collect(),
        published: Some(election.projects.iter().map(|project| project.votes).collect()),
        ..Story::single(definition, parts)
    })
}

/// What every demo has. A rehearsal: one process holds all keys.
pub(super) fn common(listen: SocketAddr, origin: &str) -> Result<Definition, DemoError> {
    let data = |error: &dyn std::fmt::Display| DemoError::Data(error.to_string());
    let scrutineers = SCRUTINEERS
        .iter()
        .map(|name| Ok(Scrutineer { name: name.parse()?, key: RoleKey::Make, witness: None }))
        .collect::<Result<_, DemoError>>()?;
    Ok(Definition {
        name: Text::default(),
        mode: Mode::Rehearsal,
        origin: origin.parse().map_err(|error| data(&error))?,
        server: listen.to_string().parse().map_err(|error| data(&error))?,
        listen,
        hosts: Vec::new(),
        roll: Vec::new(),
        due: None,
        rules: Vec::new(),
        contests: Vec::new(),
        chief: RoleKey::Make,
        presiding: RoleKey::Make,
        scrutineers,
        threshold: Some(2),
        witnesses: WitnessesDraft::default(),
        print_cards: false,
    })
}
