"""From Markdown's tokens to rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pytest_golive.checklist.reading.inline import plain, take_out_results
from pytest_golive.checklist.reading.parser import parser
from pytest_golive.checklist.reading.rows import Box, Comment, Fault, Kind, Row
from pytest_golive.checklist.reading.text import Text

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST = 60
COMMENT = re.compile(r"<!--(?P<words>.*?)-->", re.DOTALL)
BINDING = re.compile(r"\s*golive\s*:(?P<words>.*)", re.DOTALL)
NEARLY = re.compile(r"\s*/?go[-_ ]?live\b", re.IGNORECASE)
BOX = re.compile(r"(?P<before>(?:[\s>]*(?:[-*+]|\d{1,9}[.)])\s+)+)\[(?P<tick>[ xX])\](?=\s+\S)")
VERBATIM = {"fence", "code_block", "html_block"}


@dataclass
class Block:
    """A list item, a table row, or a paragraph, while it is being read."""

    kind: Kind
    first: int
    last: int
    texts: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    is_task: bool = False
    has_result: bool = False
    is_group: bool = False


class Walk:
    """One walk through a document's tokens; see `rows`, `faults` and `verbatim` when it is over.

    With *every*, list items and table rows that nobody bound are rows, too, but for those that only group others.
    """

    def __init__(self, text: Text, *, every: bool = False) -> None:
        self._every = every
        self.rows: list[Row] = []
        self.others: list[Row] = []  # what nothing declares as a check
        self.faults: list[Fault] = []
        self.verbatim: list[tuple[int, int, str]] = []  # lines that Markdown does not read: from, to, what they are
        self._text = text
        self._headings: list[tuple[int, str]] = []
        self._open: list[Block] = []
        self._is_head = False
        for token, following in _pairs(parser().parse(text.markdown)):
            self._take(token, following)
        self.rows.sort(key=lambda row: row.first)
        self.others.sort(key=lambda row: row.first)

    def _take(self, token: Token, following: Token | None) -> None:
        if token.type == "heading_open" and following is not None:
            level = int(token.tag[1:])
            self._headings = [(at, words) for at, words in self._headings if at < level]
            self._headings.append((level, plain(following)))
            self._refuse(self._comments_of(following), "a heading is no row", "put the binding into the row it is for")
        elif token.type in {"thead_open", "thead_close"}:
            self._is_head = token.type == "thead_open"
        elif token.type == "list_item_open":
            self._begin(Kind.ITEM, token, is_task="checked" in token.meta)
        elif token.type == "tr_open":
            self._begin(Kind.TABLE_ROW, token)
        elif token.type == "paragraph_open" and not self._open:
            self._begin(Kind.LINE, token)
        elif token.type in {"list_item_close", "tr_close"} or (token.type == "paragraph_close" and self._is_line()):
            self._end(self._open.pop())
        elif token.type == "inline":
            self._read(token)
        elif token.type in VERBATIM:
            self._pass_over(token)

    def _is_line(self) -> bool:
        return bool(self._open) and self._open[-1].kind is Kind.LINE

    def _begin(self, kind: Kind, token: Token, *, is_task: bool = False) -> None:
        first, last = token.map or (0, 0)
        if self._open:  # what is nested does not belong to the row around it
            self._open[-1].last = min(self._open[-1].last, first)
            self._open[-1].is_group = True
        self._open.append(Block(kind, first, last, is_task=is_task))

    def _read(self, token: Token) -> None:
        has_result = take_out_results(token)
        comments = self._comments_of(token)
        if not self._open:
            return
        block = self._open[-1]
        block.has_result |= has_result
        block.comments += comments
        block.texts.append(plain(token))

    def _pass_over(self, token: Token) -> None:
        first, last = token.map or (0, 0)
        if token.type != "html_block":
            self.verbatim.append((first, last, "code"))
            return
        found = self._in(token.content, first)
        commented = COMMENT.fullmatch(token.content.strip()) is not None
        self.verbatim.append((first, last, "a comment" if commented else "HTML"))
        if self._open and self._open[-1].texts:
            self._open[-1].comments += found
        else:
            self._refuse(found, "the binding stands alone, in no row", "put it at the end of the row it is for")

    def _end(self, block: Block) -> None:
        if self._is_head and block.kind is Kind.TABLE_ROW:
            self._refuse(block.comments, "the head of a table is no row", "put the binding into the row it is for")
            return
        headings = tuple(words for _, words in self._headings)
        text = (" | " if block.kind is Kind.TABLE_ROW else " ").join(words for words in block.texts if words)
        kind = Kind.TASK if block.is_task else block.kind
        box = _box(self._text, block.first) if block.is_task else None
        row = Row(kind, text, headings, block.first, block.last, box, tuple(block.comments), block.has_result)
        if block.is_task or block.comments or self._could_be_row(block):
            self.rows.append(row)
        elif text:
            self.others.append(row)

    def _could_be_row(self, block: Block) -> bool:
        return self._every and block.kind is not Kind.LINE and not block.is_group and any(block.texts)

    def _comments_of(self, token: Token) -> list[Comment]:
        line = (token.map or (0, 0))[0]
        found: list[Comment] = []
        for child in token.children or ():
            if child.type == "html_inline":
                found += self._in(child.content, line)
            line += child.type in {"softbreak", "hardbreak"}
            line += child.content.count("\n")
        return found

    def _in(self, html: str, first: int) -> list[Comment]:
        """The bindings among the comments of *html*; what only looks like one is a fault."""
        found: list[Comment] = []
        for match in COMMENT.finditer(html):
            line, words = first + html.count("\n", 0, match.start()) + 1, match["words"]
            if binding := BINDING.match(words):
                found.append(Comment(" ".join(binding["words"].split()), line))
            elif NEARLY.match(words):
                what = f"the comment {_short(words)} looks like a binding and is none"
                self.faults.append(Fault(line, what, "write <!-- golive: section::gate -->, or begin it otherwise"))
        return found

    def _refuse(self, comments: Sequence[Comment], what: str, cure: str) -> None:
        self.faults += [Fault(comment.line, f"golive: {_short(comment.words)}: {what}", cure) for comment in comments]


def _pairs(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token | None]]:
    yield from zip(tokens, [*tokens[1:], None], strict=False)  # no tokens have no follower


def _box(text: Text, first: int) -> Box | None:
    match = BOX.match(text.lines[first])
    return Box(first, match.end() - 2, match["tick"] != " ") if match else None


def _short(words: str) -> str:
    words = " ".join(words.split())
    return repr(words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…")
