"""Reads a coverage report of any format, and accepts it only if it is about this project's present code."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pytest_golive.testrun.coverage.checks import checked
from pytest_golive.testrun.coverage.formats.telling import read_any
from pytest_golive.testrun.coverage.result import Coverage


def read_coverage(path: Path, root: Path, tracked: Collection[str], *, python: str | None = None) -> Coverage:
    """Read coverage of coverage.py (data or JSON), Cobertura, JaCoCo, lcov, or a profile of Go.

    Args:
        path: the file; its content decides, not its name.
        root: the project.
        tracked: the project's files, relative to the root.
        python: interpreter whose coverage reads coverage.py's own data; this one if None.

    Raises:
        CannotMeasure: it cannot be read, contradicts itself, is empty, or was measured on other code.
    """
    return checked(read_any(path, root, python), path, root, tracked)
