"""One attempt to get access: what must happen, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.service.answers.expecting import fault
from pytest_golive.service.answers.redirects import Chain, joined, strays
from pytest_golive.service.auth.seeing.data import holds
from pytest_golive.service.auth.seeing.recognising import Data
from pytest_golive.service.http.asking import REDIRECTS, SERVER_ERROR, Answer, Service
from pytest_golive.service.http.unreachable import Unreachable, unreachable

ACCEPTED, REJECTED = "accepted", "rejected"
REJECTIONS = frozenset({401, 403})
TOO_MANY = 429
RIGHT = range(200, 300)


@dataclass(frozen=True, slots=True)
class Attempt:
    """The result of one attempt.

    Attributes:
        name: what was tried: "revoked key, /stock".
        expected: `ACCEPTED` or `REJECTED`, with the status if one is required.
        found: `ACCEPTED` or `REJECTED`, or a description of any other result.
        source: request and status: "GET https://host/stock: 401".
        faults: what is wrong, with a line to repeat the request; () if the result is as expected.
    """

    name: str
    expected: str
    found: str
    source: str
    faults: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempts:
    """The results of several attempts.

    Attributes:
        made: in order.
        untried: what could not be tried, and what is missing for it.
    """

    made: tuple[Attempt, ...]
    untried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """The responses along a chain of redirects, as far as they stay on the target.

    Attributes:
        answers: at least one.
        away: where the last redirect leaves the target, and what is wrong with it; "" if it does not.
    """

    answers: tuple[Answer, ...]
    away: str = ""

    @property
    def last(self) -> Answer:
        """The last response."""
        return self.answers[-1]

    @property
    def is_led_off(self) -> bool:
        """Whether another page responded than requested; a final slash does not make another page."""
        return bool(self.away) or self.last.path.rstrip("/") != self.answers[0].path.rstrip("/")

    @property
    def description(self) -> str:
        """Request, statuses, and where they led, for messages."""
        led = f" to {self.away or self.last.path}" if self.is_led_off else ""
        statuses = ", ".join(str(answer.status) for answer in self.answers)
        return f"{self.answers[0].place}: {statuses}{led}"


def visit(service: Service, path: str, headers: dict[str, str]) -> Visit:
    """Request *path* like `follow`, from a service that is able to decide about access.

    Raises:
        Unreachable: there was no usable response, or the service is broken.
        CannotMeasure: a rate limiter responded.
    """
    visited = follow(service, path, headers)
    answer, curl = visited.last, visited.answers[0].curl
    if answer.status >= SERVER_ERROR:
        raise unreachable("server error", f"{answer.place}: status {answer.status}", curl)
    if answer.status == TOO_MANY:
        raise CannotMeasure(
            f"{answer.place}: status {TOO_MANY}, so a rate limiter responded, and it is unknown which requests "
            "would be accepted",
            f"let the limiter accept the requests of this machine, or retry later; to repeat: {curl}",
        )
    return visited


def follow(service: Service, path: str, headers: dict[str, str] | None = None) -> Visit:
    """Request *path*, and follow redirects that stay on the target.

    Raises:
        Unreachable: there was no usable response.
    """
    answers = [service.ask(path, headers=headers)]
    chain = Chain(service.target.max_redirects, answers[0].url)
    while (answer := answers[-1]).status in REDIRECTS and (locations := answer.all_headers("location")):
        try:
            url = joined(answer.url, *locations)
            if away := strays(service.target, answer.url, url):
                return Visit(tuple(answers), away)
            chain.step(answer.status, "GET", url)
        except Unreachable as error:
            raise unreachable(error.kind, error.what, answers[0].curl) from None
        answers.append(service.ask(url, headers=headers))
    return Visit(tuple(answers))


def of_admission(name: str, visited: Visit, shows: str) -> Attempt:
    """Whether a client that must be accepted was accepted.

    Args:
        name: what was tried.
        visited: the responses.
        shows: text of the protected data; "" for any.
    """
    found = ACCEPTED
    if visited.is_led_off:
        found = f"redirected to {visited.away or visited.last.path}"
    elif visited.last.status not in RIGHT:
        found = f"status {visited.last.status}"
    elif shows and not holds(visited.last.text, shows):
        found = f"status {visited.last.status}, but the body does not hold {shows!r}"
    return _attempt(name, ACCEPTED, found, visited)


def of_refusal(name: str, visited: Visit, data: Data, status: Sequence[int] = ()) -> Attempt:
    """Whether a client that must be rejected was rejected, and saw no data.

    A redirect to a page without data, such as a log-in page, is a rejection, too.

    Args:
        name: what was tried.
        visited: the responses.
        data: what an accepted client gets.
        status: the allowed statuses of a rejection; () for any that rejects.
    """
    came = visited.last.status
    # If a redirect leads to another page, the redirect is the rejection.
    status_shown = visited.answers[0].status if visited.is_led_off and came in RIGHT else came
    expected = f"{REJECTED} with {' or '.join(map(str, status))}" if status else REJECTED
    if any(data.is_in(answer) for answer in visited.answers):
        found = ACCEPTED if came in RIGHT else f"status {came}, with the data"
    elif status:
        found = expected if status_shown in status else f"status {status_shown}"
    elif came in REJECTIONS or visited.away or (visited.is_led_off and came in RIGHT):
        found = REJECTED
    else:
        found = f"status {came}, must be 401 or 403"
    return _attempt(name, expected, found, visited)


def _attempt(name: str, expected: str, found: str, visited: Visit) -> Attempt:
    faults = (
        ()
        if found == expected
        else (fault(name, f"{found}; {visited.description}; to repeat: {visited.answers[0].curl}"),)
    )
    return Attempt(name, expected, found, visited.description, faults)
