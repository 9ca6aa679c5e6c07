"""Declared endpoints that redirect, over http and https."""

from __future__ import annotations

import contextlib

import trustme
from redirecting import ENDPOINTS, GOOD, HEALTHY, REFRESH, VERSION, judged, to
from serving import served
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route


@contextlib.contextmanager
def secure(folder, answers):
    """A service over TLS, and the authority that vouches for it in ca.pem."""
    ca = trustme.CA()
    (folder / "ca.pem").write_bytes(ca.cert_pem.bytes())
    issued = ca.issue_cert("127.0.0.1")
    issued.private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))

    async def answer(request):
        found = answers.get(request.url.path, (404, {}, b""))
        status, headers, body = found
        made = Response(body, status)
        for name, value in headers if isinstance(headers, list) else headers.items():
            made.headers.append(name, value)
        return made

    app = Starlette(routes=[Route("/{path:path}", answer)])
    with served(app, folder / "server.pem", folder / "server.pem") as url:
        yield url


def endpoints(url, *paths, status=302):
    listed = ", ".join(f'{{ path = "{path}", status = {status} }}' for path in paths)
    return f'\n[tool.golive.targets.staging]\nurl = "{url}"\nca_file = "ca.pem"\nwait = "1ms"\nendpoints = [{listed}]\n'


def test_a_declared_endpoint_that_leads_from_https_to_http_is_red(shop):
    answers = GOOD | {
        "/down": to("http://127.0.0.1:1/x"),
        "/cases": to("HTTP://127.0.0.1:1/x"),
        "/sideways": to("//127.0.0.1:1/x"),
        "/log-in": to("https://log-in.shop.example/authorize?client_id=1"),
        "/app": to("org.example.shop://callback?code=1"),
    }
    with secure(shop.path, answers) as url:
        shop.settings(endpoints(url, "/down", "/cases", "/sideways", "/log-in", "/app"))
        judged(
            shop,
            ENDPOINTS,
            "FAIL",
            "endpoints that answer wrongly: 2, must be at most 0",
            "GET /down: status 302 to http://127.0.0.1:1/x, from https to plain http; to repeat: curl",
            "GET /cases: status 302 to http://127.0.0.1:1/x, from https to plain http; to repeat: curl",
        )


def test_a_declared_endpoint_that_leads_to_a_log_in_host_or_up_to_https_is_green(shop):
    answers = GOOD | {"/log-in": to("https://log-in.shop.example/authorize"), "/here": to("/there")}
    with secure(shop.path, answers) as url:
        shop.settings(endpoints(url, "/log-in", "/here"))
        shop.passes(ENDPOINTS)


def test_a_declared_endpoint_that_leads_nowhere_is_red(shop, staging):
    listed = ", ".join(f'{{ path = "/{name}", status = 302 }}' for name in ("mail", "two", "empty", "back"))
    staging(
        {
            "/mail": to("mailto:x"),
            "/two": (302, [("Location", "/a"), ("Location", "/b")], b""),
            "/empty": to(""),
            "/back": to("/\\other.example"),
        },
        f"endpoints = [{listed}]\n",
    )
    judged(
        shop,
        ENDPOINTS,
        "FAIL",
        "endpoints that answer wrongly: 4, must be at most 0",
        "GET /mail: status 302 to the scheme mailto, which is no web address; to repeat",
        "GET /two: status 302 to 2 addresses at once, in as many Location headers; to repeat",
        "GET /empty: status 302 nowhere: its Location is empty; ",
        "GET /back: status 302 to an address with a backslash",
    )


def test_a_declared_endpoint_that_sends_browsers_on_is_red(shop, staging):
    html = {"Content-Type": "text/html; charset=utf-8"}
    listed = '{ path = "/moved" }, { path = "/stays" }'
    staging(
        {"/moved": (200, html, REFRESH % b"/other"), "/stays": (200, html, b"refresh")}, f"endpoints = [{listed}]\n"
    )
    judged(
        shop,
        ENDPOINTS,
        "FAIL",
        "endpoints that answer wrongly: 1, must be at most 0",
        "GET /moved: status 200, but the page tells browsers to go to http://127.0.0.1:",
        "/other; to repeat: curl",
    )


def test_from_http_to_https_of_the_same_host_is_the_same_service(shop, serve):
    with secure(shop.path, GOOD) as url:
        server = serve(lambda request: to(url + request[1], 301))
        shop.settings(f'\n[tool.golive.targets.staging]\nurl = "{server.url}"\nca_file = "ca.pem"\nwait = "1ms"\n')
        shop.passes(HEALTHY)
        shop.passes(VERSION)


def test_a_way_back_from_https_to_http_is_none(shop, serve):
    answers = dict(GOOD)
    with secure(shop.path, answers) as url:
        server = serve(lambda request: to(url + request[1], 301))
        answers["/healthz"] = to(f"{server.url}/healthz")
        shop.settings(f'\n[tool.golive.targets.staging]\nurl = "{server.url}"\nca_file = "ca.pem"\nwait = "1ms"\n')
        judged(shop, HEALTHY, "FAIL", f"health: redirected to {server.url}/healthz, from https to plain http, must be")
