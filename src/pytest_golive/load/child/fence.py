"""Keeps the team's scenario away from production: Python's audit hook checks every connection that its code opens.

Scenarios use their own clients (requests, geventhttpclient, a socket), so connections are checked, not what is sent
over them: a load test of another target has no reason to contact production, not even to read.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any

from pytest_golive.load.plan import Plan
from pytest_golive.service.addresses.hosts import address_of, bracketed, host_of
from pytest_golive.service.addresses.neighbours import place_of, places_of
from pytest_golive.service.addresses.origins import origin_of
from pytest_golive.service.target import same_port

CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
ASKING = frozenset({"socket.getaddrinfo", "socket.gethostbyname"})


class Refused(PermissionError):
    """The scenario must not connect there."""


class Fence:
    """A fence around one sending process.

    Args:
        plan: knows production's origins, and whether the target shares an address with production.
        tell: called once for each refused place; then the run cannot be trusted.
    """

    def __init__(self, plan: Plan, tell: Callable[[str], None]) -> None:
        own_origin = origin_of(plan.url)
        forbidden = [
            origin
            for origin in plan.customers
            if not (origin[1] == own_origin[1] and same_port(origin[2], own_origin[2]))
        ]
        self._tell = tell
        self._told: set[str] = set()
        self._shares_address = plan.shares_address
        # A target may have production's name and another port.
        self._names = {host: port for _, host, port in forbidden if host != own_origin[1] and address_of(host) is None}
        self._ports = {port for _, _, port in forbidden}
        if plan.shares_address:
            compared = [(host, port) for _, host, port in forbidden if address_of(host) is not None]
        else:
            compared = [(host, port) for _, host, port in forbidden]
        self._places = {(place, port) for host, port in compared for place in places_of(host)}
        # Their addresses are unknown here, so any address at their port may be one of them.
        self._unseen = {port: host for host, port in compared if not places_of(host)}

    def stand(self) -> None:
        """Start; it cannot be stopped."""
        if self._ports:
            sys.addaudithook(self._on_audit_event)

    def _on_audit_event(self, event: str, args: tuple[Any, ...]) -> None:
        if event in CONNECTING and isinstance(args[1], tuple):
            self._judge(_text(args[1][0]), args[1][1], connects=True)
        elif event in ASKING and args[0]:
            self._judge(_text(args[0]), args[1] if len(args) > 1 else None, connects=False)

    def _judge(self, host: str, port: object, *, connects: bool) -> None:
        number = int(str(port)) if str(port).isdecimal() else 0
        if number and not any(same_port(number, known_port) for known_port in self._ports):
            return
        try:
            host = host_of(host)
        except ValueError:
            return  # nobody can connect to it
        if host in self._names and (not number or same_port(number, self._names[host])):
            self._refuse(host, number)
        # A bare name would be resolved below Python, without an audit event.
        for address in _addresses(host, number) if connects else ():
            if any(place_of(address) == place and same_port(number, known_port) for place, known_port in self._places):
                self._refuse(host, number)
            for known_port, unseen in self._unseen.items():
                if same_port(number, known_port):
                    self._refuse(host, number, f"may be production, since {unseen} does not resolve here")

    def _refuse(self, host: str, port: int, what: str = "is production") -> None:
        place = f"{bracketed(host)}:{port}" if port else host
        if place not in self._told:
            self._told.add(place)
            self._tell(f"the scenario wanted to connect to {place}, which {what}, and was not let through")
        raise Refused(f"pytest-golive: {place} {what}, and this load is for another target")


def _addresses(host: str, port: int) -> Iterator[str]:
    if address_of(host) is not None:
        yield host
        return
    for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        yield str(entry[4][0])


def _text(host: object) -> str:
    return host.decode("latin-1") if isinstance(host, bytes | bytearray) else str(host)
