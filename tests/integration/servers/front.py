"""A proxy that changes the responses of a service, in harmless ways or in ways that are faults."""

from __future__ import annotations

import gzip
import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "server"})
LONGEST = 30.0  # seconds that the service behind may take


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str] = field(repr=False)
    body: bytes = b""
    client: str = "127.0.0.1"  # address that it came from, which goes on: limiters behind count by it


@dataclass(frozen=True)
class Reply:
    """One answer, and how it is framed: by "length", "chunks", or the "close" of the connection."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    frame: str = "length"
    protocol: str = "HTTP/1.1"
    reason: str = "OK"

    def header(self, name: str, value: str) -> Reply:
        """The same with this header instead of any of its name."""
        kept = tuple((key, said) for key, said in self.headers if key.lower() != name.lower())
        return replace(self, headers=(*kept, (name, value)))


Pass = Callable[[Asked], Reply]
# What speaks over the bare connection, as `misbehaving` has it.
Raw = Callable[[socket.socket, threading.Event], None]
Change = Callable[[Asked, Pass], "Reply | Raw"]


def as_it_is(asked: Asked, on: Pass) -> Reply:
    """Nothing is changed."""
    return on(asked)


@dataclass
class Front:
    """Its address, the service behind it, and the change it makes to responses."""

    url: str
    behind: str
    change: Change = as_it_is
    done: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def changing(self, change: Change) -> Iterator[None]:
        """Do this to answers inside the block."""
        self.change = change
        try:
            yield
        finally:
            self.change = as_it_is
            self.done.set()
            self.done = threading.Event()

    def pass_on(self, asked: Asked) -> Reply:
        """The response of the service itself."""
        host = urlsplit(self.behind)
        source = (asked.client, 0)
        behind = http.client.HTTPConnection(str(host.hostname), host.port, LONGEST, source)
        try:
            headers = {name: value for name, value in asked.headers.items() if name.lower() not in HOP}
            behind.request(asked.method, asked.path, asked.body or None, {**headers, "Connection": "close"})
            answer = behind.getresponse()
            kept = tuple((key, value) for key, value in answer.getheaders() if key.lower() not in HOP)
            return Reply(answer.status, kept, answer.read(), reason=answer.reason)
        finally:
            behind.close()


@contextmanager
def front(behind: str) -> Iterator[Front]:
    """Before the service at *behind*, until the block ends."""
    made = Front("", behind)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"front": made}))
    server.daemon_threads = True
    made.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    front: Front
    protocol_version = "HTTP/1.1"

    def _do(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        asked = Asked(self.command, self.path, dict(self.headers.items()), body, self.client_address[0])
        reply = self.front.change(asked, self.front.pass_on)
        if not isinstance(reply, Reply):
            self.close_connection = True
            with suppress(OSError):
                reply(self.connection, self.front.done)
            return
        self.close_connection = reply.frame == "close" or self.headers.get("Connection", "").lower() == "close"
        self.wfile.write(_written(asked, reply, closes=self.close_connection))

    def __getattr__(self, name: str) -> Any:
        """Every method is handled alike."""
        if name.startswith("do_"):
            return self._do
        raise AttributeError(name)

    def log_message(self, *_: Any) -> None:
        """The log is not read."""


def _written(asked: Asked, reply: Reply, *, closes: bool) -> bytes:
    lines = [f"{reply.protocol} {reply.status} {reply.reason}", *(f"{key}: {value}" for key, value in reply.headers)]
    lines.append(f"Connection: {'close' if closes else 'keep-alive'}")
    body = b"" if asked.method == "HEAD" or reply.status in {204, 304} else reply.body
    if reply.frame == "length":
        lines.append(f"Content-Length: {len(reply.body)}")
    elif reply.frame == "chunks":
        lines.append("Transfer-Encoding: chunked")
        pieces = [body[at : at + 7] for at in range(0, len(body), 7)]
        body = b"".join(b"%x;note=1\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\nX-Trailer: 1\r\n\r\n"
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def packed(asked: Asked, reply: Reply) -> Reply:
    """The body, with gzip if the client accepts it."""
    if "gzip" not in asked.headers.get("Accept-Encoding", "") or not reply.body:
        return reply
    half = len(reply.body) // 2
    body = gzip.compress(reply.body[:half]) + gzip.compress(reply.body[half:])
    return replace(reply, body=body).header("Content-Encoding", "gzip")
