"""All findings as SARIF 2.1.0, for code-scanning pages that show them at their lines.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0; and GitHub's requirements for a file that it accepts.
"""

from __future__ import annotations

import errno
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pytest_golive.activation import ROOT
from pytest_golive.files.writing import is_free_for, real, replace_file
from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Outcome, Row, Verdict
from pytest_golive.masking.known import MASK
from pytest_golive.reports.fairness import dealt
from pytest_golive.reports.sarif_verdict import rows_told, verdict_result, verdict_rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://pypi.org/project/pytest-golive/"
MOST = 5000  # results; GitHub accepts no more
BASE = "%SRCROOT%"
SETTINGS = "pyproject.toml"
# GitHub's scale: from 7.0 high, from 4.0 medium.
SECURITY_SEVERITY = {"high": "8.0", "medium": "5.5", "low": "2.0"}
LEVELS = ("error", "warning", "note", "none")
Result = dict[str, Any]


@dataclass
class _Rules:
    """The rules that results refer to, each once."""

    rules: list[dict[str, Any]] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)

    def of(self, row: Row, finding: Finding | None) -> dict[str, Any]:
        """The reference of a result to its rule, which is added if it is new."""
        gate = row.entry.id.removeprefix(f"{ROOT}/").replace("::", "/")
        name = _clean(f"{gate}/{finding.rule}" if finding and finding.rule else gate)
        if name not in self.index:
            self.index[name] = len(self.rules)
            self.rules.append(_rule(name, row, finding))
        return {"ruleId": name, "ruleIndex": self.index[name]}


def sarif(verdict: Verdict, version: str) -> dict[str, Any]:
    """The log of one run.

    Args:
        verdict: holds the rows with all their findings.
        version: of pytest-golive.
    """
    rules = _Rules()
    reported = dealt(
        map(_reported, rows_told(verdict)), lambda entry: (LEVELS.index(entry.level), entry.finding.gravity)
    )
    kept, left_out = reported[: MOST - 1], reported[MOST - 1 :]  # the verdict itself is one result
    results = [_result(entry, rules) for entry in kept]
    place = _location(Finding(SETTINGS, 0, "", ""))
    verdict_entry = verdict_result(verdict, len(rules.rules), place)
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
        "invocations": [_invocation(verdict, left_out)],
        "results": [verdict_entry, *results],
        "properties": _properties(verdict),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def write_sarif(path: Path, verdict: Verdict, version: str) -> None:
    """Write the log completely or not at all; never overwrite a file that holds anything but SARIF.

    Raises:
        OSError: the file cannot be written.
    """
    if not is_free_for(path, b"sarif"):
        raise FileExistsError(errno.EEXIST, "it holds something other than SARIF and stays as it is; name another file")
    real(path).parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, MASK.hide(json.dumps(sarif(verdict, version), indent=1)).encode())


@dataclass(frozen=True, slots=True)
class _Reported:
    """One finding of a row, its level, and why it does not block; or the row itself, without a rule of its own."""

    row: Row
    finding: Finding
    level: str
    excuse: str = ""
    is_row: bool = False


def _reported(row: Row) -> Iterator[_Reported]:
    """The findings of the row, and the row itself if it blocks without a finding at a place."""
    has_place = False
    for evidence in row.evidence:
        for entry in _of_evidence(evidence, row):
            has_place |= bool(entry.finding.path) and entry.level == "error"
            if entry.finding.path:
                yield entry
    if row.outcome.blocks and not has_place:
        path, _, line = (row.place or row.entry.place).rpartition(":")
        where = (path, int(line)) if line.isdigit() else (row.place or SETTINGS, 0)
        text = f"{row.message or row.outcome}. {row.cure}".strip()
        yield _Reported(row, Finding(*where, "", text, "high"), "error", is_row=True)


def _of_evidence(evidence: Evidence, row: Row) -> Iterator[_Reported]:
    is_breach = evidence.ok is False
    is_waived = is_breach and row.outcome is Outcome.WAIVED
    level = "warning" if is_waived else "error" if is_breach and row.outcome.blocks else "note"
    excuses = "; ".join(evidence.excuses) or "waived"
    yield from (_Reported(row, finding, level, row.message if is_waived else "") for finding in evidence.found)
    yield from (_Reported(row, finding, "warning", excuses) for finding in evidence.waived)
    yield from (_Reported(row, finding, "warning", "known: recorded by golive ratchet") for finding in evidence.known)
    yield from (_Reported(row, finding, "note") for finding in evidence.lesser)


def _result(reported: _Reported, rules: _Rules) -> Result:
    fingerprint = reported.row.entry.id if reported.is_row else reported.finding.fingerprint
    result: Result = {
        **rules.of(reported.row, None if reported.is_row else reported.finding),
        "level": reported.level,
        "message": {"text": _clean(reported.finding.message)},
        "locations": [_location(reported.finding)],
        "partialFingerprints": {"golive/v1": fingerprint},
    }
    if reported.excuse:
        suppression = {"kind": "external", "status": "accepted", "justification": _clean(reported.excuse)}
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
    if name.startswith("security/"):
        properties["security-severity"] = SECURITY_SEVERITY.get(finding.severity if finding else "high", "8.0")
    return {
        "id": name,
        "name": name.rpartition("/")[2],
        "shortDescription": {"text": _clean(row.entry.title)},
        "help": {"text": cure, "markdown": cure},
        "defaultConfiguration": {"level": "error"},
        "properties": properties,
    }


def _invocation(verdict: Verdict, left_out: Sequence[_Reported]) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": True, "exitCode": int(not verdict.go)}
    if verdict.facts.started:
        invocation["startTimeUtc"] = verdict.facts.started.replace("+00:00", "Z")
    messages = [f"{verdict.word}: {fault}" for fault in verdict.faults]
    if left_out:
        counts = Counter(entry.row.entry.id.removeprefix(f"{ROOT}/") for entry in left_out).most_common()
        of_which = ", ".join(f"{count:,} of {gate}" for gate, count in counts)
        messages.append(f"{len(left_out):,} more findings are left out, for a file may hold {MOST:,}: {of_which}")
    if messages:
        notes = [{"level": "error", "message": {"text": _clean(text)}} for text in messages]
        invocation["toolExecutionNotifications"] = notes
    return invocation


def _properties(verdict: Verdict) -> dict[str, Any]:
    """The verdict, and the team's choices behind it."""
    choices = verdict.choices
    lists = {"loosened": choices.loosened, "choicesInForce": choices.listed, "choicesNotes": choices.notes}
    texts_by_name = {name: [_clean(text) for text in texts] for name, texts in lists.items()}
    counts = {"verified": verdict.verified, "declaredAway": verdict.declared_away}
    summaries = {"choices": _clean(choices.summary), "loosenedSince": choices.since}
    return {"verdict": verdict.word, **counts, **summaries, **texts_by_name}


def _clean(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
