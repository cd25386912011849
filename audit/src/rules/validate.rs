//! Which profiles cannot be (protocol.md §9.1): the parameter and the reason, in both languages.

use std::collections::BTreeSet;
use std::fmt;

use super::method::{Choose, GradeRule, Method, SEATS_MAX, Score, Seats, WEIGHT_MAX};
use super::options::{Each, GRADES, OTHERS_MAX, Options, RANKS_MAX};
use super::profile::{BlankBallot, BlankItem, Choice, LateArrival, Profile, Recast, Secrecy, Surplus};
use super::share::{Base, Requirement, Share};
use crate::wire::{Int, Text};

/// Fewest ballots that a profile may let be decrypted: below 2 a total is a choice.
pub const MINIMUM_BALLOTS_MIN: u64 = 2;

/// A field of the profile, as an error names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of Profile")]
pub enum Parameter {
    Title,
    MeetingQuorum,
    VoteQuorum,
    LateArrival,
    Options,
    Choice,
    BlankItem,
    BlankBallot,
    Recast,
    Surplus,
    Method,
    MinimumBallots,
    ChannelFloor,
}

impl Parameter {
    /// As the profile has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::MeetingQuorum => "meeting_quorum",
            Self::VoteQuorum => "vote_quorum",
            Self::LateArrival => "late_arrival",
            Self::Options => "options",
            Self::Choice => "choice",
            Self::BlankItem => "blank_item",
            Self::BlankBallot => "blank_ballot",
            Self::Recast => "recast",
            Self::Surplus => "surplus",
            Self::Method => "method",
            Self::MinimumBallots => "minimum_ballots",
            Self::ChannelFloor => "channel_floor",
        }
    }

    /// What people call it.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Title => "办法名称",
            Self::MeetingQuorum => "法定人数",
            Self::VoteQuorum => "参加票决的最少票数",
            Self::LateArrival => "迟到代表",
            Self::Options => "选项",
            Self::Choice => "选择数目",
            Self::BlankItem => "空白项目",
            Self::BlankBallot => "空白票",
            Self::Recast => "重复投票",
            Self::Surplus => "差额",
            Self::Method => "认定方法",
            Self::MinimumBallots => "最少计票数",
            Self::ChannelFloor => "单独计票的最少票数",
        }
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a profile is refused: the first parameter, in the order of §9.1, that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{parameter}: {why}")]
pub struct ProfileError {
    /// Which field.
    pub parameter: Parameter,
    /// In English words.
    pub why: &'static str,
    /// The same in Chinese.
    pub why_zh: &'static str,
}

impl ProfileError {
    /// The whole sentence in Chinese, with the field's name for whoever edits the file.
    pub fn zh(&self) -> String {
        format!("{}（{}）{}", self.parameter.zh(), self.parameter, self.why_zh)
    }
}

type Checked = Result<(), ProfileError>;

fn require(holds: bool, parameter: Parameter, why: &'static str, why_zh: &'static str) -> Checked {
    if holds { Ok(()) } else { Err(ProfileError { parameter, why, why_zh }) }
}

fn require_share(share: &Share, parameter: Parameter) -> Checked {
    require(
        share.is_sound(),
        parameter,
        "is not a share between nothing and the whole",
        "不是零与全部之间的比例",
    )
}

impl Profile {
    /// Checks the profile by itself; [`Profile::validate_for`] also checks it against a contest.
    pub fn validate(&self) -> Result<(), ProfileError> {
        let title = !self.title.as_str().trim().is_empty();
        require(title, Parameter::Title, "is blank", "不能空白")?;
        self.check_quorums()?;
        let late = self.late_arrival != LateArrival::UntilIssued || self.secrecy == Secrecy::Secret;
        require(
            late,
            Parameter::LateArrival,
            "until_issued goes with a secret vote, where ballots are issued",
            "“发票以前”只用于发票的无记名票决",
        )?;
        self.check_options()?;
        self.check_choice()?;
        self.check_blanks()?;
        require(
            self.secrecy != Secrecy::Hands || self.recast == Recast::First,
            Parameter::Recast,
            "a show of hands is counted once",
            "举手表决只计一次",
        )?;
        self.check_method()?;
        self.check_surplus()?;
        let minimum = |number: Int| number.get() >= MINIMUM_BALLOTS_MIN;
        let (below, below_zh) =
            ("is below 2, where a total is a choice", "小于 2，一张票的总数就是这张票的选择");
        require(minimum(self.minimum_ballots), Parameter::MinimumBallots, below, below_zh)?;
        require(minimum(self.channel_floor), Parameter::ChannelFloor, below, below_zh)
    }

    /// Checks the profile for a contest of so many items: neither numbers, choice nor seats go beyond them.
    pub fn validate_for(&self, items: u64) -> Result<(), ProfileError> {
        self.validate()?;
        if let Some((ranks, _)) = self.ranks() {
            require(
                ranks <= items,
                Parameter::Options,
                "has more numbers than there are items",
                "的序号多于项目数",
            )?;
        }
        if self.choice != Choice::Each {
            let most = self.choice_limits(items).map_or(0, |limits| limits.most);
            require(most <= items, Parameter::Choice, "is more than there are items", "多于项目数")?;
        }
        let Some(seats) = self.seats(items) else { return Ok(()) };
        require(
            seats <= items,
            Parameter::Method,
            "has more seats than there are items",
            "的名额多于项目数",
        )?;
        let spare = items.saturating_sub(seats);
        match self.surplus {
            Surplus::Any => Ok(()),
            Surplus::None => require(
                spare == 0,
                Parameter::Surplus,
                "none asks for as many items as seats",
                "规定等额，项目数须等于名额",
            ),
            Surplus::Count { .. } | Surplus::Ratio { .. } => require(
                spare >= self.surplus.extra(seats),
                Parameter::Surplus,
                "asks for more items beyond the seats",
                "规定的差额没有达到",
            ),
        }
    }

    fn check_quorums(&self) -> Checked {
        require_share(&self.meeting_quorum, Parameter::MeetingQuorum)?;
        require(
            matches!(self.meeting_quorum.base, Base::Membership | Base::Due),
            Parameter::MeetingQuorum,
            "is a share of membership or due",
            "须以全体代表或应到代表为基数",
        )?;
        let Requirement::Share(share) = &self.vote_quorum else { return Ok(()) };
        require_share(share, Parameter::VoteQuorum)?;
        require(
            matches!(share.base, Base::Membership | Base::Due | Base::Present),
            Parameter::VoteQuorum,
            "is a share of membership, due or present",
            "须以全体、应到或实到代表为基数",
        )
    }

    fn check_options(&self) -> Checked {
        require(
            self.secrecy != Secrecy::Hands || matches!(self.options, Options::TwoWay | Options::ThreeWay),
            Parameter::Options,
            "of a show of hands are two_way or three_way",
            "举手表决只能是赞成、反对（弃权）",
        )?;
        match &self.options {
            Options::Select | Options::TwoWay | Options::ThreeWay => Ok(()),
            Options::Grades { grades, others, satisfied } => check_grades(grades, others, *satisfied),
            Options::Ranks { ranks, .. } => require(
                (1..=RANKS_MAX).contains(&ranks.get()),
                Parameter::Options,
                "have 1 to 30 numbers",
                "的序号须为 1 至 30 个",
            ),
        }
    }

    fn check_choice(&self) -> Checked {
        let by_item = matches!(self.options, Options::Grades { .. } | Options::Ranks { .. })
            || self.secrecy == Secrecy::Hands;
        require(
            !by_item || self.choice == Choice::Each,
            Parameter::Choice,
            "is each for grades, for ranks and in a show of hands",
            "在评等次、排序和举手表决中只能是逐项（each）",
        )?;
        match self.choice {
            Choice::Each => Ok(()),
            Choice::AtMost { most: n } | Choice::Exactly { count: n } => {
                require(n.get() >= 1, Parameter::Choice, "lets no item be chosen", "不能为零")
            }
            Choice::Between { least, most } => {
                require(
                    least.get() >= 1,
                    Parameter::Choice,
                    "a range from 0 is at_most",
                    "从零起的范围须写作“至多”（at_most）",
                )?;
                require(
                    least < most,
                    Parameter::Choice,
                    "the least is not below the most",
                    "的下限须小于上限",
                )
            }
        }
    }

    fn check_blanks(&self) -> Checked {
        let fits = match self.blank_item {
            BlankItem::Abstain => true,
            BlankItem::Approve => {
                matches!(self.options, Options::TwoWay | Options::ThreeWay)
            }
            BlankItem::Invalid => !matches!(self.options, Options::Select | Options::Ranks { .. }),
        };
        require(
            fits,
            Parameter::BlankItem,
            "is abstain with select and ranks, and not approve with grades",
            "在“选、不选”和排序中只能是弃权，在评等次中不能是赞成",
        )?;
        let least = match self.choice {
            Choice::Each | Choice::AtMost { .. } => 0,
            Choice::Exactly { count: least } | Choice::Between { least, .. } => least.get(),
        };
        let marks_needed = least > 0 || self.ranks().is_some_and(|(_, each)| each == Each::ExactlyOnce);
        require(
            self.blank_ballot == BlankBallot::Void || !marks_needed,
            Parameter::BlankBallot,
            "abstain goes only with rules under which a ballot may bear no mark",
            "规则要求填写，空白票只能是废票（void）",
        )
    }

    fn check_method(&self) -> Checked {
        let graded = matches!(self.options, Options::Grades { .. });
        let ranked = self.ranks().map(|(ranks, _)| ranks);
        match &self.method {
            Method::Choose(choose) => {
                require(
                    !graded,
                    Parameter::Method,
                    "with grades each item is given a grade",
                    "选项为等次时须评定等次（grade）",
                )?;
                check_choose(choose, ranked)
            }
            Method::Grade { rule } => {
                require(graded, Parameter::Method, "grade goes with grades alone", "评定等次只用于等次选项")?;
                let grades = match &self.options {
                    Options::Grades { grades, .. } => grades.len(),
                    _ => 0,
                };
                check_rule(rule, grades)
            }
        }
    }

    fn check_surplus(&self) -> Checked {
        let sound = match self.surplus {
            Surplus::Any | Surplus::None => true,
            Surplus::Count { least } => least.get() >= 1,
            Surplus::Ratio { num, den } => num.get() >= 1 && den.get() >= 1,
        };
        require(sound, Parameter::Surplus, "has a zero", "不能为零")?;
        let seats = self.choose().is_some_and(|choose| choose.seats != Seats::EveryItem);
        require(
            seats || self.surplus == Surplus::Any,
            Parameter::Surplus,
            "is any where no number of seats is given",
            "没有名额时只能是 any",
        )
    }
}

fn check_grades(grades: &[Text], others: &[Text], satisfied: Int) -> Checked {
    let at = Parameter::Options;
    require(GRADES.contains(&grades.len()), at, "have 2 to 9 grades", "的等次须为 2 至 9 个")?;
    require(others.len() <= OTHERS_MAX, at, "have at most 3 others", "的其他答案至多 3 个")?;
    let mut seen = BTreeSet::new();
    let different = grades.iter().chain(others).all(|text| seen.insert(text.as_str()));
    let blank = grades.iter().chain(others).any(|text| text.as_str().trim().is_empty());
    require(!blank, at, "have a blank text", "有空白的名称")?;
    require(different, at, "have the same text twice", "有重复的名称")?;
    let satisfied = usize::try_from(satisfied.get()).unwrap_or(usize::MAX);
    require(
        (1..grades.len()).contains(&satisfied),
        at,
        "count at least one grade and not all as satisfied",
        "计入满意率的等次至少一个，不能是全部",
    )
}

fn check_choose(choose: &Choose, ranked: Option<u64>) -> Checked {
    let at = Parameter::Method;
    require(
        ranked.is_some() != (choose.score == Score::Votes),
        at,
        "the score votes does not go with ranks, and other scores go with ranks alone",
        "按得票（votes）不用于排序，其他计分只用于排序",
    )?;
    if let (Score::Appearances { top }, Some(ranks)) = (choose.score, ranked) {
        require(
            (1..=ranks).contains(&top.get()),
            at,
            "top is from 1 to all numbers",
            "的入围名次（top）须在序号之内",
        )?;
    }
    if let Seats::Fixed { count } = choose.seats {
        require(
            (1..=SEATS_MAX).contains(&count.get()),
            at,
            "seats are not from 1 to 1,000",
            "的名额须为 1 至 1000",
        )?;
    }
    if let Requirement::Share(share) = &choose.threshold {
        require_share(share, at)?;
    }
    require(choose.run_off.rounds.get() >= 1, at, "run_off has no round", "的再次票决至少一轮")
}

fn check_rule(rule: &GradeRule, grades: usize) -> Checked {
    let at = Parameter::Method;
    let falling = |numbers: &[Int]| numbers.is_sorted_by(|one, next| one > next);
    let within = |numbers: &[Int], least: u64, most: u64| {
        numbers.iter().all(|number| (least..=most).contains(&number.get()))
    };
    let check_bands = |bands: &[Int], most: u64| {
        require(
            bands.len() == grades.saturating_sub(1),
            at,
            "has one band for each grade but the last",
            "除末等外每个等次须有一个分数线",
        )?;
        require(falling(bands), at, "bands overlap: they must fall", "的分数线须逐等降低，不能重叠")?;
        require(within(bands, 1, most), at, "a band is 0 or cannot be reached", "的分数线为零或无法达到")
    };
    match rule {
        GradeRule::Plurality { .. } => Ok(()),
        GradeRule::Cumulative { share } => require_share(share, at),
        GradeRule::Weighted { weights, bands } => {
            require(weights.len() == grades, at, "has one weight for each grade", "每个等次须有一个分值")?;
            require(falling(weights), at, "weights must fall", "的分值须逐等降低")?;
            require(within(weights, 0, WEIGHT_MAX), at, "a weight is above 1,000", "的分值不能大于 1000")?;
            check_bands(bands, weights.first().map_or(0, |weight| weight.get()))
        }
        GradeRule::Rate { bands } => check_bands(bands, 100),
    }
}

#[cfg(test)]
mod tests;
