"""Tries every filling of missing ballots and every removal of extra ones, and compares with §9.4.

python3 check_change.py N SEED: N random small votes with all their ballots. Fails where some filling leads to another
validity, other firm items, another tie or another grade and §9.4 says no; and, for a first vote by `at_most` with a fixed base
and no extra ballots, where none does and §9.4 says yes.
"""

import itertools
import random
import sys

from decision import assess, change, decide
from profiles import Refused, choosing_limits, columns
from random_cases import fits, marked_ballot, random_profile

INVALID = -1


def ballots_of(profile, items):
    """Every ballot that keeps the limits, and the void one (None). A mark may be invalid in place of any other."""
    width = columns(profile)
    limits = choosing_limits(profile, items)
    yield None
    for marks in itertools.product(range(width), repeat=items):
        if profile["options"]["kind"] == "ranks":
            exactly = profile["options"]["each"] == "exactly_once"
            given = [marks.count(number) for number in range(width - 1)]
            if any(times > 1 or (exactly and times == 0) for times in given):
                continue
        elif limits is not None:
            choosing = sum(mark == 0 or (mark == width - 1 and profile["blank_item"] == "approve") for mark in marks)
            if not limits[0] <= choosing <= limits[1]:
                continue
        if profile["blank_ballot"] == "void" and all(mark == width - 1 for mark in marks):
            continue
        yield marks
    if profile["mark_conflict"] == "item_void" and profile["choice"]["kind"] == "each":
        yield (INVALID,) * items


def count(profile, issued, cast, items):
    """(ballots, rows) of the ballots cast, all on one channel."""
    rows = [{"counts": [0] * columns(profile), "invalid": 0} for _ in range(items)]
    void = 0
    for marks in cast:
        if marks is None:
            void += 1
            continue
        for row, mark in zip(rows, marks):
            if mark == INVALID:
                row["invalid"] += 1
            else:
                row["counts"][mark] += 1
    none = {"issued": 0, "returned": 0, "valid": 0, "void": 0}
    return {"machine": {"issued": issued, "returned": len(cast), "valid": len(cast) - void, "void": void}, "paper": none}, rows


def essence(profile, roll, ballots, rows):
    """What another result differs in."""
    _, outcome, found = assess(profile, roll, ballots, rows)
    if found is None:
        return "void"
    return (
        tuple(sorted(found["firm"])), tuple(found["tied"]["items"]), found["tied"]["seats"],
        tuple(tuple(item["grade"]) for item in found["items"]),
    )


def remaining(cast, r):
    """What can be left of the ballots when up to r of them are taken away."""
    for fewer in range(min(r, len(cast)) + 1):
        for gone in set(itertools.combinations(sorted(cast, key=repr), fewer)):
            left = list(cast)
            for marks in gone:
                left.remove(marks)
            yield left


def one(rng, totals):
    items = rng.choice((1, 2, 2, 3))
    profile = random_profile(rng, items)
    while not fits(profile, items) or len(profile["options"].get("grades", "")) > 4 or len(profile["options"].get("others", "")) > 1:
        profile = random_profile(rng, items)
    if rng.random() < 0.5:
        profile["meeting_quorum"] = {"num": 1, "den": 20, "inclusive": True, "base": "due"}
    present = rng.randint(2, 9)
    a, r = rng.choice(((1, 0), (2, 0), (1, 0), (0, 1), (1, 1), (0, 2), (2, 1), (0, 3)))
    cast = []
    for _ in range(max(0, present - a - rng.choice((0, 0, 1)))):
        cast.append(None if rng.random() < 0.1 else tuple(marked_ballot(rng, profile, items, [0.3] * items)))
    if profile["blank_ballot"] == "void":
        cast = [None if marks and all(mark == columns(profile) - 1 for mark in marks) else marks for marks in cast]
    roll = {"membership": present + rng.choice((0, 1)), "due": present, "present": present}
    ballots, rows = count(profile, present, cast, items)
    now = essence(profile, roll, ballots, rows)
    every = list(ballots_of(profile, items))
    if len(every) > 70:
        a = min(a, 1)  # two of more than 70 ballots are too many to try
    says = change(profile, roll, ballots, rows, a, r)
    true = any(
        essence(profile, roll, *count(profile, present, left + list(added), items)) != now
        for left in remaining(cast, r)
        for more in range(a + 1)
        for added in itertools.combinations_with_replacement(every, more)
    )
    method = profile["method"]
    exact = (
        now != "void" and method["kind"] == "choose" and method["score"]["kind"] == "votes" and r == 0
        and profile["choice"]["kind"] == "at_most" and method["threshold"].get("base") not in ("returned", "valid")
    )
    totals[(exact, says, true)] = totals.get((exact, says, true), 0) + 1
    if (true and not says) or (exact and says and not true):
        print(profile, roll, ballots, rows, decide(profile, roll, ballots, rows), sep="\n")
        print("a, r =", a, r, "9.4 says", says, "a filling:", true)
        return False
    return True


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: check_change.py N SEED")
    rng, totals = random.Random(int(sys.argv[2])), {}
    good = 0
    for _ in range(int(sys.argv[1])):
        try:
            good += one(rng, totals)
        except Refused as refused:
            sys.exit(f"a vote made here is refused: {refused}")
    for (exact, says, true), times in sorted(totals.items()):
        words = ["exact" if exact else "bounded", "9.4 says", "yes" if says else "no", "a filling changes it:", "yes" if true else "no"]
        print(f"{times:6}", *words)
    if good != int(sys.argv[1]):
        sys.exit(f"{int(sys.argv[1]) - good} contradict 9.4")


if __name__ == "__main__":
    main()
