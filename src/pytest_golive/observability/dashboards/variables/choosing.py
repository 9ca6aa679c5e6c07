"""The values of a dashboard's variables, as somebody sees them who opens it now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.dashboards.api.datasource import Datasource
from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.api.items import Json, shown, table_of, text_of
from pytest_golive.observability.dashboards.model import Broken, Choice, Dashboard
from pytest_golive.observability.dashboards.sources import Datasources
from pytest_golive.observability.dashboards.variables.filtering import Filter, filters_of
from pytest_golive.observability.dashboards.variables.formatting import Value
from pytest_golive.observability.dashboards.variables.interpolating import UnknownVariable, interpolate
from pytest_golive.observability.dashboards.variables.options import ALL, Asker, Offered, listed
from pytest_golive.observability.dashboards.variables.own import built_in, of_viewers, untold
from pytest_golive.observability.dashboards.variables.picking import NotPicked, pattern_of

ANYTHING: Final = Value((".+",), is_multiple=True, is_raw=True)
NOT_SUBSTITUTED: Final = frozenset({"groupby", "snapshot"})
MOST: Final = 200  # values that a regular expression of all of them may name
CURE: Final = "correct the variable in Grafana, or say its value in dashboards of the target: variable_values"


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
        unknown: variables whose values nobody could find out, and why: a fault of theirs, or that only viewers know.
        lacking: variables that have no value to choose, and why.
        filters: conditions that the dashboard puts into every query.
    """

    grafana: Grafana
    known: Sequence[Datasource]
    given: Mapping[str, str]
    since: float
    until: float
    values: dict[str, Value] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    unknown: dict[str, Exception] = field(default_factory=dict)
    lacking: dict[str, str] = field(default_factory=dict)
    filters: list[Filter] = field(default_factory=list)

    def choose(self, dashboard: Dashboard) -> Choice:
        """The values of a dashboard's variables, chosen in their order."""
        self.values |= built_in(dashboard.body, self.since, self.until)
        self.values |= {name: Value((text,)) for name, text in self.given.items() if name.startswith("__")}
        self.unknown |= of_viewers(self.given)
        for variable in dashboard.variables:
            name, kind = text_of(variable, "name"), text_of(variable, "type")
            if kind == "adhoc":
                self.filters += filters_of(variable)
            elif name and kind not in NOT_SUBSTITUTED:
                self._choose(name, kind, variable)
        sources = Datasources(self.known, self.sources)
        return Choice(self.values, sources, self.unknown, self.lacking, tuple(self.filters))

    def _choose(self, name: str, kind: str, variable: Json) -> None:
        try:
            self.values[name] = self._value(name, kind, variable)
        except UnknownVariable as error:
            needed = self.unknown.get(error.name)
            self.unknown[name] = needed or Broken(f"the variable ${name} needs another: {error}", CURE)
        except (CannotMeasure, Broken) as error:
            self.unknown[name] = error

    def _value(self, name: str, kind: str, variable: Json) -> Value:
        multiple = variable.get("multi") is True or variable.get("includeAll") is True
        if name in self.given:
            if kind == "datasource":
                self.sources[name] = self.given[name]
            return Value((self.given[name],), multiple)
        saved = _saved(variable)
        if kind == "datasource":
            return self._of_datasource(name, variable, saved)
        if kind in {"constant", "textbox", "interval", "switch"}:
            return Value((_simple(kind, variable, saved),))
        if kind != "query":
            return self._of_options(name, variable, saved, listed(variable))
        meant = Datasources(self.known, self.sources).of(variable.get("datasource"))
        asker = Asker(self.grafana, self.values, self.since, self.until)
        speaks = isinstance(meant, Datasource) and meant.speaks_promql
        return self._of_options(name, variable, saved, asker.offered(variable, meant), any_value=speaks)

    def _of_options(
        self, name: str, variable: Json, saved: Sequence[str], offered: Offered, *, any_value: bool = False
    ) -> Value:
        """What was saved, if it is still to be chosen; else all, or the first that is; nothing, if nothing is."""
        has_all, own = variable.get("includeAll") is True, text_of(variable, "allValue")
        multiple = variable.get("multi") is True or has_all
        if saved and ALL not in saved:
            still = tuple(saved) if offered.why else tuple(text for text in saved if text in offered.values)
            if still:
                return Value(still, multiple)
        if not (offered.why or offered.values):
            self.lacking[name] = f"the variable ${name} has no values: {offered.lack}"
        if has_all or ALL in saved:
            if own:
                return Value((own,), multiple, is_raw=True)
            if not offered.why:
                return _of_all(offered.values)
            if any_value:
                return ANYTHING
        if offered.why:
            raise untold(name, offered.why)
        if not offered.values:
            return Value((), multiple) if multiple else Value(("",))
        return Value(offered.values[:1], multiple)

    def _of_datasource(self, name: str, variable: Json, saved: Sequence[str]) -> Value:
        """A datasource: the one that was saved, if it is still offered, else the first of its type by name."""
        kind, written = text_of(variable, "query"), text_of(variable, "regex")
        fitting = sorted((one for one in self.known if one.kind == kind), key=lambda one: one.name.lower())
        if not fitting:
            raise Broken(f"the variable ${name} needs a datasource of the type {shown(kind)!r}: there is none", CURE)
        default = next((one for one in fitting if one.is_default), None)
        if regex := interpolate(written, self.values, promql=False, strict=(), form="regex"):
            try:
                pattern = pattern_of(regex)
            except NotPicked as error:
                raise untold(name, str(error)) from None
            fitting = [one for one in fitting if pattern.search(one.name)]
            default = default if pattern.search("default") or default in fitting else None
        wanted = saved[0] if saved and saved[0] != ALL else ""
        found = default if wanted == "default" else next((o for o in fitting if wanted in {o.uid, o.name}), None)
        found = found or next(iter(fitting), default)
        if found is None:
            what = f"the variable ${name} offers no datasource: of the type {shown(kind)!r} there are"
            names = ", ".join(shown(one.name) for one in self.known if one.kind == kind)
            raise Broken(f"{what} {names}, and none fits {shown(written)}", CURE)
        self.sources[name] = found.uid
        return Value((found.uid,))


def _simple(kind: str, variable: Json, saved: Sequence[str]) -> str:
    """The value of a variable that asks nobody."""
    if kind == "interval":
        return saved[0] if saved and saved[0][:1].isdigit() else "1m"
    if kind == "switch":
        return saved[0] if saved else text_of(variable, "disabledValue") or "false"
    return text_of(variable, "query") if kind == "constant" or not saved else saved[0]


def _saved(variable: Json) -> list[str]:
    """The values that the dashboard was saved with; [] if there are none."""
    current: Any = table_of(variable, "current").get("value")
    found = current if isinstance(current, list) else [current]
    texts = (str(one).lower() if isinstance(one, bool) else one for one in found)
    return [str(one) for one in texts if isinstance(one, str | int | float) and str(one)]


def _of_all(options: Sequence[str]) -> Value:
    return ANYTHING if len(options) > MOST else Value(tuple(options), is_multiple=True)
