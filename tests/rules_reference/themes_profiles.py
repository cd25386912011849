"""Profiles that are refused, each beside the nearest that is not."""

import copy

from cases import (
    FOUR, HALF_OR_MORE, NONE, OVER_HALF, THREE, Theme, each, graded, profile, ranked, refused, require, share, votes_method,
)
from profiles import FIELDS
from themes_grades import PLURALITY, cumulative, weighted

SOUND = {"sound": True}
APPEARANCES = {"kind": "appearances", "top": 1}


def part(num, den, inclusive, base="membership"):
    return {"num": num, "den": den, "inclusive": inclusive, "base": base}


def refused_profiles():
    t = Theme("refused_profiles")

    def near(name, parameter, sound, bad, items=None, boundary=None):
        """A sound profile and one that is refused, one step apart."""
        for word, p, side, hand in (("sound", sound, "at", SOUND), ("refused", bad, "beyond", refused(parameter))):
            if p is not None:
                t.profile(f"{name}_{word}", p, items, hand=hand, boundary=(f"bound of {boundary}", side) if boundary else None)

    for name, text in (("empty", ""), ("spaces", "  "), ("wide_space", "\u3000")):
        near(f"title_{name}", "title", None, profile(title=text))
    # Shares: 1 ≤ a, and a ≤ b if inclusive, else a < b.
    for field, make in (
        ("meeting_quorum", lambda s: profile(meeting_quorum=s)),
        ("vote_quorum", lambda s: profile(vote_quorum={"kind": "share", **s})),
        ("method", lambda s: profile(method=votes_method(10, threshold={"kind": "share", **s}))),
        ("method", lambda s: graded({"kind": "cumulative", "share": s})),
    ):
        name = f"{field}_{'grade' if make(part(1, 2, True))['method']['kind'] == 'grade' else 'share'}"
        near(f"{name}_numerator", field, make(part(1, 2, True)), make(part(0, 2, True)), boundary=f"{name}.num")
        near(f"{name}_all_inclusive", field, make(part(2, 2, True)), make(part(3, 2, True)), boundary=f"{name}.inclusive")
        near(f"{name}_all_exclusive", field, make(part(1, 2, False)), make(part(2, 2, False)), boundary=f"{name}.exclusive")
        near(f"{name}_denominator_zero", field, None, make(part(1, 0, True)))
        near(f"{name}_nothing_of_nothing", field, None, make(part(0, 0, True)))
    for base in ("present", "returned", "valid"):
        near(f"meeting_quorum_of_{base}", "meeting_quorum", None, profile(meeting_quorum=share(HALF_OR_MORE, base)))
    for base in ("returned", "valid"):
        near(f"vote_quorum_of_{base}", "vote_quorum", None, profile(vote_quorum=require(OVER_HALF, base)))
    for base in ("membership", "due"):
        t.profile(f"meeting_quorum_of_{base}_sound", profile(meeting_quorum=share(HALF_OR_MORE, base)), hand=SOUND)
    for base in ("membership", "due", "present"):
        t.profile(f"vote_quorum_of_{base}_sound", profile(vote_quorum=require(OVER_HALF, base)), hand=SOUND)

    late = {"late_arrival": "until_issued"}
    near("late_arrival_secret", "late_arrival", profile(**late), None)
    near("late_arrival_named", "late_arrival", each(secrecy="named", late_arrival="until_end"), each(secrecy="named", **late))
    near("late_arrival_hands", "late_arrival", each(secrecy="hands", recast="first", late_arrival="until_end"),
         each(secrecy="hands", recast="first", **late))

    # Options.
    near("hands_select", "options", each(secrecy="hands", recast="first"), each(secrecy="hands", recast="first", options={"kind": "select"}))
    near("hands_two_way", "options", each(secrecy="hands", recast="first", options={"kind": "two_way"}),
         graded(PLURALITY, secrecy="hands", recast="first"))
    near("hands_ranks", "options", None, ranked(2, 1, APPEARANCES, secrecy="hands", recast="first"))
    near("ranks_at_least_one", "options", ranked(1, 1, APPEARANCES), ranked(0, 1, APPEARANCES), boundary="ranks.least")
    near("ranks_at_most_thirty", "options", ranked(30, 10, APPEARANCES), ranked(31, 10, APPEARANCES), boundary="ranks.most")
    near("grades_at_least_two", "options", graded(PLURALITY, THREE[:2]), graded(PLURALITY, THREE[:1], satisfied=1), boundary="grades.least")
    ten = [f"第{n}级" for n in range(1, 11)]
    near("grades_at_most_nine", "options", graded(PLURALITY, ten[:9]), graded(PLURALITY, ten), boundary="grades.most")
    near("others_at_most_three", "options", graded(PLURALITY, others=["甲", "乙", "丙"]), graded(PLURALITY, others=["甲", "乙", "丙", "丁"]),
         boundary="others.most")
    near("satisfied_at_least_one", "options", graded(PLURALITY, satisfied=1), graded(PLURALITY, satisfied=0), boundary="satisfied.least")
    near("satisfied_below_all", "options", graded(PLURALITY, satisfied=2), graded(PLURALITY, satisfied=3), boundary="satisfied.most")
    near("grade_blank", "options", None, graded(PLURALITY, ["满意", " ", "不满意"]))
    near("other_blank", "options", None, graded(PLURALITY, others=[""]))
    near("grades_overlap", "options", None, graded(PLURALITY, ["满意", "满意", "不满意"]))
    near("other_is_a_grade", "options", graded(PLURALITY, others=["不了解"]), graded(PLURALITY, others=["不满意"]))
    near("others_overlap", "options", None, graded(PLURALITY, others=["不了解", "不了解"]))

    # Choice.
    near("at_most_one", "choice", profile(choice={"kind": "at_most", "most": 1}), profile(choice={"kind": "at_most", "most": 0}),
         boundary="choice.at_most")
    near("exactly_one", "choice", profile(choice={"kind": "exactly", "count": 1}, blank_ballot="void"),
         profile(choice={"kind": "exactly", "count": 0}, blank_ballot="void"), boundary="choice.exactly")
    near("between_one_and_two", "choice", profile(choice={"kind": "between", "least": 1, "most": 2}, blank_ballot="void"),
         profile(choice={"kind": "between", "least": 0, "most": 2}, blank_ballot="void"), boundary="choice.between.least")
    near("between_is_no_exactly", "choice", profile(choice={"kind": "between", "least": 1, "most": 2}, blank_ballot="void"),
         profile(choice={"kind": "between", "least": 2, "most": 2}, blank_ballot="void"), boundary="choice.between.most")
    near("between_turned_round", "choice", None, profile(choice={"kind": "between", "least": 3, "most": 2}, blank_ballot="void"))
    near("grades_choose_each", "choice", graded(PLURALITY), graded(PLURALITY, choice={"kind": "at_most", "most": 1}))
    near("ranks_choose_each", "choice", ranked(2, 1, APPEARANCES), ranked(2, 1, APPEARANCES, choice={"kind": "at_most", "most": 2}))
    near("hands_choose_each", "choice", None, each(secrecy="hands", recast="first", choice={"kind": "at_most", "most": 1}))
    near("choice_of_twelve_items", "choice", profile(choice={"kind": "at_most", "most": 12}),
         profile(choice={"kind": "at_most", "most": 13}), 12, "choice.items")
    near("exactly_of_twelve_items", "choice", profile(choice={"kind": "exactly", "count": 12}, blank_ballot="void"),
         profile(choice={"kind": "exactly", "count": 13}, blank_ballot="void"), 12)
    near("between_of_twelve_items", "choice", profile(choice={"kind": "between", "least": 1, "most": 12}, blank_ballot="void"),
         profile(choice={"kind": "between", "least": 1, "most": 13}, blank_ballot="void"), 12)
    near("ranks_of_ten_items", "options", ranked(10, 5, APPEARANCES), ranked(11, 5, APPEARANCES), 10, "ranks.items")

    # Blanks.
    for value in ("approve", "invalid"):
        near(f"blank_item_select_{value}", "blank_item", None, profile(blank_item=value))
        near(f"blank_item_ranks_{value}", "blank_item", None, ranked(2, 1, APPEARANCES, blank_item=value))
        t.profile(f"blank_item_three_way_{value}_sound", each(blank_item=value), hand=SOUND)
        t.profile(f"blank_item_two_way_{value}_sound", each(options={"kind": "two_way"}, blank_item=value), hand=SOUND)
    near("blank_item_grades", "blank_item", graded(PLURALITY, blank_item="abstain"), graded(PLURALITY, blank_item="approve"))
    near("blank_ballot_exactly", "blank_ballot", profile(choice={"kind": "exactly", "count": 2}, blank_ballot="void"),
         profile(choice={"kind": "exactly", "count": 2}))
    near("blank_ballot_between", "blank_ballot", profile(choice={"kind": "between", "least": 1, "most": 2}, blank_ballot="void"),
         profile(choice={"kind": "between", "least": 1, "most": 2}))
    once = {"kind": "ranks", "ranks": 2, "each": "exactly_once"}
    near("blank_ballot_ranks_exactly_once", "blank_ballot", ranked(2, 1, APPEARANCES, options=once, blank_ballot="void"),
         ranked(2, 1, APPEARANCES, options=once))
    for name, p in (("at_most", profile(blank_ballot="void")), ("each", each(blank_ballot="void")),
                    ("grades", graded(PLURALITY, blank_ballot="void")), ("ranks", ranked(2, 1, APPEARANCES, blank_ballot="void"))):
        t.profile(f"blank_ballot_void_{name}_sound", p, hand=SOUND)
    near("recast_hands", "recast", each(secrecy="hands", recast="first"), each(secrecy="hands", recast="last"))
    near("recast_named", "recast", each(secrecy="named", recast="last"), None)

    # Surplus, with 10 seats.
    for name, surplus, bad in (("count", {"kind": "count", "least": 1}, {"kind": "count", "least": 0}),
                               ("ratio_num", {"kind": "ratio", "num": 1, "den": 5}, {"kind": "ratio", "num": 0, "den": 5}),
                               ("ratio_den", {"kind": "ratio", "num": 5, "den": 1}, {"kind": "ratio", "num": 5, "den": 0})):
        near(f"surplus_{name}", "surplus", profile(surplus=surplus), profile(surplus=bad), boundary=f"surplus.{name}")
    for name, surplus, least in (("count_2", {"kind": "count", "least": 2}, 12), ("ratio_1_5", {"kind": "ratio", "num": 1, "den": 5}, 12),
                                 ("ratio_1_4", {"kind": "ratio", "num": 1, "den": 4}, 13), ("any", {"kind": "any"}, 10),
                                 ("ratio_1_100", {"kind": "ratio", "num": 1, "den": 100}, 11)):
        for side, items in (("below", least - 1), ("at", least), ("above", least + 1)):
            hand = SOUND if items >= least else refused("surplus" if least > 10 else "choice")
            t.profile(f"surplus_{name}_{side}", profile(surplus=surplus), items, hand=hand, boundary=(f"surplus.{surplus['kind']}", side))
    for side, items in (("below", 9), ("at", 10), ("above", 11)):
        p = profile(surplus={"kind": "none"}, choice={"kind": "at_most", "most": 9})
        t.profile(f"surplus_none_{side}", p, items, hand={-1: refused("method"), 0: SOUND, 1: refused("surplus")}[items - 10],
                  boundary=("surplus.none", side))
    for name, surplus in (("none", {"kind": "none"}), ("count", {"kind": "count", "least": 1}), ("ratio", {"kind": "ratio", "num": 1, "den": 2})):
        near(f"surplus_{name}_of_grades", "surplus", None, graded(PLURALITY, surplus=surplus))
        near(f"surplus_{name}_of_every_item", "surplus", None, each(surplus=surplus))
    near("surplus_after_method", "method", None, graded({"kind": "rate", "bands": [80]}, surplus={"kind": "none"}))

    # Method.
    for name, sound, bad in (
        ("seats_least", profile(method=votes_method(1)), profile(method=votes_method(0))),
        ("seats_most", profile(method=votes_method(1000)), profile(method=votes_method(1001))),
        ("rounds", profile(method=votes_method(10, run_off={"threshold": "none", "rounds": 1, "then": "vacant"})),
         profile(method=votes_method(10, run_off={"threshold": "none", "rounds": 0, "then": "vacant"}))),
        ("top_least", ranked(3, 1, APPEARANCES), ranked(3, 1, {"kind": "appearances", "top": 0})),
        ("top_most", ranked(3, 1, {"kind": "appearances", "top": 3}), ranked(3, 1, {"kind": "appearances", "top": 4})),
        ("weight_most", graded(weighted((1000, 80, 60, 40)), FOUR), graded(weighted((1001, 80, 60, 40)), FOUR)),
        ("weights_fall", graded(weighted((82, 81, 60, 40), (81, 80, 60)), FOUR), graded(weighted((82, 82, 60, 40), (81, 80, 60)), FOUR)),
        ("weights_each_grade", graded(weighted(), FOUR), graded(weighted((100, 80, 60)), FOUR)),
        ("bands_within_weights", graded(weighted(bands=(100, 80, 60)), FOUR), graded(weighted(bands=(101, 80, 60)), FOUR)),
        ("bands_at_least_one", graded(weighted(bands=(90, 80, 1)), FOUR), graded(weighted(bands=(90, 80, 0)), FOUR)),
        ("bands_fall", graded(weighted(bands=(81, 80, 60)), FOUR), graded(weighted(bands=(80, 80, 60)), FOUR)),
        ("bands_each_grade_but_the_last", graded(weighted(), FOUR), graded(weighted(bands=(90, 80, 60, 40)), FOUR)),
        ("rate_least", graded({"kind": "rate", "bands": [2, 1]}), graded({"kind": "rate", "bands": [2, 0]})),
        ("rate_most", graded({"kind": "rate", "bands": [100, 60]}), graded({"kind": "rate", "bands": [101, 60]})),
        ("rate_falls", graded({"kind": "rate", "bands": [61, 60]}), graded({"kind": "rate", "bands": [60, 60]})),
        ("rate_turned_round", graded({"kind": "rate", "bands": [80, 60]}), graded({"kind": "rate", "bands": [60, 80]})),
        ("rate_one_missing", graded({"kind": "rate", "bands": [80, 60]}), graded({"kind": "rate", "bands": [80]})),
        ("rate_one_more", graded({"kind": "rate", "bands": [80]}, THREE[:2]), graded({"kind": "rate", "bands": [80, 60]}, THREE[:2])),
    ):
        near(name, "method", sound, bad, boundary=f"method.{name}")
    grade = {"kind": "grade", "rule": PLURALITY}
    for name, p in (
        ("grades_do_not_choose", graded(PLURALITY, method=votes_method(1))), ("select_has_no_grade", profile(method=grade)),
        ("two_way_has_no_grade", each(options={"kind": "two_way"}, method=grade)), ("three_way_has_no_grade", each(method=grade)),
        ("ranks_have_no_grade", ranked(3, 1, APPEARANCES, method=grade)), ("ranks_have_no_votes", ranked(3, 1, {"kind": "votes"})),
        ("select_has_no_borda", profile(method=votes_method(10, score={"kind": "borda"}))),
        ("three_way_has_no_appearances", each(method=votes_method(1, score=APPEARANCES))),
        ("two_way_has_no_mean_rank", each(options={"kind": "two_way"}, method=votes_method(
            1, score={"kind": "mean_rank", "unranked": "last"}))),
    ):
        near(name, "method", None, p)
    near("seats_of_ten_items", "method", profile(), profile(method=votes_method(11)), 10, "method.seats.items")
    t.profile("every_item_of_one", each(), 1, hand=SOUND)
    t.profile("grades_of_any_number", graded(PLURALITY), 200, hand=SOUND)

    near("minimum_ballots", "minimum_ballots", profile(minimum_ballots=2), profile(minimum_ballots=1), boundary="minimum_ballots.profile")
    t.profile("minimum_ballots_above", profile(minimum_ballots=3), hand=SOUND)
    near("channel_floor", "channel_floor", profile(channel_floor=2), profile(channel_floor=1), boundary="channel_floor.profile")
    t.profile("channel_floor_above", profile(channel_floor=3), hand=SOUND)

    # The first bad field is named.
    t.profile("title_before_all", profile(title="", minimum_ballots=0, method=votes_method(0)), hand=refused("title"))
    t.profile("choice_before_method", profile(choice={"kind": "at_most", "most": 0}, method=votes_method(0)), hand=refused("choice"))
    t.profile("method_before_minimum", profile(minimum_ballots=0, method=votes_method(0)), hand=refused("method"))
    t.profile("surplus_before_minimum", profile(minimum_ballots=0, surplus={"kind": "count", "least": 0}), hand=refused("surplus"))
    t.profile("minimum_before_floor", profile(minimum_ballots=0, channel_floor=0), hand=refused("minimum_ballots"))
    t.profile("options_before_choice_of_items", ranked(31, 50, APPEARANCES), 5, hand=refused("options"))
    t.profile("choice_before_seats_of_items", profile(choice={"kind": "at_most", "most": 11}, method=votes_method(11)), 10, hand=refused("choice"))
    return t


def malformed_profiles():
    """Not of the form: what a typed reader refuses before any condition is asked."""
    t = Theme("malformed_profiles")
    sound = profile()

    def bad(name, field, p):
        t.profile(name, p, hand={"error": {"kind": "form", "parameter": field}})

    for field in FIELDS:
        without = copy.deepcopy(sound)
        del without[field]
        bad(f"{field}_missing", field, without)
        bad(f"{field}_of_another_type", field, {**sound, field: [None]})
    bad("unknown_field", "proxy", {**sound, "proxy": "allowed"})
    for field in ("secrecy", "suspended", "roll_freeze", "late_arrival", "leave_early", "blank_item", "blank_ballot", "mark_conflict", "recast"):
        bad(f"{field}_unknown_value", field, {**sound, field: "perhaps"})
    bad("options_unknown_kind", "options", {**sound, "options": {"kind": "four_way"}})
    bad("options_with_more", "options", {**sound, "options": {"kind": "select", "ranks": 3}})
    bad("choice_without_its_number", "choice", {**sound, "choice": {"kind": "at_most"}})
    bad("choice_negative", "choice", {**sound, "choice": {"kind": "at_most", "most": -1}})
    bad("minimum_above_every_number", "minimum_ballots", {**sound, "minimum_ballots": 2**53})
    t.profile("minimum_at_the_last_number", {**sound, "minimum_ballots": 2**53 - 1}, hand=SOUND)
    bad("choice_not_whole", "choice", {**sound, "choice": {"kind": "at_most", "most": 1.5}})
    bad("surplus_unknown_kind", "surplus", {**sound, "surplus": {"kind": "some"}})
    bad("share_base_unknown", "meeting_quorum", {**sound, "meeting_quorum": share(OVER_HALF, "hall")})
    bad("share_inclusive_is_no_word", "meeting_quorum", {**sound, "meeting_quorum": {**share(OVER_HALF, "due"), "inclusive": "yes"}})
    bad("requirement_none_with_share", "vote_quorum", {**sound, "vote_quorum": {**NONE, **share(OVER_HALF, "due")}})
    bad("method_unknown_kind", "method", {**sound, "method": {"kind": "lot"}})
    for name, changes in (("score", {"score": {"kind": "approval"}}), ("seats", {"seats": {"kind": "half"}}), ("on_tie", {"on_tie": "lot"}),
                          ("on_shortfall", {"on_shortfall": "lower"}), ("run_off", {"run_off": {"threshold": "none", "rounds": 1}}),
                          ("threshold", {"threshold": {"kind": "most"}})):
        bad(f"method_{name}_unknown", "method", {**sound, "method": {**votes_method(10), **changes}})
    bad("grade_rule_unknown", "method", graded({"kind": "median"}))
    bad("grade_plurality_on_tie_unknown", "method", graded({"kind": "plurality", "on_tie": "run_off"}))
    bad("grade_cumulative_without_base", "method", graded({"kind": "cumulative", "share": OVER_HALF}))
    bad("article_missing", "articles", {**sound, "articles": {}})
    bad("article_unknown", "articles", {**sound, "articles": {**sound["articles"], "proxy": ""}})
    t.profile("cumulative_with_base", graded(cumulative(OVER_HALF, "due")), hand=SOUND)
    return t
