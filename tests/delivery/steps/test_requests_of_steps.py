"""Requests of steps: sent once, within their time, never redirected, and with their secrets kept."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from pytest_golive.delivery.steps.running import run_step
from pytest_golive.delivery.steps.step import Request, Retries, Step
from pytest_golive.service.target import Target

SECRET = "correct-horse-battery"


def sent(shop, server, request, given=None, **options):
    step = Step("reload", request=request, after=("deployed",), **options)
    return run_step(step, shop.context(target=Target("staging", server.url), **(given or {})))


def test_a_request_is_sent_as_it_is_written(shop, serve):
    server = serve(lambda request: (200, {}, b"reloaded"))
    request = Request("/admin/{version}", "PUT", {"X-Key": "DEPLOY_TOKEN"}, data={"tag": "{tag}", "n": [1, True]})
    result = sent(shop, server, request, {"DEPLOY_TOKEN": SECRET})
    ((method, path, headers, body),) = server.requests
    assert (result.outcome, result.last.status, result.last.said) == ("passed", 200, ("reloaded",))
    assert (method, path) == ("PUT", "/admin/1.2.0")
    assert headers["X-Key"] == SECRET
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"tag": "v1.2.0", "n": [1, True]}
    assert SECRET not in str(result.evidence())
    assert SECRET not in Path(result.last.log).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("answer", "request_", "expected"),
    [
        ((204, {}, b""), Request("/x"), ("passed", "")),
        ((500, {}, b"broken"), Request("/x"), ("failed", "HTTP 500 where 2xx is expected; it last said: broken")),
        ((404, {}, b""), Request("/x", statuses=(200, 404)), ("passed", "")),
        ((200, {}, b""), Request("/x", statuses=(201,)), ("failed", "HTTP 200 where 201 is expected")),
        ((200, {}, b"no"), Request("/x", text="done"), ("failed", "the response does not hold 'done'")),
        ((302, {"Location": "http://127.0.0.1:9/"}, b""), Request("/x"), ("failed", "HTTP 302 where 2xx is expected")),
        ((200, {}, b"x" * 2_000_000), Request("/x"), ("error", "reload: ")),
    ],
)
def test_any_other_answer_is_no_success(shop, serve, answer, request_, expected):
    server = serve(lambda request: answer)
    result = sent(shop, server, request_)
    outcome, said = expected
    assert result.outcome == outcome
    assert said in result.what
    assert len(server.requests) == 1


def test_a_service_that_does_not_answer_leaves_open_what_it_did(shop, serve):
    server = serve(lambda request: time.sleep(5) or (200, {}, b""))
    result = sent(shop, server, Request("/x"), timeout=1)
    assert result.outcome == "error"
    assert "look what it has done until then" in result.cure


def test_a_service_that_is_not_there_was_not_asked(shop):
    target = Target("staging", "http://127.0.0.1:9")
    step = Step("reload", request=Request("/x"), after=("deployed",), retries=Retries(1, "it may still start", 0.1))
    result = run_step(step, shop.context(target=target))
    assert (result.outcome, len(result.attempts)) == ("failed", 2)


def test_a_secret_that_comes_back_is_not_kept(shop, serve):
    server = serve(lambda request: (500, {}, f"key {SECRET} password=hunter22".encode()))  # pragma: allowlist secret
    result = sent(shop, server, Request("/x", headers={"X-Key": "DEPLOY_TOKEN"}), {"DEPLOY_TOKEN": SECRET})
    everything = f"{result.what} {result.evidence()} {Path(result.last.log).read_text(encoding='utf-8')}"
    assert SECRET not in everything
    assert "hunter22" not in everything


def test_another_host_gets_nothing_in_clear_text(shop):
    step = Step("reload", request=Request("http://192.0.2.1/x"), after=("deployed",))
    result = run_step(step, shop.context())
    assert result.outcome == "error"
    assert "it is plain http, and 192.0.2.1 is not this machine" in result.what
