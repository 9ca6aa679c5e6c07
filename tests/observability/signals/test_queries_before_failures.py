"""Before its first failed request a service has no series of them: 0 only if the requests are there, and move."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded_metrics import Recorded

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.queries.dividing import are_rates, quotient_of
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted

BAD = 'http_requests_total{job="shop",status=~"5.."}'
ANY = 'http_requests_total{job="shop",status!=""}'
ALL = 'sum(rate(http_requests_total{job="shop"}[5m]))'
RATIO = f"sum(rate({BAD}[5m])) / {ALL}"
TEXT = '# TYPE http_requests_total counter\nhttp_requests_total{job="shop",status="200"} 90\n'


def signal(query=RATIO, *, below=2.0, relaxed=((1.0),), absent=(BAD,), asks=ALL, text=TEXT):
    told = {query: [], asks: [({}, below)] if below is not None else []}
    told[query.replace(BAD, ANY).replace('="rejectd"', '!=""')] = [
        ({"instance": f"web-{n}"}, value) for n, value in enumerate(relaxed)
    ]
    metrics = Recorded(text, asked=told)
    metrics.absent = absent
    wanted = Wanted("error_rate", 300.0, query=query, unit="%" if "100" in query else "ratio")
    return measure(metrics, wanted, Cap("error rate", 1.0, "<", " %"), longest_age=60)


@pytest.mark.parametrize(
    "query", [RATIO, f"100 * ({RATIO})", f"100 * {RATIO}", f"({RATIO} * 100)", RATIO.replace(" / ", " / on () ")]
)
def test_no_series_of_failed_requests_is_0_if_the_others_move(query):
    found = signal(query)
    assert [row.value for row in found.rows()] == [0.0]
    assert "no series counts one" in dict(found.notes())["no failed request yet"]


def test_several_series_are_0_each():
    found = signal(relaxed=(1.0, 1.0, float("nan")))
    assert [(part.name, part.value) for part in found.first.parts] == [("web-0", 0.0), ("web-1", 0.0)]


@pytest.mark.parametrize("below", [0.0, float("nan")])
def test_requests_that_stand_still_prove_nothing(below):
    with pytest.raises(CannotMeasure, match="no request was counted by"):
        signal(below=below)


@pytest.mark.parametrize(
    "more",
    [
        {"absent": ()},  # a burst between two scrapes: there is a series, and no rate yet
        {"below": None},
        {"relaxed": ()},  # its two sides have different labels
        {"query": f"sum(rate({BAD}[5m])) - {ALL}"},
        {"query": f"sum({BAD}) / sum(http_requests_total)", "asks": "sum(http_requests_total)"},
        {"query": f"sum(rate({BAD}[5m])) / sum(http_requests_total)", "asks": "sum(http_requests_total)"},
        {"query": f"absent({BAD}) * 0 / {ALL}"},
        {"query": RATIO + " > 0"},
    ],
)
def test_anything_else_without_a_value_cannot_be_measured(more):
    with pytest.raises(CannotMeasure, match=r"no such series with a recent value|cannot be taken for the") as caught:
        signal(**more)
    assert "vector" not in caught.value.cure


def test_words_of_the_team_may_be_misspelled():
    failed = BAD.replace('status=~"5.."', 'result="rejectd"')
    query = RATIO.replace(BAD, failed)
    with pytest.raises(CannotMeasure, match="there is no such series"):
        signal(query, text=TEXT.replace('status="200"', 'result="accepted"'), absent=(failed,))


def test_other_signals_without_a_value_have_none():
    metrics = Recorded(TEXT, asked={RATIO: [], ALL: [({}, 2.0)]})
    metrics.absent = (BAD,)
    wanted = replace(Wanted("memory", 300.0, query=RATIO, unit="ratio"))
    with pytest.raises(CannotMeasure, match="there is no such series"):
        measure(metrics, replace(wanted, trusted=True), Cap("memory", 80.0), longest_age=60)


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("a / b", ("a", "b")),
        ("((a)) / (b)", ("a", "b")),
        ("100 * a / b", ("a", "b")),
        ("a / b * 100", ("a", "b")),
        ("a * 100 / b / 2", ("a", "b")),
        ('sum(a{p="/x"}) / ignoring (p) group_left (q) b{r="a / b"}', ('sum(a{p="/x"})', 'b{r="a / b"}')),
        ("a / b / c", None),
        ("a * b", None),
        ("(a or c) / b", ("a or c", "b")),
        ("a / b + 1", None),
        ("a / b > 0", None),
        ("a", None),
        ("-a / b", None),
        ("1 / a", None),
        ("a / 2", None),
        ("(a) / (b)", ("a", "b")),
    ],
)
def test_a_query_is_taken_apart_where_it_divides(query, parts):
    assert quotient_of(query) == parts


def test_rates_are_told_from_counts():
    assert are_rates("sum(rate(a[5m])) + increase(b[1m])")
    for query in ("sum(a)", "rate(a[5m]) + b", "max_over_time(a[5m])", "1"):
        assert not are_rates(query)
