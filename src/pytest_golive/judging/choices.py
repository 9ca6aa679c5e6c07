"""The team's choices that let more through than the default checklist; they are shown with the verdict."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one run, in words.

    Attributes:
        in_force: how many there are of each kind, compared with the default limits; "" if there are none.
        listed: each of them, with the default and its value.
        since: the release that they are compared with; "" for the first release.
        counted: how many of them are new since that release, by kind; "" if there are none.
        loosened: each new choice, with its old and its new value.
        notes: what is not committed, what the command line sets, what could not be compared, and what is worth a look.
        faults: choices that make the run a NO-GO.
        is_since_unknown: whether the previous release, or whether there is one, could not be found out.
    """

    in_force: str = ""
    listed: tuple[str, ...] = field(default=(), kw_only=True)
    since: str = ""
    counted: str = ""
    loosened: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    is_since_unknown: bool = False

    @property
    def summary(self) -> str:
        """One line: what is in force, and what is new since the last release; "" if there are no choices."""
        if not self.since:
            label = "in force" if self.is_since_unknown else "first release"
            return f"{label}: {self.in_force}" if self.in_force else ""
        parts = [f"in force: {self.in_force}"] if self.in_force else []
        parts += [f"since {self.since}: {self.counted or 'nothing loosened'}"] if self.in_force or self.counted else []
        return "; ".join(parts)
