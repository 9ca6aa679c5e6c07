"""How to connect to a target: its URL, its certificate authority, and our client certificate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from pytest_golive.errors import CannotMeasure, NotSetUp
from pytest_golive.service.credentials.identity import ClientCertificate
from pytest_golive.service.credentials.reading import Origin, read_secret
from pytest_golive.settings.targets.reaching_api import ReachingApi
from pytest_golive.settings.targets.target import Target
from pytest_golive.settings.values import web

Environment = Mapping[str, str]
Table = Target | ReachingApi  # both say where something is, and how to get in


def url_of(name: str, table: Table, environment: Environment) -> str:
    """The URL of the table *name* below targets, or from the environment variable that the table names.

    Raises:
        NotSetUp: the variable is not set, or is empty.
        CannotMeasure: its value is not the URL of a service.
    """
    if table.url is not None:
        return table.url
    key = f"targets.{name}.url"
    found = _read(table.url_env or "", key, environment)
    try:
        return _somewhere(web.url(found))
    except ValueError as error:
        raise CannotMeasure(
            f"what the environment variable {table.url_env} holds, which {key} is read from, {error}",
            f"set {table.url_env} to the address of {name}",
        ) from None


def _somewhere(url: str) -> str:
    if urlsplit(url).port == 0:
        raise ValueError("must not name port 0, which cannot be connected to")
    return url


def ca_file_of(root: Path, name: str, table: Table) -> Path | None:
    """The certificate authority in the table of target *name*; None if it names none.

    Raises:
        CannotMeasure: the file does not exist.
    """
    if table.ca_file is None:
        return None
    return _file(
        root / table.ca_file,
        table.ca_file,
        f"[tool.golive.targets.{name}] ca_file names it",
        "put the authority's certificate there, in PEM",
    )


def client_certificate_of(root: Path, name: str, table: Table, environment: Environment) -> ClientCertificate | None:
    """The client certificate for target *name*; None if its table names none.

    Raises:
        NotSetUp: an environment variable is not set.
        CannotMeasure: a file does not exist.
    """
    certificate_table = table.client_certificate
    if certificate_table is None:
        return None
    home = f"targets.{name}.client_certificate"
    certificate = _named_file(
        root, certificate_table.cert_file, certificate_table.cert_file_env, f"{home}.cert_file", environment
    )
    key = None
    if certificate_table.key_file is not None or certificate_table.key_file_env is not None:
        key = _named_file(
            root, certificate_table.key_file, certificate_table.key_file_env, f"{home}.key_file", environment
        )
    origin = Origin(certificate_table.passphrase_env or "", key=f"{home}.passphrase")
    return ClientCertificate(certificate, key, read_secret(origin, environment, root) if origin else "")


def _named_file(root: Path, path: str | None, variable: str | None, key: str, environment: Environment) -> Path:
    cure = "put it there, in PEM, or name its path"
    if path is not None:
        return _file(root / path, path, f"{key} names it", cure)
    found = _read(variable or "", key, environment)
    return _file(root / found, found, f"{variable}, which {key} is read from, names it", cure)


def _read(variable: str, key: str, environment: Environment) -> str:
    """The value of an environment variable; there is no default for a variable that the settings name."""
    found = environment.get(variable, "").strip()
    if not found:
        state = "is empty" if variable in environment else "is not set"
        raise NotSetUp(
            f"the environment variable {variable} {state}, and {key} is read from it",
            f"set {variable} where the checklist runs",
        )
    return found


def _file(path: Path, name: str, why: str, cure: str) -> Path:
    if not path.is_file():
        raise CannotMeasure(f"{name} is not there, and {why}", cure, path=name)
    return path
