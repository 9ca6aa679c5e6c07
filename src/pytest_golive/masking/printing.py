"""Text of others as any terminal can print it: nothing in it moves the cursor, turns the order, or commands CI."""

from __future__ import annotations

import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

from pytest_golive.masking.known import MASK

KEPT: Final = frozenset("\n\t\u200c\u200d")  # the last two join letters and emoji
# Controls, formats (among them those that turn the order of letters), surrogates, separators of lines.
ESCAPED: Final = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
GAP: Final = "\u200b"
# GitHub Actions reads "::" where a line begins, Azure Pipelines and TeamCity read theirs anywhere.
COMMAND: Final = re.compile(r"(?:\A|(?<=[\r\n]))[^\S\r\n]*+:(?=:)|##(?=\[|vso\[|teamcity\[)", re.IGNORECASE)
COLOUR: Final = re.compile(r"\x1b\[(?!(?:\d{0,3};){0,9}0?8[;m])(?:\d{0,3};){0,9}\d{0,3}m")
LONGEST: Final = len("##teamcity[") - 1


def printable(text: str) -> str:
    r"""*text* with its lines, and with each control character as an escape: "\x1b"."""
    text = text.replace("\r\n", "\n")
    return text.translate({ord(char): _printable(char) for char in set(text)})


def visible(text: str) -> str:
    """The same, but colours stay: pytest colours what it compares, and tests what they print.

    Not the colour that hides text.
    """
    parts = COLOUR.split(text)
    colours = COLOUR.findall(text)
    return "".join(f"{printable(part)}{colour}" for part, colour in zip(parts, [*colours, ""], strict=True))


def on_one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(printable(text).split())


def uncommanding(text: str) -> str:
    """*text* in which nothing is a command to a CI system: "::error::", "##[error]", "##vso[…]", "##teamcity[…]"."""
    return Lines().uncommanding(text)


class Command(str):
    """A line that is meant as a command to the CI system."""

    __slots__ = ()


def hidden_in(text: str) -> str:
    """*text* without known secrets; a command of our own stays one."""
    hidden = MASK.hide(text)
    return Command(hidden) if isinstance(text, Command) else hidden


class Lines:
    """Text that is written piece by piece, in which nothing becomes a command to a CI system."""

    def __init__(self) -> None:
        self._open = ""  # of the last line, what may be the beginning of a command

    def uncommanding(self, text: str) -> str:
        """The next piece, with a gap in each command of others'."""
        if isinstance(text, Command):
            return text
        known = len(self._open)
        whole = self._open + text
        shown, done = [], known
        for match in COMMAND.finditer(whole) if "::" in whole or "##" in whole else ():
            end = max(match.end(), known)
            shown += [whole[done:end], GAP]
            done = end
        self._open = _open_end(whole)
        return f"{''.join(shown)}{whole[done:]}"


def _open_end(text: str) -> str:
    """What of the last line matters for the next piece, behind a dot where no command can begin there any more."""
    line = text[max(text.rfind("\n"), text.rfind("\r")) + 1 :]
    return line.strip() or line[:1] if line.strip() in {"", ":"} else f".{line[-LONGEST:]}"


def guard_output() -> None:
    """Let nothing that this process prints from now on hold a known secret, or be a command to a CI system.

    A regular file is no log of CI, so commands that are written into one stay as they are.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is not None and not isinstance(stream, Guarded):
            setattr(sys, name, Guarded(stream, is_log=not _is_file(stream)))


class Guarded:
    """A text stream that writes no known secrets, nor, if it is a log, commands to CI systems."""

    def __init__(self, stream: Any, *, is_log: bool = True) -> None:
        self._stream = stream
        self._is_log = is_log
        self._lines = Lines()

    def write(self, text: str) -> int:
        """Write *text* without secrets and commands; returns its length, as callers expect."""
        hidden = hidden_in(text)
        self._stream.write(self._lines.uncommanding(hidden) if self._is_log else hidden)
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write every line as `write` does."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _is_file(stream: Any) -> bool:
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError, AttributeError):
        return False


def _printable(char: str) -> str:
    if char in KEPT or unicodedata.category(char) not in ESCAPED:
        return char
    return char.encode("unicode_escape").decode()
