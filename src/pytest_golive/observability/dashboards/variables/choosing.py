"""The values of a dashboard's variables, as somebody sees them who opens it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.dashboards.api.datasource import Datasource
from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.api.items import Json, shown, table_of, tables_of, text_of
from pytest_golive.observability.dashboards.sources import Datasources
from pytest_golive.observability.dashboards.variables.interpolating import UnknownVariable, Value, interpolate
from pytest_golive.observability.dashboards.variables.pacing import Pace

ALL: Final = "$__all"
ANYTHING: Final = Value((".+",), is_multiple=True, is_raw=True)
NOT_SUBSTITUTED: Final = frozenset({"adhoc", "groupby", "snapshot"})
MOST: Final = 200  # values that a regular expression of all of them may name


@dataclass
class Chooser:
    """Chooses the values of one dashboard's variables, one after the other, since one may use another.

    Attributes:
        grafana: asked for the values of labels.
        known: Grafana's datasources.
        given: values from the settings, by the names of variables.
        since: from when on values count, in seconds since 1970.
        until: up to when.
        values: the values so far; Grafana's own at the beginning.
        sources: the variables for datasources, and their values.
        unknown: variables whose values nobody could find out, and why.
    """

    grafana: Grafana
    known: Sequence[Datasource]
    given: Mapping[str, str]
    since: float
    until: float
    values: dict[str, Value] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, str] = field(default_factory=dict)

    def choose(self, variables: Sequence[Json]) -> None:
        """Choose the values of *variables*, in their order."""
        self.values |= built_in(self.since, self.until)
        for variable in variables:
            name, kind = text_of(variable, "name"), text_of(variable, "type")
            if name and kind not in NOT_SUBSTITUTED:
                try:
                    self.values[name] = self._value(name, kind, variable)
                except (CannotMeasure, UnknownVariable) as error:
                    self.unknown[name] = str(error)

    def _value(self, name: str, kind: str, variable: Json) -> Value:
        multiple = variable.get("multi") is True or variable.get("includeAll") is True
        if name in self.given:
            if kind == "datasource":
                self.sources[name] = self.given[name]
            return Value((self.given[name],), multiple)
        saved = _saved(variable)
        if kind == "datasource":
            return self._of_datasource(name, variable, saved)
        if kind in {"constant", "textbox", "interval"}:
            return Value((_simple(kind, variable, saved),))
        return self._of_options(name, kind, variable, saved)

    def _of_options(self, name: str, kind: str, variable: Json, saved: Sequence[str]) -> Value:
        """What was saved, if it is still to be chosen; else the first that is, or all."""
        multiple = variable.get("multi") is True or variable.get("includeAll") is True
        options = self._options(kind, variable)
        if saved and ALL not in saved:
            still = tuple(text for text in saved if text in options) if options else tuple(saved)
            return Value(still or (options[0],), multiple)
        if saved or (variable.get("includeAll") is True and not options):
            own = text_of(variable, "allValue")
            return Value((own,), multiple, is_raw=True) if own else _of_all(options)
        if not options:
            raise UnknownVariable(f"the variable ${name} has no values")
        return Value((options[0],), multiple)

    def _of_datasource(self, name: str, variable: Json, saved: Sequence[str]) -> Value:
        """A datasource: the one that was saved, if it is still there, else the first of its type."""
        kind = text_of(variable, "query")
        fitting = [one for one in self.known if one.kind == kind]
        wanted = saved[0] if saved and saved[0] != ALL else ""
        found = next((one for one in fitting if wanted in {one.uid, one.name}), None)
        found = found or next((one for one in fitting if one.is_default), None) or next(iter(fitting), None)
        if found is None:
            raise UnknownVariable(f"the variable ${name} needs a datasource of the type {shown(kind)!r}: there is none")
        self.sources[name] = found.uid
        return Value((found.uid,))

    def _options(self, kind: str, variable: Json) -> list[str]:
        """The values to choose from; [] if only Grafana's pages could tell."""
        listed = [text_of(option, "value") for option in tables_of(variable, "options")]
        options = [text for text in listed if text and text != ALL]
        if kind != "query":
            return options or _custom(text_of(variable, "query"))
        match, label = _label_values(self._definition(variable))
        if not label or text_of(variable, "regex"):
            return options
        meant = Datasources(self.known, self.sources).of(variable.get("datasource"))
        if not isinstance(meant, Datasource) or not meant.speaks_promql:
            return options
        match = interpolate(match, self.values, promql=True)
        asked = self.grafana.label_values(meant, label, match, self.since, self.until)
        if not asked:
            raise UnknownVariable(
                f"the variable ${text_of(variable, 'name')} has no values: no series has the label {label}"
            )
        return asked

    @staticmethod
    def _definition(variable: Json) -> str:
        query = variable.get("query")
        written = query if isinstance(query, str) else text_of(query, "query")
        return written or text_of(variable, "definition")


def built_in(since: float, until: float) -> dict[str, Value]:
    """Grafana's own variables; those for the distance of values as it is by default."""
    length = round(until - since)
    values = {
        "__range": f"{length}s",
        "__range_s": str(length),
        "__range_ms": str(length * 1000),
        "__from": str(round(since * 1000)),
        "__to": str(round(until * 1000)),
    }
    return {**Pace().values, **{name: Value((value,)) for name, value in values.items()}}


def _simple(kind: str, variable: Json, saved: Sequence[str]) -> str:
    """The value of a variable that asks nobody."""
    if kind == "interval":
        return saved[0] if saved and saved[0][:1].isdigit() else "1m"
    return text_of(variable, "query") if kind == "constant" or not saved else saved[0]


def _saved(variable: Json) -> list[str]:
    """The values that the dashboard was saved with; [] if there are none."""
    current: Any = table_of(variable, "current").get("value")
    found = current if isinstance(current, list) else [current]
    return [str(one) for one in found if isinstance(one, str | int | float) and str(one)]


def _of_all(options: Sequence[str]) -> Value:
    return Value(tuple(options), is_multiple=True) if 0 < len(options) <= MOST else ANYTHING


def _label_values(definition: str) -> tuple[str, str]:
    """The series and the label in "label_values(series, label)"; two empty texts if it is something else."""
    text = definition.strip()
    if not text.startswith("label_values(") or not text.endswith(")"):
        return "", ""
    match, _, label = text.removeprefix("label_values(")[:-1].rpartition(",")
    label = label.strip()
    return (match.strip(), label) if label.isidentifier() and label.isascii() else ("", "")


def _custom(query: str) -> list[str]:
    """The values in the text of a custom variable: "a, b, Name : c"."""
    parts = (part.strip() for part in query.split(","))
    return [part.rpartition(" : ")[2].strip() for part in parts if part]
