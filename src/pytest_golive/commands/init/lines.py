"""Lines of TOML that ``golive init`` proposes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pytest_golive.settings.values.table import SectionTable
from pytest_golive.settings.wording.describing import all_settings, spelled


def named(prefix: str, table: str) -> str:
    """The full name of *table*: *prefix* is "tool.golive" in pyproject.toml, "" in golive.toml."""
    return f"{prefix}.{table}" if prefix else table


def listed(name: str, values: Sequence[str]) -> Iterator[str]:
    """A list, with one value per line."""
    yield f"{name} = ["
    yield from (f"    {spelled(value)}," for value in values)
    yield "]"


def defaults(table: type[SectionTable]) -> Iterator[str]:
    """The settings that a team should know, with their defaults, as comments."""
    known = {setting.name: setting for setting in all_settings() if setting.table == table.KEY}
    for setting in map(known.__getitem__, table.SHOWN):
        yield f"# {setting.name} = {setting.default}  # {setting.description}"
