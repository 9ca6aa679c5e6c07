"""A query of the team's own must be able to see each failed request; before the first one it says 0."""

from __future__ import annotations

from dataclasses import replace

import pytest
from recorded_metrics import Recorded

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.signals.judging import Cap
from pytest_golive.observability.signals.measuring import measure
from pytest_golive.observability.signals.wanted import Wanted

CAP = Cap("error rate", 1.0, "<", " %")
WANTED = Wanted("error_rate", 300.0, unit="ratio", probes=("/health",))
ALL = 'sum(rate(http_requests_total{job="shop"}[5m]))'
RATIO = f'sum(rate(http_requests_total{{job="shop",status=~"5.."}}[5m])) / {ALL}'
HEALTHY = {"200": 90, "404": 9, "500": 1}


def texts(statuses, label="status", more='job="shop",route="/orders"'):
    lines = [f'http_requests_total{{{more},{label}="{status}"}} {count}' for status, count in statuses.items()]
    return "# TYPE http_requests_total counter\n" + "\n".join(lines) + "\n"


def signal(query, text=None, **asked):
    metrics = Recorded(text or texts(HEALTHY), asked={query: [({}, 0.0)], **asked.get("answers", {})})
    return measure(metrics, replace(WANTED, query=query), CAP, longest_age=60)


def test_a_query_for_all_errors_is_taken():
    assert dict(signal(RATIO).notes()).keys() == {"measured by"}
    for statuses in ({"2xx": 1, "5xx": 1}, {"2xx": 1}):
        signal(RATIO, texts(statuses))


@pytest.mark.parametrize(
    ("condition", "statuses", "said"),
    [
        ('status=~"5xx"', HEALTHY, 'status=~"5xx" can match nothing, for the values of status are 200, 404, 500'),
        ('status="500"', {"2xx": 1}, 'status="500" can match nothing, for the only value of status is 2xx'),
        ('status="error"', HEALTHY, 'status="error" can match nothing'),
    ],
)
def test_a_condition_that_nothing_fulfils_is_no_error_rate_of_0(condition, statuses, said):
    made_up = RATIO.replace('status=~"5.."', condition).replace(" / ", " or vector(0) / ")
    with pytest.raises(CannotMeasure) as caught:
        signal(made_up, texts(statuses))
    assert said in caught.value.what
    assert "as the values of status are written" in caught.value.cure


def test_a_label_that_the_metric_does_not_have_is_no_error_rate_of_0():
    query = RATIO.replace("status", "code")
    answers = {'count by (code) (http_requests_total{job="shop"})': []}
    for text in (query.replace(" / ", " or vector(0) / "), f"1 - {query}".replace("=~", "!~")):
        with pytest.raises(CannotMeasure, match="has the label code"):
            signal(text, answers=answers)


def test_successes_that_leave_out_nothing_are_no_error_rate_of_0():
    good = f"1 - {RATIO}".replace("=~", "!~")
    assert signal(good).doubt() is None
    with pytest.raises(CannotMeasure, match="leaves out nothing"):
        signal(good.replace("5..", "5xx"))
    without_zero = f'sum(rate(http_requests_total{{status!="0"}}[5m])) / {ALL}'
    assert signal(without_zero).doubt() is None


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ('status="500"', "only some of the server's errors"),
        ('status=~"500|503"', "only some of the server's errors"),
        ('status="404"', "none of the server's errors"),
        ('status=~"4.."', "none of the server's errors"),
    ],
)
def test_some_statuses_are_not_all_errors(condition, said):
    with pytest.raises(CannotMeasure, match=said):
        signal(RATIO.replace('status=~"5.."', condition))


def test_client_errors_may_be_counted_besides():
    client = RATIO.partition(" / ")[0].replace("5..", "4..")
    for query in (RATIO.replace("5..", "[45].."), f"({RATIO.partition(' / ')[0]} + {client}) / {ALL}"):
        assert signal(query).doubt() is None


def test_words_of_the_team_are_taken_and_said():
    query = RATIO.replace('status=~"5.."', 'result="rejected"')
    notes = dict(signal(query, texts({"accepted": 1, "rejected": 1}, "result")).notes())
    assert notes["not checked"] == 'which requests {result="rejected"} counts: nothing that is known here'


@pytest.mark.parametrize("label", ["route", "method", "instance"])
def test_a_route_is_not_the_service(label):
    several = "".join(texts(HEALTHY, more=f'job="shop",{label}="{value}"') for value in ("a", "b"))
    metrics = several.replace("# TYPE http_requests_total counter\n", "")
    with pytest.raises(CannotMeasure, match=f'{label}="a" leaves out b'):
        signal(RATIO.replace('job="shop"', f'job="shop",{label}="a"'), {"a": metrics} if label != "instance" else
               {"a": texts(HEALTHY), "b": texts(HEALTHY)})  # fmt: skip


def test_probes_may_be_left_out():
    more = texts(HEALTHY) + texts({"200": 5}, more='job="shop",route="/health"').partition("\n")[2]
    assert signal(RATIO.replace('job="shop"', 'job="shop",route=~"/ord.*"'), more).doubt() is None
