"""The facts of a verdict: commit, version, target, settings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytest_golive.context.standing import Standing
from pytest_golive.delivery.declared.project import declared_version
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.errors import CannotMeasure
from pytest_golive.judging.verdict import Facts


def gather(  # noqa: PLR0913 -- one argument for each fact
    root: Path,
    settings_digest: str,
    target: str,
    started: str,
    previous: Callable[[], PastRelease | None],
    *,
    seen: Standing | None = None,
    tag: Callable[[], str] = str,
) -> Facts:
    """The facts that are known; a gate reports why a fact is unknown.

    Args:
        root: the folder of the project.
        settings_digest: a digest of the effective settings.
        target: the name of the target; "" for none.
        started: when the run began.
        previous: finds the previous release.
        seen: the state of the work tree, if it has just been read.
        tag: finds the release tag on HEAD, which is the version where no file names one; "" if there is none.
    """
    commit = since = version = unknown = part = ""
    try:
        repository = Repository.open(root)
        part = repository.prefix.rstrip("/")
        sha, is_dirty = (seen.commit, bool(seen.changed)) if seen else _state(repository)
        commit = sha + ("+changes" if sha and is_dirty else "")
        version = declared_version(root)
        if sha:
            release = previous()
            since = release.brief if release else ""
            version = version or tag() or (release.leads_to(sha) if release else "")
    except CannotMeasure as error:  # every gate that needs the repository reports the error with its fix
        unknown = "" if commit else error.what
    return Facts(commit, version, target, settings_digest, started, since, unknown, part=part)


def _state(repository: Repository) -> tuple[str, bool]:
    sha = repository.commit("HEAD")
    return sha, bool(sha) and repository.is_dirty
