"""What people take for the box of a task, although Markdown does not."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

BLANK = r"(?:[\s\u00ad\u200b-\u200f\u2060\u2800\u3164\ufeff]|&nbsp;)"
TICK = r"(?:_{2,10}|[xXvVyYnNoO✓✔\u221a☑✅✗✘✕✖☒❌\u00d7~/>!?*+_=\u2022\u00b7\u2013\u2014\u2212-]\ufe0f?)"
BALLOT = r"(?:[☐☑☒🗵🗷🗹❏❐❑❒]\ufe0f?)"
SQUARE = r"[⬜□▢◻🔲]\ufe0f?"
EMPTY = rf"\\?[\[\uff3b【]{BLANK}{{1,20}}+\\?[\]\uff3d】]"
ROUND = rf"\({BLANK}{{1,20}}+\)"
FILLED = rf"\\?[\[\uff3b【]{BLANK}{{0,20}}+(?:{TICK})?{BLANK}{{0,20}}+\\?[\]\uff3d】]"
TAG = r"</?(?!input\b)[A-Za-z][^<>\n]{0,200}>"
NUMBER = r"\(?(?:\d{1,9}(?:\.\d{1,9}){0,5}|[A-Za-z]|[ivxIVX]{1,5})[.):]|\d{1,9}(?=\s)|#\d{1,9}"
# A picture of what the row is about, or of its state: "🔒 [ ] secrets rotated"; a box is none.
PICTURE = rf"(?!{BALLOT}|{SQUARE})[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff\ufe0f\u200d]"
STATE = "[✅✔❌✖🟥🟧🟨🟩🟦🟪🟫⬛⏳🔄🚧]"  # beside these, a square explains the signs of a document
# "**Security:** [ ] penetration test"; what explains the signs of a document is no row.
LABEL = (
    r"(?!(?i:[*_]{0,3}(?:legend|key|symbols?|status|states?|syntax|format|notation|example|e\.g|l[ée]gende|zeichen)))"
    r"[*_]{0,3}[^\W\d_][^\[\]<>|:`\n(]{0,60}:[*_]{0,3}\s++"
)
COMMENT = r"<!--(?:[^-]|-(?!->))*+-->"
OTHERS = rf"{NUMBER}|{TAG}|{COMMENT}|{PICTURE}"
# Whatever may precede a box at the beginning of a line: indents, quotes, bullets, dashes, numbers, headings, emphasis.
PREFIX = rf"(?:{BLANK}|[>#*+~_:\\\u2010-\u2015\u2212\u2022\u2023\u2043◦\u00b7▪▫●○◆➢➤►▶→⇒-]|{OTHERS})*+"
AFTER = r"(?:[*_~]{1,3}|</?[A-Za-z][^<>\n]{0,50}>)*+"
LINKED = r"(?:\([^()\n]{0,200}\)|\[[^\[\]\n]{0,200}\])"
INPUT = re.compile(r"<input\b[^<>]{0,200}\bcheckbox\b", re.IGNORECASE)
LIKE_A_BOX = re.compile(
    rf"{PREFIX}(?:{EMPTY}{AFTER}(?:{BLANK}*+[^\s(\[:]|{LINKED}{BLANK}*+\S|:{BLANK}*+\S|{BLANK}*+\Z)"
    rf"|{FILLED}{AFTER}{BLANK}++\S|{ROUND}{AFTER}{BLANK}*+\w|{BALLOT})"
    rf"|[\s>]*+(?:[-*+]|\d{{1,9}}[.)])\s++(?:{SQUARE}\s*+\S|\[[xX]\]:\s++(?!\S*[/#])\S)"
    rf"|{PREFIX}{LABEL}(?:{EMPTY}{AFTER}{BLANK}++\w|{BALLOT})"
)
BARE_SQUARE = re.compile(rf"[\s>]*+{SQUARE}\s*+(?!.*{STATE})\w")  # in a line of its own; in a cell, it is a status
IN_CODE = re.compile(rf"[\s>]*+(?:{EMPTY}|{BALLOT}){BLANK}*+\w")
IN_HTML = re.compile(
    rf"(?:^|>)\s*+(?:{EMPTY}|{BALLOT})|(?:{EMPTY}|{BALLOT})\s*+</(?:td|th|li|p|div|span|label|b|strong|dd)>",
    re.IGNORECASE,
)
# A square is a status in a table, like a cross or a circle of some colour: what the row is, its binding says.
IN_CELL = re.compile(rf"(?:{EMPTY}|{ROUND}|\[[xX]\]|{BALLOT})(?:\s++.*)?", re.DOTALL)
PERHAPS = re.compile(r"[\[\uff3b【☐☑☒🗵🗷🗹❏❐❑❒⬜□▢◻🔲]|\(\s|<input", re.IGNORECASE)
AT_END = re.compile(rf"\s(?:{EMPTY}|\[[xX]\]|{BALLOT}){AFTER}(?:[\s.\\]|{COMMENT})*+\Z")


def like_a_box(line: str) -> bool:
    """Whether a line of Markdown begins, or ends, with what people take for a box."""
    return _like_a_box(line) or BARE_SQUARE.match(line) is not None


def _like_a_box(line: str) -> bool:
    if "&" in line:
        line = html.unescape(line)  # people see "[ ]" for &lbrack; &rbrack;, too
    if not PERHAPS.search(line):
        return False
    return LIKE_A_BOX.match(line) is not None or AT_END.search(line) is not None


def like_a_box_in_code(line: str) -> bool:
    """Whether a line that is indented too far begins with an empty box; other brackets are code."""
    return IN_CODE.match(line) is not None


def like_a_box_in_html(line: str) -> bool:
    """Whether a line of HTML shows a box."""
    line = html.unescape(line) if "&" in line else line
    return any(shape.search(line) for shape in (IN_HTML, INPUT)) or like_a_box(line)


def box_in_cells(cells: Iterable[str], line: str) -> bool:
    """Whether one of the cells of a table row is a box, or begins or ends with one; code such as `[ ]` is none.

    Args:
        cells: their words.
        line: the row as it is written.
    """
    written = any(_like_a_box(cell) for cell in line.split("|"))
    return written or any(IN_CELL.fullmatch(cell) and f"`{cell}`" not in line for cell in cells)
