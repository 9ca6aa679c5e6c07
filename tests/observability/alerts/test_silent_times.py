"""Needed alerts reach somebody at night and at the weekend, too, unless the settings say why not."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.observability.alerts.alertmanager.manager import Cluster, Manager
from pytest_golive.observability.alerts.reaching.judging import Demands, route_alert
from pytest_golive.observability.alerts.reaching.result import Alert
from pytest_golive.observability.alerts.routing.config import read_config
from pytest_golive.observability.alerts.routing.labels import Labels

NOON = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)  # a Wednesday
OFFICE = "{times: [{start_time: '08:00', end_time: '18:00'}]}"
NIGHT = "{times: [{start_time: '18:00', end_time: '24:00'}]}, {times: [{start_time: '00:00', end_time: '08:00'}]}"
LATE = "{times: [{start_time: '18:01', end_time: '24:00'}]}, {times: [{start_time: '00:00', end_time: '08:00'}]}"


def routed(routes, intervals, **demands):
    shown = ", ".join(f"{{name: {name}, time_intervals: [{own}]}}" for name, own in intervals.items())
    config = read_config(
        f"route: {{receiver: a, routes: [{routes}]}}\ntime_intervals: [{shown}]\n"
        "receivers: [{name: a, webhook_configs: [{url: 'http://127.0.0.1:9/'}]}]"
    )
    manager = Manager("Alertmanager", config, (), (), Cluster("ready", ()), None, NOON)
    return route_alert(Alert("High", Labels.of({"severity": "page"})), manager, Demands(**demands))


DAY = "{receiver: a, continue: 'true', active_time_intervals: [office]}"


@pytest.mark.parametrize(
    ("routes", "intervals", "when"),
    [
        (DAY, {"office": OFFICE}, "Wednesday 18:00 UTC (2026-03-04)"),
        (f"{DAY}, {{receiver: a, active_time_intervals: [night]}}", {"office": OFFICE, "night": NIGHT}, ""),
        (f"{DAY}, {{receiver: a, active_time_intervals: [night]}}", {"office": OFFICE, "night": LATE}, "18:00 UTC"),
        (f"{DAY}, {{receiver: a}}", {"office": OFFICE}, ""),
        ("{receiver: a, mute_time_intervals: [end]}", {"end": "{weekdays: [saturday]}"}, "Saturday 00:00 UTC"),
        (
            "{receiver: a, mute_time_intervals: [end]}",
            {"end": "{months: [december]}"},
            "Tuesday 00:00 UTC (2026-12-01)",
        ),
        ("{receiver: a, mute_time_intervals: [end]}", {"end": "{years: ['2020']}"}, ""),
        (
            "{receiver: a, mute_time_intervals: [end]}",
            {"end": "{months: [december], days_of_month: ['-1'], times: [{start_time: '03:10', end_time: '03:50'}]}"},
            "Thursday 03:10 UTC (2026-12-31)",
        ),
        (
            "{receiver: a, mute_time_intervals: [end]}",
            {"end": "{months: [july], times: [{start_time: '03:10', end_time: '03:20'}], location: Asia/Kathmandu}"},
            "Tuesday 21:25 UTC (2026-06-30)",
        ),
    ],
)
def test_a_needed_alert_is_heard_at_any_time(routes, intervals, when):
    found = routed(routes, intervals)
    assert [one.rule for one in found.findings] == (["silent at times"] if when else [])
    assert not when or when in found.findings[0].message
    permitted = routed(routes, intervals, silent_times="nobody buys at night")
    assert permitted.findings == ()
    assert any("nobody buys at night" in one for one in permitted.notes) is bool(when)
