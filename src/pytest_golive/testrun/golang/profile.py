"""Reads the profiles that ``go test -coverprofile`` writes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pytest_golive.testrun.coverage.formats.raw import Raw, RawFile, damaged, whole
from pytest_golive.testrun.golang.module import module_of
from pytest_golive.testrun.junit.report_time import report_time

MODES: Final = frozenset({"set", "count", "atomic"})
# shop.example/cart/cart.go:12.34,15.2 3 1: from line and column to line and column, statements, how often it ran.
BLOCK: Final = re.compile(r"(?P<name>.+):(?P<first>\d{1,9})\.\d{1,9},(?P<last>\d{1,9})\.\d{1,9} \d{1,9} (?P<hits>\d+)")
NO_CODE: Final = re.compile(r"\s*//.*|[\])}\s,;]*")  # a line without a statement of its own


def read_go(path: Path, root: Path) -> Raw:
    """Read *path*, a profile of the module in *root*.

    Raises:
        CannotMeasure: it is damaged.
    """
    try:
        first, *lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError as error:
        damaged(path, error.strerror or type(error).__name__)
    mode = first.removeprefix("mode:").strip()
    if mode not in MODES:
        damaged(path, f"its mode is {mode[:40]!r}")
    blocks = [_block(line, path) for line in lines if line.strip()]
    module = module_of(root)
    files: dict[str, RawFile] = {}
    code: dict[str, frozenset[int]] = {}
    for named, start, end, hits in blocks:
        name = named.removeprefix(f"{module}/") if module else named
        if name not in files:
            files[name], code[name] = RawFile(), _without_code(root / name)
        for line in range(start, end + 1):
            if line not in code[name]:
                files[name].hit(line, hits)
    return Raw(source=f"go test -coverprofile, mode {mode}", files=files, written=report_time(path))


def _block(line: str, path: Path) -> tuple[str, int, int, int]:
    found = BLOCK.fullmatch(line.strip())
    if found is None or not 1 <= int(found["first"]) <= int(found["last"]):
        damaged(path, f"it has {line[:80]!r}")
    return found["name"], int(found["first"]), int(found["last"]), whole(found["hits"], path, "a block's count")


def _without_code(file: Path) -> frozenset[int]:
    """The numbers of lines that a block spans and that hold no statement: blank ones, comments, closing braces."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()  # it is elsewhere, and does not count
    return frozenset(number for number, line in enumerate(lines, 1) if NO_CODE.fullmatch(line))
