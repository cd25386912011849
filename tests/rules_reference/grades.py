"""Grades (protocol.md §9.3, step 9)."""

from fractions import Fraction

from profiles import needs


def votes_for(profile, counts):
    """Marks that are a vote for the item: grades, others, and blanks where a blank is 弃权."""
    return sum(counts) if profile["blank_item"] == "abstain" else sum(counts[:-1])


def grade_of(profile, n, counts, more=0):
    """(grade list, score, reason) of one item. `more`: by how many ballots the base `returned` differs (§9.4)."""
    rule = profile["method"]["rule"]
    size = len(profile["options"]["grades"])
    c = counts[:size]
    last = size - 1
    if sum(c) == 0:
        return [], (0, 1), {"code": "no_votes"}

    if rule["kind"] == "plurality":
        marks = max(c)
        best = [g for g in range(size) if c[g] == marks]
        chosen = {"higher": best[:1], "lower": best[-1:], "presidium": best if len(best) == 1 else []}[rule["on_tie"]]
        return chosen, (0, 1), {"code": "plurality", "marks": marks, "grades": best}

    if rule["kind"] == "cumulative":
        name = rule["share"]["base"]
        base = votes_for(profile, counts) if name == "valid" else n.base(name)
        if name == "returned":
            base += more
        needed = max(1, needs(rule["share"], base))
        for g in range(last):
            if sum(c[: g + 1]) >= needed:
                return [g], (0, 1), {"code": "cumulative", "reached": sum(c[: g + 1]), "needed": needed, "base": base}
        return [last], (0, 1), {"code": "cumulative", "reached": sum(c[:last]), "needed": needed, "base": base}

    if rule["kind"] == "weighted":
        score = sum(weight * count for weight, count in zip(rule["weights"], c)), sum(c)
        for g, band in enumerate(rule["bands"]):
            if score[0] >= band * score[1]:
                return [g], score, {"code": "weighted", "band": [band]}
        return [last], score, {"code": "weighted", "band": []}

    num, den = sum(c[: profile["options"]["satisfied"]]), votes_for(profile, counts)
    for g, band in enumerate(rule["bands"]):
        if 100 * num >= band * den:
            return [g], (0, 1), {"code": "rate", "band": [band]}
    return [last], (0, 1), {"code": "rate", "band": []}


def grade_items(profile, n, rows):
    size, satisfied = len(profile["options"]["grades"]), profile["options"]["satisfied"]
    share = []
    for row in rows:
        share.append((sum(row["counts"][:satisfied]), votes_for(profile, row["counts"])))
    rate = [Fraction(num, den) if den else Fraction(0) for num, den in share]
    items = []
    for i, row in enumerate(rows):
        grade, score, reason = grade_of(profile, n, row["counts"])
        num, den = share[i]
        items.append({
            "counts": row["counts"], "invalid": row["invalid"], "votes": den, "score": {"num": score[0], "den": score[1]},
            "share": {"num": num, "den": den, "percent": (20000 * num + den) // (2 * den) if den else 0},
            "rank": 1 + sum(other > rate[i] for other in rate), "passed": bool(grade) and grade[0] < size - 1,
            "chosen": "graded", "grade": grade, "reason": reason,
        })
    return items
