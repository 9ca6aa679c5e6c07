"""What an objective counts as good or bad: errors of the server are never good, and a client's are not bad."""

from __future__ import annotations

import pytest
from told_objectives import Told, slos
from told_series import SLOTH
from written_slos import ALPHA, THRESHOLD

from pytest_golive.observability.slos.measuring import measure
from pytest_golive.observability.sources.metrics import Sample, Values

QUANTILE = THRESHOLD.replace(
    'max(latency_seconds{job="shop"})', "histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[5m])))"
)


class Bucketed(Told):
    """Has a histogram, too."""

    edges = ("0.1", "+Inf")

    def ask(self, query):
        if query.startswith("count by (le)"):
            return Values(tuple(Sample({"le": edge}, 1.0, 0.0) for edge in self.edges), 0.0)
        return super().ask(query)


def found(text, told=None):
    return measure(slos(text)[:1], told or Bucketed(bad=0.001, total=2.0), {"job": "shop"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ALPHA.replace('code!~"5.."', 'code!="404"'), "counts errors of the server (500, 502, 503, 504) as good"),
        (ALPHA.replace('code!~"5.."', 'code=~"[245].."'), "counts errors of the server (500, 502, 503, 504) as good"),
        (ALPHA.replace('code!~"5.."', 'code!~"50[234]"'), "counts errors of the server (500) as good"),
        (ALPHA.replace('{code!~"5.."}', ""), "counts all events, so none is ever bad"),
        (SLOTH.replace('code=~"5.."', 'code="404"'), "counts no errors of the server as bad events"),
        (SLOTH.replace('code=~"5.."', 'code=~"2.."'), "counts what went well as bad events"),
        (QUANTILE, "the last bucket of latency_seconds_bucket ends at 0.1"),
    ],
)
def test_what_is_counted_the_wrong_way_is_about_something_else(text, said):
    result = found(text)
    assert (result.standings, result.doubts) == ((), ())
    assert said in result.misaimed[0].message


@pytest.mark.parametrize(
    "text", [ALPHA, SLOTH, ALPHA.replace('code!~"5.."', 'code="200"'), ALPHA.replace('code!~"5.."', 'state="ok"')]
)
def test_usual_objectives_are_about_what_they_say(text):
    assert found(text).misaimed == ()


def test_a_bucket_beyond_the_threshold_is_enough():
    told = Bucketed(bad=0.001, total=0.9)
    told.edges = ("0.1", "0.5", "+Inf")
    assert found(QUANTILE, told).misaimed == ()


def test_some_errors_alone_are_said():
    result = found(SLOTH.replace('code=~"5.."', 'code=~"502|503"'), Told(bad=0.0, total=0.5))
    assert "is about some errors of the server alone" in result.unproven[0]
