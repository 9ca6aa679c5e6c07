"""What is sent, how often and for how long."""

from __future__ import annotations

import hashlib
import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final
from urllib.parse import urlsplit

from pytest_golive.contention.services import is_here
from pytest_golive.errors import CannotMeasure
from pytest_golive.load.bounds import MOST_CONNECTIONS, MOST_RATE, MOST_REQUESTS, MOST_SECONDS, MOST_USERS
from pytest_golive.service.addresses.origins import Origin, origin_of
from pytest_golive.service.http.guard import check_clear_text

SAFE: Final = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One kind of request.

    Attributes:
        name: its name in reports.
        method: HTTP method.
        path: with query, below the target's URL.
        weight: how often it is sent, relative to the others.
        status: the correct statuses.
        text: texts that the body must contain.
        json: what the body's JSON must contain at least; None for anything.
        headers: sent with it; they may contain credentials, so they are never shown.
    """

    name: str
    method: str
    path: str
    weight: int = 1
    status: Sequence[int] = (200,)
    text: Sequence[str] = ()
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """One run of a load test.

    Attributes:
        url: the target, with its base path.
        rate: requests per second in all, sent at fixed times whatever the response times; 0 for users.
        users: users in all, each waiting for its response before it sends again; 0 for a rate.
        pause: seconds that a user waits between response and request.
        ramp_up: seconds until the full rate, or all users, are reached; not counted.
        warm_up: seconds at full load that do not count.
        duration: seconds that count.
        timeout: seconds after which a request has failed.
        connect_timeout: seconds that opening a connection may take.
        workers: sending processes, here and elsewhere.
        endpoints: what is sent; empty with a locustfile.
        locustfile: absolute path of the team's own scenario, or "".
        headers: sent with every request; never shown.
        ca_file: absolute path of certificates to trust besides the system's, or "".
        cert_file: absolute path of the client certificate that the target requires, or "".
        key_file: absolute path of its key; "" if it is in the same file.
        passphrase: of that key; never shown.
        max_body: bytes of a body that are read.
        max_requests: after so many in one process, the run is ended and not trusted.
        index: the number of this worker; -1 to ask locust.
        ship: whether records are sent through locust's master, because there is no common folder.
        records: absolute path of the file for the records of this process; "" if it sends nothing or ships.
        addresses: the checked addresses to connect to; () to resolve the name.
        customers: origins of production, which a locustfile for another target must not connect to.
        shares_address: whether production has the target's address, too, and only the name distinguishes them.
    """

    url: str
    rate: float = 0.0
    users: int = 0
    pause: float = 0.0
    ramp_up: float = 0.0
    warm_up: float = 2.0
    duration: float = 20.0
    timeout: float = 10.0
    connect_timeout: float = 5.0
    workers: int = 1
    endpoints: tuple[Endpoint, ...] = ()
    locustfile: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    ca_file: str = ""
    cert_file: str = ""
    key_file: str = ""
    passphrase: str = field(default="", repr=False)
    max_body: int = 5_000_000
    max_requests: int = MOST_REQUESTS
    index: int = -1
    ship: bool = False
    records: str = ""
    addresses: tuple[str, ...] = ()
    customers: tuple[Origin, ...] = ()
    shares_address: bool = False

    @property
    def total(self) -> float:
        """Seconds from the first request to the last."""
        return self.ramp_up + self.warm_up + self.duration

    @property
    def counts_from(self) -> float:
        """Seconds from the first request to the first that counts."""
        return self.ramp_up + self.warm_up

    @property
    def connections(self) -> int:
        """The maximum of outstanding requests of one worker."""
        return min(MOST_CONNECTIONS, int(self.rate * self.timeout) + 10)

    @property
    def is_here(self) -> bool:
        """Whether the target is on this machine."""
        return is_here(urlsplit(self.url).hostname or "")

    @property
    def scenario(self) -> dict[str, Any]:
        """What two runs must have in common to be compared; without secrets and places."""
        sent = [(e.name, e.method, e.path, e.weight) for e in sorted(self.endpoints, key=lambda e: e.name)]
        load = {"users": self.users, "pause": self.pause} if self.users else {"rate": self.rate}
        own_scenario = {"locustfile": self.locustfile.rpartition("/")[2]} if self.locustfile else {}
        return {**load, **own_scenario, "endpoints": [list(entry) for entry in sent]}

    @property
    def digest(self) -> str:
        """16 hex digits of everything that the workers of one run must agree on."""
        agreed = {**self.scenario, "url": self.url, "times": [self.ramp_up, self.warm_up, self.duration, self.timeout]}
        return hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def words(self) -> str:
        """The load in words: "20 requests a second for 20 s"."""
        load = f"{self.users} users" if self.users else f"{self.rate:g} requests a second"
        return f"{load} for {self.duration:g} s"

    def check(self) -> Plan:
        """Return the plan with checked addresses, if it may be run.

        Raises:
            CannotMeasure: it is empty, exceeds a cap, or would send credentials in clear text.
        """
        if bool(self.rate) == bool(self.users):
            raise CannotMeasure("a load needs either a rate or users", "set one in [tool.golive.performance]")
        if not self.endpoints and not self.locustfile:
            raise CannotMeasure(
                "there is no request to send: the target names no endpoints",
                "name them in the target's table, or a locustfile in [tool.golive.performance]",
            )
        expected = self.rate * self.total / max(1, self.workers)
        for what, value, most in (
            ("users", self.users, MOST_USERS),
            ("rate", self.rate, MOST_RATE),
            ("requests of one worker", expected, self.max_requests),
            ("seconds in all", self.total, MOST_SECONDS),
        ):
            if value > most:
                raise CannotMeasure(f"{what}: {value:g} is more than the {most:g} that we send", "plan a smaller load")
        addresses = _addresses(self.url)
        check_clear_text(self.url, addresses)
        return replace(self, addresses=tuple(addresses))

    def as_json(self) -> str:
        """On one line, with its secrets: only for the input of a process of ours."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> Plan:
        """The inverse of `as_json`."""
        record = json.loads(text)
        known = {field_.name for field_ in fields(cls)}
        endpoints = tuple(Endpoint(**endpoint) for endpoint in record.pop("endpoints"))
        addresses = tuple(record.pop("addresses", ()))
        customers = tuple((scheme, host, port) for scheme, host, port in record.pop("customers", ()))
        rest = {name: value for name, value in record.items() if name in known}
        return cls(endpoints=endpoints, addresses=addresses, customers=customers, **rest)


def _addresses(url: str) -> list[str]:
    _, host, port = origin_of(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise CannotMeasure(f"{host} has no address: {error.strerror or error}", "correct the url") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
