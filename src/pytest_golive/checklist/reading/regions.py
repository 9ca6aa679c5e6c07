"""Lines that Markdown does not parse, and whether they end where their author meant them to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

FENCE, CODE, COMMENT, HTML = "fence", "code", "comment", "HTML"
LIKE_A_FENCE = re.compile(r"[\s>]*+(?:(?:[-*+]|\d{1,9}[.)])\s++)*+(?:`{3,}+[^`]*+|~{3,}.*|``)\Z", re.DOTALL)
WHOLE_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*+-->")


@dataclass(frozen=True, slots=True)
class Region:
    """Lines of one kind, counted from 0: from *first* to the line before *last*.

    Attributes:
        content: the lines without the fences around them.
        mark: the fence that begins it.
        is_outermost: whether it is in no list and no quote.
    """

    first: int
    last: int
    kind: str
    content: str
    mark: str = ""
    is_outermost: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether a closing fence, or the end of the comment, ends it; other kinds need none."""
        if self.kind == COMMENT:
            return "-->" in self.content
        if self.kind != FENCE:
            return True
        within = self.last - self.first - 2
        return within >= 0 and self.content.count("\n") == within and self.content[-1:] in {"", "\n"}

    @property
    def flaw(self) -> str:
        """Why it may contain more than its author meant; "" if it does not."""
        if self.kind not in {FENCE, COMMENT}:
            return ""
        name = "code fence" if self.kind == FENCE else "comment"
        if not self.is_closed:
            return f"the {name} of line {self.first + 1} is never closed"
        if self.kind == FENCE:
            odd = sum(LIKE_A_FENCE.match(line.rstrip()) is not None for line in self.content.split("\n")) % 2
            return f"the code fence of line {self.first + 1} is closed by line {self.last} only" if odd else ""
        before, _, after = self.content.partition("-->")
        ended = after.rfind("-->") + 3 if "-->" in after else 0  # behind it, no comment ends
        rest = WHOLE_COMMENT.sub("", after[:ended]) + after[ended:]
        swallows = "<!--" in before.lstrip()[4:] or rest.strip()
        return f"the comment of line {self.first + 1} ends at the '-->' of something else" if swallows else ""

    @property
    def cure(self) -> str:
        """How to end it."""
        if self.kind == FENCE:
            return f"end the code with a line of {self.mark} alone"
        return "end the comment with '-->' before the row"


def region_of(token: Token) -> Region:
    """The region of a fence, of indented code, or of HTML."""
    first, last = token.map or (0, 0)
    if token.type == "html_block":
        kind = COMMENT if token.content.lstrip().startswith("<!--") else HTML
    else:
        kind = FENCE if token.type == "fence" else CODE
    return Region(first, last, kind, token.content, token.markup, token.level == 0)


def flaws(regions: Iterable[Region]) -> dict[Region, tuple[str, str]]:
    """What is wrong with the regions that may contain too much, and its cure.

    If a fence is never closed, it may be the closing fence of others: none of the document's fences is certain.
    """
    known = list(regions)
    unclosed = next((one for one in known if one.kind == FENCE and one.is_outermost and not one.is_closed), None)
    found: dict[Region, tuple[str, str]] = {}
    for region in known:
        flaw, cure = region.flaw, region.cure
        if not flaw and region.kind == FENCE and unclosed is not None:
            flaw, cure = unclosed.flaw, "end the code before it where it should end"
        if flaw:
            found[region] = flaw, cure
    return found
