"""PostgreSQL's programs on this machine, and how they reach a database."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from pytest_golive.delivery.backups.working.commands import hide
from pytest_golive.errors import CannotMeasure

DEBIAN: Final = Path("/usr/lib/postgresql")
QUIET: Final = ("--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1")
OPTIONS: Final = {
    "PGCONNECT_TIMEOUT": "30",
    # Checksums are of text, so text must not depend on the settings of a server.
    "PGOPTIONS": "-c datestyle=ISO -c intervalstyle=postgres -c timezone=UTC -c extra_float_digits=1 "
    "-c bytea_output=hex -c xmloption=content -c lc_monetary=C",
}


def program_of(programs: Path | None, name: str) -> str:
    """The path of a program: in the folder, or its name for the PATH."""
    return str(programs / name) if programs is not None and (programs / name).is_file() else name


def programs_here(path: str | None) -> Path | None:
    """The folder of the newest PostgreSQL here: Debian's, which are not on the PATH, or that of initdb on it."""
    found = [folder.parent for folder in DEBIAN.glob("*/bin/initdb") if folder.parent.parent.name.isdigit()]
    if found:
        return max(found, key=lambda folder: int(folder.parent.name))
    initdb = shutil.which("initdb", path=path)
    return Path(initdb).resolve().parent if initdb else None


def connection_of(url: str, variable: str) -> dict[str, str]:
    """The variables by which PostgreSQL's programs reach *url*; a password is hidden from now on.

    Raises:
        CannotMeasure: it is no such URL.
    """
    hide(url, variable)
    try:
        parts = urlsplit(url)
        host, port, query = parts.hostname or "", parts.port, parse_qs(parts.query)
    except ValueError:
        raise CannotMeasure(f"{variable} holds no URL", "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE") from None
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        what = f"{variable} holds no URL of a PostgreSQL database"
        raise CannotMeasure(what, "write postgresql://USER:PASSWORD@HOST:PORT/DATABASE")
    given = {
        "PGHOST": query.get("host", [unquote(host)])[0],
        "PGPORT": str(port or ""),
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.strip("/")),
        "PGSSLMODE": query.get("sslmode", [""])[0],
        "PGSSLROOTCERT": query.get("sslrootcert", [""])[0],
    }
    return {**OPTIONS, **{name: value for name, value in given.items() if value}}
