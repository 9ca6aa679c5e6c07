"""The verdict itself as a rule and a result of SARIF, so that a NO-GO without a finding is no empty, green file."""

from __future__ import annotations

from typing import Any

from pytest_golive.judging.verdict import Verdict

RULE = "verdict"
FINGERPRINT = "golive/verdict"


def verdict_rule() -> dict[str, Any]:
    """What the result speaks of."""
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
    """An error for a NO-GO; for a GO what SARIF calls a result of the kind "pass", which is no finding.

    Args:
        verdict: of the run.
        index: of the rule among the rules of the tool.
        place: where to show it, as SARIF writes a location.
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
