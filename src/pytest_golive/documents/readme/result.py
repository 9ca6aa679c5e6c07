"""What was found of a README."""

from __future__ import annotations

from dataclasses import dataclass

from pytest_golive.findings import Finding, counted


@dataclass(frozen=True)
class ReadmeScan:
    """What a README tells people and what of it is not so.

    Attributes:
        path: of the README.
        commands: how many commands it names.
        imports: how many blocks of Python it shows.
        badges: how many badges stand at its head.
        wrong: commands that name what does not exist.
        pointers: badges and versions that are not of this project.
        examples: imports of Python examples that are not there.
        notes: what was not looked at, each with its name.
    """

    path: str
    commands: int
    imports: int
    badges: int
    wrong: tuple[Finding, ...]
    pointers: tuple[Finding, ...]
    examples: tuple[Finding, ...]
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def looked_at(self) -> int:
        """How many things could be held against the project."""
        return self.commands + self.imports + self.badges

    @property
    def source(self) -> str:
        """What was looked at, in words."""
        commands, blocks = counted(self.commands, "command"), counted(self.imports, "block")
        return f"{self.path}: {commands}, {blocks} of Python, {counted(self.badges, 'badge')}"
