"""The release before the one that is checked out, where its tag may be on an earlier commit of the same release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease, previous_release
from pytest_golive.delivery.releases.tags import Naming
from pytest_golive.errors import CannotMeasure
from pytest_golive.settings.loading import Loaded
from pytest_golive.settings.signing.table import Signing

if TYPE_CHECKING:
    from pytest_golive.signing.content import Normal
    from pytest_golive.signing.release import Checkout


def release_before_this(
    repository: Repository, naming: Naming, loaded: Loaded, documents: Sequence[Path] = ()
) -> PastRelease | None:
    """The release before: a tag behind which only signatures, records and ticks follow is a tag of this one.

    Args:
        repository: the repository around the project.
        naming: the project's names for its releases.
        loaded: settings, which name the folders of signatures and records, and the documents.
        documents: more documents, absolute.

    Raises:
        CannotMeasure: see `previous_release`.
    """
    found = previous_release(repository, naming)
    if found is None or naming.previous:
        return found
    ours = _of_one_content(repository, found, loaded, documents)
    return previous_release(repository, naming, ours) if ours else found


def tagged_as_this(
    repository: Repository, naming: Naming, loaded: Loaded, documents: Sequence[Path] = ()
) -> PastRelease | None:
    """The tag of the release that is checked out, if only signatures, records and ticks follow it; None if not.

    Raises:
        CannotMeasure: see `previous_release`.
    """
    plain = replace(naming, previous="")  # what the settings name is the release before, never this one
    found = previous_release(repository, plain)
    return found if found is not None and _of_one_content(repository, found, loaded, documents) else None


def _of_one_content(
    repository: Repository, found: PastRelease, loaded: Loaded, documents: Sequence[Path]
) -> Sequence[str]:
    """The commits that hold the release that is checked out, if that of *found* is among them; () if not."""
    head = repository.head
    if head is None:
        return ()
    table = loaded.settings.signing
    here = checked_out(repository, table)
    changed = [path for path in repository.paths_between(found.commit, head.sha) if here.counts(path)]
    if changed:
        if not (loaded.settings.checklist or documents):
            return ()
        from pytest_golive.rows.plan import Plan

        normal = unticking(Plan(repository.root, loaded, documents).paths)
        if not normal.keys() >= {*changed}:
            return ()
        here = checked_out(repository, table, normal=normal)
    ours = here.commits
    if found.commit not in ours or not _is_same_by_its_own(repository, found, here.normal):
        return ()
    return ours


def _is_same_by_its_own(repository: Repository, found: PastRelease, documents: Iterable[str]) -> bool:
    """Whether *found* is this release by its own settings: what those of this release leave out, they could choose.

    Of *documents* nothing but ticks is left out, so that this release may name them.
    """
    from pytest_golive.context.signing.trust.agreed import agreed_at

    if repository.head and found.commit == repository.head.sha:
        return True
    try:
        then = agreed_at(repository, found.commit, found.name)
    except CannotMeasure:  # settings of another version of ours: it is not known to be the same
        return False
    return is_same_release(repository, found.commit, then.signing, (*then.checklist, *documents))


def commits_after(repository: Repository, found: PastRelease) -> tuple[str, ...]:
    """The commits behind *found* that hold the same release, by its own settings: they add only signatures and records.

    Production runs one of these where a release is tagged first, and deployed from where its records are committed.
    """
    from pytest_golive.context.signing.trust.agreed import agreed_at

    try:
        then = agreed_at(repository, found.commit, found.name)
    except CannotMeasure:  # settings of another version of ours: none is known to be the same
        return ()
    here = checked_out(repository, then.signing, normal=unticking(then.checklist))
    same = {found.commit: None}
    walk = ("rev-list", "--topo-order", "--reverse", "--parents", "--ancestry-path", f"{found.commit}..HEAD", "--")
    for line in repository.git(*walk).decode().splitlines():
        child, *parents = line.split()
        if any(parent in same and not here.between(parent, child) for parent in parents):
            same[child] = None
    return tuple(same)[1:]


def is_same_release(repository: Repository, commit: str, table: Signing, documents: Iterable[str]) -> bool:
    """Whether nothing that counts differs between *commit* and what is checked out, as *table* says what counts."""
    then = checked_out(repository, table, normal=unticking(documents))
    return not then.between(commit, then.head)


def checked_out(
    repository: Repository, table: Signing, since: str | None = None, normal: Mapping[str, Normal] | None = None
) -> Checkout:
    """What is checked out, as a release, without what *table* leaves out of it; see `Checkout`."""
    from pytest_golive.signing.release import Checkout

    return Checkout(repository, table.named_aside, since, normal or {}, table.papers)


def unticking(documents: Iterable[str]) -> dict[str, Normal]:
    """By path, for each of the checklist's *documents*, what leaves its ticks out."""
    from pytest_golive.checklist.ticking.ticking import unticked

    return {name: partial(unticked, name=name) for name in documents}
