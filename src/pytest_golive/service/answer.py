"""What came back from a service."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pytest_golive.masking import MASK
from pytest_golive.service.guard import plain
from pytest_golive.service.unreachable import unreachable

SERVER_ERROR = 500
LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        method: of the request that was answered last.
        url: that was asked last, whole.
        status: of the last answer.
        headers: names as sent, with their values, repeated ones too.
        body: unpacked.
        seconds: from connecting to the last byte, of the last request.
        curl: a line that repeats the first request; secrets are named by their variables or hidden.
        chain: statuses and addresses of the redirects that led here: ("302 https://…/login", …).
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
        """What was asked, as a message shows it: "GET https://host/path"."""
        return f"{self.method} {plain(self.url)}"

    @property
    def path(self) -> str:
        """The path that was asked last."""
        return urlsplit(self.url).path or "/"

    @property
    def text(self) -> str:
        """The body as text; bytes that are none are replaced."""
        return self.body.decode("utf-8", "replace")

    def header(self, name: str) -> str:
        """The first header of that name; "" if there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def all_headers(self, name: str) -> list[str]:
        """All headers of that name."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            Unreachable: it is none.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise unreachable("garbage", f"{self.place}: the body is not JSON: {self.shown!r}", self.curl) from None

    @property
    def shown(self) -> str:
        """The beginning of the body on one line, without secrets."""
        text = MASK.hide(self.text)[:1000]  # cut after hiding: half a secret would not be known again
        text = MASK.hide(" ".join("".join(char if char.isprintable() else " " for char in text).split()))
        return f"{text[: LONGEST_SHOWN - 1]}…" if len(text) > LONGEST_SHOWN else text
