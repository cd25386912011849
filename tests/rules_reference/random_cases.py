"""Prints N random cases as JSON lines, the same ones for the same seed: python3 random_cases.py N SEED

Numbers are small, so that ties, bare majorities and voids are frequent. Rows come from ballots that are marked one by
one within the rules; then a tenth of the cases is spoilt in one place.
"""

import json
import random
import sys

from cases import ARTICLES
from profiles import BASES, Refused, check, check_items, columns, least_and_most


def random_share(rng, bases, sound=True):
    den = rng.randint(1, 6)
    num = rng.randint(1, den) if sound else rng.randint(0, den + 1)
    inclusive = rng.random() < 0.5 if num < den or not sound else True
    return {"num": num, "den": den, "inclusive": inclusive, "base": rng.choice(bases)}


def random_requirement(rng, bases):
    if rng.random() < 0.3:
        return {"kind": "none"}
    share = random_share(rng, bases)
    if rng.random() < 0.4:
        share.update(num=1, den=2, inclusive=rng.random() < 0.3)
    return {"kind": "share", **share}


def random_options(rng, secrecy, items):
    kinds = ["two_way", "three_way"] if secrecy == "hands" else ["select", "two_way", "three_way", "grades", "ranks"]
    kind = rng.choice(kinds)
    if kind == "grades":
        grades, others = rng.choice((2, 3, 3, 3, 4, 4, 5, 9)), rng.choice((0, 0, 1, 3))
        return {
            "kind": kind, "grades": [f"等{g}" for g in range(grades)], "others": [f"其他{g}" for g in range(others)],
            "satisfied": rng.randint(1, grades - 1),
        }
    if kind == "ranks":
        return {"kind": kind, "ranks": rng.randint(1, items), "each": rng.choice(("at_most_once", "exactly_once"))}
    return {"kind": kind}


def random_choice(rng, options, secrecy, items):
    if options["kind"] in ("grades", "ranks") or secrecy == "hands":
        return {"kind": "each"}
    kind = rng.choice(("each", "at_most", "at_most", "exactly", "between"))
    if kind == "between" and items > 1:
        least = rng.randint(1, items - 1)
        return {"kind": kind, "least": least, "most": rng.randint(least + 1, items)}
    if kind == "at_most":
        return {"kind": kind, "most": rng.randint(1, items)}
    return {"kind": "exactly", "count": rng.randint(1, items)} if kind == "exactly" else {"kind": "each"}


def falling(rng, how_many, low, high):
    return sorted(rng.sample(range(low, high + 1), how_many), reverse=True)


def random_method(rng, options, items):
    if options["kind"] == "grades":
        grades = len(options["grades"])
        kind = rng.choice(("plurality", "cumulative", "weighted", "rate"))
        rule = {"kind": kind}
        if kind == "plurality":
            rule["on_tie"] = rng.choice(("higher", "lower", "presidium"))
        elif kind == "cumulative":
            rule["share"] = random_share(rng, BASES)
        elif kind == "weighted":
            weights = falling(rng, grades, 0, rng.choice((10, 12, 100)))
            rule["weights"] = weights
            rule["bands"] = falling(rng, grades - 1, 1, max(weights[0], grades))
        else:
            rule["bands"] = falling(rng, grades - 1, 1, 100)
        return {"kind": "grade", "rule": rule}
    score = {"kind": "votes"}
    if options["kind"] == "ranks":
        score = rng.choice((
            {"kind": "appearances", "top": rng.randint(1, options["ranks"])}, {"kind": "borda"},
            {"kind": "mean_rank", "unranked": "ignored"}, {"kind": "mean_rank", "unranked": "last"},
        ))
    return {
        "kind": "choose", "score": score,
        "seats": {"kind": "every_item"} if rng.random() < 0.15 else {"kind": "fixed", "count": rng.randint(1, items)},
        "threshold": random_requirement(rng, BASES) if rng.random() < 0.6 else {"kind": "none"},
        "on_tie": rng.choice(("run_off", "all_in", "all_out", "presidium")),
        "on_shortfall": rng.choice(("vacant", "second_round", "next_sitting")),
        "run_off": {
            "threshold": rng.choice(("none", "same")), "rounds": rng.randint(1, 3), "then": rng.choice(("presidium", "vacant")),
        },
    }


def random_surplus(rng, method, items):
    if method["kind"] == "grade" or method["seats"]["kind"] == "every_item":
        return {"kind": "any"}
    beyond = items - method["seats"]["count"]
    fitting = [{"kind": "any"}] * 2
    if beyond == 0:
        fitting.append({"kind": "none"})
    else:
        fitting.append({"kind": "count", "least": rng.randint(1, beyond)})
        fitting.append({"kind": "ratio", "num": rng.randint(1, 3), "den": rng.randint(1, 5)})
    return rng.choice(fitting)


def random_profile(rng, items):
    """Sound but for what the ratio of `surplus` asks, which the caller checks."""
    secrecy = rng.choice(("secret", "secret", "secret", "named", "hands"))
    options = random_options(rng, secrecy, items)
    choice = random_choice(rng, options, secrecy, items)
    blank_item = "abstain"
    if options["kind"] in ("two_way", "three_way"):
        blank_item = rng.choice(("abstain", "abstain", "approve", "invalid"))
    elif options["kind"] == "grades":
        blank_item = rng.choice(("abstain", "invalid"))
    must_mark = least_and_most(choice)[0] > 0 or options.get("each") == "exactly_once"
    method = random_method(rng, options, items)
    return {
        "title": "随机",
        "secrecy": secrecy,
        "meeting_quorum": random_share(rng, ("membership", "due")),
        "vote_quorum": random_requirement(rng, ("membership", "due", "present")) if rng.random() < 0.25 else {"kind": "none"},
        "suspended": rng.choice(("counted", "not_counted")),
        "roll_freeze": rng.choice(("session", "plenary", "contest")),
        "late_arrival": rng.choice(("not_admitted", "until_end") + (("until_issued",) if secrecy == "secret" else ())),
        "leave_early": rng.choice(("stays", "leaves")),
        "options": options,
        "choice": choice,
        "blank_item": blank_item,
        "blank_ballot": "void" if must_mark or rng.random() < 0.3 else "abstain",
        "mark_conflict": rng.choice(("item_void", "ballot_void")),
        "recast": "first" if secrecy == "hands" else rng.choice(("first", "last")),
        "surplus": random_surplus(rng, method, items),
        "method": method,
        "minimum_ballots": rng.choice((2, 2, 2, 2, 3, 5)),
        "channel_floor": rng.choice((2, 10)),
        "articles": {name: "" for name in ARTICLES},
    }


# ---- ballots --------------------------------------------------------------------------------------------------------


def marked_ballot(rng, profile, items, bias):
    """The column of each item on one ballot that keeps the limits of §9.1."""
    options, width = profile["options"], columns(profile)
    rest = width - 1
    if options["kind"] == "ranks":
        ranks = options["ranks"]
        order = sorted(range(items), key=lambda i: rng.random() + bias[i])
        given = ranks if options["each"] == "exactly_once" or rng.random() < 0.6 else rng.randint(0, ranks)
        marks = [rest] * items
        numbers = range(ranks) if given == ranks else sorted(rng.sample(range(ranks), given))
        for number, item in zip(numbers, order):
            marks[item] = number
        return marks
    if profile["choice"]["kind"] == "each":
        return [min(width - 1, max(0, int(rng.random() * width * (0.5 + bias[i])))) for i in range(items)]
    least, most = least_and_most(profile["choice"])
    chosen = sorted(range(items), key=lambda i: rng.random() + bias[i])[: rng.randint(least, most)]
    choosing = [0, rest] if profile["blank_item"] == "approve" else [0]
    other = [c for c in range(1, width) if c not in choosing]
    return [rng.choice(choosing) if i in chosen else rng.choice(other) for i in range(items)]


def random_rows(rng, profile, items, valid):
    bias = [rng.choice((0, 0.3, 0.6, 1)) for _ in range(items)] if rng.random() < 0.5 else [0.4] * items
    rows = [{"counts": [0] * columns(profile), "invalid": 0} for _ in range(items)]
    for _ in range(valid):
        for item, column in enumerate(marked_ballot(rng, profile, items, bias)):
            if rng.random() < 0.02:
                rows[item]["invalid"] += 1
            else:
                rows[item]["counts"][column] += 1
    return rows


def random_channel(rng, issued):
    returned = issued if rng.random() < 0.5 else max(0, issued - rng.randint(0, 3))
    if rng.random() < 0.02:
        returned = issued + 1
    void = min(returned, rng.choice((0, 0, 0, 1, 2)))
    return {"issued": issued, "returned": returned, "valid": returned - void, "void": void}


def random_numbers(rng):
    membership = rng.randint(3, 14)
    due = membership - rng.choice((0, 0, 0, 1, 2)) if membership > 2 else membership
    present = max(0, due - rng.choice((0, 0, 0, 1, 1, 2, 4)))
    issued = present if rng.random() < 0.7 else max(0, present - rng.randint(0, 2))
    paper = 0 if rng.random() < 0.7 else rng.randint(0, issued)
    ballots = {"machine": random_channel(rng, issued - paper), "paper": random_channel(rng, paper)}
    return {"membership": membership, "due": due, "present": present}, ballots


# ---- spoiling -------------------------------------------------------------------------------------------------------


def places(value, path=()):
    """Every integer in a value, as the path to it."""
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield path
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))


def spoil(rng, case):
    """One integer of the case one up or down, or another value in one of the fields of the profile, or a row more or less."""
    way = rng.random()
    if way < 0.75:
        *path, last = rng.choice(list(places({k: v for k, v in case.items() if k in ("profile", "roll", "ballots", "rows")})))
        place = case
        for step in path:
            place = place[step]
        place[last] = max(0, place[last] + rng.choice((-2, -1, -1, 1, 1, 2)))
    elif way < 0.95:
        other = random_profile(rng, max(1, len(case.get("rows", [0, 0]))))
        field = rng.choice(("options", "choice", "blank_item", "blank_ballot", "secrecy", "recast", "surplus", "method", "late_arrival"))
        case["profile"][field] = other[field]
    elif case.get("rows"):
        case["rows"].pop()


def fits(profile, items):
    try:
        check(profile)
        check_items(profile, items)
    except Refused:
        return False
    return True


def random_case(rng, number):
    items = rng.choice((1, 2, 2, 3, 3, 4, 5, 6, 7))
    profile = random_profile(rng, items)
    while not fits(profile, items):
        profile = random_profile(rng, items)
    kind = rng.choices(("decide", "change", "derive", "profile", "may_open"), (78, 12, 4, 4, 2))[0]
    case = {"name": f"random_{number}", "source": "random", "kind": kind, "profile": profile}
    if kind in ("decide", "change", "may_open"):
        roll, ballots = random_numbers(rng)
        case["roll"] = roll
    if kind in ("decide", "change"):
        # A quorum that never holds would leave little else to compare.
        if rng.random() < 0.85:
            profile["meeting_quorum"] = {"num": 1, "den": 6, "inclusive": True, "base": "due"}
        valid = ballots["machine"]["valid"] + ballots["paper"]["valid"]
        case.update(ballots=ballots, rows=random_rows(rng, profile, items, valid))
    if kind == "change":
        case.update(missing=rng.choice((0, 1, 1, 2, 3, 5)), extra=rng.choice((0, 0, 1, 1, 2, 3, 5)))
    if kind == "profile":
        case["items"] = max(0, items + rng.choice((-2, -1, 0, 0, 1)))
    if kind == "derive":
        while profile["method"]["kind"] == "grade":
            profile = random_profile(rng, items)
        case["profile"] = profile
        case["next"] = {
            "kind": rng.choice(("run_off", "second_round")), "items": list(range(items)), "seats": rng.randint(1, items),
        }
        case["round"] = rng.randint(0, 3)
    elif rng.random() < (0.5 if kind == "profile" else 0.1):
        spoil(rng, case)
    return case


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: random_cases.py N SEED")
    rng = random.Random(int(sys.argv[2]))
    for number in range(int(sys.argv[1])):
        print(json.dumps(random_case(rng, number), ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
