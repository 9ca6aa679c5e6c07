"""The settings in ``[tool.golive.rollback]``: when a release is rolled back, how, and who is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final, Literal

from pydantic import Field, field_validator

from pytest_golive.delivery.steps.filling.placeholders import check_known, names_in
from pytest_golive.settings.deployment.artifact import Builds
from pytest_golive.settings.rollback.migrations import Migrations
from pytest_golive.settings.rollback.rehearsal import Rehearsing
from pytest_golive.settings.values.bounds import Bound
from pytest_golive.settings.values.kinds import Argument, Duration, Factor, GateId, Path, Reason, Text
from pytest_golive.settings.values.quantities import times
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way

OF_MESSAGE: Final = ("version", "commit", "previous", "previous_commit", "reason", "commits")
MESSAGE: Final = """\
Revert {version}: back to {previous}

{reason}

This reverts all that {previous}..{commit} has changed, so that the content is that of {previous} ({previous_commit})
again. Merges are part of it. To bring the changes back, revert this commit.

{commits}"""
SECTIONS: Final = ("Summary", "Impact", "Timeline", "Trigger", "Samples", "Root cause", "Recovery", "What changes")
SLOW: Final = ("response", "latenc", "slow", "baseline")  # how rows speak of response times
TRIGGERS: Final = ("error_rate", "latency", "critical", "security")
Trigger = Literal["error_rate", "latency", "critical", "security"]


class Rollback(SectionTable):
    """``[tool.golive.rollback]``."""

    KEY: ClassVar[str] = "rollback"
    PROJECT: ClassVar[str] = "service"
    WAYS: ClassVar[Mapping[str, Way]] = {
        "command": Way.NONE,
        "timeout": Way.NONE,
        "notify": Way.NONE,
        "latency": Way.ANY,
        "baseline": Way.ANY,
        "before": Way.ANY,
        "critical": Way.REMOVED,
        "security_alerts*": Way.ANY,
        "security_issues": Way.REMOVED,
        "security_row": Way.GONE,
        "not_watched*": Way.ADDED,
        "artifact*": Way.ANY,
        "first_release": Way.FIRST,
        "rehearsal_days": Way.MORE,
        "message": Way.NONE,
        "rehearsal*": Way.ANY,
        "notified_row": Way.ANY,
        "back_to": Way.ANY,
        "post_mortem": Way.ANY,
        "post_mortem_sections": Way.REMOVED,
        "migrations.exceptions*": Way.ADDED,
        "migrations*": Way.ANY,
    }

    command: tuple[Argument, ...] | None = Field(
        None,
        min_length=1,
        description="program and arguments that roll this release back, which people and pipelines are shown; "
        "{version}, {tag}, {commit}, {previous} (its tag), {previous_version}, {previous_commit}, {target} and {url} "
        "stand for those of the run",
    )
    timeout: Duration = Field("30m", description="timeout of that command")
    notify: tuple[Text, ...] = Field(
        (), description="who is told of a rollback: names of announcements.audiences, or other names"
    )
    latency: Factor = Field("2x", description="how many times as long as the baseline responses may take")
    baseline: Duration | None = Field(
        None,
        description="response time that is usual; that of the time before the deployment if not given, else that of "
        "golive baseline",
    )
    before: Duration = Field("1h", description="how much of the time before the deployment is the baseline")
    critical: tuple[GateId, ...] = Field(
        (), description="gates without which the service is of no use, such as 'gates/test_shop.py::test_orders'"
    )
    security_alerts: dict[Text, Text] = Field(
        default_factory=dict,
        description="labels that an alert of a security incident has, all of them, such as {category = 'security'}; "
        "* in a value stands for any text",
    )
    security_issues: tuple[Text, ...] = Field(
        (), description="labels of issues about a security incident, in upper or lower case, with * for any text"
    )
    security_row: Text | None = Field(
        None, description="id of the checklist's row by which people sign that there is no incident, or reject it"
    )
    not_watched: dict[Trigger, Reason] = Field(
        default_factory=dict,
        description="triggers that nobody watches: error_rate, latency, critical, security, and why",
    )

    artifact: Builds | None = Field(
        None,
        description="where the artefact of the release before is found, with the same words in braces: exactly one of "
        "command, manifests, files",
    )
    artifact_timeout: Duration = Field("1m", description="timeout of the artefact's command")
    first_release: Reason | None = Field(
        None, description="what happens if the first release fails, to which no other can be gone back"
    )
    rehearsal_days: int = Field(30, ge=1, le=365, description="days for which a rehearsal on staging counts")
    message: Text = Field(
        MESSAGE,
        description="message of the commit that golive rollback --prepare makes; {version}, {commit}, {previous}, "
        "{previous_commit}, {reason} and {commits} stand for what they say",
    )
    rehearsal: Rehearsing | None = Field(None, description="data of a rehearsal, which must not be lost")
    notified_row: Text | None = Field(
        None, description="id of the checklist's row by which people sign that names besides audiences were told"
    )
    back_to: Text | None = Field(
        None, description="tag or branch that production came back to; the tag of the release before if not given"
    )
    post_mortem: Path = Field("docs/post-mortems/{version}.md", description="path of the document about a rollback")
    post_mortem_sections: tuple[Text, ...] = Field(
        SECTIONS, min_length=1, description="sections that it must have, each with content"
    )
    migrations: Migrations = Field(
        Migrations.model_construct(), description="whether migrations of a database can be undone"
    )

    @field_validator("command")
    @classmethod
    def _is_understood(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        check_known(value or ())
        return value

    @field_validator("back_to")
    @classmethod
    def _is_a_name(cls, value: str | None) -> str | None:
        check_known((value or "",))
        return value

    @field_validator("post_mortem", mode="after")
    @classmethod
    def _names_the_version(cls, value: str) -> str:
        if "{version}" not in value:
            raise ValueError("must contain {version}: each release has a document of its own")
        return value

    @field_validator("artifact")
    @classmethod
    def _is_found_by_known_words(cls, value: Builds | None) -> Builds | None:
        if value is not None:
            check_known((*(value.command or ()), *value.manifests, *value.files))
        return value

    @field_validator("message")
    @classmethod
    def _is_a_message(cls, value: str) -> str:
        check_known((value,), OF_MESSAGE)
        if "{reason}" not in value:
            raise ValueError("must contain {reason}: whoever reads the commit asks why")
        return value

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Those that the command contains."""
        return names_in(*self.command or ())

    def bounds(self) -> Mapping[str, Sequence[Bound]]:
        """What the limits mean to the gate."""
        factor = times(self.latency)
        return {"no_trigger_fired": [Bound("rollback.latency", "<=", factor, "x", "response time", words=SLOW)]}
