"""Whether a service can work, by its own word."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from pytest_golive.findings import Finding
from pytest_golive.masking import MASK
from pytest_golive.service.asking import Answer, Service
from pytest_golive.service.expecting import fault
from pytest_golive.service.unreachable import Unreachable

ILL = frozenset(
    {"down", "fail", "failed", "failing", "error", "unhealthy", "critical", "unavailable", "out_of_service", "ko"}
)
RIGHT = range(200, 300)


@dataclass(frozen=True, slots=True)
class Health:
    """The answer to the health check.

    Attributes:
        status: HTTP status.
        says: the "status" of its JSON body; "" if it says none.
        leads: address that it redirects to, elsewhere; "" if it does not.
        seconds: the answer took.
        source: what was asked.
        curl: a line that repeats it.
    """

    status: int
    says: str
    leads: str
    seconds: float
    source: str
    curl: str

    @property
    def state(self) -> str:
        """Healthy, or what speaks against it."""
        if self.leads:
            return f"redirected to {self.leads}"
        if self.status not in RIGHT:
            return f"status {self.status}"
        return f"status {self.status}, but it says {self.says!r}" if self.says.lower() in ILL else "healthy"

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What speaks against it, with a line to see it again."""
        return () if self.is_good else (fault(self.source, f"{self.state}; to repeat: {self.curl}"),)

    @property
    def is_good(self) -> bool:
        """Whether nothing speaks against it."""
        return self.state == "healthy"


def check_health(service: Service, path: str) -> Health:
    """Ask for the health *path*; a redirect to the same path, with a slash or a prefix, is followed.

    Raises:
        Unreachable: no usable answer came.
    """
    answer = service.ask(path, follow=True)
    asked, came = path.partition("?")[0].strip("/"), answer.path.strip("/")
    leads = "" if came.endswith(asked) else urlsplit(answer.url).path
    return Health(answer.status, _word(answer), leads, answer.seconds, answer.place, answer.curl)


def _word(answer: Answer) -> str:
    try:
        body = answer.json() if answer.body[:1] in {b"{", b'"'} else None
    except Unreachable:
        return ""
    word = body.get("status", "") if isinstance(body, dict) else body
    return MASK.hide(word)[:40] if isinstance(word, str) else ""
