"""Whom to believe over TLS, and what to show of ourselves: one context for requests, probe and load alike.

Nothing in it comes from the environment, neither an authority (``SSL_CERT_FILE``) nor a file of keys
(``SSLKEYLOGFILE``). It is the same in all versions of Python, so that one certificate has one verdict.
"""

from __future__ import annotations

import re
import ssl
import sys
from functools import lru_cache
from pathlib import Path

from pytest_golive.errors import CannotMeasure
from pytest_golive.service.credentials.identity import ClientCertificate
from pytest_golive.service.target import Target, origin_of

# OpenSSL would give HTTP/2 to whoever does not say what it speaks.
SPOKEN = ["http/1.1"]
NOISE = re.compile(r"\[[^][]{0,200}\]|\(_ssl\.c:\d{1,9}\)")
MOST = 100_000


def trust(target: Target, url: str = "") -> ssl.SSLContext:
    """Believe the authorities of this machine and the target's own; show the target's client certificate.

    Args:
        target: the environment that is asked.
        url: where the request goes; the client certificate is shown to the target's own origin only.

    Raises:
        CannotMeasure: a file holds no certificate, or no key that fits.
    """
    at_home = not url or origin_of(url) == target.origin
    return context_of(target.ca_file, target.client_certificate if at_home else None)


@lru_cache(maxsize=8)  # to read the authorities takes longer than most requests
def context_of(ca_file: Path | None, client: ClientCertificate | None) -> ssl.SSLContext:
    """A context that verifies, for TLS 1.2 and newer.

    Raises:
        CannotMeasure: a file holds no certificate, or no key that fits.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # A private authority may be an intermediate one, as for browsers and curl.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.set_alpn_protocols(SPOKEN)
    _trust_this_machine(context)
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=str(ca_file))
        except OSError:  # ssl.SSLError is one
            raise CannotMeasure(
                f"{ca_file.name}, which ca_file names, holds no certificate in PEM",
                "put the authority's certificate there: a block that begins with BEGIN CERTIFICATE",
                path=ca_file.name,
            ) from None
    if client is not None:
        show(context, client)
    return context


def _trust_this_machine(context: ssl.SSLContext) -> None:
    if sys.platform == "win32":
        context.load_default_certs()
        return
    paths = ssl.get_default_verify_paths()
    file, folder = Path(paths.openssl_cafile), Path(paths.openssl_capath)
    if file.is_file():
        context.load_verify_locations(cafile=str(file))
    has_folder = folder.is_dir() and any(folder.glob("*.0"))
    if has_folder:
        context.load_verify_locations(capath=str(folder))
    if not has_folder and not context.cert_store_stats()["x509_ca"]:
        import certifi

        context.load_verify_locations(cafile=certifi.where())


def show(context: ssl.SSLContext, client: ClientCertificate) -> None:
    """Show *client* to a server that asks.

    Raises:
        CannotMeasure: its files hold no certificate, or no key that fits.
    """
    try:
        # A text, even an empty one, keeps OpenSSL from asking at the terminal.
        context.load_cert_chain(client.certificate, client.key, password=client.passphrase)
    except (OSError, ValueError) as error:
        raise CannotMeasure(*_unusable(client, error)) from None


def _unusable(client: ClientCertificate, error: Exception) -> tuple[str, str]:
    """What is wrong with the files of a client certificate, and what to do about it."""
    key, home = client.key or client.certificate, "the target's client_certificate"
    for path, block in ((client.certificate, "CERTIFICATE"), (key, "PRIVATE KEY")):
        if f"{block}-----" not in _text(path):
            return (
                f"{path.name}, which {home} names, holds no {block.lower()} in PEM",
                f"put one there: a block that begins with BEGIN {block}",
            )
    if "mismatch" in _said(error):
        return (
            f"the key in {key.name} is not that of the certificate in {client.certificate.name}",
            f"name the two that belong together in {home}",
        )
    if "ENCRYPTED" in _text(key):
        given = "the one that is given does not open it" if client.passphrase else "none is given"
        return (
            f"the key in {key.name} is under a passphrase, and {given}",
            f"name the environment variable that holds it in passphrase_env of {home}",
        )
    return (
        f"{client.certificate.name} and {key.name} cannot be used as {home}: {_said(error)}",
        "see whether openssl x509 and openssl pkey can read them",
    )


def _text(path: Path) -> str:
    try:
        return path.read_bytes()[:MOST].decode("latin-1")
    except OSError:
        return ""


def _said(error: Exception) -> str:
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
    return " ".join(NOISE.sub("", str(reason)).replace("_", " ").lower().split())
