"""What the rows of the live checklist read of a service, each by itself and by its own code."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hostile.serving import DISCOVERY, KEYS
from pytest_golive.errors import CannotMeasure
from pytest_golive.fixtures.security.api_keys import keys_of
from pytest_golive.masking.known import MASK
from pytest_golive.service.answers.expecting import Expected, check_endpoints
from pytest_golive.service.auth.api_keys import try_keys
from pytest_golive.service.health.checking import check_health
from pytest_golive.service.http.asking import Service
from pytest_golive.service.limits.limit import Client, Limit
from pytest_golive.service.limits.limiting import try_limit
from pytest_golive.service.probing.exchange import Broken, Connection, exchange
from pytest_golive.service.release.checking import ask_for_release
from pytest_golive.service.release.terms import Place, Release
from pytest_golive.service.target import Target
from pytest_golive.service.transport.checking import Requirements, look_at_transport
from pytest_golive.service.transport.clear_text import ask_in_clear_text
from pytest_golive.service.waiting import wait_until_ready
from pytest_golive.settings.loading import target_in
from pytest_golive.targets.authenticating import check_auth
from pytest_golive.targets.live import Live

TIMEOUT = 0.6  # seconds: most of these answers come at once, and some never
HEADERS = ("X-Content-Type-Options", "X-Frame-Options|Content-Security-Policy", "Referrer-Policy")


@dataclass(frozen=True)
class Reader:
    """One part of the checklist.

    Attributes:
        name: which.
        paths: where it meets the hostile answer; None for everywhere.
        read: what it does; returns whether it found all well.
    """

    name: str
    paths: frozenset[str] | None
    read: Callable[[], bool]

    def said(self) -> str:
        """What came of it: "good", "red" or the error by name; whatever else is raised is no answer."""
        try:
            return "good" if self.read() else "red"
        except CannotMeasure as error:
            for text in (error.what, error.cure, str(error)):
                text.encode()  # a report must be able to hold it
            return f"error: {MASK.hide(error.what)[:90]}"


def readers(url: str, table: Mapping[str, Any], environment: Mapping[str, str]) -> Iterator[Reader]:
    """All of them.

    Args:
        url: of the server between.
        table: how a team would describe the sound service behind it.
        environment: with its credentials.
    """
    target = Target("hostile", url, timeout=TIMEOUT, connect_timeout=TIMEOUT, max_body=2_000_000)
    service = Service(target)

    def live(**more: Any) -> Live:
        return Live(target, target_in({**table, "url": url, **more}, "hostile"), environment, Path.cwd())

    def on(*paths: str) -> frozenset[str]:
        return frozenset(paths)

    yield Reader("readiness", None, lambda: bool(wait_until_ready(service, "/healthz", limit=0.1, interval=0.1)))
    yield Reader("health", None, lambda: check_health(service, "/healthz").is_good)
    for key, header in (("", ""), ("version", ""), ("", "X-Version")):
        place = Place("/version", key, header)
        yield Reader(f"version {place.key or place.header}".strip(), None, lambda place=place: _version(service, place))
    yield Reader("endpoints", None, lambda: not check_endpoints(service, ENDPOINTS))
    yield Reader("transport", None, lambda: _transport(service, target))
    yield Reader("probe", None, lambda: asyncio.run(_probed(target)))
    yield Reader("rate limit", None, lambda: _limit(service))
    yield Reader("API keys", None, lambda: _all(try_keys(service, keys_of(live(), live().table.api_keys))))
    yield Reader(
        "API keys after the first",
        on("/stock"),
        lambda: _all(try_keys(service, keys_of(live(), live().table.api_keys))),
    )
    for auth in table["auth"]:
        way = {"auth": [auth]}
        yield Reader(f"{auth['name']}, all hostile", None, lambda way=way: _flows(live(**way)))
    session = {"auth": [auth for auth in table["auth"] if auth["scheme"] == "session"]}
    for path in ("/login", "/account", "/logout"):
        yield Reader(f"session, {path} hostile", on(path), lambda: _flows(live(**session)))
    bearer = {"auth": [auth for auth in table["auth"] if auth["scheme"] == "bearer"]}
    yield Reader("bearer, /admin hostile", on("/admin"), lambda: _flows(live(**bearer)))
    oidc = {"auth": [_oidc(url, table)]}
    for path in (DISCOVERY, KEYS, "/token", "/orders"):
        yield Reader(f"OpenID Connect, {path} hostile", on(path), lambda: _flows(live(**oidc)))


ENDPOINTS = (
    Expected("/products", json={"count": 3}),
    Expected("/products", text="kettle"),
    Expected("/products", method="HEAD"),
    Expected("/products", status=(200, 301, 302, 303, 307, 308), text="kettle"),
)


def _version(service: Service, place: Place) -> bool:
    return not ask_for_release(service, place, Release("1.2.0", "deadbee" + "0" * 33), 1).wrong


def _transport(service: Service, target: Target) -> bool:
    seen = look_at_transport(service, Requirements("/", ("/login",), headers=HEADERS))
    return ask_in_clear_text(target, "/", target.origin[2]).is_safe and not any(check.faults for check in seen.checks)


async def _probed(target: Target) -> bool:
    opened = await asyncio.open_connection("127.0.0.1", target.origin[2])
    connection = Connection(*opened, 0.0)
    try:
        async with asyncio.timeout(TIMEOUT):
            await exchange(connection, "/healthz", [("Host", "shop"), ("Connection", "close")])
    except (Broken, TimeoutError):
        return False  # as the probe counts it: the service did not serve
    finally:
        connection.close()
    return True


def _limit(service: Service) -> bool:
    limit = Limit("/search", requests=2, per=1.0, patience=0.1)
    seen = try_limit(limit, Client("nobody", service))
    return not seen.late and not any(fact.faults for fact in seen.facts)


def _all(attempts: Any) -> bool:
    return not any(attempt.faults for attempt in attempts)


def _flows(live: Live) -> bool:
    flows = check_auth(live)
    flows.check_complete()
    return not any(attempt.is_breach for attempt in flows.attempts)


def _oidc(url: str, table: Mapping[str, Any]) -> dict[str, Any]:
    client = next(auth for auth in table["auth"] if auth["scheme"] == "oauth2")
    kept = {key: value for key, value in client.items() if key != "token_url"}
    return {**kept, "scheme": "oidc", "name": "issuer", "issuer": url}
