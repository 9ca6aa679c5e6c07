"""Read Markdown (CommonMark and GitHub) with the extensions of MkDocs and MyST."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pytest_golive.documents.markup import inline, lines
from pytest_golive.documents.reading.document import Anchor, Block, Directive, Document, Heading, Link, Passage
from pytest_golive.documents.reading.plain import without_containers, without_contributors, without_front_matter

DIRECTIVE = re.compile(r"\{([\w:.+-]+)\}[ \t]*(.*)")
LANGUAGE = re.compile(r"\{?\s*\.?([\w+#.-]*)")
FRAGMENT = re.compile(r"\bfragment\b|\bignore\b|\bnoqa\b", re.IGNORECASE)
CODE_DIRECTIVES = frozenset({"code", "code-block", "code-cell", "sourcecode"})
LITERAL_DIRECTIVES = frozenset(
    {"math", "raw", "eval-rst", "csv-table", "graphviz", "plotly", "toctree", "literalinclude"}
)
FILE_DIRECTIVES = {"image": "image", "figure": "image", "include": "include", "literalinclude": "include"}
TAKEN = re.compile(r"^[ \t]*+\.\. (?P<kind>auto\w++)::[ \t]*+(?P<name>\S+)", re.MULTILINE)
DEEPEST = 12  # directives within directives


@dataclass
class Parts:
    """The parts found so far."""

    headings: list[Heading] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)

    def tuples(self) -> dict[str, Any]:
        """Each kind of part as a tuple, in order of lines."""
        return {name: tuple(sorted(rows, key=lambda row: row.line)) for name, rows in vars(self).items()}


def read_markdown(path: str, text: str, *, first_line: int = 1) -> Document:
    """The document at *path*.

    Args:
        path: relative to the project's root.
        text: the text, with plain newlines.
        first_line: the number of its first line in the file.
    """
    parts = Parts()
    _Reader(parts, first_line - 1).read(without_contributors(without_containers(without_front_matter(text))))
    return Document(path, "markdown", **parts.tuples())


@lru_cache(maxsize=1)
def parser() -> Any:
    """The parser for Markdown: CommonMark with tables; footnotes are text, and links stay as they are written."""
    from markdown_it import MarkdownIt

    made: Any = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    made.core.ruler.disable("text_join")  # a bracket that is escaped stays a token of its own
    made.normalizeLink = _as_written
    made.validateLink = _is_any
    reference = next(rule.fn for rule in made.block.ruler.__rules__ if rule.name == "reference")

    def without_footnotes(state: Any, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 -- as it is called
        position = state.bMarks[start] + state.tShift[start]
        return not state.src.startswith("[^", position) and bool(reference(state, start, end, silent))

    made.block.ruler.at("reference", without_footnotes)
    return made


def _as_written(url: str) -> str:
    return url


def _is_any(_url: str) -> bool:
    return True


class _Reader:
    """Walks through the tokens of one text, *offset* lines below the beginning of the file."""

    def __init__(self, parts: Parts, offset: int, depth: int = 0) -> None:
        self._parts = parts
        self._offset = offset
        self._depth = depth
        self._lines: Sequence[str] = ()
        self._spares = False

    def read(self, text: str) -> None:
        """Find all parts of *text*."""
        self._lines = text.split("\n")
        environment: dict[str, Any] = {}
        tokens = parser().parse(text, environment)
        known = frozenset(environment.get("references", ()))
        within: list[Any] = []
        for token in tokens:
            if token.nesting == 1:
                within.append(token)
            elif token.nesting == -1:
                within.pop()
            elif token.type == "inline":
                self._inline(token, within, known)
            else:
                self._block(token)

    def _inline(self, token: Any, within: Sequence[Any], known: frozenset[str]) -> None:
        begin, end = next((around.map for around in (token, *reversed(within)) if around.map), (0, 1))
        seen = inline.read_inline(token.children or (), self._lines[begin:end], begin + 1 + self._offset, known)
        self._parts.links += seen.links
        self._parts.anchors += seen.anchors
        line = begin + 1 + self._offset
        kind = next((name for around in reversed(within) if (name := KINDS.get(around.type))), "paragraph")
        if kind == "heading":
            level = int(within[-1].tag[1:])
            text, ids = lines.heading_ids(seen.text)
            self._parts.headings.append(Heading(level, text, line, (*ids, *(around.name for around in seen.anchors))))
        else:
            self._parts.passages.append(Passage(kind, seen.text, line, tuple(seen.codes)))
            self._paragraph(token.content, line)

    def _paragraph(self, text: str, line: int) -> None:
        self._parts.anchors += lines.anchors(text, line)
        self._parts.directives += lines.mkdocstrings(text, line)
        self._parts.links += lines.snippets(text, line)

    def _block(self, token: Any) -> None:
        line = (token.map[0] if token.map else 0) + 1 + self._offset
        if token.type == "html_block":
            seen = inline.read_html(token.content, line)
            self._parts.links += seen.links
            self._parts.anchors += seen.anchors
            self._spares = lines.spares_next(token.content)
            return
        if token.type == "fence":
            self._fence(token.info.strip(), token.content, line + 1)
        elif token.type == "code_block":
            self._parts.blocks.append(Block("", token.content, line, "indented", is_fragment=True))
        self._spares = False

    def _fence(self, info: str, text: str, line: int) -> None:
        named = DIRECTIVE.fullmatch(info)
        if named is None or named[1] in {"python", "bash", "toml", "json", "yaml"}:
            language = found[1].lower() if (found := LANGUAGE.match(info)) else ""
            self._add_block(language, text, line, info)
            return
        self._directive(named[1].lower(), named[2].strip(), text, line)

    def _directive(self, name: str, argument: str, text: str, line: int) -> None:
        options, count = lines.options_of(text)
        self._parts.directives.append(Directive(name, argument, options, line - 1))
        body = "".join(text.splitlines(keepends=True)[count:])
        if name in FILE_DIRECTIVES:
            self._parts.links.append(Link(FILE_DIRECTIVES[name], argument, line - 1, name))
        if name in CODE_DIRECTIVES or name == "mermaid":
            language = "mermaid" if name == "mermaid" else argument.lower()
            self._add_block(language, body, line + count, " ".join(options))
        elif name == "eval-rst":  # what a build takes from the code
            found = TAKEN.finditer(body)
            self._parts.directives += [Directive(each["kind"], each["name"], {}, line + count) for each in found]
        elif name == "toctree":
            self._parts.links += lines.toctree(body, line + count, options)
        elif name not in LITERAL_DIRECTIVES and self._depth < DEEPEST:
            _Reader(self._parts, line + count - 1, self._depth + 1).read(body)

    def _add_block(self, language: str, text: str, line: int, info: str) -> None:
        spared = self._spares or FRAGMENT.search(info) is not None
        self._parts.blocks.append(Block(language, text, line, info, is_fragment=spared))


KINDS: Mapping[str, str] = {
    "heading_open": "heading",
    "list_item_open": "item",
    "th_open": "cell",
    "td_open": "cell",
}
