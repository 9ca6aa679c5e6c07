"""What the checklist needs around it: git and its history, committed settings, ignored folders, variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure
from pytest_golive.settings.loading import Loaded

MOST_VARIABLES: Final = 20


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was looked at: what it is like, and the line that mends it; "" if it is fine."""

    what: str
    cure: str = ""


def surroundings(root: Path, loaded: Loaded, environment: Mapping[str, str]) -> Iterator[Sign]:
    """What stands around the checklist, in the order in which it is needed."""
    try:
        repository = Repository.open(root)
    except CannotMeasure as error:
        yield Sign(str(error), "git init, and commit the project: most rows read what git knows")
        return
    yield from _of_history(repository)
    yield from _of_settings(repository, loaded)
    yield from _of_folders(repository, loaded)
    yield from _of_variables(loaded, environment)


def _of_history(repository: Repository) -> Iterator[Sign]:
    if repository.is_shallow:
        yield Sign("the clone is shallow, so no release before it is known", "git fetch --unshallow --tags")
    elif not repository.head:
        yield Sign("the repository has no commit yet", "commit the project")
    else:
        yield Sign("a git repository with its history")


def _of_settings(repository: Repository, loaded: Loaded) -> Iterator[Sign]:
    if not loaded.path:
        yield Sign("there are no settings yet", "golive init")
        return
    differs = repository.changed()
    changed = loaded.path in {*differs.tracked, *differs.untracked}
    cure = f"git add {loaded.path} && git commit: exceptions count only as HEAD has them" if changed else ""
    yield Sign(f"settings in {loaded.path}{', with changes that are not committed' if changed else ''}", cure)


def _of_folders(repository: Repository, loaded: Loaded) -> Iterator[Sign]:
    git = replace(repository.program, is_literal=False)  # check-ignore knows no literal paths, and needs none
    for folder in (loaded.settings.artifacts, ".pytest_cache"):
        if git.ask("check-ignore", "--", f"{folder}/x") is None:
            yield Sign(f"{folder}/ is not ignored, and runs write into it", f"echo {folder}/ >> .gitignore")


def _of_variables(loaded: Loaded, environment: Mapping[str, str]) -> Iterator[Sign]:
    """Variables that settings name and that are not set here; where the checklist runs they must be."""
    missing = {key: name for key, name in variables_in(loaded.settings) if not environment.get(name)}
    for key, name in list(missing.items())[:MOST_VARIABLES]:
        yield Sign(f"{name} is not set here, and {key} names it", f"export {name}=…, where the checklist runs")
    if len(missing) > MOST_VARIABLES:
        yield Sign(f"{len(missing) - MOST_VARIABLES} more variables are not set here", "see the settings for *_env")


def variables_in(table: BaseModel, path: str = "") -> Iterator[tuple[str, str]]:
    """The environment variables that settings name, each with its key: ("targets.prod.token_env", "PROD_TOKEN")."""
    for name in table.model_fields_set:
        yield from _in_value(getattr(table, name), f"{path}{name}")


def _in_value(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, BaseModel):
        yield from variables_in(value, f"{key}.")
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _in_value(part, f"{key}.{name}")
    elif isinstance(value, tuple | list):
        for number, part in enumerate(value):
            yield from _in_value(part, f"{key}[{number}]")
    elif isinstance(value, str) and key.endswith("_env"):
        yield key, value
