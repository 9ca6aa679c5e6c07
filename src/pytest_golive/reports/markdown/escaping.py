"""Text of others in Markdown: read as it is, whatever it contains.

Source: GitHub Flavored Markdown 0.29, sections 2.4, 4.10, 6.1 and 6.2. GitHub looks for mentions and for the numbers of
issues only in the page that comes of it, where an escaped sign no longer differs from a plain one; so a joiner without
width stands behind those signs.
"""

from __future__ import annotations

import html
import re
from typing import Final

from pytest_golive.masking.printing import on_one_line

JOINER: Final = "\u2060"
CALLS: Final = re.compile(r"[@#](?=\w)|\bGH-(?=\d)", re.IGNORECASE)  # @team, #12, GH-12
BEGINS_BLOCK: Final = re.compile(r"(?:\d{1,9}(?=[.)](?: |$))|(?=[-+#=:]))")
TICKS: Final = re.compile(r"`+")
# "$" begins a formula on GitHub even behind a backslash.
ESCAPES: Final = {ord(char): f"\\{char}" for char in r"\`*_[]|~"} | {
    ord(char): entity for char, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("$", "&#36;"))
}


def said(text: str) -> str:
    """*text* on one line, in which nothing is markup, HTML, a formula, a mention or the number of an issue."""
    line = _calling_nobody(text).translate(ESCAPES)
    begin = BEGINS_BLOCK.match(line)
    return f"{line[: begin.end()]}\\{line[begin.end() :]}" if begin else line


def said_in_html(text: str) -> str:
    """The same within an element of HTML, where GitHub reads no Markdown."""
    return html.escape(_calling_nobody(text), quote=False)


def _calling_nobody(text: str) -> str:
    return CALLS.sub(lambda match: match[0] + JOINER, on_one_line(text))


def code(text: str) -> str:
    """*text* as code on one line."""
    line = on_one_line(text)
    if not line:
        return ""
    fence = "`" * (max((len(ticks) for ticks in TICKS.findall(line)), default=0) + 1)
    gap = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{gap}{line}{gap}{fence}"


def code_in_cell(text: str) -> str:
    """The same in a table, whose cells end at each bar that is not escaped, also within code."""
    return code(text.replace("|", "\\|"))
