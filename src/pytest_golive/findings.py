"""One thing a gate found, at one place."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Protocol

GRAVITY = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault at one place.

    Attributes:
        path: POSIX path relative to the project's root; may hold spaces and newlines.
        line: from 1; 0 stands for the whole file.
        rule: the tool's own name for the fault: "B602", "Secret Keyword", "lines", "TODO".
        message: what is wrong, with value and limit; never the secret itself.
        severity: "high", "medium" or "low".
        key: what the fault is, apart from its line: the function, the text, what surrounds a secret.
        size: how bad it is, where there is more than yes and no: lines, complexity; more is worse.
        moves: whether the key names the fault wherever it lies, so that it stays the same in another file.
        cure: what to do about this one, where the row's own cure is for something else; "" for the row's.
    """

    path: str
    line: int
    rule: str
    message: str
    severity: str = "medium"
    key: str = ""
    size: float = 0.0
    moves: bool = False
    cure: str = field(default="", compare=False)

    @property
    def gravity(self) -> int:
        """0 for the gravest; a severity that nobody knows counts as that."""
        return GRAVITY.get(self.severity, 0)

    @property
    def place(self) -> str:
        """Where to look, as editors and terminals understand it."""
        path = "".join(char if char.isprintable() else char.encode("unicode-escape").decode() for char in self.path)
        path = path.encode("utf-8", "backslashreplace").decode()
        return f"{path}:{self.line}" if self.line else path

    @property
    def identity(self) -> str:
        """16 hex digits that survive a moved line and a renamed file."""
        return _digest(self.rule, self.key or self.message)

    @property
    def fingerprint(self) -> str:
        """16 hex digits that survive a moved line."""
        return _digest(self.rule, self.path, self.key or self.message)


class Reported(Protocol):
    """What a measurement found, with more to it than a finding has."""

    @property
    def finding(self) -> Finding:
        """The same, as a judge wants it."""


def _digest(*parts: str) -> str:
    text = "\0".join(parts)
    try:
        data = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half a surrogate pair that is no byte of a file's name
        data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:16]
