"""``counter: true`` for what is a rate already: the cause is named, and what to write."""

from __future__ import annotations

import pytest
from told_objectives import Told, slos, standing
from written_slos import OPENSLO, THRESHOLD

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.slos.asking import question_of

RATES = OPENSLO.replace("sum(orders_total{", "sum(rate(orders_total{").replace("})'", "}[10m]))'")
RATE = 'rate(orders_total{job="shop"}[10m])'


@pytest.mark.parametrize("name", ["shop:orders:rate5m", "shop:orders:sum_irate", "shop:orders:increase_1h"])
def test_a_recorded_rate_is_no_counter(name):
    text = OPENSLO.replace("orders_total", name)
    with pytest.raises(CannotMeasure) as caught:
        question_of(slos(text)[0])
    what = caught.value.what
    assert f"counter: true is said, but {name}{{" in what
    assert what.endswith("is a rate already, of which there is no increase")
    assert "write the counter itself, such as sum(orders_total)" in caught.value.cure
    assert "or write counter: false" in caught.value.cure
    assert (caught.value.path, caught.value.line) == ("slo.yml", slos(text)[0].line)
    assert "avg_over_time" in question_of(slos(text.replace("counter: true", "counter: false"))[0]).total


def test_a_recorded_counter_is_one():
    text = OPENSLO.replace("orders_total", "shop:orders:sum")
    assert question_of(slos(text)[0]).total == 'sum(increase(shop:orders:sum{job="shop"}[2419200s]))'


def test_a_rate_that_returns_no_data_is_named():
    with pytest.raises(CannotMeasure) as caught:
        standing(RATES, Told(total=[]))
    assert f"returns no data: though counter: true is said, {RATE} is a rate already" in caught.value.what
    assert "write the counter itself" in caught.value.cure
    with pytest.raises(CannotMeasure) as caught:
        standing(RATES.replace("counter: true", "counter: false"), Told(total=[]))
    assert f"returns no data: {RATE} is a rate already" in caught.value.what
    assert caught.value.cure.startswith("let its range hold several scrapes")


class Gone(Told):
    """Has no values of good events."""

    def ask(self, query):
        found = super().ask(query)
        is_good = query.startswith("avg_over_time") and 'state="ok"' in query
        return found if not is_good else type(found)((), found.at)


def test_a_rate_of_good_events_that_returns_no_data_is_named():
    with pytest.raises(CannotMeasure, match="query for good events returns no data: though counter: true is said"):
        standing(RATES, Gone(total=1.0))


def test_what_is_no_rate_is_told_as_before():
    with pytest.raises(CannotMeasure, match="its query for all events returns no data; see") as caught:
        standing(OPENSLO, Told(total=[]))
    assert caught.value.cure == "see whether the service exports them"
    with pytest.raises(CannotMeasure, match="its query returns no data"):
        standing(THRESHOLD, Told(total=[]))


@pytest.mark.parametrize("quote", ["''", '"', "`"])
def test_a_bracket_in_a_condition_is_no_range(quote):
    text = OPENSLO.replace('state="ok"', f"state=~{quote}[o]k{quote}")
    assert question_of(slos(text)[0]).bad.startswith("sum(increase(orders_total{")
