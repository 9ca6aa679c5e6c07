"""Recognises the format of a coverage report by its content: names are unreliable."""

from __future__ import annotations

import re
from pathlib import Path

from pytest_golive.testrun.coverage.formats.raw import Raw, damaged

SQLITE = b"SQLite format 3\0"
HEAD = 4096
JACOCO = re.compile(rb"<report[\s>]")  # its document type, or its first element


def read_any(path: Path, root: Path, python: str | None) -> Raw:
    """Read *path* with the reader of its format.

    Raises:
        CannotMeasure: it is missing, empty, or in an unknown format.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except FileNotFoundError:
        damaged(path, "No such file", "let it be written before the checklist runs, or correct coverage_data")
    except OSError as error:
        damaged(path, error.strerror or type(error).__name__, "name the report itself in coverage_data")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(SQLITE):
        from pytest_golive.testrun.coverage.formats.data import read_data

        return read_data(path, root, python)
    if start.startswith(b"{"):
        from pytest_golive.testrun.coverage.formats.json import read_json

        return read_json(path)
    if start.startswith(b"<"):
        return _read_xml(path, start)
    if start.startswith((b"TN:", b"SF:")):
        from pytest_golive.testrun.coverage.formats.lcov import read_lcov

        return read_lcov(path)
    if start.startswith(b"mode:"):
        from pytest_golive.testrun.golang.profile import read_go

        return read_go(path, root)
    if not start:
        damaged(path, "it is empty", "see why the run that should have written it did not")
    unknown = (
        "it is neither coverage.py's data or JSON, nor Cobertura XML, nor JaCoCo XML, nor lcov, nor a profile of Go"
    )
    return damaged(path, unknown, "have it written in one of these, and name it in coverage_data")


def _read_xml(path: Path, start: bytes) -> Raw:
    if JACOCO.search(start):
        from pytest_golive.testrun.coverage.formats.jacoco import read_jacoco

        return read_jacoco(path)
    from pytest_golive.testrun.coverage.formats.cobertura import read_cobertura

    return read_cobertura(path)
