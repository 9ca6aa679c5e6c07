"""Why a certificate is not trusted: the server omits an intermediate certificate, or the authority is unknown here.

OpenSSL has one message for both ("unable to get local issuer certificate"); the certificates that the server sends
distinguish them.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from typing import Any

from pytest_golive.service.credentials.trust import show, trust
from pytest_golive.service.http.trouble.handshakes import blind, shaken
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target

Shown = Mapping[str, Any]  # in the form of SSLSocket.getpeercert
# OpenSSL's messages about a chain that does not lead to a trusted authority (X509_verify_cert_error_string).
UNKNOWN_ISSUER = frozenset({2, 7, 19, 20, 21})
MOST_NAME = 80


def why_untrusted(target: Target) -> tuple[str, str]:
    """The kind of error, one of `unreachable.CURES`, and a description of the chain, "" if it is unknown.

    Args:
        target: its server is asked for its chain by another handshake; no request is sent.
    """
    return judged(chain_of(target), _trusted(target))


def judged(chain: Sequence[Shown], trusted: frozenset[object] = frozenset()) -> tuple[str, str]:
    """What is missing in a chain that could not be verified.

    Args:
        chain: the certificates from the server, its own first.
        trusted: names of the trusted authorities; if the chain leads to one of them, the keys differ.
    """
    if not chain:
        return "certificate issuer", ""
    top = _top(chain)
    leaf, name = chain[0], _name(top["issuer"])
    if top["issuer"] in trusted:
        return "certificate key", f"{name} is trusted here, but not all of the chain is signed with the keys shown"
    if top is not leaf:
        return "certificate authority", f"the chain that the server sends leads to {name}, which is not trusted here"
    if len(chain) > 1:
        return "certificate chain", f"{name}, which signed it, is not among the {len(chain)} that the server sends"
    alone = f"the server sends its own alone, and {name}, which signed it, is not known here"
    # Public authorities publish the URLs of their intermediate certificates; private ones seldom do.
    return "certificate chain" if leaf.get("caIssuers") else "certificate issuer", alone


def chain_of(target: Target) -> list[Shown]:
    """The certificates from the server, its own first; none if they cannot be read."""
    context = blind()
    try:
        if target.client_certificate is not None:
            show(context, target.client_certificate)
        with shaken(target, context) as connection:
            # Python 3.13 has a public method, which returns bytes; this one exists in all versions, and decodes them.
            sent = getattr(getattr(connection, "_sslobj", None), "get_unverified_chain", lambda: None)()
            return [certificate.get_info() for certificate in sent or ()]
    except (OSError, ValueError, Unreachable):
        return []


def _top(chain: Sequence[Shown]) -> Shown:
    """The last certificate reached without a gap from the server's own."""
    top, rest = chain[0], list(chain[1:])
    while above := next(
        (certificate for certificate in rest if certificate["subject"] == top["issuer"] != top["subject"]), None
    ):
        rest.remove(above)
        top = above
    return top


def _trusted(target: Target) -> frozenset[object]:
    return frozenset(authority["subject"] for authority in trust(target).get_ca_certs() if "subject" in authority)


def _name(issuer: Sequence[Sequence[tuple[str, str]]]) -> str:
    """A readable name: the common name, else the unit or the organization."""
    parts = {key: value for group in issuer for key, value in group}
    known = (parts[key] for key in ("commonName", "organizationalUnitName", "organizationName") if parts.get(key))
    name = " ".join(next(known, "an authority without a name").split())
    return f"'{''.join(char for char in name if char.isprintable())[:MOST_NAME]}'"


def is_of_chain(error: ssl.SSLCertVerificationError) -> bool:
    """Whether the error is that no trusted authority was found."""
    return error.verify_code in UNKNOWN_ISSUER
