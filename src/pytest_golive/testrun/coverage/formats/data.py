"""Reads coverage.py's own data file, with coverage.py itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from pytest_golive.keeping.scope import SCOPE
from pytest_golive.processes import children
from pytest_golive.testrun.coverage.formats.json import read_json
from pytest_golive.testrun.coverage.formats.raw import Raw, damaged
from pytest_golive.testrun.junit.report_time import report_time
from pytest_golive.testrun.project.environment import clean

TIMEOUT: Final = 300.0
# A folder "coverage" of the project must not be imported instead; before Python 3.11 there is no -P.
COVERAGE: Final = (
    "import sys; sys.path[:] = filter(None, sys.path); from coverage.cmdline import main; sys.exit(main())"
)
CURES: Final = {
    "No data to report": "see why nothing was measured: source that names no code, or an installed copy that runs",
    "No source for code": "set [tool.coverage.run] relative_files = true, or [tool.coverage.paths], and measure again",
    "Couldn't use data file": "have it written by coverage, and name that file in coverage_data",
}


def read_data(path: Path, root: Path, python: str | None) -> Raw:
    """Run ``coverage json`` on *path*, with the project's configuration.

    In a process of its own: coverage keeps its working folder, its warnings and its plugins in module state, and may be
    measuring this process.

    Args:
        path: the data file.
        root: the project, whose coverage configuration counts.
        python: the interpreter whose coverage reads it; this one if None.

    Raises:
        CannotMeasure: it is empty, damaged, or its files do not exist here.
    """
    with SCOPE.temporary_folder() as folder:
        report, copy = folder / "coverage.json", folder / "data"
        # coverage writes its tables into any database that it opens.
        shutil.copyfile(path, copy)
        problem = _report(copy, root, report, python or sys.executable)
        if not report.is_file():
            cure = next((cure for start, cure in CURES.items() if problem.startswith(start)), "measure it again")
            damaged(path, problem.replace(str(copy), path.name) or "coverage said nothing about it", cure)
        raw = read_json(report)
    return replace(raw, source=f"{raw.source}, {path.name}", written=report_time(path))


def _report(data: Path, root: Path, report: Path, python: str) -> str:
    # Data without sources ("No source for code") or invalid data produces no report.
    command = (python, "-c", COVERAGE, "json", "-q", f"--data-file={data}", "-o", str(report))
    try:
        done = subprocess.run(
            command,
            cwd=root,
            env=clean(children.environment(os.environ)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{type(error).__name__} while coverage read it"
    lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""
