"""Reads what the recorder wrote, while it writes, and merges it into one result for each test."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.testrun.result import Outcome, TestResult

# A test is as good as the worst of its phases.
ORDER: Final[tuple[Outcome, ...]] = ("skipped", "passed", "xfailed", "error", "failed")
NEVER_ENDED: Final = "it began and never ended: the process died, or was ended, while it ran"


@dataclass
class _Case:
    """One test on its way to a result."""

    id: str
    file: str = ""
    line: int = 0
    outcomes: list[Outcome] = field(default_factory=list)
    message: str = ""
    markers: set[str] = field(default_factory=set)
    seconds: float = 0.0
    ended: bool = False
    collected: bool = True

    def add(self, event: dict[str, Any]) -> None:
        self.file, self.line = event["file"], event["line"]
        self.markers.update(event["markers"])
        self.seconds += event["seconds"]
        # xdist reports the test that killed its worker with a phase of its own.
        self.ended = self.ended or event["when"] not in {"setup", "call"}
        if event["outcome"] == "rerun":
            self.outcomes.clear()
            self.message = ""
            self.ended = False
        elif (outcome := _outcome(event)) is not None:
            if not self.outcomes or ORDER.index(outcome) > ORDER.index(max(self.outcomes, key=ORDER.index)):
                self.message = event["message"] or self.message
            self.outcomes.append(outcome)

    def result(self, root: Path, base: Path) -> TestResult:
        outcomes: list[Outcome] = self.outcomes if self.ended else [*self.outcomes, "error"]
        worst = max(outcomes, key=ORDER.index)
        # A skipped setup or call has a passed teardown behind it.
        outcome = "skipped" if worst == "passed" and "skipped" in outcomes else worst
        message = self.message if self.ended else NEVER_ENDED
        file = _relative(base, self.file, root)
        markers = frozenset(self.markers)
        return TestResult(self.id, file, self.line, outcome, message, markers, self.seconds, collected=self.collected)


@dataclass
class _Session:
    """One pytest session; a command may start several."""

    base: Path
    tool: str = ""
    junit: str = ""
    expected: int = 0
    workers: bool = False
    ended: bool = False
    status: int = 0
    cases: dict[str, _Case] = field(default_factory=dict)


class Record:
    """All that is known so far about the sessions that one command started.

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
        """Take in the whole lines that were written since the last call."""
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
                self._take(json.loads(line))
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
        """Whether every session came to its own end."""
        return all(session.ended for session in self._sessions.values())

    @property
    def statuses(self) -> dict[int, int]:
        """The exit status of each process that ran tests, by its number; -1 for one that did not end by itself."""
        return {int(name.partition("-")[0]): s.status if s.ended else -1 for name, s in self._sessions.items()}

    @property
    def expected(self) -> int:
        """How many results there must be: one for each test, and one for each file that is none."""
        cases = [case for session in self._sessions.values() for case in session.cases.values()]
        return sum(s.expected for s in self._sessions.values()) + sum(not case.collected for case in cases)

    @property
    def done(self) -> int:
        """How many tests have ended."""
        return sum(case.ended for session in self._sessions.values() for case in session.cases.values())

    @property
    def workers(self) -> bool:
        """Whether tests ran in processes of pytest-xdist."""
        return any(session.workers for session in self._sessions.values())

    @property
    def source(self) -> str:
        """Which pytest wrote it."""
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

    def _take(self, event: dict[str, Any]) -> None:
        session = self._sessions.setdefault(event["session"], _Session(self._root))
        match event["event"]:
            case "start":
                session.base, session.tool = Path(event["root"]), event["tool"]
                session.junit = event["junit"]
            case "collected":
                session.expected = max(session.expected, event["total"])
            case "workers":
                session.workers = True
            case "end":
                session.ended, session.status = True, event["status"]
            case "uncollected":
                session.cases[event["id"]] = _Case(
                    event["id"], event["file"], 0, [event["outcome"]], event["message"], ended=True, collected=False
                )
            case "begin":
                self.current = event["id"]
                case = session.cases.setdefault(event["id"], _Case(event["id"]))
                case.file, case.line = event["file"], event["line"]
            case "report":
                session.cases.setdefault(event["id"], _Case(event["id"])).add(event)


def _outcome(event: dict[str, Any]) -> Outcome | None:
    outcome: Outcome = event["outcome"]
    if event["part"] and outcome != "failed":
        return None  # a subtest counts only where it makes its test fail
    if event["xfail"]:
        return {"skipped": "xfailed", "passed": "passed"}.get(outcome, outcome)  # type: ignore[return-value]
    if outcome == "failed" and event["when"] in {"setup", "teardown"}:
        return "error"
    return outcome


def _relative(base: Path, file: str, root: Path) -> str:
    path = os.path.normpath(base / file)
    for start in dict.fromkeys((root, Path(os.path.realpath(root)))):
        if path.startswith(f"{start}/"):
            return path.removeprefix(f"{start}/")
    return path if file else ""
