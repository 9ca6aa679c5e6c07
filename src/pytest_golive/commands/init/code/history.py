"""How long the history is that a run looks into, and by which tags releases are known."""

from __future__ import annotations

from typing import Final

from pytest_golive.commands.init.guessing import release_globs
from pytest_golive.delivery.git.history import count_commits
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import previous_release
from pytest_golive.delivery.releases.project_names import project_names
from pytest_golive.delivery.releases.tags import Naming, sort_out
from pytest_golive.errors import CannotMeasure

STEP: Final = 1000


def release_tags_of(repository: Repository) -> tuple[str, ...]:
    """Globs for release tags, if the run itself would not recognise them."""
    tags = repository.tags()
    try:
        recognised, _ = sort_out(tags, _naming(repository), repository.prefix)
    except CannotMeasure:
        return ()  # tags of several projects: the run reports it, and a guess is impossible
    return () if recognised else tuple(release_globs(list(tags)))


def commits_since_release(repository: Repository, release_tags: tuple[str, ...]) -> int:
    """How many commits there are since the last release, or since the beginning; 0 if nobody can tell."""
    try:
        since = previous_release(repository, Naming(release_tags, names=_naming(repository).names))
        return count_commits(repository, since.commit if since else None) if repository.head else 0
    except CannotMeasure:
        return 0  # the run reports why


def rounded_up(commits: int) -> int:
    """A limit that leaves room for more *commits*."""
    return (commits // STEP + 2) * STEP


def _naming(repository: Repository) -> Naming:
    return Naming(names=project_names(repository.root, repository.prefix))
