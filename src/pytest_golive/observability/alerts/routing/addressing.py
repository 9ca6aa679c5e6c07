"""Whether a receiver has somebody's address for one alert, and what of it only Alertmanager itself can see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pytest_golive.observability.alerts.routing.labels import TEMPLATE
from pytest_golive.observability.alerts.routing.receivers import ADDRESSES, Integration, Receiver, unreal
from pytest_golive.observability.alerts.routing.templates import Filling
from pytest_golive.observability.sources.trouble import clean

FILE: Final = "_file"
MARKS: Final = " #@,;"
ENVIRONMENT: Final = "proxy_from_environment"


def unaddressed(receiver: Receiver, filling: Filling) -> tuple[str, str]:
    """Why a receiver calls nobody for an alert, or the label on which that depends; "" for what is not so.

    Args:
        receiver: the receiver; one integration that calls somebody is enough.
        filling: what its templates are filled with.
    """
    judged = [_of_integration(one, filling) for one in receiver.integrations]
    if not judged or not all(fault or label for fault, label in judged):
        return "", ""
    label = next((label for _, label in judged if label), "")
    return ("", label) if label else ("; ".join(fault for fault, _ in judged), "")


def _of_integration(one: Integration, filling: Filling) -> tuple[str, str]:
    if one.fault:
        return one.fault, ""
    for key, value in _templates(one):
        filled, label = filling.fill(value)
        if label:
            return "", label
        if filled is not None and (why := _nobodys(filled)):
            return f"its {one.kind} has {why} as '{key}' with the labels of this alert ({clean(value)[:80]})", ""
    return "", ""


def unseen(receiver: Receiver, filling: Filling) -> Iterator[str]:
    """What of a receiver nobody but Alertmanager can see: addresses and keys in files, proxies, complex templates."""
    for one in receiver.integrations:
        for key, value in sorted(one.settings.items()):
            if key.endswith(FILE) and value:
                yield f"what its {one.kind} reads from {key}"
        proxy = one.proxies.get("proxy_url") or (one.proxies.get(ENVIRONMENT) == "true" and ENVIRONMENT)
        if proxy:
            yield f"whether the proxy of its {one.kind} lets it through"
        for key, value in _templates(one):
            if filling.fill(value) == (None, ""):
                yield f"what '{key}' of its {one.kind} comes to ({clean(value)[:80]})"


def _templates(one: Integration) -> Iterator[tuple[str, str]]:
    for key in sorted(ADDRESSES & set(one.settings)):
        value = one.settings[key]
        if isinstance(value, str) and TEMPLATE in value:
            yield key, value


def _nobodys(filled: str) -> str:
    """Why an address is nobody's, such as "@shop.io", for which no label gave a name."""
    if all(_is_nothing(part.strip()) for part in filled.split(",")):
        return "nothing"
    return unreal(filled)


def _is_nothing(part: str) -> bool:
    return not part.strip(MARKS) or (part.startswith("@") and "." in part)
