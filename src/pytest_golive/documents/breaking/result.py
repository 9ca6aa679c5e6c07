"""Everything that breaks since the previous release, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.named import Guides
from pytest_golive.documents.breaking.promises import Promise
from pytest_golive.documents.checks import Check
from pytest_golive.findings import Finding

SHOWN = 5


@dataclass(frozen=True)
class Breaking:
    """What a user of the previous release has to change, and whether he is told.

    Attributes:
        previous: the previous release in words; "" if there is none.
        compared: how many public objects and operations the previous release had.
        now: how many there are now.
        changes: those that break, or may break, in the order of their names.
        guides: what is written about this version.
        promise: what its number promises.
        deprecated: what this version announces the end of, and the previous one did not.
        notes: what else is worth telling: what is not covered; names and words.
    """

    previous: str
    compared: int
    now: int
    changes: tuple[Change, ...]
    guides: Guides
    promise: Promise
    deprecated: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def sure(self) -> tuple[Change, ...]:
        """Those that break whoever uses what they are about."""
        return tuple(change for change in self.changes if change.is_sure)

    @property
    def source(self) -> str:
        """What was compared, in words."""
        tools = sorted({"griffe", *(change.tool for change in self.changes)})
        return f"{' and '.join(tools)}, compared with {self.previous}"

    def checks(self) -> Iterator[Check]:
        """Everything that has to be true.

        Raises:
            CannotMeasure: something breaks, and the versions are not known.
        """
        unnamed = "breaking changes that no guide names"
        if not self.previous:
            source = f"the first release: nothing to compare with, {self.now:,} public objects and operations were read"
            yield Check(unnamed, (), self.now, source)
            return
        yield Check(unnamed, self.unnamed(), self.compared or self.now, self.source, self.possible())
        yield Check("documents that say wrongly that nothing breaks", self.claims())
        yield Check("breaking changes that the version does not allow", self.forbidden())

    def unnamed(self) -> list[Finding]:
        """Breaking changes that no guide names."""
        about = f", and {self._where} does not say so"
        return [change.finding(about) for change in self.sure if not self.guides.names(change)]

    def possible(self) -> list[Finding]:
        """What may break somebody, and is not named either; it does not block."""
        about = "; it may break somebody"
        return [
            change.finding(about) for change in self.changes if not change.is_sure and not self.guides.names(change)
        ]

    def forbidden(self) -> list[Finding]:
        """Breaking changes in a version that promises none.

        Raises:
            CannotMeasure: something breaks, and the versions are not known.
        """
        found = [change for change in self.changes if self.promise.forbids(change)]
        return [change.finding(f"; {self.promise.words}", rule="promise-") for change in found]

    def claims(self) -> list[Finding]:
        """Where a guide says that nothing breaks, though something does."""
        if not self.sure:
            return []
        first = self.sure[0].words
        more = f" and {len(self.sure) - 1} more" if len(self.sure) > 1 else ""
        return [
            Finding(guide.path, line, "claims-none", f"it says {words!r}, but {first}{more}", key=words)
            for guide in self.guides.texts
            for line, words in guide.claims()
        ]

    def told(self) -> Iterator[tuple[str, str]]:
        """What is worth telling besides."""
        announced = sum(change.was_announced for change in self.sure)
        if self.sure:
            yield "removed as announced", f"{announced} of {len(self.sure)} breaking changes were announced before"
        if self.deprecated:
            more = f" and {len(self.deprecated) - SHOWN} more" if len(self.deprecated) > SHOWN else ""
            yield "newly deprecated", ", ".join(self.deprecated[:SHOWN]) + more
        yield from self.notes

    def with_notes(self, *notes: tuple[str, str]) -> Breaking:
        """The same with more that is worth telling."""
        return replace(self, notes=(*self.notes, *notes))

    @property
    def _where(self) -> str:
        paths = [*dict.fromkeys(guide.path for guide in self.guides.texts)]
        if not paths:
            return "no migration guide or changelog speaks of this version, so it"
        return " or ".join(paths[:3]) + (f" or {len(paths) - 3} more" if len(paths) > 3 else "")  # noqa: PLR2004 -- a line's worth
