"""The settings, and other files that decide, as another commit has them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from pytest_golive.delivery.git.contents import contents
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.settings.files.reading import OWN, PYPROJECT
from pytest_golive.settings.loading import Loaded, settings_in


def settings_at(repository: Repository, commit: str) -> Loaded:
    """The settings of *commit*; the defaults where it had none.

    Raises:
        SettingsError: they have faults.
    """
    return loaded_of(texts_at(repository, commit, [OWN, PYPROJECT]))


def loaded_of(texts: Mapping[str, str]) -> Loaded:
    """The settings in *texts*, which are by the names of their files."""
    return settings_in(texts[OWN], OWN) if OWN in texts else settings_in(texts.get(PYPROJECT, ""), PYPROJECT)


def texts_at(repository: Repository, commit: str, names: Sequence[str]) -> dict[str, str]:
    """The texts by the names they have here: a link leads to where the file itself is tracked."""
    root = os.path.realpath(repository.root)
    places = {os.path.relpath(os.path.realpath(repository.root / name), root): name for name in names}
    found = contents(repository, commit, list(places))
    return {places[path]: content.decode("utf-8", "backslashreplace") for path, content in found.items()}
