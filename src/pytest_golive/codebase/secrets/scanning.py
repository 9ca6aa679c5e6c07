"""Scans files for secrets with detect-secrets, without its network verification.

``detect-secrets scan`` asks the services themselves whether a token still works; a secret that is found is never sent
anywhere by us, so ours equals ``detect-secrets scan --no-verify``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pytest_golive.codebase.cache import NO_CACHE, ResultCache
from pytest_golive.codebase.reading import shown
from pytest_golive.codebase.refusals import cures
from pytest_golive.codebase.secrets.engines import ENGINES, Engine
from pytest_golive.codebase.seen import digests_of
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding, counted
from pytest_golive.progress import Progress, silent

LEVELS = {"low": 1, "medium": 2, "high": 3}
DEFAULT = "detect-secrets"
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Secret:
    """One secret, without the secret itself.

    Attributes:
        identities: the same for the same secret wherever it stands; keyed, so that nobody can guess from them. More
            than one where the tool reports several secrets of a file as one.
    """

    finding: Finding
    identities: frozenset[str]


@dataclass(frozen=True, slots=True)
class SecretScan:
    """The result of a scan.

    Attributes:
        files: how many were scanned.
        secrets: in path and line order.
        allowed: identities of those that stand on lines with ``pragma: allowlist secret``.
        tool: name and version.
        left_out: tracked files that were not scanned, in words; "" if there are none.
    """

    files: int
    secrets: tuple[Secret, ...]
    allowed: tuple[str, ...]
    tool: str
    left_out: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the tool; their severity is the confidence that they are secrets."""
        return tuple(secret.finding for secret in self.secrets)

    @property
    def identities(self) -> frozenset[str]:
        """The identities of all secrets in the work tree, including allowlisted ones."""
        return frozenset(self.allowed).union(*(secret.identities for secret in self.secrets))

    def blocking(self, least: str) -> tuple[Finding, ...]:
        """Findings of at least that confidence: "high", "medium" or "low"."""
        return blocking(self.secrets, least)

    def lesser(self, least: str) -> tuple[Finding, ...]:
        """The other findings: reported, but not blocking."""
        return lesser(self.secrets, least)

    @property
    def source(self) -> str:
        """What was scanned and with which tool, in words."""
        allowed = f", {len(self.allowed):,} allowlisted inline" if self.allowed else ""
        return self.tool + allowed + (f"; left out: {self.left_out}" if self.left_out else "")


def blocking(secrets: Sequence[Secret], least: str) -> tuple[Finding, ...]:
    """Findings of at least that confidence."""
    return tuple(s.finding for s in secrets if LEVELS[s.finding.severity] >= LEVELS[least])


def lesser(secrets: Sequence[Secret], least: str) -> tuple[Finding, ...]:
    """Findings of less than that confidence."""
    return tuple(s.finding for s in secrets if LEVELS[s.finding.severity] < LEVELS[least])


def scan_secrets(
    root: Path,
    paths: Sequence[str],
    progress: Progress = silent,
    cache: ResultCache = NO_CACHE,
    engines: Sequence[str] = (DEFAULT,),
) -> SecretScan:
    """Scan *paths*, relative to *root*, with each of *engines*.

    Raises:
        CannotMeasure: there is no file, a file is too large or cannot be read, or a tool is missing.
    """
    if not paths:
        raise CannotMeasure("there is no tracked file to scan for secrets", "commit the code, or correct exclude")
    digests = digests_of(root, paths) if cache.folder else dict.fromkeys(paths, "")
    secrets: list[Secret] = []
    allowed: list[str] = []
    for engine in [ENGINES[name] for name in engines]:
        answers = _ask(engine, root, digests, progress, cache)
        secrets = surest_of(secrets, [one for path in paths for one in described(path, answers[path]["found"])])
        allowed += [identity for answer in answers.values() for identity in answer["allowed"]]
    secrets.sort(key=lambda secret: secret.finding)
    tool = " and ".join(ENGINES[name].tool for name in engines)
    return SecretScan(len(paths), tuple(secrets), tuple(allowed), tool)


def surest_of(first: Sequence[Secret], second: Sequence[Secret]) -> list[Secret]:
    """The findings of two engines: for each line those with the higher confidence, with the identities of both."""
    lines: dict[tuple[str, int], tuple[list[Secret], list[Secret]]] = {}
    for engine, secrets in enumerate((first, second)):
        for secret in secrets:
            lines.setdefault((secret.finding.path, secret.finding.line), ([], []))[engine].append(secret)
    merged: list[Secret] = []
    for ours, theirs in lines.values():
        kept, dropped = (ours, theirs) if _sureness(ours) >= _sureness(theirs) else (theirs, ours)
        known = frozenset().union(*(secret.identities for secret in dropped))
        merged += [replace(secret, identities=secret.identities | known) for secret in kept]
    return merged


def _sureness(secrets: Sequence[Secret]) -> int:
    return max((LEVELS[secret.finding.severity] for secret in secrets), default=0)


def _ask(
    engine: Engine, root: Path, digests: Mapping[str, str], progress: Progress, cache: ResultCache
) -> dict[str, dict[str, Any]]:
    what = "scanning for secrets"
    answers = engine.cached("secrets", digests, cache, lambda some: engine.ask(root, some, what, progress, cache))
    problems = sorted((path, answer["problem"]) for path, answer in answers.items() if answer["problem"])
    if problems:
        raise _not_scanned(problems)
    return answers


def described(path: str, found: Sequence[Sequence[Any]]) -> list[Secret]:
    """The secrets of one file, from a worker's answer."""
    seen: Counter[str] = Counter()
    secrets = []
    for line, kind, confidence, around, mark, identities in found:
        key = f"{kind} {around} {mark}"
        seen[key] += 1
        key += f" {seen[key]}" if seen[key] > 1 else ""
        message = f"{kind} ({confidence} confidence)"
        secrets.append(Secret(Finding(path, line, kind, message, confidence, key, moves=True), frozenset(identities)))
    return secrets


def _not_scanned(problems: Sequence[tuple[str, str]]) -> CannotMeasure:
    named = "; ".join(f"{shown(path)} {why}" for path, why in problems[:MOST_NAMED])
    more = f"; and {len(problems) - MOST_NAMED:,} more" if len(problems) > MOST_NAMED else ""
    return CannotMeasure(
        f"{counted(len(problems), 'file')} could not be scanned for secrets: {named}{more}",
        cures(why for _, why in problems),
        path=problems[0][0],
    )
