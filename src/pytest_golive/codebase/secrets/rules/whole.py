"""The whole of a secret, where detect-secrets tells only a part of it.

Of a token of GitHub or GitLab it keeps the prefix, of a private key the first line. So all tokens of one kind are one
to it, and it reports the first in a file. Reported they are as the tool reports them; but known, moved and gone are the
whole ones, and another one beside a known one is new.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pytest_golive.codebase.secrets.rules.trust import KEY_BLOCK

PART = 16  # characters; what is shorter is no token but a piece of one
BODY = 300  # characters of a key that tell it from all others
LINES = 20  # that they stand on
RUN = re.compile(r"[A-Za-z0-9+/=]{40}|(?:[A-Za-z0-9+/=]{16,}[^A-Za-z0-9]{0,9}){3}")  # of a key, not of prose about keys
NO_BODY = re.compile(r"\\[nr]|[^A-Za-z0-9+/=]")


class Wholes:
    """Finds the whole of what a detector has found a part of."""

    def __init__(self, detectors: Sequence[Any]) -> None:
        self._formats: dict[str, Sequence[re.Pattern[str]]] = {
            detector.secret_type: detector.denylist for detector in detectors if hasattr(detector, "denylist")
        }

    def of(self, secret: Any, line: str, lines: Sequence[str]) -> frozenset[str]:
        """What the detector has found on the line: more than one where the tool cannot tell them apart.

        Args:
            secret: as the tool tells it.
            line: on which it was found, as the tool has seen it.
            lines: all of the file.
        """
        value = str(secret.secret_value)
        if secret.type == KEY_BLOCK:
            return frozenset({value + _body(value, secret.line_number, line, lines)})
        if len(value) >= PART:
            return frozenset({value})
        formats = self._formats.get(secret.type, ())
        found = {match.group() for regex in formats for match in regex.finditer(line) if value in match.groups()}
        return frozenset(found or {value})


def _body(mark: str, number: int, line: str, lines: Sequence[str]) -> str:
    """What follows the mark, without what has to do with how it is written; nothing if it is no key."""
    text = "".join(lines[number - 1 : number - 1 + LINES])
    _, found, rest = text.partition(mark)
    if not found:
        rest = line.partition(mark)[2]
    rest = rest[: 3 * BODY].partition("-----END")[0].replace("\\n", "\n").replace("\\r", "")
    return NO_BODY.sub("", rest)[:BODY] if RUN.search(rest) else ""
