"""The verdict as a rule and a result of SARIF, and the rows that SARIF holds.

A NO-GO without findings is not an empty, green file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pytest_golive.judging.verdict import Row, Verdict

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


def rows_told(verdict: Verdict) -> Iterator[Row]:
    """The rows of a checklist without a document; of a row of a document its gates, each once.

    A page that has shown an alert of a gate knows it again, whatever row it is bound to.
    """
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for row in verdict.rows:
        parts = [part for part in row.parts if part.entry.id != row.entry.id]
        for part in parts:
            known = (part.entry.id, tuple(evidence.name for evidence in part.evidence))
            if known not in seen:
                seen.add(known)
                entry = replace(row.entry, id=part.entry.id, kind=part.entry.kind)
                yield replace(part, entry=entry, place=part.place or row.entry.place)
        if not parts or (row.outcome.blocks and not any(part.outcome.blocks for part in parts)):
            yield row
