"""A dashboard as it matters here: its panels with their queries, and its variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pytest_golive.observability.dashboards.api.items import Json, list_of, table_of, tables_of, text_of
from pytest_golive.observability.dashboards.sources import Datasources, NotThere
from pytest_golive.observability.dashboards.variables.filtering import Filter
from pytest_golive.observability.dashboards.variables.interpolating import UnknownVariable, Values, used

# They show no data of a source, so they have no queries.
WITHOUT_QUERIES: Final = frozenset(
    {
        *("text", "row", "news", "dashlist", "welcome", "gettingstarted", "pluginlist", "alertlist", "annolist"),
        *("alertGroups", "unified-alertlist", "cloud-home", "button", "innius-video-panel", "boazreicher-updated-text"),
        *("marcusolsson-dynamictext-panel", "volkovlabs-image-panel"),
    }
)
DEEPEST: Final = 5  # levels of rows
CURE: Final = "open the dashboard in Grafana and correct the panel"


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel.

    Attributes:
        number: its id in the dashboard.
        title: as written, with variables.
        kind: its type: "timeseries", "stat", …
        datasource: what it names as its source, as it stands: None, a text, or an object.
        targets: its queries, as they stand.
        repeat: the variable for each of whose values it is repeated; "" if it is not.
        library: the uid of the library panel that it stands for; "" if it is its own.
        interval: the shortest distance of its values, as it stands; "" if it says none.
        time_from: how far it looks back whatever the dashboard does, as it stands; "" if it says nothing.
    """

    number: int
    title: str
    kind: str
    datasource: Any
    targets: tuple[Json, ...]
    repeat: str = ""
    library: str = ""
    interval: str = ""
    time_from: str = ""

    @property
    def named(self) -> str:
        """The panel in words: "panel 'Requests' (2)"."""
        return f"panel {self.title or '(untitled)'!r} ({self.number})"

    @property
    def shows_data(self) -> bool:
        """Whether it is of a type that shows data of a source."""
        return self.kind not in WITHOUT_QUERIES or bool(self.targets)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """One dashboard.

    Attributes:
        uid: its uid.
        title: its title.
        panels: all panels, also those in rows.
        variables: its variables, as they stand.
        body: all of it.
    """

    uid: str
    title: str
    panels: tuple[Panel, ...]
    variables: tuple[Json, ...]
    body: Json


def dashboard_of(body: Json) -> Dashboard:
    """The dashboard in classic JSON."""
    return Dashboard(
        text_of(body, "uid"),
        text_of(body, "title"),
        tuple(_panel(panel) for panel in panels_in(body)),
        tuple(tables_of(table_of(body, "templating"), "list")),
        body,
    )


def panels_in(body: Json) -> Iterator[Json]:
    """Every panel, as it stands: those at the top, those in rows, and those in the rows of old dashboards."""
    for row in tables_of(body, "rows"):
        yield from tables_of(row, "panels")
    yield from _within(body, DEEPEST)


def _within(holder: Json, depth: int) -> Iterator[Json]:
    for panel in tables_of(holder, "panels"):
        yield panel
        if depth:
            yield from _within(panel, depth - 1)


def _panel(panel: Mapping[str, Any]) -> Panel:
    number = panel.get("id")
    return Panel(
        number if isinstance(number, int) else 0,
        text_of(panel, "title"),
        text_of(panel, "type"),
        panel.get("datasource"),
        tuple(target for target in list_of(panel, "targets") if isinstance(target, dict)),
        text_of(panel, "repeat"),
        text_of(table_of(panel, "libraryPanel"), "uid"),
        text_of(panel, "interval"),
        text_of(panel, "timeFrom"),
    )


def merged(panel: Panel, model: Json) -> Panel:
    """A panel with the content of the library panel that it stands for."""
    own = _panel(model)
    title, repeat = panel.title or own.title, panel.repeat or own.repeat
    return replace(own, number=panel.number, title=title, repeat=repeat, library="")


class Broken(Exception):
    """A panel that shows nothing of this service; the message says why.

    Attributes:
        cure: what to do about it.
    """

    def __init__(self, what: str, cure: str = CURE) -> None:
        super().__init__(what)
        self.cure = cure


@dataclass(frozen=True, slots=True)
class Choice:
    """What a viewer of a dashboard sees first.

    Attributes:
        values: of variables.
        sources: what datasources mean.
        unknown: variables whose values nobody could find out, and why.
        lacking: variables that have no value to choose, and why.
        filters: conditions that the dashboard puts into every query.
    """

    values: Values
    sources: Datasources
    unknown: Mapping[str, Exception]
    lacking: Mapping[str, str]
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Instance:
    """A panel that is looked at.

    Attributes:
        dashboard: the dashboard that it is in.
        panel: the panel, with the content of its library panel.
        values: the values of variables: those of the dashboard, or of one of its repetitions.
        choice: what a viewer of the dashboard sees first.
        path: of the dashboard's file; "" if it is in none.
        place: the dashboard in words.
    """

    dashboard: Dashboard
    panel: Panel
    values: Values
    choice: Choice
    path: str
    place: str

    def without_variable(self, error: UnknownVariable) -> Exception:
        """The error for a query with a variable that has no value."""
        unknown = self.choice.unknown
        return unknown.get(error.name) or unknown.get(error.name.partition(".")[0]) or Broken(str(error))

    def without_source(self, meant: NotThere) -> Exception:
        """The error for a query whose datasource is not there."""
        return self.choice.unknown.get(meant.variable) or Broken(meant.what)

    def lacks(self) -> tuple[str, ...]:
        """What of the dashboard may explain that the panel shows nothing."""
        texts = [text_of(target, "expr") for target in self.panel.targets]
        names = {name for text in texts for name in used(text, self.choice.lacking)}
        filters = tuple(f"the dashboard is saved with the filter {one.said}" for one in self.choice.filters)
        return (*(self.choice.lacking[name] for name in sorted(names)), *filters)
