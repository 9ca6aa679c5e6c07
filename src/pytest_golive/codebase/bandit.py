"""Vulnerabilities that bandit knows, found by its own command line in processes of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_golive.codebase.reading import shown
from pytest_golive.codebase.workers import cores
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.progress import Progress, silent

LEVELS = {"low": 1, "medium": 2, "high": 3}
BATCH = 400  # files on one command line
TIMEOUT = 1800.0
CLEAN, FOUND = 0, 1
MOST_NAMED = 5


@dataclass(frozen=True, slots=True, order=True)
class BanditIssue:
    """One issue; severity and confidence are "low", "medium", "high" or "undefined"."""

    path: str
    line: int
    rule: str
    name: str
    message: str
    severity: str
    confidence: str

    @property
    def finding(self) -> Finding:
        """The issue as a finding."""
        text = f"{self.rule} {self.message} (severity {self.severity}, confidence {self.confidence})"
        severity = self.severity if self.severity in LEVELS else "high"
        return Finding(self.path, self.line, self.rule, text, severity, f"{self.rule} {self.name}")


@dataclass(frozen=True, slots=True)
class BanditScan:
    """What was found.

    Attributes:
        files: how many Python files were read.
        issues: all issues, in path and line order.
        nosec: how many lines carry a ``# nosec`` that spared them.
        tool: name and version.
    """

    files: int
    issues: tuple[BanditIssue, ...]
    nosec: int
    tool: str

    @property
    def source(self) -> str:
        """What was read and by whom, in words."""
        return f"{self.tool}, {len(self.issues):,} issues of any severity" + (
            f", {self.nosec:,} spared by nosec" if self.nosec else ""
        )

    def blocking(self, severity: str, confidence: str) -> tuple[Finding, ...]:
        """Issues of at least that severity and confidence; what bandit could not rate counts as high."""
        worst = LEVELS["high"]
        return tuple(
            issue.finding
            for issue in self.issues
            if LEVELS.get(issue.severity, worst) >= LEVELS[severity]
            and LEVELS.get(issue.confidence, worst) >= LEVELS[confidence]
        )


def scan_python(root: Path, paths: Sequence[str], progress: Progress = silent) -> BanditScan:
    """Scan *paths*, relative to *root*, by the project's own bandit settings if it has some.

    Raises:
        CannotMeasure: there is no Python file, bandit is missing or failed, or it could not parse a file.
    """
    from importlib.metadata import PackageNotFoundError, version

    try:
        tool = f"bandit {version('bandit')}"
    except PackageNotFoundError:
        raise CannotMeasure("bandit is not installed", "pip install bandit") from None
    if not paths:
        raise CannotMeasure(
            "there is no Python file for bandit to read",
            'say so: [tool.golive.not_applicable] "security::no_vulnerable_code" = "no Python here"',
        )
    options = _options(root)
    count = max(-(-len(paths) // BATCH), min(cores(), len(paths)))
    batches = [paths[number::count] for number in range(count)]
    reports: list[dict[str, Any]] = []
    done = 0
    with ThreadPoolExecutor(cores()) as pool:
        running = {pool.submit(_run, root, options, batch): len(batch) for batch in batches}
        for future in as_completed(running):
            reports.append(future.result())
            done += running[future]
            progress("reading Python with bandit", done, len(paths))
    return _merged(reports, len(paths), tool)


def _options(root: Path) -> list[str]:
    """The project's own settings, which bandit finds by itself only in some ways of calling it."""
    options = []
    try:
        pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        pyproject = {}
    tool = pyproject.get("tool", {})
    if isinstance(tool, dict) and "bandit" in tool:
        options += ["-c", "pyproject.toml"]
    if (root / ".bandit").is_file():
        options += ["--ini", ".bandit"]
    return options


def _run(root: Path, options: Sequence[str], paths: Sequence[str]) -> dict[str, Any]:
    # "./" so that a name that starts with a dash is no option.
    command = (sys.executable, "-W", "ignore", "-m", "bandit", "-q", "-f", "json", *options)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("COV_CORE_", "COVERAGE_"))}
    try:
        done = subprocess.run(
            (*command, *(f"./{path}" for path in paths)),
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotMeasure(f"bandit did not end: {type(error).__name__}", "run it by hand: bandit -r .") from None
    try:
        report = json.loads(done.stdout)
    except ValueError:
        report = None
    if done.returncode not in {CLEAN, FOUND} or not isinstance(report, dict):
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise CannotMeasure(f"bandit failed with exit status {done.returncode}: {said}", "run it by hand: bandit -r .")
    return report


def _merged(reports: Sequence[dict[str, Any]], files: int, tool: str) -> BanditScan:
    errors = sorted((_path(error["filename"]), error["reason"]) for report in reports for error in report["errors"])
    if errors:
        named = "; ".join(f"{shown(path)}: {reason}" for path, reason in errors[:MOST_NAMED])
        more = f"; and {len(errors) - MOST_NAMED:,} more" if len(errors) > MOST_NAMED else ""
        raise CannotMeasure(
            f"bandit could not read {len(errors):,} file(s): {named}{more}",
            "correct it, or leave it out by name under [tool.golive.security] exclude",
            path=errors[0][0],
        )
    issues = [_issue(issue) for report in reports for issue in report["results"]]
    totals = [report["metrics"]["_totals"] for report in reports]
    nosec = sum(total["nosec"] + total["skipped_tests"] for total in totals)
    return BanditScan(files, tuple(sorted(issues)), int(nosec), tool)


def _issue(raw: dict[str, Any]) -> BanditIssue:
    return BanditIssue(
        _path(raw["filename"]),
        int(raw["line_number"]),
        raw["test_id"],
        raw["test_name"],
        " ".join(raw["issue_text"].split()),
        raw["issue_severity"].lower(),
        raw["issue_confidence"].lower(),
    )


def _path(name: str) -> str:
    return os.path.normpath(name)
