"""What a log-out ends if the cookie contains the session; log-ins by form that only appear to succeed."""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from email.utils import formatdate
from hashlib import sha256
from hmac import digest
from http.cookies import SimpleCookie
from time import time
from urllib.parse import parse_qsl

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.auth.attempt import Flows
from pytest_golive.service.auth.knock import Protected
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.auth.sessions.door import Door
from pytest_golive.service.auth.sessions.log_in import LogIn, Person
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target

WORDS = {"ann": "the-word-of-ann", "bob": "the-word-of-bob"}
FORM = b'<form method="post"><input name="username"><input type="password" name="password"></form>'
AFTER, COPY = "old session after log-out", "copy of the cookie after log-out"
FORBIDDEN = "lesser identity on what is forbidden to it"


class Shop:
    """Keeps its sessions in signed cookies; *ends* is what Set-Cookie says at the log-out (PAST, AHEAD: an hour), *denies* a list of ended ones.

    An unknown user gets *wrong* at the log-in; bob, who is not an admin, gets *lesser* at /admin.
    """

    def __init__(
        self,
        ends="Max-Age=0; Path=/",
        denies=False,
        wrong=401,
        lesser=(403, {}, b"administrators only"),
        *,
        balanced=False,
    ):
        # Times may not stand in the tests' names, which every worker must share.
        self.ends = ends.replace("PAST", formatdate(time() - 3600)).replace("AHEAD", formatdate(time() + 3600))
        self.denies, self.wrong, self.lesser = denies, wrong, lesser
        self.balanced = balanced
        self.key, self.ended = secrets.token_bytes(16), set()

    def signed(self, user):
        first = urlsafe_b64encode(json.dumps({"user": user, "id": secrets.token_hex(8)}).encode()).decode().rstrip("=")
        return f"{first}.{digest(self.key, first.encode(), sha256).hex()}"

    def user(self, headers):
        cookie = SimpleCookie(headers.get("Cookie", "")).get("sid")
        first, _, seal = (cookie.value if cookie else "").partition(".")
        if not first or cookie.value in self.ended or seal != digest(self.key, first.encode(), sha256).hex():
            return ""
        return json.loads(urlsafe_b64decode(first + "=" * (-len(first) % 4)))["user"]

    def __call__(self, request):
        method, path, headers, body = request
        if path == "/login":
            return (200, {}, FORM) if method == "GET" else self.log_in(dict(parse_qsl(body.decode())))
        if path == "/logout":
            cookie = SimpleCookie(headers.get("Cookie", "")).get("sid")
            self.ended |= {cookie.value} if cookie and self.denies else set()
            return 303, {"Location": "/", "Set-Cookie": f"sid={cookie.value if cookie else 'x'}; {self.ends}"}, b""
        if path not in {"/account", "/admin"}:
            return 404, {}, b"nothing is here"
        user = self.user(headers)
        if not user:
            return 302, {"Location": "/login"}, b""
        if path == "/admin" and user != "ann":
            return self.lesser
        return 200, {}, f"<p>{path} of {user}: number 4711</p>".encode()

    def log_in(self, fields):
        status, headers, body = self.log_in_alone(fields)
        more = [("Set-Cookie", f"AWSALB={secrets.token_hex(16)}; Path=/")] if self.balanced else []
        return status, [*headers.items(), *more], body

    def log_in_alone(self, fields):
        if WORDS.get(fields.get("username")) != fields.get("password"):
            return self.wrong, {}, b"<p>Something is wrong with user or password.</p>" + FORM
        cookie = f"sid={self.signed(fields['username'])}; Path=/; HttpOnly"
        return 303, {"Location": "/account", "Set-Cookie": cookie}, b""


@pytest.fixture
def walk(serve):
    """Walk through a shop's log-in as ann, and as *lesser* if that is given."""

    def run(shop, lesser=None, replay_refused=False, protected=("/account",), allowed=(), **more):
        service = Service(Target("staging", serve(shop).url, timeout=30), purpose="auth_flows")
        forbidden = ["/admin"] if lesser else []
        prober = Prober(
            service, Protected("shop", protected, forbidden, more.get("shows", {"": "4711"}), "/login", (), allowed)
        )
        door = Door(logout="/logout", replay_refused=replay_refused)
        attempts = tuple(LogIn(service, door, prober).attempts(Person("ann", WORDS["ann"]), lesser))
        return {attempt.name.removeprefix("shop: "): attempt for attempt in attempts}, Flows(
            attempts, tuple(prober.notes)
        )

    return run


ENDS = [
    "Max-Age=0; Path=/",
    "Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/",
    "Expires=PAST; Path=/",
]


@pytest.mark.parametrize("ends", ENDS)
def test_a_cookie_that_the_log_out_ends_is_gone_from_the_browser_and_its_copy_is_noted(walk, ends):
    found, flows = walk(Shop(ends))
    assert (found[AFTER].outcome, flows.check_complete()) == ("rejected", None)
    assert "in the browser" in found[AFTER].responses
    assert "set replay = 'refused' to judge it" in dict(flows.notes)[f"shop: {COPY}"]


@pytest.mark.security
def test_a_copy_can_be_demanded_to_be_refused(walk):
    found, _ = walk(Shop(), replay_refused=True)
    assert (found[AFTER].outcome, found[AFTER].is_breach) == ("accepted", True)
    found, flows = walk(Shop(denies=True), replay_refused=True)
    assert found[AFTER].outcome == "rejected"
    assert not [name for name, _ in flows.notes if COPY in name]


def test_a_cookie_of_a_balancer_beside_it_changes_nothing(walk):
    found, flows = walk(Shop(balanced=True))
    assert (found[AFTER].outcome, flows.check_complete()) == ("rejected", None)
    assert f"shop: {COPY}" in dict(flows.notes)
    found, _ = walk(Shop(balanced=True), replay_refused=True)
    assert found[AFTER].outcome == "accepted"


@pytest.mark.security
@pytest.mark.parametrize("ends", ["Path=/", "Max-Age=60; Path=/", "Max-Age=0; Path=/shop", "Expires=AHEAD; Path=/"])
def test_a_log_out_that_leaves_the_cookie_in_the_browser_is_red(walk, ends):
    found, _ = walk(Shop(ends))
    assert (found[AFTER].outcome, found[AFTER].is_breach) == ("accepted", True)


@pytest.mark.security
@pytest.mark.parametrize("wrong", [200, 401])
def test_a_lesser_user_who_cannot_log_in_proves_nothing(walk, wrong):
    """The log-in answers 200 with an error page, as many frameworks do."""
    found, flows = walk(Shop(wrong=wrong), Person("bob", "not-the-word-of-bob"))
    assert found[FORBIDDEN].outcome == ""
    with pytest.raises(CannotMeasure, match="it is unknown whether the lesser identity is logged in at all"):
        flows.check_complete()


@pytest.mark.security
def test_a_lesser_user_who_is_led_to_the_log_in_page_needs_a_page_of_his_own(walk):
    """Django's user_passes_test does so."""
    shop = Shop(lesser=(302, {"Location": "/login"}, b""))
    bob = Person("bob", WORDS["bob"])
    found, _ = walk(shop, bob, protected=("/admin",))
    assert found[FORBIDDEN].outcome == ""
    found, flows = walk(shop, bob, protected=("/admin",), allowed=("/account",))
    assert found[FORBIDDEN].responses == "302 to the log-in page /login at /admin"
    flows.check_complete()


def test_a_right_password_that_is_answered_with_an_error_page_is_no_log_in(walk):
    shop = Shop(wrong=200)
    shop.log_in = lambda _: (200, {}, b"<p>The database is away.</p>" + FORM)
    found, flows = walk(shop)
    assert (found["right credentials"].outcome, len(flows.attempts)) == ("rejected", 1)


@pytest.mark.parametrize(
    ("lesser", "told"),
    [
        ((403, {}, b"administrators only"), "403 at /admin"),
        ((404, {}, b"nothing is here"), "404, which hides that there is such a page, at /admin"),
    ],
)
def test_refusals_of_who_is_logged_in(walk, lesser, told):
    shop = Shop(lesser=lesser)
    found, _ = walk(shop, Person("bob", WORDS["bob"]))
    assert (found[FORBIDDEN].outcome, found[FORBIDDEN].responses) == ("rejected", told)


def test_a_redirect_to_a_page_of_ones_own_is_a_refusal_where_each_page_has_its_text(walk):
    shop, bob = Shop(lesser=(302, {"Location": "/account"}, b"")), Person("bob", WORDS["bob"])
    found, _ = walk(shop, bob)
    assert found[FORBIDDEN].outcome == "accepted"  # the text is on both pages
    found, _ = walk(shop, bob, shows={"/account": "account", "/admin": "admin of ann"})
    assert found[FORBIDDEN].responses == "302 and 200: another page, without the data, at /admin"
