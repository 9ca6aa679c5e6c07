"""An expression of PromQL as a tree of our own, whichever parser has read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

NAME: Final = "__name__"
COMPARISONS: Final = frozenset({">", ">=", "<", "<=", "==", "!="})
ARITHMETIC: Final = frozenset({"+", "-", "*", "/", "%", "^"})
FLIPPED: Final = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "==", "!=": "!="}
SETS: Final = frozenset({"and", "or", "unless"})


class NotUnderstood(Exception):
    """An expression, or a part of it, that we have no meaning for; the text says which, and why."""


@dataclass(frozen=True, slots=True)
class Match:
    """One matcher of a label: op is "=", "!=", "=~" or "!~"."""

    label: str
    op: str
    value: str

    def __str__(self) -> str:
        return f'{self.label}{self.op}"{self.value}"'

    @property
    def is_positive(self) -> bool:
        """Whether it says what the label must be, rather than what it must not be."""
        return self.op in {"=", "=~"}


@dataclass(frozen=True, slots=True)
class Number:
    """A number; durations are numbers of seconds."""

    value: float

    def __str__(self) -> str:
        return f"{self.value:g}"


@dataclass(frozen=True, slots=True)
class Text:
    """A text, such as an argument of ``label_replace``."""

    value: str

    def __str__(self) -> str:
        return f'"{self.value}"'


@dataclass(frozen=True, slots=True)
class Series:
    """A selector.

    Attributes:
        name: of the metric; "" if only matchers choose.
        matches: the matchers, without that of the name.
        window: the seconds in ``[5m]``; 0 for an instant.
        offset: seconds; negative looks into the future.
        is_fixed: whether ``@`` pins it to a moment.
    """

    name: str
    matches: tuple[Match, ...] = ()
    window: float = 0.0
    offset: float = 0.0
    is_fixed: bool = False

    def __str__(self) -> str:
        inside = ",".join(map(str, self.matches))
        return f"{self.name}{{{inside}}}" if inside or not self.name else self.name


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function."""

    name: str
    arguments: tuple[Node, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True)
class Aggregation:
    """An aggregation; *keeps* tells ``by`` from ``without``."""

    op: str
    inner: Node
    param: Node | None = None
    keeps: bool = True
    labels: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.op} {'by' if self.keeps else 'without'} ({', '.join(self.labels)}) ({self.inner})"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands.

    Attributes:
        on: the labels of ``on (…)``; None without it.
        ignoring: the labels of ``ignoring (…)``.
        group: "left", "right" or "".
        is_bool: whether the comparison answers 0 or 1.
    """

    op: str
    left: Node
    right: Node
    on: tuple[str, ...] | None = None
    ignoring: tuple[str, ...] = ()
    group: str = ""
    is_bool: bool = False

    def __str__(self) -> str:
        return f"{self.left} {self.op} {self.right}"


@dataclass(frozen=True, slots=True)
class Subquery:
    """``inner[window:step]``; a step of 0 is the interval at which rules are evaluated."""

    inner: Node
    window: float
    offset: float = 0.0
    step: float = 0.0

    def __str__(self) -> str:
        step = f"{self.step:g}s" if self.step else ""
        return f"({self.inner})[{self.window:g}s:{step}]"


Node = Number | Text | Series | Call | Aggregation | Binary | Subquery


def children(node: Node) -> tuple[Node, ...]:
    """The parts of a node."""
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Binary):
        return (node.left, node.right)
    if isinstance(node, Aggregation):
        return (node.inner, *((node.param,) if node.param is not None else ()))
    return (node.inner,) if isinstance(node, Subquery) else ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    todo = [node]
    while todo:
        one = todo.pop()
        yield one
        todo.extend(children(one))


def selectors(node: Node) -> tuple[Series, ...]:
    """All selectors of an expression."""
    return tuple(one for one in walk(node) if isinstance(one, Series))


def named(series: Series) -> Series:
    """The selector with its name where it belongs: ``{__name__="up"}`` is ``up``."""
    if series.name:
        return series
    name = next((match.value for match in series.matches if match.label == NAME and match.op == "="), "")
    rest = tuple(match for match in series.matches if not (match.label == NAME and match.op == "="))
    return replace(series, name=name, matches=rest)
