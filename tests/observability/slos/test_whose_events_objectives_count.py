"""Whose events an objective counts, in both of its queries: this service's, and no other's that it does not name."""

from __future__ import annotations

import dataclasses

import pytest
from told_objectives import Told, slos, standing
from told_series import SLOTH
from written_slos import RESOURCE

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.slos.choosing import choose
from pytest_golive.observability.slos.measuring import measure

SHOP, TILL = [{"job": "shop"}], [{"job": "till"}]
BAD, ALL = 'http_requests_total{job="shop",code=~"5.."}', 'http_requests_total{job="shop"}'
RATIO = RESOURCE.split("    - name: plugged")[0]


def written(bad, total):
    """An objective with other series in its two queries."""
    return SLOTH.replace(BAD, bad).replace(f"({ALL}[", f"({total}[")


def ratio(query):
    """An objective with a raw ratio of errors."""
    head, _, rest = RATIO.partition("            1 - sum")
    return f"{head}            {query}\n{rest.partition(chr(10))[2]}"


def told(**owners):
    found = Told(bad=0.001, total=2.0)
    found.owners |= {"till": TILL, "job=~": [*SHOP, *TILL], "http_requests_total{}": [*SHOP, *TILL], **owners}
    return found


def found(text, telling=None):
    return measure(slos(text)[:1], telling or told(), {"job": "shop"})


@pytest.mark.parametrize(
    "text",
    [
        written(BAD.replace("shop", "till"), ALL),
        written('till_errors_total{code="500"}', ALL),
        written(BAD, ALL.replace("shop", "till")),
        ratio(f"sum(rate({BAD.replace('shop', 'till')}[{{{{.window}}}}])) / sum(rate({ALL}[{{{{.window}}}}]))"),
        ratio(f"1 - (sum(rate({BAD.replace('shop', 'till')}[5m])) / sum(rate({ALL}[5m])))").replace(
            "5m", "{{.window}}"
        ),
    ],
)
def test_events_of_another_service_are_about_something_else(text):
    result = found(text)
    assert (result.standings, result.doubts) == ((), ())
    assert 'finds series, but none of this service (job="shop")' in result.misaimed[0].message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (written(BAD, "http_requests_total"), "http_requests_total{} counts events of other services, too: job till"),
        (written('http_requests_total{code=~"5.."}', "http_requests_total"), "counts events of other services, too"),
        (written(BAD, 'http_requests_total{job=~".+"}'), "counts events of other services, too: job till"),
        (written(BAD, 'http_requests_total{job=~"shop|till"}'), "one of its queries counts events of job till, too"),
        (written(BAD, f"{ALL}[{{{{.window}}}}])) + sum(rate({ALL.replace('shop', 'till')}"), "events of job till, too"),
    ],
)
def test_events_of_others_besides_are_not_proven(text, said):
    with pytest.raises(CannotMeasure, match="of") as caught:
        standing(text, told(), {"job": "shop"})
    assert said in caught.value.what
    assert 'trust it: trusted = ["shop/availability"]' in caught.value.cure
    (trusted,) = choose(slos(text), (), (), ("shop/availability",)).slos
    result = measure((trusted,), told(), {"job": "shop"})
    assert any("you answer for what it counts, by trusted" in note for note in result.unproven)
    assert len(result.standings) == 1


def test_no_more_than_a_few_others_are_named():
    many = [{"job": f"other{number}"} for number in range(9)]
    text = written(BAD, "http_requests_total")
    with pytest.raises(CannotMeasure, match="job other0, other1, other2, other3, other4 and 4 more"):
        standing(text, told(**{"http_requests_total{}": [*SHOP, *many]}), {"job": "shop"})


@pytest.mark.parametrize(
    ("bad", "total"),
    [
        ('http_requests_total{job=~"shop|till",code=~"5.."}', 'http_requests_total{job=~"shop|till"}'),
        ('http_requests_total{job=~"(sh|t).*",code=~"5.."}', 'http_requests_total{job=~"(sh|t).*"}'),
        ('http_requests_total{service="shop",code=~"5.."}', 'http_requests_total{service="shop"}'),
    ],
)
def test_several_jobs_of_a_service_are_named_and_noted(bad, total):
    result = found(written(bad, total), told(**{"service=": [*SHOP, *TILL]}))
    assert (len(result.standings), result.misaimed, result.doubts) == (1, (), ())
    assert "counts events of job till, too, as its conditions say" in result.unproven[0]


@pytest.mark.parametrize("text", [SLOTH, written('http_requests_total{code=~"5.."}', "http_requests_total")])
def test_a_metric_that_only_this_service_has_needs_no_label(text):
    result = found(text, Told(bad=0.001, total=2.0))
    assert (len(result.standings), result.misaimed, result.unproven) == (1, (), ())


def test_an_answer_that_lacks_data_does_not_say_whose_they_are():
    class Cut(Told):
        def ask(self, query):
            return dataclasses.replace(super().ask(query), partial=query.startswith("count by (job)"))

    with pytest.raises(CannotMeasure, match="whose series its queries find lacks data"):
        standing(SLOTH, Cut(bad=0.001, total=2.0), {"job": "shop"})
