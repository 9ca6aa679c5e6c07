"""Writes down what happens in the project's own test run, one JSON object per line.

The recorder's files are copied into a package of their own and loaded in the project's interpreter (Python 3.8 and
up), where pytest-golive need not be installed. So they import nothing of ours, print nothing, and hide their traces
from the programs that the tests start.
"""

# Python 3.8 runs this, too, and a test that replaces pathlib must not reach it.
# ruff: noqa: PTH100, PTH120

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

RECORD = "GOLIVE_TEST_RECORD"
JUNIT = "GOLIVE_TEST_JUNIT"
LIMIT = 2000


def _take(name: str) -> str:
    # A pytest that one of the tests starts must neither load the recorder nor write to our record.
    return os.environ.pop(name, "")


def hide() -> None:
    """Take the recorder out of the environment of the programs that the tests start."""
    _take("PYTEST_ADDOPTS")
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    others = [path for path in _take("PYTHONPATH").split(os.pathsep) if path and path != ours]
    if others:
        os.environ["PYTHONPATH"] = os.pathsep.join(others)


def _open(path: str) -> Callable[[bytes], None]:
    # Tests replace os.open, os.write or the whole os module (pyfakefs) while we write: hold on to the real ones.
    flags, open_, write = os.O_WRONLY | os.O_APPEND | os.O_CREAT, os.open, os.write
    held = [open_(path, flags, 0o600)]

    def append(line: bytes) -> None:
        try:
            write(held[0], line)
        except OSError:  # a test closed what it did not open
            held[0] = open_(path, flags, 0o600)
            write(held[0], line)

    return append


_record = _take(RECORD)
junit = _take(JUNIT)
_session = f"{os.getpid()}-{time.time_ns()}"
_append = _open(_record) if _record else None


def recording() -> bool:
    """Whether this process is the one that records."""
    return _append is not None


def write(event: str, **facts: Any) -> None:
    """Add one event to the record, if this process has one."""
    if _append is not None:
        # One write for one line, so that two sessions may share a record.
        _append(json.dumps({**facts, "event": event, "session": _session}).encode("ascii") + b"\n")


# Compiled files that are never held against their source (compileall --invalidation-mode unchecked-hash) may be those
# of other code; only Python's own switch for the command line sets this otherwise.
with contextlib.suppress(ImportError, AttributeError):
    import _imp

    _imp.check_hash_based_pycs = "always"

if sys.flags.optimize:  # then assert statements are left out
    write("optimized")
