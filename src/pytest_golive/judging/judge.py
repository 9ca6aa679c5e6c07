"""The judge: compares measured values with their limits and records both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding, Reported
from pytest_golive.judging.evidence import Evidence, holds, is_finite, now
from pytest_golive.judging.ratchet import Ratchet
from pytest_golive.judging.spelling import Value
from pytest_golive.judging.waivers import Waiver, Waivers

DEAD = "waivers that match nothing"
LOOSE = "known findings that are gone or better"
# What we do not understand of a service, and what chose the tests: neither blocks, but both are shown without -v.
NOT_UNDERSTOOD = "not understood"
TESTS_CHOSEN = "options that choose tests"
NOT_PROVEN = "not proven"  # stands beside the breaches of a row that fails
ALWAYS_SHOWN = frozenset({NOT_UNDERSTOOD, TESTS_CHOSEN})


class Judge:
    """Passed to a gate; call it once for each thing that must hold.

    A breach does not end the gate: everything measured is recorded, and the gate fails at its end.
    """

    def __init__(
        self, waivers: Iterable[Waiver] = (), today: dt.date | None = None, ratchet: Ratchet | None = None
    ) -> None:
        self.evidence: list[Evidence] = []
        self.attachments: list[str] = []
        self.ratchet = ratchet or Ratchet()
        self.waivers = Waivers(waivers, today or dt.datetime.now(dt.UTC).date())

    def __call__(  # noqa: PLR0913 -- one keyword for each way to say a limit
        self,
        name: str,
        value: Value | Sequence[Finding | Reported] | None,
        *,
        at_most: Value | None = None,
        at_least: Value | None = None,
        below: Value | None = None,
        above: Value | None = None,
        equals: Value | None = None,
        unit: str = "",
        source: str = "",
        n: int | None = None,
        where: Sequence[Finding] | Callable[[Any], Sequence[Finding]] = (),
        lesser: Sequence[Finding] = (),
    ) -> bool:
        """Judge one value.

        Args:
            name: what was measured, in the words of the checklist.
            value: a number, text or truth value; or findings, or objects with a `finding`, whose count is then the
                value.
            at_most: inclusive upper limit.
            at_least: inclusive lower limit.
            below: exclusive upper limit.
            above: exclusive lower limit.
            equals: the only value allowed.
            unit: written after the value, with its space: " %".
            source: where the value came from.
            n: how many things were measured; 0 cannot be judged.
            where: the findings behind the value, or a function that returns them for a limit; if waivers or the
                ratchet cover them all, the value is not a breach.
            lesser: further findings, which are reported but do not block.

        Returns:
            Whether it holds.

        Raises:
            CannotMeasure: there is no value, or nothing was measured.
            TypeError: not exactly one limit was given, or a limit that nothing can be compared with.
        """
        comparison, limit = _the_limit(at_most, at_least, below, above, equals)
        if value is None or (n is not None and not n > 0):
            problem = "there is no value" if value is None else f"nothing was measured (n = {n})"
            raise CannotMeasure(f"{name}: {problem}, so it cannot be judged", "see what its source says")
        number, findings = _parted(value, limit, where)
        sorted_ = self.waivers.sort(findings)
        self.waivers.sort(lesser)  # a waiver for a finding that does not block today is not dead
        compared = self.ratchet.compare(sorted_.found)
        as_found = len(findings) if number is None else number
        number = len(compared.found) if number is None else number
        all_excused = bool(findings) and not compared.found
        ok = holds(number, comparison, limit) or all_excused
        is_excused = ok and not holds(as_found, comparison, limit)
        # Reports without room for all findings show the first.
        found = tuple(sorted(compared.found, key=lambda finding: finding.gravity))
        kinds = (found, sorted_.waived, compared.known, tuple(lesser), sorted_.excuses)
        self.evidence.append(Evidence(name, number, comparison, limit, unit, source, n, ok, *kinds, now(), is_excused))
        return ok

    def note(self, name: str, value: Value, *, unit: str = "", source: str = "") -> None:
        """Record a value that is shown but not judged; a text of several lines is shown unchanged."""
        self.evidence.append(Evidence(name, value, unit=unit, source=source, time=now()))

    def close(self) -> None:
        """Note which known findings are gone or better than recorded; called once, at the end of the gate."""
        if self.ratchet.gone or self.ratchet.better:
            count = self.ratchet.gone + self.ratchet.better
            self.note(LOOSE, count, source="golive ratchet takes them out of its file")

    def attach(self, path: str) -> None:
        """Attach a file, by absolute path, for readers of the report."""
        if path:
            self.attachments.append(path)

    @property
    def has_judged(self) -> bool:
        """Whether anything was compared with a limit."""
        return any(evidence.ok is not None for evidence in self.evidence)

    def breaches(self) -> list[Evidence]:
        """The checks that do not hold; waivers that cover nothing count, too."""
        dead = [Finding("", 0, "waiver", _dead(waiver), key=waiver.match) for waiver in self.waivers.dead()]
        broken = [evidence for evidence in self.evidence if evidence.ok is False]
        if dead:
            broken.append(Evidence(DEAD, len(dead), "==", 0, ok=False, found=tuple(dead), time=now()))
        return broken


def _parted(
    value: Value | Sequence[Finding | Reported],
    limit: Value,
    where: Sequence[Finding] | Callable[[Any], Sequence[Finding]],
) -> tuple[Value | None, Sequence[Finding]]:
    """The number, None if it is the count of the findings; and the findings behind it."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return None, [item if isinstance(item, Finding) else item.finding for item in value]
    return value, where(limit) if callable(where) else where


def _dead(waiver: Waiver) -> str:
    return f"{waiver.place or 'settings'}: the waiver for {waiver.match!r} matches nothing any more; remove it"


def _the_limit(
    at_most: Value | None,
    at_least: Value | None,
    below: Value | None,
    above: Value | None,
    equals: Value | None,
) -> tuple[str, Value]:
    named = {"<=": at_most, ">=": at_least, "<": below, ">": above, "==": equals}
    given = [(comparison, limit) for comparison, limit in named.items() if limit is not None]
    if len(given) != 1:
        raise TypeError(
            "judge needs exactly one of at_most, at_least, below, above, equals; use judge.note for what has no limit"
        )
    comparison, limit = given[0]
    if comparison != "==" and not is_finite(limit):
        raise TypeError(f"judge needs a finite number as a limit, not {limit!r}; text can be compared by equals alone")
    return comparison, limit
