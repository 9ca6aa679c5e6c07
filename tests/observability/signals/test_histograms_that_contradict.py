"""A histogram of which buckets, sum and count tell different things is not measured."""

from __future__ import annotations

import pytest
from recorded_metrics import Recorded
from test_times import CAP, WANTED, histogram, judged

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted

NAME = "http_request_duration_seconds"


def test_a_mean_that_the_buckets_cannot_have():
    text = histogram(total=300.0, b0_1=100, b0_25=100, bInf=100)
    with pytest.raises(CannotMeasure, match=rf"the mean of {NAME} is 3 by its sum and count, and between 0 and 0.1 by"):
        judged(text)
    with pytest.raises(CannotMeasure, match=r"is 0.001 by its sum and count, and between 0.1 and 0.25 by its buckets"):
        judged(histogram(total=0.1, b0_1=0, b0_25=100, bInf=100))


def test_buckets_that_fall():
    text = histogram(total=5.0, b0_1=96, b0_25=100, bInf=50)
    with pytest.raises(CannotMeasure, match=rf"{NAME}_bucket counts 100 requests up to 0.25, and 50 up to \+Inf: the"):
        judged(text)


def test_a_count_that_the_buckets_do_not_have():
    text = histogram(b0_1=96, b0_25=100, bInf=100).replace(f"{NAME}_count 100", f"{NAME}_count 1000")
    with pytest.raises(CannotMeasure, match=rf"{NAME}_count tells of 1,000 requests, and its buckets of 100"):
        judged(text)


class Scraped(Recorded):
    """A scrape takes place between the first questions: the count is of later than the buckets."""

    def __init__(self, *texts):
        super().__init__(texts[0])
        self._later = Recorded(texts[1])
        self.asked = []

    def growth(self, selector, window, by=()):
        self.asked.append(selector.name)
        is_later = f"{NAME}_bucket" in self.asked[:-1]
        return (self._later if is_later else super()).growth(selector, window, by)


def test_a_scrape_between_two_questions_is_no_contradiction():
    texts = (histogram(b0_1=96, b0_25=100, bInf=100), histogram(b0_1=960, b0_25=1000, bInf=1000))
    metrics = Scraped(*texts)
    signal = measure(metrics, WANTED, CAP, longest_age=60)
    assert signal.doubt() is None
    assert metrics.asked.count(f"{NAME}_bucket") == 2


@pytest.mark.parametrize("total", [0.1, 9.0, 5000.0])
def test_requests_past_the_last_edge_may_take_any_time(total):
    least = 5.0 if total < 1 else total  # one is past a second
    rows, doubt = judged(histogram(total=least, b0_1=96, b1=99, bInf=100), WANTED, CAP)
    assert (rows, doubt) == ({"p(95)": 98.958}, None)


def test_little_differences_are_of_the_moment_of_the_scrape():
    text = histogram(b0_1=97, b0_25=100, bInf=99).replace(f"{NAME}_count 99", f"{NAME}_count 101")
    assert judged(text)[1] is None


@pytest.mark.parametrize(("values", "percent"), [(("hit", "miss"), 10.0), (("200", "500"), 50.0)])
def test_what_a_cache_says_of_itself_is_no_status(values, percent):
    name = "http_requests_total"
    first, second = values
    text = (
        f'# TYPE {name} counter\n{name}{{status="{first}",code="200"}} 90\n{name}{{status="{second}",code="200"}} 0\n'
        f'{name}{{status="{second}",code="500"}} {10 if first == "hit" else 90}\n'
    )
    signal = measure(
        Recorded(text), Wanted("error_rate", 100.0, fewest=1), Cap("errors", 1.0, "<", " %"), longest_age=60
    )
    assert [round(row.value, 3) for row in signal.rows()] == [percent]


@pytest.mark.parametrize("lost", ["_sum", "_count"])
def test_a_histogram_with_nothing_to_compare_is_told(lost):
    text = "".join(
        line for line in histogram(b0_1=96, b0_25=100, bInf=100).splitlines(True) if f"{NAME}{lost} " not in line
    )
    notes = dict(measure(Recorded(text), WANTED, CAP, longest_age=60).notes())
    assert notes["not compared"] == f"the buckets of {NAME}: its sum or its count is not there"
