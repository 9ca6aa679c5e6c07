"""One finding of a gate, at one place; and how many there are of something, in words."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Protocol

ADVISORY = re.compile(r"\b(?:CVE|GHSA|GO|MAL|OSV|PYSEC|RUSTSEC|npm)-[0-9A-Za-z-]{1,60}")
GRAVITY = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One finding at one place.

    Attributes:
        path: POSIX path relative to the project's root; may contain spaces and newlines.
        line: from 1; 0 stands for the whole file.
        rule: the tool's own name for the rule: "B602", "Secret Keyword", "lines", "TODO".
        message: what is wrong, with value and limit; never the secret itself.
        severity: "high", "medium" or "low".
        key: what identifies it, apart from its line: the function, the text, the text around a secret.
        size: a measure of how bad it is, if there is one: lines, complexity; more is worse.
        moves: whether the key identifies it anywhere, so that it stays the same in another file.
        cure: what to do about this finding, if the row's own fix is for something else; "" for the row's.
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
        """0 for the highest severity, and for unknown ones."""
        return GRAVITY.get(self.severity, 0)

    @property
    def place(self) -> str:
        """The place, in the form that editors and terminals recognise."""
        path = "".join(char if char.isprintable() else char.encode("unicode-escape").decode() for char in self.path)
        path = path.encode("utf-8", "backslashreplace").decode()
        return f"{path}:{self.line}" if self.line else path

    @property
    def identity(self) -> str:
        """16 hex digits that stay the same when lines move or the file is renamed."""
        return _digest(self.rule, self.key or self.message)

    @property
    def advisories(self) -> tuple[str, ...]:
        """The ids of the advisory that it is about, by any of which a waiver may name it; () if it is about none."""
        return tuple(ADVISORY.findall(f"{self.rule} {self.message}")) if ADVISORY.fullmatch(self.rule) else ()

    @property
    def fingerprint(self) -> str:
        """16 hex digits that stay the same when lines move."""
        return _digest(self.rule, self.path, self.key or self.message)


class Reported(Protocol):
    """A result of a measurement that has more data than its finding."""

    @property
    def finding(self) -> Finding:
        """The result as a finding, for a judge."""


def _digest(*parts: str) -> str:
    text = "\0".join(parts)
    try:
        data = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # half of a surrogate pair that is not a byte of a file name
        data = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:16]


def counted(number: int, one: str, many: str = "") -> str:
    """A number of things in words: "1 file", "1,200 files"; "1 file is", "2 files are".

    Args:
        number: how many.
        one: what they are called if there is one.
        many: what they are called otherwise; *one* with an "s" if not given.
    """
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
