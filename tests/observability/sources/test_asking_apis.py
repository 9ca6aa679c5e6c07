"""The client of metric, trace and alert APIs: each rejection has a cure of its own, and nothing leaks."""

from __future__ import annotations

import gzip
import threading

import pytest
from metric_apis import JSON, PLACE, client_for, said

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK
from pytest_golive.service.credentials.reading import basic, bearer

TOKEN = "canary-" + "Qw81Zx55"
LOG_IN = b'<html><form><input name="u"><input type="password" name="p"></form></html>'


def fault_of(client, path="/api/v1/query", **more):
    with pytest.raises(CannotMeasure) as caught:
        client.json(path, **more)
    return caught.value


def test_credentials_tenant_and_headers_are_sent_below_the_prefix(serve):
    server = serve(lambda _: said({"ok": 1}))
    client = client_for(
        f"{server.url}/prefix/",
        credentials={"Authorization": bearer(TOKEN)},
        headers={"X-Scope-OrgID": "shop", "X-Extra": "1"},
    )
    assert client.json("/api", query={"a": ["1", "2"], "b": None, "c": "x y"}) == {"ok": 1}
    method, url, headers, _ = server.requests[0]
    assert (method, url) == ("GET", "/prefix/api?a=1&a=2&c=x+y")
    assert (headers["Authorization"], headers["X-Scope-OrgID"], headers["X-Extra"]) == (f"Bearer {TOKEN}", "shop", "1")
    assert TOKEN not in repr(client)


def test_a_long_query_is_posted_though_the_api_is_only_read(serve):
    server = serve(lambda _: said({}))
    client_for(server.url).json("/api/v1/query", form={"query": "x" * 5000, "time": None})
    method, url, headers, body = server.requests[0]
    assert (method, url, len(body)) == ("POST", "/api/v1/query", 5006)
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_what_changes_something_needs_settings_and_command_line(serve):
    server = serve(lambda _: said({}))
    drill = {"json_body": [{}], "purpose": "write"}
    fault = fault_of(client_for(server.url, target="shop"), "/api/v2/alerts", **drill)
    assert "was not sent" in fault.what
    assert "--golive-allow=write" in fault.what
    only_settings = client_for(server.url, target="shop", by_settings=frozenset({"write"}))
    assert "--golive-allow=write" in fault_of(only_settings, "/api/v2/alerts", **drill).what
    assert server.requests == []
    both = {"by_settings": frozenset({"write"}), "by_option": frozenset({"write"})}
    assert client_for(server.url, target="shop", **both).json("/api/v2/alerts", **drill) == {}
    assert [request[0] for request in server.requests] == ["POST"]


@pytest.mark.parametrize(
    ("status", "body", "what", "cure"),
    [
        (401, b"no", "answers 401", "set token_env, or username_env and password_env"),
        (401, b"no org id", "no org id", f"{PLACE} tenant"),
        (403, b"no", "answers 403", "set token_env"),
        (404, b"<html>nothing</html>", "an HTML page", "path prefix"),
        (405, b"", "answers 405", "does not take requests of Prometheus"),
        (410, b"", "answers 410", "is it really Prometheus?"),
        (429, b'{"error": "too many"}', "too many", "less often"),
        (500, b'{"message": "broken"}', "broken", "log of Prometheus"),
        (503, b"Service Unavailable", "Service Unavailable", "run it again"),
        (502, b"", "answers 502", "what stands before it"),
    ],
)
def test_each_status_has_a_cure_of_its_own(serve, status, body, what, cure):
    fault = fault_of(client_for(serve(lambda _: (status, {}, body)).url))
    assert what in fault.what
    assert cure in fault.cure


@pytest.mark.parametrize(("status", "cure"), [(401, "is wrong, expired or revoked"), (403, "the right to read")])
def test_a_rejected_credential_is_named_by_its_variable(serve, status, cure):
    server = serve(lambda _: (status, {}, f"you sent {TOKEN}".encode()))
    credentials = {"Authorization": bearer(TOKEN)}
    fault = fault_of(client_for(server.url, credentials=credentials, credential="PROM_TOKEN", tenant="shop"))
    assert "PROM_TOKEN" in fault.cure
    assert cure in fault.cure
    assert TOKEN not in str(fault)


@pytest.mark.parametrize(
    ("location", "what", "cure"),
    [
        ("https://sso.example/login?rd=1", "looks like a log-in page", "set token_env"),
        ("/oauth2/start", "looks like a log-in page", "set token_env"),
        ("/other/api", "/other/api", "name that address"),
        ("http:x", "without '//'", "check"),
    ],
)
def test_no_redirect_is_followed(serve, location, what, cure):
    server = serve(lambda _: (302, {"Location": location}, b""))
    fault = fault_of(client_for(server.url))
    assert what in fault.what
    assert cure in fault.cure
    assert len(server.requests) == 1


def test_a_redirect_to_https_is_told(serve):
    server = serve(lambda _: (301, {"Location": "https://127.0.0.1/api/v1/query"}, b""))
    assert "write https" in fault_of(client_for(server.url)).cure


@pytest.mark.parametrize(
    ("headers", "body", "what"),
    [
        ({"Content-Type": "text/html"}, LOG_IN, "a log-in page"),
        ({"Content-Type": "text/html"}, b"<html>soon back</html>", "an HTML page"),
        (JSON, b"<html>lies</html>", "an HTML page"),
        (JSON, b"", "nothing at all"),
        (JSON, b"\xff\xfe\x00\x80", "what is no JSON"),
        (JSON, b'{"a": 1', "what is no JSON"),
        (JSON, b'{"a": 1, "a": 2}', "what is no JSON"),
        (JSON, b"[" * 5000, "what is no JSON"),
    ],
)
def test_success_without_json_is_named(serve, headers, body, what):
    assert what in fault_of(client_for(serve(lambda _: (200, headers, body)).url)).what


def test_an_answer_without_end_is_bounded(serve):
    server = serve(lambda _: said(b'"' + b"x" * 3_000_000 + b'"'))
    fault = fault_of(client_for(server.url, max_body=2_000_000))
    assert "cannot be reached" in fault.what or "longer" in fault.what or "2,000,000" in fault.what
    assert "max_body" in fault.cure


def test_gzip_is_read_and_bombs_are_not(serve):
    packed = gzip.compress(b'"' + b"x" * 9_000_000 + b'"')
    server = serve(lambda _: said(packed, **{"Content-Encoding": "gzip"}))
    assert len(client_for(server.url).json("/")) == 9_000_000
    assert "max_body" in fault_of(client_for(server.url, max_body=1_000_000)).cure


def test_a_busy_server_is_asked_again_and_a_post_that_changes_is_not(serve):
    answers = iter([(503, {}, b""), (429, {"Retry-After": "1"}, b""), said({"ok": 1})])
    assert client_for(serve(lambda _: next(answers)).url).json("/") == {"ok": 1}
    server = serve(lambda _: (503, {}, b""))
    both = {"by_settings": frozenset({"write"}), "by_option": frozenset({"write"}), "target": "shop"}
    fault_of(client_for(server.url, **both), "/", json_body={}, purpose="write")
    assert len(server.requests) == 1


def test_patience_ends_before_a_server_that_asks_for_an_hour(serve):
    server = serve(lambda _: (429, {"Retry-After": "3600"}, b""))
    assert "3,600 s" in fault_of(client_for(server.url)).what
    assert len(server.requests) == 1


def test_clear_text_leaves_this_machine_never():
    fault = fault_of(client_for("http://192.0.2.7:9090", credentials={"Authorization": basic("me", TOKEN)}))
    assert "plain http" in fault.what
    assert "kubectl port-forward" in fault.cure
    assert TOKEN not in str(fault)


def test_a_server_that_is_not_there_is_named():
    fault = fault_of(client_for("http://127.0.0.1:1"))
    assert "Prometheus at 127.0.0.1:1 cannot be reached" in fault.what
    assert f"{PLACE} url" in fault.cure


def test_a_server_that_cuts_or_garbles_its_answer_is_named(speak):
    cut = speak(lambda c: c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"))
    fault = fault_of(client_for(cut))
    assert "cannot be reached" in fault.what
    assert "ended early" in fault.cure
    garbage = speak(lambda c: c.sendall(b"\x00\x01\x02 not http \r\n\r\n"))
    assert "cannot be reached" in fault_of(client_for(garbage)).what


def test_a_server_that_hangs_is_given_up(speak):
    over = threading.Event()
    url = speak(lambda _: over.wait(60))
    fault = fault_of(client_for(url, timeout=0.3))
    over.set()
    assert "cannot be reached" in fault.what
    assert f"{PLACE} timeout" in fault.cure


def test_statuses_that_the_caller_understands_are_answers(serve):
    server = serve(lambda _: said({"error": "unknown"}, 404))
    assert client_for(server.url, kind="Jaeger").ask("/api/traces/1", accepted={404}).status == 404


@pytest.fixture(autouse=True)
def forget():
    yield
    MASK.reset()
