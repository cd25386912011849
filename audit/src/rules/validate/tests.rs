use super::*;
use crate::rules::testing::{by_item, every_kind, graded, half_of, int, profile, ranked, rules, text};
use crate::rules::{GradeTie, RunOffRules};
use crate::wire::{EncodingError, decode_strict, encode};

#[test]
fn the_encoding_is_the_one_of_the_protocol() {
    let expected = concat!(
        r#"{"title":"票决办法","secrecy":"secret","#,
        r#""meeting_quorum":{"num":2,"den":3,"inclusive":true,"base":"membership"},"#,
        r#""vote_quorum":{"kind":"none"},"suspended":"counted","roll_freeze":"contest","#,
        r#""late_arrival":"until_end","leave_early":"stays","options":{"kind":"select"},"#,
        r#""choice":{"kind":"at_most","most":10},"blank_item":"abstain","blank_ballot":"abstain","#,
        r#""mark_conflict":"ballot_void","recast":"first","surplus":{"kind":"any"},"#,
        r#""method":{"kind":"choose","score":{"kind":"votes"},"seats":{"kind":"fixed","count":10},"#,
        r#""threshold":{"kind":"share","num":1,"den":2,"inclusive":false,"base":"membership"},"#,
        r#""on_tie":"run_off","on_shortfall":"vacant","#,
        r#""run_off":{"threshold":"none","rounds":1,"then":"presidium"}},"#,
        r#""minimum_ballots":5,"channel_floor":10,"#,
        r#""articles":{"meeting_quorum":"","validity":"","roll":"","late_arrival":"","secrecy":"","choice":"","#,
        r#""blank":"","recast":"","threshold":"","order":"","on_tie":"","on_shortfall":"","run_off":"","grade":""}}"#
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
        (r#""count":10"#, r#""count":"10""#),
        (r#""most":10"#, r#""most":10,"least":1"#),
        (r#""den":2,"#, r#""den":2,"den":2,"#),
        (r#""rounds":1"#, r#""rounds":1,"more":1"#),
    ] {
        assert!(matches!(refused(from, to), EncodingError::Json { .. }), "{to}");
    }
    for (from, to) in [
        (r#"{"kind":"none"}"#, r#"{"kind":"none","num":1}"#),
        (r#"{"kind":"at_most","most":10}"#, r#"{"most":10,"kind":"at_most"}"#),
        (
            r#""suspended":"counted","roll_freeze":"contest""#,
            r#""roll_freeze":"contest","suspended":"counted""#,
        ),
    ] {
        assert!(matches!(refused(from, to), EncodingError::NotCanonical { .. }), "{to}");
    }
}

#[test]
fn every_kind_is_sound_and_read_back_as_written() {
    for profile in every_kind() {
        assert_eq!(profile.validate_for(3), Ok(()), "{profile:?}");
        assert_eq!(decode_strict(&encode(&profile)), Ok(profile));
    }
}

type Change = fn(&mut Profile);

/// Each change alone makes a sound profile unsound, by the parameter named.
fn refused_after(base: &Profile, cases: &[(Parameter, Change)]) {
    assert_eq!(base.validate(), Ok(()));
    for (at, (parameter, change)) in cases.iter().enumerate() {
        let mut changed = base.clone();
        change(&mut changed);
        let error = changed.validate().expect_err(&format!("case {at}: {changed:?}"));
        assert_eq!(error.parameter, *parameter, "case {at}: {error}");
        assert!(error.zh().contains(parameter.name()) && error.zh().contains(parameter.zh()));
    }
}

fn taken_after(base: &Profile, cases: &[Change]) {
    for (at, change) in cases.iter().enumerate() {
        let mut changed = base.clone();
        change(&mut changed);
        assert_eq!(changed.validate(), Ok(()), "case {at}");
    }
}

#[test]
fn each_parameter_of_a_choosing_profile_is_refused_by_name() {
    refused_after(
        &profile(10, 10),
        &[
            (Parameter::Title, |p| p.title = text(" ")),
            (Parameter::MeetingQuorum, |p| p.meeting_quorum.den = int(0)),
            (Parameter::MeetingQuorum, |p| p.meeting_quorum.num = int(0)),
            (Parameter::MeetingQuorum, |p| p.meeting_quorum.num = int(4)),
            (Parameter::MeetingQuorum, |p| p.meeting_quorum.base = Base::Present),
            (Parameter::MeetingQuorum, |p| p.meeting_quorum.base = Base::Valid),
            (Parameter::VoteQuorum, |p| p.vote_quorum = Requirement::Share(half_of(Base::Valid))),
            (Parameter::VoteQuorum, |p| p.vote_quorum = Requirement::Share(half_of(Base::Returned))),
            (Parameter::LateArrival, |p| {
                (p.secrecy, p.late_arrival) = (Secrecy::Named, LateArrival::UntilIssued);
            }),
            (Parameter::Options, |p| p.secrecy = Secrecy::Hands),
            (Parameter::Choice, |p| p.choice = Choice::AtMost { most: int(0) }),
            (Parameter::Choice, |p| p.choice = Choice::Exactly { count: int(0) }),
            (Parameter::Choice, |p| p.choice = Choice::Between { least: int(0), most: int(2) }),
            (Parameter::Choice, |p| p.choice = Choice::Between { least: int(2), most: int(2) }),
            (Parameter::BlankItem, |p| p.blank_item = BlankItem::Approve),
            (Parameter::BlankItem, |p| p.blank_item = BlankItem::Invalid),
            (Parameter::BlankBallot, |p| p.choice = Choice::Exactly { count: int(2) }),
            (Parameter::BlankBallot, |p| p.choice = Choice::Between { least: int(1), most: int(2) }),
            (Parameter::Method, |p| rules(p).seats = Seats::Fixed { count: int(0) }),
            (Parameter::Method, |p| rules(p).seats = Seats::Fixed { count: int(1_001) }),
            (Parameter::Method, |p| rules(p).score = Score::Borda),
            (Parameter::Method, |p| {
                rules(p).threshold = Requirement::Share(Share { num: int(0), ..half_of(Base::Due) });
            }),
            (Parameter::Method, |p| rules(p).run_off = RunOffRules { rounds: int(0), ..rules(p).run_off }),
            (Parameter::Method, |p| {
                p.method = graded(GradeRule::Plurality { on_tie: GradeTie::Lower }).method;
            }),
            (Parameter::Surplus, |p| p.surplus = Surplus::Count { least: int(0) }),
            (Parameter::Surplus, |p| p.surplus = Surplus::Ratio { num: int(0), den: int(1) }),
            (Parameter::Surplus, |p| p.surplus = Surplus::Ratio { num: int(1), den: int(0) }),
            (Parameter::Surplus, |p| {
                (rules(p).seats, p.surplus) = (Seats::EveryItem, Surplus::None);
            }),
            (Parameter::MinimumBallots, |p| p.minimum_ballots = int(1)),
            (Parameter::ChannelFloor, |p| p.channel_floor = int(1)),
        ],
    );
    taken_after(
        &profile(10, 10),
        &[
            |p| p.meeting_quorum.num = int(3),
            |p| p.vote_quorum = Requirement::Share(half_of(Base::Present)),
            |p| p.late_arrival = LateArrival::UntilIssued,
            |p| p.choice = Choice::AtMost { most: int(1) },
            |p| p.blank_ballot = BlankBallot::Void,
            |p| rules(p).seats = Seats::Fixed { count: int(1_000) },
            |p| (p.minimum_ballots, p.channel_floor) = (int(2), int(2)),
        ],
    );
}

#[test]
fn hands_are_counted_once_and_item_by_item() {
    let hands = Profile { secrecy: Secrecy::Hands, ..by_item() };
    refused_after(
        &hands,
        &[
            (Parameter::Options, |p| p.options = Options::Select),
            (Parameter::Choice, |p| p.choice = Choice::AtMost { most: int(1) }),
            (Parameter::Recast, |p| p.recast = Recast::Last),
        ],
    );
    taken_after(&hands, &[|p| p.options = Options::TwoWay, |p| p.blank_item = BlankItem::Approve]);
}

#[test]
fn each_parameter_of_a_grading_profile_is_refused_by_name() {
    fn names(p: &mut Profile) -> (&mut Vec<Text>, &mut Vec<Text>, &mut Int) {
        match &mut p.options {
            Options::Grades { grades, others, satisfied } => (grades, others, satisfied),
            _ => panic!("no grades"),
        }
    }
    fn bands(of: &[u32]) -> Vec<Int> {
        of.iter().copied().map(int).collect()
    }
    fn weighted(weights: &[u32], lines: &[u32]) -> Method {
        Method::Grade { rule: GradeRule::Weighted { weights: bands(weights), bands: bands(lines) } }
    }
    fn rate(lines: &[u32]) -> Method {
        Method::Grade { rule: GradeRule::Rate { bands: bands(lines) } }
    }
    refused_after(
        &graded(GradeRule::Rate { bands: bands(&[80, 60]) }),
        &[
            (Parameter::Options, |p| names(p).0.truncate(1)),
            (Parameter::Options, |p| names(p).0.extend((0..7).map(|at| text(&format!("等次{at}"))))),
            (Parameter::Options, |p| names(p).0[1] = text("满意")),
            (Parameter::Options, |p| names(p).0[1] = text("  ")),
            (Parameter::Options, |p| names(p).1[0] = text("满意")),
            (Parameter::Options, |p| names(p).1.extend(["甲", "乙", "丙"].map(text))),
            (Parameter::Options, |p| *names(p).2 = int(0)),
            (Parameter::Options, |p| *names(p).2 = int(3)),
            (Parameter::Choice, |p| p.choice = Choice::AtMost { most: int(1) }),
            (Parameter::BlankItem, |p| p.blank_item = BlankItem::Approve),
            (Parameter::Method, |p| p.method = profile(1, 1).method),
            (Parameter::Method, |p| p.method = rate(&[60, 80])),
            (Parameter::Method, |p| p.method = rate(&[60, 60])),
            (Parameter::Method, |p| p.method = rate(&[80])),
            (Parameter::Method, |p| p.method = rate(&[80, 60, 40])),
            (Parameter::Method, |p| p.method = rate(&[101, 60])),
            (Parameter::Method, |p| p.method = rate(&[80, 0])),
            (Parameter::Method, |p| p.method = weighted(&[100, 80], &[90, 60])),
            (Parameter::Method, |p| p.method = weighted(&[100, 80, 80], &[90, 60])),
            (Parameter::Method, |p| p.method = weighted(&[1_001, 80, 40], &[90, 60])),
            (Parameter::Method, |p| p.method = weighted(&[100, 80, 40], &[101, 60])),
            (Parameter::Method, |p| p.method = weighted(&[100, 80, 40], &[90, 0])),
            (Parameter::Method, |p| {
                let share = Share { num: int(3), ..half_of(Base::Valid) };
                p.method = Method::Grade { rule: GradeRule::Cumulative { share } };
            }),
            (Parameter::Surplus, |p| p.surplus = Surplus::None),
        ],
    );
    taken_after(
        &graded(GradeRule::Rate { bands: bands(&[80, 60]) }),
        &[
            |p| p.method = rate(&[100, 1]),
            |p| p.method = weighted(&[1_000, 80, 0], &[1_000, 1]),
            |p| names(p).1.clear(),
            |p| *names(p).2 = int(1),
            |p| p.blank_item = BlankItem::Abstain,
        ],
    );
}

#[test]
fn each_parameter_of_a_priority_profile_is_refused_by_name() {
    fn numbers(p: &mut Profile, to: u32, each: Each) {
        p.options = Options::Ranks { ranks: int(to), each };
    }
    refused_after(
        &ranked(3, 1, Score::Appearances { top: int(3) }),
        &[
            (Parameter::Options, |p| numbers(p, 0, Each::AtMostOnce)),
            (Parameter::Options, |p| numbers(p, 31, Each::AtMostOnce)),
            (Parameter::Choice, |p| p.choice = Choice::Exactly { count: int(1) }),
            (Parameter::BlankItem, |p| p.blank_item = BlankItem::Invalid),
            (Parameter::BlankBallot, |p| numbers(p, 3, Each::ExactlyOnce)),
            (Parameter::Method, |p| rules(p).score = Score::Appearances { top: int(4) }),
            (Parameter::Method, |p| rules(p).score = Score::Appearances { top: int(0) }),
            (Parameter::Method, |p| rules(p).score = Score::Votes),
        ],
    );
    taken_after(
        &ranked(3, 1, Score::Borda),
        &[|p| numbers(p, 30, Each::AtMostOnce), |p| numbers(p, 1, Each::AtMostOnce)],
    );
    assert_eq!(ranked(3, 1, Score::Borda).validate_for(2).unwrap_err().parameter, Parameter::Options);
}

#[test]
fn a_contest_has_the_items_that_its_rules_ask_for() {
    let parameter = |profile: &Profile, items| profile.validate_for(items).err().map(|error| error.parameter);
    assert_eq!(parameter(&profile(10, 10), 9), Some(Parameter::Choice));
    assert_eq!(parameter(&profile(10, 9), 9), Some(Parameter::Method));
    assert_eq!(parameter(&profile(10, 10), 10), None);
    let with = |surplus| Profile { surplus, ..profile(10, 10) };
    let (equal, two) = (with(Surplus::None), with(Surplus::Count { least: int(2) }));
    assert_eq!([10, 11].map(|items| parameter(&equal, items)), [None, Some(Parameter::Surplus)]);
    assert_eq!([11, 12].map(|items| parameter(&two, items)), [Some(Parameter::Surplus), None]);
    // A fifth of 10 is 2; a fourth is 2.5, so 3; a hundredth is at least 1.
    let ratio = |den| with(Surplus::Ratio { num: int(1), den: int(den) });
    assert_eq!([11, 12].map(|items| parameter(&ratio(5), items)), [Some(Parameter::Surplus), None]);
    assert_eq!([12, 13].map(|items| parameter(&ratio(4), items)), [Some(Parameter::Surplus), None]);
    assert_eq!([10, 11].map(|items| parameter(&ratio(100), items)), [Some(Parameter::Surplus), None]);
}
