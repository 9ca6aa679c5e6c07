"""With workers: one line below pytest's output says which rows take long, and how long they took the last time."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Final

import pytest

from pytest_golive.activation import ROOT
from pytest_golive.masking.known import MASK
from pytest_golive.masking.printing import on_one_line
from pytest_golive.reports.layout import fit, plain_if_needed, width_of
from pytest_golive.reports.waiting.below import Below
from pytest_golive.reports.waiting.lengths import SHORTEST, length_of
from pytest_golive.reports.waiting.terminals import can_draw

EVERY: Final = 0.5  # seconds
MARGIN: Final = 4  # columns


@dataclass(frozen=True, slots=True)
class Waited:
    """A row that runs: its name, since when, and how many seconds it took the last time; 0 if nobody knows."""

    name: str
    began: float
    expected: float

    def time(self, moment: float) -> str:
        """How long it takes so far."""
        return f"{moment - self.began:.0f} s{f' of about {self.expected:.0f} s' if self.expected else ''}"


class WorkersLine:
    """The hooks of the process that the user started; a thread draws, for that process only waits for its workers."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._running: dict[str, Waited] = {}
        self._below: Below | None = None
        self._is_over = threading.Event()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A worker begins a row."""
        name = on_one_line(MASK.hide(nodeid.removeprefix(f"{ROOT}/")))
        self._running[nodeid] = Waited(name, time.monotonic(), length_of(self._config, nodeid))
        if self._below is None and can_draw(self._config):
            self._begin()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A row has ended, or its worker with it."""
        if report.when not in {"setup", "call"}:
            self._running.pop(report.nodeid, None)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_sessionfinish(self) -> Generator[None, None, None]:
        """Nobody waits any more."""
        self.end()
        return (yield)

    def end(self) -> None:
        """Take the line away, and leave pytest's terminal as it was."""
        self._is_over.set()
        if self._below is not None:
            self._below.end()

    def _begin(self) -> None:
        self._below = Below(self._config.get_terminal_writer())
        threading.Thread(target=self._draw, args=(self._below,), name="golive-waiting", daemon=True).start()

    def _draw(self, below: Below) -> None:
        while not self._is_over.wait(EVERY):
            text = slow_rows([*self._running.values()], time.monotonic(), below.width - MARGIN)
            try:
                below.draw(plain_if_needed(text, below.encoding))
            except (OSError, ValueError):  # the terminal is gone; the run is not
                return


def slow_rows(running: list[Waited], moment: float, most: int) -> str:
    """The rows that have taken longer than two seconds, the longest first, in *most* columns; "" for none."""
    slow = sorted((one for one in running if moment - one.began >= SHORTEST), key=lambda one: one.began)
    if not slow:
        return ""
    text = ""
    for number, one in enumerate(slow):
        left = len(slow) - number - 1
        rest = f", and {left} more" if left else ""
        whole = f"{text}, {one.name} {one.time(moment)}" if text else f"{one.name} {one.time(moment)}"
        if width_of(whole + rest) > most:
            return f"{text}, and {left + 1} more" if text else _cut(one, moment, most, rest)
        text = whole
    return text


def _cut(one: Waited, moment: float, most: int, rest: str) -> str:
    """One row whose name has no room: the time is what one waits for."""
    behind = f" {one.time(moment)}{rest}"
    return f"{fit(one.name, max(most - width_of(behind), 1)).rstrip()}{behind}"


def line_of(config: pytest.Config) -> Any:
    """The plugin; it is gone at the end of the run, however that ends."""
    line = WorkersLine(config)
    config.add_cleanup(line.end)
    return line
