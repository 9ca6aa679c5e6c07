"""The settings in ``[tool.golive.tests]``: how to run the project's own tests, or where their results are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from pytest_golive.settings.values import checks
from pytest_golive.settings.values.kinds import Argument, Duration, Globs, Path, Text
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way


class Tests(SectionTable):
    """``[tool.golive.tests]``: the project's own tests."""

    KEY: ClassVar[str] = "tests"
    SHOWN: ClassVar[tuple[str, ...]] = ("timeout",)
    WAYS: ClassVar[Mapping[str, Way]] = {
        "reuse": Way.MORE,
        "timeout": Way.NONE,
    }

    __test__: ClassVar[bool] = False

    command: tuple[Argument, ...] | None = Field(
        None, min_length=1, description="program and arguments that run them; detected if not given"
    )
    python: Text | None = Field(
        None, description="interpreter or virtualenv of the project; the one that runs the checklist if not given"
    )
    junit: Globs = Field((), description="globs of the JUnit files that CI, or the command, wrote")
    reuse: bool = Field(
        default=False, description="whether junit is read instead of running the command, if it is newer than the code"
    )
    coverage_data: Path | None = Field(
        None,
        description="coverage that CI, or the command, wrote: coverage.py, Cobertura, JaCoCo, lcov, Go",
    )
    source: tuple[Path, ...] = Field(
        (),
        description="folders whose coverage counts; those of the coverage configuration, or the packages, if not given",
    )
    timeout: Duration = Field("30m", description="timeout of the tests")

    @property
    def timeout_seconds(self) -> float:
        """The timeout in seconds."""
        return checks.seconds(self.timeout)
