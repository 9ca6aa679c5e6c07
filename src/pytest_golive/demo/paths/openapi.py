"""The service's own description, in OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

JSON = "application/json"
HTML = "text/html"
SCHEMES = {
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "password": {"type": "http", "scheme": "basic"},
    "session": {"type": "apiKey", "in": "cookie", "name": "session"},
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}
UNAUTHORIZED = {401: ("no valid credentials", JSON)}
Responses = dict[int, tuple[str, str]]


def describe(version: str, root_path: str) -> dict[str, Any]:
    """The OpenAPI document.

    Args:
        version: of the running release.
        root_path: the base path of the service; empty for the root.
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": version, "description": "A small shop, for trying deployment gates."},
        "servers": [{"url": root_path or "/"}],
        "paths": _paths(),
        "components": {"securitySchemes": SCHEMES},
    }


def _paths() -> dict[str, Any]:
    ok = {200: ("the answer", JSON)}
    page = {200: ("the page", HTML)}
    return {
        "/": {"get": _operation("The page a person sees first", page)},
        "/healthz": {"get": _operation("Whether the service can work", ok | {503: ("it cannot", JSON)})},
        "/version": {"get": _operation("Which release answers", ok)},
        "/openapi.json": {"get": _operation("This description", ok)},
        "/metrics": {"get": _operation("What Prometheus reads", {200: ("text format 0.0.4", "text/plain")})},
        "/products": {"get": _operation("What is for sale", ok)},
        "/catalogue": {"get": _operation("What is for sale, by its old name", {301: ("to /products", "")})},
        "/availability": {
            "get": _operation("What can be had at once", ok | {502: ("the other service does not answer", JSON)})
        },
        "/orders": {"get": _operation("The orders", ok | UNAUTHORIZED, "token")},
        "/admin": {"get": _operation("For the role admin", ok | UNAUTHORIZED | {403: ("another role", JSON)}, "token")},
        "/token": {"post": _token()},
        "/revoke": {"post": _revoke()},
        "/reports": {"get": _operation("The figures", ok | UNAUTHORIZED, "password")},
        "/login": {"get": _operation("The log-in form", page), "post": _login()},
        "/account": {
            "get": _operation("The user's page", page | {302: ("to the log-in", ""), **UNAUTHORIZED}, "session")
        },
        "/logout": {"post": _operation("End the session", {303: ("to the log-in", "")})},
        "/stock": {"get": _operation("How much is left", ok | UNAUTHORIZED, "key")},
        "/search": {"get": _search(ok)},
    }


def _operation(summary: str, responses: Responses, security: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {
        "summary": summary,
        "responses": {
            str(status): {"description": text} | ({"content": {media: {}}} if media else {})
            for status, (text, media) in responses.items()
        },
    }
    return made | ({"security": [{security: []}]} if security else {})


def _form(*names: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in names}, "required": [names[0]]}
    return {"requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}}


def _token() -> dict[str, Any]:
    responses = {200: ("a token", JSON), 400: ("another grant", JSON), 401: ("another client", JSON)}
    operation = _operation("A token for a client (RFC 6749, 4.4); the client in the form or by Basic", responses)
    return operation | _form("grant_type", "client_id", "client_secret")


def _revoke() -> dict[str, Any]:
    responses = {200: ("the token is not valid any more", ""), 401: ("another client", JSON)}
    return _operation("Take a token back (RFC 7009)", responses) | _form("token", "client_id", "client_secret")


def _login() -> dict[str, Any]:
    responses = {303: ("logged in", ""), 401: ("user or password is wrong", HTML), 403: ("no CSRF token", JSON)}
    return _operation("Log in", responses) | _form("csrf_token", "username", "password")


def _search(ok: Responses) -> dict[str, Any]:
    limited = ok | {429: ("too many requests; see Retry-After and RateLimit-Reset", JSON)}
    operation = _operation("Search for products; limited for each client", limited)
    return operation | {"parameters": [{"name": "q", "in": "query", "schema": {"type": "string"}}]}
