"""Which tests the options of a run leave out: nobody knows whether those pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pytest_golive.findings import Finding
from pytest_golive.testrun.result import TestRun

SHOWN: Final = 300  # characters
# As the recorder writes them. Markers and folders stand for a kind of tests; a name stands for whatever fits it today.
NAMES: Final = re.compile(r"-k\b|--deselect\b|--last-failed\b|--stepwise\b|only .{0,4000}::", re.DOTALL)
DESELECTS: Final = re.compile(r"-k\b|--deselect\b")  # of these, pytest tells how many tests they left out
CURE: Final = (
    "remove the option from the test command, addopts or PYTEST_ADDOPTS; or mark those tests, and choose them by -m; "
    "or declare the reason in a waiver"
)


def left_out(run: TestRun) -> tuple[Finding, ...]:
    """The options that leave out tests by their names, each as a finding."""
    return tuple(_found(run))


def _found(run: TestRun) -> Iterator[Finding]:
    counts = run.source.startswith("pytest ")
    for option in run.choices:
        if NAMES.match(option) and (run.deselected or not counts or not DESELECTS.match(option)):
            many = f"{run.deselected:,} deselected" if run.deselected else "an unknown number left out"
            yield Finding("", 0, "left out", f"the tests ran with {option[:SHOWN]}: {many}", key=option, cure=CURE)


def choosing(run: TestRun) -> str:
    """How many tests which options left out, in words; "" if no option chose tests."""
    count = f"{run.deselected:,} deselected" if run.deselected else ""
    return "; ".join(filter(None, (count, ", ".join(run.choices)[:SHOWN])))
