"""Shows a watch on pytest's terminal: in place where the terminal can, else as lines of a log."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from pytest_golive.observability.watch.measured import Sample
from pytest_golive.observability.watch.standing import Standing
from pytest_golive.reports.watch.lines import begun, block, head_of
from pytest_golive.reports.watch.marks import PLAIN, marks_for
from pytest_golive.reports.watch.place import Place
from pytest_golive.reports.watch.seen import Seen
from pytest_golive.reports.watch.told import Told


class View:
    """The view of one watch.

    Args:
        config: pytest's, in the process that has the terminal.
        target: the name of the watched target.
        clear: takes a line of progress away.
    """

    def __init__(self, config: pytest.Config, target: str, clear: Callable[[], None]) -> None:
        self._config, self._target, self._clear = config, target, clear
        self._writer = config.get_terminal_writer()
        encoding = getattr(self._writer._file, "encoding", None)  # noqa: SLF001 -- no public access
        self._seen = Seen(encoding)
        self._marks = marks_for(encoding)
        self._told = Told(self._seen, target, only_problems=config.get_verbosity() < 0)
        self._place = Place(self._raw) if self._is_in_place() else None

    def begin(self, standing: Standing, wait: float) -> None:
        """Say when the next sample is due; nothing where only problems are said."""
        if self._config.get_verbosity() < 0:
            return
        words = begun(self._seen, standing, self._target, wait, time.time() + wait)
        with self._uncaptured():
            self._clear()
            if self._place is None:
                self._write_lines([words])
            else:
                column = self._writer.width_of_current_line
                size = _size()
                lines = [[(words[: size[0] - 1], PLAIN)]]
                self._place.draw(lines, size, column, is_coloured=self._writer.hasmarkup)

    def show(self, sample: Sample, standing: Standing, left: float) -> None:
        """Draw the newest sample, or write what a log should hold of it."""
        self._seen.add(sample, standing)
        until = time.time() + left
        with self._uncaptured():
            self._clear()
            if self._place is None:
                self._write_lines(self._told.lines(sample, standing, left, now=time.monotonic(), until=until))
                return
            size = _size()
            lines = block(
                self._seen, standing, head_of(self._seen, standing, self._target, left, until), size, self._marks
            )
            column = self._writer.width_of_current_line
            self._place.draw(lines, size, column, is_coloured=self._writer.hasmarkup)

    def _write_lines(self, lines: Iterable[str]) -> None:
        """Lines of a log."""
        reporter: Any = self._config.pluginmanager.get_plugin("terminalreporter")
        for line in lines:
            reporter.ensure_newline()
            if self._writer.width_of_current_line:
                self._writer.line()
            self._writer.line(line)
        self._writer.flush()

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._place is not None:
            with self._uncaptured():
                self._clear()
                self._place.erase(_size())

    def _is_in_place(self) -> bool:
        """Whether lines can be drawn in place: on a terminal that moves its cursor, where nobody else writes."""
        reporter: Any = self._config.pluginmanager.get_plugin("terminalreporter")
        option = self._config.option
        others_write = option.capture == "no" or bool(getattr(option, "log_cli_level", None))
        others_write = others_write or bool(self._config.getini("log_cli"))
        is_able = reporter.isatty and os.environ.get("TERM") != "dumb"
        return is_able and not others_write and self._config.get_verbosity() >= 0

    def _raw(self, text: str) -> None:
        # Not through pytest's writer, which would count these columns.
        file = self._writer._file  # noqa: SLF001 -- the only access to the terminal's stream
        file.write(text)
        file.flush()

    @contextmanager
    def _uncaptured(self) -> Iterator[None]:
        capture: Any = self._config.pluginmanager.get_plugin("capturemanager")
        if capture is None:
            yield
            return
        with capture.global_and_fixture_disabled():
            yield


def _size() -> tuple[int, int]:
    """Columns and lines of the terminal as it is now."""
    size = shutil.get_terminal_size((80, 24))
    return size.columns, size.lines
