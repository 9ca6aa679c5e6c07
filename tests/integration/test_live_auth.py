"""auth_flows on log-ins of others: sound ones are a GO, each weakness turns that row red and no other."""

from __future__ import annotations

import pytest
from servers.checklists import SMOKE
from servers.log_ins import BEARER, FORMS, SESSION, TOKEN, oidc_table

pytestmark = [pytest.mark.integration, pytest.mark.security]
GATES = ("healthy", "auth_flows")
PATIENT = {"timeout": "30s", "connect_timeout": "30s"}  # logging in takes processor time, which a busy machine lacks


@pytest.fixture
def aim(request, checklist, monkeypatch):
    """Aim the checklist at the server of that name; the server's secrets are in the environment."""

    def at(name, **more):
        shop = request.getfixturevalue(name)
        for variable, value in shop.secrets.items():
            monkeypatch.setenv(variable, value)
        if name == "oidc":
            checklist.aim(GATES, **PATIENT, url=shop.resource, auth={**oidc_table(shop), **more})
        elif name == "drf":
            monkeypatch.setenv("SHOP_URL", shop.url)
            checklist.aim(GATES, **PATIENT, url=shop.url, auth={**TOKEN, **more})
        elif name == "fastapi":
            checklist.aim(GATES, **PATIENT, url=shop.url, auth={**BEARER, **more})
        else:
            ca_file = request.getfixturevalue("certificates").ca_file
            checklist.aim(GATES, **PATIENT, url=shop.url, ca_file=ca_file, auth={**SESSION, **FORMS[name], **more})
        return shop

    return at


def hidden(shop, checklist, rows):
    """The variables whose values were not kept secret."""
    written = rows.said + (checklist.path / "report.xml").read_text()
    return [name for name, value in shop.secrets.items() if value in written]


@pytest.mark.parametrize("name", ["fastapi", "flask", "flask_alone", "django", "drf", "oidc"])
def test_a_sound_log_in_is_a_go(checklist, aim, name):
    shop = aim(name)
    rows = checklist.run("-vv", "--showlocals", "-rA", "-o", "junit_logging=all")
    assert rows.those("passed") == set(GATES), rows.said
    assert rows.status == 0
    assert not hidden(shop, checklist, rows)


# What of the evidence is red; the names of the attempts are those that users read.
ACCEPTED = {
    ("fastapi", "no_token"): "bearer: no credentials",
    ("fastapi", "any_token"): "bearer: wrong token",
    ("fastapi", "expired_token"): "bearer: expired token",
    ("fastapi", "revoked_token"): "bearer: revoked token",
    ("fastapi", "no_roles"): "bearer: lesser identity on what is forbidden to it",
    ("flask", "open"): "session: no credentials",
    ("flask", "any_password"): "session: log-in with a wrong password",
    ("flask", "logout_does_nothing"): "session: old session after log-out",
    ("flask_alone", "logout_does_nothing"): "session: old session after log-out",
    ("flask", "no_roles"): "session: lesser identity on what is forbidden to it",
    ("django", "open"): "session: no credentials",
    ("django", "logout_does_nothing"): "session: old session after log-out",
    ("django", "no_roles"): "session: lesser identity on what is forbidden to it",
    ("drf", "open"): "token: no credentials",
    ("drf", "inactive"): "token: revoked token",
    ("drf", "no_roles"): "token: lesser identity on what is forbidden to it",
    ("drf", "logout_does_nothing"): "token: token after log-out",
    ("oidc", "open"): "oidc: no credentials",
    ("oidc", "any_token"): "oidc: wrong token",
    ("oidc", "no_signature"): "oidc: altered claims under the old signature",
    ("oidc", "alg_none"): "oidc: unsigned token (alg: none)",
    ("oidc", "key_confusion"): "oidc: key confusion (HS256 with the public key)",
    ("oidc", "no_aud"): "oidc: token for another resource",
    ("oidc", "no_iss"): "oidc: minted token of another issuer",
    ("oidc", "no_exp"): "oidc: minted token that has expired",
    ("oidc", "ignore_crit"): "oidc: minted token with an unknown critical extension",
    ("oidc", "no_scope"): "oidc: lesser identity on what is forbidden to it",
}
WITH_DATA = {
    ("fastapi", "refusal_with_data"): "bearer: no credentials",
    ("flask", "redirect_with_data"): "session: no credentials",
    ("drf", "refusal_with_data"): "token: no credentials",
    ("oidc", "refusal_with_data"): "oidc: no credentials",
}


# Each run takes seconds. Faults that are told by attempts of their own are on at once; the others let in, or show, too much.
AT_ONCE = (
    ("fastapi", "no_token", "expired_token", "revoked_token", "no_roles"),
    ("flask", "any_password", "logout_does_nothing", "no_roles"),
    ("django", "logout_does_nothing", "no_roles"),
    ("drf", "inactive", "logout_does_nothing", "no_roles"),
    ("oidc", "alg_none", "key_confusion", "no_aud", "no_iss", "no_exp", "ignore_crit", "no_scope"),
)
FAULTS = [*ACCEPTED, *WITH_DATA]
TOGETHER = {(name, fault) for name, *faults in AT_ONCE for fault in faults}


def told(name, fault):
    """The line of the message that tells a fault."""
    attempt, outcome = ACCEPTED.get((name, fault)), "accepted"
    if attempt is None:
        attempt, outcome = WITH_DATA[name, fault], "rejected with data"
    wanted = "rejected with 401" if name == "drf" and "no credentials" in attempt else "rejected"
    wanted = "rejected with 403" if name == "drf" and "lesser" in attempt else wanted
    return f"{attempt}: {outcome}, must be {wanted}"


@pytest.mark.parametrize("faults", [*AT_ONCE, *(one for one in FAULTS if one not in TOGETHER)], ids="-".join)
def test_a_weakness_turns_its_row_red_and_no_other(checklist, aim, faults):
    name, *planted = faults
    shop = aim(name)
    with shop.faults.on(*planted):
        rows = checklist.run("-vv", "--showlocals", "-rA", "-o", "junit_logging=all")
    assert rows.red == {"auth_flows": "failed"}, rows.said
    said = rows.messages["auth_flows"]
    assert [fault for fault in planted if told(name, fault) not in said] == [], said
    if len(planted) > 1:
        others = {fault for one, fault in ACCEPTED if one == name}.difference(planted)
        assert [fault for fault in others if told(name, fault) in said] == [], said
    assert not hidden(shop, checklist, rows)


def test_basic_of_nginx(checklist, sites, monkeypatch):
    monkeypatch.setenv("SHOP_WORD", sites.user[1])
    basic = {"scheme": "basic", "protected": ["/orders"], "username": sites.user[0], "password_env": "SHOP_WORD"}
    for site, red in {"plain": {}, "plain_twin": {"auth_flows": "failed"}}.items():
        checklist.aim(GATES, **PATIENT, url=sites.url(site), auth={**basic, "shows": "kettle"})
        rows = checklist.run("-vv")
        assert rows.red == red, rows.said
        assert sites.user[1] not in rows.said


def test_wrong_credentials_of_ours_are_no_fault_of_the_service(checklist, aim, monkeypatch):
    aim("flask")
    monkeypatch.setenv("SHOP_ROOT", "not-the-word-of-root")
    rows = checklist.run()
    assert set(rows.red) == {"auth_flows"}, rows.said
    assert "not-the-word-of-root" not in rows.said


def test_an_issuer_that_calls_itself_otherwise_is_not_believed(checklist, aim, oidc):
    aim("oidc", issuer=oidc.issuer.replace("127.0.0.1", "localhost"))
    rows = checklist.run()
    assert set(rows.red) == {"auth_flows"}, rows.said
    assert "issuer" in rows.messages["auth_flows"]
    assert set(rows.outcomes) <= {*SMOKE, *GATES, "verdict"}


def test_a_401_to_who_is_logged_in_is_told_apart_from_a_403(checklist, aim):
    shop = aim("drf")
    with shop.faults.on("forbidden_is_401"):
        rows = checklist.run("-vv")
    assert rows.red == {"auth_flows": "failed"}, rows.said
    said = "token: lesser identity on what is forbidden to it: rejected with 401, must be rejected with 403"
    assert said in rows.messages["auth_flows"]


def test_a_cookie_that_outlives_the_log_out_is_red_where_the_settings_say_so(checklist, aim):
    aim("flask_alone", replay="refused")
    rows = checklist.run("-vv")
    assert rows.red == {"auth_flows": "failed"}, rows.said
    assert "session: old session after log-out: accepted, must be rejected" in rows.messages["auth_flows"]
    aim("flask", replay="refused")
    assert not checklist.run("-vv").red


NOBODY = {"fastapi": "SHOP_TOKEN", "flask": "SHOP_ALICE", "django": "SHOP_ALICE", "drf": "SHOP_TOKEN"}


@pytest.mark.parametrize("name", NOBODY)
def test_a_lesser_identity_that_nobody_knows_is_no_proof(checklist, aim, name, monkeypatch):
    aim(name, protected=["/users" if name == "drf" else "/admin"], shows={})
    assert not checklist.run("-vv").red
    monkeypatch.setenv(NOBODY[name], "no-token-and-no-word-of-anybody")
    rows = checklist.run("-vv")
    assert rows.red == {"auth_flows": "error"}, rows.said
    assert "it is unknown whether the lesser identity is logged in at all" in rows.messages["auth_flows"]
