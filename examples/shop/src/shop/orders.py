"""Placing and reading orders."""

from __future__ import annotations

from dataclasses import dataclass

from shop import catalogue
from shop.store import Store

MOST = 100


class Refused(Exception):
    """The order is not possible; the message says why."""


@dataclass(frozen=True)
class Order:
    """One order; the sum in whole cents."""

    number: int
    product: str
    count: int
    cents: int


def place(store: Store, name: str, product: str, count: int) -> Order:
    """Order *count* pieces for the user *name*."""
    if not 1 <= count <= MOST:
        raise Refused(f"between 1 and {MOST} pieces")
    found = catalogue.find(product)
    if found is None:
        raise Refused("no such product")
    cents = found.cents * count
    with store.changes() as database:
        cursor = database.execute(
            "INSERT INTO orders (name, product, count, cents) VALUES (?, ?, ?, ?)", (name, product, count, cents)
        )
    return Order(int(cursor.lastrowid or 0), product, count, cents)


def read(store: Store, name: str, number: int) -> Order | None:
    """The order, if *name* placed it; another's order looks like none."""
    row = store.one("SELECT number, product, count, cents FROM orders WHERE number = ? AND name = ?", number, name)
    return Order(int(str(row[0])), str(row[1]), int(str(row[2])), int(str(row[3]))) if row else None


def of(store: Store, name: str) -> list[Order]:
    """All orders of *name*, the oldest first."""
    rows = store.all("SELECT number, product, count, cents FROM orders WHERE name = ? ORDER BY number", name)
    return [Order(int(str(row[0])), str(row[1]), int(str(row[2])), int(str(row[3]))) for row in rows]
