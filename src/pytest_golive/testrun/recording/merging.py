"""Reads the record while it is written, and merges it into one result for each test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.recording.case import Case
from pytest_golive.testrun.result import TestResult


@dataclass
class _Session:
    """One pytest session; a command may start several."""

    base: Path
    tool: str = ""
    junit: str = ""
    expected: int = 0
    workers: bool = False
    choices: list[str] = field(default_factory=list)
    deselected: int = 0
    retries: bool = False
    optimized: bool = False
    foreign: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    ended: bool = False
    status: int = 0
    cases: dict[str, Case] = field(default_factory=dict)


class Record:
    """The recorded sessions of one command.

    Args:
        path: the file that the recorder writes.
        root: the project; files are named relative to it.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self._path = path
        self._root = root
        self._offset = 0
        self._sessions: dict[str, _Session] = {}
        self.current = ""

    def update(self) -> None:
        """Read the complete lines that were written since the last call."""
        try:
            with self._path.open("rb") as file:
                file.seek(self._offset)
                data = file.read()
        except FileNotFoundError:
            return
        whole = data[: data.rfind(b"\n") + 1]
        self._offset += len(whole)
        for line in whole.splitlines():
            try:
                self._add(json.loads(line))
            except (ValueError, KeyError, TypeError) as error:
                raise CannotMeasure(
                    f"the record of the test run is damaged ({type(error).__name__})",
                    "see whether the disk is full, and run the checklist again",
                ) from None

    @property
    def exists(self) -> bool:
        """Whether any session wrote anything."""
        return bool(self._sessions)

    @property
    def complete(self) -> bool:
        """Whether every session ended normally."""
        return all(session.ended for session in self._sessions.values())

    @property
    def statuses(self) -> dict[int, int]:
        """The exit status of each process that ran tests, by its id; -1 if it did not end normally."""
        return {int(name.partition("-")[0]): s.status if s.ended else -1 for name, s in self._sessions.items()}

    @property
    def expected(self) -> int:
        """The expected number of results: one for each test, and one for each file that could not be collected."""
        cases = [case for session in self._sessions.values() for case in session.cases.values()]
        return sum(s.expected for s in self._sessions.values()) + sum(not case.collected for case in cases)

    @property
    def done(self) -> int:
        """How many tests have finished."""
        return sum(case.ended for session in self._sessions.values() for case in session.cases.values())

    @property
    def workers(self) -> bool:
        """Whether tests ran in workers of pytest-xdist."""
        return any(session.workers for session in self._sessions.values())

    @property
    def lacks_asserts(self) -> bool:
        """Whether Python ran without assert statements."""
        return any(session.optimized for session in self._sessions.values())

    @property
    def choices(self) -> tuple[str, ...]:
        """The options that selected tests."""
        return tuple(dict.fromkeys(choice for session in self._sessions.values() for choice in session.choices))

    @property
    def deselected(self) -> int:
        """How many tests such options deselected, if known."""
        return sum(session.deselected for session in self._sessions.values())

    @property
    def data(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Names of coverage data withheld from pytest-cov, and of data from processes without tests."""
        sessions = self._sessions.values()
        return tuple(name for s in sessions for name in s.foreign), tuple(name for s in sessions for name in s.others)

    @property
    def source(self) -> str:
        """The version of pytest that wrote it."""
        return ", ".join(dict.fromkeys(session.tool for session in self._sessions.values() if session.tool))

    @property
    def junit(self) -> str:
        """The JUnit file of the last session that wrote one, or ""."""
        files = [session.junit for session in self._sessions.values() if session.junit]
        return next((file for file in reversed(files) if Path(file).is_file()), "")

    def results(self) -> tuple[TestResult, ...]:
        """One result for each test."""
        return tuple(self._results())

    def _results(self) -> Iterator[TestResult]:
        for session in self._sessions.values():
            for case in session.cases.values():
                yield case.result(self._root, session.base)

    def _add(self, event: dict[str, Any]) -> None:
        session = self._sessions.setdefault(event["session"], _Session(self._root))
        match event["event"]:
            case "start":
                session.base, session.tool = Path(event["root"]), event["tool"]
                session.junit, session.choices = event["junit"], event["choices"]
                session.retries = event["retries"]
            case "deselected":
                session.deselected += event["total"]
            case "collected":
                session.expected = max(session.expected, event["total"])
            case "workers" | "optimized" as seen:
                setattr(session, seen, True)
            case "data":
                session.foreign, session.others = event["foreign"], event["others"]
            case "end":
                session.ended, session.status = True, event["status"]
            case "uncollected":
                session.cases[event["id"]] = Case(
                    event["id"], event["file"], 0, [event["outcome"]], event["message"], ended=True, collected=False
                )
            case "begin":
                self.current = event["id"]
                case = session.cases.setdefault(event["id"], Case(event["id"]))
                case.file, case.line = event["file"], event["line"]
            case "report":
                session.cases.setdefault(event["id"], Case(event["id"])).add(event, retries=session.retries)
