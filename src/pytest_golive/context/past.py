"""The settings, and other files that decide, as another commit has them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pytest_golive.delivery.git.contents import contents, followed
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import SettingsError
from pytest_golive.settings.files.reading import OWN, PYPROJECT
from pytest_golive.settings.loading import Loaded, settings_in

if TYPE_CHECKING:
    from pytest_golive.checklist.binding.resolving import Catalogue, Check
    from pytest_golive.rows.loosening import Documents
    from pytest_golive.settings.comparing.choice import Loosening


def settings_at(repository: Repository, commit: str) -> Loaded:
    """The settings of *commit*; the defaults where it had none.

    Raises:
        SettingsError: they have faults.
    """
    return loaded_of(texts_at(repository, commit, [OWN, PYPROJECT]))


def loaded_of(texts: Mapping[str, str]) -> Loaded:
    """The settings in *texts*, which are by the names of their files."""
    return settings_in(texts[OWN], OWN) if OWN in texts else settings_in(texts.get(PYPROJECT, ""), PYPROJECT)


def loosened_in(repository: Repository, commit: str, here: Documents) -> list[Loosening]:
    """What the documents of *commit* demand of a release, and those *here* do not.

    Raises:
        CannotMeasure: as for `checks_at`.
    """
    from pytest_golive.rows.loosening import loosened_rows

    return loosened_rows(checks_at(repository, commit, here.names, here.catalogue), here.checks)


def checks_at(repository: Repository, commit: str, names: Iterable[str], catalogue: Catalogue) -> list[Check]:
    """The rows of the checklist's documents in *commit*, bound as its settings say.

    Args:
        repository: around the project.
        commit: whose documents they are.
        names: of documents besides those that the settings of *commit* name, if this version can read those settings.
        catalogue: the gates that exist today.

    Raises:
        CannotMeasure: one of the documents cannot be read.
    """
    from pytest_golive.checklist.binding.given import with_given
    from pytest_golive.checklist.binding.resolving import resolve
    from pytest_golive.checklist.reading.reading import document_of
    from pytest_golive.checklist.reading.text import text_of

    try:
        loaded = settings_at(repository, commit)
    except SettingsError:  # those of another version of ours, where the documents themselves still say who signs
        loaded = settings_in("", PYPROJECT)
    settings = loaded.settings
    wanted = [name for name in dict.fromkeys((*settings.checklist, *names)) if not name.startswith("/")]
    found: list[Check] = []
    for name, text in texts_at(repository, commit, wanted).items():
        read = document_of(text_of(text.encode(), name))
        document = with_given(read, settings.bindings.get(name, {}), loaded.path, lambda _: 0)
        found += resolve(document, catalogue, settings.headings)[0]
    return found


def texts_at(repository: Repository, commit: str, names: Sequence[str]) -> dict[str, str]:
    """The texts by the names that they have here.

    A link leads to where it leads in *commit*: one of today would hide what was said then. Where there was nothing of
    that name, it leads to where the file itself is tracked today.
    """
    there = {name: content for (_, name), content in followed(repository, [commit], names).items()}
    root = os.path.realpath(repository.root)
    missing = [name for name in names if name not in there]
    places = {os.path.relpath(os.path.realpath(repository.root / name), root): name for name in missing}
    moved = contents(repository, commit, [path for path, name in places.items() if path != name])
    there |= {places[path]: content for path, content in moved.items()}
    return {name: content.decode("utf-8", "backslashreplace") for name, content in there.items()}
