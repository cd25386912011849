//! How a contest stands, and how each kind of rules becomes a ballot on the screen.

use super::*;
use crate::device::testing::{contest_of, profile_of};

#[test]
fn a_cast_ballot_stays_cast_whatever_the_contest_does() {
    let mut known = Known::default();
    assert_eq!(known.status(), ContestStatus::NotOpen);
    known.stage = Some(StageName::Open);
    assert_eq!(known.status(), ContestStatus::Drawing);
    known.ready = true;
    assert_eq!(known.status(), ContestStatus::Ready);
    known.stage = Some(StageName::Held);
    assert_eq!(known.status(), ContestStatus::Held);
    known.stage = Some(StageName::Ended);
    assert_eq!(known.status(), ContestStatus::Missed);
    known.unclear = true;
    assert_eq!(known.status(), ContestStatus::Unclear, "it may be in the box");
    known.casting = true;
    assert_eq!(known.status(), ContestStatus::Casting);
    (known.casting, known.cast) = (false, true);
    assert_eq!(known.status(), ContestStatus::Cast);
    known.slip = true;
    assert_eq!(known.status(), ContestStatus::SlipReturned);
    known.found = Some(70);
    assert_eq!(known.status(), ContestStatus::Recorded { index: 70 });
    // But for this one: the vote does not count.
    known.stage = Some(StageName::Voided);
    assert_eq!(known.status(), ContestStatus::Voided);
}

#[test]
fn a_paper_ballot_is_said_and_nothing_can_be_voted() {
    let known = Known { stage: Some(StageName::Open), paper: true, ..Known::default() };
    assert_eq!(known.status(), ContestStatus::Paper);
    assert!(!known.status().is_votable());
}

#[test]
fn a_named_vote_may_be_changed_while_open_where_the_last_one_counts() {
    let named = |recast| {
        let mut profile = profile_of(Options::ThreeWay);
        profile.secrecy = rules::Secrecy::Named;
        profile.recast = recast;
        Known {
            stage: Some(StageName::Open),
            open: Some(contest_of(&profile, 4)),
            vote: Some((9, vec![0, 1, 2, 2])),
            ..Known::default()
        }
    };
    let mut known = named(Recast::Last);
    assert_eq!(known.status(), ContestStatus::Voted { index: 9, may_change: true });
    known.stage = Some(StageName::Ended);
    assert_eq!(known.status(), ContestStatus::Voted { index: 9, may_change: false });
    assert_eq!(named(Recast::First).status(), ContestStatus::Voted { index: 9, may_change: false });
}

#[test]
fn a_secret_ballot_may_be_changed_seven_times_while_open_where_the_last_one_counts() {
    let cast = |recast, changes| {
        let mut profile = profile_of(Options::Select);
        profile.recast = recast;
        let open = Some(contest_of(&profile, 4));
        Known { stage: Some(StageName::Open), open, ready: true, cast: true, changes, ..Known::default() }
    };
    let mut known = cast(Recast::Last, 0);
    assert_eq!(known.status(), ContestStatus::CastMayChange { left: 7 });
    assert!(contest(Look::default(), 1, &known).cast_before);
    known.casting = true;
    assert_eq!(known.status(), ContestStatus::Casting, "a change on its way");
    known.casting = false;
    known.stage = Some(StageName::Held);
    assert_eq!(known.status(), ContestStatus::Cast);
    assert_eq!(cast(Recast::Last, 6).status(), ContestStatus::CastMayChange { left: 1 });
    assert_eq!(cast(Recast::Last, 7).status(), ContestStatus::Cast);
    assert_eq!(cast(Recast::First, 0).status(), ContestStatus::Cast);
    assert!(!contest(Look::default(), 1, &cast(Recast::First, 0)).cast_before);
}

#[test]
fn a_show_of_hands_leaves_nothing_to_do_here() {
    let mut profile = profile_of(Options::TwoWay);
    profile.secrecy = rules::Secrecy::Hands;
    let open = Some(contest_of(&profile, 4));
    let mut known = Known { stage: Some(StageName::Open), open, ..Known::default() };
    assert_eq!(known.status(), ContestStatus::Hands);
    known.stage = Some(StageName::Closed);
    assert_eq!(known.status(), ContestStatus::Over);
}

#[test]
fn every_kind_of_options_is_marked_in_its_own_way() {
    let view = |profile: &rules::Profile| {
        let open = Some(contest_of(profile, 4));
        contest(Look::default(), 1, &Known { stage: Some(StageName::Open), open, ..Known::default() })
    };
    let select = view(&profile_of(Options::Select));
    assert_eq!(select.style, Style::Select);
    assert_eq!(select.limits, Some(Limits { least: 0, most: 2 }));
    assert_eq!(select.options, ["选", "不选"]);
    let three = view(&profile_of(Options::ThreeWay));
    assert_eq!(three.style, Style::Votes { rest: true });
    assert_eq!(three.options, ["赞成", "反对", "弃权"]);
    let mut profile = profile_of(Options::ThreeWay);
    profile.blank_item = rules::BlankItem::Invalid;
    let four = view(&profile);
    assert_eq!((four.style, four.blank_item), (Style::Votes { rest: false }, BlankItem::Invalid));
    assert_eq!(four.options, ["赞成", "反对", "弃权", "未标记"]);
    let two = view(&profile_of(Options::TwoWay));
    assert_eq!((two.style, two.options.len()), (Style::Votes { rest: false }, 3));
}

#[test]
fn a_contest_that_is_not_believed_shows_nothing_to_mark() {
    let known = BTreeMap::from([(2, Known { stage: Some(StageName::Open), ..Known::default() })]);
    let views = contests(Look::default(), &known);
    assert_eq!(views[0].title, "表决事项 2");
    assert!(views[0].items.is_empty() && views[0].status == ContestStatus::Drawing);
}
