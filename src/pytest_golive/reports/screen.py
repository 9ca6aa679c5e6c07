"""Writes to pytest's terminal, within its width and its encoding."""

from __future__ import annotations

import pytest

from pytest_golive.reports.layout import plain_if_needed, wrap


class Screen:
    """pytest's terminal; text is made to fit its width and its encoding."""

    def __init__(self, reporter: pytest.TerminalReporter, verbosity: int) -> None:
        self._writer = reporter.config.get_terminal_writer()
        self.width = min(self._writer.fullwidth, 160)
        self.verbosity = verbosity
        self._is_terminal = bool(reporter.isatty)

    def in_lines(self, text: str, hanging: str) -> list[str]:
        """A sentence that programs look for: whole in a log, as many lines as it takes on a terminal."""
        return wrap(text, self.width, "", hanging) if self._is_terminal else [text]

    def line(self, *parts: tuple[str, dict[str, bool]] | str) -> None:
        """Write one line of plain and of coloured parts."""
        encoding = getattr(self._writer._file, "encoding", None)  # noqa: SLF001 -- no public access
        for part in parts:
            text, markup = (part, {}) if isinstance(part, str) else part
            self._writer.write(plain_if_needed(text, encoding), **markup)
        self._writer.line()

    def rule(self, title: str) -> None:
        """Write a rule across the screen with *title* in it."""
        self._writer.sep("=", title, bold=True)
