"""One query of a panel as Grafana sends it: with the values of variables, the dashboard's filters, and its pace."""

from __future__ import annotations

from typing import Any

from pytest_golive.observability.dashboards.api.datasource import Datasource
from pytest_golive.observability.dashboards.api.items import Json, text_of
from pytest_golive.observability.dashboards.model import Instance
from pytest_golive.observability.dashboards.variables.filtering import filtered
from pytest_golive.observability.dashboards.variables.interpolating import deeply, interpolate
from pytest_golive.observability.dashboards.variables.pacing import Pace

MOST_VALUES = 200


def filled_in(one: Instance, target: Json, source: Datasource) -> dict[str, Any]:
    """The query, to which its letter and its datasource are to be added.

    A variable that nobody defines makes a query in PromQL useless; in other languages it may be one of their words, and
    in a legend it is no more than ugly.

    Args:
        one: the panel that has it.
        target: the query as it stands.
        source: the datasource that it asks.

    Raises:
        UnknownVariable: it uses a variable that has no value.
        CannotMeasure: a filter of the dashboard cannot be put into it here.
    """
    interval = interpolate(text_of(target, "interval"), one.values, promql=False, strict=())
    pace = Pace.of(source.interval, one.panel.interval, interval)
    values, strict = {**one.values, **pace.values}, () if source.speaks_promql else one.choice.unknown
    promql = source.speaks_promql or source.kind == "loki"
    filled: dict[str, Any] = deeply(target, values, promql=promql, strict=strict)
    expression = text_of(target, "expr")
    if expression and source.speaks_promql:
        filled["expr"] = interpolate(expression, values, promql=True)
    put = filtered(text_of(filled, "expr"), source, one.choice.filters, one.choice.sources)
    return filled | ({"expr": put} if put else {}) | {"intervalMs": pace.milliseconds, "maxDataPoints": MOST_VALUES}
