"""The blocks of code and the commands on our pages, each with its place."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

TOP = Path(__file__).parents[2]
PAGES = (
    TOP / "README.md",
    TOP / "CONTRIBUTING.md",
    *sorted((TOP / "docs").rglob("*.md")),
    TOP / "examples/ci/README.md",
    TOP / "examples/shop/README.md",
)
FRAGMENT = re.compile(r"^<!-- fragment of (.+?) -->\s*$")
PROMPT = re.compile(r"^(?:[\w-]+)?\$ ")
SHELLS = ("bash", "sh")


@dataclass(frozen=True)
class Block:
    """A block of code; *part_of* is what ``<!-- fragment of … -->`` above it names."""

    place: str
    language: str
    text: str
    part_of: str = ""

    @property
    def words(self) -> list[list[str]]:
        """The commands in it as a shell splits them, without comments and without what they print."""
        lines = self.text.replace("\\\n", " ").splitlines()
        if self.language == "console":
            lines = [PROMPT.sub("", line) for line in lines if PROMPT.match(line)]
        elif self.language not in SHELLS:
            lines = []
        return [words for line in lines for words in chained(split_line(line)) if words]


def chained(words):
    """The commands of ``one && other > file | third``, without the file."""
    commands, skip = [[]], False
    for word in words:
        if word in ("&&", "|", ";"):
            commands.append([])
        elif word in (">", "<") or skip:
            skip = not skip
        else:
            commands[-1].append(word)
    return commands


def split_line(line):
    """The words of a line; none for one that only a shell can read, such as half of a quoted text."""
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return []


@cache
def blocks(*languages):
    """All blocks of these languages; all at all without one."""
    found = [block for page in PAGES for block in _of(page)]
    return [block for block in found if not languages or block.language in languages]


@cache
def spans():
    """Each ``code`` within a text, with its place."""
    return [
        (f"{page.relative_to(TOP)}:{token.map[0] + 1}", child.content)
        for page in PAGES
        for token in _tokens(page)
        if token.type == "inline" and token.map
        for child in token.children
        if child.type == "code_inline"
    ]


@cache
def _tokens(page):
    return MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))


def _of(page):
    before = ""
    for token in _tokens(page):
        if token.type in ("fence", "code_block"):
            language = token.info.split()[0] if token.info.strip() else ""
            yield Block(f"{page.relative_to(TOP)}:{token.map[0] + 1}", language, token.content, before)
        marker = FRAGMENT.match(token.content) if token.type == "html_block" else None
        before = marker[1] if marker else ""
