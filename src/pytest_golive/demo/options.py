"""The command line of the service."""

from __future__ import annotations

import argparse
import ipaddress
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from pytest_golive.demo.faults import Fault, named
from pytest_golive.demo.paths.limiter import Rate

ELSEWHERE = "GOLIVE_DEMO_ELSEWHERE"
TRACES = "GOLIVE_DEMO_TRACES"
# A different origin from any port of the service, where nothing listens.
NOWHERE = "http://127.0.0.1:1/"


def loopback(host: str) -> str:
    """Check that a host is this machine.

    Raises:
        ValueError: it is not.
    """
    try:
        here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = False
    if not here:
        raise ValueError(f"{host!r} is not this machine; the demo runs on 127.0.0.1, ::1 or localhost only")
    return host


def loopback_url(url: str) -> str:
    """Check that a URL leads to this machine.

    Raises:
        ValueError: it does not.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise ValueError(f"{url!r} is no URL such as {NOWHERE}")
    loopback(parts.hostname or "")
    return url


def prefix(path: str) -> str:
    """Check a base path; returned without its final slash.

    Raises:
        ValueError: it is invalid.
    """
    path = path.rstrip("/")
    if path and not re.fullmatch(r"(/[\w.~-]+)+", path):
        raise ValueError(f"{path!r} is no path such as /shop")
    return path


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Parse the command line; errors end the process with status 2."""
    parser = _parser()
    read = parser.parse_args(arguments)
    try:
        read.host = loopback(read.host)
        read.root_path = prefix(read.root_path)
        read.elsewhere = loopback_url(read.elsewhere)
        read.traces = read.traces and loopback_url(read.traces)
        read.stock = read.stock and loopback_url(read.stock)
        read.fault = named(read.fault)
        read.rate = Rate.parse(read.rate)
    except ValueError as error:
        parser.error(str(error))
    if bool(read.tls_cert) != bool(read.tls_key):
        parser.error("--tls-cert and --tls-key go together")
    if not 0 <= read.port <= 65_535:  # noqa: PLR2004 - TCP has no more
        parser.error(f"there is no port {read.port}")
    return read


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pytest_golive.demo",
        description="Run the reference service on this machine until SIGTERM or SIGINT.",
        epilog="faults:\n" + "\n".join(f"  {fault:24} {fault.meaning}" for fault in Fault),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address of this machine (default: %(default)s)")
    add("--port", type=int, default=0, help="0, the default, is a free one")
    add("--version", default="1.0.0", help="version that /version says (default: %(default)s)")
    add("--commit", default="unknown", help="commit that /version says")
    add("--instance", default="demo-1", help="instance that /version says (default: %(default)s)")
    add("--fault", action="append", default=[], metavar="NAME", help="switch a fault on; may be repeated")
    add(
        "--credentials",
        metavar="FILE|-",
        help="JSON of the credentials; '-': one line of stdin, whose end also ends the service; "
        "a FILE that does not exist is made, with new ones, for you only",
    )
    add("--rate", default="10/2s", help="what /search accepts to each client (default: %(default)s)")
    add("--root-path", default="", metavar="/PATH", help="path that everything is below")
    add("--session-refusal", type=int, choices=(302, 401), default=302, help="how /account refuses (default: 302)")
    add("--service", default="shop", help="its name in traces (default: %(default)s)")
    add(
        "--stock",
        default="",
        metavar="URL",
        help="another demo on this machine, which /availability asks for the stock",
    )
    add(
        "--traces",
        default=os.environ.get(TRACES, ""),
        metavar="URL",
        help="where spans go by OTLP/JSON, on this machine, such as http://127.0.0.1:4318/v1/traces "
        f"(default: ${TRACES}, or nowhere)",
    )
    add("--control", action="store_true", help="have PUT /-/faults, for those who know the control token")
    add("--tls-cert", type=Path, metavar="FILE", help="certificate, PEM; the service then speaks https")
    add("--tls-key", type=Path, metavar="FILE", help="its key, PEM, not encrypted")
    add(
        "--elsewhere",
        default=os.environ.get(ELSEWHERE, NOWHERE),
        metavar="URL",
        help=f"where faults lead that lead to another origin, on this machine (default: ${ELSEWHERE}, or {NOWHERE})",
    )
    return parser
