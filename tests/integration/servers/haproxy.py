"""haproxy from Debian: pools of instances behind one address, each a separate service on its own port."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from servers.components import program
from servers.processes import ServerProcess, ports

NEW, OLD = "1.2.0", "1.1.9"
GLOBAL = """\
global
    maxconn 500
    nbthread 2
defaults
    mode http
    timeout connect 5s
    timeout client 20s
    timeout server 20s
"""
# Name of a pool: its instances, and how the balancer chooses among them.
POOLS = {
    "two": (("new_1", "new_2"), "roundrobin"),
    "three": (("new_1", "new_2", "new_3"), "roundrobin"),
    "two_mixed": (("new_1", "old"), "roundrobin"),
    "three_mixed": (("new_1", "old", "new_2"), "roundrobin"),
    "three_random": (("new_1", "new_2", "old"), "random"),
    "three_leastconn": (("old", "new_1", "new_2"), "leastconn"),
    "two_redirecting": (("moved_new", "moved_old"), "roundrobin"),
    "two_ill": (("new_1", "ill"), "roundrobin"),
}
INSTANCES = ("new_1", "new_2", "new_3", "old", "moved_new", "moved_old", "ill")


@dataclass(frozen=True)
class Pools:
    """The running haproxy, and the port of each pool."""

    process: ServerProcess
    ports: dict[str, int]

    def url(self, name: str) -> str:
        """The address of a pool."""
        return f"http://127.0.0.1:{self.ports[name]}"


def make_pools(folder: Path) -> Pools:
    """All pools in one haproxy that is not started yet."""
    at = ports([*POOLS, *INSTANCES])
    file = folder / "haproxy.cfg"
    file.write_text(GLOBAL + "\n".join([*_instances(at), *_pools(at), ""]))
    command = [program("haproxy"), "-db", "-f", str(file)]
    return Pools(ServerProcess(command, port=at["two"], log=folder / "haproxy.log"), at)


def _instances(at: dict[str, int]) -> Iterator[str]:
    for name in INSTANCES:
        release = OLD if "old" in name else NEW
        health = {"status": "UP", "components": {"db": {"status": "DOWN" if name == "ill" else "UP"}}}
        yield f"frontend {name}"
        yield f"    bind 127.0.0.1:{at[name]}"
        if name.startswith("moved"):
            yield "    http-request redirect location %[path]/ code 302 if !{ path_end / }"
        yield from _answer("/healthz", "application/json", json.dumps(health), name)
        yield from _answer("/version", "application/json", json.dumps({"version": release}), name)
        nested = {"build": {"number": release}, "pod": {"name": name}}
        yield from _answer("/build", "application/json", json.dumps(nested), name)
        yield from _answer("/text", "text/plain", f"{release} from {name}", name)
        yield "    http-request return status 404"


def _answer(path: str, kind: str, body: str, name: str) -> Iterator[str]:
    quoted = body.replace("\\", "\\\\").replace('"', '\\"').replace(" ", "\\ ")
    headers = f"hdr X-Instance {name} hdr X-Version {OLD if 'old' in name else NEW}"
    yield f"    http-request return status 200 content-type {kind} string {quoted} {headers} if {{ path {path} {path}/ }}"


def _pools(at: dict[str, int]) -> Iterator[str]:
    for pool, (members, balance) in POOLS.items():
        yield f"listen {pool}"
        yield f"    bind 127.0.0.1:{at[pool]}"
        yield f"    balance {balance}"
        yield "    cookie SRV insert indirect nocache"
        yield from (f"    server {name} 127.0.0.1:{at[name]} cookie c_{name}" for name in members)
