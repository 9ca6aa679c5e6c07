"""The settings in ``[tool.golive.security]``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from pytest_golive.settings.values.kinds import Globs, Marker, Severity
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way


class Security(SectionTable):
    """``[tool.golive.security]``."""

    KEY: ClassVar[str] = "security"
    SHOWN: ClassVar[tuple[str, ...]] = ("bandit_severity", "bandit_confidence")
    WAYS: ClassVar[Mapping[str, Way]] = {
        "bandit_*": Way.MORE,
        "secrets_confidence": Way.MORE,
        "secrets_engines": Way.REMOVED,
        "test_paths": Way.REMOVED,
        "history": Way.LESS,
        "history_commits": Way.NONE,  # more commits are an error, never a pass
    }

    exclude: Globs = Field((), description="globs of files that are not scanned; counted in the evidence")
    secrets_confidence: Severity = Field(
        "medium", description="lowest confidence that a finding is a secret that blocks"
    )
    secrets_engines: tuple[Literal["detect-secrets", "credsweeper"], ...] = Field(
        ("detect-secrets",), min_length=1, description="scanners for secrets; credsweeper has to be installed"
    )
    history: bool = Field(
        default=True, description="whether the commits since the last release are scanned for secrets"
    )
    history_commits: int = Field(2000, ge=1, description="most commits to scan; more cannot be measured")
    bandit_severity: Severity = Field("medium", description="lowest severity that blocks")
    bandit_confidence: Severity = Field("low", description="lowest confidence that blocks")
    test_marker: Marker = Field("security", description="pytest marker of the security tests")
    test_paths: Globs = Field((), description="globs of files that hold security tests, besides the marker")
