"""The balancer before the instances of a target: nginx, whose members are in a file, or haproxy with its socket."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from servers.components import program
from servers.nginx import Nginx, server
from servers.processes import ServerProcess

Kind = Literal["nginx", "haproxy"]
HAPROXY = """\
global
    maxconn 500
    nbthread 2
    stats socket {folder}/haproxy.sock mode 600 level admin
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
listen shop
    bind 127.0.0.1:{port}
    balance roundrobin
{members}
"""


def make_front(kind: Kind, folder: Path, port: int, instances: Mapping[str, int]) -> Nginx | ServerProcess:
    """The balancer, not started yet."""
    if kind == "haproxy":
        members = "\n".join(f"    server {name} 127.0.0.1:{at}" for name, at in instances.items())
        file = folder / "haproxy.cfg"
        file.write_text(HAPROXY.format(folder=folder, port=port, members=members))
        return ServerProcess([program("haproxy"), "-db", "-f", str(file)], port=port, log=folder / "haproxy.log")
    (folder / "nginx").mkdir()
    members = folder / "nginx" / "members.conf"
    members.write_text("".join(f"server 127.0.0.1:{at};\n" for at in instances.values()))
    behind = f"upstream shop {{ zone shop 64k; include {members}; }}"
    to_it = (
        "location / { proxy_pass http://shop; proxy_http_version 1.1; proxy_set_header Connection ''; "
        "proxy_connect_timeout 10s; }"
    )
    return Nginx(folder / "nginx", port, [behind, server(port, to_it)])
