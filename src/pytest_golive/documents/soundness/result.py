"""The result of checking that documents are sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pytest_golive.findings import Finding, counted

SHOWN: Final = 3  # lines of one document


@dataclass(frozen=True)
class Build:
    """The project's own strict build.

    Attributes:
        command: as it was run; "" where the project has none.
        findings: its warnings.
        why_not: why no build was run, in words; "" if one was.
        config: the settings of the site that it builds; "" where only the team knows.
    """

    command: str = ""
    findings: tuple[Finding, ...] = ()
    why_not: str = ""
    config: str = ""

    @property
    def passed(self) -> bool:
        """Whether it ran and had nothing to say."""
        return bool(self.command) and not self.findings


@dataclass(frozen=True)
class Soundness:
    """Everything in the documents that is broken or cannot be read.

    Attributes:
        documents: how many were read.
        links: how many links, images, includes and labels were followed.
        blocks: how many blocks of code were parsed as the language that they name.
        broken: links that lead nowhere.
        unreadable: text and markup that cannot be read.
        code: blocks that are not valid in the language that they name.
        build: the project's own strict build.
        doubtful: what is worth a look: what a document lacks may be defined or made elsewhere, or a block shows
            something that is no program.
        notes: what was not checked: name and count or reason.
    """

    documents: int
    links: int
    blocks: int
    broken: tuple[Finding, ...]
    unreadable: tuple[Finding, ...]
    code: tuple[Finding, ...]
    build: Build = Build()
    doubtful: tuple[Finding, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def source(self) -> str:
        """What was checked, in words."""
        read = f"{counted(self.documents, 'document')}, {counted(self.links, 'link')}"
        return f"{read}, {counted(self.blocks, 'block')} of code"

    @property
    def doubts(self) -> tuple[str, ...]:
        """The documents that are worth a look, each with its first place, the reason and how many more there are."""
        return tuple(self._by_document())

    def _by_document(self) -> Iterator[str]:
        for path, group in groupby(sorted(self.doubtful), key=lambda finding: finding.path):
            first, *others = group
            lines = ", ".join(str(finding.line) for finding in others[:SHOWN])
            rest = f"{len(others):,} more (line {lines}{', …' if len(others) > SHOWN else ''})"
            yield f"{path}:{first.line}: {first.message}{f'; and {rest}' if others else ''}"
