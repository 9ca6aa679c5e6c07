"""What may leave this machine: decided for each request before it is sent, whoever sends it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, MutableMapping
from html import unescape
from urllib.parse import unquote

from pytest_golive.masking.known import MASK
from pytest_golive.service.addresses.hosts import address_of
from pytest_golive.service.addresses.naming import is_home, named_production
from pytest_golive.service.addresses.neighbours import meets_production, unseen_production
from pytest_golive.service.addresses.origins import Origin, origin_of, plain
from pytest_golive.service.answers.redirects import joined
from pytest_golive.service.bodies.packing import Sealed, layers
from pytest_golive.service.http.overriding import override_of
from pytest_golive.service.http.unreachable import unreachable
from pytest_golive.service.target import READ_ONLY, Target

__all__ = [
    "changes", "check_addresses", "check_clear_text", "check_method", "check_public", "joined", "keep_home", "plain",
]  # fmt: skip

# They go only to the target, whatever their value.
CREDENTIAL_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
JSON_CHAR = re.compile(r"\\u([0-9a-fA-F]{4})")
LONG = 200_000
NOTHING: Mapping[str, str] = {}


def changes(method: str, url: str, headers: Mapping[str, str] = NOTHING, content: bytes = b"") -> str:
    """What makes a request more than a read: its method, or what overrides its method; "" if it only reads."""
    override = override_of(url, headers, content)
    if override:
        return f"{method} {plain(url)} with {override}"
    return "" if method.upper() in READ_ONLY else f"{method} {plain(url)}"


def check_method(  # noqa: PLR0913, PLR0917 -- everything that makes up a request
    target: Target,
    method: str,
    url: str,
    purpose: str,
    headers: Mapping[str, str] = NOTHING,
    content: bytes = b"",
) -> None:
    """Allow only read-only requests to production, unless *purpose* is permitted there.

    Production may also be reached through another target: by a complete URL, a redirect that keeps the method, or
    another name in the Host header.

    Raises:
        Unreachable: the request must not be sent.
    """
    named = named_production(target, url, headers)
    is_theirs = target.is_customers(origin_of(url))
    if not (target.production or is_theirs or named):
        return
    what = changes(method, url, headers, content)
    if not what:
        return
    if not target.production:
        raise _astray(target, what, "" if is_theirs else f" by its Host header, {named}")
    if target.may(purpose or "write"):
        return
    name = purpose or "write"
    is_production = f"counts as production ({target.stands_for})" if target.stands_for else "is production"
    raise unreachable(
        "refused here",
        f"{what} was not sent: {target.name} {is_production}, and only read-only requests go there "
        f"({target.to_permit(name)})",
    )


def check_addresses(target: Target, what: str, origin: Origin, addresses: Iterable[str]) -> None:
    """Block requests that change something if they go, or may go, to an address of production under another name.

    Args:
        target: the target of the request.
        what: `changes` of the request; "" if it only reads.
        origin: of its URL.
        addresses: the addresses of its host.

    Raises:
        Unreachable: the request must not be sent.
    """
    if not what:
        return
    sharing = f"write shares_address = true for {target.name}"
    if address := meets_production(target, origin, addresses):
        cure = f"; if another virtual host answers there, {sharing}"
        raise _astray(target, what, f" by its address, {address}", "" if address_of(origin[1]) else cure)
    if unseen := unseen_production(target, origin):
        name = "use a name instead of the address, and " if address_of(origin[1]) else ""
        raise unreachable(
            "refused here",
            f"{what} was not sent: whether it goes to production is unknown, since {unseen}, which is production, does "
            f"not resolve on this machine; if production is told apart by its name alone, {name}{sharing}",
        )


def check_public(target: Target, url: str, addresses: Iterable[str]) -> None:
    """Allow requests to URLs that others wrote only to addresses of the public internet.

    Raises:
        Unreachable: the target is for such URLs, and one of *addresses* is not public.
    """
    for address in addresses if target.public_only else ():
        found = address_of(address)
        if found is None or not found.is_global or found.is_multicast:
            what = f"nothing was sent to {plain(url)}: {address} is this machine's, or of a private network"
            raise unreachable("private", what)


def check_clear_text(url: str, addresses: Iterable[str]) -> None:
    """Allow clear text only to this machine.

    Args:
        url: of the request.
        addresses: the addresses of its host.

    Raises:
        Unreachable: someone on the network could read it.
    """
    if origin_of(url)[0] == "https":
        return
    for address in addresses:
        found = address_of(address)
        if found is None or not found.is_loopback:
            raise unreachable(
                "clear text", f"nothing was sent to {plain(url)}: it is plain http, and {address} is not this machine"
            )


def keep_home(target: Target, url: str, headers: MutableMapping[str, str], content: bytes) -> None:
    """Remove credentials from requests to any origin but the target's own.

    Raises:
        Unreachable: one is in the URL or in the body, where it cannot be removed; or the body cannot be inspected.
    """
    if is_home(target, url, headers):
        return
    try:
        carried = any(map(_has_secret, layers(content, headers.get("content-encoding", ""))))
    except Sealed as error:
        raise unreachable(
            "refused here",
            f"nothing was sent to {plain(url)}: its body may hold a credential of {target.name}, and cannot be "
            f"looked into ({error})",
        ) from None
    for name in list(headers):
        line = f"{name}: {headers[name]}".encode("utf-8", "replace")
        if name.lower() in CREDENTIAL_HEADERS or _has_secret(line):
            del headers[name]
    if carried or _has_secret(url.encode("utf-8", "replace")):
        raise unreachable(
            "refused here", f"nothing was sent to {plain(url)}: a credential of {target.name} would have gone along"
        )


def _has_secret(body: bytes) -> bool:
    """Whether *body* contains a credential, in any encoding that makes it text."""
    text = body.decode("latin-1")
    # UTF-16 and UTF-32 have zeros between ASCII characters.
    return any(MASK.hide(variant) != variant for variant in _unquoted({text, text.replace("\0", "")}))


def _unquoted(texts: set[str]) -> set[str]:
    """*texts*, and what readers decode from them: as URLs, JSON and HTML."""
    rounds = 2 if max(map(len, texts)) < LONG else 1
    for _ in range(rounds):  # quoted text may be quoted twice
        texts = texts | {form for text in texts for form in (unquote(text), unescape(text), JSON_CHAR.sub(_char, text))}
    return texts


def _char(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _astray(target: Target, what: str, how: str, cure: str = "") -> Exception:
    why = f"that is production{how}, and {target.name}, which it was sent for, is not{cure}"
    return unreachable("refused here", f"{what} was not sent: {why}")
