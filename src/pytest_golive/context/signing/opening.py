"""The signatures of a project, for a run and for the commands."""

from __future__ import annotations

from pathlib import Path

from pytest_golive.context.facts import declared_version
from pytest_golive.context.run import Run
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import previous_release
from pytest_golive.delivery.releases.project_names import project_names
from pytest_golive.delivery.releases.tags import Naming
from pytest_golive.errors import CannotMeasure
from pytest_golive.settings.model import Settings


def signatures_in(root: Path, settings: Settings, target: str) -> Signatures:
    """The signatures of the project in *root*, where nothing runs.

    Raises:
        CannotMeasure: it is in no repository, nothing is committed, or the release before cannot be told.
    """
    repository = Repository.open(root)
    if repository.head is None:
        raise CannotMeasure("nothing is committed yet, so there is nothing to sign", "commit it first")
    names = project_names(root, repository.prefix)
    naming = Naming(settings.release_tags, settings.previous_release or "", names, declared_version(root))
    return Signatures(repository, settings, previous_release(repository, naming), is_production(settings, target))


def signatures_of(run: Run) -> Signatures:
    """The signatures of a run, which keeps them.

    Raises:
        CannotMeasure: as for `signatures_in`.
    """
    kept = run.repository.kept
    if Signatures not in kept:
        if run.repository.head is None:
            raise CannotMeasure("nothing is committed yet, so nothing can be signed", "commit it first")
        production = is_production(run.settings, run.target_name)
        kept[Signatures] = Signatures(run.repository, run.settings, run.previous_release, production)
    found = kept[Signatures]
    if not isinstance(found, Signatures):
        raise TypeError("somebody else keeps that")
    return found


def is_production(settings: Settings, target: str) -> bool:
    """Whether customers use *target*."""
    table = settings.targets.get(target)
    return table is not None and table.production
