//! The rule profile: what the adopted 票决办法 says, as data (protocol.md §9.1).
//!
//! Every field is always written, in this order; what is not said here is not asked. The rules text itself stands
//! beside the profile in `rules_adopted`.
//!
//! Next: `options` and `method` are its two large fields, `validate` says which profiles are refused.

use serde::{Deserialize, Serialize};

use super::method::{
    Choose, Method, OnShortfall, OnTie, RunOffRules, RunOffThen, RunOffThreshold, Score, Seats,
};
use super::options::{Each, Options};
use super::share::{Base, Requirement, Share};
use crate::wire::{Int, Text};

/// The rules of one contest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Name of the rules, such as "清河县民生实事项目票决办法".
    pub title: Text,
    /// Whether choices are linked to deputies.
    pub secrecy: Secrecy,
    /// Presence without which the contest may not open. Of membership or due.
    pub meeting_quorum: Share,
    /// Returned ballots without which the vote is void. Of membership, due or present.
    pub vote_quorum: Requirement,
    /// Whether a suspended deputy is one of 全体代表 and 应到.
    pub suspended: Suspended,
    /// The moment whose suspensions count.
    pub roll_freeze: RollFreeze,
    /// Whether a deputy who comes after the opening may still take part.
    pub late_arrival: LateArrival,
    /// Whether a deputy who left is still 实到 when the next contest opens.
    pub leave_early: LeaveEarly,
    /// What a deputy marks for each item.
    pub options: Options,
    /// How many items a ballot may choose.
    pub choice: Choice,
    /// What an item without a mark is.
    pub blank_item: BlankItem,
    /// What a ballot without any mark is.
    pub blank_ballot: BlankBallot,
    /// What two marks for one item are, on paper.
    pub mark_conflict: MarkConflict,
    /// Which cast counts where a deputy casts more than once.
    pub recast: Recast,
    /// Items beyond the seats that a contest must have.
    pub surplus: Surplus,
    /// What the counts lead to.
    pub method: Method,
    /// Ballots without which nothing is decrypted; at least [`MINIMUM_BALLOTS_MIN`](super::MINIMUM_BALLOTS_MIN).
    pub minimum_ballots: Int,
    /// A channel (paper, machine) with fewer ballots is not counted apart; at least
    /// [`MINIMUM_BALLOTS_MIN`](super::MINIMUM_BALLOTS_MIN).
    pub channel_floor: Int,
    /// Where the rules text says so. Apart, because it is larger than all the rest.
    pub articles: Box<Articles>,
}

/// The articles of the rules text that decisions cite, such as "第八条"; empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Articles {
    /// Of `meeting_quorum`.
    pub meeting_quorum: Text,
    /// Of whole-vote validity: returned against issued, and `vote_quorum`.
    pub validity: Text,
    /// Of `suspended`, `roll_freeze` and `leave_early`.
    pub roll: Text,
    /// Of `late_arrival`.
    pub late_arrival: Text,
    /// Of `secrecy`.
    pub secrecy: Text,
    /// Of `options` and `choice`.
    pub choice: Text,
    /// Of `blank_item`, `blank_ballot` and `mark_conflict`.
    pub blank: Text,
    /// Of `recast`.
    pub recast: Text,
    /// Of `threshold`.
    pub threshold: Text,
    /// Of `score`, `seats` and `surplus`.
    pub order: Text,
    /// Of `on_tie`.
    pub on_tie: Text,
    /// Of `on_shortfall`.
    pub on_shortfall: Text,
    /// Of `run_off`.
    pub run_off: Text,
    /// Of `rule`, by which grades are given.
    pub grade: Text,
}

/// Whether choices are linked to deputies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secrecy {
    /// 无记名.
    Secret,
    /// 记名.
    Named,
    /// 举手.
    Hands,
}

/// Whether a suspended deputy (暂停执行职务) is one of 全体代表 and 应到.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suspended {
    /// 计入.
    Counted,
    /// 不计入.
    NotCounted,
}

/// The moment whose suspensions count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RollFreeze {
    /// The roll as it was fixed.
    Session,
    /// The first opening of the sitting.
    Plenary,
    /// The opening of the contest.
    Contest,
}

/// Whether a deputy who comes after the opening may still take part; let in by both roles, 实到 then rises by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LateArrival {
    /// 实到 is frozen at the opening.
    NotAdmitted,
    /// Until the first ballot is issued.
    UntilIssued,
    /// Until the voting ends.
    UntilEnd,
}

/// Whether a deputy who left is still 实到 when the next contest opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeaveEarly {
    /// 仍计入实到.
    Stays,
    /// 不再计入.
    Leaves,
}

/// How many items one ballot may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Choice {
    /// 逐项: any number; each item by itself.
    Each,
    /// 不超过: 0 to `most`.
    AtMost {
        /// At least 1.
        most: Int,
    },
    /// 等于: neither more nor fewer.
    Exactly {
        /// At least 1.
        count: Int,
    },
    /// `least` to `most`.
    Between {
        /// At least 1; a range from 0 is [`Choice::AtMost`].
        least: Int,
        /// Above `least`; an empty range is [`Choice::Exactly`].
        most: Int,
    },
}

/// The least and the most items that a ballot chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceLimits {
    /// Fewest.
    pub least: u64,
    /// Most.
    pub most: u64,
}

/// What an item without a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlankItem {
    /// 弃权.
    Abstain,
    /// 赞成, the old style.
    Approve,
    /// Not counted for this item.
    Invalid,
}

/// What a ballot without any mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlankBallot {
    /// Valid; every item is one without a mark.
    Abstain,
    /// 废票 on paper, and a machine does not take it.
    Void,
}

/// What two marks for one item are; only paper can bring them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkConflict {
    /// The item does not count.
    ItemVoid,
    /// The ballot does not count.
    BallotVoid,
}

/// Which cast counts where a deputy casts more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recast {
    /// 首次按键有效: the first cast is final.
    First,
    /// 末次按键有效: the last one, as ordered by each naming its predecessor.
    Last,
}

/// Items beyond the seats s (差额) that a contest must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Surplus {
    /// No rule.
    Any,
    /// 等额: as many items as seats.
    None,
    /// At least so many more.
    Count {
        /// At least 1.
        least: Int,
    },
    /// At least ⌈s·num/den⌉ more, and at least one.
    Ratio {
        /// At least 1.
        num: Int,
        /// At least 1.
        den: Int,
    },
}

impl Surplus {
    /// Fewest items beyond so many seats; what a second round for them takes besides (§9.3, step 7). 1 where there
    /// is no rule, so that a second round is a choice.
    pub(super) fn extra(self, seats: u64) -> u64 {
        match self {
            Self::Any => 1,
            Self::None => 0,
            Self::Count { least } => least.get(),
            Self::Ratio { num, den } => {
                let product = u128::from(seats).saturating_mul(u128::from(num.get()));
                let ratio = product.div_ceil(u128::from(den.get()).max(1));
                u64::try_from(ratio).unwrap_or(u64::MAX).max(1)
            }
        }
    }
}

impl Profile {
    /// 差额票决 as most counties write it (domain: the defaults): quorum two thirds of all deputies, passed with more
    /// than half of them, most votes win, a tie needs a run-off, a shortfall leaves seats vacant.
    pub fn livelihood_projects(title: Text, seats: Int, most: Int) -> Self {
        Self {
            title,
            secrecy: Secrecy::Secret,
            meeting_quorum: Share::two_thirds(Base::Membership),
            vote_quorum: Requirement::None,
            suspended: Suspended::Counted,
            roll_freeze: RollFreeze::Contest,
            late_arrival: LateArrival::UntilEnd,
            leave_early: LeaveEarly::Stays,
            options: Options::Select,
            choice: Choice::AtMost { most },
            blank_item: BlankItem::Abstain,
            blank_ballot: BlankBallot::Abstain,
            mark_conflict: MarkConflict::BallotVoid,
            recast: Recast::First,
            surplus: Surplus::Any,
            method: Method::Choose(Choose {
                score: Score::Votes,
                seats: Seats::Fixed { count: seats },
                threshold: Requirement::Share(Share::more_than_half(Base::Membership)),
                on_tie: OnTie::RunOff,
                on_shortfall: OnShortfall::Vacant,
                run_off: RunOffRules {
                    threshold: RunOffThreshold::None,
                    rounds: Int::from(1_u32),
                    then: RunOffThen::Presidium,
                },
            }),
            minimum_ballots: Int::from(5_u32),
            channel_floor: Int::from(10_u32),
            articles: Box::default(),
        }
    }

    /// The rules by which items are chosen; none where items are given grades.
    pub fn choose(&self) -> Option<&Choose> {
        match &self.method {
            Method::Choose(choose) => Some(choose),
            Method::Grade { .. } => None,
        }
    }

    /// The same, to be edited.
    pub fn choose_mut(&mut self) -> Option<&mut Choose> {
        match &mut self.method {
            Method::Choose(choose) => Some(choose),
            Method::Grade { .. } => None,
        }
    }

    /// Ballots without which a channel is not counted apart: the floor, and never fewer than may be decrypted at all.
    pub fn apart_floor(&self) -> u64 {
        self.channel_floor.get().max(self.minimum_ballots.get())
    }

    /// How many of so many items are to be chosen; none where items are given grades.
    pub fn seats(&self, items: u64) -> Option<u64> {
        self.choose().map(|choose| match choose.seats {
            Seats::Fixed { count } => count.get(),
            Seats::EveryItem => items,
        })
    }

    /// The least and the most of so many items that a ballot chooses (limit 1 of §9.1); none where it is any number.
    pub fn choice_limits(&self, items: u64) -> Option<ChoiceLimits> {
        // A ballot of 选 and 不选 is blank when it chooses nothing.
        let void = u64::from(self.options == Options::Select && self.blank_ballot == BlankBallot::Void);
        let limits = |least: u64, most| Some(ChoiceLimits { least: least.max(void), most });
        match self.choice {
            Choice::Each if void == 0 => None,
            Choice::Each => limits(0, items),
            Choice::AtMost { most } => limits(0, most.get()),
            Choice::Exactly { count } => limits(count.get(), count.get()),
            Choice::Between { least, most } => limits(least.get(), most.get()),
        }
    }

    /// Whether an item without a mark counts as chosen.
    pub(super) fn rest_approves(&self) -> bool {
        self.blank_item == BlankItem::Approve
    }

    /// How often each number stands on one ballot of ranks.
    pub(super) fn ranks(&self) -> Option<(u64, Each)> {
        match &self.options {
            Options::Ranks { ranks, each } => Some((ranks.get(), *each)),
            _ => None,
        }
    }
}
