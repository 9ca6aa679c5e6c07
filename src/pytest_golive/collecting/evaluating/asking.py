"""What ``golive watch`` asks for beyond the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest

from pytest_golive.settings.deployment.watch import Watch
from pytest_golive.settings.loading import Loaded
from pytest_golive.settings.rollback.table import Rollback


@dataclass(frozen=True, slots=True)
class WatchAsked:
    """How a watch is to be held this time.

    Attributes:
        resume: whether it goes on from the samples that are there.
        duration, interval: in place of those of the settings; "" for theirs.
    """

    resume: bool = False
    duration: str = ""
    interval: str = ""

    def applied(self, table: Watch) -> Watch:
        """*table* with the duration and the interval that are asked for.

        Raises:
            ValueError: they do not fit each other.
        """
        given = {name: value for name in ("duration", "interval") if (value := getattr(self, name))}
        return Watch.model_validate({**table.model_dump(exclude_unset=True), **given}) if given else table


WATCH_ASKED: Final = pytest.StashKey[WatchAsked]()


def as_asked(config: pytest.Config, loaded: Loaded) -> Loaded:
    """*loaded* with the watch that the command line asks for: titles and records say that, and not the settings'.

    Raises:
        pytest.UsageError: what is asked for does not fit the settings.
    """
    asked = config.stash.get(WATCH_ASKED, None)
    if asked is None:
        return loaded
    try:
        table = asked.applied(loaded.settings.of(Watch))
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None
    return replace(loaded, settings=loaded.settings.model_copy(update={Watch.KEY: table}))


def is_watch_alone(config: pytest.Config) -> bool:
    """Whether this is the run of ``golive watch``, in which the team's gates are evaluated by the watch alone."""
    return WATCH_ASKED in config.stash


def files_of_gates(root: Path, loaded: Loaded) -> Sequence[str]:
    """The files of the team's gates that a watch evaluates, as far as they exist; the row tells of any other."""
    keys = (*loaded.settings.of(Watch).gates, *loaded.settings.of(Rollback).critical)
    places = dict.fromkeys(root / key.partition("::")[0] for key in keys)
    return [str(place) for place in places if place.suffix == ".py" and place.is_file()]
