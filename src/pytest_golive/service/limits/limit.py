"""What a service says of its limit, who asks, and which answers say something about it."""

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

# How limiters reject that nobody has told to answer 429: nginx 503, Apache 509, firewalls 403.
UNTOLD = frozenset({403, 420, TOO_MANY, 503, 509})
NOT_THERE = frozenset({404, 405, 501})
# A burst that takes longer than this share of the window may have met its end.
SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Limit:
    """What is declared.

    Attributes:
        path: that is limited.
        method: that is limited.
        requests: after which the limit must hold.
        per: seconds that the number is meant for.
        status: of a rejection.
        patience: seconds that are waited, at most, for the service to accept again.
        says_when: whether a rejection must say when to come back.
        counts_strangers: whether those who are not accepted at all (401) are to be limited, too.
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
        """Whether a limiter gave this answer.

        Args:
            shot: the answer.
            usual: status of an answer without a limiter; 0 while it is not known.
        """
        status = shot.answer.status
        return status in {self.status, TOO_MANY} or (status in UNTOLD and usual not in {0, status})


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who asks.

    Attributes:
        name: who, in words: "without credentials", "another API key".
        service: asked by this client's address.
        headers: with this client's credentials.
        is_decisive: whether no limiter that tells clients apart could take it for the first one.
    """

    name: str
    service: Service
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_decisive: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """One answer, and when it came.

    Attributes:
        answer: to the request.
        sent: seconds, on the monotonic clock, when it was asked.
        at: when the answer was complete.
    """

    answer: Answer
    sent: float
    at: float


@dataclass
class Shooter:
    """Asks for what is limited, and counts.

    Attributes:
        limit: what is declared.
        count: requests sent so far, by anybody.
    """

    limit: Limit
    count: int = 0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def shoot(self, client: Client, path: str = "") -> Shot:
        """Ask once.

        Args:
            client: who asks.
            path: what for, with GET; "" for what is limited.

        Raises:
            Unreachable: no usable answer came.
        """
        with self._lock:
            self.count += 1
        sent = time.monotonic()
        method = "GET" if path else self.limit.method
        answer = client.service.ask(path or self.limit.path, method, headers=client.headers)
        return Shot(answer, sent, time.monotonic())


def check_first(shot: Shot) -> None:
    """Raise if what was asked for is not there.

    Raises:
        Unreachable: the service is broken.
        CannotMeasure: there is nothing that could be limited.
    """
    _check_health(shot)
    if shot.answer.status in NOT_THERE:
        raise CannotMeasure(
            f"{shot.answer.place}: status {shot.answer.status}, so there is nothing to be limited",
            f"name path and method of what is limited in rate_limit; to repeat: {shot.answer.curl}",
        )


def check_burst(limit: Limit, shots: Sequence[Shot], spent: float) -> None:
    """Raise if a burst in which nobody was rejected says nothing about the limit.

    Raises:
        Unreachable: the service broke under it.
        CannotMeasure: it was too slow, or got no further than the log-in.
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
    """Let a window of the clock that is about to end pass: half a burst would fall into the next."""
    left = limit.per - time.time() % limit.per
    if left < min(limit.per * SHARE, 1.0):
        time.sleep(left + 0.02)


def _check_health(shot: Shot) -> None:
    if shot.answer.status >= SERVER_ERROR:
        raise unreachable("server error", f"{shot.answer.place}: status {shot.answer.status}", shot.answer.curl)


def _has_refilled(shots: Sequence[Shot]) -> bool:
    """Whether an answer says that more requests are left than an earlier one said."""
    said = [(shot, left) for shot in shots if (left := remaining_of(shot.answer)) is not None]
    return any(later.sent > sooner.at and more > less for sooner, less in said for later, more in said)
