"""A condition that no series fulfils counts nothing, whatever happens; one that has not been needed yet is no fault."""

from __future__ import annotations

import re

import pytest
from test_whose_events_objectives_count import ALL, BAD, ratio, written
from told_objectives import NOW, Told, slos
from told_series import SLOTH

from pytest_golive.observability.slos.measuring import measure
from pytest_golive.observability.sources.metrics import Sample, Values

TIMES = 'http_seconds_{}{{job="shop"{}}}[{{{{.window}}}}]'
COUNT, BUCKET = f"sum(rate({TIMES.format('count', '')}))", f"sum(rate({TIMES.format('bucket', ',le=§0.25§')}))"
BUCKET = BUCKET.replace("§", '"')


class Seen(Told):
    """Has series only where a selection is none of those that are missing."""

    def __init__(self, *missing, **answers) -> None:
        super().__init__(**{"bad": 0.001, "total": 2.0, **answers})
        self.missing = missing

    def ask(self, query):
        if query.startswith("count by (le)"):
            return Values(tuple(Sample({"le": edge}, 1, NOW) for edge in ("1.0", "0.5", "+Inf", "0.05")), NOW)
        if query.startswith("count(") and any(re.search(part, query) for part in self.missing):
            return Values((), NOW)
        return super().ask(query)


def found(text, told):
    return measure(slos(text)[:1], told, {"job": "shop"})


def latency(query, total=COUNT):
    return re.sub(r"(error_query: ).*\n( *total_query: ).*", lambda m: f"{m[1]}{query}\n{m[2]}{total}", SLOTH)


@pytest.mark.parametrize(
    "text",
    [
        latency(f"({COUNT} - {BUCKET})"),
        latency(f"({COUNT} - {BUCKET}) or vector(0)"),
        latency(BUCKET),
        latency(f"{COUNT} - {BUCKET.replace('le=', 'le=~')}"),
        latency(COUNT, BUCKET),
        ratio(f"1 - ({BUCKET} / {COUNT})"),
    ],
)
def test_a_bucket_that_does_not_exist_is_found(text):
    result = found(text, Seen("0.25"))
    assert (result.standings, result.doubts) == ((), ())
    message = result.misaimed[0].message
    assert re.search(
        r'no series of http_seconds_bucket has le=~?"0.25"; its buckets end at 0.05, 0.5, 1.0, \+Inf', message
    )


def test_a_bucket_that_exists_is_taken():
    assert len(found(latency(f"({COUNT} - {BUCKET})"), Seen()).standings) == 1


@pytest.mark.parametrize(
    "text",
    [
        SLOTH,
        written('errors_total{job="shop",type="timeout"}', ALL),
        written('envoy_requests_total{job="shop",envoy_response_code_class="5"}', ALL),
        ratio(f"(sum(rate({BAD}[{{{{.window}}}}])) or vector(0)) / sum(rate({ALL}[{{{{.window}}}}]))"),
    ],
)
def test_errors_that_have_not_occurred_yet_are_no_fault(text):
    told = Seen(r'5\.\."|timeout|class="5"', total=0.0005)
    told.answers["bad"] = 0.0
    told.values = ("200", "404", "2", "4")
    result = found(text, told)
    assert (len(result.standings), result.misaimed, result.doubts) == (1, (), ())


@pytest.mark.parametrize("condition", ['method="PSOT"', 'handler="/ordres"', 'job="shpo"'])
def test_other_conditions_that_nothing_fulfils_are_not_proven(condition):
    bad = BAD.replace('job="shop"', condition if "job" in condition else f'job="shop",{condition}')
    result = found(written(bad, ALL), Seen(re.escape(condition)))
    assert (result.standings, result.misaimed) == ((), ())
    what = result.doubts[0].error.what
    assert f"whether it can count anything, for no series of http_requests_total matches {condition}" in what
    assert "with 0 from its start; or, if you answer for" in result.doubts[0].error.cure


def test_a_constant_is_no_measure():
    for text in (latency("vector(0)[{{.window}}:]"), ratio("sum_over_time(vector(0)[{{.window}}:1m])")):
        (doubt,) = found(
            text.replace("vector(0)[{{.window}}:]", "avg_over_time(vector(0)[{{.window}}:])"), Seen()
        ).doubts
        assert "vector(0)[{{.window}}:" in doubt.error.what
        assert "its query reads no series, so it says nothing of this service" in doubt.error.what


@pytest.mark.parametrize(
    ("query", "is_idle"),
    [
        (f"(sum(rate({BAD}[W])) / (sum(rate({ALL}[W])) > 0)) or on () vector(0)", True),
        (f"1 - ((sum(rate({ALL.replace('}', ',code!~§5..§}')}[W])) / sum(rate({ALL}[W]))) or vector(1))", True),
        (f"sum(rate({BAD}[W])) / sum(rate({ALL}[W]))", False),
    ],
)
def test_a_number_that_is_made_up_needs_traffic_all_the_same(query, is_idle):
    text = ratio(query.replace("W", "{{.window}}").replace("§", '"'))
    assert len(found(text, Seen(bad=0.0005, total=0.0005)).standings) == 1

    class Idle(Seen):
        def ask(self, query):
            return Values((Sample({}, 0.0, NOW),), NOW) if query.startswith("sum(increase(") else super().ask(query)

    result = found(text, Idle(bad=0.0005, total=0.0005))
    assert [("there was no traffic in its window" in each.error.what) for each in result.doubts] == [True] * is_idle


@pytest.mark.parametrize(
    ("condition", "other", "said"),
    [
        ('method="POST"', 'method!="POST"', 'events without method="POST" count among all events, and are never bad'),
        ('path=~"/orders.*"', 'path!~"/orders', 'events without path=~"/orders.*" count among all events'),
        ('path!="/health"', 'path="/health"', ""),
    ],
)
def test_bad_events_are_counted_where_all_events_are(condition, other, said):
    text = written(BAD.replace("}", f",{condition}}}"), ALL)
    result = found(text, Seen())
    if said:
        assert said in result.doubts[0].error.what
        assert "into both queries, or into none; or, if you answer for" in result.doubts[0].error.cure
    else:
        assert [f"events without {condition} count among all" in note for note in result.unproven] == [True]
    nothing = found(text, Seen(re.escape(other)))
    assert (len(nothing.standings), nothing.unproven) == (1, ())
    both = written(BAD.replace("}", f",{condition}}}"), ALL.replace("}", f",{condition}}}"))
    assert (len(found(both, Seen()).standings), found(both, Seen()).unproven) == (1, ())
