"""All findings as SARIF 2.1.0, for code-scanning pages that show them at their lines.

Source: OASIS, Static Analysis Results Interchange Format 2.1.0; and what GitHub asks of a file it accepts.
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
from pytest_golive.files.writing import is_free_for, replace_file
from pytest_golive.findings import Finding
from pytest_golive.judging.evidence import Evidence
from pytest_golive.judging.verdict import Outcome, Row, Verdict
from pytest_golive.masking.known import MASK
from pytest_golive.reports.fairness import dealt
from pytest_golive.reports.sarif_verdict import rows_told, verdict_result, verdict_rule

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
    told = dealt(map(_told, rows_told(verdict)), lambda one: (LEVELS.index(one.level), one.finding.gravity))
    kept, left_out = told[: MOST - 1], told[MOST - 1 :]  # one is the verdict itself
    results = [_result(one, rules) for one in kept]
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
        "invocations": [_invocation(verdict, left_out)],
        "results": [said, *results],
        "properties": _properties(verdict),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def write_sarif(path: Path, verdict: Verdict, version: str) -> None:
    """Write the log, whole or not at all; what holds anything but such a log is spared.

    Raises:
        OSError: the file cannot be written.
    """
    if not is_free_for(path, b"sarif"):
        raise FileExistsError(errno.EEXIST, "it holds something other than SARIF and stays as it is; name another file")
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, MASK.hide(json.dumps(sarif(verdict, version), indent=1)).encode())


@dataclass(frozen=True, slots=True)
class _Told:
    """One finding of a row, how much it weighs, and why it does not block; or the row itself, which has no rule."""

    row: Row
    finding: Finding
    level: str
    excuse: str = ""
    is_row: bool = False


def _told(row: Row) -> Iterator[_Told]:
    """What the row found, and the row itself if it blocks without a finding at a place."""
    has_place = False
    for evidence in row.evidence:
        for one in _of_evidence(evidence, row):
            has_place |= bool(one.finding.path) and one.level == "error"
            if one.finding.path:
                yield one
    if row.outcome.blocks and not has_place:
        path, _, line = (row.place or row.entry.place).rpartition(":")
        where = (path, int(line)) if line.isdigit() else (row.place or SETTINGS, 0)
        text = f"{row.message or row.outcome}. {row.cure}".strip()
        yield _Told(row, Finding(*where, "", text, "high"), "error", is_row=True)


def _of_evidence(evidence: Evidence, row: Row) -> Iterator[_Told]:
    is_breach = evidence.ok is False
    is_waived = is_breach and row.outcome is Outcome.WAIVED
    level = "warning" if is_waived else "error" if is_breach and row.outcome.blocks else "note"
    excuses = "; ".join(evidence.excuses) or "waived"
    yield from (_Told(row, finding, level, row.message if is_waived else "") for finding in evidence.found)
    yield from (_Told(row, finding, "warning", excuses) for finding in evidence.waived)
    yield from (_Told(row, finding, "warning", "known: recorded by golive ratchet") for finding in evidence.known)
    yield from (_Told(row, finding, "note") for finding in evidence.lesser)


def _result(one: _Told, rules: _Rules) -> Result:
    fingerprint = one.row.entry.id if one.is_row else one.finding.fingerprint
    result: Result = {
        **rules.of(one.row, None if one.is_row else one.finding),
        "level": one.level,
        "message": {"text": _clean(one.finding.message)},
        "locations": [_location(one.finding)],
        "partialFingerprints": {"golive/v1": fingerprint},
    }
    if one.excuse:
        suppression = {"kind": "external", "status": "accepted", "justification": _clean(one.excuse)}
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


def _invocation(verdict: Verdict, left_out: Sequence[_Told]) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": True, "exitCode": int(not verdict.go)}
    if verdict.facts.started:
        invocation["startTimeUtc"] = verdict.facts.started.replace("+00:00", "Z")
    told = [f"{verdict.word}: {fault}" for fault in verdict.faults]
    if left_out:
        counts = Counter(one.row.entry.id.removeprefix(f"{ROOT}/") for one in left_out).most_common()
        of_which = ", ".join(f"{count:,} of {gate}" for gate, count in counts)
        told.append(f"{len(left_out):,} more findings are left out, for a file may hold {MOST:,}: {of_which}")
    if told:
        notes = [{"level": "error", "message": {"text": _clean(text)}} for text in told]
        invocation["toolExecutionNotifications"] = notes
    return invocation


def _properties(verdict: Verdict) -> dict[str, Any]:
    """The verdict, and the choices it stands on."""
    choices = verdict.choices
    lists = {"loosened": choices.loosened, "choicesNotes": choices.notes}
    told = {name: [_clean(text) for text in texts] for name, texts in lists.items()}
    counts = {"verified": verdict.verified, "declaredAway": verdict.declared_away}
    in_words = {"choices": _clean(choices.summary), "loosenedSince": choices.since}
    return {"verdict": verdict.word, **counts, **in_words, **told}


def _clean(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
