"""Shops of Express, Go's net/http and bare sockets, and one behind haproxy with two instances."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from secrets import token_hex

from servers.components import node_package_at, program
from servers.faults import Faults
from servers.processes import ServerProcess, free_port
from servers.python_apps import APPS, Shop

HERE = Path(__file__).parent
SECRETS = ("SHOP_TOKEN", "SHOP_ADMIN_TOKEN", "SHOP_KEY")
HAPROXY = """\
defaults
    mode http
    timeout connect 5s
    timeout client 20s
    timeout server 20s
frontend shop
    bind 127.0.0.1:{port}
    default_backend instances
backend instances
    balance roundrobin
{servers}
"""


def express_shop(folder: Path, secrets: dict[str, str] | None = None, **more: str) -> Shop:
    """Express, under Node.js; *more* are variables, such as SHOP_VERSION and SHOP_INSTANCE."""
    node_package_at(HERE / "express" / "node_modules", "express")
    return _shop(folder, lambda _: [program("node"), str(HERE / "express" / "main.mjs")], secrets, **more)


def go_program(folder: Path) -> Path:
    """The shop of Go's net/http, compiled; nothing is fetched for it."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "shop"
    environment = {**os.environ, "GO111MODULE": "off", "GOCACHE": str(folder / "cache")}
    subprocess.run([program("go"), "build", "-o", str(made), str(HERE / "go" / "main.go")], env=environment, check=True)
    return made


def go_shop(folder: Path, made: Path) -> Shop:
    """Go's net/http."""
    return _shop(folder, lambda _: [str(made)])


def sockets_shop(folder: Path) -> Shop:
    """Bare sockets with minimal responses."""
    return _shop(folder, lambda _: [sys.executable, str(APPS / "sockets_shop.py")])


def haproxy(folder: Path, *instances: Shop) -> Shop:
    """haproxy before *instances*, each in its turn."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    lines = (f"    server shop{number} {one.url.removeprefix('http://')}" for number, one in enumerate(instances))
    config = folder / "haproxy.cfg"
    config.write_text(HAPROXY.format(port=port, servers="\n".join(lines)))
    process = ServerProcess([program("haproxy"), "-f", str(config)], port=port, log=folder / "log")
    return Shop(f"http://127.0.0.1:{port}", process, Faults(folder / "faults"), instances[0].secrets)


def _shop(folder: Path, command, secrets: dict[str, str] | None = None, **more: str) -> Shop:
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    made = secrets or {name: token_hex(20) for name in SECRETS}
    environment = {**made, "SHOP_PORT": str(port), "PYTHONPATH": str(APPS), **more}
    process = ServerProcess(command(port), port=port, log=folder / "log", environment=environment)
    return Shop(f"http://127.0.0.1:{port}", process, Faults(folder / "faults"), made)
