"""The gate about alerts since the deployment, on a real Prometheus that remembers them, and a real Alertmanager."""

from __future__ import annotations

import datetime as dt
import json
import time

import pytest
from servers.alertmanager import Alertmanager
from servers.answered_alerts import FIRING, GATE, LENGTH, MANAGER, SETTINGS, past, rules, silence
from servers.prometheus import Prometheus
from servers.watching import until

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def deployed():
    return float(int(time.time()) - LENGTH * 60)


@pytest.fixture(scope="module")
def manager(tmp_path_factory):
    made = Alertmanager(tmp_path_factory.mktemp("manager"), "new")
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def prometheus(deployed, manager, tmp_path_factory):
    made = Prometheus(tmp_path_factory.mktemp("alerts"), "new")
    made.backfill(past(deployed))
    made.configure(rules={"groups": rules()}, alertmanagers=[manager.address])
    made.start()
    until(lambda: len(made.query('ALERTS{job=~".+"}')) >= len(FIRING), "alerts fire")
    until(lambda: made.query('ALERTS{alertname="Watchdog"}'), "the dead man's switch fires")
    until(lambda: {one["labels"].get("job") for one in manager.ask("/api/v2/alerts")} >= set(FIRING), "they arrive")
    silence(manager, "silenced", "ann", "the supplier is down, see #12")
    silence(manager, "unexplained", "ann", " ")
    yield made
    made.stop()


@pytest.fixture
def judge(project, prometheus, manager, deployed, monkeypatch):
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z")  # it was committed before it was deployed

    def run(job, *, own="", switch="", at="", asks="", moment=deployed):
        where = MANAGER.format(url=at or manager.url) if at is not None else ""
        text = SETTINGS.format(prometheus=asks or prometheus.url, job=job, own=own, switch=switch, manager=where)
        file = project.path / "pyproject.toml"
        before, _, after = file.read_text().partition("[tool.golive.not_applicable]")
        file.write_text(f"{before}{text}\n[tool.golive.not_applicable]{after}")
        project.commit()
        said = [f"--golive-deployed={dt.datetime.fromtimestamp(moment, dt.UTC):%Y-%m-%dT%H:%M:%SZ}"] if moment else []
        done = project.run(f"golive/{GATE}", "-v", *said)
        assert done.ret == 1, "one row alone is never a GO"
        return " ".join(done.stdout.str().split())

    return run


def test_alerts_answered_passes_where_they_have_resolved_and_tells_them(judge):
    said = judge("resolved")
    assert " PASS " in said
    assert "unanswered alerts: 0, must be at most 0 (n = 1," in said
    assert "resolved 1: ShopErrors (job=resolved), since " in said
    assert "alerts that fired: 1" in said


def test_one_that_flaps_is_told_with_how_often(judge):
    said = judge("flapping")
    assert " PASS " in said
    assert ", 3 times: fires no longer" in said


def test_what_fired_before_the_deployment_alone_does_not_count(judge):
    said = judge("before")
    assert " PASS " in said
    assert "alerts that fired: 0" in said


def test_one_that_is_silenced_with_a_reason_is_answered(judge):
    said = judge("silenced")
    assert " PASS " in said
    assert ": ShopErrors (job=silenced), since " in said
    assert "by ann until" in said
    assert "the supplier is down, see #12" in said


def test_alerts_answered_is_breached_by_one_that_fires_still(judge):
    said = judge("firing")
    assert " FAIL " in said
    assert "unanswered alerts: 1, must be at most 0 (n = 1," in said
    assert "unanswered 1: ShopErrors (job=firing), since " in said


def test_a_silence_without_a_reason_is_no_answer(judge):
    said = judge("unexplained")
    assert " FAIL " in said
    assert "has no reason, or no author" in said


def test_without_an_alertmanager_no_silence_is_seen(judge):
    said = judge("silenced", at=None)
    assert " FAIL " in said
    assert "silences: not known, for the settings name no Alertmanager" in said


def test_labels_that_a_team_declares_choose_its_alerts(judge):
    said = judge("other", own='alerts = { job = "fir*" }')
    assert " FAIL " in said
    assert "unanswered alerts: 1, must be at most 0 (n = 1, alerts with job=fir*," in said


def test_an_alert_without_heed_needs_no_answer_and_is_told(judge):
    said = judge("silenced", own='unheeded_alerts = { "Pai*" = "nobody cares" }')
    assert " PASS " in said
    assert "needs none 1: Paint (job=silenced), since " in said
    assert "nobody cares" in said


@pytest.mark.parametrize(
    ("job", "more", "why"),
    [
        ("torn", {"switch": 'dead_mans_switch = "Torn"'}, "did not always evaluate Torn, which always fires"),
        ("torn", {"switch": 'dead_mans_switch = "Nobody"'}, "there is none 'Nobody', so nothing proves"),
        ("nobody", {}, "alerts with job=nobody, or without these labels, so that none fired says nothing"),
        ("broken", {}, "rules at Prometheus at 127.0.0.1"),
    ],
)
def test_alerts_answered_cannot_measure_what_the_servers_do_not_prove(judge, job, more, why):
    said = judge(job, **more)
    assert " ERROR " in said
    assert why in said


def test_without_a_moment_nobody_knows_since_when(judge):
    assert "nothing says when this release was deployed" in judge("resolved", moment=None)


def through(serve, prometheus, path, change):
    """The address of a proxy that changes the answers to a path."""

    def answer(request):
        method, where, headers, body = request
        kept = {name: value for name, value in headers.items() if name.lower() == "content-type"}
        told = prometheus.send(method, where, content=body, headers=kept)
        if not where.startswith(path):
            return told.status_code, {"Content-Type": "application/json"}, told.content
        return 200, {"Content-Type": "application/json"}, change(told.json())

    return serve(answer).url


def emptied(said):
    said["data"]["result"] = []
    return json.dumps(said).encode()


@pytest.mark.parametrize(
    ("lie", "why"),
    [
        (("/api/v1/query_range", emptied), "has no series ALERTS of"),
        (
            (
                "/api/v1/query_range",
                lambda said: json.dumps({**said, "warnings": ["one store did not answer"]}).encode(),
            ),
            "is incomplete: one store did not answer",
        ),
        (("/api/v1/query_range", lambda said: b"\xff\x00"), "JSON"),
        (
            ("/api/v1/rules", lambda said: json.dumps({**said, "data": {"groups": []}}).encode()),
            "none that always fires",
        ),
        (("/api/v1/alerts", lambda said: json.dumps({**said, "data": {"alerts": [{"state": 3}]}}).encode()), "differs"),
    ],
)
def test_answers_that_hide_or_lie_are_errors(judge, serve, prometheus, lie, why):
    said = judge("firing", asks=through(serve, prometheus, *lie))
    assert " ERROR " in said
    assert why in said


@pytest.mark.parametrize("body", [b"<html>", b'[{"labels": {"job": 7}}]'])
def test_an_alertmanager_that_answers_garbage_is_an_error(judge, serve, body):
    said = judge("firing", at=serve(lambda _: (200, {"Content-Type": "application/json"}, body)).url)
    assert " ERROR " in said
