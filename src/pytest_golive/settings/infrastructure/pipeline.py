"""The settings in ``[tool.golive.pipeline]``: which of the forge's checks count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from pytest_golive.settings.values.kinds import Duration, Reason, Text
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way


class Pipeline(SectionTable):
    """``[tool.golive.pipeline]``."""

    KEY: ClassVar[str] = "pipeline"
    SHOWN: ClassVar[tuple[str, ...]] = ("required", "optional")
    WAYS: ClassVar[Mapping[str, Way]] = {
        "required": Way.REMOVED,
        "optional": Way.ADDED,
        "wait": Way.NONE,
        "interval": Way.NONE,
    }

    required: tuple[Text, ...] = Field(
        (), description="checks that must be green besides those that the forge requires; names, with * for any text"
    )
    optional: tuple[Text, ...] = Field(
        (), description="checks that do not count unless something requires them, such as 'nightly *'"
    )
    exceptions: dict[Text, Reason] = Field(
        default_factory=dict,
        description="types of the forge's rules that golive cannot check, such as 'code_scanning', and who checks them",
    )
    wait: Duration | None = Field(
        None, description="longest time to wait for checks that have not ended; without it, the run does not wait"
    )
    interval: Duration = Field("15s", description="time between two requests while it waits")
