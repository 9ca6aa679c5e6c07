"""The settings in ``[tool.golive.rollback.migrations]``: whether migrations of a database can be undone."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from pytest_golive.settings.values.kinds import Glob, Reason
from pytest_golive.settings.values.table import Table


class Migrations(Table):
    """``[tool.golive.rollback.migrations]``."""

    reversible: Literal["measured", "always", "never"] = Field(
        "measured",
        description="'measured' by reading files of Alembic, Django and Flyway; 'always' or 'never' if another tool "
        "migrates, or files tell too little",
    )
    reason: Reason | None = Field(None, description="why migrations are always, or never, reversible")
    exceptions: dict[Glob, Reason] = Field(
        default_factory=dict,
        description="globs of migrations without a way back after which a rollback works all the same, and why",
    )

    @model_validator(mode="after")
    def _has_its_reason(self) -> Migrations:
        if self.reversible != "measured" and self.reason is None:
            raise ValueError(f"has reversible = {self.reversible!r} and needs a reason")
        if self.reversible == "measured" and self.reason is not None:
            raise ValueError("has a reason, which only reversible = 'always' or 'never' needs")
        return self
