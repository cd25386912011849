use proptest::prelude::*;

use super::super::decision::Chosen;
use super::super::profile::tests::{int as number, profile};
use super::super::profile::{BlankBallot, Choice, Parameter};
use super::super::share::Share;
use super::*;
use crate::wire::{decode_strict, encode};

const A: [u64; 12] = [184, 180, 176, 173, 172, 159, 146, 143, 132, 139, 72, 64];

fn roll(membership: u32, present: u32) -> RollNumbers {
    RollNumbers { membership: number(membership), due: number(membership), present: number(present) }
}

fn ballots(issued: u32, valid: u32, void: u32) -> Ballots {
    Ballots {
        issued: number(issued),
        returned: number(valid + void),
        valid: number(valid),
        void: number(void),
    }
}

/// The contest of domain.md §2.11: N = 195, 实到 189, 12 items, 10 seats, at most 10.
fn vector(tail: [u64; 4]) -> Decision {
    let mut votes = A;
    // Rows B, C, D, F show items 8 to 12; item 8 keeps its votes.
    votes[8..].copy_from_slice(&tail);
    decide(&profile(10, 10), &roll(195, 189), &ballots(189, 188, 1), &votes).unwrap()
}

fn numbers(of: &[Int]) -> Vec<u64> {
    of.iter().map(|item| item.get() + 1).collect()
}

#[test]
fn vector_a_most_votes_win() {
    assert_eq!(A.iter().sum::<u64>(), 1_740);
    let decision = vector([132, 139, 72, 64]);
    assert_eq!(numbers(&decision.firm), [1, 2, 3, 4, 5, 6, 7, 8, 10, 9]);
    assert_eq!(decision.run_off, RunOff::default());
    assert_eq!((decision.needed, decision.base, decision.vacant), (number(98), number(195), Int::ZERO));
    for at in [10, 11] {
        let reason = Reason::BelowThreshold { needed: number(98), base: number(195) };
        assert_eq!((decision.items[at].chosen, decision.items[at].reason), (Chosen::No, reason));
    }
    assert_eq!(decision.items[9].rank, number(9));
    assert_eq!(decision.items[8].rank, number(10));
    assert_eq!((decision.unreturned, decision.unreturned_could_change), (Int::ZERO, false));
}

#[test]
fn vectors_b_and_c_a_tie_across_the_cut_is_not_settled() {
    let b = vector([139, 121, 121, 64]);
    assert_eq!(numbers(&b.firm), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert_eq!((numbers(&b.run_off.items), b.run_off.seats), (vec![10, 11], number(1)));
    let c = vector([121, 121, 121, 60]);
    assert_eq!(numbers(&c.firm), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!((numbers(&c.run_off.items), c.run_off.seats), (vec![9, 10, 11], number(2)));
    assert_eq!(c.items[8].chosen, Chosen::RunOff);
    assert_eq!(c.items[8].reason, Reason::TiedAtCut { tied: number(3), seats: number(2) });
    assert_eq!(c.vacant, Int::ZERO);
}

#[test]
fn vectors_d_and_f_a_shortfall_leaves_seats_vacant() {
    let d = vector([139, 96, 90, 64]);
    assert_eq!((d.firm.len(), d.vacant), (9, number(1)));
    let f = vector([97, 97, 97, 60]);
    assert_eq!((f.firm.len(), f.vacant), (8, number(2)));
    assert_eq!(f.run_off, RunOff::default());
}

#[test]
fn vector_e_a_tie_that_does_not_matter_shares_its_rank() {
    let votes = [184, 180, 176, 176, 172, 159, 146, 143, 139, 132, 72, 64];
    let decision = decide(&profile(10, 10), &roll(195, 189), &ballots(189, 188, 1), &votes).unwrap();
    assert_eq!(numbers(&decision.firm), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert_eq!(decision.run_off, RunOff::default());
    let ranks: Vec<u64> = decision.items.iter().map(|item| item.rank.get()).collect();
    assert_eq!(ranks, [1, 2, 3, 3, 5, 6, 7, 8, 9, 10, 11, 12]);
}

#[test]
fn vectors_g_and_h_returned_against_issued() {
    let (profile, roll) = (profile(10, 10), roll(195, 189));
    let g = decide(&profile, &roll, &ballots(189, 189, 1), &[]).unwrap();
    let reason = VoidReason::ReturnedExceedsIssued;
    assert_eq!(g.outcome, Outcome::Void { reason, bound: number(189), actual: number(190) });
    assert!(g.firm.is_empty() && g.items.is_empty() && !g.unreturned_could_change);
    let h = decide(&profile, &roll, &ballots(189, 185, 1), &A).unwrap();
    assert_eq!((h.outcome, h.needed, h.unreturned), (Outcome::Valid, number(98), number(3)));
    // 132 and 72 are far apart, and 72 + 3 is below 98.
    assert!(!h.unreturned_could_change);
}

#[test]
fn vector_i_the_meeting_needs_its_quorum() {
    let profile = profile(10, 10);
    assert_eq!(may_open(&profile, &roll(195, 130)), Ok(()));
    assert_eq!(may_open(&profile, &roll(195, 129)), Err(QuorumError { needed: 130, present: 129 }));
    let decision = decide(&profile, &roll(195, 129), &ballots(129, 129, 0), &[]).unwrap();
    let reason = VoidReason::MeetingQuorum;
    assert_eq!(decision.outcome, Outcome::Void { reason, bound: number(130), actual: number(129) });
    // Of those due, if the rules say so.
    let mut of_due = profile;
    of_due.meeting_quorum.base = Base::Due;
    let due = RollNumbers { due: number(190), ..roll(195, 129) };
    assert_eq!(may_open(&of_due, &due), Ok(()));
}

#[test]
fn vector_j_exactly_half() {
    let mut profile = profile(1, 1);
    let decided = |profile: &Profile| {
        let decision = decide(profile, &roll(100, 100), &ballots(100, 100, 0), &[50, 20]).unwrap();
        (decision.needed.get(), decision.items[0].passed)
    };
    assert_eq!(decided(&profile), (51, false));
    let Requirement::Share(share) = profile.threshold else { panic!() };
    profile.threshold = Requirement::Share(Share { inclusive: true, ..share });
    assert_eq!(decided(&profile), (50, true));
}

#[test]
fn ninety_votes_pass_or_fail_by_the_base() {
    for (base, needed) in [(Base::Membership, 98), (Base::Present, 76), (Base::Valid, 71)] {
        let mut profile = profile(1, 1);
        profile.threshold = Requirement::Share(Share::more_than_half(base));
        let decision = decide(&profile, &roll(195, 150), &ballots(150, 140, 0), &[90, 1]).unwrap();
        assert_eq!(decision.needed, number(needed));
        assert_eq!(decision.items[0].passed, needed <= 90);
    }
}

#[test]
fn without_a_threshold_an_item_needs_one_vote() {
    let mut profile = profile(2, 2);
    profile.threshold = Requirement::None;
    let decision = decide(&profile, &roll(100, 100), &ballots(100, 100, 0), &[3, 0, 0]).unwrap();
    assert_eq!((numbers(&decision.firm), decision.vacant), (vec![1], number(1)));
    assert_eq!((decision.needed, decision.base), (number(1), Int::ZERO));
}

#[test]
fn too_few_ballots_make_a_vote_void() {
    let mut profile = profile(1, 1);
    let few = decide(&profile, &roll(6, 6), &ballots(6, 4, 1), &[]).unwrap();
    let reason = VoidReason::MinimumBallots;
    assert_eq!(few.outcome, Outcome::Void { reason, bound: number(5), actual: number(4) });
    assert!(few.unreturned_could_change);
    assert_eq!(decide(&profile, &roll(6, 6), &ballots(6, 5, 1), &[3, 2]).unwrap().outcome, Outcome::Valid);
    profile.vote_quorum = Requirement::Share(Share::more_than_half(Base::Membership));
    let few = decide(&profile, &roll(20, 20), &ballots(20, 9, 1), &[]).unwrap();
    let reason = VoidReason::VoteQuorum;
    assert_eq!(few.outcome, Outcome::Void { reason, bound: number(11), actual: number(10) });
    let enough = decide(&profile, &roll(20, 20), &ballots(20, 10, 1), &[9, 0]).unwrap();
    assert_eq!(enough.outcome, Outcome::Valid);
}

#[test]
fn numbers_that_contradict_each_other_are_no_decision() {
    let (rules, roll195, all) = (profile(10, 10), roll(195, 189), ballots(189, 188, 1));
    let refused = |roll: &RollNumbers, ballots: &Ballots, votes: &[u64]| {
        decide(&rules, roll, ballots, votes).unwrap_err()
    };
    let (membership, due) = (number(195), number(195));
    let present = number(196);
    let error = DecideError::Roll { membership, due, present };
    assert_eq!(refused(&RollNumbers { present, ..roll195 }, &all, &A), error);
    let due = number(196);
    let error = DecideError::Roll { membership, due, present: number(189) };
    assert_eq!(refused(&RollNumbers { due, ..roll195 }, &all, &A), error);
    let error = DecideError::Issued { issued: number(190), present: number(189) };
    assert_eq!(refused(&roll195, &ballots(190, 188, 1), &A), error);
    let short = Ballots { void: number(0), ..all };
    let error = DecideError::Returned { returned: number(189), valid: number(188), void: number(0) };
    assert_eq!(refused(&roll195, &short, &A), error);
    let mut votes = A;
    votes[3] = 189;
    let error = DecideError::ItemVotes { item: 3, votes: 189, valid: number(188) };
    assert_eq!(refused(&roll195, &all, &votes), error);
    let error = DecideError::TotalVotes { votes: 12 * 160, valid: number(188), least: 0, most: 10 };
    assert_eq!(refused(&roll195, &all, &[160; 12]), error);
    let mut exactly = rules.clone();
    exactly.choice = Choice::Exactly { count: number(10) };
    exactly.blank_ballot = BlankBallot::Void;
    let error = DecideError::TotalVotes { votes: 1_740, valid: number(188), least: 10, most: 10 };
    assert_eq!(decide(&exactly, &roll195, &all, &A), Err(error));
    let profile_error = |error| match error {
        DecideError::Profile(error) => error.parameter,
        other => panic!("{other:?}"),
    };
    assert_eq!(profile_error(refused(&roll195, &all, &A[..9])), Parameter::Choice);
    assert_eq!(profile_error(refused(&roll195, &all, &[])), Parameter::Choice);
    let unsound = decide(&profile(0, 10), &roll195, &all, &A).unwrap_err();
    assert_eq!(profile_error(unsound), Parameter::Seats);
}

#[test]
fn a_decision_is_read_back_as_written() {
    for decision in [
        vector([132, 139, 72, 64]),
        vector([121, 121, 121, 60]),
        decide(&profile(10, 10), &roll(195, 189), &ballots(189, 189, 1), &[]).unwrap(),
    ] {
        assert_eq!(decode_strict(&encode(&decision)), Ok(decision));
    }
    let void = decide(&profile(10, 10), &roll(195, 189), &ballots(189, 189, 1), &[]).unwrap();
    let expected = concat!(
        r#"{"outcome":{"kind":"void","reason":"returned_exceeds_issued","bound":189,"actual":190},"#,
        r#""needed":0,"base":0,"firm":[],"run_off":{"items":[],"seats":0},"vacant":0,"#,
        r#""unreturned":0,"unreturned_could_change":false,"items":[]}"#
    );
    assert_eq!(String::from_utf8(encode(&void)).unwrap(), expected);
    let item = concat!(
        r#"{"votes":121,"rank":9,"passed":true,"chosen":"run_off","#,
        r#""reason":{"code":"tied_at_cut","tied":3,"seats":2}}"#
    );
    let tied = vector([121, 121, 121, 60]);
    assert_eq!(String::from_utf8(encode(&tied.items[8])).unwrap(), item);
}

/// A profile with any threshold, seats and choice that fit `items`, small minimum.
fn any_profile(items: u32) -> impl Strategy<Value = Profile> {
    let base = prop::sample::select(vec![Base::Membership, Base::Due, Base::Present, Base::Valid]);
    let share = (1..5_u32, 1..5_u32, any::<bool>(), base).prop_map(|(num, more, inclusive, base)| {
        Requirement::Share(Share { num: number(num), den: number(num + more), inclusive, base })
    });
    let threshold = prop_oneof![Just(Requirement::None), share];
    (1..=items, 1..=items, threshold).prop_map(|(seats, most, threshold)| {
        let mut profile = profile(seats, most);
        profile.threshold = threshold;
        profile.minimum_ballots = number(2);
        profile.meeting_quorum = Share { num: number(1), den: number(100), ..profile.meeting_quorum };
        profile
    })
}

/// A contest: profile, ballots as sets of items, ballots not returned, deputies absent.
fn contest(items: u32, cast: usize) -> impl Strategy<Value = (Profile, Vec<u32>, u32, u32)> {
    any_profile(items).prop_flat_map(move |profile| {
        let most = profile.choice_limits().most;
        let allowed: Vec<u32> = (0..1 << items).filter(|m: &u32| u64::from(m.count_ones()) <= most).collect();
        let marks = prop::sample::select(allowed);
        (Just(profile), prop::collection::vec(marks, 2..=cast), 0..3_u32, 0..4_u32)
    })
}

fn tally(items: u32, marks: &[u32]) -> Vec<u64> {
    (0..items).map(|item| marks.iter().filter(|&&m| m >> item & 1 == 1).count() as u64).collect()
}

fn count_of(marks: &[u32]) -> u32 {
    u32::try_from(marks.len()).unwrap()
}

/// What a change would change: everything but the order among the chosen.
fn result(decision: &Decision) -> (bool, Vec<u64>, Vec<u64>, u64) {
    let mut firm = numbers(&decision.firm);
    firm.sort_unstable();
    let valid = decision.outcome == Outcome::Valid;
    (valid, firm, numbers(&decision.run_off.items), decision.run_off.seats.get())
}

proptest! {
    #[test]
    fn any_numbers_give_a_decision_or_an_error(
        profile in any_profile(4),
        roll in (0..9_u32, 0..9_u32, 0..9_u32),
        counts in (0..9_u32, 0..9_u32, 0..9_u32, 0..9_u32),
        votes in prop::collection::vec(0..9_u64, 0..6),
        large: bool,
    ) {
        let int = |small: u32| match small {
            8 if large => Int::try_from(INT_MAX).unwrap(),
            small => number(small),
        };
        let roll = RollNumbers { membership: int(roll.0), due: int(roll.1), present: int(roll.2) };
        let ballots = Ballots {
            issued: int(counts.0), returned: int(counts.1), valid: int(counts.2), void: int(counts.3),
        };
        if let Ok(decision) = decide(&profile, &roll, &ballots, &votes) {
            prop_assert_eq!(decode_strict(&encode(&decision)), Ok(decision));
        }
    }

    #[test]
    fn never_more_than_the_seats_and_never_a_tie_settled(
        (profile, marks, unreturned, absent) in contest(5, 9),
    ) {
        let (valid, present) = (count_of(&marks), count_of(&marks) + unreturned);
        let votes = tally(5, &marks);
        let roll = roll(present + absent, present);
        let decision = decide(&profile, &roll, &ballots(present, valid, 0), &votes).unwrap();
        prop_assert_eq!(decision.outcome, Outcome::Valid);
        let seats = profile.seats.get();
        let passed = decision.items.iter().filter(|item| item.passed).count() as u64;
        let firm = decision.firm.len() as u64;
        let tied = decision.run_off.items.len() as u64;
        prop_assert!(firm <= seats);
        prop_assert_eq!(firm + decision.run_off.seats.get() + decision.vacant.get(), seats);
        prop_assert!(tied == 0 || decision.run_off.seats.get() < tied);
        prop_assert!(decision.vacant.get() == 0 || (tied == 0 && firm == passed));
        for (votes, item) in votes.iter().zip(&decision.items) {
            prop_assert_eq!(item.passed, *votes >= decision.needed.get());
            // Equal votes, equal fate.
            for (others, other) in votes_and_items(&votes_of(&decision), &decision) {
                if others == *votes {
                    prop_assert_eq!((other.chosen, other.rank, other.reason), (item.chosen, item.rank, item.reason));
                }
                if others > *votes && item.chosen == Chosen::Yes {
                    prop_assert_eq!(other.chosen, Chosen::Yes);
                }
            }
        }
    }

    #[test]
    fn another_order_of_the_items_gives_the_same_decision_in_that_order(
        (profile, marks, unreturned, absent) in contest(5, 9),
        order in Just(vec![0_usize, 1, 2, 3, 4]).prop_shuffle(),
    ) {
        let (valid, present) = (count_of(&marks), count_of(&marks) + unreturned);
        let (roll, ballots) = (roll(present + absent, present), ballots(present, valid, 0));
        let votes = tally(5, &marks);
        let moved: Vec<u64> = order.iter().map(|&at| votes[at]).collect();
        let straight = decide(&profile, &roll, &ballots, &votes).unwrap();
        let permuted = decide(&profile, &roll, &ballots, &moved).unwrap();
        let expected: Vec<ItemDecision> = order.iter().map(|&at| straight.items[at]).collect();
        prop_assert_eq!(&permuted.items, &expected);
        let back = |items: &[Int]| {
            let mut items: Vec<u64> =
                items.iter().map(|item| order[usize::try_from(item.get()).unwrap()] as u64 + 1).collect();
            items.sort_unstable();
            items
        };
        let (_, firm, tied, seats) = result(&straight);
        prop_assert_eq!((back(&permuted.firm), back(&permuted.run_off.items)), (firm, tied));
        prop_assert_eq!(permuted.run_off.seats.get(), seats);
        prop_assert_eq!(permuted.unreturned_could_change, straight.unreturned_could_change);
    }

    /// Against all ways in which the missing ballots could have been filled in.
    #[test]
    fn missing_ballots_could_change_the_result_exactly_if_some_filling_does(
        (profile, marks, unreturned, absent) in contest(3, 7),
    ) {
        let (valid, present) = (count_of(&marks), count_of(&marks) + unreturned);
        let roll = roll(present + absent, present);
        let decision = decide(&profile, &roll, &ballots(present, valid, 0), &tally(3, &marks)).unwrap();
        let before = result(&decision);
        let most = profile.choice_limits().most;
        // 8 stands for a ballot that stays away.
        let fillings = (0..9_u32.pow(unreturned)).map(|code| {
            (0..unreturned).map(move |at| code / 9_u32.pow(at) % 9).filter(|&m| m != 8).collect::<Vec<u32>>()
        });
        let changes = fillings
            .filter(|filling| filling.iter().all(|m| u64::from(m.count_ones()) <= most))
            .any(|filling| {
                let all = [marks.as_slice(), &filling].concat();
                let ballots = ballots(present, count_of(&all), 0);
                result(&decide(&profile, &roll, &ballots, &tally(3, &all)).unwrap()) != before
            });
        prop_assert_eq!(decision.unreturned_could_change, changes);
    }

    /// Stuffed ballots: whichever are taken out, a changed result was foretold.
    #[test]
    fn stuffed_ballots_that_change_the_result_are_foretold(
        (profile, marks, unreturned, absent) in contest(3, 7),
        removed in 0..3_usize,
        from in 0..7_usize,
    ) {
        let (valid, present) = (count_of(&marks), count_of(&marks) + unreturned);
        let roll = roll(present + absent, present);
        let all = ballots(present, valid, 0);
        let votes = tally(3, &marks);
        let before = result(&decide(&profile, &roll, &all, &votes).unwrap());
        let doubt = Doubt { added: 0, removed: removed as u64 };
        let foretold = could_change(&profile, &roll, &all, &votes, doubt).unwrap();
        let at = from % marks.len();
        let kept: Vec<u32> = marks.iter().cycle().skip(at).take(marks.len()).skip(removed).copied().collect();
        let fewer = ballots(present, count_of(&kept), 0);
        let after = decide(&profile, &roll, &fewer, &tally(3, &kept)).unwrap();
        if result(&after) != before {
            prop_assert!(foretold);
        }
        let none = Doubt { added: 0, removed: 0 };
        prop_assert_eq!(could_change(&profile, &roll, &all, &votes, none), Ok(false));
    }
}

fn votes_of(decision: &Decision) -> Vec<u64> {
    decision.items.iter().map(|item| item.votes.get()).collect()
}

fn votes_and_items<'a>(
    votes: &'a [u64],
    decision: &'a Decision,
) -> impl Iterator<Item = (u64, &'a ItemDecision)> {
    votes.iter().copied().zip(&decision.items)
}

#[test]
fn a_stuffed_ballot_can_be_what_made_the_vote_void() {
    let (profile, roll, all) = (profile(10, 10), roll(195, 189), ballots(189, 189, 1));
    let could = |removed| could_change(&profile, &roll, &all, &[], Doubt { added: 0, removed }).unwrap();
    assert!(!could(0));
    assert!(could(1));
    let (present, quorum) =
        (crate::rules::RollNumbers { present: number(129), ..roll }, ballots(129, 129, 0));
    let doubt = Doubt { added: 60, removed: 60 };
    assert_eq!(could_change(&profile, &present, &quorum, &[], doubt), Ok(false));
}
