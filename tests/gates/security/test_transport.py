"""Transport is secure: passes, is breached, cannot measure, against certificates of every kind."""

from __future__ import annotations

import contextlib
import datetime as dt
import re

import pytest
import trustme
from serving import Demo, answering, demo, served, target_table
from starlette.applications import Starlette
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

GATE = "security::transport"
NOW = dt.datetime.now(dt.UTC)


class Authority:
    """An authority, and what it signs."""

    def __init__(self, folder) -> None:
        self._ca = trustme.CA()
        self._folder = folder
        self.pem = self._ca.cert_pem.bytes()

    def sign(self, name="127.0.0.1", days=90):
        """A certificate for a name, and its key: two files."""
        ends = NOW + dt.timedelta(days=days)
        made = self._ca.issue_cert(name, not_before=NOW - dt.timedelta(days=100), not_after=ends)
        certificate, key = self._folder / f"{name}{days}.pem", self._folder / f"{name}{days}.key"
        certificate.write_bytes(b"".join(part.bytes() for part in made.cert_chain_pems))
        key.write_bytes(made.private_key_pem.bytes())
        return {"certificate": certificate, "key": key}


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def secure(authority):
    with demo(**authority.sign()) as running:
        yield running


@pytest.fixture
def described(shop, authority, monkeypatch):
    """A project whose staging target is the one given; it trusts the authority."""
    shop.write("ca.pem", authority.pem)

    def describe(demo_: Demo, transport=None, **changes):
        for name, value in demo_.environment.items():
            monkeypatch.setenv(name, value)
        wanted = demo_.table["transport"] | (transport or {})
        shop.settings(
            "\n" + target_table("staging", demo_.table | {"ca_file": "ca.pem", "transport": wanted} | changes)
        )
        return shop

    return describe


def port_of(url):
    return int(re.search(r":(\d+)", url)[1])


def test_transport_passes(described, secure):
    with answering(308, {"Location": secure.url}) as plain:
        described(secure, {"http_port": port_of(plain)}).passes(
            GATE,
            "*faults of certificate and TLS: 0, must be at most 0*(127.0.0.1:*",
            "*faults of redirects: 0*: 308 to https://*",
            "*faults of headers: 0*",
            "*faults of cookies: 0*csrftoken, at /login, /healthz*",
            "*certificate valid for: 89 days, must be at least 21 days*",
            "*spoken: TLSv1.3*",
        )


def test_transport_passes_on_this_machine_in_clear_text(described):
    with demo() as running:
        shop = described(running, ca_file="ca.pem")
        shop.passes(GATE, "*faults of headers: 0*", "*not applicable: TLS, HSTS and Secure: this is plain http*")
        with running.faulty("insecure_cookie"):
            shop.breaches(GATE, "*cookie csrftoken: it lacks SameSite, set by GET *")


@pytest.mark.security
@pytest.mark.parametrize(
    ("fault", "said", "cure"),
    [
        (
            "insecure_cookie",
            "*cookie csrftoken: it lacks Secure, SameSite, set by GET *",
            "*to fix: set Secure, SameSite where the cookie csrftoken is made;*",
        ),
        (
            "missing_headers",
            "*faults of headers: 4, must be at most 0*",
            "*to fix: let the proxy, or a middleware of the application, send with every answer, errors too: X-Content-Type-Options: nosniff*",
        ),
    ],
)
def test_transport_is_breached(described, secure, fault, said, cure):
    shop = described(secure)
    with secure.faulty(fault):
        shop.breaches(GATE, said, cure)


@pytest.mark.security
@pytest.mark.parametrize(
    ("signed", "said", "cure"),
    [
        (
            {"days": 5},
            "*certificate valid for: 4 days, must be at least 21 days*",
            "renew the certificate, and have the",
        ),
        (
            {"days": -3},
            "*certificate: it is not valid: certificate has expired*",
            "renew the certificate, and have the",
        ),
        (
            {"name": "shop.example"},
            "*it is not valid: IP address mismatch*",
            "ask by a name that the certificate holds",
        ),
    ],
)
def test_transport_is_breached_by_a_certificate(described, authority, signed, said, cure):
    with demo(**authority.sign(**signed)) as running:
        described(running).breaches(GATE, said, f"*to fix: {cure}*")


@pytest.mark.security
def test_transport_is_breached_by_a_certificate_that_nobody_vouches_for(described, secure, shop):
    described(secure)
    shop.write("ca.pem", trustme.CA().cert_pem.bytes())
    shop.breaches(
        GATE, "*not checked: redirects, headers and cookies*", "*it is not valid: unable to get local issuer*"
    )


@pytest.mark.security
def test_transport_is_breached_by_clear_text(described, secure, authority):
    shop = described(secure, {"http_port": 80})
    settings = (shop.path / "pyproject.toml").read_text()
    with answering(200) as plain:
        shop.write("pyproject.toml", settings.replace('"http_port" = 80', f'"http_port" = {port_of(plain)}'))
        shop.breaches(GATE, "*plain http: http://127.0.0.1:*: 200, must redirect to https*")
    routes = [
        Route("/login", lambda _: RedirectResponse("http://127.0.0.1:1/x")),
        Route("/healthz", lambda _: Response("ok")),
    ]
    with served(Starlette(routes=routes), **authority.sign()) as url:
        shop.write("pyproject.toml", re.sub(r'url = "https:[^"]*"', f'url = "{url}"', settings, count=1))
        shop.breaches(GATE, "*307 to http://127.0.0.1:1/x, from https to plain http; *")


def test_transport_passes_on_several_pages_and_is_breached_by_the_second(described, secure):
    described(secure, {"path": ["/login", "/products"]}).passes(
        GATE, "*faults of headers: 0* (GET https://127.0.0.1:*/login: 200, GET https://127.0.0.1:*/products: 200)*"
    )


def test_transport_is_breached_by_the_second_of_several_pages(shop, described):
    sound = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}
    routes = [
        Route("/login", lambda _: Response("ok", headers=sound)),
        Route("/bare", lambda _: Response("ok", headers={**sound, "Referrer-Policy": "unsafe-url"})),
        Route("/healthz", lambda _: Response("ok")),
    ]
    with demo() as running, served(Starlette(routes=routes)) as url:
        described(running, {"path": ["/login", "/bare"]}, url=url)
        shop.breaches(
            GATE,
            "*faults of headers: 1, must be at most 0*",
            "*Referrer-Policy: it is 'unsafe-url' at GET http://127.0.0.1:*/bare; to repeat:*",
            "*to fix: let the proxy, or a middleware of the application, send with every answer, errors too: Referrer-Policy: strict-origin*",
        )


def test_transport_cannot_measure_where_one_of_several_pages_is_missing(described, shop, secure):
    described(secure, {"path": ["/login", "/no-such-page"]})
    shop.cannot_measure(GATE, "*/no-such-page: 404: there is no page whose headers could be judged*")


def test_transport_cannot_measure(described, shop, secure):
    with contextlib.ExitStack() as running:
        url = running.enter_context(answering(500))
        described(secure, url=url, wait="200ms").cannot_measure(GATE, "*/login: status 500*")
    shop.cannot_measure(GATE, "*connection was refused*")
