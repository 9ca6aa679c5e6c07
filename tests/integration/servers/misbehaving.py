"""Raw sockets that behave badly, each in one way."""

from __future__ import annotations

import socket
import struct
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache

Behaviour = Callable[[socket.socket, threading.Event], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
LIMIT = 30.0  # what the slowest client would be given
BOMB = 100  # megabytes once unpacked


def hang(connection: socket.socket, done: threading.Event) -> None:
    """Take the request and say nothing."""
    done.wait(LIMIT)


def drip_headers(connection: socket.socket, done: threading.Event) -> None:
    """Each byte comes within any read timeout; the head never ends."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not done.wait(0.1):
        connection.sendall(b"x")


def drip_body(connection: socket.socket, done: threading.Event) -> None:
    """A body of a thousand bytes, ten of them a second."""
    connection.sendall(OK + b"Content-Length: 1000\r\n\r\n")
    for _ in range(1000):
        if done.wait(0.1):
            return
        connection.sendall(b"x")


def garbage(connection: socket.socket, done: threading.Event) -> None:
    """No HTTP at all."""
    connection.sendall(b"\x00\xffSSH-2.0-OpenSSH_9.2\r\n\r\n")


def endless_body(connection: socket.socket, done: threading.Event) -> None:
    """Sends without end, as fast as the client reads."""
    connection.sendall(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    while not done.is_set():
        connection.sendall(chunk)


def redirect_loop(connection: socket.socket, done: threading.Event) -> None:
    """Here is where you came from."""
    connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def gzip_bomb(connection: socket.socket, done: threading.Event) -> None:
    """A small body that unpacks to 100 MB."""
    body = _bomb()
    head = f"Content-Encoding: gzip\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    connection.sendall(OK + head.encode() + body)


@cache
def _bomb() -> bytes:
    """One gzip member, because clients stop at its end; compressed once and repeated, so that a slow machine is fast enough."""
    chunk, checksum = bytes(1_000_000), 0
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(BOMB):
        checksum = zlib.crc32(chunk, checksum)
    head = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
    return head + packed * BOMB + packer.flush() + struct.pack("<II", checksum, BOMB * len(chunk))


def close_mid_body(connection: socket.socket, done: threading.Event) -> None:
    """Sends half of the promised length."""
    connection.sendall(OK + b"Content-Length: 100\r\n\r\n" + b"x" * 50)


def close_at_once(connection: socket.socket, done: threading.Event) -> None:
    """Not a word."""


def lying_length(connection: socket.socket, done: threading.Event) -> None:
    """More than the length promises, which a client may only read as another answer."""
    connection.sendall(OK + b"Content-Length: 2\r\n\r\nok and a good deal more than two bytes")


def huge_header(connection: socket.socket, done: threading.Event) -> None:
    """A header of five megabytes."""
    connection.sendall(OK + b"X-Huge: " + b"x" * 5_000_000 + b"\r\nContent-Length: 2\r\n\r\nok")


def failing(connection: socket.socket, done: threading.Event) -> None:
    """The response of a proxy without a backend."""
    body = b"<html><body>Bad Gateway</body></html>"
    head = f"HTTP/1.1 502 Bad Gateway\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    connection.sendall(head.encode() + body)


def no_tls(connection: socket.socket, done: threading.Event) -> None:
    """Clear text where a TLS handshake was begun."""
    connection.sendall(b"HTTP/1.1 400 The plain HTTP request was sent\r\n\r\n")


def sound(connection: socket.socket, done: threading.Event) -> None:
    """An answer as it should be, to any question about health or version."""
    body = b'{"status": "ok", "version": "1.2.0"}'
    connection.sendall(OK + f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)


@contextmanager
def misbehaving(behaviour: Behaviour, paths: Mapping[str, Behaviour] | None = None) -> Iterator[int]:
    """The port of a server that behaves like this towards every connection, or as *paths* says for some."""
    done = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(LIMIT)
            words = connection.recv(65536).split(b" ", 2)
            path = words[1].decode("latin-1") if len(words) > 1 else ""
            (paths or {}).get(path, behaviour)(connection, done)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            done.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
