"""A lesser identity counts as rejected only if it is known to be logged in."""

from __future__ import annotations

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.auth.attempt import Flows
from pytest_golive.service.auth.bearer import check_headers
from pytest_golive.service.auth.headers import with_token
from pytest_golive.service.auth.knock import Protected
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target

ADMIN, CLERK = "the-token-of-the-admin", "the-token-of-a-clerk"
PAGES = {
    "/admin": b'{"customers": [{"id": 4711, "name": "Ada Lovelace"}], "user": "admin"}',
    "/account": b'{"account": {"iban": "DE02120300000000202051"}}',
    "/products": b'{"products": ["Teapot"]}',
}
FORBIDDEN, READS = "lesser identity on what is forbidden to it", "lesser identity on what it may read"
STRANGER = (401, {}, b'{"error": "who are you?"}')
DENIED = (403, {}, b'{"error": "administrators only"}')


@pytest.fixture
def try_lesser(serve):
    """Try a clerk at /admin; *clerk* is the service's response there, *known* its response elsewhere."""

    def run(clerk=DENIED, known=True, stranger=STRANGER, lesser=CLERK, protected=("/admin",), **more):
        def answer(request):
            path, token = request[1], request[2].get("Authorization", "").removeprefix("Bearer ")
            if path not in PAGES:
                return 404, {}, b"nothing is here"
            data = (200, {"Content-Type": "application/json"}, PAGES[path])
            if path == "/products" or token == ADMIN:
                return data
            if token != CLERK or not known:
                return stranger
            return clerk if path == "/admin" else data

        made = serve(answer)
        prober = Prober(
            Service(Target("staging", made.url, timeout=30)), Protected("token", protected, ["/admin"], **more)
        )
        headers = [{"Authorization": f"Bearer {token}"} for token in (ADMIN, lesser)]
        flows = Flows(tuple(check_headers(prober, headers[0], with_token(ADMIN), headers[1])), tuple(prober.notes))
        return {attempt.name.removeprefix("token: "): attempt for attempt in flows.attempts}, flows

    return run


def test_a_status_that_strangers_do_not_get_shows_that_it_is_logged_in(try_lesser):
    found, flows = try_lesser()
    assert (found[FORBIDDEN].outcome, found[FORBIDDEN].responses) == ("rejected", "403 at /admin")
    flows.check_complete()
    assert not flows.notes


@pytest.mark.security
@pytest.mark.parametrize("lesser", ["no-token-of-anybody", "~", CLERK])
def test_who_is_answered_as_strangers_are_proves_nothing(try_lesser, lesser):
    found, flows = try_lesser(known=False, lesser=lesser)
    assert found[FORBIDDEN].outcome == ""
    with pytest.raises(CannotMeasure, match="as strangers get it, so it is unknown whether") as caught:
        flows.check_complete()
    assert "name a path that it may read, and strangers may not, in its allowed" in caught.value.cure


@pytest.mark.security
def test_a_service_that_says_403_to_everybody_needs_a_path_that_tells_them_apart(try_lesser):
    found, _ = try_lesser(stranger=DENIED)
    assert found[FORBIDDEN].outcome == ""
    found, flows = try_lesser(stranger=DENIED, allowed=["/account"])
    assert (found[READS].outcome, found[FORBIDDEN].outcome) == ("accepted", "rejected")
    flows.check_complete()
    found, _ = try_lesser(stranger=DENIED, allowed=["/account"], lesser="no-token-of-anybody")
    assert found[FORBIDDEN].outcome == ""
    assert READS not in found


def test_a_path_that_anybody_may_read_shows_nothing(try_lesser):
    found, flows = try_lesser(allowed=["/products"])
    assert "200 without any credentials, so a success there proves nothing" in found[READS].trouble
    with pytest.raises(CannotMeasure) as caught:
        flows.check_complete()
    assert caught.value.cure == "name a path in allowed of lesser that strangers may not read"


def test_another_protected_path_shows_it_too(try_lesser):
    found, _ = try_lesser(stranger=DENIED, protected=("/admin", "/account"))
    assert (found[READS].responses, found[FORBIDDEN].outcome) == ("200 at /account", "rejected")
    found, _ = try_lesser(protected=("/admin", "/account"), lesser="no-token-of-anybody")
    assert found[FORBIDDEN].outcome == ""


@pytest.mark.security
def test_a_missing_check_of_the_role_is_told_whatever_else_is(try_lesser):
    data = (200, {}, PAGES["/admin"])
    for more in ({}, {"stranger": DENIED}):
        found, _ = try_lesser(clerk=data, **more)
        assert found[FORBIDDEN].outcome == "accepted"
    found, _ = try_lesser(clerk=(403, {}, PAGES["/admin"]))
    assert found[FORBIDDEN].outcome == "rejected with data"


def test_a_401_for_who_is_logged_in_is_told_apart_and_can_be_made_red(try_lesser):
    found, flows = try_lesser(clerk=STRANGER, allowed=["/account"])
    assert found[FORBIDDEN].outcome == "rejected"
    assert dict(flows.notes)[f"token: {FORBIDDEN}"].startswith("401 at /admin, which means 'not logged in'")
    found, flows = try_lesser(clerk=STRANGER, allowed=["/account"], lesser_status=(403,))
    assert (found[FORBIDDEN].outcome, found[FORBIDDEN].expected) == ("rejected with 401", "rejected with 403")
    assert found[FORBIDDEN].is_breach
    assert not flows.notes


@pytest.mark.parametrize(
    ("clerk", "demanded", "outcome"),
    [
        (DENIED, (403,), "rejected with 403"),
        ((404, {}, b"no"), (403, 404), "rejected with 403 or 404"),
        ((404, {}, b"no"), (403,), "rejected with 404"),
        ((302, {"Location": "/products"}, b""), (403,), "rejected with 302"),
        ((200, {}, b"<form><input type=password></form>"), (403,), "not rejected"),
        ((403, {}, PAGES["/admin"]), (403,), "rejected with data"),
    ],
)
def test_the_status_of_its_refusal_can_be_demanded(try_lesser, clerk, demanded, outcome):
    found, _ = try_lesser(clerk=clerk, allowed=["/account"], lesser_status=demanded)
    assert found[FORBIDDEN].outcome == outcome


def test_the_status_of_strangers_can_be_demanded(try_lesser):
    found, _ = try_lesser(status=(401,))
    assert {found[name].outcome for name in ("no credentials", "wrong token")} == {"rejected with 401"}
    found, _ = try_lesser(stranger=DENIED, status=(401,))
    assert (
        found["no credentials"]
        .faults[0]
        .message.endswith(
            "rejected with 403, must be rejected with 401: answered 403; to repeat: "
            + found["no credentials"].faults[0].message.rpartition("; to repeat: ")[2]
        )
    )


@pytest.mark.security
def test_a_forbidden_page_is_tried_without_credentials_too(try_lesser):
    found, _ = try_lesser(protected=("/account",))
    name = "no credentials on what is forbidden to the lesser identity"
    assert found[name].responses == "401 at /admin"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_an_answer_that_tells_nothing_is_no_refusal(try_lesser, status):
    found, flows = try_lesser(clerk=(status, {}, b""))
    assert found[FORBIDDEN].outcome == ""
    with pytest.raises(CannotMeasure, match=f"answered {status}, which neither accepts nor rejects"):
        flows.check_complete()
