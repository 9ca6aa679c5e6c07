"""The settings in ``[tool.golive.security]``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from pytest_golive.settings.values.kinds import Duration, Globs, Marker, Severity, Text, Url
from pytest_golive.settings.values.table import SectionTable, Table
from pytest_golive.settings.values.ways import Way


class Dependencies(Table):
    """``[tool.golive.security.dependencies]``: how known vulnerabilities in dependencies are looked up."""

    audit: tuple[Literal["pip-audit", "npm", "osv-scanner"], ...] = Field(
        (), description="tools that look dependencies up at a service; each must be installed"
    )
    requirements: Globs = Field(
        (), description="globs of requirements files for pip-audit; without any, pytest's own environment is audited"
    )
    osv_url: Url | None = Field(None, description="URL of an OSV service for pip-audit; PyPI's service if not given")
    reports: Globs = Field((), description="globs of JSON reports that these tools wrote before")
    report_age: Duration = Field("24h", description="greatest age of a report")
    private: tuple[Text, ...] = Field(
        (),
        description="globs of names of private packages, such as 'acme-*', which no service knows; the project's own "
        "package is one",
    )
    timeout: Duration = Field("10m", description="timeout of each tool")

    @model_validator(mode="after")
    def _is_any_way(self) -> Dependencies:
        if not self.audit and not self.reports:
            raise ValueError("needs audit, reports, or both")
        return self


class Security(SectionTable):
    """``[tool.golive.security]``."""

    KEY: ClassVar[str] = "security"
    SHOWN: ClassVar[tuple[str, ...]] = ("bandit_severity", "bandit_confidence")
    WAYS: ClassVar[Mapping[str, Way]] = {
        "bandit_*": Way.MORE,
        "secrets_confidence": Way.MORE,
        "secrets_engines": Way.REMOVED,
        "test_paths": Way.REMOVED,
        "dependencies.audit": Way.REMOVED,
        "dependencies.reports": Way.REMOVED,
        "dependencies.requirements": Way.REMOVED,
        "dependencies.private": Way.ADDED,
        "dependencies.report_age": Way.MORE,
        "dependencies.timeout": Way.NONE,
        "history": Way.LESS,
        "history_commits": Way.NONE,  # more commits are an error, never a pass
    }

    exclude: Globs = Field((), description="globs of files that are not scanned; the evidence counts them")
    secrets_confidence: Severity = Field(
        "medium", description="lowest confidence that a finding is a secret that blocks"
    )
    secrets_engines: tuple[Literal["detect-secrets", "credsweeper"], ...] = Field(
        ("detect-secrets",), min_length=1, description="scanners for secrets; credsweeper must be installed"
    )
    history: bool = Field(
        default=True, description="whether the commits since the last release are scanned for secrets"
    )
    history_commits: int = Field(2000, ge=1, description="most commits to scan; with more, the row is an error")
    bandit_severity: Severity = Field("medium", description="lowest severity that blocks")
    bandit_confidence: Severity = Field("low", description="lowest confidence that blocks")
    test_marker: Marker = Field("security", description="pytest marker of the security tests")
    test_paths: Globs = Field((), description="globs of files that hold security tests, besides the marker")
    dependencies: Dependencies | None = Field(
        None, description="how known vulnerabilities in dependencies are looked up"
    )
