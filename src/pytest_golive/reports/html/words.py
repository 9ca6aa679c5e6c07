"""Text of others for a page: without secrets, with controls as escapes, within bounds, commands apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pytest_golive.masking.known import MASK
from pytest_golive.masking.printing import printable

REPEAT: Final = "to repeat: "
LONGEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and the command in it that repeats what it is about; "" without one."""

    words: str
    command: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.command)


def clean(text: str, most: int = LONGEST) -> str:
    """*text* without secrets, and with each control character, also those that turn letters round, as an escape."""
    whole = printable(MASK.hide(text)).strip()
    left = len(whole) - most
    return whole if left <= 0 else f"{whole[:most]}… ({left:,} more characters, which the run's own output has)"


def said(text: str, most: int = LONGEST) -> Said:
    """*text*, and the command in it."""
    words, mark, rest = text.partition(REPEAT)
    if not mark:
        return Said(clean(text, most))
    end = _end(rest)
    before, after = words.rstrip().rstrip(";").rstrip(), rest[end:].strip().removeprefix(";").strip()
    return Said(clean("; ".join(filter(None, (before, after))), most), clean(rest[:end], 4 * most))


def _end(text: str) -> int:
    """Where a command of a shell ends that other text may follow: at a semicolon outside of quotes, or a line's end."""
    quote, is_escaped = "", False
    for number, char in enumerate(text):
        if is_escaped:
            is_escaped = False
        elif char == "\\" and quote != "'":
            is_escaped = True
        elif quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char in ";\n":
            return number
    return len(text)
