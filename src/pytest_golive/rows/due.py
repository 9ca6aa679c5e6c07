"""When a row of a document is due: it depends on the requested phases, its date, and what has happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field

from pytest_golive.checklist.binding.resolving import Check


@dataclass(frozen=True, slots=True)
class When:
    """The moment of a run.

    Attributes:
        phases: the requested phases.
        now: the time, with its time zone.
        occasions: what has happened, according to the settings or a record.
        deployed: when the release went live, if a record says so.
    """

    phases: Collection[str]
    now: dt.datetime
    occasions: Collection[str] = field(default=frozenset())
    deployed: dt.datetime | None = None


def why_not_due(check: Check, when: When) -> str:
    """Why a row is not due; "" if it is."""
    occasion, until = check.terms.get("if", ""), check.terms.get("until", "")
    if occasion and occasion not in when.occasions:
        return f"no {occasion} recorded"
    if until and (wait := _wait(until, when)):
        return wait
    return "" if set(check.phases) & set(when.phases) else f"due in {' and '.join(check.phases)}"


def _wait(until: str, when: When) -> str:
    if not until.startswith("+"):
        return f"until {until}" if when.now.date() < dt.date.fromisoformat(until) else ""
    number, unit = int(until[1:-1]), until[-1]
    if when.deployed is None:
        return f"until {number} {unit} after a deployment, and none is recorded"
    moment = when.deployed + (dt.timedelta(hours=number) if unit == "h" else dt.timedelta(days=number))
    return f"until {moment:%Y-%m-%d %H:%M} UTC" if when.now < moment else ""
