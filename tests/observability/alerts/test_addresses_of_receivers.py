"""Whom a receiver calls for one alert: addresses of templates, servers on the way, and what nobody else can see."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from pytest_golive.observability.alerts.alertmanager.counters import read_counters
from pytest_golive.observability.alerts.alertmanager.failures import failures_of
from pytest_golive.observability.alerts.alertmanager.manager import Cluster, Manager
from pytest_golive.observability.alerts.reaching.judging import Demands, route_alert
from pytest_golive.observability.alerts.reaching.result import Alert
from pytest_golive.observability.alerts.routing.config import read_config
from pytest_golive.observability.alerts.routing.labels import Labels

NOON = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
LABELS = {"alertname": "ShopErrors", "severity": "page", "team": "shop", "owner": "ann@shop.io"}
NOTES = {"summary": "Errors", "channel": "{{ $labels.channel }}"}
REAL = {"to": "ops@shop.io", "smarthost": "smtp.shop.io:587", "from": "alertmanager@example.org"}
HOOK = {"url": "<secret>", "url_file": ""}


def manager(counters=None, **receivers):
    receivers = {"pager": {"webhook_configs": [HOOK]}, **receivers}
    listed = [{"name": name, **made} for name, made in receivers.items()]
    config = read_config(
        json.dumps({"route": {"receiver": "pager", "group_by": ["alertname", "team"]}, "receivers": listed})
    )
    return Manager("Alertmanager", config, (), (), Cluster("ready", ()), counters, NOON)


def reached(kind, *settings, labels=None):
    made = manager(pager={f"{kind}_configs": list(settings)})
    return route_alert(Alert("ShopErrors", labels or Labels.of(LABELS), NOTES), made, Demands())


def by_http(**http):
    return {**HOOK, "http_config": {"follow_redirects": "true", **http}}


@pytest.mark.parametrize(
    ("kind", "settings", "said"),
    [
        ("email", REAL | {"to": "{{ .CommonLabels.owner_email }}"}, "nothing as 'to' with the labels of this alert"),
        (
            "email",
            REAL | {"to": "{{.CommonLabels.owner_email | toLower}}, {{ .GroupLabels.owner }}"},
            "nothing as 'to'",
        ),
        ("email", REAL | {"to": "{{ .CommonLabels.nick }}@shop.io"}, "nothing as 'to'"),
        ("email", REAL | {"to": "{{ .CommonLabels.team }}@example.com"}, "the reserved name example.com as 'to'"),
        ("slack", {"channel": "#{{ .CommonLabels.slack_channel }}", "api_url": "<secret>"}, "nothing as 'channel'"),
        ("slack", {"channel": "{{ .CommonAnnotations.room }}"}, "nothing as 'channel'"),
        ("slack", {"channel": "{{ (index .Alerts 0).Labels.room }}"}, "nothing as 'channel'"),
        (
            "email",
            REAL | {"smarthost": "smtp.example.org:587"},
            "goes by the reserved name smtp.example.org as 'smarthost'",
        ),
        ("email", REAL | {"smarthost": "mail.invalid:25"}, "goes by the reserved name mail.invalid"),
        ("webhook", by_http(proxy_url="http://proxy.invalid:3128"), "goes by the reserved name proxy.invalid"),
        ("webhook", by_http(oauth2={"token_url": "https://id.example.com/token"}), "as 'token_url'"),
    ],
)
def test_a_receiver_that_has_nobodys_address_for_an_alert_calls_nobody(kind, settings, said):
    (finding,) = reached(kind, settings).findings
    assert finding.rule == "empty receiver"
    assert said in finding.message
    assert not reached(kind, settings, REAL | HOOK).findings  # one of two is enough


@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("email", REAL),
        ("email", REAL | {"smarthost": "localhost:25"}),
        ("email", REAL | {"to": "{{ .CommonLabels.owner }}"}),
        ("email", REAL | {"to": "{{ .CommonLabels.missing }}, ops@shop.io"}),
        ("email", REAL | {"to": "{{ .GroupLabels.team }}@shop.io"}),
        ("slack", {"channel": "#{{ .CommonLabels.team | toLower }}-alerts"}),
        ("slack", {"channel": "{{ .CommonAnnotations.channel }}"}),
        ("webhook", by_http(proxy_url="http://ann:xxxxx@proxy.shop.io:3128")),
        ("webhook", by_http(proxy_url="http://proxy.invalid:3128", no_proxy="10.0.0.0/8")),
    ],
)
def test_a_receiver_that_has_somebodys_address_is_no_fault(kind, settings):
    found = reached(kind, settings)
    assert (found.findings, found.doubts, found.called) == ((), (), ("pager",))


def test_an_address_of_a_label_that_nobody_knows_is_not_proven():
    settings = REAL | {"to": "{{ .CommonLabels.owner_email }}"}
    for labels in (Labels.of(LABELS, is_open=True), Labels.of({**LABELS, "owner_email": "{{ $labels.owner }}"})):
        found = reached("email", settings, labels=labels)
        assert not found.findings
        assert "takes its address from the label owner_email, whose value is not known" in found.doubts[0].what


@pytest.mark.parametrize(
    ("kind", "settings", "said"),
    [
        ("webhook", {"url_file": "/run/secrets/url"}, "what its webhook reads from url_file"),
        ("pagerduty", {"routing_key_file": "/run/secrets/key"}, "what its pagerduty reads from routing_key_file"),
        ("webhook", by_http(proxy_url="http://proxy.shop.io"), "whether the proxy of its webhook lets it through"),
        ("webhook", by_http(proxy_from_environment="true"), "whether the proxy of its webhook lets it through"),
        (
            "slack",
            {"channel": "{{ if .CommonLabels.x }}#x{{ else }}#y{{ end }}"},
            "what 'channel' of its slack comes to",
        ),
        ("webhook", HOOK, ""),
    ],
)
def test_what_only_alertmanager_sees_is_told_and_no_error(kind, settings, said):
    found = reached(kind, settings)
    assert (found.findings, found.doubts) == ((), ())
    assert len(found.unseen) == bool(said)
    assert said in "".join(found.unseen)


def counted(*values, receiver=""):
    names = ("notifications_total", "notifications_failed_total", "notification_requests_total",
             "notification_requests_failed_total")  # fmt: skip
    labels = f'integration="webhook"{receiver}'
    lines = [f"alertmanager_{name}{{{labels}}} {value}" for name, value in zip(names, values, strict=True)]
    return read_counters("\n".join(lines), [f"alertmanager_{name}" for name in names])


@pytest.mark.parametrize(
    ("values", "receiver", "heartbeat", "said", "is_open"),
    [
        (
            (3, 1, 10, 8),
            "",
            True,
            "8 of 10 requests by webhook since its start failed, and which receiver is not told",
            True,
        ),
        ((9, 0, 10, 4), "", True, "4 of 10 requests by webhook since its start failed, and which receiver", False),
        ((3, 1, 10, 8), "", False, "8 of 10 requests by webhook since its start failed", False),
        ((3, 1, 10, 8), ',receiver_name="pager"', True, "8 of 10 requests by webhook of pager since", False),
        ((3, 3, 10, 10), "", True, "", False),  # told by what it reaches: nobody
        ((3, 0, 3, 0), "", True, "", False),
    ],
)
def test_failures_beside_a_heartbeat_are_told_and_many_of_them_prove_nothing(
    values, receiver, heartbeat, said, is_open
):
    """A heartbeat that arrives hides a pager that never does, for both are counted as one."""
    others = {"heartbeat": {"webhook_configs": [HOOK]}} if heartbeat else {}
    found = list(failures_of(manager(counted(*values, receiver=receiver), **others), {"pager", "heartbeat"}))
    assert [told[: len(said)] for told, _ in found] == ([said] if said else [])
    assert [doubt is not None for _, doubt in found] == ([is_open] if said else [])


def test_counters_that_cannot_be_read_tell_nothing():
    assert list(failures_of(manager(), {"pager"})) == []
