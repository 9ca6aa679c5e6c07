"""A curl line that repeats a request: the same bytes, to the same address, with the same rules."""

from __future__ import annotations

import binascii
import ipaddress
import re
import string
from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pytest_golive.masking.known import HIDDEN, MASK
from pytest_golive.service.target import Target, bracketed, origin_of

if TYPE_CHECKING:
    import httpx

PLAIN = frozenset(f"{string.ascii_letters}{string.digits}_@%+=:,./~-")
LONGEST = 4_000
# Headers that curl sends by itself, and that say nothing about the request.
ITS_OWN = frozenset({"host", "connection", "content-length", "traceparent"})
# Characters with a meaning in curl's URLs: a range, a set, a parent folder.
GLOB, DOTS = re.compile(r"[\[\]{}]"), re.compile(r"/(\.|%2e)", re.IGNORECASE)
VARIABLE = re.compile(r"\$\{([A-Z_][A-Z0-9_]{0,100})\}")


def curl_of(request: httpx.Request, target: Target, address: str = "", local_address: str = "") -> str:
    """A line that repeats *request*; credentials are variables, and for other hidden values it says how to get them.

    Args:
        request: as sent.
        target: its target.
        address: the address connected to; "" if there was no connection.
        local_address: address it was sent from; "" for any.
    """
    url = str(request.url)
    arguments = ["curl", "-sS", "-i", "--noproxy '*'", "--http1.1", f"--max-time {target.timeout:g}"]
    arguments += _wire(target, url, address, local_address)
    arguments += _method(request.method)
    arguments += _headers(request.headers, urlsplit(url).netloc)
    arguments += _body(request.content, request.headers)
    path = url.partition("://")[2].partition("/")[2]
    arguments += ["-g"] if GLOB.search(path) else []
    arguments += ["--path-as-is"] if DOTS.search(f"/{path}") else []
    line = " ".join([*arguments, _quoted(url)])
    steps = [*MASK.steps(VARIABLE.findall(line)), *_left_out(line, request.content)]
    return f"{line}  # {'; '.join(steps)}" if steps else line


def _wire(target: Target, url: str, address: str, local_address: str) -> Iterator[str]:
    scheme, host, port = origin_of(url)
    if address and not _is_address(host):
        yield f"--resolve {host}:{port}:{bracketed(address)}"
    if local_address:
        yield f"--interface {local_address}"
    if scheme != "https":
        return
    if target.ca_file is not None:
        yield f"--cacert {_quoted(_near(target.ca_file))}"
    client = target.client_certificate
    if client is not None and origin_of(url) == target.origin:
        yield f"--cert {_quoted(_near(client.certificate))}"
        yield f"--key {_quoted(_near(client.key or client.certificate))}"
        if client.passphrase:
            yield f"--pass {_quoted(client.passphrase)}"


def _method(method: str) -> list[str]:
    if method == "GET":
        return []
    return ["-I"] if method == "HEAD" else [f"-X {method}"]


def _headers(headers: Mapping[str, str], authority: str) -> Iterator[str]:
    for name, value in headers.items():
        called = name.lower()
        if called == "host" and value != authority:
            yield f"-H {_quoted(f'Host: {value}')}"
        elif called == "user-agent":
            yield f"-A {_quoted(value)}"
        elif called == "accept-encoding":
            yield f"--compressed -H {_quoted(f'Accept-Encoding: {value}')}"
        elif called == "authorization" and (pair := _pair(value)):
            yield f"-u {_quoted(pair)}"
        elif called not in ITS_OWN and (called, value) != ("accept", "*/*"):
            # curl omits a header without a value, unless it ends with a semicolon.
            yield f"-H {_quoted(f'{name.title()}: {value}' if value else f'{name.title()};')}"


def _pair(value: str) -> str:
    """User and password of HTTP Basic, if the password has a variable; else ""."""
    scheme, _, coded = value.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        pair = b64decode(coded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    masked = MASK.hide(pair, name_variables=True)
    return pair if ":" in pair[1:] and HIDDEN not in masked and VARIABLE.search(masked) else ""


def _body(content: bytes, headers: Mapping[str, str]) -> Iterator[str]:
    if not content and "content-length" not in headers:
        return
    if "content-type" not in headers:
        yield '-H "Content-Type:"'  # else curl would call it a form
    if text := _text(content):
        yield f"--data-raw {_quoted(text)}"
    else:
        yield "--data-binary @BODY" if content else '--data-raw ""'


def _text(content: bytes) -> str:
    """The body, if a shell line can contain it."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return ""
    return text if text.isprintable() and len(text) <= LONGEST else ""


def _left_out(line: str, content: bytes) -> Iterator[str]:
    if HIDDEN in line:
        yield f"{HIDDEN}: a secret that the service has handed out, or one that was made up for this request"
    if "--data-binary @BODY" in line:
        yield f"BODY: a file with the body of {len(content):,} bytes"


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _near(path: Path) -> str:
    """A path relative to the folder of the run, where the reader will run curl."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _quoted(text: str) -> str:
    """Quoted for a POSIX shell: in double quotes, so that ``${VARIABLE}`` is replaced by its value."""
    masked = MASK.hide(text, name_variables=True)
    if masked and PLAIN.issuperset(masked):
        return masked
    escaped = re.sub(r'([\\"`])', r"\\\1", masked)
    escaped = re.sub(r"\$(?!\{[A-Z_][A-Z0-9_]{0,100}\})", r"\\$", escaped)
    # An interactive shell expands exclamation marks from its history, also inside double quotes.
    escaped = escaped.replace("!", "\"'!'\"")
    if not escaped.isprintable():
        escaped = "".join(char if char.isprintable() else "?" for char in escaped)
    return f'"{escaped}"'
