"""A team's own figures in a watch: within their limits, past them, without a value, and before the deployment."""

from __future__ import annotations

import pytest
from metric_apis import client_for
from told_series import ToldPrometheus

from pytest_golive.observability.signals.seeing.early import range_of_query
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics
from pytest_golive.observability.watch.measured import Phase
from pytest_golive.settings.deployment.watch import Business
from pytest_golive.targets.observing.beside_gates.business import measure_business

QUERY = "sum(rate(orders_total[$window])) * 60"
ASKED = "sum(rate(orders_total[300s])) * 60"


@pytest.fixture
def orders(serve):
    """What becomes of the figure if the server answers so."""

    def measure(answer, **limits):
        server = ToldPrometheus(serve)
        server.answers[ASKED] = answer
        table = Business(query=QUERY, unit="orders a minute", **limits)
        return measure_business(PrometheusMetrics(client_for(server.url)), "orders", table, 300.0)

    return measure


@pytest.mark.parametrize(
    ("answer", "phase"),
    [
        (5.1, Phase.GOOD),
        (5, Phase.FAILED),
        (90, Phase.FAILED),
        ("NaN", Phase.ERROR),
        ([], Phase.ERROR),
        ([({"shop": "a"}, 7), ({"shop": "b"}, 1)], Phase.FAILED),
        ([({"shop": "a"}, 7), ({"shop": "b"}, "NaN")], Phase.ERROR),
    ],
)
def test_it_is_judged_by_its_limits_and_no_value_is_none(orders, answer, phase):
    found = orders(answer if answer != "NaN" else [({}, "NaN")], above=5, below=90)
    assert (found.signal, found.phase) == ("business::orders", phase)
    assert found.limit == "> 5 orders a minute and < 90 orders a minute"


def test_the_worst_of_several_is_shown(orders):
    found = orders([({"shop": "a"}, 7), ({"shop": "b"}, 1)], above=5)
    assert found.value == 1
    assert found.said == 'orders of shop="b": 1 orders a minute, must be > 5 orders a minute'
    assert (found.bound, found.cure) == (5, "see what the release did to orders")


def test_how_far_it_looks_back():
    assert range_of_query(QUERY, 300.0) == 300
    assert range_of_query("orders_waiting", 300.0) == 0
