"""Merged changes (pull requests, merge requests) and their reviews, in terms that all forges share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pytest_golive.forge.reviews.people import Person


@dataclass(frozen=True, slots=True)
class Change:
    """A merged change.

    Attributes:
        number: its number on the forge.
        title: its title.
        url: its page.
        base: the branch that it was merged into.
        author: the account that proposed it.
        head: the last commit that was pushed to it; "" if the forge does not say.
        account: the number of the author's account; 0 if it is not known.
    """

    number: int
    title: str
    url: str
    base: str
    author: str
    head: str
    account: int = 0


@dataclass(frozen=True, slots=True)
class Opinion:
    """The last review of a change by one account.

    Attributes:
        who: the account.
        approves: whether it approves; otherwise it objects.
        is_current: whether it is about the merged state, not about one before the last push.
        counts: whether the account may approve: it is a person who may write to the repository.
    """

    who: str
    approves: bool
    is_current: bool
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews of a change.

    Attributes:
        authors: the accounts that proposed it or wrote one of its commits.
        opinions: the last one of each account.
        messages: the messages of its commits, in order.
        names: of its commits, in the order of their messages.
        unknown: the names of authors of its commits whose address belongs to no account.
        foreign: addresses in its commits that are not those of who proposed it, if the forge names no accounts there.
        unsure: accounts of which the token may not read whether they may write.
    """

    authors: frozenset[str]
    opinions: Sequence[Opinion]
    messages: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    def wrote(self, who: str) -> bool:
        """Whether *who* is one of the authors; the case of letters makes no other account."""
        return who.lower() in {one.lower() for one in self.authors}

    def lists(self, change: Change) -> bool:
        """Whether the commits of *change* are among those listed; otherwise `authors` may lack some."""
        return bool(self.names) and change.head in {"", *self.names}


class Reviewing(Protocol):
    """A forge's interface to changes."""

    def changes_of(self, commit: str) -> list[Change]:
        """The merged changes that contain *commit*; none if it was pushed directly.

        Raises:
            CannotMeasure: there is no usable response; the same holds for the other method.
        """

    def reviews_of(self, change: Change) -> Reviews:
        """The reviews of *change*."""

    def accounts_of(self, person: Person, among: Sequence[str]) -> set[str]:
        """The accounts that *person* has; if none is known for sure, those of *among* that may be theirs."""

    def patch_of(self, commit: str) -> tuple[str, ...]:
        """What *commit* changes, without the places in the files: a rebase does not change that."""
