"""Receivers, counters, notifications, relabelling and the dead man's switch: what each proves, without servers."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.alertmanager.counters import Counters, read_counters
from pytest_golive.observability.alerts.drill.proof import compare
from pytest_golive.observability.alerts.drill.webhook import read_notification
from pytest_golive.observability.alerts.reaching.relabelling import relabelled
from pytest_golive.observability.alerts.reaching.watchdog import always_fires
from pytest_golive.observability.alerts.routing.labels import Labels
from pytest_golive.observability.alerts.routing.receivers import Integration, Receiver
from pytest_golive.observability.alerts.rule import Rule


@pytest.mark.parametrize(
    ("kind", "settings", "fault"),
    [
        ("webhook", {"url": "<secret>"}, False),
        ("webhook", {"url": "http://127.0.0.1:9/"}, False),
        ("webhook", {"url": "https://hooks.example.com/x"}, True),
        ("webhook", {"url": "https://CHANGE_ME/"}, True),
        ("webhook", {"url": ""}, True),
        ("email", {"to": "ann@shop.example, ben@shop.de"}, False),
        ("email", {"to": "oncall@example.org"}, True),
        ("slack", {"channel": "#your-channel"}, True),
        ("slack", {"channel": "#alerts"}, False),
        ("pagerduty", {"url": "https://events.pagerduty.com/v2/enqueue"}, False),
    ],
)
def test_an_integration_that_calls_nobody_is_known_by_its_settings(kind, settings, fault):
    assert bool(Integration(kind, settings, resolved=True).fault) is fault
    good = Integration("pagerduty", {}, resolved=True)
    assert not Receiver("pager", (Integration(kind, settings, resolved=True), good)).fault


def counters(**values):
    lines = [f'alertmanager_{name}{{integration="webhook"}} {value}' for name, value in values.items()]
    names = [f"alertmanager_{name}" for name in values]
    return read_counters("\n".join(lines), names)


ZERO = {
    "notifications_total": 0,
    "notifications_failed_total": 0,
    "notification_requests_total": 0,
    "notification_requests_failed_total": 0,
}
ONE = {**ZERO, "notifications_total": 1, "notification_requests_total": 1}


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (ONE, "sent"),
        (ZERO, "nothing"),
        ({**ONE, "notification_requests_failed_total": 1}, "failed"),
        ({**ONE, "notifications_failed_total": 1}, "failed"),
        ({**ONE, "notifications_total": 2}, "unclear"),
        ({**ONE, "notification_requests_total": 2}, "unclear"),
        ({**ZERO, "notifications_total": -1}, "unclear"),
    ],
)
def test_counters_prove_a_delivery_only_if_nothing_else_was_sent(after, state):
    pager = Receiver("pager", (Integration("webhook", {}, resolved=True),))
    assert compare(counters(**ZERO), counters(**after), [pager]).state == state


def test_receivers_are_told_apart_if_alertmanager_does():
    text = (
        'alertmanager_notification_requests_total{integration="webhook",receiver_name="a"} 3\n'
        'alertmanager_notification_requests_failed_total{integration="webhook",receiver_name="a"} 3\n'
        'alertmanager_notification_requests_total{integration="webhook",receiver_name="b"} 3\n'
        'alertmanager_notification_requests_failed_total{integration="webhook",receiver_name="b"} 2\n'
    )
    found = read_counters(
        text, ["alertmanager_notification_requests_total", "alertmanager_notification_requests_failed_total"]
    )
    assert found.failing("webhook", "a") == "all 3 requests by webhook of a since its start failed"
    assert found.failing("webhook", "b") == ""
    assert Counters({}).failing("webhook", "a") == ""


@pytest.mark.parametrize(
    ("rule", "after"),
    [
        ({"action": "labeldrop", "regex": "replica|x"}, {"job": "shop"}),
        ({"action": "labelkeep", "regex": "job"}, {"job": "shop"}),
        ({"action": "drop", "source_labels": ["job"], "regex": "shop"}, None),
        ({"action": "drop", "source_labels": ["job"], "regex": "sho"}, {"job": "shop", "replica": "1"}),
        ({"action": "keep", "source_labels": ["job", "replica"], "regex": "shop;1"}, {"job": "shop", "replica": "1"}),
        ({"action": "keep", "source_labels": ["job", "replica"], "separator": "-", "regex": "shop;1"}, None),
        ({"target_label": "job", "replacement": "other"}, {"job": "other", "replica": "1"}),
        ({"source_labels": ["job"], "target_label": "team"}, {"job": "shop", "replica": "1", "team": "shop"}),
        ({"action": "uppercase", "source_labels": ["job"], "target_label": "job"}, {"job": "SHOP", "replica": "1"}),
        ({"action": "dropequal", "source_labels": ["job"], "target_label": "replica"}, {"job": "shop", "replica": "1"}),
    ],
)
def test_relabelling_is_done_as_prometheus_does_it(rule, after):
    found = relabelled(Labels.of({"job": "shop", "replica": "1"}), [rule])
    assert (None if found is None else dict(found.known)) == after


@pytest.mark.parametrize(
    "rule",
    [
        {"action": "hashmod", "source_labels": ["job"], "target_label": "x"},
        {"action": "drop", "source_labels": ["pod"], "regex": "x"},
        {"action": "drop", "source_labels": ["job"], "regex": r"\p{Greek}"},
    ],
)
def test_relabelling_that_is_not_understood_proves_nothing(rule):
    with pytest.raises(CannotMeasure, match="which labels an alert has when Prometheus sends it is not proven"):
        relabelled(Labels.of({"job": "shop", "pod": "{{ $labels.pod }}"}), [rule])


def test_a_value_that_groups_make_is_not_known():
    found = relabelled(
        Labels.of({"job": "shop"}), [{"source_labels": ["job"], "regex": "(s).*", "target_label": "team"}]
    )
    assert found.value("team") is None


@pytest.mark.parametrize(
    ("expression", "always"),
    [
        *[
            (one, True)
            for one in (
                "vector(1)",
                " vector( 1 ) ",
                "(vector(1))",
                "vector(1) > 0",
                "vector(1) == bool 2",
                "vector(1.0) == 1",
            )
        ],
        *[
            (one, False)
            for one in ("vector(0) > 1", "up", "vector(time())", "up == 1", "vector(1) and up", "vector(1) > 1", "1")
        ],
    ],
)
def test_a_rule_that_always_fires_is_known(expression, always):
    assert always_fires(Rule("Watchdog", expression)) is always
    assert not always_fires(Rule("Watchdog", expression, records=True))


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b'{"alerts": {}}', b"\xff", b"[" * 100_000])
def test_what_is_no_notification_is_not_taken_for_one(body):
    assert read_notification(body) is None


def test_a_notification_holds_alerts():
    (found,) = read_notification(
        b'{"receiver": "pager", "alerts": [{"labels": {"a": "b"}, "status": "firing"}, "no", {"labels": 1}]}'
    )
    assert (dict(found.labels), found.status, found.receiver) == ({"a": "b"}, "firing", "pager")
