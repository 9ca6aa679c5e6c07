"""rate_limit on limiters of others, each with its own habits: sound ones are a GO, weak ones are found."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.integration, pytest.mark.security]
GATES = ("healthy", "rate_limit")
SHOP = {"path": "/search", "requests": 5, "per": "3s"}
KEYS = {"key_env": "SHOP_KEY", "second_key_env": "SHOP_SECOND_KEY", "protected": ["/stock"]}


@pytest.mark.parametrize(("path", "status"), [("/search", 429), ("/search503", 503), ("/search-after", 429)])
def test_limit_req_of_nginx_is_a_go(checklist, sites, path, status):
    limit = {"path": path, "requests": 6, "per": "12s", "status": status, "patience": "4s"}
    limit["says_when"] = path == "/search-after"
    checklist.aim(GATES, url=sites.url("plain"), rate_limit=limit)
    rows = checklist.run()
    assert rows.those("passed") == set(GATES), rows.said


@pytest.mark.parametrize("name", ["flask", "fastapi"])
def test_stock_limiters_are_a_go(request, checklist, certificates, name):
    shop = request.getfixturevalue(name)
    ca_file = {"ca_file": certificates.ca_file} if name == "flask" else {}
    checklist.aim(GATES, url=shop.url, rate_limit=SHOP, **ca_file)
    rows = checklist.run()
    assert rows.those("passed") == set(GATES), rows.said


def test_no_limit_is_found_with_few_requests(checklist, sites):
    limit = {"path": "/search-free", "requests": 6, "per": "6s"}
    checklist.aim(GATES, url=sites.url("plain"), rate_limit=limit)
    before = len(sites.nginx.log())
    rows = checklist.run()
    assert rows.red == {"rate_limit": "failed"}, rows.said
    assert sites.nginx.log()[before:].count("/search-free") <= 7


@pytest.mark.parametrize("fault", ["limiter_off", "retry_lies", "limits_everybody"])
def test_a_weakness_turns_its_row_red_and_no_other(checklist, fastapi, monkeypatch, fault):
    for name, value in fastapi.secrets.items():
        monkeypatch.setenv(name, value)
    # One who has a key of his own must not be locked out by another.
    checklist.aim((*GATES, "api_keys"), url=fastapi.url, rate_limit={**SHOP, "by": "key"}, api_keys=KEYS)
    with fastapi.faults.on(fault):
        rows = checklist.run()
    assert rows.red == {"rate_limit": "failed"}, rows.said
