"""What the page shows beside the verdict: who ran it and where, waivers, signatures, and the deployment's journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pytest_golive.reports.html.links import Forge


@dataclass(frozen=True, slots=True)
class Signature:
    """What a person said about a row.

    Attributes:
        row: the id of the row, without "golive/".
        by: who it is.
        decision: "approve" or "reject".
        signed: when, ISO 8601.
        until: the last day on which it counts; "" for no end.
        how: what proves it.
        why: why it does not count; "" if it does.
    """

    row: str
    by: str
    decision: str
    signed: str
    until: str = ""
    how: str = ""
    why: str = ""

    @property
    def said(self) -> str:
        """The decision in words."""
        return {"approve": "approved", "reject": "rejected"}.get(self.decision, self.decision)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A waiver in the settings, or a row on trial.

    Attributes:
        gate: "section::gate".
        match: what it covers; "" for the whole gate.
        until: its last day, ISO 8601.
        place: where it stands: "pyproject.toml:41".
        what: "waiver" or "on trial".
    """

    gate: str
    match: str
    reason: str
    owner: str
    approver: str
    until: str
    place: str = ""
    what: str = "waiver"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the deployment's journal.

    Attributes:
        began, ended: seconds since 1970; *ended* is None if nobody knows.
        at: when it began, in words.
        took: how long it took, in words; "" if nobody knows.
    """

    release: str
    name: str
    began: float
    ended: float | None
    at: str
    took: str
    result: str
    who: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the page shows beside the verdict.

    Attributes:
        project: its name.
        phases: what was asked for, in words.
        by: who ran it.
        job: the address of the CI job; "" outside of CI.
        ended: when the run ended, ISO 8601, UTC.
        root: the project's folder, for the names of files.
        signatures: by the id of the row, without "golive/".
        journal: the newest lines, oldest first; *earlier* counts those before them, *trouble* says why there are none.
        unknown: why nobody knows what was signed; "" if it is known.
    """

    project: str = ""
    phases: str = ""
    by: str = ""
    job: str = ""
    ended: str = ""
    root: str = ""
    forge: Forge = field(default_factory=Forge)
    waivers: tuple[Exemption, ...] = ()
    signatures: Mapping[str, tuple[Signature, ...]] = field(default_factory=dict)
    journal: tuple[Step, ...] = ()
    earlier: int = 0
    trouble: str = ""
    unknown: str = ""
