"""Exceptions with a date, an owner and a reason; one that has expired or matches nothing is a fault."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pytest_golive.codebase.inventory.many_globs import ManyGlobs
from pytest_golive.findings import Finding


@dataclass(frozen=True, slots=True)
class Waiver:
    """One exception.

    Attributes:
        gate: "section::gate".
        match: glob of paths, a finding's fingerprint, or the id of an advisory; "" waives the whole gate.
        expires: the last day on which it is valid, UTC.
        place: its file and line: "pyproject.toml:41".
    """

    gate: str
    match: str
    reason: str
    owner: str
    approver: str
    expires: dt.date
    place: str = ""

    def has_expired(self, today: dt.date) -> bool:
        """Whether its last day is over."""
        return today > self.expires

    @property
    def sentence(self) -> str:
        """Its reason, its owner and its last day."""
        return f"{self.reason} (owner {self.owner}, approved by {self.approver}, until {self.expires:%Y-%m-%d} UTC)"


@dataclass(frozen=True, slots=True)
class Sorted:
    """Findings that block, findings that a valid waiver covers, each in order, and the reasons of the waivers."""

    found: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    excuses: tuple[str, ...]


class Waivers:
    """The waivers of one gate, and which of them were used."""

    def __init__(self, waivers: Iterable[Waiver], today: dt.date) -> None:
        self._all = tuple(waivers)
        self._today = today
        self._used: set[Waiver] = set()
        self._by_match: dict[str, list[int]] = {}
        for number, waiver in enumerate(self._all):
            if waiver.match:
                self._by_match.setdefault(waiver.match, []).append(number)
        self._globs = ManyGlobs(self._by_match)

    @property
    def whole_gate(self) -> Waiver | None:
        """The valid waiver of the gate itself, if there is one."""
        return next((w for w in self._all if not w.match and not w.has_expired(self._today)), None)

    def sort(self, findings: Sequence[Finding]) -> Sorted:
        """Divide *findings*; an expired waiver covers nothing."""
        found: list[Finding] = []
        waived: list[Finding] = []
        excuses: dict[str, None] = {}
        for finding in findings:
            covering = self._covering(finding)
            self._used.update(covering)
            valid = [w for w in covering if not w.has_expired(self._today)]
            (waived if valid else found).append(finding)
            excuses |= {w.sentence: None for w in valid}
        return Sorted(tuple(found), tuple(waived), tuple(excuses))

    def _covering(self, finding: Finding) -> list[Waiver]:
        """The waivers for *finding*, in their order; by a lookup, for there may be thousands of both."""
        if not self._by_match:
            return []
        matches = {
            *self._globs.matching(finding.path),
            finding.fingerprint,
            *finding.advisories,
        } & self._by_match.keys()
        return [self._all[number] for number in sorted(n for match in matches for n in self._by_match[match])]

    def used(self) -> tuple[Waiver, ...]:
        """The valid waivers that cover something."""
        return tuple(w for w in self._all if w in self._used and not w.has_expired(self._today))

    def expired(self) -> tuple[Waiver, ...]:
        """The waivers whose last day is over."""
        return tuple(w for w in self._all if w.has_expired(self._today))

    def dead(self) -> tuple[Waiver, ...]:
        """The waivers for findings that no longer exist."""
        return tuple(w for w in self._all if w.match and w not in self._used)
