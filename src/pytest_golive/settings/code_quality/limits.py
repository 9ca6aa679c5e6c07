"""The settings in ``[tool.golive.code_quality]``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from pytest_golive.settings.values.bounds import Bound
from pytest_golive.settings.values.kinds import Globs, Pattern, Percent, Word
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way


class CodeQuality(SectionTable):
    """``[tool.golive.code_quality]``."""

    KEY: ClassVar[str] = "code_quality"
    SHOWN: ClassVar[tuple[str, ...]] = ("max_lines", "max_complexity", "coverage", "coverage_of_changes")
    WAYS: ClassVar[Mapping[str, Way]] = {
        "coverage_of_changes_from": Way.MORE,
        "coverage*": Way.LESS,
        "min_*": Way.LESS,
        "*max_*": Way.MORE,
        "count": Way.MORE,  # "loc", then "sloc"
        "allow": Way.ADDED,
        "include": Way.REMOVED,
        "*_words": Way.REMOVED,
    }

    max_lines: int = Field(200, ge=1, description="most lines of a source file")
    count: Literal["loc", "sloc"] = Field(
        "loc", description="loc counts lines as wc -l does; sloc leaves out blanks and comments"
    )
    include: Globs = Field((), description="globs of further files to count as source")
    exclude: Globs = Field((), description="globs of source files to leave out of this section")
    critical_max_lines: int = Field(200, ge=1, description="most lines of a critical file")
    max_complexity: int = Field(10, ge=1, description="highest cyclomatic complexity of a function in a critical file")
    min_maintainability: Percent = Field(
        20.0, description="lowest maintainability index of a critical file (radon: A is 20 and up)"
    )
    coverage: Percent = Field(80.0, description="percent of all code that tests must run")
    coverage_left_out: Percent = Field(
        20.0, description="percent of the code that coverage's configuration may exclude"
    )
    coverage_of_changes: Percent = Field(
        80.0, description="percent of the lines changed since the last release that tests must run"
    )
    coverage_of_changes_from: int = Field(20, ge=1, description="fewest changed lines that are judged")
    critical_words: tuple[Word, ...] = Field(
        ("TODO",), min_length=1, description="words that no comment of a critical file may contain"
    )
    forbidden_words: tuple[Word, ...] = Field(
        ("FIXME", "HACK"), min_length=1, description="words that no comment of any source file may contain"
    )
    allow: tuple[Pattern, ...] = Field(
        (), description=r"regular expressions of notes that may stay, such as 'TODO\(#\d+\)'"
    )

    def titles(self) -> Mapping[str, str]:
        """The titles of rows that contain a limit."""
        return {
            "files_within_limit": f"All files have at most {self.max_lines} {self.count.upper()}",
            "coverage": f"Coverage is at least {self.coverage:g} %",
            "no_todo_in_critical_paths": f"No {_either(self.critical_words)} comments in critical paths",
            "no_fixme_or_hack": f"No {_either(self.forbidden_words)} comments",
        }

    def bounds(self) -> Mapping[str, Sequence[Bound]]:
        """What these limits mean to the gates."""
        key = f"{self.KEY}.{{}}".format
        own, critical = [
            Bound(key(name), "<=", value, "lines", "longest file", counts=True)
            for name, value in (("max_lines", self.max_lines), ("critical_max_lines", self.critical_max_lines))
        ]
        changes = ("chang", "diff", "patch", "new code", "new lines")
        return {
            "files_within_limit": [own],
            "critical_files_modular": [
                critical,
                Bound(key("max_complexity"), "<=", self.max_complexity, "", "complexity", counts=True),
                Bound(key("min_maintainability"), ">=", self.min_maintainability, "", "maintainability",
                      words=("maintainab",)),
            ],
            "tests_pass": [Bound("", ">=", 100, "%", "tests that passed")],
            "coverage": [
                Bound(key("coverage"), ">=", self.coverage, "%", "coverage"),
                Bound(key("coverage_of_changes"), ">=", self.coverage_of_changes, "%", "changed lines", words=changes),
                Bound(key("coverage_left_out"), "<=", self.coverage_left_out, "%", "kept out of the count",
                      words=("kept out", "left out", "taken out", "out of the count", "exclu", "omit")),
            ],
        }  # fmt: skip


def _either(words: Sequence[str]) -> str:
    *first_words, last = words
    return f"{', '.join(first_words)} or {last}" if first_words else last
