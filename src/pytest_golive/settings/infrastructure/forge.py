"""The settings in ``[tool.golive.forge]``: where the repository's forge is, and how to send it requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from pytest_golive.settings.values.kinds import Duration, Path, Text, Url, Variable
from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.values.ways import Way


class Forge(SectionTable):
    """``[tool.golive.forge]``."""

    KEY: ClassVar[str] = "forge"
    WAYS: ClassVar[Mapping[str, Way]] = {
        "timeout": Way.NONE,
        "patience": Way.NONE,
        "token_env": Way.NONE,
        "ca_file": Way.NONE,
    }

    kind: Literal["github", "gitlab", "gitea"] | None = Field(
        None, description="what the forge is; found by its host or asked of it if not given; Forgejo is gitea"
    )
    url: Url | None = Field(
        None, description="web address of the repository, such as https://git.example/shop/shop; origin's if not given"
    )
    api: Url | None = Field(
        None, description="base address of the forge's API, if it is not the usual one below the forge's address"
    )
    remote: Text = Field("origin", description="the git remote on the forge, if no url is given")
    branch: Text | None = Field(
        None, description="the branch from which releases are made; the forge's default branch if not given"
    )
    token_env: Variable | None = Field(
        None,
        description="environment variable with a token that may read the repository; the forge's usual ones otherwise",
    )
    ca_file: Path | None = Field(None, description="PEM file of the private authority that signed its certificate")
    timeout: Duration = Field("30s", description="longest time one response may take")
    patience: Duration = Field(
        "2m", description="longest time, in all, that the run waits for a forge that is busy or limits its rate"
    )

    def variables(self) -> tuple[str, ...]:
        """The environment variable that the settings name for the token, which must never be shown."""
        return (self.token_env,) if self.token_env else ()
