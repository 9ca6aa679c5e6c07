"""What counts as accepted and as rejected, and which API keys are tried."""

from __future__ import annotations

import json
import string

import pytest
from keyed import ALL_WELL, DATA, KEY, found, header_is_right, service_that
from starlette.responses import JSONResponse, RedirectResponse, Response

from pytest_golive.masking.known import MASK
from pytest_golive.service.answers.attempts import visit
from pytest_golive.service.auth.api_keys import Keys, another, shortened, try_keys
from pytest_golive.service.auth.seeing.recognising import data_of
from pytest_golive.service.http.asking import Answer, Service
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_is_401_or_403(status):
    with service_that(header_is_right, lambda _: JSONResponse({"error": "no"}, status)) as url:
        assert found(url) == ALL_WELL


def test_a_log_in_page_instead_of_401_is_a_refusal_and_a_slash_at_the_end_is_none():
    with service_that(header_is_right, lambda _: RedirectResponse("/login?next=/stock", 302)) as url:
        assert found(url) == ALL_WELL
        assert found(url, "/moved") == ALL_WELL
        seen = visit(Service(Target("t", url)), "/stock", {})
        assert seen.description == f"GET {url}/stock: 302, 200 to /login"


def test_a_log_in_page_of_another_origin_is_a_refusal_and_is_not_asked_for():
    with service_that(header_is_right, lambda _: RedirectResponse("http://127.0.0.1:1/sso")) as url:
        assert found(url) == ALL_WELL


@pytest.mark.parametrize("status", [200, 400, 404, 418])
def test_any_other_status_is_no_refusal(status):
    with service_that(header_is_right, lambda _: JSONResponse({"error": "no"}, status)) as url:
        assert found(url)["no key"] == f"status {status}, must be 401 or 403"


@pytest.mark.parametrize("body", [DATA, DATA | {"at": "10:01"}, {"stock": [1, 2], "error": "no"}])
def test_a_refusal_with_the_data_is_none(body):
    with service_that(header_is_right, lambda _: JSONResponse(body, 401)) as url:
        assert found(url)["wrong key"] == "status 401, with the data"


def test_a_redirect_with_the_data_is_no_refusal():
    def reject(_):
        return JSONResponse(DATA, 302, {"Location": "/login"})

    with service_that(header_is_right, reject) as url:
        assert found(url)["no key"] == "accepted"


def test_what_the_data_shows_counts_if_it_is_known():
    with service_that(header_is_right, lambda _: Response("at 10:00", 401)) as url:
        assert found(url, shows={"": "10:00"})["no key"] == "status 401, with the data"
        assert found(url, shows={"/stock": "12:00"})["valid key"] == "status 200, but the body does not hold '12:00'"


def test_a_declared_query_must_work_and_only_with_the_right_key():
    def accepts(request):
        return KEY in (request.headers.get("x-api-key"), request.query_params.get("k"))

    with service_that(accepts, lambda _: Response("", 401)) as url:
        assert found(url, query="k") == ALL_WELL | {
            "valid key in the query": "accepted",
            "wrong key in the query": "rejected",
        }
        assert found(url, query="other")["valid key in the query"] == "status 401"


def test_no_key_is_put_into_a_query_if_it_must_not():
    with service_that(lambda request: bool(request.url.query), lambda _: Response("", 401)) as url:
        assert "valid key in the query" not in found(url, tries_query=False)


def test_header_and_prefix_are_those_of_the_service():
    def accepts(request):
        return request.headers.get("authorization") == f"ApiKey {KEY}"

    with service_that(accepts, lambda _: Response("", 401)) as url:
        assert found(url, header="Authorization", prefix="ApiKey") == ALL_WELL


def test_redirects_that_do_not_end_are_an_error():
    with service_that(header_is_right, lambda _: Response("", 401)) as url:
        service = Service(Target("t", url, max_redirects=3))
        with pytest.raises(Unreachable, match="redirects go round in a loop"):
            visit(service, "/round", {})


@pytest.mark.parametrize("key", [KEY, "0" * 32, "abcdef0123456789", "sk.test_x", "a", "----", "5f0c-AB12-ZZ"])
def test_a_wrong_key_has_the_same_shape(key):
    made = another(key)
    assert made != key
    kinds = (string.digits, string.ascii_lowercase, string.ascii_uppercase)
    if key.strip("-"):
        assert len(made) == len(key)
        assert [[char in kind for kind in kinds] for char in made] == [[c in kind for kind in kinds] for c in key]
    assert another(KEY).startswith("live_")


@pytest.mark.parametrize(("key", "short"), [(KEY, KEY[:-4]), ("abcdef", "abc"), ("a", "x")])
def test_a_truncated_key_lacks_its_end(key, short):
    assert shortened(key) == short


@pytest.mark.security
def test_every_key_that_is_sent_is_hidden():
    with service_that(header_is_right, lambda _: Response("", 401)) as url:
        attempts = try_keys(Service(Target("t", url)), Keys(("/stock",), KEY, rejected={"revoked key": "gone-4711-x"}))
    assert KEY not in repr(Keys(("/stock",), KEY))
    text = repr(attempts) + MASK.hide(f"{KEY} {shortened(KEY)} gone-4711-x")
    assert "a1B2c3D4" not in text
    assert "gone-4711-x" not in text


def test_data_is_recognised_without_a_text_to_look_for():
    def answer(value):
        return Answer("GET", "http://h/", 200, (), json.dumps(value).encode())

    def shows_data(rejected, accepted):
        return data_of("", [answer(accepted)], []).is_in(answer(rejected))

    assert not shows_data({"ok": False, "items": []}, {"ok": True, "items": [], "n": 0})
    assert not shows_data([1], [2])
    assert shows_data([1], [1])


def test_the_same_keys_with_other_values_are_no_data():
    with service_that(header_is_right, lambda _: JSONResponse({"stock": "not for you", "at": ""}, 403)) as url:
        assert found(url) == ALL_WELL


@pytest.mark.parametrize(
    ("status", "demanded", "said"),
    [
        (401, (401,), "rejected with 401"),
        (403, (401,), "status 403"),
        (404, (401, 404), "rejected with 401 or 404"),
        (200, (401,), "status 200"),
    ],
)
def test_the_status_of_a_refusal_can_be_demanded(status, demanded, said):
    with service_that(header_is_right, lambda _: JSONResponse({"error": "no"}, status)) as url:
        assert found(url, status=demanded)["no key"] == said


def test_a_redirect_to_the_log_in_page_is_no_401_where_that_is_demanded():
    with service_that(header_is_right, lambda _: RedirectResponse("/login")) as url:
        assert found(url, status=(401,))["no key"] == "status 307"
        assert found(url, status=(307,))["no key"] == "rejected with 307"


def test_a_page_that_is_not_there_is_not_needed(serve):
    def answer(request):
        if request[1].partition("?")[0] != "/stock":
            return 404, {}, b"nothing is here " * 1000
        data = request[2].get("X-API-Key") == KEY
        return (200, {}, json.dumps(DATA).encode()) if data else (401, {}, b"{}")

    tried = try_keys(Service(Target("t", serve(answer).url, max_body=500)), Keys(("/stock",), KEY))
    assert {attempt.name.partition(",")[0]: attempt.found for attempt in tried} == ALL_WELL
