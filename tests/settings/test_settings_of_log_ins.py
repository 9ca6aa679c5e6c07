"""Allowed settings for log-ins and keys, and rejected ones, each with its fix."""

from __future__ import annotations

import pytest

from pytest_golive.errors import SettingsError
from pytest_golive.settings.comparing.loosening import loosened
from pytest_golive.settings.loading import settings_in

BEARER = 'scheme = "bearer", token_env = "T", protected = ["/orders"]'
SESSION = 'scheme = "session", username = "ann", password_env = "P", protected = ["/account"]'
BASIC = 'scheme = "basic", username = "ann", password_env = "P", protected = ["/reports"]'
CLIENT = 'client_id = "shop", client_secret_env = "S", protected = ["/orders"]'
KEYS = 'api_keys = { protected = ["/stock"], key_env = "K" }\n'


def settings(auth="", more=""):
    auth = f"auth = [{', '.join(f'{{ {one} }}' for one in auth)}]\n" if isinstance(auth, list) else auth
    text = f'[tool.golive.targets.staging]\nurl = "http://127.0.0.1:9"\n{auth}{more}'
    return settings_in(text, "pyproject.toml").settings


def target(auth="", more=""):
    return settings(auth, more).targets["staging"]


def fault(auth="", more=""):
    with pytest.raises(SettingsError) as caught:
        settings(auth, more)
    return str(caught.value)


def test_data_may_be_named_for_all_paths_or_for_each():
    one, each = (target([f"{BEARER}, shows = {shows}"]).auth[0] for shows in ('"Teapot"', '{ "/orders" = " Teapot " }'))
    assert (one.shows, each.shows) == ({"": "Teapot"}, {"/orders": "Teapot"})


def test_a_status_may_be_one_or_several():
    table = target([f'{BEARER}, status = 401, lesser = {{ token_env = "L", forbidden = ["/a"], status = [403, 404] }}'])
    assert (table.auth[0].status, table.auth[0].lesser.status) == ((401,), (403, 404))


@pytest.mark.parametrize(
    ("auth", "said"),
    [
        (f"{BEARER}, status = 200", "must be a whole number from 300 to 499"),
        (f"{BEARER}, status = 500", "must be a whole number from 300 to 499"),
        (f'{BEARER}, shows = " "', "must not be empty"),
        (f"{BEARER}, shows = 5", "must be text in quotes, or a table of texts by path"),
        (f'{BEARER}, shows = {{ orders = "x" }}', "must be a path that begins with one '/'"),
        (f'{BEARER}, shows = {{ "/ordres" = "x" }}', "shows names /ordres, which is neither protected nor forbidden"),
        (f'{BEARER}, prefix = "Token abc"', "must be one word, such as 'Token', or '' for none"),
        (f'{BEARER}, header = "X Auth"', "is not the name of a header"),
        (f'{BEARER}, replay = "noted"', "has no use for replay; remove it, it is for session"),
        (f'{SESSION}, replay = "red"', "must be one of 'noted', 'refused'"),
        (f'{SESSION}, header = "X-Auth"', "has no use for header; remove it, it is for bearer, token, oauth2, oidc"),
        (f'{BASIC}, logout = "/out"', "scheme 'basic' has no use for logout"),
        (f'{SESSION}, expired_token_env = "E"', "has no use for expired_token_env"),
        (f'{BEARER}, logout = "/out"', "name logout_token_env, such as 'STAGING_LOGOUT_TOKEN'"),
        (f'{BEARER}, logout_token_env = "T2"', "needs logout or revocation_url, which says how"),
        (
            f'{BEARER}, logout_token_env = "T2", logout = "/out", revocation_url = "http://127.0.0.1/r"',
            "are two ways to log out; keep the one",
        ),
        ('scheme = "token", protected = ["/orders"]', "scheme 'token' needs token_env or token_command"),
        (f'{BEARER}, lesser = {{ forbidden = ["/a"] }}', "needs token_env or token_command in lesser, or nobody is"),
        (
            f'{SESSION}, lesser = {{ username = "bob", forbidden = ["/a"] }}',
            "needs password_env or password_command in lesser",
        ),
        (
            f'scheme = "oauth2", token_url = "http://127.0.0.1/t", {CLIENT}, lesser = {{ forbidden = ["/a"] }}',
            "needs token_env or token_command or client_id or client_id_env in lesser",
        ),
    ],
)
def test_nonsense_is_refused_with_a_cure(auth, said):
    assert said in fault([auth])


def test_a_log_out_of_tokens_takes_a_second_one():
    assert target([f'{BEARER}, logout = "/out", logout_token_env = "T2"']).auth[0].logout_method == "POST"
    assert target(['scheme = "token", token_command = ["make-one"], protected = ["/a"], logout = "/out"']).auth
    given = f'scheme = "oauth2", token_url = "http://127.0.0.1/t", {CLIENT}, revocation_url = "http://127.0.0.1/r"'
    assert target([given]).auth[0].revocation_url


def test_all_variables_of_secrets_are_known():
    held = ", ".join(f'{kind}_token_env = "{kind.upper()}"' for kind in ("wrong_audience", "wrong_issuer"))
    found = set(target([f'{BEARER}, {held}, logout = "/o", logout_token_env = "T2"']).variables())
    assert found == {"T", "WRONG_AUDIENCE", "WRONG_ISSUER", "T2"}


def ways(more, auth=(BEARER, SESSION)):
    table = target(list(auth), more)
    return [table.way_in(endpoint) for endpoint in table.endpoints], table


def test_an_endpoint_says_whose_credentials_go_with_it():
    endpoints = ", ".join(
        f'{{ path = "/{number}", auth = {auth} }}'
        for number, auth in enumerate(("false", "true", '"session"', '"api_keys"'))
    )
    found, table = ways(f"endpoints = [{endpoints}]\n{KEYS}")
    assert found == [None, table.auth[0], table.auth[1], table.api_keys]


def test_where_there_is_only_a_key_it_is_the_credential():
    found, table = ways(f'endpoints = [{{ path = "/stock", auth = true }}]\n{KEYS}', auth=())
    assert found == [table.api_keys]
    found, _ = ways('endpoints = [{ path = "/stock", auth = true }]\n', auth=())
    assert found == [None]


@pytest.mark.parametrize(
    ("auth", "said"),
    [
        ("token", "asks for the credentials 'token', which is none of them; there are bearer"),
        ("api_keys", "asks for the credentials 'api_keys', which is none of them; there are bearer"),
    ],
)
def test_credentials_that_nobody_describes_are_refused(auth, said):
    assert said in fault([BEARER], f'endpoints = [{{ path = "/stock", auth = "{auth}" }}]\n')


def test_a_name_that_fits_two_log_ins_is_refused():
    message = fault([BEARER, BEARER], 'endpoints = [{ path = "/stock", auth = "bearer" }]\n')
    assert "'bearer', which fits more than one; give each a name" in message
    assert target([f'{BEARER}, name = "a"', f'{BEARER}, name = "b"'], 'endpoints = [{ path = "/x", auth = "b" }]\n')


def test_keys_may_show_their_data_by_path():
    assert "shows names /stok, which is none of protected" in fault(
        more='api_keys = { protected = ["/stock"], key_env = "K", shows = { "/stok" = "x" } }\n'
    )


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (f'{SESSION}, replay = "refused"', SESSION, 'replay: "refused" → "noted"'),
        (f"{BEARER}, status = 401", BEARER, "status: [401] → []"),
        (f'{BEARER}, shows = {{ "/orders" = "a" }}', f'{BEARER}, shows = "a"', "shows./orders"),
        (
            f'{BEARER}, lesser = {{ token_env = "L", forbidden = ["/a"], allowed = ["/b"] }}',
            f'{BEARER}, lesser = {{ token_env = "L", forbidden = ["/a"] }}',
            'lesser.allowed: no longer "/b"',
        ),
        (f'{SESSION}, logout = "/out"', SESSION, 'logout: "/out" → not given'),
        (f'{BEARER}, wrong_audience_token_env = "W"', BEARER, "wrong_audience_token_env: "),
    ],
)
def test_what_loosens_the_verdict_is_told(was, now, said):
    assert any(said in one.sentence for one in loosened(settings([was]), settings([now])))
