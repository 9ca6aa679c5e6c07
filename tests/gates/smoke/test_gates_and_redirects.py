"""How the live gates handle redirects: they follow those within a service, and report all others."""

from __future__ import annotations

import pytest
import trustme
from redirecting import DEPLOYED, ENDPOINTS, GOOD, HEALTHY, REFRESH, VERSION, judged, to
from serving import demo, target_table


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
        ("mailto:ops@shop.example", "to the scheme mailto, which is no web address"),
        ("file:///healthz", "to the scheme file, which is no web address"),
        ("javascript:alert(1)", "to the scheme javascript, which is no web address"),
        ("a:80/healthz", "to the scheme a, which is no web address"),
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
        (
            "redirect_nowhere",
            ENDPOINTS,
            ("FAIL", "catalogue: status 301 to the scheme mailto, which is no web address"),
        ),
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
