"""Records the project's own test run, one JSON object per line.

The recorder's files are copied into a package of their own and loaded in the project's interpreter (Python 3.8 and
later), which need not have pytest-golive. So they import nothing of ours, print nothing, and remove their traces from
the environment of programs that the tests start.
"""

# Also runs on Python 3.8; a test that replaces pathlib must not affect it.
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


def _pop_variable(name: str) -> str:
    # A pytest started by a test must neither load the recorder nor write to our record.
    return os.environ.pop(name, "")


def hide() -> None:
    """Remove the recorder from the environment of programs that the tests start."""
    _pop_variable("PYTEST_ADDOPTS")
    own_folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    other_paths = [path for path in _pop_variable("PYTHONPATH").split(os.pathsep) if path and path != own_folder]
    if other_paths:
        os.environ["PYTHONPATH"] = os.pathsep.join(other_paths)


def _open(path: str) -> Callable[[bytes], None]:
    # Tests replace os.open, os.write or the whole os module (pyfakefs) while we write: keep the real functions.
    flags, open_, write = os.O_WRONLY | os.O_APPEND | os.O_CREAT, os.open, os.write
    functions = [open_(path, flags, 0o600)]

    def append(line: bytes) -> None:
        try:
            write(functions[0], line)
        except OSError:  # a test closed a file that it did not open
            functions[0] = open_(path, flags, 0o600)
            write(functions[0], line)

    return append


_record = _pop_variable(RECORD)
junit = _pop_variable(JUNIT)
_session = f"{os.getpid()}-{time.time_ns()}"
_append = _open(_record) if _record else None


def recording() -> bool:
    """Whether this process records."""
    return _append is not None


def write(event: str, **facts: Any) -> None:
    """Add one event to the record, if this process records."""
    if _append is not None:
        # One write per line, so that two sessions can share a record.
        _append(json.dumps({**facts, "event": event, "session": _session}).encode("ascii") + b"\n")


# Compiled files that are never compared with their source (compileall --invalidation-mode unchecked-hash) may be
# outdated; only Python's own command-line option sets this otherwise.
with contextlib.suppress(ImportError, AttributeError):
    import _imp

    _imp.check_hash_based_pycs = "always"

if sys.flags.optimize:  # then assert statements have no effect
    write("optimized")
