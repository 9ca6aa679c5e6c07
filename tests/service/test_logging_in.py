"""Log-in forms of many kinds, and what careless ones let through."""

from __future__ import annotations

import json
import secrets
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl

import pytest

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.auth.knock import Protected
from pytest_golive.service.auth.probing import Prober
from pytest_golive.service.auth.sessions.door import Door
from pytest_golive.service.auth.sessions.forms import read_page
from pytest_golive.service.auth.sessions.log_in import LogIn, Person
from pytest_golive.service.http.asking import Service
from pytest_golive.service.target import Target

WORD = "the-word-of-ann"
FIELDS = '<input name="username"><input type="password" name="password"><input type="submit" name="go" value="Log in">'
PAGE = b"<p>Customer number 4711</p>"


class Shop:
    """A shop with sessions; *csrf* is "field", "cookie", "meta" or "", *careless* what it does wrong."""

    def __init__(self, csrf="field", careless="", action="", takes_json=False) -> None:
        self.csrf, self.careless, self.action, self.takes_json = csrf, careless, action, takes_json
        self.token = secrets.token_hex(16)
        self.sessions: set[str] = set()
        self.foreign: list[str] = []

    def __call__(self, request):
        method, path, headers, body = request
        cookies = {name: part.value for name, part in SimpleCookie(headers.get("Cookie", "")).items()}
        if path == "/login":
            return self.form(cookies) if method == "GET" else self.log_in(headers, cookies, body)
        if path == "/logout":
            return self.log_out(headers, cookies, body)
        if path == "/account" and cookies.get("id") in self.sessions:
            return 200, {}, PAGE
        return (302, {"Location": "/login"}, b"") if path == "/account" else (404, {}, b"")

    def form(self, cookies):
        hidden = (
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{self.token}">' if self.csrf == "field" else ""
        )
        meta = f'<meta name="csrf-token" content="{self.token}">' if self.csrf == "meta" else ""
        set_cookies = [("Set-Cookie", f"XSRF-TOKEN={self.token}; Path=/")] if self.csrf == "cookie" else []
        if self.careless == "keeps the id" and "id" not in cookies:
            set_cookies.append(("Set-Cookie", f"id={secrets.token_hex(16)}; Path=/; HttpOnly"))
        body = f'{meta}<form method="post" action="{self.action}">{hidden}{FIELDS}</form>'
        return 200, set_cookies, body.encode()

    def is_ours(self, headers, fields):
        said = {"field": fields.get("csrfmiddlewaretoken"), "": self.token}.get(self.csrf, headers.get("X-XSRF-TOKEN"))
        return said == self.token or self.careless == "csrf"

    def log_in(self, headers, cookies, body):
        fields = json.loads(body) if self.takes_json else dict(parse_qsl(body.decode()))
        if not headers.get("Origin", "").startswith("http://127.0.0.1:") or "/login" not in headers.get("Referer", ""):
            return 403, {}, b"where do you come from?"
        if not self.is_ours(headers, fields):
            return 403, {}, b"no token"
        if fields.get("username") != "ann" or (fields.get("password") != WORD and self.careless != "password"):
            return 200, {}, FIELDS.encode()
        adopted = self.careless in {"keeps the id", "adopts"} and cookies.get("id")
        made = adopted or secrets.token_hex(16)
        self.sessions.add(made)
        return 302, {"Location": "/account", "Set-Cookie": f"id={made}; Path=/; HttpOnly"}, b""

    def log_out(self, headers, cookies, body):
        if not self.is_ours(headers, dict(parse_qsl(body.decode()))):
            return 403, {}, b"no token"
        if self.careless != "log-out":
            self.sessions.discard(cookies.get("id"))
        return 302, {"Location": "/", "Set-Cookie": "id=; Max-Age=0"}, b""


@pytest.fixture
def log_in(serve):
    """Try the log-in of a shop; ``red`` attempts, all attempts, notes."""

    def run(shop, **door):
        made = serve(shop)
        service = Service(Target("staging", made.url, timeout=2), purpose="auth_flows")
        prober = Prober(service, Protected("shop", ["/account"], shows={"": "4711"}, login="/login"))
        attempts = list(LogIn(service, Door(logout="/logout", **door), prober).attempts(Person("ann", WORD), None))
        named = {attempt.name.removeprefix("shop: "): attempt for attempt in attempts}
        return {name for name, attempt in named.items() if attempt.is_breach}, named, dict(prober.notes)

    return run


@pytest.mark.parametrize("csrf", ["field", "cookie", "meta"])
def test_a_sound_log_in_with_a_token_of_any_kind(log_in, csrf):
    red, named, notes = log_in(Shop(csrf))
    assert not red
    assert {attempt.outcome for attempt in named.values()} == {"accepted", "rejected", "not repeated"}
    assert {"log-in without the CSRF token", "old session after log-out"} <= named.keys()
    assert not notes


def test_json_and_no_token_at_all(log_in):
    red, named, notes = log_in(Shop("", takes_json=True), takes_json=True)
    assert not red
    assert "log-in without the CSRF token" not in named
    assert notes["shop: log-in without a CSRF token"].startswith("not tried")


@pytest.mark.security
@pytest.mark.parametrize(
    ("careless", "attempts"),
    [
        ("csrf", {"log-in without the CSRF token", "log-in with a made-up CSRF token"}),
        ("password", {"log-in with a wrong password"}),
        ("log-out", {"old session after log-out"}),
        ("keeps the id", {"cookies from before the log-in"}),
        ("adopts", {"session id that was planted before the log-in"}),
    ],
)
def test_a_careless_log_in(log_in, careless, attempts):
    red, _, _ = log_in(Shop(careless=careless), renews=True)
    assert red == attempts


def test_an_id_that_is_kept_is_noted_where_the_settings_do_not_forbid_it(log_in):
    red, _, notes = log_in(Shop(careless="keeps the id"))
    assert not red
    assert "session fixation" in notes["shop: cookies from before the log-in"]


@pytest.mark.security
def test_no_password_goes_to_another_origin(log_in, serve):
    other = serve(lambda _: (200, {}, b""))
    with pytest.raises(CannotMeasure, match="is sent to another origin"):
        log_in(Shop(action=f"{other.url}/login"))
    assert not other.requests


@pytest.mark.parametrize(
    ("door", "said"),
    [
        ({"username_field": "email"}, "has no field 'email'; it has csrfmiddlewaretoken, username, password, go"),
        ({"csrf_field": "authenticity"}, "has no field 'authenticity'"),
    ],
)
def test_a_form_that_is_not_as_the_settings_say(log_in, door, said):
    with pytest.raises(CannotMeasure, match=said):
        log_in(Shop(), **door)


def test_a_log_in_path_may_lead_to_the_form(log_in):
    red, named, _ = log_in(Shop(), login="/account")
    assert not red
    assert named["right credentials"].outcome == "accepted"


def test_a_log_out_that_is_refused_logs_nobody_out(log_in):
    shop = Shop()
    shop.log_out = lambda *_: (405, {}, b"")
    _, named, _ = log_in(shop)
    assert named["old session after log-out"].outcome == ""
    assert "POST /logout answered 405, so no user was logged out" in named["old session after log-out"].trouble


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("<form><input type=hidden name=csrf_token value=x><input type=password name=p></form>", "csrf_token"),
        ('<form><input type="hidden" name="authenticity_token" value="x"></form>', "authenticity_token"),
        ('<form><input type="hidden" name="my_xsrf" value="x"/></form>', "my_xsrf"),
        ('<form><input type="hidden" name="next" value="/"></form>', ""),
        ('<form><input name="csrf_token" value="x"></form>', ""),
    ],
)
def test_the_field_of_the_token_is_found_by_its_name(text, field):
    assert read_page(text).forms[0].csrf_field() == field


@pytest.mark.parametrize(
    "text", ["", "<form", "<input name=x>", "<form><form><input name", "\x00<form action='", "<!--"]
)
def test_broken_pages_have_no_log_in_form(text):
    form = read_page(text).form_with("password")
    assert form is None
