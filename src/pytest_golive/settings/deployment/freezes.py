"""The settings in ``[[tool.golive.deployment.freezes]]``: the times in which nothing is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field, model_validator

from pytest_golive.settings.values.kinds import Reason, Text, When
from pytest_golive.settings.values.table import Table

if TYPE_CHECKING:
    from pytest_golive.delivery.locking.freezes import Freeze


class FreezeTable(Table):
    """``[[tool.golive.deployment.freezes]]``: a time in which nothing is released."""

    from_: When = Field(
        alias="from", description="when it begins: '2026-12-20', '2026-12-24 18:00', or 'fri 16:00' for every week"
    )
    until: When = Field(description="when it ends, in the same way; of a day, that day is its last")
    zone: Text | None = Field(
        None, description="time zone of these times, such as 'Europe/Berlin'; none if both have their offsets from UTC"
    )
    targets: tuple[Text, ...] | None = Field(None, min_length=1, description="targets that it is for; all if not given")
    reason: Reason = Field(description="why nothing is released then")

    @model_validator(mode="after")
    def _is_a_time(self) -> FreezeTable:
        self.freeze  # noqa: B018 -- the property raises if there is no such time
        return self

    @property
    def freeze(self) -> Freeze:
        """The freeze itself."""
        from pytest_golive.delivery.locking.freezes import freeze_of

        return freeze_of(self.reason, self.from_, self.until, self.zone, self.targets or ())
