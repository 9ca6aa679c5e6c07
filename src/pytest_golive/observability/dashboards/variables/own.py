"""Grafana's own variables: about the time, the dashboard, and who looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.dashboards.api.items import Json, text_of
from pytest_golive.observability.dashboards.variables.formatting import Value
from pytest_golive.observability.dashboards.variables.pacing import Pace

ANY_ZONE: Final = frozenset({"", "browser"})  # that of whoever looks
OF_VIEWERS: Final = {"__user": ("id", "login", "email"), "__org": ("id", "name")}
OF_ALL: Final = ("__all_variables", "__url")  # what an address holds


def built_in(body: Json, since: float, until: float) -> dict[str, Value]:
    """Grafana's own variables that are the same for everybody; those for the distance of values as it is by default.

    Args:
        body: of the dashboard.
        since: seconds since 1970.
        until: the same.
    """
    length, zone = round(until - since), text_of(body, "timezone")
    begin, end = round(since * 1000), round(until * 1000)
    values = {
        "__range": f"{length}s",
        "__range_s": str(length),
        "__range_ms": str(length * 1000),
        "__from": str(begin),
        "__to": str(end),
        "__url_time_range": f"from={begin}&to={end}",
        "__dashboard": text_of(body, "uid"),
        "__dashboard.uid": text_of(body, "uid"),
        "__dashboard.name": text_of(body, "title"),
        "__timezone": "UTC" if zone in ANY_ZONE else zone,
        "__searchFilter": ".*",  # what a viewer has typed, of whom there is none
    }
    return {**Pace().values, **{name: Value((value,)) for name, value in values.items()}}


def of_viewers(given: Mapping[str, str]) -> Iterator[tuple[str, CannotMeasure]]:
    """Those that depend on who looks, and why nobody knows their values; without those that the settings give."""
    for name, members in OF_VIEWERS.items():
        for whole in (name, *(f"{name}.{member}" for member in members)):
            if whole not in given:
                yield whole, untold(whole, "it depends on who looks at the dashboard")
    for name in OF_ALL:
        yield name, untold(name, "it depends on the address of the page")


def untold(name: str, why: str) -> CannotMeasure:
    """The error about a variable whose value only Grafana's page knows."""
    key = name if name.isidentifier() else f'"{name}"'
    return CannotMeasure(
        f"the value of the variable ${name} is not known: {why}",
        f"say it in dashboards of the target: variable_values.{key}",
    )
