"""How right ``golive bind --yes`` is about other people's checklists.

    python -m benchmarks.binding_documents DIR [--rows]

In DIR lie documents NAME.md, each with NAME.expected.toml: for each row its line, the gates that together decide it
(none where people do), others that would do (``also``), and ``partly`` where people decide the rest. A proposal is

    right    what is expected, or a whole section that holds it; or people, where they decide the row or the rest of it
    wrong    a gate that judges something else
    partial  one of several gates that only together decide the row, one where people decide the rest, or people beside
             a gate that decides it alone
    missing  people, where gates decide the row

Exit status 1 if something is wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pytest_golive.checklist.proposing.guessing import Proposal
from pytest_golive.checklist.proposing.matching import Matcher
from pytest_golive.checklist.proposing.planning import CONFIDENCE, SIGN, has_tasks, open_rows
from pytest_golive.checklist.reading.text import read_text
from pytest_golive.commands.bind.candidates import candidates

WORDS = ("right", "wrong", "partial", "missing")


def judged(bond: str, row: dict[str, Any]) -> str:
    """What *bond*, which would be written, is for a row of the expectations."""
    gates, also = row.get("gates", []), row.get("also", [])
    is_partly = row.get("partly", False)
    if bond in {"", SIGN}:
        return "right" if is_partly or not gates else "missing"
    if ", " in bond:
        found = set(bond.split(", "))
        return "wrong" if found - {*gates, *also} else "partial" if is_partly or set(gates) - found else "right"
    bond, _, people = bond.partition(" ")
    if bond.startswith("section:") and gates:
        whole = f"{bond.removeprefix('section:')}::"
        return "right" if all(gate.startswith(whole) or gate == bond for gate in gates) else "wrong"
    if bond not in {*gates, *also}:
        return "wrong"
    if people:
        return "right" if is_partly else "partial"
    return "partial" if is_partly or (bond not in also and len(gates) > 1) else "right"


def compared(document: Path, matcher: Matcher) -> Iterator[tuple[str, int, str, str, Proposal]]:
    """Each row: how good its proposal is, its line, its words, what is written, and all that was proposed."""
    text = read_text(document, document.name)
    every = not has_tasks(text)
    found = {one.row.line: one for one in open_rows(text, matcher)}
    for row in tomllib.loads(document.with_suffix(".expected.toml").read_text(encoding="utf-8"))["row"]:
        one = found.pop(row["line"], None)
        bond = one.default(CONFIDENCE, every=every) if one else ""
        proposal = one.proposal if one else Proposal("", 0.0, "no row")
        yield judged(bond, row), row["line"], row["text"] + f" <{' '.join(row['gates'])}>", bond, proposal
    for line, one in found.items():  # rows that nobody expects: people decide them
        bond = one.default(CONFIDENCE, every=every)
        if bond not in {"", SIGN}:
            yield "wrong", line, one.row.text, bond, one.proposal


def main() -> int:
    """Print a table, and with ``--rows`` each row that is not right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", action="store_true", help="print each row whose proposal is not right")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as empty:
        matcher = Matcher(candidates(Path(empty), None))
    whole: Counter[str] = Counter()
    print(f"| checklist | rows | {' | '.join(WORDS)} |\n|---|{'---|' * (1 + len(WORDS))}")
    for document in sorted(options.folder.glob("*.md")):
        rows = list(compared(document, matcher))
        counts = Counter(word for word, *_ in rows)
        whole += counts
        print(_line(document.stem, counts))
        for word, line, text, bond, proposal in rows if options.rows else ():
            if word != "right":
                print(f"    {word:8}{line:4} {text!r}: {bond or 'nothing'}; {proposal}")
    print(_line("in all", whole))
    return int(whole["wrong"] > 0)


def _line(name: str, counts: Counter[str]) -> str:
    return f"| {name} | {counts.total()} | {' | '.join(str(counts[word]) for word in WORDS)} |"


if __name__ == "__main__":
    sys.exit(main())
