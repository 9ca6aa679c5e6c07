"""The response of a service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pytest_golive.masking.foreign import spoken
from pytest_golive.masking.known import MASK
from pytest_golive.service.bodies.charsets import decoded
from pytest_golive.service.bodies.json_reading import NotJson, read_json
from pytest_golive.service.credentials.remembering import holds_many
from pytest_golive.service.http.guard import plain
from pytest_golive.service.http.unreachable import unreachable

SERVER_ERROR = 500
LONGEST_SHOWN = 80
LONGEST_READ = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """A response.

    Attributes:
        method: of the last request.
        url: of the last request, complete.
        status: of the last response.
        headers: names as sent, with their values, including repeated ones.
        body: decompressed.
        seconds: from connecting to the last byte, of the last request.
        curl: a line that repeats the first request; secrets are replaced by their variables or hidden.
        chain: statuses and URLs of the redirects that led here: ("302 https://…/login", …).
    """

    method: str
    url: str = field(repr=False)
    status: int
    headers: Sequence[tuple[str, str]] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)
    seconds: float = 0.0
    curl: str = field(default="", repr=False)
    chain: tuple[str, ...] = field(default=(), repr=False)

    @property
    def place(self) -> str:
        """The request for messages: "GET https://host/path"."""
        return f"{self.method} {plain(self.url)}"

    @property
    def path(self) -> str:
        """The path of the last request."""
        return urlsplit(self.url).path or "/"

    @property
    def text(self) -> str:
        """The body as text, by the charset in its header; invalid bytes are replaced."""
        return decoded(self.body, self.header("content-type"))

    def header(self, name: str) -> str:
        """The first header of that name; "" if there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def all_headers(self, name: str) -> list[str]:
        """All headers of that name."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            Unreachable: it is not JSON.
        """
        try:
            return read_json(self.body)
        except NotJson as error:
            what = f"{self.place}: the body is not JSON: {self.shown!r} ({error})"
            raise unreachable("no json", what, self.curl) from None

    @property
    def shown(self) -> str:
        """The beginning of the body on one line, without secrets."""
        if holds_many(self.headers, self.body):
            return "(not shown: it holds more secrets than can be hidden)"
        # Shortened after hiding, since half a secret would not be recognised.
        text = spoken(self.text[:LONGEST_READ])[:1000]
        text = MASK.hide(" ".join("".join(char if char.isprintable() else " " for char in text).split()))
        return f"{text[: LONGEST_SHOWN - 1]}…" if len(text) > LONGEST_SHOWN else text
