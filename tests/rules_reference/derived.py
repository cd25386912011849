"""The rules of a run-off and of a second round (protocol.md §9.5)."""

import copy


def derive(profile, following, round_):
    """The profile of the contest that `following` (the `next` of a decision) calls for.

    `round_`: the run-offs in a row before the new contest; 0 after a first vote or a second round.
    """
    n = following["seats"]
    p = copy.deepcopy(profile)
    before = p["method"]
    if p["options"]["kind"] == "ranks":
        p["options"] = {"kind": "select"}
    if p["secrecy"] == "hands":
        p["choice"] = {"kind": "each"}
    elif p["choice"]["kind"] == "exactly":
        p["choice"] = {"kind": "exactly", "count": n}
    else:
        p["choice"] = {"kind": "at_most", "most": n}
    p["surplus"] = {"kind": "any"}
    threshold, on_tie = before["threshold"], before["on_tie"]
    if following["kind"] == "run_off":
        if before["run_off"]["threshold"] == "none":
            threshold = {"kind": "none"}
        last = {"presidium": "presidium", "vacant": "all_out"}[before["run_off"]["then"]]
        on_tie = "run_off" if round_ + 1 < before["run_off"]["rounds"] else last
    p["method"] = {
        "kind": "choose", "score": {"kind": "votes"}, "seats": {"kind": "fixed", "count": n}, "threshold": threshold,
        "on_tie": on_tie, "on_shortfall": "vacant", "run_off": before["run_off"],
    }
    return p
