"""The signatures of a project, for a run and for the commands."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pytest_golive.checklist.binding.resolving import Catalogue
from pytest_golive.checklist.ticking.ticking import unticked
from pytest_golive.context.past import checks_at
from pytest_golive.context.releases import checked_out, release_before_this, unticking
from pytest_golive.context.run import Run
from pytest_golive.context.shelf import Shelf
from pytest_golive.context.signing.signatures import Signatures
from pytest_golive.context.signing.tagging import records
from pytest_golive.context.signing.trust.points import Reading
from pytest_golive.delivery.declared.project import declared_version
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.delivery.releases.project_names import project_names
from pytest_golive.delivery.releases.tags import Naming
from pytest_golive.errors import CannotMeasure
from pytest_golive.rows.loosening import fewer_signers, put_off
from pytest_golive.rows.plan import Plan
from pytest_golive.settings.loading import Loaded
from pytest_golive.settings.model import Settings
from pytest_golive.signing.release import Checkout

NO_GATES = Catalogue({})  # for what people sign, gates do not matter


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
    there = Where(repository, loaded, naming, target, Shelf())
    return there.signatures(release_before_this(repository, naming, loaded))


def signatures_of(run: Run) -> Signatures:
    """The signatures of a run, which keeps them.

    Raises:
        CannotMeasure: as for `signatures_in`.
    """
    kept = run.repository.kept
    if Signatures not in kept:
        if run.repository.head is None:
            raise CannotMeasure("nothing is committed yet, so nothing can be signed", "commit it first")
        asked = run.asked
        there = Where(
            run.repository, run.loaded, run.naming, run.target_name, run.shelf, asked.documents, asked.after
        )  # fmt: skip
        kept[Signatures] = there.signatures(run.previous_release)
    found = kept[Signatures]
    if not isinstance(found, Signatures):
        raise TypeError("somebody else keeps that")
    return found


def release_before(run: Run) -> PastRelease | None:
    """The release that this one is compared with where that is a matter of trust; None if there is none.

    Where nobody vouches for the nearest one, it is an older one; see `vouched`.

    Raises:
        CannotMeasure: as for `signatures_in`.
    """
    nearest = run.previous_release
    if nearest is None or run.target_name not in run.settings.targets:
        return nearest
    signatures = signatures_of(run)
    baseline = signatures.baseline
    if not signatures.is_live or not baseline.doubt:
        return nearest
    if not baseline.commit:
        return None
    after = int(run.repository.git("rev-list", "--count", f"{baseline.commit}..HEAD", "--"))
    return PastRelease(baseline.name, baseline.commit, after)


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


def checkout_of(run: Run) -> Checkout:
    """What is checked out, as a release: without signatures, records and ticks; whatever came before it.

    Raises:
        CannotMeasure: the project is in no repository.
    """
    kept = run.repository.kept
    if Checkout not in kept:
        normal = unticking(_plan(run).paths)
        kept[Checkout] = checked_out(run.repository, run.settings.signing, normal=normal)
    found = kept[Checkout]
    if not isinstance(found, Checkout):
        raise TypeError("somebody else keeps that")
    return found


def later_than(run: Run, commit: str) -> dict[str, str]:
    """By id, the rows of the checklist's documents that are due later than in *commit*, with the change."""
    plan = _plan(run)
    here = [line.check for line in plan.resolved(NO_GATES)[0]]
    return put_off(checks_at(run.repository, commit, plan.paths, NO_GATES), here)


def is_production(settings: Settings, target: str) -> bool:
    """Whether customers use *target*."""
    table = settings.targets.get(target)
    return table is not None and table.production


@dataclass(frozen=True, slots=True)
class Where:
    """What signatures are about.

    Attributes:
        loaded: the settings.
        naming: the project's names for its releases.
        shelf: reads records.
        documents: of the checklist, besides those of the settings.
        given: files of ``--golive-after``.
    """

    repository: Repository
    loaded: Loaded
    naming: Naming
    target: str
    shelf: Shelf
    documents: Sequence[Path] = ()
    given: Sequence[str] = ()

    def signatures(self, previous: PastRelease | None) -> Signatures:
        """The signatures, where *previous* is the release before by its tag; see `release_before_this`."""
        settings = self.loaded.settings
        return Signatures(
            self.repository, settings, previous, self._nearest(previous),
            is_production(settings, self.target), unticking(self._plan.paths),
            names=self.naming.names, records=self._records(), version=self.naming.version, target=self.target,
            weaker=self._weaker,
        )  # fmt: skip

    @property
    def _plan(self) -> Plan:
        return Plan(self.repository.root, self.loaded, self.documents)

    def _records(self) -> list[Reading]:
        return [(path.name, partial(self.shelf.read, path)) for path in records(self.repository.root, self.given)]

    def _weaker(self, commit: str) -> list[str]:
        """The rows that ask for other or fewer people than in *commit*, in words."""
        plan = self._plan
        here = [line.check for line in plan.resolved(NO_GATES)[0]]
        return list(fewer_signers(checks_at(self.repository, commit, plan.paths, NO_GATES), here))

    def _nearest(self, previous: PastRelease | None) -> PastRelease | None:
        """The release before by the names of the tags; the same where no settings say otherwise."""
        if not self.naming.globs and not self.naming.previous:
            return previous
        try:
            naming = Naming(names=self.naming.names, version=self.naming.version)
            return release_before_this(self.repository, naming, self.loaded, self.documents)
        except CannotMeasure:
            return None  # the tags are of several projects: only the settings can tell


def _plan(run: Run) -> Plan:
    return Plan(run.root, run.loaded, run.asked.documents)
