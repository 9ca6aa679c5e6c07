"""The settings in ``[tool.golive.monitoring]``: limits of what is watched after a deployment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from pydantic import Field

from pytest_golive.settings.values.bounds import Bound
from pytest_golive.settings.values.kinds import Percent
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way


class Monitoring(SectionTable):
    """``[tool.golive.monitoring]``."""

    KEY: ClassVar[str] = "monitoring"
    PROJECT: ClassVar[str] = "service"
    WAYS: ClassVar[Mapping[str, Way]] = {"trace_success": Way.LESS}

    trace_success: Percent = Field(99.0, description="percent of traces that must succeed")

    def titles(self) -> Mapping[str, str]:
        """The titles of rows that contain a limit."""
        return {"trace_success": f"Trace success rate is at least {self.trace_success:g} %"}

    def bounds(self) -> Mapping[str, Sequence[Bound]]:
        """What these limits mean to the gates."""
        key = f"{self.KEY}.{{}}".format
        return {"trace_success": [Bound(key("trace_success"), ">=", self.trace_success, "%", "traces that succeed")]}
