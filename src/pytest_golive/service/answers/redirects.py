"""Where a redirect leads, and whether a careful client follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urljoin

from pytest_golive.service.addresses.origins import PORTS, SCHEME, NoUrl, origin_of, parts_of, plain
from pytest_golive.service.http.unreachable import Unreachable, unreachable
from pytest_golive.service.target import Target

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# Log-ins of mobile apps lead back to the app by a scheme of its own, such as "org.example.shop://callback".
OF_AN_APP: Final = re.compile(
    r"(?!(?:https?|wss?|ftp|file|data|javascript|vbscript|blob|about):)[a-z][a-z0-9+.-]*://[^/]", re.IGNORECASE
)
LONGEST: Final = 8_000
BEFORE_QUERY: Final = re.compile(r"[^?#]*")
AUTHORITY: Final = re.compile(r"//[^/?#]")
UNSAFE: Final = re.compile(r"[^\x21-\x7e]{1,200}")


@dataclass(frozen=True, slots=True)
class Lead:
    """The target of a redirect.

    Attributes:
        url: complete, http or https, with a normalised host and no fragment; "" if no client should follow it.
        why: why not, in words that follow "it redirects"; "" if there is a URL.
    """

    url: str = ""
    why: str = ""


def lead_of(url: str, locations: Sequence[str]) -> Lead:
    """Where the Location headers of a response lead.

    A location that clients interpret differently, or that is not a web address, leads nowhere.

    Args:
        url: the complete URL of the request.
        locations: all Location headers, as received.
    """
    distinct = list(dict.fromkeys(location.strip(" \t") for location in locations))
    why = f"to {len(distinct)} addresses at once, in as many Location headers" if len(distinct) > 1 else ""
    location = distinct[0] if distinct else ""
    if why := why or _fault(location):
        return Lead(why=why)
    try:
        return _resolved(url, location)
    except NoUrl as error:
        return Lead(why=f"to what is no URL: {error}")
    except ValueError:
        return Lead(why="to what is no URL")


def _resolved(url: str, location: str) -> Lead:
    """A valid reference, resolved against *url*.

    Raises:
        ValueError: it is not valid.
    """
    scheme = SCHEME.match(location)
    if not scheme and not location.startswith("//"):
        return Lead(urljoin(url, _quoted(location)))
    parts = parts_of(location if scheme else f"{url.partition(':')[0]}:{location}")
    if parts.user:
        return Lead(why="to an address with a user name in it, which no client should send on")
    if parts.port == 0:
        raise NoUrl("its port is none")
    rest = _quoted(parts.rest)
    here = f"{parts.scheme}://{parts.authority}/"
    return Lead(urljoin(here, rest) if rest.startswith("/") else f"{here}{rest}")


def _quoted(text: str) -> str:
    """*text* without its fragment, with characters that URLs do not allow encoded as browsers do."""
    return UNSAFE.sub(lambda found: quote(found[0]), text.partition("#")[0])


def joined(url: str, *locations: str) -> str:
    """Where *locations*, from a response to *url*, lead.

    Raises:
        Unreachable: to no web address.
    """
    lead = lead_of(url, locations)
    if not lead.url:
        raise unreachable("bad redirect", f"{plain(url)}: it redirects {lead.why}")
    return lead.url


def is_downgrade(url: str, following: str) -> bool:
    """Whether a redirect goes from https to plain http."""
    return url[:6].lower() == "https:" and following[:5].lower() == "http:"


def strays(target: Target, url: str, following: str) -> str:
    """Why a redirect from *url* leaves *target*, in words; "" if it stays.

    http and https of one host are the same service.
    """
    if is_downgrade(url, following):
        return f"{plain(following)}, from https to plain http"
    origin = origin_of(following)
    if origin == target.origin:
        return ""
    if not target.production and target.is_customers(origin):
        return f"{plain(following)}, which is production"
    is_upgrade = (target.origin[0], origin[0]) == ("http", "https") and origin[1] == target.origin[1]
    return "" if is_upgrade else f"{plain(following)}, another origin"


class Chain:
    """Redirects that have been followed.

    Args:
        most: the maximum.
        start: the URL of the first request.
    """

    def __init__(self, most: int, start: str, method: str = "GET") -> None:
        self.steps: list[str] = []
        self._most = most
        self._place = f"{method} {plain(start)}"
        self._seen = {(method, start)}

    def step(self, status: int, method: str, url: str) -> None:
        """Record one redirect.

        Raises:
            Unreachable: they loop, or are too many.
        """
        self.steps.append(f"{status} {plain(url)}")
        if (method, url) in self._seen:
            raise self._given_up("redirects go round in a loop")
        self._seen.add((method, url))
        if len(self.steps) > self._most:
            raise self._given_up(f"more than {self._most} redirects")

    def _given_up(self, why: str) -> Unreachable:
        return unreachable("redirects", f"{self._place}: {why}: {' → '.join(self.steps)}")


def _fault(location: str) -> str:
    """What is wrong with the syntax of a Location; "" if nothing is."""
    scheme = SCHEME.match(location)
    rest = location[scheme.end() :] if scheme else location
    before = BEFORE_QUERY.match(location)
    faults = {
        "nowhere: its Location is empty": not location,
        f"to an address of {len(location):,} characters": len(location) > LONGEST,
        "to an address that holds control characters": not location.isprintable(),
        f"to the scheme {location[:20].partition(':')[0].lower()}, which is no web address": scheme
        and scheme[1].lower() not in PORTS,
        "to an address with a backslash, which some clients read as a slash": before and "\\" in before[0],
        "to an address without '//' and a host after it, which clients read in different ways": (
            scheme or rest.startswith("//")
        )
        and not AUTHORITY.match(rest),
    }
    return next((why for why, is_so in faults.items() if is_so), "")
