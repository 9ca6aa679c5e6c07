"""Read the inline content of Markdown: links, images, code and HTML, each with its line."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pytest_golive.documents.reading.document import Anchor, Link

COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
TAG = re.compile(r"<([a-zA-Z][\w-]*)\b([^<>]*)>")
ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]++)\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
LINKING = {("a", "href"): "link", ("img", "src"): "image", ("source", "src"): "image", ("video", "src"): "image"}
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
REFERENCE = re.compile(r"(?<![\w\])])!?\[([^\[\]]+)\]\[([^\[\]]*)\]")
ROLE = re.compile(r"\{(ref|doc|numref|download)\}$")
ROLE_KINDS = {"ref": "label", "numref": "label", "doc": "document", "download": "download"}
ROLE_TARGET = re.compile(r"(?:.*<)?([^<>]+?)>?", re.DOTALL)


@dataclass
class Inline:
    """The contents of one piece of inline text."""

    text: str = ""
    links: list[Link] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)


def read_inline(tokens: Sequence[Any], lines: Sequence[str], first: int, known: frozenset[str]) -> Inline:
    """The contents of the *tokens* of a piece of text.

    Args:
        tokens: the tokens, in order.
        lines: the lines of the text.
        first: the number of the first line.
        known: labels of references that the document defines, as markdown-it writes them.
    """
    return _Inline(lines, first, known).read(tokens)


def read_html(text: str, line: int) -> Inline:
    """The links and anchors in HTML that begins on *line*."""
    seen = Inline()
    without = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for tag in TAG.finditer(without):
        number = line + without.count("\n", 0, tag.start())
        for name, *values in ATTRIBUTE.findall(tag[2]):
            value, about = html.unescape(next(filter(None, values), "")), (tag[1].lower(), name.lower())
            if about in LINKING and value:
                seen.links.append(Link(LINKING[about], value, number))
            elif (about[1] == "id" or about == ("a", "name")) and value:
                seen.anchors.append(Anchor(value, number))
    return seen


class _Inline:
    def __init__(self, lines: Sequence[str], first: int, known: frozenset[str]) -> None:
        self._lines = lines
        self._first = first
        self._known = known
        self._at = 0
        self._seen = Inline()
        self._texts: list[str] = []
        self._open: list[tuple[str, int]] = []

    def read(self, tokens: Sequence[Any]) -> Inline:
        self._seen.text = "".join([self._one(token) for token in tokens])
        self._references(tokens)
        return self._seen

    def _one(self, token: Any) -> str:
        """Record one token, and return the text that a reader sees."""
        if token.type in {"softbreak", "hardbreak"}:
            self._at = min(self._at + 1, len(self._lines) - 1)
            return "\n"
        if token.type == "code_inline":
            self._seen.codes.append(token.content)
            self._role(token.content)
            return str(token.content)
        if token.type == "html_inline":
            seen = read_html(token.content, self._first + self._at)
            self._seen.links += seen.links
            self._seen.anchors += seen.anchors
            return ""
        if token.type == "link_open":
            self._link("link", str(token.attrs.get("href", "")))
        elif token.type == "image":
            self._link("image", str(token.attrs.get("src", "")))
        return str(token.content)

    def _link(self, kind: str, target: str) -> None:
        self._seen.links.append(Link(kind, target, self._line_of(target)))

    def _line_of(self, words: str) -> int:
        """The line of *words*, at or after the current line; the current line if they are not found."""
        for number in range(self._at, len(self._lines)):
            if words and words in self._lines[number]:
                return self._first + number
        return self._first + self._at

    def _role(self, code: str) -> None:
        """MyST's roles: ``{ref}`label` ``."""
        for number in range(self._at, len(self._lines)):
            before, mark, _ = self._lines[number].partition(f"`{code}`")
            if mark and (role := ROLE.search(before)) and (target := ROLE_TARGET.fullmatch(code)):
                self._seen.links.append(Link(ROLE_KINDS[role[1]], target[1].strip(), self._first + number, code))
                return

    def _references(self, tokens: Sequence[Any]) -> None:
        """Record footnotes, and references that stay literal text because nothing defines them."""
        for line, text in _texts(tokens, self._first, len(self._lines)):
            for found in FOOTNOTE.finditer(text):
                self._seen.links.append(Link("footnote", found[1], line))
            for found in REFERENCE.finditer(text):
                label = found[2] or found[1]
                if not label.startswith("^") and " ".join(label.split()).upper() not in self._known:
                    self._seen.links.append(Link("reference", label, line, found[1]))


def _texts(tokens: Sequence[Any], first: int, count: int) -> Iterator[tuple[int, str]]:
    """Plain text line by line, with a placeholder for code."""
    line, text = first, ""
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            yield line, text
            line, text = min(line + 1, first + count - 1), ""
        else:
            text += token.content if token.type == "text" or _is_entity(token) else "\0"
    yield line, text


def _is_entity(token: Any) -> bool:
    """Whether a special character is an entity; a bracket behind a backslash opens or closes nothing."""
    return token.type == "text_special" and not token.markup.startswith("\\")
