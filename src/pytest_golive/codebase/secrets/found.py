"""The secrets of one file: as detect-secrets reports them, and what was found besides."""

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
    """One finding: where, and all the values that the tool takes for the same."""

    number: int
    line: str
    kind: str
    values: set[str]
    confidence: str
    is_beside: bool = False

    @property
    def rank(self) -> tuple[int, int, str]:
        """The surest first, then the name that says most, then that of the tool."""
        return -LEVELS.index(self.confidence), 2 if self.is_beside else self.kind in GENERIC, self.kind

    def overlaps(self, other: _One) -> bool:
        """Whether both are of one secret."""
        return any(mine in theirs or theirs in mine for mine in self.values for theirs in other.values)


@dataclass
class Found:
    """Collects secrets, each once for each line it stands on.

    Attributes:
        wholes: know a whole secret by its part.
        lines: of the file.
    """

    wholes: Wholes
    lines: Sequence[str]
    _ones: dict[tuple[int, str, str], _One] = field(default_factory=dict)
    _sure: set[str] = field(default_factory=set)

    def add(self, secret: Any, line: str) -> None:
        """Add what the tool has found, unless it is the reason why a row of ours does not apply."""
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
        """Add what the tool has not found, unless it is a guess, or the tool is sure of it under another name."""
        values = self.wholes.of(secret, line, self.lines)
        is_known = all(any(value in other or other in value for other in self._sure) for value in values)
        if not is_known and surest(secret.type, secret.secret_value, values, line) != LOW:
            self.add(secret, line)

    def add_believed(self, kind: str, value: str, number: int) -> None:
        """Add what was judged where it was found."""
        line = self.lines[number - 1].rstrip()
        self._ones.setdefault((number, kind, value), _One(number, line, kind, {value}, MEDIUM, is_beside=True))

    def described(self, key: bytes) -> list[list[object]]:
        """What may be said of each, in the order of their lines."""
        ones = sorted(self._merged(), key=lambda one: (one.number, one.kind, sorted(one.values)))
        return [describe((one.number, one.line), one.kind, one.values, one.confidence, key) for one in ones]

    def _merged(self) -> Iterable[_One]:
        """One for each secret of a line, of the detectors that found it the surest."""
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
