"""Build rows from Markdown tokens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pytest_golive.checklist.reading.boxes import INPUT
from pytest_golive.checklist.reading.inline import OPEN, is_misspelt, plain, take_out_results, unended
from pytest_golive.checklist.reading.parser import parser
from pytest_golive.checklist.reading.regions import COMMENT as IN_COMMENT
from pytest_golive.checklist.reading.regions import Region, region_of
from pytest_golive.checklist.reading.rows import Box, Comment, Fault, Kind, Row
from pytest_golive.checklist.reading.text import Text

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST = 60
COMMENT = re.compile(r"<!--(?P<words>.*?)-->", re.DOTALL)
BINDING = re.compile(r"\s*golive\s*:(?P<words>.*)", re.DOTALL)
NEARLY = re.compile(r"[\s!/-]*+go[-_ ]?live\b", re.IGNORECASE)
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
    """One walk through a document's tokens; afterwards `rows`, `faults` and `verbatim` hold what it found.

    With *every*, unbound list items and table rows are rows, too, except those that only group others.
    """

    def __init__(self, text: Text, *, every: bool = False) -> None:
        self._every = every
        self.rows: list[Row] = []
        self.others: list[Row] = []  # not declared as checks
        self.faults: list[Fault] = []
        self.verbatim: list[Region] = []  # lines that Markdown does not parse
        self.heads: list[int] = []  # lines, from 0, of the heads of tables
        self.bindings: Counter[int] = Counter()  # by line, from 0, how many were read, wherever they stand
        self.inputs: list[int] = []  # lines, from 0, with HTML's own boxes
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
            self._refuse(self._comments_of(following), "a heading is not a row", "move the binding into its row")
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
        if self._open:  # nested text does not belong to the row around it
            self._open[-1].last = min(self._open[-1].last, first)
            self._open[-1].is_group = True
        self._open.append(Block(kind, first, last, is_task=is_task))

    def _read(self, token: Token) -> None:
        has_result = take_out_results(token)
        comments = self._comments_of(token)
        self.faults += unended(token)
        if not self._open:
            return
        block = self._open[-1]
        block.has_result |= has_result
        block.comments += comments
        block.texts.append(plain(token))

    def _pass_over(self, token: Token) -> None:
        region = region_of(token)
        self.verbatim.append(region)
        if token.type != "html_block":
            return
        found = self._in(token.content, region.first, nested=region.kind != IN_COMMENT)
        if self._open and self._open[-1].texts:
            self._open[-1].comments += found
        else:
            self._refuse(found, "the binding is not in a row", "move it to the end of its row")

    def _end(self, block: Block) -> None:
        if self._is_head and block.kind is Kind.TABLE_ROW:
            self.heads.append(block.first)
            self._refuse(block.comments, "the head of a table is not a row", "move the binding into its row")
            return
        headings = tuple(words for _, words in self._headings)
        text = (" | " if block.kind is Kind.TABLE_ROW else " ").join(words for words in block.texts if words)
        kind = Kind.TASK if block.is_task else block.kind
        box = _box(self._text, block.first) if block.is_task else None
        within = tuple(" ".join(around.texts) for around in self._open if around.texts)
        row = Row(
            kind,
            text,
            headings,
            block.first,
            block.last,
            box,
            tuple(block.comments),
            block.has_result,
            within,
            block.is_group,
        )
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
                self.inputs += [line] if INPUT.match(child.content) else []
            line += child.type in {"softbreak", "hardbreak"}
            line += child.content.count("\n")
        return found

    def _in(self, html: str, first: int, *, nested: bool = True) -> list[Comment]:
        """The bindings among the comments of *html*; a comment that only looks like a binding is a fault."""
        found: list[Comment] = []
        ended = html[: html.rfind("-->") + 3]  # what has no end is not searched once for each of its beginnings
        line, counted = first + 1, 0
        for match in COMMENT.finditer(ended):
            line, counted, words = line + html.count("\n", counted, match.start()), match.start(), match["words"]
            binding = BINDING.match(words)
            self.bindings[line - 1] += binding is not None
            if binding and OPEN.search(words):
                what = f"the comment {_short(binding['words'].partition('<!--')[0])} has no end before the next comment"
                self.faults.append(Fault(line, what, "end it with '-->'"))
            elif binding:
                found.append(Comment(" ".join(binding["words"].split()), line))
            elif NEARLY.match(words) or is_misspelt(words):
                what = f"the comment {_short(words)} looks like a binding but is not one"
                self.faults.append(Fault(line, what, "write <!-- golive: section::gate -->, or reword the comment"))
            elif nested and OPEN.search(words):
                what = f"the comment {_short(words)} contains the beginning of a binding"
                self.faults.append(Fault(line, what, "end the comment with '-->' before the binding"))
        return found

    def _refuse(self, comments: Sequence[Comment], what: str, cure: str) -> None:
        self.faults += [Fault(comment.line, f"golive: {_short(comment.words)}: {what}", cure) for comment in comments]


def _pairs(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token | None]]:
    yield from zip(tokens, [*tokens[1:], None], strict=False)  # an empty list of tokens has no followers


def _box(text: Text, first: int) -> Box | None:
    match = BOX.match(text.lines[first])
    return Box(first, match.end() - 2, match["tick"] != " ") if match else None


def _short(words: str) -> str:
    words = " ".join(words.split())
    return repr(words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…")
