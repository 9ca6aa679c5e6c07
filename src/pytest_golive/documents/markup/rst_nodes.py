"""Convert docutils' tree into the parts of a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pytest_golive.documents.markup.markdown import Parts
from pytest_golive.documents.reading.document import Anchor, Block, Heading, Link, Passage

NAMED = {
    "reference": "name",
    "footnote_reference": "footnote",
    "citation_reference": "citation",
    "substitution_reference": "substitution",
}
NEAR = 500  # lines to search; words that are not found there are written differently in the source
PASSAGES = {"list_item": "item", "field_body": "item", "definition": "item", "entry": "cell"}


class Walk:
    """Records the contents of a tree that has been parsed but not transformed.

    Args:
        parts: receives the parts.
        text: the text of the document, to find lines that docutils does not report.
    """

    def __init__(self, parts: Parts, text: str) -> None:
        self._parts = parts
        self._lines = text.split("\n")
        self._at = 0  # the current line of the walk, from 0
        self._waiting: list[str] = []  # labels for the next element

    def document(self, document: Any) -> None:
        """Walk through the whole document."""
        self._children(document, 0, "paragraph")

    def _children(self, node: Any, level: int, kind: str) -> None:
        for child in node.children:
            self._node(child, level, kind)

    def _node(self, node: Any, level: int, kind: str) -> None:
        name = node.tagname
        if name in {"#text", "system_message"}:
            return
        if getattr(node, "line", None) and name not in {"title", "section", "paragraph"}:
            self._at = max(self._at, min(int(node.line), len(self._lines)) - 1)
        if name == "target":
            self._target(node)
        elif name == "section":
            self._children(node, level + 1, "paragraph")
        else:
            self._part(node, name, level, kind)
            self._children(node, level, PASSAGES.get(name, kind))

    def _part(self, node: Any, name: str, level: int, kind: str) -> None:
        if name == "title" and node.parent.tagname == "section":
            self._heading(node, level)
            return
        if name == "paragraph":
            self._paragraph(node, kind)
        elif name in {"literal_block", "doctest_block"}:
            self._literal(node, name)
        elif name == "image":
            self._parts.links.append(Link("image", node["uri"], self._line_of(node["uri"])))
        elif name in {"footnote", "citation"}:
            self._definition(node, name)
        elif name == "substitution_definition":
            self._parts.anchors += [
                Anchor(substitution, self._at + 1, "substitution") for substitution in node["names"]
            ]
        elif name in NAMED:
            self._inline(node, name)
        self._waiting = self._waiting if name == "comment" else []

    def _target(self, node: Any) -> None:
        line = int(node.line or self._at + 1)
        names = node["names"] or ([node["refname"]] if node.get("refname") else [])
        for name in node["names"]:
            self._parts.anchors.append(Anchor(name, line, "label" if not node.get("refuri") else "name"))
        if node.get("refuri") and node.parent.tagname != "paragraph":
            self._parts.links.append(Link("link", node["refuri"], line, names[0] if names else ""))
        elif node.get("refname"):
            self._parts.links.append(Link("name", node["refname"], line))
        self._waiting += node["names"]

    def _heading(self, node: Any, level: int) -> None:
        text = node.astext()
        line = self._line_of(node.rawsource.split("\n")[0] or text)
        self._parts.headings.append(Heading(level, text, line, tuple(self._waiting)))
        self._waiting = []

    def _paragraph(self, node: Any, kind: str) -> None:
        first = node.rawsource.split("\n")[0]
        line = self._line_of(first) if first else int(node.line or self._at + 1)
        codes = tuple(literal.astext() for literal in node.findall() if literal.tagname == "literal")
        self._parts.passages.append(Passage(kind, node.astext(), line, codes))
        self._waiting = []

    def _literal(self, node: Any, name: str) -> None:
        text = node.astext()
        line = self._line_of(text.split("\n")[0])
        language = "pycon" if name == "doctest_block" else ""
        self._parts.blocks.append(Block(language, f"{text}\n", line, name, is_fragment=not language))

    def _definition(self, node: Any, name: str) -> None:
        line = int(node.line or self._at + 1)
        self._parts.anchors += [Anchor(substitution, line, name) for substitution in node["names"]]
        if node.get("auto"):
            self._parts.anchors.append(Anchor("", line, name))

    def _inline(self, node: Any, name: str) -> None:
        """Record a reference in running text."""
        line = self._line_of(node.rawsource.split("\n")[0])
        if node.get("refuri"):
            self._parts.links.append(Link("link", node["refuri"], line, node.astext()))
        elif node.get("refname"):
            self._parts.links.append(Link(NAMED[name], node["refname"], line, node.astext()))

    def _line_of(self, words: str) -> int:
        """The number of the line with *words*, searched from the current line."""
        for number in self._near():
            if words and words in self._lines[number]:
                self._at = number
                return number + 1
        return self._at + 1

    def _near(self) -> Iterator[int]:
        return iter(range(self._at, min(self._at + NEAR, len(self._lines))))
