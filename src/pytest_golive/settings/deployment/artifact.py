"""The settings in ``[tool.golive.deployment.artifact]``: the builds that staging and production run."""

from __future__ import annotations

from pydantic import Field, model_validator

from pytest_golive.settings.values.kinds import Argument, Duration, Globs
from pytest_golive.settings.values.table import Table


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
