"""A shop of bare sockets: bearer tokens with roles, and API keys; its answers are as short as HTTP lets them be."""

from __future__ import annotations

import json
import os
import socket
import threading
from contextlib import suppress
from typing import Any

ROLES = {os.environ["SHOP_TOKEN"]: "buyer", os.environ["SHOP_ADMIN_TOKEN"]: "admin"}
OPEN: dict[str, Any] = {
    "/healthz": {"status": "ok"},
    "/version": {"version": "1.2.0"},
    "/products": [{"name": "kettle", "price": 3900}],
}


def answer(path: str, fields: dict[str, str]) -> tuple[int, Any]:
    """Status and content for one request."""
    role = ROLES.get(fields.get("authorization", "").removeprefix("Bearer "))
    has_key = fields.get("x-api-key") == os.environ["SHOP_KEY"]
    guarded: dict[str, tuple[bool, bool, Any]] = {
        "/orders": (bool(role), True, {"orders": [{"id": 1001, "name": "kettle"}]}),
        "/admin": (bool(role), role == "admin", {"users": ["alice", "root"]}),
        "/stock": (has_key, True, {"stock": [{"name": "kettle", "pieces": 7}]}),
    }
    if path in OPEN:
        return 200, OPEN[path]
    known, allowed, content = guarded.get(path, (True, True, None))
    if content is None:
        return 404, {}
    if known and allowed:
        return 200, content
    return (403, {"error": "administrators only"}) if known else (401, {"error": "not authenticated"})


def serve(connection: socket.socket) -> None:
    """One request, and the end."""
    with connection, suppress(OSError):
        connection.settimeout(20)
        head = b""
        while b"\r\n\r\n" not in head and (part := connection.recv(65_536)):
            head += part
        first, *lines = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
        words = first.split()
        fields = {key.strip().lower(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
        if len(words) > 1:
            status, content = answer(words[1].partition("?")[0], fields)
            body = b"" if words[0] == "HEAD" else json.dumps(content).encode()
            connection.sendall(f"HTTP/1.1 {status} \nContent-Type:application/json\n\n".encode() + body)


with socket.create_server(("127.0.0.1", int(os.environ["SHOP_PORT"])), backlog=64) as listener:
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
