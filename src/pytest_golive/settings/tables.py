"""The tables of the sections of the checklist, found in the modules that have the sections' names."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from pytest_golive.errors import GoliveError
from pytest_golive.sections import parts, sections
from pytest_golive.settings.values.table import SectionTable


@cache
def section_tables() -> tuple[type[SectionTable], ...]:
    """The tables of all sections, in the order of the checklist."""
    return tuple(table for section in sections() for table in tables_of(section))


def by_key(taken: Collection[str]) -> dict[str, type[SectionTable]]:
    """The same by their keys.

    Args:
        taken: keys that are no section's.

    Raises:
        GoliveError: two tables have one key.
    """
    found: dict[str, type[SectionTable]] = {}
    for table in section_tables():
        if table.KEY in found or table.KEY in taken:
            raise GoliveError(
                f"{table.__module__} has a table [tool.golive.{table.KEY}], and so has somebody else",
                "give it another key",
            )
        found[table.KEY] = table
    return found


@cache
def tables_of(section: str) -> tuple[type[SectionTable], ...]:
    """What a team may write about one section."""
    return tuple(
        each
        for module in parts("settings", section)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, SectionTable) and each.__module__ == module.__name__
    )
