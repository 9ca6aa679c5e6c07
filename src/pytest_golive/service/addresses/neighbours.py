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
    if not any(same_port(origin[2], port) for _, _, port in target.customers):
        return ""
    try:
        addresses = resolve(origin[1], origin[2], PATIENCE)
    except Unreachable:
        return ""  # requests report this error
    address = meets_production(target, origin, addresses)
    return f"it has the address of production, {address}; {CURE}" if address else ""


def meets_production(target: Target, origin: Origin, addresses: Iterable[str]) -> str:
    """The first of *addresses*, the addresses of *origin*, that is production's; "" if none is.

    A production host that this machine cannot resolve cannot be recognised by its address.

    Args:
        target: knows production's origins, and whether it shares an address with production.
        origin: of the request.
        addresses: of its host.
    """
    if target.production or (target.shares_address and address_of(origin[1]) is None):
        return ""
    production_places = {
        place for _, host, port in target.customers if same_port(port, origin[2]) for place in places_of(host)
    }
    return (
        next((address for address in addresses if place_of(address) in production_places), "")
        if production_places
        else ""
    )


def places_of(host: str) -> frozenset[str]:
    """The machines that *host*, in normal form, has resolved to since the run began."""
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
