"""A tree of YAML nodes, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pytest_golive.observability.reading.scalars import Scalar

if TYPE_CHECKING:
    pass

MERGE: Final = "<<"


@dataclass(slots=True)
class Node:
    """One value.

    Attributes:
        line: from 1.
        scalar: the value, if it is none of the following.
        pairs: the members of a mapping; None if it is no mapping.
        items: the members of a list; None if it is no list.
        size: the number of nodes in it.
        depth: the number of levels in it.
        key: while it is read: the key that waits for its value, with its line.
        known: the keys of a mapping so far.
    """

    line: int
    scalar: Scalar = None
    pairs: list[tuple[str, int, Node]] | None = None
    items: list[Node] | None = None
    size: int = 1
    depth: int = 1
    key: tuple[str, int] | None = field(default=None, repr=False)
    known: set[str] = field(default_factory=set, repr=False)

    def at(self, path: Sequence[str | int]) -> Node:
        """The node at *path*, or the last one on the way there."""
        found = self
        for part in path:
            following = found.member(part)
            if following is None:
                break
            found = following
        return found

    def line_of(self, path: Sequence[str | int]) -> int:
        """The line of the key or the item at *path*, or of the last one on the way there."""
        holder = self.at(path[:-1])
        if path and holder.pairs is not None:
            line = next((line for key, line, _ in holder.pairs if key == path[-1]), 0)
            if line:
                return line
        return self.at(path).line

    def member(self, part: str | int) -> Node | None:
        """The member of that name or number; None if there is none."""
        if self.items is not None:
            return self.items[part] if isinstance(part, int) and part < len(self.items) else None
        own = next((node for key, _, node in self.pairs or () if key == part), None)
        return own or next((found for node in self.merged() if (found := node.member(part))), None)

    def merged(self) -> Iterator[Node]:
        """The mappings that "<<" merges into this one, the strongest first."""
        for key, _, node in self.pairs or ():
            if key == MERGE:
                yield from node.items if node.items is not None else [node]

    def plain(self) -> Any:
        """The value in Python's types."""
        if self.items is not None:
            return [item.plain() for item in self.items]
        if self.pairs is None:
            return self.scalar
        found: dict[str, Any] = {}
        for node in reversed(list(self.merged())):
            value = node.plain()
            found |= value if isinstance(value, dict) else {MERGE: value}
        return found | {key: node.plain() for key, _, node in self.pairs if key != MERGE}
