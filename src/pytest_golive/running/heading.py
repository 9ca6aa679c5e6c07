"""The header of a run: what is judged, by which settings, and which options have no effect on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pytest_golive.context.run import Run
from pytest_golive.running.asked.breaking import told_at_the_top
from pytest_golive.running.shielding import set_aside_lines
from pytest_golive.sections import added

HOW_TO_CHOOSE = (
    'no kind is set, so every row may be due; write kind = "library" in the settings if nothing here runs as a '
    'service, else kind = "service"'
)


def heading(run: Run, config: pytest.Config) -> Iterator[str]:
    """The lines, for pytest's own header: whole in a log, within its width on a terminal."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    lines = _lines(run, config)
    if reporter is None or not reporter.isatty:
        yield from lines
        return
    from pytest_golive.reports.layout import wrap

    for line in lines:
        yield from wrap(line, config.get_terminal_writer().fullwidth, "", "  ")


def _lines(run: Run, config: pytest.Config) -> Iterator[str]:
    what = " ".join(run.asked.chosen or run.asked.phases)
    yield f"golive: {what} of {run.root} ({run.loaded.path or 'no settings: defaults'})"
    kind = run.settings.kind
    yield f"golive: {HOW_TO_CHOOSE}" if kind is None else f"golive: judged as a {kind} ({run.loaded.place_of('kind')})"
    yield from (f"golive: the section {section} is of {package}" for section, package in added().items())
    yield from told_at_the_top(run)
    if why := run.uncached:
        yield f"golive: no cache, so every run measures everything again: {why}"
    yield from set_aside_lines(config)
