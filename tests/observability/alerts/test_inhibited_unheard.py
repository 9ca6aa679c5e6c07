"""A needed alert that another one of the same incident inhibits reaches somebody only if that one does."""

from __future__ import annotations

import datetime as dt

import pytest

from pytest_golive.observability.alerts.alertmanager.manager import Cluster, Manager, Silence
from pytest_golive.observability.alerts.incidents.inhibitors import Incident
from pytest_golive.observability.alerts.promql.parsing import parse
from pytest_golive.observability.alerts.reaching.judging import Demands, route_alert
from pytest_golive.observability.alerts.reaching.result import Alert
from pytest_golive.observability.alerts.reaching.series import Reader
from pytest_golive.observability.alerts.routing.config import read_config
from pytest_golive.observability.alerts.routing.matchers import Matcher
from pytest_golive.observability.alerts.rule import Rule

NOON = dt.datetime(2026, 3, 4, 12, 0, tzinfo=dt.UTC)
ERRORS = Rule("ShopErrors", "sum by (job) (rate(errors_total[5m])) > 1", labels={"severity": "critical"})
DOWN = Rule("ShopDown", 'up{job="shop"} == 0', labels={"severity": "critical"})
ROUTES = """\
- {receiver: nobody, matchers: ['alertname="ShopDown"']}
- {receiver: pager, matchers: ['severity="critical"']}
- {receiver: chat, matchers: ['severity="warning"']}
"""
BY_DOWN = (
    "{source_matchers: ['alertname=\"ShopDown\"'], target_matchers: ['severity=~\"critical|warning\"'], equal: [job]}"
)
BY_RANK = (
    "{source_matchers: ['severity=\"critical\"'], target_matchers: ['severity=\"warning\"'], equal: [alertname, job]}"
)
HEARD = ROUTES.replace("nobody", "infra")


def named(rule, **labels):
    return Rule(rule.name, rule.expression, labels={**rule.labels, **labels})


def judged(rules, routes=ROUTES, inhibitions=BY_DOWN, needed=ERRORS, silences=(), **demands):
    """What becomes of the needed alert."""
    receivers = "".join(
        f"- {{name: {name}, webhook_configs: [{{url: <secret>}}]}}\n" for name in ("all", "pager", "chat")
    )
    indented = "".join(f"  {line}\n" for line in routes.splitlines())
    config = read_config(
        f"route:\n  receiver: all\n  routes:\n{indented}inhibit_rules: [{inhibitions}]\nreceivers:\n{receivers}"
        "- {name: infra, webhook_configs: [{url: <secret>}]}\n- {name: nobody}\n"
        "time_intervals: [{name: night, time_intervals: [{times: [{start_time: '22:00', end_time: '24:00'}]}]}]\n"
    )
    manager = Manager("Alertmanager", config, silences, (), Cluster("ready", ()), None, NOON)
    wanted, loaded = Demands(**demands), [needed, *rules]
    labels = Reader(loaded, {"job": "shop"}, parse).labels
    routed = route_alert(Alert(needed.name, labels(needed)), manager, wanted)
    return Incident(loaded, labels, manager, wanted).judge(routed, labels(needed))


def findings(*given, **changed):
    found = judged(*given, **changed)
    assert found.doubts == ()
    return [one.rule for one in found.findings]


def test_an_alert_that_inhibits_and_reaches_nobody_is_found():
    found = judged([DOWN])
    (fault,) = found.findings
    assert fault.message == (
        "ShopErrors: it is inhibited while ShopDown fires (inhibit_rules[0]), and nobody hears of ShopDown: the receiver "
        "'nobody' of route.routes[0] (alertname=\"ShopDown\") calls nobody, for it has no integration (such as webhook_configs)"
    )
    assert "may_inhibit" in fault.cure
    assert findings([DOWN], may_inhibit={"Shop*": "planned"}) == []


@pytest.mark.parametrize(
    ("rules", "changed"),
    [
        ([], {}),  # no rule is loaded that could inhibit
        ([DOWN], {"routes": HEARD}),
        ([named(DOWN, severity="page")], {"routes": HEARD}),
        ([Rule("ShopDown", 'up{job="other"} == 0')], {}),  # of another service
        ([Rule("ShopDown", "up == 0", records=True)], {}),
        ([DOWN], {"inhibitions": BY_DOWN.replace("critical|warning", "info")}),
        # The usual shape: the critical one of the same name inhibits the warning.
        ([named(ERRORS, severity="critical")], {"needed": named(ERRORS, severity="warning"), "inhibitions": BY_RANK}),
        (
            [named(ERRORS, severity="critical")],
            {"needed": named(ERRORS, severity="warning"), "inhibitions": BY_RANK, "receivers": ("chat",)},
        ),
        # Both sides of a rule: they do not inhibit each other.
        ([DOWN], {"inhibitions": BY_DOWN.replace('alertname="ShopDown"', 'severity="critical"')}),
        ([DOWN], {"routes": HEARD, "receivers": ("pager",)}),  # as grave, and calls those who see to it
        # Their series could have any severity; nothing says that they have one.
        (
            [Rule("ShopDown", "up == 0"), Rule("NodeDown", "up == 0")],
            {
                "needed": named(ERRORS, severity="warning"),
                "routes": HEARD,
                "inhibitions": BY_DOWN.replace('="ShopDown"', '=~".*Down"'),
            },
        ),
        # An alert about those that are only for information, which calls nobody.
        (
            [Rule("InfoInhibitor", 'ALERTS{severity="info"} == 1', labels={"severity": "none"})],
            {
                "routes": ROUTES.replace("ShopDown", "InfoInhibitor"),
                "inhibitions": "{source_matchers: ['alertname=\"InfoInhibitor\"'], target_matchers: ['severity=\"info\"'], equal: [namespace]}",
            },
        ),
    ],
)
def test_alerts_that_are_heard_in_their_place_or_inhibit_nothing_are_no_fault(rules, changed):
    assert findings(rules, **changed) == []


LATE = HEARD.replace("infra, ", "infra, group_wait: 6h, ")
NIGHTS = HEARD.replace("infra, ", "infra, mute_time_intervals: [night], ")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"inhibitions": BY_DOWN.replace("[job]", "[namespace]"), "needed": ERRORS}, "depends on what is not known"),
        (
            {"inhibitions": BY_DOWN.replace("[job]", "[team]"), "rules": [named(DOWN, team="")]},
            "'nobody'",
        ),  # none has it
        ({"routes": LATE}, 'group_wait of route.routes[0] (alertname="ShopDown") is 6 h'),
        ({"routes": NIGHTS}, "its routes are silent at Wednesday 22:00 UTC (2026-03-04)"),
        (
            {"routes": ROUTES.replace("nobody", "chat"), "rules": [named(DOWN, severity="warning")]},
            "its severity is only warning, and it calls chat, but not pager",
        ),
        (
            {
                "routes": ROUTES.replace("nobody", "chat"),
                "rules": [Rule("ShopDown", "vector(0)", labels={"job": "shop"})],
            },
            "it calls chat, but not pager",
        ),
        (
            {
                "routes": HEARD,
                "silences": (Silence("0", (Matcher("alertname", "=", "ShopDown"),), NOON, "ann", "known"),),
            },
            "it is silenced by the silence 0 by ann",
        ),
    ],
)
def test_one_that_is_late_silent_or_of_less_weight_is_found(changed, said):
    found = judged(**{"rules": [DOWN], **changed})
    (told,) = [*(one.message for one in found.findings), *(one.what for one in found.doubts)]
    assert said in told
    assert "inhibited while ShopDown fires (inhibit_rules[0]), and nobody hears of ShopDown" in told


def test_alerts_that_inhibit_in_a_row_or_in_a_ring_are_followed():
    node = Rule("NodeDown", "vector(0)", labels={"job": "shop", "severity": "page"})
    row = f"{BY_DOWN}, {{source_matchers: [alertname=NodeDown], target_matchers: [alertname=ShopDown]}}"
    assert findings([DOWN, node], routes=HEARD, inhibitions=row) == []
    lost = judged(
        [DOWN, node], routes=f"- {{receiver: nobody, matchers: [alertname=NodeDown]}}\n{HEARD}", inhibitions=row
    )
    assert lost.findings[0].message.startswith(
        "ShopErrors: it is inhibited while ShopDown fires (inhibit_rules[0]), which is inhibited while NodeDown fires "
        "(inhibit_rules[1]), and nobody hears of NodeDown: the receiver 'nobody'"
    )
    ring = f"{BY_DOWN}, {{source_matchers: [alertname=ShopErrors], target_matchers: [alertname=ShopDown]}}"
    lost = judged([DOWN], routes=HEARD, inhibitions=ring)
    assert lost.findings[0].message.endswith(
        "ShopDown fires (inhibit_rules[0]), which is inhibited while ShopErrors fires (inhibit_rules[1]), so these keep "
        "each other silent"
    )


def test_many_alerts_that_inhibit_each_other_are_followed_in_time():
    """Each inhibits all that come after it: the ways are more than anybody could count."""
    many = [Rule(f"A{number}", "vector(0)", labels={"level": "x" * number}) for number in range(40)]
    rules = ", ".join(
        f"{{source_matchers: ['alertname=\"A{number}\"'], target_matchers: ['level=~\"x{{0,{number - 1}}}\"']}}"
        for number in range(1, 40)
    )
    assert findings(many[1:], routes=HEARD, inhibitions=rules, needed=many[0]) == []
