"""The secrets of one file: those that detect-secrets reports, and additional ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_golive.codebase.secrets.digests import describe, identity
from pytest_golive.codebase.secrets.rules.trust import GENERIC, HIGH, LOW, MEDIUM, surest
from pytest_golive.codebase.secrets.rules.whole import Wholes

LEVELS = (LOW, MEDIUM, HIGH)
GATE = re.compile(r"""^\s*["'][a-z_]+::[a-z_]+["']\s*=""")  # a row of our settings: "security::api_keys" = "the reason"


@dataclass
class _One:
    """One finding: its place, and all values that the tool reports as one."""

    number: int
    line: str
    kind: str
    values: set[str]
    confidence: str
    is_beside: bool = False

    @property
    def rank(self) -> tuple[int, int, str]:
        """The order of preference: the highest confidence, then the most specific name, then the tool's name."""
        return -LEVELS.index(self.confidence), 2 if self.is_beside else self.kind in GENERIC, self.kind

    def overlaps(self, other: _One) -> bool:
        """Whether both are about the same secret."""
        return any(mine in theirs or theirs in mine for mine in self.values for theirs in other.values)


@dataclass
class Found:
    """Collects secrets, each once for each line.

    Attributes:
        wholes: know a whole secret by its part.
        lines: of the file.
    """

    wholes: Wholes
    lines: Sequence[str]
    _ones: dict[tuple[int, str, str], _One] = field(default_factory=dict)
    _sure: set[str] = field(default_factory=set)

    def add(self, secret: Any, line: str) -> None:
        """Add a finding of the tool, unless it is the reason in our settings why a row does not apply."""
        if secret.type in GENERIC and " " in str(secret.secret_value) and GATE.match(line):
            return
        values = self.wholes.of(secret, line, self.lines)
        sure = surest(secret.type, secret.secret_value, values, line)
        place = secret.line_number, secret.type, secret.secret_hash
        one = self._ones.setdefault(place, _One(secret.line_number, line, secret.type, set(), sure))
        one.values |= values
        one.confidence = max(sure, one.confidence, key=LEVELS.index)
        if sure == HIGH:
            self._sure |= values

    def add_beside(self, secret: Any, line: str) -> None:
        """Add an additional finding, unless it is a guess, or the tool reports it with certainty under another name."""
        values = self.wholes.of(secret, line, self.lines)
        is_known = all(any(value in other or other in value for other in self._sure) for value in values)
        if not is_known and surest(secret.type, secret.secret_value, values, line) != LOW:
            self.add(secret, line)

    def add_believed(self, kind: str, value: str, number: int) -> None:
        """Add a finding whose confidence is already known."""
        line = self.lines[number - 1].rstrip()
        self._ones.setdefault((number, kind, value), _One(number, line, kind, {value}, MEDIUM, is_beside=True))

    def described(self, key: bytes) -> list[list[object]]:
        """The public description of each secret, in the order of lines."""
        ones = sorted(self._merged(), key=lambda one: (one.number, one.kind, sorted(one.values)))
        return [describe((one.number, one.line), one.kind, one.values, one.confidence, key) for one in ones]

    def _merged(self) -> Iterable[_One]:
        """One finding for each secret of a line, from the detector with the highest confidence."""
        lines: dict[int, list[_One]] = defaultdict(list)
        for one in sorted(self._ones.values(), key=lambda one: one.rank):
            for other in lines[one.number]:
                if other.overlaps(one):
                    other.values |= one.values
                    break
            else:
                lines[one.number].append(one)
        return [one for ones in lines.values() for one in ones]

    def identities(self, secrets: Iterable[Any], key: bytes) -> list[str]:
        """Of *secrets* that may stay in this file."""
        lines = {
            secret.line_number: "".join(self.lines[secret.line_number - 1 : secret.line_number]) for secret in secrets
        }
        pairs = [(secret, lines[secret.line_number].rstrip()) for secret in secrets]
        return sorted({identity(value, key) for one, line in pairs for value in self.wholes.of(one, line, self.lines)})
