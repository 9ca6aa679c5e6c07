"""Origins: scheme, normalised host, and port, which identify a service."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pytest_golive.masking.known import MASK
from pytest_golive.service.addresses.hosts import NoHost, bracketed, host_of
from pytest_golive.service.http.unreachable import unreachable

PORTS: Final = {"http": 80, "https": 443}
MOST_PORT: Final = 65_535
SCHEME: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):", re.ASCII)
PORT: Final = re.compile(r"0*([0-9]{1,5})", re.ASCII)
Origin = tuple[str, str, int]


class NoUrl(ValueError):
    """Not the URL of a service; the message says why, and quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a URL.

    Attributes:
        scheme: in lower case.
        user: the text before the "@"; "" without one.
        host: in its normal form.
        port: as written; None without one.
        rest: path, query and fragment, as written.
    """

    scheme: str
    user: str
    host: str
    port: int | None
    rest: str

    @property
    def origin(self) -> Origin:
        """Scheme, host and port."""
        return self.scheme, self.host, self.port or PORTS.get(self.scheme, 0)

    @property
    def url(self) -> str:
        """The complete URL."""
        user = f"{self.user}@" if self.user else ""
        return f"{self.scheme}://{user}{self.authority}{self.rest}"

    @property
    def authority(self) -> str:
        """Host and port as in a URL."""
        return bracketed(self.host) + ("" if self.port is None else f":{self.port}")


@lru_cache(maxsize=256)  # each request reads its URL a dozen times
def parts_of(url: str) -> Parts:
    """The parts of a complete URL, with the host in normal form.

    Raises:
        NoUrl: it lacks a scheme or a host, or one of them is invalid.
    """
    scheme = SCHEME.match(url)
    if not scheme or not url.startswith("//", scheme.end()):
        raise NoUrl("it is no whole URL: there is no scheme with '//'")
    after = url[scheme.end() + 2 :]
    authority = re.split(r"[/?#]", after, maxsplit=1)[0]
    user, _, place = authority.rpartition("@")
    if "\\" in user:
        raise NoUrl("it contains a backslash, which some clients read as a slash")
    host, port = _port_apart(place)
    try:
        return Parts(scheme[1].lower(), user, host_of(host), port, after[len(authority) :])
    except NoHost as error:
        raise NoUrl(str(error)) from None


def origin_of(url: str) -> Origin:
    """The origin of a URL; three empty values for a path.

    Raises:
        Unreachable: its host or port is invalid.
    """
    if not SCHEME.match(url) and not url.startswith("//"):
        return "", "", 0
    try:
        return parts_of(url).origin
    except NoUrl as error:
        raise unreachable("no url", f"{plain(url)}: {error}") from None


def normal_url(url: str) -> str:
    """A URL with its host in normal form, otherwise unchanged.

    Raises:
        Unreachable: it is not a URL.
    """
    try:
        return parts_of(url).url
    except NoUrl as error:
        raise unreachable("no url", f"{plain(url)}: {error}") from None


def plain(url: str) -> str:
    """A URL for messages: without user, query, fragment and secrets; for text that is not a URL, a placeholder."""
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    if not SCHEME.match(url):
        return MASK.hide(f"://{path}")
    try:
        parts = parts_of(path)
    except NoUrl:
        printable = "".join(char if char.isprintable() else "?" for char in path.rpartition("@")[2])
        return f"{MASK.hide(printable)[:80]!r}"
    return MASK.hide(f"{parts.scheme}://{parts.authority}{parts.rest}")


def _port_apart(place: str) -> tuple[str, int | None]:
    """Host and port of an authority.

    Raises:
        NoUrl: the port is invalid.
    """
    end = place.find("]") + 1 if place.startswith("[") else place.find(":")
    host, after = (place, "") if end < 0 or (place.startswith("[") and not end) else (place[:end], place[end:])
    if after in {"", ":"}:
        return host, None
    port = PORT.fullmatch(after[1:])
    if not after.startswith(":") or not port or int(port[1]) > MOST_PORT:
        raise NoUrl("its port is none")
    return host, int(port[1])
