"""Fixtures of the tests about dashboards and people."""

from __future__ import annotations

import json

import pytest
from faked_grafana import TOKEN, FakeGrafana, dashboard, frame
from people_of_the_shop import Signers, ago

OWN = 'job=~"shop|"'


@pytest.fixture(autouse=True)
def _months_ago(monkeypatch):
    """What is deployed in these tests was committed before."""
    monkeypatch.setenv("GIT_AUTHOR_DATE", ago(days=60))
    monkeypatch.setenv("GIT_COMMITTER_DATE", ago(days=60))


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


@pytest.fixture
def signers(shop, git, monkeypatch):
    """People who may sign."""
    return Signers(shop, git, monkeypatch.setenv)
