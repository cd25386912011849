//! A contest as a deputy's screen knows it: what is marked, how, and how it stands.

/// One item of a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemView {
    /// Its printed number: a run-off keeps those of the first ballot.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// The department in charge.
    pub department: String,
    /// The budget in words (`120 万元`).
    pub budget: String,
}

/// How rows are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// 选: one key marks and unmarks.
    Select,
    /// 赞成, 反对, 弃权: each by its own key. Whether the last option is one of them; else it is only what no mark means.
    Votes {
        /// 弃权 is the last option, and marked like the others.
        rest: bool,
    },
    /// Grades, each by its own key; the last option is only what no mark means.
    Grades,
    /// A number for each item, typed; none is given twice.
    Ranks {
        /// Every number must be given.
        exactly: bool,
    },
}

/// Who will know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrecy {
    /// 无记名.
    Secret,
    /// 记名: name and choices are public.
    Named,
    /// 举手: nothing is marked here.
    Hands,
}

/// Which vote on these items it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Round {
    /// The first.
    First,
    /// 再次票决: among those that tied.
    RunOff,
    /// 第二轮: for the places left.
    SecondRound,
    /// 重新表决: an earlier vote was void.
    Again,
}

/// What an item without a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlankItem {
    /// 弃权.
    Abstain,
    /// 赞成.
    Approve,
    /// Not counted.
    Invalid,
}

/// How many items a ballot chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Fewest.
    pub least: u32,
    /// Most.
    pub most: u32,
}

/// How a contest stands for this deputy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContestStatus {
    /// Not open.
    NotOpen,
    /// Opened, and no quorum of witnesses has seen it yet: the ballot is drawn then.
    Unwitnessed,
    /// Open, the ballot is on its way.
    Drawing,
    /// Open, with a ballot.
    Ready,
    /// On hold.
    Held,
    /// Open by show of hands: there is nothing to do here.
    Hands,
    /// Pressed cast, and no answer yet.
    Casting,
    /// Cast; a receipt was given.
    Cast,
    /// Cast, and the last ballot counts: it may be changed now, so many times.
    CastMayChange {
        /// Changes that are left, at least 1.
        left: u8,
    },
    /// Cast, and the return slip is in.
    SlipReturned,
    /// Found in the log after the box was opened, at this index.
    Recorded {
        /// Index of the entry.
        index: u64,
    },
    /// A named vote that stands in the log.
    Voted {
        /// Index of the entry.
        index: u64,
        /// It may be changed now.
        may_change: bool,
    },
    /// Sent before the end without an answer, and no ballot before it: whether it was cast the log will say.
    Unclear,
    /// Ended without a cast from here.
    Missed,
    /// This deputy has a paper ballot.
    Paper,
    /// A show of hands that was counted.
    Over,
    /// Declared void; whatever was cast does not count.
    Voided,
}

impl ContestStatus {
    /// A ballot can be begun or gone on with.
    pub fn is_votable(self) -> bool {
        matches!(self, Self::Ready | Self::CastMayChange { .. } | Self::Voted { may_change: true, .. })
    }

    /// A ballot begun here may still be cast, now or after a hold.
    pub fn keeps_marks(self) -> bool {
        self.is_votable() || self == Self::Held
    }

    /// It is over without a vote from here.
    pub fn is_past(self) -> bool {
        matches!(self, Self::Missed | Self::Over | Self::Voided)
    }

    /// The vote is cast.
    pub fn is_done(self) -> bool {
        matches!(
            self,
            Self::Cast
                | Self::CastMayChange { .. }
                | Self::SlipReturned
                | Self::Recorded { .. }
                | Self::Voted { .. }
        )
    }
}

/// One contest, as the ballot shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContestView {
    /// Its name in messages.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The short code of the contest hash, as on the hall's screen.
    pub code: String,
    /// Which vote on these items.
    pub round: Round,
    /// Who will know.
    pub secrecy: Secrecy,
    /// How rows are marked.
    pub style: Style,
    /// How many items the first option may choose; `None`: each item by itself.
    pub limits: Option<Limits>,
    /// What an item without a mark is.
    pub blank_item: BlankItem,
    /// A ballot without any mark is 废票 and not taken.
    pub blank_void: bool,
    /// Options in order, at least 2; the last is the rest (不选, 弃权, 未标记).
    pub options: Vec<String>,
    /// The items in ballot order.
    pub items: Vec<ItemView>,
    /// A named vote may be cast again until the end (末次有效).
    pub may_change: bool,
    /// A secret ballot of this deputy's is in the box, and what is marked now would take its place.
    pub cast_before: bool,
    /// The column of each item of the named vote that stands; empty: none.
    pub vote: Vec<u8>,
    /// How it stands.
    pub status: ContestStatus,
}

impl ContestView {
    /// Whether a banner stands above the ballot.
    pub(super) fn has_banner(&self) -> bool {
        self.secrecy == Secrecy::Named || self.cast_before
    }

    /// Whether the last option is marked like the others.
    pub(super) fn rest_is_marked(&self) -> bool {
        self.style == Style::Votes { rest: true }
    }

    /// Options that have a key, in order.
    pub(super) fn keyed_options(&self) -> &[String] {
        let without_rest = self.options.len().saturating_sub(usize::from(!self.rest_is_marked()));
        self.options.get(..without_rest).unwrap_or_default()
    }
}
