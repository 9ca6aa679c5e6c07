"""The settings in ``[tool.golive.watch.signals]``: what single signals of a watch may do."""

from __future__ import annotations

from pydantic import Field

from pytest_golive.observability.watch.policy import Tolerance
from pytest_golive.settings.values.table import Table


class Tolerated(Table):
    """``signals``: what one signal may do before the watch ends, in place of what all may."""

    failure_limit: int | None = Field(None, ge=0, description="samples of it that may fail")
    inconclusive_limit: int | None = Field(None, ge=0, description="samples of it that may prove nothing")
    consecutive_error_limit: int | None = Field(
        None, ge=0, description="samples of it in succession that may not be taken"
    )

    def over(self, usual: Tolerance) -> Tolerance:
        """What the signal may do: what is said here, and what every signal may where nothing is."""

        def given(value: int | None, otherwise: int) -> int:
            return otherwise if value is None else value

        return Tolerance(
            given(self.failure_limit, usual.failure_limit),
            given(self.inconclusive_limit, usual.inconclusive_limit),
            given(self.consecutive_error_limit, usual.consecutive_error_limit),
        )
