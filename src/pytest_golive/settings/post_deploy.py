"""The settings in ``[tool.golive.post_deploy]``: critical issues, alerts, and when later rows are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field, field_validator

from pytest_golive.settings.values.kinds import Path, Reason, Share, Text
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way

LABELS = (
    *("critical", "critical bug", "*: critical", "*:critical", "*/critical", "severity-critical", "priority-critical"),
    *("blocker", "p0", "sev0", "sev1", "severity::1", "priority::1"),
)
TERMS = ("day", "week", "month")  # times after a deployment at which rows get due
SECTIONS = ("Timeline", "Figures", "Triggers", "Waivers", "What went well", "What went wrong", "What changes")


class PostDeploy(SectionTable):
    """``[tool.golive.post_deploy]``."""

    KEY: ClassVar[str] = "post_deploy"
    WAYS: ClassVar[Mapping[str, Way]] = {
        "critical_labels": Way.REMOVED,
        "alerts*": Way.ANY,
        "unheeded_alerts*": Way.ADDED,
        "lessons": Way.ANY,
        "lessons_sections": Way.REMOVED,
        "slower": Way.MORE,
        "baseline": Way.ANY,
        "stored": Way.ANY,
        "day": Way.ANY,  # sooner, before there is anything to see, is looser, too
        "week": Way.ANY,
        "month": Way.ANY,
    }

    critical_labels: tuple[Text, ...] = Field(
        LABELS, min_length=1, description="labels of critical issues, in upper or lower case, with * for any text"
    )
    advisories: bool = Field(
        default=True, description="whether security advisories that are neither published nor closed count, on GitHub"
    )
    issues_since: Literal["release", "ever"] = Field(
        "release", description="which issues count: those that are new since the release's commit, or all open ones"
    )
    alerts: dict[Text, Text] = Field(
        default_factory=dict,
        description="labels that each alert about this service has, all of them: {service = 'shop'}, with * for "
        "any text; those of targets.NAME.metrics.selector if not given, and alerts that lack these labels count, too",
    )
    unheeded_alerts: dict[Text, Reason] = Field(
        default_factory=dict,
        description="names of alerts that nobody has to answer, with * for any text, and why: "
        "InfoInhibitor = 'it only keeps others silent'",
    )
    lessons: Path = Field(
        "docs/lessons/{version}.md", description="path of the document about what a release has taught"
    )
    lessons_sections: tuple[Text, ...] = Field(
        SECTIONS, min_length=1, description="sections that it must have, each with content"
    )
    slower: Share = Field(
        "10%", description="how much slower responses may be in the first day than before the deployment"
    )
    baseline: int = Field(
        24, ge=1, le=168, description="hours before the deployment that response times are compared with"
    )
    stored: Text | None = Field(
        None,
        description="target whose runs of 'golive baseline record' response times of the day are held against, too",
    )
    day: int = Field(
        24, ge=0, le=168, description="hours after the deployment from which on the rows about the first day are due"
    )
    week: int = Field(
        7, ge=0, le=90, description="days after the deployment from which on the rows about the first week are due"
    )
    month: int = Field(
        30, ge=0, le=365, description="days after the deployment from which on the rows about the first month are due"
    )

    @field_validator("lessons", mode="after")
    @classmethod
    def _names_the_version(cls, value: str) -> str:
        if "{version}" not in value:
            raise ValueError("must contain {version}: each release has a document of its own")
        return value

    def wait(self, term: str) -> dt.timedelta:
        """How long after the deployment the rows of *term* are due: "day", "week" or "month"."""
        return dt.timedelta(hours=self.day) if term == "day" else dt.timedelta(days=getattr(self, term))
