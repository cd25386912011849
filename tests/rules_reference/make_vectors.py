"""Makes ../vectors/rules/*.json from fixed lists; with --check, fails where the files differ from what it makes.

Prints how many cases each file has, and which values and boundaries of §9.1 they cover; fails if one is missing.
"""

import json
import pathlib
import sys

import coverage
import reference
import themes

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "vectors" / "rules"


def at(value, path):
    """The part of a result that `path` names: `decision.items.0.grade`."""
    for step in path.split("."):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def finished(theme):
    cases = []
    for case, hand in theme.cases:
        result = reference.run(case)
        for path, wanted in hand.items():
            try:
                got = at(result, path)
            except (KeyError, IndexError, TypeError):
                got = result
            if got != wanted:
                sys.exit(f"{theme.name}/{case['name']}: {path} is {got}, by hand it is {wanted}")
        cases.append({**case, "expect": result})
    names = [case["name"] for case in cases]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        sys.exit(f"{theme.name}: the same name twice: {twice}")
    return cases


def text_of(cases):
    """A case a line, so that a changed case is a changed line."""
    lines = ",\n".join(json.dumps(case, ensure_ascii=False, separators=(",", ":")) for case in cases)
    return f"[\n{lines}\n]\n"


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit("usage: make_vectors.py [--check]")
    wrong, made, total = [], set(), 0
    every = []
    for theme in themes.all_themes():
        cases = finished(theme)
        every += cases
        path = FOLDER / f"{theme.name}.json"
        made.add(path.name)
        text = text_of(cases)
        if check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                wrong.append(path.name)
        else:
            FOLDER.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        total += len(cases)
        print(f"{path.name:24} {len(cases):4}")
    beyond = sum(not case["source"].startswith("domain.md 2.11") for case in every)
    print(f"{'all':24} {total:4}, {beyond} beyond A to O")
    wrong += sorted(path.name for path in FOLDER.glob("*.json") if path.name not in made)
    missing = coverage.report(every, [b for theme in themes.all_themes() for b in theme.boundaries])
    if missing:
        sys.exit("not covered: " + ", ".join(missing))
    if wrong:
        sys.exit("differ from what is made here: " + ", ".join(wrong))


if __name__ == "__main__":
    main()
