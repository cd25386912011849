"""Which values of §9.1, and which sides of which boundaries, the vectors cover."""

# Every word that may stand in a profile, by its place. Each must stand in a case that is decided (not refused).
WORDS = {
    "secrecy": ("secret", "named", "hands"),
    "meeting_quorum.base": ("membership", "due"),
    "meeting_quorum.inclusive": (True, False),
    "vote_quorum.kind": ("none", "share"),
    "vote_quorum.base": ("membership", "due", "present"),
    "vote_quorum.inclusive": (True, False),
    "suspended": ("counted", "not_counted"),
    "roll_freeze": ("session", "plenary", "contest"),
    "late_arrival": ("not_admitted", "until_issued", "until_end"),
    "leave_early": ("stays", "leaves"),
    "options.kind": ("select", "two_way", "three_way", "grades", "ranks"),
    "options.each": ("at_most_once", "exactly_once"),
    "choice.kind": ("each", "at_most", "exactly", "between"),
    "blank_item": ("abstain", "approve", "invalid"),
    "blank_ballot": ("abstain", "void"),
    "mark_conflict": ("item_void", "ballot_void"),
    "recast": ("first", "last"),
    "surplus.kind": ("any", "none", "count", "ratio"),
    "method.kind": ("choose", "grade"),
    "method.score.kind": ("votes", "appearances", "borda", "mean_rank"),
    "method.score.unranked": ("ignored", "last"),
    "method.seats.kind": ("fixed", "every_item"),
    "method.threshold.kind": ("none", "share"),
    "method.threshold.base": ("membership", "due", "present", "returned", "valid"),
    "method.threshold.inclusive": (True, False),
    "method.on_tie": ("run_off", "all_in", "all_out", "presidium"),
    "method.on_shortfall": ("vacant", "second_round", "next_sitting"),
    "method.rule.kind": ("plurality", "cumulative", "weighted", "rate"),
    "method.rule.on_tie": ("higher", "lower", "presidium"),
    "method.rule.share.base": ("membership", "due", "present", "returned", "valid"),
    "method.rule.share.inclusive": (True, False),
}
# These have their effect in the rules derived from a profile.
DERIVED_WORDS = {
    "method.run_off.threshold": ("none", "same"),
    "method.run_off.then": ("presidium", "vacant"),
    "method.run_off.rounds": (1, 3),
}
# What a decision may say.
RESULTS = {
    "outcome.reason": ("meeting_quorum", "returned_exceeds_issued", "vote_quorum", "minimum_ballots"),
    "next.kind": ("none", "run_off", "presidium", "second_round", "next_sitting"),
    "unreturned_could_change": (True, False),
    "items.*.chosen": ("yes", "no", "run_off", "presidium", "graded"),
    "items.*.passed": (True, False),
    "items.*.reason.code": (
        "tied_at_cut", "within_seats", "seats_filled", "below_threshold", "no_votes", "plurality", "cumulative", "weighted", "rate",
    ),
}
ERRORS = ("present", "due", "issued", "machine", "paper", "rows", "columns", "sum", "ranks", "most", "least")

THREE_SIDES = ("below", "at", "above")
BOUNDARIES = {
    name: THREE_SIDES
    for name in (
        "close", "meeting_quorum.membership", "meeting_quorum.due", "meeting_quorum.decided", "vote_quorum.membership",
        "vote_quorum.due", "vote_quorum.present", "threshold.membership", "threshold.due", "threshold.present",
        "threshold.returned", "threshold.valid", "threshold.none", "choice.at_most.most", "choice.exactly.most",
        "choice.exactly.least", "choice.between.most", "choice.between.least", "blank_ballot.select", "blank_item.approve.most",
        "minimum_ballots", "returned.machine", "returned.paper", "present", "due", "issued", "valid_and_void.machine",
        "valid_and_void.paper", "row_sum", "row_columns", "ranks.at_most_once", "ranks.exactly_once", "on_tie", "tied", "on_shortfall",
        "second_round.equal", "appearances", "borda", "mean_rank", "borda.threshold", "plurality.higher", "plurality.lower",
        "plurality.presidium", "cumulative.membership", "cumulative.due", "cumulative.present", "cumulative.returned",
        "cumulative.valid", "cumulative.over_half", "weighted", "rate", "surplus.none", "surplus.any", "surplus.count", "surplus.ratio",
        "change.overtake", "change.threshold", "change.base", "change.vote_quorum", "change.minimum", "change.extra",
        "change.returned",
    )
}
# A number of a profile at its bound, and one step beyond it. Values within are in every theme.
BOUNDARIES.update({
    f"bound of {name}": ("at", "beyond")
    for name in (
        "meeting_quorum_share.num", "meeting_quorum_share.inclusive", "meeting_quorum_share.exclusive", "vote_quorum_share.num",
        "vote_quorum_share.inclusive", "vote_quorum_share.exclusive", "method_share.num", "method_share.inclusive",
        "method_share.exclusive", "method_grade.num", "method_grade.inclusive", "method_grade.exclusive", "ranks.least", "ranks.most",
        "ranks.items", "grades.least", "grades.most", "others.most", "satisfied.least", "satisfied.most", "choice.at_most",
        "choice.exactly", "choice.between.least", "choice.between.most", "choice.items", "surplus.count", "surplus.ratio_num",
        "surplus.ratio_den", "method.seats_least", "method.seats_most", "method.rounds", "method.top_least", "method.top_most",
        "method.weight_most", "method.weights_fall", "method.weights_each_grade", "method.bands_within_weights",
        "method.bands_at_least_one", "method.bands_fall", "method.bands_each_grade_but_the_last", "method.rate_least",
        "method.rate_most", "method.rate_falls", "method.rate_turned_round", "method.rate_one_missing", "method.rate_one_more",
        "method.seats.items",
        "minimum_ballots.profile", "channel_floor.profile",
    )
})


def values_at(value, path):
    """The values at a path; `*` stands for every element of a list."""
    if not path:
        yield value
    elif path[0] == "*":
        for inner in value:
            yield from values_at(inner, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from values_at(value[path[0]], path[1:])


def uncovered(wanted, objects, of):
    for place, words in wanted.items():
        found = [value for one in objects for value in values_at(one, place.split("."))]
        missing = [word for word in words if word not in found]
        print(f"  {of} {place}: " + ", ".join(f"{word} {found.count(word)}" for word in words))
        yield from (f"{of} {place}={word}" for word in missing)


def report(cases, boundaries):
    """Prints what is covered; returns what is not."""
    decided = [case for case in cases if "decision" in case["expect"]]
    missing = list(uncovered(WORDS, [case["profile"] for case in decided], "profile"))
    missing += uncovered(DERIVED_WORDS, [case["profile"] for case in cases if case["kind"] == "derive"], "derived from")
    missing += uncovered(RESULTS, [case["expect"]["decision"] for case in decided], "decision")
    named = [case["expect"]["error"] for case in cases if "error" in case["expect"]]
    missing += uncovered({"what": ERRORS}, [error for error in named if error["kind"] == "numbers"], "numbers refused:")
    counts = {}
    for boundary in boundaries:
        counts[boundary] = counts.get(boundary, 0) + 1
    for name, sides in BOUNDARIES.items():
        print(f"  boundary {name}: " + ", ".join(f"{side} {counts.get((name, side), 0)}" for side in sides))
        missing += [f"boundary {name} {side}" for side in sides if (name, side) not in counts]
    missing += [f"boundary {name} is not listed" for name in sorted({name for name, _ in counts}) if name not in BOUNDARIES]
    return missing
