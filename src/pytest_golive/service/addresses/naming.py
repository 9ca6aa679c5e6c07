"""Names in headers that choose the server behind an address, such as the Host header."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Final

from pytest_golive.service.addresses.hosts import address_of
from pytest_golive.service.addresses.origins import NoUrl, Origin, origin_of, parts_of, plain
from pytest_golive.service.http.unreachable import unreachable
from pytest_golive.service.target import Target

# Some load balancers evaluate these before Host.
BESIDE_HOST: Final = frozenset({"x-forwarded-host", "x-original-host", "x-host", "x-forwarded-server", "x-http-host"})
FORWARDED: Final = re.compile(r"\bhost\s{0,20}=\s{0,20}\"?([^\s;,\"]{1,300})", re.IGNORECASE)


def named_production(target: Target, url: str, headers: Mapping[str, str]) -> str:
    """The name of production in the headers of a request; "" if they have none.

    Servers compare the name, not the port beside it; an address is identified only by its port.

    Raises:
        Unreachable: its Host header is not a host, or there are several.
    """
    production_names = {host for _, host, _ in target.customers if not _is_address(host)}
    hosts = [origin for origin in _of_host(url, headers) if origin != origin_of(url)]
    found = (origin[1] for origin in hosts if origin[1] in production_names or target.is_customers(origin))
    return next(found, "") or next(filter(production_names.__contains__, _beside(headers)), "")


def origins_of(url: str, headers: Mapping[str, str]) -> list[Origin]:
    """The origins of a target: that of its URL, and that of its own Host header.

    Raises:
        Unreachable: it has none.
    """
    return [origin_of(url), *_of_host(url, headers)]


def is_home(target: Target, url: str, headers: Mapping[str, str]) -> bool:
    """Whether a request goes to the target's own origin, and to no other name at its address.

    Raises:
        Unreachable: its Host header is not a host.
    """
    requested = origin_of(url)
    if requested != target.origin:
        return False
    own_origins = {requested, *_of_host(url, {"host": target.host_header})} if target.host_header else {requested}
    return own_origins.issuperset(_of_host(url, headers))


def _is_address(host: str) -> bool:
    return host == "localhost" or address_of(host) is not None


def _of_host(url: str, headers: Mapping[str, str]) -> list[Origin]:
    found = [value for name, value in headers.items() if name.lower() == "host"]
    if not found:
        return []
    try:
        parts = parts_of(f"{origin_of(url)[0]}://{found[0].strip()}")
    except NoUrl:
        parts = None
    if parts is None or len(found) > 1 or parts.rest or parts.user:
        raise unreachable("refused here", f"nothing was sent to {plain(url)}: its Host header names no one host")
    return [parts.origin]


def _beside(headers: Mapping[str, str]) -> Iterator[str]:
    """Hosts in headers that proxies evaluate."""
    for name, value in headers.items():
        plain_name = name.lower().replace("_", "-")
        hosts = FORWARDED.findall(value) if plain_name == "forwarded" else value.split(",")
        for host in hosts if plain_name in BESIDE_HOST or plain_name == "forwarded" else ():
            with suppress(NoUrl):
                yield parts_of(f"http://{host.strip()}").host
