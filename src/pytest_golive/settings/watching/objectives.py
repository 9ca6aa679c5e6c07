"""The settings in ``[tool.golive.watch.objectives]``: how fast a release may burn the error budgets of objectives."""

from __future__ import annotations

from typing import Final

from pydantic import Field, model_validator

from pytest_golive.settings.values.checks import seconds
from pytest_golive.settings.values.kinds import Duration, Text
from pytest_golive.settings.values.table import Table

PREFIX: Final = "objectives::"


class Burn(Table):
    """``burns.NAME``: a pair of windows, in both of which a budget must burn too fast."""

    rate: float = Field(
        gt=0, description="how many times as fast as would spend the budget in just its window a budget may burn"
    )
    long: Duration = Field(description="the long window; the time since the deployment while that is shorter")
    short: Duration = Field(description="the short window, which tells that it still burns; nothing is told before it")

    @model_validator(mode="after")
    def _is_sound(self) -> Burn:
        if seconds(self.short) >= seconds(self.long):
            raise ValueError(
                f"has a short window of {self.short}, which must be shorter than the long one, {self.long}"
            )
        return self


# What pages somebody, by the SRE workbook; 3x over a day and 1x over three days are for tickets.
FAST: Final = Burn.model_construct(rate=14.4, long="1h", short="5m")
SLOW: Final = Burn.model_construct(rate=6.0, long="6h", short="30m")


class Objectives(Table):
    """``[tool.golive.watch.objectives]``."""

    watched: bool = Field(default=True, description="whether the objectives of the target's slos are watched")
    only: tuple[Text, ...] = Field(
        (), description="objectives that are watched, as SERVICE/NAME; all of the target's if not given"
    )
    burns: dict[Text, Burn] = Field(
        default_factory=lambda: {"fast": FAST, "slow": SLOW},
        min_length=1,
        max_length=6,
        description="pairs of windows with their burn rates; 14.4 over 1h and 5m, and 6 over 6h and 30m, if not given",
    )
    fewest_events: int = Field(
        100, ge=1, description="events in each window without which a budget that seems to last proves nothing"
    )
    fewest_bad: int = Field(
        5, ge=1, description="bad events in the long window without which a budget that seems to burn proves nothing"
    )

    @model_validator(mode="before")
    @classmethod
    def _of_a_word(cls, value: object) -> object:
        return {"watched": value} if isinstance(value, bool) else value
