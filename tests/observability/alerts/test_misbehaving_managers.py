"""Alertmanagers that answer what nobody can use: each is an error with a cure, and none is taken for an empty one."""

from __future__ import annotations

import pytest
from faked_managers import ORIGINAL, Faked, status

from pytest_golive.errors import CannotMeasure
from pytest_golive.observability.alerts.alertmanager.manager import ask_manager

HTML = {"Content-Type": "text/html"}
JSON = {"Content-Type": "application/json"}


def test_one_that_behaves_is_understood(serve):
    found = ask_manager(Faked(serve).client)
    assert found.said.startswith("Alertmanager 0.33.1 at 127.0.0.1:")
    assert found.config.receivers["pager"].kinds == ("webhook",)
    assert found.counters.total("alertmanager_config_last_reload_successful") == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, HTML, b"<html><body>Alertmanager</body></html>"), "with an HTML page instead of data"),
        ((200, HTML, b"<form><input type=password></form>"), "with a log-in page instead of data"),
        ((302, {"Location": "/login?next=/"}, b""), "which looks like a log-in page"),
        ((301, {"Location": "http://127.0.0.1:1/alerts/"}, b""), "redirects"),
        ((503, {}, b"down for maintenance"), "answers 503"),
        ((500, {}, b"panic"), "answers 500"),
        ((404, {}, b"404 page not found"), "answers 404"),
        ((401, {}, b""), "answers 401"),
        ((200, JSON, b""), "nothing at all"),
        ((200, JSON, b"\x00\xff\xfe garbage"), "what is no JSON"),
        ((200, JSON, b'{"config": '), "what is no JSON"),
        ((200, JSON, b"[" * 5_000), "what is no JSON"),
        ((200, JSON, b" " * 1_200_000), "cannot be reached"),
        ((200, JSON, b"[]"), "an object is expected"),
        ((200, JSON, b"null"), "an object is expected"),
        ((200, JSON, b'{"status": "success", "data": {}}'), "an object is expected"),
    ],
)
def test_a_status_that_is_none_is_an_error(serve, answer, said):
    faked = Faked(serve)
    faked.answers["/api/v2/status"] = answer
    with pytest.raises(CannotMeasure) as error:
        ask_manager(faked.client)
    assert said in error.value.what
    assert error.value.cure


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (status(None), "a text 'original' is expected"),
        (status(""), "it is not a table"),
        (status("receivers: []"), "it has no route"),
        (status("- a\n- b"), "it is not a table"),
        (status("route: [1"), "it is no YAML"),
        (status("route: {receiver: a, disabled: true}"), "route has the key 'disabled'"),
        (status("route: &a {receiver: x, routes: [*a]}"), "it refers to itself"),
        (status("route:\n  receiver: a\n  routes: " + "[" * 100), "nested too deeply"),
        (status("{[a]: b}"), "it is no YAML"),
        (status("route: {receiver: a, routes: {}}"), "route.routes is not a list"),
        (status("route: {receiver: a, group_wait: soon}"), "route.group_wait is not a duration"),
        (status("route: {receiver: a, continue: maybe}"), "route.continue is neither true nor false"),
        (status("route: {receiver: a, routes: [{matchers: ['a']}]}"), "'a' is no matcher"),
        (status("route: {receiver: a, routes: [{matchers: a=b}]}"), "is not a list"),
        (status(ORIGINAL + "inhibit_rules: [{sources: []}]"), "inhibit_rules[0] has the key 'sources'"),
        (status(ORIGINAL + "time_intervals: [{name: a, time_intervals: [{hours: 1}]}]"), "has the key 'hours'"),
        (
            status(ORIGINAL + "time_intervals: [{name: a, time_intervals: [{location: Mars/Base}]}]"),
            "time zone 'Mars/Base'",
        ),
        (
            status(ORIGINAL + "time_intervals: [{name: a, time_intervals: [{location: Local}]}]"),
            "its own time zone".replace("its own", "the server's own"),
        ),
        (status(config=None), "an object is expected"),
        (status(cluster={"status": 3}), "a text 'status' is expected"),
        (status(versionInfo={}), "a text 'version' is expected"),
    ],
)
def test_a_configuration_that_is_not_understood_is_an_error(serve, answer, said):
    faked = Faked(serve)
    faked.answers["/api/v2/status"] = answer
    with pytest.raises(CannotMeasure) as error:
        ask_manager(faked.client)
    assert said in error.value.what


@pytest.mark.parametrize("path", ["/api/v2/alerts", "/api/v2/silences"])
@pytest.mark.parametrize(
    "answer",
    [
        {},
        "no",
        ["a"],
        [{"labels": {"a": 1}}],
        [{"labels": {}, "status": {}}],
        [{"status": {"state": "new"}}],
        (503, {}, b""),
    ],
)
def test_alerts_and_silences_that_are_none_are_errors(serve, path, answer):
    """An empty list would mean that nothing is silenced."""
    faked = Faked(serve)
    faked.answers[path] = answer
    with pytest.raises(CannotMeasure):
        ask_manager(faked.client)


@pytest.mark.parametrize(
    ("answer", "visible"),
    [
        ((403, {}, b"forbidden"), False),
        ((404, {}, b""), False),
        ((200, HTML, b"<html>"), False),
        ((200, {}, b"\xff\xfe\x00"), False),
        ((200, {}, b"alertmanager_config_last_reload_successful NaN"), True),
        ((200, {}, b'alertmanager_notifications_total{integration="a\\"b",x="1"} 3 1700000000000'), True),
    ],
)
def test_metrics_that_cannot_be_read_are_not_visible_and_no_error(serve, answer, visible):
    faked = Faked(serve)
    faked.answers["/metrics"] = answer
    found = ask_manager(faked.client)
    assert (found.counters is not None) is visible


def test_words_of_others_are_shown_without_secrets_on_one_line(serve):
    end = "2026-01-01T00:00:00.123456789+01:00"
    silence = {
        "id": "1\n2",
        "status": {"state": "active"},
        "endsAt": end,
        "createdBy": "ann\x1b[31m",
        "comment": "a\nb",
        "matchers": [{"name": "a", "value": "b", "isRegex": False, "isEqual": False}],
    }
    faked = Faked(serve)
    faked.answers["/api/v2/silences"] = [silence, {**silence, "status": {"state": "expired"}}]
    (found,) = ask_manager(faked.client).silences
    assert "\n" not in str(found)
    assert "\x1b" not in str(found)
    assert str(found.matchers[0]) == 'a!="b"'
