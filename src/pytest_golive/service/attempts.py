"""One attempt to get in: what must come of it, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.service.expecting import fault
from pytest_golive.service.http.asking import REDIRECTS, SERVER_ERROR, Answer, Service
from pytest_golive.service.http.unreachable import Unreachable, unreachable
from pytest_golive.service.json_reading import NotJson, read_json
from pytest_golive.service.redirects import Chain, joined, strays

ADMITTED, REFUSED = "admitted", "refused"
REFUSALS = frozenset({401, 403})
TOO_MANY = 429
RIGHT = range(200, 300)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one attempt.

    Attributes:
        name: what was tried: "revoked key, /stock".
        wanted: `ADMITTED` or `REFUSED`.
        found: one of these, or what came instead, in words.
        source: request and status: "GET https://host/stock: 401".
        faults: what is wrong, with a line to repeat it; () if it went as wanted.
    """

    name: str
    wanted: str
    found: str
    source: str
    faults: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Attempts:
    """What came of trying to get in.

    Attributes:
        made: in the order they were made.
        untried: what could not be tried, and what is missing for it.
    """

    made: tuple[Attempt, ...]
    untried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """Answers from the first to the last, as far as redirects stay on the target.

    Attributes:
        answers: at least one.
        away: where the last one leads, elsewhere, and what is wrong with it; "" if it leads nowhere.
    """

    answers: tuple[Answer, ...]
    away: str = ""

    @property
    def last(self) -> Answer:
        """What it ended with."""
        return self.answers[-1]

    @property
    def is_led_off(self) -> bool:
        """Whether another page answered than was asked for; a slash at its end makes no other page."""
        return bool(self.away) or self.last.path.rstrip("/") != self.answers[0].path.rstrip("/")

    @property
    def told(self) -> str:
        """Request, statuses, and where they led."""
        led = f" to {self.away or self.last.path}" if self.is_led_off else ""
        statuses = ", ".join(str(answer.status) for answer in self.answers)
        return f"{self.answers[0].place}: {statuses}{led}"


def visit(service: Service, path: str, headers: dict[str, str]) -> Visit:
    """Ask for *path* as `follow` does, of a service that can judge who asks.

    Raises:
        Unreachable: no usable answer came, or the service broke.
        CannotMeasure: a limiter answered.
    """
    seen = follow(service, path, headers)
    answer, curl = seen.last, seen.answers[0].curl
    if answer.status >= SERVER_ERROR:
        raise unreachable("server error", f"{answer.place}: status {answer.status}", curl)
    if answer.status == TOO_MANY:
        raise CannotMeasure(
            f"{answer.place}: status {TOO_MANY}, so a limiter answered, and nobody knows who would have been admitted",
            f"let the limiter admit this machine's checks, or try again later; to repeat: {curl}",
        )
    return seen


def follow(service: Service, path: str, headers: dict[str, str] | None = None) -> Visit:
    """Ask for *path*, and go where redirects lead as long as that is the target itself.

    Raises:
        Unreachable: no usable answer came.
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


def of_admission(name: str, seen: Visit, shows: str) -> Attempt:
    """Whether somebody who must be admitted was.

    Args:
        name: what was tried.
        seen: what came of it.
        shows: text of the protected data; "" for any.
    """
    found = ADMITTED
    if seen.is_led_off:
        found = f"redirected to {seen.away or seen.last.path}"
    elif seen.last.status not in RIGHT:
        found = f"status {seen.last.status}"
    elif shows not in seen.last.text:
        found = f"status {seen.last.status}, but the body does not hold {shows!r}"
    return _attempt(name, ADMITTED, found, seen)


def of_refusal(name: str, seen: Visit, data: Answer | None, shows: str) -> Attempt:
    """Whether somebody who must be refused was, and saw nothing.

    A redirect to a page that shows nothing, such as a log-in page, is a refusal, too.

    Args:
        name: what was tried.
        seen: what came of it.
        data: what somebody who is admitted gets; None if nobody was.
        shows: text of the protected data; "" if none is known.
    """
    status = seen.last.status
    has_data = any(shows_data(answer, data, shows) for answer in seen.answers)
    if has_data:
        found = ADMITTED if status in RIGHT else f"status {status}, with the data"
    elif status in REFUSALS or seen.away or (seen.is_led_off and status in RIGHT):
        found = REFUSED
    else:
        found = f"status {status}, must be 401 or 403"
    return _attempt(name, REFUSED, found, seen)


def shows_data(answer: Answer, data: Answer | None, shows: str) -> bool:
    """Whether *answer* holds what only the admitted may see.

    Without a text to look for: the same body; or, in JSON, the same keys, or the same list or table under one.
    """
    if shows and shows in answer.text:
        return True
    if data is None or not data.body.strip():
        return False
    if answer.body == data.body:
        return True
    mine, theirs = _parsed(answer), _parsed(data)
    if not (isinstance(mine, dict) and isinstance(theirs, dict) and theirs):
        return False
    return set(mine) == set(theirs) or any(
        value and isinstance(value, dict | list) and value == theirs.get(key) for key, value in mine.items()
    )


def _parsed(answer: Answer) -> Any:
    try:
        return read_json(answer.body)
    except NotJson:
        return None


def _attempt(name: str, wanted: str, found: str, seen: Visit) -> Attempt:
    faults = () if found == wanted else (fault(name, f"{found}; {seen.told}; to repeat: {seen.answers[0].curl}"),)
    return Attempt(name, wanted, found, seen.told, faults)
