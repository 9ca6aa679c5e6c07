"""TLS settings: the trusted authorities, and the client certificate to send; for requests, probe and load alike.

Nothing comes from the environment, neither an authority (``SSL_CERT_FILE``) nor a key log (``SSLKEYLOGFILE``). All
versions of Python behave the same, so that a certificate has the same verdict everywhere.
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

# Without ALPN, OpenSSL would accept HTTP/2.
SPOKEN = ["http/1.1"]
NOISE = re.compile(r"\[[^][]{0,200}\]|\(_ssl\.c:\d{1,9}\)")
MOST = 100_000


def trust(target: Target, url: str = "") -> ssl.SSLContext:
    """Trust the authorities of this machine and the target's own; send the target's client certificate.

    Args:
        target: the target of the request.
        url: of the request; the client certificate is sent only to the target's own origin.

    Raises:
        CannotMeasure: a file contains no certificate, or no matching key.
    """
    at_home = not url or origin_of(url) == target.origin
    return context_of(target.ca_file, target.client_certificate if at_home else None)


@lru_cache(maxsize=8)  # reading the authorities takes longer than most requests
def context_of(ca_file: Path | None, client: ClientCertificate | None) -> ssl.SSLContext:
    """A context that verifies, for TLS 1.2 and newer.

    Raises:
        CannotMeasure: a file contains no certificate, or no matching key.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    # A private authority may be an intermediate one, as in browsers and curl.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.set_alpn_protocols(SPOKEN)
    _trust_this_machine(context)
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=str(ca_file))
        except OSError:  # includes ssl.SSLError
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
    """Send *client* to a server that requests a certificate.

    Raises:
        CannotMeasure: its files contain no certificate, or no matching key.
    """
    try:
        # A text, even an empty one, keeps OpenSSL from asking for it at the terminal.
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
    if "mismatch" in _reason(error):
        return (
            f"the key in {key.name} is not that of the certificate in {client.certificate.name}",
            f"name the two that belong together in {home}",
        )
    if "ENCRYPTED" in _text(key):
        passphrase_state = "the one that is given does not open it" if client.passphrase else "none is given"
        return (
            f"the key in {key.name} is under a passphrase, and {passphrase_state}",
            f"name the environment variable that holds it in passphrase_env of {home}",
        )
    return (
        f"{client.certificate.name} and {key.name} cannot be used as {home}: {_reason(error)}",
        "see whether openssl x509 and openssl pkey can read them",
    )


def _text(path: Path) -> str:
    try:
        return path.read_bytes()[:MOST].decode("latin-1")
    except OSError:
        return ""


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
    return " ".join(NOISE.sub("", str(reason)).replace("_", " ").lower().split())
