"""What must never be shown, and how it is taken out of whatever is.

One registry for the process: a secret may surface in any text of it, whichever part made that text.
"""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from threading import Lock
from typing import Any
from urllib.parse import quote, quote_plus

HIDDEN = "[hidden]"
# A shorter one, such as a test user's password "pw", is hidden only where it stands alone.
SHORT = 6
LEAST_PART = 12


class Mask:
    """The secrets that this process has read, sent or been given."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._shown: dict[str, str] = {}
        self._variables: set[str] = set()
        self._pattern: re.Pattern[str] | None = None

    def reset(self) -> None:
        """Forget all: a new run begins."""
        with self._lock:
            self._shown.clear()
            self._variables.clear()
            self._pattern = None

    def add(self, secret: str, variable: str = "") -> None:
        """Hide *secret* from now on, in each spelling it may come back in.

        Args:
            secret: what is sent or was received.
            variable: the environment variable that holds it; a curl line names it instead.
        """
        if not secret.strip():
            return
        with self._lock:
            known = len(self._shown)
            for spelling in _spellings(secret):
                self._shown.setdefault(spelling, f"${{{variable}}}" if variable and spelling == secret else HIDDEN)
            if len(self._shown) != known:
                self._pattern = None

    def watch(self, variables: Iterable[str], environment: Mapping[str, str]) -> None:
        """Hide what the environment *variables* hold, and keep them from children."""
        for name in variables:
            self._variables.add(name)
            self.add(environment.get(name, ""), name)

    def hide(self, text: str, *, name_variables: bool = False) -> str:
        """*text* without secrets.

        Args:
            text: any text.
            name_variables: write ``${NAME}`` for what an environment variable holds, as a shell would read it.
        """
        pattern = self._compiled()
        if pattern is None:
            return text
        if name_variables:
            return pattern.sub(lambda match: self._shown.get(match[0], HIDDEN), text)
        return pattern.sub(HIDDEN, text)

    def hide_in(self, value: Any) -> Any:
        """*value*, plain types nested in each other, without secrets in its texts."""
        if isinstance(value, str):
            return self.hide(value)
        if isinstance(value, dict):
            return {self.hide_in(key): self.hide_in(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.hide_in(part) for part in value)
        return value

    def without_credentials(self, environment: Mapping[str, str]) -> dict[str, str]:
        """*environment* for a child, without what holds a credential."""
        with self._lock:
            values = {secret for secret in self._shown if len(secret) >= LEAST_PART}
        return {
            name: value for name, value in environment.items() if name not in self._variables and value not in values
        }

    def _compiled(self) -> re.Pattern[str] | None:
        with self._lock:
            if self._pattern is None and self._shown:
                longest_first = sorted(self._shown, key=lambda secret: (-len(secret), secret))
                self._pattern = re.compile("|".join(map(_expression, longest_first)))
            return self._pattern


def _expression(secret: str) -> str:
    escaped = re.escape(secret)
    return escaped if len(secret) >= SHORT else rf"(?<![A-Za-z0-9]){escaped}(?![A-Za-z0-9])"


def _spellings(secret: str) -> Iterator[str]:
    """As it is, and as URLs, JSON, HTML, Python and base64 spell it; of a token with dots, its parts, too."""
    yield secret
    yield from {secret.strip(), quote(secret), quote(secret, safe=""), quote_plus(secret), html.escape(secret)}
    yield from {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]}
    encoded = b64encode(secret.encode("utf-8", "surrogateescape")).decode()
    yield from (text for text in (encoded, encoded.rstrip("=")) if len(text) >= LEAST_PART)
    if secret.count(".") == 2:  # noqa: PLR2004 -- header, claims and signature of a JWT
        yield from (part for part in secret.split(".") if len(part) >= LEAST_PART)


MASK = Mask()
