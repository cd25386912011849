"""What must hold of every decision, on random cases: python3 check_random.py N SEED

Firm items pass and are at most the seats (more only with `all_in`); firm, tied and vacant seats make up the seats; the rules
derived for `next` are sound for its items (§9.5).
"""

import random
import sys

from derived import derive
from profiles import check, check_items, seats_of
from random_cases import random_case
from reference import run


def holds(profile, items, decision):
    """Names of what does not hold."""
    method, firm, tied = profile["method"], decision["firm"], decision["tied"]
    seats = seats_of(profile, items)
    if len(set(firm)) != len(firm) or any(decision["items"][i]["votes"] < decision["needed"] for i in firm + tied["items"]):
        yield "firm and tied items pass"
    if method["on_tie"] == "all_in":
        return
    if len(firm) > seats or set(firm) & set(tied["items"]):
        yield "firm items are at most the seats"
    open_seats = 0 if method["on_tie"] == "all_out" else tied["seats"]
    if len(firm) + open_seats + decision["vacant"] != seats:
        yield "firm, tied and vacant seats are the seats"


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: check_random.py N SEED")
    rng, decided, rules = random.Random(int(sys.argv[2])), 0, 0
    for number in range(int(sys.argv[1])):
        case = random_case(rng, number)
        decision = run(case).get("decision")
        if decision is None or decision["outcome"]["kind"] == "void" or case["profile"]["method"]["kind"] == "grade":
            continue
        decided += 1
        for what in holds(case["profile"], len(case["rows"]), decision):
            sys.exit(f"{what}: {case}")
        following = decision["next"]
        if following["kind"] in ("run_off", "second_round"):
            for round_ in range(3):
                new = derive(case["profile"], following, round_)
                check(new)  # Refused ends the program
                check_items(new, len(following["items"]))
                rules += 1
    print(f"{decided} decisions, {rules} derived rules")


if __name__ == "__main__":
    main()
