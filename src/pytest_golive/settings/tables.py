"""The settings tables of the checklist's sections, found in the modules with the sections' names."""

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
    """The tables by their keys.

    Args:
        taken: keys that sections must not use.

    Raises:
        GoliveError: two tables have the same key.
    """
    found: dict[str, type[SectionTable]] = {}
    for table in section_tables():
        if table.KEY in found or table.KEY in taken:
            raise GoliveError(
                f"{table.__module__} has a table [tool.golive.{table.KEY}], but another package already has one",
                "give it another key",
            )
        found[table.KEY] = table
    return found


@cache
def tables_of(section: str) -> tuple[type[SectionTable], ...]:
    """The settings tables of one section."""
    return tuple(
        member
        for module in parts("settings", section)
        for member in vars(module).values()
        if isinstance(member, type) and issubclass(member, SectionTable) and member.__module__ == module.__name__
    )
