"""Filters that a dashboard is saved with, which Grafana puts into every query of their datasource."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.dashboards.api.datasource import Datasource
from pytest_golive.observability.dashboards.api.items import Json, list_of, shown, tables_of, text_of
from pytest_golive.observability.dashboards.sources import Datasources
from pytest_golive.observability.queries.rewriting import escaped, restricted
from pytest_golive.observability.queries.selecting import Matcher, NotUnderstood

PLAIN: Final = frozenset({"=", "!=", "=~", "!~"})
OF_SEVERAL: Final = {"=|": "=~", "!=|": "!~"}
CURE: Final = "save the dashboard without the filter, unless viewers are meant to see this alone"


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition that a dashboard is saved with.

    Attributes:
        source: what its datasource is, as it stands.
        key: the label.
        op: as Grafana has it: also "=|", "<".
        values: one, or several.
    """

    source: Any
    key: str
    op: str
    values: tuple[str, ...]

    @property
    def said(self) -> str:
        """In words: 'job="shop"'."""
        return shown(f'{self.key}{self.op}"{"|".join(self.values)}"')

    @property
    def matcher(self) -> Matcher | None:
        """In PromQL; None if it cannot be told."""
        if self.op in PLAIN:
            return Matcher(self.key, self.op, self.values[0] if self.values else "")
        if self.op in OF_SEVERAL:
            return Matcher(self.key, OF_SEVERAL[self.op], "|".join(map(escaped, self.values)))
        return None


def filters_of(variable: Json) -> Iterator[Filter]:
    """The filters in a variable of the type "adhoc"."""
    for each in (*tables_of(variable, "baseFilters"), *tables_of(variable, "filters")):
        key, op = text_of(each, "key"), text_of(each, "operator")
        several = tuple(value for value in list_of(each, "values") if isinstance(value, str))
        if key and op:
            values = several if op in OF_SEVERAL and several else (text_of(each, "value"),)
            yield Filter(variable.get("datasource"), key, op, values)


def filtered(query: str, source: Datasource, filters: tuple[Filter, ...], sources: Datasources) -> str:
    """A query with the filters for its datasource.

    Raises:
        CannotMeasure: a filter counts for it, and cannot be put into it here.
    """
    own = [one for one in filters if sources.of(one.source) == source]
    matchers = [matcher for one in own if (matcher := one.matcher) is not None]
    said = " and ".join(one.said for one in own)
    if len(matchers) != len(own) or (own and not source.speaks_promql):
        raise CannotMeasure(f"what it shows with the filter {said}, which the dashboard has, is not proven", CURE)
    try:
        return restricted(query, matchers)
    except NotUnderstood as error:
        what = f"what it shows with the filter {said}, which the dashboard has, is not proven: {error}"
        raise CannotMeasure(what, CURE) from None
