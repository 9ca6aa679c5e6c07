"""Which labels the alerts of a rule have, by its expression, the recording rules that it reads, and its own labels."""

from __future__ import annotations

import pytest

from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.reaching.series import Reader
from pytest_golive.observability.alerts.rule import Rule

RECORDINGS = (
    Rule("job:errors:rate5m", "sum by (job) (rate(errors_total[5m]))", records=True),
    Rule("tagged", "up", records=True, labels={"team": "db"}),
    Rule("loop", "loop", records=True),
)
JOB = {"job": "shop"}


def labels_of(expression, **labels):
    return Reader(RECORDINGS, JOB, parse).labels(Rule("A", expression, labels=labels))


@pytest.mark.parametrize(
    ("expression", "known", "unknown", "is_open"),
    [
        ('up{zone="a"} == 0', {"job": "shop", "zone": "a"}, set(), True),
        ("sum(rate(errors_total[5m])) > 1", {}, set(), False),
        ("sum by (job, pod) (rate(errors_total[5m])) > 1", JOB, {"pod"}, False),
        ("max without (job) (up) > 1", {"job": ""}, set(), True),
        ("1 - avg by (job) (up) > 0.1", JOB, set(), False),
        ("sum by (job) (rate(a[5m])) / sum by (job) (rate(b[5m])) > 0.02", JOB, set(), False),
        ("sum by (job, x) (a) / on (job) group_left (team) sum by (job, team) (b) > 1", JOB, {"x", "team"}, False),
        ("sum by (job) (a) / ignoring (x) sum by (job) (b) > 1", JOB, set(), False),
        ("up / on (job) b > 1", JOB, set(), False),
        ("sum by (job) (a) > 1 or sum by (pod) (b) > 1", {}, {"job", "pod"}, False),
        ("sum by (job) (a) > 1 and on () up", JOB, set(), False),
        ("histogram_quantile(0.95, sum by (le, job) (rate(h_bucket[5m]))) > 0.5", JOB, set(), False),
        ("topk(3, sum by (job) (a)) > 1", JOB, set(), False),
        ('count_values("version", build_info) > 1', {}, {"version"}, False),
        ('absent(up{job="shop", zone=~"a.*"})', JOB, set(), False),
        ("vector(1)", {}, set(), False),
        ('label_replace(sum(a), "team", "$1", "x", "(.*)") > 1', {}, {"team"}, False),
        ("max_over_time(sum by (job) (a)[5m:]) > 1", JOB, set(), False),
        ("job:errors:rate5m > 1", JOB, set(), False),
        ("tagged == 0", {"job": "shop", "team": "db"}, set(), True),
        ("loop > 1", JOB, set(), True),
        ("this is (no expression", {}, set(), True),
    ],
)
def test_an_expression_keeps_labels(expression, known, unknown, is_open):
    found = labels_of(expression)
    assert dict(found.known) == {**known, "alertname": "A"}
    assert (found.unknown, found.is_open) == (frozenset(unknown), is_open)


def test_the_labels_of_the_rule_win_and_templates_are_not_known():
    found = labels_of('up{zone="a"} == 0', severity="page", zone="b", job="", team="{{ $labels.zone }}")
    assert dict(found.known) == {"alertname": "A", "zone": "b", "job": "", "severity": "page"}
    assert (found.unknown, found.is_open) == (frozenset({"team"}), True)


def test_a_label_that_no_series_has_is_no_label_of_the_alert():
    """Routes by a team, of which the metrics know nothing, are not taken; each selector of a rule must lack it."""

    def of(expression, **labels):
        reader = Reader(RECORDINGS, JOB, parse, lambda series, label: (series.name, label) in LACKING)
        return reader.labels(Rule("A", expression, labels=labels))

    assert of("memory_bytes > 1").value("team") == ""
    assert of("memory_bytes / limit_bytes > 1").value("team") == ""
    assert of("memory_bytes > 1", team="db").value("team") == "db"
    for text, name in (
        ("memory_bytes > 1", "zone"),
        ("memory_bytes / other_bytes > 1", "team"),
        ("this is (no expression", "team"),
        ('label_replace(memory_bytes, "team", "$1", "x", "(.*)") > 1', "team"),
        ("memory_bytes / on (job) group_left (team) limit_bytes > 1", "team"),
    ):
        assert of(text).value(name) is None, text
    assert of("memory_bytes > 1", team="{{ $labels.team }}").value("team") is None


LACKING = {("memory_bytes", "team"), ("limit_bytes", "team")}
