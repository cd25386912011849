"""Profiles (protocol.md §9.1): the form, the conditions, what a share needs, the limits of a ballot.

Two errors, told apart because a typed reader meets the first before the second:
  {"kind": "form", "parameter": F}     a field is missing, unknown, of another type, or has a value that is not in the list
  {"kind": "profile", "parameter": F}  the form is right and a condition on F does not hold; F is the first such field
"""

BASES = ("membership", "due", "present", "returned", "valid")
ARTICLES = (
    "meeting_quorum", "validity", "roll", "late_arrival", "secrecy", "choice", "blank", "recast",
    "threshold", "order", "on_tie", "on_shortfall", "run_off", "grade",
)
FIELDS = (
    "title", "secrecy", "meeting_quorum", "vote_quorum", "suspended", "roll_freeze", "late_arrival", "leave_early",
    "options", "choice", "blank_item", "blank_ballot", "mark_conflict", "recast", "surplus", "method",
    "minimum_ballots", "channel_floor", "articles",
)
# `surplus` needs the seats, so its conditions come after those of `method`.
CHECKED = tuple(f for f in FIELDS if f != "surplus")
CHECKED = CHECKED[: CHECKED.index("method") + 1] + ("surplus",) + CHECKED[CHECKED.index("method") + 1 :]


class Refused(Exception):
    """A typed refusal; `error` is the object that vectors expect."""

    def __init__(self, **error):
        super().__init__(str(error))
        self.error = error


# ---- form -----------------------------------------------------------------------------------------------------------


def is_int(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def is_text(value):
    return isinstance(value, str)


def one_of(*values):
    return lambda value: is_text(value) and value in values


def obj(**fields):
    """An object with exactly these fields, in any order."""
    return lambda value: (
        isinstance(value, dict) and set(value) == set(fields) and all(test(value[name]) for name, test in fields.items())
    )


def list_of(test):
    return lambda value: isinstance(value, list) and all(test(one) for one in value)


def tagged(**kinds):
    """An object whose `kind` says which other fields it has."""

    def test(value):
        if not isinstance(value, dict) or not is_text(value.get("kind")) or value["kind"] not in kinds:
            return False
        rest = {name: field for name, field in value.items() if name != "kind"}
        return obj(**kinds[value["kind"]])(rest)

    return test


def is_bool(value):
    return isinstance(value, bool)


SHARE_FIELDS = {"num": is_int, "den": is_int, "inclusive": is_bool, "base": one_of(*BASES)}
REQUIREMENT = tagged(none={}, share=SHARE_FIELDS)
METHOD = tagged(
    choose={
        "score": tagged(votes={}, appearances={"top": is_int}, borda={}, mean_rank={"unranked": one_of("ignored", "last")}),
        "seats": tagged(fixed={"count": is_int}, every_item={}),
        "threshold": REQUIREMENT,
        "on_tie": one_of("run_off", "all_in", "all_out", "presidium"),
        "on_shortfall": one_of("vacant", "second_round", "next_sitting"),
        "run_off": obj(threshold=one_of("none", "same"), rounds=is_int, then=one_of("presidium", "vacant")),
    },
    grade={
        "rule": tagged(
            plurality={"on_tie": one_of("higher", "lower", "presidium")},
            cumulative={"share": obj(**SHARE_FIELDS)},
            weighted={"weights": list_of(is_int), "bands": list_of(is_int)},
            rate={"bands": list_of(is_int)},
        )
    },
)
FORM = {
    "title": is_text,
    "secrecy": one_of("secret", "named", "hands"),
    "meeting_quorum": obj(**SHARE_FIELDS),
    "vote_quorum": REQUIREMENT,
    "suspended": one_of("counted", "not_counted"),
    "roll_freeze": one_of("session", "plenary", "contest"),
    "late_arrival": one_of("not_admitted", "until_issued", "until_end"),
    "leave_early": one_of("stays", "leaves"),
    "options": tagged(
        select={},
        two_way={},
        three_way={},
        grades={"grades": list_of(is_text), "others": list_of(is_text), "satisfied": is_int},
        ranks={"ranks": is_int, "each": one_of("at_most_once", "exactly_once")},
    ),
    "choice": tagged(each={}, at_most={"most": is_int}, exactly={"count": is_int}, between={"least": is_int, "most": is_int}),
    "blank_item": one_of("abstain", "approve", "invalid"),
    "blank_ballot": one_of("abstain", "void"),
    "mark_conflict": one_of("item_void", "ballot_void"),
    "recast": one_of("first", "last"),
    "surplus": tagged(any={}, none={}, count={"least": is_int}, ratio={"num": is_int, "den": is_int}),
    "method": METHOD,
    "minimum_ballots": is_int,
    "channel_floor": is_int,
    "articles": obj(**{name: is_text for name in ARTICLES}),
}


def check_form(profile):
    """Every field once, with a value of the list; else Refused "form" naming the first that is not so."""
    if not isinstance(profile, dict):
        raise Refused(kind="form", parameter="profile")
    for field in FIELDS:
        if field not in profile or not FORM[field](profile[field]):
            raise Refused(kind="form", parameter=field)
    for field in profile:
        if field not in FIELDS:
            raise Refused(kind="form", parameter=field)


# ---- conditions -----------------------------------------------------------------------------------------------------


def share_is_sound(share, bases=BASES):
    a, b = share["num"], share["den"]
    return 1 <= a and (a <= b if share["inclusive"] else a < b) and share["base"] in bases


def requirement_is_sound(requirement, bases=BASES):
    return requirement["kind"] == "none" or share_is_sound(requirement, bases)


def strictly_falling(numbers):
    return all(x > y for x, y in zip(numbers, numbers[1:]))


def least_and_most(choice):
    """Least and most items one ballot chooses; None for the most of `each`."""
    kind = choice["kind"]
    if kind == "each":
        return 0, None
    if kind == "at_most":
        return 0, choice["most"]
    if kind == "exactly":
        return choice["count"], choice["count"]
    return choice["least"], choice["most"]


def sound_options(p):
    options = p["options"]
    kind = options["kind"]
    if p["secrecy"] == "hands" and kind not in ("two_way", "three_way"):
        return False
    if kind == "ranks":
        return 1 <= options["ranks"] <= 30
    if kind == "grades":
        grades, others = options["grades"], options["others"]
        texts = grades + others
        return (
            2 <= len(grades) <= 9
            and len(others) <= 3
            and all(text.strip() for text in texts)
            and len(set(texts)) == len(texts)
            and 1 <= options["satisfied"] < len(grades)
        )
    return True


def sound_choice(p):
    choice = p["choice"]
    if p["options"]["kind"] in ("grades", "ranks") or p["secrecy"] == "hands":
        return choice["kind"] == "each"
    if choice["kind"] == "at_most":
        return choice["most"] >= 1
    if choice["kind"] == "exactly":
        return choice["count"] >= 1
    if choice["kind"] == "between":
        return 1 <= choice["least"] < choice["most"]
    return True


def sound_blank_item(p):
    if p["options"]["kind"] in ("select", "ranks"):
        return p["blank_item"] == "abstain"
    return not (p["options"]["kind"] == "grades" and p["blank_item"] == "approve")


def sound_blank_ballot(p):
    least, _ = least_and_most(p["choice"])
    no_mark_is_allowed = least == 0 and p["options"].get("each") != "exactly_once"
    return p["blank_ballot"] == "void" or no_mark_is_allowed


def sound_bands(bands, grades, highest):
    return len(bands) == grades - 1 and strictly_falling(bands) and all(1 <= band <= highest for band in bands)


def sound_choose(p):
    options, method = p["options"], p["method"]
    score = method["score"]
    if options["kind"] == "grades":
        return False
    if (options["kind"] == "ranks") == (score["kind"] == "votes"):
        return False
    if score["kind"] == "appearances" and not 1 <= score["top"] <= options["ranks"]:
        return False
    if method["seats"]["kind"] == "fixed" and not 1 <= method["seats"]["count"] <= 1000:
        return False
    return requirement_is_sound(method["threshold"]) and method["run_off"]["rounds"] >= 1


def sound_method(p):
    if p["method"]["kind"] == "choose":
        return sound_choose(p)
    if p["options"]["kind"] != "grades":
        return False
    grades, rule = len(p["options"]["grades"]), p["method"]["rule"]
    if rule["kind"] == "cumulative":
        return share_is_sound(rule["share"])
    if rule["kind"] == "weighted":
        weights = rule["weights"]
        return (
            len(weights) == grades
            and strictly_falling(weights)
            and all(weight <= 1000 for weight in weights)
            and sound_bands(rule["bands"], grades, weights[0])
        )
    if rule["kind"] == "rate":
        return sound_bands(rule["bands"], grades, 100)
    return True


def sound_surplus(p):
    surplus, method = p["surplus"], p["method"]
    if method["kind"] == "grade" or method["seats"]["kind"] == "every_item":
        return surplus["kind"] == "any"
    return all(number >= 1 for name, number in surplus.items() if name != "kind")


SOUND = {
    "title": lambda p: bool(p["title"].strip()),
    "meeting_quorum": lambda p: share_is_sound(p["meeting_quorum"], ("membership", "due")),
    "vote_quorum": lambda p: requirement_is_sound(p["vote_quorum"], ("membership", "due", "present")),
    "late_arrival": lambda p: p["late_arrival"] != "until_issued" or p["secrecy"] == "secret",
    "options": sound_options,
    "choice": sound_choice,
    "blank_item": sound_blank_item,
    "blank_ballot": sound_blank_ballot,
    "recast": lambda p: p["recast"] == "first" or p["secrecy"] != "hands",
    "method": sound_method,
    "surplus": sound_surplus,
    "minimum_ballots": lambda p: p["minimum_ballots"] >= 2,
    "channel_floor": lambda p: p["channel_floor"] >= 2,
}


def check(profile):
    """Refused at the first field whose condition does not hold."""
    check_form(profile)
    for field in CHECKED:
        if field in SOUND and not SOUND[field](profile):
            raise Refused(kind="profile", parameter=field)


def seats_of(profile, items):
    seats = profile["method"]["seats"]
    return items if seats["kind"] == "every_item" else seats["count"]


def extra(surplus, seats):
    """How many items beyond the seats `surplus` asks for; None for no rule."""
    if surplus["kind"] == "any":
        return None
    if surplus["kind"] == "none":
        return 0
    if surplus["kind"] == "count":
        return surplus["least"]
    return max(1, -(-seats * surplus["num"] // surplus["den"]))


def check_items(profile, items):
    """The conditions for a contest of so many items, after `check`."""
    options = profile["options"]
    if options["kind"] == "ranks" and options["ranks"] > items:
        raise Refused(kind="profile", parameter="options")
    _, most = least_and_most(profile["choice"])
    if most is not None and most > items:
        raise Refused(kind="profile", parameter="choice")
    if profile["method"]["kind"] == "grade":
        return
    seats = seats_of(profile, items)
    if seats > items:
        raise Refused(kind="profile", parameter="method")
    beyond = extra(profile["surplus"], seats)
    if profile["surplus"]["kind"] == "none":
        holds = items == seats
    else:
        holds = beyond is None or items - seats >= beyond
    if not holds:
        raise Refused(kind="profile", parameter="surplus")


# ---- what follows from a profile ------------------------------------------------------------------------------------


def needs(share, x):
    """What a share needs of a base x: 以上 includes the number, 过 and 超过 exclude it."""
    product = x * share["num"]
    if share["inclusive"]:
        return -(-product // share["den"])
    return product // share["den"] + 1


def columns(profile):
    """How many columns a row has, the rest included."""
    options = profile["options"]
    kind = options["kind"]
    if kind == "select":
        return 2
    if kind == "two_way":
        return 3
    if kind == "three_way":
        return 4 if profile["blank_item"] != "abstain" or profile["blank_ballot"] == "void" else 3
    if kind == "grades":
        return len(options["grades"]) + len(options["others"]) + 1
    return options["ranks"] + 1


def choosing_limits(profile, items):
    """(L, N) on the items one ballot chooses, or None where every item is free (§9.1, limit 1)."""
    least, most = least_and_most(profile["choice"])
    select_void = profile["options"]["kind"] == "select" and profile["blank_ballot"] == "void"
    if profile["choice"]["kind"] == "each":
        return (1, items) if select_void else None
    return (max(least, 1) if select_void else least), most
