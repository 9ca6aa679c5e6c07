"""Types of settings about services: URLs, paths, headers, names of environment variables."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from pytest_golive.service.addresses.hosts import address_of
from pytest_golive.service.addresses.origins import NoUrl, parts_of
from pytest_golive.settings.values.checks import text

TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*", re.ASCII)
TOO_HIGH = 65_536
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
SECRET_HEADER = re.compile(r"auth|cookie|token|secret|passw|api-?_?key|credential", re.IGNORECASE)


def address(value: str) -> str:
    """Host and port to connect to."""
    host, _, port = value.rpartition(":")
    if not host or re.search(r"\s", host) or not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < TOO_HIGH:
        raise ValueError("must be a host and a port, such as '0.0.0.0:5557'")
    return value


def url(value: str) -> str:
    """The URL of a service, without credentials."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError("is not a URL; write 'https://host' or 'https://host:8443/base'") from None
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("must be a URL with http or https and a host, such as 'https://staging.example.org'")
    if "@" in parts.netloc:
        raise ValueError("must not contain credentials: everyone who can read the repository could read them")
    try:
        parts_of(value)
    except NoUrl as error:
        raise ValueError(f"is not a URL ({error}); write 'https://host' or 'https://host:8443/base'") from None
    if parts.query or parts.fragment or re.search(r"\s", value):
        raise ValueError("must end with its path: no query, no fragment, no white space")
    return value


def is_loopback(value: str) -> bool:
    """Whether the host of a URL is this machine, judged only by its spelling."""
    host = parts_of(value).host
    address = address_of(host)
    return address.is_loopback if address else host == "localhost" or host.endswith(".localhost")


def url_path(value: str) -> str:
    """A path below a target's URL, perhaps with a query."""
    if not value.startswith("/") or value.startswith("//"):
        raise ValueError("must be a path that begins with one '/'; the host is part of the target's url")
    if "#" in value or re.search(r"[\s\x00-\x1f\x7f\\]", value):
        raise ValueError("must hold no '#', no backslash and no white space; write %20 for a space")
    if any(SECRET_HEADER.search(name) and content for name, content in parse_qsl(urlsplit(value).query)):
        raise ValueError("must not contain credentials: everyone who can read the repository could read them")
    return value


def shows(value: object) -> object:
    """Text of the data, or a table of such texts by path; "" stands for all paths."""
    return {"": text(value)} if isinstance(value, str) else value


def shown_path(value: str) -> str:
    """A path with data; "" for all."""
    return url_path(value) if value else value


def destination(value: str) -> str:
    """A glob for the target of a redirect."""
    if not value.startswith(("/", "*", "http://", "https://")) or re.search(r"\s", value):
        raise ValueError("must begin with '/', 'https://' or '*', and hold no white space")
    return value


def header_name(value: str) -> str:
    """The name of a header."""
    if not TOKEN.fullmatch(value):
        raise ValueError("is not the name of a header")
    return value


def prefix(value: str) -> str:
    """The word before a token in a header; "" for none."""
    if value and not TOKEN.fullmatch(value):
        raise ValueError("must be one word, such as 'Token', or '' for none; never the token itself")
    return value


def plain_header(value: str) -> str:
    """The name of a header that contains no credential."""
    if SECRET_HEADER.search(header_name(value)):
        raise ValueError("carries a credential, which must not be in a file; see auth and api_keys")
    return value


def header_value(value: str) -> str:
    """A valid header value."""
    if not value.isprintable() or not value.isascii():
        raise ValueError("must be one line of ASCII")
    return value


def method(value: str) -> str:
    """An HTTP method."""
    if value not in METHODS:
        raise ValueError(f"must be one of {', '.join(METHODS)}, in capitals")
    return value


def mailbox(text: str) -> str:
    """One address of e-mail, with or without a name.

    Raises:
        ValueError: it is none, or several, or would begin another header.
    """
    from email.utils import getaddresses

    found = [address for _, address in getaddresses([text])]
    if not text.isprintable() or len(found) != 1 or not found[0] or any(map(str.isspace, found[0])):
        raise ValueError(f"{text!r} is not one address of e-mail; give each address an entry of its own")
    return text


def variable(value: str) -> str:
    """The name of an environment variable; a secret written here by mistake is not repeated in the message."""
    if not VARIABLE.fullmatch(value):
        raise ValueError("must be the name of an environment variable, in capitals; never the secret itself")
    return value
