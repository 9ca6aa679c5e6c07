"""The settings in ``[tool.golive.post_deploy]``: which issues are critical after a deployment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from pytest_golive.settings.values.kinds import Text
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way

LABELS = (
    *("critical", "critical bug", "*: critical", "*:critical", "*/critical", "severity-critical", "priority-critical"),
    *("blocker", "p0", "sev0", "sev1", "severity::1", "priority::1"),
)


class PostDeploy(SectionTable):
    """``[tool.golive.post_deploy]``."""

    KEY: ClassVar[str] = "post_deploy"
    WAYS: ClassVar[Mapping[str, Way]] = {"critical_labels": Way.REMOVED}

    critical_labels: tuple[Text, ...] = Field(
        LABELS, min_length=1, description="labels of critical issues, in upper or lower case, with * for any text"
    )
    advisories: bool = Field(
        default=True, description="whether security advisories that are neither published nor closed count, on GitHub"
    )
    issues_since: Literal["release", "ever"] = Field(
        "release", description="which issues count: those that are new since the release's commit, or all open ones"
    )
