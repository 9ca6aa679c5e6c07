"""Runs bandit's own command line in separate processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_golive.codebase.bandit import settings as bandit_settings
from pytest_golive.codebase.bandit.words import words
from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.installed import version_of
from pytest_golive.codebase.seen import digests_of
from pytest_golive.codebase.workers import spread
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding, counted
from pytest_golive.progress import Progress, silent

ENTRIES, GROUPS = "entry_points.txt", ("[bandit.plugins]", "[bandit.blacklists]")
LEVELS = {"low": 1, "medium": 2, "high": 3}


@dataclass(frozen=True, slots=True, order=True)
class BanditIssue:
    """One issue; severity and confidence are "low", "medium", "high" or "undefined"; the key outlives a moved line.

    The message is ours, because bandit's own message quotes the code.
    """

    path: str
    line: int
    rule: str
    name: str
    message: str
    severity: str
    confidence: str
    key: str = ""

    def is_at_least(self, severity: str, confidence: str) -> bool:
        """Whether it is at least that severe and that certain; what bandit could not rate counts as high."""
        worst = LEVELS["high"]
        is_severe = LEVELS.get(self.severity, worst) >= LEVELS[severity]
        return is_severe and LEVELS.get(self.confidence, worst) >= LEVELS[confidence]

    @property
    def finding(self) -> Finding:
        """The issue as a finding."""
        text = f"{self.rule} {self.message} (severity {self.severity}, confidence {self.confidence})"
        severity = self.severity if self.severity in LEVELS else "high"
        return Finding(self.path, self.line, self.rule, text, severity, self.key, moves=True)


@dataclass(frozen=True, slots=True)
class BanditScan:
    """The result of a scan.

    Attributes:
        files: how many Python files bandit read.
        issues: all issues, in path and line order.
        nosec: how many lines ``# nosec`` excludes.
        tool: name and version.
        left_out: how many Python files the project's settings for bandit exclude.
        checks: how many of bandit's checks ran, and how many there are.
        settings: what those settings exclude, in words; "" if nothing.
        unread: tracked entries that bandit did not get, in words; "" if there are none.
    """

    files: int
    issues: tuple[BanditIssue, ...]
    nosec: int
    tool: str
    left_out: int = 0
    checks: tuple[int, int] = (0, 0)
    settings: str = ""
    unread: str = ""

    @property
    def source(self) -> str:
        """What bandit read, its version, and what the project's own settings exclude, in words."""
        ran, known = self.checks
        details = [self.tool]
        details += [f"{ran} of {known} checks"] if ran < known else []
        details += [f"{counted(self.left_out, 'Python file')} excluded by its settings"] if self.left_out else []
        details += [f"its settings: {self.settings}"] if self.settings else []
        details += [f"{self.nosec:,} spared by nosec"] if self.nosec else []
        return ", ".join(details) + (f"; left out: {self.unread}" if self.unread else "")

    def blocking(self, severity: str, confidence: str) -> tuple[Finding, ...]:
        """Issues of at least that severity and confidence; what bandit could not rate counts as high."""
        return tuple(issue.finding for issue in self.issues if issue.is_at_least(severity, confidence))

    def lesser(self, severity: str, confidence: str) -> tuple[Finding, ...]:
        """The other issues: reported, but not blocking."""
        return tuple(issue.finding for issue in self.issues if not issue.is_at_least(severity, confidence))


def scan_python(
    root: Path, paths: Sequence[str], progress: Progress = silent, cache: ResultCache = NO_CACHE
) -> BanditScan:
    """Scan *paths*, relative to *root*, with the project's own bandit settings, if it has any.

    Raises:
        CannotMeasure: there is no Python file, or the settings exclude all; bandit is missing or failed; or it could
            not parse a file.
    """
    tool = _tool()
    if not paths:
        raise CannotMeasure(
            "there is no Python file for bandit to read",
            'declare it: [tool.golive.not_applicable] "security::no_vulnerable_code" = "no Python here"',
        )
    options = bandit_settings.options(root)
    what = "reading Python with bandit"
    answers = cache.through(
        "bandit",
        f"{tool}; {_plugins()}; {bandit_settings.digest(root, options)}",
        digests_of(root, paths) if cache.folder else dict.fromkeys(paths, ""),
        lambda missing: spread("pytest_golive.codebase.bandit.worker", root, missing, what, progress, options=options),
    )
    return _merged(answers, tool, options)


def _tool() -> str:
    from importlib.metadata import PackageNotFoundError

    try:
        return f"bandit {version_of('bandit')}"
    except PackageNotFoundError:
        raise CannotMeasure("bandit is not installed", "pip install bandit") from None


def _plugins() -> str:
    """Distributions whose tests bandit runs, by their entry points."""
    from importlib.metadata import distributions

    # Not entry_points(), which reads the metadata of all distributions.
    theirs = [
        distribution
        for distribution in distributions()
        if any(map((distribution.read_text(ENTRIES) or "").__contains__, GROUPS))
    ]
    return ", ".join(sorted({f"{distribution.name} {distribution.version}" for distribution in theirs}))


def _merged(answers: Mapping[str, Mapping[str, Any]], tool: str, options: Sequence[str]) -> BanditScan:
    problems = sorted((path, answer["problem"]) for path, answer in answers.items() if answer["problem"])
    if problems and any(answer.get("is_refused") for answer in answers.values()):
        raise bandit_settings.refused(problems[0][1], options)
    if problems:
        raise bandit_settings.unreadable(problems)
    files = sum(answer["is_read"] for answer in answers.values())
    settings = bandit_settings.in_words(answers)
    if not files:
        raise bandit_settings.unread(len(answers), settings)
    issues = [issue for path, answer in answers.items() for issue in _issues(path, answer["issues"])]
    nosec = sum(answer["nosec"] for answer in answers.values())
    ran, known = min(tuple(answer["checks"]) for answer in answers.values())
    return BanditScan(files, tuple(sorted(issues)), nosec, tool, len(answers) - files, (ran, known), settings)


def _issues(path: str, rows: Sequence[Sequence[Any]]) -> list[BanditIssue]:
    seen: Counter[str] = Counter()
    issues = []
    for line, rule, name, cwe, severity, confidence, code in rows:
        key = f"{rule} {name} {code}"
        seen[key] += 1
        key += f" {seen[key]}" if seen[key] > 1 else ""
        issues.append(BanditIssue(path, line, rule, name, words(rule, name, cwe), severity, confidence, key))
    return issues
