"""A server on loopback that gives a hostile answer on some paths, and passes all else on to a sound service."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from hostile.answers import Hostile, whole

LONGEST: Final = 60.0  # seconds that one connection lives, should the client never end it
DISCOVERY: Final = "/.well-known/openid-configuration"
KEYS: Final = "/jwks"
MODULUS: Final = "AQAB" * 86  # no key of anybody's


@dataclass
class Stage:
    """What the server does just now.

    Attributes:
        port: where it listens.
        behind: port of the sound service.
        paths: that get the hostile answer; None for all.
        answer: that they get.
        served: how often it was given.
    """

    port: int
    behind: int
    paths: frozenset[str] | None = frozenset()
    answer: Hostile | None = None
    served: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def set(self, answer: Hostile | None, paths: frozenset[str] | None) -> None:
        """Begin anew; what is under way for the last answer ends."""
        self.over.set()
        self.over = threading.Event()
        self.answer, self.paths, self.served = answer, paths, 0

    def own(self, path: str) -> Hostile | None:
        """What the sound service does not have: the documents of an issuer."""
        said = {"issuer": self.url, "token_endpoint": f"{self.url}/token", "jwks_uri": f"{self.url}{KEYS}"}
        key = {"kty": "RSA", "kid": "shop", "use": "sig", "alg": "RS256", "e": "AQAB", "n": MODULUS}
        documents = {DISCOVERY: said, KEYS: {"keys": [key]}}
        return whole(path, json.dumps(documents[path]).encode()) if path in documents else None


@contextmanager
def staged(sound_url: str) -> Iterator[Stage]:
    """The server, until the block ends."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        stage = Stage(listener.getsockname()[1], urlsplit(sound_url).port or 0)
        threading.Thread(target=_accept, args=(listener, stage), daemon=True).start()
        yield stage
        stage.over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, stage: Stage) -> None:
    with suppress(OSError):
        while True:
            connection = listener.accept()[0]
            threading.Thread(target=_serve, args=(connection, stage), daemon=True).start()


def _serve(connection: socket.socket, stage: Stage) -> None:
    over = stage.over
    with connection, suppress(OSError):
        connection.settimeout(LONGEST)
        asked = connection.recv(65_536)
        words = asked.split(b" ", 2)
        path = words[1].decode("latin-1").partition("?")[0] if len(words) > 1 else ""
        if stage.answer is not None and (stage.paths is None or path in stage.paths):
            stage.served += 1
            _send(connection, stage.answer, over)
        elif (document := stage.own(path)) is not None:
            _send(connection, document, over)
        else:
            _pass_on(connection, asked, stage.behind)


def _send(connection: socket.socket, answer: Hostile, over: threading.Event) -> None:
    connection.sendall(answer.data)
    if answer.then == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    while answer.then == "repeat" and not over.is_set():
        connection.sendall(answer.again)
    while answer.then == "drip" and not over.wait(0.05):
        connection.sendall(answer.again)
    if answer.then == "hold":
        over.wait(LONGEST)
    if answer.then == "close":
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(2)
        connection.recv(65_536)  # until the client has read it all, and goes


def _pass_on(connection: socket.socket, asked: bytes, port: int) -> None:
    """One request, and its answer until the sound service ends it."""
    head, _, body = asked.partition(b"\r\n\r\n")
    first, *fields = head.split(b"\r\n")
    length = next((int(line.partition(b":")[2]) for line in fields if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65_536)
    fields = [line for line in fields if not line.lower().startswith(b"connection:")]
    with socket.create_connection(("127.0.0.1", port), timeout=LONGEST) as behind:
        behind.sendall(b"\r\n".join([first, *fields, b"Connection: close", b"", body]))
        while part := behind.recv(65_536):
            connection.sendall(part)
