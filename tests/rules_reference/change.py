"""Could these ballots change the result? (protocol.md §9.4)"""

from fractions import Fraction

from grades import grade_of
from profiles import needs


def less(x, y):
    """A difference; below 0 it is 0."""
    return max(0, x - y)


def could_change(profile, n, outcome, found, a, r):
    """Asked of `a` ballots that may be missing and `r` that may be too many."""
    if outcome["kind"] == "void":
        if outcome["reason"] == "meeting_quorum":
            return False
        if outcome["reason"] == "returned_exceeds_issued":
            return less(outcome["actual"], r) <= outcome["bound"]
        return outcome["actual"] + a >= outcome["bound"]
    if a == 0 and r == 0:
        return False
    quorum = profile["vote_quorum"]
    if quorum["kind"] == "share" and less(n.returned, r) < needs(quorum, n.base(quorum["base"])):
        return True
    if profile["secrecy"] == "secret" and less(n.valid, r) < profile["minimum_ballots"]:
        return True
    if profile["method"]["kind"] == "grade":
        return any(grade_changes(profile, n, item, a, r) for item in found["items"])
    return choice_changes(profile, n, found, a, r)


def choice_changes(profile, n, found, a, r):
    if found["tied"]["items"]:
        return True
    method, items = profile["method"], found["items"]
    threshold = method["threshold"]
    lesser = greater = 1
    if threshold["kind"] == "share":
        base = n.base(threshold["base"])
        other = less(base + a, r) if threshold["base"] in ("returned", "valid") else base
        both = [max(1, needs(threshold, x)) for x in (base, other)]
        lesser, greater = min(both), max(both)
    firm = [items[i] for i in found["firm"]]
    others = [item for i, item in enumerate(items) if i not in found["firm"]]
    if any(less(item["votes"], r) < greater for item in firm):
        return True
    rising = [item for item in others if item["votes"] + a >= lesser]
    if not rising:
        return False
    return found["vacant"] > 0 or any(reaches(profile, item, held, a, r) for item in rising for held in firm)


def reaches(profile, item, held, a, r):
    """At its best `item` is at least as good as `held`, a firm one, at its worst."""
    score = profile["method"]["score"]
    if score["kind"] in ("votes", "appearances"):
        return item["votes"] + a >= less(held["votes"], r)
    ranks = profile["options"]["ranks"]
    if score["kind"] == "borda":
        return item["score"]["num"] + a * ranks >= less(held["score"]["num"], r * ranks)
    lowest = ranks + 1 if score["unranked"] == "last" else ranks
    p, v = parts(item)
    q, w = parts(held)
    if less(v, r) + a == 0 or less(w, r) + a == 0:
        return True
    best = Fraction(less(p, r * lowest) + a, less(v, r) + a)
    worst = max(
        Fraction(less(q, r) + a * lowest, less(w, r) + a),
        Fraction(q + a * lowest, w + a) if w + a else Fraction(0),
    )
    return within(best, lowest) <= within(worst, lowest)


def parts(item):
    """Numerator and denominator of a mean rank; (0, 0) where nothing is counted, which is written 0 / 1."""
    num, den = item["score"]["num"], item["score"]["den"]
    return (num, den) if num else (0, 0)


def within(value, lowest):
    return min(max(value, Fraction(1)), Fraction(lowest))


def grade_changes(profile, n, item, a, r):
    counts, now = item["counts"], item["grade"]
    size = len(profile["options"]["grades"])
    rule = profile["method"]["rule"]
    if rule["kind"] == "plurality":
        largest, second = sorted(counts[:size], reverse=True)[:2]
        if largest - second <= a + r:
            return True
    counting = size
    if rule["kind"] != "weighted":
        counting = len(counts) if profile["blank_item"] == "abstain" else len(counts) - 1
    orders = [range(counting), range(counting - 1, -1, -1), ()] if r else [()]
    for order in orders:
        reduced = taken(counts, r, order)
        for column in range(len(counts)):
            changed = list(reduced)
            changed[column] += a
            if grade_of(profile, n, changed, a - r)[0] != now:
                return True
    return False


def taken(counts, r, order):
    """`counts` less r marks, taken from the columns in this order as far as they have any."""
    left = list(counts)
    for column in order:
        take = min(r, left[column])
        left[column] -= take
        r -= take
    return left
