//! The rule profile: what the adopted 票决办法 says, as data (protocol.md §9.1).
//!
//! Every field is always written, in this order; what is not said here is not asked. The rules text itself stands
//! beside the profile in `rules_adopted`.

use serde::{Deserialize, Serialize};

use super::share::{Base, Requirement, Share};
use crate::wire::{Int, Text};

/// Fewest ballots that a profile may let be decrypted: below 2 a total is a choice.
pub const MINIMUM_BALLOTS_MIN: u64 = 2;

/// Most seats of a contest.
pub const SEATS_MAX: u64 = 1_000;

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
    /// What a deputy marks for each item.
    pub options: Options,
    /// How many items a ballot may choose.
    pub choice: Choice,
    /// What a ballot without any mark is.
    pub blank_ballot: BlankBallot,
    /// Whether a deputy who comes after the opening may still take part.
    pub late_arrival: LateArrival,
    /// Which cast counts where a deputy casts more than once.
    pub recast: Recast,
    /// How many items are to be chosen; from 1 to [`SEATS_MAX`].
    pub seats: Int,
    /// Votes without which an item is not passed.
    pub threshold: Requirement,
    /// Which of the passed items are chosen.
    pub order: Order,
    /// What follows when equal votes stand across the last seat.
    pub on_tie: OnTie,
    /// What follows when fewer items pass than there are seats.
    pub on_shortfall: OnShortfall,
    /// Ballots without which nothing is decrypted; at least [`MINIMUM_BALLOTS_MIN`].
    pub minimum_ballots: Int,
    /// A channel (paper, machine) with fewer ballots is not counted apart; at least [`MINIMUM_BALLOTS_MIN`].
    pub channel_floor: Int,
    /// Where the rules text says so.
    pub articles: Articles,
}

/// The articles of the rules text that decisions cite, such as "第八条"; empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Articles {
    /// Of `meeting_quorum`.
    pub meeting_quorum: Text,
    /// Of whole-vote validity: returned against issued, and `vote_quorum`.
    pub validity: Text,
    /// Of `choice` and `blank_ballot`.
    pub choice: Text,
    /// Of `threshold`.
    pub threshold: Text,
    /// Of `order` and `seats`.
    pub order: Text,
    /// Of `on_tie`.
    pub on_tie: Text,
    /// Of `on_shortfall`.
    pub on_shortfall: Text,
}

/// Whether choices are linked to deputies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secrecy {
    /// 无记名.
    Secret,
}

/// What a deputy marks for each item: the columns of the ballot's matrix, the last one the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Options {
    /// 选 / 不选.
    Select,
}

/// How many items one ballot may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Choice {
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

/// The least and the most items that a ballot chooses, for the ballot's shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceLimits {
    /// Fewest.
    pub least: u64,
    /// Most.
    pub most: u64,
}

/// What a ballot without any mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlankBallot {
    /// Valid; it chooses none of the items (全部弃权). Goes with [`Choice::AtMost`].
    Abstain,
    /// Void on paper, and a machine does not take it. Goes with the other choices.
    Void,
}

/// Whether a deputy who comes after the opening may still take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LateArrival {
    /// 实到 is frozen at the opening.
    NotAdmitted,
    /// Until the voting ends, let in by both roles; 实到 rises by one.
    UntilEnd,
}

/// Which cast counts where a deputy casts more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recast {
    /// The first cast is final.
    First,
    /// The last one, as ordered by each naming its predecessor.
    Last,
}

/// Which of the passed items are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// 以得票多的入选.
    MostVotes,
}

/// What follows when equal votes stand across the last seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnTie {
    /// A further vote among the tied items alone.
    RunOff,
}

/// What follows when fewer items pass than there are seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnShortfall {
    /// 空缺: fewer are chosen.
    Vacant,
}

/// A field of the profile, as an error names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of Profile")]
pub enum Parameter {
    Title,
    MeetingQuorum,
    VoteQuorum,
    Choice,
    BlankBallot,
    Seats,
    Threshold,
    MinimumBallots,
    ChannelFloor,
}

impl std::fmt::Display for Parameter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Title => "title",
            Self::MeetingQuorum => "meeting_quorum",
            Self::VoteQuorum => "vote_quorum",
            Self::Choice => "choice",
            Self::BlankBallot => "blank_ballot",
            Self::Seats => "seats",
            Self::Threshold => "threshold",
            Self::MinimumBallots => "minimum_ballots",
            Self::ChannelFloor => "channel_floor",
        })
    }
}

/// Why a profile is refused: the first parameter, in the order of the fields, that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{parameter}: {why}")]
pub struct ProfileError {
    /// Which field.
    pub parameter: Parameter,
    /// In words.
    pub why: &'static str,
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
            options: Options::Select,
            choice: Choice::AtMost { most },
            blank_ballot: BlankBallot::Abstain,
            late_arrival: LateArrival::UntilEnd,
            recast: Recast::First,
            seats,
            threshold: Requirement::Share(Share::more_than_half(Base::Membership)),
            order: Order::MostVotes,
            on_tie: OnTie::RunOff,
            on_shortfall: OnShortfall::Vacant,
            minimum_ballots: Int::from(5_u32),
            channel_floor: Int::from(10_u32),
            articles: Articles::default(),
        }
    }

    /// The least and the most items that a ballot chooses.
    pub fn choice_limits(&self) -> ChoiceLimits {
        let (least, most) = match self.choice {
            Choice::AtMost { most } => (Int::ZERO, most),
            Choice::Exactly { count } => (count, count),
            Choice::Between { least, most } => (least, most),
        };
        ChoiceLimits { least: least.get(), most: most.get() }
    }

    /// Checks the profile by itself; [`Profile::validate_for`] also checks it against a contest.
    pub fn validate(&self) -> Result<(), ProfileError> {
        let require = |holds: bool, parameter: Parameter, why: &'static str| {
            if holds { Ok(()) } else { Err(ProfileError { parameter, why }) }
        };
        require(!self.title.as_str().trim().is_empty(), Parameter::Title, "is empty")?;

        require(self.meeting_quorum.is_sound(), Parameter::MeetingQuorum, SHARE)?;
        let of_roll = matches!(self.meeting_quorum.base, Base::Membership | Base::Due);
        require(of_roll, Parameter::MeetingQuorum, "is a share of membership or due")?;

        if let Requirement::Share(share) = self.vote_quorum {
            require(share.is_sound(), Parameter::VoteQuorum, SHARE)?;
            let of_roll = share.base != Base::Valid;
            require(of_roll, Parameter::VoteQuorum, "is a share of membership, due or present")?;
        }

        let ChoiceLimits { least, most } = self.choice_limits();
        require(most >= 1, Parameter::Choice, "lets no item be chosen")?;
        if let Choice::Between { .. } = self.choice {
            require(least >= 1, Parameter::Choice, "a range from 0 is at_most")?;
            require(least < most, Parameter::Choice, "the least is not below the most")?;
        }
        let goes = match self.blank_ballot {
            BlankBallot::Abstain => least == 0,
            BlankBallot::Void => least >= 1,
        };
        require(
            goes,
            Parameter::BlankBallot,
            "abstain goes with at_most, void with a least number of items",
        )?;

        let seats = self.seats.get();
        require((1..=SEATS_MAX).contains(&seats), Parameter::Seats, "is not from 1 to 1,000")?;

        if let Requirement::Share(share) = self.threshold {
            require(share.is_sound(), Parameter::Threshold, SHARE)?;
        }
        let minimum = |number: Int| number.get() >= MINIMUM_BALLOTS_MIN;
        require(minimum(self.minimum_ballots), Parameter::MinimumBallots, "is below 2")?;
        require(minimum(self.channel_floor), Parameter::ChannelFloor, "is below 2")
    }

    /// Checks the profile for a contest of so many items: neither seats nor choice go beyond them.
    pub fn validate_for(&self, items: u64) -> Result<(), ProfileError> {
        self.validate()?;
        if self.choice_limits().most > items {
            return Err(ProfileError { parameter: Parameter::Choice, why: "is more than there are items" });
        }
        if self.seats.get() > items {
            return Err(ProfileError { parameter: Parameter::Seats, why: "are more than there are items" });
        }
        Ok(())
    }
}

const SHARE: &str = "is not a share between nothing and the whole";

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::wire::{EncodingError, decode_strict, encode};

    pub(crate) fn int(number: u32) -> Int {
        Int::from(number)
    }

    pub(crate) fn profile(seats: u32, most: u32) -> Profile {
        Profile::livelihood_projects("票决办法".parse().unwrap(), int(seats), int(most))
    }

    #[test]
    fn the_encoding_is_the_one_of_the_protocol() {
        let expected = concat!(
            r#"{"title":"票决办法","secrecy":"secret","#,
            r#""meeting_quorum":{"num":2,"den":3,"inclusive":true,"base":"membership"},"#,
            r#""vote_quorum":{"kind":"none"},"options":"select","choice":{"kind":"at_most","most":10},"#,
            r#""blank_ballot":"abstain","late_arrival":"until_end","recast":"first","seats":10,"#,
            r#""threshold":{"kind":"share","num":1,"den":2,"inclusive":false,"base":"membership"},"#,
            r#""order":"most_votes","on_tie":"run_off","on_shortfall":"vacant","#,
            r#""minimum_ballots":5,"channel_floor":10,"#,
            r#""articles":{"meeting_quorum":"","validity":"","choice":"","threshold":"","order":"","on_tie":"","#,
            r#""on_shortfall":""}}"#
        );
        assert_eq!(String::from_utf8(encode(&profile(10, 10))).unwrap(), expected);
        assert_eq!(decode_strict::<Profile>(expected.as_bytes()), Ok(profile(10, 10)));
        let refused = |from: &str, to: &str| {
            assert!(expected.contains(from), "{from}");
            decode_strict::<Profile>(expected.replacen(from, to, 1).as_bytes()).unwrap_err()
        };
        for (from, to) in [
            (r#""secrecy":"secret""#, r#""secrecy":"open""#),
            (r#""recast":"first","#, ""),
            (r#""seats":10"#, r#""seats":"10""#),
            (r#""most":10"#, r#""most":10,"least":1"#),
            (r#""den":2,"#, r#""den":2,"den":2,"#),
        ] {
            assert!(matches!(refused(from, to), EncodingError::Json { .. }), "{to}");
        }
        for (from, to) in [
            (r#"{"kind":"none"}"#, r#"{"kind":"none","num":1}"#),
            (r#"{"kind":"at_most","most":10}"#, r#"{"most":10,"kind":"at_most"}"#),
        ] {
            assert!(matches!(refused(from, to), EncodingError::NotCanonical { .. }), "{to}");
        }
    }

    #[test]
    fn the_defaults_are_sound() {
        assert_eq!(profile(10, 10).validate_for(12), Ok(()));
        assert_eq!(profile(12, 12).validate_for(12), Ok(()));
    }

    type Change = Box<dyn Fn(&mut Profile)>;

    #[test]
    fn each_parameter_is_refused_by_name() {
        let half = Share::more_than_half(Base::Membership);
        let refused: Vec<(Parameter, Change)> = vec![
            (Parameter::Title, Box::new(|p| p.title = Text::default())),
            (Parameter::MeetingQuorum, Box::new(|p| p.meeting_quorum.den = int(0))),
            (Parameter::MeetingQuorum, Box::new(|p| p.meeting_quorum.num = int(0))),
            (Parameter::MeetingQuorum, Box::new(|p| p.meeting_quorum.num = int(4))),
            (Parameter::MeetingQuorum, Box::new(|p| p.meeting_quorum.base = Base::Present)),
            (Parameter::MeetingQuorum, Box::new(|p| p.meeting_quorum.base = Base::Valid)),
            (
                Parameter::VoteQuorum,
                Box::new(move |p| {
                    p.vote_quorum = Requirement::Share(Share { base: Base::Valid, ..half });
                }),
            ),
            (
                Parameter::VoteQuorum,
                Box::new(move |p| {
                    p.vote_quorum = Requirement::Share(Share { num: int(2), ..half });
                }),
            ),
            (Parameter::Choice, Box::new(|p| p.choice = Choice::AtMost { most: int(0) })),
            (Parameter::Choice, Box::new(|p| p.choice = Choice::Between { least: int(0), most: int(2) })),
            (Parameter::Choice, Box::new(|p| p.choice = Choice::Between { least: int(2), most: int(2) })),
            (Parameter::BlankBallot, Box::new(|p| p.blank_ballot = BlankBallot::Void)),
            (Parameter::BlankBallot, Box::new(|p| p.choice = Choice::Exactly { count: int(2) })),
            (Parameter::Seats, Box::new(|p| p.seats = int(0))),
            (Parameter::Seats, Box::new(|p| p.seats = int(1_001))),
            (
                Parameter::Threshold,
                Box::new(move |p| {
                    p.threshold = Requirement::Share(Share { num: int(0), ..half });
                }),
            ),
            (Parameter::MinimumBallots, Box::new(|p| p.minimum_ballots = int(1))),
            (Parameter::ChannelFloor, Box::new(|p| p.channel_floor = int(1))),
        ];
        for (at, (parameter, change)) in refused.iter().enumerate() {
            let mut changed = profile(10, 10);
            change(&mut changed);
            let error = changed.validate().unwrap_err();
            assert_eq!(error.parameter, *parameter, "case {at}: {error}");
        }
        let mut exactly = profile(10, 10);
        exactly.choice = Choice::Exactly { count: int(10) };
        exactly.blank_ballot = BlankBallot::Void;
        assert_eq!(exactly.validate(), Ok(()));
        assert_eq!(exactly.choice_limits(), ChoiceLimits { least: 10, most: 10 });
    }

    #[test]
    fn a_contest_has_items_enough() {
        assert_eq!(profile(10, 10).validate_for(9).unwrap_err().parameter, Parameter::Choice);
        assert_eq!(profile(10, 9).validate_for(9).unwrap_err().parameter, Parameter::Seats);
    }
}
