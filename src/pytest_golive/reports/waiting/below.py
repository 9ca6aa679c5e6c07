"""One line below what pytest writes, which is taken away before pytest writes on."""

from __future__ import annotations

import re
import threading
from typing import Any, Final

from pytest_golive.reports.layout import width_of

SEQUENCE: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


class Below:
    """Stands between pytest's terminal writer and its stream, for a thread writes to the same terminal.

    Args:
        writer: pytest's; everything of pytest and of its plugins goes through it.
    """

    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self._file = writer._file  # noqa: SLF001 -- the only access to the terminal's stream
        self._lock = threading.RLock()
        self._line = " " * writer.width_of_current_line  # what pytest has written since the last line's end
        self._shown = ""
        writer._file = self  # noqa: SLF001 -- the same

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return int(self._writer.fullwidth)

    @property
    def encoding(self) -> str | None:
        """That of the terminal."""
        return getattr(self._file, "encoding", None)

    def write(self, text: str) -> Any:
        """Write what pytest writes, in place of the line."""
        with self._lock:
            self._erase()
            self._line = (self._line + text).rpartition("\n")[2].rpartition("\r")[2]
            return self._file.write(text)

    def draw(self, text: str) -> None:
        """Draw *text* in place of the line before; "" takes it away."""
        with self._lock:
            if text == self._shown or self._writer._file is not self:  # noqa: SLF001 -- it has ended
                return
            opening = "\r\x1b[K" if self._shown else "\r\n"
            if not text:
                self._erase()
            else:
                faint = f"\x1b[2m{text}\x1b[0m" if self._writer.hasmarkup else text
                self._file.write(f"{opening}  {faint}")
            self._shown = text
            self._file.flush()

    def end(self) -> None:
        """Take the line away, and step aside."""
        with self._lock:
            self._erase()
            if self._writer._file is self:  # noqa: SLF001 -- somebody else may stand there
                self._writer._file = self._file  # noqa: SLF001 -- the same

    def _erase(self) -> None:
        """Go back to where pytest's own line ends; a full line ends in its last column."""
        if self._shown:
            column = width_of(SEQUENCE.sub("", self._line))
            at = (column - 1) % self.width + 1 if column else 0
            self._file.write(f"\r\x1b[K\x1b[1A\x1b[{at + 1}G")
            self._shown = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
