//! The vectors (`tests/vectors/rules`) say what single cases give; here is what must hold of every one.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::decision::{Chosen, NextKind, Reason};
use super::super::method::{Choose, GradeRule, GradeTie, OnTie, Score, Seats, Unranked};
use super::super::numbers::MEMBERSHIP_MAX;
use super::super::share::{Base, Share};
use super::super::testing::{
    Marks, allowed, ballots, channel, count, every_kind, graded, int as number, profile, ranked, roll, rules,
    selected,
};
use super::*;
use crate::wire::{INT_MAX, decode_strict, encode};

const ITEMS: usize = 3;

/// Numbers that no decision is made of, each named. The vectors have more.
#[test]
fn numbers_above_what_can_be_counted_are_refused() {
    let large = Int::try_from(INT_MAX).unwrap();
    let all = RollNumbers { membership: large, due: large, present: large };
    let none = ballots(0, 0, 0);
    let error = DecideError::Membership { membership: large };
    assert_eq!(decide(&profile(1, 1), &all, &none, &[]), Err(error));
    let most = Int::try_from(MEMBERSHIP_MAX).unwrap();
    let roll = RollNumbers { membership: most, due: most, present: most };
    assert_eq!(
        decide(&profile(1, 1), &roll, &none, &[]).unwrap().outcome,
        Outcome::Void { reason: VoidReason::MinimumBallots, bound: number(5), actual: Int::ZERO }
    );
    let rows = selected(189, &[1; 201]);
    let decided = decide(&profile(1, 1), &self::roll(189, 189), &ballots(189, 189, 0), &rows);
    assert_eq!(decided, Err(DecideError::Rows { rows: 201 }));
}

#[test]
fn every_difference_of_two_decisions_is_named() {
    let profile = profile(1, 3);
    let made = decide(&profile, &roll(9, 9), &ballots(9, 9, 0), &selected(9, &[7, 3, 8])).unwrap();
    assert_eq!(made.difference(&made), None);
    let changed = |edit: fn(&mut Decision)| {
        let mut other = made.clone();
        edit(&mut other);
        made.difference(&other).unwrap()
    };
    assert_eq!(changed(|d| d.tied.seats = number(1)), "tied");
    assert_eq!(changed(|d| d.next.kind = NextKind::Presidium), "next");
    assert_eq!(changed(|d| d.items.truncate(2)), "items");
    assert_eq!(changed(|d| d.items[1].score.den = number(2)), "items[1].score");
    assert_eq!(changed(|d| d.items[2].grade = vec![Int::ZERO]), "items[2].grade");
}

/// More marks for an item can lower it under these rules; `raising_an_item_never_lowers_it` has all others.
#[test]
fn the_rules_that_are_not_monotone() {
    // A mean that leaves out who did not rank: a third number by one more ballot is worse than none.
    let mean = Profile {
        minimum_ballots: number(2),
        ..ranked(3, 1, Score::MeanRank { unranked: Unranked::Ignored })
    };
    let decided = |first: &[u64]| {
        let rows = super::super::testing::rows(4, &[first, &[1, 3, 0], &[0, 0, 0]]);
        decide(&mean, &roll(4, 4), &ballots(4, 4, 0), &rows).unwrap().items[0].chosen
    };
    assert_eq!((decided(&[1, 0, 0]), decided(&[1, 0, 2])), (Chosen::Yes, Chosen::No));
    // The most marks: one from 不满意 to 基本满意 takes 满意 its lead.
    let most = graded(GradeRule::Plurality { on_tie: GradeTie::Higher });
    let graded = |counts: &[u64]| {
        let rows = super::super::testing::rows(11, &[counts]);
        decide(&most, &roll(11, 11), &ballots(11, 11, 0), &rows).unwrap().items[0].grade.clone()
    };
    assert_eq!((graded(&[5, 5, 1, 0]), graded(&[5, 6, 0, 0])), (vec![Int::ZERO], vec![number(1)]));
}

/// A profile with any threshold, tie and shortfall rule, and the ballots of a contest under it.
fn contest(cast: usize) -> impl Strategy<Value = (Profile, Vec<Marks>, u32, u32)> {
    let base =
        prop::sample::select(vec![Base::Membership, Base::Due, Base::Present, Base::Returned, Base::Valid]);
    let share = (1..5_u32, 1..5_u32, any::<bool>(), base).prop_map(|(num, more, inclusive, base)| {
        Requirement::Share(Share { num: number(num), den: number(num + more), inclusive, base })
    });
    let threshold = prop_oneof![Just(Requirement::None), share];
    let on_tie = prop::sample::select(vec![OnTie::RunOff, OnTie::AllIn, OnTie::AllOut, OnTie::Presidium]);
    (prop::sample::select(every_kind()), threshold, on_tie).prop_flat_map(
        move |(profile, threshold, on_tie)| {
            let mut profile = profile;
            if let Some(rules) = profile.choose_mut() {
                *rules = Choose { threshold, on_tie, ..*rules };
            }
            let marks = prop::sample::select(allowed(&profile, ITEMS));
            (Just(profile), prop::collection::vec(marks, 2..=cast), 0..3_u32, 0..3_u32)
        },
    )
}

fn count_of(cast: &[Marks]) -> u32 {
    u32::try_from(cast.len()).unwrap()
}

fn decided(profile: &Profile, cast: &[Marks], present: u32, membership: u32) -> Decision {
    let ballots = ballots(present, count_of(cast), 0);
    decide(profile, &roll(membership, present), &ballots, &count(profile, ITEMS, cast)).unwrap()
}

/// What §9.4 asks about: validity, who is chosen, who is tied, which grades.
type Result = (bool, BTreeSet<u64>, Vec<Int>, Vec<Vec<Int>>);

fn result(decision: &Decision) -> Result {
    let grades = decision.items.iter().map(|item| item.grade.clone()).collect();
    let firm = decision.firm.iter().map(|item| item.get()).collect();
    (decision.outcome == Outcome::Valid, firm, decision.tied.items.clone(), grades)
}

/// No, tied, yes; a grade: the better the more.
fn standing(decision: &Decision, item: usize) -> u64 {
    let item = &decision.items[item];
    match (item.chosen, item.grade.first()) {
        (Chosen::Yes, _) => 2,
        (Chosen::RunOff | Chosen::Presidium, _) => 1,
        (Chosen::No, _) => 0,
        (Chosen::Graded, grade) => grade.map_or(0, |grade| 9 - grade.get()),
    }
}

/// Better marks for an item come first; the rest is worst where it means no mark.
fn value(profile: &Profile, column: usize) -> usize {
    if column + 1 == profile.columns() && profile.rest_approves() { 0 } else { column }
}

fn is_monotone(profile: &Profile) -> bool {
    match &profile.method {
        Method::Choose(rules) => rules.score != Score::MeanRank { unranked: Unranked::Ignored },
        Method::Grade { rule } => !matches!(rule, GradeRule::Plurality { .. }),
    }
}

proptest! {
    #[test]
    fn any_numbers_give_a_decision_or_an_error(
        profile in prop::sample::select(every_kind()),
        roll in (0..9_u32, 0..9_u32, 0..9_u32),
        machine in (0..9_u32, 0..9_u32, 0..9_u32, 0..9_u32),
        paper in (0..3_u32, 0..3_u32, 0..3_u32, 0..3_u32),
        counts in prop::collection::vec(prop::collection::vec(0..9_u32, 0..6), 0..5),
        missing in 0..9_u32,
        large: bool,
    ) {
        let int = |small: u32| if large && small == 8 { Int::try_from(INT_MAX).unwrap() } else { number(small) };
        let channel = |(issued, returned, valid, void): (u32, u32, u32, u32)| Channel {
            issued: int(issued), returned: int(returned), valid: int(valid), void: int(void),
        };
        let roll = RollNumbers { membership: int(roll.0), due: int(roll.1), present: int(roll.2) };
        let ballots = Ballots { machine: channel(machine), paper: channel(paper) };
        let row = |counts: &Vec<u32>| Row {
            counts: counts.iter().copied().map(int).collect(), invalid: int(missing),
        };
        let rows: Vec<Row> = counts.iter().map(row).collect();
        let doubt = Doubt { added: int(missing).get(), removed: int(missing).get() };
        let changes = could_change(&profile, &roll, &ballots, &rows, doubt);
        match decide(&profile, &roll, &ballots, &rows) {
            Ok(decision) => prop_assert_eq!(decode_strict(&encode(&decision)), Ok(decision)),
            Err(error) => {
                prop_assert!(!error.to_string().is_empty() && !error.zh().is_empty());
                prop_assert_eq!(changes, Err(error));
            }
        }
    }

    #[test]
    fn seats_and_thresholds_hold(
        (profile, cast, unreturned, absent) in contest(9),
    ) {
        let present = count_of(&cast) + unreturned;
        let decision = decided(&profile, &cast, present, present + absent);
        let Some(rules) = profile.choose() else {
            prop_assert!(decision.firm.is_empty() && decision.next == Next::default());
            return Ok(());
        };
        let seats = profile.seats(3).unwrap();
        let firm = decision.firm.len() as u64;
        prop_assert!(firm <= seats || rules.on_tie == OnTie::AllIn);
        if rules.on_tie != OnTie::AllIn {
            let open = if decision.next.kind == NextKind::None { 0 } else { decision.tied.seats.get() };
            prop_assert_eq!(firm + open + decision.vacant.get(), seats);
        }
        prop_assert!(decision.tied.items.is_empty() || decision.tied.seats.get() < decision.tied.items.len() as u64);
        for (at, item) in decision.items.iter().enumerate() {
            prop_assert_eq!(item.passed, item.votes >= decision.needed);
            let below = matches!(item.reason, Reason::BelowThreshold { .. });
            prop_assert!(item.passed || (item.chosen == Chosen::No && below));
            prop_assert_eq!(item.chosen == Chosen::Yes, decision.firm.contains(&number(u32::try_from(at).unwrap())));
            // Equal scores, equal fate.
            for other in &decision.items {
                if other.rank == item.rank && other.votes == item.votes {
                    prop_assert_eq!(other.chosen, item.chosen);
                }
                if other.passed && other.rank < item.rank && item.chosen == Chosen::Yes {
                    prop_assert_eq!(other.chosen, Chosen::Yes);
                }
            }
        }
    }

    #[test]
    fn another_order_of_the_items_gives_the_same_decision_in_that_order(
        (profile, cast, unreturned, absent) in contest(9),
        order in Just(vec![0_usize, 1, 2]).prop_shuffle(),
    ) {
        let present = count_of(&cast) + unreturned;
        let moved: Vec<Marks> = cast.iter().map(|marks| order.iter().map(|&at| marks[at]).collect()).collect();
        let straight = decided(&profile, &cast, present, present + absent);
        let permuted = decided(&profile, &moved, present, present + absent);
        let expected: Vec<_> = order.iter().map(|&at| straight.items[at].clone()).collect();
        prop_assert_eq!(&permuted.items, &expected);
        let back = |items: &[Int]| -> BTreeSet<u64> {
            items.iter().map(|item| order[usize::try_from(item.get()).unwrap()] as u64).collect()
        };
        let set = |items: &[Int]| -> BTreeSet<u64> { items.iter().map(|item| item.get()).collect() };
        prop_assert_eq!(back(&permuted.firm), set(&straight.firm));
        prop_assert_eq!(back(&permuted.tied.items), set(&straight.tied.items));
        prop_assert_eq!(back(&permuted.next.items), set(&straight.next.items));
        prop_assert_eq!((permuted.next.kind, permuted.next.seats), (straight.next.kind, straight.next.seats));
        prop_assert_eq!(permuted.unreturned_could_change, straight.unreturned_could_change);
    }

    #[test]
    fn neither_the_order_nor_the_channel_of_ballots_matters(
        (profile, cast, unreturned, absent) in contest(9),
        shuffled in any::<prop::sample::Index>(),
        on_paper in any::<prop::sample::Index>(),
    ) {
        let (valid, present) = (count_of(&cast), count_of(&cast) + unreturned);
        let straight = decided(&profile, &cast, present, present + absent);
        let mut turned = cast.clone();
        turned.rotate_left(shuffled.index(cast.len()));
        let paper = on_paper.index(cast.len());
        let (on_paper, by_machine) = turned.split_at(paper);
        let rows: Vec<Row> = count(&profile, ITEMS, by_machine)
            .iter()
            .zip(&count(&profile, ITEMS, on_paper))
            .map(|(machine, paper)| machine.plus(paper).unwrap())
            .collect();
        let paper = u32::try_from(paper).unwrap();
        let ballots = Ballots {
            machine: channel(valid - paper + unreturned, valid - paper, 0),
            paper: channel(paper, paper, 0),
        };
        prop_assert_eq!(decide(&profile, &roll(present + absent, present), &ballots, &rows), Ok(straight));
    }

    /// One ballot marks an item better, another item it marked so takes its place: with any of these rules it does not
    /// stand worse.
    #[test]
    fn raising_an_item_never_lowers_it(
        (profile, cast, unreturned, absent) in contest(9),
        at in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        item in 0..ITEMS,
    ) {
        prop_assume!(is_monotone(&profile));
        let present = count_of(&cast) + unreturned;
        let at = at.index(cast.len());
        let before = &cast[at];
        // Others keep their marks, or get worse ones.
        let raised: Vec<Marks> = allowed(&profile, ITEMS)
            .into_iter()
            .filter(|marks| {
                value(&profile, marks[item]) < value(&profile, before[item])
                    && (0..ITEMS).all(|other| {
                        other == item || value(&profile, marks[other]) >= value(&profile, before[other])
                    })
            })
            // 不了解 and no mark are not on the scale of grades.
            .filter(|_| profile.choose().is_some() || before[item] < 3)
            .collect();
        prop_assume!(!raised.is_empty());
        let mut after = cast.clone();
        after[at] = raised[to.index(raised.len())].clone();
        let earlier = decided(&profile, &cast, present, present + absent);
        let later = decided(&profile, &after, present, present + absent);
        prop_assert!(standing(&later, item) >= standing(&earlier, item), "{earlier:?}\n{later:?}");
    }

    /// Against all ways in which the missing ballots could have been filled in, and all ballots that could be taken out.
    #[test]
    fn a_result_that_could_change_is_foretold(
        (profile, cast, missing, absent) in contest(6),
        removed in 0..3_usize,
        from in any::<prop::sample::Index>(),
    ) {
        let (valid, present) = (count_of(&cast), count_of(&cast) + missing);
        let all = (roll(present + absent, present), ballots(present, valid, 0), count(&profile, ITEMS, &cast));
        let before = result(&decided(&profile, &cast, present, present + absent));
        let foretold = |added: u32, removed: usize| {
            let doubt = Doubt { added: u64::from(added), removed: removed as u64 };
            could_change(&profile, &all.0, &all.1, &all.2, doubt).unwrap()
        };
        prop_assert!(!foretold(0, 0));
        let mut kept = cast.clone();
        kept.rotate_left(from.index(cast.len()));
        kept.truncate(cast.len().saturating_sub(removed));
        let allowed = allowed(&profile, ITEMS);
        let fillings = (0..(allowed.len() + 1).pow(missing)).map(|code| {
            (0..missing).filter_map(|at| allowed.get(code / (allowed.len() + 1).pow(at) % (allowed.len() + 1)).cloned()).collect::<Vec<Marks>>()
        });
        let mut changes = false;
        for filling in fillings.take(4_000) {
            let after = [kept.as_slice(), &filling].concat();
            if result(&decided(&profile, &after, present, present + absent)) != before {
                changes = true;
                break;
            }
        }
        let foretold = foretold(missing, removed);
        prop_assert!(foretold || !changes);
        // At most so many, a fixed base, nothing too many: the answer is exact (§9.4).
        let fixed = profile.choose().is_some_and(|rules| match rules.threshold {
            Requirement::None => true,
            Requirement::Share(share) => !matches!(share.base, Base::Returned | Base::Valid),
        });
        if removed == 0 && fixed && is_at_most(&profile) {
            prop_assert_eq!(foretold, changes);
        }
    }
}

/// 选 and 不选, at most so many, a blank ballot abstaining.
fn is_at_most(profile: &Profile) -> bool {
    use super::super::{BlankBallot, Choice, Options};
    matches!(profile.choice, Choice::AtMost { .. })
        && profile.options == Options::Select
        && profile.blank_ballot == BlankBallot::Abstain
}

#[test]
fn a_stuffed_ballot_can_be_what_made_the_vote_void() {
    let (profile, roll, all) = (profile(10, 10), roll(195, 189), ballots(189, 189, 1));
    let could = |removed| could_change(&profile, &roll, &all, &[], Doubt { added: 0, removed }).unwrap();
    assert!(!could(0));
    assert!(could(1));
    let few = RollNumbers { present: number(129), ..roll };
    let doubt = Doubt { added: 60, removed: 60 };
    assert_eq!(could_change(&profile, &few, &ballots(129, 129, 0), &[], doubt), Ok(false));
}

#[test]
fn a_contest_by_hand_or_name_has_no_minimum() {
    let mut named = Profile { secrecy: Secrecy::Named, ..profile(1, 1) };
    rules(&mut named).seats = Seats::Fixed { count: number(1) };
    named.meeting_quorum.num = number(1);
    assert_eq!(may_open(&named, &roll(3, 3)), Ok(()));
    let decision = decide(&named, &roll(3, 3), &ballots(3, 3, 0), &selected(3, &[2, 1])).unwrap();
    assert_eq!(decision.outcome, Outcome::Valid);
    let secret = Profile { secrecy: Secrecy::Secret, ..named };
    let error = QuorumError { reason: VoidReason::MinimumBallots, needed: 5, present: 3 };
    assert_eq!(may_open(&secret, &roll(3, 3)), Err(error));
    assert_eq!(is_void(&secret, &roll(3, 3), &ballots(3, 3, 0)), Ok(true));
}
