"""Nine stacks, each a sound shop with the settings of a team and the faults that it can have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

from servers import misbehaving as bad
from servers.certificates import make_certificates
from servers.changes import of_bearer, of_keys
from servers.front import Asked, Change, Front, Pass, Reply
from servers.more_shops import express_shop, go_program, go_shop, haproxy, rest_shop, sockets_shop
from servers.nginx_sites import make_sites
from servers.oidc_shop import oidc_shop
from servers.python_apps import Shop, django_shop, fastapi_shop, flask_shop

KETTLE = {"path": "/products", "json": [{"name": "kettle"}]}
KEYS = {"protected": ["/stock"], "key_env": "SHOP_KEY", "shows": "kettle"}
SESSION = {
    "scheme": "session",
    "protected": ["/orders"],
    "username": "root",
    "password_env": "SHOP_ROOT",
    "shows": "kettle",
    "lesser": {"username": "alice", "password_env": "SHOP_ALICE", "forbidden": ["/admin"]},
}
ON = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Stack:
    """A running service.

    Attributes:
        url: where it is.
        settings: of its target, but for the url.
        secrets: the variables that the settings name.
        changes: faults that a front before it can make: the gate that must find each, and the change.
        own: faults that it can have itself: the gate, and how it is switched on.
    """

    url: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str] = field(repr=False)
    changes: Mapping[str, tuple[str, Change]] = field(default_factory=dict)
    own: Mapping[str, tuple[str, ON]] = field(default_factory=dict)


def _tokens(scheme: str = "bearer") -> dict[str, Any]:
    return {
        "scheme": scheme,
        "protected": ["/orders"],
        "token_env": "SHOP_ADMIN_TOKEN",
        "shows": "kettle",
        "lesser": {"token_env": "SHOP_TOKEN", "forbidden": ["/admin"]},
    }


def _by_tokens(shop: Shop, scheme: str = "bearer", **more: Any) -> Stack:
    """A shop with tokens, roles and API keys."""
    settings = {"endpoints": [KETTLE], "auth": _tokens(scheme), "api_keys": KEYS, **more}
    word = {"bearer": "Bearer", "token": "Token"}[scheme]
    right, lesser = shop.secrets["SHOP_ADMIN_TOKEN"], shop.secrets["SHOP_TOKEN"]
    changes = {**of_bearer(word, lesser, right), **of_keys(shop.secrets["SHOP_KEY"])}
    return Stack(shop.url, settings, shop.secrets, changes)


def _by_session(shop: Shop, names: tuple[str, ...], auth: Mapping[str, str], endpoint: Mapping[str, Any]) -> Stack:
    settings = {"endpoints": [endpoint], "auth": {**SESSION, **auth}}
    own: dict[str, tuple[str, ON]] = {name: ("auth_flows", lambda name=name: shop.faults.on(name)) for name in names}
    return Stack(shop.url, settings, shop.secrets, own=own)


@contextmanager
def stack(name: str, folder: Path) -> Iterator[Stack]:
    """The stack of that name, until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as running:

        def started(shop: Shop) -> Shop:
            shop.process.start()
            running.callback(shop.process.stop)
            return shop

        yield MAKERS[name](folder, started, running)


Started = Callable[[Shop], Shop]


def _nginx(folder: Path, _: Started, running: ExitStack) -> Stack:
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

    changes: dict[str, tuple[str, Change]] = {"whoever sends nothing is admitted": ("auth_flows", open_to_all)}
    limit = {"path": "/search-after", "requests": 10, "per": "1m"}
    return Stack(
        sites.url("plain"), {"endpoints": [KETTLE], "auth": basic, "rate_limit": limit}, {"SHOP_WORD": word}, changes
    )


def _flask(folder: Path, started: Started, _: ExitStack) -> Stack:
    names = ("open", "any_password", "no_roles", "logout_does_nothing", "redirect_with_data")
    auth = {"login": "/login", "logout": "/logout", "logout_method": "GET"}
    return _by_session(started(flask_shop(folder, SHOP_SESSIONS="server")), names, auth, KETTLE)


def _django(folder: Path, started: Started, _: ExitStack) -> Stack:
    auth = {"login": "/accounts/login/", "logout": "/accounts/logout/"}
    endpoint = {"path": "/accounts/login/", "text": "Log in"}
    made = _by_session(started(django_shop(folder)), ("open", "logout_does_nothing", "no_roles"), auth, endpoint)
    return Stack(made.url, {**made.settings, "version_header": "X-Version"}, made.secrets, own=made.own)


def _oidc(folder: Path, _: Started, running: ExitStack) -> Stack:
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


def _haproxy(folder: Path, started: Started, _: ExitStack) -> Stack:
    made = go_program(folder / "go")
    one = started(go_shop(folder / "one", made, SHOP_INSTANCE="one"))
    two = started(go_shop(folder / "two", made, one.secrets, SHOP_INSTANCE="two"))
    old = started(go_shop(folder / "old", made, one.secrets, SHOP_INSTANCE="two", SHOP_VERSION="1.1.9"))
    sound = _by_tokens(started(haproxy(folder / "sound", one, two)), instances=2)
    mixed = started(haproxy(folder / "mixed", one, old))
    alone = started(haproxy(folder / "alone", one))

    def by(url: str) -> Change:
        return lambda asked, _: Front("", url).pass_on(asked)

    changes = {
        **sound.changes,
        "one of two instances is old": ("version", by(mixed.url)),
        "one of two instances is missing": ("version", by(alone.url)),
    }
    return Stack(sound.url, sound.settings, sound.secrets, changes)


def _sockets(folder: Path, started: Started, _: ExitStack) -> Stack:
    made = _by_tokens(started(sockets_shop(folder)), timeout="2s")
    behaviours = (
        *(bad.hang, bad.drip_headers, bad.drip_body, bad.garbage, bad.endless_body, bad.redirect_loop, bad.gzip_bomb),
        *(bad.close_mid_body, bad.close_at_once, bad.huge_header, bad.failing),
    )
    changes = {f"an endpoint: {one.__name__}": ("critical_endpoints", _behaving(one)) for one in behaviours}
    return Stack(made.url, made.settings, made.secrets, {**made.changes, **changes})


def _behaving(behaviour: bad.Behaviour) -> Change:
    return lambda asked, on: behaviour if asked.path == "/products" else on(asked)


MAKERS: Mapping[str, Callable[[Path, Started, ExitStack], Stack]] = {
    "nginx": _nginx,
    "FastAPI": lambda folder, started, _: _by_tokens(started(fastapi_shop(folder))),
    "Flask": _flask,
    "Django": _django,
    "Django REST": lambda folder, started, _: _by_tokens(started(rest_shop(folder)), "token"),
    "Express": lambda folder, started, _: _by_tokens(started(express_shop(folder))),
    "OpenID Connect": _oidc,
    "haproxy": _haproxy,
    "bare sockets": _sockets,
    "Go": lambda folder, started, _: _by_tokens(started(go_shop(folder / "run", go_program(folder)))),
}
