"""Shows progress on one live line below pytest's output while a row is measured; only on a terminal."""

from __future__ import annotations

import threading
import time
from contextlib import nullcontext

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.masking.known import MASK
from pytest_golive.masking.printing import on_one_line
from pytest_golive.reports.layout import fit
from pytest_golive.reports.waiting.lengths import SHORTEST, length_of
from pytest_golive.reports.waiting.terminals import Beside, beside_capture, can_draw

EVERY = 0.1
PATIENCE = 0.5
TICK = 1.0  # seconds; a row that reports nothing is seen to go on
MARGIN = 4  # columns


class LiveLine:
    """A `Progress` that draws on pytest's terminal and erases itself; a thread draws for rows that report nothing."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._began = 0.0
        self._drawn = 0.0
        self._is_shown = False
        self._expected = 0.0
        self._row = ("", 0.0)  # the name of the one that runs, and since when
        self._said = ""
        self._is_awaited = False
        self._terminal: Beside | None = None
        self._is_over = threading.Event()
        self._lock = threading.RLock()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A row begins, and its output is not captured yet."""
        self._row = (on_one_line(MASK.hide(nodeid.removeprefix(f"{ROOT}/"))), time.monotonic())
        if self._terminal is None and can_draw(self._config):
            self._terminal = beside_capture(self._config)
            if self._terminal is not None:
                threading.Thread(target=self._tick, name="golive-waiting", daemon=True).start()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Find out how long the row took the last time."""
        self._expected = length_of(self._config, item.nodeid)
        self._is_awaited = True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self) -> None:
        """Its fixtures are there; pytest says nothing until it ends."""
        self._is_awaited = True

    def __call__(self, what: str, done: int = 0, total: int = 0) -> None:
        """Draw the line, at most ten times a second, and only after the first half second."""
        moment = time.monotonic()
        self._began = self._began or moment
        if moment - self._drawn < EVERY or moment - self._began < PATIENCE:
            return
        share = f" {done:,} of {total:,}" if total else f" {done:,}" if done else ""
        with self._lock:
            self._said = f"{what.strip()}{share}"
            self._show(self._said, moment - self._began)

    def expect(self, seconds: float) -> None:
        """Somebody knows better than the cache how long the row takes."""
        self._expected = seconds

    def clear(self) -> None:
        """Erase the line: pytest is about to write."""
        with self._lock:
            self._began, self._said, self._is_awaited = 0.0, "", False
            if self._is_shown:
                self._write("")

    def end(self) -> None:
        """The run is over; the thread draws nothing any more."""
        self._is_over.set()
        with self._lock:
            self._is_awaited = False
            if self._terminal is not None:
                self._terminal.close()

    def _tick(self) -> None:
        while not self._is_over.wait(TICK / 2):
            with self._lock:
                moment = time.monotonic()
                name, since = self._row
                waited = moment - (self._began or since)
                if self._began and not self._said:
                    continue  # it is about to report by itself
                if not self._is_awaited or moment - self._drawn < TICK or moment - since < SHORTEST:
                    continue
                try:
                    self._show(self._said or name, waited)
                except (OSError, ValueError):  # the terminal is gone; the run is not
                    return

    def _show(self, text: str, seconds: float) -> None:
        """Draw the line: how long it takes so far, and how long it took the last time."""
        self._drawn = time.monotonic()
        self._write(text, f", {seconds:.0f} s{f' of about {self._expected:.0f} s' if self._expected else ''}")

    def _write(self, text: str, waited: str = "") -> None:
        if not can_draw(self._config):
            return
        if self._terminal is not None:
            self._draw(text, waited)
        else:
            capture = self._config.pluginmanager.get_plugin("capturemanager")
            with capture.global_and_fixture_disabled() if capture is not None else nullcontext():
                self._draw(text, waited)
        self._is_shown = bool(text)

    def _draw(self, text: str, waited: str) -> None:
        """Draw the line, or erase it; while output is captured, nobody knows how wide the terminal is."""
        writer = self._config.get_terminal_writer()
        if text:
            width = self._terminal.width if self._terminal is not None else writer.fullwidth
            line = f"{fit(text, max(width - MARGIN - len(waited), 1)).rstrip()}{waited}"
            opening = "\r\x1b[K" if self._is_shown else "\n"
            drawn = f"{opening}  \x1b[2m{line}\x1b[0m" if writer.hasmarkup else f"{opening}  {line}"
        else:
            drawn = f"\r\x1b[K\x1b[1A\x1b[{writer.width_of_current_line + 1}G"
        # Not through pytest's writer, which would count these columns.
        file = self._terminal.stream if self._terminal is not None else writer._file  # noqa: SLF001 -- the only access
        file.write(drawn)
        file.flush()
