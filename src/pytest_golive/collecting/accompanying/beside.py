"""Tells where an executing deployment is, a line for each step, and lets signals stop it as Ctrl-C does."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import cached_property
from pathlib import Path
from typing import Final

import pytest

from pytest_golive.collecting import dates
from pytest_golive.collecting.accompanying.listing import JOURNALLED, Earlier, Listing, earlier_runs, name_of
from pytest_golive.collecting.executing.deploying import DEPLOYING
from pytest_golive.collecting.executing.journalling import TOOK
from pytest_golive.collecting.tree import is_gate, key_of, permission_of
from pytest_golive.context.run import Run
from pytest_golive.processes.stopping import stoppable
from pytest_golive.progress import Progress

LETTER: Final = 2  # columns for the letter of the outcome


class Placed:
    """A `Progress` that says first where in the list the deployment is.

    Args:
        inner: what draws it.
        place: says that, or "" between two steps; and how long the step took last time, in seconds, if that is known.
    """

    def __init__(self, inner: Progress, place: Callable[[], tuple[str, float | None]]) -> None:
        self._inner = inner
        self._place = place

    def __call__(self, what: str, done: int = 0, total: int = 0) -> None:
        """Report it."""
        place, usual = self._place()
        if usual is not None and (expect := getattr(self._inner, "expect", None)) is not None:
            expect(usual)
        self._inner(f"{place}: {what}" if place else what, done, total)

    def clear(self) -> None:
        """Take it away."""
        if (clear := getattr(self._inner, "clear", None)) is not None:
            clear()


class Beside:
    """The hooks of a run that executes the steps.

    Args:
        run: the run.
        config: pytest's.
    """

    def __init__(self, run: Run, config: pytest.Config) -> None:
        self._run = run
        self._config = config
        self._names: list[str] = []
        self._now = ""
        self._took: dict[str, float] = {}
        run.progress = Placed(run.progress, self._glance)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Learn the list, once the steps are in their order."""
        deploying = self._config.stash[DEPLOYING]
        self._names = [
            name_of(item.nodeid) for item in session.items if deploying.is_step(item.nodeid) and self._is_due(item)
        ]

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        """Let SIGTERM and SIGHUP end the run as Ctrl-C does: the step is ended, and the journal says so."""
        with stoppable():
            return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Say where in the list the run is, before the first output of the step."""
        name = name_of(nodeid)
        self._now = name if name in self._names else ""
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        if self._now and reporter is not None and self._config.get_verbosity() >= -1:
            _write(reporter, self._listing.pieces(name), self._config.rootpath / nodeid.partition("::")[0])

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Add up how long a row took, as long as it passes."""
        name = name_of(report.nodeid)
        if not report.passed:
            self._took.pop(name, None)
        elif name in self._names and (report.when == "setup" or name in self._took):
            self._took[name] = self._took.get(name, 0.0) + report.duration

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Hand over what the journal does not know by itself."""
        self._now = ""
        self._config.stash[TOOK] = {name: took for name, took in self._took.items() if name not in JOURNALLED}

    def _is_due(self, item: pytest.Item) -> bool:
        if not is_gate(item) or dates.why_not_due(item, self._run):
            return False
        return not self._run.not_applicable(key_of(item), permission_of(item))

    @cached_property
    def _earlier(self) -> Earlier:
        return earlier_runs(self._run)

    @property
    def _listing(self) -> Listing:
        return Listing(self._names, self._earlier)

    def _glance(self) -> tuple[str, float | None]:
        listing = self._listing
        return (listing.place(self._now), listing.usual(self._now)) if self._now else ("", None)


def _write(reporter: pytest.TerminalReporter, pieces: list[str], path: Path) -> None:
    """Write *pieces* on a line, behind which pytest puts the letter of the outcome; with -v, on a line of its own."""
    writer = reporter.config.get_terminal_writer()
    reporter.ensure_newline()
    if writer.width_of_current_line:  # with -q, pytest does not know that it is not at the beginning of a line
        writer.line()
    *lines, last = _fitting(pieces, writer.fullwidth - LETTER if reporter.isatty else 0)
    for line in lines:
        reporter.write_line(line)
    if reporter.config.get_verbosity() > 0:
        reporter.write_line(last)
        return
    reporter.currentfspath = path  # else pytest would begin another line with that
    reporter.write(f"{last} ", flush=True)


def _fitting(pieces: list[str], width: int) -> list[str]:
    """*pieces* on one line; on a terminal that is too narrow (*width* columns; 0 for a log), on more."""
    lines = [pieces[0]]
    for piece in pieces[1:]:
        if width and len(lines[-1]) + len(piece) + 3 > width:
            lines[-1] += ";"
            lines.append(f"  {piece}")
        else:
            lines[-1] += f"; {piece}"
    return lines
