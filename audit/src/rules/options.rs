//! What stands beside each item on the ballot: the columns of the matrix, the last one the rest (protocol.md §9.1).

use serde::{Deserialize, Serialize};

use super::explain::Lang;
use super::profile::{BlankBallot, BlankItem, Profile};
use crate::wire::{Int, Text};

/// Most numbers of a priority ballot.
pub const RANKS_MAX: u64 = 30;
/// Fewest and most grades.
pub const GRADES: std::ops::RangeInclusive<usize> = 2..=9;
/// Most answers that are no grade.
pub const OTHERS_MAX: usize = 3;

/// What a deputy marks for each item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Options {
    /// 选; rest 不选.
    Select,
    /// 赞成, 反对; rest 未标记.
    TwoWay,
    /// 赞成, 反对; rest 弃权. Where a missing mark is something else than 弃权, 弃权 is a column and the rest 未标记.
    ThreeWay,
    /// Grades, then answers that are no grade; rest 未标记.
    Grades {
        /// Best first; 2 to 9, not blank, all different.
        grades: Vec<Text>,
        /// Such as 不了解; at most 3.
        others: Vec<Text>,
        /// The first so many grades make up the rate of satisfaction; fewer than all.
        satisfied: Int,
    },
    /// Numbers 1 … `ranks`; rest 未排序.
    Ranks {
        /// From 1 to [`RANKS_MAX`].
        ranks: Int,
        /// How often a ballot gives each number.
        each: Each,
    },
}

/// How often one ballot gives each number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    /// To one item or none.
    AtMostOnce,
    /// To one item.
    ExactlyOnce,
}

impl Profile {
    /// Whether 弃权 is marked, and the rest of a row is 未标记.
    fn marks_abstention(&self) -> bool {
        self.blank_item != BlankItem::Abstain || self.blank_ballot == BlankBallot::Void
    }

    /// Columns of the ballot, the rest included; at least 2.
    pub fn columns(&self) -> usize {
        match &self.options {
            Options::Select => 2,
            Options::TwoWay => 3,
            Options::ThreeWay => 3 + usize::from(self.marks_abstention()),
            Options::Grades { grades, others, .. } => {
                grades.len().saturating_add(others.len()).saturating_add(1)
            }
            Options::Ranks { ranks, .. } => {
                usize::try_from(ranks.get()).unwrap_or(usize::MAX).saturating_add(1)
            }
        }
    }

    /// What the columns are called on ballot and report, the rest last; as many as [`Profile::columns`] in a profile
    /// that passed its checks. Grades are called as the rules call them.
    pub fn labels(&self, lang: Lang) -> Vec<String> {
        let say = |zh: &str, en: &str| match lang {
            Lang::Zh => zh.to_owned(),
            Lang::En => en.to_owned(),
        };
        let approve = || vec![say("赞成", "for"), say("反对", "against")];
        let (mut labels, rest) = match &self.options {
            Options::Select => (vec![say("选", "chosen")], say("不选", "not chosen")),
            Options::TwoWay => (approve(), say("未标记", "no mark")),
            Options::ThreeWay if self.marks_abstention() => {
                let mut labels = approve();
                labels.push(say("弃权", "abstain"));
                (labels, say("未标记", "no mark"))
            }
            Options::ThreeWay => (approve(), say("弃权", "abstain")),
            Options::Grades { grades, others, .. } => {
                (grades.iter().chain(others).map(Text::to_string).collect(), say("未标记", "no mark"))
            }
            Options::Ranks { ranks, .. } => (
                (1..=ranks.get().min(RANKS_MAX)).map(|rank| rank.to_string()).collect(),
                say("未排序", "no number"),
            ),
        };
        labels.push(rest);
        labels
    }
}
