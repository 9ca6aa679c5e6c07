"""The recorder around a program of the project that runs its tests with unittest; see `writing`.

``python -m golive_recording.own_runner tests.py WORD...``, or ``… -m shop.tests WORD...``, runs the program as Python
does. Whatever of unittest's runners it starts is recorded. Until then nothing is loaded and nothing is hidden, so that
a pytest that it starts instead finds its own recorder.
"""

# Also runs on Python 3.8; a test that replaces pathlib must not affect it.
# ruff: noqa: PTH100, PTH120

from __future__ import annotations

import os
import runpy
import sys
import unittest
from typing import Any

_run = unittest.TextTestRunner.run
_begun: list[str] = []  # the runners that it started


def _recorded(self: Any, test: Any) -> Any:
    """``TextTestRunner.run``, with a recorder before the result class that the runner chooses."""
    from .unittest_runner import Recorder, start

    start("unittest", test)
    _begun.append(type(self).__name__)
    make = self._makeResult

    def make_recorded() -> Any:
        result = make()
        result.__class__ = type("Recorded", (Recorder, type(result)), {})
        return result

    self._makeResult = make_recorded
    try:
        return _run(self, test)
    finally:
        del self._makeResult


def _end() -> None:
    if _begun:
        from .writing import write

        write("end", status=0)


def main() -> None:
    """Run the program that the arguments name; a crash leaves the record without an end."""
    unittest.TextTestRunner.run = _recorded  # type: ignore[method-assign]
    del sys.argv[0]
    is_module = sys.argv[0] == "-m"
    if is_module:
        del sys.argv[0]
    else:
        sys.path[0] = os.path.dirname(os.path.abspath(sys.argv[0]))
    try:
        if is_module:
            runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
        else:
            runpy.run_path(sys.argv[0], run_name="__main__")
    except SystemExit:
        _end()
        raise
    _end()


if __name__ == "__main__":
    main()
