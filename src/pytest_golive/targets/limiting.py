"""Measures a rate limit: turns the settings into a client that exceeds it, and others that it must not affect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pytest_golive.context.run import Run
from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.service.credentials.reading import basic, bearer
from pytest_golive.service.http.asking import Service
from pytest_golive.service.http.turnstile import alone
from pytest_golive.service.limits.limit import Client, Limit
from pytest_golive.service.limits.limiting import Limiting, try_limit
from pytest_golive.settings.targets.rate_limit import RateLimit
from pytest_golive.settings.values.checks import seconds
from pytest_golive.targets.access import headers_of, log_in
from pytest_golive.targets.live import Live

PURPOSE = "rate_limit"
OTHER_ADDRESS = "127.0.0.2"
FIRST_ADDRESSES = frozenset({"127.0.0.1", "localhost"})
Headers = Mapping[str, str]


def measure(golive: Run, live: Live, table: RateLimit) -> Limiting:
    """Send the burst that *table* describes, and requests of other clients meanwhile."""
    choice = _Choice(live, table)
    first, other_clients = choice.first, choice.others()  # some must log in first, with requests that use the turnstile
    limit = Limit(
        table.path,
        table.method,
        table.requests,
        seconds(table.per),
        table.status,
        seconds(table.patience),
        table.says_when,
        counts_strangers=table.by == "address" or table.method not in {"GET", "HEAD"},
    )
    with alone(live.target.turnstile):
        return try_limit(limit, first, other_clients, health=live.table.health, progress=golive.progress)


@dataclass
class _Choice:
    """The clients that the settings allow, for requests to the limited path."""

    live: Live
    table: RateLimit
    carries: str = field(init=False)
    headers: Headers = field(init=False, repr=False)

    def __post_init__(self) -> None:
        path = self.table.path.partition("?")[0]
        keys, auth = self.live.table.api_keys, self.live.table.auth
        if self.table.by == "key" or (self.table.by != "user" and keys is not None and path in keys.protected):
            self.carries, self.headers = "key", self._key("key")
        elif self.table.by == "user" or any(path in table.protected for table in auth):
            numbers = [number for number, table in enumerate(auth) if path in table.protected]
            number = numbers[0] if numbers else 0
            self.carries = "user"
            self.headers = headers_of(self.live, auth[number], f"auth[{number}]") if numbers else log_in(self.live)
        else:
            self.carries, self.headers = "", {}

    @property
    def first(self) -> Client:
        """The client that exceeds the limit."""
        name = {"key": "with an API key", "user": "as a user", "": "without credentials"}[self.carries]
        return Client(name, self._service(), self.headers)

    def others(self) -> list[Client]:
        """The clients that the first one's limit must not affect, as far as a limiter can distinguish them."""
        ways = {"address": self._address(), "key": self._other_key(), "user": self._other_user()}
        names = {"address": "another address", "key": "another API key", "user": "another user"}
        if self.table.by != "auto":
            ways = {self.table.by: ways[self.table.by]}
        available = {name: way for name, way in ways.items() if way is not None}
        clients = [
            self._client(names[name], *way, is_decisive=self.table.by != "auto") for name, way in available.items()
        ]
        if self.table.by != "auto" or "address" not in available:
            return clients
        # It differs in everything that a limiter could count by, unless the settings lack one of these.
        everything = {name: value for headers, _ in available.values() for name, value in headers.items()}
        is_whole = ("key" in available or self.live.table.api_keys is None) and (
            "user" in available or not self.live.table.auth
        )
        what = " and ".join(names[name] for name in available)
        return [*clients, self._client(what, everything, OTHER_ADDRESS, is_decisive=is_whole)]

    def _client(self, name: str, headers: Headers, address: str, *, is_decisive: bool) -> Client:
        return Client(name, self._service(address), {**self.headers, **headers}, is_decisive)

    def _service(self, address: str = "") -> Service:
        # A service that is used exclusively must not wait at the turnstile.
        return Service(replace(self.live.target, turnstile=None), purpose=PURPOSE, local_address=address)

    def _address(self) -> tuple[Headers, str] | None:
        return ({}, OTHER_ADDRESS) if self.live.target.origin[1] in FIRST_ADDRESSES else None

    def _other_key(self) -> tuple[Headers, str] | None:
        table = self.live.table.api_keys
        if table is None:
            return None
        if table.second_key_env is not None:
            return self._key("second_key"), ""
        return None if self.carries == "key" else (self._key("key"), "")

    def _other_user(self) -> tuple[Headers, str] | None:
        if self.carries == "user":
            return _lesser(self.live)
        try:
            return (log_in(self.live), "") if self.live.table.auth else None
        except CannotMeasure:  # nobody can log in, or is allowed to: then no other user can prove anything
            return None

    def _key(self, name: str) -> Headers:
        table = self.live.table.api_keys
        if table is None:
            raise NotSetUp(
                f"the rate limit of {self.live.target.name} counts API keys, and none is described",
                f"name one in {self.live.place} api_keys",
            )
        key = self.live.secret(table, name, "api_keys")
        return {table.header: f"{table.prefix} {key}" if table.prefix else key}


def _lesser(live: Live) -> tuple[Headers, str] | None:
    """The second identity in the settings, if headers can carry its credentials."""
    for number, table in enumerate(live.table.auth):
        if table.lesser is not None and table.scheme in {"bearer", "basic"}:
            lesser, key = table.lesser, f"auth[{number}].lesser"
            if table.scheme == "bearer":
                return {"Authorization": bearer(live.secret(lesser, "token", key))}, ""
            name = lesser.username or live.secret(lesser, "username", key)
            return {"Authorization": basic(name, live.secret(lesser, "password", key))}, ""
    return None
