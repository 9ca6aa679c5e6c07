"""Settings about the objectives of a target: which files hold them, and what must be left of their error budgets."""

from __future__ import annotations

from pydantic import Field

from pytest_golive.settings.values.bounds import Bound
from pytest_golive.settings.values.kinds import Glob, Percent, Text
from pytest_golive.settings.values.table import Table


class Slos(Table):
    """``slos``: objectives in OpenSLO's or Sloth's format, measured at the source in ``metrics``."""

    files: tuple[Glob, ...] = Field(
        min_length=1, description="globs of the files with objectives, in the format of OpenSLO or Sloth"
    )
    required: tuple[Text, ...] = Field(
        (), description="objectives that must be there, as SERVICE/NAME; whatever the files hold, if not given"
    )
    trusted: tuple[Text, ...] = Field(
        (),
        description="objectives, as SERVICE/NAME, of which the team answers for what their queries count where golive "
        "does not understand them",
    )
    services: tuple[Text, ...] = Field(
        (), description="services in these files that are this one, by the names there; all of them if not given"
    )
    budget_left: Percent = Field(
        0, description="percent of each error budget that must be left at least; some of it must be left in any case"
    )
    least_data: Percent = Field(
        25, description="percent of an objective's window for which there must be data; with fewer it is not measured"
    )
    sloth_days: int = Field(30, ge=1, le=366, description="period of Sloth's objectives in days, as Sloth is told")

    def bound(self, key: str) -> Bound:
        """What must be left of error budgets, as set by *key*."""
        comparison = ">=" if self.budget_left else ">"
        return Bound(
            key,
            comparison,
            self.budget_left,
            "%",
            "error budget left",
            words=("budget",),
            is_named=True,
            says="demands",
        )
