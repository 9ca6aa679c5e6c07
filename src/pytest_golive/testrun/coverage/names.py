"""Finds the tracked files that a report names."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from pytest_golive.errors import CannotMeasure

DRIVE: Final = re.compile(r"[A-Za-z]:/")


class Names:
    """Finds the files of one report.

    A report from another machine has folders of that machine: then the end of the path counts.

    Args:
        report: the file, for messages.
        root: the project.
        tracked: its files, relative to the root.
        sources: folders that relative names may start from.
    """

    def __init__(self, report: Path, root: Path, tracked: Collection[str], sources: Collection[str]) -> None:
        self._report = report
        self._roots = tuple(dict.fromkeys((str(root), os.path.realpath(root))))
        self._tracked = frozenset(tracked)
        self._sources = [source.replace("\\", "/") for source in sources]

    def locate_all(self, names: Collection[str]) -> dict[str, str]:
        """The path, relative to the root, for each of *names*; the name itself if it is elsewhere.

        Raises:
            CannotMeasure: a name matches two files.
        """
        found = {name: self._candidates(name) for name in names}
        # The prefix of the unambiguous names decides which of several paths an ambiguous name means.
        usual = Counter(start for paths in found.values() if len(paths) == 1 for start in paths.values())
        return {name: self._one(name, paths, usual) for name, paths in found.items()}

    def _one(self, name: str, found: dict[str, str], usual: Counter[str]) -> str:
        if not found:
            return self._elsewhere(name)
        most = max(usual[start] for start in found.values())
        paths = [path for path, start in found.items() if usual[start] == most]
        if len(paths) > 1:
            raise CannotMeasure(
                f"the coverage in {self._report} does not say which file it means by {name!r}: it fits "
                f"{' and '.join(map(repr, paths[:3]))}",
                "write the report with paths from the project's root: coverage's JSON and lcov have them, "
                "its XML only where [tool.coverage.run] source is one folder",
                path=paths[0],
            )
        return paths[0]

    def _candidates(self, name: str) -> dict[str, str]:
        """The tracked files that *name* may mean, only the most likely kind, each with the prefix before it."""
        plain = name.replace("\\", "/")
        absolute = is_absolute(plain)
        full = [plain] if absolute else [f"{source}/{plain}" for source in self._sources]
        inside = self._tracked_among((candidate, path) for candidate in full if (path := self._inside(candidate)))
        if not inside and not absolute:
            inside = self._tracked_among([(plain, os.path.normpath(plain))])
        # An absolute path must have at least one folder in common; a file name alone is not enough.
        least = 2 if absolute else plain.count("/") + 1
        tails = [
            (candidate, tail)
            for candidate in ([plain] if absolute else [*full, plain])
            for tail in _tails(candidate, least)
        ]
        return inside or self._tracked_among(tails)

    def _tracked_among(self, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
        return {path: full.removesuffix(path) for full, path in pairs if path in self._tracked}

    def _elsewhere(self, name: str) -> str:
        plain = name.replace("\\", "/")
        return self._inside(plain) or plain

    def _inside(self, path: str) -> str:
        """*path* relative to the root; "" if it is absolute and elsewhere."""
        if not path.startswith("/"):
            return "" if DRIVE.match(path) else os.path.normpath(path)
        path = os.path.normpath(path)
        return next((path.removeprefix(f"{start}/") for start in self._roots if path.startswith(f"{start}/")), "")


def is_absolute(plain: str) -> bool:
    """Whether a path with forward slashes starts with a root or a drive."""
    return plain.startswith("/") or DRIVE.match(plain) is not None


def _tails(path: str, least: int) -> Iterator[str]:
    parts = os.path.normpath(path).lstrip("/").split("/")
    for start in range(len(parts) - least + 1):
        yield "/".join(parts[start:])
