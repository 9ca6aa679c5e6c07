"""The secrets of one file: as detect-secrets reports them, and what was found besides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_golive.codebase.secrets.digests import describe, identity
from pytest_golive.codebase.secrets.trust import HIGH, LOW, surest
from pytest_golive.codebase.secrets.whole import Wholes


@dataclass
class _One:
    """One finding: where, and all the values that the tool takes for the same."""

    number: int
    line: str
    kind: str
    values: set[str]
    confidence: str


@dataclass
class Found:
    """Collects secrets, each once.

    Attributes:
        wholes: know a whole secret by its part.
        lines: of the file.
    """

    wholes: Wholes
    lines: Sequence[str]
    _ones: dict[tuple[str, str], _One] = field(default_factory=dict)
    _sure: set[str] = field(default_factory=set)

    def add(self, secret: Any, line: str) -> None:
        """Add what the tool has found; of the same secret of the same type it keeps the first in a file."""
        values = self.wholes.of(secret, line, self.lines)
        sure = surest(secret.type, secret.secret_value, values, line)
        one = _One(secret.line_number, line, secret.type, set(), sure)
        one = self._ones.setdefault((secret.type, secret.secret_hash), one)
        one.values |= values
        one.confidence = HIGH if HIGH in {sure, one.confidence} else one.confidence
        if sure == HIGH:
            self._sure |= values

    def add_beside(self, secret: Any, line: str) -> None:
        """Add what the tool has not found, unless it is a guess, or the tool is sure of it under another name."""
        values = self.wholes.of(secret, line, self.lines)
        is_known = all(any(value in other or other in value for other in self._sure) for value in values)
        if not is_known and surest(secret.type, secret.secret_value, values, line) != LOW:
            self.add(secret, line)

    def described(self, key: bytes) -> list[list[object]]:
        """What may be said of each, in the order of their lines."""
        ones = sorted(self._ones.values(), key=lambda one: (one.number, one.kind, sorted(one.values)))
        return [describe((one.number, one.line), one.kind, one.values, one.confidence, key) for one in ones]

    def identities(self, secrets: Iterable[Any], key: bytes) -> list[str]:
        """Of *secrets* that may stay in this file."""
        lines = {
            secret.line_number: "".join(self.lines[secret.line_number - 1 : secret.line_number]) for secret in secrets
        }
        pairs = [(secret, lines[secret.line_number].rstrip()) for secret in secrets]
        return sorted(
            {identity(one.type, value, key) for one, line in pairs for value in self.wholes.of(one, line, self.lines)}
        )
