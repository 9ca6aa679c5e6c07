"""The settings in ``[tool.golive.deployment]``: how a release is deployed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from pytest_golive.settings.values.kinds import Argument, Duration, UrlPath
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way


class Deployment(SectionTable):
    """``[tool.golive.deployment]``."""

    KEY: ClassVar[str] = "deployment"
    PROJECT: ClassVar[str] = "service"
    WAYS: ClassVar[Mapping[str, Way]] = {
        "timeout": Way.NONE,
        "probe_interval": Way.MORE,
        "probe_timeout": Way.MORE,
        "settle": Way.LESS,
    }

    command: tuple[Argument, ...] | None = Field(
        None, min_length=1, description="program and arguments that deploy this release and wait until it serves"
    )
    timeout: Duration = Field("30m", description="longest the deployment may take")
    probe_path: UrlPath | None = Field(
        None, description="path that is requested while deploying; the target's health if not given"
    )
    probe_interval: Duration = Field(
        "50ms", description="time between two requests over each kind of connection, at least 10ms"
    )
    probe_timeout: Duration = Field("1s", description="a request that has no answer by then has failed")
    settle: Duration = Field("5s", description="time that is watched after the deployment, while old instances drain")
