"""The services of stock Python libraries, each under the server people run it with."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from servers.components import python_packages
from servers.faults import Faults
from servers.processes import ServerProcess, free_port

APPS = Path(__file__).parent / "apps"
GUNICORN = ["--workers", "1", "--threads", "4", "--graceful-timeout", "1", "--no-control-socket"]
FLASK = ("flask", "flask_login", "flask_wtf", "flask_limiter", "flask_session", "gunicorn")
FASTAPI = ("fastapi", "slowapi", "uvicorn")
DJANGO = ("django", "gunicorn")
USERS = ("SHOP_SIGNING", "SHOP_ALICE", "SHOP_ROOT")
TOKENS = ("SHOP_TOKEN", "SHOP_ADMIN_TOKEN", "SHOP_EXPIRED_TOKEN", "SHOP_REVOKED_TOKEN")
KEYS = ("SHOP_KEY", "SHOP_SECOND_KEY", "SHOP_OTHER_KEY", "SHOP_REVOKED_KEY")


@dataclass(frozen=True)
class Shop:
    """A service that can be started, with its address, its faults, and its secrets by the names of their variables."""

    url: str
    process: ServerProcess
    faults: Faults
    secrets: dict[str, str] = field(repr=False)


def _shop(folder: Path, command: list[str], port: int, secrets: tuple[str, ...], **more: str) -> Shop:
    folder.mkdir(parents=True, exist_ok=True)
    faults = Faults(folder / "faults")
    faults.clear()
    made = {name: token_hex(20) for name in secrets}
    environment = {**made, "SHOP_FAULTS": str(faults.file), "PYTHONPATH": str(APPS), **more}
    process = ServerProcess(command, port=port, log=folder / "log", environment=environment)
    scheme = more.get("SHOP_SCHEME", "http")
    return Shop(f"{scheme}://127.0.0.1:{port}", process, faults, made)


def _gunicorn(app: str, port: int, certificate: Path | None) -> list[str]:
    tls = ["--certfile", str(certificate), "--keyfile", str(certificate)] if certificate else []
    return [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *GUNICORN, *tls, app]


def flask_shop(folder: Path, certificate: Path | None = None, **more: str) -> Shop:
    """Flask-Login, Flask-WTF and Flask-Limiter under gunicorn."""
    python_packages(*FLASK)
    port = free_port()
    scheme = "https" if certificate else "http"
    return _shop(folder, _gunicorn("flask_shop:app", port, certificate), port, USERS, SHOP_SCHEME=scheme, **more)


def django_shop(folder: Path, certificate: Path | None = None) -> Shop:
    """Django's own log-in, sessions and permissions under gunicorn."""
    python_packages(*DJANGO)
    port = free_port()
    more = {"SHOP_SCHEME": "https" if certificate else "http", "SHOP_DATABASE": str(folder / "db.sqlite3")}
    return _shop(folder, _gunicorn("django_shop:application", port, certificate), port, USERS, **more)


def drf_shop(folder: Path) -> Shop:
    """Django REST Framework's tokens and permission classes under gunicorn."""
    python_packages(*DJANGO, "rest_framework")
    port = free_port()
    more = {"SHOP_DATABASE": str(folder / "db.sqlite3")}
    return _shop(folder, _gunicorn("drf_shop:application", port, None), port, USERS + TOKENS + KEYS, **more)


def fastapi_shop(folder: Path) -> Shop:
    """FastAPI's security schemes and slowapi under uvicorn."""
    python_packages(*FASTAPI)
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--port", str(port), "--log-level", "warning", "fastapi_shop:app"]
    return _shop(folder, command, port, TOKENS + KEYS)
