"""Whether an address is production's, which may be reachable under another name, or by its address only."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock
from typing import Final

from pytest_golive.service.addresses.hosts import address_of
from pytest_golive.service.addresses.naming import named_production
from pytest_golive.service.addresses.origins import Origin
from pytest_golive.service.addresses.resolving import resolve
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target, same_port

PATIENCE: Final = 3.0
FRESH: Final = 60.0
CURE: Final = "if production is told apart by its name alone, write shares_address = true"
DISCARD: Final = 9
THIS_MACHINE: Final = "this machine"
_known: dict[str, tuple[float, frozenset[str]]] = {}
_lock = Lock()


def stands_for(target: Target) -> str:
    """Why *target* counts as production although its table does not say so; "" if it does not count."""
    if target.production or not target.customers:
        return ""
    origin = target.origin
    if target.is_customers(origin):
        return "it has the name of production"
    if named_production(target, target.url, target.headers):
        return "its Host header has the name of production"
    return _by_address(target, origin) if any(same_port(origin[2], port) for _, _, port in target.customers) else ""


def _by_address(target: Target, origin: Origin) -> str:
    """Why *target* has, or may have, an address of production; "" if it has none."""
    try:
        addresses = resolve(origin[1], origin[2], PATIENCE)
    except Unreachable:
        return ""  # requests report this error
    if address := meets_production(target, origin, addresses):
        return f"it has the address of production, {address}; {CURE}"
    if unseen := unseen_production(target, origin):
        return f"whether it has the address of production is unknown: {unseen} does not resolve here; {CURE}"
    return ""


def meets_production(target: Target, origin: Origin, addresses: Iterable[str]) -> str:
    """The first of *addresses*, the addresses of *origin*, that is production's; "" if none is known to be.

    A production host that this machine cannot resolve cannot be recognised by its address: `unseen_production`.

    Args:
        target: knows production's origins, and whether it shares an address with production.
        origin: of the request.
        addresses: of its host.
    """
    production_places = {place for host in _compared(target, origin) for place in places_of(host)}
    return (
        next((address for address in addresses if place_of(address) in production_places), "")
        if production_places
        else ""
    )


def unseen_production(target: Target, origin: Origin) -> str:
    """The first production host that *origin* would have to be compared with, and that does not resolve here; or ""."""
    return next((host for host in _compared(target, origin) if not places_of(host)), "")


def _compared(target: Target, origin: Origin) -> list[str]:
    """The hosts of production, in order, whose addresses *origin* must not have."""
    if target.production or (target.shares_address and address_of(origin[1]) is None):
        return []
    return sorted({host for _, host, port in target.customers if same_port(port, origin[2])})


def places_of(host: str) -> frozenset[str]:
    """The machines that *host*, in normal form, has resolved to since the run began; empty if it never resolved."""
    with _lock:
        resolved_at, known = _known.get(host, (float("-inf"), frozenset()))
        if time.monotonic() - resolved_at < FRESH:
            return known
        try:
            found = frozenset(map(place_of, resolve(host, 0, PATIENCE)))
        except Unreachable:
            found = frozenset()
        # Load balancers with DNS names return a different subset of their addresses each time.
        _known[host] = (time.monotonic(), known | found)
        return _known[host][1]


def place_of(address: str) -> str:
    """The machine behind an address: all addresses of this machine count as one."""
    found = address_of(address)
    if found is None:
        return address
    return THIS_MACHINE if _is_ours(found) else str(found)


@lru_cache(maxsize=256)
def _is_ours(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it is an address of this machine. Sends nothing."""
    if address.is_loopback or address.is_unspecified:
        return True
    if address.is_link_local:
        return False
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET  # noqa: PLR2004 -- IPv6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((str(address), DISCARD))
            return address_of(str(probe.getsockname()[0])) == address
    except OSError:
        return False
