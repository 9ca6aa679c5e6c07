"""The signatures of a project, for a run and for the commands."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from pytest_golive.checklist.ticking.ticking import unticked
from pytest_golive.context.facts import declared_version
from pytest_golive.context.run import Run
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease, previous_release
from pytest_golive.delivery.releases.project_names import project_names
from pytest_golive.delivery.releases.tags import Naming
from pytest_golive.errors import CannotMeasure
from pytest_golive.rows.plan import Plan
from pytest_golive.settings.loading import Loaded
from pytest_golive.settings.model import Settings
from pytest_golive.signing.content import Normal
from pytest_golive.signing.release import Checkout


def signatures_in(root: Path, loaded: Loaded, target: str) -> Signatures:
    """The signatures of the project in *root*, where nothing runs.

    Raises:
        CannotMeasure: it is in no repository, nothing is committed, or the release before cannot be told.
    """
    repository, settings = Repository.open(root), loaded.settings
    if repository.head is None:
        raise CannotMeasure("nothing is committed yet, so there is nothing to sign", "commit it first")
    names = project_names(root, repository.prefix)
    naming = Naming(settings.release_tags, settings.previous_release or "", names, declared_version(root))
    previous, production = previous_release(repository, naming), is_production(settings, target)
    nearest = _nearest(repository, naming, previous)
    return Signatures(repository, settings, previous, nearest, production, _normal(Plan(root, loaded)))


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
        previous, normal = run.previous_release, _normal(_plan(run))
        nearest = _nearest(run.repository, run.naming, previous)
        kept[Signatures] = Signatures(run.repository, run.settings, previous, nearest, production, normal)
    found = kept[Signatures]
    if not isinstance(found, Signatures):
        raise TypeError("somebody else keeps that")
    return found


def documents_of(run: Run) -> dict[str, str]:
    """Digests of the checklist's documents without their ticks, by path.

    Raises:
        CannotMeasure: one cannot be read.
    """
    found = {}
    for name, path in _plan(run).paths.items():
        try:
            data = path.read_bytes()
        except OSError as error:
            raise CannotMeasure(f"{name} cannot be read: {error.strerror}", "name the checklist's document") from error
        found[name] = f"sha256:{hashlib.sha256(unticked(data, name)).hexdigest()}"
    return found


def release_commits(run: Run) -> tuple[str, ...]:
    """What is checked out, and the commits behind it that hold the same but for signatures, records and ticks."""
    aside = (f"/{run.settings.signing.folder}", *run.settings.signing.aside)
    return Checkout(run.repository, aside, None, _normal(_plan(run))).commits


def is_production(settings: Settings, target: str) -> bool:
    """Whether customers use *target*."""
    table = settings.targets.get(target)
    return table is not None and table.production


def _nearest(repository: Repository, naming: Naming, previous: PastRelease | None) -> PastRelease | None:
    """The release before by the names of the tags; the same where no settings say otherwise."""
    if not naming.globs and not naming.previous:
        return previous
    try:
        return previous_release(repository, Naming(names=naming.names, version=naming.version))
    except CannotMeasure:
        return None  # the tags are of several projects: only the settings can tell


def _plan(run: Run) -> Plan:
    return Plan(run.root, run.loaded, run.asked.documents)


def _normal(plan: Plan) -> dict[str, Normal]:
    return {name: partial(unticked, name=name) for name in plan.paths}
