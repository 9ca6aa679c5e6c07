"""What a viewer of a dashboard sees first, for tests of its variables."""

from __future__ import annotations

from faked_grafana import TOKEN, dashboard

from pytest_golive.observability.dashboards.api.datasource import Datasource
from pytest_golive.observability.dashboards.api.grafana import Grafana
from pytest_golive.observability.dashboards.model import dashboard_of
from pytest_golive.observability.dashboards.variables.choosing import Chooser
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client

PROM, SECOND, LOKI = (
    Datasource("prom", "Prometheus", "prometheus", is_default=True),
    Datasource("second", "Second", "prometheus"),
    Datasource("logs", "Loki", "loki"),
)


def chosen(grafana, *variables, given=None):
    client = Client(Api("Grafana", grafana.url, credentials={"Authorization": f"Bearer {TOKEN}"}))
    made = Chooser(Grafana(client), [PROM, SECOND, LOKI], given or {}, 1_800_000_000.0, 1_800_000_900.0)
    made.choose(dashboard_of(dashboard(variables=variables)))
    return made


def unknown(made):
    return {name: str(why) for name, why in made.unknown.items() if not name.startswith("__")}


def query(name, definition, *current, **more):
    value = list(current) if len(current) > 1 else next(iter(current), None)
    source = {"type": "prometheus", "uid": "prom"}
    return {
        "name": name,
        "type": "query",
        "datasource": source,
        "query": definition,
        "current": {"value": value},
        **more,
    }
