"""The declared limit, its clients, and which responses tell something about it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.answers.attempts import REJECTIONS, TOO_MANY
from pytest_golive.service.http.asking import SERVER_ERROR, Answer, Service
from pytest_golive.service.http.unreachable import unreachable
from pytest_golive.service.limits.limit_fields import remaining_of

# Statuses of rate limiters that are not configured to use 429: nginx 503, Apache 509, firewalls 403.
UNTOLD = frozenset({403, 420, TOO_MANY, 503, 509})
NOT_THERE = frozenset({404, 405, 501})
# A burst that takes longer than this fraction of the window may span two windows.
SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Limit:
    """The declared limit.

    Attributes:
        path: the limited path.
        method: the limited method.
        requests: the number of requests after which the limit must take effect.
        per: seconds of the window for that number.
        status: of a rejection.
        patience: seconds to wait, at most, for the service to accept requests again.
        says_when: whether a rejection must say when to retry.
        counts_strangers: whether clients without valid credentials (401) must be limited, too.
    """

    path: str
    method: str = "GET"
    requests: int = 10
    per: float = 60.0
    status: int = TOO_MANY
    patience: float = 90.0
    says_when: bool = True
    counts_strangers: bool = True

    def is_refusal(self, shot: Shot, usual: int = 0) -> bool:
        """Whether a rate limiter sent this response.

        Args:
            shot: the response.
            usual: status of a response without the limiter; 0 while unknown.
        """
        status = shot.answer.status
        return status in {self.status, TOO_MANY} or (status in UNTOLD and usual not in {0, status})


@dataclass(frozen=True, slots=True)
class Client:
    """A client.

    Attributes:
        name: its description: "without credentials", "another API key".
        service: sends requests from this client's address.
        headers: with this client's credentials.
        is_decisive: whether every limiter that distinguishes clients must distinguish it from the first one.
    """

    name: str
    service: Service
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_decisive: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """One response, and its time.

    Attributes:
        answer: the response.
        sent: seconds, on the monotonic clock, when the request was sent.
        at: when the response was complete.
    """

    answer: Answer
    sent: float
    at: float


@dataclass
class Shooter:
    """Sends requests to the limited path, and counts them.

    Attributes:
        limit: the declared limit.
        count: requests sent so far, by all clients.
    """

    limit: Limit
    count: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def shoot(self, client: Client, path: str = "") -> Shot:
        """Send one request.

        Args:
            client: the client.
            path: another path, with GET; "" for the limited one.

        Raises:
            Unreachable: there was no usable response.
        """
        with self._lock:
            self.count += 1
        sent = time.monotonic()
        method = "GET" if path else self.limit.method
        answer = client.service.ask(path or self.limit.path, method, headers=client.headers)
        return Shot(answer, sent, time.monotonic())


def check_first(shot: Shot) -> None:
    """Raise if the limited path does not exist or is broken.

    Raises:
        Unreachable: the service is broken.
        CannotMeasure: there is nothing to limit.
    """
    _check_health(shot)
    if shot.answer.status in NOT_THERE:
        raise CannotMeasure(
            f"{shot.answer.place}: status {shot.answer.status}, so there is nothing to be limited",
            f"name path and method of what is limited in rate_limit; to repeat: {shot.answer.curl}",
        )


def check_burst(limit: Limit, shots: Sequence[Shot], spent: float) -> None:
    """Raise if a burst without any rejection says nothing about the limit.

    Raises:
        Unreachable: the service failed under the burst.
        CannotMeasure: it was too slow, or reached only the log-in.
    """
    for shot in shots:
        _check_health(shot)
    sent = f"{len(shots)} requests for {limit.method} {limit.path}"
    if not limit.counts_strangers and all(shot.answer.status in REJECTIONS for shot in shots):
        raise CannotMeasure(
            f"{sent} were answered {shots[0].answer.status}: credentials are checked before requests are counted",
            "say what it counts, by = 'key' or 'user' in rate_limit; by = 'address' if anonymous users must be "
            "limited, too",
        )
    if spent >= limit.per * SHARE or _has_refilled(shots):
        raise CannotMeasure(
            f"{sent} took {spent:.2f} s, and the limit is for {limit.per:g} s: too slow to tell, for it may have "
            "accepted again meanwhile",
            "run it nearer to the service, or declare fewer requests; see what makes the answers slow",
        )


def wait_for_window(limit: Limit) -> None:
    """Wait if a fixed window is about to end: the burst would be split between two windows."""
    seconds_left = limit.per - time.time() % limit.per
    if seconds_left < min(limit.per * SHARE, 1.0):
        time.sleep(seconds_left + 0.02)


def _check_health(shot: Shot) -> None:
    if shot.answer.status >= SERVER_ERROR:
        raise unreachable("server error", f"{shot.answer.place}: status {shot.answer.status}", shot.answer.curl)


def _has_refilled(shots: Sequence[Shot]) -> bool:
    """Whether a response reports more remaining requests than an earlier one."""
    remaining = [(shot, left) for shot in shots if (left := remaining_of(shot.answer)) is not None]
    return any(later.sent > sooner.at and more > less for sooner, less in remaining for later, more in remaining)
