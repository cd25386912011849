//! A declared result, for each kind of contest.

/// What becomes of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Chosen.
    Chosen,
    /// Passed, where each item is decided by itself.
    Approved,
    /// Tied at the cut: a run-off decides.
    RunOff,
    /// Tied at the cut: the presidium decides.
    Presidium,
    /// Given a grade.
    Graded,
    /// Passed the threshold, no seat left.
    Passed,
    /// Below the threshold, or below every grade that passes.
    Failed,
}

/// What became of the ballots of one channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChannelView {
    /// 发出.
    pub issued: u64,
    /// 收回.
    pub returned: u64,
    /// 有效.
    pub valid: u64,
    /// 废票.
    pub void: u64,
}

impl ChannelView {
    /// The sum of two channels.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            issued: self.issued.saturating_add(other.issued),
            returned: self.returned.saturating_add(other.returned),
            valid: self.valid.saturating_add(other.valid),
            void: self.void.saturating_add(other.void),
        }
    }
}

/// One item of a declared result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultItem {
    /// Its number on the ballot.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Marks by column, of both channels.
    pub counts: Vec<u64>,
    /// Of them on paper, where papers were counted apart; else empty.
    pub paper: Vec<u64>,
    /// Valid ballots whose mark of this item does not count.
    pub invalid: u64,
    /// What it is compared by, in words: `97 票`, `98.56%`, a mean rank.
    pub figure: String,
    /// Part and whole of the bar.
    pub bar: (u64, u64),
    /// Its rank, shared by ties.
    pub rank: u32,
    /// What becomes of it.
    pub fate: Fate,
    /// Its grade in the words of the rules, where items are graded and it has one.
    pub grade: Option<String>,
    /// The article and the numbers, one sentence.
    pub reason: String,
}

/// A declared result. Without items the vote is void.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultView {
    /// The rule in words.
    pub rule: String,
    /// Validity, seats, ties, vacancies, ballots not returned: one sentence each.
    pub whole: Vec<String>,
    /// Names of the columns, the rest last; empty where one number an item says all.
    pub columns: Vec<String>,
    /// By machine, or all of them in a named contest or a show of hands.
    pub machine: ChannelView,
    /// On paper, if any was issued.
    pub paper: Option<ChannelView>,
    /// Whether it asks for something more: a further vote, the presidium.
    pub unsettled: bool,
    /// Whether items compete for seats: where each is decided or graded by itself, no rank is shown.
    pub ranked: bool,
    /// The items in the order to show: by rank, or in ballot order where they are graded.
    pub items: Vec<ResultItem>,
}
