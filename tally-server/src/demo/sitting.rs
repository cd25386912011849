//! The sitting that the demo plays: a fictional county's, or one in which every ballot of a real election is a deputy's.

use std::net::SocketAddr;
use std::path::Path;

use audit::entry::preparation::{Item, Mode};
use audit::rules::{BlankBallot, Choice, Profile, Requirement};
use audit::wire::{Int, Text};

use super::DemoError;
use super::plot::{self, Part, PartRole};
use crate::prepare::sitting::{ContestDraft, Definition, RoleKey, RulesDraft, Scrutineer, items};
use crate::prepare::{demo, pabulib, projects, roll, rules};

/// Scrutineers of the demo; two of them decrypt.
const SCRUTINEERS: [&str; 3] = ["周明远", "吴秀兰", "郑国栋"];

/// A sitting to play, and what must come out of it.
pub(crate) struct Story {
    /// What `new` would read from files.
    pub definition: Definition,
    /// What each deputy does.
    pub(super) parts: Vec<Part>,
    /// How each item is called in the result: its number, or the project's id.
    pub labels: Vec<String>,
    /// Totals that the file publishes, or that the marks add up to.
    pub expected: Vec<u64>,
    /// The deputy, by position, whose place a person at the keyboard takes.
    pub human: Option<usize>,
}

impl Story {
    /// Gives a deputy's place to the person at the keyboard.
    pub(super) fn seat_human(&mut self, deputy: usize) {
        self.parts.retain(|part| part.deputy != deputy);
        self.expected = plot::expected(
            &self.parts,
            self.definition.contests.first().map_or(0, |contest| contest.items.len()),
        );
        self.human = Some(deputy);
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
    Ok(Story {
        labels: items.iter().map(|item| item.number.get().to_string()).collect(),
        expected: plot::expected(&parts, items.len()),
        parts,
        human: None,
        definition: Definition {
            name: rules.sitting.name,
            rules: vec![RulesDraft { text: demo::RULES_TEXT.to_owned(), profile: rules.profile }],
            contests: vec![ContestDraft::on_items(rules.contest.title, items)],
            roll,
            ..common(listen, "demo.piaojue.example/yunling")?
        },
    })
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
        .map(|(deputy, marks)| Part { deputy, marks: marks.clone(), role: PartRole::Ordinary })
        .collect();
    Ok(Story {
        labels: election.projects.iter().map(|project| project.id.clone()).collect(),
        expected: election.projects.iter().map(|project| project.votes).collect(),
        parts,
        human: None,
        definition: Definition {
            name: title.clone(),
            rules: vec![RulesDraft {
                text: "按得票多少确定，不设通过票数；票数相等的，再次投票。\n".to_owned(),
                profile,
            }],
            contests: vec![ContestDraft::on_items(title, items)],
            roll,
            ..common(listen, "demo.piaojue.example/pabulib")?
        },
    })
}

/// What every demo has. A rehearsal: one process holds all keys.
fn common(listen: SocketAddr, origin: &str) -> Result<Definition, DemoError> {
    let data = |error: &dyn std::fmt::Display| DemoError::Data(error.to_string());
    let scrutineers = SCRUTINEERS
        .iter()
        .map(|name| Ok(Scrutineer { name: name.parse()?, key: RoleKey::Make }))
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
        print_cards: false,
    })
}
