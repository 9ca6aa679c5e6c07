"""Turns the settings into the requests of a load test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.load.plan import Endpoint, Plan
from pytest_golive.service.credentials.trust import trust
from pytest_golive.service.target import READ_ONLY
from pytest_golive.settings.infrastructure.performance import Performance
from pytest_golive.targets.access import headers_for
from pytest_golive.targets.live import Live

if TYPE_CHECKING:
    from pytest_golive.context.run import Run


def plan_of(run: Run, live: Live) -> Plan:
    """The plan of a load test on *live*.

    Raises:
        NotSetUp: the settings name no endpoint, or a credential is missing.
        CannotMeasure: load is not allowed on production, or the scenario file does not exist.
    """
    settings, target = run.settings.of(Performance), live.target
    if not target.may("load"):
        raise CannotMeasure(
            f"no load was sent to {target.name}: it is production",
            f"choose another by --target; {target.to_permit('load')}",
        )
    if target.url.startswith("https:"):
        trust(target)  # errors in the certificate files are reported here, not by a generator
    rate, users = settings.rate_or_users
    certificate = target.client_certificate
    return Plan(
        url=target.url,
        rate=rate,
        users=users,
        pause=settings.seconds("pause"),
        ramp_up=settings.seconds("ramp_up"),
        warm_up=settings.seconds("warm_up"),
        duration=settings.seconds("duration"),
        timeout=target.timeout,
        connect_timeout=target.connect_timeout,
        workers=settings.workers + settings.expect_workers,
        endpoints=() if settings.locustfile else _endpoints(live),
        locustfile=_locustfile(run.root, live, settings.locustfile),
        headers=dict(target.headers),
        ca_file=_absolute(target.ca_file),
        cert_file=_absolute(certificate.certificate if certificate else None),
        key_file=_absolute(certificate.key if certificate else None),
        passphrase=certificate.passphrase if certificate else "",
        max_body=target.max_body,
        customers=tuple(sorted(target.customers)),
        shares_address=target.shares_address,
    )


def _absolute(path: Path | None) -> str:
    return str(path.absolute()) if path else ""


def _endpoints(live: Live) -> tuple[Endpoint, ...]:
    tables = live.table.endpoints
    if not tables:
        raise NotSetUp(
            f"no endpoint of {live.target.name} is named, so there is nothing to send",
            f'name those that customers depend on: endpoints = [{{ path = "/products" }}] in {live.place}',
        )
    if live.target.production and (changing := [table for table in tables if table.method not in READ_ONLY]):
        raise CannotMeasure(
            f"no load was sent to {live.target.name}: {changing[0].method} {changing[0].path} would change production",
            "load only what is read there",
        )
    found = [
        Endpoint(
            name=table.name or f"{table.method} {table.path}",
            method=table.method,
            path=table.path,
            weight=table.weight,
            status=table.status,
            text=table.text,
            json=table.json_,
            headers=dict(headers_for(live, table)),
        )
        for table in tables
    ]
    names = [endpoint.name for endpoint in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise CannotMeasure(f"two endpoints are called {min(twice)}", "give each of them a name of its own")
    return tuple(found)


def _locustfile(root: Path, live: Live, name: str | None) -> str:
    if name is None:
        return ""
    if live.target.production and not live.target.may("write"):
        raise CannotMeasure(
            f"no load was sent to {live.target.name}: it is production, and it is unknown what {name} changes there",
            f"name endpoints instead; {live.target.to_permit('load', 'write')}",
            path=name,
        )
    path = root / name
    if not path.is_file():
        raise CannotMeasure(
            f"{name} is not there, and [tool.golive.performance] locustfile names it", "correct it", path=name
        )
    return str(path.resolve())
