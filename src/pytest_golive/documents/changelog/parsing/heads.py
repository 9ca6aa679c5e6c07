"""What stands at the head of a section of a changelog, below its heading: a date, and a link to all changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pytest_golive.documents.changelog.parsing import dates

SAYS_DATE: Final = re.compile(
    r"\W*(?:release[- ]date|released?|date|published|on)?\b[:*_ ]*(?:on )?[\s*_(:]*(?P<rest>.*)", re.IGNORECASE
)
TELLS_DATE: Final = re.compile(r"\W*released\b", re.IGNORECASE)  # "Released, and withdrawn, on 7 March 2026."
FULL: Final = re.compile(r"\b(?:full|all|complete|compare|changes|changelog|commits|diff)\b", re.IGNORECASE)
RANGE: Final = re.compile(r"https?://[^\s)>\]]{1,200}/compare/[^\s)>\]]{1,200}")
LOOKED_AT: Final = 8  # lines below a heading that may contain its date
LINKED_IN: Final = 20  # lines below a heading that may contain the link to all changes
LONGEST_DATE_LINE: Final = 60
LONGEST_LINE: Final = 400


def date_lines(body: Sequence[str]) -> dict[str, str]:
    """The lines at the head of a section that tell its date, each with the words of the date."""
    filled = [line for line in body[:LOOKED_AT] if line.strip() and not line.startswith(".. ")]
    short = {
        line: SAYS_DATE.sub(r"\g<rest>", line).strip(" \t*_()")
        for line in filled
        if len(line) <= (LONGEST_LINE if TELLS_DATE.match(line) else LONGEST_DATE_LINE)
    }
    return {line: rest for line, rest in short.items() if _is_date_line(rest) or _tells_date(line)}


def compared(body: Sequence[str], first: int) -> tuple[str, int]:
    """The link of a line that says "full changelog", and its place; ("", 0) if the section has none at its head.

    Args:
        body: the lines of the section.
        first: the number of the first of them.
    """
    for number, line in enumerate(body[:LINKED_IN], first):
        if len(line) <= LONGEST_LINE and (match := RANGE.search(line)) and FULL.search(line[: match.start()]):
            return match[0], number
    return "", 0


def _tells_date(line: str) -> bool:
    return TELLS_DATE.match(line) is not None and dates.find(line) is not None


def _is_date_line(line: str) -> bool:
    """Whether a line consists of a date and little else."""
    found = dates.find(line)
    return (
        len(line.replace(found.text, "").strip(" ()*_.:")) < LOOKED_AT * 3 if found else dates.says_not_yet(line[:20])
    )
