//! The deputy's contests, from what the device tells.

use std::collections::BTreeMap;
use std::sync::Arc;

use protocol::server::StageName;

use crate::deputy::{ContestStatus, ContestView, ItemView};
use crate::device::OpenContest;
use crate::lang::fill;
use crate::run::words;
use crate::ui::Look;

/// What is known of one contest.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "what happened to one ballot: each stays true")]
pub struct Known {
    /// Where it stands, as the server says; `None`: not opened.
    pub stage: Option<StageName>,
    /// The believed opening, once the ballot is here.
    pub open: Option<Arc<OpenContest>>,
    /// The stamped ballot is here.
    pub ready: bool,
    /// The box gave a receipt.
    pub cast: bool,
    /// Refused for good.
    pub refused: bool,
    /// The return slip is in the log.
    pub slip: bool,
    /// Index of the ballot in the log.
    pub found: Option<u64>,
}

impl Known {
    /// How it stands for this deputy.
    pub fn status(&self) -> ContestStatus {
        if let Some(index) = self.found {
            return ContestStatus::Recorded { index };
        }
        if self.slip {
            return ContestStatus::SlipReturned;
        }
        if self.cast {
            return ContestStatus::Cast;
        }
        match self.stage {
            None => ContestStatus::NotOpen,
            Some(StageName::Open | StageName::Held) if self.refused => ContestStatus::Missed,
            Some(StageName::Open) if self.ready => ContestStatus::Ready,
            Some(StageName::Open) => ContestStatus::Drawing,
            Some(StageName::Held) => ContestStatus::Held,
            Some(_) => ContestStatus::Missed,
        }
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
        let options = Vec::new();
        return ContestView {
            id,
            title,
            code: String::new(),
            min: 0,
            max: 0,
            options,
            items: Vec::new(),
            status,
        };
    };
    let items = u64::try_from(open.definition.items.len()).unwrap_or(u64::MAX);
    let limits =
        open.profile.choice_limits(items).unwrap_or(audit::rules::ChoiceLimits { least: 0, most: items });
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let t = &look.texts().run;
    ContestView {
        id,
        title: open.definition.title.to_string(),
        code: words::contest_code(&open.hash),
        min: small(limits.least),
        max: small(limits.most),
        options: vec![t.option_chosen.to_owned(), t.option_rest.to_owned()],
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
        status,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cast_ballot_stays_cast_whatever_the_contest_does() {
        let mut known = Known::default();
        assert_eq!(known.status(), ContestStatus::NotOpen);
        known.stage = Some(StageName::Open);
        assert_eq!(known.status(), ContestStatus::Drawing);
        known.ready = true;
        assert_eq!(known.status(), ContestStatus::Ready);
        known.stage = Some(StageName::Held);
        assert_eq!(known.status(), ContestStatus::Held);
        known.stage = Some(StageName::Ended);
        assert_eq!(known.status(), ContestStatus::Missed);
        known.cast = true;
        assert_eq!(known.status(), ContestStatus::Cast);
        known.slip = true;
        assert_eq!(known.status(), ContestStatus::SlipReturned);
        known.found = Some(70);
        assert_eq!(known.status(), ContestStatus::Recorded { index: 70 });
    }

    #[test]
    fn a_contest_that_is_not_believed_shows_nothing_to_mark() {
        let known = BTreeMap::from([(2, Known { stage: Some(StageName::Open), ..Known::default() })]);
        let views = contests(Look::default(), &known);
        assert_eq!(views[0].title, "表决事项 2");
        assert!(views[0].items.is_empty() && views[0].status == ContestStatus::Drawing);
    }
}
