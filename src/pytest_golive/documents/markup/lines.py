"""Extensions of MkDocs, MyST and others to CommonMark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pytest_golive.documents.reading.document import Anchor, Directive, Link

ATTRIBUTES = re.compile(r"(?<!\s)\s*+\{:?\s*+([^{}]*+)\}\s*$")
MDX_ID = re.compile(r"\{/\*\s{0,9}#([^\s{}*]{1,200})\s{0,9}\*/\}\s{0,9}$")  # Docusaurus: "Title {/* #id */}"
ESCAPED = re.compile(r"\\(.)")
ID = re.compile(r"(?:^|\s)#([^\s{}]+)")
INLINE_ID = re.compile(r"\{:?[ \t]*#([^\s{}]+)[^{}\n]*\}")
TARGET = re.compile(r"\(([^()\s]+)\)=\s*$", re.MULTILINE)  # MyST
FOOTNOTE = re.compile(r"^\[\^([^\]\s]+)\]:", re.MULTILINE)
MKDOCSTRINGS = re.compile(r"^:::[ \t]+([\w.-]+)[ \t]*$", re.MULTILINE)
SNIPPET = re.compile(r'^-{1,}8<-{1,}[ \t]+"([^"\n]+)"', re.MULTILINE)
SPARING = re.compile(r"<!--\s*(?:golive:\s*)?fragment\s*-->", re.IGNORECASE)
OPTION = re.compile(r":([\w-]+):[ \t]*(.*)")
ENTRY = re.compile(r"(?:(.*)<)?([^<>]+)>?")


def heading_ids(text: str) -> tuple[str, tuple[str, ...]]:
    """The text of a heading without its attributes, and the ids in them: ``Title {#name .class}``."""
    if named := MDX_ID.search(text):
        return text[: named.start()].rstrip(), (named[1],)
    found = ATTRIBUTES.search(text)
    if found is None or not re.match(r"[#.]|\w+=", found[1]):
        return text, ()
    return text[: found.start()], tuple(ESCAPED.sub(r"\1", name) for name in ID.findall(found[1]))


def anchors(text: str, line: int) -> Iterator[Anchor]:
    """MyST's targets and the definitions of footnotes in a paragraph that begins on *line*."""
    for found in TARGET.finditer(text):
        yield Anchor(found[1], line + text.count("\n", 0, found.start()), "label")
    for found in FOOTNOTE.finditer(text):
        yield Anchor(found[1], line + text.count("\n", 0, found.start()), "footnote")
    for found in INLINE_ID.finditer(text):
        yield Anchor(ESCAPED.sub(r"\1", found[1]), line + text.count("\n", 0, found.start()))


def mkdocstrings(text: str, line: int) -> Iterator[Directive]:
    """Objects whose documentation mkdocstrings inserts here."""
    for found in MKDOCSTRINGS.finditer(text):
        yield Directive("mkdocstrings", found[1], {}, line + text.count("\n", 0, found.start()))


def snippets(text: str, line: int) -> Iterator[Link]:
    """Files that MkDocs' snippets insert here."""
    for found in SNIPPET.finditer(text):
        yield Link("snippet", found[1], line + text.count("\n", 0, found.start()))


def spares_next(html: str) -> bool:
    """Whether a comment marks the next block of code as a fragment."""
    return SPARING.search(html) is not None


def options_of(text: str) -> tuple[dict[str, str], int]:
    """The options at the beginning of a MyST directive, and their number of lines."""
    lines = text.split("\n")
    if lines[0].strip() == "---":
        end = next((number for number, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
        pairs = (line.partition(":") for line in lines[1:end])
        return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}, end + 1 if end else 0
    options: dict[str, str] = {}
    for number, line in enumerate(lines):
        if (found := OPTION.fullmatch(line.strip())) is None:
            return options, number
        options[found[1]] = found[2].strip()
    return options, len(lines)


def toctree(text: str, line: int, options: Mapping[str, str]) -> Iterator[Link]:
    """The documents in a table of contents: "path", or "Title <path>"; globs are left to Sphinx."""
    kind = "glob" if "glob" in options else "document"
    for number, entry in enumerate(text.split("\n"), line):
        if (stripped := entry.strip()) and stripped != "self" and (found := ENTRY.fullmatch(stripped)):
            yield Link("link" if "://" in found[2] else kind, found[2], number, (found[1] or "").rstrip())
