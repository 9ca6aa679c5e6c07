"""What a response says about its limit: when to retry (RFC 9110, 10.2.3), and how many requests remain."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from pytest_golive.masking.foreign import spoken
from pytest_golive.service.http.answer import Answer
from pytest_golive.service.limits.policies import NUMBER, Policy, policies_of, used_up

# A larger number of seconds is a time, not a duration; above the second value, it is in milliseconds.
SINCE_1970 = 1_000_000_000
MILLISECONDS = 1_000_000_000_000
DECIMAL = re.compile(r"[0-9]{1,15}\.[0-9]{1,9}", re.ASCII)
# The three date formats of RFC 9110, 5.6.7.
HTTP_DATE = re.compile(
    r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT"
    r"|[A-Z][a-z]{5,8}, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT"
    r"|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}",
    re.ASCII,
)
# Clocks count whole seconds, and some round down.
ROUNDING = 1.0
YEAR = 31_557_600
DURATION = re.compile(
    r"(?:(\d{1,6})h)?(?:(\d{1,6})m(?!s))?(?:(\d{1,9}(?:\.\d{1,9})?)s)?(?:(\d{1,9}(?:\.\d{1,9})?)ms)?", re.ASCII
)
RETRY_AFTER = "Retry-After"
UNREADABLE = "which cannot be read"


@dataclass(frozen=True, slots=True)
class Promise:
    """When a rejected client may retry.

    Attributes:
        said: the field as sent: "Retry-After: 2"; "" if there is none.
        seconds: after the response; None if no field says so, or its value is unusable.
        wrong: why a client cannot use Retry-After, or any field: "Retry-After: -1, which cannot be read"; "" if it can.
    """

    said: str
    seconds: float | None
    wrong: str = ""

    @property
    def description(self) -> str:
        """For the evidence."""
        if not self.said:
            return "neither Retry-After nor RateLimit fields"
        if not self.wrong:
            return self.said
        return self.wrong if self.seconds is None else f"{self.wrong}; {self.said}"

    @property
    def is_usable(self) -> bool:
        """Whether it gives clients a time for a retry."""
        return self.seconds is not None and not self.wrong


@dataclass(frozen=True, slots=True)
class _Field:
    """One field: its text, and either seconds or what is wrong with it."""

    said: str
    seconds: float | None = None
    wrong: str = ""


def promise_of(answer: Answer) -> Promise:
    """When the rejection *answer* allows a retry; Retry-After has priority, since clients obey it first."""
    read = list(_fields(answer))
    if not read:
        return Promise("", None)
    best = next((field for field in read if field.seconds is not None), read[0])
    doubtful = read[0] if read[0].said.startswith(RETRY_AFTER) or best.seconds is None else best
    return Promise(best.said, best.seconds, f"{doubtful.said}, {doubtful.wrong}" if doubtful.wrong else "")


def remaining_of(answer: Answer) -> int | None:
    """How many requests remain of the policy that is nearest to its end; None if *answer* does not say."""
    for policies in policies_of(answer):
        if left := [policy.remaining for policy in policies if policy.remaining is not None]:
            return min(left)
    return None


def _fields(answer: Answer) -> Iterator[_Field]:
    if values := list(dict.fromkeys(value.strip() for value in answer.all_headers(RETRY_AFTER))):
        yield _of_retry_after(values, answer)
    for policies in policies_of(answer):
        if any(policy.reset for policy in policies) or policies[0].field == "RateLimit":
            yield _of_policies(policies, answer)


def _of_retry_after(values: list[str], answer: Answer) -> _Field:
    field_text = _field_as_text(RETRY_AFTER, ", ".join(values))
    if len(values) > 1:
        return _Field(field_text, wrong="of which is unknown which counts")
    value = values[0]
    if HTTP_DATE.fullmatch(value) and (moment := moment_of(value)) is not None:
        left = moment - clock_of(answer)
        if left < -ROUNDING:
            return _Field(field_text, wrong=f"which is {-left:.0f} s in the past")
        return _Field(field_text, max(0.0, left))
    return _of_span(field_text, value)


def _of_span(field_text: str, value: str) -> _Field:
    """A number of seconds: clients that follow the RFC understand nothing else."""
    if DECIMAL.fullmatch(value):
        return _Field(field_text, wrong="which is no whole number of seconds")
    if not NUMBER.fullmatch(value):
        return _Field(field_text, wrong=UNREADABLE)
    number = float(value)
    if number >= SINCE_1970:
        return _Field(
            field_text, wrong=f"which is a time since 1970: as seconds it is a wait of {number / 31_557_600:,.0f} years"
        )
    return _Field(field_text, number)


def _of_policies(policies: list[Policy], answer: Answer) -> _Field:
    """What the policy that rejected says; of several, the one that rejects longest."""
    field = policies[0].field
    sent = answer.all_headers(field) or [policy.reset for policy in policies if policy.reset]
    field_text = _field_as_text(field, ", ".join(sent))
    rejecting = used_up(policies)
    if not rejecting:
        return _Field(field_text, wrong="which names no policy that is used up")
    read = [_of_reset(field_text, policy, answer) for policy in rejecting if policy.reset]
    longest = max((single.seconds for single in read if single.seconds is not None), default=None)
    if longest is not None:
        return _Field(field_text, longest)
    return read[0] if read else _Field(field_text, wrong=UNREADABLE)


def _of_reset(field_text: str, policy: Policy, answer: Answer) -> _Field:
    value = policy.reset
    if not policy.field.startswith("X-"):
        return _of_span(field_text, value)
    # A field without a standard has any form: a duration, a time since 1970, a date, or a duration such as "1m30s".
    if NUMBER.fullmatch(value) or DECIMAL.fullmatch(value):
        number = float(value)
        if number < SINCE_1970:
            return _Field(field_text, number)
        moment: float | None = number / 1000 if number >= MILLISECONDS else number
    else:
        moment = moment_of(value)
        if moment is None:
            return _of_duration(field_text, value)
    return _Field(field_text, max(0.0, (moment or 0.0) - clock_of(answer)))


def _of_duration(field_text: str, value: str) -> _Field:
    """Go's format: "6m0s" and "20ms"."""
    match = DURATION.fullmatch(value)
    if match is None or not value:
        return _Field(field_text, wrong=UNREADABLE)
    hours, minutes, seconds, thousandths = (float(part or 0) for part in match.groups())
    return _Field(field_text, hours * 3600 + minutes * 60 + seconds + thousandths / 1000)


def clock_of(answer: Answer) -> float:
    """The time of the service, in seconds since 1970; this machine's if the response does not say."""
    moment = moment_of(answer.header("Date"))
    return dt.datetime.now(dt.UTC).timestamp() if moment is None else moment


def moment_of(value: str) -> float | None:
    """The time in a header, in seconds since 1970, from an HTTP date or ISO 8601; None if it is neither."""
    for read in (parsedate_to_datetime, dt.datetime.fromisoformat):
        try:
            moment = read(value[:80])
            return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _field_as_text(name: str, value: str) -> str:
    return f"{name}: {spoken(value)[:60]}"
