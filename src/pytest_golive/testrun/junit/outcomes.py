"""The outcome of a JUnit test case: only what certainly passed counts as passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pytest_golive.testrun.result import Outcome

CHILDREN: Final[dict[str, Outcome]] = {
    "error": "error",
    "failure": "failed",
    "skipped": "skipped",
    "rerunfailure": "failed",  # Surefire's elements for a test that failed again when it was retried
    "rerunerror": "error",
}
# It passed in the end; the earlier failures are reported with it.
TRIED_BEFORE: Final = frozenset({"flakyfailure", "flakyerror"})
# These elements do not affect the outcome.
BESIDE: Final = frozenset(
    {
        *("properties", "property", "system-out", "system-err", "output", "attachments", "attachment", "annotations"),
        *("description", "labels", "label", "parameters", "parameter", "links", "link", "comments", "comment", "meta"),
    }
)
WORDS: Final[dict[Outcome, frozenset[str]]] = {
    "passed": frozenset({"completed", "ok", "pass", "passed", "run", "success", "succeeded", "successful", "true"}),
    "skipped": frozenset(
        {
            *("disabled", "excluded", "filtered", "ignored", "notexecuted", "notrun", "not_run", "not-run", "pending"),
            *("skip", "skipped", "suppressed", "todo", "untested"),
        }
    ),
    "failed": frozenset({"fail", "failed", "failure", "false", "nok"}),
    "error": frozenset({"aborted", "broken", "crashed", "error", "errored", "killed", "timedout", "timeout"}),
}
OF_WORD: Final[dict[str, Outcome]] = {word: outcome for outcome, words in WORDS.items() for word in words}
ATTRIBUTES: Final = ("status", "result")
# Further attributes, and the meaning of their values.
FLAGS: Final[dict[str, dict[str, Outcome]]] = {
    "executed": {"false": "skipped"},
    "disabled": {"true": "skipped"},
    "skipped": {"true": "skipped"},
    "success": {"false": "failed"},
}
WORSE: Final[dict[Outcome, int]] = {"passed": 0, "xfailed": 1, "skipped": 1, "error": 2, "failed": 2}
SHOWN: Final = 60


@dataclass(slots=True)
class Case:
    """A test case while it is read.

    Attributes:
        outcome: the worst so far, the first of equally bad ones.
        message: its message.
        tries: how often it was tried, if known.
    """

    outcome: Outcome = "passed"
    message: str = ""
    tries: int = 1

    def worsen(self, outcome: Outcome, message: str) -> None:
        """Add another outcome."""
        same = WORSE[outcome] == WORSE[self.outcome] and not self.message
        if same or WORSE[outcome] > WORSE[self.outcome]:
            self.outcome, self.message = outcome, message


def begin(attributes: Mapping[str, str]) -> Case:
    """A case with the outcome that its attributes tell."""
    case = Case()
    for name in ATTRIBUTES:
        word = attributes.get(name, "").strip().lower().replace(" ", "")
        if word:
            outcome = OF_WORD.get(word)
            attribute = f"{name}={word[:SHOWN]!r}"
            if outcome is None:
                case.worsen("error", f"it is unknown what {attribute} means")
            elif outcome != "passed":
                case.worsen(outcome, "" if outcome == "skipped" else attribute)
    for name, words in FLAGS.items():
        if outcome := words.get(attributes.get(name, "").strip().lower()):
            case.worsen(outcome, f"{name}={attributes[name]!r}")
    return case


def child(case: Case, tag: str, attributes: Mapping[str, str], text: str) -> None:
    """Add a child element of the case; *text* is its message or content."""
    name = tag.lower()
    if name in TRIED_BEFORE or name in {"rerunfailure", "rerunerror"}:
        case.tries += 1
    if name in TRIED_BEFORE or name in BESIDE:
        return
    outcome = CHILDREN.get(name)
    if outcome == "skipped" and attributes.get("type") == "pytest.xfail":
        outcome = "xfailed"
    case.worsen(outcome or "error", text if outcome else f"it is unknown what <{tag[:SHOWN]}> in a test case means")


def is_broken(tag: str) -> bool:
    """Whether the suite counts a child with that name as a failure or an error."""
    return tag in {"error", "failure"}
