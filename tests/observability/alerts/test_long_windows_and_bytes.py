"""Windows in which a burst drowns; memory in bytes, whose limit only the settings know."""

from __future__ import annotations

from dataclasses import replace

import pytest
from faulty_rules import GOOD
from healthy_rules import ratio
from rules_made import NEEDED, judged, recording, rule

from pytest_golive.observability.alerts.strictness.comparing import Service

OVER_3D = recording("job:errors:ratio3d", ratio("3d"))
TOO_LONG = "it looks back over 3d, and may over 1h"
LIMIT = 512.0 * 1024**2


def said(found):
    return found.finding.message if found.finding else found.doubt


@pytest.mark.parametrize("limit", [1.0, 2.0, 5.0])  # the target, the alert, and what rolls back
@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("{3d} > {share}", TOO_LONG),
        ("job:errors:ratio3d > {share}", TOO_LONG),
        ("{1h} > {share} and {3d} > {share}", TOO_LONG),
        ("avg_over_time(({5m})[3d:1m]) > {share}", TOO_LONG),
        ("min_over_time(({5m})[3d:1m]) > {share}", "it waits 3d5m before it fires, and may wait 15m"),
        ("quantile_over_time(0.5, ({5m})[3d:1m]) > {share}", "it waits 3d5m before it fires, and may wait 15m"),
        ("{2h} > {share}", "it looks back over 2h, and may over 1h"),
        ("{1h} > {share}", ""),
        ("{5m} > {share} or {3d} > {share}", ""),
        ("max_over_time(({5m})[3d:1m]) > {share}", ""),
    ],
)
def test_over_days_a_burst_of_errors_drowns(limit, expression, why):
    for window in ("5m", "1h", "2h", "3d"):
        expression = expression.replace(f"{{{window}}}", ratio(window))
    found = judged(
        replace(NEEDED["error_rate"], limit=limit), OVER_3D, rule(expression.replace("{share}", str(limit / 100)))
    )
    assert found.is_covered == (not why), said(found)
    assert (found.finding is not None) == bool(why)
    assert why in said(found) if why else True


@pytest.mark.parametrize(
    "expression",
    [
        # since each process began
        'sum(http_requests_total{job="shop",code=~"5.."}) / sum(http_requests_total{job="shop"}) > 0.02',
        "sum(http_errors_total - http_errors_total offset 3d) / sum(rate(http_requests_total[5m])) > 0.02",
        "sum_over_time(job:errors:ratio3d[5m]) > 0.02",
    ],
)
def test_counts_without_a_window_are_not_proven(expression):
    found = judged(NEEDED["error_rate"], OVER_3D, rule(expression))
    assert found.doubt


@pytest.mark.parametrize(
    ("expression", "metric", "capacity", "state", "why"),
    [
        ("process_resident_memory_bytes > 4e8", "", LIMIT, "covered", "> 74.5058 % of memory_limit"),
        ("4e8 < process_resident_memory_bytes", "", LIMIT, "covered", ""),
        ("process_resident_memory_bytes / 1024^2 > 400", "", LIMIT, "covered", "> 78.125 % of memory_limit"),
        ('max by (pod) (container_memory_working_set_bytes{job="shop"}) > 4e8', "", LIMIT, "covered", ""),
        ("process_resident_memory_bytes > 5e8", "", LIMIT, "breach",
         "it fires at > 93.1323 % of memory_limit, not at > 80 %"),
        ("process_resident_memory_bytes < 4e8", "", LIMIT, "breach", "in the wrong direction"),
        ("process_resident_memory_bytes > 4e8", "", 0.0, "doubt",
         "with 381.5 MiB, and neither a metric nor memory_limit in the settings says what"),
        ("process_resident_memory_bytes > 4e8", "container_spec_memory_limit_bytes", LIMIT, "doubt",
         "with 381.5 MiB, and the limit is in container_spec_memory_limit_bytes"),
        ("process_resident_memory_bytes > 4e8", None, LIMIT, "doubt", "nobody says if a metric has the limit"),
        ("jvm_memory_used_bytes > 4e8", "", LIMIT, "doubt", "nobody says that jvm_memory_used_bytes is all the memory"),
        ("node_memory_MemTotal_bytes - node_memory_MemFree_bytes > 4e8", "", LIMIT, "doubt", "nobody says that node_"),
        ("sum(process_resident_memory_bytes) > 4e8", "", LIMIT, "doubt", "it takes the sum over all instances"),
        ("process_resident_memory_bytes == 4e8", "", LIMIT, "doubt", "by =="),
        (GOOD["memory"], None, 0.0, "covered", "> 80 %"),
    ],
)  # fmt: skip
def test_memory_in_bytes_is_held_against_the_limit_of_the_settings(expression, metric, capacity, state, why):
    needed = replace(NEEDED["memory"], capacity=capacity)
    found = judged(needed, rule(expression), service=Service(limit_metric=lambda _needed: metric))
    assert {True: "covered", False: "breach" if found.finding else "doubt"}[found.is_covered] == state, said(found)
    assert why in (found.best.said if found.is_covered else said(found))
