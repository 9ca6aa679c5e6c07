"""Which URLs are one service: scheme, host in its normal form, and port."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    """It is no URL of a service; the words say why, and quote nothing of it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A URL in pieces.

    Attributes:
        scheme: in lower case.
        user: what stands before the "@"; "" if nothing does.
        host: in its normal form.
        port: as written; None if none is.
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
        """The whole of it."""
        user = f"{self.user}@" if self.user else ""
        return f"{self.scheme}://{user}{self.authority}{self.rest}"

    @property
    def authority(self) -> str:
        """Host and port as a URL writes them."""
        return bracketed(self.host) + ("" if self.port is None else f":{self.port}")


def parts_of(url: str) -> Parts:
    """A whole URL in pieces, its host in the normal form.

    Raises:
        NoUrl: it has no scheme, no host, or what stands there is none.
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
    """Scheme, host in its normal form, and port of a URL; three times nothing for a path.

    Raises:
        Unreachable: its host or port is none.
    """
    if not SCHEME.match(url) and not url.startswith("//"):
        return "", "", 0
    try:
        return parts_of(url).origin
    except NoUrl as error:
        raise unreachable("no url", f"{plain(url)}: {error}") from None


def normal_url(url: str) -> str:
    """A URL with its host in the normal form; all else as it stands.

    Raises:
        Unreachable: it is none.
    """
    try:
        return parts_of(url).url
    except NoUrl as error:
        raise unreachable("no url", f"{plain(url)}: {error}") from None


def plain(url: str) -> str:
    """A URL as a message may show it: without user, query, fragment and secrets; what is no URL is shown as that."""
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    if not SCHEME.match(url):
        return MASK.hide(f"://{path}")
    try:
        parts = parts_of(path)
    except NoUrl:
        shown = "".join(char if char.isprintable() else "?" for char in path.rpartition("@")[2])
        return f"{MASK.hide(shown)[:80]!r}"
    return MASK.hide(f"{parts.scheme}://{parts.authority}{parts.rest}")


def _port_apart(place: str) -> tuple[str, int | None]:
    """Host and port of an authority.

    Raises:
        NoUrl: the port is none.
    """
    end = place.find("]") + 1 if place.startswith("[") else place.find(":")
    host, after = (place, "") if end < 0 or (place.startswith("[") and not end) else (place[:end], place[end:])
    if after in {"", ":"}:
        return host, None
    port = PORT.fullmatch(after[1:])
    if not after.startswith(":") or not port or int(port[1]) > MOST_PORT:
        raise NoUrl("its port is none")
    return host, int(port[1])
