"""What the live gates make of redirects: those within a service are followed, the others are named and never good."""

from __future__ import annotations

import contextlib

import pytest
import trustme
from serving import demo, served, target_table
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

HEALTHY, VERSION, ENDPOINTS = "smoke::healthy", "smoke::version", "smoke::critical_endpoints"
DEPLOYED = "infrastructure::staging_deployed"
GOOD = {"/healthz": (200, {}, b'{"status": "ok"}'), "/version": (200, {}, b'{"version": "1.2.0"}')}
REFRESH = b'<html><head><meta http-equiv="refresh" content="0; url=%s"></head><body>ok</body></html>'


@pytest.fixture
def elsewhere(serve):
    """Another service, healthy and of the right release: whoever goes there sees nothing wrong."""
    return serve(lambda request: GOOD.get(request[1], (404, {}, b"")))


@pytest.fixture
def staging(shop, serve):
    """Describe staging by what it answers, path by path: ``staging({"/healthz": (302, …)})``."""

    def describe(answers, more=""):
        answers = GOOD | answers
        server = serve(lambda request: answers.get(request[1], (404, {}, b"")))
        shop.settings(
            f'\n[tool.golive.targets.staging]\nurl = "{server.url}"\nwait = "1ms"\n'
            f'stability = {{ samples = 2, interval = "1ms" }}\n{more}'
        )
        return server

    return describe


def judged(shop, gate, word, *words):
    """Run one gate; expect its outcome, and all these words, wherever their lines end."""
    result = shop.judge(gate)
    text = " ".join(result.stdout.str().split())
    assert f" {word} " in text
    assert [one for one in words if one not in text] == [], text
    assert "Traceback" not in text


def to(location, status=302):
    return status, {"Location": location}, b""


@pytest.mark.parametrize("status", [301, 308])
def test_a_health_check_of_another_origin_is_none(shop, staging, elsewhere, status):
    staging({"/healthz": to(f"{elsewhere.url}/healthz", status)})
    judged(shop, HEALTHY, "FAIL", f"health: redirected to {elsewhere.url}/healthz, another origin, must be healthy")
    assert elsewhere.requests == []


def test_a_staging_that_leads_to_production_is_not_deployed(shop, staging, elsewhere):
    production = f'\n[tool.golive.targets.prod]\nurl = "{elsewhere.url}"\nproduction = true\n'
    answers = {path: to(elsewhere.url + path) for path in GOOD}
    staging(answers, production)
    judged(
        shop, HEALTHY, "FAIL", f"health: redirected to {elsewhere.url}/healthz, which is production, must be healthy"
    )
    said = f"/version answers 302 and leads to {elsewhere.url}/version, which is production: what is said there is"
    judged(shop, VERSION, "ERROR", said, "let the target itself say which release it is", "curl -sS -i")
    judged(shop, DEPLOYED, "ERROR", said)
    assert elsewhere.requests == []


def test_a_release_of_another_origin_is_none(shop, staging, elsewhere):
    staging({"/version": to(f"{elsewhere.url}/version")})
    judged(
        shop,
        VERSION,
        "ERROR",
        f"leads to {elsewhere.url}/version, another origin: what is said there is not said by staging",
    )
    assert elsewhere.requests == []


def test_a_page_that_sends_browsers_on_says_nothing_of_its_service(shop, staging, elsewhere):
    html = {"Content-Type": "text/html"}
    page = REFRESH % f"{elsewhere.url}/".encode()
    staging({
        "/healthz": (200, html, page),
        "/version": (200, {"Refresh": f"1; {elsewhere.url}/version"}, b'{"version": "1.2.0"}'),
    })  # fmt: skip
    judged(shop, HEALTHY, "FAIL", f"health: redirected to {elsewhere.url}/, by a page that tells browsers to go there")
    judged(shop, VERSION, "ERROR", f"/version answers 200 and leads to {elsewhere.url}/version: what is said there")
    assert elsewhere.requests == []


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("mailto:ops@shop.example", "to mailto:, which is no web address"),
        ("file:///healthz", "to file:, which is no web address"),
        ("javascript:alert(1)", "to javascript:, which is no web address"),
        ("a:80/healthz", "to a:, which is no web address"),
        ("http:\\\\h/healthz", "to an address with a backslash"),
        ("http://xn--/healthz", "to what is no URL: its host is no internationalised name"),
        ("http://me@h/healthz", "to an address with a user name in it"),
        ("", "nowhere: its Location is empty"),
    ],
)
def test_a_health_check_that_leads_to_no_web_address_is_an_error(shop, staging, location, words):
    server = staging({"/healthz": to(location)})
    judged(shop, HEALTHY, "ERROR", f"/healthz: it redirects {words}", "let Location name one path", "curl -sS -i")
    assert {request[1] for request in server.requests} == {"/healthz"}


def test_new_queries_at_each_hop_are_too_many_redirects_and_no_loop(shop, serve):
    counting = iter(range(1000))
    server = serve(lambda _: to(f"/healthz?n={next(counting)}"))
    shop.settings(f'\n[tool.golive.targets.staging]\nurl = "{server.url}"\nwait = "1ms"\nmax_redirects = 3\n')
    judged(shop, HEALTHY, "ERROR", "more than 3 redirects: 302 ")


def test_harmless_redirects_of_health_and_version_pass(shop, staging):
    staging({
        "/healthz": to("/healthz/", 301),
        "/healthz/": (200, {}, b"ok"),
        "/version": to("version/", 308),
        "/version/": (200, {}, b'{"version": "1.2.0"}'),
    })  # fmt: skip
    shop.passes(HEALTHY)
    shop.passes(VERSION)
    shop.passes(DEPLOYED)


def test_a_page_that_loads_itself_again_is_healthy(shop, staging):
    page = REFRESH.replace(b"0; url=%s", b"5") + b"<noscript><meta http-equiv=refresh content='0;url=/no'></noscript>"
    staging({"/healthz": (200, {"Content-Type": "text/html", "Refresh": "5; url=/healthz"}, page)})
    shop.passes(HEALTHY)


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
        "GET /mail: status 302 to mailto:, which is no web address; to repeat",
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


@pytest.fixture
def beside(shop, serve, monkeypatch):
    """A staging at production's address, which people log in to: ``beside("localhost", "shares_address = true")``."""
    monkeypatch.setenv("WORD", "a-long-pass-word")
    login = b'<form method="post"><input name="username"><input name="password" type="password"></form>'
    server = serve(lambda request: (200, {}, login) if request[1] == "/login" else GOOD.get(request[1], (404, {}, b"")))
    port = server.url.rpartition(":")[2]
    auth = '{ scheme = "session", login = "/login", username = "ann", password_env = "WORD", protected = ["/x"] }'

    def describe(host, more=""):
        shop.settings(
            f'\n[tool.golive.targets.prod]\nurl = "http://127.0.0.1:{port}"\nproduction = true\n'
            f'[tool.golive.targets.staging]\nurl = "http://{host}:{port}"\nwait = "1ms"\nauth = {auth}\n{more}\n'
        )
        return server

    return describe


@pytest.mark.security
def test_a_target_that_stands_at_productions_address_is_treated_as_production(shop, beside):
    server = beside("localhost.")
    judged(
        shop,
        "security::auth_flows",
        "ERROR",
        "staging is production (it has the address of production, ",
        "; if production is told apart by its name alone, write shares_address = true), and only read-only requests",
    )
    assert {request[0] for request in server.requests} == {"GET"}


@pytest.mark.security
def test_a_target_that_says_that_it_shares_productions_address_is_logged_in_to_by_its_name(shop, beside):
    server = beside("localhost", "shares_address = true")
    shop.judge("security::auth_flows")
    assert "POST" in {request[0] for request in server.requests}


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    """An authority, and what it signed for the reference service."""
    folder, ca = tmp_path_factory.mktemp("tls"), trustme.CA()
    issued = ca.issue_cert("127.0.0.1")
    issued.private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    return ca.cert_pem.bytes(), folder / "server.pem"


@pytest.fixture(scope="module")
def running(tls):
    with demo(certificate=tls[1], key=tls[1]) as running:
        yield running


@pytest.fixture
def reference(shop, running, tls, monkeypatch):
    """The reference service over TLS; it is the project's staging target."""
    for name, value in running.environment.items():
        monkeypatch.setenv(name, value)
    shop.write("ca.pem", tls[0])
    shop.settings("\n" + target_table("staging", running.table | {"ca_file": "ca.pem"}))
    return running


@pytest.mark.parametrize(
    ("fault", "gate", "said"),
    [
        ("redirect_downgraded", ENDPOINTS, ("FAIL", "catalogue: status 301 to http://127.0.0.1:")),
        ("redirect_nowhere", ENDPOINTS, ("FAIL", "catalogue: status 301 to mailto:, which is no web address")),
        ("health_elsewhere", HEALTHY, ("FAIL", "redirected to http://127.0.0.1:1/, from https to plain http")),
        ("health_sends_on", HEALTHY, ("FAIL", "from https to plain http, by a page that tells browsers to go there")),
        ("health_wanders", HEALTHY, ("ERROR", "more than 5 redirects")),
        ("version_elsewhere", VERSION, ("ERROR", "leads to http://127.0.0.1:1/, from https to plain http")),
    ],
)
def test_a_fault_of_the_reference_service_is_found(shop, reference, fault, gate, said):
    with reference.faulty(fault):
        judged(shop, gate, *said)


def test_without_a_fault_the_old_name_of_a_page_may_redirect(shop, reference):
    shop.passes(ENDPOINTS)
