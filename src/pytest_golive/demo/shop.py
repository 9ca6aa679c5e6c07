"""The state of the running service."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field

from starlette.requests import Request

from pytest_golive.demo.accounts.credentials import Credentials
from pytest_golive.demo.options import NOWHERE
from pytest_golive.demo.paths.limiter import RATE, Limiter, Rate
from pytest_golive.demo.paths.metrics import Metrics
from pytest_golive.demo.tracing.tracer import Tracer

SESSION_SECONDS = 1800.0


@dataclass(frozen=True)
class Release:
    """The running release."""

    version: str = "1.0.0"
    commit: str = "unknown"
    instance: str = "demo-1"


@dataclass
class Sessions:
    """Logged-in users; a session ends on the server, not with the cookie."""

    _users: dict[str, tuple[str, float]] = field(default_factory=dict, repr=False)

    def start(self, user: str) -> str:
        """Start a session with a new random name."""
        now = time.monotonic()
        self._users = {name: kept for name, kept in self._users.items() if kept[1] > now}
        name = secrets.token_urlsafe(32)
        self._users[name] = (user, now + SESSION_SECONDS)
        return name

    def user(self, name: str) -> str | None:
        """The user of a session; None if it has ended or never existed."""
        user, ends = self._users.get(name, ("", 0.0))
        return user if ends > time.monotonic() else None

    def end(self, name: str) -> None:
        """End a session, if it exists."""
        self._users.pop(name, None)


@dataclass
class Shop:
    """The state of one running service."""

    credentials: Credentials
    faults: set[str] = field(default_factory=set)
    """Names of faults that are on; may be changed at any time."""
    release: Release = Release()
    rate: Rate = RATE
    elsewhere: str = NOWHERE
    """Where the faults lead that lead to another origin."""
    session_refusal: int = 302
    """How ``/account`` refuses: 302 to the log-in page, or 401."""
    service: str = "shop"
    """Its name in traces."""
    stock: str = ""
    """The address of the service that has the stock; "" if that is our own."""
    tracer: Tracer | None = None
    slow_seconds: float = 1.0
    limiter: Limiter = field(default_factory=Limiter)
    sessions: Sessions = field(default_factory=Sessions)
    revoked: set[str] = field(default_factory=set, repr=False)
    """``jti`` of the tokens that clients have taken back."""
    metrics: Metrics = field(default_factory=Metrics)
    calls: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    """How many have come, whatever for."""

    def count(self, what: str) -> int:
        """Count one more *what*; the first count is 1."""
        self.calls[what] = self.calls.get(what, 0) + 1
        return self.calls[what]

    def afresh(self) -> None:
        """Reset the counters of faults and limits."""
        self.limiter.forget()
        self.calls.clear()
        self.requests = 0


def shop_of(request: Request) -> Shop:
    """The state of the service, from a request."""
    shop: Shop = request.app.state.shop
    return shop
