"""Why there is no response: each kind of error with what to check, and a line to repeat the request."""

from __future__ import annotations

from collections.abc import Mapping

from pytest_golive.errors import CannotMeasure
from pytest_golive.masking.known import MASK

# What to check, by the kind of error.
CURES: Mapping[str, str] = {
    "dns": "check the spelling of the host in the target's url, and that this machine's resolver knows it",
    "refused": "check that the service runs and listens on that port, and that no firewall refuses this machine",
    "unreachable": "check the network between this machine and the service: route, VPN, firewall",
    "no connection": "check that route, VPN and firewall let this machine through, or allow more with the target's "
    "connect_timeout",
    "timeout": "see what the service is busy with, or allow more with the target's timeout",
    "tls": "see what the server's log says of the handshake, and which versions and ciphers it allows",
    "no tls": "check scheme and port of the target's url: what answers there does not speak TLS",
    "tls version": "let the server speak TLS 1.2 or 1.3, as browsers demand",
    "tls name": "check the host in the target's url, and that the server has a site of that name",
    "certificate": "compare what the server shows with what is meant to be there: openssl s_client -connect HOST:PORT",
    "certificate expired": "renew the certificate, and have the server load the new one",
    "certificate early": "check the clocks of this machine and of the issuer, or wait until the certificate is valid",
    "certificate name": "ask by a name that the certificate holds (the target's url), or have this name put into it",
    "certificate self-signed": "have an authority sign the certificate, or name the file that vouches for it in the "
    "target's ca_file",
    "certificate chain": "let the server send its whole chain: behind its own certificate the intermediate one that "
    "signed it (fullchain.pem of most tools)",
    "certificate authority": "if that authority is one of your own, name its certificate, as it is now, in the "
    "target's ca_file; else have one sign the certificate that this machine trusts, or renew this machine's "
    "ca-certificates",
    "certificate key": "put the authority's certificate, as it is now, into the target's ca_file; if it is that "
    "already, let the server send the intermediate one that signed its own: one of that name has another key",
    "certificate issuer": "see who signed the certificate: if an intermediate one did, the server must send the whole "
    "chain; if an authority of your own did, the target's ca_file must name it",
    "certificate revoked": "replace the certificate: its issuer has revoked it",
    "client certificate": "name one that the service accepts in the target's client_certificate: cert_file, key_file "
    "and, where the key has one, passphrase_env",
    "client certificate refused": "name a certificate in the target's client_certificate that is in force, and signed "
    "by an authority that the service trusts for clients",
    "garbage": "check that the url leads to an HTTP service: scheme, port, and what is in front of it",
    "malformed": "fix what the service, or the proxy before it, sends: strict clients and proxies refuse it, too",
    "http2": "name a url that speaks HTTP/1.1, too, as most proxies do (Node.js: allowHTTP1); pytest-golive does not "
    "speak HTTP/2 alone",
    "grpc": "name the url of its HTTP/1.1 side, such as a gateway or a separate health endpoint; pytest-golive does "
    "not speak gRPC",
    "no json": "see what the service, or what stands before it, sent instead; name a path that answers in JSON",
    "no keys": "see whether the issuer publishes its keys there: a JSON Web Key Set with at least one key",
    "metadata": "check that the address is the issuer's, and that it publishes what is missing",
    "too large": "name a path with a shorter answer, or allow more with the target's max_body",
    "packed": "let the service send a plain or gzip body that unpacks to what max_body allows",
    "no url": "write a whole URL with http or https and a host, such as https://shop.example/orders",
    "bad redirect": "let Location name one path, or one whole address with http or https",
    "redirects": "name the address at the end of the chain, or fix the loop",
    "cut off": "see the log of the service, and of the proxy before it, for why the body ended early",
    "refused here": "see the permissions of the target: production, allow, and --golive-allow",
    "private": "if that host is meant to be asked, let the settings permit private ones: documentation.links.private",
    "clear text": "give the target an https url; only this machine itself is talked to in clear text",
    "no token": "check client id, secret, scope and resource in the target's auth against what the issuer knows",
    "stood still": "measure again: stop other programs on this machine, and do not pause this process",
    "server error": "see the log of the service for the error behind the status",
}


# Errors of TLS and certificates, which the gate about transport judges.
OF_TLS = frozenset(kind for kind in CURES if kind in {"tls", "no tls"} or kind.startswith(("tls ", "certificate")))


# The machine of the service answers, or has taken the request: it is the service that does not serve. Whether a name
# that is not resolved, or a network without a route, is that of the service or of this machine, nobody knows.
OF_SERVICE = frozenset({"refused", "cut off", "timeout"})
# What is no word about the service if this machine stood still meanwhile, and what that is called then.
OF_WAITING, STOOD_STILL = frozenset({"timeout", "cut off", "no connection"}), "stood still"
HALF = 0.5  # of the time that a request may take: a machine that stood still for so long may be why it failed


def if_standing(kind: str, what: str, stood: float, limit: float) -> tuple[str, str]:
    """*kind* and *what* of an error; others if this machine stood still for so long that they prove nothing.

    Args:
        kind: one of `CURES`.
        what: what happened.
        stood: seconds during the request.
        limit: seconds that it may take.
    """
    if kind not in OF_WAITING or stood < HALF * limit:
        return kind, what
    return STOOD_STILL, f"{what}, but this machine stood still for {stood:.1f} s meanwhile, so that proves nothing"


class Unreachable(CannotMeasure):
    """There is no usable response.

    Attributes:
        kind: one of `CURES`.
        curl: a line that repeats the request; secrets are replaced by their variables or hidden.
    """

    def __init__(self, what: str, cure: str = "", *, path: str = "", line: int = 0) -> None:
        super().__init__(what, cure, path=path, line=line)
        self.kind = ""
        self.curl = ""

    @property
    def is_of_service(self) -> bool:
        """Whether it is certain that the service does not serve, and not this machine or the network."""
        return self.kind in OF_SERVICE

    def __reduce__(self) -> tuple[object, ...]:
        # Pickled for other workers, including the kind.
        return (_rebuild, (self.what, self.cure, self.kind, self.curl))


def unreachable(kind: str, what: str, curl: str = "", *, also: str = "") -> Unreachable:
    """An `Unreachable` of *kind* with its fix, perhaps with an addition, and a line to repeat the request."""
    cures = [CURES[kind], also, f"to repeat: {curl}" if curl else ""]
    return _rebuild(MASK.hide(what), "; ".join(filter(None, cures)), kind, curl)


def _rebuild(what: str, cure: str, kind: str, curl: str) -> Unreachable:
    error = Unreachable(what, cure)
    error.kind = kind
    error.curl = curl
    return error
