"""What a team chose that lets more through than the checklist would: shown beside the verdict that stands on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one run, in words.

    Attributes:
        in_force: how many there are of each kind, measured by the checklist's own limits; "" if there are none.
        since: the release they are compared with; "" for the first.
        counted: how many of them are new since then, by kind; "" if none is.
        loosened: each of these, with old and new.
        notes: what is not committed, what the command line says, and what could not be compared.
        faults: choices that no GO can stand on.
        is_since_unknown: whether nobody can tell if there was a release before, or which.
    """

    in_force: str = ""
    since: str = ""
    counted: str = ""
    loosened: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    is_since_unknown: bool = False

    @property
    def summary(self) -> str:
        """On one line: what is in force, and what is new since the last release; "" if there is nothing to say."""
        if not self.since:
            what = "in force" if self.is_since_unknown else "first release"
            return f"{what}: {self.in_force}" if self.in_force else ""
        told = [f"in force: {self.in_force}"] if self.in_force else []
        told += [f"since {self.since}: {self.counted or 'nothing loosened'}"] if self.in_force or self.counted else []
        return "; ".join(told)
