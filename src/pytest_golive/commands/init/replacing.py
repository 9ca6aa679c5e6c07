"""What ``golive init --force`` keeps of the settings that it replaces, and what it names because it drops it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pytest_golive.commands.init.kinds.kind import KindFound
from pytest_golive.commands.init.survey import Survey
from pytest_golive.delivery.declared.formats import table_at
from pytest_golive.errors import GoliveError
from pytest_golive.settings.files.reading import OWN, read_text
from pytest_golive.settings.values.checks import PLACEHOLDER

KINDS: Final = frozenset({"library", "service"})
OLD: Final = "the settings that were here"


def table_in(text: str, name: str) -> Mapping[str, Any]:
    """Our settings in *text*, a file of this *name*; {} if it has none.

    Raises:
        ValueError: it is no TOML.
    """
    found = tomllib.loads(text)
    return found if name == OWN else table_at(found, "tool", "golive")


def old_table(root: Path, name: str, pyproject: str | None) -> Mapping[str, Any] | None:
    """The settings that stand in the file of this *name* now; None if nobody can read them."""
    try:
        return table_in((read_text(root, OWN) if name == OWN else pyproject) or "", name)
    except (GoliveError, ValueError):
        return None


def with_kind(survey: Survey, old: Mapping[str, Any] | None) -> Survey:
    """*survey* with the kind that somebody has set: a person knows better than any file."""
    kind = (old or {}).get("kind")
    return replace(survey, kind=KindFound(kind, OLD)) if isinstance(kind, str) and kind in KINDS else survey


def dropped(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[str]:
    """The keys of *old* that *new* lacks, or says otherwise: "targets.prod.url". Values are not shown."""
    if old is None:
        return ["all of the old settings, which could not be read"]
    there = dict(_flat(new))
    return [path for path, value in _flat(old) if there.get(path) != value and not _is_open(value)]


def _flat(table: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        path = f"{place}.{key}" if place else str(key)
        if isinstance(value, Mapping) and value:
            yield from _flat(value, path)
        else:
            yield path, value


def _is_open(value: Any) -> bool:
    """Whether it is only what ``golive init`` itself asked to be replaced."""
    return isinstance(value, str) and value.startswith(PLACEHOLDER)
