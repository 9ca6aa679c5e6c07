"""The settings in ``[tool.golive.rollback.rehearsal]``: by what a rehearsal writes data and looks for them."""

from __future__ import annotations

from pydantic import Field

from pytest_golive.settings.values.kinds import Argument, Duration
from pytest_golive.settings.values.table import Table


class Rehearsing(Table):
    """``[tool.golive.rollback.rehearsal]``."""

    write: tuple[Argument, ...] = Field(
        min_length=1, description="program and arguments that write data through the new release, such as orders"
    )
    verify: tuple[Argument, ...] = Field(
        min_length=1, description="program and arguments that exit with 0 only if the service has all these data"
    )
    timeout: Duration = Field("10m", description="timeout of each of them")
