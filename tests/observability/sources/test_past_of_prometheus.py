"""The metrics of a service at moments of the past: asked once as a range, in parts where a server limits its answers."""

from __future__ import annotations

import math
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from metric_apis import client_for, said, success

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.sources.metrics import Matcher, Selector
from pytest_golive.observability.sources.prometheus.http_api import Span
from pytest_golive.observability.sources.prometheus.past import MOST_QUESTIONS, Past
from pytest_golive.observability.sources.prometheus.source import PrometheusMetrics

STEP = 60.0
QUEUE = Selector("queue")


class Fake:
    """Answers each question with one series, whose value is the number of the moment."""

    def __init__(self, serve):
        self.most, self.ahead, self.off = 11_000, 0.0, 0.0
        self.more: dict[str, object] = {}
        self.raw = None
        self.values: dict[int, str | None] = {}
        self.ranges: list[tuple[float, float]] = []
        self.now = round(time.time(), 3)
        self.start = self.now - 10 * STEP
        self.metrics = PrometheusMetrics(client_for(serve(self.answer).url), (Matcher("job", "=", "shop"),))

    def answer(self, request):
        url = urlsplit(request[1])
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        at = time.time() + self.ahead
        always = {
            "buildinfo": {"version": "3.5.3"},
            "query": {"resultType": "scalar", "result": [at, str(at)]},
            "values": ["queue", "requests_total"],
            "metadata": {},
        }
        if (path := url.path.rpartition("/")[2]) in always:
            return success(always[path])
        start, end, step = (float(query[name]) for name in ("start", "end", "step"))
        self.ranges.append((start, end))
        if self.raw is not None:
            return self.raw
        count = round((end - start) / step) + 1
        if count > self.most:
            error = "exceeded maximum resolution of 11,000 points per timeseries."
            return said({"status": "error", "errorType": "bad_data", "error": error}, 400)
        return success({"resultType": "matrix", "result": [self.series(start, count)]}, **self.more)

    def series(self, start, count):
        points = []
        for place in range(count):
            at = start + place * STEP
            number = round((at - self.start) / STEP)
            value = self.values.get(number, str(number))
            points += [] if value is None else [[at + self.off, value]]
        return {"metric": {"instance": "a:1"}, "values": points}

    def past(self, count=11):
        return Past(self.metrics, Span(self.start, self.start + (count - 1) * STEP, STEP))


@pytest.fixture
def fake(serve):
    return Fake(serve)


def values_of(past):
    return [[one.value for one in past.at(number).series(QUEUE).samples] for number in range(len(past.moments))]


def test_each_moment_has_its_value_by_one_request(fake):
    past = fake.past()
    assert values_of(past) == [[float(number)] for number in range(11)]
    assert len(fake.ranges) == 1
    assert past.at(3).moment == pytest.approx(fake.start + 180)
    assert past.at(3).series(QUEUE).at == past.at(3).moment
    assert "queue" in past.names()


def test_a_moment_without_a_value_has_none(fake):
    fake.values = {2: None, 4: "NaN", 5: "+Inf"}
    found = values_of(fake.past())
    assert found[2] == []
    assert math.isnan(found[4][0])
    assert found[5] == [math.inf]
    assert "no series matches queue" in fake.past().at(2).why_empty(QUEUE)


@pytest.mark.parametrize("most", [10, 4, 1])
def test_a_server_that_limits_points_is_asked_in_parts(fake, most):
    fake.most = most
    past = fake.past()
    assert values_of(past) == [[float(number)] for number in range(11)]
    before = len(fake.ranges)
    past.at(0).series(Selector("other"))
    assert len(fake.ranges) - before <= math.ceil(11 / most) * 2  # it has learnt what is too much


def test_a_server_that_refuses_each_part_is_told_so_once(fake):
    fake.most = 0
    past = fake.past()
    with pytest.raises(CannotMeasure, match="exceeded maximum resolution"):
        past.at(0).series(QUEUE)
    asked = len(fake.ranges)
    with pytest.raises(CannotMeasure, match="exceeded maximum resolution"):
        past.at(1).series(Selector("other"))
    assert len(fake.ranges) == asked < 10


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"more": {"isPartial": True}}, "is incomplete"),
        ({"more": {"warnings": ["store 10.0.0.3 did not answer"]}}, "is incomplete: store 10.0.0.3"),
        ({"off": 20.0}, "with a value of .* which was not asked for"),
        ({"off": -86_400.0}, "which was not asked for"),
        ({"raw": (200, {}, b"")}, "nothing at all"),
        ({"raw": (200, {"Content-Type": "text/html"}, b"<html>log in</html>")}, "an HTML page"),
        ({"raw": (200, {}, b"\xff\xfe")}, "no JSON"),
        ({"raw": success({"resultType": "vector", "result": []})}, "a matrix is expected"),
        ({"raw": success({"resultType": "matrix", "result": [{"metric": {}, "values": [["x", "1"]]}]})}, "a time and"),
        ({"raw": success({"resultType": "matrix", "result": None})}, "a list"),
        ({"raw": (503, {}, b"starting")}, "503"),
    ],
)
def test_what_is_no_whole_answer_is_none(fake, changes, expected):
    for name, value in changes.items():
        setattr(fake, name, value)
    past = fake.past()
    with pytest.raises(CannotMeasure, match=expected):
        past.at(0).series(QUEUE)
    assert past.failed is not None


def test_warnings_about_the_query_are_kept(fake):
    fake.more = {"warnings": ["PromQL warning: metric might not be a counter"]}
    assert fake.past().at(0).series(QUEUE).warnings == ("PromQL warning: metric might not be a counter",)


def test_native_histograms_are_no_numbers(fake):
    histogram = {"metric": {}, "histograms": [[fake.start, {"count": "1"}]]}
    fake.raw = success({"resultType": "matrix", "result": [histogram]})
    with pytest.raises(CannotMeasure, match="native histograms"):
        fake.past().at(0).series(QUEUE)


@pytest.mark.parametrize("ahead", [-600.0, 600.0])
def test_a_clock_that_is_off_is_told(fake, ahead):
    fake.ahead = ahead
    with pytest.raises(CannotMeasure, match="the clock of Prometheus"):
        fake.past()


def test_a_future_and_too_many_moments_are_refused(fake):
    with pytest.raises(CannotMeasure, match="in the future"):
        Past(fake.metrics, Span(fake.now, fake.now + 600, STEP))
    with pytest.raises(CannotMeasure, match="more than a server answers for"):
        Past(fake.metrics, Span(0.0, fake.now, STEP))


def test_questions_that_change_with_each_moment_come_to_an_end(fake):
    past = fake.past(1)
    for number in range(MOST_QUESTIONS):
        past.at(0).series(Selector(f"queue_{number}"))
    with pytest.raises(CannotMeasure, match=f"more than {MOST_QUESTIONS} questions"):
        past.at(0).series(QUEUE)
