"""What must never be shown, and how it is taken out of whatever is.

One registry for the process: a secret may surface in any text of it, whichever part made that text.
"""

from __future__ import annotations

import html
import json
import re
from base64 import b64encode, urlsafe_b64encode
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

    def reset(self) -> None:
        """Forget all: a new run begins."""
        with self._lock:
            self._shown.clear()
            self._variables.clear()

    def add(self, secret: str, variable: str = "") -> None:
        """Hide *secret* from now on, in each spelling it may come back in.

        Args:
            secret: what is sent or was received.
            variable: the environment variable that holds it; a curl line names it instead.
        """
        if not secret.strip():
            return
        with self._lock:
            for spelling in _spellings(secret):
                self._shown.setdefault(spelling, f"${{{variable}}}" if variable and spelling == secret else HIDDEN)

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
        pattern = self._pattern_for(text)
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

    def _pattern_for(self, text: str) -> re.Pattern[str] | None:
        """What finds the secrets of *text*; None if it has none: to look for each is quicker than one expression."""
        lowered = text.lower()
        with self._lock:
            found = [secret for secret in self._shown if secret in text or secret.lower() in lowered]
        if not found:
            return None
        return re.compile("|".join(map(_expression, sorted(found, key=lambda secret: (-len(secret), secret)))))


def _expression(secret: str) -> str:
    """Short ones stand alone; long ones are known in capitals, too, for some services change them."""
    escaped = re.escape(secret)
    if len(secret) < SHORT:
        return rf"(?<![A-Za-z0-9]){escaped}(?![A-Za-z0-9])"
    return escaped if len(secret) < LEAST_PART else f"(?i:{escaped})"


def _spellings(secret: str) -> Iterator[str]:
    """As it is, and as URLs, JSON, HTML, Python and base64 spell it; of a token with dots, its parts, too."""
    yield secret
    yield from {secret.strip(), quote(secret), quote(secret, safe=""), quote_plus(secret), html.escape(secret)}
    yield from {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]}
    plain = secret.encode("utf-8", "surrogateescape")
    yield from (text for text in _in_base64(plain) if len(text) >= LEAST_PART)
    if len(plain) >= SHORT:
        yield from {plain.hex(), "".join(f"%{byte:02x}" for byte in plain), secret[::-1]}
        yield from {"".join(map(spell, map(ord, secret))) for spell in (R"\u{:04x}".format, "&#{};".format)}
    if secret.count(".") == 2:  # noqa: PLR2004 -- header, claims and signature of a JWT
        yield from (part for part in secret.split(".") if len(part) >= LEAST_PART)


def _in_base64(plain: bytes) -> Iterator[str]:
    """As base64 spells it, alone or behind something else, such as the name of a user."""
    for encode in (b64encode, urlsafe_b64encode):
        encoded = encode(plain).decode()
        yield from (encoded, encoded.rstrip("="))
        for before in range(3):  # the characters at both ends hold bits of what stands beside it
            shifted = encode(b"\0" * before + plain).decode().rstrip("=")
            yield shifted[(0, 2, 3)[before] : len(shifted) - bool((before + len(plain)) % 3)]


MASK = Mask()
