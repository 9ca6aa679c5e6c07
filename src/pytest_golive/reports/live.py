"""Shows progress on one live line below pytest's output while a gate measures; only on a terminal."""

from __future__ import annotations

import time

import pytest

EVERY = 0.1
PATIENCE = 0.5


class LiveLine:
    """A `Progress` that draws on pytest's terminal and erases itself."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._began = 0.0
        self._drawn = 0.0
        self._is_shown = False

    def __call__(self, what: str, done: int = 0, total: int = 0) -> None:
        """Draw the line, at most ten times a second, and only after the first half second."""
        moment = time.monotonic()
        self._began = self._began or moment
        if moment - self._drawn < EVERY or moment - self._began < PATIENCE:
            return
        self._drawn = moment
        share = f" {done:,} of {total:,}" if total else f" {done:,}" if done else ""
        self._write(f"{what.strip()}{share}")

    def clear(self) -> None:
        """Erase the line: pytest is about to write."""
        self._began = 0.0
        if self._is_shown:
            self._write("")

    def _write(self, text: str) -> None:
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter is None or not reporter.isatty or self._config.get_verbosity() < 0:
            return
        writer = self._config.get_terminal_writer()
        column = writer.width_of_current_line
        line = " ".join(text.split())[: writer.fullwidth - 4]
        if text:
            opening = "\r\x1b[K" if self._is_shown else "\n"
            self._raw(f"{opening}  \x1b[2m{line}\x1b[0m")
        else:
            self._raw(f"\r\x1b[K\x1b[1A\x1b[{column + 1}G")
        self._is_shown = bool(text)

    def _raw(self, text: str) -> None:
        # Not through pytest's writer, which would count these columns.
        file = self._config.get_terminal_writer()._file  # noqa: SLF001 -- the only access to the terminal's stream
        capture = self._config.pluginmanager.get_plugin("capturemanager")
        if capture is None:
            file.write(text)
            file.flush()
            return
        with capture.global_and_fixture_disabled():
            file.write(text)
            file.flush()
