"""Rows about the days after a release that are due and that nobody has done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pytest_golive.checklist.binding.resolving import Check
from pytest_golive.findings import Finding
from pytest_golive.judging.verdict import Entry
from pytest_golive.rows.plan import ROOT, ROWS
from pytest_golive.settings.declaring import not_due, reason_for
from pytest_golive.settings.model import Settings
from pytest_golive.settings.post_deploy import TERMS, PostDeploy
from pytest_golive.signing.record import Record

UTC = "%Y-%m-%d %H:%M UTC"
DONE = frozenset({"passed", "known", "waived", "signed", "not applicable"})
UNTRIED = frozenset({"not due", "not run", "skipped"})
FEW = 3  # names in a note


@dataclass(frozen=True, slots=True)
class Task:
    """A row that is due some time after a deployment.

    Attributes:
        id: as signatures name it: "post_deploy::roadmap_updated", or the id of a row of a document.
        name: as records name it.
        wait: how long after the deployment it is due.
        check: the row of a document; None for a built-in one.
        is_signed: whether people sign it.
    """

    id: str
    name: str
    title: str
    wait: dt.timedelta
    is_signed: bool
    check: Check | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What of the release before is due and nobody has done.

    Attributes:
        found: one for each such row.
        due: how many rows are due by now.
        source: the release and when it was deployed, or why there is nothing to look at.
        said: more, by name.
    """

    found: tuple[Finding, ...] = ()
    due: int = 0
    source: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


def built_in(entries: Iterable[Entry], signed: Mapping[str, str], then: Settings) -> Iterator[Task]:
    """The built-in rows with a term that the release with the settings *then* had to do.

    Args:
        entries: all built-in rows.
        signed: those that people sign, by "section::gate".
        then: the settings of that release.
    """
    table = then.of(PostDeploy)
    for entry in entries:
        key = entry.id.removeprefix(f"{ROOT}/")
        if entry.term in TERMS and not not_due(entry.kind, then.kind) and not reason_for(key, then.not_applicable):
            yield Task(key, key, entry.title, table.wait(entry.term), key in signed)


def documented(checks: Iterable[Check]) -> Iterator[Task]:
    """The rows of documents that say ``until=+7d``, or another time after a deployment."""
    for check in checks:
        until = check.terms.get("until", "")
        if check.is_check and until.startswith("+") and "if" not in check.terms:
            number, unit = int(until[1:-1]), until[-1]
            wait = dt.timedelta(hours=number) if unit == "h" else dt.timedelta(days=number)
            name = f"{ROWS.removeprefix(f'{ROOT}/')}::{check.id}"
            yield Task(check.id, name, check.row.text, wait, check.needs_people, check)


def is_done(task: Task, records: Sequence[tuple[str, Record]]) -> bool:
    """Whether one of *records* says that the row was done, or waived."""
    return any(row.id == task.name and row.outcome in DONE for _, record in records for row in record.rows)


def last_said(task: Task, records: Sequence[tuple[str, Record]]) -> str:
    """What the last of *records* that tried the row says of it, in words."""
    tried = [
        (record.ended, name, row)
        for name, record in records
        for row in record.rows
        if row.id == task.name and row.outcome not in UNTRIED
    ]
    if not tried:
        return "no record says that anybody looked"
    _, name, row = max(tried, key=lambda one: one[0])
    why = f": {row.message.splitlines()[0]}" if row.message else ""
    return f"{name} says {row.outcome}{why}"


def finding(release: str, task: Task, due: dt.datetime, why: str, cure: str) -> Finding:
    """The row of a release as a finding; that of another release is another one, also for waivers."""
    what = f"{task.id} ({task.title}) of {release}, due since {due:{UTC}}: {why}"
    return Finding("", 0, "forgotten", what, key=f"{release} {task.id}", cure=cure)


def together(last: Forgotten, before: Iterable[tuple[str, Forgotten | str]]) -> Forgotten:
    """What all releases have left undone.

    Args:
        last: what the release before has.
        before: by name, what each of those before it has, or why nobody can tell.
    """
    named = list(before)
    told = [(name, one) for name, one in named if isinstance(one, Forgotten)]
    untold = [f"{name} ({one})" for name, one in named if isinstance(one, str)]
    said = dict(last.said)
    later = [f"{name}: {text}" for name, one in told if (text := one.said.get("not due yet", ""))]
    said |= {"not due yet, of earlier releases": "; ".join(later)} if later else {}
    said |= {"releases that were not looked at": "; ".join(untold)} if untold else {}
    also = f"; and before it {', '.join(name for name, _ in told)}" if told else ""
    found = tuple(one for _, each in told for one in each.found)
    due = last.due + sum(one.due for _, one in told)
    return Forgotten((*last.found, *found), due, f"{last.source}{also}", said)


def later(tasks: Sequence[Task], deployed: dt.datetime) -> str:
    """The rows that are not due yet, in words; "" if there are none."""
    if not tasks:
        return ""
    first = min(deployed + task.wait for task in tasks)
    names = ", ".join(task.id for task in tasks[:FEW])
    more = f" and {len(tasks) - FEW:,} more" if len(tasks) > FEW else ""
    return f"{names}{more}, the first at {first:{UTC}}"
