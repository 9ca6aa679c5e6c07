"""What a rule's group makes of it: how seldom it is evaluated, and how many alerts it may have."""

from __future__ import annotations

import pytest
from faulty_rules import GOOD
from rules_made import NEEDED, judged, rule

from pytest_golive.observability.alerts.rules.files import read_files
from pytest_golive.observability.alerts.strictness.comparing import Service

RATIO = GOOD["error_rate"].rpartition(" > ")[0]
TOTAL = RATIO.replace(" by (job)", "")
BY_CODE = (
    'sum {} (rate(http_requests_total{{job="shop",code=~"5.."}}[5m])) / {} '
    'sum by (job) (rate(http_requests_total{{job="shop"}}[5m])) > 0.02'
)
ELSEWHERE = {"group": "others", "file": "others.yml"}


def said(expression, *recordings, counts=None, signal="error_rate", **more):
    """Whether it is covered, and what is said of it."""
    service = Service(count=lambda selector: counts(selector) if counts else None)
    found = judged(NEEDED[signal], *recordings, rule(expression, "High", **more), service=service)
    if found.is_covered:
        return "covered", found.best.said
    return ("breach", found.finding.message) if found.finding else ("doubt", found.doubt)


@pytest.mark.parametrize(
    ("interval", "wait", "state", "why"),
    [
        (60.0, 900.0, "covered", "for 15m"),  # each minute is what everybody has
        (300.0, 300.0, "covered", ""),
        (300.0, 600.0, "covered", ""),
        (300.0, 900.0, "breach", "it fires up to 20m late, for it is evaluated each 5m, and may wait 15m"),
        (3600.0, 0.0, "breach", "it fires up to 1h late, for it is evaluated each 1h, and may wait 15m"),
        (3600.0, 300.0, "breach", "it fires up to 2h late, for it is evaluated each 1h, and may wait 15m"),
        (600.0, 601.0, "breach", "it fires up to 30m late"),
        (0.0, 900.0, "covered", ""),
        (60.0, 901.0, "breach", "it waits 15m1s before it fires, and may wait 15m"),
    ],
)
def test_an_alert_is_late_by_its_for_and_by_the_interval_of_its_group(interval, wait, state, why):
    found = said(GOOD["error_rate"], interval=interval, wait=wait)
    assert found[0] == state, found
    assert why in found[1]


def test_the_intervals_of_recording_rules_count_once_for_each_group():
    def recorded(interval, **group):
        return rule(RATIO, "job:errors:ratio", wait=0.0, records=True, **{"interval": interval} | group)

    text = "job:errors:ratio > 0.02"
    assert said(text, recorded(120.0), interval=120.0)[0] == "covered"
    found = said(text, recorded(240.0, **ELSEWHERE), interval=240.0, wait=720.0)
    assert found == ("breach", found[1])
    assert "it fires up to 20m late, for it is evaluated each 4m, and may wait 15m" in found[1]
    found = said(text, recorded(300.0, **ELSEWHERE), wait=0.0)
    assert found == ("doubt", found[1])
    assert "job:errors:ratio is recorded each 5m, and gone 5m later" in found[1]
    found = said(text, recorded(3600.0, **ELSEWHERE))
    assert found[0] == "breach"
    assert "it fires up to 1h5m late, for it is evaluated each 1h" in found[1]


@pytest.mark.parametrize(
    ("expression", "limit", "series", "state", "why"),
    [
        (TOTAL + " > 0.02", 1.0, None, "covered", "limit: 1 of group shop, and 1 alert at most now"),
        (GOOD["error_rate"], 1.0, 1.0, "covered", "limit: 1 of group shop, and 1 alert at most now"),
        (GOOD["error_rate"], 5.0, 4.0, "covered", "limit: 5 of group shop, and 4 alerts at most now"),
        (GOOD["error_rate"], 1.0, 2.0, "breach",
         "limit: 1 of group shop makes High fail if it has more, and it may have 2"),
        (GOOD["error_rate"], 1.0, None, "doubt",
         "limit: 1 of group shop makes High fail if it has more, and nobody says how many"),
        (GOOD["error_rate"], 1.0, 0.0, "doubt", "nobody says how many"),
        (GOOD["error_rate"], 0.0, None, "covered", "for 5m, group shop)"),
    ],
)  # fmt: skip
def test_a_limit_lets_an_alert_fail_that_has_more_series(expression, limit, series, state, why):
    asked = []
    found = said(expression, limit=limit, counts=lambda selector: asked.append(selector) or series)
    assert found[0] == state, found
    assert why in found[1]
    assert set(asked) <= {'count by (job) (http_requests_total{job="shop"})'}


def test_a_limit_of_recording_rules_counts_too():
    def recorded(limit):
        return rule(RATIO, "job:errors:ratio", wait=0.0, records=True, limit=limit)

    text = "sum(job:errors:ratio) > 0.02"
    for counts, state in ((lambda _name: 2.0, "breach"), (lambda _name: 1.0, "covered"), (None, "doubt")):
        assert said(text, recorded(1.0), counts=counts)[0] == state
    assert said(text, recorded(0.0))[0] == "covered"


def test_files_say_what_limits_a_group():
    text = b"groups:\n- {name: a, limit: 3, rules: [{alert: A, expr: up == 0}]}\n- {name: b, rules: [{alert: B, expr: up}]}"
    assert [one.limit for one in read_files({"a.yml": text}).rules] == [3.0, 0.0]


@pytest.mark.parametrize(
    ("signal", "expression", "state"),
    [
        ("queue_depth", "count(shop_queue_length > 900) == 1", "doubt"),
        ("queue_depth", "count(shop_queue_length > 900) <= 1", "doubt"),
        ("queue_depth", "count(shop_queue_length > 900) >= 1", "covered"),
        ("queue_depth", "count(shop_queue_length > 900) > 0", "covered"),
        ("queue_depth", "count(shop_queue_length > 900) != 0", "covered"),
        ("queue_depth", "count(shop_queue_length > 900) > 1", "doubt"),
        ("queue_depth", "1 == count(shop_queue_length > 900)", "doubt"),
        ("queue_depth", "sum(shop_queue_length > bool 900) == 1", "doubt"),
        ("queue_depth", "sum(shop_queue_length > bool 900) >= 1", "covered"),
        ("queue_depth", "max(shop_queue_length > bool 900) == 1", "covered"),
        ("queue_depth", "(shop_queue_length > bool 900) + (shop_queue_length > bool 800) == 1", "doubt"),
        ("queue_depth", "(shop_queue_length > bool 900) + (shop_queue_length > bool 800) > 0", "covered"),
        ("queue_depth", "max_over_time(sum(shop_queue_length > bool 900)[5m:]) == 1", "doubt"),
        ("queue_depth", "vector(scalar(shop_queue_length)) > 900", "doubt"),
        ("queue_depth", "scalar(shop_queue_length) > 900", "doubt"),
        ("error_rate", f"vector(scalar({RATIO})) > 0.02", "doubt"),
        ("error_rate", f"vector(scalar({TOTAL})) > 0.02", "covered"),  # which is one series, whatever happens
        ("error_rate", f"{TOTAL} > scalar(vector(0.02))", "covered"),
        ("error_rate", BY_CODE.format("by (job, code)", "on (job)"), "doubt"),  # 500 and 503 at once: many to one
        ("error_rate", BY_CODE.format("by (job, code)", "ignoring (code)"), "doubt"),
        ("error_rate", BY_CODE.format("by (job, code)", "on (job) group_left"), "breach"),  # parts of the whole
        ("error_rate", BY_CODE.format("by (job)", "on (job)"), "covered"),
        ("error_rate", BY_CODE.replace('=~"5.."', '="5xx"').format("by (job, code)", "on (job)"), "covered"),
    ],
)
def test_what_holds_for_one_series_alone_is_not_proven(signal, expression, state):
    assert said(expression, signal=signal)[0] == state


def test_each_condition_beside_another_adds_alerts():
    asked = []

    def counts(selector):
        asked.append(selector)
        return 4.0 if " or " in selector else 2.0

    text = 'shop_queue_length{job="shop"} > 1000 or shop_jobs_waiting{job="shop"} > 1'
    assert said(text, counts=counts, signal="queue_depth", limit=4.0)[0] == "covered"
    state, why = said(text, counts=counts, signal="queue_depth", limit=2.0)
    assert (state, "and it may have 4" in why) == ("breach", True), why
    assert set(asked) == {'(shop_queue_length{job="shop"}) or (shop_jobs_waiting{job="shop"})'}
    # nobody knows how many series of errors there may be
    text = f"{TOTAL} > 0.02 or {TOTAL} > 0.01"
    assert said(text, counts=counts, limit=4.0)[0] == "doubt"


@pytest.mark.parametrize(
    ("offset", "recorded", "state", "why"),
    [
        (600.0, 600.0, "covered", ""),
        (
            601.0,
            0.0,
            "breach",
            "it waits 15m1s before it fires, and may wait 15m (for: 5m, and 10m1s by offsets, windows ",
        ),
        (1800.0, 1800.0, "breach", "(for: 5m, and 30m by offsets, windows and query_offset)"),
        (0.0, 200.0, "covered", ""),
        (0.0, 300.0, "doubt", "job:errors:ratio is recorded 5m late (query_offset), and High looks for it before"),
        (None, None, "covered", ""),
    ],
)
def test_an_alert_is_late_by_what_its_group_looks_back(offset, recorded, state, why):
    record = rule(RATIO, "job:errors:ratio", wait=0.0, records=True, offset=recorded)
    found = said("job:errors:ratio > 0.02", record, offset=offset)
    assert found[0] == state, found
    assert why in found[1]
