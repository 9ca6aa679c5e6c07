"""Runs a health check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.service.answers.attempts import follow
from pytest_golive.service.answers.expecting import fault
from pytest_golive.service.answers.refreshing import refresh_of
from pytest_golive.service.health.reading import WORD_CURE, Reading, read_health
from pytest_golive.service.health.words import Meaning, Vocabulary
from pytest_golive.service.http.asking import Answer, Service

__all__ = ["Health", "Vocabulary", "check_health"]
RIGHT = range(200, 300)
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Health:
    """The response to the health check.

    Attributes:
        status: HTTP status.
        says: the words in it that report a problem, with their places; () if none does.
        leads: the URL elsewhere that it redirects to; "" if it does not.
        seconds: how long the response took.
        source: the request.
        curl: a line that repeats it.
        notes: further words worth showing, by name.
        requests: how many requests it took, including redirects.
        share: how many of the responses were like this: "2 of 5 times "; "" if all.
    """

    status: int
    says: tuple[str, ...]
    leads: str
    seconds: float
    source: str
    curl: str
    notes: tuple[tuple[str, str], ...] = ()
    requests: int = 1
    share: str = ""

    @property
    def state(self) -> str:
        """Healthy, or the problem."""
        against = self._problems()
        return f"{self.share}{against}" if against else "healthy"

    def _problems(self) -> str:
        if self.leads:
            return f"redirected to {self.leads}"
        if self.status not in RIGHT:
            return f"status {self.status}"
        more = f" and {len(self.says) - MOST_TOLD} more" if len(self.says) > MOST_TOLD else ""
        return f"status {self.status}, but {', '.join(self.says[:MOST_TOLD])}{more}" if self.says else ""

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The problems, with a line to repeat the request."""
        return () if self.is_good else (fault(self.source, f"{self.state}; to repeat: {self.curl}"),)

    @property
    def is_good(self) -> bool:
        """Whether it reports no problem."""
        return self.state == "healthy"


def check_health(service: Service, path: str, vocabulary: Vocabulary | None = None) -> Health:
    """Request the health *path*; follow a redirect to the same path of the target, with a slash or a prefix.

    Args:
        service: the service.
        path: of the health check.
        vocabulary: the team's own words.

    Raises:
        Unreachable: there was no usable response.
        CannotMeasure: the response is not understood.
    """
    visited = follow(service, path)
    answer = replace(visited.last, curl=visited.answers[0].curl)
    requested, reached = path.partition("?")[0].strip("/"), answer.path.strip("/")
    leads = visited.away or ("" if reached.endswith(requested) else urlsplit(answer.url).path)
    if not leads and (onward := refresh_of(answer)):
        leads = f"{onward}, by a page that tells browsers to go there"
    requests = len(visited.answers)
    health = Health(answer.status, (), leads, answer.seconds, answer.place, answer.curl, requests=requests)
    return health if health.state != "healthy" else _with_words(health, answer, vocabulary or Vocabulary())


def _with_words(health: Health, answer: Answer, vocabulary: Vocabulary) -> Health:
    read = read_health(answer.body, answer.header("content-type"), vocabulary)
    ill = tuple(word.description for word in read.words if word.meaning is Meaning.ILL)
    if read.trouble and not ill:
        body_text = f": {answer.shown!r}" if answer.shown not in read.trouble else ""
        raise CannotMeasure(
            f"{answer.place}: status {answer.status}, but {read.trouble}{body_text}",
            f"{read.cure}; to repeat: {answer.curl}",
        )
    return replace(health, says=ill, notes=tuple(_notes(read, answer)))


def _notes(read: Reading, answer: Answer) -> list[tuple[str, str]]:
    notes = []
    for name, meaning in (("warns", Meaning.CONCERN), ("not understood", Meaning.UNKNOWN), ("unsure", Meaning.UNSURE)):
        words = [word.description for word in read.words if word.meaning is meaning]
        more = f" and {len(words) - MOST_TOLD} more" if len(words) > MOST_TOLD else ""
        cure = f"; {WORD_CURE}" if meaning is Meaning.UNKNOWN else ""
        notes += [(name, ", ".join(words[:MOST_TOLD]) + more + cure)] if words else []
    if read.is_page and read.is_silent:
        page = "a page came without a word of health; name the path of the health check in health if it is another"
        notes.append(("not understood", page))
    elif read.is_silent and answer.body.strip():
        notes.append(("no word of health", f"the status alone decides: {answer.shown!r}"))
    return notes
