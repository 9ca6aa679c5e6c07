"""What a reader of a document sees: its lines without comments, hidden elements, attributes and targets of links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from html.parser import HTMLParser
from typing import Any, Final

from pytest_golive.documents.markup.markdown import parser
from pytest_golive.documents.reading.plain import without_front_matter

VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
UNSEEN: Final = frozenset({"style", "script", "template", "head", "noscript", "object", "svg", "iframe"})
HIDING: Final = re.compile(r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden", re.IGNORECASE)
# Characters without a shape: soft hyphen, zero-width spaces and joiners, marks of direction, word joiner, BOM.
SHAPELESS: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
MARKER: Final = re.compile(r"[ \t>]{0,200}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,8}){0,9}")
MARKUP: Final = re.compile(r" {0,3}(?:#{1,6}[ \t]|={1,5}[ \t]|`{3}|~{3}|([-=~^\"'`#*+_.:<>])\1{2,}+[ \t]*+$)")
TITLE: Final = re.compile(r"(?:title|version)[ \t]{0,9}[:=][ \t]{0,9}(\S.*)")
OF_SPHINX: Final = re.compile(r"([ \t]*+)\.\.(?:[ \t]++(?!\S{1,200}::|[\[_|]).*)?")
MARKS: Final[Mapping[str, str]] = {"strong_open": "**", "strong_close": "**", "softbreak": "\n", "hardbreak": "\n"}
TITLED: Final = "\0"  # marks a heading in HTML; no text holds it


def visible(text: str, path: str) -> str:
    """The document *path* as a reader sees it; each line keeps its number, and code stays as it is."""
    if path.endswith((".rst", ".adoc", ".asciidoc", ".txt")):
        return "\n".join(_without_comments(text.split("\n")))
    return _of_markdown(text.replace("\r\n", "\n").replace(TITLED, ""))


def _without_comments(lines: Sequence[str]) -> Iterator[str]:
    """The lines of reStructuredText without ``.. words``, of AsciiDoc without ``//`` and what two ``////`` enclose."""
    inner, is_block = "", False
    for line in lines:
        if line.startswith("////"):
            is_block = not is_block
        is_inside = bool(inner) and (not line.strip() or line.startswith((f"{inner} ", f"{inner}\t")))
        comment = None if is_inside else OF_SPHINX.fullmatch(line)
        inner = inner if is_inside else f"{comment[1]} " if comment else ""
        yield "" if is_block or is_inside or comment or line.startswith("//") else line


def _of_markdown(text: str) -> str:
    body = without_front_matter(text)
    source, head = body.split("\n"), text.split("\n")
    lines = ["" if line.strip() else _titled(was) for line, was in zip(source, head, strict=False)]
    lines += [""] * (len(source) - len(lines))
    seen, heading = _Seen(), ""
    for token in parser().parse(body):
        at, end = token.map or (0, 0)
        if token.type == "heading_open":
            heading = "#" * int(token.tag[1:]) + " "
        elif token.type == "inline":
            marker = MARKER.match(source[at])
            _put(lines, at, seen.inline(token.children or ()), heading or (marker[0] if marker else ""))
            heading = ""
        elif token.type == "html_block":
            _put(lines, at, seen.html(token.content), "")
        elif token.type in {"fence", "code_block"} and not seen.is_hidden:
            lines[at:end] = source[at:end]
    return "\n".join(lines)


def _titled(line: str) -> str:
    """The title that front matter gives to a page, and its version, as headings."""
    match = TITLE.fullmatch(line.strip())
    return f"# {match[1]}" if match else ""


def _put(lines: list[str], at: int, text: str, marker: str) -> None:
    """Write *text* from line *at* on; the cells of a table share a line."""
    for number, line in enumerate(SHAPELESS.sub("", text).split("\n")[: len(lines) - at], at):
        begin = marker if number == at else ""
        words = line.replace(TITLED, "")
        if words.strip():
            is_marked = begin.startswith("#") or line.lstrip().startswith(TITLED)
            shown = words.lstrip() if is_marked else f"\\{words}" if MARKUP.match(words) else words
            lines[number] = f"{lines[number]} | {shown}" if lines[number] else begin + shown


class _Seen(HTMLParser):
    """Follows the HTML in Markdown, to know what is hidden."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._hidden: list[str] = []
        self._parts: list[str] = []

    @property
    def is_hidden(self) -> bool:
        """Whether an element is open that is not shown, or a comment or a tag that has no end."""
        return bool(self._hidden or self.rawdata)

    def inline(self, tokens: Sequence[Any]) -> str:
        """What is seen of a piece of text."""
        return "".join(self._one(token) for token in tokens)

    def _one(self, token: Any) -> str:
        if token.type == "html_inline":
            return self.html(token.content)
        kind, words = str(token.type), str(token.content)
        if kind in MARKS and (kind.endswith("break") or not self.is_hidden):
            return MARKS[kind]
        if self.is_hidden:
            return "\n" * words.count("\n")
        return f"`{words}`" if kind == "code_inline" else words if kind in {"text", "text_special"} else ""

    def html(self, text: str) -> str:
        """What is seen of HTML; its headings are written as those of Markdown."""
        self._parts = []
        self.feed(text)
        if self.rawdata and not self.rawdata.startswith("<"):  # it waits for the end of an entity
            self.handle_data(unescape(self.rawdata))
            self.rawdata = ""
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that hides what is in it."""
        given = dict(attrs)
        hides = tag in UNSEEN or "hidden" in given or HIDING.search(given.get("style") or "") is not None
        if tag not in VOID and (self._hidden or hides):
            self._hidden.append(tag)
        elif re.fullmatch("h[1-6]", tag):
            self._parts.append(TITLED + "#" * int(tag[1]) + " ")
        elif tag == "code":
            self._parts.append("`")
        self.handle_comment(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """Forget it at its end."""
        if tag in self._hidden:
            del self._hidden[len(self._hidden) - 1 - self._hidden[::-1].index(tag) :]
        elif tag == "code" and not self._hidden:
            self._parts.append("`")

    def handle_data(self, data: str) -> None:
        """Take what is shown."""
        self._parts.append("\n" * data.count("\n") if self._hidden else data)

    def handle_comment(self, data: str) -> None:
        """Keep the numbers of the lines."""
        self._parts.append("\n" * data.count("\n"))

    def handle_decl(self, decl: str) -> None:
        """As for a comment."""
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        """As for a comment."""
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        """As for a comment."""
        self.handle_comment(data)
