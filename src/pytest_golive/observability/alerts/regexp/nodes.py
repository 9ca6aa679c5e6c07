"""What a regular expression is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Test: TypeAlias = Callable[[str], bool]
Where: TypeAlias = Literal["begin", "end", "line begin", "line end", "word", "no word"]


class NotUnderstood(ValueError):
    """An expression that is invalid in Go, or that this reader does not know; the message says which part."""


@dataclass(frozen=True, slots=True)
class Char:
    """One character that passes a test."""

    test: Test


@dataclass(frozen=True, slots=True)
class Place:
    """A condition on the place between two characters."""

    where: Where


@dataclass(frozen=True, slots=True)
class Sequence:
    """One part after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Any one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part, *least* to *most* times; None stands for any number."""

    part: Node
    least: int
    most: int | None


Node: TypeAlias = "Char | Place | Sequence | Choice | Repeat"
