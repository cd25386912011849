"""Plays mutants against the tests and tells who saw them.

    play.py switched OUT WORKERS    those that stand behind a switch in OUT/tree, with the tests of OUT/built.json
    play.py alone OUT               the others, one build each, with the tests of `audit` alone
    play.py table OUT               what came of it, by file, and every mutant that nobody saw

OUT/results.jsonl holds an object for each mutant, the last of a mutant counts: `verdict` is caught, timeout, unviable, missed, or pending (the
tests of `audit` did not see it, the others are still to be played); `by` is the first test that failed."""

import collections
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

# Seconds of a test that takes less than twenty.
LIMIT = 150

# The tests of `audit` for a part of it, quickest first; the others follow for what survives.
OWN = {
    "rules": ["rules", "rules_commands", "rules_documents", "cli", "audit", "forged_logs"],
    "fold": ["cli", "forged_logs", "audit", "rules", "rules_commands"],
    "ahead": ["cli", "forged_logs", "audit"],
    "verify": ["cli", "forged_logs", "audit", "rules"],
    "entry": ["wire_vectors", "cli", "audit", "forged_logs", "must_refuse"],
    "wire": ["wire_vectors", "cli", "audit", "forged_logs", "must_refuse"],
    "": ["must_refuse", "merkle_vectors", "cli", "audit", "witness", "forged_logs"],
}
OTHERS = ["forgeries", "verifier", "terminal_client", "tally_server", "witness", "observer"]


def part(mutant):
    name = mutant["file"].removeprefix("audit/src/").removesuffix(".rs").split("/")[0]
    return name if name in OWN else ""


class Played:
    """What is known, kept line by line: a run that is stopped goes on where it was."""

    def __init__(self, out):
        self.out = out
        self.mutants = json.loads((out / "list.json").read_text())
        self.unwoven = set(json.loads((out / "unwoven.json").read_text()))
        self.path = out / "results.jsonl"
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        self.results = {result["number"]: result for result in map(json.loads, lines)}
        self.lock = threading.Lock()

    def keep(self, number, **result):
        with self.lock:
            self.results[number] = {"number": number, **result}
            with self.path.open("a") as file:
                file.write(json.dumps(self.results[number]) + "\n")

    def mutant(self, number):
        return self.mutants[number - 1]


def binaries(out):
    """Where each test is and where it runs: cargo runs a test in the folder of its package."""
    found = {}
    for line in (out / "built.json").read_text().splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        if message.get("reason") == "compiler-artifact" and message.get("executable") and message["profile"]["test"]:
            found[message["target"]["name"]] = (message["executable"], Path(message["manifest_path"]).parent)
    return found


def failed(name, tests, number):
    executable, folder = tests[name]
    environment = {**os.environ, "MUTANT": str(number), "RUST_BACKTRACE": "0"}
    try:
        ran = subprocess.run([executable], cwd=folder, env=environment, capture_output=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        return "timeout"
    return "caught" if ran.returncode else None


def first_failure(names, tests, number):
    for name in names:
        if verdict := failed(name, tests, number):
            return {"verdict": verdict, "by": name}
    return {"verdict": "missed"}


def switched(out, workers):
    played, tests = Played(out), binaries(out)
    for name in tests:
        if failed(name, tests, 0):
            sys.exit(f"{name} fails with no mutant on")
    waiting = queue.PriorityQueue()
    for number in range(1, len(played.mutants) + 1):
        known = played.results.get(number, {}).get("verdict")
        if number not in played.unwoven and known in (None, "pending"):
            waiting.put((known == "pending", number))

    def work():
        while True:
            try:
                later, number = waiting.get_nowait()
            except queue.Empty:
                return
            own = OWN[part(played.mutant(number))]
            names = [name for name in OTHERS if name not in own] if later else own
            result = first_failure(names, tests, number)
            if result["verdict"] == "missed" and not later:
                result = {"verdict": "pending"}
                waiting.put((True, number))
            played.keep(number, **result)

    threads = [threading.Thread(target=work) for _ in range(int(workers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def alone(out):
    played, tree = Played(out), out / "tree"
    for number in sorted(played.unwoven - set(played.results)):
        mutant = played.mutant(number)
        _, _, *lines = mutant["diff"].split("\n")
        diff = "\n".join([f"--- a/{mutant['file']}", f"+++ b/{mutant['file']}", *lines])
        subprocess.run(["git", "checkout", "--quiet", "."], cwd=tree, check=True)
        subprocess.run(["git", "apply", "-"], cwd=tree, input=diff.encode(), check=True)
        package = ["--quiet", "--package", "audit"]
        if subprocess.run(["cargo", "check", *package, "--lib"], cwd=tree, capture_output=True).returncode:
            played.keep(number, verdict="unviable")
            continue
        try:
            ran = subprocess.run(["cargo", "test", *package, "--lib", "--tests"], cwd=tree, capture_output=True, timeout=10 * LIMIT)
            played.keep(number, verdict="caught" if ran.returncode else "missed", by="audit")
        except subprocess.TimeoutExpired:
            played.keep(number, verdict="timeout", by="audit")
    subprocess.run(["git", "checkout", "--quiet", "."], cwd=tree, check=True)


def table(out):
    played = Played(out)
    rows = collections.defaultdict(collections.Counter)
    for number, mutant in enumerate(played.mutants, 1):
        name = mutant["file"].removeprefix("audit/src/")
        folder = name.split("/")[0] + "/" if "/" in name else name
        result = played.results.get(number, {"verdict": "not played"})
        elsewhere = result["verdict"] == "caught" and result["by"] in OTHERS and result["by"] not in OWN[part(mutant)]
        rows[folder]["elsewhere" if elsewhere else result["verdict"]] += 1
    columns = ["caught", "elsewhere", "timeout", "unviable", "missed", "pending", "not played"]
    print("| | mutants | " + " | ".join(columns) + " |")
    for name in sorted(rows):
        print(f"| `{name}` | {rows[name].total()} | " + " | ".join(str(rows[name][column] or "") for column in columns) + " |")
    total = sum(rows.values(), collections.Counter())
    print(f"| all | {total.total()} | " + " | ".join(str(total[column] or "") for column in columns) + " |")
    for number, result in sorted(played.results.items()):
        if result["verdict"] == "missed":
            print(number, played.mutant(number)["name"])


if __name__ == "__main__":
    command, folder, *more = sys.argv[1:]
    {"switched": switched, "alone": alone, "table": table}[command](Path(folder), *more)
