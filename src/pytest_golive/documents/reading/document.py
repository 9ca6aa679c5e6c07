"""What one document holds, each part with the line of its file that it begins on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self


class Heading(NamedTuple):
    """A heading.

    Attributes:
        level: 1 for the title of the document.
        text: as a reader sees it, without markup.
        line: from 1.
        ids: anchors that the document itself gives it: ``{#install}``, ``.. _install:``, ``<h2 id="install">``.
    """

    level: int
    text: str
    line: int
    ids: tuple[str, ...] = ()


class Anchor(NamedTuple):
    """A place that can be pointed to and is no heading: ``<a name="x">``, ``.. _x:``, ``(x)=``, a footnote."""

    name: str
    line: int
    kind: str = "anchor"  # or "label" (Sphinx: known to all documents), "footnote", "substitution"


class Link(NamedTuple):
    """What leads elsewhere.

    Attributes:
        kind: "link", "image", "include" (of a file), "document" (Sphinx: without suffix), "label" (Sphinx),
            "download", "name" (of a target in this document), "footnote", "reference" ([text][label]) or
            "substitution".
        target: as it is written; a URL, a path with or without a fragment, or a label.
        line: from 1.
        text: what a reader sees of it.
    """

    kind: str
    target: str
    line: int
    text: str = ""


class Block(NamedTuple):
    """A block of code.

    Attributes:
        language: in lower case; "" where the document names none.
        text: the code, lines ended by a line feed.
        line: of its first line of code, from 1.
        info: all that stands behind the fence, or the options of the directive.
        is_fragment: whether the document says that it is not whole.
    """

    language: str
    text: str
    line: int
    info: str = ""
    is_fragment: bool = False


class Passage(NamedTuple):
    """A piece of running text.

    Attributes:
        kind: "paragraph", "item" (of a list), "cell" (of a table).
        text: as a reader sees it, without markup.
        line: from 1.
        codes: what is written as code in it.
    """

    kind: str
    text: str
    line: int
    codes: tuple[str, ...] = ()


class Directive(NamedTuple):
    """A directive that builds something: ``.. automodule:: shop``, ``::: shop.pay``.

    Attributes:
        name: in lower case; "mkdocstrings" for ``:::``.
        argument: what stands behind it, on one line.
        options: by name, as written.
        line: from 1.
    """

    name: str
    argument: str
    options: Mapping[str, str]
    line: int


class Fault(NamedTuple):
    """What is wrong in the document by itself: text that is no text, markup or code that cannot be read."""

    rule: str
    message: str
    line: int
    key: str = ""


@dataclass(frozen=True)
class Document:
    """One document.

    Attributes:
        path: relative to the project's root.
        format: "markdown", "rst" or "notebook".
        problem: why it was not read, in words; "" if it was.
        cure: what to do about the problem.
        blocks_judged: how many blocks of code could be read as what they are called.
        blocks_spared: how many say that they are fragments, or show it.
        blocks_newer: how many only a newer Python than this one could read.
        sessions_cut: the lines at which interactive sessions omit the prompt of a continued statement.
        doubts: blocks that cannot be read as what they are called, and show something that is no program.
        diagrams: how many of Mermaid were looked at, which are not parsed: its grammar is in its own program alone.
    """

    path: str
    format: str
    headings: tuple[Heading, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    links: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()
    passages: tuple[Passage, ...] = ()
    directives: tuple[Directive, ...] = ()
    faults: tuple[Fault, ...] = ()
    doubts: tuple[Fault, ...] = ()
    problem: str = ""
    cure: str = ""
    blocks_judged: int = 0
    blocks_spared: int = 0
    blocks_newer: int = 0
    diagrams: int = 0
    sessions_cut: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """The first heading; "" if there is none."""
        return self.headings[0].text if self.headings else ""

    def sections(self, level: int) -> tuple[tuple[Heading, int], ...]:
        """The headings of *level*, each with the number of the line that its section ends before."""
        ends = [
            next((later.line for later in self.headings[number + 1 :] if later.level <= level), LAST_LINE)
            for number, heading in enumerate(self.headings)
        ]
        return tuple((section, end) for section, end in zip(self.headings, ends, strict=True) if section.level == level)

    def as_answer(self) -> dict[str, Any]:
        """The same as JSON can hold it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_answer(cls, answer: Mapping[str, Any]) -> Self:
        """What `as_answer` made, after it has been JSON."""
        parts: dict[str, Any] = {name: answer[name] for name in PLAIN}
        parts |= {name: tuple(map(make, answer[name])) for name, make in PARTS.items()}
        return cls(**parts)


LAST_LINE = 1 << 62
PARTS: dict[str, Callable[[Any], Any]] = {
    "headings": lambda row: Heading(row[0], row[1], row[2], tuple(row[3])),
    "anchors": Anchor._make,
    "links": Link._make,
    "blocks": Block._make,
    "passages": lambda row: Passage(row[0], row[1], row[2], tuple(row[3])),
    "directives": Directive._make,
    "faults": Fault._make,
    "doubts": Fault._make,
    "sessions_cut": int,
}
PLAIN = ("path", "format", "problem", "cure", "blocks_judged", "blocks_spared", "blocks_newer", "diagrams")
