"""What is knocked with, and at which doors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pytest_golive.service.auth.seeing.recognising import Data

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Knock:
    """One kind of credentials.

    Attributes:
        name: "expired token".
        variants: headers by what tells them apart; "" if there is only one.
        unreadable: whether it may be called a bad request.
        proves: what a rejection of it proves, where that is not plain.
    """

    name: str
    variants: Mapping[str, Headers] = field(repr=False)
    unreadable: bool = False
    proves: str = ""


@dataclass(frozen=True, slots=True)
class Protected:
    """What is protected.

    Attributes:
        name: how reports call the way of logging in.
        paths: that the right credentials may read, and nobody else.
        forbidden: paths that must be rejected to the lesser identity.
        shows: text of the data by path, "" for all others; what is not named is found out.
        login: path of the log-in page; "" if not known.
        status: those that a rejection must have; () for any that rejects.
        allowed: further paths that the lesser identity may read, and strangers may not.
        lesser_status: those that a rejection of the lesser identity must have; () for any that rejects.
    """

    name: str
    paths: Sequence[str]
    forbidden: Sequence[str] = ()
    shows: Mapping[str, str] = field(default_factory=dict)
    login: str = ""
    status: Sequence[int] = ()
    allowed: Sequence[str] = ()
    lesser_status: Sequence[int] = ()

    def shown_at(self, path: str) -> str:
        """Text of the data at *path*; "" to find out."""
        return self.shows.get(path, self.shows.get("", ""))


@dataclass(frozen=True, slots=True)
class Page:
    """A page that has been asked for with the right credentials.

    Attributes:
        path: as the settings name it.
        reached: path that redirects led to.
        data: what only they may see.
        is_open: whether they were accepted.
    """

    path: str
    reached: str
    data: Data
    is_open: bool = True
