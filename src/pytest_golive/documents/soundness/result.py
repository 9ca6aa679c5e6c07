"""The result of checking that documents are sound."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_golive.findings import Finding, counted


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
        doubts: documents that are worth a look, each with its places: what they lack may be defined or made elsewhere,
            or a block shows something that is no program.
        notes: what was not checked: name and count or reason.
    """

    documents: int
    links: int
    blocks: int
    broken: tuple[Finding, ...]
    unreadable: tuple[Finding, ...]
    code: tuple[Finding, ...]
    build: Build = Build()
    doubts: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def source(self) -> str:
        """What was checked, in words."""
        read = f"{counted(self.documents, 'document')}, {counted(self.links, 'link')}"
        return f"{read}, {counted(self.blocks, 'block')} of code"
