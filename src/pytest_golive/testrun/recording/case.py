"""One test of a run, merged from the recorded phases and attempts."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pytest_golive.testrun.result import Outcome, TestResult

# The outcome of a test is the worst of its phases.
ORDER: Final[tuple[Outcome, ...]] = ("skipped", "passed", "xfailed", "error", "failed")
NEVER_ENDED: Final = "it began and never ended: the process died, or was ended, while it ran"
UNSEEN: Final = (
    "it is reported as passed, and pytest's own hooks did not see it: a plugin or a conftest replaced the report"
)
REWRITTEN: Final[dict[str, tuple[Outcome, str]]] = {
    "failed": ("failed", "it raised an error, and a hook of the project or of a plugin made a pass of it"),
    "skipped": ("skipped", "it was skipped, and a hook of the project or of a plugin made a pass of it"),
    "xfailed": ("xfailed", "it failed as expected, and a hook of the project or of a plugin made a pass of it"),
}


@dataclass
class Case:
    """A test whose events are being merged."""

    id: str
    file: str = ""
    line: int = 0
    outcomes: list[Outcome] = field(default_factory=list)
    message: str = ""
    markers: set[str] = field(default_factory=set)
    seconds: float = 0.0
    tries: int = 1
    ended: bool = False
    collected: bool = True

    def add(self, event: dict[str, Any], *, retries: bool) -> None:
        """Add one phase; *retries* says that a plugin may have retried it before it was reported."""
        self.file, self.line = event["file"], event["line"]
        self.markers.update(event["markers"])
        self.seconds += event["seconds"]
        # xdist reports the test that killed its worker with a phase of its own.
        self.ended = self.ended or event["when"] not in {"setup", "call"}
        if event["outcome"] == "rerun":
            self.outcomes.clear()
            self.message = ""
            self.ended = False
            self.tries += 1
        elif event["outcome"] == "passed" and event["raised"] not in {"", "xfailed" if event["xfail"] else ""}:
            self._doubt(event["raised"], event["when"], retries=retries)
        elif (outcome := _outcome(event)) is not None:
            self._worsen(outcome, event["message"])

    def _worsen(self, outcome: Outcome, message: str) -> None:
        if not self.outcomes or ORDER.index(outcome) > ORDER.index(max(self.outcomes, key=ORDER.index)):
            self.message = message or self.message
        self.outcomes.append(outcome)

    def _doubt(self, raised: str | None, when: str, *, retries: bool) -> None:
        """It is reported as passed, but the process that ran it did not see it pass."""
        if raised is None and when != "call":
            self._worsen("passed", "")  # only the test itself can verify something
        elif raised in {None, "failed"} and retries:
            self._worsen("passed", "")
            self.tries += 1
        elif raised is None:
            self._worsen("error", UNSEEN)
        else:
            self._worsen(*REWRITTEN[raised])

    def result(self, root: Path, base: Path) -> TestResult:
        """The merged result; files are named relative to *root*, and found from *base*."""
        outcomes: list[Outcome] = self.outcomes if self.ended else [*self.outcomes, "error"]
        worst = max(outcomes, key=ORDER.index)
        # A skipped setup or call is followed by a passed teardown.
        outcome = "skipped" if worst == "passed" and "skipped" in outcomes else worst
        message = self.message if self.ended else NEVER_ENDED
        file = _relative(base, self.file, root)
        circumstances = (message, frozenset(self.markers), self.seconds, self.tries)
        return TestResult(self.id, file, self.line, outcome, *circumstances, collected=self.collected)


def _outcome(event: dict[str, Any]) -> Outcome | None:
    outcome: Outcome = event["outcome"]
    if event["part"] and outcome != "failed":
        return None  # a subtest counts only if it makes its test fail
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
