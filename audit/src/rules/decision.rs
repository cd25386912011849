//! What follows from the rules: stands in `result_declared` and is recomputed by everyone, field by field
//! (protocol.md §9.3).
//!
//! Items, grades and columns are numbered from 0 here, in the order of contest and profile; screens and reports show
//! the printed numbers and names.

use serde::{Deserialize, Serialize};

use crate::wire::Int;

/// The whole result of one contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Whether the vote counts at all.
    pub outcome: Outcome,
    /// Votes that an item needs to pass; at least 1, and 1 where the rules ask for no share. 0 if void, and for grades.
    pub needed: Int,
    /// The number that `needed` is a share of; 0 where the rules ask for no share, if void, and for grades.
    pub base: Int,
    /// Chosen for sure: best score first, equal scores in the order of the items.
    pub firm: Vec<Int>,
    /// Items with equal scores across the last seat, if any.
    pub tied: Tied,
    /// What must follow.
    pub next: Next,
    /// Seats for which this vote found nobody.
    pub vacant: Int,
    /// Issued and not returned.
    pub unreturned: Int,
    /// Whether those ballots could have led to another result.
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
            ("tied", self.tied == other.tied),
            ("next", self.next == other.next),
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
        let mut pairs = self.items.iter().zip(&other.items).enumerate();
        pairs.find_map(|(item, (one, two))| Some(format!("items[{item}].{}", one.difference(two)?)))
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
    /// More ballots of one channel returned than the `bound` that were issued.
    ReturnedExceedsIssued,
    /// Fewer than `bound` ballots were returned.
    VoteQuorum,
    /// Fewer than `bound` valid ballots of a secret vote, so that nothing may be decrypted.
    MinimumBallots,
}

/// Items with equal scores across the last seat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tied {
    /// In the order of the contest; empty if there is no tie across the last seat.
    pub items: Vec<Int>,
    /// Seats left for them; fewer than the items, and 0 without a tie.
    pub seats: Int,
}

/// What must follow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Next {
    /// Which step.
    pub kind: NextKind,
    /// For these items, in the order of the contest.
    pub items: Vec<Int>,
    /// Seats still to be filled.
    pub seats: Int,
}

/// Which step must follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NextKind {
    /// Nothing: the result stands.
    #[default]
    None,
    /// 再次票决 among the tied.
    RunOff,
    /// 由主席团决定 among the tied.
    Presidium,
    /// 另行票决 for the seats left, among the best that did not pass.
    SecondRound,
    /// 留待下次会议.
    NextSitting,
}

/// One item of a valid vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemDecision {
    /// Marks by column, as given.
    pub counts: Vec<Int>,
    /// Marks that do not count, as given.
    pub invalid: Int,
    /// Valid ballots that chose or ranked it; for a grade, that have a say on it.
    pub votes: Int,
    /// What it is compared by, not reduced; 0 / 1 where there is none.
    pub score: Fraction,
    /// Of the votes, or the rate of satisfaction.
    pub share: ItemShare,
    /// 1 + the number of items with a better score; equal ones share a rank (1, 2, 3, 3, 5).
    pub rank: Int,
    /// Whether it has the votes that it needs, or a grade better than the last.
    pub passed: bool,
    /// Whether it is chosen.
    pub chosen: Chosen,
    /// Its grade; none, or one.
    pub grade: Vec<Int>,
    /// Why.
    pub reason: Reason,
}

impl ItemDecision {
    fn difference(&self, other: &Self) -> Option<&'static str> {
        let fields = [
            ("counts", self.counts == other.counts),
            ("invalid", self.invalid == other.invalid),
            ("votes", self.votes == other.votes),
            ("score", self.score == other.score),
            ("share", self.share == other.share),
            ("rank", self.rank == other.rank),
            ("passed", self.passed == other.passed),
            ("chosen", self.chosen == other.chosen),
            ("grade", self.grade == other.grade),
            ("reason", self.reason == other.reason),
        ];
        fields.into_iter().find(|(_, same)| !same).map(|(field, _)| field)
    }
}

/// `num` / `den`, as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fraction {
    /// Numerator.
    pub num: Int,
    /// Denominator; at least 1.
    pub den: Int,
}

/// A share in exact numbers and rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemShare {
    /// Numerator.
    pub num: Int,
    /// Denominator; may be 0.
    pub den: Int,
    /// Hundredths of a percent, halves rounded up; 0 if `den` is 0.
    pub percent: Int,
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
    /// 待主席团决定.
    Presidium,
    /// Items of this contest are given grades.
    Graded,
}

/// Why an item is chosen or not, or has its grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case", deny_unknown_fields)]
pub enum Reason {
    /// Passed, and among the best scores for the seats.
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
    /// Passed, with a worse score than those who fill the seats or stand tied for the last ones.
    SeatsFilled {
        /// All seats of the contest.
        seats: Int,
    },
    /// Passed, with equal scores across the last seat.
    TiedAtCut {
        /// Items with this score.
        tied: Int,
        /// Seats left for them.
        seats: Int,
    },
    /// Nobody gave it a grade.
    NoVotes,
    /// The most marks.
    Plurality {
        /// How many.
        marks: Int,
        /// All grades with so many.
        grades: Vec<Int>,
    },
    /// Marks of a grade and those above it against a share; of all but the last grade where none reaches it.
    Cumulative {
        /// Those marks.
        reached: Int,
        /// What they had to reach.
        needed: Int,
        /// The number that it is a share of.
        base: Int,
    },
    /// The mean of the weights against bands.
    Weighted {
        /// The band that was reached; none for the last grade.
        band: Vec<Int>,
    },
    /// The rate of satisfaction against bands.
    Rate {
        /// The band that was reached, in percent; none for the last grade.
        band: Vec<Int>,
    },
}
