"""What is asked for each kind of objective, and what the answers mean."""

from __future__ import annotations

import dataclasses
import math

import pytest
from told_objectives import Told, slos, standing
from told_series import SLOTH
from written_slos import ALPHA, OPENSLO, RESOURCE, SLICES, THRESHOLD

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.slos.asking import question_of
from pytest_golive.observability.slos.choosing import choose
from pytest_golive.observability.slos.measuring import measure

OF_SLICES = (
    'avg_over_time((((1 - (((sum(increase(pages_total{code="500"}[300s]))) or (sum(increase(pages_total[300s]))) * 0) / '
    "(sum(increase(pages_total[300s]))))) >= 0) >= bool 0.95)[486000s:300s])"
)


@pytest.mark.parametrize(
    ("text", "bad", "total"),
    [
        (
            SLOTH,
            'sum(rate(http_requests_total{job="shop",code=~"5.."}[2592000s]))',
            'sum(rate(http_requests_total{job="shop"}[2592000s]))',
        ),
        (
            OPENSLO,
            'sum(increase(orders_total{job="shop",state="ok"}[2419200s]))',
            'sum(increase(orders_total{job="shop"}[2419200s]))',
        ),
        (
            OPENSLO.replace("orders_total", "orders").replace("counter: true", "counter: false"),
            'avg_over_time((sum(orders{job="shop",state="ok"}))[2419200s:242s])',
            'avg_over_time((sum(orders{job="shop"}))[2419200s:242s])',
        ),
        (
            OPENSLO.replace("sum(orders_total{", "sum(rate(orders_total{").replace("})'", "}[10m]))'"),
            'avg_over_time((sum(rate(orders_total{job="shop",state="ok"}[10m])))[2419200s:600s])',
            'avg_over_time((sum(rate(orders_total{job="shop"}[10m])))[2419200s:600s])',
        ),
        (THRESHOLD, 'avg_over_time(((max(latency_seconds{job="shop"})) < bool 0.5)[86400s:60s])', ""),
        (
            SLICES,
            OF_SLICES,
            "",
        ),
        (
            ALPHA,
            'sum(rate(hits_total{code!~"5.."}[2419200s]))',
            "sum(rate(hits_total[2419200s]))",
        ),
    ],
)
def test_what_is_asked(text, bad, total):
    question = question_of(slos(text)[0])
    assert (question.bad, question.total) == (bad, total)


def test_a_plugin_is_measured_by_what_sloth_has_recorded():
    plugged = slos(RESOURCE)[1]
    assert question_of(plugged).bad == 'slo:sli_error:ratio_rate30d{sloth_service="shop",sloth_slo="plugged"}'


def test_whether_something_is_a_counter_must_be_said():
    text = OPENSLO.replace("        counter: true\n", "")
    assert question_of(slos(text)[0]).total == 'sum(increase(orders_total{job="shop"}[2419200s]))'
    with pytest.raises(CannotMeasure, match="is a counter is not said") as caught:
        question_of(slos(text.replace("orders_total", "orders"))[0])
    assert caught.value.cure == "write counter: true or counter: false"


def test_the_budget_is_what_is_left_of_the_errors_that_may_be():
    found = standing(SLOTH, Told(bad=0.001, total=2.0))
    assert round(found.left, 9) == 0.5
    assert found.covered == found.slo.window.seconds
    assert round(standing(SLOTH, Told(bad=0.008, total=2.0)).left, 9) == -3.0
    assert standing(SLOTH, Told(total=2.0)).left == 1.0


def test_good_events_and_ratios_of_successes_are_turned_round():
    good = [({"zone": "a"}, 98.0), ({"zone": "b"}, 99.9)]
    found = standing(ALPHA, Told(bad=good, total=[({"zone": "a"}, 100.0), ({"zone": "b"}, 100.0)]))
    assert (round(found.errors, 9), found.labels, found.series) == (0.02, {"zone": "a"}, 2)
    assert "worst of 2: zone=a" in found.shown
    assert round(standing(THRESHOLD, Told(total=0.97)).left, 9) == 0.4


def test_each_series_needs_traffic_of_its_own():
    total = [({"zone": "a"}, 100.0), ({"zone": "b"}, 0.0), ({"zone": "c"}, math.nan)]
    found = standing(SLOTH, Told(bad=[({"zone": "b"}, 0.0)], total=total))
    assert (found.errors, found.series) == (0.0, 1)


def test_data_of_two_days_are_said():
    found = standing(SLOTH, Told(bad=0.001, total=2.0, steps=47))
    assert found.shown == "50 % left, 0.05 % bad; there are data for 2.01 d of its 30 d (6.71 %)"


@pytest.mark.parametrize(
    ("text", "told", "said"),
    [
        (SLOTH, Told(bad=1.0, total=[]), "query for all events returns no data"),
        (SLOTH, Told(bad=1.0, total=0.0), "no traffic in its window"),
        (SLOTH, Told(bad=1.0, total=math.nan), "no traffic in its window"),
        (SLOTH, Told(bad=1.0, total=math.inf), "no traffic in its window"),
        (SLOTH, Told(bad=3.0, total=2.0), "is 1.5, which no ratio can be"),
        (SLOTH, Told(bad=-1.0, total=2.0), "is -0.5, which no ratio can be"),
        (SLOTH, Told(bad=math.nan, total=2.0), "its ratio is nan: there was no traffic"),
        (SLOTH, Told(bad=[({"a": "1"}, 1.0)], total=2.0), "its two queries have different labels: a='1'"),
        (SLOTH, Told(bad=1.0, total=2.0, partial=True), "the answer lacks data"),
        (SLOTH, Told(bad=1.0, total=2.0, series=[]), "finds no series at Prometheus 3.5.3"),
        (ALPHA, Told(total=2.0), "either nothing was good, or the query is wrong"),
        (THRESHOLD, Told(total=[]), "its query returns no data"),
        (THRESHOLD, Told(total=math.nan), "its ratio is nan"),
    ],
)
def test_what_cannot_be_measured_is_never_a_number(text, told, said):
    with pytest.raises(CannotMeasure, match=said):
        standing(text, told)


ROLLED = SLOTH.replace("sum(rate(", "sum(rollup_rate(")


def test_a_query_that_the_parser_refuses_is_no_measure():
    told = Told(bad=0.001, total=2.0)
    result = measure(slos(ROLLED), told, {"job": "shop"})
    (doubtful,) = result.doubts
    assert (result.standings, result.unproven) == ((), ())
    assert "what its queries count, and of whom, is not understood, as the parser says: unknown func" in (
        doubtful.error.what
    )
    assert "sum(rollup_rate(http_requests_total" in doubtful.error.what
    assert (doubtful.error.path, doubtful.error.line) == ("slo.yml", 5)
    assert "write the query in PromQL" in doubtful.error.cure
    assert 'trust it: trusted = ["shop/availability"]' in doubtful.error.cure


def test_a_query_that_the_parser_refuses_is_asked_if_the_team_answers_for_it():
    told = Told(bad=0.001, total=2.0)
    chosen = choose(slos(ROLLED), (), (), ("shop/availability",))
    result = measure(chosen.slos, told, {"job": "shop"})
    assert [round(each.left, 3) for each in result.standings] == [0.5]
    assert "you answer for what it counts, by trusted: what its queries count" in result.unproven[0]
    assert result.standings[0].shown == "50 % left, 0.05 % bad"
    assert [each for each in told.asked if each.startswith("count_over_time")] == [
        'count_over_time((count(sum(rollup_rate(http_requests_total{job="shop"}[5m]))))[2592000s:3703s])'
    ]


def test_who_is_trusted_must_be_there():
    chosen = choose(slos(SLOTH), (), (), ("shop/availabilty",))
    assert [slo.trusted for slo in chosen.slos] == [False]
    assert "did you mean 'shop/availability'?" in chosen.missing[0].message
    assert chosen.missing[0].cure == "correct its name in trusted, or remove it there"


def test_series_that_do_not_say_whose_they_are_are_noted():
    told = Told(bad=0.001, total=2.0)
    result = measure(slos(SLOTH), told, {"team": "a"})
    assert result.unproven == (
        'shop/availability (99.9 % in 30d): the series of http_requests_total{job="shop"} do not say whose they are',
    )
    assert dataclasses.replace(result, least=50.1).spent
    assert not dataclasses.replace(result, least=50.0).spent


def test_a_source_that_does_not_answer_is_asked_once():
    class Silent(Told):
        def ask(self, query):
            self.asked.append(query)
            raise CannotMeasure("nobody answers", "start it")

    told = Silent()
    result = measure(slos(OPENSLO), told, {})
    assert told.asked == ["vector(1)"]
    assert str(result.doubt()) == "nobody answers; and 1 more could not be measured; start it"
