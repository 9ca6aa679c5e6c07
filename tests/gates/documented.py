"""An API with its documents, for tests of the gate that compares them."""

from __future__ import annotations

API = "documentation::api_documentation_current"


PAY = '''\
"""Payments."""

__all__ = ["pay"]


def pay(cents: int, currency: str = "EUR") -> int:
    """Take money.

    Args:
        cents: how much.
        currency: which, "EUR" by default.

    Returns:
        What was taken.

    Raises:
        ValueError: nothing is to be paid.
    """
    if cents <= 0:
        raise ValueError(cents)
    return cents
'''


REFERENCE = "# Reference\n\n::: shop.pay.pay\n"


OPENAPI = {
    "openapi": "3.1.0",
    "info": {"title": "shop", "version": "1.2.0"},
    "servers": [{"url": "https://shop.example"}],
    "paths": {"/orders/{id}": {"get": {"responses": {"200": {"description": "one"}, "404": {"description": "none"}}}}},
}
