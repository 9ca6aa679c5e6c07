"""The base classes of all settings tables."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import ClassVar, Protocol

from pydantic import BaseModel, ConfigDict

from pytest_golive.settings.values.bounds import Bound
from pytest_golive.settings.values.ways import Way

PLUGINS = "PYDANTIC_DISABLE_PLUGINS"


class Table(BaseModel):
    """A table that rejects unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False, defer_build=True)


class Place(Protocol):
    """A target, as far as the table of a section must know it."""

    @property
    def production(self) -> bool:
        """Whether customers use it."""
        ...


class SectionTable(Table):
    """A settings table of a section of the checklist, found because its module has the section's name.

    Attributes:
        KEY: ``[tool.golive.KEY]``.
        SHOWN: the keys that ``golive init`` shows with their defaults.
        WAYS: which direction of a key is looser, by pattern; the first match counts. For other keys, every change is
            shown.
        PROJECT: the only kind of project that it is for, such as "service"; "" for all.
    """

    KEY: ClassVar[str]
    SHOWN: ClassVar[tuple[str, ...]] = ()
    WAYS: ClassVar[Mapping[str, Way]] = {}
    PROJECT: ClassVar[str] = ""

    def titles(self) -> Mapping[str, str]:
        """The titles of the section's rows that contain a limit, with the limit in force; by the names of the gates."""
        return {}

    def fits(self, targets: Mapping[str, Place]) -> None:
        """Refuse what contradicts the *targets* of the settings, by their names.

        Raises:
            ValueError: the message says what, and what to do.
        """

    def bounds(self) -> Mapping[str, Sequence[Bound]]:
        """What its limits mean to the gates of the section, by their names, and to others, by their full ids."""
        return {}


def build(table: type[Table]) -> None:
    """Build the validator of *table* and the tables in it once, instead of once for each of them.

    Without plugins of pydantic: they are meant for the models of the project, and looking for them takes longer than
    all the rest.
    """
    before = os.environ.get(PLUGINS)
    os.environ[PLUGINS] = "__all__"
    try:
        table.model_rebuild()
    finally:
        if before is None:
            del os.environ[PLUGINS]
        else:
            os.environ[PLUGINS] = before
