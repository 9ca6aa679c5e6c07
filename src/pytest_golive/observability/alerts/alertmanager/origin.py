"""Whether an alert at Alertmanager came from this Prometheus: another one may have the same rules and labels."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from pytest_golive.observability.alerts.alertmanager.manager import Active, Manager
from pytest_golive.observability.alerts.alertmanager.sending import Firing, Sender
from pytest_golive.service.addresses.origins import NoUrl, parts_of, plain

CLOSE: Final = 0.002  # seconds: one of the two writes milliseconds
RESENDING: Final = 75.0  # seconds in which each Prometheus of a pair has sent its alerts again
EACH: Final = 5.0
SHOWN: Final = 3  # addresses
LOOPBACK: Final = ("localhost", "127.", "[::1]", "::1")
CURE: Final = (
    "name in alerts.alertmanager the one that this Prometheus sends to; if it is that one under another name, give "
    "Prometheus its own --web.external-url, so that its alerts tell where they come from"
)
Again = Callable[[], Sequence[Active]]


def seen_by(fires: Firing, active: Active, sender: Sender, manager: Manager) -> str:
    """What shows that an alert came from this Prometheus; "" if nothing does."""
    places, named = [place for one in sender.active if (place := _place(one))], _place(manager.url)
    if named in places:
        return "its address is one that Prometheus sends to"
    far = {host for host, _ in places if not host.startswith(LOOPBACK)}
    if (named and named[0] in far) or far & set(manager.cluster.hosts):
        return "its host, or that of a peer, is one that Prometheus sends to"
    if sender.identity.links(active.link):
        return "the link of the alert leads to this Prometheus"
    if fires.since and active.since and abs((fires.since - active.since).total_seconds()) < CLOSE:
        return "the alert has fired since the same moment"
    if sender.identity.may_link(active.link):
        return "not proven beyond the port in its link, for this Prometheus does not tell its host"
    return ""


def seen_again(fires: Firing, active: Active, sender: Sender, manager: Manager, again: Again | None) -> str:
    """The same, by what arrives in a while: of a pair, each replaces the link of the other."""
    found = seen_by(fires, active, sender, manager)
    until = time.monotonic() + RESENDING
    while not found and again is not None and sender.identity.is_known and time.monotonic() < until:
        time.sleep(EACH)
        same = (one for one in again() if one.labels == active.labels)
        found = next((said for one in same if (said := seen_by(fires, one, sender, manager))), "")
    return found


def foreign(name: str, active: Active, sender: Sender, manager: Manager) -> str:
    """Why nobody knows whether an alert came from this Prometheus."""
    more = f" and {len(sender.active) - SHOWN} more" if len(sender.active) > SHOWN else ""
    link = plain(active.link) if active.link else "nowhere"
    sends = f"it sends to {', '.join(sender.active[:SHOWN])}{more}"
    return (
        f"whether alerts of {sender.said} arrive at {manager.said} is not proven: its {name} may be of another one, "
        f"for its link leads to {link}, {sender.identity.said}, and {sends}"
    )


def _place(url: str) -> tuple[str, int] | None:
    """Host and port."""
    try:
        _, host, port = parts_of(url).origin
    except NoUrl:
        return None
    return ("127.0.0.1" if host == "localhost" else host), port
