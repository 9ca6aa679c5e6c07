"""Build the tree of a YAML document from its events, so that no depth and no alias exhausts the machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pytest_golive.observability.reading.nodes import Node
from pytest_golive.observability.reading.scalars import Scalar, meaning

if TYPE_CHECKING:
    from yaml.events import Event

DEEPEST: Final = 50  # levels
MOST: Final = 100_000  # nodes, with those that aliases repeat
TEXT: Final = "tag:yaml.org,2002:str"
STANDARD: Final = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq", "timestamp")
)


class Refused(ValueError):
    """The text is no YAML that we read; with the line."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


def documents(events: Iterable[Event]) -> Iterator[Node]:
    """The documents of a stream of events.

    Raises:
        Refused: a key is named twice, an alias has no anchor or contains itself, or there is too much of something.
    """
    import yaml

    builder = _Builder()
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            builder = _Builder(count=builder.count)
        elif isinstance(event, yaml.CollectionEndEvent):
            yield from builder.close()
        elif isinstance(event, yaml.NodeEvent):
            yield from builder.add(event, is_open=isinstance(event, yaml.CollectionStartEvent))


@dataclass(slots=True)
class _Builder:
    """Builds one document: the open lists and mappings, the anchors, and how many nodes there are."""

    stack: list[Node] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    count: int = 0

    def add(self, event: Any, *, is_open: bool) -> Iterator[Node]:
        node = _node(event, self.anchors, self.stack)
        self.count += node.size
        if self.count > MOST:
            raise Refused(_line(event), f"it has more than {MOST:,} values, counting those that aliases repeat")
        if self.stack:
            _put(self.stack[-1], node, is_open=is_open)
        elif not is_open:
            yield node
        if is_open:
            self.stack.append(node)
            if len(self.stack) > DEEPEST:
                raise Refused(_line(event), f"it is nested more than {DEEPEST} deep")

    def close(self) -> Iterator[Node]:
        done = self.stack.pop()
        if self.stack:
            _count(self.stack[-1], done)
        else:
            yield done


def _node(event: Any, anchors: dict[str, Node], stack: list[Node]) -> Node:
    """The node that an event begins."""
    import yaml

    if isinstance(event, yaml.AliasEvent):
        name = str(event.anchor)
        found = anchors.get(name)
        if found is None or any(found is outer for outer in stack):
            why = "contains itself" if found else "has no anchor"
            raise Refused(_line(event), f"the alias *{name[:40]} {why}")
        return found
    if isinstance(event, yaml.MappingStartEvent):
        node = Node(_line(event), pairs=[])
    elif isinstance(event, yaml.SequenceStartEvent):
        node = Node(_line(event), items=[])
    else:
        node = Node(_line(event), scalar=_scalar(event))
    if isinstance(event, yaml.CollectionStartEvent) and event.tag and event.tag not in {*STANDARD, "!"}:
        raise Refused(_line(event), f"the tag {event.tag[:40]} has a meaning that only its own program knows")
    if event.anchor:
        anchors[event.anchor] = node
    return node


def _scalar(event: Any) -> Scalar:
    if event.tag in {None, "!"}:
        return meaning(event.value) if event.implicit[0] else str(event.value)
    if event.tag == TEXT:
        return str(event.value)
    if event.tag in STANDARD:
        return meaning(event.value)
    raise Refused(_line(event), f"the tag {event.tag[:40]} has a meaning that only its own program knows")


def _put(holder: Node, node: Node, *, is_open: bool) -> None:
    """Add a node to its list or mapping; in a mapping, keys and values take turns."""
    if not is_open:
        _count(holder, node)
    if holder.items is not None:
        holder.items.append(node)
    elif holder.key is None:
        if node.pairs is not None or node.items is not None:
            raise Refused(node.line, "a mapping or a list is no key here")
        key = str(node.scalar)
        if key in holder.known:
            raise Refused(node.line, f"the key {key[:40]!r} stands here twice")
        holder.known.add(key)
        holder.key = (key, node.line)
    else:
        key, line = holder.key
        holder.key = None
        if holder.pairs is not None:
            holder.pairs.append((key, line, node))


def _count(holder: Node, node: Node) -> None:
    """Count a finished node in the one that holds it."""
    holder.size += node.size
    holder.depth = max(holder.depth, node.depth + 1)
    if holder.depth > DEEPEST:
        raise Refused(node.line, f"it is nested more than {DEEPEST} deep")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 0
