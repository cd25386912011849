//! The deputy's contests, from what the device tells.

use std::collections::BTreeMap;
use std::sync::Arc;

use audit::entry::preparation::ContestPurpose;
use audit::rules::{self, BlankBallot, Each, Options, Recast};
use protocol::server::StageName;

use crate::deputy::{BlankItem, ContestStatus, ContestView, ItemView, Limits, Round, Secrecy, Style};
use crate::device::{CHANGES_MAX, OpenContest};
use crate::lang::fill;
use crate::run::words;
use crate::ui::Look;

/// What is known of one contest.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "what happened to one ballot: each stays true")]
pub struct Known {
    /// Where it stands, as the server says; `None`: not opened.
    pub stage: Option<StageName>,
    /// It is opened, and no quorum of witnesses had seen it when it was looked at last.
    pub unwitnessed: bool,
    /// The opening, once it is believed.
    pub open: Option<Arc<OpenContest>>,
    /// The deputy can vote here: in a secret contest the stamped ballot has come.
    pub ready: bool,
    /// Pressed cast, and no answer yet.
    pub casting: bool,
    /// The box gave a receipt.
    pub cast: bool,
    /// Ballots of this deputy's that were replaced.
    pub changes: u8,
    /// A secret ballot was refused for good.
    pub refused: bool,
    /// A ballot without a receipt may be in the box.
    pub unclear: bool,
    /// A paper ballot was handed out.
    pub paper: bool,
    /// The return slip is in the log.
    pub slip: bool,
    /// Index of the ballot in the log.
    pub found: Option<u64>,
    /// The named vote that stands: index in the log, column of each item.
    pub vote: Option<(u64, Vec<u8>)>,
}

impl Known {
    /// How it stands for this deputy.
    pub fn status(&self) -> ContestStatus {
        let stage = self.stage;
        if stage == Some(StageName::Voided) {
            return ContestStatus::Voided;
        }
        if let Some(index) = self.found {
            return ContestStatus::Recorded { index };
        }
        if self.slip {
            return ContestStatus::SlipReturned;
        }
        if self.paper {
            return ContestStatus::Paper;
        }
        // A change on its way, too.
        if self.casting {
            return ContestStatus::Casting;
        }
        if self.cast {
            let left = CHANGES_MAX.saturating_sub(self.changes);
            let may_change = stage == Some(StageName::Open) && self.last_counts() && left > 0;
            return if may_change { ContestStatus::CastMayChange { left } } else { ContestStatus::Cast };
        }
        if let Some((index, _)) = self.vote {
            let may_change = stage == Some(StageName::Open) && self.may_change();
            return ContestStatus::Voted { index, may_change };
        }
        if self.unclear {
            return ContestStatus::Unclear;
        }
        let by_hands = self.open.as_ref().is_some_and(|open| open.secrecy() == rules::Secrecy::Hands);
        match stage {
            None => ContestStatus::NotOpen,
            Some(StageName::Open | StageName::Held) if by_hands => ContestStatus::Hands,
            Some(_) if by_hands => ContestStatus::Over,
            Some(StageName::Open | StageName::Held) if self.refused => ContestStatus::Missed,
            Some(StageName::Open) if self.ready => ContestStatus::Ready,
            Some(StageName::Open) if self.unwitnessed && self.open.is_none() => ContestStatus::Unwitnessed,
            Some(StageName::Open) => ContestStatus::Drawing,
            Some(StageName::Held) => ContestStatus::Held,
            Some(_) => ContestStatus::Missed,
        }
    }

    /// A named vote may be cast again: the last one counts.
    fn may_change(&self) -> bool {
        let named = |open: &Arc<OpenContest>| open.secrecy() == rules::Secrecy::Named;
        self.open.as_ref().is_some_and(named) && self.last_counts()
    }

    fn last_counts(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.profile().recast == Recast::Last)
    }
}

/// Every contest, in order. One whose opening is not believed has no items: nothing of it can be marked.
pub fn contests(look: Look, known: &BTreeMap<u64, Known>) -> Vec<ContestView> {
    known.iter().map(|(number, known)| contest(look, *number, known)).collect()
}

fn contest(look: Look, number: u64, known: &Known) -> ContestView {
    let id = number.to_string();
    let status = known.status();
    let Some(open) = &known.open else {
        let title = fill(look.texts().run.contest_number, &[&id]);
        return ContestView {
            id,
            title,
            code: String::new(),
            round: Round::First,
            secrecy: Secrecy::Secret,
            style: Style::Select,
            limits: None,
            blank_item: BlankItem::Abstain,
            blank_void: false,
            options: Vec::new(),
            items: Vec::new(),
            may_change: false,
            cast_before: false,
            vote: Vec::new(),
            status,
        };
    };
    let profile = open.profile();
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let items = u64::try_from(open.definition.items.len()).unwrap_or(u64::MAX);
    ContestView {
        id,
        title: open.definition.title.to_string(),
        code: words::contest_code(&open.hash),
        round: round(&open.definition.purpose),
        secrecy: match profile.secrecy {
            rules::Secrecy::Secret => Secrecy::Secret,
            rules::Secrecy::Named => Secrecy::Named,
            rules::Secrecy::Hands => Secrecy::Hands,
        },
        style: style(profile),
        limits: profile
            .choice_limits(items)
            .map(|limits| Limits { least: small(limits.least), most: small(limits.most) }),
        blank_item: match profile.blank_item {
            rules::BlankItem::Abstain => BlankItem::Abstain,
            rules::BlankItem::Approve => BlankItem::Approve,
            rules::BlankItem::Invalid => BlankItem::Invalid,
        },
        blank_void: profile.blank_ballot == BlankBallot::Void,
        options: profile.labels(words::audit_lang(look)),
        items: open
            .definition
            .items
            .iter()
            .map(|item| ItemView {
                number: small(item.number.get()),
                title: item.title.to_string(),
                department: item.department.to_string(),
                budget: item.budget.to_string(),
            })
            .collect(),
        may_change: known.may_change(),
        cast_before: known.cast && known.last_counts(),
        vote: known.vote.as_ref().map(|(_, columns)| columns.clone()).unwrap_or_default(),
        status,
    }
}

fn round(purpose: &ContestPurpose) -> Round {
    match purpose {
        ContestPurpose::RunOff { .. } => Round::RunOff,
        ContestPurpose::SecondRound { .. } => Round::SecondRound,
        ContestPurpose::Again { .. } => Round::Again,
        ContestPurpose::Items | ContestPurpose::Rules { .. } | ContestPurpose::Scrutineers { .. } => {
            Round::First
        }
    }
}

fn style(profile: &rules::Profile) -> Style {
    match &profile.options {
        Options::Select => Style::Select,
        Options::TwoWay => Style::Votes { rest: false },
        // Three columns: the rest is 弃权; four: 弃权 is a column of its own, and the rest is no mark.
        Options::ThreeWay => Style::Votes { rest: profile.columns() == 3 },
        Options::Grades { .. } => Style::Grades,
        Options::Ranks { each, .. } => Style::Ranks { exactly: *each == Each::ExactlyOnce },
    }
}

#[cfg(test)]
#[path = "deputy_tests.rs"]
mod tests;
