"""What the themes are written with: base profiles, and short ways to say rolls, ballots, rows and cases."""

import copy

from profiles import ARTICLES, FIELDS

OVER_HALF = {"num": 1, "den": 2, "inclusive": False}
HALF_OR_MORE = {"num": 1, "den": 2, "inclusive": True}
TWO_THIRDS = {"num": 2, "den": 3, "inclusive": True}
OVER_TWO_THIRDS = {"num": 2, "den": 3, "inclusive": False}
NONE = {"kind": "none"}


def share(fraction, base):
    return {**fraction, "base": base}


def require(fraction, base):
    return {"kind": "share", **fraction, "base": base}


def votes_method(seats, **changes):
    method = {
        "kind": "choose", "score": {"kind": "votes"},
        "seats": {"kind": "every_item"} if seats is None else {"kind": "fixed", "count": seats},
        "threshold": require(OVER_HALF, "membership"), "on_tie": "run_off", "on_shortfall": "vacant",
        "run_off": {"threshold": "none", "rounds": 1, "then": "presidium"},
    }
    method.update(changes)
    return method


def profile(**changes):
    """县级差额票决: secret, at most 10 of 12, 10 seats, over half of 全体. Changes replace whole fields."""
    base = {
        "title": "县级差额票决",
        "secrecy": "secret",
        "meeting_quorum": share(TWO_THIRDS, "membership"),
        "vote_quorum": NONE,
        "suspended": "counted",
        "roll_freeze": "contest",
        "late_arrival": "not_admitted",
        "leave_early": "stays",
        "options": {"kind": "select"},
        "choice": {"kind": "at_most", "most": 10},
        "blank_item": "abstain",
        "blank_ballot": "abstain",
        "mark_conflict": "item_void",
        "recast": "last",
        "surplus": {"kind": "any"},
        "method": votes_method(10),
        "minimum_ballots": 5,
        "channel_floor": 10,
        "articles": {name: "" for name in ARTICLES},
    }
    base.update(copy.deepcopy(changes))
    assert set(base) == set(FIELDS)
    return base


def small(seats, **changes):
    """A town's vote: at most `seats`, over half of the valid ballots."""
    given = {
        "title": "乡镇差额票决",
        "choice": {"kind": "at_most", "most": seats},
        "method": votes_method(seats, threshold=require(OVER_HALF, "valid")),
    }
    given.update(changes)
    return profile(**given)


def each(seats=None, **changes):
    """逐项表决: every item by itself, three ways."""
    given = {
        "title": "逐项表决", "options": {"kind": "three_way"}, "choice": {"kind": "each"}, "method": votes_method(seats),
    }
    given.update(changes)
    return profile(**given)


def ranked(ranks, seats, score, **changes):
    """排序票决: numbers 1 to `ranks`."""
    given = {
        "title": "排序票决",
        "options": {"kind": "ranks", "ranks": ranks, "each": "at_most_once"},
        "choice": {"kind": "each"},
        "method": votes_method(seats, score=score, threshold=NONE),
    }
    given.update(changes)
    return profile(**given)


THREE = ["满意", "基本满意", "不满意"]
FOUR = ["好", "较好", "一般", "差"]


def graded(rule, grades=THREE, others=(), satisfied=None, **changes):
    """测评: one grade an item; an item without a mark, or with several, does not count."""
    given = {
        "title": "满意度测评",
        "options": {
            "kind": "grades", "grades": list(grades), "others": list(others),
            "satisfied": len(grades) - 1 if satisfied is None else satisfied,
        },
        "choice": {"kind": "each"},
        "blank_item": "invalid",
        "method": {"kind": "grade", "rule": rule},
    }
    given.update(changes)
    return profile(**given)


def roll(membership, present=None, due=None):
    present = membership if present is None else present
    return {"membership": membership, "due": membership if due is None else due, "present": present}


def channel(issued=0, returned=None, void=0, valid=None):
    returned = issued if returned is None else returned
    return {"issued": issued, "returned": returned, "valid": returned - void if valid is None else valid, "void": void}


def ballots(*machine, paper=None, **more):
    return {"machine": channel(*machine, **more), "paper": paper or channel()}


def rows_of(valid, *rows):
    """Rows from the counts of all columns but the rest, which is what remains of `valid`."""
    return [{"counts": [*row, valid - sum(row)], "invalid": 0} for row in rows]


def selected(valid, *tallies):
    return rows_of(valid, *([tally] for tally in tallies))


class Theme:
    """The cases of one file, made one by one. Expectations come from the reference; `hand` is checked against them."""

    def __init__(self, name):
        self.name = name
        self.cases = []
        self.boundaries = []

    def _add(self, case, hand, boundary):
        self.cases.append((copy.deepcopy(case), hand or {}))
        if boundary:
            self.boundaries.append(boundary)

    def decide(self, name, profile, roll, ballots, rows, source="protocol.md 9.3", hand=None, boundary=None):
        """`hand`: parts of the expected result, written by hand. `boundary`: (parameter, "below" | "at" | "above")."""
        self._add({
            "name": name, "source": source, "kind": "decide", "profile": profile, "roll": roll, "ballots": ballots, "rows": rows,
        }, hand, boundary)

    def change(self, name, profile, roll, ballots, rows, missing, extra, source="protocol.md 9.4", hand=None, boundary=None):
        self._add({
            "name": name, "source": source, "kind": "change", "profile": profile, "roll": roll, "ballots": ballots, "rows": rows,
            "missing": missing, "extra": extra,
        }, hand, boundary)

    def profile(self, name, profile, items=None, source="protocol.md 9.1", hand=None, boundary=None):
        case = {"name": name, "source": source, "kind": "profile", "profile": profile}
        if items is not None:
            case["items"] = items
        self._add(case, hand, boundary)

    def may_open(self, name, profile, roll, source="domain.md 2.1", hand=None, boundary=None):
        self._add({"name": name, "source": source, "kind": "may_open", "profile": profile, "roll": roll}, hand, boundary)

    def derive(self, name, profile, following, round_, source="protocol.md 9.5", hand=None):
        self._add({
            "name": name, "source": source, "kind": "derive", "profile": profile, "next": following, "round": round_,
        }, hand, None)

    def press(self, name, presses, close, recast, source="domain.md 2.11 K", hand=None, boundary=None):
        self._add({
            "name": name, "source": source, "kind": "press",
            "presses": [{"t": t, "choice": choice} for t, choice in presses], "close": close, "recast": recast,
        }, hand, boundary)


def refused(parameter):
    return {"error": {"kind": "profile", "parameter": parameter}}


def wrong(what, **more):
    return {"error": {"kind": "numbers", "what": what, **more}}
