"""All breaking changes since the previous release, and what the documents say about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from pytest_golive.documents.breaking.changes import Change
from pytest_golive.documents.breaking.named import Guides
from pytest_golive.documents.breaking.promises import Promise
from pytest_golive.documents.checks import Check
from pytest_golive.documents.guide_statements import GuideStatements, statements_of
from pytest_golive.findings import Finding

SHOWN = 5


@dataclass(frozen=True)
class Breaking:
    """What a user of the previous release has to change, and whether the documents say so.

    Attributes:
        previous: the previous release in words; "" if there is none.
        compared: the number of public objects and operations in the previous release.
        now: their number now.
        changes: the changes that break or may break users, in order of names.
        guides: the texts about this version.
        promise: the promise of its version number.
        deprecated: what this version deprecates and the previous one did not.
        notes: further notes, such as what is not covered: names and words.
        known: the guides' words about the changes, if they are known already.
    """

    previous: str
    compared: int
    now: int
    changes: tuple[Change, ...]
    guides: Guides
    promise: Promise
    deprecated: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    known: GuideStatements | None = None

    @property
    def sure(self) -> tuple[Change, ...]:
        """The changes that break every user of the object."""
        return tuple(change for change in self.changes if change.is_sure)

    @property
    def source(self) -> str:
        """What was compared, in words."""
        tools = sorted({"griffe", *(change.tool for change in self.changes)})
        return f"{' and '.join(tools)}, compared with {self.previous}"

    def checks(self) -> Iterator[Check]:
        """All checks that must hold.

        Raises:
            CannotMeasure: something breaks, and the versions are unknown.
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
        return [change.finding(about) for change in self._unnamed if change.is_sure]

    def possible(self) -> list[Finding]:
        """Unnamed changes that may break somebody; they do not block."""
        about = "; it may break somebody"
        return [change.finding(about) for change in self._unnamed if not change.is_sure]

    def forbidden(self) -> list[Finding]:
        """Breaking changes that the version number does not allow.

        Raises:
            CannotMeasure: something breaks, and the versions are unknown.
        """
        found = [change for change in self.changes if self.promise.forbids(change)]
        return [change.finding(f"; {self.promise.words}", rule="promise-") for change in found]

    def claims(self) -> list[Finding]:
        """The places where a guide claims that nothing breaks, although something does."""
        if not self.sure:
            return []
        first = self.sure[0].words
        more = f" and {len(self.sure) - 1} more" if len(self.sure) > 1 else ""
        return [
            Finding(path, line, "claims-none", f"it says {words!r}, but {first}{more}", key=words)
            for path, line, words in self._statements.claims
        ]

    def told(self) -> Iterator[tuple[str, str]]:
        """Further notes for the report."""
        announced = sum(change.was_announced for change in self.sure)
        if self.sure:
            yield "removed as announced", f"{announced} of {len(self.sure)} breaking changes were announced before"
        if self.deprecated:
            more = f" and {len(self.deprecated) - SHOWN} more" if len(self.deprecated) > SHOWN else ""
            yield "newly deprecated", ", ".join(self.deprecated[:SHOWN]) + more
        yield from self.notes

    def with_notes(self, *notes: tuple[str, str]) -> Breaking:
        """The result with additional notes."""
        return replace(self, notes=(*self.notes, *notes))

    @cached_property
    def _statements(self) -> GuideStatements:
        return statements_of(self.guides, self.changes) if self.known is None else self.known

    @property
    def _unnamed(self) -> list[Change]:
        return [change for change, is_named in zip(self.changes, self._statements.named, strict=True) if not is_named]

    @property
    def _where(self) -> str:
        paths = self._statements.paths
        if not paths:
            return "no migration guide or changelog speaks of this version, so it"
        return " or ".join(paths[:3]) + (f" or {len(paths) - 3} more" if len(paths) > 3 else "")  # noqa: PLR2004 -- a line's worth
