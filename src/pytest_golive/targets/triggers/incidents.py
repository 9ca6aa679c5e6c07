"""The trigger of security incidents: alerts, issues, and people who say so."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from typing import Final

from pytest_golive.context.moments.deployed import deployed
from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.forge.opening import Forge
from pytest_golive.observability.signals.compared import Row
from pytest_golive.observability.triggers.before import parted
from pytest_golive.observability.triggers.trigger import Fired, Trigger, utc
from pytest_golive.settings.rollback.table import Rollback
from pytest_golive.targets.live import Live

KEY: Final = "[tool.golive.rollback]"
SHOWN: Final = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Looked:
    """One place where incidents are told.

    Attributes:
        name: of what was looked at: "alerts with category=security".
        fired: the incidents.
        notes: what else readers should know, by name.
        doubt: why it is not certain that there is none.
    """

    name: str
    fired: tuple[Fired, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    doubt: CannotMeasure | None = None


def security(run: Run, live: Live, forge: Callable[[], Forge]) -> Trigger:
    """Whether there is a security incident, in each place where the settings look for one.

    Raises:
        NotSetUp: they look nowhere.
    """
    table = run.settings.of(Rollback)
    places: dict[str, Callable[[], Looked] | None] = {
        "security_alerts": (lambda: _alerts(run, live)) if table.security_alerts else None,
        "security_issues": (lambda: _issues(run, forge)) if table.security_issues else None,
        "security_row": (lambda: signed(run, table.security_row or "")) if table.security_row else None,
    }
    if not any(places.values()):
        raise NotSetUp(
            "the settings do not say how a security incident is seen",
            f'in {KEY} set security_alerts = {{ category = "security" }}, security_issues = ["security incident"] or '
            'security_row = "ROW" to a row that people sign',
        )
    looked, doubts = [], []
    for look in filter(None, places.values()):
        try:
            looked.append(look())
        except CannotMeasure as error:
            doubts.append(error)
    doubts += [one.doubt for one in looked if one.doubt is not None]
    moment = deployed(run)
    since = moment.before if moment else None
    return _trigger(looked, doubts, [name for name, look in places.items() if look is None], since)


def _trigger(looked: list[Looked], doubts: list[CannotMeasure], unset: list[str], since: float | None) -> Trigger:
    found = parted((one for each in looked for one in each.fired), since)
    fired = found.now
    notes = [note for each in looked for note in each.notes]
    if unset:
        notes.append(("not looked at", f"{', '.join(unset)}: not in {KEY}"))
    names = " and ".join(each.name for each in looked)
    rows = [Row("security incidents", float(len(fired)), {"at_most": 0}, "", None, ())] if looked else []
    return Trigger("security", tuple(rows), fired, names, tuple(notes), (*found.doubts, *doubts))


def _alerts(run: Run, live: Live) -> Looked:
    from pytest_golive.observability.sources.asking import Client
    from pytest_golive.observability.triggers.incidents import in_manager, in_prometheus, rules_with
    from pytest_golive.targets.reaching.alert_ways import rules_api_of
    from pytest_golive.targets.reaching.apis import api_of

    labels, alerts = run.settings.of(Rollback).security_alerts, live.table.alerts
    shown = ", ".join(f"{name}={value}" for name, value in labels.items())
    notes: list[tuple[str, str]] = []
    try:
        rules = Client(rules_api_of(run, live))
    except NotSetUp as error:
        rules = None
        notes.append(("whether a rule can fire such an alert is not known", error.what))
    if rules is not None:
        notes.append((f"alerting rules with {shown}", f"{rules_with(rules, labels):,}"))
    if alerts is not None and alerts.alertmanager is not None:
        client = Client(api_of(run, live, alerts.alertmanager, "alerts.alertmanager", "Alertmanager"))
        fired = in_manager(client, labels)
    elif rules is not None:
        client = rules
        fired = in_prometheus(client, labels)
        notes.append(("silences", "not known, because the settings name no Alertmanager: a silenced alert counts"))
    else:
        place = f"[tool.golive.targets.{live.target.name}.alerts.alertmanager]"
        raise NotSetUp(
            f"{live.place} does not say where its alerts are, so those with {shown} are not seen",
            f"set url in {place}, or leave security_alerts out",
        )
    return Looked(f"alerts with {shown} in {client.api.named}", tuple(fired), tuple(notes))


def _issues(run: Run, forge: Callable[[], Forge]) -> Looked:
    from pytest_golive.context.signing.opening import checkout_of
    from pytest_golive.forge.bugs.dating import released
    from pytest_golive.forge.bugs.incidents import incidents

    opened = forge()
    where = f"{opened.located.place.host}/{opened.checks.project().name}"
    since, what = released(run.repository, checkout_of(run).commit, time.time())
    found = incidents(
        opened.issues,
        run.settings.of(Rollback).security_issues,
        since,
        where=where,
        setting=f"{KEY} security_issues",
    )
    fired = [
        Fired(f"the issue #{one.number} {one.title[:80]} ({one.url}) is open", one.url, utc(moment))
        for one, moment in found.new
    ]
    older = [f"#{one.number}" for one in found.older]
    more = f" and {len(older) - SHOWN:,} more" if len(older) > SHOWN else ""
    notes = [(f"older than {what}", ", ".join(older[:SHOWN]) + more)] if older else []
    return Looked(f"issues labelled {' or '.join(found.labels)} in {where}", tuple(fired), tuple(notes))


def signed(run: Run, row: str) -> Looked:
    """What people say who sign *row*; a rejection is fired, and too few signatures are a doubt.

    Raises:
        NotSetUp: no document has such a row.
    """
    from pytest_golive.context.signing.opening import NO_GATES, signatures_of
    from pytest_golive.rows.desk import cure_of, outcome_of
    from pytest_golive.rows.plan import Plan

    lines = Plan(run.root, run.loaded, run.asked.documents).resolved(NO_GATES)[0]
    check = next((line.check for line in lines if line.check.id == row and line.check.needs_people), None)
    if check is None:
        what = f"no row {row!r} that people sign is in the checklist's documents"
        raise NotSetUp(what, f"write one, such as '- [ ] No security incident <!-- golive: sign -->', or correct {KEY}")
    signatures = signatures_of(run)
    found = signatures.judge(row, signatures.rules_of(check))
    fired = tuple(
        Fired(f"{one.by} rejects {row}{f': {one.note}' if one.note else ''}", one.id, one.signed)
        for one in found.rejected
    )
    doubt = None
    if not fired and not found.is_signed:
        doubt = CannotMeasure(f"{row} is not signed: {outcome_of(found)[1]}", cure_of(found, row))
    return Looked(f"signatures of {row}", fired, (), doubt)
