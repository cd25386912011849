//! What follows from the rules: stands in `result_declared` and is recomputed by everyone, field by field.
//!
//! Items are numbered from 0 here, in the order of the contest's definition; screens and reports count from 1.

use serde::{Deserialize, Serialize};

use crate::wire::Int;

/// The whole result of one contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Whether the vote counts at all.
    pub outcome: Outcome,
    /// Votes that an item needs to pass; at least 1, and 1 where the rules ask for no share. 0 if void.
    pub needed: Int,
    /// The number that `needed` is a share of; 0 where the rules ask for no share, or if void.
    pub base: Int,
    /// Chosen for sure: most votes first, equal votes in the order of the items.
    pub firm: Vec<Int>,
    /// Items with equal votes across the last seat, if any.
    pub run_off: RunOff,
    /// Seats for which no item passed.
    pub vacant: Int,
    /// Issued and not returned.
    pub unreturned: Int,
    /// Whether those ballots could have led to other chosen items, another run-off or a valid vote.
    pub unreturned_could_change: bool,
    /// Each item, in the order of the contest's definition; none if void, for a void vote has no totals.
    pub items: Vec<ItemDecision>,
}

impl Decision {
    /// The first field, in the encoding's order, in which another decision differs; `None` if they are the same.
    pub fn difference(&self, other: &Self) -> Option<String> {
        let fields = [
            ("outcome", self.outcome == other.outcome),
            ("needed", self.needed == other.needed),
            ("base", self.base == other.base),
            ("firm", self.firm == other.firm),
            ("run_off", self.run_off == other.run_off),
            ("vacant", self.vacant == other.vacant),
            ("unreturned", self.unreturned == other.unreturned),
            ("unreturned_could_change", self.unreturned_could_change == other.unreturned_could_change),
        ];
        if let Some((field, _)) = fields.into_iter().find(|(_, same)| !same) {
            return Some(field.to_owned());
        }
        if self.items.len() != other.items.len() {
            return Some("items".to_owned());
        }
        let differs = self.items.iter().zip(&other.items).position(|(one, two)| one != two);
        differs.map(|item| format!("items[{item}]"))
    }
}

/// Whether the vote counts at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Outcome {
    /// 有效.
    Valid,
    /// 无效: nothing is chosen.
    Void {
        /// Which rule.
        reason: VoidReason,
        /// What the rule asks for.
        bound: Int,
        /// What there was.
        actual: Int,
    },
}

/// Which rule makes a vote void; the first in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoidReason {
    /// Fewer than `bound` deputies were present.
    MeetingQuorum,
    /// More ballots returned than the `bound` that were issued.
    ReturnedExceedsIssued,
    /// Fewer than `bound` ballots were returned.
    VoteQuorum,
    /// Fewer than `bound` valid ballots, so that nothing may be decrypted.
    MinimumBallots,
}

/// A further vote among some items.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunOff {
    /// The tied items in the order of the contest; empty if there is no tie across the last seat.
    pub items: Vec<Int>,
    /// Seats left for them; fewer than the items, and 0 without a tie.
    pub seats: Int,
}

/// One item of a valid vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemDecision {
    /// Valid ballots that chose it.
    pub votes: Int,
    /// 1 + the number of items with more votes; equal votes share a rank (1, 2, 3, 3, 5).
    pub rank: Int,
    /// Whether it has the votes that it needs.
    pub passed: bool,
    /// Whether it is chosen.
    pub chosen: Chosen,
    /// Why.
    pub reason: Reason,
}

/// Whether an item is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// 入选.
    Yes,
    /// 未入选.
    No,
    /// 待再次票决.
    RunOff,
}

/// Why an item is chosen or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case", deny_unknown_fields)]
pub enum Reason {
    /// Passed, and among the most votes for the seats.
    WithinSeats {
        /// Votes needed to pass.
        needed: Int,
        /// The number that it is a share of, or 0.
        base: Int,
    },
    /// Too few votes, whatever seats are left.
    BelowThreshold {
        /// Votes needed to pass.
        needed: Int,
        /// The number that it is a share of, or 0.
        base: Int,
    },
    /// Passed, with fewer votes than those who fill the seats or stand tied for the last ones.
    SeatsFilled {
        /// All seats of the contest.
        seats: Int,
    },
    /// Passed, with equal votes across the last seat.
    TiedAtCut {
        /// Items with these votes.
        tied: Int,
        /// Seats left for them.
        seats: Int,
    },
}
