"""What a host responds over plain http: one bare request, without anything secret."""

from __future__ import annotations

import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from pytest_golive.service.addresses.origins import plain
from pytest_golive.service.answers.redirects import REDIRECTS, Lead, lead_of
from pytest_golive.service.http.trouble.handshakes import connected
from pytest_golive.service.http.turnstile import passing
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target, bracketed

MOST = 65_536
# Nobody serves plain http there; any other error says nothing about the service.
NO_ANSWER = frozenset({"refused", "no connection", "unreachable"})
# Statuses that say that plain http is not available.
REFUSALS = frozenset({400, 403, 421, 426})


@dataclass(frozen=True, slots=True)
class ClearText:
    """The response.

    Attributes:
        place: the request: "http://shop.example/".
        status: of the response; 0 if there was none.
        leads: where it redirects to; "" if nowhere.
        why: why no client should follow the redirect, in words that follow "it redirects"; "" if it may.
    """

    place: str
    status: int = 0
    leads: str = ""
    why: str = ""

    @property
    def is_safe(self) -> bool:
        """Whether it serves nothing but redirects to https."""
        leads_off = self.status in REDIRECTS and self.leads.lower().startswith("https://")
        return not self.status or leads_off or self.status in REFUSALS

    @property
    def description(self) -> str:
        """For the evidence."""
        if not self.status:
            return f"{self.place} does not answer"
        aim = f" to {plain(self.leads)}" if self.leads else f" {self.why}" if self.why else ""
        return f"{self.place}: {self.status}{aim}"


def ask_in_clear_text(target: Target, path: str, port: int) -> ClearText:
    """Request *path* from the host of *target* over plain http, without credentials, cookies or configured headers.

    Raises:
        Unreachable: the host could not be asked.
    """
    host, path = target.origin[1], urlsplit(path).path or "/"
    name = bracketed(host)
    where = name if port == 80 else f"{name}:{port}"  # noqa: PLR2004 -- the default port of http
    place = f"http://{where}{path}"
    try:
        with passing(target.turnstile):
            head = _head(target, f"GET {path} HTTP/1.1\r\nHost: {where}\r\nConnection: close\r\n\r\n", port)
    except Unreachable as error:
        if error.kind not in NO_ANSWER:
            raise
        return ClearText(place)
    except (ConnectionError, TimeoutError):
        return ClearText(place)
    first, *lines = head.split("\r\n")
    words = first.split()
    if not first.startswith("HTTP/") or len(words) < 2 or not _is_status(words[1]):  # noqa: PLR2004 -- protocol, status
        return ClearText(place)
    fields = [(key.strip().lower(), value.strip()) for key, _, value in (line.partition(":") for line in lines)]
    locations = [value for key, value in fields if key == "location"]
    lead = lead_of(place, locations) if locations else Lead()
    return ClearText(place, int(words[1]), lead.url, lead.why)


def _is_status(word: str) -> bool:
    return len(word) == 3 and word.isascii() and word.isdecimal()  # noqa: PLR2004 -- digits of a status


def _head(target: Target, request: str, port: int) -> str:
    """Status line and headers of the response."""
    until = time.monotonic() + target.timeout
    got = b""
    with connected(target, port) as connection:
        connection.sendall(request.encode("ascii", "replace"))
        while b"\r\n\r\n" not in got and len(got) < MOST:
            connection.settimeout(max(0.001, until - time.monotonic()))
            part = connection.recv(MOST)
            if not part:
                break
            got += part
    return got.partition(b"\r\n\r\n")[0].decode("latin-1")
