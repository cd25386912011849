"""Ties, shortfalls, numbered priority, derived rules, and what missing ballots could change."""

import random

from cases import (
    HALF_OR_MORE, NONE, OVER_HALF, Theme, ballots, each, graded, profile, ranked, require, roll,
    rows_of, selected, share, small, votes_method,
)
from random_cases import random_case
from reference import run

SIDES = (("below", -1), ("at", 0), ("above", 1))
ON_TIE = ("run_off", "all_in", "all_out", "presidium")
HALL, FORTY = roll(40), ballots(40)


def ties():
    t = Theme("ties")
    for on_tie in ON_TIE:
        rules = small(3, method=votes_method(3, threshold=NONE, on_tie=on_tie))
        chosen = {"run_off": "run_off", "presidium": "presidium", "all_in": "yes", "all_out": "no"}[on_tie]
        # Item 2 has 20 votes; item 3 one vote fewer, as many, one more.
        for side, by in SIDES:
            hand = {"decision.tied": {"items": [2, 3], "seats": 1} if by == 0 else {"items": [], "seats": 0},
                    "decision.items.2.chosen": {-1: "yes", 0: chosen, 1: "no"}[by]}
            t.decide(f"{on_tie}_next_item_{side}", rules, HALL, FORTY, selected(40, 30, 25, 20, 20 + by, 5), "domain.md 2.5", hand,
                     ("on_tie", side))
        firm = {"run_off": [0], "presidium": [0], "all_in": [0, 1, 2, 3], "all_out": [0]}[on_tie]
        following = {"kind": on_tie, "items": [1, 2, 3], "seats": 2} if on_tie in ("run_off", "presidium") else {
            "kind": "none", "items": [], "seats": 0}
        t.decide(f"{on_tie}_three_for_two_seats", rules, HALL, FORTY, selected(40, 30, 20, 20, 20, 5), "domain.md 2.5", {
            "decision.firm": firm, "decision.next": following, "decision.vacant": 2 if on_tie == "all_out" else 0,
            "decision.items.1.reason": {"code": "tied_at_cut", "tied": 3, "seats": 2},
        })
        t.decide(f"{on_tie}_all_items_equal", rules, HALL, FORTY, selected(40, 20, 20, 20, 20), "domain.md 2.5", {
            "decision.tied": {"items": [0, 1, 2, 3], "seats": 3}, "decision.firm": [0, 1, 2, 3] if on_tie == "all_in" else [],
        })
        t.decide(f"{on_tie}_equal_above_the_cut", rules, HALL, FORTY, selected(40, 30, 30, 20, 19), "domain.md 2.5", {
            "decision.firm": [0, 1, 2], "decision.items.1.rank": 1, "decision.items.2.rank": 3,
        })
        t.decide(f"{on_tie}_equal_below_the_cut", rules, HALL, FORTY, selected(40, 30, 25, 20, 10, 10), "domain.md 2.5", {
            "decision.firm": [0, 1, 2], "decision.items.3.reason": {"code": "seats_filled", "seats": 3}, "decision.items.4.rank": 4,
        })
        t.decide(f"{on_tie}_order_is_by_score_then_number", rules, HALL, FORTY, selected(40, 20, 30, 20, 30, 20), "domain.md 2.5", {
            "decision.firm": [1, 3, 0, 2, 4] if on_tie == "all_in" else [1, 3], "decision.tied": {"items": [0, 2, 4], "seats": 1},
        })
        every = each(None, method=votes_method(None, threshold=NONE, on_tie=on_tie))
        t.decide(f"{on_tie}_is_not_asked_of_every_item", every, HALL, FORTY, rows_of(40, [20, 5], [20, 5], [20, 5]), hand={
            "decision.firm": [0, 1, 2], "decision.tied.items": [], "decision.vacant": 0,
        })
    # A tie with the threshold at the tied score: it must be passed to be tied.
    for side, by in SIDES:
        rules = each(1, method=votes_method(1, threshold=require(HALF_OR_MORE, "membership")))
        hand = {"decision.tied.items": [0, 1] if by >= 0 else [], "decision.vacant": 0 if by >= 0 else 1}
        t.decide(f"tied_and_threshold_{side}", rules, HALL, FORTY, each_rows(40, 20 + by, 20 + by), hand=hand, boundary=("tied", side))
    again = small(2, method=votes_method(2, threshold=NONE, on_tie="all_out", on_shortfall="second_round"))
    later = small(2, method=votes_method(2, threshold=NONE, on_tie="all_out", on_shortfall="next_sitting"))
    t.decide("all_out_leaves_no_second_round", again, HALL, FORTY, selected(40, 30, 20, 20), hand={"decision.vacant": 1, "decision.next.kind": "none"})
    t.decide("all_out_and_next_sitting", later, HALL, FORTY, selected(40, 30, 20, 20), hand={"decision.next": {"kind": "next_sitting", "items": [], "seats": 1}})
    t.decide("one_item_one_seat", small(1, surplus={"kind": "none"}), HALL, FORTY, selected(40, 40), hand={"decision.firm": [0]})
    return t


def shortfall():
    t = Theme("shortfall")

    def rules(on_shortfall="second_round", surplus=None, seats=4, method=None):
        changes = {"threshold": require(OVER_HALF, "valid"), "on_shortfall": on_shortfall, **(method or {})}
        return each(seats, surplus=surplus or {"kind": "any"}, method=votes_method(seats, **changes))

    def rows(*votes):
        return rows_of(40, *([v, 0] for v in votes))

    for side, by in SIDES:
        hand = {"decision.vacant": 1 if by < 0 else 0, "decision.next.kind": "second_round" if by < 0 else "none"}
        t.decide(f"fourth_item_{side}_the_threshold", rules(), HALL, FORTY, rows(30, 25, 22, 21 + by, 10), "domain.md 2.5", hand,
                 ("on_shortfall", side))
    votes = (30, 25, 18, 17, 16, 15, 14, 13)  # two pass, two seats vacant
    for name, surplus, items in (
        ("any", {"kind": "any"}, [2, 3, 4]),
        ("count_1", {"kind": "count", "least": 1}, [2, 3, 4]),
        ("count_2", {"kind": "count", "least": 2}, [2, 3, 4, 5]),
        ("ratio_1_2", {"kind": "ratio", "num": 1, "den": 2}, [2, 3, 4]),
        ("ratio_1_100", {"kind": "ratio", "num": 1, "den": 100}, [2, 3, 4]),
        ("ratio_3_4", {"kind": "ratio", "num": 3, "den": 4}, [2, 3, 4, 5]),
        ("ratio_1_1", {"kind": "ratio", "num": 1, "den": 1}, [2, 3, 4, 5]),
    ):
        t.decide(f"second_round_surplus_{name}", rules(surplus=surplus), HALL, FORTY, rows(*votes), "domain.md 2.5", {
            "decision.vacant": 2, "decision.next": {"kind": "second_round", "items": items, "seats": 2},
        })
    t.decide("second_round_surplus_none", rules(surplus={"kind": "none"}), HALL, FORTY, rows(30, 25, 18, 17), "domain.md 2.5", {
        "decision.next": {"kind": "second_round", "items": [2, 3], "seats": 2},
    })
    # The last one taken has 16 votes: the next with fewer stays out, with as many comes in.
    for side, sixth in (("below", 15), ("at", 16)):
        t.decide(f"second_round_equal_{side}", rules(), HALL, FORTY, rows(30, 25, 18, 17, 16, sixth), "domain.md 2.5", {
            "decision.next.items": [2, 3, 4] if side == "below" else [2, 3, 4, 5],
        }, ("second_round.equal", side))
    t.decide("second_round_equal_above", rules(), HALL, FORTY, rows(30, 25, 18, 17, 16, 17), "domain.md 2.5", {
        "decision.next.items": [2, 3, 5],
    }, ("second_round.equal", "above"))
    t.decide("second_round_takes_what_there_is", rules(surplus={"kind": "any"}, seats=3), HALL, FORTY, rows(30, 18, 17), "domain.md 2.5", {
        "decision.next": {"kind": "second_round", "items": [1, 2], "seats": 2},
    })
    t.decide("second_round_order_is_by_score", rules(seats=2), HALL, FORTY, rows(10, 30, 19, 5), "domain.md 2.5", {
        "decision.next": {"kind": "second_round", "items": [0, 2], "seats": 1},
    })
    t.decide("nobody_passes", rules(seats=2), HALL, FORTY, rows(10, 9, 8, 7), hand={
        "decision.firm": [], "decision.vacant": 2, "decision.next": {"kind": "second_round", "items": [0, 1, 2], "seats": 2},
    })
    for on_shortfall, kind, seats in (("vacant", "none", 0), ("next_sitting", "next_sitting", 2)):
        t.decide(f"{on_shortfall}_two_seats", rules(on_shortfall), HALL, FORTY, rows(*votes), "domain.md 2.5", {
            "decision.vacant": 2, "decision.next": {"kind": kind, "items": [], "seats": seats},
        })
        t.decide(f"{on_shortfall}_no_shortfall", rules(on_shortfall), HALL, FORTY, rows(30, 25, 24, 23, 22), "domain.md 2.5", {
            "decision.vacant": 0, "decision.next.kind": "none",
        })
    every = each(None, method=votes_method(None, threshold=require(OVER_HALF, "valid"), on_shortfall="second_round"))
    t.decide("every_item_second_round_of_all_that_failed", every, HALL, FORTY, rows(30, 10, 9), hand={
        "decision.vacant": 2, "decision.next": {"kind": "second_round", "items": [1, 2], "seats": 2},
    })
    t.decide("whole_list_of_one", each(None, title="一揽子表决"), HALL, FORTY, rows(21), "domain.md 2.2", {"decision.firm": [0]})
    return t


BORDA = {"kind": "borda"}
IGNORED = {"kind": "mean_rank", "unranked": "ignored"}
LAST = {"kind": "mean_rank", "unranked": "last"}


def appearances(top):
    return {"kind": "appearances", "top": top}


def priority():
    t = Theme("priority")
    # Numbers 1, 2, 3 on 30 ballots. Points 55, 50, 57; mean ranks 45/25, 50/25, 55/28; unranked as 4: 65, 70, 63 of 30.
    thirty, numbers = roll(30), ballots(30)
    rows = rows_of(30, [10, 10, 5], [10, 5, 10], [10, 9, 9], [0, 6, 6])
    for name, score, firm in (
        ("appearances_1", appearances(1), []), ("appearances_2", appearances(2), [0]), ("appearances_3", appearances(3), [2]),
        ("borda", BORDA, [2]), ("mean_rank_ignored", IGNORED, [0]), ("mean_rank_last", LAST, [2]),
    ):
        t.decide(f"{name}_of_four", ranked(3, 1, score), thirty, numbers, rows, "domain.md 2.5", {"decision.firm": firm})
    # One vote decides appearances; item 0 has 15 within the first two.
    for side, by in SIDES:
        near = rows_of(30, [10, 5, 0], [9, 6 + by, 5], [0, 4, 20])
        hand = {"decision.firm": {-1: [0], 0: [], 1: [1]}[by]}
        t.decide(f"appearances_next_{side}", ranked(3, 1, appearances(2)), thirty, numbers, near, "domain.md 2.5", hand,
                 ("appearances", side))
        # Borda: item 0 has 3·10 = 30 points.
        near = rows_of(30, [10, 0, 0], [0, 10, 10 + by])
        t.decide(f"borda_next_{side}", ranked(3, 1, BORDA, surplus={"kind": "any"}), thirty, numbers, [*near, *rows_of(30, [0, 0, 0])],
                 "domain.md 2.5", {"decision.firm": {-1: [0], 0: [], 1: [1]}[by], "decision.items.1.score": {"num": 30 + by, "den": 1}},
                 ("borda", side))
        # Mean ranks: 20/10 against (20 + by)/10 and so on; smaller is better.
        near = rows_of(30, [5, 0, 5], [1 - min(by, 0), 8, 1 + max(by, 0)])
        near[1] = rows_of(30, [1 - min(by, 0), 8 - abs(by), 1 + max(by, 0)])[0]
        t.decide(f"mean_rank_next_{side}", ranked(3, 1, IGNORED), thirty, numbers, [*near, *rows_of(30, [0, 0, 0])], "domain.md 2.5",
                 {"decision.firm": {-1: [1], 0: [], 1: [0]}[by]}, ("mean_rank", side))
    t.decide("mean_rank_equal_fractions_not_reduced", ranked(3, 1, IGNORED), thirty, numbers, rows_of(30, [2, 2, 2], [0, 5, 0], [0, 0, 0]),
             hand={"decision.tied.items": [0, 1], "decision.items.0.score": {"num": 12, "den": 6},
                   "decision.items.1.score": {"num": 10, "den": 5}})
    t.decide("mean_rank_thirds_are_exact", ranked(3, 1, IGNORED), thirty, numbers, rows_of(30, [2, 1, 0], [4, 2, 0], [0, 0, 0]),
             hand={"decision.tied.items": [0, 1]})
    # One ballot puts item 0 first; 29 put item 1 second and one first: `ignored` likes the rare one, `last` does not.
    rare = rows_of(30, [1, 0, 0], [1, 28, 0], [0, 0, 0])
    t.decide("mean_rank_ignored_likes_the_rare", ranked(3, 1, IGNORED), thirty, numbers, rare, "domain.md 2.5", {"decision.firm": [0]})
    t.decide("mean_rank_last_likes_the_frequent", ranked(3, 1, LAST), thirty, numbers, rare, "domain.md 2.5", {
        "decision.firm": [1], "decision.items.0.score": {"num": 117, "den": 30},
    })
    t.decide("an_item_nobody_numbers_is_last", ranked(3, 2, IGNORED), thirty, numbers, rows_of(30, [0, 0, 30], [0, 0, 0], [5, 0, 0]),
             hand={"decision.firm": [2, 0], "decision.items.1.rank": 3, "decision.items.1.score": {"num": 0, "den": 1}})
    t.decide("two_items_nobody_numbers_share_the_last_rank", ranked(2, 1, IGNORED), thirty, numbers,
             rows_of(30, [0, 30], [0, 0], [0, 0]), hand={"decision.items.1.rank": 2, "decision.items.2.rank": 2})
    named = ranked(2, 1, LAST, secrecy="named")
    t.decide("mean_rank_last_of_no_ballots", named, thirty, ballots(30, 0), rows_of(0, [0, 0], [0, 0]),
             hand={"decision.items.0.score": {"num": 0, "den": 1}, "decision.firm": []})
    # The threshold asks for ballots that number the item, not for points.
    for side, by in SIDES:
        rules = ranked(3, 1, BORDA, method=votes_method(1, score=BORDA, threshold=require(HALF_OR_MORE, "valid")))
        t.decide(f"borda_threshold_{side}", rules, thirty, numbers, rows_of(30, [0, 0, 15 + by], [14, 0, 0], [0, 0, 0]), "domain.md 2.5", {
            "decision.firm": [0] if by >= 0 else [], "decision.items.1.passed": False, "decision.items.1.rank": 1,
        }, ("borda.threshold", side))
    for on_tie in ON_TIE:
        rules = ranked(3, 1, BORDA, method=votes_method(1, score=BORDA, threshold=NONE, on_tie=on_tie))
        t.decide(f"borda_tie_{on_tie}", rules, thirty, numbers, rows_of(30, [10, 0, 0], [0, 15, 0], [0, 0, 29]),
                 hand={"decision.tied": {"items": [0, 1], "seats": 1}, "decision.items.2.rank": 3})
    exact = ranked(2, 1, BORDA, options={"kind": "ranks", "ranks": 2, "each": "exactly_once"}, blank_ballot="void")
    t.decide("every_number_exactly_once", exact, thirty, numbers, rows_of(30, [20, 5], [5, 20], [5, 5]), hand={"decision.firm": [0]})
    t.decide("one_number_only", ranked(1, 1, appearances(1)), thirty, numbers, rows_of(30, [12], [18]), hand={"decision.firm": [1]})
    # 力洋镇: 20 items, 10 numbers; here 45 ballots that shift the order by one each, in two blocks.
    twenty = []
    for item in range(20):
        counts = [0] * 10
        for ballot in range(45):
            place = (item - (ballot if ballot < 25 else 2 * ballot)) % 20
            if place < 10:
                counts[place] += 1
        twenty.append(counts)
    for name, score in (("appearances", appearances(10)), ("borda", BORDA), ("mean_rank_ignored", IGNORED), ("mean_rank_last", LAST)):
        t.decide(f"twenty_items_ten_numbers_{name}", ranked(10, 10, score), roll(45), ballots(45), rows_of(45, *twenty), "domain.md 2.5")
    shortfall_rules = ranked(2, 2, BORDA, method=votes_method(2, score=BORDA, threshold=require(OVER_HALF, "valid"),
                                                              on_shortfall="second_round"))
    t.decide("second_round_by_points_not_by_votes", shortfall_rules, thirty, numbers,
             rows_of(30, [16, 0], [0, 14], [9, 0], [0, 10], [0, 0]),
             hand={"decision.next": {"kind": "second_round", "items": [1, 2], "seats": 1}})
    return t


def derived():
    t = Theme("derived")

    def following(kind, seats, items=None):
        return {"kind": kind, "items": items or list(range(seats + 1)), "seats": seats}

    county = profile(method=votes_method(10, run_off={"threshold": "same", "rounds": 3, "then": "vacant"}))
    for round_, on_tie in ((0, "run_off"), (1, "run_off"), (2, "all_out"), (3, "all_out")):
        t.derive(f"run_off_{round_}_of_3", county, following("run_off", 2), round_, hand={
            "profile.method.on_tie": on_tie, "profile.method.threshold": county["method"]["threshold"],
            "profile.choice": {"kind": "at_most", "most": 2}, "profile.method.seats": {"kind": "fixed", "count": 2},
        })
    for then, on_tie in (("presidium", "presidium"), ("vacant", "all_out")):
        for threshold in ("none", "same"):
            p = profile(method=votes_method(10, run_off={"threshold": threshold, "rounds": 1, "then": then}, on_shortfall="second_round"))
            t.derive(f"only_run_off_{threshold}_{then}", p, following("run_off", 1), 0, hand={
                "profile.method.on_tie": on_tie, "profile.method.threshold": NONE if threshold == "none" else p["method"]["threshold"],
                "profile.method.on_shortfall": "vacant",
            })
    for on_tie in ON_TIE:
        p = profile(method=votes_method(10, on_tie=on_tie, on_shortfall="second_round"), surplus={"kind": "count", "least": 2})
        t.derive(f"second_round_keeps_{on_tie}", p, following("second_round", 2), 0, hand={
            "profile.method.on_tie": on_tie, "profile.method.threshold": p["method"]["threshold"], "profile.surplus": {"kind": "any"},
            "profile.method.on_shortfall": "vacant",
        })
    exactly = profile(choice={"kind": "exactly", "count": 10}, blank_ballot="void")
    between = profile(choice={"kind": "between", "least": 1, "most": 10}, blank_ballot="void")
    for kind in ("run_off", "second_round"):
        t.derive(f"exactly_stays_exactly_{kind}", exactly, following(kind, 3), 0, hand={
            "profile.choice": {"kind": "exactly", "count": 3}, "profile.blank_ballot": "void"})
        t.derive(f"between_becomes_at_most_{kind}", between, following(kind, 3), 0, hand={
            "profile.choice": {"kind": "at_most", "most": 3}, "profile.blank_ballot": "void"})
        for score in (appearances(3), BORDA, IGNORED, LAST):
            name = "_".join(str(v) for v in score.values())
            t.derive(f"{name}_becomes_select_{kind}", ranked(10, 10, score), following(kind, 2), 0, hand={
                "profile.options": {"kind": "select"}, "profile.method.score": {"kind": "votes"},
                "profile.choice": {"kind": "at_most", "most": 2}})
        once = ranked(10, 10, BORDA, options={"kind": "ranks", "ranks": 10, "each": "exactly_once"}, blank_ballot="void")
        t.derive(f"ranks_exactly_once_keep_void_{kind}", once, following(kind, 2), 0, hand={"profile.blank_ballot": "void"})
        three = each(5, blank_item="approve", secrecy="named", late_arrival="until_end")
        t.derive(f"options_and_people_stay_{kind}", three, following(kind, 2), 0, hand={
            "profile.options": {"kind": "three_way"}, "profile.blank_item": "approve", "profile.secrecy": "named",
            "profile.late_arrival": "until_end", "profile.choice": {"kind": "at_most", "most": 2}})
        hands = each(5, secrecy="hands", recast="first")
        t.derive(f"hands_choose_each_{kind}", hands, following(kind, 2), 0, hand={"profile.choice": {"kind": "each"}})
    every = each(None, method=votes_method(None, on_shortfall="second_round"))
    t.derive("every_item_gets_seats", every, following("second_round", 2), 0, hand={"profile.method.seats": {"kind": "fixed", "count": 2}})
    return t


def change():
    t = Theme("change")
    fixed = small(2, method=votes_method(2, threshold=require(OVER_HALF, "membership")))
    # 40 in office, 21 needed. Firm 30 and 25; the third has 21, so 4 missing ballots reach 25.
    for side, by in SIDES:
        returned = 40 - 4 - by
        rows = each_rows(returned, 30, 25, 21)
        hand = {"decision.unreturned": 4 + by, "decision.unreturned_could_change": by >= 0}
        t.decide(f"third_reaches_second_{side}", widened(fixed), HALL, ballots(40, returned), rows, "protocol.md 9.4", hand,
                 ("change.overtake", side))
        # One firm, one seat vacant; the second has 17.
        rows = each_rows(returned, 30, 17, 0)
        t.decide(f"second_reaches_threshold_{side}", widened(fixed), HALL, ballots(40, returned), rows, "protocol.md 9.4", hand,
                 ("change.threshold", side))
        # Over half of the valid ballots: the firm item has 19 of valid 36 − by; 21 − 1 is the most it still needs of 40.
        rules = widened(small(1, method=votes_method(1, threshold=require(HALF_OR_MORE, "valid"))))
        t.decide(f"firm_falls_below_a_moving_base_{side}", rules, HALL, ballots(40, 30), each_rows(30, 20 - by, 0), "protocol.md 9.4",
                 {"decision.unreturned_could_change": by > 0}, ("change.base", side))
        quorum = small(1, vote_quorum=require(HALF_OR_MORE, "membership"))
        t.decide(f"void_vote_quorum_{side}", quorum, HALL, ballots(18 + by, 16), selected(16, 9, 5), "protocol.md 9.4",
                 {"decision.outcome.kind": "void", "decision.unreturned_could_change": False})
        t.decide(f"void_vote_quorum_more_issued_{side}", quorum, HALL, ballots(20 + by, 16), selected(16, 9, 5), "protocol.md 9.4",
                 {"decision.outcome.kind": "void", "decision.unreturned_could_change": by >= 0}, ("change.vote_quorum", side))
        minimum = small(1, minimum_ballots=5)
        t.decide(f"void_minimum_{side}", minimum, HALL, ballots(5 + by, 3), selected(3, 3, 0), "protocol.md 9.4",
                 {"decision.unreturned_could_change": by >= 0}, ("change.minimum", side))
    t.decide("void_meeting_quorum_is_no_matter_of_ballots", small(1), roll(40, 26), ballots(26, 20), [], "protocol.md 9.4",
             {"decision.unreturned_could_change": False})
    t.decide("tied_and_one_missing", widened(fixed), HALL, ballots(40, 39), each_rows(39, 30, 22, 22), "protocol.md 9.4",
             {"decision.unreturned_could_change": True})
    t.decide("tied_and_none_missing", widened(fixed), HALL, FORTY, each_rows(40, 30, 22, 22), "protocol.md 9.4",
             {"decision.unreturned_could_change": False})

    # a and r asked apart.
    numbers, rows = ballots(40, 38), each_rows(38, 30, 26, 22)
    for a, r, hand in ((0, 0, False), (3, 0, False), (4, 0, True), (0, 3, False), (0, 4, True), (2, 1, False), (2, 2, True), (1, 3, True)):
        t.change(f"missing_{a}_extra_{r}", widened(fixed), HALL, numbers, rows, a, r, hand={"could_change": hand})
    for side, by in SIDES:
        t.change(f"extra_takes_a_firm_item_below_{side}", widened(fixed), HALL, numbers, each_rows(38, 30, 24, 0), 0, 3 + 1 + by,
                 hand={"could_change": by >= 0}, boundary=("change.extra", side))
        t.change(f"returned_exceeds_issued_less_extra_{side}", small(1), HALL, ballots(30, 33), [], 0, 3 + by,
                 hand={"could_change": by >= 0}, boundary=("change.returned", side))
        quorum = small(1, vote_quorum=require(HALF_OR_MORE, "membership"))
        t.change(f"valid_vote_quorum_less_extra_{side}", quorum, HALL, ballots(24), selected(24, 24, 0), 0, 5 + by,
                 hand={"could_change": by >= 0})
        t.change(f"valid_minimum_less_extra_{side}", small(1, method=votes_method(1, threshold=NONE)), HALL, ballots(9), selected(9, 9, 0),
                 0, 5 + by, hand={"could_change": by >= 0})
    t.change("void_meeting_quorum_with_all", small(1), roll(40, 26), ballots(26, 20), [], 6, 6, hand={"could_change": False})
    named = each(1, secrecy="named", method=votes_method(1, threshold=NONE))
    t.change("named_has_no_minimum", named, HALL, ballots(4), rows_of(4, [4, 0], [0, 4]), 0, 1, hand={"could_change": False})

    # No threshold: one vote is needed, and one is enough.
    free = each(2, secrecy="named", method=votes_method(2, threshold=NONE))
    little = each(2, secrecy="named", method=votes_method(2, threshold=require({"num": 1, "den": 40, "inclusive": True}, "membership")))
    for name, rules in (("none", free), ("one", little)):
        for a, r, hand in ((0, 2, False), (0, 3, True)):
            t.change(f"needed_{name}_extra_{r}", rules, HALL, ballots(9), each_rows(9, 8, 3, 0), a, r, hand={"could_change": hand})
        t.change(f"needed_{name}_vacant_missing_1", rules, HALL, ballots(9), each_rows(9, 8, 0, 0), 1, 0, hand={"could_change": True})
    t.change("needed_two_vacant_missing_1", each(2, secrecy="named", method=votes_method(2, threshold=require(
        {"num": 1, "den": 20, "inclusive": True}, "membership"))), HALL, ballots(9), each_rows(9, 8, 0, 0), 1, 0, hand={"could_change": False})

    # Borda: 3 points a ballot. Item 0 has 60, item 1 30 + 3a reaches 60 − 3r.
    borda = ranked(3, 1, BORDA)
    for a, r, hand in ((9, 0, False), (10, 0, True), (5, 4, False), (5, 5, True), (0, 9, False), (0, 10, True)):
        t.change(f"borda_missing_{a}_extra_{r}", borda, HALL, FORTY, rows_of(40, [20, 0, 0], [0, 0, 30], [0, 0, 0]), a, r,
                 hand={"could_change": hand})
    for name, score in (("ignored", IGNORED), ("last", LAST)):
        rules = ranked(3, 1, score)
        for a, r in ((1, 0), (2, 0), (4, 0), (8, 0), (0, 1), (0, 4), (0, 8), (2, 2), (6, 6), (0, 30)):
            t.change(f"mean_rank_{name}_missing_{a}_extra_{r}", rules, HALL, FORTY, rows_of(40, [24, 6, 0], [6, 24, 0], [0, 0, 30]), a, r)
    # 11/7 against 10/7. Two ballots that do not number item 0 count 2 each: without them it has 7/5, item 1 at its worst 10/7.
    once = ranked(1, 1, LAST, options={"kind": "ranks", "ranks": 1, "each": "exactly_once"}, blank_ballot="void", secrecy="named")
    t.change("mean_rank_last_without_those_that_do_not_rank", once, HALL, ballots(7), rows_of(7, [3], [4]), 0, 2,
             hand={"could_change": True})
    t.change("appearances_as_votes", ranked(3, 1, appearances(2)), HALL, FORTY, rows_of(40, [20, 0, 0], [0, 16, 9], [0, 0, 9]), 4, 0,
             hand={"could_change": True})
    t.change("appearances_as_votes_no", ranked(3, 1, appearances(2)), HALL, FORTY, rows_of(40, [20, 0, 0], [0, 16, 9], [0, 0, 9]), 3, 0,
             hand={"could_change": False})

    # Grades.
    for on_tie in ("higher", "lower", "presidium"):
        rules = graded({"kind": "plurality", "on_tie": on_tie})
        for a, r, hand in ((3, 0, False), (4, 0, True), (2, 1, False), (2, 2, True), (0, 4, True)):
            t.change(f"plurality_{on_tie}_missing_{a}_extra_{r}", rules, HALL, FORTY, rows_of(40, [20, 16, 4]), a, r,
                     hand={"could_change": hand})
    cumulative = graded({"kind": "cumulative", "share": share(HALF_OR_MORE, "membership")})
    for a, r, hand in ((2, 0, False), (3, 0, True), (0, 2, False), (0, 3, True)):
        # Half of 40 is 20: 满意 17; with 基本满意 22.
        t.change(f"cumulative_missing_{a}_extra_{r}", cumulative, HALL, ballots(40, 30), rows_of(30, [17, 5, 8]), a, r,
                 hand={"could_change": hand})
    # Two columns of 3: 5 taken away leave 1, which is below 2.
    two = graded({"kind": "cumulative", "share": share({"num": 1, "den": 20, "inclusive": True}, "membership")})
    for r, hand in ((4, False), (5, True)):
        t.change(f"cumulative_extra_{r}_over_two_columns", two, HALL, ballots(40, 30), rows_of(30, [0, 6, 24], [0, 6, 24]), 0, r,
                 hand={"could_change": hand})
    rate = graded({"kind": "rate", "bands": [80, 60]})
    # 25 of 30 are 83.3 %; 25 of 31 are 80.6 %, of 32 78.1 %. Five fewer are 20 of 25, six fewer 19 of 24: 79.2 %.
    for a, r, hand in ((1, 0, False), (2, 0, True), (0, 5, False), (0, 6, True)):
        t.change(f"rate_missing_{a}_extra_{r}", rate, HALL, ballots(40, 30), rows_of(30, [20, 5, 5]), a, r, hand={"could_change": hand})
    # r marks taken from the last columns that count: blanks only where a blank is 弃权. 23 of 29 are 79.3 %, of 28 82.1 %.
    for blank, counts in (("abstain", [23, 0, 0]), ("invalid", [23, 0, 7])):
        rules = graded({"kind": "rate", "bands": [80, 60]}, blank_item=blank)
        for r, hand in ((1, False), (2, True)):
            t.change(f"rate_blank_{blank}_extra_{r}", rules, roll(60), ballots(60, 30 if blank == "abstain" else 50),
                     rows_of(30 if blank == "abstain" else 50, counts), 0, r, hand={"could_change": hand})
    # Half of the returned ballots: 14 of 30 are too few, of 28 enough, if the two too many said nothing of the item.
    returned = graded({"kind": "cumulative", "share": share(HALF_OR_MORE, "returned")})
    for r, hand in ((1, False), (2, True)):
        silent = [{"counts": [14, 0, 0, 0], "invalid": 16}]
        t.change(f"cumulative_of_returned_extra_{r}", returned, HALL, ballots(30), silent, 0, r, hand={"could_change": hand})
    t.change("mean_rank_of_an_item_that_may_lose_all", ranked(3, 1, IGNORED), HALL, FORTY, rows_of(40, [5, 0, 0], [0, 0, 1], [0, 0, 0]),
             0, 1, hand={"could_change": True})
    weighted = graded({"kind": "weighted", "weights": [100, 80, 60], "bands": [90, 70]})
    for a, r in ((1, 0), (3, 0), (5, 0), (0, 1), (0, 5), (0, 10), (2, 2)):
        t.change(f"weighted_missing_{a}_extra_{r}", weighted, HALL, ballots(40, 30), rows_of(30, [20, 6, 4]), a, r)
    t.change("no_grade_yet", rate, HALL, ballots(40, 30), rows_of(30, [0, 0, 0]), 1, 0, hand={"could_change": True})
    return t


def sampled():
    """From random_cases with a fixed seed: 9.4 of mean ranks and of grades, where bounds are too many to write one by one."""
    t = Theme("sampled")
    rng = random.Random(9)
    wanted = {"mean_rank": 60, "cumulative": 25, "weighted": 25, "rate": 25}
    number = 0
    while any(wanted.values()):
        number += 1
        case = random_case(rng, number)
        method = case["profile"]["method"]
        kind = method["score"]["kind"] if "score" in method else method.get("rule", {}).get("kind")
        if case["kind"] == "change" and wanted.get(kind) and "could_change" in run(case) and case["missing"] + case["extra"] > 0:
            wanted[kind] -= 1
            t.change(f"{kind}_{number}", case["profile"], case["roll"], case["ballots"], case["rows"], case["missing"], case["extra"])
    return t


def each_rows(valid, *votes):
    return rows_of(valid, *([v, 0] for v in votes))


def widened(p):
    """The same method where every item may be marked, so that sums do not bind."""
    return {**p, "options": {"kind": "three_way"}, "choice": {"kind": "each"}}
