"""What a probe sends, and to which pages."""

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
        variants: headers, by the name of the variant; "" if there is only one.
        unreadable: whether the service may call it a bad request.
        proves: what its rejection proves, if that is not obvious.
    """

    name: str
    variants: Mapping[str, Headers] = field(repr=False)
    unreadable: bool = False
    proves: str = ""


@dataclass(frozen=True, slots=True)
class Protected:
    """What is protected.

    Attributes:
        name: the name of the way of logging in, for reports.
        paths: readable only with the right credentials.
        forbidden: paths that the lesser identity must not read.
        shows: text of the data by path, "" for all other paths; if it is not named, it is found out.
        login: path of the log-in page; "" if unknown.
        status: the allowed statuses of a rejection; () for any that rejects.
        allowed: further paths that the lesser identity may read, but strangers may not.
        lesser_status: the allowed statuses when the lesser identity is rejected; () for any that rejects.
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
    """A page that was requested with the right credentials.

    Attributes:
        path: as in the settings.
        reached: the path that redirects led to.
        data: what only the right credentials may see.
        is_open: whether they were accepted.
    """

    path: str
    reached: str
    data: Data
    is_open: bool = True
