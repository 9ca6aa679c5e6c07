"""What an answer says of its limit: when to come back (RFC 9110, 10.2.3), and how many requests are left.

The RateLimit fields of draft-ietf-httpapi-ratelimit-headers are read in all forms that services send: three fields,
one field of pairs, one structured field; with or without "X-", in seconds or as a time since 1970.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from pytest_golive.masking.known import MASK
from pytest_golive.service.http.asking import Answer

# Above it, a number of seconds is no span but a time; above the second, one in milliseconds.
SINCE_1970 = 1_000_000_000
MILLISECONDS = 1_000_000_000_000
# No number that means something has more digits, and Python refuses to read thousands of them.
NUMBER = re.compile(r"\d{1,15}(\.\d{1,15})?", re.ASCII)
PAIR = re.compile(r"\b(limit|remaining|reset|q|r|t)\s{0,9}=\s{0,9}(\d{1,15})(?!\d)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Promise:
    """When a refused client may come back.

    Attributes:
        said: the field as sent: "Retry-After: 2"; "" if there is none.
        seconds: from the answer on; None if no field says so, or it cannot be read.
    """

    said: str
    seconds: float | None

    @property
    def told(self) -> str:
        """For the evidence."""
        if not self.said:
            return "neither Retry-After nor RateLimit fields"
        return f"{self.said}, which cannot be read" if self.seconds is None else self.said


def promise_of(answer: Answer) -> Promise:
    """When the refusal *answer* says that one may come back; Retry-After counts first."""
    read = [(name, value, _seconds(name, value, answer)) for name, value in _fields(answer)]
    best = next((entry for entry in read if entry[2] is not None), read[0] if read else None)
    return Promise(f"{best[0]}: {MASK.hide(best[1])[:60]}", best[2]) if best else Promise("", None)


def remaining_of(answer: Answer) -> int | None:
    """How many requests *answer* says are left; None if it does not say."""
    for name in ("RateLimit-Remaining", "X-RateLimit-Remaining", "X-Rate-Limit-Remaining"):
        if NUMBER.fullmatch(value := answer.header(name).strip()) and "." not in value:
            return int(value)
    pairs = _pairs(answer.header("RateLimit"))
    return pairs.get("remaining", pairs.get("r"))


def _fields(answer: Answer) -> Iterator[tuple[str, str]]:
    for name in ("Retry-After", "RateLimit-Reset", "RateLimit", "X-RateLimit-Reset", "X-Rate-Limit-Reset"):
        if value := answer.header(name).strip():
            yield name, value


def _seconds(name: str, value: str, answer: Answer) -> float | None:
    if name == "RateLimit":
        pairs = _pairs(value)
        found = pairs.get("reset", pairs.get("t"))
        return None if found is None else float(found)
    if not NUMBER.fullmatch(value):
        return _until(value, answer) if name == "Retry-After" else None
    number = float(value)
    if number < SINCE_1970:
        return number
    moment = number / 1000 if number >= MILLISECONDS else number
    return max(0.0, moment - clock_of(answer)) if math.isfinite(moment) else None


def _until(value: str, answer: Answer) -> float | None:
    moment = moment_of(value)
    return None if moment is None else max(0.0, moment - clock_of(answer))


def clock_of(answer: Answer) -> float:
    """What time it is for the service, in seconds since 1970; this machine's if it does not say."""
    moment = moment_of(answer.header("Date"))
    return dt.datetime.now(dt.UTC).timestamp() if moment is None else moment


def moment_of(value: str) -> float | None:
    """The time that a header names, in seconds since 1970; None if it names none."""
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()


def _pairs(value: str) -> dict[str, int]:
    """The numbers of ``limit=10, remaining=0, reset=5`` or ``"default";r=0;t=5``; of several, the first."""
    found: dict[str, int] = {}
    for name, number in PAIR.findall(value):
        found.setdefault(name.lower(), int(number))
    return found
