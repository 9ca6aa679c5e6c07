"""Counters from zero where they begin: a burst between two scrapes counts, what nobody saw begin does not."""

from __future__ import annotations

import pytest
from metric_instances import Instance, scraped

from pytest_golive.observability.sources.counters import growth, rate
from pytest_golive.observability.sources.growing import growth_of
from pytest_golive.observability.sources.metrics import Matcher
from pytest_golive.observability.sources.selecting import Selector

S = 1000
X = Selector("x_total")
OTHER = "y_total 1\n"
FAILING = (500, {}, b"")


def points(*values):
    return [(10 * S * number, float(value)) for number, value in enumerate(values, 1) if value is not None]


@pytest.mark.parametrize(
    ("values", "begins", "grown"),
    [
        ((None, None, 50, 50, 50, 50), [30], 50),
        ((None, None, 50, 60, 60, 60), [30], 60),
        ((None, None, 50, 60, 5, 10), [30], 70),
        ((None, None, None, None, None, 7), [60], 7),
        ((10, 10, None, 50, 50, 50), [40], 50),
        ((5, 3, None, 50, 50, 50), [40], 53),
    ],
)
def test_what_begins_counts_from_zero(values, begins, grown):
    found = growth(points(*values), [at * S for at in begins], 0, 60 * S, 0)
    assert found == pytest.approx(grown / 60)


def test_without_a_beginning_in_the_window_it_is_the_rate():
    for begins in ([], [10 * S]):
        found = growth(points(5, 50, 60, 60), begins, 10 * S, 40 * S, 0)
        assert found == rate(points(5, 50, 60, 60), 10 * S, 40 * S)
    assert growth(points(5), [], 0, 40 * S, 0) is None


def test_time_before_the_first_scrape_is_no_time_without_errors():
    assert growth(points(None, 50), [20 * S], 0, 20 * S, 10 * S) == pytest.approx(5)


def total(source, how="growth"):
    found = getattr(source, how)(X, 300).samples
    seconds = (source.history.last - source.history.first) / 1000
    return found[0].value * seconds if found else None


def test_a_burst_between_two_scrapes_counts(serve):
    found = {how: total(scraped(Instance(serve, OTHER, "x_total 50\n")), how) for how in ("growth", "rates")}
    assert found == {"growth": pytest.approx(50), "rates": pytest.approx(0)}


def test_what_is_there_from_the_first_scrape_on_is_older(serve):
    source = scraped(Instance(serve, "x_total 50\n"))
    assert total(source) == pytest.approx(0)


def test_a_failed_scrape_shows_no_beginning(serve):
    source = scraped(Instance(serve, FAILING, "x_total 50\n"))
    assert total(source) == pytest.approx(0)
    again = scraped(Instance(serve, "x_total 50\n", FAILING, "x_total 50\n"))
    assert total(again) == pytest.approx(0)


def test_a_restart_counts_what_the_new_process_counted(serve):
    source = scraped(Instance(serve, "x_total 40\n", OTHER, "x_total 60\n"))
    assert total(source) == pytest.approx(60)


def test_the_expression_is_narrowed_to_the_service():
    shop = (Matcher("job", "=", "shop"),)
    said = growth_of(Selector("x_total", shop), shop, 90.5, ("code",))
    assert said.startswith("sum by (code) (")
    assert 'rate(x_total{job="shop"}[90500ms])' in said
    assert 'up{job="shop"} offset 90500ms == 1' in said
    assert 'process_start_time_seconds{job="shop"} < (time() - 90.5)' in said
