"""Matchers of labels, in the form in which Alertmanager prints them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.regexp.matching import compiled
from pytest_golive.observability.alerts.regexp.nodes import NotUnderstood

OPPOSITE: Final = {"=": "!=", "!=": "=", "=~": "!~", "!~": "=~"}
# Alertmanager prints a name with reserved characters in quotes, and its value as Go quotes texts.
QUOTED: Final = re.compile(r'\s*"((?:[^"\\]|\\.)*)"\s*(=~|!=|!~|=)\s*"((?:[^"\\]|\\.)*)"\s*', re.DOTALL)
PLAIN: Final = re.compile(r"\s*([^\s{}!=~,\\\"'`]+)\s*(=~|!=|!~|=)\s*(\"(?:[^\"\\]|\\.)*\"|[^\s\"{},]*)\s*", re.DOTALL)
ESCAPE: Final = re.compile(r"\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)", re.DOTALL)
CONTROL: Final = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
SIMPLE: Final = {"n": "\n", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Matcher:
    """A condition on one label; ``=~`` and ``!~`` mean the whole value."""

    name: str
    op: str
    value: str

    def matches(self, value: str) -> bool:
        """Whether a label with *value* matches; "" stands for a label that is missing.

        Raises:
            CannotMeasure: its regular expression is not understood.
        """
        if self.op in {"=", "!="}:
            return (value == self.value) is (self.op == "=")
        try:
            return compiled(self.value).matches(value) is (self.op == "=~")
        except NotUnderstood as error:
            raise CannotMeasure(
                f"Alertmanager's matcher {self} holds {error}, which is not understood, so whom the alert reaches is "
                "not proven",
                "write the expression without it, or route by another label",
            ) from None

    @property
    def opposite(self) -> Matcher:
        """What matches exactly if this does not."""
        return Matcher(self.name, OPPOSITE[self.op], self.value)

    def __str__(self) -> str:
        return f'{self.name}{self.op}"{self.value}"'


def read_matcher(text: str) -> Matcher:
    """A matcher as ``config.original`` holds it: classic, or with a name in quotes.

    Raises:
        ValueError: it is none.
    """
    if quoted := QUOTED.fullmatch(text):
        return Matcher(_unquoted(quoted[1]), quoted[2], _unquoted(quoted[3]))
    if plain := PLAIN.fullmatch(text):
        value = plain[3]
        return Matcher(plain[1], plain[2], _simple(value[1:-1]) if value.startswith('"') else _simple(value))
    raise ValueError(f"{text[:80]!r} is no matcher")


def _simple(text: str) -> str:
    """Without the escapes of OpenMetrics; a backslash before anything else stands for itself."""
    return re.sub(r"\\(.)", lambda found: SIMPLE.get(found[1], found[0]), text, flags=re.DOTALL)


def _unquoted(text: str) -> str:
    """Without the escapes of Go's texts, of which some stand for bytes."""
    if "\\" not in text:
        return text
    out, at = bytearray(), 0
    for found in ESCAPE.finditer(text):
        out += text[at : found.start()].encode() + _decoded(found[1])
        at = found.end()
    return (out + text[at:].encode()).decode("utf-8", "replace")


def _decoded(code: str) -> bytes:
    if code[0] == "x":
        return bytes([int(code[1:], 16)])
    if code[0] in "uU" and len(code) > 1:
        return int(code[1:], 16).to_bytes(4, "big").decode("utf-32-be", "replace").encode()
    if len(code) == len("000"):
        return bytes([int(code, 8) & 0xFF])
    return CONTROL.get(code, code).encode()
