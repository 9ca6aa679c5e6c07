"""A target at production's address is treated as production unless it says that it shares the address."""

from __future__ import annotations

import pytest
from redirecting import GOOD, judged


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
        "staging counts as production (it has the address of production, ",
        "; if production is told apart by its name alone, write shares_address = true), and only read-only requests",
    )
    assert {request[0] for request in server.requests} == {"GET"}


@pytest.mark.security
def test_a_target_that_says_that_it_shares_productions_address_is_logged_in_to_by_its_name(shop, beside):
    server = beside("localhost", "shares_address = true")
    shop.judge("security::auth_flows")
    assert "POST" in {request[0] for request in server.requests}
