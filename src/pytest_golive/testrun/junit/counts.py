"""Compares the counters of a JUnit suite with its content: a report that lost cases proves nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from pytest_golive.errors import CannotMeasure

CURE: Final = (
    "run the tests again to the end; where pytest counts subtests that it does not write down, "
    "let golive run the tests: [tool.golive.tests] command"
)


@dataclass(slots=True)
class Cases:
    """The number of cases, and of their names: one case may fail, and then also fail to clean up."""

    count: int = 0
    names: set[int] = field(default_factory=set)

    def fit(self, said: int) -> bool:
        """Whether *said* can be their number."""
        return said == self.count or (len(self.names) <= said < self.count)


@dataclass(slots=True)
class Suite:
    """A suite while it is read.

    Attributes:
        said: its attributes.
        own: the cases directly in it.
        all: these, and those of nested suites.
        broken: how many failed or had errors, including suites themselves.
        skipped: how many were skipped, or may have been.
    """

    said: Mapping[str, str]
    own: Cases = field(default_factory=Cases)
    all: Cases = field(default_factory=Cases)
    broken: int = 0
    skipped: int = 0

    @property
    def name(self) -> str:
        """Its name."""
        return self.said.get("name", "")

    def add(self, name: int, *, broken: bool, skipped: bool) -> None:
        """Count one case; *name* is a number for its name."""
        for cases in (self.own, self.all):
            cases.count += 1
            cases.names.add(name)
        self.broken += broken
        self.skipped += skipped

    def close(self, around: Suite | None, tag: str, path: Path) -> None:
        """Compare the counters with the content, and add the content to the suite *around* it.

        Raises:
            CannotMeasure: a counter is not a number, or does not match the content.
        """
        tests = self._count("tests", path)
        if tests is not None and not (self.all.fit(tests) or self.own.fit(tests)):
            self._incomplete(tag, path, "tests", tests, self.all.count)
        for name, found in (("failures", self.broken), ("errors", self.broken), ("skipped", self.skipped)):
            if (counted := self._count(name, path) or 0) > found:
                self._incomplete(tag, path, name, counted, found)
        if around is not None:
            around.all.count += self.all.count
            if len(around.all.names) < len(self.all.names):
                around.all.names, self.all.names = self.all.names, around.all.names
            around.all.names |= self.all.names
            around.broken += self.broken
            around.skipped += self.skipped

    def _count(self, name: str, path: Path) -> int | None:
        text = self.said.get(name)
        if text is None or not text.strip():
            return None
        try:
            count = int(text)
        except ValueError:
            count = -1
        if count < 0:
            raise CannotMeasure(
                f"{path} is damaged: a suite counts {name}={text[:40]!r}", "run the tests again", path=str(path)
            )
        return count

    def _incomplete(self, tag: str, path: Path, what: str, counted: int, found: int) -> NoReturn:
        raise CannotMeasure(
            f"the report {path} is incomplete: {(self.name or tag)[:80]!r} counts {counted} {what}, "
            f"and {found} are there",
            CURE,
            path=str(path),
        )
