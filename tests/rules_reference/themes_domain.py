"""domain.md §2.11: the vectors A to O. What is expected is also written here by hand, from the table of §2.11."""

from cases import (
    HALF_OR_MORE, OVER_HALF, Theme, ballots, channel, each, graded, profile, require, roll, rows_of, selected, share, small,
    votes_method,
)

A = (184, 180, 176, 173, 172, 159, 146, 143, 132, 139, 72, 64)
ROLL = roll(195, 189)


def firsts(item_list):
    """Items counted from 1 in domain.md, from 0 here."""
    return [item - 1 for item in item_list]


def domain():
    t = Theme("domain")
    p = profile()
    counted = ballots(189, void=1)

    def case(letter, name, tallies, hand, rules=p, numbers=counted, valid=188):
        t.decide(f"{letter.lower()}_{name}", rules, ROLL, numbers, selected(valid, *tallies), f"domain.md 2.11 {letter}", hand)

    case("A", "ten_chosen_in_order", A, {
        "decision.outcome": {"kind": "valid"}, "decision.needed": 98, "decision.base": 195,
        "decision.firm": firsts([1, 2, 3, 4, 5, 6, 7, 8, 10, 9]), "decision.tied": {"items": [], "seats": 0},
        "decision.vacant": 0, "decision.unreturned": 0, "decision.items.10.passed": False, "decision.items.11.passed": False,
        "decision.items.10.reason": {"code": "below_threshold", "needed": 98, "base": 195},
    })
    case("B", "tie_for_the_last_seat", A[:8] + (139, 121, 121, 64), {
        "decision.firm": firsts([1, 2, 3, 4, 5, 6, 7, 8, 9]), "decision.tied": {"items": firsts([10, 11]), "seats": 1},
        "decision.next": {"kind": "run_off", "items": firsts([10, 11]), "seats": 1}, "decision.vacant": 0,
        "decision.items.9.chosen": "run_off", "decision.items.11.chosen": "no",
    })
    case("C", "three_tie_for_two_seats", A[:8] + (121, 121, 121, 60), {
        "decision.firm": firsts([1, 2, 3, 4, 5, 6, 7, 8]), "decision.tied": {"items": firsts([9, 10, 11]), "seats": 2},
        "decision.next": {"kind": "run_off", "items": firsts([9, 10, 11]), "seats": 2},
    })
    shortfall = {"decision.firm": firsts([1, 2, 3, 4, 5, 6, 7, 8, 9]), "decision.vacant": 1}
    case("D", "one_vacancy_left", A[:8] + (139, 96, 90, 64), {**shortfall, "decision.next.kind": "none"})
    case("D", "one_vacancy_second_round", A[:8] + (139, 96, 90, 64), {
        **shortfall, "decision.next": {"kind": "second_round", "items": firsts([10, 11]), "seats": 1},
    }, profile(method=votes_method(10, on_shortfall="second_round")))
    case("D", "one_vacancy_next_sitting", A[:8] + (139, 96, 90, 64), {
        **shortfall, "decision.next": {"kind": "next_sitting", "items": [], "seats": 1},
    }, profile(method=votes_method(10, on_shortfall="next_sitting")))
    case("E", "a_tie_not_at_the_cut", (184, 180, 176, 176, 172, 159, 146, 143, 139, 132, 72, 64), {
        "decision.firm": firsts(range(1, 11)), "decision.items.2.rank": 3, "decision.items.3.rank": 3, "decision.items.4.rank": 5,
        "decision.next.kind": "none", "decision.tied.items": [],
    })
    case("F", "equal_and_short_is_no_tie", A[:8] + (97, 97, 97, 60), {
        "decision.firm": firsts(range(1, 9)), "decision.vacant": 2, "decision.tied.items": [], "decision.next.kind": "none",
    })
    case("G", "one_more_returned_than_issued", A, {
        "decision.outcome": {"kind": "void", "reason": "returned_exceeds_issued", "bound": 189, "actual": 190},
        "decision.items": [], "decision.firm": [],
    }, numbers=ballots(189, 190), valid=190)
    case("H", "three_not_returned", A, {
        "decision.outcome": {"kind": "valid"}, "decision.needed": 98, "decision.unreturned": 3,
    }, numbers=ballots(189, 186, void=1), valid=185)

    for present, opens in ((129, False), (130, True)):
        hand = {"may_open": True} if opens else {"may_open": False, "bound": 130, "actual": 129}
        t.may_open(f"i_present_{present}", p, roll(195, present), "domain.md 2.11 I", hand)
    for name, fraction, passes in (("over_half", OVER_HALF, False), ("half_or_more", HALF_OR_MORE, True)):
        rules = each(method=votes_method(None, threshold=require(fraction, "membership")))
        t.decide(f"j_fifty_of_a_hundred_{name}", rules, roll(100), ballots(100), rows_of(100, [50, 50]), "domain.md 2.11 J", {
            "decision.needed": 50 if passes else 51, "decision.items.0.passed": passes,
        })

    # 2,978 in office is composed; the source gives the press only.
    named = each(secrecy="named", title="按表决器", recast="last", options={"kind": "three_way"})
    t.decide("l_keypad_not_pressed_is_its_own_number", named, roll(2978, 2872), ballots(2872, 2856), rows_of(2856, [2639, 160]),
             "domain.md 2.11 L", {
                 "decision.unreturned": 16, "decision.items.0.counts": [2639, 160, 57], "decision.items.0.chosen": "yes",
             })
    zhenhai = graded({"kind": "cumulative", "share": share(HALF_OR_MORE, "membership")}, title="镇海测评")
    for members, grade in ((34, 0), (35, 1)):
        t.decide(f"m_zhenhai_of_{members}", zhenhai, roll(members, 29), ballots(29), rows_of(29, [17, 11, 1]), "domain.md 2.11 M", {
            "decision.items.0.grade": [grade],
        })
    town = small(1, title="四屏镇", method=votes_method(1))
    t.decide("n_siping_one_of_two", town, roll(45), ballots(45), selected(45, 42, 3), "domain.md 2.11 N", {
        "decision.outcome": {"kind": "valid"}, "decision.needed": 23, "decision.firm": [0], "decision.items.0.share.percent": 9333,
    })
    # O is two records. The voided round has no decision; the second, on paper, is decided as any other.
    t.decide("o_paper_after_a_voided_round", p, ROLL, ballots(0, paper=channel(189, void=1)), selected(188, *A), "domain.md 2.11 O", {
        "decision.firm": firsts([1, 2, 3, 4, 5, 6, 7, 8, 10, 9]), "decision.unreturned": 0,
    })
    return t


def press():
    t = Theme("press")
    presses = [(1, "赞成"), (4, "反对"), (6, "弃权")]
    t.press("k_last_press_counts", presses, 5, "last", hand={"counts": ["反对"]})
    t.press("k_first_press_counts", presses, 5, "first", hand={"counts": ["赞成"]})
    t.press("one_press", [(1, "赞成")], 5, "last", hand={"counts": ["赞成"]})
    t.press("one_press_first", [(1, "赞成")], 5, "first", hand={"counts": ["赞成"]})
    t.press("no_press_is_no_vote", [], 5, "last", hand={"counts": []})
    t.press("only_after_the_close", [(6, "弃权")], 5, "first", hand={"counts": []})
    t.press("last_before_the_close", [(4, "赞成")], 5, "last", hand={"counts": ["赞成"]}, boundary=("close", "below"))
    t.press("at_the_close_is_too_late", [(5, "赞成")], 5, "last", hand={"counts": []}, boundary=("close", "at"))
    t.press("after_the_close", [(6, "赞成")], 5, "last", hand={"counts": []}, boundary=("close", "above"))
    t.press("same_choice_again", [(1, "赞成"), (2, "反对"), (3, "赞成")], 5, "last", hand={"counts": ["赞成"]})
    return t
