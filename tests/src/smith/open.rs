//! Named votes, shows of hands, and contests by other rules than the first.

use super::{Smith, int, text};
use audit::entry::paper::{HandsCounted, VoteCast};
use audit::entry::payload::split_text;
use audit::entry::preparation::{ContestDefined, ContestPurpose, Item, RulesAdopted};
use audit::rules::{BlankBallot, BlankItem, Choice, Options, Profile, Row, Seats, Secrecy, Surplus};

impl Smith {
    /// Rules by which each item is put to 赞成, 反对, 弃权 and passes with more than half of all deputies.
    pub fn item_by_item(&self, title: &str, secrecy: Secrecy) -> RulesAdopted {
        let title = text(title);
        let mut profile = Profile::livelihood_projects(title.clone(), int(1), int(1));
        profile.secrecy = secrecy;
        profile.options = Options::ThreeWay;
        profile.choice = Choice::Each;
        profile.blank_item = BlankItem::Abstain;
        profile.blank_ballot = BlankBallot::Abstain;
        profile.surplus = Surplus::Any;
        profile.minimum_ballots = self.plan.minimum.into();
        profile.choose_mut().unwrap().seats = Seats::EveryItem;
        let (text, _) = split_text("第一条 逐项表决，得票过半数的为通过。").unwrap();
        RulesAdopted { title, text, profile }
    }

    /// The next contest by the rules of that entry, about so many items.
    pub fn contest_by(&self, rules: [u8; 32], purpose: ContestPurpose, items: u32) -> ContestDefined {
        let items = (1..=items).map(|item| Item {
            number: item.into(),
            title: text(&format!("第{item}项议题")),
            department: text(""),
            budget: text(""),
            detail: text(""),
        });
        ContestDefined {
            contest: int(u64::try_from(self.state.contests().len()).unwrap() + 1),
            title: text("逐项表决"),
            rules: rules.into(),
            profile: self.state.rules()[&rules].profile.clone(),
            purpose,
            items: items.collect(),
        }
    }

    /// What follows from a contest that was decided or voided: its items, by the rules that follow.
    pub fn follow_up(&self, contest: u64, purpose: ContestPurpose) -> ContestDefined {
        let parent = self.the(contest);
        let decision =
            parent.course().and_then(|course| course.declared.as_ref()).map(|(_, decision)| decision);
        let (items, profile) = match (purpose, decision) {
            (ContestPurpose::RunOff { .. } | ContestPurpose::SecondRound { .. }, Some(decision)) => {
                let items = decision
                    .next
                    .items
                    .iter()
                    .map(|item| parent.definition.items[usize::try_from(item.get()).unwrap()].clone());
                let profile = audit::rules::profile_of_next(&parent.profile, &decision.next, parent.round);
                (items.collect(), profile.unwrap_or_else(|| parent.profile.clone()))
            }
            _ => (parent.definition.items.clone(), parent.profile.clone()),
        };
        ContestDefined {
            contest: int(u64::try_from(self.state.contests().len()).unwrap() + 1),
            title: text("再次票决"),
            rules: parent.definition.rules,
            profile,
            purpose,
            items,
        }
    }

    /// A deputy's named vote: for each item the column.
    pub fn vote(&self, contest: u64, deputy: u32, columns: &[u64], replaces: [u8; 32]) -> VoteCast {
        VoteCast {
            contest: self.course(contest).hash.into(),
            deputy: deputy.into(),
            choices: columns.iter().map(|column| int(*column)).collect(),
            replaces: replaces.into(),
        }
    }

    /// Hands counted: for each item 赞成, 反对, 弃权.
    pub fn hands(&self, contest: u64, rows: &[[u64; 3]]) -> HandsCounted {
        HandsCounted {
            contest: self.course(contest).hash.into(),
            rows: rows.iter().map(|row| row_of(row)).collect(),
        }
    }
}

/// A row of marks without an invalid one.
pub fn row_of(counts: &[u64]) -> Row {
    Row { counts: counts.iter().map(|count| int(*count)).collect(), invalid: int(0) }
}
