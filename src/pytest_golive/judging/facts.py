"""What a verdict is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

ONLY_WHOLE: Final = "only the whole checklist can be a GO"  # the end of the fault that rows were chosen by name
ONLY_SHOWN: Final = "nothing was executed; --golive-execute does that"  # the end of the fault of a dry run


def by_weight(faults: Iterable[str]) -> tuple[list[str], list[str]]:
    """The faults that say what is wrong, and those that only say what the run was asked for, which is no cause."""
    causes: list[str] = []
    asked_for: list[str] = []
    for fault in faults:
        (asked_for if fault.endswith((ONLY_WHOLE, ONLY_SHOWN)) else causes).append(fault)
    return causes, asked_for


@dataclass(frozen=True, slots=True)
class Facts:
    """What the verdict is about.

    Attributes:
        commit: full name of what is checked out, with "+changes" if the work tree differs; "" if none.
        version: the release, as the project names it.
        target: name of the target, or "".
        settings_digest: SHA-256 of the effective settings.
        started: ISO 8601, UTC.
        previous: the release before, in words; "" if there is none, or nobody can tell.
        unknown: why nobody knows the commit; "" if it is known, or there is none yet.
        settings: the file that holds the settings; "" if nobody has written any.
        part: the folder of the repository that was judged; "" for all of it.
    """

    commit: str = ""
    version: str = ""
    target: str = ""
    settings_digest: str = ""
    started: str = ""
    previous: str = ""
    unknown: str = ""
    settings: str = ""
    part: str = ""

    @property
    def at(self) -> str:
        """The commit as people write it."""
        sha, _, changes = self.commit.partition("+")
        if not sha:
            return f"commit unknown: {self.unknown}" if self.unknown else "no commit yet"
        return f"commit {sha[:10]}{' + uncommitted changes' if changes else ''}"
