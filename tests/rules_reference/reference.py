"""A second, independent reference for the rules: protocol.md §9 in Python, sharing nothing with the Rust.

Reads cases as JSON lines on standard input, writes one result object a line. The format of cases and results is
in ../vectors/rules/README.md.   python3 reference.py < cases.jsonl
"""

import json
import sys

from decision import change, decide, may_open
from derived import derive
from profiles import Refused, check, check_items


def which_press(presses, close, recast):
    """Of one deputy's presses, in order, the one that counts: those after the close do not. `[]` if there is none (未按)."""
    counted = [press["choice"] for press in presses if press["t"] < close]
    return counted[:1] if recast == "first" else counted[-1:]


def numbers_of(case):
    return case["profile"], case["roll"], case["ballots"], case["rows"]


def run(case):
    """The result of one case: the object that a vector has as `expect`."""
    kind = case["kind"]
    try:
        if kind == "decide":
            return {"decision": decide(*numbers_of(case))}
        if kind == "change":
            return {"could_change": change(*numbers_of(case), case["missing"], case["extra"])}
        if kind == "profile":
            check(case["profile"])
            if "items" in case:
                check_items(case["profile"], case["items"])
            return {"sound": True}
        if kind == "may_open":
            return may_open(case["profile"], case["roll"])
        if kind == "derive":
            return {"profile": derive(case["profile"], case["next"], case["round"])}
        if kind == "press":
            return {"counts": which_press(case["presses"], case["close"], case["recast"])}
    except Refused as refused:
        return {"error": refused.error}
    raise ValueError(f"unknown kind of case: {kind}")


def main():
    for line in sys.stdin:
        if line.strip():
            print(json.dumps(run(json.loads(line)), ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
