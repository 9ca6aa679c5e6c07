"""Who may sign, as somebody else has approved it: the previous release, or a protected branch, and not this change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pytest_golive.context.past import settings_at
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.errors import CannotMeasure, SettingsError
from pytest_golive.settings.model import Settings
from pytest_golive.settings.signing.table import Signing
from pytest_golive.signing.people import Person

OWN = "this release itself"


@dataclass(frozen=True)
class Trusted:
    """The set of people that counts.

    Attributes:
        signing: its settings.
        source: where they stand, in words.
        is_own: whether nobody has approved them before: there is no set that could have.
        changes: what this release changes about them, in words.
    """

    signing: Signing
    source: str
    is_own: bool = False
    changes: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[Person, ...]:
        """Those who may sign."""
        return tuple(
            Person(name, table.emails, table.roles, table.ssh_keys, table.gpg_keys)
            for name, table in self.signing.people.items()
        )


def trusted(
    repository: Repository, now: Settings, previous: PastRelease | None, nearest: PastRelease | None
) -> Trusted:
    """Whose signatures count.

    The previous release says where to look; where it has no people, this one does, for there was nobody to approve
    them. Which release that is, the change that is judged must not choose: where it is named in other words than
    before, the nearest one counts.

    Args:
        repository: around the project.
        now: the settings of this release.
        previous: the release before, as *now* names it.
        nearest: the release before, by the names of the tags alone.

    Raises:
        CannotMeasure: the branch is not in this clone, or the settings there cannot be read.
    """
    here = now.signing
    naming: tuple[str, ...] = ()
    if nearest is not None and (previous is None or previous.commit != nearest.commit):
        then = _at(repository, nearest.commit, nearest.name)
        naming = tuple(_naming(then, now))
        if naming and then.signing.people:
            previous = nearest
        else:
            naming = ()
    before = _at(repository, previous.commit, previous.name).signing if previous else Signing()
    has_before = bool(previous and before.people)
    branch = (before if has_before else here).trusted
    if branch:
        commit = repository.commit(branch)
        if not commit:
            what = f"[tool.golive.signing] trusted names {branch}, which is not in this clone"
            raise CannotMeasure(what, f"fetch it: git fetch origin {branch.removeprefix('origin/')}")
        before, source = _at(repository, commit, branch).signing, f"{branch} at {commit[:7]}"
        has_before = bool(before.people)
    else:
        source = previous.place if previous else ""
    if not has_before:
        return Trusted(here, OWN, is_own=True)
    return Trusted(before, source, changes=(*naming, *_changes(before, here)))


def _naming(then: Settings, now: Settings) -> Iterator[str]:
    """How *now* says otherwise than *then* which release came before."""
    for key in ("release_tags", "previous_release"):
        if getattr(then, key) != getattr(now, key):
            yield _told(key, getattr(then, key), getattr(now, key))


def _at(repository: Repository, commit: str, name: str) -> Settings:
    try:
        return settings_at(repository, commit).settings
    except SettingsError as error:
        what = f"who may sign is unknown: the settings of {name} cannot be read: {' '.join(error.what.split())}"
        cure = "name a branch with people who may sign in [tool.golive.signing] trusted, in a release of its own"
        raise CannotMeasure(what, cure) from error


def _changes(before: Signing, now: Signing) -> Iterator[str]:
    for name in sorted(before.people.keys() | now.people.keys()):
        was, is_ = before.people.get(name), now.people.get(name)
        if was != is_:
            yield f"{name} is {'added' if was is None else 'removed' if is_ is None else 'changed'}"
    for key in type(before).model_fields:
        if key != "people" and getattr(before, key) != getattr(now, key):
            yield _told(key, getattr(before, key), getattr(now, key))


def _told(key: str, was: object, now: object) -> str:
    if isinstance(was, dict) or isinstance(now, dict):
        return f"{key} are changed"
    return f"{key}: {_shown(was)} → {_shown(now)}"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "not given" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
