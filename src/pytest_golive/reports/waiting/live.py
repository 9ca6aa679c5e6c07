"""Shows progress on one live line below pytest's output while a gate measures; only on a terminal."""

from __future__ import annotations

import time
from contextlib import nullcontext

import pytest

from pytest_golive.reports.layout import fit
from pytest_golive.reports.waiting.lengths import length_of
from pytest_golive.reports.waiting.terminals import can_draw

EVERY = 0.1
PATIENCE = 0.5
MARGIN = 4  # columns


class LiveLine:
    """A `Progress` that draws on pytest's terminal and erases itself."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._began = 0.0
        self._drawn = 0.0
        self._is_shown = False
        self._expected = 0.0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """A row begins: find out how long it took the last time."""
        self._expected = length_of(self._config, item.nodeid)

    def __call__(self, what: str, done: int = 0, total: int = 0) -> None:
        """Draw the line, at most ten times a second, and only after the first half second."""
        moment = time.monotonic()
        self._began = self._began or moment
        if moment - self._drawn < EVERY or moment - self._began < PATIENCE:
            return
        self._drawn = moment
        share = f" {done:,} of {total:,}" if total else f" {done:,}" if done else ""
        self._write(f"{what.strip()}{share}", f", {self._waited(moment - self._began)}")

    def expect(self, seconds: float) -> None:
        """Somebody knows better than the cache how long the row takes."""
        self._expected = seconds

    def _waited(self, seconds: float) -> str:
        """How long it takes so far, and how long it took the last time."""
        return f"{seconds:.0f} s{f' of about {self._expected:.0f} s' if self._expected else ''}"

    def clear(self) -> None:
        """Erase the line: pytest is about to write."""
        self._began = 0.0
        if self._is_shown:
            self._write("")

    def _write(self, text: str, waited: str = "") -> None:
        if not can_draw(self._config):
            return
        capture = self._config.pluginmanager.get_plugin("capturemanager")
        with capture.global_and_fixture_disabled() if capture is not None else nullcontext():
            self._draw(text, waited)
        self._is_shown = bool(text)

    def _draw(self, text: str, waited: str) -> None:
        """Draw the line, or erase it; while output is captured, nobody knows how wide the terminal is."""
        writer = self._config.get_terminal_writer()
        if text:
            most = max(writer.fullwidth - MARGIN - len(waited), 1)
            line = f"{fit(text, most).rstrip()}{waited}"
            opening = "\r\x1b[K" if self._is_shown else "\n"
            drawn = f"{opening}  \x1b[2m{line}\x1b[0m" if writer.hasmarkup else f"{opening}  {line}"
        else:
            drawn = f"\r\x1b[K\x1b[1A\x1b[{writer.width_of_current_line + 1}G"
        # Not through pytest's writer, which would count these columns.
        file = writer._file  # noqa: SLF001 -- the only access to the terminal's stream
        file.write(drawn)
        file.flush()
