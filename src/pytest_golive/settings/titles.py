"""Rows whose words name a limit: with the one that is in force, whatever the checklist's own is.

Ids and the names of test cases stay as they are; what people read must not say 80 % where 50 % is asked for.
"""

from __future__ import annotations

from pytest_golive.settings.model import Settings
from pytest_golive.settings.tables import tables_of


def in_force(key: str, title: str, settings: Settings) -> str:
    """The words of the row *key* ("section::gate") under *settings*; *title* where they name no limit."""
    section, _, name = key.partition("::")
    worded = (settings.of(table).titles().get(name) for table in tables_of(section))
    return next(filter(None, worded), title)
