"""What a team may write in ``[tool.golive]``; every number of the checklist is a default.

Imported only when the checklist runs, for pydantic is not free.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Globs = tuple[str, ...]
Percent = Annotated[float, Field(ge=0, le=100)]
Severity = Literal["low", "medium", "high"]


class Table(BaseModel):
    """A table that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class CodeQuality(Table):
    """``[tool.golive.code_quality]``."""

    max_lines: int = Field(200, ge=1, description="longest source file allowed, in lines")
    count: Literal["loc", "sloc"] = Field("loc", description="loc counts as wc -l does; sloc leaves out blanks and comments")
    include: Globs = Field((), description="globs of further files to count as source")
    exclude: Globs = Field((), description="globs of source files to leave out of this section")
    critical_max_lines: int = Field(200, ge=1, description="longest critical file allowed, in lines")
    max_complexity: int = Field(10, ge=1, description="highest cyclomatic complexity of a function in a critical file")
    min_maintainability: Percent = Field(20.0, description="lowest maintainability index of a critical file (radon: A is 20 and up)")
    coverage: Percent = Field(80.0, description="percent of code that tests run, in total")
    coverage_of_changes: Percent = Field(80.0, description="percent of the lines changed since the last release that tests run")
    coverage_of_changes_from: int = Field(20, ge=1, description="fewest changed lines worth judging")
    critical_words: tuple[str, ...] = Field(("TODO",), description="words no comment of a critical file may hold")
    forbidden_words: tuple[str, ...] = Field(("FIXME", "HACK"), description="words no comment may hold")
    allow: tuple[str, ...] = Field((), description=r"regular expressions of notes that may stay, such as 'TODO\(#\d+\)'")


class Tests(Table):
    """``[tool.golive.tests]``: the project's own tests."""

    command: tuple[str, ...] | None = Field(None, min_length=1, description="how to run them; found by looking if not given")
    python: str | None = Field(None, description="interpreter or virtualenv of the project; this one if not given")
    junit: Globs = Field((), description="JUnit files that CI, or the command, wrote")
    coverage_data: str | None = Field(None, description="coverage that CI, or the command, wrote: .coverage, XML, JSON or lcov")
    source: tuple[str, ...] = Field((), description="folders whose coverage counts; the coverage configuration decides if not given")
    timeout: str = Field("30m", description="longest the tests may take")


class Security(Table):
    """``[tool.golive.security]``."""

    exclude: Globs = Field((), description="globs of files that are not scanned; counted in the evidence")
    bandit_severity: Severity = Field("medium", description="lowest severity that blocks")
    bandit_confidence: Severity = Field("low", description="lowest confidence that blocks")
    test_marker: str = Field("security", description="marker of the security tests")
    test_paths: Globs = Field((), description="globs of files that hold security tests, besides the marker")


class Target(Table):
    """``[tool.golive.targets.NAME]``."""

    url: str = Field(description="where the service answers")
    production: bool = Field(False, description="whether customers use it")


class WaiverTable(Table):
    """One ``[[tool.golive.waivers]]``: a dated, owned, reasoned exception."""

    gate: str = Field(description="section::gate")
    match: str | None = Field(None, description="glob of paths, or a finding's fingerprint; the whole gate if not given")
    reason: str = Field(min_length=3, description="why it may stay")
    owner: str = Field(min_length=1, description="who will end it")
    approver: str = Field(min_length=1, description="who allowed it")
    expires: dt.date = Field(description="last day it holds, UTC")


class Settings(Table):
    """``[tool.golive]``."""

    critical: Globs = Field((), description="globs of the files whose failure hurts most")
    exclude: Globs = Field((), description="globs of files that no static gate looks at")
    gates: str = Field("gates", description="folder of the team's own gates")
    artifacts: str = Field(".golive", description="folder for logs and reports of a run")
    release_tags: Globs = Field(("v[0-9]*", "[0-9]*"), description="globs of the tags that mark a release")
    code_quality: CodeQuality = CodeQuality()
    tests: Tests = Tests()
    security: Security = Security()
    targets: dict[str, Target] = Field(default_factory=dict)
    not_applicable: dict[str, str] = Field(default_factory=dict, description="section::gate = reason")
    waivers: tuple[WaiverTable, ...] = ()
