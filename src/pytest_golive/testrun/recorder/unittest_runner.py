"""The recorder as a unittest runner, alone or under Django; see `writing`.

As a program it replaces ``python -m unittest``; Django loads `golive_runner` by ``--testrunner``.
"""

# Also runs on Python 3.8; a test that replaces pathlib must not affect it.
# ruff: noqa: PTH109

from __future__ import annotations

import inspect
import os
import sys
import time
import unittest
from collections import Counter
from collections.abc import Iterator
from typing import Any
from unittest.util import strclass
from weakref import ref

from .writing import LIMIT, hide, write

_totals: list[int] = []  # of each runner that the program started
_names: Counter[str] = Counter()
# By their fixture, "setUpClass (shop.tests.Cases)": unittest lets go of a test that has run, and so do we.
_members: dict[str, list[ref[Any]]] = {}


class Recorder(unittest.TestResult):
    """Records every outcome, and calls the result class that it is put before."""

    _golive_since = 0.0
    _golive_names = ("", "")  # the current test's own name, and that of the record

    def startTest(self, test: Any) -> None:  # noqa: N802 -- unittest's names, here and below
        self._golive_since = time.monotonic()
        self._golive_names = (test.id(), _name(test))
        write("begin", id=self._golive_names[1], **_place(test))
        super().startTest(test)

    def stopTest(self, test: Any) -> None:  # noqa: N802
        super().stopTest(test)
        self._golive_note(test, "passed", when="teardown")

    def addSuccess(self, test: Any) -> None:  # noqa: N802
        super().addSuccess(test)
        self._golive_note(test, "passed")

    def addError(self, test: Any, err: Any) -> None:  # noqa: N802
        super().addError(test, err)
        self._golive_note(test, "error", err)

    def addFailure(self, test: Any, err: Any) -> None:  # noqa: N802
        super().addFailure(test, err)
        self._golive_note(test, "failed", err)

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:  # noqa: N802
        super().addSubTest(test, subtest, err)
        if err is not None:
            self._golive_note(test, "failed", err)

    def addSkip(self, test: Any, reason: str) -> None:  # noqa: N802
        super().addSkip(test, reason)
        if hasattr(test, "test_case"):  # a skipped subtest: the rest of the test counts
            return
        for member in filter(None, (get() for get in _members.pop(test.id(), ()))):  # of a skipped class or module
            self._golive_names = (member.id(), _name(member))
            self._golive_note(member, "skipped", message=reason)
            self._golive_note(member, "passed", when="teardown")
        if hasattr(test, "_testMethodName"):
            self._golive_note(test, "skipped", message=reason)

    def addExpectedFailure(self, test: Any, err: Any) -> None:  # noqa: N802
        super().addExpectedFailure(test, err)
        self._golive_note(test, "skipped", err, xfail=True)

    def addUnexpectedSuccess(self, test: Any) -> None:  # noqa: N802
        super().addUnexpectedSuccess(test)
        self._golive_note(test, "failed", message="it passed, and was expected to fail")

    def _golive_note(  # noqa: PLR0913 -- all are named
        self, test: Any, outcome: str, err: Any = None, *, when: str = "call", message: str = "", xfail: bool = False
    ) -> None:
        if err is not None:
            message = f"{getattr(err[0], '__name__', err[0])}: {err[1]}"
        if not hasattr(test, "_testMethodName"):  # setUpClass or setUpModule: all its tests are missing
            write("uncollected", id=test.id(), file="", outcome=outcome, message=message[:LIMIT])
            return
        own, name = self._golive_names
        write(
            "report",
            id=name if own == test.id() else test.id(),
            when=when,
            outcome=outcome,
            xfail=xfail,
            part=False,
            raised="",
            markers=sorted(map(str, getattr(test, "tags", ()))),  # Django's @tag
            seconds=time.monotonic() - self._golive_since if when == "teardown" else 0.0,
            message=message[:LIMIT],
            **_place(test),
        )


class Recording(Recorder, unittest.TextTestResult):
    """The result class of ``python -m unittest``, with a recorder."""


class Runner(unittest.TextTestRunner):
    """The runner of ``python -m unittest``, with a recorder."""

    resultclass = Recording  # type: ignore[assignment]

    def run(self, test: Any) -> Any:
        start("unittest", test)
        result = super().run(test)
        write("end", status=0)
        return result


def start(tool: str, suite: Any) -> None:
    """Begin the record of a run of the tests in *suite*."""
    _totals.append(suite.countTestCases())
    for test in _tests(suite):
        place = type(test)
        for fixture in (f"setUpClass ({strclass(place)})", f"setUpModule ({place.__module__})"):
            _members.setdefault(fixture, []).append(ref(test))
    if len(_totals) > 1:
        write("collected", total=sum(_totals))
        return
    hide()
    version = ".".join(map(str, sys.version_info[:3]))
    write(
        "start",
        tool=f"{tool} of Python {version}",
        root=os.getcwd(),
        junit="",
        choices=_choices(sys.argv),
        retries=False,
    )
    write("collected", total=sum(_totals))


def _tests(suite: Any) -> Iterator[Any]:
    if hasattr(suite, "_testMethodName"):
        yield suite
    elif hasattr(suite, "__iter__"):
        for each in suite:
            yield from _tests(each)


def _name(test: Any) -> str:
    """The name of a test; of another with the same, as classes made by a function have, with a number."""
    name = test.id()
    _names[name] += 1
    return name if _names[name] == 1 else f"{name} ({_names[name]})"


def _choices(words: list[str]) -> list[str]:
    """The options that select tests, as typed."""
    flags = ("-k", "--tag", "--exclude-tag")
    pairs = [f"{flag} {word}" for flag, word in zip(words, words[1:]) if flag in flags]  # noqa: B905, RUF007 -- Python 3.8
    return pairs + [word for word in words if word.startswith(tuple(f"{flag}=" for flag in flags[1:]))]


def _place(test: Any) -> dict[str, Any]:
    method = inspect.unwrap(getattr(type(test), getattr(test, "_testMethodName", ""), type(test)))
    try:
        return {"file": inspect.getsourcefile(method) or "", "line": inspect.getsourcelines(method)[1]}
    except (OSError, TypeError):
        return {"file": "", "line": 0}


if __name__ == "__main__":
    unittest.main(module=None, testRunner=Runner, argv=["python -m unittest", *sys.argv[1:]])
