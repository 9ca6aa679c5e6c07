"""Why no answer came: each kind of trouble with what to check, and a line to repeat the request."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK

# What to check, by the kind of trouble.
CURES: Mapping[str, str] = {
    "dns": "check the spelling of the host in the target's url, and that this machine's resolver knows it",
    "refused": "check that the service runs and listens on that port, and that no firewall refuses this machine",
    "unreachable": "check the network between this machine and the service: route, VPN, firewall",
    "timeout": "see what the service is busy with, or allow more with the target's timeout and connect_timeout",
    "tls": "check certificate, chain and host name; name a private authority in the target's ca_file",
    "garbage": "check that the url leads to an HTTP service: scheme, port, and what stands in front of it",
    "too large": "name a path with a shorter answer, or allow more with the target's max_body",
    "packed": "let the service send a plain or gzip body that unpacks to what max_body allows",
    "no url": "write a whole URL with http or https and a host, such as https://shop.example/orders",
    "bad redirect": "let Location name one path, or one whole address with http or https",
    "redirects": "name the address that the chain ends at, or mend the loop",
    "cut off": "see the log of the service, and of the proxy before it, for why the body ended early",
    "refused here": "see the permissions of the target: production, allow, and --golive-allow",
    "clear text": "give the target an https url; only this machine itself is talked to in clear text",
    "no token": "check client id, secret, scope and resource in the target's auth against what the issuer knows",
    "server error": "see the log of the service for the error behind the status",
}


class Unreachable(CannotMeasure):
    """There is no usable answer.

    Attributes:
        kind: one of `CURES`.
        curl: a line that repeats the request; secrets are named by their variables or hidden.
    """

    def __init__(self, what: str, cure: str = "", *, path: str = "", line: int = 0) -> None:
        super().__init__(what, cure, path=path, line=line)
        self.kind = ""
        self.curl = ""

    def __reduce__(self) -> tuple[object, ...]:
        # Shared among workers; the kind goes along.
        return (_rebuild, (self.what, self.cure, self.kind, self.curl))


def unreachable(kind: str, what: str, curl: str = "") -> Unreachable:
    """An `Unreachable` of *kind* with its cure."""
    repeat = f"; to repeat: {curl}" if curl else ""
    return _rebuild(MASK.hide(what), f"{CURES[kind]}{repeat}", kind, curl)


def _rebuild(what: str, cure: str, kind: str, curl: str) -> Unreachable:
    error = Unreachable(what, cure)
    error.kind = kind
    error.curl = curl
    return error
