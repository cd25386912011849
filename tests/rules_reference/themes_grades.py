"""Appraisals: the table of domain.md §2.10, the real ones of §3.2, and the four rules at their boundaries."""

from cases import (
    FOUR, HALF_OR_MORE, OVER_HALF, OVER_TWO_THIRDS, THREE, Theme, ballots, channel, graded, roll, rows_of, share, wrong,
)

SIDES = (("below", -1), ("at", 0), ("above", 1))
PLURALITY = {"kind": "plurality", "on_tie": "presidium"}

# 宁海 2020 [W10], 满意/基本满意/不满意. The source prints 95/27/0 for the first, which sums to 122 and not to 222.
NINGHAI = (
    ("高中校舍", 187, 34, 1), ("农民饮用水", 175, 43, 4), ("农村公路", 161, 58, 3), ("前童小学迁建", 177, 44, 1),
    ("第二医院总院", 161, 57, 4), ("区域性居家养老", 165, 57, 0), ("中心城区停车位", 145, 74, 3), ("城南消防站", 159, 62, 1),
    ("环卫设施", 168, 53, 1),
)
NINGHAI_MISPRINT = ("美丽乡村建设", 95, 27, 0)
# 镇海 2021 [W39], 29 present; all graded 满意.
ZHENHAI = (
    (28, 1, 0), (20, 8, 1), (26, 3, 0), (29, 0, 0), (17, 11, 1), (26, 3, 0), (17, 11, 1), (28, 1, 0),
)


def cumulative(fraction, base):
    return {"kind": "cumulative", "share": share(fraction, base)}


def weighted(weights=(100, 80, 60, 40), bands=(90, 80, 60)):
    return {"kind": "weighted", "weights": list(weights), "bands": list(bands)}


def four_grades(t):
    """domain.md §2.10: three rules, three results."""
    columns = {"20_6_2_1": [20, 6, 2, 1], "12_12_4_1": [12, 12, 4, 1], "15_2_2_10": [15, 2, 2, 10]}
    rules = {"plurality": PLURALITY, "cumulative": cumulative(HALF_OR_MORE, "valid"), "weighted": weighted()}
    table = {"plurality": ([0], [], [0]), "cumulative": ([0], [1], [0]), "weighted": ([0], [1], [2])}
    scores = ((2640, 29), (2440, 29), (2180, 29))  # 91.03, 84.14, 75.17
    for name, rule in rules.items():
        for (column, counts), grade, score in zip(columns.items(), table[name], scores):
            hand = {"decision.items.0.grade": grade}
            if name == "weighted":
                hand["decision.items.0.score"] = {"num": score[0], "den": score[1]}
            t.decide(f"{name}_{column}", graded(rule, FOUR, title="四等次评议"), roll(29), ballots(29), rows_of(29, counts),
                     "domain.md 2.10", hand)


def real_tables(t):
    over = graded(cumulative(HALF_OR_MORE, "present"), satisfied=2)
    hall = roll(231, 222)
    t.decide("ninghai_2020_nine_rows", over, hall, ballots(222), rows_of(222, *(row[1:] for row in NINGHAI)), "domain.md 3.2 宁海", {
        **{f"decision.items.{i}.grade": [0] for i in range(9)}, "decision.items.0.share.num": 221, "decision.items.5.rank": 1,
    })
    printed = [{"counts": [*row[1:], 0], "invalid": 0} for row in (NINGHAI_MISPRINT, *NINGHAI)]
    t.decide("ninghai_2020_first_row_cannot_sum", over, hall, ballots(222), printed, "domain.md 3.2 宁海", wrong("sum", item=0))
    for number, row in enumerate(NINGHAI):
        t.decide(f"ninghai_2020_row_{number + 2}", over, hall, ballots(222), rows_of(222, row[1:]), f"domain.md 3.2 宁海 {row[0]}",
                 {"decision.items.0.grade": [0]})
    for members, grades in ((29, [0] * 8), (34, [0] * 8), (35, [0, 0, 0, 0, 1, 0, 1, 0])):
        rules = graded(cumulative(HALF_OR_MORE, "membership"), title="镇海测评")
        t.decide(f"zhenhai_2021_of_{members}", rules, roll(members, 29), ballots(29), rows_of(29, *ZHENHAI), "domain.md 3.2 镇海",
                 {f"decision.items.{i}.grade": [grade] for i, grade in enumerate(grades)})
    # 龙游 2018 [W19]: 治水治污 152/30/0, 弃权 0.
    t.decide("longyou_2018", graded(PLURALITY, others=["弃权"]), roll(182), ballots(182), rows_of(182, [152, 30, 0, 0]), "domain.md 3.1",
             {"decision.items.0.grade": [0], "decision.items.0.share.percent": 10000})


def plurality(t):
    for on_tie, tied in (("higher", [0]), ("lower", [1]), ("presidium", [])):
        rules = graded({"kind": "plurality", "on_tie": on_tie})
        for side, by in SIDES:
            hand = {"decision.items.0.grade": {-1: [1], 0: tied, 1: [0]}[by]}
            t.decide(f"plurality_{on_tie}_{side}", rules, roll(30), ballots(30), rows_of(30, [12 + by, 12, 3]), "domain.md 2.10", hand,
                     (f"plurality.{on_tie}", side))
        t.decide(f"plurality_{on_tie}_all_equal", rules, roll(30), ballots(30), rows_of(30, [10, 10, 10]), "domain.md 2.10",
                 {"decision.items.0.grade": {"higher": [0], "lower": [2], "presidium": []}[on_tie],
                  "decision.items.0.reason": {"code": "plurality", "marks": 10, "grades": [0, 1, 2]}})
    t.decide("plurality_others_are_no_grade", graded(PLURALITY, others=["不了解"]), roll(30), ballots(30), rows_of(30, [4, 5, 6, 15]),
             "domain.md 2.9", {"decision.items.0.grade": [2], "decision.items.0.votes": 30, "decision.items.0.passed": False})


def cumulatives(t):
    # 全体 60, 应到 50, 实到 44, 收回 42, of this item 36 votes (4 void ballots, 2 marks invalid).
    hall, numbers = roll(60, 44, 50), ballots(30, void=2, paper=channel(14, 12, void=2))
    for base, half in (("membership", 30), ("due", 25), ("present", 22), ("returned", 21), ("valid", 18)):
        for side, by in SIDES:
            for grade in (0, 1):
                counts = [half + by, 0, 36 - half - by] if grade == 0 else [0, half + by, 36 - half - by]
                rows = [{"counts": [*counts, 0], "invalid": 2}]
                hand = {"decision.items.0.grade": [grade if by >= 0 else 2], "decision.items.0.reason": {
                    "code": "cumulative", "reached": half + by, "needed": half, "base": 2 * half}}
                t.decide(f"half_or_more_of_{base}_grade_{grade}_{side}", graded(cumulative(HALF_OR_MORE, base)), hall, numbers, rows,
                         "domain.md 2.9", hand, (f"cumulative.{base}", side))
    # Exactly half, and the flag half_is_pass.
    for name, fraction, grade in (("passes", HALF_OR_MORE, 0), ("does_not_pass", OVER_HALF, 2)):
        t.decide(f"exactly_half_{name}", graded(cumulative(fraction, "membership")), roll(30), ballots(30), rows_of(30, [15, 0, 15]),
                 "domain.md 2.9", {"decision.items.0.grade": [grade]})
    for side, by in SIDES:
        t.decide(f"over_half_{side}", graded(cumulative(OVER_HALF, "valid")), roll(30), ballots(30), rows_of(30, [15 + by, 0, 15 - by]),
                 "domain.md 2.9", {"decision.items.0.grade": [0 if by > 0 else 2]}, ("cumulative.over_half", side))
        t.decide(f"over_two_thirds_{side}", graded(cumulative(OVER_TWO_THIRDS, "valid")), roll(30), ballots(30),
                 rows_of(30, [10, 10 + by, 10 - by]), "domain.md 2.9", {"decision.items.0.grade": [1 if by > 0 else 2]})
    for side, by in SIDES:
        least = cumulative({"num": 1, "den": 30, "inclusive": True}, "membership")
        t.decide(f"one_mark_is_enough_{side}", graded(least), roll(30), ballots(30), rows_of(30, [1 + by, 0, 29 - by]), "domain.md 2.9",
                 {"decision.items.0.grade": [0 if by >= 0 else 2]})
    five = ["优秀", "良好", "合格", "较差", "差"]
    for last in range(5):
        counts = [3] * 5
        counts[last] += 15
        t.decide(f"five_grades_mostly_{last}", graded(cumulative(HALF_OR_MORE, "valid"), five), roll(30), ballots(30), rows_of(30, counts),
                 "domain.md 2.10", {"decision.items.0.grade": [last]})


def weights(t):
    # 100/80/60/40 on ten ballots: 900 is the band of 好. One ballot moves 20.
    for name, counts, grade in (
        ("good_below", [4, 6, 0, 0], 1), ("good_at", [5, 5, 0, 0], 0), ("good_above", [6, 4, 0, 0], 0),
        ("fair_below", [0, 9, 1, 0], 2), ("fair_at", [0, 10, 0, 0], 1), ("fair_above", [1, 9, 0, 0], 1),
        ("plain_below", [0, 0, 9, 1], 3), ("plain_at", [0, 0, 10, 0], 2), ("plain_above", [0, 1, 9, 0], 2),
    ):
        t.decide(f"weighted_{name}", graded(weighted(), FOUR), roll(10), ballots(10), rows_of(10, counts), "domain.md 2.10",
                 {"decision.items.0.grade": [grade]}, ("weighted", name.split("_")[1]))
    t.decide("weighted_band_never_reached", graded(weighted(), FOUR), roll(10), ballots(10), rows_of(10, [0, 0, 0, 10]), "domain.md 2.10",
             {"decision.items.0.reason": {"code": "weighted", "band": []}, "decision.items.0.grade": [3]})
    t.decide("weighted_others_do_not_weigh", graded(weighted(), FOUR, ["不了解"]), roll(10), ballots(10), rows_of(10, [1, 1, 0, 0, 8]),
             "domain.md 2.10", {"decision.items.0.score": {"num": 180, "den": 2}, "decision.items.0.grade": [0]})
    t.decide("weighted_last_weight_zero", graded(weighted((3, 2, 1, 0), (3, 2, 1)), FOUR), roll(10), ballots(10), rows_of(10, [0, 0, 5, 5]),
             "domain.md 2.10", {"decision.items.0.grade": [3]})


def rates(t):
    rules = graded({"kind": "rate", "bands": [80, 60]}, satisfied=2)
    for name, counts, grade in (
        ("80_below", [50, 29, 21], 1), ("80_at", [50, 30, 20], 0), ("80_above", [51, 30, 19], 0),
        ("60_below", [30, 29, 41], 2), ("60_at", [30, 30, 40], 1), ("60_above", [30, 31, 39], 1),
    ):
        t.decide(f"rate_{name}", rules, roll(100), ballots(100), rows_of(100, counts), "domain.md 2.9",
                 {"decision.items.0.grade": [grade]}, ("rate", name.split("_")[1]))
    for satisfied, grade in ((1, 2), (2, 0)):
        t.decide(f"rate_of_the_first_{satisfied}", graded({"kind": "rate", "bands": [80, 60]}, satisfied=satisfied), roll(100), ballots(100),
                 rows_of(100, [50, 40, 10]), "domain.md 2.9", {"decision.items.0.grade": [grade]})
    for name, bands, counts, grade in (("100_at", [100, 1], [100, 0, 0], 0), ("100_below", [100, 1], [99, 0, 1], 1),
                                       ("1_at", [100, 1], [1, 0, 99], 1), ("1_below", [100, 1], [0, 0, 100], 2)):
        t.decide(f"rate_band_{name}", graded({"kind": "rate", "bands": bands}), roll(100), ballots(100), rows_of(100, counts),
                 "domain.md 2.9", {"decision.items.0.grade": [grade]})
    t.decide("rate_counts_others_as_votes", graded({"kind": "rate", "bands": [80, 60]}, others=["不了解"]), roll(100), ballots(100),
             rows_of(100, [70, 0, 0, 30]), "domain.md 2.9", {"decision.items.0.grade": [1], "decision.items.0.share.percent": 7000})
    for blank, votes, grade in (("abstain", 100, 1), ("invalid", 80, 0)):
        t.decide(f"rate_blank_{blank}", graded({"kind": "rate", "bands": [80, 60]}, blank_item=blank), roll(100), ballots(100),
                 rows_of(100, [70, 0, 10]), "domain.md 2.9", {"decision.items.0.grade": [grade], "decision.items.0.votes": votes})
    several, none = {"counts": [8, 0, 2, 0], "invalid": 10}, {"counts": [8, 0, 2, 10], "invalid": 0}
    for name, row, grade in (("several_marks", several, 0), ("not_marked", none, 0)):
        t.decide(f"none_or_several_do_not_count_{name}", graded({"kind": "rate", "bands": [80, 60]}), roll(20), ballots(20), [row],
                 "domain.md 2.9", {"decision.items.0.grade": [grade], "decision.items.0.votes": 10})


def grades():
    t = Theme("grades")
    four_grades(t)
    real_tables(t)
    plurality(t)
    cumulatives(t)
    weights(t)
    rates(t)
    for name, rule in (("plurality", PLURALITY), ("cumulative", cumulative(HALF_OR_MORE, "valid")),
                       ("weighted", weighted((3, 2, 1), (3, 2))), ("rate", {"kind": "rate", "bands": [80, 60]})):
        t.decide(f"no_votes_{name}", graded(rule, others=["不了解"]), roll(20), ballots(20), rows_of(20, [0, 0, 0, 5], [20, 0, 0, 0]), hand={
            "decision.items.0.grade": [], "decision.items.0.reason": {"code": "no_votes"}, "decision.items.0.passed": False,
            "decision.items.0.votes": 5, "decision.items.0.rank": 2})
        t.decide(f"rank_by_rate_{name}", graded(rule, satisfied=1), roll(20), ballots(20),
                 rows_of(20, [10, 10, 0], [5, 5, 0], [11, 9, 0], [0, 0, 0]), hand={
                     "decision.items.0.rank": 2, "decision.items.1.rank": 2, "decision.items.2.rank": 1, "decision.items.3.rank": 4})
    t.decide("two_grades", graded(PLURALITY, THREE[:2]), roll(20), ballots(20), rows_of(20, [11, 9]), hand={"decision.items.0.grade": [0]})
    nine = [f"{n}级" for n in "一二三四五六七八九"]
    t.decide("nine_grades_three_others", graded(PLURALITY, nine, ["不了解", "弃权", "回避"]), roll(40), ballots(40),
             rows_of(40, [1, 2, 3, 4, 5, 4, 3, 2, 1, 5, 5, 5]), hand={"decision.items.0.grade": [4]})
    t.decide("named_appraisal", graded(PLURALITY, secrecy="named"), roll(4), ballots(4, 3), rows_of(3, [2, 1, 0]),
             hand={"decision.items.0.grade": [0], "decision.unreturned": 1})
    return t
