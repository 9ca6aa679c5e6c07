"""All findings as SARIF 2.1.0, for code-scanning pages that show them at their lines.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0; and what GitHub asks of a file it accepts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pytest_golive.activation import ROOT
from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Outcome, Row, Verdict
from pytest_golive.masking import MASK
from pytest_golive.reports.sarif_verdict import verdict_result, verdict_rule
from pytest_golive.writing import replace_file

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://pypi.org/project/pytest-golive/"
MOST = 5000  # results; GitHub shows no more
BASE = "%SRCROOT%"
SETTINGS = "pyproject.toml"
# GitHub's scale: from 7.0 high, from 4.0 medium.
SECURITY_SEVERITY = {"high": "8.0", "medium": "5.5", "low": "2.0"}
LEVELS = ("error", "warning", "note", "none")
Result = dict[str, Any]


@dataclass
class _Rules:
    """The rules that results speak of, each once."""

    rules: list[dict[str, Any]] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)

    def of(self, row: Row, finding: Finding | None) -> dict[str, Any]:
        """How a result names its rule."""
        gate = row.entry.id.removeprefix(f"{ROOT}/").replace("::", "/")
        name = _clean(f"{gate}/{finding.rule}" if finding and finding.rule else gate)
        if name not in self.index:
            self.index[name] = len(self.rules)
            self.rules.append(_rule(name, row, finding))
        return {"ruleId": name, "ruleIndex": self.index[name]}


def sarif(verdict: Verdict, version: str) -> dict[str, Any]:
    """The log of one run.

    Args:
        verdict: with its rows, each with all it found.
        version: of pytest-golive.
    """
    rules = _Rules()
    results = [result for row in verdict.rows for result in _results(row, rules)]
    results.sort(key=lambda result: LEVELS.index(result["level"]))  # what is cut off is the least
    place = _location(Finding(SETTINGS, 0, "", ""))
    said = verdict_result(verdict, len(rules.rules), place)
    driver = {
        "name": "pytest-golive",
        "semanticVersion": version,
        "informationUri": HOME,
        "rules": [*rules.rules, verdict_rule()],
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "pytest-golive/"},
        "originalUriBaseIds": {BASE: {"description": {"text": "The root of the project."}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(verdict, len(results))],
        "results": [said, *results[: MOST - 1]],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def write_sarif(path: Path, verdict: Verdict, version: str) -> None:
    """Write the log, whole or not at all.

    Raises:
        OSError: the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, MASK.hide(json.dumps(sarif(verdict, version), indent=1)).encode())


def _results(row: Row, rules: _Rules) -> Iterator[Result]:
    """What the row found, and the row itself if it blocks without a finding at a place."""
    has_place = False
    for evidence in row.evidence:
        for finding, level, excuse in _told(evidence, row):
            has_place |= bool(finding.path) and level == "error"
            if finding.path:
                yield _result(row, rules, finding, level, excuse)
    if row.outcome.blocks and not has_place:
        path, _, line = row.place.rpartition(":")
        place = Finding(path, int(line), "", "") if line.isdigit() else Finding(row.place or SETTINGS, 0, "", "")
        yield {
            **rules.of(row, None),
            "level": "error",
            "message": {"text": _clean(f"{row.message or row.outcome}. {row.cure}".strip())},
            "locations": [_location(place)],
            "partialFingerprints": {"golive/v1": row.entry.id},
        }


def _told(evidence: Evidence, row: Row) -> Iterator[tuple[Finding, str, str]]:
    """Each finding with its level, and why it does not block."""
    is_breach = evidence.ok is False
    is_waived = is_breach and row.outcome is Outcome.WAIVED
    level = "warning" if is_waived else "error" if is_breach and row.outcome.blocks else "note"
    yield from ((finding, level, row.message if is_waived else "") for finding in evidence.found)
    yield from ((finding, "warning", "; ".join(evidence.excuses) or "waived") for finding in evidence.waived)
    yield from ((finding, "warning", "known: recorded by golive ratchet") for finding in evidence.known)
    yield from ((finding, "note", "") for finding in evidence.lesser)


def _result(row: Row, rules: _Rules, finding: Finding, level: str, excuse: str) -> Result:
    result: Result = {
        **rules.of(row, finding),
        "level": level,
        "message": {"text": _clean(finding.message)},
        "locations": [_location(finding)],
        "partialFingerprints": {"golive/v1": finding.fingerprint},
    }
    if excuse:
        suppression = {"kind": "external", "status": "accepted", "justification": _clean(excuse)}
        result["suppressions"] = [suppression]
    return result


def _location(finding: Finding) -> dict[str, Any]:
    uri = quote(finding.path.encode("utf-8", "surrogateescape"), safe="/")
    place: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": BASE}}
    if finding.line:
        place["region"] = {"startLine": finding.line}
    return {"physicalLocation": place}


def _rule(name: str, row: Row, finding: Finding | None) -> dict[str, Any]:
    cure = _clean(row.cure or row.entry.title)
    properties: dict[str, Any] = {"tags": [ROOT, row.entry.section]}
    if row.entry.section == "security":
        properties["security-severity"] = SECURITY_SEVERITY.get(finding.severity if finding else "high", "8.0")
    return {
        "id": name,
        "name": name.rpartition("/")[2],
        "shortDescription": {"text": _clean(row.entry.title)},
        "help": {"text": cure, "markdown": cure},
        "defaultConfiguration": {"level": "error"},
        "properties": properties,
    }


def _invocation(verdict: Verdict, results: int) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": True, "exitCode": int(not verdict.go)}
    if verdict.facts.started:
        invocation["startTimeUtc"] = verdict.facts.started.replace("+00:00", "Z")
    told = [f"{verdict.word}: {fault}" for fault in verdict.faults]
    if results >= MOST:
        told.append(f"{results - MOST + 1:,} more findings are left out: a file may hold {MOST:,}")
    if told:
        notes = [{"level": "error", "message": {"text": _clean(text)}} for text in told]
        invocation["toolExecutionNotifications"] = notes
    return invocation


def _clean(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
