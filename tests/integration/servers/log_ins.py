"""How the settings describe the log-in of each server."""

from __future__ import annotations

import sys

BEARER = {
    "scheme": "bearer",
    "protected": ["/orders"],
    "token_env": "SHOP_ADMIN_TOKEN",
    "expired_token_env": "SHOP_EXPIRED_TOKEN",
    "revoked_token_env": "SHOP_REVOKED_TOKEN",
    "shows": "kettle",
    "lesser": {"token_env": "SHOP_TOKEN", "forbidden": ["/admin"]},
}
# Prints a fresh token of carol's, which may be logged out.
FRESH = """import json, os, urllib.parse, urllib.request
form = urllib.parse.urlencode({"username": "carol", "password": os.environ["SHOP_ALICE"]}).encode()
print(json.load(urllib.request.urlopen(os.environ["SHOP_URL"] + "/token", form))["token"])"""
TOKEN = {
    "scheme": "token",
    "protected": ["/orders"],
    "token_env": "SHOP_ADMIN_TOKEN",
    "revoked_token_env": "SHOP_REVOKED_TOKEN",
    "shows": {"/orders": "kettle", "/users": "admin"},
    "status": 401,
    "logout": "/logout",
    "logout_token_command": [sys.executable, "-c", FRESH],
    "lesser": {"token_env": "SHOP_TOKEN", "forbidden": ["/users"], "status": 403},
}
SESSION = {
    "scheme": "session",
    "protected": ["/orders"],
    "username": "root",
    "password_env": "SHOP_ROOT",
    "shows": "kettle",
    "lesser": {"username": "alice", "password_env": "SHOP_ALICE", "forbidden": ["/admin"]},
}
FLASK = {"login": "/login", "logout": "/logout", "logout_method": "GET"}
FORMS = {
    "flask": FLASK,
    "flask_alone": FLASK,
    "django": {"login": "/accounts/login/", "logout": "/accounts/logout/"},
}


def oidc_table(shop):
    return {
        "scheme": "oidc",
        "protected": ["/orders"],
        "issuer": shop.issuer,
        "client_id": "clerk",
        "client_secret_env": "SHOP_CLERK",
        "scope": "orders:read orders:write",
        "audience": "urn:shop",
        "resource": "urn:shop",
        "other_resource": "urn:elsewhere",
        "signing_key_env": "SHOP_SIGNING_KEY",
        "shows": "kettle",
        "lesser": {
            "client_id": "buyer",
            "client_secret_env": "SHOP_BUYER",
            "scope": "orders:read",
            "forbidden": ["/refunds"],
        },
    }
