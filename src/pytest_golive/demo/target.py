"""Settings for the service: the content of ``[tool.golive.targets.demo]``, and the variables that it names."""

from __future__ import annotations

from typing import Any

from pytest_golive.demo.accounts import credentials as known
from pytest_golive.demo.accounts import tokens
from pytest_golive.demo.accounts.credentials import Credentials
from pytest_golive.demo.limits import CPU_LIMIT, MEMORY_LIMIT
from pytest_golive.demo.paths.limiter import RATE, Rate

PREFIX = "GOLIVE_DEMO_"
# Tokens with a valid signature and one thing wrong.
HELD = ("wrong_audience", "wrong_issuer", "not_yet_valid", "unknown_crit")


def table(url: str, rate: Rate | None = None) -> dict[str, Any]:
    """The table of the target.

    Args:
        url: the URL that the service printed.
        rate: the limit of ``/search``; the service's default if not given.
    """
    url = url.rstrip("/")
    limit = rate or RATE
    return {
        "url": url,
        "health": "/healthz",
        "version": "/version",
        "endpoints": _endpoints(),
        "auth": [_bearer(), _session(), _basic(), _oauth2(url)],
        "api_keys": {
            "header": "X-API-Key",
            "protected": ["/stock"],
            "key_env": f"{PREFIX}API_KEY",
            "second_key_env": f"{PREFIX}SECOND_API_KEY",
            "revoked_key_env": f"{PREFIX}REVOKED_API_KEY",
            "other_key_env": f"{PREFIX}OTHER_API_KEY",
            "shows": "Teapot",
        },
        "rate_limit": {
            "path": "/search",
            "requests": limit.requests,
            "per": f"{round(limit.seconds * 1000)}ms",
            "by": "auto",
        },
        # The page that sets a cookie; scripts may read that cookie.
        "transport": {"path": "/login", "cookies_for_scripts": ["csrftoken"]},
        "stability": {"samples": 5, "interval": "100ms"},
        # It has no customers but the run itself, and no Prometheus.
        "metrics": {
            "path": "/metrics",
            "scrape_for": "4s",
            "scrape_every": "500ms",
            "own_requests": 100,
            "request_path": "/version",
            "memory_limit": f"{MEMORY_LIMIT}B",
            "cpu_limit": CPU_LIMIT,
        },
        # It has already printed that it listens.
        "wait": "5s",
        "wait_interval": "100ms",
        "timeout": "5s",
        "connect_timeout": "2s",
    }


def _endpoints() -> list[dict[str, Any]]:
    return [
        {"path": "/", "text": "<h1>Shop</h1>", "name": "front page"},
        {"path": "/products", "json": {"count": 3}, "weight": 3, "name": "products"},
        {"path": "/catalogue", "status": 301, "name": "catalogue"},
        {"path": "/orders", "json": {"count": 1}, "auth": True, "name": "orders"},
        {"path": "/stock", "json": {"client": "first"}, "auth": "api_keys", "name": "stock"},
    ]


def _bearer() -> dict[str, Any]:
    return {
        "scheme": "bearer",
        "name": "token",
        "protected": ["/orders", "/admin"],
        "token_env": f"{PREFIX}TOKEN",
        "expired_token_env": f"{PREFIX}EXPIRED_TOKEN",
        "revoked_token_env": f"{PREFIX}REVOKED_TOKEN",
        "signing_key_env": f"{PREFIX}SIGNING_KEY",
        "issuer": tokens.ISSUER,
        "audience": tokens.AUDIENCE,
        **{f"{kind}_token_env": f"{PREFIX}{kind.upper()}_TOKEN" for kind in HELD},
        "shows": {"/orders": "Teapot", "/admin": "customers"},
        "status": 401,
        "lesser": {"token_env": f"{PREFIX}READER_TOKEN", "forbidden": ["/admin"], "status": 403},
    }


def _session() -> dict[str, Any]:
    return {
        "scheme": "session",
        "name": "log-in",
        "protected": ["/account"],
        "login": "/login",
        "logout": "/logout",
        "username": known.ADMIN,
        "password_env": f"{PREFIX}ADMIN_PASSWORD",
        "csrf_field": "csrf_token",
        "shows": "Customer number",
    }


def _basic() -> dict[str, Any]:
    return {
        "scheme": "basic",
        "name": "reports",
        "protected": ["/reports"],
        "username": known.READER,
        "password_env": f"{PREFIX}READER_PASSWORD",
        "shows": "turnover",
    }


def _oauth2(url: str) -> dict[str, Any]:
    return {
        "scheme": "oauth2",
        "name": "client",
        "protected": ["/orders"],
        "token_url": f"{url}/token",
        "client_id": known.CLIENT,
        "client_secret_env": f"{PREFIX}CLIENT_SECRET",
        "shows": "quantity",
        "revocation_url": f"{url}/revoke",
    }


def environment(credentials: Credentials) -> dict[str, str]:
    """The values of all variables that :func:`table` names."""
    return {
        f"{PREFIX}TOKEN": tokens.mint(credentials, "valid"),
        f"{PREFIX}READER_TOKEN": tokens.mint(credentials, "reader"),
        f"{PREFIX}EXPIRED_TOKEN": tokens.mint(credentials, "expired"),
        f"{PREFIX}REVOKED_TOKEN": tokens.mint(credentials, "revoked"),
        **{f"{PREFIX}{kind.upper()}_TOKEN": tokens.mint(credentials, kind) for kind in HELD},
        f"{PREFIX}SIGNING_KEY": credentials.signing_key,
        f"{PREFIX}ADMIN_PASSWORD": credentials.admin_password,
        f"{PREFIX}READER_PASSWORD": credentials.reader_password,
        f"{PREFIX}CLIENT_SECRET": credentials.client_secret,
        f"{PREFIX}API_KEY": credentials.api_key,
        f"{PREFIX}SECOND_API_KEY": credentials.second_api_key,
        f"{PREFIX}REVOKED_API_KEY": credentials.revoked_api_key,
        f"{PREFIX}OTHER_API_KEY": credentials.other_api_key,
    }
