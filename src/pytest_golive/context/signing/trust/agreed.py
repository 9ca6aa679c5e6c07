"""What an earlier commit says about trust; the rest of its settings may be those of another version of ours."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from pytest_golive.delivery.git.contents import followed
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.errors import CannotMeasure, SettingsError
from pytest_golive.settings.files.reading import OWN, PYPROJECT, parse
from pytest_golive.settings.loading import frozen
from pytest_golive.settings.signing.table import Signing
from pytest_golive.settings.values.checks import folder
from pytest_golive.signing.people import Person

TABLE = "signing"
FOLDER = str(Signing.model_fields["folder"].default)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the settings of one commit say about trust.

    Attributes:
        signing: who may sign, and what counts.
        release_tags: which tags are releases.
        checklist: the documents, whose ticks are no part of the release.
        live: names and URLs of the targets that customers use.
        needs: by phase, the one whose record it needs, where the settings say so.
    """

    signing: Signing
    release_tags: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    live: frozenset[str] = frozenset()
    needs: Mapping[str, str] = field(default_factory=dict)


def agreed_at(repository: Repository, commit: str, name: str) -> Agreed:
    """What *commit* says; messages call it *name*.

    Raises:
        CannotMeasure: its settings cannot be read.
    """
    return agreed_in(repository, {commit: name})[commit]


def folders_since(repository: Repository, since: str | None, here: Signing) -> tuple[str, ...]:
    """Folders of signatures that the settings named after the commit *since*, or in it, and those *here* do not."""
    if not here.people or not repository.head:
        return ()
    span = f"{since}..HEAD" if since else "HEAD"
    log = repository.git("log", "--full-history", "--format=%H", span, "--", OWN, PYPROJECT).decode().split()
    found = followed(repository, [*log, *filter(None, [since])], [OWN, PYPROJECT])
    named: dict[str, None] = {}
    for (_, file), data in found.items():
        with suppress(SettingsError, ValueError):  # settings with faults are those of no run, so nobody signed by them
            table = _table({file: data.decode("utf-8", "backslashreplace")}).get(TABLE)
            named[folder(str((table if isinstance(table, dict) else {}).get("folder", FOLDER)))] = None
    return tuple(name for name in named if name != here.folder)


def agreed_in(repository: Repository, commits: Mapping[str, str], *, wherever: bool = False) -> dict[str, Agreed]:
    """What each of *commits* says, which messages call as given; *wherever* the project lay then.

    Raises:
        CannotMeasure: the settings of one cannot be read.
    """
    files = _files(followed(repository, list(commits), [OWN, PYPROJECT]))
    if wherever and (lacking := [commit for commit in commits if commit not in files]):
        for folder in _left(repository):
            there = _files(followed(repository, lacking, [OWN, PYPROJECT], folder))
            named = {
                commit: texts for commit, texts in there.items() if any(b"people" in text for text in texts.values())
            }
            files = {**named, **files}
    return {commit: _agreed(files.get(commit, {}), name) for commit, name in commits.items()}


def _files(found: Mapping[tuple[str, str], bytes]) -> dict[str, dict[str, bytes]]:
    """By commit and name, instead of by both."""
    files: dict[str, dict[str, bytes]] = {}
    for (commit, name), data in found.items():
        files.setdefault(commit, {})[name] = data
    return files


def _left(repository: Repository) -> list[str]:
    """Folders of the repository that settings were taken away from: the project may have lain there."""
    about = ("--full-history", "--diff-filter=D", "--no-renames", "--name-only", "-z", "--format=")
    if _left not in repository.kept:
        where = [f":(top,glob)**/{name}" for name in (OWN, PYPROJECT)]
        git = replace(repository.program, is_literal=False)
        log = git.run("log", *about, "HEAD", "--", *where) if repository.head else b""
        paths = (os.fsdecode(path).lstrip("\n") for path in log.split(b"\0"))
        folders = (path.rpartition("/") for path in paths if path)
        repository.kept[_left] = list(dict.fromkeys(f"{folder}{slash}" for folder, slash, _ in folders))
    return [folder for folder in repository.kept[_left] if folder != repository.prefix]


def _agreed(files: Mapping[str, bytes], name: str) -> Agreed:
    texts = {file: data.decode("utf-8", "backslashreplace") for file, data in files.items()}
    try:
        table = _table(texts)
        signing = Signing.model_validate(frozen(table.get(TABLE, {})))
    except (SettingsError, ValidationError) as error:
        said = error.what if isinstance(error, SettingsError) else "signing holds what this version does not know"
        raise unreadable(name, said) from error
    return Agreed(
        signing, _texts(table.get("release_tags")), _texts(table.get("checklist")), _live(table), _needs(table)
    )


def unreadable(name: str, why: str) -> CannotMeasure:
    """The error for settings of the past, those of *name*, that cannot be read."""
    what = f"who may sign is unknown: the settings of {name} cannot be read: {' '.join(why.split())}"
    cure = "name a branch with people who may sign in [tool.golive.signing] trusted, in a release of its own"
    return CannotMeasure(what, cure)


def people_of(signing: Signing) -> tuple[Person, ...]:
    """Those who may sign."""
    return tuple(
        Person(name, table.emails, table.roles, table.ssh_keys, table.gpg_keys)
        for name, table in signing.people.items()
    )


def _table(texts: Mapping[str, str]) -> Mapping[str, Any]:
    """Our table of settings; {} where it cannot say anything about trust, be it TOML or not."""
    name = OWN if OWN in texts else PYPROJECT
    if TABLE not in texts.get(name, ""):
        return {}
    table = parse(texts[name], name)
    for key in () if name == OWN else ("tool", "golive"):
        table = table.get(key, {})
        if not isinstance(table, dict):
            return {}
    return table


def _live(table: Mapping[str, Any]) -> frozenset[str]:
    targets = table.get("targets", {})
    tables = targets.items() if isinstance(targets, dict) else ()
    live = {
        name: str(one.get("url", "")) for name, one in tables if isinstance(one, dict) and one.get("production") is True
    }
    return frozenset((*live, *map(place_of, live.values()))) - {""}


def place_of(url: str) -> str:
    """*url* as it is compared: a target by another name, of the same service, is the same one."""
    return url.rstrip("/").casefold()


def _needs(table: Mapping[str, Any]) -> dict[str, str]:
    phases = table.get("phases", {})
    tables = phases.items() if isinstance(phases, dict) else ()
    return {str(name): str(one["needs"]) for name, one in tables if isinstance(one, dict) and one.get("needs")}


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(one for one in values if isinstance(one, str))
