"""What may leave this machine: judged for each request, before the wire, wherever it comes from."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, MutableMapping
from urllib.parse import urljoin, urlsplit

from pytest_golive.masking import MASK
from pytest_golive.service.target import READ_ONLY, Target, bracketed, origin_of
from pytest_golive.service.unreachable import unreachable

# They go to the target and to nobody else, whatever their value.
CREDENTIAL_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})

# They make another method of a GET, where frameworks heed them.
OVERRIDES = frozenset({"x-http-method-override", "x-http-method", "x-method-override"})


def check_method(target: Target, method: str, url: str, purpose: str, headers: Iterable[str] = ()) -> None:
    """Let only read-only requests through to production, unless *purpose* is permitted there.

    Production is also reached by way of another target: by a whole URL, or a redirect that keeps the method.

    Raises:
        Unreachable: the request must not be sent.
    """
    overrides = OVERRIDES.intersection(name.lower() for name in headers)
    if method.upper() in READ_ONLY and not overrides:
        return
    is_astray = not target.production and origin_of(url) in target.customers
    if target.may(purpose or "write") and not is_astray:
        return
    name = purpose or "write"
    what = f"{method} {plain(url)}" + (f" with {min(overrides)}" if overrides else "")
    if is_astray:
        why = f"that is production, and {target.name}, which it was sent for, is not"
    else:
        why = (
            f"{target.name} is production, and only read-only requests go there "
            f"(to permit it: allow = [{name!r}] in [tool.golive.targets.{target.name}], and --golive-allow={name})"
        )
    raise unreachable("refused here", f"{what} was not sent: {why}")


def check_clear_text(url: str, addresses: Iterable[str]) -> None:
    """Let clear text go to this machine only.

    Args:
        url: where to.
        addresses: what its host resolves to.

    Raises:
        Unreachable: somebody between here and there could read it.
    """
    if urlsplit(url).scheme == "https":
        return
    far = [address for address in addresses if not ipaddress.ip_address(address.partition("%")[0]).is_loopback]
    if far:
        raise unreachable(
            "clear text", f"nothing was sent to {plain(url)}: it is plain http, and {far[0]} is not this machine"
        )


def keep_home(target: Target, url: str, headers: MutableMapping[str, str], content: bytes) -> None:
    """Take credentials out of what goes to any origin but the target's own.

    Raises:
        Unreachable: one stands in the URL or in the body, where it cannot be taken out.
    """
    if origin_of(url) == target.origin:
        return
    for name in list(headers):
        value = headers[name]
        if name.lower() in CREDENTIAL_HEADERS or MASK.hide(value) != value:
            del headers[name]
    if MASK.hide(url) != url or MASK.hide(content.decode("latin-1")) != content.decode("latin-1"):
        raise unreachable(
            "refused here", f"nothing was sent to {plain(url)}: a credential of {target.name} would have gone along"
        )


def joined(url: str, reference: str) -> str:
    """Where *reference*, from an answer of *url*, leads.

    Raises:
        Unreachable: it is no URL.
    """
    try:
        found = urljoin(url, reference)
        _ = urlsplit(found).port
    except ValueError:
        raise unreachable("garbage", f"{plain(url)}: it leads to what is no URL") from None
    return found


def plain(url: str) -> str:
    """A URL as a message may show it: without query, fragment and secrets."""
    parts = urlsplit(url)
    host = bracketed(parts.hostname or "")
    host = f"{host}:{parts.port}" if parts.port else host
    return MASK.hide(f"{parts.scheme}://{host}{parts.path}")
