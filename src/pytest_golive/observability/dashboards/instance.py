"""One panel that is looked at, with the values of the variables that it uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pytest_golive.observability.dashboards.interpolating import UnknownVariable, Values
from pytest_golive.observability.dashboards.model import Dashboard, Panel
from pytest_golive.observability.dashboards.sources import Datasources


class Broken(Exception):
    """A panel that shows nothing of this service; the message says why."""


@dataclass(frozen=True, slots=True)
class Instance:
    """A panel that is looked at.

    Attributes:
        dashboard: the dashboard that it is in.
        panel: the panel, with the content of its library panel.
        values: the values of variables.
        sources: what its datasources mean.
        unknown: variables without values, and why.
        path: of the dashboard's file; "" if it is in none.
        place: the dashboard in words.
    """

    dashboard: Dashboard
    panel: Panel
    values: Values
    sources: Datasources
    unknown: Mapping[str, str]
    path: str
    place: str

    def without_variable(self, error: UnknownVariable) -> Exception:
        """The error for a query with a variable that has no value."""
        reason = next((why for name, why in self.unknown.items() if f"${name}," in str(error)), "")
        return Broken(reason or str(error))
