"""The values that a variable offers: those that were asked for, those that were saved, or those that it lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pytest_golive.observability.dashboards.api.datasource import Datasource
from pytest_golive.observability.dashboards.api.frames import error_of, named_series
from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.api.items import Json, tables_of, text_of
from pytest_golive.observability.dashboards.variables.formatting import Value
from pytest_golive.observability.dashboards.variables.interpolating import interpolate
from pytest_golive.observability.dashboards.variables.picking import NotPicked, ordered, picked

ALL: Final = "$__all"
NAME: Final = "__name__"


@dataclass(frozen=True, slots=True)
class Offered:
    """What a variable offers.

    Attributes:
        values: to choose from.
        why: nobody knows them but Grafana's page, and why; "" if they are known.
        lack: why there are none; "" if there are some.
    """

    values: tuple[str, ...] = ()
    why: str = ""
    lack: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks for what variables offer.

    Attributes:
        grafana: where.
        values: of the variables before.
        since: from when on values count, in seconds since 1970.
        until: up to when.
    """

    grafana: Grafana
    values: Mapping[str, Value]
    since: float
    until: float

    def offered(self, variable: Json, source: object) -> Offered:
        """The values of a variable that asks a datasource; those that were saved, if only the page could ask.

        Args:
            variable: as it stands.
            source: what its datasource means.

        Raises:
            CannotMeasure: Grafana cannot be asked.
            UnknownVariable: a variable that it needs has no value.
        """
        function, arguments = _call(_definition(variable))
        if not isinstance(source, Datasource) or not source.speaks_promql:
            return _saved(variable, "its query is not one of Prometheus'")
        if function == "label_values":
            match, _, label = arguments.rpartition(",")
            label, what = label.strip(), f"no series has the label {label.strip()}"
            found = self._labels(source, label, self._filled(match)) if label else None
        elif function == "metrics":
            found, what = self._labels(source, NAME, ""), f"no metric is called so: {arguments.strip()}"
            found = _picked(found, f"/{self._filled(arguments)}/")
        elif function == "query_result":
            answer, what = self._results(source, self._filled(arguments)), f"nothing comes back: {arguments.strip()}"
            if isinstance(answer, str):
                return _saved(variable, f"its query fails: {answer}")
            found = answer
        else:
            found, what = None, ""
        if found is None:
            return _saved(variable, f"{function or 'its query'} is not followed here")
        return self._chosen(variable, found, what)

    def _chosen(self, variable: Json, found: Sequence[str], what: str) -> Offered:
        written = interpolate(text_of(variable, "regex"), self.values, promql=False, strict=(), form="regex")
        try:
            values = tuple(ordered(picked(found, written), variable.get("sort")))
        except NotPicked as error:
            return _saved(variable, str(error))
        return Offered(values, lack="" if values else f"nothing fits {written}" if found else what)

    def _filled(self, text: str) -> str:
        return interpolate(text.strip(), self.values, promql=True)

    def _labels(self, source: Datasource, label: str, match: str) -> list[str]:
        label = interpolate(label, self.values, promql=True)
        return self.grafana.label_values(source, label, match, self.since, self.until)

    def _results(self, source: Datasource, query: str) -> list[str] | str:
        """The series of an instant query, as Grafana's page writes them; its error, if it fails."""
        asked = {"refId": "A", "expr": query, "instant": True, "range": False, "format": "time_series"}
        asked |= {"datasource": {"type": source.kind, "uid": source.uid}, "intervalMs": 15_000, "maxDataPoints": 200}
        result = self.grafana.query([asked], self.since, self.until).get("A", {})
        return error_of(result) or named_series(result)


def listed(variable: Json) -> Offered:
    """The values of a variable that asks nobody."""
    saved = _saved(variable, "").values
    return Offered(saved or tuple(_custom(text_of(variable, "query"))), lack="it lists none")


def _picked(found: Sequence[str], written: str) -> list[str] | None:
    try:
        return picked(found, written)
    except NotPicked:
        return None


def _saved(variable: Json, why: str) -> Offered:
    found = [text_of(option, "value") for option in tables_of(variable, "options")]
    values = tuple(text for text in found if text and text != ALL)
    return Offered(values, "" if values else why)


def _definition(variable: Json) -> str:
    query: Any = variable.get("query")
    written = query if isinstance(query, str) else text_of(query, "query")
    return written or text_of(variable, "definition")


def _call(definition: str) -> tuple[str, str]:
    """The function and the arguments in "label_values(series, label)"; two empty texts if it is something else."""
    name, bracket, rest = definition.strip().partition("(")
    return (name.strip(), rest[:-1]) if bracket and rest.endswith(")") and name.strip().isidentifier() else ("", "")


def _custom(query: str) -> list[str]:
    """The values in the text of a custom variable: "a, b, Name : c"."""
    parts = (part.strip() for part in query.split(","))
    return [part.rpartition(" : ")[2].strip() for part in parts if part]
