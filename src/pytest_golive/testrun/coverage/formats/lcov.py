"""Reads lcov's tracefiles from geninfo, coverage.py, nyc and cargo."""

from __future__ import annotations

from pathlib import Path

from pytest_golive.testrun.coverage.formats.raw import Raw, RawFile, damaged, whole
from pytest_golive.testrun.junit.report_time import report_time

NEVER = "-"


def read_lcov(path: Path) -> Raw:
    """Read *path*.

    Raises:
        CannotMeasure: it is damaged or incomplete.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError as error:
        damaged(path, error.strerror or type(error).__name__)
    reader = _Reader(path)
    for line in lines:
        reader.take(line.strip())
    if reader.file is not None:
        damaged(path, f"it breaks off in the middle of {reader.name!r}")
    return Raw(source="lcov", files=reader.files, written=report_time(path))


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: dict[str, RawFile] = {}
        self.file: RawFile | None = None
        self.name = ""
        self.seen: set[int] = set()
        self.branches: dict[tuple[str, ...], int] = {}

    def take(self, line: str) -> None:
        key, _, value = line.partition(":")
        if key == "SF":
            self.name, self.seen, self.branches = value, set(), {}
            self.file = self.files.setdefault(value, RawFile())
        elif line == "end_of_record":
            self._end()
        elif key in {"DA", "BRDA", "LF"}:
            if self.file is None:
                damaged(self.path, f"it has {key} outside of a file")
            self._record(self.file, key, value.split(","))

    def _record(self, file: RawFile, key: str, fields: list[str]) -> None:
        match (key, fields):
            case ("DA", [number, hits, *_]):
                line = whole(number, self.path, "a line's number")
                file.hit(line, whole(hits, self.path, "a line's hits"))
                self.seen.add(line)
            case ("BRDA", [number, block, *branch, taken]) if branch:
                count = 0 if taken == NEVER else whole(taken, self.path, "a branch's count")
                place = (number, block, *branch)
                self.branches[place] = self.branches.get(place, 0) + count
            case ("LF", [number]):
                if whole(number, self.path, "LF") > len(self.seen):
                    damaged(self.path, f"{self.name!r} counts {number} lines, and {len(self.seen)} are there")
            case _:
                damaged(self.path, f"it has {key}:{','.join(fields)[:40]}")

    def _end(self) -> None:
        if self.file is None:
            damaged(self.path, "it ends a file that never began")
        by_line: dict[int, list[int]] = {}
        for (number, *_), count in self.branches.items():
            by_line.setdefault(whole(number, self.path, "a branch's line"), []).append(count)
        for line, counts in by_line.items():
            self.file.branch(line, sum(count > 0 for count in counts), len(counts))
        self.file = None
