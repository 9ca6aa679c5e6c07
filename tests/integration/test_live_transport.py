"""transport on nginx: sound sites are a GO, each fault of TLS, headers and cookies turns that row red."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.security]
GATES = ("healthy", "transport")


@pytest.mark.parametrize("site", ["good", "stock_tls", "cookie"])
def test_a_sound_site_is_a_go(checklist, sites, site):
    checklist.aim(GATES, url=sites.url(site), ca_file=sites.ca_file, transport={"path": "/products"})
    rows = checklist.run()
    assert rows.those("passed") == set(GATES), rows.said
    assert rows.status == 0


@pytest.mark.parametrize(
    ("site", "said"),
    [
        ("expiring", "days"),
        ("also_old_tls", "TLS"),
        ("no_hsts", "Strict-Transport-Security"),
        ("no_headers", "X-Content-Type-Options"),
        ("bare_cookie", "sid"),
        ("mixed", "http"),
    ],
)
def test_a_fault_turns_its_row_red_and_no_other(checklist, sites, site, said):
    checklist.aim(GATES, url=sites.url(site), ca_file=sites.ca_file, transport={"path": "/products"})
    rows = checklist.run()
    assert rows.red == {"transport": "failed"}, rows.said
    assert said in rows.messages["transport"]


@pytest.mark.parametrize("site", ["self_signed", "unknown_ca", "expired", "not_yet", "wrong_host", "old_tls"])
def test_what_cannot_be_trusted_is_never_green(checklist, sites, site):
    checklist.aim(GATES, url=sites.url(site), ca_file=sites.ca_file, transport={"path": "/products"})
    rows = checklist.run()
    assert set(rows.red) == set(GATES), rows.said


@pytest.mark.parametrize(("name", "page"), [("flask", "/login"), ("django", "/accounts/login/")])
def test_frameworks_with_their_cookies_are_a_go(request, checklist, certificates, name, page):
    shop = request.getfixturevalue(name)
    checklist.aim(GATES, url=shop.url, ca_file=certificates.ca_file, transport={"path": page})
    rows = checklist.run()
    assert rows.those("passed") == set(GATES), rows.said
