"""Fixtures of the tests about dashboards."""

from __future__ import annotations

import json

import pytest
from faked_grafana import TOKEN, FakeGrafana, dashboard, frame

OWN = 'job=~"shop|"'


@pytest.fixture
def grafana(shop, live, serve, monkeypatch):
    """Grafana with one dashboard, which lies in the repository, too."""
    monkeypatch.setenv("GRAFANA_TOKEN", TOKEN)
    made = FakeGrafana(serve)
    made.series[OWN] = frame(1.5)
    made.put(dashboard())
    shop.settings(
        f'[tool.golive.targets.staging.dashboards]\nurl = "{made.url}"\ntoken_env = "GRAFANA_TOKEN"\n'
        'files = ["ops/dashboards/*.json"]\n'
    )
    shop.settings('[tool.golive.targets.staging.metrics]\nselector = { job = "shop" }\n')
    shop.write("ops/dashboards/shop.json", json.dumps(dashboard()))
    yield made
    assert made.faults == [], "what is asked and answered is as the API is described"
