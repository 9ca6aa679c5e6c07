"""Names that stood somewhere in a file and stand nowhere now, and defaults that are others now."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from pytest_golive.documents.evidence.mentions import Shown
from pytest_golive.documents.evidence.page import Page, Piece
from pytest_golive.documents.evidence.standing import Standing
from pytest_golive.documents.freshness.change import Change
from pytest_golive.documents.offering.lines import VARIABLE
from pytest_golive.documents.reading.document import Passage

DEFAULT: Final = re.compile(r"\bdefault", re.IGNORECASE)
VALUE: Final = re.compile(r"[+-]?\w[\w.+-]*+")
BEFORE: Final = re.compile(r"(?<![\w.])([A-Za-z_]\w*+)(?:\.\w++)*+\.\Z")
# With no space around the sign, it may be an argument.
MADE: Final = r"^[ \t>.]*+{}(?::[^=\n]{{1,99}})?[ \t]=[ \t]"
FEWEST: Final = 2  # parts before a name that tell of which library it is
LOOKED_BACK: Final = 100  # characters before a name that may say where it comes from
# What stands there are names of a database, such as those of its collations.
QUERIES: Final = frozenset({"sql", "mysql", "postgresql", "postgres", "plpgsql", "sqlite", "sqlite3"})
NEAR: Final = 60  # characters from the word "default" to the value
URL: Final = re.compile(r"\b\w++://\S++")


def vanished(change: Change, page: Page, standing: Standing) -> Iterator[Shown]:
    """Where a page shows a telling name that the file had in some place, and nothing has any more."""
    for name in sorted(change.vanished):
        bare = name.removeprefix("--")
        if bare not in page.words or not standing.is_nowhere(name):
            continue
        if (
            bare in page.defined
            or (bare.islower() and _is_made(bare, page))
            or not _is_ours(page.imported.get(bare, frozenset()), standing)
        ):
            continue
        if _is_told_foreign(name, page, standing):
            continue
        shown = re.compile(rf"(?<![\w/$%@-])(?<!<(?=[\w-]{{1,99}}>)){re.escape(name)}(?![\w/-])")
        for piece in page.pieces:
            is_foreign = piece.kind == "heading" or piece.language in QUERIES
            if not is_foreign and (line := _line(shown, piece, page, standing)):
                # Options and variables of the environment are for users; other words may be those of an example.
                is_sure = name.startswith("--") or VARIABLE.fullmatch(name) is not None
                yield Shown(f"{name}, which nothing has any more", line, is_sure)


def _is_made(name: str, page: Page) -> bool:
    """Whether a page's own blocks make a variable *name*."""
    made = re.compile(MADE.format(re.escape(name)), re.MULTILINE)
    return any(made.search(block.text) for block in page.document.blocks)


def _line(shown: re.Pattern[str], piece: Piece, page: Page, standing: Standing) -> int:
    """The first line of a piece with a name of which it is not said that it is foreign; 0 if there is none."""
    text = URL.sub(lambda match: " " * len(match[0]), piece.text)
    for match in shown.finditer(text):
        is_variable = piece.is_python and re.match(r"\s*(?::[^=\n]{0,99})? = ", text[match.end() : match.end() + 120])
        first = BEFORE.search(text[max(0, match.start() - LOOKED_BACK) : match.start()])
        if not is_variable and _is_ours(page.imported.get(first[1] if first else "", frozenset()), standing):
            return piece.line + text.count("\n", 0, match.start())
    return 0


def _is_told_foreign(name: str, page: Page, standing: Standing) -> bool:
    """Whether a page says in full of which other library a name is: "blinker.base.Signal.connect_via"."""
    places = (piece.text.split("(")[0].split(".") for piece in page.pieces if piece.kind == "span")
    for *place, last in places:
        if last != name or len(place) < FEWEST or not all(map(str.isidentifier, place)):
            continue
        is_variable = place[0] in page.bound or place[0] in page.made or place[0] == "self"
        wholes = page.imported.get(place[0], frozenset({place[0]}))
        if not is_variable and not _is_ours(wholes, standing) and not standing.modules(place[0]):
            return True
    return False


def _is_ours(wholes: frozenset[str], standing: Standing) -> bool:
    """Whether what is imported is of the project, or nothing is."""
    firsts = {whole.partition(".")[0] for whole in wholes}
    return not wholes or any(standing.is_folder(first) or standing.is_folder(f"src/{first}") for first in firsts)


def defaults(change: Change, page: Page, _standing: Standing) -> Iterator[Shown]:
    """Where a page gives a key a default that it has no more: under its name, or in the sentence that has it."""
    for each in sorted(change.defaults):
        name, was, now = json.loads(each)
        if name not in page.said.lettered:
            continue
        for passage in _about(name, page):
            parts = DEFAULT.split(passage.text)[1:]
            said = [_values(part[:NEAR].partition(". ")[0]) for part in parts]
            if any(was in words and now not in words for words in said):
                yield Shown(f"{was} as the default of {name}, which is {now}", passage.line)


def _values(text: str) -> list[str]:
    return [value.rstrip(".+-") for value in VALUE.findall(text)]


def _about(name: str, page: Page) -> Iterator[Passage]:
    """The passages that have *name* as code, and those below a heading or an entry that is the name alone."""
    document = page.document
    starts = sorted((heading.line, heading.text.strip("`: ")) for heading in document.headings)
    starts += [(each.line, each.argument.strip()) for each in document.directives]
    starts.sort()
    for passage in document.passages:
        if name in passage.codes:
            yield passage
            continue
        above = [text for line, text in starts if line <= passage.line]
        if above and above[-1] == name:
            yield passage
