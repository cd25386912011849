"""The decision (protocol.md §9.3): from a profile and numbers, in integers."""

from fractions import Fraction

from change import could_change
from grades import grade_items
from profiles import (
    Refused, check, check_items, choosing_limits, columns, extra, needs, seats_of,
)


class Numbers:
    """The frozen numbers of a contest (§9.2), with the sums of both channels."""

    def __init__(self, roll, ballots):
        self.membership, self.due, self.present = roll["membership"], roll["due"], roll["present"]
        self.machine, self.paper = ballots["machine"], ballots["paper"]
        for name in ("issued", "returned", "valid", "void"):
            setattr(self, name, self.machine[name] + self.paper[name])
        self.unreturned = max(0, self.issued - self.returned)

    def base(self, name):
        return getattr(self, name)


def check_numbers(n):
    """Step 1. `what` names the smaller side of the comparison that fails, or the channel."""
    if n.present > n.due:
        raise Refused(kind="numbers", what="present")
    if n.due > n.membership:
        raise Refused(kind="numbers", what="due")
    if n.membership > 1_000_000:
        raise Refused(kind="numbers", what="membership")
    if n.issued > n.present:
        raise Refused(kind="numbers", what="issued")
    for channel in ("machine", "paper"):
        c = getattr(n, channel)
        if c["valid"] + c["void"] != c["returned"]:
            raise Refused(kind="numbers", what=channel)


def validity(profile, n):
    """Step 2: None, or why the vote is void."""
    bound = needs(profile["meeting_quorum"], n.base(profile["meeting_quorum"]["base"]))
    if n.present < bound:
        return {"kind": "void", "reason": "meeting_quorum", "bound": bound, "actual": n.present}
    for channel in (n.machine, n.paper):
        if channel["returned"] > channel["issued"]:
            return {
                "kind": "void", "reason": "returned_exceeds_issued", "bound": channel["issued"], "actual": channel["returned"],
            }
    quorum = profile["vote_quorum"]
    if quorum["kind"] == "share":
        bound = needs(quorum, n.base(quorum["base"]))
        if n.returned < bound:
            return {"kind": "void", "reason": "vote_quorum", "bound": bound, "actual": n.returned}
    if profile["secrecy"] == "secret" and n.valid < profile["minimum_ballots"]:
        return {"kind": "void", "reason": "minimum_ballots", "bound": profile["minimum_ballots"], "actual": n.valid}
    return None


def may_open(profile, roll):
    """§3.4: may a contest open with so many present?"""
    check(profile)
    bound = needs(profile["meeting_quorum"], roll[profile["meeting_quorum"]["base"]])
    if roll["present"] < bound:
        return {"may_open": False, "reason": "meeting_quorum", "bound": bound, "actual": roll["present"]}
    if profile["secrecy"] == "secret" and roll["present"] < profile["minimum_ballots"]:
        return {
            "may_open": False, "reason": "minimum_ballots", "bound": profile["minimum_ballots"], "actual": roll["present"],
        }
    return {"may_open": True}


# ---- step 3 ---------------------------------------------------------------------------------------------------------


def check_rows(profile, n, rows):
    if not 1 <= len(rows) <= 200:
        raise Refused(kind="numbers", what="rows")
    check_items(profile, len(rows))
    width = columns(profile)
    for item, row in enumerate(rows):
        if len(row["counts"]) != width:
            raise Refused(kind="numbers", what="columns", item=item)
        if sum(row["counts"]) + row["invalid"] != n.valid:
            raise Refused(kind="numbers", what="sum", item=item)
    invalid = sum(row["invalid"] for row in rows)
    if profile["options"]["kind"] == "ranks":
        exactly = profile["options"]["each"] == "exactly_once"
        for column in range(width - 1):
            given = sum(row["counts"][column] for row in rows)
            if given > n.valid or (exactly and given + invalid < n.valid):
                raise Refused(kind="numbers", what="ranks", column=column)
    limits = choosing_limits(profile, len(rows))
    if limits is not None:
        choosing = sum(votes_of(profile, row) for row in rows)
        if choosing > n.valid * limits[1]:
            raise Refused(kind="numbers", what="most")
        if choosing + invalid < n.valid * limits[0]:
            raise Refused(kind="numbers", what="least")


# ---- step 4 ---------------------------------------------------------------------------------------------------------


def votes_of(profile, row):
    """Marks that choose the item. For ranks: ballots that give it a number (one ≤ top for appearances)."""
    counts = row["counts"]
    if profile["options"]["kind"] == "ranks":
        score = profile["method"]["score"]
        return sum(counts[: score["top"]]) if score["kind"] == "appearances" else sum(counts[:-1])
    return counts[0] + (counts[-1] if profile["blank_item"] == "approve" else 0)


def score_of(profile, n, row):
    """Numerator and denominator, not reduced."""
    score, votes = profile["method"]["score"], votes_of(profile, row)
    if score["kind"] in ("votes", "appearances"):
        return votes, 1
    numbered = list(enumerate(row["counts"][:-1], start=1))
    ranks = len(numbered)
    if score["kind"] == "borda":
        return sum((ranks + 1 - number) * count for number, count in numbered), 1
    total = sum(number * count for number, count in numbered)
    if score["unranked"] == "ignored":
        return (total, votes) if votes else (0, 1)
    return (total + (ranks + 1) * (n.valid - votes), n.valid) if n.valid else (0, 1)


def goodness(profile, score, votes):
    """A value that is greater for the better item. Mean ranks: smaller is better, and no rank at all is worst."""
    kind = profile["method"]["score"]
    value = Fraction(*score)
    if kind["kind"] != "mean_rank":
        return (1, value)
    if kind["unranked"] == "ignored" and votes == 0:
        return (0, 0)
    return (1, -value)


def percent(num, den):
    return (20000 * num + den) // (2 * den) if den else 0


def choose(profile, n, rows):
    """Steps 4 to 8."""
    method, items = profile["method"], range(len(rows))
    votes = [votes_of(profile, row) for row in rows]
    score = [score_of(profile, n, row) for row in rows]
    good = [goodness(profile, score[i], votes[i]) for i in items]
    threshold = method["threshold"]
    base = n.base(threshold["base"]) if threshold["kind"] == "share" else 0
    needed = max(1, needs(threshold, base)) if threshold["kind"] == "share" else 1
    rank = [1 + sum(other > good[i] for other in good) for i in items]

    # Ranks come from the same comparison, so they order items exactly as scores do.
    passed = sorted((i for i in items if votes[i] >= needed), key=lambda i: (rank[i], i))
    failed = sorted((i for i in items if votes[i] < needed), key=lambda i: (rank[i], i))
    seats = seats_of(profile, len(rows))

    tied, left, firm = [], 0, passed[:seats]
    if len(passed) > seats and rank[passed[seats - 1]] == rank[passed[seats]]:
        cut = rank[passed[seats]]
        better = [i for i in passed if rank[i] < cut]
        tied = [i for i in passed if rank[i] == cut]
        left = seats - len(better)
        firm = better + tied if method["on_tie"] == "all_in" else better

    vacant = max(0, seats - len(passed))
    if tied and method["on_tie"] == "all_out":
        vacant = left

    following = {"kind": "none", "items": [], "seats": 0}
    if tied and method["on_tie"] in ("run_off", "presidium"):
        following = {"kind": method["on_tie"], "items": sorted(tied), "seats": left}
    elif vacant > 0 and not tied and method["on_shortfall"] == "second_round":
        beyond = extra(profile["surplus"], vacant)
        take = vacant + (1 if beyond is None else beyond)
        again = failed[:take]
        again += [i for i in failed[take:] if rank[i] == rank[again[-1]]]
        if again:
            following = {"kind": "second_round", "items": sorted(again), "seats": vacant}
    elif vacant > 0 and method["on_shortfall"] == "next_sitting":
        following = {"kind": "next_sitting", "items": [], "seats": vacant}

    decided = []
    for i in items:
        den = base if threshold["kind"] == "share" else n.valid
        chosen = "no"
        if i in firm:
            chosen = "yes"
        elif i in tied and method["on_tie"] in ("run_off", "presidium"):
            chosen = method["on_tie"]
        if i in tied:
            reason = {"code": "tied_at_cut", "tied": len(tied), "seats": left}
        elif i in firm:
            reason = {"code": "within_seats", "needed": needed, "base": base}
        elif i in passed:
            reason = {"code": "seats_filled", "seats": seats}
        else:
            reason = {"code": "below_threshold", "needed": needed, "base": base}
        decided.append({
            "counts": rows[i]["counts"], "invalid": rows[i]["invalid"], "votes": votes[i],
            "score": {"num": score[i][0], "den": score[i][1]},
            "share": {"num": votes[i], "den": den, "percent": percent(votes[i], den)},
            "rank": rank[i], "passed": i in passed, "chosen": chosen, "grade": [], "reason": reason,
        })
    return {
        "needed": needed, "base": base, "firm": firm, "tied": {"items": sorted(tied), "seats": left},
        "next": following, "vacant": vacant, "items": decided,
    }


# ---- all together ---------------------------------------------------------------------------------------------------


def assess(profile, roll, ballots, rows):
    """(numbers, outcome, found): what `decide` and `could_change` share. `found` is None of a void vote."""
    check(profile)
    n = Numbers(roll, ballots)
    check_numbers(n)
    void = validity(profile, n)
    if void is not None:
        return n, void, None
    check_rows(profile, n, rows)
    if profile["method"]["kind"] == "choose":
        found = choose(profile, n, rows)
    else:
        found = {
            "needed": 0, "base": 0, "firm": [], "tied": {"items": [], "seats": 0},
            "next": {"kind": "none", "items": [], "seats": 0}, "vacant": 0, "items": grade_items(profile, n, rows),
        }
    return n, {"kind": "valid"}, found


EMPTY = {
    "needed": 0, "base": 0, "firm": [], "tied": {"items": [], "seats": 0},
    "next": {"kind": "none", "items": [], "seats": 0}, "vacant": 0, "items": [],
}


def decide(profile, roll, ballots, rows):
    """The decision object, fields in the order of §9.3; raises Refused."""
    n, outcome, found = assess(profile, roll, ballots, rows)
    changes = could_change(profile, n, outcome, found, n.unreturned, 0)
    found = EMPTY if found is None else found
    return {
        "outcome": outcome, "needed": found["needed"], "base": found["base"], "firm": found["firm"], "tied": found["tied"],
        "next": found["next"], "vacant": found["vacant"], "unreturned": n.unreturned,
        "unreturned_could_change": changes, "items": found["items"],
    }


def change(profile, roll, ballots, rows, missing, extra_ballots):
    """§9.4 for any numbers of missing and of extra ballots."""
    n, outcome, found = assess(profile, roll, ballots, rows)
    return could_change(profile, n, outcome, found, missing, extra_ballots)
