"""oidc-provider from npm, and a resource server that has jose judge its tokens."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from servers.certificates import signing_key
from servers.components import node_package, program
from servers.faults import Faults
from servers.processes import ServerProcess, ports

MAIN = Path(__file__).parent / "oidc" / "main.mjs"
ROLES = ("issuer", "other_issuer", "resource")


@dataclass(frozen=True)
class OidcShop:
    """Three ports of one process. ``secrets``: of the clients ``buyer`` and ``clerk``, who may write, too; and the key."""

    issuer: str
    other_issuer: str
    resource: str
    process: ServerProcess
    faults: Faults
    secrets: dict[str, str] = field(repr=False)


def oidc_shop(folder: Path) -> OidcShop:
    """Not started yet."""
    for package in ("oidc-provider", "jose"):
        node_package(package)
    folder.mkdir(parents=True, exist_ok=True)
    faults = Faults(folder / "faults")
    faults.clear()
    at = ports(ROLES)
    secrets = {"SHOP_BUYER": token_hex(20), "SHOP_CLERK": token_hex(20), "SHOP_SIGNING_KEY": signing_key()}
    numbers = {f"SHOP_{role.upper()}_PORT": str(port) for role, port in at.items()}
    process = ServerProcess(
        [program("node"), str(MAIN)],
        port=at["resource"],
        log=folder / "log",
        environment={**secrets, **numbers, "SHOP_FAULTS": str(faults.file)},
    )
    issuer, other, resource = (f"http://127.0.0.1:{at[role]}" for role in ROLES)
    return OidcShop(issuer, other, resource, process, faults, secrets)
