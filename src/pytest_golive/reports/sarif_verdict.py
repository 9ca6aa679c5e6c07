"""The verdict as a rule and a result of SARIF, so that a NO-GO without findings is not an empty, green file."""

from __future__ import annotations

from typing import Any

from pytest_golive.judging.verdict import Verdict

RULE = "verdict"
FINGERPRINT = "golive/verdict"


def verdict_rule() -> dict[str, Any]:
    """The rule that the verdict's result refers to."""
    words = "The whole go-live checklist is a GO"
    return {
        "id": RULE,
        "name": RULE,
        "shortDescription": {"text": words},
        "help": {"text": "Mend what blocks, and run the whole checklist: pytest -m pre_deploy"},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["golive"]},
    }


def verdict_result(verdict: Verdict, index: int, place: dict[str, Any]) -> dict[str, Any]:
    """An error for a NO-GO; for a GO a result of SARIF's kind "pass", which is not a finding.

    Args:
        verdict: the verdict of the run.
        index: the position of its rule among the rules of the tool.
        place: where to show it, as a SARIF location.
    """
    blockers = [f"{row.entry.id}: {row.message or row.outcome}" for row in verdict.blockers]
    text = ". ".join([verdict.line, *verdict.faults, *blockers])
    return {
        "ruleId": RULE,
        "ruleIndex": index,
        "kind": "pass" if verdict.go else "fail",
        "level": "none" if verdict.go else "error",
        "message": {"text": text.encode("utf-8", "backslashreplace").decode()},
        "locations": [place],
        "partialFingerprints": {"golive/v1": FINGERPRINT},
    }
