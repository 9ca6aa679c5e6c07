"""PromQL that only a server understands."""

from __future__ import annotations

import pytest

from pytest_golive.observability.alerts.promql.tree import NotUnderstood
from pytest_golive.observability.alerts.rules.watching import Watched
from pytest_golive.observability.sources.api import Api
from pytest_golive.observability.sources.asking import Client
from pytest_golive.observability.sources.prometheus.http_api import HttpApi

pytestmark = pytest.mark.integration


def test_an_expression_that_only_the_server_parses(prometheus, generation):
    """Newer syntax is asked of the server, whose older generation has no parser for others."""
    watched = Watched(HttpApi(Client(Api("Prometheus", prometheus.url, "the settings"))), {})
    if generation == "old":
        with pytest.raises(NotUnderstood, match="it cannot be parsed, not even by the server"):
            watched.parse("up > 1_000")
    else:
        assert str(watched.parse("up > 1_000")) == "up > 1000"
        tree = (
            'sum by (job) (rate(a{b=~"c"}[5m] offset 1m)) / on (job) group_left () -b unless ignoring (x) c > bool 1_0'
        )
        assert str(watched.parse(tree)) == str(watched.parse(tree.replace("1_0", "10")))
