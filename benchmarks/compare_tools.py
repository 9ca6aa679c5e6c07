"""Compare our findings with those of the tools' own command lines, on any git repository.

    python benchmarks/compare_tools.py TREE [TREE …]

For each tree: lines against ``wc -l``, secrets against ``detect-secrets scan --no-verify``, vulnerabilities against
``bandit``, complexity and maintainability against radon. Both numbers and every difference are printed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from pytest_golive.codebase.bandit.scanning import scan_python
from pytest_golive.codebase.inventory.taking import Inventory, take_inventory
from pytest_golive.codebase.metrics.complexity import measure_critical
from pytest_golive.codebase.metrics.lines import count_lines
from pytest_golive.codebase.secrets.scanning import scan_secrets
from pytest_golive.codebase.seen import LARGEST_FILE
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure

SHOWN = 5
Row = tuple[object, ...]


def said(command: Iterable[str], root: Path, fed: bytes = b"") -> bytes:
    """What a tool prints."""
    environment = {**os.environ, "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    return subprocess.run(tuple(command), cwd=root, input=fed, capture_output=True, check=False, env=environment).stdout


def lines(inventory: Inventory) -> tuple[set[Row], set[Row]]:
    """Path and lines of each source file."""
    ours = {(file.path, file.lines) for file in count_lines(inventory).files}
    fed = b"\0".join(os.fsencode(file.path) for file in inventory.files)
    printed = os.fsdecode(said(("wc", "-l", "--files0-from=-"), inventory.root, fed)).splitlines()
    counted = [line.strip().partition(" ") for line in printed]
    return ours, {(path, int(number)) for number, _, path in counted if path != "total"}


def secrets(inventory: Inventory) -> tuple[set[Row], set[Row]]:
    """Path, line and type of each secret; the tool walks the tree itself."""
    large = {path for path in inventory.tracked if (inventory.root / path).stat().st_size > LARGEST_FILE}
    if large:
        print(f"    left out, for they are too large: {sorted(large)}")
    paths = [path for path in inventory.tracked if path not in large]
    ours = {(f.path, f.line, f.rule) for f in scan_secrets(inventory.root, paths).findings}
    printed = json.loads(said((sys.executable, "-m", "detect_secrets", "scan", "--no-verify"), inventory.root))
    hits = [(path, hit) for path, found in printed["results"].items() if path not in large for hit in found]
    return ours, {(path, hit["line_number"], hit["type"]) for path, hit in hits}


def vulnerabilities(inventory: Inventory) -> tuple[set[Row], set[Row]]:
    """Path, line, rule, severity and confidence of each issue, on the same files."""
    command = (sys.executable, "-W", "ignore", "-m", "bandit", "-q", "-f", "json", "-r", ".")
    printed = json.loads(said(command, inventory.root))
    unread = {os.path.normpath(error["filename"]) for error in printed["errors"]}
    paths = [path for path in inventory.tracked if path.endswith(".py") and path not in unread]
    if unread:
        print(f"    bandit itself cannot read {sorted(unread)}")
    ours = {(i.path, i.line, i.rule, i.severity, i.confidence) for i in scan_python(inventory.root, paths).issues}
    raw = printed["results"]
    return ours, {
        (
            os.path.normpath(i["filename"]),
            i["line_number"],
            i["test_id"],
            i["issue_severity"].lower(),
            i["issue_confidence"].lower(),
        )
        for i in raw
    }


def complexity(inventory: Inventory) -> tuple[set[Row], set[Row]]:
    """Path, line and complexity of each function or method that radon lists, and each file's maintainability."""
    readable = [file.path for file in inventory.files if file.is_python]
    ours: set[Row] = set()
    kept = []
    for path in readable:
        try:
            measured = measure_critical(inventory, [path.replace("[", "[[]")]).files  # a bare name is any folder's
        except CannotMeasure as error:
            print(f"    left out: {error.what}")
            continue
        file = next(file for file in measured if file.path == path)
        kept.append(path)
        ours |= {(path, function.line, function.complexity) for function in file.functions}
        ours.add((path, "maintainability", round(file.maintainability or 0.0, 6)))
    radon = (sys.executable, "-W", "ignore", "-m", "radon")
    theirs: set[Row] = set()
    for start in range(0, len(kept), 500):
        part = kept[start : start + 500]
        listed = json.loads(said((*radon, "cc", "-s", "-j", *part), inventory.root))
        for path, blocks in listed.items():
            functions = [block for block in blocks if isinstance(block, dict) and block["type"] != "class"]
            theirs |= {(path, block["lineno"], block["complexity"]) for block in functions}
        index = json.loads(said((*radon, "mi", "-s", "-j", *part), inventory.root))
        theirs |= {(path, "maintainability", round(found["mi"], 6)) for path, found in index.items() if "mi" in found}
    beyond = len(ours - theirs)
    print(f"    we list {beyond:,} closures and methods of nested classes besides")
    return {row for row in ours if row in theirs}, theirs


def compare(tree: Path) -> None:
    """Print both sides for one tree."""
    inventory = take_inventory(Repository.open(tree))
    print(f"{tree.name}: {len(inventory.files):,} source files of {len(inventory.tracked):,} tracked")
    for measure in (lines, complexity, vulnerabilities, secrets):
        began = time.perf_counter()
        ours, theirs = measure(inventory)
        seconds = time.perf_counter() - began
        print(f"  {measure.__name__:16} ours {len(ours):7,}  tool {len(theirs):7,}  both took {seconds:6.1f} s")
        for name, rows in (("only ours", ours - theirs), ("only the tool's", theirs - ours)):
            if rows:
                print(f"    {name}: {len(rows):,}, such as {sorted(rows, key=str)[:SHOWN]}")


def main() -> None:
    """Compare each tree of the command line."""
    for name in sys.argv[1:]:
        compare(Path(name).resolve())


if __name__ == "__main__":
    main()
