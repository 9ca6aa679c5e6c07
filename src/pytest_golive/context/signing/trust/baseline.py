"""The release from which trust is read: who may sign, whose changes are new, and what has been loosened since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pytest_golive.context.past import settings_at
from pytest_golive.context.signing.trust.agreed import place_of, unreadable
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.delivery.releases.previous import PastRelease
from pytest_golive.errors import SettingsError
from pytest_golive.settings.model import Settings
from pytest_golive.settings.signing.table import Signing, told


@dataclass(frozen=True, slots=True)
class Baseline:
    """What trust is read from.

    Attributes:
        signing: who could sign before; None if nobody has ever been named.
        source: where that stands, in words.
        since: the commit after which changes are new; None if all are.
        name: of the release whose settings are compared with these; "" for none.
        commit: that it is.
        others: commits of further releases before, of other lines, of which none is the last.
        naming: what this release changes about which release came before, in words.
        live: names and URLs of the targets that customers used then, as far as somebody vouches for it.
        doubt: why a later release does not count, and the cure; "" if there is none.
    """

    signing: Signing | None
    source: str = ""
    since: str | None = None
    name: str = ""
    commit: str = ""
    naming: tuple[str, ...] = ()
    live: frozenset[str] = frozenset()
    doubt: str = ""
    others: tuple[str, ...] = ()

    @property
    def commits(self) -> tuple[str, ...]:
        """Those of all releases before that nothing came between."""
        return (self.commit, *self.others) if self.commit else ()


def believed(
    repository: Repository, now: Settings, previous: PastRelease | None, nearest: PastRelease | None
) -> Baseline:
    """The previous release, as its tag says.

    Which one that is, the change that is judged must not choose: where it is named in other words than before, the
    nearest one counts.

    Args:
        repository: around the project.
        now: the settings of this release.
        previous: the release before, as *now* names it.
        nearest: the release before, by the names of the tags alone.

    Raises:
        CannotMeasure: the settings there cannot be read.
    """
    found = Baseline(None)
    if previous is not None:
        found = Baseline(None, previous.place, previous.commit, previous.name, previous.commit)
    if nearest is not None and (previous is None or previous.commit != nearest.commit):
        then = _at(repository, nearest)
        naming = tuple(_naming(then, now))
        if naming and then.signing.people:
            return replace(found, signing=then.signing, source=nearest.place, naming=naming)
    then = _at(repository, previous) if previous else Settings()
    known = [(name, target.url) for name, target in then.targets.items() if target.production]
    live = frozenset((*(name for name, _ in known), *(place_of(str(url)) for _, url in known if url)))
    return replace(found, signing=then.signing if then.signing.people else None, live=live)


def _naming(then: Settings, now: Settings) -> Iterator[str]:
    """How *now* says otherwise than *then* which release came before."""
    for key in ("release_tags", "previous_release"):
        if getattr(then, key) != getattr(now, key):
            yield told(key, getattr(then, key), getattr(now, key))


def _at(repository: Repository, release: PastRelease) -> Settings:
    try:
        return settings_at(repository, release.commit).settings
    except SettingsError as error:
        raise unreadable(release.name, error.what) from error
