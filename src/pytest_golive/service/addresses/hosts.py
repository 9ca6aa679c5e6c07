"""The normal form of a host, by the URL standard (WHATWG) and IDNA 2008.

``PROD.example.``, ``%70rod.example`` and the same in full-width letters are one host; so are ``127.1``, ``0x7f000001``
and ``[::ffff:127.0.0.1]``. Everything that is compared, resolved or connected to is in this form.
"""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote_to_bytes

LONGEST_NAME: Final = 253
LONGEST_LABEL: Final = 63
LONGEST_TEXT: Final = 2_000
FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")
BAD_PERCENT: Final = re.compile(r"%(?![0-9a-fA-F]{2})")
NUMBER: Final = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+", re.ASCII)
ZONE: Final = re.compile(r"[\w.:-]+", re.ASCII)
PUNYCODE: Final = "xn--"
JOINERS: Final = frozenset("\u200c\u200d")
MOST_PARTS: Final = 4


class NoHost(ValueError):
    """Not a host; the message says why, and quotes nothing of it."""


@lru_cache(maxsize=512)
def host_of(text: str) -> str:
    """The normal form of a host: an address without brackets, or a lower-case name in A-labels, without a final dot.

    Args:
        text: as in a URL or a Host header, without the port; an IPv6 address with or without brackets.

    Raises:
        NoHost: it is not a host.
    """
    if not text:
        raise NoHost("it names no host")
    if len(text) > LONGEST_TEXT:
        raise NoHost("the name of its host is too long")
    if text.startswith("[") or text.count(":") > 1:
        return _of_ipv6(text)
    name = _mapped(_unquoted(text))
    if FORBIDDEN.search(name):
        raise NoHost("its host holds a character that no host may hold")
    name = name.removesuffix(".")
    labels = name.split(".")
    if NUMBER.fullmatch(labels[-1]) or (len(labels) == 1 and not name):
        return _of_ipv4(name)
    if "" in labels:
        raise NoHost("the name of its host has an empty part")
    name = ".".join(map(_label, labels))
    if len(name) > LONGEST_NAME or max(map(len, name.split("."))) > LONGEST_LABEL:
        raise NoHost("the name of its host is longer than names can be")
    return name


def address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a normalised host or a DNS answer is; None for a name.

    An IPv4 address inside an IPv6 address is unwrapped.
    """
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return _inner(found) if isinstance(found, ipaddress.IPv6Address) else found


def bracketed(host: str) -> str:
    """A host for URLs and messages: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address inside an IPv6 address: mapped (RFC 4291), or translated by NAT64 (RFC 6052)."""
    if address.ipv4_mapped:
        return address.ipv4_mapped
    number = int(address)
    if number >> 32 == 0x0064FF9B << 64:
        return ipaddress.IPv4Address(number & 0xFFFFFFFF)
    return address


def _of_ipv6(text: str) -> str:
    inside = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    number, percent, zone = inside.partition("%")
    zone = zone.removeprefix("25") if len(zone) > 2 else zone  # noqa: PLR2004 -- RFC 6874 writes %25 before it
    if percent and not ZONE.fullmatch(zone):
        raise NoHost("its host is no IPv6 address: the zone is none")
    try:
        found = _inner(ipaddress.IPv6Address(number))
    except ValueError:
        raise NoHost("its host is no IPv6 address") from None
    return f"{found}%{zone}" if percent and isinstance(found, ipaddress.IPv6Address) else str(found)


def _of_ipv4(text: str) -> str:
    """An IPv4 address of one to four parts, each decimal, octal or hexadecimal; the last fills the remaining bytes."""
    parts = text.split(".")
    if len(parts) > MOST_PARTS or not all(NUMBER.fullmatch(part) for part in parts):
        raise NoHost("its host ends in a number and is no IPv4 address")
    try:
        *first, last = map(_number, parts)
    except ValueError:
        raise NoHost("its host ends in a number and is no IPv4 address") from None
    if any(number > 255 for number in first) or last >= 256 ** (MOST_PARTS + 1 - len(parts)):  # noqa: PLR2004 -- bytes
        raise NoHost("its host is an IPv4 address with a number that is too large")
    total = last + sum(number << 8 * (3 - place) for place, number in enumerate(first))
    return str(ipaddress.IPv4Address(total))


def _number(text: str) -> int:
    if text[:2].lower() == "0x":
        return int(text[2:] or "0", 16)
    return int(text, 8) if len(text) > 1 and text.startswith("0") else int(text)


def _unquoted(text: str) -> str:
    if "%" not in text:
        return text
    if BAD_PERCENT.search(text):
        raise NoHost("its host holds a '%' that quotes nothing")
    try:
        return unquote_to_bytes(text).decode("utf-8")
    except UnicodeDecodeError:
        raise NoHost("its host holds quoted bytes that are no text") from None


def _mapped(name: str) -> str:
    """*name* in lower case, with full-width digits, letters and dots replaced (UTS 46)."""
    if name.isascii():
        return name.lower()
    import idna

    try:
        return idna.uts46_remap(name, std3_rules=False, transitional=False)
    except (idna.IDNAError, UnicodeError):
        raise NoHost("its host is no internationalised name") from None


def _label(label: str) -> str:
    """One label of a name, in ASCII."""
    if label.isascii() and not label.startswith(PUNYCODE):
        return label
    import idna

    try:
        return idna.alabel(label).decode("ascii")
    except idna.InvalidCodepoint:
        return _beyond_idna(label)
    except (idna.IDNAError, UnicodeError, ValueError):
        raise NoHost("its host is no internationalised name") from None


def _beyond_idna(label: str) -> str:
    """A label that browsers accept and IDNA 2008 does not, such as one of emoji, in its single ASCII form."""
    try:
        plain = label.removeprefix(PUNYCODE).encode("ascii").decode("punycode") if label.isascii() else label
        spelt = PUNYCODE + plain.encode("punycode").decode("ascii")
    except (UnicodeError, ValueError):
        raise NoHost("its host is no internationalised name") from None
    if plain.isascii() or _mapped(plain) != plain or JOINERS & set(plain):
        raise NoHost("its host is no internationalised name")
    return spelt
