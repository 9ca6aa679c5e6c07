"""Reads the JSON report of coverage.py, formats 1 to 3."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from pytest_golive.testrun.coverage.formats.raw import ROUNDING, Counts, Raw, RawFile, damaged, whole
from pytest_golive.testrun.junit.report_time import is_time, report_time, time_said

NO_PERCENTAGE: Final = 1e6  # invalid numbers are rejected, too
LARGEST: Final = 500_000_000  # bytes
# coverage.py's names for our counts; without branch coverage it omits those of branches.
KEYS: Final = {
    "lines": ("num_statements", None),
    "lines_ran": ("covered_lines", None),
    "branches": ("num_branches", 0),
    "branches_ran": ("covered_branches", 0),
}


def read_json(path: Path) -> Raw:
    """Read *path*, and compare its totals with its files.

    Raises:
        CannotMeasure: it is not such a report, or its totals are wrong.
    """
    report = _load(path)
    meta, files, totals = (_table(report, key, path) for key in ("meta", "files", "totals"))
    totals_counts = _counts(totals, path)
    found = [_counts(_summary(facts, path), path) for facts in files.values()]
    if totals_counts != Counts(*(sum(getattr(counts, name) for counts in found) for name in KEYS)):
        damaged(path, f"its totals count {totals_counts.lines} statements, and its files do not add up to them")
    _check_percent(totals.get("percent_covered"), totals_counts, path)
    text = str(meta.get("timestamp") or "")
    when = time_said(text)
    if text and not is_time(text):
        damaged(path, f"its timestamp is {text[:40]!r}")
    return Raw(
        source=f"coverage {meta.get('version', '?')}",
        files={name: _file(facts, path) for name, facts in files.items()},
        written=report_time(path, [] if when is None else [when]),
        counts=totals_counts,
        has_branches=meta.get("branch_coverage") is True,
    )


def _table(report: dict[str, Any], key: str, path: Path) -> dict[str, Any]:
    table = report.get(key)
    if not isinstance(table, dict):
        damaged(path, "it is JSON, but not the report that `coverage json` writes")
    return table


def _counts(summary: dict[str, Any], path: Path) -> Counts:
    return Counts(**{name: whole(summary.get(key, default), path, key) for name, (key, default) in KEYS.items()})


def _check_percent(percent: object, counts: Counts, path: Path) -> None:
    if isinstance(percent, bool) or not isinstance(percent, (int, float)) or not abs(percent) < NO_PERCENTAGE:
        damaged(path, f"percent_covered is {str(percent)[:40]!r}")
    if counts.lines and abs(percent - counts.percent) > ROUNDING:
        damaged(path, f"it claims {percent:.2f} %, and its counts make {counts.percent:.2f} %")


def _load(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            damaged(path, f"it is larger than {LARGEST:,} bytes")
        report = json.loads(path.read_bytes())
    except OSError as error:
        damaged(path, error.strerror or type(error).__name__)
    except (ValueError, RecursionError) as error:
        damaged(path, f"it is not JSON: {str(error)[:100]}")
    if not isinstance(report, dict):
        damaged(path, "it is not a JSON object")
    return report


def _summary(facts: Any, path: Path) -> dict[str, Any]:
    summary = facts.get("summary") if isinstance(facts, dict) else None
    if not isinstance(summary, dict):
        damaged(path, "a file in it has no summary")
    return summary


def _file(facts: dict[str, Any], path: Path) -> RawFile:
    raw = RawFile()
    for key, hits in (("executed_lines", 1), ("missing_lines", 0)):
        for line in _list(facts, key, path):
            raw.hits[whole(line, path, key)] = hits
    for key, taken in (("executed_branches", 1), ("missing_branches", 0)):
        for branch in _list(facts, key, path):
            if not isinstance(branch, list) or not branch:
                damaged(path, f"a branch in it is {str(branch)[:40]!r}")
            # A branch is a pair of lines; it counts for the line where it starts.
            line = whole(branch[0], path, key)
            before = raw.branches.get(line, (0, 0))
            raw.branches[line] = (before[0] + taken, before[1] + 1)
    return raw


def _list(facts: dict[str, Any], key: str, path: Path) -> list[Any]:
    values = facts.get(key, [])
    if not isinstance(values, list):
        damaged(path, f"{key} is {str(values)[:40]!r}")
    return values
