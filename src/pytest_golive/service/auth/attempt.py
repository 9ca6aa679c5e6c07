"""The result of one attempt for each kind of credentials, and of all attempts together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.service.answers.expecting import fault
from pytest_golive.service.auth.seeing.remedies import remedy
from pytest_golive.service.http.unreachable import CURES

ACCEPTED = "accepted"
REJECTED = "rejected"
WITH_DATA = "rejected with data"


@dataclass(frozen=True, slots=True)
class Observation:
    """What one response means.

    Attributes:
        outcome: "rejected", "accepted", …; "" if the response does not tell, such as 503.
        words: the response in words: "401", "302 to the log-in page /login".
        where: the request: "/orders", "/orders (made up)".
        curl: a line that repeats it, without secrets.
        cure: what to do if the response does not tell; "" for the usual fix.
    """

    outcome: str
    words: str
    where: str = ""
    curl: str = ""
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One kind of credentials, tried on every path where it must be accepted or rejected.

    Attributes:
        name: the way of logging in and the credentials: "token: expired token".
        expected: the expected outcome.
        outcome: the outcome; the first wrong one, if there is one; "" if it is unknown.
        responses: the responses in words, and what they prove.
        faults: the wrong responses.
        trouble: why the outcome is unknown, with a line to repeat the request.
        tries: requests with a response.
        cure: what to do if the outcome is unknown.
    """

    name: str
    expected: str
    outcome: str
    responses: str = ""
    faults: tuple[Finding, ...] = ()
    trouble: str = ""
    tries: int = 1
    cure: str = ""

    @property
    def is_breach(self) -> bool:
        """Whether the outcome is known and not the expected one."""
        return self.outcome not in {"", self.expected}


@dataclass(frozen=True, slots=True)
class Flows:
    """All attempts on one target.

    Attributes:
        attempts: in order.
        notes: what was not tried, and how to enable it: (name, words).
    """

    attempts: tuple[Attempt, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()

    @property
    def judged(self) -> tuple[Attempt, ...]:
        """The attempts with a known outcome."""
        return tuple(attempt for attempt in self.attempts if attempt.outcome)

    def check_complete(self) -> None:
        """Raise if the outcome of an attempt is unknown, unless another attempt is red anyway.

        Raises:
            CannotMeasure: about the first such attempt.
        """
        unknown = [attempt for attempt in self.attempts if not attempt.outcome]
        if not unknown or any(attempt.is_breach for attempt in self.attempts):
            return
        more = f" (and {len(unknown) - 1} more)" if len(unknown) > 1 else ""
        raise CannotMeasure(
            f"{unknown[0].name}{more}: {unknown[0].trouble}",
            unknown[0].cure
            or f"{CURES['server error']}; if a rate limit answered 429, give the checks a budget of their own",
        )


def attempt_of(
    name: str, expected: str, observations: Sequence[Observation], *, proves: str = "", cure: str = ""
) -> Attempt:
    """Combine the responses of one attempt.

    Args:
        name: of the attempt.
        expected: the expected outcome.
        observations: one for each request; at least one.
        proves: what it proves, and what it does not; "" if that is obvious.
        cure: what to do if it is wrong; "" for the usual fix.
    """
    wrong = [observed for observed in observations if observed.outcome not in {"", expected}]
    unknown = [observed for observed in observations if not observed.outcome]
    faults = tuple(
        fault(
            f"{name} on {observed.where}",
            f"{observed.outcome}, must be {expected}: answered {observed.words}{_repeat(observed)}",
            cure or remedy(name, observed.outcome, expected),
        )
        for observed in wrong
    )
    outcome = wrong[0].outcome if wrong else "" if unknown else expected
    trouble = f"{unknown[0].where}: {unknown[0].words}{_repeat(unknown[0])}" if unknown else ""
    responses = _in_words(observations) + (f"; {proves}" if proves else "")
    return Attempt(
        name, expected, outcome, responses, faults, trouble, len(observations), unknown[0].cure if unknown else ""
    )


def wanted_refusal(status: Sequence[int]) -> str:
    """The expected outcome of a rejection with one of these statuses; () for any."""
    return f"{REJECTED} with {' or '.join(map(str, status))}" if status else REJECTED


def _in_words(observations: Sequence[Observation]) -> str:
    places: dict[str, list[str]] = {}
    for observed in observations:
        places.setdefault(observed.words, []).append(observed.where)
    return "; ".join(f"{words} at {', '.join(dict.fromkeys(where))}" for words, where in places.items())


def _repeat(one: Observation) -> str:
    return f"; to repeat: {one.curl}" if one.curl else ""
