"""The facts with which the document about a release's lessons begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.findings import counted
from pytest_golive.signing.record import Record, RecordedRow

TOLD: Final = (
    "infrastructure",
    "deployment",
    "smoke",
    "monitoring",
    "rollback",
    "post_deploy",
)  # sections with figures
MOST_NAMED: Final = 3  # findings behind a breach
TRIGGERS: Final = "rollback::no_trigger_fired"
SIGNED: Final = "%Y-%m-%d %H:%M UTC"


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver that was in force: of which row, why, and until when."""

    gate: str
    reason: str
    expires: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a release.

    Attributes:
        version: its version, or its tag.
        commit: the oldest commit with its content.
        committed: when that was made.
        previous: the release before, in words; "" for none.
        commits: how many commits it has that the release before lacks, if there was one.
        tag: its tag; "" for none.
        deployed: when it was deployed, and how that is known; "" if nothing says so.
        records: the records of its runs, by the names of their files.
        waivers: those in the settings.
        today: the date of the document.
    """

    version: str
    commit: str
    committed: dt.datetime
    previous: str
    commits: int
    tag: str
    deployed: str
    records: Sequence[tuple[str, Record]]
    waivers: Sequence[Waiver]
    today: dt.date

    def timeline(self) -> Iterator[str]:
        """What happened, and when."""
        if self.previous:
            followed = counted(self.commits, "commit has", "commits have")
            yield f"The release before is {self.previous}; {followed} followed it."
        else:
            yield "No release came before this one."
        yield f"{self.committed:{SIGNED}}: the last change of its content is committed, {self.commit[:10]}."
        if self.tag:
            yield f"It is tagged {self.tag}."
        if self.deployed:
            yield self.deployed
        for name, record in sorted(self.records, key=lambda one: one[1].started):
            yield (
                f"{_when(record.started)} to {_when(record.ended)}: {' and '.join(record.phases) or 'a run'}"
                f"{f' on {record.target}' if record.target else ''}, {record.verdict} ({name})."
            )

    def figures(self) -> Iterator[str]:
        """What the runs measured of the service, each with its limit."""
        for name, row, one in self._evidence():
            if words := _measured(one):
                yield f"{row.title}: {words} ({name})"

    def breached(self) -> Iterator[str]:
        """What the runs measured of the service and did not hold, and how much held: that is in their records."""
        held = 0
        for name, row, one in self._evidence():
            if one.get("ok") is False:
                yield f"{row.title}: {_breach(one)} ({name})"
            elif _measured(one):
                held += 1
        if held:
            names = ", ".join(name for name, _ in self.records)
            yield f"{held:,} other figures were within their limits; the records have them: {names}"

    def _evidence(self) -> Iterator[tuple[str, RecordedRow, dict[str, Any]]]:
        for name, record in self.records:
            for row in record.rows:
                if row.id.partition("::")[0] in TOLD:
                    yield from ((name, row, one) for one in row.evidence)

    def triggers(self) -> Iterator[str]:
        """How the rollback triggers ended in each run that looked at them."""
        for name, record in self.records:
            for row in record.rows:
                if row.id == TRIGGERS:
                    said = [row.message] if row.message else []
                    said += [_breach(one) for one in row.evidence if one.get("ok") is False]
                    yield ", ".join([f"{name}: {row.outcome}", *said])

    def waived(self) -> Iterator[str]:
        """The waivers in force: of the settings, and of the runs."""
        of_runs = (Waiver(one.gate, one.reason, one.expires) for _, record in self.records for one in record.waivers)
        for one in dict.fromkeys((*self.waivers, *of_runs)):
            yield f"{one.gate}, until {one.expires}: {one.reason}"


def _when(text: str) -> str:
    return f"{dt.datetime.fromisoformat(text).astimezone(dt.UTC):{SIGNED}}"


def _breach(evidence: dict[str, Any]) -> str:
    """What was breached, with the first findings behind it."""
    value, unit = evidence.get("value"), evidence.get("unit") or ""
    limit = f", limit {evidence.get('operator')} {evidence.get('limit')}{unit}"
    found = evidence.get("found", ())
    named = [str(one.get("message", "")) for one in found[:MOST_NAMED]]
    left = int(evidence.get("found_count", len(found))) - len(named)
    more = [f"and {left:,} more"] if left > 0 else []
    behind = f" ({'; '.join([*named, *more])})" if named else ""
    words = _measured(evidence) or f"{evidence.get('name')} {value}{unit}{limit}"
    return f"{words}{behind}"


def _measured(evidence: dict[str, Any]) -> str:
    """One judged number with its limit; "" for what is no number."""
    value, limit = evidence.get("value"), evidence.get("limit")
    if isinstance(value, bool) or not isinstance(value, int | float) or limit is None:
        return ""
    number = f"{value:,}" if isinstance(value, int) else f"{value:,.4g}"
    return f"{evidence.get('name')} {number}{evidence.get('unit') or ''}, limit {evidence.get('operator')} {limit}"
