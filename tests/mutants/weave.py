"""All changes that cargo-mutants lists, woven into one source, each behind a switch.

    weave.py weave TREE OUT    OUT/list.json: `cargo mutants --list --json`, whose mutants are numbered from 1;
                               changes the sources of TREE; OUT/woven.json tells where each mutant stands
    weave.py errors OUT        OUT/messages.json: cargo's messages; adds those that do not compile to OUT/unwoven.json

MUTANT=n in the environment switches mutant n on."""

import collections
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

import tree_sitter
import tree_sitter_rust

RUST = tree_sitter.Language(tree_sitter_rust.language())

SWITCH = """
/// Whether this mutant is on.
#[doc(hidden)]
pub fn mutant(number: u32) -> bool {
    static ON: std::sync::LazyLock<u32> =
        std::sync::LazyLock::new(|| std::env::var("MUTANT").ok().and_then(|on| on.parse().ok()).unwrap_or(0));
    *ON == number
}
"""

# An error that rustc reports beside what was woven in, not on it, is blamed on a mutant at most so many bytes away.
NEAR = 60


def on(number):
    return f"crate::mutant({number})"


@dataclass
class Weft:
    """What is woven into a file; keys are places in bytes."""

    data: bytes
    # Put in at a place.
    inserted: dict = field(default_factory=lambda: collections.defaultdict(list))
    # Put around an expression: (number, before, after).
    around: dict = field(default_factory=lambda: collections.defaultdict(list))
    # Another operator of an expression: (number, operator, start and end of its own).
    operators: dict = field(default_factory=lambda: collections.defaultdict(list))
    unwoven: list = field(default_factory=list)

    def add(self, root, number, mutant, span):
        start, end = span
        node = root.descendant_for_byte_range(start, end)
        genre, new = mutant["genre"], mutant["replacement"]
        if genre == "FnValue" and "impl " not in (mutant["function"]["return_type"] or ""):
            self.inserted[start].append((number, f"if {on(number)} {{ return {new}; }} "))
        elif genre == "BinaryOperator" and node.parent.type == "binary_expression":
            self.operators[node.parent.start_byte, node.parent.end_byte].append((number, new, start, end))
        elif genre == "UnaryOperator" and (whole := enclosing(node, "unary_expression")) and self.data[start : start + 1] == b"!":
            self.around[whole.start_byte, whole.end_byte].append((number, f"({on(number)} ^ (", "))"))
        elif genre == "MatchArmGuard":
            test = f"{on(number)} ||" if new == "true" else f"!{on(number)} &&"
            self.around[start, end].append((number, f"({test} (", "))"))
        elif genre == "MatchArm" and (arm := enclosing(node, "match_arm")):
            pattern = arm.child_by_field_name("pattern")
            guard = pattern.child_by_field_name("condition")
            if guard is None:
                self.inserted[pattern.end_byte].append((number, f" if !{on(number)}"))
            else:
                self.around[guard.start_byte, guard.end_byte].append((number, f"(!{on(number)} && (", "))"))
        else:
            self.unwoven.append(number)

    def whole(self):
        spans = sorted({*self.operators, *self.around}, key=lambda span: (span[0], -span[1]))
        return self.text(0, len(self.data), spans)

    def text(self, start, end, spans):
        """Pieces (bytes, number of the mutant or None) of start..end; spans: the changed expressions within, outer first."""
        pieces, at = [], start
        inside = [span for span in spans if start <= span[0] and span[1] <= end]
        for span in inside:
            if span[0] < at:
                continue
            pieces += self.plain(at, span[0])
            pieces += self.expression(span, [other for other in inside if other != span and span[0] <= other[0] and other[1] <= span[1]])
            at = span[1]
        return pieces + self.plain(at, end)

    def plain(self, start, end):
        pieces, at = [], start
        for place in sorted(place for place in self.inserted if start <= place < end):
            pieces.append((self.data[at:place], None))
            pieces += [(text.encode(), number) for number, text in self.inserted[place]]
            at = place
        return [*pieces, (self.data[at:end], None)]

    def expression(self, span, spans):
        before = [(text.encode(), number) for number, text, _ in self.around.get(span, [])]
        after = [(text.encode(), number) for number, _, text in reversed(self.around.get(span, []))]
        group = self.operators.get(span)
        if not group:
            return before + self.text(*span, spans) + after
        _, _, start, end = group[0]
        pieces = [(b"(", None)]
        for number, operator, _, _ in group:
            pieces.append((f"if {on(number)} {{ ".encode(), number))
            pieces += self.text(span[0], start, spans) + [(operator.encode(), number)] + self.text(end, span[1], spans)
            pieces.append((b" } else ", number))
        pieces.append((b"{ ", None))
        pieces += self.text(span[0], start, spans) + [(self.data[start:end], None)] + self.text(end, span[1], spans)
        return before + pieces + [(b" })", None)] + after


def enclosing(node, kind):
    while node is not None and node.type != kind:
        node = node.parent
    return node


def offset(lines, place):
    """The byte of cargo-mutants' line and column, which count characters from 1."""
    before = sum(len(line) + 1 for line in lines[: place["line"] - 1])
    return before + len(lines[place["line"] - 1].decode()[: place["column"] - 1].encode())


def weave(tree, out):
    mutants = json.loads((out / "list.json").read_text())
    kept = out / "unwoven.json"
    unwoven = set(json.loads(kept.read_text())) if kept.exists() else set()
    files = collections.defaultdict(list)
    for number, mutant in enumerate(mutants, 1):
        if number not in unwoven:
            files[mutant["file"]].append((number, mutant))
    woven = {}
    for file, listed in files.items():
        path = tree / file
        weft = Weft(path.read_bytes())
        lines = weft.data.split(b"\n")
        root = tree_sitter.Parser(RUST).parse(weft.data).root_node
        for number, mutant in listed:
            span = mutant["span"]
            weft.add(root, number, mutant, (offset(lines, span["start"]), offset(lines, span["end"])))
        unwoven.update(weft.unwoven)
        source, woven[file] = bytearray(), []
        for piece, number in weft.whole():
            if number is not None:
                woven[file].append((number, len(source), len(source) + len(piece)))
            source += piece
        path.write_bytes(bytes(source))
    library = tree / "audit/src/lib.rs"
    library.write_text(library.read_text() + SWITCH)
    (out / "woven.json").write_text(json.dumps(woven))
    kept.write_text(json.dumps(sorted(unwoven)))
    print(f"{len(mutants)} mutants, {len(unwoven)} of them not woven in")


def blamed(message, woven):
    """The mutants that an error is about."""
    spans = message["spans"]
    found = set()
    for span in [span for span in spans if span["is_primary"]] or spans:
        on_it = [(end - start, number) for number, start, end in woven.get(span["file_name"], []) if start < span["byte_end"] and span["byte_start"] < end]
        if on_it:
            found.add(min(on_it)[1])
    if not found:
        for span in spans:
            near = [(min(abs(span["byte_start"] - end), abs(start - span["byte_end"])), number) for number, start, end in woven.get(span["file_name"], [])]
            if near and min(near)[0] < NEAR:
                found.add(min(near)[1])
    if not found and message["code"] and message["code"]["code"] == "E0004":
        # Arms behind switches no longer cover every pattern: all arms of that `match`.
        for span in spans:
            found |= {number for number, start, end in woven.get(span["file_name"], []) if 0 <= start - span["byte_start"] < 10 * NEAR}
    return found


def errors(out):
    woven = json.loads((out / "woven.json").read_text())
    bad = set()
    for line in (out / "messages.json").read_text().splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        if message.get("reason") == "compiler-message" and message["message"]["level"] == "error" and message["message"]["spans"]:
            found = blamed(message["message"], woven)
            if not found:
                print("unexplained:", message["message"]["rendered"])
            bad |= found
    kept = out / "unwoven.json"
    kept.write_text(json.dumps(sorted({*json.loads(kept.read_text()), *bad})))
    print(f"{len(bad)} do not compile")


if __name__ == "__main__":
    command, *paths = sys.argv[1:]
    {"weave": weave, "errors": errors}[command](*map(Path, paths))
