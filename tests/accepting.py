"""A server that passes each raw connection to a function, in a separate thread."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

Say = Callable[[socket.socket], object]


@contextlib.contextmanager
def accepting(say: Say) -> Iterator[int]:
    """Listen until the block ends; yields the port."""

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=hand_on, args=(connection,), daemon=True).start()

    def hand_on(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            say(connection)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)


def over_tls(context: ssl.SSLContext, say: Say) -> Say:
    """The same after a TLS handshake; a failed handshake is for the client to report."""

    def shake(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            say(secure)

    return shake
