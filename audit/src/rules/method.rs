//! What the counts lead to: items are chosen for seats, or each item is given a grade (protocol.md §9.1).

use serde::{Deserialize, Serialize};

use super::share::{Requirement, Share};
use crate::wire::Int;

/// Most seats of a contest.
pub const SEATS_MAX: u64 = 1_000;
/// The largest weight of a grade.
pub const WEIGHT_MAX: u64 = 1_000;

/// What the counts lead to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Method {
    /// `{"kind":"choose",…}`: the best of the items that pass fill the seats.
    Choose(Choose),
    /// `{"kind":"grade","rule":…}`: each item is given a grade by itself.
    Grade {
        /// Which one.
        rule: GradeRule,
    },
}

/// The rules by which items are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choose {
    /// What makes one item better than another.
    pub score: Score,
    /// How many are to be chosen.
    pub seats: Seats,
    /// Votes without which an item is not passed.
    pub threshold: Requirement,
    /// What follows when equal scores stand across the last seat.
    pub on_tie: OnTie,
    /// What follows when fewer items pass than there are seats.
    pub on_shortfall: OnShortfall,
    /// How a run-off is held.
    pub run_off: RunOffRules,
}

/// What makes one item better than another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Score {
    /// 得票多少.
    Votes,
    /// Ballots that give the item a number up to `top`.
    Appearances {
        /// From 1 to all numbers.
        top: Int,
    },
    /// Number 1 of K gives K points, number K one.
    Borda,
    /// 平均名次: the lowest mean number wins.
    MeanRank {
        /// What a ballot without a number for the item is.
        unranked: Unranked,
    },
}

/// What a ballot without a number for an item is in its mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unranked {
    /// Left out.
    Ignored,
    /// One behind the last number.
    Last,
}

/// How many items are to be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Seats {
    /// So many.
    Fixed {
        /// From 1 to [`SEATS_MAX`].
        count: Int,
    },
    /// 逐项表决: every item that passes.
    EveryItem,
}

/// What follows when equal scores stand across the last seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnTie {
    /// A further vote among the tied items alone.
    RunOff,
    /// All of them are chosen; there are more chosen than seats.
    AllIn,
    /// None of them is; the seats left stay vacant.
    AllOut,
    /// 由主席团决定.
    Presidium,
}

/// What follows when fewer items pass than there are seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnShortfall {
    /// 空缺: fewer are chosen.
    Vacant,
    /// A second vote among the best that did not pass.
    SecondRound,
    /// 留待下次会议.
    NextSitting,
}

/// How a run-off is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunOffRules {
    /// Whether an item must pass again.
    pub threshold: RunOffThreshold,
    /// How many run-offs there are when they tie again; at least 1.
    pub rounds: Int,
    /// What follows when the last of them ties.
    pub then: RunOffThen,
}

/// Whether an item of a run-off must pass again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunOffThreshold {
    /// 得票多的入选.
    None,
    /// As in the first vote.
    Same,
}

/// What follows when the last run-off ties again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunOffThen {
    /// 由主席团决定.
    Presidium,
    /// 空缺.
    Vacant,
}

/// How an item's grade follows from its counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum GradeRule {
    /// 得票最多的等次.
    Plurality {
        /// Which of several with the most.
        on_tie: GradeTie,
    },
    /// The best grade that, with those above it, reaches a share.
    Cumulative {
        /// At least half: 1/2, inclusive (`half_is_pass`); more than half: not inclusive.
        share: Share,
    },
    /// The mean of the grades' weights against bands.
    Weighted {
        /// One a grade, strictly falling, at most [`WEIGHT_MAX`].
        weights: Vec<Int>,
        /// One for each grade but the last, strictly falling; from 1 to the first weight.
        bands: Vec<Int>,
    },
    /// The rate of satisfaction against bands.
    Rate {
        /// Percent; one for each grade but the last, strictly falling, from 1 to 100.
        bands: Vec<Int>,
    },
}

/// Which of several grades with the most marks is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GradeTie {
    /// The best of them.
    Higher,
    /// The worst of them.
    Lower,
    /// None: 由主席团决定.
    Presidium,
}
