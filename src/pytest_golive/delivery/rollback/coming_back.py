"""What production came back to: a tag or a branch with the content of the release before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.published.asking import Remote
from pytest_golive.delivery.published.tag_objects import faults_there, tags_here
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.errors import CannotMeasure
from pytest_golive.findings import Finding


@dataclass(frozen=True, slots=True)
class CameBack:
    """A tag or a branch, compared with the release before.

    Attributes:
        name: of the tag or branch.
        commit: full hash of its commit here.
        differences: files that differ from the release before.
        there: faults of it on the remote.
        source: the command that listed the remote.
        still: branches of the remote, from which releases are made, that hold the release that was rolled back.
    """

    name: str
    commit: str
    differences: tuple[Finding, ...]
    there: tuple[Finding, ...]
    source: str
    still: tuple[str, ...] = ()


def came_back(
    repository: Repository, name: str, release: PastRelease, remote: Remote, branches: Sequence[str]
) -> CameBack:
    """Compare *name* with *release*, the release before.

    Args:
        repository: around the project.
        name: a tag or a branch.
        release: the release before.
        remote: the state of the remote.
        branches: globs of the branches from which releases are made; () for the default one.

    Raises:
        CannotMeasure: this clone has no such tag or branch.
    """
    tag = tags_here(repository).get(name)
    commit = tag.commit if tag else repository.commit(f"refs/heads/{name}")
    if not commit:
        raise CannotMeasure(
            f"this clone has no tag or branch {name!r}, to which production came back",
            "fetch it, or name another one: back_to in [tool.golive.rollback]",
        )
    paths = repository.paths_between(release.commit, commit)
    differences = tuple(_differs(path, name, release.name) for path in paths)
    there = tuple(faults_there(tag, remote)) if tag else _branch_there(name, commit, remote)
    head = repository.head.sha if repository.head else ""
    still = tuple(branch for branch, sha in sorted(remote.chosen(branches).items()) if sha == head)
    return CameBack(name, commit, differences, there, remote.source, still)


def _differs(path: str, name: str, before: str) -> Finding:
    cure = f"golive rollback --prepare BRANCH makes a branch with the content of {before}"
    return Finding(path, 0, "differs", f"{name} differs here from {before}", "high", key=path, cure=cure)


def _branch_there(name: str, commit: str, remote: Remote) -> tuple[Finding, ...]:
    there = remote.branches.get(name)
    if there == commit:
        return ()
    what = f"is at {there[:10]} on {remote.name}, and here at {commit[:10]}" if there else f"is not on {remote.name}"
    cure = f"git push {remote.name} {name}"
    return (Finding("", 0, "not pushed", f"the branch {name} {what}", "high", key=name, cure=cure),)
