"""Rejections by foreign services: what counts as one, and what only looks like it."""

from __future__ import annotations

import json

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.auth.attempt import Flows
from pytest_golive.service.auth.bearer import check_headers
from pytest_golive.service.auth.headers import with_basic
from pytest_golive.service.auth.knock import Protected
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.credentials.reading import basic
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target

RIGHT, LESSER = basic("ann", "the-word-of-ann"), basic("bob", "the-word-of-bob")
DATA = b'{"orders": [{"id": 4711, "product": "Teapot"}], "customer": "Ada Lovelace"}'
LAYOUT = "<html><body><nav>Shop Orders Help</nav><h1>Welcome to the shop</h1>{}<footer>Imprint of us</footer></body>"
FORM = '<form method=post><input name=user><input type="password" name=word></form>'
LOGIN = LAYOUT.format(FORM).encode()
ELSE = (404, {}, b"nothing is here")


@pytest.fixture
def knock(serve):
    """Try HTTP Basic on a service: ``knock(rejection, …)``; a rejection may be a function of the request."""

    def run(rejection, accepted=DATA, lesser=None, shows="", *, login="", demanded=None, **pages):
        def answer(request):
            path, given = request[1], request[2].get("Authorization", "")
            if path in pages:
                return pages[path]
            if path != "/orders":
                return ELSE
            if given == RIGHT or (given == LESSER and lesser is None):
                return 200, {}, accepted() if callable(accepted) else accepted
            chosen = lesser if given == LESSER else rejection
            return chosen(request) if callable(chosen) else chosen

        made = serve(answer)
        protected = Protected(
            "basic", ["/orders"], ["/orders"] if lesser else [], {"": shows} if shows else {}, login, **(demanded or {})
        )
        prober = Prober(Service(Target("staging", made.url, timeout=2)), protected)
        other = {"Authorization": LESSER} if lesser else None
        found = Flows(
            tuple(check_headers(prober, {"Authorization": RIGHT}, with_basic("ann", "the-word-of-ann"), other))
        )
        return {attempt.name.partition(": ")[2]: attempt for attempt in found.attempts}, found

    return run


@pytest.mark.parametrize(
    ("rejection", "told"),
    [
        ((401, {}, b"no"), "401 at /orders"),
        ((403, {}, b"Zugriff verweigert, bitte anmelden"), "403 at /orders"),
        ((302, {"Location": "/login?next=/orders"}, b""), "302 to the log-in page /login at /orders"),
        (
            (303, {"Location": "https://login.example/authorize?state=x"}, b""),
            "303 to another origin, https://login.exa",
        ),
        ((200, {"Content-Type": "text/html"}, LOGIN), "200: the log-in page, without the data, at /orders"),
        ((302, {"Location": "/"}, b""), "302 and 200: another page, without the data, at /orders"),
    ],
)
def test_what_is_a_refusal_and_which_it_was(knock, rejection, told):
    found, flows = knock(rejection, **{"/": (200, {}, LAYOUT.format("").encode())})
    assert not [attempt.name for attempt in flows.attempts if attempt.is_breach]
    assert found["no credentials"].responses.startswith(told)


@pytest.mark.security
@pytest.mark.parametrize(
    ("rejection", "outcome"),
    [
        ((200, {}, DATA), "accepted"),
        ((401, {}, DATA), "rejected with data"),
        ((401, {}, json.dumps({"error": "denied", "debug": json.loads(DATA)}).encode()), "rejected with data"),
        (
            (302, {"Location": "/login"}, LAYOUT.format("<p>Teapot</p><p>Ada Lovelace</p>").encode()),
            "rejected with data",
        ),
        ((500, {}, DATA), "rejected with data"),
        ((200, {}, b"{}"), "not rejected"),
        ((418, {}, b"no"), "not rejected"),
        ((404, {}, b"no"), "not rejected"),
        ((400, {}, b"no"), "not rejected"),
    ],
)
def test_what_only_looks_like_a_refusal(knock, rejection, outcome):
    found, _ = knock(rejection)
    attempt = found["no credentials"]
    assert (attempt.outcome, attempt.is_breach) == (outcome, True)
    assert "to repeat: curl -sS -i" in attempt.faults[0].message


@pytest.mark.security
def test_the_text_of_the_settings_decides_what_data_is(knock):
    found, _ = knock((403, {}, b"no Teapot for you"), shows="Teapot")
    assert found["no credentials"].outcome == "rejected with data"
    found, flows = knock((403, {}, b"no Teapot for you"), shows="Coffee pot")
    assert found["right credentials"].outcome == "accepted without data"
    assert len(flows.attempts) == 1


def test_data_that_differs_with_each_request_is_no_false_alarm(knock):
    numbers = iter(range(100_000, 200_000))

    def page():
        return LAYOUT.format(f"<p>Request {next(numbers)}</p><p>Ada Lovelace</p>").encode()

    rejection = LAYOUT.format("<p>Please ask for access</p>").encode()
    front = (200, {}, LAYOUT.format("<p>News</p>").encode())
    _, flows = knock((403, {}, rejection), page, **{"/": front})
    assert not [attempt.name for attempt in flows.attempts if attempt.is_breach]


def test_a_bad_request_refuses_what_cannot_be_read_and_nothing_else(knock):
    def rejection(request):
        given = request[2].get("Authorization", "")
        return (400 if "~" in given else 422 if given.startswith("Bearer") else 401), {}, b""

    found, flows = knock(rejection)
    assert not [attempt.name for attempt in flows.attempts if attempt.is_breach]
    told = found["malformed credentials"].responses
    assert "400 at /orders (no base64)" in told
    assert "422 at /orders (another scheme)" in told


@pytest.mark.parametrize("status", [403, 404])
def test_a_page_may_be_hidden_from_who_lacks_a_right(knock, status):
    found, _ = knock((401, {}, b""), lesser=(status, {}, b""))
    attempt = found["lesser identity on what is forbidden to it"]
    assert attempt.outcome == "rejected"
    assert ("hides" in attempt.responses) == (status == 404)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_answer_that_neither_admits_nor_refuses_is_no_measure(knock, status):
    found, flows = knock((status, {}, b"busy"))
    assert found["no credentials"].outcome == ""
    with pytest.raises(
        CannotMeasure, match=rf"no credentials \(and 4 more\): /orders: answered {status}, which .*; to repeat: curl"
    ):
        flows.check_complete()


def test_a_lock_is_no_refusal(knock):
    tries = []

    def rejection(request):
        tries.append(request)
        return 403, {}, b"locked"

    def accepted():
        return DATA if len(tries) < 3 else b""

    found, flows = knock(rejection, accepted)
    assert found["right credentials, after all others"].outcome == ""
    with pytest.raises(CannotMeasure, match="no longer accepted"):
        flows.check_complete()


def test_a_service_that_refuses_everybody_proves_nothing(serve):
    made = serve(lambda _: (401, {}, b""))
    prober = Prober(Service(Target("staging", made.url)), Protected("basic", ["/orders"]))
    (only,) = check_headers(prober, {"Authorization": RIGHT}, with_basic("ann", "the-word-of-ann"))
    assert (only.name, only.outcome) == ("basic: right credentials", "rejected")
    assert len(made.requests) == 1
