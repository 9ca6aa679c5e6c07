"""A place on the terminal below pytest's line, where lines are drawn over and over again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pytest_golive.reports.layout import width_of
from pytest_golive.reports.watch.lines import Line

UP, DOWN_CLEAR, LINE_CLEAR, TO_COLUMN, COLOUR, OFF = "\x1b[{}A", "\x1b[J", "\x1b[K", "\x1b[{}G", "\x1b[{}m", "\x1b[0m"
PAGE: Final = 2  # lines that must be left above


class Place:
    """Draws lines in place; where a smaller terminal has moved them, it begins anew below instead of guessing.

    Args:
        write: writes to the terminal as it is.
    """

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._widths: list[int] = []
        self._column = 0
        self._is_below_pytest = False

    def draw(self, lines: Sequence[Line], size: tuple[int, int], column: int, *, is_coloured: bool) -> None:
        """Draw *lines* in place of those before.

        Args:
            lines: none is wider than the terminal.
            size: columns and lines of the terminal.
            column: where pytest's own line ends, which the first drawing leaves above.
            is_coloured: whether the terminal shows colours.
        """
        if not self._widths:
            self._column, self._is_below_pytest = column, True
            start = "\r\n"
        elif self._has_moved(size):
            self._is_below_pytest = False
            start = "\r\n"
        else:
            start = self._back()
        body = f"{LINE_CLEAR}\r\n".join(_coloured(line) if is_coloured else _plain(line) for line in lines)
        self._widths = [width_of(_plain(line)) for line in lines]
        self._write(f"{start}{body}{LINE_CLEAR}{DOWN_CLEAR}")

    def erase(self, size: tuple[int, int]) -> None:
        """Take the lines away, and go back to where pytest's line ends."""
        if not self._widths:
            return
        if self._has_moved(size):
            self._write("\r\n")
        elif self._is_below_pytest:
            self._write(f"{self._back()}{DOWN_CLEAR}{UP.format(1)}{TO_COLUMN.format(self._column + 1)}")
        else:
            self._write(f"{self._back()}{DOWN_CLEAR}")
        self._widths = []

    def _back(self) -> str:
        """To the beginning of the first line."""
        return "\r" + (UP.format(len(self._widths) - 1) if len(self._widths) > 1 else "")

    def _has_moved(self, size: tuple[int, int]) -> bool:
        """Whether a smaller terminal may have wrapped the lines, or pushed some of them out."""
        return max(self._widths) > size[0] or len(self._widths) + PAGE > size[1]


def _plain(line: Line) -> str:
    return "".join(text for text, _ in line)


def _coloured(line: Line) -> str:
    parts, before = [], ""
    for text, colour in line:
        if colour != before:
            parts.append((OFF if before else "") + (COLOUR.format(colour) if colour else ""))
            before = colour
        parts.append(text)
    return "".join(parts) + (OFF if before else "")
