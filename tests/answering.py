"""A real server on loopback whose responses a test controls."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager


class Answering:
    """One thread for each connection.

    Attributes:
        delay: seconds before each answer.
        status: of each answer.
        body: of each answer.
        bad_every: each so manieth answer has status 503; 0 for none.
        seen: the first line and the headers of all requests, in order.
    """

    def __init__(self) -> None:
        self.delay, self.status, self.body, self.bad_every = 0.0, 200, b'{"status": "ok", "n": 3}', 0
        self.seen = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def count(self, path):
        """How many requests for *path* were received."""
        return sum(f" {path} " in line for line in self.seen)

    def close(self):
        """Refuse connections from now on."""
        if self._listener.fileno() < 0:
            return
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection):
        with connection:
            try:
                while data := connection.recv(65_536):
                    self.seen.append(data.decode("latin-1"))
                    connection.sendall(self._made(data))
            except OSError:
                return

    def _made(self, data):
        if b" /healthz " in data:
            return b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
        time.sleep(self.delay)
        bad = self.bad_every and len(self.seen) % self.bad_every == 0
        head = f"HTTP/1.1 {503 if bad else self.status} Said\r\nContent-Length: {len(self.body)}\r\n\r\n"
        return head.encode() + self.body


@contextmanager
def answering():
    """A server for one test."""
    server = Answering()
    try:
        yield server
    finally:
        server.close()
