"""The code that one document shows, piece by piece, and what it says of where the names in it come from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from pytest_golive.documents.reading.document import Document
from pytest_golive.documents.summary.names import WORD, Name, names
from pytest_golive.documents.summary.saying import PAST, TELLING, of_versions
from pytest_golive.documents.summary.speaking import Spoken

IMPORT: Final = re.compile(r"^[ \t>.]*+import[ \t]++([\w.]++)(?:[ \t]++as[ \t]++(\w++))?", re.MULTILINE)
FROM: Final = re.compile(
    r"^[ \t>.]*+from[ \t]++([\w.]++)[ \t]++import[ \t]++(?:\(([^()]*+)\)|([\w, \t]++))", re.MULTILINE
)
STARRED: Final = re.compile(r"^[ \t>.]*+from[ \t]++([\w.]++)[ \t]++import[ \t]++\*", re.MULTILINE)
COMMENT: Final = re.compile(r"#[^\n]*+")
NAMED: Final = re.compile(r"(\w++)(?:[ \t\n]++as[ \t\n]++(\w++))?")
ASSIGNED: Final = re.compile(
    r"^[ \t>.]*+(\w++)[ \t]*+(?::[^=\n]{0,99}+)?=[ \t]*+(?:await[ \t]++)?((?:\w++\.)*+\w++)\(", re.MULTILINE
)
ENTERED: Final = re.compile(r"\bwith[ \t]++((?:\w++\.)*+\w++)\([^\n]{0,199}?\)[ \t]++as[ \t]++(\w++)")
BOUND: Final = re.compile(
    r"^[ \t>.]*+(?:(?:async[ \t]++)?def|class)[ \t]++(\w++)|^[ \t>.]*+(\w++)[ \t]*+(?::[^=\n]{0,99}+)?=(?!=)",
    re.MULTILINE,
)
TAKEN: Final = re.compile(r"\bdef[ \t]++\w++\(([^)]{0,400}+)")
PARAMETER: Final = re.compile(r"\w++")
NOTED: Final = re.compile(r"(?:version(?:changed|added|removed)|deprecated(?:-removed)?)")
PYTHON: Final = frozenset(
    {"", "python", "py", "python3", "pycon", "pycon3", "ipython", "default", "code", "doctest", "testcode"}
)
NAME: Final = re.compile(r"(?:[A-Za-z]\w*+\.)*+[A-Za-z]\w*+(?:\(\))?+")
CODE: Final = re.compile(r"\w_\w|\w\.\w|[a-z][A-Z]")
SIGNING: Final = re.compile(
    r"(?:py:)?(?:function|method|class|exception|attribute|data|decorator|classmethod|staticmethod|property)"
)
# Pages about the work on the project itself, whose manifests and tools are its own.
OWN: Final = re.compile(r"^(?:contribut|install|develop|hacking|building|testing|deploy)", re.IGNORECASE)
REACH: Final = 3  # lines from a note about a version to its text


class Piece(NamedTuple):
    """One piece of code: a "span" of a sentence, a "block", a "heading", or the argument of a "directive".

    *near* is what is said around it; of a directive, its name. Whether it *is past* tells of what was before.
    """

    kind: str
    text: str
    line: int
    near: str
    language: str = ""
    is_past: bool = False

    @property
    def is_python(self) -> bool:
        """Whether it may be Python."""
        return self.kind != "block" or self.language in PYTHON


@dataclass(frozen=True)
class Page:
    """One document as evidence.

    Attributes:
        document: its parts.
        said: what it speaks of.
        alone: the one file that it covers; "" if there are several.
        old: the document at the last release; None if it did not exist.
    """

    document: Document
    said: Spoken
    alone: str = ""
    old: Document | None = None

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The names of code that it holds."""
        return tuple(names(self.document))

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Its code, without what tells of another version."""
        if any(map(TELLING.search, (self.document.path.rpartition("/")[2], self.document.title))):
            return ()
        return tuple(piece for piece in _pieces(self.document) if not piece.is_past)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its code, as they are written."""
        return frozenset(word for piece in self.pieces for word in WORD.findall(piece.text))

    @cached_property
    def imported(self) -> Mapping[str, frozenset[str]]:
        """What each imported name stands for: "shop.pay" for ``from shop import pay``."""
        found: dict[str, set[str]] = {}
        for piece in _pieces(self.document):
            for name, whole in _imports(piece.text) if piece.kind in {"block", "span"} else ():
                found.setdefault(name, set()).add(whole)
        return {name: frozenset(wholes) for name, wholes in found.items()}

    @cached_property
    def made(self) -> Mapping[str, frozenset[str]]:
        """What each variable was made by: "shop.Till" for ``till = shop.Till(3)``."""
        found: dict[str, set[str]] = {}
        for block in self.document.blocks:
            for name, maker in ASSIGNED.findall(block.text):
                found.setdefault(name, set()).add(maker)
            for maker, name in ENTERED.findall(block.text):
                found.setdefault(name, set()).add(maker)
        return {name: frozenset(makers) for name, makers in found.items()}

    @cached_property
    def starred(self) -> frozenset[str]:
        """The modules of which it imports everything."""
        return frozenset(module for block in self.document.blocks for module in STARRED.findall(block.text))

    @cached_property
    def bound(self) -> frozenset[str]:
        """The names that its own blocks define or assign."""
        return frozenset(
            name for block in self.document.blocks for pair in BOUND.findall(block.text) for name in pair if name
        )

    @cached_property
    def defined(self) -> frozenset[str]:
        """The names that its own blocks define as functions, classes or parameters."""
        texts = [block.text for block in self.document.blocks]
        names = {first for text in texts for first, _ in BOUND.findall(text) if first}
        return frozenset(names.union(*(PARAMETER.findall(given) for text in texts for given in TAKEN.findall(text))))

    @property
    def is_own_work(self) -> bool:
        """Whether it is about the work on the project itself."""
        return any(map(OWN.match, (self.document.path.rpartition("/")[2], self.document.title)))

    def is_new(self, text: str) -> bool:
        """Whether it shows a piece of code that it did not show at the last release: written for this one."""
        return self.old is None or not any(text in piece.text for piece in _pieces(self.old))

    def speaks_of(self, path: str) -> bool:
        """Whether it names a file by its path or its name with the suffix."""
        return not {path.lower(), path.lower().rpartition("/")[2]}.isdisjoint(self.said.listed)


def _pieces(document: Document) -> Iterator[Piece]:
    notes = sorted(each.line for each in document.directives if NOTED.fullmatch(each.name))
    versions = of_versions(document)

    def is_noted(line: int) -> bool:
        """Whether a note about a version begins right above, or the section tells of one."""
        at = bisect_left(notes, line + 1)
        is_near = bool(at) and line - notes[at - 1] <= REACH
        return is_near or any(start <= line < end for start, end in versions)

    for passage in document.passages:
        is_past = PAST.search(passage.text) is not None or is_noted(passage.line)
        yield from (Piece("span", code, passage.line, passage.text, "", is_past) for code in passage.codes)
    for heading in document.headings:
        text = heading.text.strip("` ")
        if NAME.fullmatch(text) and CODE.search(text):  # a heading that is the name of what stands below it
            yield Piece("span", text, heading.line, heading.text)
        yield Piece("heading", heading.text, heading.line, heading.text, "", PAST.search(heading.text) is not None)
    for directive in document.directives:
        yield Piece("directive", directive.argument, directive.line, directive.name)
    said = sorted(
        (
            *((each.line, each.text) for each in document.passages),
            *((each.line, each.text) for each in document.headings),
        )
    )
    for block in document.blocks:
        at = bisect_left(said, (block.line,))
        near = said[at - 1][1] if at else ""
        is_past = PAST.search(near) is not None or is_noted(block.line)
        yield Piece("block", block.text, block.line, near, block.language, is_past)


def _imports(code: str) -> Iterator[tuple[str, str]]:
    for module, alias in IMPORT.findall(code):
        yield (alias, module) if alias else (module.partition(".")[0], module.partition(".")[0])
    for module, several, line in FROM.findall(code):
        for name, alias in NAMED.findall(COMMENT.sub("", several or line)):
            yield alias or name, f"{module}.{name}"
