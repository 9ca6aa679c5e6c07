"""Whether a rate limiter keeps its word: at the retry time that a rejection names, the client is accepted again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure
from pytest_golive.progress import Progress
from pytest_golive.service.limits.limit import Client, Limit, Shooter, Shot, check_first
from pytest_golive.service.limits.limit_fields import promise_of

# The fields count whole seconds, which some services round down.
ROUNDING = 1.0
# After a rejection named a wrong time, each wait is longer than the last: a limiter may count these requests, too.
GROWTH = 1.5


@dataclass(frozen=True, slots=True)
class Readmission:
    """When the client was accepted again.

    Attributes:
        is_accepted: whether it was, within the limit's patience.
        is_true: whether it was at the time that the rejection named.
        seconds: between the rejection and the acceptance, or the last rejection.
        last: the last response.
    """

    is_accepted: bool
    is_true: bool
    seconds: float
    last: Shot

    @property
    def description(self) -> str:
        """For the evidence."""
        if self.is_accepted:
            return f"but the service accepted again only after {self.seconds:.1f} s"
        return f"but the service still rejected after {self.seconds:.1f} s"


def wait_for_admission(
    shooter: Shooter, client: Client, rejection: Shot, usual: int, progress: Progress
) -> Readmission:
    """Wait as long as *rejection* says and retry; go on until the service accepts requests of other gates again.

    Raises:
        Unreachable: a request had no usable response.
        CannotMeasure: the rejection names a time beyond the limit's patience.
    """
    limit, promised = shooter.limit, promise_of(rejection.answer)
    if promised.seconds is not None and promised.seconds > limit.patience:
        raise CannotMeasure(
            f"a rejection of {limit.path} says {promised.description}, and patience is only {limit.patience:g} s, so "
            "whether that is true is not known",
            _cure(limit, promised.seconds),
        )
    true_until = -1.0 if promised.seconds is None else promised.seconds + ROUNDING
    shot, waited = rejection, 0.0
    for moment in _moments(limit, promised.seconds):
        _sleep_until(rejection.at + moment, progress)
        shot = shooter.shoot(client)
        waited = shot.sent - rejection.at
        if not limit.is_refusal(shot, usual):
            check_first(shot)
            return Readmission(is_accepted=True, is_true=moment <= true_until, seconds=waited, last=shot)
    return Readmission(is_accepted=False, is_true=False, seconds=waited, last=shot)


def _cure(limit: Limit, seconds: float) -> str:
    allow = "allow more with rate_limit's patience"
    is_likely = 0 < seconds / 1000 <= limit.per + ROUNDING
    return f"let it count seconds (RFC 9110, 10.2.3), if these are milliseconds; else {allow}" if is_likely else allow


def wait_out(limit: Limit, since: float, progress: Progress) -> None:
    """Wait for one full window of the limit: it may also count the requests of other gates."""
    _sleep_until(since + min(limit.per, limit.patience), progress)


def _moments(limit: Limit, promised: float | None) -> Iterator[float]:
    """When to send requests, in seconds after the rejection: at the named time, and then at growing intervals."""
    moment = min(limit.per, limit.patience) if promised is None else promised
    step = ROUNDING
    while moment < limit.patience:
        yield moment
        moment, step = moment + step, step * (1 if moment == promised else GROWTH)
    yield max(limit.patience, promised or 0.0)


def _sleep_until(moment: float, progress: Progress) -> None:
    while (left := moment - time.monotonic()) > 0:
        progress(f"rate limit: waiting {left:.0f} s more until the service accepts again")
        time.sleep(min(left, 1.0))
