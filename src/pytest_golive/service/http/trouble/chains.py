"""Why nobody vouches for a certificate: a link that the server does not send, or an authority that is not known here.

OpenSSL has one word for both ("unable to get local issuer certificate"); the certificates that the server sends tell
them apart.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from typing import Any

from pytest_golive.service.credentials.trust import show, trust
from pytest_golive.service.http.trouble.handshakes import blind, shaken
from pytest_golive.service.http.unreachable import Unreachable
from pytest_golive.service.target import Target

Shown = Mapping[str, Any]  # as SSLSocket.getpeercert has it
# What OpenSSL says of a chain that leads to nobody it trusts (X509_verify_cert_error_string).
UNKNOWN_ISSUER = frozenset({2, 7, 19, 20, 21})
MOST_NAME = 80


def why_untrusted(target: Target) -> tuple[str, str]:
    """The kind of trouble, one of `unreachable.CURES`, and what was seen of the chain, "" if nothing was.

    Args:
        target: whose server is asked for its chain once more, by a handshake over which nothing is sent.
    """
    return judged(chain_of(target), _trusted(target))


def judged(chain: Sequence[Shown], trusted: frozenset[object] = frozenset()) -> tuple[str, str]:
    """What a chain lacks that could not be verified.

    Args:
        chain: what the server sent, its own certificate first.
        trusted: names of the authorities that are trusted; where the chain leads to one of them, a key is another one.
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
    # Authorities that the world trusts say where their intermediate certificates lie; others seldom do.
    return "certificate chain" if leaf.get("caIssuers") else "certificate issuer", alone


def chain_of(target: Target) -> list[Shown]:
    """The certificates that the server sends, its own first; none where nobody can tell."""
    context = blind()
    try:
        if target.client_certificate is not None:
            show(context, target.client_certificate)
        with shaken(target, context) as connection:
            # Python 3.13 has a public way, which gives bytes; this one is there in all versions, and reads them.
            sent = getattr(getattr(connection, "_sslobj", None), "get_unverified_chain", lambda: None)()
            return [certificate.get_info() for certificate in sent or ()]
    except (OSError, ValueError, Unreachable):
        return []


def _top(chain: Sequence[Shown]) -> Shown:
    """How far the chain reaches without a gap, from the server's own certificate."""
    top, rest = chain[0], list(chain[1:])
    while above := next((one for one in rest if one["subject"] == top["issuer"] != top["subject"]), None):
        rest.remove(above)
        top = above
    return top


def _trusted(target: Target) -> frozenset[object]:
    return frozenset(shown["subject"] for shown in trust(target).get_ca_certs() if "subject" in shown)


def _name(issuer: Sequence[Sequence[tuple[str, str]]]) -> str:
    """What a person calls it: the common name, else the unit or the organization."""
    parts = {key: value for group in issuer for key, value in group}
    known = (parts[key] for key in ("commonName", "organizationalUnitName", "organizationName") if parts.get(key))
    name = " ".join(next(known, "an authority without a name").split())
    return f"'{''.join(char for char in name if char.isprintable())[:MOST_NAME]}'"


def is_of_chain(error: ssl.SSLCertVerificationError) -> bool:
    """Whether nobody was found who vouches for the certificate."""
    return error.verify_code in UNKNOWN_ISSUER
