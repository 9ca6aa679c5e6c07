"""Objectives defined and kept: passes, is breached, cannot measure."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from told_series import BAD_SERIES, CODES, COVERED, ERRORS, NAME, SERIES, SLOTH, TOTAL, ToldPrometheus, healthy

GATE = "monitoring::slos_defined"
FILE = "ops/slos/shop.yml"


@pytest.fixture
def watched(shop, live, serve):
    """A project with an objective, and the Prometheus that knows its series."""
    prometheus = ToldPrometheus(serve)
    prometheus.answers |= healthy()
    shop.settings(
        f'[tool.golive.targets.staging.metrics]\nurl = "{prometheus.url}"\nselector = {{ job = "shop" }}\n'
        '[tool.golive.targets.staging.slos]\nfiles = ["ops/slos/*.yml"]\n'
    )
    shop.write(FILE, SLOTH)
    return prometheus


def test_slos_defined_passes(shop, watched):
    shop.passes(
        GATE,
        "*faults in the files: 0, must be at most 0*",
        "*objectives that are defined: 1, must be at least 1 (Prometheus 3.5.3 at 127.0.0.1*",
        "*error budgets spent: 0, must be at most 0*",
        "*shop/availability (99.9 % in 30d): 50 % left, 0.05 % bad*",
    )


def test_a_healthy_service_has_no_series_of_errors(shop, watched):
    del watched.answers[ERRORS], watched.answers[BAD_SERIES]
    shop.passes(GATE, "*100 % left, 0 % bad*")


def test_less_data_than_the_window_is_said(shop, watched):
    watched.answers |= healthy(days=15)
    shop.passes(GATE, "*50 % left, 0.05 % bad; there are data for 15 d of its 30 d (49.9 %)*")


@pytest.mark.parametrize(
    ("coarse", "fine", "said"),
    [
        (46, 0, "there are data for 1.97 d of its 30 d (6.57 %), and 25 % is the least"),
        (1, 10, "there are data for 43.3 min of its 30 d (0.1 %), and 25 % is the least"),
        (0, 0, "there are hardly any data of its 30 d, and 25 % is the least"),
    ],
)
def test_a_part_of_the_window_that_is_too_small_proves_nothing(shop, watched, coarse, fine, said):
    watched.answers |= {COVERED: coarse, COVERED.replace("3703s", "260s"): fine}
    shop.cannot_measure(GATE, f"*shop/availability (99.9 % in 30d): {said}*", "*wait until there are more data*")
    shop.settings("least_data = 0\n")
    shop.passes(GATE)


def test_slos_defined_is_breached_by_a_spent_budget(shop, watched):
    watched.answers[ERRORS] = 0.0015
    shop.breaches(
        GATE,
        "*error budgets spent: 1, must be at most 0*",
        "*ops/slos/shop.yml:5*shop/availability (99.9 % in 30d): -50 % left, 0.15 % bad, must be above 0 %*",
        "*to fix: let releases wait until the service keeps its objective again*",
    )


def test_more_of_a_budget_may_be_demanded(shop, watched):
    shop.settings("budget_left = 50\n")
    shop.passes(GATE)
    shop.write(
        "pyproject.toml", (shop.path / "pyproject.toml").read_text().replace("budget_left = 50", "budget_left = 60")
    )
    shop.breaches(GATE, "*50 % left, 0.05 % bad, must be at least 60 %*")


def test_slos_defined_is_breached_by_faults_all_at_once(shop, watched):
    broken = SLOTH.replace("objective: 99.9", "objectiv: 99.9").replace("error_query", "errorQuery")
    shop.write("ops/slos/other.yml", broken)
    shop.breaches(
        GATE,
        "*faults in the files: 4, must be at most 0*",
        "*other.yml:5*slos?0?.objective is missing*",
        "*other.yml:6*slos?0?.objectiv: unknown key; did you mean 'objective'?*",
        "*other.yml:10*slos?0?.sli.events.errorQuery: unknown key; did you mean 'error_query'?*",
    )


def test_slos_defined_is_breached_by_a_query_that_can_find_no_error(shop, watched):
    del watched.answers[ERRORS], watched.answers[BAD_SERIES], watched.answers[CODES]
    shop.breaches(GATE, "*objectives about something else: 1*", "*has the label code: it counts no errors*")


def test_slos_defined_is_breached_by_a_status_that_nobody_has(shop, watched):
    shop.write(FILE, SLOTH.replace("5..", "5xx"))
    watched.answers[ERRORS.replace("5..", "5xx")] = 0
    shop.breaches(GATE, "*objectives about something else: 1*", '*code=~"5xx" can match nothing, for the values of*')


def test_slos_defined_is_breached_by_another_service(shop, watched):
    shop.write(FILE, SLOTH.replace('job="shop"', 'job="till"'))
    watched.answers['count(http_requests_total{job="till"})'] = 3
    watched.answers['count(http_requests_total{job="till",code=~"5.."})'] = 3
    shop.breaches(GATE, '*http_requests_total{job="till"} finds series, but none of this service (job="shop")*')


def test_what_is_required_must_be_there(shop, watched):
    shop.settings('required = ["shop/availability", "shop/latencies"]\nservices = ["shop"]\n')
    shop.write("ops/slos/till.yml", SLOTH.replace("service: shop", "service: till"))
    shop.breaches(
        GATE, "*objectives that are missing: 1*", "*not looked at: 1*", "*'shop/latencies' is in none of the files*"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({TOTAL: "NaN"}, "*there was no traffic in its window*"),
        ({TOTAL: 0}, "*there was no traffic in its window*"),
        ({TOTAL: []}, "*its query for all events returns no data*"),
        ({SERIES: []}, '*http_requests_total{job="shop"} finds no series at Prometheus*'),
        ({TOTAL: 0.0001}, "*its ratio of bad events is 5, which no ratio can be*"),
        ({TOTAL: "query processing would load too many samples into memory"}, "*too many samples*"),
        ({ERRORS: [], BAD_SERIES: [], NAME: []}, "*no series is called http_requests_total*"),
        ({ERRORS: [({"zone": "a"}, 1)]}, "*its two queries have different labels: zone='a'*"),
    ],
)
def test_slos_defined_cannot_measure(shop, watched, changes, said):
    watched.answers |= changes
    if TOTAL in changes and changes[TOTAL] == "NaN":
        watched.answers[TOTAL] = [({}, "NaN")]
    shop.cannot_measure(GATE, said)


def test_a_query_that_is_not_understood_is_no_pass(shop, watched):
    shop.write(FILE, SLOTH.replace("sum(rate(", "sum(rollup_rate("))
    watched.answers |= {
        text.replace("sum(rate(", "sum(rollup_rate("): value for text, value in watched.answers.items()
    } | {'count_over_time((count(sum(rollup_rate(http_requests_total{job="shop"}[5m]))))[2592000s:3703s])': 700}
    shop.cannot_measure(
        GATE,
        "*shop/availability (99.9 % in 30d): what its queries count, and of whom, is not understood*",
        "*write the query in PromQL*trust it: trusted =*",
    )
    shop.settings('trusted = ["shop/availability"]\n')
    shop.passes(GATE, "*not proven: *you answer for what it counts, by trusted*")


def test_a_plan_without_files_or_metrics_is_not_set_up(shop, live):
    shop.cannot_measure(GATE, "*name their files in ?tool.golive.targets.staging.slos? files*", word="NOT SET UP")
    shop.settings('[tool.golive.targets.staging.slos]\nfiles = ["ops/*.yml"]\n')
    shop.cannot_measure(GATE, "*no tracked file matches 'ops/?.yml'*")
    shop.write("ops/shop.yml", SLOTH)
    shop.cannot_measure(GATE, "*set ?tool.golive.targets.staging.metrics? url*", word="NOT SET UP")


def test_another_language_of_queries_is_not_measured(shop, watched):
    shop.write(
        "ops/slos/other.yml",
        """\
apiVersion: openslo/v1
kind: SLO
metadata: {name: speed}
spec:
  service: shop
  budgetingMethod: Occurrences
  timeWindow: [{duration: 1w, isRolling: true}]
  indicator: {metadata: {name: speed}, spec: {thresholdMetric: {metricSource: {type: Datadog, spec: {query: "avg:latency{*}"}}}}}
  objectives: [{op: lt, value: 0.5, targetPercent: 99}]
""",
    )
    shop.cannot_measure(GATE, "*shop/speed (99 % in 1w) is not measured: its queries are for Datadog, not for Prom*")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ((503, {}, b"overloaded"), "*Prometheus at 127.0.0.1* answers 503*"),
        ((200, {"Content-Type": "text/html"}, b"<html><form><input type=password>"), "*a log-in page instead of data*"),
        ((200, {}, b"\x00\xff"), "*what is no JSON*"),
        ((302, {"Location": "/login"}, b""), "*which looks like a log-in page*"),
    ],
)
def test_a_prometheus_that_does_not_answer_is_an_error(shop, watched, raw, said):
    watched.raw = raw
    shown = shop.judge(GATE).stdout.str()
    assert "  ERROR " in shown
    assert fnmatchcase(" ".join(shown.split()), said), shown


def test_what_a_faulty_file_may_hold_is_not_called_missing(shop, watched):
    shop.settings('required = ["shop/availability"]\n')
    shop.write(FILE, SLOTH.replace("objective: ", "objectiv: "))
    text = shop.judge(GATE).stdout.str()
    assert "is in none of the files" not in text
    assert "faults in the files" in text
