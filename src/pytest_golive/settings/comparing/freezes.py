"""Freezes that one release's settings have and another's do not: a further freeze lets nothing more through."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_golive.settings.comparing.choice import Kind, Loosening
from pytest_golive.settings.deployment.freezes import FreezeTable
from pytest_golive.settings.deployment.table import Deployment
from pytest_golive.settings.model import Settings


def thawed(old: Settings, new: Settings) -> Iterator[Loosening]:
    """The freezes of *old* of whose times and targets no freeze of *new* has all."""
    left = [one.freeze for one in new.of(Deployment).freezes]
    for table in old.of(Deployment).freezes:
        if not any(one.covers(table.freeze) for one in left):
            yield Loosening(Kind.DEMAND, f"deployment.freezes: no longer {_words(table)}")


def _words(table: FreezeTable) -> str:
    """One freeze for people, on one line."""
    zone = f" {table.zone}" if table.zone else ""
    where = f" of {', '.join(table.targets)}" if table.targets else ""
    return f"from {table.from_} until {table.until}{zone}{where} ({table.reason})"
