"""Products and prices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    """One thing to buy; the price in whole cents."""

    name: str
    cents: int


PRODUCTS = {product.name: product for product in (Product("tea", 450), Product("cup", 1290), Product("pot", 3900))}


def find(name: str) -> Product | None:
    """The product of that name, or None."""
    return PRODUCTS.get(name)
