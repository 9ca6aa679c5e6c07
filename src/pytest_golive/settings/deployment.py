"""The settings in ``[tool.golive.deployment]``: where a release comes from, and how it is deployed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field, model_validator

from pytest_golive.settings.values.kinds import Argument, Duration, Globs, Reason, Text, UrlPath
from pytest_golive.settings.values.table import SectionTable, Table
from pytest_golive.settings.values.ways import Way


class Builds(Table):
    """``[tool.golive.deployment.artifact]`` ``staging`` and ``production``: where the builds of each are named."""

    command: tuple[Argument, ...] | None = Field(
        None, min_length=1, description="program and arguments that print digests, such as NAME@sha256:…"
    )
    manifests: Globs = Field((), description="globs of files that name images, each by its digest")
    files: Globs = Field((), description="globs of the builds themselves")

    @model_validator(mode="after")
    def _is_one_way(self) -> Builds:
        if sum(map(bool, (self.command, self.manifests, self.files))) != 1:
            raise ValueError("needs exactly one of command, manifests, files")
        return self


class Artifact(Table):
    """``[tool.golive.deployment.artifact]``."""

    staging: Builds = Field(description="where the builds that staging runs are named")
    production: Builds = Field(description="where the builds that go to production are named")
    timeout: Duration = Field("1m", description="timeout of each command")

    @property
    def names_one(self) -> bool:
        """Whether both sides name the same source, so that nothing would be compared."""
        one, other = ((said.command, set(said.manifests), set(said.files)) for said in (self.staging, self.production))
        return one == other


class Deployment(SectionTable):
    """``[tool.golive.deployment]``."""

    KEY: ClassVar[str] = "deployment"
    PROJECT: ClassVar[str] = "service"
    WAYS: ClassVar[Mapping[str, Way]] = {
        "timeout": Way.NONE,
        "probe_interval": Way.MORE,
        "probe_timeout": Way.MORE,
        "settle": Way.LESS,
        "branches": Way.ADDED,
        "annotated_tags": Way.LESS,
        "signed_tags": Way.LESS,
    }

    command: tuple[Argument, ...] | None = Field(
        None, min_length=1, description="program and arguments that deploy this release and wait until it serves"
    )
    timeout: Duration = Field("30m", description="timeout of the deployment")
    probe_path: UrlPath | None = Field(
        None, description="path that is requested during the deployment; the target's health if not given"
    )
    probe_interval: Duration = Field(
        "50ms", description="time between two requests over each kind of connection, at least 10ms"
    )
    probe_timeout: Duration = Field("1s", description="time after which a request without a response has failed")
    settle: Duration = Field("5s", description="time to keep watching after the deployment, while old instances drain")
    remote: str = Field(
        "origin", pattern=r"^\w[\w./-]*$", description="the team's git remote, by its name in the clone"
    )
    branches: tuple[Text, ...] = Field(
        (),
        description="branches of the remote that releases are made from, such as 'main' and 'release/*'; its default "
        "branch if none",
    )
    annotated_tags: bool = Field(
        default=True, description="whether the release tag must be annotated; tags that forges create are not"
    )
    signed_tags: bool = Field(
        default=False,
        description="whether the release tag must be signed, by an SSH or OpenPGP key in signing.people",
    )
    artifact: Artifact | None = Field(None, description="the builds that staging runs, and those that go to production")


class Reviews(SectionTable):
    """``[tool.golive.reviews]``."""

    KEY: ClassVar[str] = "reviews"
    SHOWN: ClassVar[tuple[str, ...]] = ("approvals", "bots")
    WAYS: ClassVar[Mapping[str, Way]] = {
        "approvals": Way.LESS,
        "bots": Way.REMOVED,
        "unreviewed": Way.ADDED,
    }

    approvals: int = Field(1, ge=1, le=20, description="number of approvals that each merged change needs")
    bots: tuple[Text, ...] = Field(
        ("*[bot]", "*-bot"), description="accounts of programs, whose approvals never count; * stands for any text"
    )
    unreviewed: tuple[Text, ...] = Field(
        (), description="accounts, or addresses of commits, whose changes need no approval, such as 'renovate[bot]'"
    )
    exceptions: dict[Text, Reason] = Field(
        default_factory=dict, description="changes such as '#12' or '!12', or names of commits, that may stay, and why"
    )
    since: Text | None = Field(
        None, description="commit or tag after which reviews are required, if it is later than the last release"
    )
