"""Who may sign, as somebody else has approved it: the previous release, or a protected branch, and not this change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pytest_golive.context.signing.trust.agreed import people_of
from pytest_golive.context.signing.trust.baseline import Baseline
from pytest_golive.context.signing.trust.protected import in_force
from pytest_golive.delivery.git.repository import Repository
from pytest_golive.settings.signing.table import Signing, told
from pytest_golive.signing.people import Person

Weaker = Callable[[str], Iterable[str]]
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
        return people_of(self.signing)


def trusted(repository: Repository, here: Signing, baseline: Baseline, weaker: Weaker | None = None) -> Trusted:
    """Whose signatures count.

    The release before says where to look; where none has named anybody, this one does, for there was nobody to approve
    them.

    Args:
        repository: around the project.
        here: what this release says.
        baseline: the release before, as far as trust is concerned.
        weaker: returns the rows that ask for other or fewer people than in a commit, in words; None to ask nobody.

    Raises:
        CannotMeasure: the branch is not in this clone, or the settings there cannot be read.
    """
    before, branch = in_force(repository, baseline.signing or here)
    if baseline.signing is None and not (branch and before.people):
        return Trusted(here, OWN, is_own=True)
    asked = [one for commit in baseline.commits for one in weaker(commit)] if weaker else []
    return Trusted(
        before, branch or baseline.source, changes=(*baseline.naming, *_changes(before, here), *dict.fromkeys(asked))
    )


def _changes(before: Signing, now: Signing) -> Iterator[str]:
    for name in sorted(before.people.keys() | now.people.keys()):
        was, is_ = before.people.get(name), now.people.get(name)
        if was != is_:
            yield f"{name} is {'added' if was is None else 'removed' if is_ is None else 'changed'}"
    for key in type(before).model_fields:
        if key != "people" and getattr(before, key) != getattr(now, key):
            yield told(key, getattr(before, key), getattr(now, key))
