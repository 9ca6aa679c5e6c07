"""The places at which a document shows a name of code, with what stands around it, and what kind of evidence that is.

A kind fails a release only if what it compares is literal: the document has the very words of something that the last
release had, that one place of the repository decides, and that is not there now. Where a name has to be understood
first (whose method it is, what a list is about, which argument a value is), a kind is right too seldom on projects that
nobody has looked at: it asks for a look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pytest_golive.documents.evidence.page import FROM, Page, Piece
from pytest_golive.documents.summary.calling import Call, arguments, call_of

RECORD: Final = "record"  # a changelog without this release, and what `covered = "content"` asks for
STATED: Final = "stated"  # a limit, a tool or a version of Python that the configuration had, and has no more
FILE: Final = "file"  # the path or name of a file that is gone
COMMAND: Final = "command"  # a target, environment, script or service that a command runs, and that is gone
IMPORT: Final = "import"  # "from shop import pay", where the module shop is still there, and has no "pay" any more
PINNED: Final = "pinned"  # an image or address with its version
WEAK: Final = "weak"  # everything else: names, calls, lists, defaults, words
STRONG: Final = frozenset({RECORD, STATED, FILE, COMMAND, IMPORT, PINNED})

LOOKED_BACK: Final = 200  # characters before a name that belong to it
BEFORE: Final = re.compile(r"(?:[A-Za-z_]\w*+(?:\([^()\n]{0,80}+\))?+\.)++\Z")
CALLED: Final = re.compile(r"\([^()\n]{0,80}+\)")
DEFINING: Final = re.compile(r"\b(?:def|class)[ \t]+\Z")
PROMPT: Final = re.compile(r"^[ \t]*+(?:>>>|\.\.\.|In \[\d++\]:)", re.MULTILINE)
WHOLE: Final = re.compile(r"(?:[A-Za-z_]\w*+\.)*+[A-Za-z_]\w*+(?:\([^\n]*+)?+")


class Shown(NamedTuple):
    """What a document shows that is not so any more, in words, and its line; 0 if it is the whole.

    It *is sure* where the document names the very thing, and nothing else could be meant. Its *kind* says by which
    evidence; only some kinds are strong enough to fail a release (`STRONG`), else a reader has to look.
    """

    words: str
    line: int = 0
    is_sure: bool = True
    kind: str = WEAK

    @property
    def fails(self) -> bool:
        """Whether it fails the release, and not only asks for a look."""
        return self.is_sure and self.kind in STRONG


class Mention(NamedTuple):
    """One place at which a name is shown.

    *place* is what stands before it: ("shop", "pay") of ``shop.pay.tip``. *call* is how it is called there, if it is.
    Whether it *is whole*: the name and what belongs to it are all of a span of code.
    """

    piece: Piece
    place: tuple[str, ...]
    name: str
    line: int
    call: Call | None
    given: str
    is_whole: bool

    @property
    def shown(self) -> str:
        """As the document shows it."""
        return ".".join((*self.place, self.name)) + (f"({self.given})" if self.call is not None else "")


def mentions(name: str, page: Page) -> Iterator[Mention]:
    """Where *page* shows *name* as code; a name that is assigned or given by keyword is another."""
    if name not in page.words:
        return
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for piece in page.pieces:
        if name not in piece.text or piece.kind == "heading":
            continue
        imports = [match.span(match.lastindex or 0) for match in FROM.finditer(piece.text)]
        for match in whole.finditer(piece.text):
            if not any(start <= match.start() < end for start, end in imports):
                yield from _mention(piece, name, match.start(), match.end())


def imports_of(name: str, page: Page) -> Iterator[tuple[str, int]]:
    """The modules that *page* imports *name* from, each with the line."""
    for piece in page.pieces:
        if piece.kind == "heading" or name not in piece.text:
            continue
        for match in FROM.finditer(piece.text):
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", match[2] or match[3]):
                yield match[1], piece.line + piece.text.count("\n", 0, match.start(1))


def _mention(piece: Piece, name: str, start: int, end: int) -> Iterator[Mention]:
    text = piece.text
    before, behind = text[max(0, start - LOOKED_BACK) : start], text[end : end + 3]
    found = BEFORE.search(before)
    place = tuple(part for part in CALLED.sub("", found[0]).split(".") if part) if found else ()
    left = before[: found.start()] if found else before
    if left[-1:] in {".", "/", "-", "@", "'", '"', "$", "%"} and not (left[-1:] == "@" and not left[-2:-1].strip()):
        return
    is_key = not left.rpartition("\n")[2].strip(" \t>.") and re.match(r"\s*:(?!:)", behind)
    if behind[:1] in {"/", "-", "'", '"'} or is_key or re.match(r"\s*=(?!=)", behind) or DEFINING.search(left):
        return
    # What an interpreter prints looks like a call, and is none.
    is_printed = PROMPT.search(text) is not None and not PROMPT.match(text[text.rfind("\n", 0, start) + 1 :])
    is_called = behind[:1] == "(" and not is_printed
    given = arguments(text, end + 1) if is_called else ""
    call = call_of(given, is_block=piece.kind == "block") if is_called else None
    is_whole = piece.kind != "block" and not left.strip() and WHOLE.fullmatch(text.strip()) is not None
    yield Mention(piece, place, name, piece.line + text.count("\n", 0, start), call, given, is_whole)
