"""Quorum, thresholds, validity, channels, and numbers that do not belong together."""

from cases import (
    HALF_OR_MORE, NONE, OVER_HALF, OVER_TWO_THIRDS, TWO_THIRDS, Theme, ballots, channel, each, profile, ranked, require, roll,
    rows_of, selected, share, small, votes_method, wrong,
)

# domain.md §2.1: N, 2/3 (inclusive), 过半数.
TABLE = (
    (45, 30, 23), (54, 36, 28), (58, 39, 30), (70, 47, 36), (102, 68, 52), (120, 80, 61), (160, 107, 81), (174, 116, 88),
    (195, 130, 98), (231, 154, 116), (327, 218, 164), (347, 232, 174), (450, 300, 226), (532, 355, 267), (650, 434, 326),
    (1000, 667, 501), (2977, 1985, 1489),
)
SIDES = (("below", -1), ("at", 0), ("above", 1))
FOUR_FIFTHS = {"num": 4, "den": 5, "inclusive": True}
THIRD = {"num": 1, "den": 3, "inclusive": True}
NEARLY_ONE = {"num": 2**53 - 2, "den": 2**53 - 1}
VOID = {"decision.outcome.kind": "void"}
VALID = {"decision.outcome.kind": "valid"}


def quorum():
    t = Theme("quorum")
    for members, two_thirds, _ in TABLE:
        for side, by in SIDES[:2]:
            present = two_thirds + by
            hand = {"may_open": True} if by == 0 else {"may_open": False, "reason": "meeting_quorum", "bound": two_thirds}
            t.may_open(f"two_thirds_of_{members}_{side}", profile(), roll(members, present), hand=hand)
    # 应到 180 of 全体 195.
    for name, part, bound in (
        ("over_half_of_membership", share(OVER_HALF, "membership"), 98),
        ("half_or_more_of_membership", share(HALF_OR_MORE, "membership"), 98),
        ("two_thirds_of_membership", share(TWO_THIRDS, "membership"), 130),
        ("two_thirds_of_due", share(TWO_THIRDS, "due"), 120),
        ("over_two_thirds_of_due", share(OVER_TWO_THIRDS, "due"), 121),
        ("four_fifths_of_due", share(FOUR_FIFTHS, "due"), 144),
        ("all_of_due", share({"num": 1, "den": 1, "inclusive": True}, "due"), 180),
    ):
        for side, by in SIDES:
            if bound + by > 180:
                continue
            hand = {"may_open": by >= 0}
            t.may_open(f"{name}_{side}", profile(meeting_quorum=part), roll(195, bound + by, 180), hand=hand,
                       boundary=(f"meeting_quorum.{part['base']}", side))
    # Fewer present than a secret vote needs ballots may not open either.
    tiny = profile(meeting_quorum=share({"num": 1, "den": 10, "inclusive": True}, "membership"))
    for side, by in SIDES:
        hand = {"may_open": True} if by >= 0 else {"may_open": False, "reason": "minimum_ballots", "bound": 5, "actual": 4}
        t.may_open(f"minimum_ballots_{side}", tiny, roll(40, 5 + by), "protocol.md 3.4", hand)
    named = each(secrecy="named", meeting_quorum=tiny["meeting_quorum"])
    t.may_open("minimum_is_of_secret_votes_only", named, roll(40, 4), "protocol.md 3.4", {"may_open": True})

    # The quorum is asked again of the numbers that are decided.
    rules = small(1)
    for side, by in SIDES:
        t.decide(f"decided_meeting_quorum_{side}", rules, roll(30, 20 + by), ballots(20 + by), selected(20 + by, 11, 5),
                 "protocol.md 9.3", {**(VALID if by >= 0 else VOID)}, ("meeting_quorum.decided", side))
    strict = small(1, meeting_quorum=share(OVER_TWO_THIRDS, "due"))  # 应到 27: more than 18
    for side, by in SIDES:
        t.decide(f"decided_over_two_thirds_of_due_{side}", strict, roll(30, 19 + by, 27), ballots(19 + by), selected(19 + by, 11, 5),
                 "domain.md 2.1", VALID if by >= 0 else VOID)
    # 全体 100, 应到 90, 实到 81.
    for base, bound in (("membership", 51), ("due", 46), ("present", 41)):
        rules = small(1, vote_quorum=require(OVER_HALF, base))
        for side, by in SIDES:
            returned = bound + by
            hand = VALID if by >= 0 else {"decision.outcome": {
                "kind": "void", "reason": "vote_quorum", "bound": bound, "actual": returned,
            }, "decision.unreturned_could_change": True}
            t.decide(f"vote_quorum_over_half_of_{base}_{side}", rules, roll(100, 81, 90), ballots(81, returned),
                     selected(returned, 30, 10), "domain.md 2.4", hand, (f"vote_quorum.{base}", side))
    half = small(1, vote_quorum=require(HALF_OR_MORE, "membership"))
    for side, by in SIDES:
        t.decide(f"vote_quorum_half_or_more_{side}", half, roll(100, 81, 90), ballots(81, 50 + by), selected(50 + by, 30, 10),
                 "domain.md 2.4", VALID if by >= 0 else VOID)
    t.decide("vote_quorum_counts_void_ballots", half, roll(100, 81, 90), ballots(81, 50, void=10), selected(40, 30, 10),
             "domain.md 2.4", VALID)
    t.decide("quorum_without_overflow", small(1, meeting_quorum=share({**NEARLY_ONE, "inclusive": True}, "membership")),
             roll(3500, 3499), ballots(3499), selected(3499, 3000, 1), hand={"decision.outcome.bound": 3500})
    return t


def thresholds():
    t = Theme("thresholds")
    for members, _, over_half in TABLE:
        t.decide(f"over_half_of_{members}", small(2, method=votes_method(2)), roll(members), ballots(members),
                 selected(members, over_half, over_half - 1), "domain.md 2.1",
                 {"decision.needed": over_half, "decision.firm": [0], "decision.vacant": 1})
    # domain.md §2.5: N = 195, 实到 150, valid 140; here 应到 180, 收回 145.
    numbers = ballots(150, 145, void=5)
    for name, part, bound in (
        ("over_half_of_membership", require(OVER_HALF, "membership"), 98),
        ("half_or_more_of_membership", require(HALF_OR_MORE, "membership"), 98),
        ("two_thirds_of_membership", require(TWO_THIRDS, "membership"), 130),
        ("over_two_thirds_of_membership", require(OVER_TWO_THIRDS, "membership"), 131),
        ("over_half_of_due", require(OVER_HALF, "due"), 91),
        ("over_half_of_present", require(OVER_HALF, "present"), 76),
        ("over_half_of_returned", require(OVER_HALF, "returned"), 73),
        ("third_of_returned", require(THIRD, "returned"), 49),
        ("over_half_of_valid", require(OVER_HALF, "valid"), 71),
        ("half_or_more_of_valid", require(HALF_OR_MORE, "valid"), 70),
        ("all_of_valid", require({"num": 1, "den": 1, "inclusive": True}, "valid"), 140),
    ):
        for side, by in SIDES:
            if bound + by > 140:
                continue
            rules = small(1, method=votes_method(1, threshold=part))
            t.decide(f"{name}_{side}", rules, roll(195, 150, 180), numbers, selected(140, bound + by, 140 - bound - max(by, 0)),
                     "domain.md 2.5", {"decision.needed": bound, "decision.items.0.passed": by >= 0},
                     (f"threshold.{part['base']}", side))
    for base, passes in (("membership", False), ("present", True), ("valid", True)):
        rules = small(1, method=votes_method(1, threshold=require(OVER_HALF, base)))
        t.decide(f"ninety_votes_of_{base}", rules, roll(195, 150, 180), numbers, selected(140, 90, 20), "domain.md 2.5",
                 {"decision.items.0.passed": passes})
    none = small(2, method=votes_method(2, threshold=NONE))
    for side, votes in (("below", 0), ("at", 1), ("above", 2)):
        t.decide(f"no_threshold_{side}", none, roll(30), ballots(30), selected(30, 20, votes), "domain.md 2.5",
                 {"decision.needed": 1, "decision.base": 0, "decision.items.1.passed": votes > 0,
                  "decision.items.0.share.den": 30}, ("threshold.none", side))
    named = small(1, secrecy="named", method=votes_method(1, threshold=require(HALF_OR_MORE, "valid")))
    t.decide("nothing_valid_still_needs_one", named, roll(30), ballots(30, 0), selected(0, 0, 0), hand={
        "decision.needed": 1, "decision.firm": [], "decision.items.0.share.percent": 0,
    })
    for inclusive in (True, False):
        part = {"kind": "share", **NEARLY_ONE, "inclusive": inclusive, "base": "valid"}
        t.decide(f"without_overflow_{inclusive}".lower(), small(1, method=votes_method(1, threshold=part)), roll(3500), ballots(3500),
                 selected(3500, 3500, 0), hand={"decision.needed": 3500, "decision.firm": [0]})
    # 1 of 800 is 0.125 %, which rounds up to 0.13.
    for valid, votes, wanted in ((800, 1, 13), (800, 3, 38), (600, 1, 17), (3, 1, 3333), (3, 2, 6667), (2000, 1, 5)):
        named = small(2, secrecy="named", method=votes_method(2, threshold=NONE))
        t.decide(f"percent_{votes}_of_{valid}", named, roll(valid), ballots(valid), selected(valid, votes, votes),
                 hand={"decision.items.0.share.percent": wanted})
    return t


def marked(valid, items, marks):
    """`valid` ballots that all choose the first `marks` of the items."""
    return selected(valid, *([valid] * marks + [0] * (items - marks)))


def validity():
    t = Theme("validity")
    ten = votes_method(10)
    rules = {
        "at_most": profile(), "exactly": profile(choice={"kind": "exactly", "count": 10}, blank_ballot="void"),
        "between": profile(choice={"kind": "between", "least": 1, "most": 10}, blank_ballot="void"),
    }
    # domain.md §2.3, row by row: marks on every ballot, and which rule refuses them.
    matrix = {10: {}, 9: {"exactly": "least"}, 11: {"at_most": "most", "exactly": "most", "between": "most"},
              0: {"exactly": "least", "between": "least"}}
    for marks, bad in matrix.items():
        for name, p in rules.items():
            hand = wrong(bad[name]) if name in bad else VALID
            t.decide(f"{name}_{marks}_marks", p, roll(195, 189), ballots(189), marked(189, 12, marks), "domain.md 2.3", hand)
    # One mark beside the bound, in the sum of all ballots.
    for name, marks, what, worse in (("at_most", 10, "most", 1), ("exactly", 10, "most", 1), ("exactly", 10, "least", -1),
                                     ("between", 10, "most", 1), ("between", 1, "least", -1)):
        for side, by in SIDES:
            tallies = [20] * marks + [0] * (12 - marks)
            if by < 0:
                tallies[0] -= 1
            if by > 0:
                tallies[marks] += 1
            bad = by == worse or (name == "exactly" and by != 0)
            found = ("most" if by > 0 else "least") if bad else None
            t.decide(f"{name}_{marks}_{what}_sum_{side}", rules[name], roll(20), ballots(20), selected(20, *tallies),
                     hand=wrong(found) if bad else VALID, boundary=(f"choice.{name}.{what}", side))
    void_blank = profile(choice={"kind": "each"}, blank_ballot="void", method=votes_method(2))
    for side, by in SIDES:
        t.decide(f"select_blank_void_sum_{side}", void_blank, roll(20), ballots(20), selected(20, 12 + by, 8, 0),
                 hand=wrong("least") if by < 0 else VALID, boundary=("blank_ballot.select", side))
    at_most_void = profile(choice={"kind": "at_most", "most": 2}, blank_ballot="void", method=votes_method(2))
    t.decide("select_at_most_blank_void", at_most_void, roll(20), ballots(20), selected(20, 11, 8, 0), hand=wrong("least"))
    three_void = each(blank_ballot="void")
    t.decide("three_way_blank_void_has_a_fourth_column", three_void, roll(20), ballots(20), rows_of(20, [12, 3, 5]), hand=VALID)
    t.decide("three_way_blank_void_needs_the_fourth_column", three_void, roll(20), ballots(20), rows_of(20, [12, 3]),
             hand=wrong("columns", item=0))

    # An item with both marks: the mark does not count, and the sums allow for it.
    conflict = [{"counts": [19, 0], "invalid": 1}] + marked(20, 12, 10)[1:]
    t.decide("item_void_keeps_the_ballot", rules["exactly"], roll(20), ballots(20), conflict, "domain.md 2.3", VALID)
    two = [{"counts": [18, 1], "invalid": 1}] + marked(20, 12, 10)[1:]
    t.decide("one_invalid_mark_explains_one_missing", rules["exactly"], roll(20), ballots(20), two, hand=wrong("least"))
    whole = profile(mark_conflict="ballot_void")
    t.decide("ballot_void_counts_as_void", whole, roll(20), ballots(10, paper=channel(10, void=1)), marked(19, 12, 10),
             "domain.md 2.3", VALID)

    # A mark that is not there: abstain, approve, invalid.
    for blank, columns, passes in (("abstain", [10, 5], False), ("approve", [10, 5, 4], True), ("invalid", [10, 5, 4], False)):
        p = each(blank_item=blank, method=votes_method(None, threshold=require(OVER_HALF, "valid")))
        t.decide(f"blank_item_{blank}_three_way", p, roll(20), ballots(20), rows_of(20, columns), "domain.md 2.2",
                 {"decision.items.0.passed": passes, "decision.items.0.votes": 11 if passes else 10})
    for blank, votes in (("abstain", 8), ("approve", 12), ("invalid", 8)):
        p = each(options={"kind": "two_way"}, blank_item=blank, method=votes_method(None, threshold=require(OVER_HALF, "valid")))
        t.decide(f"blank_item_{blank}_two_way", p, roll(20), ballots(20), rows_of(20, [8, 8]), "domain.md 2.2",
                 {"decision.items.0.votes": votes})
    approve = each(blank_item="approve", choice={"kind": "at_most", "most": 1}, method=votes_method(1))
    for side, by in SIDES:
        t.decide(f"approve_by_blank_counts_for_at_most_{side}", approve, roll(20), ballots(20),
                 rows_of(20, [5, 5, 5], [5, 10 - by, 0]), hand=wrong("most") if by > 0 else VALID,
                 boundary=("blank_item.approve.most", side))

    # The minimum of a secret vote.
    for least in (2, 5):
        p = small(1, minimum_ballots=least)
        for side, by in SIDES:
            hand = VALID if by >= 0 else {
                "decision.outcome": {"kind": "void", "reason": "minimum_ballots", "bound": least, "actual": least - 1},
            }
            t.decide(f"minimum_{least}_{side}", p, roll(9), ballots(9, least + by + 1, void=1), selected(least + by, 1, 0),
                     "protocol.md 9.3", hand, ("minimum_ballots", side))
    named = each(secrecy="named")
    t.decide("minimum_is_of_secret_votes_only", named, roll(9), ballots(9, 4), rows_of(4, [4, 0]), hand=VALID)
    hands = each(title="举手表决", secrecy="hands", recast="first")
    t.decide("show_of_hands", hands, roll(9, 8), ballots(8, 7), rows_of(7, [5, 1]), "domain.md 2.6",
             {"decision.items.0.chosen": "yes", "decision.unreturned": 1})
    t.decide("show_of_hands_two_way", each(title="举手表决", secrecy="hands", recast="first", options={"kind": "two_way"}),
             roll(9, 8), ballots(8, 8), rows_of(8, [4, 4]), "domain.md 2.6", {"decision.items.0.chosen": "no"})
    # All reasons at once: the first is named.
    all_bad = small(1, vote_quorum=require(OVER_HALF, "membership"))
    t.decide("first_reason_meeting_quorum", all_bad, roll(30, 19), ballots(2, 3), [], hand={"decision.outcome.reason": "meeting_quorum"})
    t.decide("second_reason_returned", all_bad, roll(30, 20), ballots(2, 3), [], hand={"decision.outcome.reason": "returned_exceeds_issued"})
    t.decide("third_reason_vote_quorum", all_bad, roll(30, 20), ballots(3, 3), [], hand={"decision.outcome.reason": "vote_quorum"})
    t.decide("fourth_reason_minimum", small(1), roll(30, 20), ballots(3, 3), [], hand={"decision.outcome.reason": "minimum_ballots"})
    t.decide("other_seats_are_no_matter", profile(method=ten), roll(20), ballots(20), marked(20, 10, 10), hand=VALID)

    # What has no effect on a decision, but stands in the profile.
    for field, values in (("suspended", ("counted", "not_counted")), ("roll_freeze", ("session", "plenary", "contest")),
                          ("late_arrival", ("not_admitted", "until_issued", "until_end")), ("leave_early", ("stays", "leaves")),
                          ("recast", ("first", "last")), ("mark_conflict", ("item_void", "ballot_void")), ("channel_floor", (2, 10))):
        for value in values:
            t.decide(f"{field}_{value}", small(1, **{field: value}), roll(20), ballots(20), selected(20, 11, 5), "protocol.md 9.1",
                     {"decision.firm": [0]})
    return t


def channels():
    t = Theme("channels")
    p = profile()
    rows = selected(188, 184, 180, 176, 173, 172, 159, 146, 143, 132, 139, 72, 64)
    both = roll(195, 189)
    t.decide("forty_papers_beside_the_machine", p, both, ballots(149, paper=channel(40, void=1)), rows, "protocol.md 3.9", {
        "decision.needed": 98, "decision.unreturned": 0, "decision.firm": [0, 1, 2, 3, 4, 5, 6, 7, 9, 8],
    })
    t.decide("unreturned_of_both", p, both, ballots(149, 147, paper=channel(40, 38)), selected(185, *[100] * 10, 72, 64),
             "protocol.md 9.2", {"decision.unreturned": 4})
    for name, machine, paper in (("machine", 1, 0), ("paper", 0, 1)):
        for side, by in SIDES:
            numbers = ballots(30, 28 + (2 + by) * machine, paper=channel(10, 8 + (2 + by) * paper))
            valid = 36 + 2 + by
            hand = VALID if by <= 0 else {"decision.outcome": {
                "kind": "void", "reason": "returned_exceeds_issued", "bound": 30 if machine else 10, "actual": 31 if machine else 11,
            }}
            t.decide(f"{name}_returned_{side}", small(1), roll(50), numbers, selected(valid, 26, 5), "domain.md 2.4", hand,
                     (f"returned.{name}", side))
    t.decide("machine_is_named_before_paper", small(1), roll(50), ballots(30, 31, paper=channel(10, 11)), [], "protocol.md 9.3",
             {"decision.outcome.bound": 30})
    t.decide("one_channel_does_not_make_up_for_the_other", small(1), roll(50), ballots(30, 20, paper=channel(10, 11)), [],
             "protocol.md 9.3", {"decision.outcome.bound": 10, "decision.unreturned": 9})
    t.decide("more_returned_in_all_has_no_unreturned", small(1), roll(50), ballots(30, 31, paper=channel(10, 10)), [],
             "protocol.md 9.3", {"decision.unreturned": 0})
    t.decide("all_papers_void", small(1), roll(50), ballots(30, paper=channel(10, 10, void=10)), selected(30, 16, 10),
             "protocol.md 3.9", {"decision.needed": 16, "decision.firm": [0]})
    t.decide("paper_alone", small(1), roll(50), ballots(0, paper=channel(50, 45, void=3)), selected(42, 22, 20), "protocol.md 3.9",
             {"decision.needed": 22, "decision.firm": [0], "decision.unreturned": 5})
    t.decide("minimum_of_both_channels", small(1), roll(50), ballots(3, paper=channel(2)), selected(5, 3, 2), "protocol.md 9.3", VALID)
    t.decide("quorum_of_both_channels", small(1, vote_quorum=require(HALF_OR_MORE, "present")), roll(50), ballots(20, paper=channel(5)),
             selected(25, 13, 12), "protocol.md 9.3", VALID)
    return t


def numbers():
    t = Theme("refused_numbers")
    p = small(1)
    for side, by in SIDES:
        t.decide(f"present_against_due_{side}", p, roll(30, 25 + by, 25), ballots(20), selected(20, 11, 5),
                 hand=wrong("present") if by > 0 else VALID, boundary=("present", side))
        t.decide(f"due_against_membership_{side}", p, roll(30, 25, 30 + by), ballots(20), selected(20, 11, 5),
                 hand=wrong("due") if by > 0 else VALID, boundary=("due", side))
        t.decide(f"issued_against_present_{side}", p, roll(30, 25), ballots(20, 20, paper=channel(5 + by, 0)), selected(20, 11, 5),
                 hand=wrong("issued") if by > 0 else VALID, boundary=("issued", side))
        for name, numbers_ in (("machine", ballots(20, 20, valid=20 + by)),
                               ("paper", ballots(10, 10, paper=channel(10, 10, void=2, valid=8 + by)))):
            valid = 20 + by if name == "machine" else 18 + by
            t.decide(f"{name}_valid_and_void_{side}", p, roll(30), numbers_, selected(valid, 11, 5),
                     hand=wrong(name) if by else VALID, boundary=(f"valid_and_void.{name}", side))
        rows = selected(20, 11, 5)
        rows[1]["counts"][1] += by
        t.decide(f"row_sum_{side}", p, roll(30), ballots(20), rows, hand=wrong("sum", item=1) if by else VALID, boundary=("row_sum", side))
        rows = selected(20, 11, 5)
        rows[1] = {"counts": [5, 13], "invalid": 2 + by}
        t.decide(f"row_sum_with_invalid_{side}", p, roll(30), ballots(20), rows, hand=wrong("sum", item=1) if by else VALID)
        rows = selected(20, 11, 5)
        rows[0]["counts"] = rows[0]["counts"][:1] if by < 0 else rows[0]["counts"] + [0] * by
        t.decide(f"row_columns_{side}", p, roll(30), ballots(20), rows, hand=wrong("columns", item=0) if by else VALID,
                 boundary=("row_columns", side))
    t.decide("no_row", p, roll(30), ballots(20), [], hand=wrong("rows"))
    t.decide("a_void_vote_needs_no_row", p, roll(30, 19), ballots(19), [], hand=VOID)
    t.decide("rows_of_a_void_vote_are_not_looked_at", p, roll(30, 19), ballots(19), [{"counts": [99], "invalid": 7}], hand=VOID)
    t.decide("numbers_of_a_void_vote_are", p, roll(30, 19), ballots(20), [], hand=wrong("issued"))
    t.decide("profile_before_numbers", small(1, minimum_ballots=1), roll(30, 31), ballots(20), [],
             hand={"error": {"kind": "profile", "parameter": "minimum_ballots"}})
    t.decide("items_before_rows", small(3), roll(30), ballots(20), [{"counts": [], "invalid": 0}],
             hand={"error": {"kind": "profile", "parameter": "choice"}})
    t.decide("invalid_more_than_valid", p, roll(30), ballots(20), [{"counts": [0, 0], "invalid": 21}] * 2, hand=wrong("sum", item=0))
    t.decide("every_mark_invalid", p, roll(30), ballots(20), [{"counts": [0, 0], "invalid": 20}] * 2, hand={"decision.firm": []})
    # Two numbers for three items on 20 ballots: the sum of the first column, one below, at and above 20.
    for mode, name in (("at_most_once", "once"), ("exactly_once", "exactly")):
        rules = ranked(2, 1, {"kind": "borda"}, options={"kind": "ranks", "ranks": 2, "each": mode}, blank_ballot="void")
        for side, by in SIDES:
            rows = rows_of(20, [12, 5], [8 + by, 12 - by], [0, 3 + by])
            bad = by > 0 or (by < 0 and mode == "exactly_once")
            t.decide(f"rank_{name}_column_{side}", rules, roll(30), ballots(20), rows, hand=wrong("ranks", column=0) if bad else VALID,
                     boundary=(f"ranks.{mode}", side))
        rows = [{"counts": [12, 5, 3], "invalid": 0}, {"counts": [7, 12, 0], "invalid": 1}, {"counts": [0, 2, 18], "invalid": 0}]
        t.decide(f"rank_{name}_with_an_invalid_mark", rules, roll(30), ballots(20), rows, hand=VALID)
        rows[0] = {"counts": [11, 6, 3], "invalid": 0}
        t.decide(f"rank_{name}_invalid_explains_one", rules, roll(30), ballots(20), rows,
                 hand=wrong("ranks", column=0) if mode == "exactly_once" else VALID)
    return t
