"""A production that nothing may reach: it counts connections and received bytes."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


@dataclass
class Listener:
    """What a listener received.

    Attributes:
        port: the port, the same for IPv4 and IPv6.
        connections: the opened connections.
        received: all received bytes.
    """

    port: int
    connections: int = 0
    received: bytearray = field(default_factory=bytearray)

    @property
    def heard(self) -> tuple[int, bytes]:
        """The numbers of connections and bytes so far."""
        return self.connections, bytes(self.received)

    def take(self, connection: socket.socket) -> None:
        """Read one request and answer it."""
        with connection, contextlib.suppress(OSError):
            connection.settimeout(10)
            while b"\r\n\r\n" not in self.received and (part := connection.recv(65_536)):
                self.received += part
            connection.sendall(ANSWER)


@contextlib.contextmanager
def listening() -> Iterator[Listener]:
    """Listen on all addresses of this machine until the block ends."""
    with socket.socket(socket.AF_INET6) as server:
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        server.bind(("::", 0))
        server.listen(64)
        server.settimeout(0.05)
        made = Listener(server.getsockname()[1])
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    connection, _ = server.accept()
                    made.connections += 1
                    threading.Thread(target=made.take, args=(connection,), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield made
        over.set()
        thread.join()
