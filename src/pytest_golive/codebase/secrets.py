"""Secrets in files, as detect-secrets finds them, without its network verification.

``detect-secrets scan`` asks the services themselves whether a token still works; a secret that is found is never sent
anywhere by us, so ours equals ``detect-secrets scan --no-verify``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest_golive.codebase.reading import shown
from pytest_golive.codebase.workers import spread
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding
from pytest_golive.progress import Progress, silent

GUESSED = {"Base64 High Entropy String", "Hex High Entropy String", "Secret Keyword"}
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class SecretScan:
    """What was found.

    Attributes:
        files: how many were scanned.
        findings: one for each secret, in path and line order; the secret itself is in none of them.
        allowed: how many more stand on lines with ``pragma: allowlist secret``.
        tool: name and version.
    """

    files: int
    findings: tuple[Finding, ...]
    allowed: int
    tool: str

    @property
    def source(self) -> str:
        """What was scanned and by whom, in words."""
        return self.tool + (f", {self.allowed:,} allowlisted inline" if self.allowed else "")


def scan_secrets(root: Path, paths: Sequence[str], progress: Progress = silent) -> SecretScan:
    """Scan *paths*, relative to *root*.

    Raises:
        CannotMeasure: there is no file, a file is too large or cannot be read, or the tool is missing.
    """
    from importlib.metadata import PackageNotFoundError, version

    try:
        tool = f"detect-secrets {version('detect-secrets')}"
    except PackageNotFoundError:
        raise CannotMeasure("detect-secrets is not installed", "pip install detect-secrets") from None
    if not paths:
        raise CannotMeasure("there is no tracked file to scan for secrets", "commit the code, or correct exclude")
    findings: list[Finding] = []
    problems: list[tuple[str, str]] = []
    allowed = 0
    for answer in spread("pytest_golive.codebase.secrets_worker", root, paths, "scanning for secrets", progress):
        path = answer["path"]
        if answer["problem"]:
            problems.append((path, answer["problem"]))
        allowed += answer["allowed"]
        findings += _findings(path, answer["found"])
    if problems:
        raise _not_scanned(sorted(problems))
    return SecretScan(len(paths), tuple(sorted(findings)), allowed, tool)


def _findings(path: str, found: Sequence[tuple[int, str]]) -> list[Finding]:
    counts: dict[str, int] = {}
    findings = []
    for line, kind in found:
        counts[kind] = counts.get(kind, 0) + 1
        severity = "medium" if kind in GUESSED else "high"
        # The key holds nothing of the secret, not even a digest: a short password could be guessed from it.
        findings.append(Finding(path, line, kind, kind, severity, f"{kind} {counts[kind]}"))
    return findings


def _not_scanned(problems: Sequence[tuple[str, str]]) -> CannotMeasure:
    named = "; ".join(f"{shown(path)} {why}" for path, why in problems[:MOST_NAMED])
    more = f"; and {len(problems) - MOST_NAMED:,} more" if len(problems) > MOST_NAMED else ""
    return CannotMeasure(
        f"{len(problems):,} file(s) could not be scanned for secrets: {named}{more}",
        "if it holds no secret, leave it out by name under [tool.golive.security] exclude",
        path=problems[0][0],
    )
