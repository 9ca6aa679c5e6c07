"""Titles of rows that contain a limit: with the limit in force instead of the default.

Ids and names of test cases do not change; but titles must not say 80 % if the limit is 50 %.
"""

from __future__ import annotations

from pytest_golive.settings.model import Settings
from pytest_golive.settings.tables import tables_of


def in_force(key: str, title: str, settings: Settings) -> str:
    """The title of the row *key* ("section::gate") under *settings*; *title* if it contains no limit."""
    section, _, name = key.partition("::")
    worded = (settings.of(table).titles().get(name) for table in tables_of(section))
    return next(filter(None, worded), title)
