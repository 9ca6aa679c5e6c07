"""The trigger of security incidents: alerts of a Prometheus, issues, and people who say so."""

from __future__ import annotations

import json

import pytest
from faked_forges import FakeGitHub
from firing_alerts import MANAGER, ROLLBACK, alert

from pytest_golive.cli import main

GATE = "rollback::no_trigger_fired"
LEFT_OUT = (
    '[tool.golive.rollback.not_watched]\nerror_rate = "nobody has metrics yet"\nlatency = "nobody has metrics yet"\n'
)
RULE = {"type": "alerting", "name": "TokensStolen", "labels": {"category": "security"}, "query": "up == 0"}
PROMETHEUS = '\n[tool.golive.targets.staging.alerts.prometheus]\nurl = "URL"\n'


@pytest.fixture
def looking(live, shop):
    """Settings of which only those about incidents differ: ``looking('security_issues = ["incident"]')``."""

    def describe(said, more="", **changes):
        text = ROLLBACK.replace("{previous}", "{version}").replace('security_alerts = { category = "security" }', said)
        endpoint = '[[tool.golive.targets.staging.endpoints]]\npath = "/products"\n'
        shop.settings(f"{endpoint}{more}{text}{LEFT_OUT}")

    return describe


@pytest.fixture
def issues(serve):
    forge = FakeGitHub(serve)
    forge.tracks("Security Incident", "docs")
    return forge


def on(forge):
    return f'[tool.golive.forge]\nurl = "{forge.url}/shop/shop"\nkind = "github"\npatience = "1ms"\n'


def test_an_open_issue_is_an_incident_unless_it_is_older_than_the_release(looking, shop, issues):
    looking('security_issues = ["security*"]', on(issues))
    issues.issue(3, "old", "2001-01-01T00:00:00Z", "Security Incident")
    shop.passes(
        GATE,
        "*security incidents: 0, must be at most 0 (issues labelled Security Incident in 127.0.0.1/shop/shop)*",
        "*security incident: older than the release's commit: #3*",
    )
    issues.issue(7, "Tokens are sold", "2999-01-01T00:00:00Z", "Security Incident")
    shop.breaches(
        GATE,
        "*security incidents: 1, must be at most 0*",
        "*the issue #7 Tokens are sold (https://git.example/shop/shop/issues/7) is open, since 2999-01-01 00:00:00 UTC*",
    )


def test_without_the_label_no_issue_can_be_an_incident(looking, shop, issues):
    looking('security_issues = ["sev0"]', on(issues))
    shop.cannot_measure(GATE, "*security incident: 127.0.0.1/shop/shop has no label sev0, so no*", word="NOT SET UP")


@pytest.fixture
def prometheus(manager):
    manager.answers["/api/v1/rules"] = {"status": "success", "data": {"groups": [{"rules": [RULE]}]}}
    manager.answers["/api/v1/alerts"] = {"status": "success", "data": {"alerts": []}}
    return manager


ALERTS = 'security_alerts = { category = "sec*" }'


def test_where_no_alertmanager_is_named_prometheus_tells_what_fires(looking, shop, prometheus):
    looking(ALERTS, PROMETHEUS.replace("URL", prometheus.url))
    shop.passes(
        GATE,
        "*security incidents: 0, must be at most 0 (alerts with category=sec? in Prometheus at *",
        "*security incident: alerting rules with category=sec?: 1*",
        "*security incident: silences: not known*",
    )
    firing = {**alert(), "state": "firing", "activeAt": "2026-11-27T12:59:01.5Z", "value": "1e+00"}
    pending = {**firing, "state": "pending"}
    prometheus.answers["/api/v1/alerts"]["data"]["alerts"] = [firing, pending]
    shop.breaches(
        GATE, "*security incidents: 1, must be at most 0*", "*TokensStolen fires (*), since 2026-11-27 12:59:01 UTC*"
    )


OLD, NEW = "2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z"


@pytest.mark.parametrize("where", [PROMETHEUS, MANAGER])
def test_what_fires_since_before_the_deployment_is_not_rolled_back_for(looking, shop, prometheus, where):
    looking(ALERTS, where.replace("URL", prometheus.url))

    def firing(*since):
        told = [{**alert(f"Tokens{at[:4]}"), "state": "firing", "activeAt": at, "startsAt": at} for at in since]
        of_manager = [{**one, "status": alert()["status"]} for one in told]
        prometheus.answers["/api/v1/alerts"]["data"]["alerts"] = told
        prometheus.answers["/api/v2/alerts"] = of_manager
        result = shop.judge(GATE, "--golive-deployed=now", "--golive-decision=decision.json", "-m", "post_deploy")
        return result, json.loads((shop.path / "decision.json").read_text())

    result, decision = firing(OLD)
    result.stdout.fnmatch_lines(["*security incident: the alert Tokens2001 fires (*) since before the deployment at *"])
    assert (decision["decision"], decision["command"], decision["since"]) == ("hold", None, None)
    result, decision = firing(OLD, NEW)
    result.stdout.fnmatch_lines(["*security incidents: 1, must be at most 0*", "*the alert Tokens2999 fires *"])
    assert decision["decision"] == "roll back"
    result, decision = firing("0001-01-01T00:00:00Z")  # as Go writes a time that nobody has set
    result.stdout.fnmatch_lines(["*the alert Tokens0001 fires (*), and nothing says since when, so that nobody knows*"])
    assert decision["decision"] == "hold"


@pytest.mark.parametrize("where", [PROMETHEUS, PROMETHEUS + MANAGER])
def test_labels_that_no_rule_gives_would_show_no_incident(looking, shop, prometheus, where):
    looking('security_alerts = { category = "thieves" }', where.replace("URL", prometheus.url))
    shop.cannot_measure(
        GATE, "*security incident: none of the alerting rules in *has the labels category=thieves*", word="NOT SET UP"
    )


def test_where_nothing_tells_of_alerts_it_is_not_set_up(looking, shop):
    looking(ALERTS)
    shop.cannot_measure(GATE, "*does not say where its alerts are, so those with category=sec*", word="NOT SET UP")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"status": "success", "data": {"alerts": [{"state": "firing", "labels": {"category": 3}}]}}, "*differs from*"),
        ({"status": "success", "data": {}}, "*differs from the description of its API*"),
        ((200, {}, b"\xff\x00"), "*JSON*"),
        ((503, {}, b""), "*503*"),
    ],
)
def test_answers_that_are_not_understood_are_errors(looking, shop, prometheus, answer, said):
    looking(ALERTS, PROMETHEUS.replace("URL", prometheus.url))
    prometheus.answers["/api/v1/alerts"] = answer
    shop.cannot_measure(GATE, said)


PEOPLE = 'checklist = ["docs/GO.md"]\n[tool.golive.signing]\nself_approval = "yes"\n[tool.golive.signing.people.ann]\nemails = ["author@example.org"]\n'


@pytest.fixture
def signing(shop, looking, monkeypatch):
    shop.write("docs/GO.md", "# Go\n- [ ] No security incident <!-- golive: sign phase=post_deploy id=incident -->\n")
    file = shop.path / "pyproject.toml"
    file.write_text(file.read_text().replace("[tool.golive]\n", f"[tool.golive]\n{PEOPLE.partition(chr(10))[0]}\n"))
    looking('security_row = "incident"', PEOPLE.partition("\n")[2])
    monkeypatch.chdir(shop.path)
    return shop


def test_who_rejects_the_row_says_that_there_is_an_incident(signing):
    signing.cannot_measure(GATE, "*security incident: incident is not signed: 0 of 1 signatures*")
    assert main(["sign", "incident", "--by", "ann", "--reject", "--note", "tokens are sold"]) == 0
    signing.breaches(
        GATE, "*security incidents: 1, must be at most 0*", "*ann rejects incident: tokens are sold, since*"
    )


def test_who_signs_the_row_says_that_there_is_none(signing):
    signing.commit()
    assert main(["sign", "incident", "--by", "ann"]) == 0
    signing.passes(GATE, "*security incidents: 0, must be at most 0 (signatures of incident)*")


def test_a_row_that_is_not_there_is_not_set_up(shop, looking):
    looking('security_row = "nowhere"')
    shop.cannot_measure(GATE, "*no row 'nowhere' that people sign is in the checklist's documents*", word="NOT SET UP")
