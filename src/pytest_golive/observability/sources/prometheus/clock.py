"""The clock of a server, compared with ours: an evening of one is a minute of the other, if both are not set alike."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.lengths import in_words
from pytest_golive.observability.sources.prometheus.envelope import asked
from pytest_golive.observability.sources.prometheus.results import Result
from pytest_golive.observability.sources.prometheus.targets import moment_of
from pytest_golive.service.limits.limit_fields import moment_of as moment_of_header

TOLERANCE: Final = 30.0  # seconds
RUNTIME: Final = "/api/v1/status/runtimeinfo"
YOUNG: Final = 60.0  # seconds after its start, in which a server has not scraped and evaluated everything


@dataclass(frozen=True, slots=True)
class Clock:
    """How a server's clock differs from ours.

    Attributes:
        ahead: seconds; negative if it is behind.
        unsure: seconds by which that may be wrong, as the answer took time.
        date: the same by the header Date of the answer, which a proxy may have written; None without one.
    """

    ahead: float
    unsure: float
    date: float | None = None

    @property
    def is_off(self) -> bool:
        """Whether "the last five minutes" means something else there and here."""
        return abs(self.ahead) - self.unsure > TOLERANCE


def clock_of(result: Result) -> Clock:
    """The clock by the result of ``time()``.

    Raises:
        CannotMeasure: the result is none of ``time()``.
    """
    answered = result.answered
    middle = (answered.began + answered.ended) / 2
    if len(result.samples) != 1:
        raise CannotMeasure(f"the answer to {answered.place} for time() holds no time", "check the url")
    return Clock(result.samples[0].value - middle, answered.ended - middle, _date(result, middle))


def check(api: Api, clock: Clock) -> None:
    """Refuse a server whose clock is off.

    Raises:
        CannotMeasure: it is.
    """
    if clock.is_off:
        raise CannotMeasure(
            f"the clock of {api.named} is {told(clock.ahead)} this machine's"
            + ("" if clock.date is None else f" (by its Date header, {told(clock.date).removesuffix(' of')})"),
            "set both clocks by NTP: what happened in the last minutes cannot be measured by two clocks",
        )


def check_time(api: Api, place: str, at: float) -> None:
    """Refuse a value of another time than now.

    Args:
        api: the server.
        place: the request.
        at: time of the value, in seconds since 1970.

    Raises:
        CannotMeasure: it is from the future, or from the past.
    """
    off = at - time.time()
    # Its clock was compared before; an answer may take its time, and some servers round.
    if off > TOLERANCE or -off > TOLERANCE + api.timeout + TOLERANCE:
        where = "in the future" if off > 0 else "in the past"
        raise CannotMeasure(
            f"{api.named} answers {place} with a value that is {in_words(abs(off))} {where}",
            "compare its clock with this machine's, and see whether a cache stands between them",
        )


def running_for(client: Client) -> float:
    """Seconds since a Prometheus started, by its own clock; infinity if it does not say."""
    try:
        answered = asked(client, RUNTIME, {}, changes_nothing=False)
        started = moment_of(answered.item, "startTime")
    except CannotMeasure:
        return math.inf
    now = moment_of_header(answered.headers.get("date", "")) or time.time()
    return max(0.0, now - started)


def too_young(said: str, seconds: float, lacking: str, enough: float = YOUNG) -> CannotMeasure:
    """The error about a server that started just now: *lacking* is no fault of it yet."""
    return CannotMeasure(
        f"{said} has run for only {in_words(seconds)}, and {lacking}",
        f"ask again once it has run for {in_words(enough)}",
    )


def told(ahead: float) -> str:
    """In words: "10 min ahead of"."""
    return f"{in_words(abs(ahead))} {'ahead of' if ahead > 0 else 'behind'}"


def _date(result: Result, middle: float) -> float | None:
    try:
        return parsedate_to_datetime(result.answered.headers["date"]).timestamp() - middle
    except (KeyError, ValueError, TypeError, OverflowError):
        return None
