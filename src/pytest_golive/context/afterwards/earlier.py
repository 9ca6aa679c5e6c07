"""The releases before the release before: what they left undone is no less forgotten because another one followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease, previous_release
from pytest_golive.delivery.releases.tags import Naming
from pytest_golive.errors import CannotMeasure
from pytest_golive.settings.model import Settings

MOST: Final = 5  # releases before the release before


def earlier(
    repository: Repository, naming: Naming, release: PastRelease, settings_of: Callable[[PastRelease], Settings]
) -> Iterator[tuple[PastRelease, Settings | CannotMeasure]]:
    """The releases before *release*, the newest first, each with its settings, or with why they cannot be read.

    Args:
        repository: the repository.
        naming: the project's names for its releases.
        release: the release before the one that is checked out.
        settings_of: reads the settings of a release.
    """
    globs, seen = naming.globs, {release.commit}
    for _ in range(MOST):
        after = repository.git("rev-list", f"{release.commit}..HEAD", "--").decode().split()
        found = previous_release(repository, replace(naming, globs=globs, previous="", by=""), [*after, *seen])
        if found is None or found.commit in seen:
            return
        seen.add(found.commit)
        release = found
        try:
            then = settings_of(found)
        except CannotMeasure as error:
            yield found, error
        else:
            globs = then.release_tags or globs
            yield found, then
