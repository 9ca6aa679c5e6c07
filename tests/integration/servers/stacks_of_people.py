"""Stacks where people, or clients with a secret, log in: nginx by Basic, Flask and Django by sessions, OpenID Connect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from secrets import token_hex
from typing import Any

from servers.certificates import make_certificates
from servers.front import Asked, Change, Pass, Reply
from servers.log_ins import SESSION
from servers.nginx_sites import make_sites
from servers.oidc_shop import oidc_shop
from servers.python_apps import Shop, django_shop, flask_shop
from servers.stacking import KETTLE, ON, Stack

Started = Callable[[Shop], Shop]


def _by_session(shop: Shop, names: tuple[str, ...], auth: Mapping[str, str], endpoint: Mapping[str, Any]) -> Stack:
    settings = {"endpoints": [endpoint], "auth": {**SESSION, **auth}}
    own: dict[str, tuple[str, ON]] = {name: ("auth_flows", lambda name=name: shop.faults.on(name)) for name in names}
    return Stack(shop.url, settings, shop.secrets, own=own)


def nginx(folder: Path, _: Started, running: ExitStack) -> Stack:
    word = token_hex(20)
    sites = make_sites(folder, make_certificates(folder), ("alice", word))
    sites.nginx.start()
    running.callback(sites.nginx.stop)
    basic = {
        "scheme": "basic",
        "protected": ["/orders"],
        "username": "alice",
        "password_env": "SHOP_WORD",
        "shows": "kettle",
    }

    def open_to_all(asked: Asked, on: Pass) -> Reply:
        reply = on(asked)
        return Reply(200, reply.headers, b'[{"id": 1001, "name": "kettle"}]') if asked.path == "/orders" else reply

    changes: dict[str, tuple[str, Change]] = {"whoever sends nothing is accepted": ("auth_flows", open_to_all)}
    limit = {"path": "/search-after", "requests": 6, "per": "12s", "patience": "5s"}
    return Stack(
        sites.url("plain"), {"endpoints": [KETTLE], "auth": basic, "rate_limit": limit}, {"SHOP_WORD": word}, changes
    )


def flask(folder: Path, started: Started, _: ExitStack) -> Stack:
    names = ("open", "any_password", "no_roles", "logout_does_nothing", "redirect_with_data")
    auth = {"login": "/login", "logout": "/logout", "logout_method": "GET"}
    return _by_session(started(flask_shop(folder, SHOP_SESSIONS="server")), names, auth, KETTLE)


def django(folder: Path, started: Started, _: ExitStack) -> Stack:
    auth = {"login": "/accounts/login/", "logout": "/accounts/logout/"}
    endpoint = {"path": "/accounts/login/", "text": "Log in"}
    made = _by_session(started(django_shop(folder)), ("open", "logout_does_nothing", "no_roles"), auth, endpoint)
    return Stack(made.url, {**made.settings, "version_header": "X-Version"}, made.secrets, own=made.own)


def oidc(folder: Path, _: Started, running: ExitStack) -> Stack:
    shop = oidc_shop(folder)
    shop.process.start()
    running.callback(shop.process.stop)
    lesser = {
        "client_id": "buyer",
        "client_secret_env": "SHOP_BUYER",
        "scope": "orders:read",
        "forbidden": ["/refunds"],
    }
    auth = {
        "scheme": "oidc",
        "protected": ["/orders"],
        "issuer": shop.issuer,
        "client_id": "clerk",
        "shows": "kettle",
        "client_secret_env": "SHOP_CLERK",
        "scope": "orders:read orders:write",
        "audience": "urn:shop",
        "lesser": lesser,
        "resource": "urn:shop",
        "other_resource": "urn:elsewhere",
        "signing_key_env": "SHOP_SIGNING_KEY",
    }
    faults = (
        "open",
        "any_token",
        "no_signature",
        "alg_none",
        "key_confusion",
        "no_aud",
        "no_iss",
        "no_exp",
        "ignore_crit",
    )
    own: dict[str, tuple[str, ON]] = {
        name: ("auth_flows", lambda name=name: shop.faults.on(name))
        for name in (*faults, "no_scope", "refusal_with_data")
    }
    endpoint = {"path": "/version", "json": {"version": "1.2.0"}}
    return Stack(shop.resource, {"endpoints": [endpoint], "auth": auth}, shop.secrets, own=own)
