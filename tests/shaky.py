"""A small HTTP server on loopback that misbehaves on command, and records when."""

from __future__ import annotations

import socket
import struct
import threading
import time
from contextlib import suppress

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n"
SOME = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nno more"
ANSWERS = {
    "ok": OK,
    "status 502": b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
    "status 404": b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    "status 429": b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n",
    "status 302": b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n",
    "not HTTP/1.1": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
}
NO_LINGER = struct.pack("ii", 1, 0)


class Shaky:
    """A server on its own port, started at once.

    Attributes:
        mode: the response to each request: a key of ``ANSWERS``, or "truncated body", "truncated head", "reset",
            "closed without an answer", "hang" (answered well once the mode changes), "endless",
            "drop reused" (a connection that has served is closed when the next request comes), "swallow" (the same,
            long after the request came). Another process sets it by PUT /mode/status+502.
    """

    def __init__(self, port: int = 0) -> None:
        self._mode = "ok"
        self._changed = threading.Condition()
        self._open: set[socket.socket] = set()
        self.requests: list[bytes] = []
        self.port = port
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/healthz"

    @property
    def mode(self) -> str:
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        with self._changed:
            self._mode = mode
            self._changed.notify_all()

    def start(self) -> float:
        """Listen, and say since when."""
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=256)
        since = time.monotonic()
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()
        return since

    def stop(self) -> float:
        """Close everything, and say when."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        self._listener.close()
        self.mode = self._mode
        self.drop()
        return time.monotonic()

    def drop(self) -> None:
        """Close all open connections: mostly idle ones."""
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        served = 0
        with connection, suppress(OSError):
            while request := self._read(connection):
                self.requests.append(request)
                if request.startswith(b"PUT /mode/"):
                    self.mode = request.split()[1].decode().rpartition("/")[2].replace("+", " ")
                    connection.sendall(OK)
                    continue
                if not self._answer(connection, served):
                    break
                served += 1
        self._open.discard(connection)

    @staticmethod
    def _read(connection: socket.socket) -> bytes:
        request = b""
        while b"\r\n\r\n" not in request:
            data = connection.recv(4096)
            if not data:
                return b""
            request += data
        return request

    def _answer(self, connection: socket.socket, served: int) -> bool:
        mode = self._mode
        if mode == "hang":
            with self._changed:
                self._changed.wait_for(lambda: self._mode != "hang", timeout=30)
            mode = self._mode
        if mode in {"drop reused", "swallow"} and served:
            time.sleep(0.2 if mode == "swallow" else 0)
            return False
        if mode in {"truncated body", "reset"}:
            connection.sendall(SOME)
        elif mode == "truncated head":
            connection.sendall(OK[:20])
        elif mode == "endless":
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1_100_000)
        elif mode != "closed without an answer":
            connection.sendall(ANSWERS.get(mode, OK))
        if mode == "reset":
            time.sleep(0.005)  # so that what was sent is read before the reset takes it away
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        return mode in ANSWERS or mode in {"drop reused", "swallow"}
