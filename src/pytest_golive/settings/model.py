"""What a team may write in ``[tool.golive]``; every number of the checklist is a default.

Imported only when the checklist runs, for pydantic is not free.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from pytest_golive.settings.deployment import Deployment
from pytest_golive.settings.performance import Performance
from pytest_golive.settings.targets.target import Target
from pytest_golive.settings.values import checks
from pytest_golive.settings.values.kinds import (
    Argument,
    Day,
    Duration,
    Folder,
    GateId,
    Gates,
    Glob,
    Globs,
    Marker,
    Path,
    Pattern,
    Percent,
    Reason,
    Severity,
    Text,
    Word,
    Written,
)
from pytest_golive.settings.values.table import Table


class CodeQuality(Table):
    """``[tool.golive.code_quality]``."""

    max_lines: int = Field(200, ge=1, description="longest source file allowed, in lines")
    count: Literal["loc", "sloc"] = Field(
        "loc", description="loc counts lines as wc -l does; sloc leaves out blanks and comments"
    )
    include: Globs = Field((), description="globs of further files to count as source")
    exclude: Globs = Field((), description="globs of source files to leave out of this section")
    critical_max_lines: int = Field(200, ge=1, description="longest critical file allowed, in lines")
    max_complexity: int = Field(10, ge=1, description="highest cyclomatic complexity of a function in a critical file")
    min_maintainability: Percent = Field(
        20.0, description="lowest maintainability index of a critical file (radon: A is 20 and up)"
    )
    coverage: Percent = Field(80.0, description="percent of code that tests must run, in total")
    coverage_left_out: Percent = Field(
        20.0, description="percent of the code that the configuration of coverage may keep out of the count"
    )
    coverage_of_changes: Percent = Field(
        80.0, description="percent of the lines changed since the last release that tests must run"
    )
    coverage_of_changes_from: int = Field(20, ge=1, description="fewest changed lines worth judging")
    critical_words: tuple[Word, ...] = Field(
        ("TODO",), min_length=1, description="words no comment of a critical file may hold"
    )
    forbidden_words: tuple[Word, ...] = Field(
        ("FIXME", "HACK"), min_length=1, description="words no comment of any source file may hold"
    )
    allow: tuple[Pattern, ...] = Field(
        (), description=r"regular expressions of notes that may stay, such as 'TODO\(#\d+\)'"
    )


class Tests(Table):
    """``[tool.golive.tests]``: the project's own tests."""

    __test__: ClassVar[bool] = False

    command: tuple[Argument, ...] | None = Field(
        None, min_length=1, description="program and arguments that run them; found by looking if not given"
    )
    python: Text | None = Field(
        None, description="interpreter or virtualenv of the project; the one that runs the checklist if not given"
    )
    junit: Globs = Field((), description="globs of the JUnit files that CI, or the command, wrote")
    reuse: bool = Field(
        default=False, description="whether junit is read, if it is newer than the code, instead of running the command"
    )
    coverage_data: Path | None = Field(
        None, description="coverage that CI, or the command, wrote: .coverage, XML, JSON or lcov"
    )
    source: tuple[Path, ...] = Field(
        (),
        description="folders whose coverage counts; those of the coverage configuration, or the packages, if not given",
    )
    timeout: Duration = Field("30m", description="longest the tests may take")

    @property
    def timeout_seconds(self) -> float:
        """The timeout in seconds."""
        return checks.seconds(self.timeout)


class Security(Table):
    """``[tool.golive.security]``."""

    exclude: Globs = Field((), description="globs of files that are not scanned; counted in the evidence")
    secrets_confidence: Severity = Field(
        "medium", description="lowest confidence that a finding is a secret that blocks"
    )
    secrets_engines: tuple[Literal["detect-secrets", "credsweeper"], ...] = Field(
        ("detect-secrets",), min_length=1, description="scanners for secrets; credsweeper has to be installed"
    )
    history: bool = Field(
        default=True, description="whether secrets are looked for in the commits since the last release"
    )
    history_commits: int = Field(2000, ge=1, description="most commits to look through; more cannot be measured")
    bandit_severity: Severity = Field("medium", description="lowest severity that blocks")
    bandit_confidence: Severity = Field("low", description="lowest confidence that blocks")
    test_marker: Marker = Field("security", description="pytest marker of the security tests")
    test_paths: Globs = Field((), description="globs of files that hold security tests, besides the marker")


class WaiverTable(Table):
    """One ``[[tool.golive.waivers]]``: a dated, owned, reasoned exception."""

    gate: GateId = Field(description="the gate that is waived, as section::gate")
    match: Glob | None = Field(
        None, description="glob of paths, or a finding's fingerprint; the whole gate if not given"
    )
    reason: Written = Field(description="why it may stay")
    owner: Written = Field(description="who will end it")
    approver: Written = Field(description="who allowed it")
    expires: Day = Field(description="last day it holds, in UTC")


class Settings(Table):
    """``[tool.golive]``."""

    critical: Globs = Field((), description="globs of the files whose failure hurts most")
    exclude: Globs = Field((), description="globs of files that no static gate looks at")
    gates: Folder = Field("gates", description="folder of the team's own gates")
    artifacts: Folder = Field(".golive", description="folder for logs and reports of a run")
    ratchet: Path = Field("golive-ratchet.txt", description="file of known findings, written by golive ratchet")
    release_tags: tuple[Text, ...] = Field(
        (),
        description="globs of the tags that mark a final release; without any, those that are versions of this project",
    )
    previous_release: Text | None = Field(
        None, description="tag or commit of the release before this one, where it is not the nearest one"
    )
    code_quality: CodeQuality = Field(CodeQuality(), description="limits of the code quality section")
    tests: Tests = Field(Tests(), description="how the project's own tests are run, or where their results are")
    security: Security = Field(Security(), description="rules of the security section")
    deployment: Deployment = Field(Deployment(), description="how a release gets to its customers")
    performance: Performance = Field(Performance(), description="the load, its limits, and its baseline")
    default_target: Text = Field("staging", description="target that live gates look at without --target")
    targets: dict[Text, Target] = Field(
        default_factory=dict, description="environments that the service runs in, by name"
    )
    not_applicable: dict[Gates, Reason] = Field(
        default_factory=dict, description="rows that do not apply here: section::gate = reason, or section::* = reason"
    )
    waivers: tuple[WaiverTable, ...] = Field((), description="dated exceptions")
