"""The tests whose child processes are measured by coverage, too.

Under coverage, a Python that is started takes nearly twice as long, and hundreds of tests start pytest. Most of what these
children do is done, and measured, in the process of the tests as well; only the programs below live in children alone.
"""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).parent
FOLDERS = tuple(
    HERE / name
    for name in ("codebase", "commands/doctor", "demo", "documents", "keeping", "load", "processes", "testrun")
)
# Set by coverage in each process that it measures; a child that finds it measures itself.
VARIABLE = "COVERAGE_PROCESS_CONFIG"
_kept: dict[str, str] = {}


def measure_children_of(test: Path) -> None:
    """Let the processes that this *test* starts be measured, or not."""
    if VARIABLE in os.environ:
        _kept[VARIABLE] = os.environ.pop(VARIABLE)
    if any(test.is_relative_to(folder) for folder in FOLDERS):
        os.environ.update(_kept)
