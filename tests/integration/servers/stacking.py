"""A stack: a running service, the settings of a team, and the faults that it can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from servers.changes import of_bearer, of_keys
from servers.front import Change
from servers.python_apps import Shop

KETTLE = {"path": "/products", "json": [{"name": "kettle"}]}
KEYS = {"protected": ["/stock"], "key_env": "SHOP_KEY", "shows": "kettle"}
ON = Callable[[], AbstractContextManager[None]]


@dataclass(frozen=True)
class Stack:
    """A running service.

    Attributes:
        url: the address of the service.
        settings: the settings of its target, without the url.
        secrets: the environment variables that the settings name.
        changes: faults that a front can add: the gate that must find each, and the change.
        own: faults of the service itself: the gate, and how the fault is switched on.
    """

    url: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str] = field(repr=False)
    changes: Mapping[str, tuple[str, Change]] = field(default_factory=dict)
    own: Mapping[str, tuple[str, ON]] = field(default_factory=dict)


def tokens_of(scheme: str = "bearer") -> dict[str, Any]:
    return {
        "scheme": scheme,
        "protected": ["/orders"],
        "token_env": "SHOP_ADMIN_TOKEN",
        "shows": "kettle",
        "lesser": {"token_env": "SHOP_TOKEN", "forbidden": ["/admin"]},
    }


def by_tokens(shop: Shop, scheme: str = "bearer", **more: Any) -> Stack:
    """A shop with tokens, roles and API keys."""
    settings = {"endpoints": [KETTLE], "auth": tokens_of(scheme), "api_keys": KEYS, **more}
    word = {"bearer": "Bearer", "token": "Token"}[scheme]
    right, lesser = shop.secrets["SHOP_ADMIN_TOKEN"], shop.secrets["SHOP_TOKEN"]
    changes = {**of_bearer(word, lesser, right), **of_keys(shop.secrets["SHOP_KEY"])}
    return Stack(shop.url, settings, shop.secrets, changes)
